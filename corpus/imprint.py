"""Who publishes a page, as its furniture tells: masthead, imprint and notice of copyright."""

import re
from collections.abc import Sequence

from corpus.lexicon import fold, load

__all__ = ["find_publisher", "in_usual_case"]

_MOST_WORDS = 7  # of a publisher's name
_LONGEST_LINE = 300  # characters; what is longer is prose
_MOST_PARTS = 2  # of a masthead: the name, and what is under it
_LEAST_SHARED = 4  # letters of a word that masthead and copyright share
_BARS = re.compile(r"\s*[|·•]\s*|\s{2,}|\s[-–—]\s")
_MARK = re.compile(r"(?:copyright|©|\(c\))(?:\s*©)?", re.IGNORECASE)
_YEARS = re.compile(r"[\s,.–-]*(?:(?:19|20)\d{2}[\s,.–-]*){0,2}")
_END = re.compile(r"\.\s|\s*[|·•(;]|\s{2,}|\s[-–—]\s|,?\s+(?:19|20)\d{2}|\.?\Z")
_LEGAL = re.compile(
    r",?\s+(?:S\.\s?[AL]\.?|S\.\s?A\.\s?[A-Z]|S\.R\.L|SpA|S[AL]U?|SAS|Inc|Ltd)\b.*\Z"
)
_IMPRINT = re.compile(r"\s*(?P<name>[^\W\d_].{1,60}?) es una publicaci[oó]n de ")
_NUMBER = re.compile(r"\s*(?:\b[Nn][.º°]+\s*)?\b\d+\b\s*")


def find_publisher(lines: Sequence[str]) -> str | None:
    """Return who publishes the page that has some lines of furniture, in order.

    The first line is its masthead where something else in them confirms it.

    >>> find_publisher(["Inicio | Blog", "© 2021 Carga y Ruta, S.L. Todos los derechos reservados"])
    'Carga y Ruta'
    """
    short = [line.strip() for line in lines if 0 < len(line.strip()) <= _LONGEST_LINE]
    imprints = (_IMPRINT.match(line) for line in short)
    imprint = next((m["name"] for m in imprints if m and _is_name(m["name"])), None)
    owner = next(filter(None, map(_owner, short)), None)
    return _masthead(short, owner) or imprint or owner


def in_usual_case(name: str, text: str) -> str:
    """Return a name in capitals as the text writes it elsewhere: "CARGA & RUTA", "Carga & Ruta"."""
    if not name.isupper():
        return name
    found = (match[0] for match in re.finditer(re.escape(name), text, re.IGNORECASE))
    written = next((form for form in found if not form.isupper() and form[0].isupper()), None)
    return written or name


def _owner(line: str) -> str | None:
    """Return the name in a notice of copyright: "© 2024 Carga & Ruta S.A.S.", "Ruta © 2022"."""
    marks = list(_MARK.finditer(line))
    if not marks or fold(line).startswith(tuple(load("metadata")["credits"])):
        return None
    years = _YEARS.match(line, marks[-1].end())
    rest = line[years.end() if years else marks[-1].end() :]
    name = _END.split(_LEGAL.sub("", rest), maxsplit=1)[0].strip(" ,.")
    if not name or not _is_name(name):
        name = _BARS.split(line[: marks[0].start()].strip())[-1].strip(" ,.")
    return name if _is_name(name) else None


def _masthead(lines: Sequence[str], owner: str | None) -> str | None:
    """Return the name that the first line gives, where a further line or the owner has it too."""
    if not lines:
        return None
    parts = [part for part in map(_unnumbered, _BARS.split(lines[0])) if part]
    if len(parts) > _MOST_PARTS:
        return None  # a menu
    names = [part for part in parts if _is_name(part)]
    below = "\n".join(lines[1:]).casefold()
    for name in names:
        longer = next((full for full in names if _abbreviates(name, full)), None)
        if longer:
            return longer
        shared = {word for word in _words(name) if len(word) >= _LEAST_SHARED} & _words(owner or "")
        periodical = not _words(name).isdisjoint(load("metadata")["periodicals"])
        if name.casefold() in below or shared or (name.isupper() and periodical):
            return name
    return None


def _unnumbered(part: str) -> str:
    """Return a part of a running head without its page and issue: "18 PLANTA Nº 97"."""
    return _NUMBER.sub(" ", part).strip()


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", fold(name)))


def _abbreviates(short: str, long: str) -> bool:
    """Say whether `short` is the initials of `long`: "FEL", "Federación de Empresas de Lugo"."""
    letters = iter(fold(long))
    acronym = short.isupper() and len(short.split()) == 1
    abbreviated = acronym and len(long.split()) > 1 and fold(short)[0] == fold(long)[0]
    return abbreviated and all(letter in letters for letter in fold(short))


def _is_name(text: str) -> bool:
    """Say whether some words may name a publisher: no section, label or sentence."""
    words = text.split()
    known = fold(text) in load("metadata")["not_publishers"]
    told = _words(text).isdisjoint(load("metadata")["not_in_publishers"])
    return bool(words) and len(words) <= _MOST_WORDS and text[0].isupper() and told and not known
