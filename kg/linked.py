"""What the graph says of one thing: for programs as triples, for people as a sheet with labels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kg.store import Store, Term
from kg.vocabulary import OA, RDF, RDFS, SCHEMA, SKOS

__all__ = ["Line", "Sheet", "Value", "describe", "label", "sheet", "vocabulary_sheets"]

# What points at a thing may be half the graph: a vocabulary's class, an article's passages.
_MOST = 500
_LABEL = 90


@dataclass(frozen=True, slots=True)
class Value:
    """A value for people: its text, and its IRI where it is a thing."""

    text: str
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A property with its label and its values; of others' property where they point here."""

    property: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What people read of a thing.

    Attributes:
        iri: its name.
        label: what it is called.
        classes: what it is.
        lines: what is said of it.
        pointing: what is said of others with it.
        sentences: the quotes that tell of it, or that are in it, with the IRIs of their places.
    """

    iri: str
    label: str
    classes: tuple[Value, ...]
    lines: tuple[Line, ...]
    pointing: tuple[Line, ...]
    sentences: tuple[Value, ...]


def describe(store: Store, iri: str) -> list[Triple]:
    """Return the triples of a thing, in both directions, with the places in it and their quotes.

    Of a named graph, its triples; of what the graph does not know, none.
    """
    node = NamedNode(iri)
    inside = [quad.triple for quad in store.quads(node)]
    if inside:
        return inside
    found = [*_said(store, node), *_pointing(store, node)]
    places: set[Term] = {triple.subject for triple in found if _is_part(triple.subject, iri)}
    places |= {t.object for t in found if t.predicate == store.iris.term("evidence")}
    selectors: set[Term] = set()
    for place in places:
        said = _said(store, place)
        found += said
        selectors |= {triple.object for triple in said if triple.predicate == OA["hasSelector"]}
    for selector in selectors:
        found += _said(store, selector)
    return list(dict.fromkeys(found))


def sheet(store: Store, iri: str, language: str) -> Sheet | None:
    """Return what people read of a thing, none where the graph does not know it."""
    node = NamedNode(iri)
    said, pointing = _said(store, node), _pointing(store, node)
    if not said and not pointing:
        return None
    evidence = store.iris.term("evidence")
    places: set[Term] = {t.object for t in said if t.predicate == evidence}
    places |= {t.subject for t in pointing if _is_part(t.subject, iri)}
    if _quote(store, node):
        places.add(node)
    hidden = {RDF["type"], evidence, OA["hasSelector"]}
    return Sheet(
        iri,
        label(store, node, language),
        _values(store, (t.object for t in said if t.predicate == RDF["type"]), language),
        _lines(store, ((t.predicate, t.object) for t in said), hidden, language),
        _lines(
            store,
            ((t.predicate, t.subject) for t in pointing if t.subject not in places),
            {RDFS["isDefinedBy"]},
            language,
        ),
        tuple(
            Value(quote, place.value)
            for place in sorted(places, key=_place)
            if isinstance(place, NamedNode) and (quote := _quote(store, place))
        ),
    )


def vocabulary_sheets(store: Store, language: str) -> list[Sheet]:
    """Return a sheet for each of our own terms, in the order of their names."""
    named = {
        quad.subject.value
        for quad in store.quads(store.iris.graph("vocabulary"))
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(store.iris.ns)
    }
    found = (sheet(store, iri, language) for iri in sorted(named - {store.iris.ns}))
    return [one for one in found if one is not None]


def label(store: Store, term: Term, language: str) -> str:
    """Return what a term is called: its label in a language, or what stands for it."""
    if not isinstance(term, NamedNode):
        return term.value if isinstance(term, Literal) else str(term)
    said: Mapping[NamedNode, list[Term]] = _by_property(_said(store, term))
    for name in (SKOS["prefLabel"], SCHEMA["name"], SCHEMA["headline"], RDFS["label"]):
        if name in said:
            return _in(said[name], language)
    claim = said.get(store.iris.term("claim"))
    if claim:
        figure = said.get(store.iris.term("valueText"), claim)
        return _short(f"{_in(figure, language)}: {_in(claim, language)}")
    if SCHEMA["text"] in said:
        return _short(_in(said[SCHEMA["text"]], language))
    return _quote(store, term) or _local(term.value, store)


def _said(store: Store, node: Term) -> list[Triple]:
    if not isinstance(node, NamedNode):
        return []
    quads = store.engine.quads_for_pattern(node, None, None, DefaultGraph())
    return sorted((quad.triple for quad in quads), key=str)


def _pointing(store: Store, node: NamedNode) -> list[Triple]:
    found = []
    for quad in store.engine.quads_for_pattern(None, None, node, DefaultGraph()):
        found.append(quad.triple)
        if len(found) == _MOST:
            break
    return sorted(found, key=str)


def _is_part(term: object, iri: str) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(f"{iri}#")


def _quote(store: Store, place: NamedNode) -> str | None:
    """Return the words that stand at a place of an article."""
    for selector in store.engine.quads_for_pattern(place, OA["hasSelector"], None, DefaultGraph()):
        for quad in _said(store, selector.object):
            if quad.predicate == OA["exact"] and isinstance(quad.object, Literal):
                return quad.object.value
    return None


def _lines(
    store: Store,
    pairs: Iterable[tuple[NamedNode, Term]],
    hidden: set[NamedNode],
    language: str,
) -> tuple[Line, ...]:
    values: dict[NamedNode, list[Term]] = defaultdict(list)
    for name, value in pairs:
        if name not in hidden:
            values[name].append(value)
    return tuple(
        Line(name.value, label(store, name, language), _values(store, found, language))
        for name, found in values.items()
    )


def _values(store: Store, terms: Iterable[Term], language: str) -> tuple[Value, ...]:
    """Return terms for people; of texts in several languages, those of theirs."""
    found = list(terms)
    texts = [term for term in found if isinstance(term, Literal) and term.language]
    if any(text.language == language for text in texts):
        found = [term for term in found if term not in texts or _language(term) == language]
    return tuple(
        Value(label(store, term, language), term.value if isinstance(term, NamedNode) else None)
        for term in found
    )


def _language(term: Term) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _by_property(triples: Iterable[Triple]) -> dict[NamedNode, list[Term]]:
    found: dict[NamedNode, list[Term]] = defaultdict(list)
    for triple in triples:
        found[triple.predicate].append(triple.object)
    return found


def _in(terms: list[Term], language: str) -> str:
    chosen = next((term for term in terms if _language(term) == language), terms[0])
    return chosen.value if isinstance(chosen, Literal | NamedNode) else str(chosen)


def _short(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"


def _local(iri: str, store: Store) -> str:
    """Return the end of an IRI with its prefix, or what is left of it under our base."""
    for prefix, start in store.iris.prefixes().items():
        if iri.startswith(start) and len(iri) > len(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri.removeprefix(store.iris.base)


def _place(term: object) -> tuple[str, int, str]:
    """Return what orders places by article and by where they begin in it."""
    iri = term.value if isinstance(term, NamedNode) else str(term)
    article, _, place = iri.partition("#char=")
    start = place.partition(",")[0]
    return article, int(start) if start.isdecimal() else 0, iri
