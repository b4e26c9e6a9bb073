"""Answers that list and count what a base holds: articles, studies, recommendations, figures."""

from collections.abc import Callable, Mapping, Sequence

from index.answer.cues import cues
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.answer.phrasing import phrase
from index.answer.relevance import are_of
from index.answer.studies import draft_studies
from index.lexical import stem_terms
from kg.facts import Population
from kg.records import ArticleRecord

__all__ = ["draft_inventory"]

MOST = 10  # things of one list
CERTAIN = 1.0  # fit of what the graph itself counts


def draft_inventory(asked: Asked) -> Draft:
    """Return how many things of a kind the base holds that fit what else is asked, and which.

    Empty where none fits, or where the question asks for things of no kind that is counted.
    """
    for thing, cue in cues().things.items():
        if cue.search(asked.question.folded):
            return _counted(asked, thing, _LISTS[thing](asked))
    return Draft("inventory")


def _counted(asked: Asked, thing: str, listed: Sequence[Statement]) -> Draft:
    if not listed:
        return Draft("inventory")
    number = str(len(listed))
    text = phrase(asked.question.language, f"count_{thing}", number=number)
    shown = tuple({one.evidence[0]: one for one in listed}.values())[:MOST]
    places = tuple(dict.fromkeys(one.evidence[0] for one in shown))
    total = Statement(text, places, (), CERTAIN, reckoned=(number,))
    return Draft("inventory", (total, *shown))


def _articles(asked: Asked) -> list[Statement]:
    """Return the articles of the years, and about whom and what, that the question names."""
    records = [r for r in asked.knowledge.articles.values() if asked.question.covers(r.published)]
    for entity in asked.entities:
        records = [record for record in records if record.id in entity.articles]
    named = cues().listing.union(*(words for _, words in asked.names_asked))
    wanted = [stem for t in asked.question.terms if t not in named for stem in stem_terms(t)]
    if wanted:
        held = asked.base.searcher.articles_with(wanted)
        records = [record for record in records if record.id in held]
    return [_article(asked, record) for record in records]


def _article(asked: Asked, record: ArticleRecord) -> Statement:
    article = asked.base.article(record.id)
    heads = [s for s in article.sentences if article.blocks[s.block].kind == "title"]
    line = (heads or article.sentences)[0]
    return Statement(f"«{record.title}»", (Evidence(record.id, line.start, line.end),), (), CERTAIN)


def _studies(asked: Asked) -> list[Statement]:
    return list(draft_studies(asked, every=True).statements)


def _recommendations(asked: Asked) -> list[Statement]:
    return [
        Statement(r.quote, (Evidence(r.article, r.start, r.end),), (), CERTAIN)
        for r in asked.knowledge.recommendations
        if _is_of(asked, r.to, r.by, r.article)
    ]


def _figures(asked: Asked) -> list[Statement]:
    return [
        Statement(s.quote, (Evidence(s.article, s.start, s.end),), (s,), CERTAIN)
        for s in asked.knowledge.statistics
        if _is_of(asked, s.populations, _maker(asked, s.study), s.article)
    ]


def _maker(asked: Asked, iri: str | None) -> str | None:
    study = asked.knowledge.study(iri)
    return ", ".join(study.conducted_by) if study else None


def _is_of(asked: Asked, groups: Sequence[Population], by: str | None, article: str) -> bool:
    """Say whether a fact is of the roles, of the house and of the time that the question names."""
    roles = asked.question.roles
    names = [name for e in asked.entities for name in e.names]
    record = asked.knowledge.articles.get(article)
    return (
        (not roles or are_of(groups, roles))
        and (not names or any(name in (by or "") for name in names))
        and asked.question.covers(record.published if record else None)
    )


_LISTS: Mapping[str, Callable[[Asked], list[Statement]]] = {
    "article": _articles,
    "study": _studies,
    "recommendation": _recommendations,
    "figure": _figures,
}
