"""The SPARQL endpoint: SPARQL 1.1 Protocol, its query operation alone.

Source: https://www.w3.org/TR/sparql11-protocol/, whose sections the comments name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from index.base import Base
from index.text_search import with_hits
from kg.description import service_description
from kg.query import MEDIA_TYPES, QueryFormat, QueryOptions, QueryResult
from kg.query_pool import QueryPool
from ui.endpoints.negotiation import Offer, choose
from ui.endpoints.options import Limits, ServiceOptions
from ui.endpoints.problem import ProblemError
from ui.endpoints.rdf import GRAPHS, address, data_response, labelled, rdf_response
from ui.web.live import LiveBase

__all__ = ["query_pool", "routes"]

SOLUTIONS: Sequence[Offer[QueryFormat]] = (
    ("application/sparql-results+json", "json"),
    ("application/json", "json"),
    ("application/sparql-results+xml", "xml"),
    ("application/xml", "xml"),
    ("text/xml", "xml"),
    ("text/csv", "csv"),
    ("text/tab-separated-values", "tsv"),
)
# What clients write after `format=`; RDF formats and results share "json" and "xml".
_NAMES: Mapping[str, tuple[QueryFormat | None, QueryFormat | None]] = {
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdfxml"),
    "csv": ("csv", None),
    "tsv": ("tsv", None),
    "turtle": (None, "turtle"),
    "ttl": (None, "turtle"),
    "n3": (None, "turtle"),
    "nt": (None, "nt"),
    "ntriples": (None, "nt"),
    "n-triples": (None, "nt"),
    "jsonld": (None, "jsonld"),
    "json-ld": (None, "jsonld"),
    "rdfxml": (None, "rdfxml"),
    "rdf+xml": (None, "rdfxml"),
    "rdf-xml": (None, "rdfxml"),
    "rdf": (None, "rdfxml"),
}
_ALLOWED = ("GET", "HEAD", "POST", "OPTIONS")
_REFUSED = ("PUT", "PATCH", "DELETE")
_FORM = "application/x-www-form-urlencoded"
_THREADS = 16  # more than there are workers, so that those that run long give way to the next
_PAGE = "text/html"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_READ_ONLY = "la base sólo se consulta: no hay actualizaciones (SPARQL Update)"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query and how its answer is to be written, by kind; a media type for each."""

    text: str
    options: QueryOptions
    solutions: Offer[QueryFormat] | None
    graph: Offer[QueryFormat] | None


def query_pool(live: LiveBase, limits: Limits) -> QueryPool:
    """Return the workers on the live generation, the same for all endpoints."""

    def make(base: Base) -> QueryPool:
        return QueryPool(base.store_path, services=limits.services)

    return live.once("queries", make)


def routes(live: LiveBase, options: ServiceOptions) -> list[Route]:
    """Return the endpoint at `/sparql`."""
    limits = options.limits
    # Not the threads that the page runs on: whoever waits here makes nobody wait there.
    threads = anyio.CapacityLimiter(_THREADS)

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": ", ".join(_ALLOWED)})
        if request.method not in _ALLOWED:
            allowed = {"allow": ", ".join(_ALLOWED)}
            raise ProblemError(405, "aquí sólo hay GET, HEAD y POST", allowed)
        fields = await _fields(request, limits.body)
        if not fields and request.method != "POST":
            return await anyio.to_thread.run_sync(_describe, live, request)
        asked = _asked(request, fields, limits)
        if threads.statistics().tasks_waiting >= limits.waiting:
            raise ProblemError(503, "hay demasiadas consultas a la vez", {"retry-after": "1"})
        run = partial(_run, live, asked, limits)
        return _response(request, asked, await anyio.to_thread.run_sync(run, limiter=threads))

    methods = [*_ALLOWED, *_REFUSED]
    return [Route("/sparql", endpoint, methods=methods, middleware=options.cross_origin())]


def _describe(live: LiveBase, request: Request) -> Response:
    """Say what this endpoint is, to programs in RDF and to people on the page."""
    accept = ", ".join(request.headers.getlist("accept"))
    kinds = [(media_type, media_type) for media_type, _ in GRAPHS]
    chosen = choose(accept, [*kinds, (_PAGE, _PAGE)])
    if chosen is None:
        raise ProblemError(406, "la descripción del servicio se escribe en RDF")
    if chosen[0] == _PAGE:
        return RedirectResponse("/?tab=sparql", 303, {"vary": "accept"})
    offer = next(offer for offer in GRAPHS if offer[0] == chosen[0])
    triples = service_description(address(request, "/sparql"), live.current().store)
    return rdf_response(request, triples, offer)


def _run(live: LiveBase, asked: _Asked, limits: Limits) -> QueryResult:
    """Run a query, which is written in the format of its kind."""
    # where a kind is not acceptable, the format of the other makes the worker refuse it
    chosen = asked.solutions or asked.graph
    if chosen is None:
        raise ProblemError(
            406, "no hay ninguno de esos formatos: " + ", ".join(MEDIA_TYPES.values())
        )
    text = with_hits(asked.text, live.current())
    return query_pool(live, limits).run(
        text, format=chosen[1], deadline_s=limits.deadline_s, options=asked.options
    )


def _response(request: Request, asked: _Asked, result: QueryResult) -> Response:
    offer = asked.graph if result.kind == "graph" else asked.solutions
    media_type = labelled(offer) if offer else result.media_type
    return data_response(request, result.data, media_type)


async def _fields(request: Request, limit: int) -> list[tuple[str, str]]:
    """Return the parameters of a request, wherever they stand (2.1.1 to 2.1.3)."""
    fields = _decoded(request.url.query)
    if request.method != "POST":
        return fields
    body = await _body(request, limit)
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    charset = re.search(r'charset\s*=\s*"?([\w.:-]+)', parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise ProblemError(415, f"el texto va en UTF-8, no en {charset[1]}")
    if media_type == "application/sparql-update":
        raise ProblemError(403, _READ_ONLY)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(400, f"el cuerpo no es UTF-8 (byte {error.start})") from error
    if media_type == _FORM:
        return fields + _decoded(text)
    if media_type == "application/sparql-query":
        return [*fields, ("query", text)]
    raise ProblemError(
        415,
        f"un POST lleva {_FORM} o application/sparql-query",
        {"accept-post": f"{_FORM}, application/sparql-query"},
    )


def _decoded(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:  # UnicodeDecodeError among them
        raise ProblemError(400, "los parámetros no están bien codificados (UTF-8)") from error


async def _body(request: Request, limit: int) -> bytes:
    """Read a body, no further than its limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise ProblemError(413, f"la petición pasa de {limit >> 10} KiB")
    return bytes(body)


def _asked(request: Request, fields: Sequence[tuple[str, str]], limits: Limits) -> _Asked:
    """Make sense of the parameters of a request (2.1)."""
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    if any(name in given for name in _UPDATES):
        raise ProblemError(403, _READ_ONLY)
    queries = given.get("query", [])
    if len(queries) != 1:
        raise ProblemError(400, f"hace falta exactamente un parámetro query, y hay {len(queries)}")
    solutions, graph = _formats(request, given)
    options = QueryOptions(
        size=limits.result,
        default_graphs=_iris(given, "default-graph-uri"),
        named_graphs=_iris(given, "named-graph-uri"),
        graph_format=graph[1] if graph else (solutions[1] if solutions else None),
    )
    return _Asked(queries[0], options, solutions, graph)


def _iris(given: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    iris = given.get(name, [])
    for iri in iris:
        if not _IRI.fullmatch(iri):
            raise ProblemError(400, f"{name} no es un IRI absoluto: «{iri[:80]}»")
    return tuple(iris)


def _formats(
    request: Request, given: Mapping[str, list[str]]
) -> tuple[Offer[QueryFormat] | None, Offer[QueryFormat] | None]:
    """Return what solutions and graphs are written in, by `format` before `Accept`."""
    wanted = given.get("format", [""])[-1].strip().lower()
    if not wanted:
        accept = ", ".join(request.headers.getlist("accept"))
        return choose(accept, SOLUTIONS), choose(accept, GRAPHS)
    if "/" in wanted:
        return choose(wanted, SOLUTIONS), choose(wanted, GRAPHS)
    if wanted not in _NAMES:
        raise ProblemError(
            406, f"formato desconocido: «{wanted[:40]}»; los hay: {', '.join(_NAMES)}"
        )
    solutions, graph = _NAMES[wanted]
    return (
        (MEDIA_TYPES[solutions].partition(";")[0], solutions) if solutions else None,
        (MEDIA_TYPES[graph].partition(";")[0], graph) if graph else None,
    )
