"""Reads the bare numbers of a text: digits in either decimal habit, words, and scales."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kg.lexicon import load
from kg.token import Token

__all__ = ["NUMBER_WORDS", "Quantity", "decimal_mark", "read_literal", "read_quantity"]

_NUMBERS = load("numbers")
_UNITS: dict[str, int] = _NUMBERS["units"]
_TEENS: dict[str, int] = _NUMBERS["teens"]
_TENS: dict[str, int] = _NUMBERS["tens"]
_HUNDREDS: dict[str, int] = _NUMBERS["hundreds"]
_SCALES: dict[str, int] = _NUMBERS["scales"]
NUMBER_WORDS = frozenset([*_UNITS, *_TEENS, *_TENS, *_HUNDREDS, "mil", "millón", "medio", "media"])

# Longer runs of digits are codes, and int() of millions of them would take for ever.
_LONGEST_LITERAL = 21
_MILLION = 1_000_000

# Numbers that can be read in one way only, and so tell the habit of the text.
_TELLING = re.compile(
    r"(?<![\d.,])\d+(?:(?P<commas>(?:\.\d{3})+,\d|\.\d{3}\.\d{3}(?!\d)|,\d{1,2}(?!\d|[.,]\d))"
    r"|(?P<points>(?:,\d{3})+\.\d|,\d{3},\d{3}(?!\d)|\.\d{1,2}(?!\d|[.,]\d)))"
)


# "27'3": the apostrophe of handwriting, for a comma; in "1'200.000" it only sets thousands apart
_APOSTROPHE = re.compile(r"\A(\d+)['’](\d{1,2})\Z")
_MILLIONS = re.compile(r"['’](\d{3})([.,])(?=\d{3}(?!\d))")
_FULL_GROUP = 100  # "2 mil 216,6 millones": decimals follow a scale behind three digits only


class Quantity(NamedTuple):
    """A number read from tokens `first` to `after` (exclusive).

    `words` tells that it has no digits; `scale` is the last scale word's worth, 1 for none.
    """

    value: Decimal
    first: int
    after: int
    words: bool
    scale: int


@lru_cache(maxsize=8)
def decimal_mark(text: str) -> str:
    """Return the decimal mark of a text: "," or ".", by most of its telling numbers.

    A text without any, and one that uses both alike, is taken to write as in Spain.

    >>> decimal_mark("crece 12.5% y suma 1,200 tiendas")
    '.'
    """
    commas = points = 0
    for match in _TELLING.finditer(text):
        if match.lastgroup == "commas":
            commas += 1
        else:
            points += 1
    return "." if points > commas else ","


def read_literal(digits: str, mark: str, *, share: bool = False) -> Decimal | None:
    """Return the value of digits with their dots and commas; None for a code.

    Args:
        digits: as `1.200,5`; groups may be apart by spaces too.
        mark: the decimal mark of the text, see `decimal_mark`.
        share: a percent sign follows: percentages of a thousand or more are rare.

    >>> read_literal("1.200", ","), read_literal("12.5", ","), read_literal("1,200.5", ",")
    (Decimal('1200'), Decimal('12.5'), Decimal('1200.5'))
    >>> read_literal("27'3", ","), read_literal("1'200.000", ",")
    (Decimal('27.3'), Decimal('1200000'))
    """
    marked = _MILLIONS.sub(r"\2\1\2", _APOSTROPHE.sub(r"\1,\2", digits))
    plain = re.sub(r"[\s'’]", "", marked)
    if len(plain) > _LONGEST_LITERAL:
        return None
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return Decimal(plain)
    groups = re.split(r"[.,]", plain)
    in_threes = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3
    if len(set(marks)) == 2:
        return _two_marks(groups, marks)
    if len(marks) > 1:
        return Decimal("".join(groups)) if in_threes else None
    if not in_threes or groups[0] == "0" or (share and marks[0] == mark):
        return Decimal(".".join(groups))
    # "1.200" and "1,200": nobody writes three decimals in prose, unless it is the text's own mark
    # for amounts as fine as a rate; a thousand is far likelier.
    return Decimal("".join(groups))


def _two_marks(groups: Sequence[str], marks: Sequence[str]) -> Decimal | None:
    """Read "1.234,56" and "1,234.56": the last mark is the decimal one."""
    if marks.count(marks[-1]) > 1:
        return None
    return Decimal("".join(groups[:-1]) + "." + groups[-1])


def read_quantity(tokens: Sequence[Token], first: int, mark: str) -> Quantity | None:
    """Read the number that starts at token `first`: "9.300 millones", "dos mil quinientos".

    A lone "un" or "una" is an article, so it counts only before a scale ("un millón").
    """
    reader = _QuantityReader(tokens, first, mark)
    return reader.read()


class _QuantityReader:
    """Adds up groups below a thousand, thousands, and larger scales from left to right."""

    def __init__(self, tokens: Sequence[Token], first: int, mark: str) -> None:
        self.tokens = tokens
        self.first = first
        self.mark = mark
        self.total = Decimal(0)
        self.thousands = Decimal(0)
        self.group: Decimal | None = None
        self.floor = 1000  # the next word of the group must be worth less
        self.digits = False
        self.scale = 1

    def read(self) -> Quantity | None:
        at = self.first
        while at < len(self.tokens):
            step = self._take(at)
            if not step:
                break
            at += step
        if at == self.first or (self.group is None and self.scale == 1):
            return None
        value = self.total + self.thousands + (self.group or 0)
        return Quantity(value, self.first, at, not self.digits, self.scale)

    def _take(self, at: int) -> int:
        """Take the token at `at` into the sum; return how many tokens were taken, 0 to stop."""
        token = self.tokens[at]
        if at > self.first and self._apart(at):
            return 0
        if token.kind == "number":
            return self._take_literal(token)
        if token.kind != "word":
            return 0
        if token.low in _SCALES:
            return self._take_scale(at, _SCALES[token.low])
        if token.low == "y":
            return self._take_and(at)
        if token.low in ("medio", "media"):
            return self._take_half(at)
        return self._take_word(token.low)

    def _apart(self, at: int) -> bool:
        """Say whether more than one white space or a capital's new name lies before `at`."""
        return self.tokens[at].start - self.tokens[at - 1].end > 1

    def _take_literal(self, token: Token) -> int:
        if self.group is not None or (self.scale == 1 and self.thousands == 0 and self.total):
            return 0
        value = read_literal(token.low, self.mark)
        # "2 mil 500 millones": what follows a scale must be smaller than it
        if value is None or (self.scale > 1 and (value >= self.scale or value > 999)):
            return 0
        if self.scale > 1 and value < _FULL_GROUP and value != value.to_integral_value():
            return 0
        self.group, self.digits, self.floor = value, True, 0
        return 1

    def _take_scale(self, at: int, worth: int) -> int:
        low = self.tokens[at].low
        started = self.group is not None or self.thousands
        if worth == 1000:
            if self.thousands or (not started and low != "mil") or (self.total and not started):
                return 0
            self.thousands = (Decimal(1) if self.group is None else self.group) * 1000
        else:
            if (not started and low != "millón") or (self.total and self.scale <= worth):
                return 0
            self.total += (self.thousands + (self.group or 0) if started else 1) * worth
            self.thousands = Decimal(0)
        self.group, self.floor, self.scale = None, 1000, worth
        return 1

    def _take_and(self, at: int) -> int:
        """Take "y" within "treinta y cinco", and "y medio" after "un millón"."""
        following = self.tokens[at + 1].low if at + 1 < len(self.tokens) else ""
        if self.floor == 10 and _UNITS.get(following, 0) > 0 and not self.digits:
            self.group = (self.group or Decimal(0)) + _UNITS[following]
            self.floor = 0
            return 2
        if following in ("medio", "media") and self.scale >= _MILLION and self.group is None:
            self.total += Decimal(self.scale) / 2
            return 2
        return 0

    def _take_half(self, at: int) -> int:
        following = self.tokens[at + 1].low if at + 1 < len(self.tokens) else ""
        if at == self.first and _SCALES.get(following, 0) >= _MILLION:
            self.group, self.floor = Decimal("0.5"), 0
            return 1
        return 0

    def _take_word(self, low: str) -> int:
        for table, least, floor in ((_HUNDREDS, 100, 100), (_TENS, 10, 10), (_TEENS, 1, 0)):
            if low in table:
                return self._add(table[low], least, floor)
        if low in _UNITS:
            return self._add(_UNITS[low], 1, 0)
        return 0

    def _add(self, worth: int, least: int, floor: int) -> int:
        fits = self.floor >= 1000 or (self.floor == 100 and worth < 100)
        if self.digits or not fits or (self.scale == 1 and self.total):
            return 0
        self.group = (self.group or Decimal(0)) + worth
        self.floor = floor if worth >= least else 0
        return 1
