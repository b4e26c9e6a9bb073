"""The parts of a by-line told apart: a name, a desk, a publisher, a place, an issue, a section.

The lists of words are in `data/metadata.yaml`.
"""

import re
from functools import cache
from typing import Literal

from corpus.lexicon import fold, load

__all__ = [
    "PartKind",
    "is_calling",
    "is_collective",
    "is_count",
    "is_label",
    "is_masthead",
    "is_periodical",
    "is_unit",
    "part_kind",
    "words",
]

PartKind = Literal["empty", "name", "publisher", "aside", "issue", "other"]

_NAME_TOKEN = re.compile(r"[A-ZÁÉÍÓÚÑÜÇ][\w'’.&\-]*\Z")
_EDGE = ' .,()[]-–—:*«»“”"'
_SHORTENED = re.compile(
    r"[A-ZÁÉÍÓÚÑ]\w{0,2}\.?|(?:[A-ZÁÉÍÓÚÑ]{1,2}\.? ?){1,2}"
)  # "Jal.", "N. L.", "EE. UU."
_NAME_TOKENS = 6
_PUBLISHER_TOKENS = 10
_ASIDE_TOKENS = 8
_NUMBERED = re.compile(r"\bn(?:um|umero)?\.?\s?[ºª°o]?\.?\s?\d")
_COUNT = re.compile(r"\d[\d.,]*k?")
_NUMBER = re.compile(r"(?:\d{1,5}|[ivxlc]{1,6})[ºª°]?")


@cache
def words() -> dict[str, frozenset[str]]:
    """Return the word lists of `metadata.yaml`, folded."""
    return {name: frozenset(map(fold, listed)) for name, listed in load("metadata").items()}


def is_collective(name: str) -> bool:
    """Say whether a desk or an agency signs, as in "Redacción", "Redacción Economía" or "EFE"."""
    folded = fold(name.strip(" .()"))
    tokens = name.split()
    desk = bool(tokens) and fold(tokens[0]) in words()["desks"] and _is_named(tokens[1:])
    return folded in words()["collective"] or desk


def is_unit(name: str) -> bool:
    """Say whether a part of a house signs: "Área de Estudios de Amigos de la Huerta"."""
    tokens = name.strip(_EDGE).split()
    small = words()["unit_particles"]
    named = [token for token in tokens if fold(token) not in small]
    known = bool(tokens) and fold(tokens[0]) in words()["units"]
    return known and len(tokens) <= _PUBLISHER_TOKENS and len(named) > 1 and _is_named(named)


def is_periodical(part: str) -> bool:
    """Say whether a part tells what is published by the name before it: "revista de cocina"."""
    tokens = part.strip(_EDGE).split()
    kind = len(tokens) > 1 and tokens[0] in words()["periodicals"]
    return kind and len(tokens) <= _PUBLISHER_TOKENS and tokens[1] in ("de", "del", "sobre", "para")


def is_calling(part: str) -> bool:
    """Say whether a part tells what an author does: "profesora de Economía"."""
    tokens = part.strip(_EDGE).split()
    told = words()["professions"] | words()["callings"]
    return bool(tokens) and fold(tokens[0]).removeprefix("ex") in told


def is_masthead(line: str) -> bool:
    """Say whether a line is the name of what publishes it and nothing else.

    >>> is_masthead("Boletín del Observatorio Laboral"), is_masthead("Revista de prensa")
    (True, False)
    """
    return _is_publisher(line.strip(_EDGE).split())


def is_label(line: str) -> bool:
    """Say whether a line only names a publication, or a number of a series.

    >>> is_label("Nota de política n.º 14"), is_label("Guía para emprendedores")
    (True, False)
    """
    return is_masthead(line) or (part_kind(line) == "aside" and bool(_NUMBERED.search(fold(line))))


def part_kind(part: str) -> PartKind:
    """Tell what a part of a by-line is.

    "empty" says nothing of its own, "aside" names a genre, a section or a place, "issue" a number
    of a magazine.

    >>> [part_kind(part) for part in ("Revista Carga", "número 31", "Reportaje", "Buenos Aires")]
    ['publisher', 'issue', 'aside', 'aside']
    """
    lists = words()
    part = part.strip(_EDGE)
    tokens = part.split()
    folded = [fold(token).strip(".:") for token in tokens]
    if all(
        low in lists["clock"] | lists["months"]
        or token.isdigit()
        or fold(token) in lists["date_labels"]
        for low, token in zip(folded, tokens, strict=True)
    ):
        return "empty"
    if is_count(part):
        return "empty"
    if is_collective(part):
        return "name"
    if fold(part) in lists["author_labels"] | lists["date_labels"]:
        return "empty"
    if _is_issue(folded):
        return "issue"
    if _is_aside(part, folded):
        return "aside"
    if _is_publisher(tokens) or _is_newspaper(tokens):
        return "publisher"
    named = len(tokens) <= _NAME_TOKENS and _is_named(tokens) and _NAME_TOKEN.match(tokens[0])
    return "name" if named else "other"


def is_count(part: str) -> bool:
    """Say whether a part tells how often a page was read, shared or answered: "3 comentarios"."""
    tokens = fold(part).strip(_EDGE).split()
    counted = len(tokens) > 1 and _COUNT.fullmatch(tokens[0]) is not None
    return counted and all(token.strip(".") in words()["counts"] for token in tokens[1:])


def _is_named(tokens: list[str]) -> bool:
    """Say whether each word is one of a name: a capital, or a small word between such."""
    small = words()["particles"]
    return all(_NAME_TOKEN.match(t) or fold(t) in small or t == "&" for t in tokens)


def _is_issue(folded: list[str]) -> bool:
    """Say whether words number an issue: "número 88", "n.º 204", "edición de" (a month)."""
    lists = words()
    head = folded[0].rstrip("º°").rstrip(".")
    return head in lists["issue_heads"] and all(
        _NUMBER.fullmatch(word) or word.rstrip("º°") in lists["issue_words"] for word in folded[1:]
    )


def _is_aside(part: str, folded: list[str]) -> bool:
    """Say whether words name a genre, a section or a place: "Reportaje", "Suplemento Campo"."""
    lists = words()
    if fold(part) in lists["asides"] | lists["cities"]:
        return True
    if _SHORTENED.fullmatch(part):
        return True
    return folded[0] in lists["aside_heads"] and len(folded) <= _ASIDE_TOKENS


def _is_publisher(tokens: list[str]) -> bool:
    """Say whether words name what is published or who publishes it: "Revista Carga y Ruta"."""
    if not 2 <= len(tokens) <= _PUBLISHER_TOKENS or not tokens[0][0].isalpha():
        return False
    named = [token.strip('«»“”"') for token in tokens[1:]]
    return (
        fold(tokens[0]) in words()["publisher_heads"]
        and _is_named(named)
        and any(map(_NAME_TOKEN.match, named))
    )


def _is_newspaper(tokens: list[str]) -> bool:
    """Say whether words are a name that an article opens, as newspapers have and people not."""
    return (
        2 <= len(tokens) <= _NAME_TOKENS
        and fold(tokens[0]) in ("el", "la", "los", "las")
        and tokens[0][0].isupper()
        and bool(_NAME_TOKEN.match(tokens[1]))
        and _is_named(tokens)
    )
