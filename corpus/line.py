"""The lines of a page, measured for the rules that judge them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.draft import BULLETS, Unit
from corpus.lexicon import fold

__all__ = ["LONGEST", "WORD", "Line", "bare_text", "lines_of"]

_BODY_WORDS = 18  # a line of so many words that ends like a sentence is running text
_BRIEF_BODY = 7  # the same on a brief page
_FEWEST_BODIES = 2  # of a page that is not so
_TEASER_WORDS = 28  # labels, links and headlines are shorter
LONGEST = 4000  # characters of a line that are looked at: furniture is short

WORD = re.compile(r"\w+")
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_LIST = re.compile(rf"(?:[{BULLETS}]|\d{{1,2}}\s?[.)]\s?[-–]?|[a-z]\))\s")
_EDGE = " \t-•*·»›>←→↑↓▲▼|:.!?…"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's text with what the rules ask of it again and again.

    `gap` is the number of line ends above it; `brief` says that the text of its page is a few short
    paragraphs.
    """

    text: str
    folded: str
    words: int
    stopped: bool
    item: bool
    unit: Unit
    gap: int = 1
    brief: bool = False

    @property
    def is_body(self) -> bool:
        """Whether it is running text: long, and ended like a sentence."""
        least = _BRIEF_BODY if self.brief else _BODY_WORDS
        return self.unit.kind in (None, "paragraph", "quote") and (
            self.words >= 3 * _BODY_WORDS or (self.words >= least and self.stopped)
        )

    @property
    def is_short(self) -> bool:
        """Whether it could be a label, a link or a headline."""
        return self.words <= _TEASER_WORDS and not self.stopped


def lines_of(text: str, units: Sequence[Unit]) -> list[Line]:
    """Measure each unit once."""
    result: list[Line] = []
    above = 0
    for unit in units:
        part = unit.of(text)
        result.append(
            Line(
                text=part,
                folded=" ".join(fold(part[:LONGEST]).split()),
                words=len(WORD.findall(part)),
                stopped=bool(_STOPPED.search(part[-8:])),
                item=unit.kind == "list_item" or bool(_LIST.match(part[:12])),
                unit=unit,
                gap=text.count("\n", above, unit.start),
            )
        )
        above = unit.end
    if sum(line.is_body for line in result) < _FEWEST_BODIES:
        return [replace(line, brief=True) for line in result]
    return result


@lru_cache(maxsize=4096)  # asked several times of each line
def bare_text(folded: str) -> str:
    """Return a folded line without bullets and marks at its ends.

    >>> bare_text("» (comentarios):")
    'comentarios'
    """
    return folded.lstrip(_EDGE + "#+¡¿[(").rstrip(_EDGE + "])")
