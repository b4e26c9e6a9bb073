"""A question narrowed to some articles, publishers, dates or roles sees nothing else."""

import json
from pathlib import Path

import pytest

from index.answer import answer
from index.base import Base
from index.building import build
from index.scope import Scope, ScopeError, facts_left, narrow, only
from kg.role import find_roles
from tests.test_cli import Run, run

__all__ = ["run"]

QUESTIONS = [
    "¿Qué porcentaje ve importante colaborar?",
    "Dame todas las cifras",
    "¿Qué estudios hay?",
    "¿Qué se recomienda?",
    "¿Por qué chocan marketing y TI?",
    "tarta de zanahoria",
]
OLD = (
    "Una nota del sector.\n\nEl 12 % de los CIO revisa su presupuesto cada mes, según Tresmares.\n"
)
NEW = (
    "Una nota del sector.\n\nEl 34 % de los CIO revisa su presupuesto cada mes, según Tresmares.\n"
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Three articles: two of publishers and dates of their own, one that tells neither."""
    folder = tmp_path_factory.mktemp("dated")
    for name, head, text in (
        ("vieja", "title: Vieja\npublisher: El Diario\ndate: 2018-05-02", OLD),
        ("nueva", "title: Nueva\npublisher: La Revista\ndate: 2021-03-01", NEW),
        ("suelta", "title: Suelta", "El 56 % de los CIO revisa su presupuesto cada año.\n"),
    ):
        (folder / f"{name}.md").write_text(f"---\n{head}\n---\n\n{text}", encoding="utf-8")
    build(folder / "base", [folder])
    return Base.open(folder / "base")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "article", ["cmo-cio-clave-del-futuro", "departamentos-que-no-se-entienden"]
)
def test_all_that_is_shown_comes_from_the_article(base: Base, question: str, article: str) -> None:
    found = answer(question, base, scope=Scope(articles=(article,)))

    shown = {c.article for c in found.citations} | {hit.article for hit in found.passages}
    assert shown == {article}


@pytest.mark.parametrize("question", QUESTIONS)
def test_figures_and_passages_are_about_the_role(base: Base, question: str) -> None:
    found = answer(question, base, scope=Scope(roles=("director de sistemas",)))
    statistics = {s.iri: s for s in base.knowledge.statistics}

    for fact in found.facts:
        assert "cio" in {p.role for p in statistics[fact.iri].populations}
    for passage in found.passages:
        assert "cio" in {mention.role for mention in find_roles(passage.text)}


@pytest.mark.parametrize(
    ("scope", "shares"),
    [
        (Scope(), {12, 34, 56}),
        (Scope(since="2019"), {34}),
        (Scope(since="2018-05"), {12, 34}),
        (Scope(since="2018-05-03"), {34}),
        (Scope(publishers=("el diario",)), {12}),
        (Scope(publishers=("El Diario", "La Revista")), {12, 34}),
        (Scope(articles=("suelta", "vieja")), {12, 56}),
        (Scope(articles=("suelta", "vieja"), publishers=("El Diario",)), {12}),
        (Scope(roles=("CIO",)), {12, 34, 56}),
    ],
    ids=str,
)
def test_what_is_left_is_what_was_asked_for(dated: Base, scope: Scope, shares: set[int]) -> None:
    left = narrow(dated, scope)

    assert {int(s.value) for s in left.knowledge.statistics} == shares
    hits = left.searcher.sentences("revisa su presupuesto", top=20)
    assert {hit.article for hit in hits} == set(left.article_ids)


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope(articles=("nada",)), "suelta"),
        (Scope(publishers=("La Gaceta",)), "La Revista"),
        (Scope(since="ayer"), "2019-06"),
        (Scope(since="2020-13"), "2019-06"),
        (Scope(since="2030"), "2021-03-01"),
        (Scope(roles=("astronauta",)), "CIO"),
        (Scope(articles=("suelta",), publishers=("El Diario",)), "a la vez"),
    ],
    ids=str,
)
def test_a_wrong_value_is_named_with_what_there_is(dated: Base, scope: Scope, told: str) -> None:
    with pytest.raises(ScopeError, match=told):
        narrow(dated, scope)


def test_what_is_left_can_be_narrowed_to_some_of_its_articles(dated: Base) -> None:
    left = only(narrow(dated, Scope(since="2020")), ["nueva", "suelta"])
    assert left.article_ids == ("nueva",)
    assert {f.article for f in left.knowledge.statistics} == {"nueva"}
    assert {hit.article for hit in left.searcher.search("presupuesto")} == {"nueva"}
    assert only(dated, ["suelta"]).article_ids == ("suelta",)


def test_the_base_itself_stays_as_it_is(dated: Base) -> None:
    narrow(dated, Scope(articles=("vieja",)))

    assert narrow(dated, None) is dated
    assert narrow(dated, Scope()) is dated
    assert len(dated.article_ids) == 3


def test_the_commands_narrow(run: Run, dated: Base) -> None:
    asked = run(
        "--base",
        dated.path,
        "ask",
        "¿Cuántos CIO revisan su presupuesto?",
        "--since",
        "2020",
        "--json",
    )
    found = run("--base", dated.path, "search", "presupuesto", "--publisher", "El Diario", "--json")

    assert [c["article"] for c in json.loads(asked.out)["citations"]] == ["nueva"]
    assert {hit["article"] for hit in json.loads(found.out)} == {"vieja"}


def test_a_text_is_held_against_what_is_left_alone(run: Run, dated: Base) -> None:
    said = "El 12 % de los CIO revisa su presupuesto cada mes."

    whole = run("--base", dated.path, "verify", "-", "--json", stdin=said)
    newer = run("--base", dated.path, "verify", "-", "--json", "--since", "2020", stdin=said)

    (supported,), (contradicted,) = json.loads(whole.out), json.loads(newer.out)
    assert supported["verdict"] == "supported"
    assert contradicted["verdict"] == "contradicted"
    assert {c["article"] for c in contradicted["citations"]} == {"nueva"}


@pytest.mark.parametrize(
    ("scope", "roles"),
    [
        (Scope(), {"CIO"}),
        (Scope(articles=("vieja",)), {"CIO"}),
        (Scope(roles=("CIO",)), {"CIO"}),
    ],
    ids=str,
)
def test_the_facts_that_are_left_can_be_listed(dated: Base, scope: Scope, roles: set[str]) -> None:
    assert {role.label for role in facts_left(dated, scope).roles} == roles


def test_a_list_narrowed_to_a_role_holds_that_role_alone(base: Base) -> None:
    left = facts_left(base, Scope(roles=("CIO",)))
    named = {role.id for role in left.roles}

    assert "cio" in named
    assert "cmo" not in named
    assert 0 < len(left.entities) < len(base.knowledge.entities)
    for entity in left.entities:
        mentions = {m.role for one in entity.evidence for m in find_roles(one.quote)}
        assert mentions & named


@pytest.mark.parametrize("command", ["ask", "search", "verify", "dossier"])
@pytest.mark.parametrize(
    ("option", "value"),
    [("--article", "x"), ("--publisher", "x"), ("--since", "x"), ("--role", "x")],
)
def test_a_wrong_option_leaves_with_2_and_the_choices(
    run: Run, base_path: Path, tmp_path: Path, command: str, option: str, value: str
) -> None:
    text = "-" if command == "verify" else "colaboración"
    out = ["--out", tmp_path / "informe.md"] if command == "dossier" else []

    done = run("--base", base_path, command, text, *out, option, value, stdin="Es azul.")

    assert (done.status, done.out) == (2, "")
    assert "«x»" in done.err
