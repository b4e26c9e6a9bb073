"""What speaks for a sentence as an answer to a question: signs, each a number from 0 to 1."""

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.lexicon import fold
from index.answer.cues import cues, tells
from index.answer.question import Question
from index.answer.reading import read
from index.answer.relevance import Relevance, role_credit
from index.lexical import find_words, stem_terms
from kg.numeral import find_figures
from kg.records import RecommendationRecord, StatisticRecord, StudyRecord

__all__ = ["Place", "fact_signs", "figure_kinds", "numbers_met", "word_signs"]

SHORT = 40  # characters: a shorter sentence seldom answers alone
LONG = 300  # characters: as much as one sentence of prose holds
LETTERS = 5  # an acronym has no more
ASKED = 100  # questions kept taken apart: each is held against many sentences
EARLY = 80  # characters: a definition names first what it defines
NO_FIGURES = frozenset({"year", "date", "time", "list", "label", "phone", "ordinal"})
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence with what stands around it and the facts that were read from it.

    Attributes:
        text: the sentence.
        before: the sentence before it, or the question that it replies to; "" where neither is.
        above: the title of its article and the heading that it stands under.
        given: words of the question that name whom the article speaks of.
        statistics: figures read from it, as `recommendations` and `studies` are.
    """

    text: str
    before: str = ""
    above: tuple[str, ...] = ()
    given: frozenset[str] = frozenset()
    statistics: tuple[StatisticRecord, ...] = ()
    recommendations: tuple[RecommendationRecord, ...] = ()
    studies: tuple[StudyRecord, ...] = ()

    @property
    def context(self) -> tuple[str, ...]:
        """What its words may leave unsaid, since it was said just before or above."""
        return (*self.above, self.before) if self.before else self.above


def word_signs(question: Question, relevance: Relevance, place: Place) -> dict[str, float]:
    """Return how the words of a sentence, alone and in their place, meet those of the question."""
    text, folded = place.text, fold(place.text)
    before = relevance.words_met(place.before) if place.before else 0.0
    return {
        "words": relevance.words_met(text),
        "context": relevance.words_met(text, *place.context, given=place.given),
        "above": relevance.words_met(*place.above),
        "before": before,
        "follows": before * tells("leaning", text),
        "roles": relevance.roles_met(text),
        "roles_context": relevance.roles_met(text, *place.context),
        "head": relevance.head_met(text) if question.head else 0.0,
        "adds": _adds(question, text),
        "numbers": numbers_met(question.numbers + question.years, text),
        "needs": float(bool(question.needs) and all(n.search(folded) for n in question.needs)),
        "asks": float(text.rstrip("»”\"'").endswith("?")),
        "short": float(len(text) < SHORT),
        "long": min(len(text) / LONG, 1.0),
    }


def fact_signs(question: Question, place: Place) -> dict[str, float]:
    """Return whether a sentence holds the kind of thing that the question asks for."""
    asks, text = question.asks, place.text
    counting = asks("figure", "comparison")
    held = figure_kinds(text) if counting or question.units else frozenset()
    whose = [p.role for s in place.statistics for p in s.populations if p.role]
    return {
        "advises": float(asks("recommendation") and bool(place.recommendations)),
        "counts": float(asks("figure") and bool(place.statistics)),
        "figures": float(asks("figure") and bool(held)),
        "compares": float(asks("comparison") and bool(place.statistics)),
        "unit": float(bool(held & set(question.units))),
        "whose": role_credit(question.roles, whose) if counting and question.roles else 0.0,
        "names_study": float(asks("study", "sample") and bool(place.studies)),
        "reasons": float(asks("reason") and tells("reason", text)),
        "often": float(asks("frequency") and tells("frequency", text)),
        "defines": float(asks("definition") and _defines(question, text)),
        "dates": float(asks("when") and tells("date", text)),
    }


def numbers_met(wanted: tuple[str, ...], text: str) -> float:
    """Return the share of the numbers `wanted` that `text` holds; 0 where none is wanted."""
    held = set(_DIGITS.findall(text)) if wanted else set()
    return sum(number in held for number in wanted) / max(1, len(wanted))


@lru_cache(maxsize=20_000)
def figure_kinds(text: str) -> frozenset[str]:
    """Return the kinds of quantity that a text holds; a year or a telephone is none."""
    return frozenset(figure.kind for figure in find_figures(text)) - NO_FIGURES


def _defines(question: Question, text: str) -> bool:
    """Say whether a sentence says of what is asked for, early on, that it is something.

    Or what it calls so ("llamamos talento digital a…"), or what letters stand for ("(CMO, …)").
    """
    folded = fold(text)
    found = cues().markers["definition"].search(folded)
    early = text[: found.start()] if found else ""
    if len(early) <= EARLY and _names_any(question, early):
        return True
    called = cues().markers["naming"].search(folded)
    if called and _names_any(question, text[called.end() : called.end() + EARLY]):
        return True
    letters = "|".join(re.escape(term) for term in question.terms if len(term) <= LETTERS)
    return bool(letters) and bool(re.search(rf"\((?:{letters})[,;:)]|\b(?:{letters}) \(", folded))


def _names_any(question: Question, text: str) -> bool:
    """Say whether a text holds a word of the question."""
    asked = {stem for term in question.terms for stem in stem_terms(term)}
    return any(asked.intersection(stem_terms(word)) for word in find_words(text))


def _adds(question: Question, text: str) -> float:
    """Return the share of the sentence's words that the question does not hold already."""
    stems = read(text).stems
    return len(stems - _stems(question.text)) / max(1, len(stems))


@lru_cache(maxsize=ASKED)
def _stems(question: str) -> frozenset[str]:
    return frozenset(stem for word in find_words(question) for stem in stem_terms(word))
