"""Articles as JSON and back, without loss."""

from collections.abc import Mapping
from typing import Any

from corpus.article import Article, Block, Passage, Sentence

__all__ = ["article_from_json", "article_to_json"]


def article_to_json(article: Article) -> dict[str, object]:
    """Return an article as plain values, ready for `json.dumps`.

    Keys are those of `puente article --json`; offsets are characters of `text`.
    """
    return {
        "id": article.id,
        "title": article.title,
        "authors": list(article.authors),
        "publisher": article.publisher,
        "published": article.published,
        "language": article.language,
        "source": article.source,
        "sha256": article.sha256,
        "digest": article.digest,
        "text": article.text,
        "blocks": [{"kind": b.kind, "start": b.start, "end": b.end} for b in article.blocks],
        "sentences": [
            {"start": s.start, "end": s.end, "block": s.block} for s in article.sentences
        ],
        "passages": [
            {
                "start": p.start,
                "end": p.end,
                "first": p.first,
                "last": p.last,
                "heading": list(p.heading),
            }
            for p in article.passages
        ],
    }


def article_from_json(values: Mapping[str, Any]) -> Article:
    """Return the article that `article_to_json` wrote.

    Raises:
        KeyError: if a key is missing.
    """
    return Article(
        id=values["id"],
        text=values["text"],
        title=values["title"],
        authors=tuple(values["authors"]),
        publisher=values["publisher"],
        published=values["published"],
        language=values["language"],
        source=values["source"],
        sha256=values["sha256"],
        blocks=tuple(Block(b["start"], b["end"], b["kind"]) for b in values["blocks"]),
        sentences=tuple(Sentence(s["start"], s["end"], s["block"]) for s in values["sentences"]),
        passages=tuple(
            Passage(p["start"], p["end"], p["first"], p["last"], tuple(p["heading"]))
            for p in values["passages"]
        ),
        digest=values["digest"],
    )
