"""Answers to what changed from one year to another: what the articles say of each."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.answer.cues import cues
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked, Scored
from index.answer.passages import quoted
from index.answer.phrasing import phrase

__all__ = ["draft_change"]

LOOKED = 40  # sentences that are looked at for the years of "desde 2015"
EACH = 4  # sentences of one year at most
FAIR = 0.75  # of the best score of the year


def draft_change(asked: Asked) -> Draft:
    """Return what fits of each year that the question names, the earlier first.

    A sentence is of the year that it names, else of the year of its study, else of that of its
    article. Empty unless every year has one. "Desde 2015" names the first year from then on of
    which something is told, and the last.
    """
    years = _asked_years(asked)
    told = [_of_year(asked, year) for year in years]
    if len(years) < 2 or not all(told):
        return Draft("change")
    statements = [
        _dated(asked, year, quoted(asked, sentence))
        for year, sentences in zip(years, told, strict=True)
        for sentence in sentences
    ]
    return Draft("change", tuple(statements))


def _asked_years(asked: Asked) -> Sequence[str]:
    """Return the years to be told of, the earlier first."""
    years = sorted(asked.question.years)
    if len(years) != 1 or not cues().since.search(asked.question.folded):
        return years
    dates = [record.published for record in asked.knowledge.articles.values()]
    latest = max((date[:4] for date in dates if date), default="")
    told = {year for s in asked.told[:LOOKED] for year in _years(asked, s)}
    since = [year for year in told if years[0] <= year <= latest]
    return sorted({min(since), max(since)}) if since else years


def _dated(asked: Asked, year: str, statement: Statement) -> Statement:
    """Put the year before what is said, and cite the line that tells it, where there is one."""
    article = asked.base.article(statement.evidence[0].article)
    naming = [s for s in article.sentences if year in _years_in(s.of(article.text))]
    if not naming or year in _years_in(statement.text):
        return statement
    line = Evidence(article.id, naming[0].start, naming[0].end)
    text = phrase(asked.question.language, "of_year", year=year, statement=statement.text)
    return replace(statement, text=text, evidence=(*statement.evidence, line))


def _of_year(asked: Asked, year: str) -> Sequence[Scored]:
    mine = [s for s in asked.told if year in _years(asked, s)]
    measured = [s for s in mine if s.statistics]
    mine = measured or mine  # what changed is told by figures, where there are any
    return [s for s in mine if s.score >= FAIR * mine[0].score][:EACH]


def _years_in(text: str) -> set[str]:
    return set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))


def _years(asked: Asked, sentence: Scored) -> Collection[str]:
    if found := _years_in(sentence.text) or asked.study_years(sentence.statistics):
        return found
    return {(asked.base.article(sentence.article).published or "")[:4]}
