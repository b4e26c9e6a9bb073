"""Answers who holds an office ("¿Quién dirige Acme?") by the persons of the graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from corpus.lexicon import fold
from index.answer.cues import cues
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.answer.reading import function_words
from index.lexical import find_words
from kg.records import EntityRecord
from kg.role import find_roles
from kg.thesaurus import Concept, thesaurus

__all__ = ["draft_offices", "unheld"]

MOST = 6  # persons
_SIGNS = "> -–—•*·"  # of a quotation or a list, before the first word
CERTAIN = 1.0  # fit of who is told to hold it


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question for an office asks.

    Attributes:
        houses: the organisations that it names.
        house_names: all their names, folded.
        functions: ids of the business functions that it names: "¿quién lleva el marketing?".
        left: its words beside the office and the house: "en Perú".
    """

    houses: tuple[EntityRecord, ...]
    house_names: frozenset[str]
    functions: frozenset[str]
    left: tuple[str, ...]

    def names_house(self, text: str) -> bool:
        """Say whether a text names one of the houses."""
        folded = fold(text)
        return any(name in folded for name in self.house_names)


def draft_offices(asked: Asked) -> Draft:
    """Return who holds the office that is asked for, each by the sentence that says so.

    Empty where nobody is told to, or where the question says more than the sentence does: "¿quién
    dirige Acme en Perú?".
    """
    wanted = _wanted(asked)
    if not (wanted.houses or asked.question.roles or wanted.functions):
        return Draft("office")  # "¿quién lleva razón?"
    persons = ((person, _saying(asked, wanted, person)) for person in asked.knowledge.entities)
    told = (
        Statement(_told(asked, person, places[0]), places, (), CERTAIN, persons=(person,))
        for person, places in persons
        if places
    )
    return Draft("office", tuple(islice(told, MOST)))


def unheld(asked: Asked, draft: Draft) -> bool:
    """Say whether it is asked who leads a house, and a draft leads to nobody who may.

    Whom the graph does not have a sentence may still tell of, by the house and a name. Of an area
    or an office ("¿quién dirige las ventas de X?") texts tell in more ways than are read.
    """
    if not asked.question.asks("office") or draft.kind == "office":
        return False
    wanted = _wanted(asked)
    if not wanted.houses or asked.question.roles or wanted.functions or wanted.left:
        return False
    leading = (place for s in draft.leading for place in s.evidence)
    return not any(_may_say(asked, wanted, place) for place in leading)


def _may_say(asked: Asked, wanted: _Wanted, place: Evidence) -> bool:
    named = wanted.names_house(asked.quote(place))
    return named and bool(asked.names_what_is_expected(place.article, place.start, place.end))


def _wanted(asked: Asked) -> _Wanted:
    question = asked.question
    houses = tuple(entity for entity in asked.entities if entity.kind == "organization")
    functions = [word for word in question.terms if word in function_words()]
    spans = (found.span for found in find_roles(question.text, casefold=True))
    office = {fold(word) for span in spans for word in find_words(span.of(question.text))}
    named = frozenset().union(*(words for _, words in asked.names_asked))
    said = {*office, *named, *functions, *cues().heading}
    return _Wanted(
        houses,
        frozenset(fold(name) for house in houses for name in house.names),
        frozenset(function_words()[word] for word in functions),
        tuple(word for word in question.terms if word not in said),
    )


def _told(asked: Asked, person: EntityRecord, place: Evidence) -> str:
    """Return the sentence, led by the name where it does not begin with it."""
    text = asked.quote(place).lstrip(_SIGNS)
    return text if text.startswith(person.name) else f"{person.name}. {text}"


def _saying(asked: Asked, wanted: _Wanted, person: EntityRecord) -> tuple[Evidence, ...]:
    """Return the sentence that tells of the office of a person, if it is the one asked for.

    With the one before that names the house, where the sentence itself does not.
    """
    if person.kind != "person" or not person.role or not _is_asked_for(asked, wanted, person.role):
        return ()
    for mention in person.evidence:
        place = Evidence(mention.article, mention.start, mention.end)
        text = asked.quote(place)
        if person.role not in {found.label for found in find_roles(text)}:
            continue
        here = wanted.names_house(text)
        naming = () if here else _naming(wanted.houses, place)
        belongs = fold(person.organization or "") in wanted.house_names
        belongs = belongs or (here and not person.organization)
        if wanted.houses and not (belongs and (here or naming)):
            continue
        texts = [text, *map(asked.quote, naming)]
        if all(asked.relevance.word_met(word, *texts) for word in wanted.left):
            return (place, *naming)
    return ()


def _is_asked_for(asked: Asked, wanted: _Wanted, office: str) -> bool:
    """Say whether an office, by its label, is the one that the question names or describes."""
    concept = _by_label().get(office)
    if concept is None:
        return False
    if asked.question.roles:
        return not {concept.id, *concept.broader}.isdisjoint(asked.question.roles)
    if wanted.functions:
        return concept.level == "head" and concept.function in wanted.functions
    return concept.id in cues().leading


@cache
def _by_label() -> Mapping[str, Concept]:
    return {concept.label: concept for concept in thesaurus().concepts.values()}


def _naming(houses: Sequence[EntityRecord], place: Evidence) -> tuple[Evidence, ...]:
    """Return the last sentence of the article, up to a place, that names one of the houses."""
    before = [
        Evidence(mention.article, mention.start, mention.end)
        for house in houses
        for mention in house.evidence
        if mention.article == place.article and mention.start < place.start
    ]
    return (max(before),) if before else ()
