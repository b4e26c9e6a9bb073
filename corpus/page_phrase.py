"""The phrases of `data/boilerplate.yaml`, ready to be looked up in a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from corpus.lexicon import fold, load
from corpus.line import WORD, Line

__all__ = ["Rule", "begins", "holds", "key_of", "phrases_pattern", "rules", "word_set"]


def phrases_pattern(phrases: Sequence[str]) -> str:
    """Return phrases of the data file as one alternation.

    `#` is a number, `*` one to four words, at the end of a phrase anything; `{a|b}` is either.
    """
    forms = []
    for phrase in sorted(_spelt_out(phrases), key=len, reverse=True):
        escaped = re.escape(fold(phrase).strip()).replace(r"\#", r"\d[\d.,]*(?:\s?k)?")
        escaped = re.sub(r"\\\*\Z", ".+", escaped)
        forms.append(escaped.replace(r"\*", r"\S+(?: \S+){0,3}"))
    return "|".join(forms) or r"(?!)"


def _spelt_out(phrases: Sequence[str]) -> list[str]:
    """Return phrases with every choice `{a|b}` written out; `{a|}` may be left away.

    >>> _spelt_out(["{lee|lea} {mas|}", "ver"])
    ['lee mas', 'lee', 'lea mas', 'lea', 'ver']
    """
    result = []
    for phrase in phrases:
        pieces = re.split(r"[{}]", phrase)  # every second piece is a choice
        choices = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
        result += [" ".join("".join(chosen).split()) for chosen in product(*choices)]
    return result


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases of one group that begin with the same word, and the lines that they hold for."""

    name: str
    pattern: re.Pattern[str]
    max_words: int
    labels: bool

    def fits(self, line: Line) -> bool:
        """Say whether a line is of the kind that the group is about."""
        return line.words <= self.max_words and not (self.labels and (line.stopped or line.item))


@cache
def rules(part: str, end: str) -> dict[str, tuple[Rule, ...]]:
    """Return the phrases of one part of all groups by their first word.

    Most lines begin like none of them. Phrases that begin with a number are under "#".
    """
    found: dict[str, list[Rule]] = {}
    for group in load("boilerplate")["lines"]:
        buckets: dict[str, list[str]] = {}
        for phrase in _spelt_out(group.get(part, [])):
            buckets.setdefault(key_of(fold(phrase)), []).append(phrase)
        for key, some in buckets.items():
            pattern = re.compile(rf"(?:{phrases_pattern(some)}){end}")
            labels = group.get("labels", False)
            rule = Rule(group["name"], pattern, group["max_words"], labels)
            found.setdefault(key, []).append(rule)
    return {key: tuple(some) for key, some in found.items()}


def key_of(text: str) -> str:
    """Return the first word of a text, or its first mark."""
    word = WORD.match(text)
    return word.group() if word else text[:1]


def begins(part: str, end: str, text: str, line: Line) -> str | None:
    """Return the group of a phrase of `part` that `text` begins with and that holds for `line`."""
    buckets = rules(part, end)
    found = buckets.get(key_of(text), ())
    if text[:1].isdigit():
        found = (*found, *buckets.get("#", ()))
    return next((r.name for r in found if r.fits(line) and r.pattern.match(text)), None)


def _longest_piece(phrase: str) -> str:
    """Return the longest run of letters of a phrase between its `#` and `*`."""
    return max((piece.strip() for piece in re.split(r"[#*]", fold(phrase))), key=len)


@cache
def _inside_rules() -> tuple[tuple[tuple[str, ...], Rule], ...]:
    """Return the phrases looked for anywhere, plain and as a pattern of whole words."""
    return tuple(
        (
            tuple(dict.fromkeys(map(_longest_piece, _spelt_out(group["inside"])))),
            Rule(
                group["name"],
                re.compile(rf"(?:(?<!\w)|(?=\W))(?:{phrases_pattern(group['inside'])})(?!\w)"),
                group["max_words"],
                group.get("labels", False),
            ),
        )
        for group in load("boilerplate")["lines"]
        if group.get("inside")
    )


def holds(line: Line) -> str | None:
    """Return the group of a phrase in the line; a plain search rules nearly all lines out."""
    return next(
        (
            rule.name
            for plain, rule in _inside_rules()
            if rule.fits(line)
            and any(phrase in line.folded for phrase in plain)
            and rule.pattern.search(line.folded)
        ),
        None,
    )


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a word list of `boilerplate.yaml`, folded."""
    data = load("boilerplate")
    return frozenset(fold(word) for word in data.get(name) or data["zones"][name])
