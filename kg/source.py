"""Reads names where a sentence says who made a study: "la consultora X", "X y Z", "«Título»"."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.facts import Entity
from kg.grammar import Word
from kg.role import find_roles
from kg.study_cue import words_in

__all__ = ["OPENING", "NameReader", "read_title"]

_JOINERS = frozenset(
    ["de", "del", "la", "las", "los", "el", "of", "the", "for", "and", "&", "to", "in"]
)
OPENING = {"«": "»", "“": "”", '"': '"', "‘": "’", "'": "'", "*": "*", "_": "_"}
_CLOSING = frozenset("»”\"’'*_")
_ROMAN = re.compile(r"[ivx]+")
_LONGEST_TITLE = 22  # words


def _plain(name: str) -> str:
    return re.sub(r"[^\w]+", " ", name.lower()).strip()


def _head(name: str) -> str:
    """Return the noun that a name begins with: "encuesta" of "Gran Encuesta de Hogares"."""
    words = name.lower().split()
    return words[1] if len(words) > 1 and words[0] in words_in("fronted") else words[0]


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    entity: Entity


class NameReader:
    """Reads the organisations that a sentence names at a place."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.mentions = sorted(
            (
                _Mention(span.start, span.end, entity)
                for entity in entities
                for span in entity.mentions
            ),
            key=lambda mention: mention.start,
        )
        self.starts = [mention.start for mention in self.mentions]
        self.canonical = {
            _plain(form): entity.name
            for entity in entities
            if entity.kind == "organization"
            for form in entity.names
        }

    def canonical_of(self, label: str) -> str | None:
        """Return how the organisation is called that a label names, whatever its capitals."""
        return self.canonical.get(_plain(label))

    def entity_at(self, start: int) -> _Mention | None:
        """Return the entity mention that covers the character at `start`."""
        at = bisect_right(self.starts, start) - 1
        if at >= 0 and self.mentions[at].end > start:
            return self.mentions[at]
        return None

    def is_title(self, start: int) -> bool:
        """Say whether what passes for a body at a place is a study: "Gran Encuesta"."""
        mention = self.entity_at(start)
        return mention is not None and _head(mention.entity.name) in words_in("title_nouns")

    def organizations(self, words: Iterable[Word]) -> Iterator[str]:
        """Yield the organisations that words name, a name of several words as often."""
        for word in words:
            mention = self.entity_at(word.start) if word.upper else None
            if mention and mention.entity.kind == "organization":
                yield mention.entity.name

    def read(
        self, words: Sequence[Word], at: int, *, sure: bool, body: bool = False
    ) -> tuple[list[str], int]:
        """Read one or more names from word `at`: "la consultora Nielsen", "X, Y y Z".

        Args:
            words: of the sentence.
            at: where the names may begin.
            sure: the cue before leaves no doubt that an organisation follows.
            body: an Observatorio may be it, and is no title.

        Returns:
            the names, and the word after them; none where no organisation stands there.
        """
        at, noun = self._skip(words, at)
        names: list[str] = []
        while at < len(words):
            name, after = self._one(words, at, sure=sure or noun, body=body)
            if name is None:
                break
            names.append(name)
            at = self._skip_brackets(words, after)
            if at + 1 < len(words) and words[at].low in (",", "y", "e", "&", "junto"):
                step = 2 if words[at + 1].low in ("y", "e", "a", "con") else 1
                following, _ = self._skip(words, at + step)
                other, _ = self._one(words, following, sure=False)
                if (
                    other
                    and other not in names
                    and (words[at].low != "," or self._ends_list(words, following))
                ):
                    at = following
                    continue
            break
        return names, at

    def _ends_list(self, words: Sequence[Word], at: int) -> bool:
        """Say whether a list of names goes on to an "y": "X, Y y Z"."""
        for word in words[at : at + 12]:
            if word.low in ("y", "e"):
                return True
            if word.tag in "VSQ" and word.low not in (",", "(", ")"):
                return False
        return False

    def _skip(self, words: Sequence[Word], at: int) -> tuple[int, bool]:
        """Skip what may stand before the name; say whether a noun tells an organisation."""
        noun, start = False, at
        while at < len(words) and at - start < 8:
            word = words[at]
            if word.upper and not (word.tag == "D" and not noun):
                break
            if word.low in words_in("organization_nouns"):
                noun = True
            elif not (
                word.tag in "DT"
                or word.low in words_in("organization_adjectives")
                or (noun and word.low in words_in("organization_topics"))
                # "firma de sondeos", "la cámara del ramo"
                or (noun and word.tag == "N" and words[at - 1].low in ("de", "del"))
                or (noun and self._before_name(words, at))
                or word.low in OPENING
            ):
                break
            at += 1
        return at, noun

    def _before_name(self, words: Sequence[Word], at: int) -> bool:
        """Read "firma bogotana X", and "la patronal, X, sacó": up to the name itself."""
        if at + 1 >= len(words) or not words[at + 1].upper:
            return False
        if words[at].low != ",":
            return words[at].tag == "N"
        after = self._run(words, at + 1)
        return after < len(words) and words[after].low == ","

    def _skip_brackets(self, words: Sequence[Word], at: int) -> int:
        if at < len(words) and words[at].low == "(":
            for after in range(at + 1, min(at + 8, len(words))):
                if words[after].low == ")":
                    return after + 1
        return at

    def _one(
        self, words: Sequence[Word], at: int, *, sure: bool, body: bool = False
    ) -> tuple[str | None, int]:
        """Read one name at word `at`; None where what stands there is no organisation."""
        if at >= len(words):
            return None, at
        mention = self.entity_at(words[at].start)
        if mention:
            first = _head(mention.entity.name)
            titled = first in words_in("title_nouns")
            if (
                mention.entity.kind == "person"
                or (titled and not (body and first in words_in("bodies_too")))
                or mention.entity.name.lower() in words_in("not_makers") | words_in("survey_topics")
            ):
                return None, at
            after = at
            while after < len(words) and words[after].start < mention.end:
                after += 1
            return mention.entity.name, after
        after = self._run(words, at)
        if after == at:
            return None, at
        name = self.text[words[at].start : words[after - 1].end]
        if not self._is_organization(words[at:after], name, sure=sure):
            return None, at
        return self.canonical.get(_plain(name), name), after

    def _run(self, words: Sequence[Word], at: int) -> int:
        """Return the word after the run of capitals that begins at `at`."""
        if not words[at].upper or (words[at].tag in "DPFCQ" and not self.particles(words, at)):
            return at
        after = at + 1 + self.particles(words, at)
        while after < len(words):
            word = words[after]
            if word.upper or (word.low == "&" and after + 1 < len(words)):
                after += 1
            elif (
                word.low in _JOINERS
                and after + 1 < len(words)
                and words[after + 1].upper
                and not self.entity_at(words[after + 1].start)
            ):
                after += 2
            elif (
                word.low in _JOINERS
                and after + 2 < len(words)
                and words[after + 1].low in _JOINERS
                and words[after + 2].upper
                and not self.entity_at(words[after + 2].start)
            ):
                after += 3
            else:
                break
        return after

    def particles(self, words: Sequence[Word], at: int) -> int:
        """Return how many small words lead to the capital of "De las Heras", inside a sentence."""
        if not at or words[at].low not in _JOINERS or words[at - 1].low in OPENING:
            return 0
        after = at + 1
        while after < min(len(words), at + 3) and words[after].low in _JOINERS:
            after += 1
        return after - at if after < len(words) and words[after].upper else 0

    def _is_organization(self, run: Sequence[Word], name: str, *, sure: bool) -> bool:
        lows = [word.low for word in run]
        if len(lows) > 1 and _ROMAN.fullmatch(lows[0]):
            lows = lows[1:]  # "la IV Encuesta de Hábitos"
        if (
            lows[0] in words_in("places")
            or _head(" ".join(lows)) in words_in("title_nouns")
            or (len(lows) > 1 and lows[-1] in words_in("english_works"))
            or (len(lows) == 1 and lows[0] in words_in("not_makers") | words_in("survey_topics"))
        ):
            return False
        if any(low in words_in("known") for low in lows):
            return True
        marked = any(low in words_in("organization_marks") for low in lows)
        roles = [] if marked and len(lows) > 1 else find_roles(name)
        if roles and roles[0].span.start == 0 and roles[0].span.end >= len(name) - 1:
            return False
        acronym = len(lows) == 1 and name.isupper() and 2 <= len(name) <= 8
        return marked or acronym or sure


def read_title(text: str, words: Sequence[Word], at: int) -> tuple[str | None, int]:
    """Read a title at word `at`: in quotation marks, or a run of capitals.

    Returns:
        the title without its marks, and the word after it; None where there is none.
    """
    if at >= len(words):
        return None, at
    if words[at].low in OPENING:
        return _quoted(text, words, at)
    return None, at


def _quoted(text: str, words: Sequence[Word], at: int) -> tuple[str | None, int]:
    for after in range(at + 1, min(at + _LONGEST_TITLE + 2, len(words))):
        if words[after].low in _CLOSING and after > at + 1:
            title = text[words[at + 1].start : words[after - 1].end]
            return (title, after + 1) if len(title) > 3 else (None, at)
    return None, at
