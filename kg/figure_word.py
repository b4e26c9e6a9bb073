"""Reads figures told by words or by shape alone: "la mitad", "el doble", dates, phones."""

from decimal import Decimal

from kg.figure import LEXICON, Draft, FigureKind, TokenView, ratio

__all__ = ["WordReader"]

_PERCENT = frozenset(LEXICON["percent_signs"])
_PARTS: dict[str, int] = LEXICON["part_fractions"]
_ORDINALS: dict[str, int] = LEXICON["ordinals"]
_MULTIPLES: dict[str, int] = LEXICON["multiples"]
_COLLECTIVES: dict[str, int] = LEXICON["collectives"]
_COPULAS = frozenset(LEXICON["rank_copulas"])
_CURRENCY_WORDS: dict[str, str] = LEXICON["currency_words"]
_SYMBOLS: dict[str, str] = LEXICON["currency_symbols"]
_PREFIXES: dict[str, str] = LEXICON["currency_prefixes"]
_MULTIPLE_VERBS: dict[str, int] = {
    stem + ending: value
    for stem, value in LEXICON["multiple_verbs"].items()
    for ending in LEXICON["multiple_verb_endings"]
}
_PHONES = frozenset(LEXICON["phone_words"])
_LONGEST_PHONE = 8  # groups of digits
_SHORTEST_PHONE = 7  # digits


class WordReader(TokenView):
    """Reads figures that need no number beside them."""

    def read_words(self, at: int) -> Draft | None:
        """Read a figure that begins with a word other than a number."""
        low = self.tokens[at].low
        if low == "mitad" and self.low(at - 1) == "la":
            return self.whole(at, at + 1, Decimal(50), "share")
        if low in _MULTIPLES:
            article = self.low(at - 1) in ("el", "al", "un", "del")
            if article and (
                self.low(at + 1) in LEXICON["multiple_after"] or not self.is_noun(at + 1)
            ):
                return self.whole(at, at + 1, Decimal(_MULTIPLES[low]), "multiple")
        if low in _COLLECTIVES and self.low(at + 1) == "de":
            return self._read_collective(at)
        if low in ("número", "numero") and self.low(at + 1) in (
            "uno",
            "1",
            "dos",
            "2",
            "tres",
            "3",
        ):
            return self._read_rank_number(at)
        if low in _ORDINALS and self._ranks(at):
            return self._read_rank(at, _ORDINALS[low])
        if (
            low in _PARTS
            and self.low(at + 1) in ("parte", "partes")
            and self.low(at - 1) in ("la", "una")
        ):
            return self.whole(at, at + 2, ratio(Decimal(1), Decimal(_PARTS[low])), "share")
        return self._read_multiple_verb(at)

    def _read_collective(self, at: int) -> Draft | None:
        """Read "una veintena de países" and "medio centenar de firmas"."""
        before, noun = self.low(at - 1), self.low(at + 2)
        if noun in LEXICON["times_words"] or noun in LEXICON["durations"]:
            return None
        value = Decimal(_COLLECTIVES[self.tokens[at].low])
        if before in ("medio", "media"):
            start, after = self.tokens[at - 1].start, self.tokens[at].end
            return Draft(value / 2, "count", at - 1, at + 1, start, after, True)
        return self.whole(at, at + 1, value, "count") if before in ("un", "una") else None

    def _read_multiple_verb(self, at: int) -> Draft | None:
        low = self.tokens[at].low
        value = _MULTIPLE_VERBS.get(low) or (2 if self._is_doubled(at) else None)
        # "un documento duplicado" only describes; "se ha duplicado" counts
        described = low.endswith(("ado", "ada", "ados", "adas")) and not self._has_auxiliary(at)
        if value is None or described:
            return None
        token = self.tokens[at]
        return Draft(Decimal(value), "multiple", at, at + 1, token.start, token.end, True)

    def _is_doubled(self, at: int) -> bool:
        """Say whether "doblar" counts: "se ha doblado", "dobló sus ventas", not "la esquina"."""
        if self.low(at) not in LEXICON["doubled"]:
            return False
        own = self.low(at + 1) in ("su", "sus") and self.low(at + 2) in LEXICON["money_nouns"]
        return own or "se" in (self.low(at - 1), self.low(at - 2))

    def _has_auxiliary(self, at: int) -> bool:
        return any(
            self.low(k)
            in ("ha", "han", "había", "habían", "haber", "habrá", "habrán", "he", "hemos")
            for k in range(at - 3, at)
        )

    def _read_rank_number(self, at: int) -> Draft | None:
        if self.low(at + 2) in _PERCENT or self.is_noun(at + 2):
            return None
        value = {"uno": 1, "1": 1, "dos": 2, "2": 2, "tres": 3, "3": 3}[self.low(at + 1)]
        return Draft(
            Decimal(value), "rank", at, at + 2, self.tokens[at].start, self.tokens[at + 1].end, True
        )

    def _read_rank(self, at: int, value: int) -> Draft:
        """Read "en cuarto lugar": a rank, unless it only orders speech ("En segundo lugar,")."""
        speech = self.low(at + 2) == "," or (at > 0 and self.tokens[at - 1].upper) or at == 0
        k = at - 1
        while self.low(k) in ("en", "el", "la") and k >= 0:
            k -= 1
        opens = (
            k < 0
            or self.tokens[k].kind == "break"
            or self.low(k) in (".", ";", ":", "¿", "y", ",", "(")
        )
        tells = self.low(at + 2) in LEXICON["rank_verbs"]
        orders = opens and self.low(at + 1) == "lugar" and speech and not tells
        kind: FigureKind = "ordinal" if orders else "rank"
        return Draft(
            Decimal(value), kind, at, at + 2, self.tokens[at].start, self.tokens[at + 1].end, True
        )

    def _ranks(self, at: int) -> bool:
        """Say whether an ordinal ranks: "en cuarto lugar", "es el segundo problema del sector"."""
        if self.low(at + 1) in LEXICON["rank_nouns"]:
            return True
        ranked = (
            self.is_noun(at + 1)
            and self.low(at + 1) not in LEXICON["not_ranked"]
            and _ORDINALS[self.low(at)] > 1
        )
        if self.low(at - 1) == "como":
            return ranked and self.low(at + 2) in ("más", "de", "con", "del")
        copula = any(self.low(k) in _COPULAS for k in range(at - 7, at - 1))
        return ranked and copula and self.low(at - 1) in ("el", "la")

    def read_shape(self, at: int) -> Draft | None:
        """Read what its shape alone tells: times, written dates, phones, names like B2B."""
        if (
            self.glued(at)
            and self.tokens[at - 1].kind == "word"
            and self.low(at - 1) not in (*_PREFIXES, "x", "×")
        ):
            return self.label(at, at + 1)
        if self.glued(at + 1) and self.glued(at + 2) and self.tokens[at + 2].kind == "number":
            sign = self.low(at + 1)
            if sign == "/" and self.low(at + 3) in ("parte", "partes"):
                return self._read_fraction(at)
            if sign == ":":
                return self.label(at, at + 3, "time")
            if (
                sign in ("/", "-", ".")
                and self.glued(at + 3)
                and self.low(at + 3) == sign
                and self.glued(at + 4)
            ):
                return self.label(at, min(at + 5, len(self.tokens)), "date")
        if (
            self.glued(at)
            and self.low(at - 1) in ("-", "–", "_", "#", "/")
            and self.glued(at - 1)
            and self.tokens[at - 2].kind == "word"
        ):
            return self.label(at, at + 1)  # COVID-19, F-16
        return self._read_phone(at)

    def _read_fraction(self, at: int) -> Draft | None:
        """Read "3/4 partes"."""
        part, whole = self.low(at), self.low(at + 2)
        if not (part.isdigit() and whole.isdigit() and 0 < int(part) < int(whole)):
            return None
        value = ratio(Decimal(part), Decimal(whole))
        return self.whole(at, at + 4, value, "share")

    def _read_phone(self, at: int) -> Draft | None:
        """Read numbers in a row, as "91 123 45 67", or after a plus sign and a country's code."""
        after, digits = at + 1, len(self.tokens[at].low)
        while (
            after < len(self.tokens)
            and self.tokens[after].kind == "number"
            and after - at < _LONGEST_PHONE
        ):
            digits += len(self.tokens[after].low)
            after += 1
        plain = "." not in self.low(at) and "," not in self.low(at)
        called = any(self.low(k) in _PHONES for k in range(at - 3, at))
        if plain and (
            (called and digits >= _SHORTEST_PHONE)
            or (after - at > 1 and digits >= 8)
            or (
                after - at == 1
                and digits == 9
                and self.low(at).isdigit()
                and self.low(at)[0] in "6789"
            )
        ):
            follows = (
                self.low(after) in _PERCENT
                or self.low(after) in _CURRENCY_WORDS
                or self.low(after) in _SYMBOLS
            )
            return None if follows else self.label(at, after, "phone")
        return None
