"""The library: the list of articles, and one article as the reader of the page draws it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from corpus.article import Article
from index.base import Base
from kg.records import Evidence, Knowledge
from ui.web.fact import FactRows, join_populations
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply, skipped_reply

__all__ = ["functions"]

Fact = tuple[str, str, str, int, int]
"""IRI, kind, label, and where it stands in the article's text."""


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def list_articles(_: Payload) -> Reply:
        base = live.current()
        return {
            "articles": live.once("library", _library),
            "skipped": skipped_reply(base.manifest.skipped),
            "upload": live.uploads is not None,
        }

    def read(payload: Payload) -> Reply:
        base = live.current()
        article = base.article(str(payload.get("id", "")))
        rows = live.once("facts", FactRows.of)
        return {"article": {**_as_read(article), "facts": _facts(rows, article)}}

    def build(_: Payload) -> Reply:
        if live.uploads is not None:
            live.uploads.build()
        return {}

    def building(_: Payload) -> Reply:
        return {} if live.uploads is None else dict(live.uploads.state())

    return {"list": list_articles, "read": read, "build": build, "building": building}


def _library(base: Base) -> list[dict[str, Any]]:
    """Return what the list shows of each article; the texts themselves stay on disk."""
    return [
        {
            "id": entry.id,
            "title": entry.title,
            "publisher": entry.publisher,
            "published": entry.published,
            "source": entry.source,
            "counts": dict(entry.counts),
            "lacks": [key for key in ("published", "publisher") if not getattr(entry, key)],
        }
        for entry in base.manifest.articles
    ]


def _as_read(article: Article) -> dict[str, Any]:
    """Return an article with its blocks; offsets are code points, as everywhere."""
    return {
        "id": article.id,
        "title": article.title,
        "authors": article.authors,
        "publisher": article.publisher,
        "published": article.published,
        "language": article.language,
        "source": article.source,
        "digest": article.digest,
        "text": article.text,
        "blocks": [(block.kind, block.start, block.end) for block in article.blocks],
        "quality": _quality(article),
    }


def _quality(article: Article) -> dict[str, Any]:
    """Return how much of a page was read as the article, and how much was left out as padding."""
    left_out = [block for block in article.blocks if block.kind == "boilerplate"]
    whole = sum(block.end - block.start for block in article.blocks)
    lost = sum(block.end - block.start for block in left_out)
    return {
        "sentences": len(article.sentences),
        "left_out": len(left_out),
        "share": round(100 * lost / whole) if whole else 0,
    }


def _facts(rows: FactRows, article: Article) -> list[dict[str, Any]]:
    """Return what was read from an article, each fact with the place that shows it."""
    found = [*_whole_sentences(rows.knowledge, article.id), *_names(rows.knowledge, article)]
    return [
        {"iri": iri, "kind": kind, "label": label, "start": start, "end": end}
        for iri, kind, label, start, end in sorted(found, key=lambda fact: (*fact[3:], fact[0]))
    ]


def _whole_sentences(knowledge: Knowledge, article: str) -> Iterator[Fact]:
    for one in knowledge.statistics:
        if one.article == article:
            who = join_populations(one.populations)
            label = " · ".join(part for part in (one.value_text, who, one.claim) if part)
            yield one.iri, "statistic", label, one.start, one.end
    for advice in knowledge.recommendations:
        if advice.article == article:
            yield advice.iri, "recommendation", advice.text, advice.start, advice.end
    for study in knowledge.studies:
        for place in study.evidence:
            if place.article == article:
                yield study.iri, "study", study.label, place.start, place.end


def _names(knowledge: Knowledge, article: Article) -> Iterator[Fact]:
    """Yield roles, organisations and persons where their sentences name them, word for word."""
    for role in knowledge.roles:
        for span in _find(article, role.evidence, {role.label, *role.alternatives}):
            yield role.iri, "role", role.label, *span
    for entity in knowledge.entities:
        for span in _find(article, entity.evidence, {entity.name, *entity.aliases}):
            yield entity.iri, entity.kind, entity.name, *span


def _find(
    article: Article, sentences: Iterable[Evidence], forms: set[str]
) -> Iterator[tuple[int, int]]:
    """Yield where whole words of one of the forms stand, the longest form first."""
    longest = sorted(filter(None, forms), key=lambda form: (-len(form), form))
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(form) for form in longest)})(?!\w)", re.IGNORECASE
    )
    for sentence in sentences:
        if sentence.article == article.id:
            for found in pattern.finditer(article.text, sentence.start, sentence.end):
                yield found.span()
