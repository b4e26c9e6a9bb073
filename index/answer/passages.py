"""Answers in the articles' own words: the sentences that fit, in reading order."""

from corpus.lexicon import fold
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked, Scored
from index.answer.phrasing import join, phrase

__all__ = ["draft_advice", "draft_authors", "draft_text"]

CLOSE = 0.80  # a sentence is told beside the best one where it scores this well, relative to it
FAIR = 0.62  # … where everything is asked for
MOST = 3
NOT_SAID = frozenset({"title", "byline", "heading"})  # they head what is said, and say it not
MOST_OF_ALL = 10


def draft_text(asked: Asked) -> Draft:
    """Return the sentences that answer, word for word."""
    ranked = [s for s in asked.ranked if s.kind not in NOT_SAID]
    return _verbatim(asked, ranked, "text")


def draft_advice(asked: Asked) -> Draft:
    """Return the advice that fits, word for word; only advice where a list of it is asked for."""
    ranked = [s for s in asked.ranked if s.recommendations or s.kind not in NOT_SAID]
    if asked.question.everything:
        ranked = [s for s in ranked if s.recommendations]
    return _verbatim(asked, ranked, "advice")


def _verbatim(asked: Asked, ranked: list[Scored], kind: str) -> Draft:
    if not ranked:
        return Draft(kind)
    best = ranked[0].score
    everything = asked.question.everything
    floor = (FAIR if everything else CLOSE) * best
    kept = [s for s in ranked if s.score >= floor][: MOST_OF_ALL if everything else MOST]
    lead = kept[0]
    # the sentence that fits best is read first; the others follow in the order of reading
    rest = sorted(kept[1:], key=lambda s: (s.article != lead.article, s.article, s.start))
    return Draft(
        kind,
        tuple(
            Statement(
                s.text, (Evidence(s.article, s.start, s.end),), s.statistics, s.score, verbatim=True
            )
            for s in [lead, *rest]
        ),
        signals={"best": best},
    )


def draft_authors(asked: Asked) -> Draft:
    """Return who signs the article that the question means, citing the line that says so."""
    best = None
    for article in asked.base.iter_articles():
        fit = asked.relevance.words_met(article.title)
        if best is None or fit > best[0]:
            best = (fit, article)
    if best is None or best[0] < 0.3 or not best[1].authors:
        return Draft("author")
    fit, article = best
    name = fold(article.authors[0])
    lines = [
        s
        for s in article.sentences
        if article.blocks[s.block].kind in ("byline", "title", "paragraph")
        and name in fold(s.of(article.text))
    ]
    if not lines:
        return Draft("author")
    language = asked.question.language
    text = phrase(
        language,
        "authors" if len(article.authors) == 1 else "authors_many",
        title=article.title,
        authors=join(article.authors, language),
    )
    return Draft(
        "author",
        (Statement(text, (Evidence(article.id, lines[0].start, lines[0].end),), (), fit),),
        signals={"best": fit},
    )
