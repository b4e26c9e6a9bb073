"""The records of figures, and a view of the tokens that their readers share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.article import Span
from kg.facts import Comparator, Unit
from kg.lexicon import load
from kg.quantity import Quantity, decimal_mark
from kg.token import Token, tokenize

__all__ = ["Draft", "Figure", "FigureKind", "TokenView", "phrases", "ratio"]

FigureKind = Literal[
    "share", "points", "count", "money", "multiple", "rank", "duration",  # quantities of things
    "age", "frequency", "year", "date", "time", "ordinal", "list", "label", "phone", "number",
]  # fmt: skip

LEXICON = load("numbers")
ARTICLES = frozenset(["el", "la", "los", "las", "un", "una", "lo"])
FUNCTION_WORDS = frozenset(LEXICON["function_words"])
UNIT_OF: dict[str, Unit] = {
    "share": "percent", "points": "points", "money": "currency", "multiple": "multiple",
    "rank": "rank", "duration": "duration", "age": "duration",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as the text writes it.

    Attributes:
        span: the figure as written, with the words that compare ("más de", "o más"), without
            article and without "solo".
        value: in `unit`; shares are percent, "uno de cada 10" is 10; money in whole units.
        text: the characters at `span`.
        currency: ISO 4217 code where the text tells it, for kind `money`.
        kind: what the quantity is; years, dates, labels and the like are no findings.
        modified: "más" or "menos" follows: a difference, not a level ("un 15 % más").
        words: written without digits.
        core: the span without what compares.
        place: where the sentence tells it; another span than its own where it is told twice.
        aside: what tells it again, with its signs: ", el 36 %," of "más de un tercio de los …".
        elided: its unit was told before: "tarda 19 meses, y un joven, siete".
    """

    span: Span
    value: Decimal
    unit: Unit
    comparator: Comparator
    text: str
    currency: str | None
    kind: FigureKind
    modified: bool
    words: bool
    core: Span
    place: Span
    aside: Span | None = None
    elided: bool = False


@dataclass(slots=True)
class Draft:
    """A figure while it is read, by token indices: `first` to `after`, exclusive."""

    value: Decimal
    kind: FigureKind
    first: int
    after: int
    start: int
    end: int
    words: bool = False
    scale: int = 1
    currency: str | None = None
    comparator: Comparator = "exactly"
    modified: bool = False
    whole: tuple[int, int] = (0, 0)
    place: tuple[int, int] | None = None
    aside: tuple[int, int] | None = None

    def figure(self, text: str) -> Figure:
        """Return the figure that was read, in `text`."""
        span = Span(*self.whole)
        return Figure(
            span, self.value, UNIT_OF.get(self.kind, "count"), self.comparator, span.of(text),
            self.currency, self.kind, self.modified, self.words, Span(self.start, self.end),
            Span(*self.place) if self.place else span, Span(*self.aside) if self.aside else None,
        )  # fmt: skip


def phrases(entries: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Cut phrases into words."""
    return tuple(tuple(token.low for token in tokenize(entry)) for entry in entries)


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    """Return part of whole as percent, one decimal kept."""
    return (part / whole * 100).quantize(Decimal("0.1")).normalize() + 0


class TokenView:
    """The tokens of a text, asked about by index; beyond the ends there is nothing."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.mark = decimal_mark(text)

    def low(self, at: int) -> str:
        """Return the token at `at` in lower case; nothing beyond the ends."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Say whether no space lies between the token at `at` and the one before."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def draft(
        self, quantity: Quantity, kind: FigureKind, after: int, value: Decimal | None = None
    ) -> Draft:
        """Make a draft of `quantity`, reaching to token `after`."""
        first = quantity.first
        return Draft(
            quantity.value if value is None else value, kind, first, after,
            self.tokens[first].start, self.tokens[after - 1].end, quantity.words, quantity.scale,
        )  # fmt: skip

    def label(self, at: int, after: int, kind: FigureKind = "label") -> Draft:
        """Make a draft of digits that name something: tokens `at` to `after`."""
        return Draft(Decimal(0), kind, at, after, self.tokens[at].start, self.tokens[after - 1].end)

    def whole(self, at: int, after: int, value: Decimal, kind: FigureKind) -> Draft:
        """Draft a figure of words, with the article before it."""
        broken = self.tokens[at].kind == "break" or (at > 0 and self.tokens[at - 1].kind == "break")
        first = at - 1 if self.low(at - 1) in ARTICLES and not broken else at
        return Draft(
            value, kind, first, after, self.tokens[first].start, self.tokens[after - 1].end, True
        )

    def is_noun(self, at: int) -> bool:
        """Say whether the token at `at` can be what a number counts."""
        if not 0 <= at < len(self.tokens):
            return False
        token = self.tokens[at]
        return (
            token.kind == "word"
            and token.low not in FUNCTION_WORDS
            and (len(token.low) > 2 or token.upper)
        )
