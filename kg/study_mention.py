"""Finds where a sentence speaks of a study: its noun, its title, and who made it."""

from collections.abc import Sequence
from dataclasses import replace

from kg.parse import ParsedSentence
from kg.source import OPENING, NameReader, read_title
from kg.study_according import AccordingReader
from kg.study_cue import (
    OF_BODY,
    analyses,
    ends_before,
    starts_at,
    tells_by_trade,
    words_in,
)
from kg.study_doing import DoingReader
from kg.study_place import Definiteness, StudyMention, StudySentence
from kg.study_title import TitleReader
from kg.study_told import ToldReader
from kg.study_verb import VerbReader

__all__ = ["find_mentions"]

_NEAR = 4  # words before the noun of a study in which a cue of its source stands
_ASIDE = 14  # words of an aside between a noun and its verb
_PASSIVE = ("fue", "fueron", "ha", "han")  # before "elaborado por X", "sido elaborado por X"
_LEAST_CAPITALS = 4  # in a title that no noun and no quotation marks announce


def find_mentions(sentence: ParsedSentence, text: str, names: NameReader) -> list[StudyMention]:
    """Return the places of a sentence that speak of a study, in order."""
    reader = _MentionReader(sentence, text, names)
    return reader.read()


class _MentionReader:
    def __init__(self, sentence: ParsedSentence, text: str, names: NameReader) -> None:
        place = StudySentence(sentence, text, names)
        self.sentence = sentence
        self.words = sentence.words
        self.text = text
        self.names = names
        self.titles = TitleReader(text, sentence.words, names)
        self.makers = place.makers
        self.told = place.told
        self.according = AccordingReader(place)
        self.verbs = VerbReader(place)
        self.doing = DoingReader(place)
        self.added = ToldReader(place, self.titles)
        self._mention = place.mention
        self._low = place.low
        self._points_back = place.points_back

    def read(self) -> list[StudyMention]:
        found: list[StudyMention] = []
        at = 0
        while at < len(self.words):
            mention, after = self._at(at)
            if mention:
                found.append(mention)
            at = max(after, at + 1)
        own = any(mention.rule.startswith("organización + ") for mention in found)
        return [m for m in found if not own or m.title or not self._is_base(m)]

    def _is_base(self, mention: StudyMention) -> bool:
        """Read "con base en los registros de X, (Y calcula)": X has found out nothing itself."""
        weak = mention.noun in words_in("weak_nouns") and bool(mention.makers)
        first = next((k for k, w in enumerate(self.words) if w.start >= mention.place), 0)
        return weak and ends_before(self.words, first, "based_on")

    def _at(self, at: int) -> tuple[StudyMention | None, int]:
        word = self.words[at]
        if self._is_noun(at):
            return self._read_noun(at)
        of = word.low in words_in("english_of") and self._low(at + 1) == "of"
        if word.upper and (of or word.low in words_in("english_nouns")):
            return self._read_english(at)
        if word.upper and self._low(at - 1) in words_in("fronted") and (new := self._edition(at)):
            return new, self.titles.title_run(at, own=False)
        opens = at == 0 or self._low(at - 1) == ";"
        if word.low == "para" and opens and self._low(at + 2) in words_in("organization_nouns"):
            return self.according.according(at, at + 1)
        cue = starts_at(self.words, at, "according")
        if cue:
            return self.according.according(at, at + cue)
        if word.low in ("fuente", "fuentes", "("):
            return self.according.source(at)
        if word.low in words_in("asked_by") and self._low(at + 1) == "por":
            makers, after = self.names.read(self.words, at + 2, sure=True)
            if makers:
                return self._mention(at, after, "consultados por + organización", makers), after
        if (told := self.added.read(at))[0]:
            return told
        if word.low in ("los", "las") and (kindred := self.verbs.kindred(at))[0]:
            return kindred
        return self._read_verb(at), at + 1

    def _read_verb(self, at: int) -> StudyMention | None:
        """Read who found something out, or did what studies are made by, by the verb at `at`."""
        word = self.words[at]
        if word.tag in "VT" and word.lemma:
            found = self.verbs.finding(at) or self.verbs.body(at) or self._read_signed(at)
            return found or self.doing.read(at)
        return self.doing.read(at) if word.tag == "I" else self.doing.staff(at)

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
        inside = body and body.start < word.start and body.entity.kind == "organization"
        if inside and not self.names.is_title(word.start):
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
        return not ends_before(self.words, at, "not_before")

    def _read_noun(self, at: int) -> tuple[StudyMention | None, int]:
        word = self.words[at]
        title, after = self.titles.read(at)
        makers: list[str] = []
        first = self._first(at)
        title = title or self.titles.title_before(first)
        if title and word.low == "observatorio" and word.upper and self._works(after):
            makers = [title]  # it is the body, and its studies
        definiteness = self._definiteness(first, at)
        rule = f"{word.low} «título»" if title else word.low
        if not makers and title:
            makers, _ = self.makers.after(at, at + 1, self.titles.start_of(title, at, after))
        theirs = any(w.low == "su" for w in self.words[first:at]) or self._is_of_body(after)
        if not makers:
            makers, end = self.makers.after(at, max(after, at + 1), theirs=theirs)
            after = max(after, end)
        rule += " de + organización" if makers and " de +" not in rule else ""
        if not makers:
            makers = self.makers.publisher(first) or self.makers.owner_after(first, after)
            rule += " publicado por su sujeto" if makers else ""
        if not makers and not title and (body := self._unnamed_body(at)):
            mention = self._mention(min(first, at), after, f"{word.low} {OF_BODY}")
            wanted = any(w.low in words_in("wished") for w in self.words[max(0, at - 5) : at])
            return replace(
                mention, noun=body, definiteness="definite", body=True, wished=wanted
            ), after
        if not makers and not title and word.low not in words_in("nouns"):
            anaphor = word.low in words_in("anaphors") and definiteness == "definite"
            anaphor = anaphor and not self._measures(at)
            inside = word.low == "documento" and self._low(first - 1) == "en" and self.told
            inside = inside and (first <= 1 or self.words[first - 2].tag != "T")
            inside = inside or (self.told and self._concludes(at))
            if not anaphor or (word.low in words_in("loose_anaphors") and not inside):
                return None, at + 1
        if self.sentence.is_heading and first == at and not makers and not title:
            return None, at + 1  # a heading "Diagnóstico"
        weak = word.low in words_in("weak_nouns") and word.low not in words_in("plural_nouns")
        quiet = bool(makers) and not title and weak and not self.told
        described = definiteness == "definite" and self._is_described(at, after)
        if quiet and not described and not self._sources(first, at, makers):
            return None, at + 1
        wished = self._is_wished(at, known=bool(makers or title))
        ours = any(w.low in ("nuestra", "nuestro") for w in self.words[first:at])
        ours = ours or self._is_by_us(at + 1)
        if self._is_own_account(at, makers, title):
            return None, at + 1
        mention = self._mention(min(first, at), after, rule, makers, title)
        return replace(
            mention,
            noun=word.low,
            definiteness=definiteness,
            wished=wished,
            ours=ours,
            theirs=theirs,
            quiet=quiet,
            back=(quiet and self._only_sources()) or (bool(makers) and self._points_back()),
        ), after

    def _is_described(self, at: int, after: int) -> bool:
        """Read "el índice, que …", "el indicador de confianza que elabora X"."""
        behind = self._low(after) == "," and self._low(after + 1) == "que"
        told = self._low(at + 1) in (",", "que") or behind
        return told or any(w.tag == "Q" for w in self.words[at + 1 : after])

    def _is_wished(self, at: int, *, known: bool) -> bool:
        """Say whether somebody only wants the study; `known` tells whose it is."""
        if not known and any(w.low in words_in("wished") for w in self.words[max(0, at - 5) : at]):
            return True
        return any(w.low in words_in("desired") for w in self.words[max(0, at - 3) : at])

    def _is_own_account(self, at: int, makers: Sequence[str], title: str | None) -> bool:
        """Read "nuestros propios datos", "datos internos", "el consolidado del grupo X"."""
        low = self._low(at)
        if low in words_in("accounts"):
            return not title and not _is_of_trade(makers)
        near = self.words[max(0, at - 2) : at + 2]
        own = low in words_in("own_numbers") and any(w.low in words_in("own") for w in near)
        return own and not _is_statistical(makers)

    def _is_of_body(self, at: int) -> bool:
        """Read "(la Encuesta de Gasto), que la institución publica": by whoever was spoken of."""
        place = at + (self._low(at) == ",")
        bodies = words_in("bodies") | words_in("trade_kinds") | words_in("houses")
        told = self._low(place) == "que" and self._low(place + 1) in words_in("definite")
        if not told or self._low(place + 2) not in bodies:
            return False
        place += 3
        place += place < len(self.words) and self.words[place].tag in "AN"
        place += place < len(self.words) and self.words[place].lemma == "haber"
        made = words_in("publishing") | words_in("surveying")
        return place < len(self.words) and self.words[place].lemma in made

    def _is_by_us(self, at: int) -> bool:
        """Read "(la encuesta) que hicimos en julio", "que hemos hecho": by whoever writes."""
        if self._low(at) != "que":
            return False
        verb = self.words[at + 1 : at + 2]
        made = words_in("publishing") | words_in("surveying") | {"haber"}
        return bool(verb) and verb[0].low.endswith("mos") and verb[0].lemma in made

    def _unnamed_body(self, at: int) -> str:
        """Return the kind of body in "un informe de ese centro", "el balance del gremio"."""
        place = at + 1
        while place < len(self.words) and self.words[place].tag in "AT":
            place += 1
        if self._low(place) not in ("de", "del"):
            return ""
        pointed = self._low(place) == "del"
        place += 1
        while self._low(place) in words_in("definite"):
            place, pointed = place + 1, True
        noun, behind = self._low(place), self.words[place + 1 : place + 2]
        goes_on = behind and (behind[0].upper or behind[0].low in ("de", "del"))
        kinds = words_in("bodies") | words_in("trade_kinds")
        return noun if pointed and self.told and noun in kinds and not goes_on else ""

    def _only_sources(self) -> bool:
        """Say whether a sentence without figures only sources what was said before it.

        "Así lo revelan …", "Son datos de …", and "Según los datos de X.", without a verb.
        """
        lows = [w.low for w in self.words[:_NEAR]]
        verbs = sum(w.tag == "V" for w in self.words)
        clauses = sum(w.tag == "Q" for w in self.words)
        return (
            lows[:2] in (["así", "lo"], ["así", "se"])
            or self.words[0].lemma == "ser"
            or verbs <= clauses
        )

    def _sources(self, first: int, at: int, makers: Sequence[str]) -> bool:
        """Say whether a sentence without figures tells where those beside it come from.

        "Según los datos de X, …", "así lo revelan los datos de X", "son datos de X"; and "el INE
        presentó los datos" where X is a body whose trade they are.
        """
        back = range(max(0, first - _NEAR), first)
        if self._points_back() or (self._low(at + 1) in _PASSIVE and first == 0):
            return True  # "Este documento fue elaborado por X"
        if any(starts_at(self.words, k, "according") for k in back):
            return True
        opening = " ".join(w.low for w in self.words[:first][-_NEAR:])
        if opening.startswith(("así lo", "así se")) or self.words[max(0, first - 1)].lemma == "ser":
            return True
        gives = any(self.words[k].lemma in words_in("reporting") | {"presentar"} for k in back)
        return gives and self._low(at) in words_in("own_numbers") and _is_statistical(makers)

    def _measures(self, at: int) -> bool:
        """Say whether a weak noun only measures something: "el índice de morosidad"."""
        low = self._low(at + 1)
        return low in ("de", "del") and not any(w.upper for w in self.words[at + 2 : at + 4])

    def _concludes(self, at: int) -> bool:
        """Read "El trabajo, financiado por X, concluye que": an aside before the verb."""
        if self._low(at + 1) != ",":
            return False
        ahead = range(at + 2, min(at + _ASIDE, len(self.words)))
        close = next((k for k in ahead if self._low(k) == ","), -1)
        return close > 0 and self._tells(close + 1)

    def _works(self, at: int) -> bool:
        """Say whether a body finds something out, or makes it known, at word `at`."""
        studying = words_in("surveying") | words_in("following") | words_in("publishing")
        found = at < len(self.words) and self.words[at].lemma in studying
        return self._tells(at) or (found and self.words[at].tag == "V")

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
        makers = makers or found or self.makers.publisher(self._first(start))
        title = self.text[self.words[start].start : self.words[after - 1].end]
        return self._mention(start, end, "título en inglés", makers, title), end

    def _edition(self, at: int) -> StudyMention | None:
        """Read "reveló el más reciente Consumer Insights de Kantar": what comes out again."""
        after = self.titles.title_run(at, own=False)
        first = self._first(at)
        cited = any(starts_at(self.words, k, "according") for k in range(max(0, first - 3), first))
        told = cited or (first > 0 and self._tells(first - 1)) or self._tells(after)
        several = sum(word.upper for word in self.words[at:after]) > 1
        if not (told and several and self.titles.is_made(after)):
            return None
        makers, end = self.names.read(self.words, after + 1, sure=True)
        title = self.text[self.words[at].start : self.words[after - 1].end]
        return self._mention(first, end, "edición de título", makers, title) if makers else None

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
        edition = self.words[at].upper and ("el" in lows or "la" in lows)  # "el tercer Monitor X"
        if not edition and any(low in words_in("another") for low in lows):
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


def _is_of_trade(makers: Sequence[str]) -> bool:
    """Say whether a body sums up others' figures, so that its papers are no firm's accounts."""
    return tells_by_trade(makers) or analyses(makers)


def _is_statistical(makers: Sequence[str]) -> bool:
    """Say whether a body's trade are statistics, so that its own figures are no firm's."""
    return any(part in words_in("statistical") for m in makers for part in m.lower().split())
