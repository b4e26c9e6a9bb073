"""Finds every quantity that a Spanish text writes, and tells what kind each one is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from corpus.article import Span
from kg.facts import Comparator, Unit
from kg.lexicon import load
from kg.quantity import NUMBER_WORDS, Quantity, decimal_mark, read_literal, read_quantity
from kg.token import Token, tokenize

__all__ = ["Figure", "FigureKind", "find_figures"]

FigureKind = Literal[
    "share", "points", "count", "money", "multiple", "rank", "duration",  # quantities of things
    "age", "frequency", "year", "date", "time", "ordinal", "list", "label", "phone", "number",
]  # fmt: skip

_LEX = load("numbers")
_PERCENT = frozenset(_LEX["percent_signs"])
_FRACTIONS: dict[str, int] = _LEX["fractions"]
_PARTS: dict[str, int] = _LEX["part_fractions"]
_ORDINALS: dict[str, int] = _LEX["ordinals"]
_MULTIPLES: dict[str, int] = _LEX["multiples"]
_MONTHS = frozenset(_LEX["months"])
_DURATIONS = frozenset(_LEX["durations"])
_LABELS = frozenset(_LEX["labels"])
_YEAR_BEFORE = frozenset(_LEX["year_before"])
_CURRENCY_WORDS: dict[str, str] = _LEX["currency_words"]
_SYMBOLS: dict[str, str] = _LEX["currency_symbols"]
_PREFIXES: dict[str, str] = _LEX["currency_prefixes"]
_LETTERS: dict[str, int] = _LEX["scale_letters"]
_ARTICLES = frozenset(["el", "la", "los", "las", "un", "una", "lo"])
# What may follow a number without being what it counts
_FUNCTION = frozenset(
    "de del y e o u a al en con por para que se es son ni no como entre hasta desde sin sobre si pero más menos ante tras según"
    " durante mientras cuando donde ha han fue fueron era el la los las un una su sus lo les le ya muy también aunque según".split()
)
_DEGREES = frozenset(_LEX["difference_after"])
_RANGE_LINKS = frozenset(
    [
        "y",
        "e",
        "a",
        "al",
        "o",
        "u",
        "-",
        "–",
        "—",
        "hasta",
        "el",
        "un",
        "una",
        "los",
        "ó",
        "la",
        "las",
    ]
)
_FAR_APART = 8  # tokens between two figures of one range or restatement, at most
_MULTIPLE_VERBS: dict[str, int] = {
    stem + ending: value for stem, value in _LEX["multiple_verbs"].items() for ending in _LEX["multiple_verb_endings"]
}
_RANK_NOUNS = frozenset(_LEX["rank_nouns"])
_UNIT_OF: dict[str, Unit] = {
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


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """Return every quantity in `text[start:end]`, in order and apart from one another.

    The decimal habit and the currency of "pesos" are told by the whole of `text`. Of a figure
    that is told twice in one breath ("casi una de cada tres (un 32 %)") the precise one is given.

    >>> [(f.text, f.kind, int(f.value)) for f in find_figures("más del 40 % de 1.200 pymes en 2020")]
    [('más del 40 %', 'share', 40), ('1.200', 'count', 1200), ('2020', 'year', 2020)]
    """
    scanner = _Scanner(text, tokenize(text, start, end))
    drafts = scanner.scan()
    return [draft.figure(text) for draft in _settle(drafts, scanner.tokens)]


@lru_cache(maxsize=8)
def _peso(text: str) -> str | None:
    """Return the currency that "pesos" and "$" mean in a text, by the country that it speaks of."""
    low = text.lower()
    best, most = None, 0
    for code, words in _LEX["currency_contexts"].items():
        seen = sum(low.count(word) for word in words)
        if seen > most:
            best, most = code, seen
    return best


def _phrases(entries: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Index phrases by themselves, cut into words."""
    return {entry: tuple(token.low for token in tokenize(entry)) for entry in entries}


_BEFORE: dict[tuple[str, ...], Comparator] = {
    words: name
    for name, entries in _LEX["comparators_before"].items()
    for words in _phrases(entries).values()
}
_AFTER: dict[tuple[str, ...], Comparator] = {
    words: name
    for name, entries in _LEX["comparators_after"].items()
    for words in _phrases(entries).values()
}
_LONGEST_BEFORE = max(len(words) for words in _BEFORE)
_COMPARATOR_VERBS = frozenset(_LEX["comparator_verbs"])
_WEAK = frozenset(words for words in _phrases(_LEX["comparators_weak"]).values())
_AGE_BEFORE = frozenset(_phrases(_LEX["age_before"]).values())
_NOT_FRACTION = tuple(_phrases(_LEX["not_fraction_after"]).values())


@dataclass(slots=True)
class _Draft:
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

    def figure(self, text: str) -> Figure:
        span = Span(*self.whole)
        return Figure(
            span, self.value, _UNIT_OF.get(self.kind, "count"), self.comparator, span.of(text),
            self.currency, self.kind, self.modified, self.words, Span(self.start, self.end),
        )  # fmt: skip


class _Scanner:
    """Walks the tokens once; every `_read_*` looks a bounded number of tokens around."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.mark = decimal_mark(text)
        self.taken = 0  # the token after the last figure

    def scan(self) -> list[_Draft]:
        drafts: list[_Draft] = []
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            draft = None
            if token.kind == "number":
                draft = self._read_number(at)
            elif token.kind == "word":
                draft = self._read_words(at)
            if draft is None:
                at += 1
                continue
            drafts.append(draft)
            at = max(draft.after, at + 1)
            self.taken = at
        return drafts

    def low(self, at: int) -> str:
        """Return the token at `at` in lower case; nothing beyond the ends."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Say whether no space lies between the token at `at` and the one before."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def draft(
        self, quantity: Quantity, kind: FigureKind, after: int, value: Decimal | None = None
    ) -> _Draft:
        """Make a draft of `quantity`, reaching to token `after`."""
        first = quantity.first
        return _Draft(
            quantity.value if value is None else value, kind, first, after,
            self.tokens[first].start, self.tokens[after - 1].end, quantity.words, quantity.scale,
        )  # fmt: skip

    # -- figures that begin with a word ------------------------------------------------------

    def _read_words(self, at: int) -> _Draft | None:
        low = self.tokens[at].low
        if low in NUMBER_WORDS:
            return self._read_number_words(at)
        if low == "mitad" and self.low(at - 1) == "la":
            return self._whole(at, at + 1, Decimal(50), "share")
        if low in _MULTIPLES:
            article = self.low(at - 1) in ("el", "al", "un")
            if article and (
                self.low(at + 1) in _LEX["multiple_after"] or not self._is_noun(at + 1)
            ):
                return self._whole(at, at + 1, Decimal(_MULTIPLES[low]), "multiple")
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
            return self._whole(at, at + 2, self._ratio(Decimal(1), Decimal(_PARTS[low])), "share")
        return self._read_multiple_verb(at)

    def _whole(self, at: int, after: int, value: Decimal, kind: FigureKind) -> _Draft:
        """Draft a figure of words, with the article before it."""
        first = at - 1 if self.low(at - 1) in _ARTICLES and not self._breaks(at) else at
        return _Draft(
            value, kind, first, after, self.tokens[first].start, self.tokens[after - 1].end, True
        )

    def _breaks(self, at: int) -> bool:
        return self.tokens[at].kind == "break" or self.tokens[at - 1].kind == "break"

    def _read_multiple_verb(self, at: int) -> _Draft | None:
        low = self.tokens[at].low
        value = _MULTIPLE_VERBS.get(low)
        # "un documento duplicado" only describes; "se ha duplicado" counts
        described = low.endswith(("ado", "ada", "ados", "adas")) and not self._has_auxiliary(at)
        if value is None or described:
            return None
        token = self.tokens[at]
        return _Draft(Decimal(value), "multiple", at, at + 1, token.start, token.end, True)

    def _has_auxiliary(self, at: int) -> bool:
        return any(
            self.low(k)
            in ("ha", "han", "había", "habían", "haber", "habrá", "habrán", "he", "hemos")
            for k in range(at - 3, at)
        )

    def _read_rank_number(self, at: int) -> _Draft | None:
        if self.low(at + 2) in _PERCENT or self._is_noun(at + 2):
            return None
        value = {"uno": 1, "1": 1, "dos": 2, "2": 2, "tres": 3, "3": 3}[self.low(at + 1)]
        return _Draft(
            Decimal(value), "rank", at, at + 2, self.tokens[at].start, self.tokens[at + 1].end, True
        )

    def _read_rank(self, at: int, value: int) -> _Draft:
        """Read "en cuarto lugar": a rank, unless it only orders the speech ("En segundo lugar, …")."""
        speech = self.low(at + 2) == "," or (at > 0 and self.tokens[at - 1].upper) or at == 0
        k = at - 1
        while self.low(k) in ("en", "el", "la") and k >= 0:
            k -= 1
        opens = (
            k < 0
            or self.tokens[k].kind == "break"
            or self.low(k) in (".", ";", ":", "¿", "y", ",", "(")
        )
        kind: FigureKind = "ordinal" if opens and self.low(at + 1) == "lugar" and speech else "rank"
        return _Draft(
            Decimal(value), kind, at, at + 2, self.tokens[at].start, self.tokens[at + 1].end, True
        )

    def _ranks(self, at: int) -> bool:
        """Say whether an ordinal ranks: "en cuarto lugar", "es el segundo problema del sector"."""
        if self.low(at + 1) in _LEX["rank_nouns"]:
            return True
        ranked = self._is_noun(at + 1) and self.low(at + 1) not in _LEX["not_ranked"] and _ORDINALS[self.low(at)] > 1
        copula = any(self.low(k) in ("es", "son", "fue", "era", "será", "como", "ya") for k in range(at - 7, at - 1))
        return ranked and copula and self.low(at - 1) in ("el", "la")

    def _read_number_words(self, at: int) -> _Draft | None:
        quantity = read_quantity(self.tokens, at, self.mark)
        if quantity is None:
            half = self.tokens[at].low == "medio" and self.low(at + 1) == "punto"
            return self._whole(at, at + 2, Decimal("0.5"), "points") if half else None
        one = self.tokens[at].low in ("un", "una", "uno") and quantity.after == at + 1
        ratio = self._read_share(quantity) or self._read_point(quantity, one=one)
        if ratio or one:
            return ratio
        return self._read_unit(quantity)

    # -- shares --------------------------------------------------------------------------------

    def _ratio(self, part: Decimal, whole: Decimal) -> Decimal:
        """Return part of whole as percent, one decimal kept."""
        return (part / whole * 100).quantize(Decimal("0.1")).normalize() + 0

    def _read_share(self, quantity: Quantity) -> _Draft | None:
        after = quantity.after
        low = self.low(after)
        if low in _PERCENT:
            return self._percent(quantity, after + 1)
        if low in _LEX["permille_signs"]:
            return self.draft(quantity, "share", after + 1, quantity.value / 10)
        if f"{low} {self.low(after + 1)}" in _LEX["percent_words"]:
            return self._percent(quantity, after + 2)
        if low == "porciento":
            return self._percent(quantity, after + 1)
        return self._read_ratio(quantity) or self._read_fraction(quantity)

    def _percent(self, quantity: Quantity, after: int) -> _Draft:
        value = quantity.value
        token = self.tokens[quantity.first]
        if quantity.after == quantity.first + 1 and token.kind == "number":
            value = read_literal(token.low, self.mark, share=True) or value
        return self.draft(quantity, "share", after, value)

    def _read_ratio(self, quantity: Quantity) -> _Draft | None:
        """Read "siete de cada diez", "1 por cada 4", and "7 de 10" as Latin America writes it."""
        after = quantity.after
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
            or not self._is_noun(whole.after)
            or quantity.value == whole.value
        ):
            return None
        if not every and self.low(whole.after) in _MONTHS | _DURATIONS | {"de", "del"}:
            return None
        draft = self.draft(quantity, "share", whole.after, self._ratio(quantity.value, whole.value))
        draft.words = True
        return draft

    def _read_fraction(self, quantity: Quantity) -> _Draft | None:
        """Read "dos tercios", "un cuarto" and "tres cuartas partes"."""
        after = quantity.after
        low = self.low(after)
        if low in _PARTS and self.low(after + 1) in ("parte", "partes"):
            return self.draft(
                quantity, "share", after + 2, self._ratio(quantity.value, Decimal(_PARTS[low]))
            )
        if low not in _FRACTIONS or quantity.value >= _FRACTIONS[low] or not quantity.words:
            return None
        if quantity.value > 1 and not low.endswith("s"):
            return None
        following = tuple(self.low(after + 1 + k) for k in range(2))
        if any(following[: len(words)] == words for words in _NOT_FRACTION):
            return None
        return self.draft(
            quantity, "share", after + 1, self._ratio(quantity.value, Decimal(_FRACTIONS[low]))
        )

    def _read_point(self, quantity: Quantity, *, one: bool = False) -> _Draft | None:
        after = quantity.after
        if self.low(after) not in _LEX["point_words"]:
            return None
        value, reach = quantity.value, after + 1
        if self.low(reach) == "y" and self.low(reach + 1) in ("medio", "media"):
            value, reach = value + Decimal("0.5"), reach + 2
        kind = self.low(reach) in _LEX["point_kinds"]
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

    # -- figures that begin with digits ----------------------------------------------------------

    def _read_number(self, at: int) -> _Draft | None:
        special = self._read_shape(at)
        if special:
            return special
        quantity = read_quantity(self.tokens, at, self.mark)
        if quantity is None:
            return self._label(at, at + 1)
        draft = (
            self._read_share(quantity) or self._read_point(quantity) or self._read_unit(quantity)
        )
        self._sign(draft)
        return draft

    def _label(self, at: int, after: int, kind: FigureKind = "label") -> _Draft:
        return _Draft(
            Decimal(0), kind, at, after, self.tokens[at].start, self.tokens[after - 1].end
        )

    def _sign(self, draft: _Draft) -> None:
        """Take a minus that stands right before the digits, apart from what precedes it."""
        at = draft.first
        if (
            self.low(at - 1) in ("-", "−", "–")
            and self.glued(at)
            and not self.glued(at - 1)
            and draft.kind in ("share", "points", "money")
        ):
            draft.value, draft.start = -draft.value, self.tokens[at - 1].start

    def _read_shape(self, at: int) -> _Draft | None:
        """Read what its shape alone tells: times, written dates, phones, names like B2B."""
        if (
            self.glued(at)
            and self.tokens[at - 1].kind == "word"
            and self.low(at - 1) not in (*_PREFIXES, "x", "×")
        ):
            return self._label(at, at + 1)
        if self.glued(at + 1) and self.glued(at + 2) and self.tokens[at + 2].kind == "number":
            sign = self.low(at + 1)
            if sign == ":":
                return self._label(at, at + 3, "time")
            if (
                sign in ("/", "-", ".")
                and self.glued(at + 3)
                and self.low(at + 3) == sign
                and self.glued(at + 4)
            ):
                return self._label(at, min(at + 5, len(self.tokens)), "date")
        if (
            self.glued(at)
            and self.low(at - 1) in ("-", "–", "_", "#", "/")
            and self.glued(at - 1)
            and self.tokens[at - 2].kind == "word"
        ):
            return self._label(at, at + 1)  # COVID-19, F-16
        return self._read_phone(at)

    def _read_phone(self, at: int) -> _Draft | None:
        """Read numbers in a row, as "91 123 45 67", or after a plus sign and a country's code."""
        after, digits = at + 1, len(self.tokens[at].low)
        while (
            after < len(self.tokens)
            and self.tokens[after].kind == "number"
            and after - at < _FAR_APART
        ):
            digits += len(self.tokens[after].low)
            after += 1
        plain = "." not in self.low(at) and "," not in self.low(at)
        if plain and (
            (after - at > 1 and digits >= 8)
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
            return None if follows else self._label(at, after, "phone")
        return None

    def _read_unit(self, quantity: Quantity) -> _Draft:
        """Read a number by what stands around it: money, time, a name, or a count."""
        return (
            self._read_money(quantity)
            or self._read_time(quantity)
            or self._read_multiple(quantity)
            or self._read_name(quantity)
            or self._read_count(quantity)
        )

    def _read_money(self, quantity: Quantity) -> _Draft | None:
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
            code, draft.after, worth = suffix
            draft.value, draft.end = draft.value * worth, self.tokens[draft.after - 1].end
            draft.scale = max(draft.scale, worth)
        if prefix is not None:
            draft.start = start
        code = (suffix[0] if suffix and suffix[0] else prefix) or None
        draft.currency = code or _peso(self.text) or ("USD" if prefix == "" else None)
        return draft

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
            nation = _LEX["currency_countries"].get(self.low(at + 1), "")
            code = nation or _CURRENCY_WORDS[low]
            return code, at + (2 if nation else 1), _LEX["currency_scales"].get(low, 1)
        if low in _SYMBOLS:
            return _SYMBOLS[low] or "", at + 1, 1
        if low in _PREFIXES and at < len(self.tokens) and self.tokens[at].upper and len(low) == 3:
            return _PREFIXES[low], at + 1, 1
        return None

    def _read_time(self, quantity: Quantity) -> _Draft | None:
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
            aged = low.startswith("año") and self._is_age(first, reach)
            return self.draft(quantity, "age" if aged else "duration", reach, value)
        return self._read_year(quantity)

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

    def _read_year(self, quantity: Quantity) -> _Draft | None:
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
            self._is_noun(after)
            and self.low(after).endswith("s")
            and self.low(after) not in _FUNCTION
        )
        after_preposition = before in _YEAR_BEFORE or before in _MONTHS
        compared = before == "de" and self.low(first - 2) in ("más", "menos", "cerca", "alrededor")
        if counted and (compared or not after_preposition):
            return None
        return None if compared and counted else self.draft(quantity, "year", after)

    def _read_multiple(self, quantity: Quantity) -> _Draft | None:
        first, after = quantity.first, quantity.after
        low = self.low(after)
        if low in _LEX["times_words"]:
            following = self.low(after + 1)
            often = following in _LEX["per_words"] or not (
                following in _DEGREES or following in ("que", "el", "la", "lo", "los", "su")
            )
            return self.draft(quantity, "frequency" if often else "multiple", after + 1)
        if low in ("x", "×") and self.glued(after) and not quantity.words:
            return self.draft(quantity, "multiple", after + 1)
        if low in ("x", "×"):
            return None
        if self.low(first - 1) in ("x", "×") and self.glued(first):
            return self.draft(quantity, "multiple", after)
        lows = [self.low(k) for k in range(first - 4, first)]
        if (
            "por" in lows
            and any(word.startswith(_LEX["multiply_verbs"]) for word in lows)
            and not self._is_noun(after)
        ):
            return self.draft(quantity, "multiple", after)
        return None

    def _read_name(self, quantity: Quantity) -> _Draft | None:
        """Read numbers that are part of a name or a place: "Fortune 500", "artículo 5", "1. Defina"."""
        first, after = quantity.first, quantity.after
        token = self.tokens[first]
        if quantity.scale > 1:
            return None
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
            ranked = self.low(after + 1) in _LEX["rank_nouns"]
            return self.draft(quantity, "rank" if ranked else "ordinal", after + 1 + ranked)
        if quantity.words:
            return None
        if self.glued(after) and after < len(self.tokens) and self.tokens[after].kind == "word":
            return self._label(first, after)  # 5G, 4K
        if self.low(first - 1) == "+" and self.glued(first) and not self._is_noun(after):
            return self._label(first, after, "phone")
        return self._label(first, after) if self._is_labelled(first, after) else None

    def _is_labelled(self, first: int, after: int) -> bool:
        before = self.tokens[first - 1] if first else None
        if before is None or before.kind != "word" or before.low in _FUNCTION:
            return False
        if before.low in _LABELS:
            return True
        if self._is_noun(after):
            return False
        opens = (
            first == 1
            or self.tokens[first - 2].kind == "break"
            or self.low(first - 2) in (".", "¿", "¡", ":")
        )
        return before.upper and not (
            opens
            and before.low
            in ("sólo", "solo", "casi", "unos", "unas", "hay", "son", "otros", "otras")
        )

    def _is_noun(self, at: int) -> bool:
        """Say whether the token at `at` can be what a number counts."""
        if not 0 <= at < len(self.tokens):
            return False
        token = self.tokens[at]
        return (
            token.kind == "word"
            and token.low not in _FUNCTION
            and (len(token.low) > 2 or token.upper)
        )

    def _read_count(self, quantity: Quantity) -> _Draft:
        counted = self._is_noun(quantity.after) or quantity.scale > 1
        return self.draft(quantity, "count" if counted else "number", quantity.after)


# -- what several figures together tell -----------------------------------------------------------


def _settle(drafts: list[_Draft], tokens: Sequence[Token]) -> list[_Draft]:
    """Give ranges their unit, figures their comparator, and drop what is told twice."""
    for left, right in zip(drafts, drafts[1:], strict=False):
        _join_range(left, right, tokens)
    for draft in drafts:
        _compare(draft, tokens)
    kept: list[_Draft] = []
    for draft in drafts:
        draft.modified = draft.after < len(tokens) and tokens[draft.after].low in _DEGREES
        if kept and _restates(kept[-1], draft, tokens):
            kept[-1] = min(kept[-1], draft, key=lambda each: each.words)
            continue
        kept.append(draft)
    return kept


def _between(left: _Draft, right: _Draft, tokens: Sequence[Token]) -> list[str]:
    if right.first - left.after > _FAR_APART:
        return ["…"]
    return [token.low for token in tokens[left.after : right.first]]


def _join_range(left: _Draft, right: _Draft, tokens: Sequence[Token]) -> None:
    """Read "entre un 12 y un 14 %", "12-14 %" and "3 o 4 millones": the unit stands at the end."""
    words = _between(left, right, tokens)
    linked = (
        bool(words)
        and all(word in _RANGE_LINKS for word in words)
        and any(word not in _ARTICLES for word in words)
    )
    if not linked:
        return
    bare = (
        left.kind in ("number", "count", "label", "list")
        and left.after == left.first + 1
        or left.kind == "number"
    )
    if (
        bare
        and right.kind
        in ("share", "points", "money", "duration", "age", "date", "count", "multiple")
        and left.kind != "share"
    ):
        if left.kind == "label" and left.value == 0 and left.first > 0:
            return
        left.kind, left.currency = right.kind, right.currency
        if right.scale > 1 and left.scale == 1 and left.value < 1000:
            left.value *= right.scale
    if left.kind != right.kind:
        return
    opening = [token.low for token in tokens[max(0, left.first - 3) : left.first]]
    if ("entre" in opening and words[0] == "y") or words[0] in ("-", "–", "—"):
        left.comparator, right.comparator = "atLeast", "atMost"


def _compare(draft: _Draft, tokens: Sequence[Token]) -> None:
    """Find what compares, before and after; the adverbs become part of the figure as written."""
    start, end = draft.start, draft.end
    kinds = (
        "share",
        "points",
        "count",
        "money",
        "multiple",
        "duration",
        "number",
        "rank",
        "frequency",
    )
    if draft.kind in kinds and draft.comparator == "exactly":
        found = _compare_before(draft, tokens)
        if found:
            draft.comparator = found[0]
            start = min(start, found[1])
        for size in (3, 2, 1):
            words = tuple(token.low for token in tokens[draft.after : draft.after + size])
            if words in _AFTER and len(words) == size:
                draft.comparator = _AFTER[words]
                end = tokens[draft.after + size - 1].end
                break
    draft.whole = (start, end)


def _compare_before(draft: _Draft, tokens: Sequence[Token]) -> tuple[Comparator, int] | None:
    words: list[str] = []
    places: list[int] = []
    at = draft.first - 1
    while at >= 0 and tokens[at].start >= draft.start:
        at -= 1
    while at >= 0 and len(words) < _LONGEST_BEFORE + 2 and tokens[at].kind in ("word", "sign"):
        expanded = {"del": ["el", "de"], "al": ["el", "a"]}.get(tokens[at].low, [tokens[at].low])
        words.extend(expanded)
        places.extend([at] * len(expanded))
        at -= 1
    skip = 0
    while skip < len(words) and words[skip] in _ARTICLES:
        skip += 1
    for size in range(min(_LONGEST_BEFORE, len(words) - skip), 0, -1):
        phrase = tuple(reversed(words[skip : skip + size]))
        name = _BEFORE.get(phrase)
        if name is None or (phrase in _WEAK and draft.kind not in ("money", "duration")):
            continue
        if phrase == ("hasta",) and skip and words[0] in ("el", "los", "las", "la"):
            return None  # "subió hasta el 30 %": the end of a way, not a limit
        verb = phrase[0] in _COMPARATOR_VERBS
        return name, draft.start if verb else tokens[places[skip + size - 1]].start
    return None


def _restates(left: _Draft, right: _Draft, tokens: Sequence[Token]) -> bool:
    """Say whether two shares tell one thing: "casi una de cada tres (un 32 %)"."""
    if left.kind != "share" or right.kind != "share" or left.words == right.words:
        return False
    words = _between(left, right, tokens)
    if not words or abs(left.value - right.value) > 5:
        return False
    closes = right.after < len(tokens) and tokens[right.after].low in (")", ",", "—")
    if words[0] != "(" and "(" in words and closes and abs(left.value - right.value) <= 2:
        words = words[words.index("(") :]  # "la mitad de las pymes (un 50,4 %)"
    fillers = {"(", ",", "—", "–", "-", "el", "un", "concretamente", "exactamente", "es", "decir", "en", "concreto", "o", "lo", "que", "mismo", "casi", "más", "de",
               "cerca", "del", "la", "prácticamente", "aproximadamente", "o", "sea", "menos"}  # fmt: skip
    return words[0] in ("(", ",", "—", "–", "-", "o") and all(word in fillers for word in words)


def shift(figure: Figure, offset: int) -> Figure:
    """Return the same figure in a text that begins `offset` characters earlier."""
    return replace(
        figure,
        span=Span(figure.span.start + offset, figure.span.end + offset),
        core=Span(figure.core.start + offset, figure.core.end + offset),
    )
