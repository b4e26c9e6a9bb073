"""Runs SPARQL queries from outside, each in a process that is killed when it takes too much.

A query reads and never writes; it asks no other server; it has a deadline, a limit of memory and
one for the size of its result.
"""

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, get_args

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.query_error import QueryError, Reason, worker_error
from kg.vocabulary import DEFAULT, Iris

__all__ = [
    "MEDIA_TYPES",
    "QueryError",
    "QueryFormat",
    "QueryOptions",
    "QueryResult",
    "QueryWorker",
    "run_query",
]

QueryFormat = Literal["table", "json", "xml", "csv", "tsv", "turtle", "nt", "jsonld", "rdfxml"]
QueryKind = Literal["select", "ask", "graph"]

MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
_Table = tuple[tuple[str, ...], tuple[tuple[str | None, ...], ...]]
_NO_TABLE: _Table = ((), ())


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """What a query may use: memory and size in bytes.

    `default_graphs` and `named_graphs` are the dataset of the SPARQL protocol, IRIs; where both
    are empty the query has the whole graph, or what its FROM says.

    Attributes:
        services: hosts that SERVICE may ask, as their IRI has them, with the port if it has one.
        graph_format: what CONSTRUCT and DESCRIBE are written in, where `format` is for the others.
    """

    memory: int = 2 << 30
    size: int = 64 << 20
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    graph_format: QueryFormat | None = None


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query gave.

    Attributes:
        kind: of query; `graph` for CONSTRUCT and DESCRIBE.
        format: what `data` is written in; a table's are written as JSON or N-Triples.
        data: the result, encoded in UTF-8 where it is text.
        media_type: of `data`, to send over HTTP.
        columns: names of the variables, where a table was asked for.
        rows: their values for people, IRIs with the usual prefixes; none where unbound.
    """

    kind: QueryKind
    format: str
    data: bytes
    media_type: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()


def run_query(
    store_path: Path,
    text: str,
    *,
    format: QueryFormat = "json",
    deadline_s: float = 10.0,
    iris: Iris = DEFAULT,
    options: QueryOptions = QueryOptions(),
) -> QueryResult:
    """Run a query on the graph in a folder, in a process of its own.

    The default graph is the merge of all; the usual prefixes need no declaration.

    Args:
        store_path: folder of a graph, or of the engine's files in it.
        text: SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE.
        format: of the result; for a graph, `json` and `xml` stand for JSON-LD and RDF/XML.
        deadline_s: seconds of running, after which the process is killed.
        iris: where our terms and things live.
        options: the other limits.

    Raises:
        QueryError: with the reason, and the place of a syntax error.
    """
    with QueryWorker(
        store_path, memory=options.memory, iris=iris, services=options.services
    ) as worker:
        return worker.run(text, format=format, deadline_s=deadline_s, options=options)


class QueryWorker:
    """A process that runs queries on one store, one after another.

    It is started anew when a query had to be killed. Not for two threads at once.
    """

    def __init__(
        self,
        store_path: Path,
        *,
        memory: int = 2 << 30,
        iris: Iris = DEFAULT,
        services: tuple[str, ...] = (),
    ) -> None:
        """Start the process; one that may not ask other servers can open no connection at all.

        Raises:
            QueryError: if there is no graph in `store_path`.
        """
        inner = store_path / "store"
        self._path = inner if inner.is_dir() else store_path
        if not (self._path / "CURRENT").is_file():
            raise QueryError(
                f"{store_path}: no hay ningún grafo; constrúyelo con `puente build`", "store"
            )
        self._memory, self._prefixes = memory, iris.prefixes()
        self._services = tuple(name.lower() for name in services)
        self._stopped: Reason | None = None
        self._process = self._start()

    def __enter__(self) -> "QueryWorker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        # -I: neither the folder that we run in nor the environment changes what is imported
        network = "network" if self._services else "alone"
        program = str(Path(__file__).with_name("query_worker.py"))
        return subprocess.Popen(
            [sys.executable, "-I", program, str(self._path), str(self._memory), network],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """End the process, in the middle of a query too."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def stop(self, reason: Reason) -> None:
        """Kill the process, from another thread than the one whose query it runs."""
        self._stopped = reason
        self._process.kill()

    def revive(self) -> None:
        """Start the process anew where it has ended or was told to."""
        if self._stopped or self._process.poll() is not None:
            self.close()
            self._stopped = None
            self._process = self._start()

    def run(
        self,
        text: str,
        *,
        format: QueryFormat = "json",
        deadline_s: float = 10.0,
        options: QueryOptions = QueryOptions(),
    ) -> QueryResult:
        """Run one query, see `run_query`."""
        if format not in get_args(QueryFormat):
            known = ", ".join(get_args(QueryFormat))
            raise QueryError(f"formato desconocido: «{format}»; los hay: {known}", "format")
        if not text.strip():
            raise QueryError("la consulta está vacía", "syntax", 1, 1)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise QueryError("la consulta no es texto Unicode válido", "syntax") from error
        self.revive()
        head, body = self._ask(
            {
                "query": text,
                "format": format,
                "prefixes": self._prefixes,
                "limit": options.size,
                "default_graphs": options.default_graphs,
                "named_graphs": options.named_graphs,
                "services": self._services,
                "graph_format": options.graph_format,
            },
            deadline_s,
        )
        if "error" in head:
            named = options.graph_format if head.get("kind") == "graph" else None
            raise worker_error(head, text, named or format, memory=self._memory, size=options.size)
        written = head["format"]
        columns, rows = _NO_TABLE
        if format == "table" and written in ("json", "nt"):
            columns, rows = _table(head["kind"], body, self._prefixes)
        return QueryResult(head["kind"], written, body, MEDIA_TYPES[written], columns, rows)

    def _ask(self, request: dict[str, Any], deadline_s: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its answer, but not beyond the deadline."""
        process = self._process
        timer = threading.Timer(deadline_s, self.stop, ["deadline"])
        timer.start()
        line = body = b""
        size = -1
        try:
            if process.stdin and process.stdout:
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
                line = process.stdout.readline()
                head = json.loads(line) if line.endswith(b"\n") else {}
                size = head.get("size", -1)
                body = process.stdout.read(size) if size > 0 else b""
        except BrokenPipeError:
            pass  # it died; the exit status below says of what
        finally:
            timer.cancel()
        if len(body) == size:
            return head, body
        status = process.wait()
        if self._stopped:
            return {"error": self._stopped, "deadline": deadline_s}, b""
        if status == -signal.SIGSEGV:
            return {"error": "depth"}, b""
        if status in (-signal.SIGABRT, -signal.SIGKILL):
            return {"error": "memory"}, b""
        return {"error": "ended", "status": status}, b""


def _table(kind: QueryKind, data: bytes, prefixes: Mapping[str, str]) -> _Table:
    """Return the columns and rows of a result, for people to read."""
    if kind == "graph":
        return ("subject", "predicate", "object"), tuple(
            tuple(
                _short(term.value, prefixes) if isinstance(term, NamedNode) else _plain(term)
                for term in (quad.subject, quad.predicate, quad.object)
            )
            for quad in parse(data, RdfFormat.N_TRIPLES)
        )
    result = json.loads(data)
    if kind == "ask":
        return ("ask",), (("true" if result["boolean"] else "false",),)
    columns = tuple(result["head"]["vars"])
    return columns, tuple(
        tuple(_cell(row.get(name), prefixes) for name in columns)
        for row in result["results"]["bindings"]
    )


def _plain(term: object) -> str:
    return term.value if isinstance(term, RdfLiteral) else str(term)


def _cell(term: dict[str, Any] | None, prefixes: Mapping[str, str]) -> str | None:
    """Return a term of a JSON result for people."""
    if term is None:
        return None
    value = term["value"]
    if isinstance(value, str):
        return _short(value, prefixes) if term["type"] == "uri" else value
    return json.dumps(value, ensure_ascii=False)  # a quoted triple


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with its prefix, where that is a name."""
    for name, start in prefixes.items():
        rest = iri.removeprefix(start)
        if rest != iri and re.fullmatch(r"\w[\w-]*", rest):
            return f"{name}:{rest}"
    return iri
