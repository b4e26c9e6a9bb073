"""Reads who finds something out by the verb: "Gartner prevé que", "la entidad informó que"."""

from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from kg.grammar import Word
from kg.noun_phrase import terms
from kg.sample import sample_words
from kg.study_cue import BEHIND, analyses, finds_by_trade, parts_of, tells_by_trade, words_in
from kg.study_place import SentenceReader, StudyMention

__all__ = ["VerbReader"]

_BEHIND = (",", "—", "–", "»", "”")  # signs between what is told and who tells it
_SAMPLE = 12  # words between a verb of studying and how many were studied
_OWN_AFTER = 3  # words behind a verb in which "su" tells that the object is the subject's own
_CLAUSE = 16  # words of the object of a verb
_FOR_IT = ("para", "en")  # before "la que" of who made a study: "para la que X preguntó a"
_ITS_OWN = ("su", "sus")
_COUNTED = 8  # words in which it is told how many were counted: "contabilizó en Murcia 2.940"
_NEAR = 4  # words before a name in which its noun stands: "la firma de análisis X"
_AFTER_VERB = 6  # words between a verb and the name that follows it


class VerbReader(SentenceReader):
    """Reads the subjects of verbs of finding, surveying and reporting."""

    @cached_property
    def samples(self) -> list[int]:
        """The words of the sentence that are sizes of samples."""
        return sample_words(self.sentence)

    def finding(self, at: int) -> StudyMention | None:
        """Read "Gartner prevé que el 40 %", "la consultora X encuestó a 500 directivos"."""
        word = self.words[at]
        first = self.makers.verb_start(at)
        if self.told and self.low(first - 1) in _BEHIND and (behind := self._behind(at)):
            return behind
        if word.tag == "T" and not any(w.lemma == "haber" for w in self.words[first:at]):
            return None
        studies = word.lemma in words_in("following") | words_in("visiting")
        surveying = word.lemma in words_in("surveying") or (studies and self._counts(at))
        reach = _OWN_AFTER if word.lemma in words_in("moving") else 1
        for place in range(at + 1, at + 1 + reach):
            own = self.low(place) in ("su", "sus")
            if own and self.low(place + 1) not in words_in("forecasts"):
                return None  # "el banco eleva su tasa": what is its own it does, and finds not
        if not surveying and not self._tells_finding(at, first):
            return None
        told = any(w.tag in "FQ" for w in self.words[at + 1 : at + 6])
        if surveying and not (told or self._counts(at) or self._asks(at)):
            return None
        makers, start = self.makers.before(first, sure=surveying)
        if not makers and any(place < first for place in self.samples):
            sampled, start = self.makers.before(first, sure=True)
            makers = sampled if self.low(start - 1) == "," else []
        if not makers:
            makers, start = self.makers.far_subject(first)
        near = {w.low for w in self.words[max(0, start - _NEAR) : start]}
        trade = finds_by_trade(makers) or near & words_in("trade_nouns")
        firm = bool(near & words_in("firms"))
        if makers and not trade and self._is_own(at, analyst=analyses(makers, near), firm=firm):
            return None
        if makers:
            mention = self.mention(start, at + 1, f"organización + {word.lemma}", makers)
            return replace(mention, inside=surveying and self._is_for_it(start))
        noun = self.low(first - 1)
        if noun not in words_in("anaphors") or self.is_governed(first - 1):
            return None
        mention = self.mention(first - 1, at + 1, f"la consultora + {word.lemma}")
        return replace(mention, noun=noun, definiteness="definite")

    def _is_for_it(self, start: int) -> bool:
        """Read "una encuesta para la que (la firma) X preguntó a", X at word `start`."""
        for back in range(start - 1, max(1, start - _CLAUSE), -1):
            if self.low(back) in ("que", "cual"):
                return self.low(back - 2) in _FOR_IT
            if self.words[back].tag in "VF" or self.low(back) in (",", ";", ":", "."):
                return False
        return False

    def kindred(self, at: int) -> tuple[StudyMention | None, int]:
        """Read "Los de Funcas lo dejan en el 2,8 %", of analysts as were told of before."""
        opens = at == 0 or self.low(at - 1) in (";", "mientras", "y", "que")
        if not opens or not self.told or self.low(at + 1) not in ("de", "del"):
            return None, at + 1
        makers, after = self.names.read(self.words, at + 2, sure=True)
        reckons = words_in("own_finding") | words_in("expecting") | words_in("leaving")
        told = any(w.lemma in reckons and w.tag == "V" for w in self.words[after : after + _CLAUSE])
        if not makers or not told:
            return None, at + 1
        return replace(
            self.mention(at, after, "los de + organización", makers), kindred=True
        ), after

    def _is_own(self, at: int, *, analyst: bool, firm: bool) -> bool:
        """Read "prevé crecer un 8 %", "estima que sus ventas", "cifra … la caída de su beneficio".

        What a firm will do, or what is its own, it plans or counts: it has studied nothing. Nor
        has it of what firms have ("prevé unos ingresos"), which an `analyst` tells of others.
        """
        place = at + 1
        while place < len(self.words) and self.words[place].tag in "AR":
            place += 1
        if self.low(place) == "en" and any(w.tag == "F" for w in self.words[place + 1 : place + 2]):
            place += 2  # "cifra en 60 millones la inversión"
        if place >= len(self.words):
            return False
        if self.words[place].tag == "I":
            return True
        inside = self.words[place].tag == "Q"  # "calcula que perderá un 5 % de sus clientes"
        place += inside
        if inside and self.low(place) in _ITS_OWN:
            return True
        if not analyst and self._measures_itself(place, firm=firm):
            return True
        elided = place < len(self.words) and self.words[place].tag == "V"
        return (not inside or elided) and self._owned(place + elided)

    def _measures_itself(self, at: int, *, firm: bool) -> bool:
        """Read "(prevé) unos ingresos un 5 % superiores", "(prevé que) las ventas crezcan".

        And "un aumento de los ingresos del 5 %"; but growth alone is that of a `firm` only where
        it is called one: "el grupo X prevé un crecimiento del 6 %", not "el BCE prevé".
        """
        at = self._noun(at)
        of = self.low(at + 1) in ("de", "del", "en")
        figure = any(word.tag == "F" for word in self.words[at + 2 : at + 3])
        if self.low(at) in words_in("changes"):
            measure = self._noun(at + 2)
            if figure:
                return firm and not self._of_others(at + 3)
            return of and self.low(measure) in words_in("own_measures") and self._is_alone(measure)
        return self.low(at) in words_in("own_measures") and self._is_alone(at)

    def _is_alone(self, at: int) -> bool:
        """Say whether the noun at word `at` is nobody else's: not "las ventas de Inditex"."""
        if any(word.tag == "N" for word in self.words[at + 1 : at + 2]):
            at += 1  # "la producción agrícola de la región"
        figure = any(word.tag == "F" for word in self.words[at + 2 : at + 3])
        return figure or self.low(at + 1) not in ("de", "del", "en")

    def _noun(self, at: int) -> int:
        """Return the noun of a phrase that begins at word `at`, behind its determiner."""
        return at + (at < len(self.words) and self.words[at].tag == "D")

    def _of_others(self, at: int) -> bool:
        """Say whether what grows follows its figure at word `at`: "del PIB", "en la eurozona"."""
        if self.low(at) not in ("de", "del", "en", "para"):
            return False
        noun = self._noun(at + 1)
        dated = self.words[noun : noun + 1] and self.words[noun].tag == "F"
        return not dated and self.low(noun) not in terms("times") | words_in("own_measures")

    def _owned(self, at: int) -> bool:
        """Say whether a clause tells from word `at` on what its subject has: "de su beneficio"."""
        for place in range(at, min(at + _CLAUSE, len(self.words))):
            word = self.words[place]
            if word.tag in "VQ" or word.low in (",", ";", ":", "."):
                return False
            told = {self.low(place + step) for step in range(1, _OWN_AFTER + 1)}
            if word.low in _ITS_OWN and self.low(place - 1) in ("de", "en"):
                return not told & words_in("nouns")  # "calcula en su último informe que"
        return False

    def _behind(self, at: int) -> StudyMention | None:
        """Read "…, calcula X", "…, denuncia la plataforma X": who tells a figure behind it."""
        verb = self.words[at].lemma
        place = at + 1
        if verb == "dar" and self.low(at + 1) == "a" and self.low(at + 2) == "conocer":
            verb, place = "publicar", at + 3
        if verb not in words_in("saying") | words_in("reporting") | words_in("own_finding"):
            return None
        start = place
        while (
            place < len(self.words)
            and place - start < _AFTER_VERB
            and self.low(place) in words_in("when")
        ):
            place += 1
        makers, after = self.names.read(self.words, place, sure=False)
        who = next((w.low for w in self.words[place:after] if not w.upper and _is_body(w)), "")
        described, behind = self._described(place) if not who else ([], after)
        if described:
            makers, after, who = described, behind, "quien lo estudia"
        if not makers and verb in words_in("saying") and (body := self._unnamed(place)):
            return body
        before = {word.low for word in self.words[place:after] if not word.upper}
        measures = tells_by_trade(makers) or analyses(makers, before)
        if not makers or (verb not in words_in("saying") and not measures):
            return None
        return self.mention(at, after, f"{verb} + {who or 'organización'}", makers)

    def _unnamed(self, at: int) -> StudyMention | None:
        """Read "…, lamenta la asociación": the body of a trade that was named before."""
        noun = self.low(at + 1)
        trades = words_in("gremial") | words_in("statistical")
        ends = at + 2 >= len(self.words) or self.words[at + 2].tag == "S"
        if self.low(at) not in ("el", "la") or noun not in trades or not ends:
            return None
        mention = self.mention(at, at + 2, BEHIND)
        return replace(mention, noun=noun, definiteness="definite", body=True)

    def _described(self, at: int) -> tuple[list[str], int]:
        """Read "Lupa 360, la firma que audita tiendas": what it is follows its name."""
        makers, after = self.names.read(self.words, at, sure=True)
        aside = self.low(after) == "," and self.low(after + 1) in ("la", "el", "una", "un")
        told = aside and self.low(after + 2) in words_in("organization_nouns")
        return (makers, after) if told else ([], at)

    def _asks(self, at: int) -> bool:
        """Read "X lo ha preguntado a sus asociados y la respuesta …: el 82 %"."""
        asks = self.words[at].lemma in words_in("asking") and self.low(at - 1) != "se"
        return asks and self.told and self.low(at + 1) in ("a", "entre")

    def _counts(self, at: int) -> bool:
        """Say whether a verb tells how many were studied: "siguió durante diez años a 900"."""
        return any(at < place <= at + _SAMPLE for place in self.samples)

    def body(self, at: int) -> StudyMention | None:
        """Read "la entidad informó que el 55 %": the body that was named before tells it."""
        first = self.makers.verb_start(at)
        noun = first - 1
        while noun > 0 and self.low(noun) in words_in("organization_adjectives"):
            noun -= 1
        named = self.low(noun)
        if any(w.low in words_in("issuing") for w in self.words[noun + 1 : first]):
            named = "banco"  # "el instituto emisor", "la autoridad monetaria"
        tells = (
            words_in("attributing")
            | words_in("saying")
            | words_in("reporting")
            | words_in("own_finding")
        )
        if (
            not self.told
            or self.words[at].lemma not in tells
            or self.low(noun) not in words_in("bodies") | words_in("houses")
            or self.low(noun - 1) not in words_in("definite")
            or self.is_governed(noun)
            or at + 1 >= len(self.words)
            or self.words[at + 1].tag == "I"
            or any(self.low(at + k) in ("su", "sus") for k in range(1, _OWN_AFTER + 1))
        ):
            return None  # "la entidad prevé abrir oficinas", "prevé que sus depósitos crezcan"
        mention = self.mention(noun, at + 1, f"la entidad + {self.words[at].lemma}")
        return replace(mention, noun=named, definiteness="definite", body=True)

    def _tells_finding(self, at: int, first: int) -> bool:
        """Say whether the verb tells what its subject found out, with a figure."""
        lemma = self.words[at].lemma
        if not self.told:
            return False
        if lemma in words_in("saying") | words_in("expecting") and self._by_trade(at, first):
            return True
        if lemma == "dar" and self.low(at + 1) == "a" and self.low(at + 2) == "conocer":
            lemma = "publicar"
        if lemma in words_in("receiving") and self._records(at):
            makers, _ = self.makers.before(first)
            return finds_by_trade(makers) or bool(parts_of(makers) & words_in("public"))
        if lemma in words_in("making_known") and any(
            w.tag == "Q" for w in self.words[at + 1 : at + 6]
        ):
            return True  # "la bolsa de empleo X publicó esta semana que tres de cada cuatro"
        if lemma in words_in("reporting"):
            makers, _ = self.makers.before(first)
            that = any(w.tag == "Q" for w in self.words[at + 1 : at + _OWN_AFTER])
            return bool(parts_of(makers) & words_in("statistical")) or (
                that and finds_by_trade(makers)
            )
        told = any(w.tag == "F" for w in self.words[at + 1 : at + 10])
        follows = any(w.tag == "Q" for w in self.words[at + 1 : at + 6])
        if lemma in words_in("counting"):
            reach = at + 2 if lemma == "contar" else at + _COUNTED
            return any(w.tag == "F" for w in self.words[at + 1 : reach])
        return lemma in words_in("own_finding") and (told or follows)

    def _records(self, at: int) -> bool:
        """Read "(la Oficina del Consumidor) recibió hasta octubre 214 quejas"."""
        ahead = self.words[at + 1 : at + 1 + _COUNTED]
        return any(
            word.tag == "F" and noun.low in words_in("recorded") for word, noun in pairwise(ahead)
        )

    def _by_trade(self, at: int, first: int) -> bool:
        """Say whether an analyst or a body of a trade tells it.

        "La calificadora X espera que", "Fitch dijo que", "la Asociación X denuncia que".
        """
        if not any(w.tag == "Q" for w in self.words[at + 1 : at + 4]):
            return False
        makers, start = self.makers.before(first)
        if finds_by_trade(makers):
            return True
        before = {w.low for w in self.words[max(0, start - _NEAR) : start]}
        if makers and before & words_in("trade_nouns"):
            return True  # "el sindicato X denuncia que"
        return bool(makers) and analyses(makers, before)


def _is_body(word: Word) -> bool:
    """Say whether a noun tells of a body whose figures are findings: "la plataforma X"."""
    return word.low in words_in("gremial") | words_in("statistical")
