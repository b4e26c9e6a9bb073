"""Validates a graph against `shapes.ttl`, by asking the engine for whatever breaks a shape.

Each constraint becomes one SPARQL query that finds its violations, so that 1,000 articles take
seconds where a validator in Python takes a minute; the tests hold the outcome to pyshacl's. Of
SHACL it reads what the shapes use, and refuses to read past anything else.

Source: Shapes Constraint Language (SHACL), W3C Recommendation 2017-07-20, sections 2 to 4.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.store import Store, Term
from kg.vocabulary import RDF, SHACL, XSD, Iris, moved

__all__ = ["Violation", "shapes_file", "validate"]

_Node = Mapping[NamedNode, list[Term]]
_OF_THE_WHOLE = ("path", "message", "minCount", "maxCount", "lessThan", "uniqueLang")
_OF_A_VALUE = {
    "class": "EXISTS {{ ?value a {} }}",
    "datatype": "DATATYPE(?value) = {}",
    "nodeKind": "isIRI(?value)",
    "pattern": "REGEX(STR(?value), {})",
    "minLength": "STRLEN(STR(?value)) >= {}",
    "minInclusive": "?value >= {}",
    "maxInclusive": "?value <= {}",
}
_AS_TERM = ("class", "datatype", "pattern")
_CASTS = {XSD["decimal"], XSD["integer"], XSD["date"]}  # others are not cast by the engine


@dataclass(frozen=True, slots=True)
class Violation:
    """A thing that is not as its shape says.

    Attributes:
        focus: IRI of the thing.
        path: IRI of the property that is wrong.
        value: the wrong value, none where there are too few or too many.
        message: what should be, in Spanish.
        message_en: the same in English.
    """

    focus: str
    path: str
    value: str | None
    message: str
    message_en: str


def shapes_file() -> Path:
    """Return where the shapes are."""
    return Path(__file__).parent / "vocabulary" / "shapes.ttl"


def validate(store: Store, *, limit: int = 1000) -> list[Violation]:
    """Return what breaks the shapes, in the order of the things' IRIs.

    Args:
        store: the graph; its named graphs are taken together.
        limit: how many violations of one constraint at most.
    """
    found = set()
    for shape, query in _queries(store.iris):
        path = _one(shape, "path")
        messages = {m.language: m.value for m in shape[SHACL["message"]] if isinstance(m, Literal)}
        for row in store.select(f"{query} LIMIT {limit}"):
            value = row.get("value")
            found.add(
                Violation(
                    str(getattr(row["focus"], "value", row["focus"])),
                    path.value if isinstance(path, NamedNode) else str(path),
                    None if value is None else str(getattr(value, "value", value)),
                    messages["es"],
                    messages["en"],
                )
            )
    return sorted(found, key=lambda wrong: (wrong.focus, wrong.path, wrong.value or ""))


@cache
def _queries(iris: Iris) -> tuple[tuple[_Node, str], ...]:
    """Return the query of each constraint with its property shape."""
    nodes = _shapes(iris)
    made = []
    for node in nodes.values():
        for target in node.get(SHACL["targetClass"], ()):
            for name in node[SHACL["property"]]:
                shape = nodes[name]
                made += [(shape, query) for query in _constraints(nodes, shape, target)]
    return tuple(made)


def _shapes(iris: Iris) -> dict[Term, _Node]:
    """Read the shapes, as the properties of each node."""
    nodes: dict[Term, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o, _ in parse(path=str(shapes_file()), format=RdfFormat.TURTLE):
        nodes[s][p].append(moved(o, iris) if isinstance(o, NamedNode) else o)
    return dict(nodes)


def _constraints(nodes: Mapping[Term, _Node], shape: _Node, target: Term) -> Iterator[str]:
    """Yield a query for each constraint of a property shape."""
    path = _one(shape, "path")
    start = f"SELECT DISTINCT ?focus ?value WHERE {{ ?focus a {target} "
    counted = f"SELECT ?focus WHERE {{ ?focus a {target} OPTIONAL {{ ?focus {path} ?v }} }}"
    for name, sign in (("minCount", "<"), ("maxCount", ">")):
        if SHACL[name] in shape:
            limit = _number(_one(shape, name))
            yield f"{counted} GROUP BY ?focus HAVING (COUNT(?v) {sign} {limit})"
    if SHACL["lessThan"] in shape:
        other = _one(shape, "lessThan")
        yield f"{start} ; {path} ?value ; {other} ?w FILTER (!COALESCE(?value < ?w, false)) }}"
    if SHACL["uniqueLang"] in shape:
        yield (
            f"{start} ; {path} ?value , ?w "
            "FILTER (LANG(?value) != '' && LANG(?value) = LANG(?w) && ?value != ?w) }"
        )
    conditions = list(_conditions(nodes, shape))
    if conditions:
        fits = " && ".join(conditions)
        yield f"{start} ; {path} ?value FILTER (!COALESCE({fits}, false)) }}"


def _conditions(nodes: Mapping[Term, _Node], shape: _Node) -> Iterator[str]:
    """Yield what each value has to fulfil, as SPARQL expressions."""
    for constraint, values in shape.items():
        name, value = constraint.value.removeprefix(SHACL), values[0]
        if constraint == RDF["type"] or name in _OF_THE_WHOLE:
            continue
        if name == "in":
            yield f"?value IN ({', '.join(map(str, _list(nodes, value)))})"
        elif name == "or":
            options = [_conditions(nodes, nodes[item]) for item in _list(nodes, value)]
            fits = (f"COALESCE({' && '.join(option)}, false)" for option in options)
            yield f"({' || '.join(fits)})"
        elif name in _OF_A_VALUE:
            yield _OF_A_VALUE[name].format(value if name in _AS_TERM else _number(value))
            if value in _CASTS:  # "abc"^^xsd:decimal has the datatype and is no decimal
                yield f"{value}(STR(?value)) = ?value"
        else:
            raise ValueError(f"shapes.ttl uses {name!r}, which is not read here")


def _one(shape: _Node, name: str) -> Term:
    return shape[SHACL[name]][0]


def _number(term: Term) -> str:
    return str(getattr(term, "value", term))


def _list(nodes: Mapping[Term, _Node], head: Term) -> Iterator[Term]:
    """Yield the items of an RDF list."""
    while head != RDF["nil"]:
        yield nodes[head][RDF["first"]][0]
        head = nodes[head][RDF["rest"]][0]
