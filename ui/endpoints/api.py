"""The HTTP API: what the command line does, over HTTP, with an OpenAPI document.

The number in its address changes when an answer would no longer be understood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Path, Query, Request, Response

from corpus.serialization import article_to_json
from index.base import Base
from index.closer import search_closely
from index.scope import Scope, facts_left, narrow
from index.text_search import with_hits
from kg.named_query import OWN_FOLDER, bind, load_named_queries
from kg.query import QueryOptions
from kg.tables import Table, fact_table
from ui.endpoints import problem
from ui.endpoints.api_models import (
    AnswerModel,
    ArticleModel,
    ArticlePage,
    AskQuery,
    DossierQuery,
    FactPage,
    FactQuery,
    HitPage,
    NamedQueryModel,
    PageQuery,
    ProblemModel,
    ResultModel,
    ScopeQuery,
    SearchQuery,
    StatsModel,
    StatusModel,
    TextBody,
    VerdictModel,
)
from ui.endpoints.options import ServiceOptions
from ui.endpoints.problem import MEDIA_TYPE, ProblemError
from ui.endpoints.sparql import query_pool
from ui.render import answer_json, hit_json, named_query_json
from ui.verdicts import verdict_json
from ui.web.live import LiveBase

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from index.llm import Endpoint

__all__ = ["PREFIX", "answer_of", "create_api", "facts_of", "found_by", "shas_of", "verdicts_of"]

PREFIX = "/api/v1"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_DOSSIERS = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "md": "text/markdown",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}

_PLACE_IN_LIST = ("limit", "offset")

_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemModel"}}}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "model": ProblemModel, "content": _CONTENT}
    for status, words in (
        (400, "La petición no se entiende."),
        (404, "No existe."),
        (422, "Un parámetro no es válido."),
        (503, "No hay base, o hay demasiadas peticiones."),
    )
}


def create_api(live: LiveBase, options: ServiceOptions) -> "ASGIApp":
    """Return the application of the API over a base."""
    api = FastAPI(
        title="Puente",
        version="1",
        description="Búsqueda, respuestas citadas y hechos de artículos de empresa en español.",
        docs_url=None,
        redoc_url=None,
        responses=_PROBLEMS,
        middleware=options.cross_origin(),
    )
    problem.install(api)
    _add_reading(api, live)
    _add_base(api, live)
    _add_queries(api, live, options)
    return api


def _add_reading(api: FastAPI, live: LiveBase) -> None:
    @api.get(
        "/ask",
        summary="Responde con citas",
        response_model=AnswerModel,
        response_model_exclude_unset=True,
    )
    def ask(asked: Annotated[AskQuery, Query()]) -> Mapping[str, Any]:
        if asked.llm and live.llm is None:
            raise ProblemError(404, "el servidor se abrió sin modelo de lenguaje (serve --llm)")
        return answer_of(live.current(), asked.q, asked.scope, live.llm if asked.llm else None)

    @api.get(
        "/dossier",
        summary="Un informe: preguntas, respuestas, citas, bibliografía y cifras",
        response_class=Response,
        responses={200: {"content": {kind: {} for kind in _DOSSIERS.values()}}},
    )
    def dossier(asked: Annotated[DossierQuery, Query()]) -> Response:
        return Response(
            _dossier_of(live.current(), asked),
            media_type=_DOSSIERS[asked.format],
            headers={"content-disposition": f'attachment; filename="informe.{asked.format}"'},
        )

    @api.post(
        "/verify",
        summary="Comprueba un texto ajeno",
        response_model=list[VerdictModel],
        response_model_exclude_unset=True,
    )
    def verify(body: TextBody, asked: Annotated[ScopeQuery, Query()]) -> list[Mapping[str, Any]]:
        return verdicts_of(live.current(), body.text, asked.scope)

    @api.get("/search", summary="Busca pasajes", response_model=HitPage)
    def search(
        request: Request, response: Response, asked: Annotated[SearchQuery, Query()]
    ) -> Mapping[str, Any]:
        # one more tells whether there is a further page
        hits = found_by(live.current(), asked.q, asked.offset + asked.limit + 1, asked.scope)
        return {**_page(request, response, asked, hits), "total": None}

    @api.get("/articles", summary="Enumera los artículos", response_model=ArticlePage)
    def articles(
        request: Request, response: Response, asked: Annotated[PageQuery, Query()]
    ) -> Mapping[str, Any]:
        entries = [
            {
                "id": entry.id,
                "title": entry.title,
                "publisher": entry.publisher,
                "published": entry.published,
                "source": entry.source,
                "sha256": entry.text_sha256,
                "counts": dict(entry.counts),
            }
            for entry in live.current().manifest.articles
        ]
        return _page(request, response, asked, entries)

    @api.get("/articles/{id}", summary="Un artículo tal como se leyó", response_model=ArticleModel)
    def article(id: Annotated[str, Path()]) -> Mapping[str, Any]:
        base = live.current()
        if id not in base.article_ids:
            raise ProblemError(404, f"no hay ningún artículo «{id[:80]}»")
        return article_to_json(base.article(id))

    @api.get("/facts", summary="Enumera hechos con su frase", response_model=FactPage)
    def facts(
        request: Request, response: Response, asked: Annotated[FactQuery, Query()]
    ) -> Mapping[str, Any]:
        found = facts_of(live, asked.kind, asked.scope, contains=asked.contains)
        return _page(request, response, asked, found)


def _add_base(api: FastAPI, live: LiveBase) -> None:
    @api.get("/status", summary="Cómo está la base", response_model=StatusModel)
    def status() -> Mapping[str, object]:
        return live.state()

    @api.get("/stats", summary="Qué contiene la base", response_model=StatsModel)
    def stats() -> Mapping[str, Any]:
        manifest = live.current().manifest
        return {
            "generation": manifest.id,
            "created": manifest.created,
            "totals": dict(manifest.totals),
            "skipped": [
                {"source": entry.source, "reason": entry.reason} for entry in manifest.skipped
            ],
        }


def _add_queries(api: FastAPI, live: LiveBase, options: ServiceOptions) -> None:
    @api.get(
        "/queries", summary="Enumera las consultas con nombre", response_model=list[NamedQueryModel]
    )
    def queries() -> list[Mapping[str, Any]]:
        return [
            named_query_json(query) for query in load_named_queries(live.path / OWN_FOLDER).values()
        ]

    @api.get(
        "/queries/{name}",
        summary="Ejecuta una consulta con nombre; sus parámetros van en la dirección",
        response_model=ResultModel,
    )
    def run(request: Request, name: Annotated[str, Path()]) -> Mapping[str, Any]:
        known = load_named_queries(live.path / OWN_FOLDER)
        if name not in known:
            raise ProblemError(404, f"no hay ninguna consulta «{name[:80]}»")
        text = bind(known[name], dict(request.query_params))
        limits = options.limits
        result = query_pool(live, limits).run(
            with_hits(text, live.current()),
            format="table",
            deadline_s=limits.deadline_s,
            options=QueryOptions(size=limits.result),
        )
        return {"columns": result.columns, "rows": result.rows}


# --- what agents' tools give too


def answer_of(
    base: Base, question: str, scope: Scope, endpoint: "Endpoint | None" = None
) -> dict[str, Any]:
    """Return an answer as `ask --json` does, each citation with its article's checksum.

    Raises:
        ScopeError: if `scope` names what the base does not hold.
    """
    from index.answer import answer

    left = narrow(base, scope)
    found = answer(question, left)
    if endpoint:
        from index.llm import write_with

        found = write_with(endpoint, found, left)
    given = answer_json(found)
    shas = shas_of(base)
    for citation in given["citations"]:
        citation["sha256"] = shas[citation["article"]]
    return given


def _dossier_of(base: Base, asked: DossierQuery) -> bytes:
    """Return a report as a file."""
    from index.dossier import gather
    from ui.dossier import WRITERS

    file = BytesIO()
    WRITERS[f".{asked.format}"](gather(asked.q, base, title=asked.title, scope=asked.scope), file)
    return file.getvalue()


def verdicts_of(base: Base, text: str, scope: Scope) -> list[Mapping[str, Any]]:
    """Return what `verify --json` says of a text, each citation with its article's checksum.

    Raises:
        ProblemError: if there is nothing in it that can be checked, or too much.
        ScopeError: if `scope` names what the base does not hold.
    """
    from corpus.errors import ReadError
    from index.verify import UncheckableError, verify

    try:
        verdicts = [verdict_json(verdict) for verdict in verify(text, narrow(base, scope))]
    except (ReadError, UncheckableError) as error:
        raise ProblemError(422, str(error)) from error
    shas = shas_of(base)
    for verdict in verdicts:
        for citation in verdict["citations"]:
            citation["sha256"] = shas[citation["article"]]
    return list(verdicts)


def found_by(base: Base, text: str, top: int, scope: Scope) -> list[dict[str, Any]]:
    """Return the nearest passages as `search --json` does.

    Raises:
        ScopeError: if `scope` names what the base does not hold.
    """
    return [hit_json(hit) for hit in search_closely(narrow(base, scope), text, top=top)]


def facts_of(
    live: LiveBase, kind: str, scope: Scope, *, contains: str | None = None
) -> list[dict[str, Any]]:
    """Return the facts of a kind with their sentences, each with its article's checksum.

    An article that the base lacks has no facts.

    Raises:
        ScopeError: if `scope` names any other thing that the base does not hold.
    """
    base = live.current()
    known = tuple(name for name in scope.articles if name in base.article_ids)
    if scope.articles and not known:
        return []
    table, shas = _table_of(live, kind, replace(scope, articles=known)), shas_of(base)
    found = []
    for row in table.rows:
        fact = dict(zip(table.columns, row, strict=True))
        texts = " ".join(cell for cell in row if isinstance(cell, str)).casefold()
        if contains is None or contains.casefold() in texts:
            found.append({**fact, "kind": kind, "sha256": shas.get(str(fact.get("article")))})
    return found


def _table_of(live: LiveBase, kind: str, scope: Scope) -> Table:
    """Return the facts of a kind that `scope` leaves; those of the whole base are kept."""
    if scope.everything:
        return live.once(f"table of {kind}", lambda base: fact_table(base.knowledge, kind))
    return fact_table(facts_left(live.current(), scope), kind)


def shas_of(base: Base) -> Mapping[str, str]:
    """Return the checksum of the text of each article, by its id."""
    return {entry.id: entry.text_sha256 for entry in base.manifest.articles}


def _page(
    request: Request, response: Response, asked: PageQuery, items: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return a part of a list, and tell in the head where it goes on (RFC 8288)."""
    end = asked.offset + asked.limit
    following = None
    if end < len(items):
        kept = [(k, v) for k, v in request.query_params.multi_items() if k not in _PLACE_IN_LIST]
        fields = [*kept, ("limit", asked.limit), ("offset", end)]
        following = f"{request.scope['root_path']}{_own_path(request)}?{urlencode(fields)}"
        response.headers["link"] = f'<{following}>; rel="next"'
    return {
        "items": items[asked.offset : end],
        "total": len(items),
        "limit": asked.limit,
        "offset": asked.offset,
        "next": following,
    }


def _own_path(request: Request) -> str:
    path: str = request.scope["path"]
    return path.removeprefix(request.scope["root_path"])
