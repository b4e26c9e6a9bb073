"""A place that speaks of a study, and the sentence in which such places are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.parse import ParsedSentence
from kg.source import NameReader
from kg.study_cue import words_in
from kg.study_maker import MakerReader

__all__ = ["Definiteness", "SentenceReader", "StudyMention", "StudySentence"]

Definiteness = Literal["definite", "indefinite", "another", "bare"]

_POINTING = 4  # words in which a sentence points back: "Con ese dato abre"
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
    `back` that the sentence sources what stands before it ("así lo revelan los datos de X");
    `added` that it tells only more of what was told before ("lo firma X"); `kindred` that others
    like those who were told of tell it ("los de X"); `inside` that the study told right before it
    was made so ("una encuesta para la que X preguntó a").
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
    added: bool = False
    kindred: bool = False
    inside: bool = False


class StudySentence:
    """A sentence with what its readers share; `told` says whether it gives a finding's figure."""

    def __init__(self, sentence: ParsedSentence, text: str, names: NameReader) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.text = text
        self.names = names
        self.makers = MakerReader(sentence.words, names)
        self.told = any(figure.kind in _FINDINGS for figure in sentence.figures)

    def mention(
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

    def low(self, at: int) -> str:
        """Return the word at `at` in small letters, nothing where the sentence has none."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def points_back(self) -> bool:
        """Read "Así arranca …", "Eso …", "Con ese dato …": a sentence about what was just said."""
        lows = [word.low for word in self.words[:_POINTING]]
        if lows[:1] in (["así"], ["eso"]):
            return lows[1:2] not in (["que"], ["como"])
        if lows[:2] == ["hasta", "aquí"]:
            return True
        return any(
            low in words_in("pointing") and noun in words_in("told_of")
            for low, noun in pairwise(lows)
        )

    def is_governed(self, at: int) -> bool:
        """Say whether a preposition keeps a noun from being subject: "para este documento se …"."""
        place = at - 1
        while place >= 0 and self.words[place].tag == "D":
            place -= 1
        return place >= 0 and self.words[place].tag == "P"


class SentenceReader:
    """What every reader of a sentence has at hand."""

    def __init__(self, place: StudySentence) -> None:
        self.sentence = place.sentence
        self.words = place.words
        self.text = place.text
        self.names = place.names
        self.makers = place.makers
        self.told = place.told
        self.low = place.low
        self.mention = place.mention
        self.is_governed = place.is_governed
        self.points_back = place.points_back
