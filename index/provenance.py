"""Who tells a figure and how old it is: what a careful reader asks before handing it on."""

from corpus.lexicon import fold
from index.records import Provenance
from kg.records import ArticleRecord, Knowledge, StudyRecord

__all__ = ["provenance_at", "provenance_of", "year_of"]


def provenance_of(study: StudyRecord | None, article: ArticleRecord | None) -> Provenance:
    """Return what is known of a figure of `study` that `article` tells."""
    makers = study.conducted_by if study else ()
    signed = article.authors if article else ()
    publisher = article.publisher if article else None
    own = (*signed, *([publisher] if publisher else []))
    return Provenance(
        second_hand=not any(_same(a, b) for a in own for b in makers) if makers else None,
        conducted_by=makers,
        told_by=publisher or ", ".join(signed) or None,
        year=year_of(study.published if study else None),
        told_year=year_of(article.published if article else None),
    )


def provenance_at(
    knowledge: Knowledge, article: str, start: int, end: int
) -> tuple[Provenance, ...]:
    """Return what is known of the figures between two offsets of an article, each thing once."""
    found = (
        provenance_of(knowledge.study(one.study), knowledge.articles.get(article))
        for one in knowledge.statistics
        if one.article == article and start <= one.start < end
    )
    return tuple(dict.fromkeys(found))


def year_of(date: str | None) -> int | None:
    """Return the year of an ISO 8601 date.

    >>> year_of("2015-12"), year_of(None)
    (2015, None)
    """
    head = (date or "")[:4]
    return int(head) if head.isdecimal() else None


def _same(one: str, other: str) -> bool:
    """Say whether two names are of the same, as "Lantegi" and "Instituto Lantegi" are."""
    first, second = (f" {' '.join(fold(name).split())} " for name in (one, other))
    return first in second or second in first
