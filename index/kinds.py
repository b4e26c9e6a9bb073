"""What kind of answer a question wants, and which sentences could be one.

A question for a figure is seldom answered by a sentence without one: a light hint, no filter.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.lexicon import fold

__all__ = ["KINDS", "cue_words", "held_kinds", "wanted_kinds"]

FILE = Path(__file__).parent / "data" / "question_kinds.yaml"
KINDS = ("figure", "date", "name")

_YEAR = re.compile(r"(?<![\d.,])(?:1[0-9]|20)\d\d(?![\d.,]\d|\d)|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"(?<=[\w,;:)»”] )[«“\"(]?[A-ZÁÉÍÓÚÑÜ]\w")


@cache
def _load() -> Any:  # noqa: ANN401  (told at the top of the file)
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@cache
def _any_of(kind: str, part: str) -> re.Pattern[str] | None:
    words = "|".join(re.escape(word) for word in _load()[kind][part])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None


@cache
def cue_words() -> frozenset[str]:
    """Return the single words that say what kind of answer is wanted, without accents."""
    return frozenset(cue for kind in KINDS for cue in _load()[kind]["cues"] if " " not in cue)


def wanted_kinds(question: str) -> frozenset[str]:
    """Return the kinds of answer that `question` asks for, Spanish or English.

    >>> sorted(wanted_kinds("¿Cuántos CIO lo dicen, y desde cuándo?"))
    ['date', 'figure']
    """
    plain = fold(question)
    found = {kind for kind in KINDS if (cues := _any_of(kind, "cues")) and cues.search(plain)}
    return frozenset(found | {"figure"} if "%" in plain else found)


def held_kinds(sentence: str) -> int:
    """Return the kinds of answer that `sentence` could be, as bits in the order of `KINDS`."""
    plain = fold(sentence)
    figure, date = _any_of("figure", "found"), _any_of("date", "found")
    held = (
        bool(_DIGIT.search(plain) or (figure and figure.search(plain))),
        bool(_YEAR.search(plain) or (date and date.search(plain))),
        bool(_NAME.search(sentence)),
    )
    return sum(yes << place for place, yes in enumerate(held))
