"""Dates, by-lines and publishers, as Spanish pages print them.

The lists of words are in `data/metadata.yaml`.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from corpus.lexicon import fold, load

__all__ = ["Metadata", "find_date", "read_byline"]

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


@cache
def _words() -> dict[str, frozenset[str]]:
    """Return the word lists of `metadata.yaml`, folded."""
    data = load("metadata")
    names = ("author_labels", "date_labels", "collective", "particles", "clock", "publisher_labels")
    return {name: frozenset(fold(word) for word in data[name]) for name in names}


_LABEL = re.compile(r"\s*(?P<label>[^\W\d][^:\d|•·]{0,40}?)\s*:\s*")
_SEPARATOR = re.compile(r"\s*(?:\s[-–—]+\s|[|•·/;]|,|\s(?:y|e)\s(?=[A-ZÁÉÍÓÚÑ]))\s*")
_NAME_TOKEN = re.compile(r"[A-ZÁÉÍÓÚÑÜÇ][\w'’.\-]*\Z")
_TIME = re.compile(r"(?<![\d/])\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)")
_DANGLING = re.compile(r"\s(?:el|en|on|del|de|a)\s?\Z")  # "… López el | 5 de enero"
_EMAIL = re.compile(r"\S*@\S+")  # and the names of accounts


def read_byline(line: str) -> Metadata | None:
    """Read a line that says who wrote and when, and nothing else.

    Args:
        line: one line of the page, without its line end.

    Returns:
        Authors and date, either of which may be missing ("Redacción" gives itself as author),
        or None where the line is anything else, such as "Por qué fracasan los proyectos".

    >>> read_byline("Por Redacción - 17 Diciembre 2015").published
    '2015-12-17'
    >>> read_byline("Por qué las empresas fracasan") is None
    True
    """
    if not line.strip() or len(line) > 300 or len(line.split()) > _BYLINE_WORDS:
        return None
    found = find_date(line)
    rest = line if not found else f"{_DANGLING.sub('', line[: found[1]])} | {line[found[2] :]}"
    stripped, labelled = _strip_label(_TIME.sub(" ", _EMAIL.sub(" ", rest)))
    authors: list[str] = []
    barred = _BAR.search(line) is not None  # "Consultora | 14 de febrero de 2023 | 6 min"
    for part in _SEPARATOR.split(stripped):
        kind = _part_kind(part)
        if kind == "other" and not (found and barred and len(part.split()) <= _PART_WORDS):
            return None
        if kind == "name":
            authors.append(part.strip(" .,()"))
    if not found and not labelled and not (len(authors) == 1 and _is_collective(authors[0])):
        return None
    return Metadata(
        authors=_people(authors, labelled=labelled), published=found[0] if found else None
    )


def _people(names: list[str], *, labelled: bool) -> tuple[str, ...]:
    """Keep the names that may be authors: beside a date alone, one word is rather a city."""
    kept = [
        name
        for position, name in enumerate(names)
        if _is_collective(name) or len(name.split()) > 1 or (labelled and position == 0)
    ]
    persons = [name for name in kept if not _is_collective(name)]
    return tuple(dict.fromkeys(persons or kept))


def _strip_label(text: str) -> tuple[str, bool]:
    """Cut "Por", "Autor:", "Publicado el" off; say whether an author was announced."""
    lists, labelled = _words(), False
    for _ in range(4):
        text = text.strip(" |,-–—.")
        label = _LABEL.match(text)
        if label and fold(label["label"]) in lists["author_labels"] | lists["date_labels"]:
            labelled = labelled or fold(label["label"]) in lists["author_labels"]
            text = text[label.end() :]
            continue
        words = text.split()
        for count in (4, 3, 2, 1):
            head = fold(" ".join(words[:count]))
            if len(words) > count and head in lists["author_labels"]:
                labelled, text = True, " ".join(words[count:])
                break
            if len(words) >= count and head in lists["date_labels"]:
                text = " ".join(words[count:])
                break
        else:
            break
    return text, labelled


def _is_collective(name: str) -> bool:
    """Say whether a desk or an agency signs, as in "Redacción" or "EFE"."""
    return fold(name.strip(" .()")) in _words()["collective"]


def _part_kind(part: str) -> str:
    """Tell what a part of a by-line is: "empty", "name" or "other"."""
    lists = _words()
    part = part.strip(" .,()[]-–—:")
    tokens = part.split()
    if not tokens or all(
        fold(t).strip(".:") in lists["clock"] or t.isdigit() or fold(t) in lists["date_labels"]
        for t in tokens
    ):
        return "empty"
    if _is_collective(part):
        return "name"
    if fold(part).strip(":") in lists["author_labels"] | lists["date_labels"]:
        return "empty"
    capitals = [t for t in tokens if _NAME_TOKEN.match(t)]
    small = [t for t in tokens if fold(t) in lists["particles"]]
    named = capitals and len(tokens) <= 6 and len(capitals) + len(small) == len(tokens)
    return "name" if named and _NAME_TOKEN.match(tokens[0]) else "other"
