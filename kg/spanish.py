"""Words of Spanish text as the lexicons see them: tokens without accents, nouns in all forms."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import load

__all__ = ["Token", "fold", "inflect", "pluralize", "tokenize"]

# One alternative per kind of token, none nested: linear in the length of the text.
# A word keeps its inclusive or possessive tail ("directores/as", "director(a)", "CMO´s").
_TOKEN = re.compile(
    r"[^\W\d_]+(?:(?:[´'’`‘]s|/(?:as|es|os|a|o)|\((?:as|es|a|s)\)|@s?)(?![^\W\d_]))?"
    r"|\d+|\n[^\S\n]*\n|[^\w\s]|_"
)
_SHORT, _LONG = 200, 100_000  # characters of the texts of which all tokens are kept at once
_TAIL = re.compile(r"[´'’`‘/(@]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign at `start:end`; `form` is folded, `acronym` the capitals it is written in."""

    start: int
    end: int
    raw: str
    form: str
    acronym: str | None

    @property
    def is_word(self) -> bool:
        """Say whether the token starts with a letter."""
        return self.raw[0].isalpha()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return `word` in lower case and without accents.

    >>> fold("Dirección")
    'direccion'
    """
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _shape(raw: str) -> tuple[str, str | None]:
    """Return the folded form of a token and the acronym that it writes, if any."""
    if raw.startswith("\n"):
        return "\n", None
    word = _TAIL.split(raw, maxsplit=1)[0] if raw[0].isalpha() else raw
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        word = word[:-1]  # the plural of an acronym: CMOs
    acronym = word if word.isupper() and word.isalpha() else None
    return fold(word), acronym


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words, numbers and signs of `text[start:end]`, and its blank lines, in order."""
    stop = len(text) if end is None else end
    if _SHORT < len(text) <= _LONG:
        tokens, starts = _whole(text)
        first, behind = bisect_left(starts, start), bisect_left(starts, stop)
        edges = ((first, start), (behind, stop))
        if all(k == 0 or tokens[k - 1].end <= edge for k, edge in edges):
            return tokens[first:behind]
    return _tokens(text, start, stop)


@lru_cache(maxsize=16)
def _whole(text: str) -> tuple[list[Token], list[int]]:
    """Return the tokens of a text, of which every finder asks for some part, and their starts."""
    tokens = _tokens(text, 0, len(text))
    return tokens, [token.start for token in tokens]


def _tokens(text: str, start: int, stop: int) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text, start, stop):
        raw = match.group()
        tokens.append(Token(match.start(), match.end(), raw, *_shape(raw)))
    return tokens


@cache
def inflect(word: str) -> tuple[str, ...]:
    """Return the folded forms of a noun or adjective: the masculine singular first.

    >>> inflect("directores")
    ('director', 'directora', 'directores', 'directoras')
    """
    rules = load("inflection")
    base = fold(word)
    for plural, singular in rules["singular"]:
        if base.endswith(plural) and len(base) > len(plural) + 1:
            base = base[: len(base) - len(plural)] + singular
            break
    for ending, forms in rules["forms"]:
        if base.endswith(ending):
            stem = base[: len(base) - len(ending)]
            return tuple(stem + form for form in forms)
    return (base,)


_PLURAL = (("ón", "ones"), ("z", "ces"))
_GOVERNS = re.compile(r"\s(?:de|del|en|para|con|a|y|o)\s")


def pluralize(label: str) -> str:
    """Return a noun with its adjectives in the plural; what is no singular noun stays as it is.

    Source: Real Academia Española, Nueva gramática, 3.1 to 3.2.

    >>> [pluralize(one) for one in ("director de compras", "jefe comercial", "CIO", "analistas")]
    ['directores de compras', 'jefes comerciales', 'CIO', 'analistas']
    """
    place = _GOVERNS.search(label)
    head = label[: place.start()] if place else label
    words = head.split()
    plural = any(word.endswith("s") for word in (*words[:1], *words[-1:]))
    if not words or plural or "/" in head or not words[0].islower():
        return label
    if not set(words).isdisjoint(load("inflection")["invariable"]):
        return label
    return " ".join(map(_plural, words)) + label[len(head) :]


def _plural(word: str) -> str:
    if word[-1:] == "s" or not word.islower():
        return word
    for ending, plural in _PLURAL:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + plural
    return word + ("s" if word[-1] in "aeiouáéó" else "es")
