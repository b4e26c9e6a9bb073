"""What a page says of who wrote the article: "Profesora en Vigo. Me encuentras en X: @anagil"."""

import re
from collections.abc import Sequence

from corpus.byline_part import words
from corpus.furniture import has_address, parts_of
from corpus.lexicon import fold
from corpus.line import Line
from corpus.metadata import read_byline

__all__ = ["mark_writers"]

_NOTE_WORDS = 45
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][\w.'’-]*(?: (?:de|del|la|y|[A-ZÁÉÍÓÚÑ][\w.'’-]*)){1,4}\Z")
# The profession, and what shows that the line says it of nobody: "Consultora de …", "Periodista."
_STAR = re.compile(r"\(?\*{1,3}\)?\s*")
_OPENS = re.compile(
    r"(?P<what>[A-ZÁÉÍÓÚÑ]\w+)(?: \w+)?(?: (?:y|e) \w+)?"
    r"(?:[.,]| (?:de|del|en|y|e|para|especiali\w+) |\Z)"
)
_BYLINE_WORDS = 24
# Somebody whom the line names does something: it presents whom the text speaks with.
_PRESENTS = re.compile(
    r"(?:[,.] |\A)[A-ZÁÉÍÓÚÑ][\w'’-]+(?: (?:de |del |la )*[A-ZÁÉÍÓÚÑ][\w'’-]+){1,3}"
    r"(?:, [^,.]{1,60},)? (?:(?:se|no|ya|le|lo|nos) )?[a-záéíóúñ]+"
)


def mark_writers(lines: Sequence[Line], flags: list[bool]) -> None:
    """Mark the note about the author right below the by-line, or below the text.

    The name above such a note is marked too where the by-line has it already.

    Args:
        lines: all units of a draft, in order.
        flags: what is known to be boilerplate; added to.
    """
    notes = [i for i, line in enumerate(lines) if i and not flags[i] and _is_note(line)]
    if not notes:
        return
    told = set(notes)
    body = max(
        (i for i, x in enumerate(lines) if x.is_body and not flags[i] and i not in told), default=0
    )
    names = {name for line in lines[:body] for name in _names(line)}
    for position in notes:
        line, above = lines[position], lines[position - 1]
        byline = read_byline(above.text) if above.words <= _BYLINE_WORDS else None
        if byline is not None and byline.authors:
            flags[position] = True
        elif position > body and _NAME.match(above.text.strip()):
            known = fold(above.text.strip()) in names
            if known or _is_shut_in(flags, position - 1, position + 1):
                flags[position] = True
                flags[position - 1] |= known
        elif position > body and (has_address(line) or _is_pointed_at(line, lines[:body])):
            flags[position] = True


def _is_note(line: Line) -> bool:
    """Say whether a line is no more than what somebody does for a living."""
    if not 1 <= line.words <= _NOTE_WORDS or line.item:
        return False
    star = _STAR.match(line.text)
    match = _OPENS.match(line.text, star.end() if star else 0)
    openers = words()["professions"] | words()["note_openers"]
    told = match is not None and fold(match["what"]) in openers
    return told and _PRESENTS.search(line.text) is None


def _is_pointed_at(line: Line, above: Sequence[Line]) -> bool:
    """Say whether a note opens with the star that a by-line above ends with."""
    star = _STAR.match(line.text)
    starred = (
        read_byline(other.text)
        for other in above
        if star and other.words <= _BYLINE_WORDS and other.text.endswith(star.group().strip())
    )
    return any(byline is not None and byline.authors for byline in starred)


def _names(line: Line) -> list[str]:
    """Return the names that a short line may tell: "por Ana Gil · 8 min de lectura"."""
    if line.words > _BYLINE_WORDS:
        return []
    return [fold(part.strip()).removeprefix("por ") for part in parts_of(line)]


def _is_shut_in(flags: Sequence[bool], before: int, after: int) -> bool:
    """Say whether furniture stands right above or below."""
    return (before > 0 and flags[before - 1]) or (after < len(flags) and flags[after])
