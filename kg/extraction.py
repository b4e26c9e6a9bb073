"""Reads everything that an article tells: roles, names, studies, figures and advice."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpus.article import Article
from kg.entity import find_entities
from kg.facts import ArticleFacts, Entity, RoleMention, Statistic, Study
from kg.lexicon import DATA
from kg.recommendation import find_recommendations
from kg.role import find_roles
from kg.role_name import name_roles
from kg.role_open import find_open_roles
from kg.statistic import find_statistics
from kg.study import read_studies
from kg.study_floor import FLOOR

__all__ = ["EXTRACTOR", "Extractor", "extract", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Extractor:
    """Who read the facts: for the provenance of every one of them."""

    name: str
    version: str


def _version() -> str:
    try:
        return version("puente")
    except PackageNotFoundError:
        return "0"


EXTRACTOR = Extractor("puente-rules", _version())


@cache
def fingerprint() -> str:
    """Return a hash of the extractors' code and lexicons: facts of another one are to be read anew.

    Returns:
        64 hex digits, the same for the same files whatever the machine.
    """
    digest = hashlib.sha256(EXTRACTOR.version.encode())
    package = Path(__file__).parent
    for path in sorted(
        [*package.glob("*.py"), *DATA.iterdir(), *(package / "vocabulary").iterdir()]
    ):
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def extract(article: Article) -> ArticleFacts:
    """Return every fact of an article, each kind in reading order."""
    entities = find_entities(article)
    reading = read_studies(article, entities)
    recommendations = find_recommendations(article, entities)
    advice = frozenset(recommendation.evidence.start for recommendation in recommendations)
    statistics = find_statistics(article, entities, reading.studies, reading=reading, advice=advice)
    return ArticleFacts(
        article.id,
        _roles(article, entities),
        entities,
        _told_studies(reading.studies, statistics),
        statistics,
        recommendations,
    )


def _told_studies(studies: Sequence[Study], statistics: Sequence[Statistic]) -> tuple[Study, ...]:
    """Return the studies; of who only took the floor, where a figure is of it."""
    told = {statistic.study for statistic in statistics}
    return tuple(study for study in studies if study.rule != FLOOR or study.key in told)


def _roles(article: Article, entities: Sequence[Entity]) -> tuple[RoleMention, ...]:
    """Return the roles that the sentences name; boilerplate is not read.

    Nor is what stands in the name of a firm: "Lorca Executive" is nobody's office.
    """
    found = [
        role
        for sentence in article.sentences
        for role in find_open_roles(
            article.text,
            sentence.start,
            sentence.end,
            find_roles(article.text, sentence.start, sentence.end),
        )
    ]
    firms = sorted(m for e in entities if e.kind == "organization" for m in e.mentions)
    starts = [firm.start for firm in firms]

    def in_firm(role: RoleMention) -> bool:
        at = bisect_right(starts, role.span.start) - 1
        return at >= 0 and firms[at].covers(role.span)

    return name_roles(article.text, [role for role in found if not in_firm(role)])
