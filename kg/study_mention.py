"""Finds where a sentence speaks of a study: its noun, its title, and who made it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kg.grammar import Word
from kg.lexicon import load
from kg.parse import ParsedSentence
from kg.source import NameReader, lexicon_set, read_title

__all__ = ["StudyMention", "find_mentions"]

Definiteness = Literal["definite", "indefinite", "another", "bare"]

_TITLE_JOINERS = frozenset(
    "de del la las los el y e en sobre para con a of the and for to in on &".split()
)
_CLOSING_MARKS = frozenset("»”\"’'*_")
_AFTER_VERB = 6  # words between a verb and the name that follows it
_LEAST_CAPITALS = 4  # in a title that no noun and no quotation marks announce
_REACH = 34  # words from a study's noun in which its maker is looked for
_FINDINGS = frozenset(["share", "points", "count", "money", "multiple", "rank", "number", "duration"])


@dataclass(frozen=True, slots=True)
class StudyMention:
    """A place that speaks of a study.

    `place` and `end` are characters; `makers` who made it; `rule` the cue that was read.
    `own` is set where the cue needs a figure in the sentence to tell of a study at all.
    """

    sentence: int
    place: int
    end: int
    noun: str
    definiteness: Definiteness
    makers: tuple[str, ...] = ()
    title: str | None = None
    rule: str = ""
    wished: bool = False
    ours: bool = False


@cache
def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.split()) for entry in load("studies")[name])


@cache
def _by_first(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Index the phrases of a list by their first word."""
    firsts = {phrase[0] for phrase in _phrases(name)}
    return {first: tuple(p for p in _phrases(name) if p[0] == first) for first in firsts}


def _starts(words: Sequence[Word], at: int, name: str) -> int:
    """Return how many words of the longest phrase of a list stand at `at`, 0 for none."""
    best = 0
    for phrase in _by_first(name).get(words[at].low, ()):
        size = len(phrase)
        if (
            size > best
            and at + size <= len(words)
            and all(words[at + k].low == phrase[k] for k in range(size))
        ):
            best = size
    return best


def _ends(words: Sequence[Word], at: int, phrases: Sequence[tuple[str, ...]]) -> bool:
    """Say whether one of `phrases` stands right before word `at`."""
    return any(
        at >= len(p) and all(words[at - len(p) + k].low == p[k] for k in range(len(p)))
        for p in phrases
    )


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
        if word.upper and word.low in lexicon_set("english_nouns"):
            return self._read_english(at)
        if word.low == "para" and at == 0 and self._low(2) in lexicon_set("organization_nouns"):
            return self._read_according(at, at + 1)
        cue = _starts(self.words, at, "according")
        if cue:
            return self._read_according(at, at + cue)
        if word.tag in "VT" and word.lemma:
            return self._read_verb(at) or self._read_signed(at), at + 1
        return None, at + 1

    def _mention(
        self,
        at: int,
        after: int,
        noun: str,
        definiteness: Definiteness,
        rule: str,
        makers: Sequence[str] = (),
        title: str | None = None,
        *,
        wished: bool = False,
    ) -> StudyMention:  # noqa: PLR0913  one for each field
        return StudyMention(
            self.sentence.index, self.words[at].start, self.words[min(after, len(self.words)) - 1].end,
            noun, definiteness, tuple(makers), title, rule, wished,
        )  # fmt: skip

    # -- "según X", "X prevé que" ----------------------------------------------------------------

    def _read_according(self, at: int, after: int) -> tuple[StudyMention | None, int]:
        title, end = read_title(self.text, self.words, after)
        if title and title[:1].isupper() and len(title.split()) >= 2:
            return self._mention(at, end, "", "bare", "según «título»", title=title), end
        if not self.told or any(w.low in lexicon_set("nouns") or w.low in lexicon_set("title_nouns") for w in self.words[after : after + 3]):
            return None, at + 1
        told = after
        while told < len(self.words) and told - after < _AFTER_VERB and (self.words[told].tag in "VTRA" or self._low(told) in lexicon_set("when")):
            told += 1  # "según informó ayer el Indec"
        if told > after and self.words[after].tag in "VR":
            after = told
        makers, end = self.names.read(self.words, after, sure=False)
        if not makers or (
            end < len(self.words)
            and self.words[end].tag == "V"
            and self.words[end].lemma not in ("", "ser")
        ):
            return None, at + 1
        return self._mention(at, end, "", "bare", "según + organización", makers), end

    def _read_verb(self, at: int) -> StudyMention | None:
        """Read "Gartner prevé que el 40 %", "la consultora X encuestó a 500 directivos"."""
        word = self.words[at]
        if self.told and self._low(at - 1) == "," and word.lemma in lexicon_set("saying") | lexicon_set("reporting"):
            place = at + 1
            while place < len(self.words) and place - at < _AFTER_VERB and self._low(place) in lexicon_set("when"):
                place += 1
            makers, after = self.names.read(self.words, place, sure=False)
            parts = {part for maker in makers for part in maker.lower().split()}
            if makers and (word.lemma in lexicon_set("saying") or parts & lexicon_set("statistical")):
                return self._mention(at, after, "", "bare", f"{word.lemma} + organización", makers)
        first = self._verb_start(at)
        if word.tag == "T" and not any(w.lemma == "haber" for w in self.words[first:at]):
            return None
        surveying = word.lemma in lexicon_set("surveying")
        if not surveying and not self._tells_finding(at, first):
            return None
        if surveying and not any(w.tag == "F" for w in self.words[at + 1 : at + 6]):
            return None
        makers, start = self.before(first, sure=surveying)
        if makers:
            return self._mention(start, at + 1, "", "bare", f"organización + {word.lemma}", makers)
        noun = self._low(first - 1)
        if noun not in lexicon_set("anaphors"):
            return None
        return self._mention(first - 1, at + 1, noun, "definite", f"la consultora + {word.lemma}")

    def _tells_finding(self, at: int, first: int) -> bool:
        """Say whether the verb tells what its subject found out, with a figure."""
        lemma = self.words[at].lemma
        if not self.told:
            return False
        if lemma in lexicon_set("reporting"):
            makers, _ = self.before(first)
            parts = {part for maker in makers for part in maker.lower().split()}
            return bool(parts & lexicon_set("statistical"))
        told = any(w.tag == "F" for w in self.words[at + 1 : at + 10])
        follows = any(w.tag == "Q" for w in self.words[at + 1 : at + 6])
        return lemma in lexicon_set("own_finding") and (told or follows)

    def _verb_start(self, at: int) -> int:
        """Return where a verb begins with what hugs it: "ha", "se", "no", "también"."""
        first = at
        while first > 0 and (self.words[first - 1].lemma == "haber" or self.words[first - 1].tag in "AR"):
            first -= 1
        return first

    def _governed(self, start: int) -> bool:
        """Say whether a preposition stands before a name, which is then no subject: "en la revista X"."""
        place = start - 1
        while place >= 0:
            low = self._low(place)
            group = self.words[place].tag == "D" or low in lexicon_set("organization_nouns") or low in lexicon_set("organization_adjectives")
            joined = low in ("de", "del") and self._low(place - 1) in lexicon_set("organization_nouns")
            if not group and not joined:
                break
            place -= 1
        return place >= 0 and self.words[place].tag == "P"

    def _read_signed(self, at: int) -> StudyMention | None:
        """Read "X y Y firman Título Con Mayúsculas": a title that only its capitals tell."""
        if self.words[at].lemma not in lexicon_set("publishing") or at + 1 >= len(self.words):
            return None
        title, after = read_title(self.text, self.words, at + 1)
        if not title or not title[:1].isupper():
            after = self._title_run(at + 1, own=False)
            if sum(w.upper for w in self.words[at + 1 : after]) < _LEAST_CAPITALS:
                return None
            title = self.text[self.words[at + 1].start : self.words[after - 1].end]
        makers, start = self.before(at)
        return self._mention(start, after, "", "bare", "organización + publicar «título»", makers, title) if makers else None

    def before(self, at: int, *, sure: bool = False) -> tuple[list[str], int]:
        """Read the organisations whose names end right before word `at`: "X y Y" + verb."""
        if at > 0 and self.words[at - 1].low == ",":
            at -= 1
            opening = next((k for k in range(at - 1, max(0, at - 16), -1) if self._low(k) == ","), None)
            inner = self.words[opening + 1 : at] if opening else ()
            if opening and inner and not any(w.tag in "VF" for w in inner) and self.words[opening - 1].upper:
                at = opening  # "Nexum, la consultora de marras, ha encuestado a"
        if at > 0 and self.words[at - 1].low == ")":
            while at > 1 and self.words[at].low != "(":
                at -= 1
        first = at
        while first > 0 and at - first < 14:
            word = self.words[first - 1]
            part = word.upper or word.low in (
                "de",
                "del",
                "la",
                "of",
                "the",
                "&",
                "y",
                "e",
                "for",
                "and",
                "el",
                "los",
                "las",
                ",",
            )
            if not part:
                break
            first -= 1
        for start in range(first, at):
            if self.words[start].tag in "DP" or not self.words[start].upper:
                continue
            makers, after = self.names.read(self.words, start, sure=sure)
            if makers and after >= at and self._governed(start):
                return [], at
            if makers and after >= at:
                return makers, start
        return [], at

    # -- "un estudio de X", "el informe «Y»" -------------------------------------------------------

    def _is_noun(self, at: int) -> bool:
        word = self.words[at]
        low = word.low
        body = self.names.entity_at(word.start) if word.upper else None
        if body and body.start < word.start and body.entity.kind == "organization":
            return False  # "Instituto Nacional de Estadística"
        if low not in lexicon_set("nouns") and low not in lexicon_set("weak_nouns"):
            return self._glued_noun(at) is not None
        if word.tag == "V" or (word.tag == "A"):
            return False
        after = " ".join(w.low for w in self.words[at + 1 : at + 3])
        if any(
            after == phrase or after.startswith(phrase + " ")
            for phrase in load("studies")["not_after"]
        ):
            return False
        return not _ends(self.words, at, _phrases("not_before"))

    def _glued_noun(self, at: int) -> str | None:
        """Read "empresaÍndice": a lost space before a title."""
        word = self.words[at]
        if word.end - word.start < 10:
            return None
        raw = self.text[word.start : word.end]
        for place in range(3, len(raw) - 4):
            if raw[place].isupper() and raw[place - 1].islower():
                tail = raw[place:].lower()
                return raw[place:] if tail in lexicon_set("title_nouns") else None
        return None

    def _read_noun(self, at: int) -> tuple[StudyMention | None, int]:
        word = self.words[at]
        title, after, makers = self._title(at)
        first = self._first(at)
        title = title or self._title_before(first)
        if title and word.low == "observatorio" and word.upper and self._tells(after):
            makers = [title]  # it is the body, and its studies
        definiteness = self._definiteness(first, at)
        rule = f"{word.low} «título»" if title else word.low
        if not makers:
            makers, end = self._makers(at, max(after, at + 1))
            after = max(after, end)
            rule += " de + organización" if makers else ""
        if not makers:
            makers = self._publisher(first) or self._owner_after(first, after)
            rule += " publicado por su sujeto" if makers else ""
        if not makers and not title and word.low not in lexicon_set("nouns"):
            anaphor = word.low in lexicon_set("anaphors") and definiteness == "definite"
            if not anaphor or word.low in (
                "texto",
                "documento",
                "trabajo",
                "análisis",
                "resultados",
            ):
                return None, at + 1
        weak = word.low in lexicon_set("weak_nouns") and word.low not in lexicon_set("plural_nouns")
        if makers and not title and weak and not self.told:
            return None, at + 1
        wished = (
            any(w.low in lexicon_set("wished") for w in self.words[max(0, at - 5) : at])
            and not makers
            and not title
        )
        mention = self._mention(
            min(first, at), after, word.low, definiteness, rule, makers, title, wished=wished
        )
        ours = any(w.low in ("nuestra", "nuestro") for w in self.words[first:at])
        return replace(mention, ours=ours), after

    def _tells(self, at: int) -> bool:
        """Say whether a verb that tells findings stands at word `at`."""
        return at < len(self.words) and self.words[at].tag == "V" and self.words[at].lemma in lexicon_set("saying") | lexicon_set("finding")

    def _read_english(self, at: int) -> tuple[StudyMention | None, int]:
        """Read "PwC lanza su Global CEO Survey": the title tells by itself that it is a study."""
        start = at
        while start > 0 and (self.words[start - 1].upper or (self.words[start - 1].low in _TITLE_JOINERS and start > 1 and self.words[start - 2].upper)):
            start -= 1
        after = self._title_run(at, own=True)
        if start == at and after == at + 1:
            return None, at + 1
        mention = self.names.entity_at(self.words[start].start)
        makers = [mention.entity.name] if mention and mention.entity.kind == "organization" and mention.end < self.words[at].start else []
        found, end = ([], after) if makers else self._makers(at, after)
        makers = makers or found or self._publisher(start)
        title = self.text[self.words[start].start : self.words[after - 1].end]
        return self._mention(start, end, "", "bare", "título en inglés", makers, title), end

    def _title_before(self, first: int) -> str | None:
        """Read "The Great Divide, el nuevo estudio de X": the title stands before its noun."""
        if first < 3 or self._low(first - 1) != ",":
            return None
        if self._low(first - 2) in _CLOSING_MARKS:
            for start in range(first - 3, max(-1, first - 26), -1):
                title, after = read_title(self.text, self.words, start)
                if title and after == first - 1 and title[:1].isupper():
                    return title
            return None
        start = first - 1
        while start > 0 and (self.words[start - 1].upper or (self.words[start - 1].low in (*_TITLE_JOINERS, "-", "–") and start > 1 and self.words[start - 2].upper)):
            start -= 1
        run = self.words[start : first - 1]
        if sum(w.upper for w in run) < 2 or any(self.names.entity_at(w.start) for w in run):
            return None
        return self.text[run[0].start : run[-1].end]

    def _first(self, at: int) -> int:
        """Return where the noun phrase of the study begins."""
        first = at
        while first > 0 and at - first < 5:
            word = self.words[first - 1]
            if word.tag == "D" or word.low in lexicon_set("fronted"):
                first -= 1
                continue
            break
        return first

    def _definiteness(self, first: int, at: int) -> Definiteness:
        lows = [w.low for w in self.words[first:at]]
        if any(low in lexicon_set("another") for low in lows):
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
        if any(low in lexicon_set("definite") for low in lows):
            return "definite"
        return "bare"

    def _title(self, at: int) -> tuple[str | None, int, list[str]]:
        """Read the title of the study whose noun is word `at`; and a maker in brackets after it."""
        glued = self._glued_noun(at)
        if glued:
            after = self._phrase_end(at + 1)
            start = self.words[at].end - len(glued)
            return self.text[start : self.words[after - 1].end], after, []
        for place in range(at + 1, min(at + 26, len(self.words))):
            word = self.words[place]
            title, after = read_title(self.text, self.words, place)
            if (
                title
                and (title[:1].isupper() or self.words[place - 1].low in load("studies")["titled"])
                and not title.endswith(".")
            ):
                return title, after, []
            if (
                word.tag in "VQ"
                or word.low in (".", "!")
                or (place > at + 1 and word.low in lexicon_set("nouns"))
            ):
                break
        return self._capital_title(at)

    def _capital_title(self, at: int) -> tuple[str | None, int, list[str]]:
        word = self.words[at]
        inside = at > 0 and not (at == 1 and self.words[0].tag == "S")
        own = word.upper and word.low in lexicon_set("title_nouns")
        start = at if own else at + 1
        if (
            not own
            and start < len(self.words)
            and self.words[start].low in (":", ";")
            and start + 1 < len(self.words)
        ):
            start += 1
        if not own and (start >= len(self.words) or not self.words[start].upper):
            return None, at + 1, []
        after = self._title_run(start, own=own)
        capitals = sum(w.upper for w in self.words[start:after])
        if own and capitals == 1:
            if not inside or after > start + 1:
                return None, at + 1, []
            after = self._phrase_end(at + 1)
            if after == at + 1 or self.words[at + 1].low not in ("de", "del"):
                return None, at + 1, []
            if self.words[after - 1].upper:
                return None, at + 1, []
        elif capitals < (2 if own or start == at + 1 else 3) and not self._numbered(start, after):
            return None, at + 1, []
        if not own and (
            self.names.entity_at(self.words[start].start)
            or self.words[start].low in lexicon_set("known")
        ):
            return None, at + 1, []
        if (
            own
            and start > 0
            and self.text[self.words[start - 1].start : self.words[start - 1].end].strip("IVXL")
            == ""
        ):
            start -= 1  # IV Barómetro
        return self.text[self.words[start].start : self.words[after - 1].end], after, []

    def _numbered(self, start: int, after: int) -> bool:
        """Say whether a run ends in a year: "Digital 2024"."""
        return (
            after - start > 1
            and self.text[self.words[after - 1].start : self.words[after - 1].end].isdigit()
        )

    def _title_run(self, start: int, *, own: bool) -> int:
        """Return the word after a run of capitals, their joiners and years."""
        after = start + 1 if own else start
        while after < len(self.words):
            word = self.words[after]
            ahead = after
            while (
                ahead < len(self.words)
                and ahead - after < 3
                and self.words[ahead].low in _TITLE_JOINERS
                and not self.words[ahead].upper
            ):
                ahead += 1
            if ahead >= len(self.words):
                break
            entity = self.names.entity_at(self.words[ahead].start)
            maker = (
                ahead > after
                and self.words[after].low in ("de", "del")
                and (
                    (
                        entity is not None
                        and entity.start >= self.words[ahead].start
                        and entity.entity.kind == "organization"
                    )
                    or self.words[ahead].low in lexicon_set("known")
                )
            )
            raw = self.text[self.words[ahead].start : self.words[ahead].end]
            if maker and (after > start + 1 or (own and word.low == "de" and self._often(ahead))):
                break
            if self.words[ahead].upper or (
                ahead == after and raw.isdigit() and after > start and len(raw) == 4
            ):
                after = ahead + 1
            elif (
                word.low in (":", "-", "–")
                and after > start
                and after + 1 < len(self.words)
                and self.words[after + 1].upper
            ):
                after += 2
            else:
                break
        return after

    def _often(self, at: int) -> bool:
        """Say whether the organisation at word `at` is well known or named elsewhere too."""
        mention = self.names.entity_at(self.words[at].start)
        return self.words[at].low in lexicon_set("known") or (mention is not None and len(mention.entity.mentions) > 1)

    def _phrase_end(self, at: int) -> int:
        """Return the word after "de tecnología inteligente"."""
        after = at
        while (
            after < len(self.words)
            and after - at < 7
            and (self.words[after].tag in "NDT" or self.words[after].low in ("de", "del", "y"))
        ):
            after += 1
        while after > at and self.words[after - 1].tag in "DPC":
            after -= 1
        return after

    def _makers(self, at: int, start: int) -> tuple[list[str], int]:
        """Look after the noun for who made the study."""
        plain = True  # until "sobre" or a verb, "de X" may tell the maker
        strong = self.words[at].low in lexicon_set("nouns")
        for place in range(start, min(start + _REACH, len(self.words))):
            word = self.words[place]
            if word.low in (".", "!", "?") or (place > at + 1 and word.low in lexicon_set("nouns")):
                break
            back = place
            while back > at + 1 and self._low(back - 1) in lexicon_set("when"):
                back -= 1  # "publicado esta semana por"
            if word.low == "por" and place > at + 1 and back < place:
                made = _ends(self.words, back, _phrases("made")) or self.words[back - 1].tag == "I"
                makers, end = self.names.read(self.words, place + 1, sure=True) if made else ([], place)
                if makers:
                    return makers, end
            if word.low == "por" and place > at + 1:
                made = _ends(self.words, place, _phrases("made")) or _ends(
                    self.words, place, tuple((*p, "conjuntamente") for p in _phrases("made"))
                )
                if made:
                    makers, end = self.names.read(self.words, place + 1, sure=True)
                    if makers:
                        return makers, end
            near = word.low in ("de", "del") and (place - start < 4 or strong)
            if plain and (near or _ends(self.words, place + 1, _phrases("made_nouns"))):
                makers, end = self.names.read(self.words, place + 1, sure=True)
                if makers:
                    return makers, end
                # "el informe, del CIO de X": after a comma only what follows at once is the maker
                plain = plain and self.words[place - 1].low != ","
            if plain and word.low == "(":
                makers, end = self.names.read(self.words, place + 1, sure=False)
                if makers:
                    return makers, end
            # "uno de los estudios recientes es el de X"
            if word.low in ("el", "la") and self.words[place - 1].lemma == "ser" and self._low(place + 1) in ("de", "del"):
                makers, end = self.names.read(self.words, place + 2, sure=True)
                if makers:
                    return makers, end
            if word.tag == "Q":
                makers, end = self._relative(place)
                if makers:
                    return makers, end
            if (
                word.tag == "V"
                or word.tag == "F"
                or word.low
                in ("sobre", "acerca", "relativo", "según", "a", "entre", "con", ";", "para")
            ):
                plain = False
        return [], start

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def _relative(self, at: int) -> tuple[list[str], int]:
        """Read "que publica X", "que ha elaborado la consultora X", "que la consultora X hizo"."""
        makers, after = self.names.read(self.words, at + 1, sure=True)
        verb = self.words[after] if makers and after < len(self.words) else None
        if verb and verb.lemma in lexicon_set("publishing") | lexicon_set("surveying") | {"haber"}:
            return makers, after
        for place in range(at + 1, min(at + _AFTER_VERB, len(self.words))):
            word = self.words[place]
            if word.tag in "VTI" and word.lemma in lexicon_set("publishing") | lexicon_set("surveying"):
                after = place + 1
                while (
                    after < len(self.words)
                    and after < place + 5
                    and not self.words[after].upper
                    and self.words[after].low
                    in (
                        "este",
                        "esta",
                        "hoy",
                        "ayer",
                        "lunes",
                        "martes",
                        "miércoles",
                        "jueves",
                        "viernes",
                        "cada",
                        "año",
                        "anualmente",
                    )
                ):
                    after += 1
                return self.names.read(self.words, after, sure=True)
        return [], at

    def _owner_after(self, first: int, after: int) -> list[str]:
        """Read "En su informe «Título», la Fundación X detalla": the owner follows."""
        if self._low(first) != "su" or self._low(after) != ",":
            return []
        makers, end = self.names.read(self.words, after + 1, sure=False)
        return makers if end < len(self.words) and self.words[end].tag in "VAR" else []

    def _publisher(self, first: int) -> list[str]:
        """Look before the noun for the subject of "X publica un informe", "X, en su informe"."""
        for place in range(first - 1, max(-1, first - 14), -1):
            word = self.words[place]
            inside = self._low(first - 1) == "en" and word.lemma in lexicon_set("saying")
            if word.tag in "VT" and (word.lemma in lexicon_set("publishing") or inside):
                at = place
                while at > 0 and (
                    self.words[at - 1].lemma == "haber" or self.words[at - 1].tag in "AR"
                ):
                    at -= 1
                return self.before(at)[0]
            if word.tag in "VQ" or word.low in (";", "."):
                break
        own = any(w.low in ("su", "sus", "nuestra", "nuestro") for w in self.words[first : first + 2])
        if own:
            for place in range(first - 1, max(-1, first - _REACH), -1):
                mention = self.names.entity_at(self.words[place].start)
                if mention and mention.entity.kind == "organization":
                    return [mention.entity.name]
        return []
