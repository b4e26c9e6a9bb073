"""Linked data: each IRI of ours opens at this server, for people and for programs.

An IRI under the base is served at the same path, `/id/…`, the vocabulary at `/ns`; whoever runs
the base's own address redirects them here.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote, urlsplit

import anyio.to_thread
import jinja2
import yaml
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.base import Base
from kg.description import dataset_description
from kg.linked import Sheet, describe, sheet, vocabulary_sheets
from kg.named_query import OWN_FOLDER, load_named_queries
from kg.query import QueryFormat
from kg.store import Store
from kg.vocabulary import DEFAULT
from ui.endpoints.negotiation import Offer, choose
from ui.endpoints.options import ServiceOptions
from ui.endpoints.problem import ProblemError
from ui.endpoints.rdf import GRAPHS, address, data_response, rdf_response
from ui.text import LANGUAGES, Language, choose_language
from ui.web.live import LiveBase

__all__ = ["routes"]

Node = TypeVar("Node", NamedNode | BlankNode | Triple, NamedNode | BlankNode | Literal | Triple)

_ANY_ENDPOINT = "urn:puente:endpoint"
_FOLDER = Path(__file__).parents[1]
_PAGE = "text/html"
_ALTERNATES = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
_SHORT = {
    "html": _PAGE,
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "json-ld": "application/ld+json",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}


def routes(live: LiveBase, options: ServiceOptions) -> list[Route]:
    """Return the addresses of things and of the vocabulary."""

    async def thing(request: Request) -> Response:
        return await anyio.to_thread.run_sync(_thing, live, request)

    async def vocabulary(request: Request) -> Response:
        return await anyio.to_thread.run_sync(_vocabulary, live, request)

    async def void(request: Request) -> Response:
        return await anyio.to_thread.run_sync(_void, live, request)

    across = options.cross_origin()
    return [
        Route("/id/{path:path}", thing, methods=["GET"], middleware=across),
        Route("/ns", vocabulary, methods=["GET"], middleware=across),
        Route("/.well-known/void", void, methods=["GET"], middleware=across),
    ]


def _thing(live: LiveBase, request: Request) -> Response:
    store = live.current().store
    iri = store.iris.base + _path(request).removeprefix("/id/")
    triples = describe(store, iri)
    media_type = _wanted(request)
    if media_type != _PAGE:
        if not triples:
            raise ProblemError(404, f"el grafo no sabe nada de {iri}")
        return _rdf(request, triples, media_type)
    language = choose_language(request.query_params.get("lang"))
    found = sheet(store, iri, language)
    if found is None and triples:  # a named graph: of what it holds
        subjects = sorted({str(t.subject.value) for t in triples if hasattr(t.subject, "value")})
        sheets = [one for one in (sheet(store, s, language) for s in subjects[:100]) if one]
        return _page(request, store, iri, sheets, language)
    return _page(request, store, iri, [found] if found else [], language)


def _vocabulary(live: LiveBase, request: Request) -> Response:
    store = live.current().store
    media_type = _wanted(request)
    if media_type != _PAGE:
        ours = store.quads(store.iris.graph("vocabulary"))
        start = (f"<{store.iris.ns}", f"<{store.iris.ns.rstrip('#')}>")
        triples = [quad.triple for quad in ours if str(quad.subject).startswith(start)]
        return _rdf(request, triples, media_type)
    language = choose_language(request.query_params.get("lang"))
    title = _words()[language]["vocabulary"]
    return _page(request, store, title, vocabulary_sheets(store, language), language)


def _void(live: LiveBase, request: Request) -> Response:
    accept = ", ".join(request.headers.getlist("accept"))
    offer = choose(accept, GRAPHS)
    if offer is None:
        raise ProblemError(406, f"la descripción se escribe en {', '.join(_ALTERNATES)}")

    def make(base: Base) -> list[Triple]:
        queries = load_named_queries(live.path / OWN_FOLDER)
        return dataset_description(_ANY_ENDPOINT, base.store, queries)

    endpoint = address(request, "/sparql")
    # made once for all the names that clients know the server by
    triples = [
        Triple(_renamed(t.subject, endpoint), t.predicate, _renamed(t.object, endpoint))
        for t in live.once("void", make)
    ]
    return rdf_response(request, triples, offer)


def _renamed(term: Node, endpoint: str) -> Node:
    if isinstance(term, NamedNode) and term.value.startswith(_ANY_ENDPOINT):
        return NamedNode(endpoint + term.value.removeprefix(_ANY_ENDPOINT))
    return term


def _path(request: Request) -> str:
    """Return the path of a request with the escapes that IRIs of ours are written with."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    try:
        parts = [unquote(part, errors="strict") for part in raw.decode("ascii").split("/")]
    except UnicodeDecodeError as error:
        raise ProblemError(400, "la dirección no está bien codificada (UTF-8)") from error
    return "/".join(quote(part, safe="") for part in parts)


def _wanted(request: Request) -> str:
    """Return the media type that is wanted, by `format` before `Accept`; a page for anybody."""
    named = request.query_params.get("format", "").strip().lower()
    kinds: Sequence[Offer[str]] = [(media_type, media_type) for media_type, _ in GRAPHS]
    accept = _SHORT.get(named, named) or ", ".join(request.headers.getlist("accept"))
    chosen = choose(accept, [(_PAGE, _PAGE), *kinds])
    if chosen is None:
        known = ", ".join((_PAGE, *_ALTERNATES))
        raise ProblemError(406, f"aquí no se escribe ninguno de esos formatos; los hay: {known}")
    return chosen[0]


def _rdf(request: Request, triples: Sequence[Triple], media_type: str) -> Response:
    offers: Mapping[str, Offer[QueryFormat]] = {offer[0]: offer for offer in GRAPHS}
    return rdf_response(request, triples, offers[media_type])


def _page(
    request: Request, store: Store, title: str, sheets: Sequence[Sheet], language: Language
) -> Response:
    if len(sheets) == 1:
        title = sheets[0].label
    words = _words()
    text = _template().render(
        title=title,
        language=language,
        languages=[(code, words[code]["name"]) for code in LANGUAGES],
        path=_path(request),
        alternates=_ALTERNATES,
        sheets=sheets,
        words=words[language],
    )
    response = data_response(request, text.encode(), "text/html; charset=utf-8")
    response.headers["link"] = ", ".join(
        f'<{_path(request)}?format={quote(kind, safe="")}>; rel="alternate"; type="{kind}"'
        for kind in _ALTERNATES
    )
    response.status_code = 200 if sheets else 404
    return response


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    words: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        (_FOLDER / "texts" / "sheet.yaml").read_text(encoding="utf-8")
    )
    return words


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters |= {
        "local": _local,
        "foreign": lambda iri: _local(iri) == iri,
        "fragment": lambda iri: urlsplit(iri).fragment,
        "reader": _reader,
    }
    return environment.get_template("sheet.html")


def _local(iri: str) -> str:
    """Return where an IRI opens: ours at this server, others' at their own address."""
    if iri.startswith(DEFAULT.base):
        return "/id/" + iri.removeprefix(DEFAULT.base)
    if iri.startswith(DEFAULT.ns):
        return "/ns#" + iri.removeprefix(DEFAULT.ns)
    return iri if urlsplit(iri).scheme in ("http", "https") else "#"


def _reader(iri: str) -> str:
    """Return where the page shows a place of an article."""
    place = urlsplit(iri).fragment.removeprefix("char=").replace(",", "-")
    article = quote(DEFAULT.article_id(iri), safe="")
    return f"/?tab=articles&a={article}&at={place}"
