"""The library: the list of articles, and one article as the reader of the page draws it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from corpus.article import Article
from index.base import Base
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def list_articles(_: Payload) -> Reply:
        base = live.current()
        return {
            "articles": live.once("library", _library),
            "skipped": [asdict(entry) for entry in base.manifest.skipped],
        }

    def read(payload: Payload) -> Reply:
        base = live.current()
        article = base.article(str(payload.get("id", "")))
        return {"article": {**_as_read(article), "facts": _facts(base, article.id)}}

    return {"list": list_articles, "read": read}


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
    }


def _facts(base: Base, article: str) -> list[dict[str, Any]]:
    return []
