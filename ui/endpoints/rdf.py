"""RDF over HTTP: the formats on offer, and triples as the answer to a request."""

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import Triple
from starlette.requests import Request
from starlette.responses import Response

from kg.export import write_triples
from kg.query import MEDIA_TYPES, QueryFormat
from ui.endpoints.negotiation import Offer
from ui.endpoints.problem import ProblemError

__all__ = ["GRAPHS", "address", "data_response", "labelled", "rdf_response"]

GRAPHS: Sequence[Offer[QueryFormat]] = (
    ("text/turtle", "turtle"),
    ("application/x-turtle", "turtle"),
    ("text/n3", "turtle"),  # every Turtle file is one in N3
    ("application/n-triples", "nt"),
    ("text/plain", "nt"),
    ("application/ld+json", "jsonld"),
    ("application/json", "jsonld"),
    ("application/rdf+xml", "rdfxml"),
    ("application/xml", "rdfxml"),
    ("text/xml", "rdfxml"),
)

_HOST = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")


def address(request: Request, path: str) -> str:
    """Return the whole address of a path on this server, as the client names the server."""
    host = f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"
    if not _HOST.fullmatch(host):
        raise ProblemError(400, "la cabecera Host no es un nombre de servidor")
    return host + path


def labelled(offer: Offer[QueryFormat]) -> str:
    """Return the content type of an answer: the name of the format that the client asked for."""
    canonical = MEDIA_TYPES[offer[1]]
    if offer[0] == canonical.partition(";")[0]:
        return canonical
    return offer[0] + ("; charset=utf-8" if offer[0].startswith("text/") else "")


def rdf_response(
    request: Request, triples: Iterable[Triple], offer: Offer[QueryFormat]
) -> Response:
    """Return triples in a format."""
    return data_response(request, write_triples(triples, offer[1]), labelled(offer))


def data_response(request: Request, data: bytes, media_type: str) -> Response:
    """Return data, or with HEAD what is to be known of it."""
    headers = {
        "content-length": str(len(data)),
        "content-type": media_type,
        "vary": "accept",
    }
    return Response(b"" if request.method == "HEAD" else data, headers=headers)
