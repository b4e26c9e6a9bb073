"""Runs SPARQL queries on a store in a process of its own, which can be killed at any moment.

Started by `kg.query` as a program, one for a store; it imports nothing of ours. It reads a
request as a line of JSON from standard input and answers on standard output with a line of JSON
and as many bytes as that line announces. It ends when standard input does, even in the middle of
a query. The engine can neither be given a deadline nor be stopped (pyoxigraph 0.5), so its parent
keeps the time.
"""

import json
import os
import re
import resource
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat

SOLUTIONS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
# What a format of the other kind stands for: who asks for "json" of a graph gets it in JSON-LD.
AS_GRAPH = {"json": "jsonld", "xml": "rdfxml", "table": "nt"}
AS_SOLUTIONS = {"table": "json"}

# Each letter may be written as an escape, which the grammar undoes before it reads words.
_SERVICE = re.compile(
    "".join(
        rf"(?:[{c}{c.upper()}]|\\u00(?:{ord(c):x}|{ord(c.upper()):x})"
        rf"|\\U000000(?:{ord(c):x}|{ord(c.upper()):x}))"
        for c in "service"
    )
)
_ASKS = re.compile(
    rf"(?P<word>{_SERVICE.pattern})(?P<space>\s+)(?:silent\s+)?<(?P<iri>https?://[^<>\s]+)>",
    re.IGNORECASE,
)
_NO_SERVICE = "sqrvxce"  # as long as SERVICE, and no word of the language


class TooLargeError(Exception):
    """The result is over its limit of size."""


class _Buffer:
    """A file in memory that takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self.left = limit

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise TooLargeError
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: it is a file as far as the engine cares."""


def refusal(query: str, prefixes: dict[str, str]) -> dict[str, Any] | None:
    """Return why `query` is not run if it would ask another server (SERVICE), else nothing.

    The engine's own parser decides: with another word in the place of each "service", in strings
    and names as elsewhere, the query still parses, unless one of them was the keyword. A query
    that does not parse so is never run.
    """
    if not _SERVICE.search(query):
        return None
    changed = _SERVICE.sub(_NO_SERVICE, query)
    try:
        pyoxigraph.Store().query(changed, prefixes=prefixes)
    except SyntaxError as error:
        place = re.match(r"error at (\d+):(\d+)", str(error))
        lines = changed.split("\n")
        if place and int(place[1]) <= len(lines):
            before = lines[int(place[1]) - 1][: int(place[2]) - 1]
            if not re.search(rf"{_NO_SERVICE}\s*(?:silent\s*)?$", before, re.IGNORECASE):
                return {"error": "syntax", "message": str(error)}
        return {"error": "service"}
    except (RuntimeError, ValueError, OSError):
        return None  # it parses; what else is wrong shows when it runs
    return None


def _without(query: str, hosts: list[str]) -> str:
    """Return `query` with GRAPH in the place of each SERVICE that asks one of these hosts.

    Only to be looked at, not to be run: the grammar of the two is the same, and no sign that ends
    a string, a comment or an IRI comes or goes, so that whatever SERVICE is left in it is the
    query's too. The host must stand in the query as a whole IRI.
    """

    def put(found: re.Match[str]) -> str:
        if urlsplit(found["iri"]).netloc.lower() not in hosts:
            return found[0]
        return f"{'GRAPH':{len(found['word'])}}{found['space']}<{found['iri']}>"

    return _ASKS.sub(put, query) if hosts else query


def answer(store: pyoxigraph.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Run one request; return the head of the answer and its bytes."""
    query, prefixes = request["query"], request["prefixes"]
    refused = refusal(_without(query, request["services"]), prefixes)
    if refused:
        return refused, b""
    graphs: dict[str, Any] = {}
    if request["default_graphs"] or request["named_graphs"]:
        # whichever the protocol does not name is empty (SPARQL 1.1 Query, 13.2)
        graphs["default_graph"] = [NamedNode(iri) for iri in request["default_graphs"]]
        graphs["named_graphs"] = [NamedNode(iri) for iri in request["named_graphs"]]
    result = store.query(query, prefixes=prefixes, **graphs)
    out = _Buffer(request["limit"])
    wanted = request["format"]
    if isinstance(result, pyoxigraph.QueryTriples):
        wanted = request["graph_format"] or AS_GRAPH.get(wanted, wanted)
        if wanted not in GRAPHS:
            return {"error": "kind", "kind": "graph"}, b""
        _write_graph(result, wanted, prefixes, out)
        return {"kind": "graph", "format": wanted}, b"".join(out.parts)
    kind = "ask" if isinstance(result, pyoxigraph.QueryBoolean) else "select"
    wanted = AS_SOLUTIONS.get(wanted, wanted)
    if wanted not in SOLUTIONS:
        return {"error": "kind", "kind": kind}, b""
    if kind == "ask" and wanted in ("csv", "tsv"):  # the standard gives them no form for ASK
        out.write(b"true\n" if result else b"false\n")
    else:
        result.serialize(out, SOLUTIONS[wanted])  # type: ignore[arg-type]  # it writes
    return {"kind": kind, "format": wanted}, b"".join(out.parts)


def _write_graph(
    result: pyoxigraph.QueryTriples, wanted: str, prefixes: dict[str, str], out: _Buffer
) -> None:
    """Write triples sorted, so that the same graph gives the same bytes."""
    pyoxigraph.serialize(
        sorted(set(result), key=str),
        out,  # type: ignore[arg-type]  # it writes
        GRAPHS[wanted],
        prefixes=prefixes,
    )


def _answer_or_error(
    store: pyoxigraph.Store, request: dict[str, Any]
) -> tuple[dict[str, Any], bytes]:
    try:
        return answer(store, request)
    except TooLargeError:
        return {"error": "size"}, b""
    except MemoryError:
        return {"error": "memory"}, b""
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}, b""
    except (RuntimeError, ValueError, OSError) as error:
        return {"error": "run", "message": str(error)}, b""


def _close_the_doors(path: str) -> None:
    """Let this process open nothing but the files of its store that the engine has yet to open.

    A second fence around the network, should a query ever slip past the first: the engine opens
    the sixteen first tables with the store, all that a small one has, and others as queries go.
    """
    with suppress(OSError):
        tables = sum(name.endswith(".sst") for name in os.listdir(path))
        opened = 0
        for number in os.listdir("/proc/self/fd") if sys.platform == "linux" else ():
            with suppress(OSError):  # the listing itself has one
                opened += os.readlink(f"/proc/self/fd/{number}").endswith(".sst")
        files, (_, most) = len(os.listdir("/dev/fd")), resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
        with suppress(OSError):
            while True:  # numbers below the limit may be free
                os.dup(0)
        files += tables - opened
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def _held() -> int:
    """Return the address space in bytes that this process has by now, mostly not memory in use."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30  # measured on Linux: 0.4 to 0.7 GiB with an open store


def main() -> None:
    """Serve requests until standard input ends."""
    path, memory, network = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "network"
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = pyoxigraph.Store.read_only(path)
    if memory and sys.platform != "darwin":  # macOS knows the limit and does not keep it
        limit = _held() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    if not network:
        _close_the_doors(path)
    requests: SimpleQueue[bytes] = SimpleQueue()

    def listen() -> None:
        for line in iter(sys.stdin.buffer.readline, b""):
            requests.put(line)
        os._exit(0)  # nobody waits for an answer: stop, whatever the engine is doing

    threading.Thread(target=listen, daemon=True).start()
    while True:
        head, body = _answer_or_error(store, json.loads(requests.get()))
        head["size"] = len(body)
        sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
