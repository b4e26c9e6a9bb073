"""Tells the quantities of an English text in the Spanish words that the readers of figures know."""

from collections.abc import Mapping, Sequence

from kg.lexicon import load
from kg.token import Token, TokenKind, tokenize

__all__ = ["in_spanish"]

_WORDS = load("numbers_en")
_HYPHENS = frozenset("-–‑")
_WHILE_REACH = 3  # tokens from "over" to what shows a while: "over the twenty years"


def _cut(entry: str) -> tuple[str, ...]:
    return tuple(token.low for token in tokenize(entry))


_PHRASES: Mapping[tuple[str, ...], tuple[str, ...]] = {
    _cut(english): _cut(spanish) for english, spanish in _WORDS["phrases"].items()
} | {
    (ten, unit): (*_cut(_WORDS["phrases"][ten]), "y", *_cut(_WORDS["phrases"][unit]))
    for ten in _WORDS["tens"]
    for unit in _WORDS["units"]
}
_SHY: Mapping[str, str] = _WORDS["shy"]
_OF_EVERY = tuple(sorted((_cut(entry) for entry in _WORDS["of_every"]), key=len, reverse=True))
_LONGEST = max(len(entry) for entry in _PHRASES)
_NUMBERS = frozenset([*_WORDS["wholes"], *_WORDS["units"], *_SHY])
_NOT_BEFORE = {_cut(entry): frozenset(words) for entry, words in _WORDS["not_before"].items()}
_NOT_WHILES = frozenset(_cut(entry) for entry in _WORDS["not_before_whiles"])


def in_spanish(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return `tokens` with English quantities in Spanish words, each at the place of the English.

    >>> [t.low for t in in_spanish(tokenize("nearly one in ten, more than 400 or two-thirds"))]
    ['casi', 'uno', 'de', 'cada', 'diez', ',', 'más', 'de', '400', 'or', 'dos', 'tercios']
    """
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        after, words = _told(tokens, at)
        found += _placed(tokens[at:after], words) if words else tokens[at:after]
        at = after
    return tuple(found)


def _told(tokens: Sequence[Token], at: int) -> tuple[int, tuple[str, ...]]:
    """Return where the entry that begins at `at` ends, and its Spanish words: none for none."""
    if at and _is_number(tokens[at - 1]):
        for entry in _OF_EVERY:
            after = _match(tokens, at, entry)
            if after and after < len(tokens) and tokens[after].low in _WORDS["wholes"]:
                last = tokens[after].low
                whole = (_SHY[last],) if last in _SHY else _PHRASES.get((last,), (last,))
                return after + 1, ("de", "cada", *whole)
    if tokens[at].low in _SHY and _low(tokens, at + 1) in _WORDS["shy_before"]:
        return at + 1, (_SHY[tokens[at].low],)
    for size in range(_LONGEST, 0, -1):
        entry = tuple(word for _, word in zip(range(size), _words(tokens, at), strict=False))
        after = _match(tokens, at, entry) if entry in _PHRASES else 0
        if after and not _is_else(tokens, after, entry):
            return after, _PHRASES[entry]
    return at + 1, ()


def _words(tokens: Sequence[Token], at: int) -> Sequence[str]:
    """Return the words from `at` on, hyphens left out, as many as an entry may have."""
    near = tokens[at : at + 2 * _LONGEST]
    return [t.low for place, t in enumerate(near) if not place or t.low not in _HYPHENS]


def _match(tokens: Sequence[Token], at: int, entry: Sequence[str]) -> int:
    """Return where `entry` ends if it stands at `at`, hyphens between its words passed; else 0."""
    for place, word in enumerate(entry):
        if place and _low(tokens, at) in _HYPHENS:
            at += 1
        if _low(tokens, at) != word:
            return 0
        at += 1
    return at


def _is_else(tokens: Sequence[Token], after: int, entry: tuple[str, ...]) -> bool:
    """Say whether what follows shows that an entry is no quantity: "a third party"."""
    if _low(tokens, after) in _NOT_BEFORE.get(entry, ()):
        return True
    near = {_low(tokens, after + step) for step in range(_WHILE_REACH)}
    return entry in _NOT_WHILES and not near.isdisjoint(_WORDS["whiles"])


def _is_number(token: Token) -> bool:
    return token.kind == "number" or token.low in _NUMBERS


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if at < len(tokens) else ""


def _placed(english: Sequence[Token], words: Sequence[str]) -> list[Token]:
    """Return Spanish words at the places of English ones; what is over shares the last place."""
    first, end = english[0], english[-1].end
    placed = []
    for number, word in enumerate(words):
        last = number == len(words) - 1
        own = english[min(number, len(english) - 1)]
        start, stop = (own.start, own.end) if number < len(english) else (end, end)
        kind: TokenKind = tokenize(word)[0].kind
        placed.append(Token(start, end if last else stop, word, kind, first.upper and not number))
    return placed
