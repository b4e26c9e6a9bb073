"""Finds where a sentence speaks of a study: its noun, its title, and who made it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.parse import ParsedSentence
from kg.source import OPENING, NameReader, read_title
from kg.study_cue import ends_before, phrases_of, starts_at, words_in
from kg.study_maker import MakerReader
from kg.study_title import TitleReader

__all__ = ["StudyMention", "find_mentions"]

Definiteness = Literal["definite", "indefinite", "another", "bare"]

_YEAR = 4  # digits
_OWN_AFTER = 3  # words behind a verb in which "su" tells that the object is the subject's own
_NEAR = 4  # words before a name in which its noun stands: "la firma de análisis X"
_AFTER_VERB = 6  # words between a verb and the name that follows it
_LEAST_CAPITALS = 4  # in a title that no noun and no quotation marks announce
_FINDINGS = frozenset(
    ["share", "points", "count", "money", "multiple", "rank", "number", "duration"]
)


@dataclass(frozen=True, slots=True)
class StudyMention:
    """A place that speaks of a study.

    `place` and `end` are characters; `makers` who made it; `rule` the cue that was read. `wished`
    tells that somebody should make it yet; `ours` that whoever speaks made it, `theirs` that
    whoever was spoken of did ("su sondeo"). `quiet` tells that the sentence gives no figure, so
    that those beside it are needed; `body` that only the kind of body is named ("la entidad");
    `back` that the sentence sources what stands before it ("así lo revelan los datos de X").
    """

    sentence: int
    place: int
    end: int
    noun: str = ""
    definiteness: Definiteness = "bare"
    makers: tuple[str, ...] = ()
    title: str | None = None
    rule: str = ""
    wished: bool = False
    ours: bool = False
    theirs: bool = False
    quiet: bool = False
    body: bool = False
    back: bool = False


def find_mentions(sentence: ParsedSentence, text: str, names: NameReader) -> list[StudyMention]:
    """Return the places of a sentence that speak of a study, in order."""
    reader = _MentionReader(sentence, text, names)
    return reader.read()


class _MentionReader:
    def __init__(self, sentence: ParsedSentence, text: str, names: NameReader) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.text = text
        self.names = names
        self.titles = TitleReader(text, sentence.words, names)
        self.makers = MakerReader(sentence.words, names)
        self.told = any(figure.kind in _FINDINGS for figure in sentence.figures)

    def read(self) -> list[StudyMention]:
        found: list[StudyMention] = []
        at = 0
        while at < len(self.words):
            mention, after = self._at(at)
            if mention:
                found.append(mention)
            at = max(after, at + 1)
        return found

    def _at(self, at: int) -> tuple[StudyMention | None, int]:
        word = self.words[at]
        if self._is_noun(at):
            return self._read_noun(at)
        if word.upper and word.low in words_in("english_nouns"):
            return self._read_english(at)
        opens = at == 0 or self._low(at - 1) == ";"
        if word.low == "para" and opens and self._low(at + 2) in words_in("organization_nouns"):
            return self._read_according(at, at + 1)
        cue = starts_at(self.words, at, "according")
        if cue:
            return self._read_according(at, at + cue)
        if word.low in ("fuente", "fuentes", "("):
            return self._read_source(at)
        if word.low in words_in("asked_by") and self._low(at + 1) == "por":
            makers, after = self.names.read(self.words, at + 2, sure=True)
            if makers:
                return self._mention(at, after, "consultados por + organización", makers), after
        if word.tag in "VT" and word.lemma:
            return self._read_verb(at) or self._read_body(at) or self._read_signed(at), at + 1
        return None, at + 1

    def _mention(
        self, at: int, after: int, rule: str, makers: Sequence[str] = (), title: str | None = None
    ) -> StudyMention:
        """Make a mention of words `at` to `after`."""
        last = self.words[min(after, len(self.words)) - 1]
        return StudyMention(
            self.sentence.index,
            self.words[at].start,
            last.end,
            makers=tuple(makers),
            title=title,
            rule=rule,
        )

    def _read_according(self, at: int, after: int) -> tuple[StudyMention | None, int]:
        title, end = read_title(self.text, self.words, after)
        if title and title[:1].isupper() and len(title.split()) >= 2:
            return self._mention(at, end, "según «título»", title=title), end
        if any(
            w.low in words_in("nouns")
            or w.low in words_in("title_nouns")
            or (w.upper and w.low in words_in("english_nouns"))
            for w in self.words[after : after + _NEAR]
        ):
            return None, at + 1
        told = after
        while (
            told < len(self.words)
            and told - after < _AFTER_VERB
            and (self.words[told].tag in "VTRA" or self._low(told) in words_in("when"))
        ):
            told += 1  # "según informó ayer el Indec"
        if told > after and self.words[after].tag in "VR":
            after = told
        makers, end = self.names.read(self.words, after, sure=False)
        if not makers:
            makers, end = self._cited(after)
        if not makers:
            return self._according_to_body(at, after), at + 1
        aside = at > 0 and self.words[at - 1].tag == "Q"  # "del nacional, que según el INE es …"
        rule = "inciso: según + organización" if aside else "según + organización"
        return replace(self._mention(at, end, rule, makers), quiet=not self.told), end

    def _according_to_body(self, at: int, after: int) -> StudyMention | None:
        """Read "de acuerdo con el instituto estadístico", the body that was named before."""
        low = self._low(after + 1)
        if self._low(after) not in words_in("definite") or low not in words_in("bodies"):
            return None
        if not self.told or self._low(after + 2) in ("de", "del"):
            return None
        mention = self._mention(at, after + 2, "según la entidad")
        return replace(mention, noun=low, definiteness="definite", body=True)

    def _read_source(self, at: int) -> tuple[StudyMention | None, int]:
        """Read "Fuente: INE", "(fuente: INE)" and "(INE, 2023)"."""
        if self._low(at) != "(":
            if self._low(at + 1) != ":":
                return None, at + 1
            makers, after = self.names.read(self.words, at + 2, sure=True)
            if not makers:
                return None, at + 1
            mention = self._mention(at, after, "según: fuente + organización", makers)
            return replace(mention, quiet=not self.told, back=not self.told), after
        makers, after = self.names.read(self.words, at + 1, sure=False)
        year = self._low(after + 1)
        if not self.told or not makers or self._low(after) != "," or self._low(after + 2) != ")":
            return None, at + 1
        if not (year.isdigit() and len(year) == _YEAR):
            return None, at + 1
        return self._mention(at, after + 2, "según + organización", makers), after + 2

    def _cited(self, at: int) -> tuple[list[str], int]:
        """Read "Arrieta y Solans (2020)": names with the year of their work."""
        after = at
        while after < len(self.words) and (
            self.words[after].upper or self._low(after) in ("y", "e", ",")
        ):
            after += 1
        year = self._low(after + 1)
        if after == at or self._low(after) != "(" or not (year.isdigit() and len(year) == _YEAR):
            return [], at
        return [self.text[self.words[at].start : self.words[after - 1].end]], after + 3

    def _read_verb(self, at: int) -> StudyMention | None:
        """Read "Gartner prevé que el 40 %", "la consultora X encuestó a 500 directivos"."""
        word = self.words[at]
        if (
            self.told
            and self._low(at - 1) == ","
            and word.lemma in words_in("saying") | words_in("reporting")
        ):
            place = at + 1
            while (
                place < len(self.words)
                and place - at < _AFTER_VERB
                and self._low(place) in words_in("when")
            ):
                place += 1
            makers, after = self.names.read(self.words, place, sure=False)
            parts = {part for maker in makers for part in maker.lower().split()}
            if makers and (word.lemma in words_in("saying") or parts & words_in("statistical")):
                return self._mention(at, after, f"{word.lemma} + organización", makers)
        first = self.makers.verb_start(at)
        if word.tag == "T" and not any(w.lemma == "haber" for w in self.words[first:at]):
            return None
        surveying = word.lemma in words_in("surveying")
        reach = _OWN_AFTER if word.lemma in words_in("moving") else 1
        for place in range(at + 1, at + 1 + reach):
            own = self._low(place) in ("su", "sus")
            if own and self._low(place + 1) not in words_in("forecasts"):
                return None  # "el banco eleva su tasa": what is its own it does, and finds not
        if not surveying and not self._tells_finding(at, first):
            return None
        told = any(w.tag in "FQ" for w in self.words[at + 1 : at + 6])
        if surveying and not told:
            return None
        makers, start = self.makers.before(first, sure=surveying)
        if makers:
            return self._mention(start, at + 1, f"organización + {word.lemma}", makers)
        noun = self._low(first - 1)
        if noun not in words_in("anaphors") or self._is_governed(first - 1):
            return None
        mention = self._mention(first - 1, at + 1, f"la consultora + {word.lemma}")
        return replace(mention, noun=noun, definiteness="definite")

    def _read_body(self, at: int) -> StudyMention | None:
        """Read "la entidad informó que el 55 %": the body that was named before tells it."""
        first = self.makers.verb_start(at)
        noun = first - 1
        while noun > 0 and self._low(noun) in words_in("organization_adjectives"):
            noun -= 1
        tells = words_in("saying") | words_in("reporting") | words_in("own_finding")
        if (
            not self.told
            or self.words[at].lemma not in tells
            or self._low(noun) not in words_in("bodies")
            or self._low(noun - 1) not in words_in("definite")
            or self._is_governed(noun)
            or at + 1 >= len(self.words)
            or self.words[at + 1].tag == "I"
            or any(self._low(at + k) in ("su", "sus") for k in range(1, _OWN_AFTER + 1))
        ):
            return None  # "la entidad prevé abrir oficinas", "prevé que sus depósitos crezcan"
        mention = self._mention(noun, at + 1, f"la entidad + {self.words[at].lemma}")
        return replace(mention, noun=self._low(noun), definiteness="definite", body=True)

    def _is_governed(self, at: int) -> bool:
        """Say whether a preposition keeps a noun from being subject: "para este documento se …"."""
        place = at - 1
        while place >= 0 and self.words[place].tag == "D":
            place -= 1
        return place >= 0 and self.words[place].tag == "P"

    def _tells_finding(self, at: int, first: int) -> bool:
        """Say whether the verb tells what its subject found out, with a figure."""
        lemma = self.words[at].lemma
        if not self.told:
            return False
        if lemma in words_in("saying") | words_in("expecting") and self._of_analysts(at, first):
            return True
        if lemma == "dar" and self._low(at + 1) == "a" and self._low(at + 2) == "conocer":
            lemma = "publicar"
        if lemma in words_in("reporting"):
            makers, _ = self.makers.before(first)
            parts = {part for maker in makers for part in maker.lower().split()}
            return bool(parts & words_in("statistical"))
        told = any(w.tag == "F" for w in self.words[at + 1 : at + 10])
        follows = any(w.tag == "Q" for w in self.words[at + 1 : at + 6])
        return lemma in words_in("own_finding") and (told or follows)

    def _of_analysts(self, at: int, first: int) -> bool:
        """Say whether an analyst tells it: "la calificadora X espera que", "Fitch dijo que"."""
        if not any(w.tag == "Q" for w in self.words[at + 1 : at + 4]):
            return False
        makers, start = self.makers.before(first)
        before = {w.low for w in self.words[max(0, start - _NEAR) : start]}
        named = {part for maker in makers for part in maker.lower().split()}
        return bool(makers) and bool(
            before & words_in("analyst_nouns") or named & words_in("analysts")
        )

    def _read_signed(self, at: int) -> StudyMention | None:
        """Read "X y Y firman Título Con Mayúsculas": a title that only its capitals tell."""
        if self.words[at].lemma not in words_in("publishing") or at + 1 >= len(self.words):
            return None
        title, after = read_title(self.text, self.words, at + 1)
        if not title or not title[:1].isupper():
            after = self.titles.title_run(at + 1, own=False)
            if sum(w.upper for w in self.words[at + 1 : after]) < _LEAST_CAPITALS:
                return None
            title = self.text[self.words[at + 1].start : self.words[after - 1].end]
        makers, start = self.makers.before(at)
        if not makers:
            return None
        return self._mention(start, after, "organización + publicar «título»", makers, title)

    def _is_noun(self, at: int) -> bool:
        word = self.words[at]
        low = word.low
        body = self.names.entity_at(word.start) if word.upper else None
        if body and body.start < word.start and body.entity.kind == "organization":
            return False  # "Instituto Nacional de Estadística"
        if low not in words_in("nouns") and low not in words_in("weak_nouns"):
            return self.titles.glued_noun(at) is not None
        if word.tag == "V" or (word.tag == "A"):
            return False
        after = " ".join(w.low for w in self.words[at + 1 : at + 3])
        if any(
            after == phrase or after.startswith(phrase + " ") for phrase in words_in("not_after")
        ):
            return False
        return not ends_before(self.words, at, phrases_of("not_before"))

    def _read_noun(self, at: int) -> tuple[StudyMention | None, int]:
        word = self.words[at]
        title, after = self.titles.read(at)
        makers: list[str] = []
        first = self._first(at)
        title = title or self.titles.title_before(first)
        if title and word.low == "observatorio" and word.upper and self._tells(after):
            makers = [title]  # it is the body, and its studies
        definiteness = self._definiteness(first, at)
        rule = f"{word.low} «título»" if title else word.low
        if not makers and title:
            makers, _ = self.makers.after(at, at + 1, self.titles.start_of(title, at, after))
        if not makers:
            makers, end = self.makers.after(at, max(after, at + 1))
            after = max(after, end)
        rule += " de + organización" if makers and " de +" not in rule else ""
        if not makers:
            makers = self.makers.publisher(first) or self.makers.owner_after(first, after)
            rule += " publicado por su sujeto" if makers else ""
        if not makers and not title and word.low not in words_in("nouns"):
            anaphor = word.low in words_in("anaphors") and definiteness == "definite"
            anaphor = anaphor and not self._measures(at)
            inside = word.low == "documento" and self._low(first - 1) == "en" and self.told
            inside = inside and (first <= 1 or self.words[first - 2].tag != "T")
            if not anaphor or (word.low in words_in("loose_anaphors") and not inside):
                return None, at + 1
        if self.sentence.is_heading and first == at and not makers and not title:
            return None, at + 1  # a heading "Diagnóstico"
        weak = word.low in words_in("weak_nouns") and word.low not in words_in("plural_nouns")
        quiet = bool(makers) and not title and weak and not self.told
        if quiet and not self._sources(first, at, makers):
            return None, at + 1
        wished = (
            any(w.low in words_in("wished") for w in self.words[max(0, at - 5) : at])
            and not makers
            and not title
        )
        wished = wished or any(
            w.low in words_in("desired") for w in self.words[max(0, at - 3) : at]
        )
        ours = any(w.low in ("nuestra", "nuestro") for w in self.words[first:at])
        if word.low in words_in("own_numbers") and any(
            w.low in words_in("own") for w in self.words[max(0, at - 2) : at + 2]
        ):
            return None, at + 1  # "nuestros propios datos", "datos internos"
        mention = self._mention(min(first, at), after, rule, makers, title)
        return replace(
            mention,
            noun=word.low,
            definiteness=definiteness,
            wished=wished,
            ours=ours,
            theirs=any(w.low == "su" for w in self.words[first:at]),
            quiet=quiet,
            back=quiet and self._points_back(),
        ), after

    def _points_back(self) -> bool:
        """Say whether a sentence without figures only sources what was said before it.

        "Así lo revelan …", "Son datos de …", and "Según los datos de X.", without a verb.
        """
        lows = [w.low for w in self.words[:_NEAR]]
        verbs = sum(w.tag == "V" for w in self.words)
        clauses = sum(w.tag == "Q" for w in self.words)
        return lows[:2] == ["así", "lo"] or self.words[0].lemma == "ser" or verbs <= clauses

    def _sources(self, first: int, at: int, makers: Sequence[str]) -> bool:
        """Say whether a sentence without figures tells where those beside it come from.

        "Según los datos de X, …", "así lo revelan los datos de X", "son datos de X"; and "el INE
        presentó los datos" where X is a body whose trade they are.
        """
        back = range(max(0, first - _NEAR), first)
        if any(starts_at(self.words, k, "according") for k in back):
            return True
        opening = " ".join(w.low for w in self.words[:first][-_NEAR:])
        if opening.startswith("así lo") or self.words[max(0, first - 1)].lemma == "ser":
            return True
        parts = {part for maker in makers for part in maker.lower().split()}
        gives = any(self.words[k].lemma in words_in("reporting") | {"presentar"} for k in back)
        return (
            gives
            and self._low(at) in words_in("own_numbers")
            and bool(parts & words_in("statistical"))
        )

    def _measures(self, at: int) -> bool:
        """Say whether a weak noun only measures something: "el índice de morosidad"."""
        low = self._low(at + 1)
        return low in ("de", "del") and not any(w.upper for w in self.words[at + 2 : at + 4])

    def _tells(self, at: int) -> bool:
        """Say whether a verb that tells findings stands at word `at`."""
        return (
            at < len(self.words)
            and self.words[at].tag == "V"
            and self.words[at].lemma in words_in("saying") | words_in("finding")
        )

    def _read_english(self, at: int) -> tuple[StudyMention | None, int]:
        """Read "PwC lanza su Global CEO Survey": the title tells by itself that it is a study."""
        start = at
        while start > 0 and (
            self.words[start - 1].upper
            or (
                self.words[start - 1].low in words_in("title_joiners")
                and start > 1
                and self.words[start - 2].upper
            )
        ):
            start -= 1
        after = self.titles.title_run(at, own=True)
        if start == at and after == at + 1:
            return None, at + 1
        mention = self.names.entity_at(self.words[start].start)
        makers = (
            [mention.entity.name]
            if mention
            and mention.entity.kind == "organization"
            and mention.end < self.words[at].start
            else []
        )
        found, end = ([], after) if makers else self.makers.after(at, after)
        makers = makers or found or self.makers.publisher(start)
        title = self.text[self.words[start].start : self.words[after - 1].end]
        return self._mention(start, end, "título en inglés", makers, title), end

    def _first(self, at: int) -> int:
        """Return where the noun phrase of the study begins."""
        first = at
        while first > 0 and at - first < 5:
            word = self.words[first - 1]
            quoted = first == at and word.low in OPENING  # "El «Estudio sobre …»"
            if word.tag == "D" or word.low in words_in("fronted") or quoted:
                first -= 1
                continue
            break
        return first

    def _definiteness(self, first: int, at: int) -> Definiteness:
        lows = [w.low for w in self.words[first:at]]
        if any(low in words_in("another") for low in lows):
            return "another"
        if (
            "un" in lows
            or "una" in lows
            or (
                first > 1
                and self.words[first - 1].low == "de"
                and self.words[first - 2].low in ("uno", "una")
            )
        ):
            return "indefinite"
        if any(low in words_in("definite") for low in lows):
            return "definite"
        return "bare"

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""
