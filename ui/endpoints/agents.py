"""Tools for agents by the Model Context Protocol: what they give carries its proof along.

Each quote comes with its article, its offsets in the article's text and the checksum of that text,
so that whoever gets it can check it word for word.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import BaseModel
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from corpus.errors import PuenteError
from corpus.serialization import article_to_json
from index.scope import Scope
from index.text_search import with_hits
from kg.query import QueryOptions, QueryResult
from ui.endpoints.api import answer_of, found_by, shas_of, verdicts_of
from ui.endpoints.api_models import AnswerModel, ArticleModel, HitModel, VerdictModel
from ui.endpoints.options import Limits
from ui.endpoints.problem import ProblemError
from ui.endpoints.sparql import query_pool
from ui.web.live import LiveBase

__all__ = ["AgentDoor", "create_agent_server"]

Given = TypeVar("Given")

_INSTRUCTIONS = (
    "Puente answers from a fixed set of Spanish business articles, word for word. Cite the quote "
    "with its article and offsets; where `answerable` is false the articles do not say."
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_MOST_ROWS = 1000


class FoundModel(HitModel):
    """A passage found; `sha256` is of the article's text."""

    sha256: str


class HitsModel(BaseModel):
    """Passages, nearest first."""

    hits: list[FoundModel]


class VerdictsModel(BaseModel):
    """A verdict for each claim, in the order of the text."""

    verdicts: list[VerdictModel]


class RowsModel(BaseModel):
    """What a query found: rows, or the graph that it made in Turtle."""

    columns: list[str] = []
    rows: list[list[str | None]] = []
    cut: bool = False
    turtle: str | None = None


def create_agent_server(live: LiveBase, limits: Limits) -> MCPServer[Any]:
    """Return the server of the tools over a base."""
    server: MCPServer[Any] = MCPServer("puente", instructions=_INSTRUCTIONS, log_level="WARNING")

    @server.tool(annotations=_READS)
    async def ask(
        question: str,
        article: list[str] | None = None,
        publisher: list[str] | None = None,
        since: str | None = None,
        role: list[str] | None = None,
    ) -> AnswerModel:
        """Answer a question in Spanish or English with exact quotes, or say that there is none.

        `article` (ids), `publisher`, `since` (2019, 2019-06) and `role` narrow what it may
        come from.
        """
        scope = _scope(article, publisher, since, role)
        return AnswerModel(**await _in_thread(partial(_ask, live, question, scope)))

    @server.tool(annotations=_READS)
    async def verify(
        text: str,
        article: list[str] | None = None,
        publisher: list[str] | None = None,
        since: str | None = None,
        role: list[str] | None = None,
    ) -> VerdictsModel:
        """Hold a Spanish text against the articles: supported, contradicted or not found.

        `article`, `publisher`, `since` and `role` narrow what it is held against, as in `ask`.
        """
        scope = _scope(article, publisher, since, role)
        return VerdictsModel(verdicts=await _in_thread(partial(_verify, live, text, scope)))

    @server.tool(annotations=_READS)
    async def search(
        text: str,
        limit: int = 5,
        article: list[str] | None = None,
        publisher: list[str] | None = None,
        since: str | None = None,
        role: list[str] | None = None,
    ) -> HitsModel:
        """Find the passages nearest in meaning to a text; `limit` is at most 50.

        `article`, `publisher`, `since` and `role` narrow where it looks, as in `ask`.
        """
        scope = _scope(article, publisher, since, role)
        return HitsModel(hits=await _in_thread(partial(_search, live, text, limit, scope)))

    @server.tool(annotations=_READS)
    async def sparql(query: str) -> RowsModel:
        """Query the graph with SPARQL 1.1, read-only; pu:, schema:, skos: and oa: are declared.

        `(?thing ?score ?text) pu:search ("words" 20)` finds by meaning and joins with the rest.
        """
        return await _in_thread(partial(_sparql, live, query, limits))

    @server.tool(annotations=_READS)
    async def get_article(id: str) -> ArticleModel:
        """Return an article as it was read; offsets of quotes are characters of its `text`."""
        return ArticleModel(**await _in_thread(partial(_article, live, id)))

    return server


class AgentDoor:
    """Lets agents in at `/mcp`, for as long as `open` lasts."""

    def __init__(self, live: LiveBase, limits: Limits) -> None:
        self._make = partial(create_agent_server, live, limits)
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Run the server of the tools."""
        server = self._make()
        self._app = server.streamable_http_app(
            stateless_http=True,
            json_response=True,
            # whom the server answers is decided for all its addresses alike
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        async with server.session_manager.run():
            yield
        self._app = None

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Hand one request over."""
        if self._app is None:
            raise ProblemError(503, "el servidor no está en marcha")
        await self._app(scope, receive, send)


async def _in_thread(work: Callable[[], Given]) -> Given:
    try:
        return await anyio.to_thread.run_sync(work)
    except PuenteError as error:
        raise ToolError(str(error)) from error


def _scope(
    articles: list[str] | None,
    publishers: list[str] | None,
    since: str | None,
    roles: list[str] | None,
) -> Scope:
    return Scope(tuple(articles or ()), tuple(publishers or ()), since, tuple(roles or ()))


def _ask(live: LiveBase, question: str, scope: Scope) -> dict[str, Any]:
    if not question.strip():
        raise ToolError("la pregunta está vacía")
    return answer_of(live.current(), question, scope)


def _verify(live: LiveBase, text: str, scope: Scope) -> list[VerdictModel]:
    return [VerdictModel(**verdict) for verdict in verdicts_of(live.current(), text, scope)]


def _search(live: LiveBase, text: str, limit: int, scope: Scope) -> list[FoundModel]:
    base = live.current()
    shas = shas_of(base)
    hits = found_by(base, text, max(1, min(limit, 50)), scope)
    return [FoundModel(**hit, sha256=shas[hit["article"]]) for hit in hits]


def _sparql(live: LiveBase, query: str, limits: Limits) -> RowsModel:
    options = QueryOptions(size=limits.result, graph_format="turtle")
    pool = query_pool(live, limits)
    text = with_hits(query, live.current())
    result: QueryResult = pool.run(
        text, format="table", deadline_s=limits.deadline_s, options=options
    )
    if result.kind == "graph":
        return RowsModel(turtle=result.data.decode())
    rows = [list(row) for row in result.rows[:_MOST_ROWS]]
    return RowsModel(columns=list(result.columns), rows=rows, cut=len(result.rows) > _MOST_ROWS)


def _article(live: LiveBase, id: str) -> dict[str, Any]:
    return article_to_json(live.current().article(id))
