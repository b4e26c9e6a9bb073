"""The tools for agents, called by the client of the protocol's own SDK."""

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from index.base import Base
from tests.test_cli import FIGURE, OFF_TOPIC, Run, run

__all__ = ["run"]  # a fixture

ROOT = Path(__file__).parents[1]
Place = StdioServerParameters | str


def called(server: Place, tool: str, **arguments: object) -> dict[str, Any]:
    """Call a tool; return what it gives as data."""

    async def work() -> dict[str, Any]:
        async with Client(server) as client:
            result = await client.call_tool(tool, dict(arguments))
            assert not result.is_error, result.content
            assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
            return result.structured_content or {}

    return anyio.run(work)


def refused(server: Place, tool: str, **arguments: object) -> str:
    """Call a tool that fails; return what it says."""

    async def work() -> str:
        async with Client(server) as client:
            result = await client.call_tool(tool, dict(arguments))
            assert result.is_error
            return str(result.content[0].text)  # type: ignore[union-attr]

    return anyio.run(work)


@pytest.fixture(params=["http", "stdio"])
def place(request: pytest.FixtureRequest, server: str, base_path: Path) -> Place:
    """Where the tools are: at a server, or in a process of our own."""
    if request.param == "http":
        return f"{server}/mcp"
    program = "from ui.cli import main; main()"
    return StdioServerParameters(
        command=sys.executable,
        args=["-c", program, "--base", str(base_path), "mcp"],
        cwd=ROOT,
    )


def test_an_agent_is_offered_tools_that_only_read(place: Place) -> None:
    async def work() -> list[Any]:
        async with Client(place) as client:
            assert client.server_info is not None
            assert client.server_info.name == "puente"
            return list((await client.list_tools()).tools)

    tools = anyio.run(work)
    assert {tool.name for tool in tools} == {"ask", "verify", "search", "sparql", "get_article"}
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint is True
        assert tool.output_schema


def test_an_answer_carries_quotes_that_can_be_checked(place: Place, base: Base) -> None:
    answer = called(place, "ask", question=FIGURE)
    assert answer["answerable"] is True
    assert answer["citations"]
    for citation in answer["citations"]:
        article = base.article(citation["article"])
        assert article.text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["sha256"] == article.sha256


def test_an_agent_narrows_what_an_answer_comes_from(server: str, base: Base) -> None:
    *_, other = base.article_ids
    answer = called(f"{server}/mcp", "ask", question=FIGURE, article=[other])
    assert {one["article"] for one in answer["passages"] + answer["citations"]} <= {other}
    assert "Nadie" in refused(f"{server}/mcp", "ask", question=FIGURE, publisher=["Nadie"])


@pytest.mark.parametrize("tool", ["ask", "verify", "search"])
def test_an_agent_narrows_whatever_it_asks(server: str, base: Base, tool: str) -> None:
    *_, other = base.article_ids
    quote = base.knowledge.statistics[0].quote
    asked = {"question" if tool == "ask" else "text": quote}

    given = called(f"{server}/mcp", tool, **asked, article=[other])

    shown = [*given.get("hits", []), *given.get("citations", []), *given.get("passages", [])]
    shown += [c for verdict in given.get("verdicts", []) for c in verdict["citations"]]
    assert {one["article"] for one in shown} <= {other}
    assert "Nadie" in refused(f"{server}/mcp", tool, **asked, publisher=["Nadie"])


def test_an_agent_is_told_where_there_is_no_answer(place: Place) -> None:
    answer = called(place, "ask", question=OFF_TOPIC)
    assert (answer["answerable"], answer["facts"], answer["citations"]) == (False, [], [])


def test_hits_carry_their_places(place: Place, base: Base) -> None:
    hits = called(place, "search", text="quién controla los datos", limit=3)["hits"]
    assert len(hits) == 3
    for hit in hits:
        article = base.article(hit["article"])
        assert article.text[hit["start"] : hit["end"]] == hit["text"]
        assert hit["sha256"] == article.sha256


def test_an_agent_holds_a_text_against_the_articles(server: str, base: Base) -> None:
    quote = base.knowledge.statistics[0].quote
    verdicts = called(f"{server}/mcp", "verify", text=quote)["verdicts"]
    assert verdicts
    assert {verdict["verdict"] for verdict in verdicts} == {"supported"}
    citation = verdicts[0]["citations"][0]
    article = base.article(citation["article"])
    assert article.text[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["sha256"] == article.sha256


def test_an_agent_queries_the_graph(server: str, base: Base) -> None:
    place = f"{server}/mcp"
    found = called(place, "sparql", query="SELECT ?t { ?s pu:valueText ?t } ORDER BY ?t")
    assert found["columns"] == ["t"]
    assert len(found["rows"]) == base.manifest.totals["statistics"]
    assert called(place, "sparql", query="ASK { ?s a pu:Study }")["rows"] == [["true"]]
    made = called(place, "sparql", query="CONSTRUCT WHERE { ?s a pu:Study }")
    assert "pu:Study" in made["turtle"]


def test_an_agent_reads_an_article(server: str, base: Base) -> None:
    name = base.article_ids[0]
    article = called(f"{server}/mcp", "get_article", id=name)
    assert article["text"] == base.article(name).text
    assert article["sha256"] == base.article(name).sha256


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("ask", {"question": " "}, "vacía"),
        ("verify", {"text": "Hola."}, "no afirma nada"),
        ("sparql", {"query": "SELECT {"}, "línea 1"),
        ("sparql", {"query": "DROP ALL"}, "sólo se consulta"),
        ("sparql", {"query": "ASK { SERVICE <http://127.0.0.1/> {} }"}, "SERVICE"),
        ("get_article", {"id": "../../etc/passwd"}, "No hay ningún artículo"),
    ],
)
def test_a_wrong_call_is_told_in_words(
    server: str, tool: str, arguments: dict[str, str], words: str
) -> None:
    said = refused(f"{server}/mcp", tool, **arguments)
    assert words in said
    assert "Traceback" not in said


def test_without_a_base_there_is_no_server_for_agents(run: Run, tmp_path: Path) -> None:
    done = run("--base", tmp_path / "none", "mcp")
    assert (done.status, done.out) == (2, "")
    assert "puente build" in done.err
