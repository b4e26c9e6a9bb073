"""Answers who holds an office ("¿Quién dirige Acme?") by the persons of the graph."""

from collections.abc import Iterator, Mapping
from functools import cache

from corpus.lexicon import fold
from index.answer.cues import cues
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.answer.reading import function_words
from index.lexical import find_words
from kg.records import EntityRecord
from kg.role import find_roles
from kg.thesaurus import Concept, thesaurus

__all__ = ["draft_offices"]

MOST = 6  # persons
_SIGNS = "> -–—•*·"  # of a quotation or a list, before the first word
CERTAIN = 1.0  # fit of who is told to hold it


def draft_offices(asked: Asked) -> Draft:
    """Return who holds the office that is asked for, each by the sentence that says so.

    Empty where nobody is told to, or where the question says more than the sentence does: "¿quién
    dirige Acme en Perú?".
    """
    question = asked.question
    if not (_houses(asked) or question.roles or _functions(asked)):
        return Draft("office")  # "¿quién lleva razón?"
    told = [
        Statement(_told(asked, person, place), (place, *more), (), CERTAIN, persons=(person,))
        for person in asked.knowledge.entities
        for place, *more in _saying(asked, person)
    ]
    return Draft("office", tuple(told[:MOST]))


def _told(asked: Asked, person: EntityRecord, place: Evidence) -> str:
    """Return the sentence, led by the name where it does not begin with it."""
    text = asked.quote(place).lstrip(_SIGNS)
    return text if text.startswith(person.name) else f"{person.name}. {text}"


def _houses(asked: Asked) -> list[EntityRecord]:
    return [entity for entity in asked.entities if entity.kind == "organization"]


def _saying(asked: Asked, person: EntityRecord) -> Iterator[tuple[Evidence, ...]]:
    """Yield the sentence that tells of the office of a person, if it is the one asked for.

    With the one before that names the house, where the sentence itself does not.
    """
    if person.kind != "person" or not person.role or not _is_asked_for(asked, person.role):
        return
    houses = _houses(asked)
    names = {fold(name) for house in houses for name in (house.name, *house.aliases)}
    for mention in person.evidence:
        place = Evidence(mention.article, mention.start, mention.end)
        text = asked.quote(place)
        if person.role not in {found.label for found in find_roles(text)}:
            continue
        here = any(name in fold(text) for name in names)
        named = () if here else _naming(asked, houses, place)
        belongs = fold(person.organization or "") in names or (here and not person.organization)
        if houses and not (belongs and (here or named)):
            continue
        if _says_the_rest(asked, [text, *map(asked.quote, named)]):
            yield (place, *named)
            return


def _is_asked_for(asked: Asked, office: str) -> bool:
    """Say whether an office, by its label, is the one that the question names or describes."""
    concept = _by_label().get(office)
    if concept is None:
        return False
    if asked.question.roles:
        return not {concept.id, *concept.broader}.isdisjoint(asked.question.roles)
    functions = {function_words()[word] for word in _functions(asked)}
    if functions:
        return concept.level == "head" and concept.function in functions
    return concept.id in cues().leading


@cache
def _by_label() -> Mapping[str, Concept]:
    return {concept.label: concept for concept in thesaurus().concepts.values()}


def _functions(asked: Asked) -> list[str]:
    return [word for word in asked.question.terms if word in function_words()]


def _naming(asked: Asked, houses: list[EntityRecord], place: Evidence) -> tuple[Evidence, ...]:
    """Return the last sentence of the article, up to a place, that names one of the houses."""
    before = [
        Evidence(mention.article, mention.start, mention.end)
        for house in houses
        for mention in house.evidence
        if mention.article == place.article and mention.start < place.start
    ]
    return (max(before),) if before else ()


def _says_the_rest(asked: Asked, texts: list[str]) -> bool:
    """Say whether the sentences hold what the question says beside the office and the house."""
    question = asked.question
    spans = (found.span for found in find_roles(question.text, casefold=True))
    office = {fold(word) for span in spans for word in find_words(span.of(question.text))}
    named = frozenset().union(*(words for _, words in asked.names_asked))
    said = {*office, *named, *_functions(asked), *cues().heading}
    left = [word for word in question.terms if word not in said]
    return all(asked.relevance.word_met(word, *texts) for word in left)
