"""Dates, by-lines and publishers, as Spanish pages print them; `byline_part` tells parts apart."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from corpus.byline_part import (
    is_calling,
    is_collective,
    is_count,
    is_periodical,
    is_unit,
    part_kind,
    words,
)
from corpus.lexicon import fold, load

__all__ = ["Metadata", "find_date", "is_full_name", "is_signature", "read_byline"]

_BAR = re.compile(r"\s[|•·]\s")
_PART_WORDS = 6  # of what stands between the bars of a by-line
_BYLINE_WORDS = 30  # a by-line is short; longer lines are prose that happens to hold a date
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>(?:19|20)\d{2})"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says about itself; whatever it does not say is empty.

    Attributes:
        title: headline.
        authors: names without "por".
        publisher: newspaper, blog or company.
        published: ISO 8601, as precise as the text.
        language: ISO 639-1 code of the original, where the file states it.
        digest: whether the file says that it is a digest of another text.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    digest: bool = False

    def or_else(self, other: "Metadata") -> "Metadata":
        """Return this record with its gaps filled from `other`."""
        return replace(
            self,
            title=self.title or other.title,
            authors=self.authors or other.authors,
            publisher=self.publisher or other.publisher,
            published=self.published or other.published,
            language=self.language or other.language,
            digest=self.digest or other.digest,
        )


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the ways to write a date over folded text, the most precise first."""
    names = sorted(load("metadata")["months"], key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(names)})\b\.?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            # 2015-12-17, 2015-12-17T10:30
            rf"(?<!\d){_YEAR}[-/.](?P<number>0[1-9]|1[0-2])[-/.](?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
            # 17 de diciembre de 2015, 17 Diciembre 2015, 17-dic-2015, 1º de mayo del 2020
            rf"(?<!\d){_DAY}(?:º|°|ª|\.º|er)?(?:[\s/.-]{{1,3}}|\s+de\s+){month}(?:[\s,/.-]{{1,3}}|,?\s+del?\s+){_YEAR}(?!\d)",
            # diciembre 17, 2015; diciembre 17 de 2015; December 17, 2015
            rf"\b{month}\s+{_DAY}(?:st|nd|rd|th)?(?:,\s*|\s+|,?\s+del?\s+){_YEAR}(?!\d)",
            # 17/12/2015, 17.12.2015, 17-12-2015
            rf"(?<!\d){_DAY}(?P<mark>[/.-])(?P<number>0?[1-9]|1[0-2])(?P=mark){_YEAR}(?!\d)",
            # 17/12/15
            r"(?<!\d)(?P<day>0[1-9]|[12]\d|3[01])/(?P<number>0[1-9]|1[0-2])/(?P<short>\d{2})(?![\d/])",
            # diciembre de 2015, dic. 2015
            rf"\b{month}(?:,?\s+|\s+del?\s+|[-/]){_YEAR}(?!\d)",
        )
    )


def find_date(text: str) -> tuple[str, int, int] | None:
    """Find the first of the most precise dates in `text`.

    Returns:
        (ISO 8601 date, start, end), or None; a month without a day gives `2015-12`.

    >>> find_date("Madrid, 17 de diciembre de 2015.-")
    ('2015-12-17', 8, 31)
    """
    folded = fold(text)
    for pattern in _date_patterns():
        for match in pattern.finditer(folded):
            iso = _iso(match.groupdict())
            if iso:
                return iso, match.start(), match.end()
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    """Return the ISO date of a match, or None where the calendar has no such day."""
    year = int(parts.get("year") or f"20{parts['short']}")
    number = parts.get("number")
    month = int(number) if number else int(load("metadata")["months"][parts["month"]])
    if not parts.get("day"):
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, int(parts["day"] or 1)).isoformat()
    except ValueError:
        return None


_LABEL = re.compile(r"\s*(?P<label>[^\W\d][^:\d|•·]{0,40}?)\s*:\s*")
# Between parts: bars and spaced dashes, brackets, the end of a sentence; commas join closer.
_SEPARATOR = re.compile(
    r"\s*(\s[-–—]+\s|[|•·/;()]|,|(?:(?<=[^\W\d]{3})|(?<=[\d)]))\.\s+(?=[A-ZÁÉÍÓÚÑ«\d|]))\s*"
)
_AND = re.compile(r",?\s(?:y|e)\s(?=[A-ZÁÉÍÓÚÑ])")
_TIME = re.compile(r"(?<![\d/])\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)")
_DANGLING = re.compile(r"\s(?:el|en|on|del|de|a)\s?\Z")  # "… López el | 5 de enero"
_EMAIL = re.compile(r"\S*@\S+")  # and the names of accounts
_IN = re.compile(r"en\s+(?:(?:el|la|los|las)\s+)?")
_INITIAL = re.compile(r"(?:[A-ZÁÉÍÓÚÑ]\.\s?){1,2}[A-ZÁÉÍÓÚÑ]\w+")  # "J. Orbaneja"
_ARTICLE = re.compile(r"(?:el|la|los|las)\s+")


@dataclass(slots=True)
class _Parts:
    """What the parts of a line have told so far."""

    authors: list[str] = field(default_factory=list)
    announced: list[bool] = field(default_factory=list)  # of each author: right after a label
    publisher: str | None = None
    first: str | None = None  # name of the line: with a number, whose number it is
    numbered: bool = False  # an issue
    labelled: bool = False
    counted: bool = False  # how often the page was read, shared or answered
    published: bool = False  # "Publicado …": where, may follow
    described: bool = False  # what is published: "Vitrina, revista de la Cámara"


def read_byline(line: str) -> Metadata | None:
    """Read a line that says who wrote, who published and when, and nothing else.

    Args:
        line: one line of the page, without its line end.

    Returns:
        Authors, publisher and date, any of which may be missing ("Redacción" gives itself as
        author), or None where the line is anything else, such as "Por qué fracasan los proyectos".

    >>> read_byline("Por Redacción - 17 Diciembre 2015").published
    '2015-12-17'
    >>> read_byline("Revista Carga y Ruta, edición de marzo de 2018").publisher
    'Revista Carga y Ruta'
    >>> read_byline("Por qué las empresas fracasan") is None
    True
    """
    if not line.strip() or len(line) > 300 or len(line.split()) > _BYLINE_WORDS:
        return None
    found = find_date(line)
    rest = line if not found else f"{_DANGLING.sub('', line[: found[1]])} | {line[found[2] :]}"
    rest = _TIME.sub(" ", _EMAIL.sub(" ", rest))
    barred = bool(found) and _BAR.search(line) is not None  # "Consultora | 14 de mayo de 2023 | …"
    told = _parts_of(rest, barred=barred)
    if told is None:
        return None
    if told.numbered and told.first and not (told.publisher or told.labelled):
        told.publisher, told.authors, told.announced = told.first, [], []
    signed = len(told.authors) == 1 and is_collective(told.authors[0]) and told.publisher is None
    issued = told.publisher is not None and told.numbered
    announced = told.labelled and bool(told.authors or told.publisher)
    counted = told.counted and bool(_people(told))
    known = found or announced or signed or issued or counted or told.described
    if not (known or _is_initialled(told, rest)):
        return None
    return Metadata(
        authors=_people(told),
        publisher=told.publisher,
        published=found[0] if found else None,
    )


def is_signature(line: str, below: str) -> bool:
    """Say whether a line is an author's name: what that person does follows alone on the next.

    >>> is_signature("Ana Gil Soria", "Economista. Profesora de la Universidad de Soria")
    True
    >>> is_signature("Ana Gil Soria", "Economistas y alcaldes discuten el presupuesto")
    False
    """
    names = len(line.split()) > 1 and part_kind(line) == "name" and not is_collective(line)
    return names and len(below.split()) <= _BYLINE_WORDS and is_calling(_SEPARATOR.split(below)[0])


def is_full_name(line: str) -> bool:
    """Say whether a line is nothing but somebody's name: two words and more, none of a section.

    >>> is_full_name("Ana Gil Soria"), is_full_name("Redacción"), is_full_name("Sala Central")
    (True, False, False)
    """
    tokens = line.split()
    if len(tokens) < 2 or part_kind(line) != "name" or is_collective(line):
        return False
    sections = words()["asides"] | words()["publisher_heads"] | words()["aside_heads"]
    return not any(fold(token).strip(".,") in sections for token in tokens)


def _is_initialled(told: _Parts, text: str) -> bool:
    """Say whether a line only signs: "J. Orbaneja. Bilbao"."""
    signed = len(_people(told)) == 1 and _INITIAL.match(text.strip()) is not None
    return signed and len(_SEPARATOR.split(text.strip())) > 1


def _parts_of(text: str, *, barred: bool) -> _Parts | None:
    """Read a line part by part; None where one of them has no place in a by-line."""
    told = _Parts()
    said_what = False  # an author's calling goes on to the next bar: "…, profesor de A y B, C"
    labelled = False
    pieces = _SEPARATOR.split(text)
    for separator, part in zip(["|", *pieces[1::2]], pieces[::2], strict=True):
        said_what = said_what and separator == ","
        if said_what or not part.strip():
            continue
        part, announced = _strip_label(part, told)
        labelled = announced or (labelled and separator == ",")
        if not part.strip(" .,()*"):
            labelled = announced
            continue
        if told.authors and told.labelled and is_calling(part):
            said_what = True
            continue
        if separator == "," and is_periodical(part) and told.authors == [told.first]:
            told.publisher, told.described = told.first, True
            told.authors, told.announced = [], []
            continue
        taken = _take(part, told, announced=announced, labelled=labelled)
        if not taken and not (barred and len(part.split()) <= _PART_WORDS):
            return None
    return told


def _take(part: str, told: _Parts, *, announced: bool, labelled: bool) -> bool:
    """Take in what a part says; False where it has no place in a by-line."""
    place = _IN.match(part)
    if told.published and place:
        where = part[place.end() :]
        if _publishes(where):
            told.publisher = told.publisher or where.strip(' .,«»“”"')
        return part_kind(where) != "other"  # else a city or a section
    told.counted = told.counted or is_count(part)
    kind = part_kind(part)
    several = _AND.split(part)
    names: list[str] = []
    if kind in ("name", "other") and len(several) > 1 and _all_names(several):
        names = several
    elif kind == "name" or (labelled and kind == "publisher") or (announced and is_unit(part)):
        names = [part]
    elif kind == "publisher":
        told.publisher = told.publisher or part.strip(" .,()")
    told.first = told.first or (part.strip(" .,()*") if names else None)
    told.authors += [name.strip(" .,()*") for name in names]
    told.announced += [announced and not position for position in range(len(names))]
    told.numbered = told.numbered or kind == "issue"
    return kind != "other" or bool(names)


def _all_names(parts: list[str]) -> bool:
    return all(part_kind(part) == "name" for part in parts)


def _publishes(name: str) -> bool:
    """Say whether "publicado en …" goes on with a name and not a month, a city or a section."""
    kind = part_kind(name)
    return kind == "publisher" or (kind == "name" and len(name.split()) > 1)


def _people(told: _Parts) -> tuple[str, ...]:
    """Keep the names that may be authors: beside a date alone, one word is rather a city."""
    kept = [
        name
        for name, announced in zip(told.authors, told.announced, strict=True)
        if is_collective(name) or len(name.split()) > 1 or announced
    ]
    persons = [name for name in kept if not is_collective(name)]
    return tuple(dict.fromkeys(persons or kept))


def _strip_label(text: str, told: _Parts) -> tuple[str, bool]:
    """Cut "Por", "Autor:", "Publicado el" off; say whether an author was announced."""
    lists, announced = words(), False
    for _ in range(4):
        text = text.strip(" |,-–—.")
        label = _LABEL.match(text)
        if label and fold(label["label"]) in lists["author_labels"] | lists["date_labels"]:
            announced = announced or fold(label["label"]) in lists["author_labels"]
            text = text[label.end() :]
            continue
        tokens = text.split()
        if part_kind(text) == "publisher":  # "El Mercantil": no article of a date
            break
        for count in range(min(5, len(tokens)), 0, -1):
            head, rest = fold(" ".join(tokens[:count])), " ".join(tokens[count:])
            if rest and head in lists["publisher_labels"] and _publishes(_ARTICLE.sub("", rest, 1)):
                told.published = told.labelled = True
                return f"en {rest}", announced
            if rest and head in lists["author_labels"]:
                announced, text = True, rest
                break
            if head in lists["date_labels"]:
                told.published = told.published or head.startswith("publicad")
                text = rest
                break
        else:
            break
    told.labelled = told.labelled or announced
    return text, announced
