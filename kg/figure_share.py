"""Reads shares and points: "77 %", "siete de cada 10", "dos tercios", "tres puntos y medio"."""

from decimal import Decimal

from kg.figure import LEXICON, Draft, TokenView, phrases, ratio
from kg.quantity import Quantity, read_literal, read_quantity

__all__ = ["ShareReader"]

_PERCENT = frozenset(LEXICON["percent_signs"])
_FRACTIONS: dict[str, int] = LEXICON["fractions"]
_PARTS: dict[str, int] = LEXICON["part_fractions"]
_NOT_FRACTION = phrases(LEXICON["not_fraction_after"])
_BASIS = 100  # basis points in a point
_RATE = 1000  # "33 por cada 1.000 habitantes" is a density, counted so, and no share of them
_TIMES = frozenset([*LEXICON["months"], *LEXICON["durations"], "de", "del"])


class ShareReader(TokenView):
    """Reads what follows a number that makes it a share of something."""

    def read_share(self, quantity: Quantity) -> Draft | None:
        """Read "77 %", "77 por ciento", "1 de cada 3", "dos tercios"."""
        after = quantity.after
        low = self.low(after)
        if low in _PERCENT:
            return self._percent(quantity, after + 1)
        if low in LEXICON["permille_signs"]:
            return self.draft(quantity, "share", after + 1, quantity.value / 10)
        if low == "por" and self.low(after + 1) == "mil" and self._is_rate(quantity, after + 2):
            return self.draft(quantity, "share", after + 2, quantity.value / 10)
        if f"{low} {self.low(after + 1)}" in LEXICON["percent_words"]:
            return self._percent(quantity, after + 2)
        if low == "porciento":
            return self._percent(quantity, after + 1)
        return self._read_ratio(quantity) or self._read_fraction(quantity)

    def _is_rate(self, quantity: Quantity, after: int) -> bool:
        """Say whether "por mil" tells a share: "el 3 por mil de los partos", no amount."""
        return quantity.value < _RATE and self.low(after) in ("de", "del", ".", ",", ";", ")", "")

    def _percent(self, quantity: Quantity, after: int) -> Draft:
        value = quantity.value
        token = self.tokens[quantity.first]
        if quantity.after == quantity.first + 1 and token.kind == "number":
            value = read_literal(token.low, self.mark, share=True) or value
        return self.draft(quantity, "share", after, value)

    def _read_ratio(self, quantity: Quantity) -> Draft | None:
        """Read "siete de cada diez", "1 por cada 4", and "7 de 10" as Latin America writes it."""
        after = self._over_noun(quantity)
        if self.low(after) not in ("de", "por"):
            return None
        every = self.low(after + 1) == "cada"
        whole = (
            read_quantity(self.tokens, after + 2 if every else after + 1, self.mark)
            if after + 2 < len(self.tokens)
            else None
        )
        if whole is None or not 0 < quantity.value <= whole.value:
            return None
        if not every and (
            whole.value not in (3, 4, 5, 10, 100)
            or self.low(after) != "de"
            or not self.is_noun(whole.after)
            or quantity.value == whole.value
        ):
            return None
        if not every and self.low(whole.after) in _TIMES:
            return None
        if self.low(after) == "por" and whole.value >= _RATE:
            return self.draft(quantity, "count", whole.after)
        draft = self.draft(quantity, "share", whole.after, ratio(quantity.value, whole.value))
        draft.words = True
        return draft

    def _over_noun(self, quantity: Quantity) -> int:
        """Return where "de cada" stands, behind what is counted: "nueve personas de cada diez"."""
        after = quantity.after
        behind = after + 1 + (self.low(after + 1) == ",")
        counted = self.is_noun(after) and self.low(after) not in LEXICON["durations"]
        every = (self.low(behind), self.low(behind + 1)) == ("de", "cada")
        return behind if counted and every else after

    def _read_fraction(self, quantity: Quantity) -> Draft | None:
        """Read "dos tercios", "un cuarto" and "tres cuartas partes"."""
        after = quantity.after
        low = self.low(after)
        if low in _PARTS and self.low(after + 1) in ("parte", "partes"):
            return self.draft(
                quantity, "share", after + 2, ratio(quantity.value, Decimal(_PARTS[low]))
            )
        if low not in _FRACTIONS or quantity.value >= _FRACTIONS[low] or not quantity.words:
            return None
        if quantity.value > 1 and not low.endswith("s"):
            return None
        following = tuple(self.low(after + 1 + k) for k in range(2))
        if any(following[: len(words)] == words for words in _NOT_FRACTION):
            return None
        return self.draft(
            quantity, "share", after + 1, ratio(quantity.value, Decimal(_FRACTIONS[low]))
        )

    def _spelt(self, at: int) -> int:
        """Return the token after "p.p." or "p. p." at `at`; `at` itself for none."""
        spelt = [self.low(k) for k in range(at, at + 4)]
        if spelt[:3] != ["p", ".", "p"]:
            return at
        return at + 3 + (spelt[3] == ".")

    def read_point(self, quantity: Quantity, *, one: bool = False) -> Draft | None:
        """Read "3 puntos porcentuales", "dos puntos y medio"."""
        after = quantity.after
        if self.low(after) in LEXICON["basis_points"]:
            return self.draft(quantity, "points", after + 1, quantity.value / _BASIS)
        spelt = self._spelt(after)
        if spelt > after:
            return self.draft(quantity, "points", spelt)
        if self.low(after) not in LEXICON["point_words"]:
            return None
        value, reach = quantity.value, after + 1
        part = LEXICON["point_parts"].get(self.low(after))
        if part:
            return (
                None
                if self.low(reach) in ("parte", "partes")
                else self.draft(quantity, "points", reach, value / part)
            )
        if self.low(reach) in LEXICON["basis_kinds"]:
            return self.draft(quantity, "points", reach + 1, value / _BASIS)
        if self.low(reach) == "y" and self.low(reach + 1) in ("medio", "media"):
            value, reach = value + Decimal("0.5"), reach + 2
        kind = self.low(reach) in LEXICON["point_kinds"]
        if one and not kind and reach == after + 1:
            return None  # "un punto de encuentro"
        # "tres puntos clave" are topics, not a measure
        if (
            quantity.words
            and not kind
            and reach == after + 1
            and self.low(reach) not in ("más", "menos", "por", "por encima", "de", ",", ".", "en")
        ):
            return None
        if self.low(reach) == "de" and quantity.words and not kind:
            return None
        return self.draft(quantity, "points", reach + kind, value)
