"""The roles thesaurus (`vocabulary/roles.ttl`): concepts, functions and the words for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import pyoxigraph

from kg.facts import RoleKind

__all__ = ["Concept", "Function", "Label", "Thesaurus", "thesaurus"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_PU = "https://w3id.org/puente/ns#"
_ROLE = "https://w3id.org/puente/id/role/"
_FUNCTION = "https://w3id.org/puente/id/function/"


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A form of words and its language, an ISO 639-1 code."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A role: `id` is the last part of its IRI, `label` the Spanish preferred label.

    `function` is the id of the business function that it serves ("marketing", "ti"); `level` tells
    whether it leads the function ("head"), works in it ("profession") or is its "department".
    """

    id: str
    label: str
    kind: RoleKind
    function: str
    level: str | None
    label_en: str | None
    alt_labels: tuple[Label, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]

    @property
    def full_name(self) -> str | None:
        """The first Spanish name of several words: "director de TI" for the CIO; None without."""
        spanish = (one.text for one in self.alt_labels if one.language == "es")
        return next((name for name in spanish if " " in name), None)


@dataclass(frozen=True, slots=True)
class Function:
    """A business function and its words: nouns, adjectives, and names that mean its team."""

    id: str
    label: str
    nouns: tuple[Label, ...]
    adjectives: tuple[str, ...]
    team_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """All roles and functions by id."""

    concepts: Mapping[str, Concept]
    functions: Mapping[str, Function]
    _by_place: Mapping[tuple[str, str], str] = field(repr=False)

    def at(self, function: str, level: str) -> Concept | None:
        """Return the role of `function` at `level` ("head", "profession" or "department")."""
        found = self._by_place.get((function, level))
        return self.concepts[found] if found else None


_Properties = dict[str, list[pyoxigraph.Literal | pyoxigraph.NamedNode]]


def _labels(properties: _Properties, *names: str) -> tuple[Label, ...]:
    return tuple(
        Label(value.value, value.language or "es")
        for name in names
        for value in properties.get(name, ())
        if isinstance(value, pyoxigraph.Literal)
    )


def _ids(properties: _Properties, name: str) -> tuple[str, ...]:
    return tuple(value.value.rsplit("/", 1)[-1] for value in properties.get(name, ()))


def _first(labels: tuple[Label, ...], language: str) -> str | None:
    return next((label.text for label in labels if label.language == language), None)


def _concept(iri: str, properties: _Properties) -> Concept:
    preferred = _labels(properties, _SKOS + "prefLabel")
    level = next(iter(_ids(properties, _PU + "roleLevel")), None)
    kind = properties[_PU + "roleKind"][0].value.removeprefix(_PU)
    return Concept(
        id=iri.removeprefix(_ROLE),
        label=_first(preferred, "es") or preferred[0].text,
        kind="team" if kind == "team" else "person",
        function=next(iter(_ids(properties, _PU + "function")), "general"),
        level=level.rsplit("#", 1)[-1] if level else None,
        label_en=_first(preferred, "en"),
        alt_labels=_labels(properties, _SKOS + "altLabel"),
        broader=_ids(properties, _SKOS + "broader"),
        narrower=_ids(properties, _SKOS + "narrower"),
    )


def _function(iri: str, properties: _Properties) -> Function:
    preferred = _labels(properties, _SKOS + "prefLabel")
    return Function(
        id=iri.removeprefix(_FUNCTION),
        label=_first(preferred, "es") or preferred[0].text,
        nouns=preferred + _labels(properties, _SKOS + "altLabel"),
        adjectives=tuple(label.text for label in _labels(properties, _PU + "adjective")),
        team_names=tuple(label.text for label in _labels(properties, _PU + "teamName")),
    )


@cache
def thesaurus() -> Thesaurus:
    """Return the thesaurus that ships, read once."""
    # Oxigraph's parser reads the file in milliseconds; rdflib's takes part of a second.
    data = (files("kg") / "vocabulary" / "roles.ttl").read_bytes()
    subjects: dict[str, _Properties] = {}
    for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE):
        if isinstance(quad.object, pyoxigraph.Literal | pyoxigraph.NamedNode):
            properties = subjects.setdefault(str(quad.subject.value), {})
            properties.setdefault(quad.predicate.value, []).append(quad.object)
    concepts = [_concept(iri, p) for iri, p in subjects.items() if iri.startswith(_ROLE)]
    functions = [_function(iri, p) for iri, p in subjects.items() if iri.startswith(_FUNCTION)]
    return Thesaurus(
        concepts={concept.id: concept for concept in concepts},
        functions={function.id: function for function in functions},
        _by_place={(c.function, c.level): c.id for c in concepts if c.level},
    )
