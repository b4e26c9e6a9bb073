import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from corpus.article import Span
from kg.vocabulary import (
    DEFAULT,
    OWL,
    PU_TERMS,
    RDF,
    RDFS,
    SKOS,
    Iris,
    role_labels,
    slug,
    vocabulary_graph,
)

ROOT = Path(__file__).parents[1]
OWN = [
    triple
    for triple in parse(path=str(ROOT / "kg/vocabulary/puente.ttl"), format=RdfFormat.TURTLE)
    if triple.subject.value.startswith(DEFAULT.ns)
]
DECLARED = {t.subject.value.removeprefix(DEFAULT.ns) for t in OWN} - {""}
_KINDS = (OWL["ObjectProperty"], OWL["DatatypeProperty"])
PROPERTIES = {t.subject for t in OWN if t.predicate == RDF["type"] and t.object in _KINDS}
CLASSES = {t.subject for t in OWN if t.predicate == RDF["type"] and t.object == OWL["Class"]}


def values(subject: NamedNode, predicate: NamedNode) -> list[object]:
    return [t.object for t in OWN if (t.subject, t.predicate) == (subject, predicate)]


def used_terms() -> set[str]:
    used = set()
    for path in (ROOT / "kg").rglob("*"):
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            used |= set(re.findall(r'\b(?:pu|term)\("(\w+)"\)', text))
            used |= set(re.findall(r"(?<![\w`])pu:(\w+)", text))
        elif path.suffix in (".rq", ".ttl") and path.name != "puente.ttl":
            text = re.sub(r"^#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            used |= set(re.findall(r"(?<!\w)pu:(\w+)", text))
    return used


def test_every_term_that_code_may_write_is_declared_and_none_else() -> None:
    assert PU_TERMS == DECLARED


def test_every_term_that_is_used_is_declared() -> None:
    assert used_terms() <= DECLARED


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_every_term_is_explained_in_both_languages(name: str) -> None:
    for predicate in (RDFS["label"], RDFS["comment"]):
        found = values(DEFAULT.term(name), predicate)
        assert sorted(o.language or "" for o in found if isinstance(o, Literal)) == ["en", "es"]


@pytest.mark.parametrize("name", sorted(p.value for p in PROPERTIES))
def test_every_property_has_one_domain_and_one_range(name: str) -> None:
    assert len(values(NamedNode(name), RDFS["domain"])) == 1
    assert len(values(NamedNode(name), RDFS["range"])) == 1


@pytest.mark.parametrize("name", sorted(c.value for c in CLASSES))
def test_every_class_has_a_superclass_in_a_standard_vocabulary(name: str) -> None:
    above = {NamedNode(name)}
    while own := {c for c in above if c.value.startswith(DEFAULT.ns)}:
        above -= own
        above |= {o for c in own for o in values(c, RDFS["subClassOf"]) if isinstance(o, NamedNode)}
    assert above


def test_a_term_that_is_not_declared_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="valeu"):
        DEFAULT.term("valeu")


def test_each_role_has_one_preferred_label() -> None:
    labels = [q.subject for q in vocabulary_graph() if q.predicate == SKOS["prefLabel"]]
    assert len(labels) == len(set(labels))
    assert role_labels()["cmo"] == "CMO"


def test_the_vocabulary_moves_to_other_namespaces_whole() -> None:
    moved = vocabulary_graph(Iris("https://acme.example/ns#", "https://acme.example/id/"))
    assert not any(f"{term}".startswith("<https://w3id.org/puente") for q in moved for term in q)
    assert len(moved) == len(vocabulary_graph())


def test_the_vocabulary_has_no_blank_node() -> None:
    assert not any("_:" in str(q.subject)[:2] + str(q.object)[:2] for q in vocabulary_graph())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Telefónica", "TELEFONICA", True),
        ("El  Corte Inglés", "el corte inglés", True),
        ("C&A", "C-A", False),
        ("C#", "C++", False),
        ("Peña", "Pena", False),
        ("日本", "中国", False),
        ("x" * 80, "x" * 81, False),
    ],
)
def test_names_that_differ_only_in_writing_share_a_slug(one: str, other: str, same: bool) -> None:
    assert (slug(one) == slug(other)) is same


@given(st.text(max_size=80), st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_any_name_gives_an_iri_that_holds_in_every_format(
    name: str, article: str, other: str
) -> None:
    name, article, other = (t.encode("utf-8", "ignore").decode() for t in (name, article, other))
    made = [
        DEFAULT.article(article or "a"),
        DEFAULT.organization(name),
        DEFAULT.person(name, other, article or "a"),
        DEFAULT.person(name, None, article or "a"),
        DEFAULT.study(name, [other]),
        DEFAULT.population(name),
        DEFAULT.evidence(article or "a", Span(1, 2)),
    ]
    for iri in made:
        assert re.fullmatch(r"[!-~]+", iri.value)
        assert not re.search(r'[<>"{}|\\^`]', iri.value)
        assert iri == NamedNode(iri.value)


@given(st.text(min_size=1, max_size=30))
def test_an_article_is_known_by_any_iri_within_it(article: str) -> None:
    article = article.encode("utf-8", "ignore").decode() or "a"
    places = (
        DEFAULT.article(article),
        DEFAULT.evidence(article, Span(3, 9)),
        DEFAULT.at(article, "statistic", Span(3, 9), 2),
    )
    assert {DEFAULT.article_id(iri.value) for iri in places} == {article}


def test_evidence_has_a_text_fragment_of_rfc_5147() -> None:
    iri = DEFAULT.evidence("a b", Span(120, 348))
    assert iri.value == "https://w3id.org/puente/id/article/a%20b#char=120,348"


def test_namesakes_of_two_articles_are_two_unless_they_work_for_the_same() -> None:
    assert DEFAULT.person("Ana Sol", None, "a") != DEFAULT.person("Ana Sol", None, "b")
    assert DEFAULT.person("Ana Sol", "Lumen", "a") == DEFAULT.person("Ana Sol", "LUMEN", "b")


def test_a_study_is_known_by_its_name_and_whose_it_is() -> None:
    study = DEFAULT.study("Barómetro 2015", ["Lumen", "Faro"])
    assert study == DEFAULT.study("BAROMETRO  2015", ["Faro", "Lumen"])
    assert study != DEFAULT.study("Barómetro 2015", ["Lumen"])
