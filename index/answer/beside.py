"""Answers that stand beside the question: of another country, year or group than is asked for.

A sentence that meets every word of a question may tell of the country next to the one that is
asked for. Where it does is read from the sentence, from those before it, from its title or from
what its article mostly speaks of; where none of these names any, nothing is held against it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.lexicon import fold
from index.answer.cues import cues
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.answer.phrasing import join, phrase
from index.answer.question import Question
from index.answer.reading import function_words, rarity, read
from index.answer.relevance import may_be_anybody, spoken_of
from kg.country import (
    agree,
    country_label,
    find_countries,
    is_country,
    is_region,
    main_country,
)
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["countries_asked", "groups_asked", "left_beside", "names_unknown"]

NAME = 0.7  # how rare a word is, at least, that is taken for a name
SHORTEST = 4  # letters of a name, at least: "PIN" and "FP" are words
BACK = 6  # sentences back in which a country or year is named that goes on
_NAME = re.compile(r"(?<=[\w,] )[A-ZÁÉÍÓÚÑ]\w+(?: [A-ZÁÉÍÓÚÑ]\w+)*")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![.,]?\d)")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told instead of what is asked for: a phrase of `answers.yaml` and its two sides."""

    key: str
    have: Sequence[str]
    want: Sequence[str]


# True where a statement tells of what is asked for, None where it does not say of what
_Stands = Beside | bool | None


def left_beside(asked: Asked, draft: Draft) -> tuple[Draft, str | None]:
    """Leave out what tells of others than those asked for.

    Where what fits best is left out, the rest must say that it tells of those asked for.

    Returns:
        The rest of the draft and, where nothing of it is left, what it told of in words: "hablan
        de México, no de Chile".
    """
    if strangers := names_unknown(asked):
        nobody = replace(draft, statements=())
        return nobody, phrase(asked.question.language, "no_source", name=strangers[0])
    ways = _ways(asked, draft.kind)
    stand = [[way(statement) for way in ways] for statement in draft.statements]
    doubtful = [isinstance(one, Beside) for one in stand[0]] if stand else []
    kept = tuple(
        statement
        for statement, row in zip(draft.statements, stand, strict=True)
        if not any(
            isinstance(one, Beside) or (doubt and one is None)
            for one, doubt in zip(row, doubtful, strict=True)
        )
    )
    others = [one for row in stand for one in row if isinstance(one, Beside)]
    said = None if kept or not others else _said(others, asked.question.language)
    return replace(draft, statements=kept), said


def names_unknown(asked: Asked) -> list[str]:
    """Return names of the question that no article holds, nor anything for them.

    Those written with a capital, and in lower case places ("en cusco") and who is to have said it
    ("que opina gartner"); where others are asked for beside them, these may be answered. Countries
    have other names too.
    """
    question = asked.question
    absent = [
        word
        for word in asked.relevance.absent
        if rarity(word) >= NAME and word not in function_words()
    ]
    sources = set(cues().source.findall(question.folded))
    if asked.entities or asked.studies or sources.difference(absent):
        sources = set()
    written = {fold(word): word for word in re.findall(r"\w+", question.text)}
    typed = [place.title() for place in question.places]
    whole = {
        fold(word): name
        for name in (*typed, *_NAME.findall(question.text))
        for word in name.split()
    }
    capitals = _capitals(question, written)
    names = [
        whole.get(word, written.get(word, word)) for word in absent if word in sources | capitals
    ]
    shown = [name.capitalize() if name.islower() else name for name in names]
    return [name for name in dict.fromkeys(shown) if not is_country(name)]


def _capitals(question: Question, written: Mapping[str, str]) -> set[str]:
    """Return the words that a capital makes names; none where every word is written with one."""
    later = list(written.values())[1:]
    if 2 * sum(not word.islower() for word in later) > len(later):
        return set()
    beside = set(cues().beside.findall(question.folded))
    long = {word for word in question.names if len(word) >= SHORTEST}
    return {word for word in long - beside if not written.get(word, word).isupper()}


def _said(others: Sequence[Beside], language: str) -> str:
    """Say what all of them tell of, as the first does."""
    key, want = others[0].key, others[0].want
    have = sorted({one for other in others if other.key == key for one in other.have})
    return phrase(language, key, have=join(have, language), want=join(want, language))


def _ways(asked: Asked, kind: str) -> Sequence[Callable[[Statement], _Stands]]:
    """Return what is held against statements, as far as it is asked for; the group of figures."""
    question, ways = asked.question, list[Callable[[Statement], _Stands]]()
    if countries := countries_asked(asked):
        ways.append(partial(_country, asked, countries))
    if question.years and kind not in ("change", "study", "author", "inventory", "check"):
        ways.append(partial(_year, asked))
    if question.asks("figure") and (groups := groups_asked(question)):
        ways.append(partial(_group, asked, groups))
    return ways


def _country(asked: Asked, wanted: Sequence[str], statement: Statement) -> _Stands:
    """Hold what is told of one country against a question for another."""
    told = set(find_countries(" ".join(asked.quote(evidence) for evidence in statement.evidence)))
    if agree(wanted, told):
        return True
    around = _countries_around(asked, statement.evidence[0])
    if not told | around:
        return None
    if agree(wanted, around):
        return True
    language = asked.question.language
    have = [country_label(one, language) for one in told or around]
    return Beside("no_country", have, [country_label(one, language) for one in wanted])


def countries_asked(asked: Asked) -> list[str]:
    """Return the countries of a question.

    Those in a name ("Telefónica España") are not meant, and regions tell too little ("la
    directiva europea").
    """
    text = asked.question.folded
    for entity in asked.entities:
        for name in entity.names:
            text = text.replace(" ".join(re.findall(r"\w+", fold(name))), " ")
    found = dict.fromkeys(find_countries(text, typed=True))
    return [country for country in found if not is_region(country)]


def _countries_around(asked: Asked, evidence: Evidence) -> set[str]:
    """Return the countries last named before a sentence, of its title, or of its article."""
    article = asked.base.article(evidence.article)
    last = next(filter(None, map(find_countries, _before(asked, evidence))), [])
    if found := last or find_countries(article.title):
        return set(found)
    main = main_country(article.text)
    return {main} if main else set()


def _group(asked: Asked, wanted: Sequence[str], statement: Statement) -> _Stands:
    """Hold figures of a CFO against a question for those of a CIO."""
    held = [p for figure in statement.statistics for p in figure.populations]
    roles = [p.role for p in held if p.role]
    told = [*roles, *read(asked.quote(statement.evidence[0])).roles]
    if any(spoken_of(role, told) for role in wanted):
        return True
    if not roles or len(roles) < len(held):
        return None
    concepts = thesaurus().concepts
    return Beside("no_population", [p.label for p in held], [concepts[r].label for r in wanted])


def groups_asked(question: Question) -> list[str]:
    """Return the roles that a figure is asked of, and those beside: "los CIO y cuántos CFO"."""
    found = find_roles(question.text, casefold=True)
    wanted: list[str] = []
    for before, one in zip([None, *found], found, strict=False):
        between = question.text[before.span.end : one.span.start] if before else ""
        beside = before and before.role in wanted and cues().joined.fullmatch(fold(between))
        if one.role in question.population or beside:
            wanted.append(one.role)
    return [role for role in dict.fromkeys(wanted) if not may_be_anybody(role)]


def _year(asked: Asked, statement: Statement) -> _Stands:
    """Hold what is told of one year against a question for another.

    The years of a statement are those of its sentences, of the last before that names one, of its
    study, of its article and the one before that ("el año pasado"). Where the article has no date,
    any year that it names may be meant, or the one before.
    """
    article = asked.base.article(statement.evidence[0].article)
    known = set(asked.study_years(statement.statistics))
    if article.published:
        dates = {article.published[:4]}
        known |= _years_around(asked, statement)
    else:
        dates = set(_YEAR.findall(article.text))
    known |= {*dates, *(str(int(year) - 1) for year in dates)}
    if not any(map(asked.question.covers, known)):
        return Beside("no_year", (), asked.question.years) if known else None
    return True


def _years_around(asked: Asked, statement: Statement) -> set[str]:
    """Return the years of the sentences of a statement, and of the last before that names one."""
    years = {year for e in statement.evidence for year in _YEAR.findall(asked.quote(e))}
    before = _before(asked, statement.evidence[0])
    return years.union(next(filter(None, map(_YEAR.findall, before)), ()))


def _before(asked: Asked, evidence: Evidence) -> Iterator[str]:
    """Yield the sentences before one, the nearest first."""
    article = asked.base.article(evidence.article)
    place = asked.sentence_at(article, evidence.start) or 0
    for sentence in reversed(article.sentences[max(place - BACK, 0) : place]):
        yield sentence.of(article.text)
