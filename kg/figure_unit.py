"""Reads numbers by what stands around them: money, times, names of things, and counts."""

import re
from collections import Counter
from decimal import Decimal
from functools import lru_cache

from kg.figure import FUNCTION_WORDS, LEXICON, Draft, FigureKind, TokenView, phrases
from kg.quantity import Quantity, read_quantity
from kg.verb import often_nouns, verb_form

__all__ = ["UnitReader"]

_MONTHS = frozenset(LEXICON["months"])
_DURATIONS = frozenset(LEXICON["durations"])
_DEGREES = frozenset(LEXICON["difference_after"])
_LABELS = frozenset(LEXICON["labels"])
_YEAR_BEFORE = frozenset(LEXICON["year_before"])
_CODES = frozenset(LEXICON["codes"])
_AGE_BEFORE = frozenset(phrases(LEXICON["age_before"]))
_CURRENCY_WORDS: dict[str, str] = LEXICON["currency_words"]
_SYMBOLS: dict[str, str] = LEXICON["currency_symbols"]
_PREFIXES: dict[str, str] = LEXICON["currency_prefixes"]
_LETTERS: dict[str, int] = LEXICON["scale_letters"]


_PHONE = re.compile(r"[6-9]\d{2}\s\d{3}\s\d{3}")  # of Spain; others begin with a sign
_AMOUNTS = frozenset(["a", "de", "los", "las", "unos", "unas", "con", "hasta"])  # lead no telephone
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+")
_SMALLER: dict[tuple[str, str], int] = {
    (large, small): worth
    for larges, smalls, worth in LEXICON["smaller_durations"]
    for large in larges
    for small in smalls
}
_MILLION = 1_000_000
_REACH = 25  # tokens before an amount in which the noun stands that tells it is money


@lru_cache(maxsize=8)
def _peso(text: str) -> str | None:
    """Return the currency that "pesos" and "$" mean in a text, by the country that it speaks of."""
    low = text.lower()
    best, most = None, 0
    for code, words in LEXICON["currency_contexts"].items():
        seen = sum(low.count(word) for word in words)
        if seen > most:
            best, most = code, seen
    return best


@lru_cache(maxsize=8)
def _usual_currency(text: str) -> str | None:
    """Return the currency in which a text tells most of its millions."""
    words = "|".join(map(re.escape, _CURRENCY_WORDS))
    found = re.findall(rf"millones (?:de )?({words})\b", text.lower())
    told = Counter(_CURRENCY_WORDS[word] for word in found)
    return (told.most_common(1)[0][0] or _peso(text)) if told else None


class UnitReader(TokenView):
    """Reads a number that is no share."""

    taken = 0  # the token after the last figure: its currency is not this one's

    def read_unit(self, quantity: Quantity) -> Draft:
        """Read a number by what stands around it: money, time, a name, or a count."""
        return (
            self._read_money(quantity)
            or self._read_time(quantity)
            or self._read_multiple(quantity)
            or self._read_thousands(quantity)
            or self._read_name(quantity)
            or self._read_count(quantity)
        )

    def _read_money(self, quantity: Quantity) -> Draft | None:
        first, after, value = quantity.first, quantity.after, quantity.value
        prefix, start = self._currency_before(first) if first > self.taken else (None, 0)
        letter = _LETTERS.get(self.low(after), 1)
        suffixed = self._currency_after(after + 1) is not None
        if (
            letter > 1
            and (prefix is not None or suffixed)
            and (self.glued(after) or letter >= 1_000_000)
        ):
            value, after = value * letter, after + 1
        suffix = self._currency_after(after)
        if suffix is None and prefix is None:
            return None
        draft = self.draft(quantity, "money", after, value)
        if suffix is not None:
            _code, draft.after, worth = suffix
            draft.value, draft.end = draft.value * worth, self.tokens[draft.after - 1].end
            draft.scale = max(draft.scale, worth)
        if prefix is not None:
            draft.start = start
        told = (suffix[0] if suffix and suffix[0] else prefix) or None
        draft.currency = told or _peso(self.text) or ("USD" if prefix == "" else None)
        return draft

    def _left_out(self, quantity: Quantity) -> str | None:
        """Return the currency that goes without saying: "las ventas llegaron a 612 millones"."""
        low = self.low(quantity.after)
        counted = (self.is_noun(quantity.after) and low != "respecto") or low in ("de", "del")
        if quantity.scale < _MILLION or counted:
            return None
        before = range(max(0, quantity.first - _REACH), quantity.first)
        told = any(self.low(at) in LEXICON["money_nouns"] for at in before)
        return _usual_currency(self.text) if told else None

    def _read_thousands(self, quantity: Quantity) -> Draft | None:
        """Read "45k usuarios" and "65K - 160K €", but no "televisor 4K"."""
        after = quantity.after
        if self.low(after) != "k" or not self.glued(after):
            return None
        ranged = self.low(after + 1) in LEXICON["range_links"] and self.low(after + 3) == "k"
        counted = self.is_noun(after + 1) and self.text[self.tokens[after].start] == "k"
        if not (counted or (ranged and self.glued(after + 3))):
            return None
        kind: FigureKind = "count" if counted else "number"
        return self.draft(quantity, kind, after + 1, quantity.value * _LETTERS["k"])

    def _currency_before(self, first: int) -> tuple[str | None, int]:
        """Return the code that a sign or word before the digits tells ("" for a bare $)."""
        low, before = self.low(first - 1), self.low(first - 2)
        if low in _SYMBOLS:
            pair = before + low
            if pair in _PREFIXES and self.glued(first - 1):
                return _PREFIXES[pair], self.tokens[first - 2].start
            return _SYMBOLS[low], self.tokens[first - 1].start
        if low in _PREFIXES and self.tokens[first - 1].upper:
            return _PREFIXES[low], self.tokens[first - 1].start
        if (
            low in ("/", ".")
            and self.low(first - 2) in ("s", "/")
            and self.tokens[first - 2].start == self.tokens[first - 1].start - 1
        ):
            return "PEN", self.tokens[first - 2].start
        return None, 0

    def _currency_after(self, after: int) -> tuple[str, int, int] | None:
        """Return code, token after the currency, and its own scale ("mdp" is in millions)."""
        at = after + 1 if self.low(after) == "de" else after
        low = self.low(at)
        if low in _CURRENCY_WORDS:
            nation = LEXICON["currency_countries"].get(self.low(at + 1), "")
            code = nation or _CURRENCY_WORDS[low]
            return code, at + (2 if nation else 1), LEXICON["currency_scales"].get(low, 1)
        if low in _SYMBOLS:
            return _SYMBOLS[low] or "", at + 1, 1
        if low in _PREFIXES and at < len(self.tokens) and self.tokens[at].upper and len(low) == 3:
            return _PREFIXES[low], at + 1, 1
        return None

    def _read_time(self, quantity: Quantity) -> Draft | None:
        """Read dates, years, durations, ages and hours."""
        first, after = quantity.first, quantity.after
        low, before = self.low(after), self.low(first - 1)
        month = after + 1 if low in ("de", "del") else after
        if (
            self.low(month) in _MONTHS
            and 1 <= quantity.value <= 31
            and quantity.value == int(quantity.value)
        ):
            return self.draft(quantity, "date", self._after_month(month))
        if (
            before in ("las", "la")
            and self.low(first - 2) == "a"
            and quantity.value <= 24
            and low in (".", ",", "h", "hs", "horas", "de")
        ):
            return self.draft(quantity, "time", after)
        if low in _DURATIONS:
            value, reach = quantity.value, after + 1
            if self.low(reach) == "y" and self.low(reach + 1) in ("medio", "media"):
                value, reach = value + Decimal("0.5"), reach + 2
            elif self.low(reach) in ("y", "con"):
                value, reach = self._add_smaller(value, low, reach)
            aged = low.startswith("año") and self._is_age(first, reach)
            return self.draft(quantity, "age" if aged else "duration", reach, value)
        return self._read_year(quantity)

    def is_one_long(self, quantity: Quantity) -> bool:
        """Say if "un" counts a time: "más de un mes", "un año y medio", "una hora y 12 minutos"."""
        low, after = self.low(quantity.after), quantity.after + 1
        if low not in _DURATIONS:
            return False
        before = (self.low(quantity.first - 2), self.low(quantity.first - 1))
        compared = (
            before in (("más", "de"), ("menos", "de"), ("cerca", "de")) or before[1] == "casi"
        )
        half = self.low(after) == "y" and self.low(after + 1) in ("medio", "media")
        smaller = (
            self.low(after) in ("y", "con") and self._add_smaller(Decimal(1), low, after)[1] > after
        )
        return compared or half or smaller

    def _add_smaller(self, value: Decimal, low: str, at: int) -> tuple[Decimal, int]:
        """Add "y 40 minutos" at `at` to "3 horas"; return the sum, and the token after it."""
        part = read_quantity(self.tokens, at + 1, self.mark) if at + 1 < len(self.tokens) else None
        worth = _SMALLER.get((low, self.low(part.after))) if part else None
        if part is None or worth is None:
            return value, at
        return round(value + part.value / worth, 2), part.after + 1

    def _is_age(self, first: int, after: int) -> bool:
        if self.low(after) == "de" and self.low(after + 1) in ("edad", "antigüedad"):
            return True
        lows = tuple(self.low(k) for k in range(first - 4, first))
        return any(lows[-len(words) :] == words for words in _AGE_BEFORE) or (
            "entre" in lows and self.low(first - 1) in ("y", "e") and lows[-2].isdigit()
        )

    def _after_month(self, month: int) -> int:
        after = month + 1
        if self.low(after) in ("de", "del"):
            after += 1
        return after + 1 if self.low(after).isdigit() and len(self.low(after)) == 4 else month + 1

    def _read_year(self, quantity: Quantity) -> Draft | None:
        first, after = quantity.first, quantity.after
        digits = self.tokens[first].low
        if quantity.words or after != first + 1 or not digits.isdigit():
            return None
        before = self.low(first - 1)
        if (
            len(digits) == 2
            and before in ("-", "/", "–")
            and len(self.low(first - 2)) == 4
            and self.low(first - 2).startswith(("19", "20"))
        ):
            return self.draft(quantity, "year", after)
        if len(digits) != 4 or not 1500 <= quantity.value <= 2100:
            return None
        counted = (
            self.is_noun(after)
            and self.low(after).endswith("s")
            and self.low(after) not in FUNCTION_WORDS
            and not _is_verb(self.low(after))
        )
        after_preposition = before in _YEAR_BEFORE or before in _MONTHS
        compared = before == "de" and self.low(first - 2) in ("más", "menos", "cerca", "alrededor")
        if counted and (compared or not after_preposition):
            return None
        return None if compared and counted else self.draft(quantity, "year", after)

    def _read_multiple(self, quantity: Quantity) -> Draft | None:
        first, after = quantity.first, quantity.after
        low = self.low(after)
        if low in LEXICON["times_words"]:
            following = self.low(after + 1)
            whole = quantity.value == int(quantity.value)
            ratio = not whole and self.low(first - 1) in ("a", "en", "de", "hasta")
            often = following in LEXICON["per_words"] or not (
                following in _DEGREES or following in ("que", "el", "la", "lo", "los", "su")
            )
            if ratio and following not in LEXICON["per_words"]:
                often = False  # "redujo su deuda a 2,1 veces"
            kind: FigureKind = "frequency" if often else "multiple"
            # "3,4 veces" is what was counted on average, and no plan
            return self.draft(quantity, kind if whole or not often else "count", after + 1)
        if low in ("x", "×") and self.glued(after) and not quantity.words:
            return self.draft(quantity, "multiple", after + 1)
        if low in ("x", "×"):
            return None
        if self.low(first - 1) in ("x", "×") and self.glued(first):
            return self.draft(quantity, "multiple", after)
        lows = [self.low(k) for k in range(first - 4, first)]
        if (
            "por" in lows
            and any(word.startswith(LEXICON["multiply_verbs"]) for word in lows)
            and not self.is_noun(after)
        ):
            return self.draft(quantity, "multiple", after)
        return None

    def _read_name(self, quantity: Quantity) -> Draft | None:
        """Read numbers that are part of a name or a place: "Fortune 500", "artículo 5", "1."."""
        first, after = quantity.first, quantity.after
        token = self.tokens[first]
        if quantity.scale > 1:
            return None
        if "".join(self.low(k) for k in range(first, first + 3)) in _CODES:
            return self.label(first, first + 3)
        opens = (
            first == 0
            or self.tokens[first - 1].kind == "break"
            or (first == 1 and self.low(0) in ("(", "-", "•"))
        )
        closes = (
            self.low(after) in (".", ")", "-") and self.glued(after) and not self.glued(after + 1)
        )
        closes = closes or (self.low(after) == "." and self.low(after + 1) == "-")
        if opens and closes and quantity.value < 100 and token.low.isdigit():
            return self.draft(quantity, "list", after + 1)
        if (
            self.low(after) == "."
            and self.low(after + 1) in ("º", "ª", "°", "o", "a")
            and self.glued(after + 1)
        ):
            after += 1
        if self.low(after) in (
            "º",
            "ª",
            "°",
            "er",
            "ero",
            "era",
            "do",
            "da",
            "ro",
            "ra",
            "to",
            "ta",
        ) and self.glued(after):
            ranked = self.low(after + 1) in LEXICON["rank_nouns"]
            return self.draft(quantity, "rank" if ranked else "ordinal", after + 1 + ranked)
        if quantity.words:
            return None
        amount = self.low(first - 1) in _AMOUNTS
        if _PHONE.fullmatch(token.low) and not amount and not self.is_noun(after):
            return self.label(first, after, "phone")
        if self.low(first - 1) in LEXICON["rank_nouns"] and not self.is_noun(after):
            draft = self.draft(quantity, "rank", after)
            draft.first, draft.start = first - 1, self.tokens[first - 1].start
            return draft  # "del puesto 62"
        if self.low(after) in LEXICON["events"] and self.tokens[after].upper:
            return self.draft(quantity, "ordinal", after)  # "31 Encuentro del sector"
        if self.glued(after) and after < len(self.tokens) and self.tokens[after].kind == "word":
            return self.label(first, after)  # 5G, 4K
        if self.low(first - 1) == "+" and self.glued(first) and not self.is_noun(after):
            return self.label(first, after, "phone")
        return self.label(first, after) if self._is_labelled(first, after) else None

    def _is_labelled(self, first: int, after: int) -> bool:
        before = self.tokens[first - 1] if first else None
        if before is not None and self._is_numbered(first):
            return True
        if before is None or before.kind != "word" or before.low in FUNCTION_WORDS:
            return False
        counted = self.is_noun(after)
        if before.low in _LABELS:
            return not (counted and self.low(after).endswith("s") and self._is_grouped(first))
        if counted:
            return False
        opens = (
            first == 1
            or self.tokens[first - 2].kind == "break"
            or self.low(first - 2) in (".", "¿", "¡", ":")
        )
        if self._is_grouped(first) and not opens:
            return False  # "Sur perdió 38.640 líneas, Norte 21.117"
        return before.upper and not (
            opens
            and before.low
            in ("sólo", "solo", "casi", "unos", "unas", "hay", "son", "otros", "otras")
        )

    def _is_numbered(self, first: int) -> bool:
        """Say whether "núm.", "pp." or "N.º" stands before the number."""
        sign = self.low(first - 1)
        if sign == ".":
            return self.glued(first - 1) and self.low(first - 2) in LEXICON["abbreviations"]
        return sign in ("º", "°") and "n" in (self.low(first - 2), self.low(first - 3))

    def _is_grouped(self, at: int) -> bool:
        """Say whether thousands are set apart, as in no name of a thing: "en línea 2.316"."""
        return _GROUPED.fullmatch(self.low(at)) is not None

    def _read_count(self, quantity: Quantity) -> Draft:
        if currency := self._left_out(quantity):
            draft = self.draft(quantity, "money", quantity.after)
            draft.currency = currency
            return draft
        counted = self.is_noun(quantity.after) or quantity.scale > 1
        half = (self.low(quantity.after), self.low(quantity.after + 1)) == ("y", "medio")
        if half and quantity.scale == 1:  # "lo resuelven en cuatro y medio"
            value = quantity.value + Decimal("0.5")
            return self.draft(quantity, "number", quantity.after + 2, value)
        return self.draft(quantity, "count" if counted else "number", quantity.after)


def _is_verb(low: str) -> bool:
    """Say whether a word can only be a finite verb: "en 2019 hacemos", not "2.000 compras"."""
    form = verb_form(low)
    return form is not None and form[1] == "finite" and low not in often_nouns()
