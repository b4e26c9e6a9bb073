"""Finds every quantity that a Spanish text writes, and tells what kind each one is."""

from collections.abc import Sequence
from decimal import Decimal

from kg.comparison import settle
from kg.english import in_spanish
from kg.figure import LEXICON, Draft, Figure, FigureKind, TokenView
from kg.figure_share import ShareReader
from kg.figure_unit import UnitReader
from kg.figure_word import WordReader
from kg.quantity import NUMBER_WORDS, Quantity, read_quantity
from kg.token import Token, tokenize

__all__ = ["Figure", "FigureKind", "find_figures"]


def find_figures(
    text: str, start: int = 0, end: int | None = None, *, english: bool = False
) -> list[Figure]:
    """Return every quantity in `text[start:end]`, in order and apart from one another.

    The decimal habit and the currency of "pesos" are told by the whole of `text`. Of a figure
    that is told twice in one breath ("casi una de cada tres (un 32 %)") the precise one is given.
    With `english` those that are in English words are read too: a question's, or a foreign text's.

    >>> [(f.text, f.kind, int(f.value)) for f in find_figures("más del 40 % de 1.200 en 2020")]
    [('más del 40 %', 'share', 40), ('1.200', 'number', 1200), ('2020', 'year', 2020)]
    >>> [(f.text, f.comparator) for f in find_figures("over two-thirds of 50", english=True)]
    [('over two-thirds', 'moreThan'), ('50', 'exactly')]
    """
    tokens = tokenize(text, start, end)
    scanner = _Scanner(text, in_spanish(tokens) if english else tokens)
    drafts = scanner.scan()
    return [draft.figure(text) for draft in settle(drafts, scanner.tokens)]


class _Scanner(TokenView):
    """Walks the tokens once; every reader looks a bounded number of tokens around."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        super().__init__(text, tokens)
        self.shares = ShareReader(text, tokens)
        self.units = UnitReader(text, tokens)
        self.words = WordReader(text, tokens)

    def scan(self) -> list[Draft]:
        drafts: list[Draft] = []
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            draft = None
            if token.kind == "number":
                draft = self._read_number(at)
            elif token.kind == "word":
                number = token.low in NUMBER_WORDS
                draft = self._read_number_words(at) if number else self.words.read_words(at)
            if draft is None:
                at += 1
                continue
            drafts.append(draft)
            at = max(draft.after, at + 1)
            self.units.taken = at
        return drafts

    def _read_number_words(self, at: int) -> Draft | None:
        quantity = read_quantity(self.tokens, at, self.mark)
        if quantity is None:
            half = self.tokens[at].low == "medio" and self.low(at + 1) == "punto"
            return self.whole(at, at + 2, Decimal("0.5"), "points") if half else None
        one = self.tokens[at].low in ("un", "una", "uno") and quantity.after == at + 1
        ratio = self.shares.read_share(quantity) or self.shares.read_point(quantity, one=one)
        if ratio or (one and not self.units.is_one_long(quantity)):
            return ratio
        return self._read_collectives(quantity) or self.units.read_unit(quantity)

    def _read_collectives(self, quantity: Quantity) -> Draft | None:
        """Read "dos docenas de empresas"."""
        worth = LEXICON["collectives"].get(self.low(quantity.after))
        if worth is None or self.low(quantity.after + 1) != "de":
            return None
        return self.draft(quantity, "count", quantity.after + 1, quantity.value * worth)

    def _read_number(self, at: int) -> Draft | None:
        special = self.words.read_shape(at)
        if special:
            return special
        quantity = read_quantity(self.tokens, at, self.mark)
        if quantity is None:
            return self.label(at, at + 1)
        draft = (
            self.shares.read_share(quantity)
            or self.shares.read_point(quantity)
            or self.units.read_unit(quantity)
        )
        self._sign(draft)
        return draft

    def _sign(self, draft: Draft) -> None:
        """Take a minus that stands right before the digits, apart from what precedes it."""
        at = draft.first
        if (
            self.low(at - 1) in ("-", "−", "–")
            and self.glued(at)
            and (not self.glued(at - 1) or self.low(at - 2) in ("(", "[", "/"))
            and draft.kind in ("share", "points", "money")
        ):
            draft.value, draft.start = -draft.value, self.tokens[at - 1].start
