"""Gold annotations: what a careful reader finds in an article, with every place resolved.

The files give a place either as `{"quote": "..."}` (our own, see README.md) or as
`[start, end]`; here both become a `Span` of the text that is being measured.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Span

__all__ = [
    "Gold",
    "GoldArticle",
    "GoldError",
    "GoldQuestion",
    "GoldRecommendation",
    "GoldRelation",
    "GoldRole",
    "GoldSample",
    "GoldStatistic",
    "GoldStudy",
    "find_quote",
    "load_asked",
    "load_gold",
    "resolve_gold",
    "squeezed",
    "text_of",
]

HERE = Path(__file__).parent
ARTICLES = HERE.parents[1] / "corpus" / "articles"


class GoldError(ValueError):
    """A quote of a gold file is not in its text exactly once."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    title: str | None
    author: tuple[str, ...]
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class GoldRole:
    label: str
    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldSample:
    n: int
    population: str
    comparator: str = "="
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class GoldStudy:
    id: str
    title: str | None
    conducted_by: tuple[str, ...]
    year: int | None
    samples: tuple[GoldSample, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldStatistic:
    """A figure; `optional` where the text gives it a second time."""

    span: Span
    value: float
    unit: str
    comparator: str
    value_text: str
    population: str | None
    claim: str
    study: str | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldRecommendation:
    """An advice; `optional` where it is only implied or said a second time."""

    span: Span
    summary: str
    by: str | None
    to: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldRelation:
    subject: str
    predicate: str
    object: str
    span: Span


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question; `values` and `must` (lower case, no accents) are what a right answer shows."""

    text: str
    type: str
    answer: str
    values: tuple[float, ...]
    must: tuple[str, ...]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """All annotations of one text; spans point into `text`."""

    id: str
    text: str
    article: GoldArticle
    boilerplate: tuple[Span, ...]
    roles: tuple[GoldRole, ...]
    organizations: tuple[str, ...]
    persons: tuple[str, ...]
    studies: tuple[GoldStudy, ...]
    statistics: tuple[GoldStatistic, ...]
    recommendations: tuple[GoldRecommendation, ...]
    relations: tuple[GoldRelation, ...]
    questions: tuple[GoldQuestion, ...]
    unanswerable: tuple[str, ...]


def find_quote(quote: str, text: str) -> Span:
    """Return the only place of `quote` in `text`; any run of white space equals any other.

    Raises:
        GoldError: if it is there never, or more than once.
    """
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    found = [Span(m.start(), m.end()) for m in re.finditer(pattern, text)]
    if len(found) != 1:
        raise GoldError(f"found {len(found)} times, must be once: {quote!r}")
    return found[0]


def _span(place: Mapping[str, str] | Sequence[int], text: str) -> Span:
    if isinstance(place, Mapping):
        return find_quote(place["quote"], text)
    start, end = place
    return Span(start, end)


def _optional(fact: Mapping[str, Any]) -> bool:
    return bool(fact.get("repeat")) or fact.get("strength") == "implied"


def _study(raw: Mapping[str, Any], text: str) -> GoldStudy:
    samples = tuple(
        GoldSample(s["n"], s["population"], s.get("comparator", "="), s.get("surface"))
        for s in raw["samples"]
    )
    return GoldStudy(
        id=raw["id"],
        title=raw["title"],
        conducted_by=tuple(raw["conducted_by"]),
        year=raw["year"],
        samples=samples,
        spans=tuple(_span(s, text) for s in raw["spans"]),
    )


def _statistic(raw: Mapping[str, Any], text: str) -> GoldStatistic:
    return GoldStatistic(
        span=_span(raw["span"], text),
        value=float(raw["value"]),
        unit=raw["unit"],
        comparator=raw["comparator"],
        value_text=raw["value_text"],
        population=raw["population"],
        claim=raw["claim"],
        study=raw["study"],
        optional=_optional(raw),
    )


def _question(raw: Mapping[str, Any], text: str) -> GoldQuestion:
    return GoldQuestion(
        text=raw["q"],
        type=raw["type"],
        answer=raw["answer"],
        values=tuple(float(v) for v in raw["values"]),
        must=tuple(raw["must"]),
        evidence=tuple(_span(e, text) for e in raw["evidence"]),
    )


def resolve_gold(raw: Mapping[str, Any], text: str) -> Gold:
    """Turn one gold file's content into records whose spans point into `text`.

    Raises:
        GoldError: if a quote is not in `text` exactly once.
    """
    about = raw["article"]
    return Gold(
        id=raw["id"],
        text=text,
        article=GoldArticle(
            about["title"], tuple(about["author"]), about["publisher"], about["published"]
        ),
        boilerplate=tuple(_span(b, text) for b in raw["boilerplate"]),
        roles=tuple(
            GoldRole(r["label"], r.get("kind", "person"), tuple(r["forms"])) for r in raw["roles"]
        ),
        organizations=tuple(raw["organizations"]),
        persons=tuple(raw["persons"]),
        studies=tuple(_study(s, text) for s in raw["studies"]),
        statistics=tuple(_statistic(s, text) for s in raw["statistics"]),
        recommendations=tuple(
            GoldRecommendation(
                _span(r["span"], text), r["summary"], r["by"], tuple(r["to"]), _optional(r)
            )
            for r in raw["recommendations"]
        ),
        relations=tuple(
            GoldRelation(r["s"], r["p"], r["o"], _span(r["span"], text)) for r in raw["relations"]
        ),
        questions=tuple(_question(q, text) for q in raw["questions"]),
        unanswerable=tuple(raw["unanswerable"]),
    )


def text_of(stem: str, folder: Path) -> str:
    """Return the text that `<stem>.json` of `folder` speaks of.

    That is `<stem>.txt` beside it, or else the text that Puente reads in the digest of that name.
    """
    beside = folder / f"{stem}.txt"
    if beside.exists():
        return beside.read_text(encoding="utf-8")
    # only the digests need the reader, and it imports much
    from corpus.reading import iter_sources, read_source

    (source,) = iter_sources([ARTICLES / f"{stem}.md"])
    return read_source(source).text


def load_gold(folder: Path, texts: Mapping[str, str] | None = None) -> list[Gold]:
    """Load every annotated text of `folder`, in the order of their names.

    Args:
        folder: `tests/gold/digests`, `tests/gold/unseen/dev`, … or any folder of such files.
        texts: stem -> text to resolve the places in; by default `text_of`.

    Raises:
        GoldError: if a quote is not in its text exactly once.
    """
    golds = []
    for path in sorted(folder.glob("*.json")):
        if path.stem == "cross":  # questions across articles, not annotations
            continue
        text = text_of(path.stem, folder) if texts is None else texts[path.stem]
        try:
            golds.append(resolve_gold(json.loads(path.read_text(encoding="utf-8")), text))
        except GoldError as error:
            raise GoldError(f"{path.name}: {error}") from error
    return golds


def squeezed(text: str) -> str:
    """Return a text with every run of white space one space."""
    return " ".join(text.split())


def load_asked(
    folder: Path, quoted: Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]
) -> list[Mapping[str, Any]]:
    """Load the `questions.jsonl` of a folder of texts.

    Args:
        quoted: the sentences that a question quotes, each with the stem of its text.

    Raises:
        GoldError: if a sentence does not stand in its text.
    """
    texts = {p.stem: squeezed(p.read_text(encoding="utf-8")) for p in folder.glob("*.txt")}
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked: list[Mapping[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    for stem, quote in (place for raw in asked for place in quoted(raw)):
        if squeezed(quote) not in texts[stem]:
            raise GoldError(f"not in {folder.name}/{stem}.txt: {quote!r}")
    return asked
