"""The HTTP API, asked over HTTP, and its OpenAPI document held against what it does."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

# imported now, not while a server's thread compiles too: Python 3.11 takes that amiss (gh-106905)
from schemathesis.specs.openapi import schemas as _schemas
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from index.base import Base
from kg.named_query import load_named_queries
from kg.tables import tables
from tests.test_cli import FIGURE, OFF_TOPIC, Run, run
from ui.http import create_app

__all__ = ["_schemas", "run"]  # a fixture is one

API = "/api/v1"
MADE_UP = settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def http(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server + API, timeout=30) as client:
        yield client


def pages(http: httpx.Client, address: str) -> Iterator[dict[str, Any]]:
    """Yield each page of a list, by the addresses that they give."""
    following: str | None = address
    while following:
        response = http.get(following.removeprefix(API))
        assert response.status_code == 200, response.text
        page = response.json()
        links = response.links.get("next", {})
        assert links.get("url") == page["next"]
        yield page
        following = page["next"]


# --- what the command line says


def test_an_answer_is_that_of_the_command_line(
    http: httpx.Client, run: Run, base_path: Path, base: Base
) -> None:
    answer = http.get("/ask", params={"q": FIGURE}).json()
    told = json.loads(run("--base", base_path, "ask", "--json", FIGURE).out)
    for citation in answer["citations"]:
        article = base.article(citation["article"])
        assert citation.pop("sha256") == article.sha256
        assert article.text[citation["start"] : citation["end"]] == citation["quote"]
    assert answer == told
    assert answer["answerable"] is True


def test_an_answer_says_what_found_each_sentence_and_the_query_of_its_facts(
    http: httpx.Client, server: str
) -> None:
    answer = http.get("/ask", params={"q": FIGURE}).json()

    assert answer["written_by"] == "extractive"
    why = answer["citations"][0]["why"]
    assert "importante" in why["lexical"]["terms"]
    assert 0 < why["confidence"] <= 1
    assert any(step["predicate"] == "pu:population" for step in why["graph"])
    found = httpx.get(f"{server}/sparql", params={"query": answer["sparql"], "format": "csv"})
    assert "77" in found.text


def test_an_answer_is_narrowed(http: httpx.Client, base: Base) -> None:
    *_, other = base.article_ids
    params = {"q": FIGURE, "article": other, "role": "CIO"}
    answer = http.get("/ask", params=params).json()
    assert {one["article"] for one in answer["passages"] + answer["citations"]} <= {other}


def test_a_narrowing_that_cannot_be_is_told(http: httpx.Client) -> None:
    response = http.get("/ask", params={"q": FIGURE, "publisher": "Nadie"})
    assert response.status_code == 404
    assert "Nadie" in response.json()["detail"]


NARROWED = ("ask", "search", "dossier", "facts", "verify")


def test_every_question_can_be_narrowed_and_the_document_says_how(http: httpx.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]

    for name in NARROWED:
        (operation,) = paths[f"/{name}"].values()
        told = {p["name"]: p for p in operation["parameters"]}
        assert set(told) >= {"article", "publisher", "since", "role"}, name
        assert not any(told[one]["required"] for one in ("article", "publisher", "since", "role"))
        assert told["article"]["schema"]["type"] == "array"


@pytest.mark.parametrize("name", NARROWED)
@pytest.mark.parametrize("wrong", ["publisher=Nadie", "role=astronauta", "since=2090"])
def test_a_narrowing_to_what_is_not_there_is_told_everywhere(
    http: httpx.Client, name: str, wrong: str
) -> None:
    question = "" if name in ("facts", "verify") else f"q={quote(FIGURE)}&"
    body = {"text": FIGURE} if name == "verify" else None
    method = "POST" if name == "verify" else "GET"

    response = http.request(method, f"/{name}?{question}{wrong}", json=body)

    assert response.status_code == 404
    assert wrong.partition("=")[2] in response.json()["detail"]


def test_passages_are_narrowed_on_every_page(http: httpx.Client, base: Base) -> None:
    one, two, *_ = base.article_ids
    params: dict[str, Any] = {"q": "marketing", "article": [one, two], "limit": 5}
    first = http.get("/search", params=params).json()
    second = http.get(first["next"].removeprefix(API)).json()

    assert {hit["article"] for hit in first["items"] + second["items"]} == {one, two}


def test_a_text_is_held_against_a_part_of_the_articles(http: httpx.Client, base: Base) -> None:
    figure = base.knowledge.statistics[0]
    other = next(name for name in base.article_ids if name != figure.article)
    said = {"text": figure.quote}

    (own, *_) = http.post("/verify", json=said, params={"article": figure.article}).json()
    foreign = http.post("/verify", json=said, params={"article": other}).json()

    assert own["verdict"] == "supported"
    assert {c["article"] for one in foreign for c in one["citations"]} <= {other}


def test_a_model_is_not_to_be_had_where_none_was_set_up(http: httpx.Client) -> None:
    response = http.get("/ask", params={"q": FIGURE, "llm": "true"})
    assert response.status_code == 404
    assert "--llm" in response.json()["detail"]


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("md", b"# ")])
def test_a_report_is_taken_away(http: httpx.Client, form: str, start: bytes) -> None:
    response = http.get("/dossier", params={"q": [FIGURE, OFF_TOPIC], "format": form})
    assert response.status_code == 200, response.text
    assert response.content.startswith(start)
    assert f"informe.{form}" in response.headers["content-disposition"]
    if form == "md":
        assert FIGURE in response.text
        assert OFF_TOPIC in response.text
        assert "77 %" in response.text


def test_what_the_articles_do_not_answer_is_told_as_such(http: httpx.Client) -> None:
    answer = http.get("/ask", params={"q": OFF_TOPIC}).json()
    assert (answer["answerable"], answer["facts"], answer["citations"]) == (False, [], [])


def test_verdicts_are_those_of_the_command_line(
    http: httpx.Client, run: Run, base_path: Path, base: Base
) -> None:
    text = " ".join(figure.quote for figure in base.knowledge.statistics[:2])
    verdicts = http.post("/verify", json={"text": text}).json()
    told = json.loads(run("--base", base_path, "verify", "--json", "-", stdin=text).out)
    for verdict in verdicts:
        for citation in verdict["citations"]:
            assert citation.pop("sha256") == base.article(citation["article"]).sha256
    assert verdicts == told
    assert http.post("/verify", json={"text": "Hola."}).status_code == 422


def test_hits_are_those_of_the_command_line(http: httpx.Client, run: Run, base_path: Path) -> None:
    told = json.loads(run("--base", base_path, "search", "--json", "-k", 7, "datos").out)
    assert http.get("/search", params={"q": "datos", "limit": 7}).json()["items"] == told


def test_an_article_is_that_of_the_command_line(
    http: httpx.Client, run: Run, base_path: Path, base: Base
) -> None:
    name = base.article_ids[0]
    told = json.loads(run("--base", base_path, "article", "--json", name).out)
    assert http.get(f"/articles/{name}").json() == told


# --- lists


def test_pages_of_hits_make_up_the_whole(http: httpx.Client) -> None:
    whole = http.get("/search", params={"q": "marketing", "limit": 12}).json()["items"]
    first = http.get("/search", params={"q": "marketing", "limit": 5}).json()
    second = http.get(first["next"].removeprefix(API)).json()
    assert first["items"] + second["items"] == whole[:10]


def test_pages_of_articles_make_up_the_base(http: httpx.Client, base: Base) -> None:
    found = [item["id"] for page in pages(http, "/articles?limit=2") for item in page["items"]]
    assert found == list(base.article_ids)


@pytest.mark.parametrize(
    "kind", ["statistics", "studies", "recommendations", "roles", "persons", "organizations"]
)
def test_pages_of_facts_make_up_the_graph(http: httpx.Client, base: Base, kind: str) -> None:
    (table,) = [table for table in tables(base.store) if table.name == kind]
    found = [
        item["iri"]
        for page in pages(http, f"/facts?kind={kind}&limit=20")
        for item in page["items"]
    ]
    assert found == [row[0] for row in table.rows]


def test_each_fact_has_its_quote_at_its_offsets(http: httpx.Client, base: Base) -> None:
    for fact in http.get("/facts", params={"limit": 100}).json()["items"]:
        article = base.article(fact["article"])
        assert article.text[fact["start"] : fact["end"]] == fact["quote"]
        assert fact["sha256"] == article.sha256


def test_facts_are_narrowed(http: httpx.Client, base: Base) -> None:
    name = base.article_ids[0]
    of_one = http.get("/facts", params={"article": name, "limit": 100}).json()
    assert {fact["article"] for fact in of_one["items"]} == {name}
    of_both = http.get("/facts", params={"article": base.article_ids[:2], "limit": 100}).json()
    assert {fact["article"] for fact in of_both["items"]} <= set(base.article_ids[:2])
    of_role = http.get("/facts", params={"role": "CIO", "limit": 100}).json()["items"]
    assert len(of_role) > 0
    assert all("CIO" in fact["population"] for fact in of_role)
    roles = http.get("/facts", params={"kind": "roles", "role": "CIO", "limit": 100}).json()
    assert "CMO" not in {fact["label"] for fact in roles["items"]}
    with_text = http.get("/facts", params={"contains": "COLABORACIÓN"}).json()
    assert 0 < with_text["total"] < http.get("/facts").json()["total"]
    assert http.get("/facts", params={"article": "nadie"}).json()["items"] == []


# --- base and queries


def test_status_and_stats_tell_of_the_base(http: httpx.Client, base: Base) -> None:
    assert http.get("/status").json()["generation"] == base.id
    stats = http.get("/stats").json()
    assert stats["totals"] == dict(base.manifest.totals)
    assert stats["generation"] == base.id


def test_named_queries_are_listed_and_run(http: httpx.Client) -> None:
    listed = http.get("/queries").json()
    assert [query["name"] for query in listed] == list(load_named_queries())
    found = http.get("/queries/cifras", params={"minimo": "80", "unidad": "pu:percent"}).json()
    assert found["columns"][0] == "valor"
    assert {row[0] for row in found["rows"]} == {"83"}


# --- errors


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ask", 422),
        ("/ask?q=", 422),
        (f"/ask?q={'x' * 2001}", 422),
        ("/ask?q=hola&otra=1", 422),
        ("/search?q=x&limit=0", 422),
        ("/search?q=x&limit=101", 422),
        ("/facts?kind=nada", 422),
        ("/articles/nada", 404),
        ("/nada", 404),
        ("/queries/nada", 404),
        ("/queries/cifras?minimo=x", 400),
        ("/queries/cifras?otro=1", 400),
    ],
)
def test_errors_are_problem_details(http: httpx.Client, address: str, status: int) -> None:
    response = http.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]


def test_another_method_is_not_allowed(http: httpx.Client) -> None:
    response = http.post("/ask", json={"q": "hola"})
    assert response.status_code == 405
    assert response.headers["allow"] == "GET"
    assert response.headers["content-type"] == "application/problem+json"


def test_without_a_base_it_says_how_to_make_one(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "none")) as client:
        assert client.get(f"{API}/status").json()["base"] == "absent"
        for address in ("/ask?q=hola", "/articles", "/facts", "/stats", "/queries/cifras"):
            response = client.get(API + address)
            assert response.status_code == 503
            assert "puente build" in response.json()["detail"]
        for address in ("/sparql?query=ASK{}", "/id/role/cio"):
            assert client.get(address).status_code == 503


# --- the document


@pytest.fixture(scope="module")
def api_schema(base_path: Path) -> Any:  # noqa: ANN401  # of a library without types for it
    return schemathesis.openapi.from_asgi(f"{API}/openapi.json", create_app(base_path))


@pytest.mark.parametrize("mode", GenerationMode)
def test_the_document_tells_what_the_api_does(
    api_schema: Any,  # noqa: ANN401  # see above
    mode: GenerationMode,
) -> None:
    """Right and wrong requests, made up from the document: each answer is one that it tells of."""
    count = 0
    for found in api_schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue  # nothing can be wrong

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        def holds(case: Any) -> None:  # noqa: ANN401  # see above
            # no document can tell which texts say something that can be checked
            free = [positive_data_acceptance] if case.operation.path == "/verify" else []
            case.call_and_validate(excluded_checks=free)

        holds()
        count += 1
    assert count == (11 if mode is GenerationMode.POSITIVE else 6)


def test_the_document_names_every_address(http: httpx.Client) -> None:
    document = http.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/ask",
        "/dossier",
        "/verify",
        "/search",
        "/articles",
        "/articles/{id}",
        "/facts",
        "/status",
        "/stats",
        "/queries",
        "/queries/{name}",
    }
    assert document["servers"] == [{"url": API}]
