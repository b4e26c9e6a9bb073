"""The SPARQL endpoint beside rdflib-endpoint and the engine itself, in one run, over one graph.

`python -m tests.benchmarks.endpoint`; rdflib-endpoint is measured where it is installed.
"""

import asyncio
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
from pyoxigraph import QueryResultsFormat, QuerySolutions

from corpus.reading import shipped_articles
from index.base import Base
from index.building import build

SMALL = """PREFIX pu: <https://w3id.org/puente/ns#>
SELECT ?t ?c { ?s pu:valueText ?t ; pu:claim ?c } ORDER BY ?t LIMIT 5"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
AT_ONCE = 200

OURS = """import sys
from ui.cli import main
main(["--base", sys.argv[1], "serve", "--port", sys.argv[2]])"""
THEIRS = """import sys, uvicorn
from index.base import Base
from rdflib_endpoint import SparqlEndpoint
graph = Base.open(sys.argv[1]).store.rdflib()
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="error")
"""


@contextmanager
def served(program: str, base: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(base), str(port)], stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/sparql"
    try:
        for _ in range(600):
            try:
                httpx.get(address, params={"query": SMALL}, timeout=30).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()


async def fetch(address: str) -> float:
    """Ask once on a connection of its own, as lightly as can be; return the seconds it took."""
    place = urlsplit(address)
    begin = time.perf_counter()
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    query = urlencode({"query": SMALL})
    writer.write(
        f"GET /sparql?{query} HTTP/1.1\r\nhost: {place.netloc}\r\n"
        "accept: application/sparql-results+json\r\nconnection: close\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    return time.perf_counter() - begin


async def crowd(address: str) -> tuple[float, float]:
    """Ask so many at once; return answers a second and the 95th percentile in milliseconds."""
    begin = time.perf_counter()
    took = sorted(await asyncio.gather(*(fetch(address) for _ in range(AT_ONCE))))
    whole = time.perf_counter() - begin
    return AT_ONCE / whole, took[int(AT_ONCE * 0.95)] * 1000


def beside_a_runaway(address: str, client: httpx.Client) -> float:
    """Return the longest that a small query took while a runaway ran, in seconds."""
    with ThreadPoolExecutor(1) as threads:
        runaway = threads.submit(httpx.get, address, params={"query": RUNAWAY}, timeout=60)
        time.sleep(0.2)
        worst = 0.0
        begin = time.perf_counter()
        while not runaway.done() and time.perf_counter() - begin < 9:
            start = time.perf_counter()
            try:
                client.get(address, params={"query": SMALL}, timeout=8).raise_for_status()
            except httpx.TimeoutException:
                return float("inf")
            worst = max(worst, time.perf_counter() - start)
        return worst


def measure(name: str, address: str) -> None:
    asyncio.run(crowd(address))
    figures = asyncio.run(crowd(address))
    print(f"{name:18}" + "{:8.0f} answers/s   p95 {:6.0f} ms".format(*figures), flush=True)
    if "rdflib" not in name:  # there it stops the server for good
        with httpx.Client(timeout=60) as client:
            worst = beside_a_runaway(address, client)
        print(f"{name:18}{worst * 1000:8.0f} ms at worst for a small query beside a runaway")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base"
        build(path, [shipped_articles()])
        engine = Base.open(path).store.engine

        begin = time.perf_counter()
        for _ in range(AT_ONCE):
            found = engine.query(SMALL)
            assert isinstance(found, QuerySolutions)
            found.serialize(format=QueryResultsFormat.JSON)
        print(f"{AT_ONCE} small queries at once")
        print(f"{'engine, in line':18}{AT_ONCE / (time.perf_counter() - begin):8.0f} answers/s")
        with served(OURS, path) as address:
            measure("puente serve", address)
        if find_spec("rdflib_endpoint"):
            with served(THEIRS, path) as address:
                measure("rdflib-endpoint", address)
        else:
            print("rdflib-endpoint is not installed")


if __name__ == "__main__":
    main()
