"""Places in articles made into numbered citations, word for word."""

from index.answer.draft import Evidence
from index.base import Base
from index.provenance import provenance_at
from index.records import Citation

__all__ = ["citation_of"]


def citation_of(base: Base, evidence: Evidence, marker: int) -> Citation:
    """Return the whole sentences at `evidence` as the citation numbered `marker`."""
    article = base.article(evidence.article)
    return Citation(
        marker=marker,
        article=article.id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        quote=article.text[evidence.start : evidence.end],
        start=evidence.start,
        end=evidence.end,
        provenance=provenance_at(base.knowledge, article.id, evidence.start, evidence.end),
    )
