"""The shapes, as the engine checks them, against pyshacl on the same graph."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.graph import article_graph
from kg.store import Store
from kg.validation import shapes_file, validate
from kg.vocabulary import DEFAULT, OA, RDF, SCHEMA, SKOS, XSD, Iris
from tests.graph_sample import first, second

PU = DEFAULT.term
GRAPH = DEFAULT.article_graph("primero")
QUADS = article_graph(*first())
SHAPES = rdflib.Graph().parse(shapes_file())
SH = rdflib.SH


def one_of(kind: NamedNode) -> NamedNode:
    found = (q.subject for q in QUADS if (q.predicate, q.object) == (RDF["type"], kind))
    return next(s for s in found if isinstance(s, NamedNode))


def without(kind: NamedNode, predicate: NamedNode) -> list[Quad]:
    thing = one_of(kind)
    return [q for q in QUADS if (q.subject, q.predicate) != (thing, predicate)]


def with_(kind: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> list[Quad]:
    return [*QUADS, Quad(one_of(kind), predicate, value, GRAPH)]


def instead(kind: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> list[Quad]:
    return [*without(kind, predicate), Quad(one_of(kind), predicate, value, GRAPH)]


def decimal(text: str) -> Literal:
    return Literal(text, datatype=XSD["decimal"])


STATISTIC, STUDY, SAMPLE = PU("Statistic"), PU("Study"), PU("Sample")
ADVICE, ARTICLE, PASSAGE = PU("Recommendation"), SCHEMA["Article"], PU("Passage")
PLACE, POSITION, QUOTE = (
    OA["SpecificResource"],
    OA["TextPositionSelector"],
    OA["TextQuoteSelector"],
)
NOWHERE = NamedNode("https://nowhere.example/")

BROKEN: list[tuple[Callable[..., list[Quad]], tuple[Any, ...]]] = [
    (without, (STATISTIC, PU("evidence"))),
    (without, (STATISTIC, PU("value"))),
    (without, (STATISTIC, PU("confidence"))),
    (without, (STUDY, PU("inArticle"))),
    (without, (ADVICE, SCHEMA["text"])),
    (without, (ARTICLE, SCHEMA["headline"])),
    (without, (PLACE, OA["hasSelector"])),
    (without, (QUOTE, OA["exact"])),
    (without, (SAMPLE, PU("size"))),
    (without, (SCHEMA["Organization"], SCHEMA["name"])),
    (without, (PU("Population"), SKOS["prefLabel"])),
    (with_, (STATISTIC, PU("value"), decimal("3"))),
    (with_, (STATISTIC, PU("unit"), PU("count"))),
    (with_, (ARTICLE, SCHEMA["headline"], Literal("otro", language="es"))),
    (with_, (STATISTIC, PU("evidence"), NOWHERE)),
    (with_, (PU("Role"), SKOS["prefLabel"], Literal("otro", language="es"))),
    (with_, (PASSAGE, OA["hasSelector"], NOWHERE)),
    (instead, (STATISTIC, PU("value"), Literal("setenta"))),
    (instead, (STATISTIC, PU("value"), decimal("setenta"))),
    (instead, (STATISTIC, PU("value"), NOWHERE)),
    (instead, (STATISTIC, PU("unit"), NOWHERE)),
    (instead, (STATISTIC, PU("comparator"), Literal("exactly"))),
    (instead, (STATISTIC, PU("population"), NOWHERE)),
    (instead, (STATISTIC, PU("study"), NOWHERE)),
    (instead, (STATISTIC, PU("confidence"), decimal("1.5"))),
    (instead, (STATISTIC, PU("confidence"), decimal("-0.1"))),
    (instead, (STATISTIC, PU("valueText"), Literal(""))),
    (instead, (STATISTIC, SCHEMA["currency"], Literal("euros"))),
    (instead, (STUDY, PU("conductedBy"), Literal("Lumen"))),
    (instead, (STUDY, SCHEMA["datePublished"], Literal("ayer"))),
    (instead, (ARTICLE, SCHEMA["datePublished"], Literal("2015", datatype=XSD["integer"]))),
    (instead, (ARTICLE, SCHEMA["sha256"], Literal("abc"))),
    (instead, (ARTICLE, SCHEMA["inLanguage"], Literal("español"))),
    (instead, (ARTICLE, SCHEMA["author"], Literal("Eva Sol"))),
    (instead, (SAMPLE, PU("size"), Literal("0", datatype=XSD["integer"]))),
    (instead, (SAMPLE, PU("size"), decimal("3.5"))),
    (instead, (POSITION, OA["start"], Literal("99999", datatype=XSD["integer"]))),
    (instead, (POSITION, OA["start"], Literal("-1", datatype=XSD["integer"]))),
    (instead, (PLACE, OA["hasSource"], Literal("primero"))),
    (instead, (ADVICE, PU("addressedTo"), NOWHERE)),
    (instead, (PU("Role"), PU("roleKind"), PU("percent"))),
]


def by_pyshacl(quads: list[Quad]) -> set[tuple[str, str]]:
    """Return the thing and property of each violation that the reference validator finds."""
    triples = sorted({quad.triple for quad in quads}, key=str)
    lines = serialize(triples, format=RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=lines, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES)
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultPath)))
        for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)
    }


def test_what_the_extractor_reads_fits_the_shapes() -> None:
    assert validate(Store.in_memory([*QUADS, *article_graph(*second())])) == []
    assert by_pyshacl(QUADS) == set()


@pytest.mark.parametrize(
    ("change", "arguments"),
    BROKEN,
    ids=lambda value: "-".join(re_name(v) for v in value) if isinstance(value, tuple) else None,
)
def test_whatever_breaks_a_shape_is_found_as_the_reference_validator_finds_it(
    change: Callable[..., list[Quad]], arguments: tuple[Any, ...]
) -> None:
    quads = change(*arguments)
    found = {(wrong.focus, wrong.path) for wrong in validate(Store.in_memory(quads))}
    assert found
    assert found == by_pyshacl(quads)


def re_name(term: NamedNode | Literal) -> str:
    return term.value.rpartition("/")[2].rpartition("#")[2] or "empty"


def test_a_violation_tells_in_both_languages_what_should_be() -> None:
    (wrong,) = validate(Store.in_memory(instead(STATISTIC, PU("confidence"), decimal("1.5"))))
    assert wrong.message == "Todo hecho tiene una confianza, de 0 a 1."
    assert wrong.message_en == "Every fact has a confidence, from 0 to 1."
    assert wrong.value == "1.5"
    assert wrong.focus == one_of(STATISTIC).value


def test_a_confidence_beyond_its_range_does_not_pass_from_the_facts() -> None:
    article, facts = first()
    odd = replace(facts, statistics=(replace(facts.statistics[0], confidence=2.0),))
    assert validate(Store.in_memory(article_graph(article, odd)))


def test_shapes_follow_the_vocabulary_to_other_namespaces() -> None:
    iris = Iris("https://acme.example/ns#", "https://acme.example/id/")
    article, facts = first()
    good = Store.in_memory(article_graph(article, facts, iris=iris), iris=iris)
    assert validate(good) == []
    odd = replace(facts, statistics=(replace(facts.statistics[0], value_text=""),))
    bad = Store.in_memory(article_graph(article, odd, iris=iris), iris=iris)
    assert [wrong.path for wrong in validate(bad)] == ["https://acme.example/ns#valueText"]


def test_the_shapes_name_every_class_of_the_graph() -> None:
    shaped = {str(o) for o in SHAPES.objects(None, SH.targetClass)}
    provenance = {"http://www.w3.org/ns/prov#Activity", "http://www.w3.org/ns/prov#SoftwareAgent"}
    concept = {SKOS["Concept"].value}
    types = {q.object.value for q in QUADS if q.predicate == RDF["type"]}  # type: ignore[union-attr]
    assert types - provenance - concept == shaped


def test_each_shape_speaks_both_languages() -> None:
    for shape in SHAPES.subjects(rdflib.RDF.type, SH.PropertyShape):
        languages = {str(message.language) for message in SHAPES.objects(shape, SH.message)}  # type: ignore[attr-defined]
        assert languages == {"es", "en"}


def test_a_statistic_of_any_size_is_a_decimal() -> None:
    article, facts = first()
    big = replace(facts.statistics[0], value=Decimal("123456789012345.678"))
    store = Store.in_memory(article_graph(article, replace(facts, statistics=(big,))))
    assert validate(store) == []
