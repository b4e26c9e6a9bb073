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

from corpus.errors import PuenteError
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
Reason = Literal["syntax", "refused", "deadline", "memory", "size", "format", "run", "store"]

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
_UPDATES = frozenset(
    ("insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with")
)
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*|(?:prefix|base)\b[^<]*<[^>]*>)*([a-z]+)", re.IGNORECASE)
_Table = tuple[tuple[str, ...], tuple[tuple[str | None, ...], ...]]
_NO_TABLE: _Table = ((), ())
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)


class QueryError(PuenteError):
    """A SPARQL query that is refused, wrong, or over a limit.

    Attributes:
        reason: what kind of trouble it is.
        line: where the query is wrong, from 1; none where that has no place.
        column: see `line`; in characters, from 1.
    """

    def __init__(
        self, message: str, reason: Reason, line: int | None = None, column: int | None = None
    ) -> None:
        """Keep the message, in Spanish, and the place."""
        super().__init__(message)
        self.reason = reason
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """What a query may use: memory and size in bytes.

    `default_graphs` and `named_graphs` are the dataset of the SPARQL protocol, IRIs; empty ones
    leave it as the query has it.
    """

    memory: int = 2 << 30
    size: int = 64 << 20
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    allow_service: bool = False


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
        store_path, memory=options.memory, iris=iris, allow_service=options.allow_service
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
        allow_service: bool = False,
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
        self._network = "network" if allow_service else "alone"
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
        program = str(Path(__file__).with_name("query_worker.py"))
        return subprocess.Popen(
            [sys.executable, "-I", program, str(self._path), str(self._memory), self._network],
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
        if self._process.poll() is not None:
            self.close()
            self._process = self._start()
        head, body = self._ask(
            {
                "query": text,
                "format": format,
                "prefixes": self._prefixes,
                "limit": options.size,
                "default_graphs": options.default_graphs,
                "named_graphs": options.named_graphs,
                "allow_service": options.allow_service,
            },
            deadline_s,
        )
        if "error" in head:
            raise _error(head, text, format, options)
        written = head["format"]
        columns, rows = _NO_TABLE
        if format == "table":
            columns, rows = _table(head["kind"], body, self._prefixes)
        return QueryResult(head["kind"], written, body, MEDIA_TYPES[written], columns, rows)

    def _ask(self, request: dict[str, Any], deadline_s: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its answer, but not beyond the deadline."""
        process = self._process
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(deadline_s, stop)
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
        if late.is_set():
            return {"error": "deadline", "deadline": deadline_s}, b""
        if status == -signal.SIGSEGV:
            return {"error": "depth"}, b""
        if status in (-signal.SIGABRT, -signal.SIGKILL):
            return {"error": "memory"}, b""
        return {"error": "ended", "status": status}, b""


def _error(head: dict[str, Any], text: str, format: str, options: QueryOptions) -> QueryError:
    """Say in Spanish what a worker reports."""
    match head["error"]:
        case "syntax":
            return _syntax_error(head["message"], text)
        case "service":
            return QueryError(
                "la consulta pregunta a otro servidor (SERVICE), y Puente no sale de esta máquina",
                "refused",
            )
        case "kind":
            written = {"select": "un SELECT", "ask": "un ASK", "graph": "un CONSTRUCT o DESCRIBE"}
            use = "turtle, nt, jsonld o rdfxml"
            if head["kind"] != "graph":
                use = "table, json, xml, csv o tsv"
            return QueryError(
                f"{written[head['kind']]} no se puede escribir como {format}: usa {use}", "format"
            )
        case "deadline":
            return QueryError(
                f"la consulta pasa de su plazo de {head['deadline']:g} s y se ha detenido: "
                "acótala, por ejemplo con LIMIT o con menos patrones sueltos",
                "deadline",
            )
        case "size":
            return QueryError(
                f"el resultado pasa de {options.size >> 20} MiB: acótalo con LIMIT", "size"
            )
        case "memory":
            return QueryError(
                f"la consulta necesita más de {options.memory >> 20} MiB de memoria y se ha "
                "detenido: acótala u ordena menos filas",
                "memory",
            )
        case "depth":
            return QueryError("la consulta está demasiado anidada", "run")
        case "run":
            return QueryError(f"la consulta no se puede evaluar: {head['message']}", "run")
        case _:
            return QueryError(
                "el proceso de consultas ha terminado sin responder "
                f"(estado {head.get('status')}); comprueba la base con `puente check`",
                "run",
            )


def _syntax_error(message: str, text: str) -> QueryError:
    """Say in Spanish, and shortly, what the engine's parser found wrong and where."""
    first = _PROLOGUE.match(text)
    if first and first[1].lower() in _UPDATES:
        return QueryError(
            f"{first[1].upper()} cambia datos, y la base sólo se consulta: usa SELECT, ASK, "
            "CONSTRUCT o DESCRIBE",
            "refused",
        )
    place = _PLACE.match(message)
    if place is None:
        return QueryError(f"la consulta no es SPARQL válido: {message}", "syntax")
    line, column = int(place[1]), int(place[2])
    lines = text.split("\n")
    at = lines[line - 1] if line <= len(lines) else ""
    where = f"línea {line}, columna {column}"
    near = at[column - 1 :].strip()[:40] or at[: column - 1].strip()[-40:]
    if near:
        where += f", cerca de «{near}»"
    return QueryError(
        f"error de sintaxis SPARQL en la {where}: {_expected(place[3], at[: column - 1])}",
        "syntax",
        line,
        column,
    )


def _expected(expected: str, before: str) -> str:
    """Say what the parser expected, from its own list."""
    if "Prefix not found" in expected:
        name = re.search(r"([\w.-]*:)[^\s:]*\s*$", before)
        return f"el prefijo {f'«{name[1]}» ' if name else ''}no está declarado (PREFIX)"
    if "variable that is unbound" in expected:
        return "el SELECT tiene una variable que no está en GROUP BY ni en un agregado"
    signs = list(dict.fromkeys(re.findall(r'"([^"\w\s\\]{1,2})"', expected)))
    if len(signs) > 4:  # any term may start here
        return "aquí falta una variable, un IRI o un valor"
    if signs:
        return "se esperaba " + " o ".join(f"«{sign}»" for sign in signs)
    return "esto no se esperaba aquí"


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
