"""The triples that turn one graph into another, as an RDF Patch.

Source: https://afs.github.io/rdf-delta/rdf-patch.html (text form).
"""

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple

from kg.export_error import ExportError
from kg.store import Store
from kg.vocabulary import DEFAULT, Iris

__all__ = ["patch", "read_export"]

_FORMATS = {
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def patch(old: Store, new: Store) -> str:
    """Return the changes from one graph to another: what goes, then what comes, in order.

    Its id comes from its content. Named graphs are told apart where both graphs have them.
    """
    before: set[Quad] | set[Triple] = set(old.quads())
    after: set[Quad] | set[Triple] = set(new.quads())
    if not before or not after:
        before, after = set(old.triples()), set(new.triples())
    gone = sorted(str(line) for line in before - after)
    come = sorted(str(line) for line in after - before)
    lines = ["TX .", *(f"D {line} ." for line in gone), *(f"A {line} ." for line in come), "TC ."]
    body = "\n".join(lines)
    return f"H id <{uuid5(NAMESPACE_URL, body).urn}> .\n{body}\n"


def read_export(path: Path, iris: Iris = DEFAULT) -> Store:
    """Return the graph of an export in one of the RDF formats, by the end of its name.

    Raises:
        ExportError: if it is of another format or cannot be read.
    """
    format = _FORMATS.get(path.suffix.lower())
    if format is None:
        known = ", ".join(_FORMATS)
        raise ExportError(f"{path}: no es un grafo exportado; se leen {known}")
    engine = pyoxigraph.Store()
    try:
        for quad in pyoxigraph.parse(path=str(path), format=format):
            engine.add(quad)
            engine.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
    except (OSError, SyntaxError) as error:
        raise ExportError(f"no se puede leer {path}: {error}") from error
    return Store(Path(), iris=iris, engine=engine)
