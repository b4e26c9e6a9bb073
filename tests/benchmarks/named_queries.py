"""Prints the time of each named query on Puente's workers beside rdflib's own engine, as ratios.

    python -m tests.benchmarks.named_queries [TRIPLES …]

The articles are copies of the two of `tests.graph_sample` under names of their own; the sizes are
100,000 and 1,000,000 triples unless told. Puente's time is that of a client: the query goes to a
worker and its rows come back as JSON. rdflib has its graph in memory, its namespaces bound and a
limit of time a query, after which it is stopped.
"""

import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import rdflib

from kg.graph import build_graph
from kg.named_query import load_named_queries
from kg.query import QueryOptions, QueryWorker
from kg.store import GraphFiles, Store
from tests.benchmarks.graph import write

SIZES = (100_000, 1_000_000)
LIMIT_S = 30.0
SEARCHES = "buscar"  # needs an index of the text besides the graph


def graph_of(triples: int, folder: Path) -> Store:
    """Make a graph of at least about so many triples."""
    sizes = []
    for articles in (20, 40):
        trial = GraphFiles(folder / f"trial-{articles}")
        write(trial, articles)
        sizes.append(trial.finish(build_graph({})).size())
    articles = 20 + round((triples - sizes[0]) / ((sizes[1] - sizes[0]) / 20))
    files = GraphFiles(folder / "graph")
    write(files, articles)
    return files.finish(build_graph({}))


def read_by_rdflib(store: Store) -> rdflib.Graph:
    graph = rdflib.Graph()
    for prefix, iri in store.iris.prefixes().items():
        graph.bind(prefix, iri, replace=True)
    lines = "".join(f"{triple} .\n" for triple in store.triples())
    return graph.parse(data=lines, format="nt")


def in_time(work: Callable[[], int]) -> tuple[float, int] | None:
    """Do something in a process that is ended when it takes too long; none if it was."""
    mine, its = multiprocessing.Pipe()

    def child(end: Connection) -> None:
        begin = time.perf_counter()
        count = work()
        end.send((time.perf_counter() - begin, count))

    # a fork sees the graph that is loaded already, without a copy
    process = multiprocessing.get_context("fork").Process(target=child, args=(its,))
    process.start()
    done: tuple[float, int] | None = mine.recv() if mine.poll(LIMIT_S) else None
    process.kill()
    process.join()
    return done


def by_puente(worker: QueryWorker, text: str) -> tuple[float, int]:
    """Return the middle of three times, in seconds, and the number of rows or triples.

    Raises:
        QueryError: if it takes longer than the limit.
    """
    options = QueryOptions(size=1 << 30, graph_format="nt")
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        result = worker.run(text, format="json", deadline_s=LIMIT_S, options=options)
        times.append(time.perf_counter() - begin)
    if result.kind == "graph":
        return statistics.median(times), result.data.count(b"\n")
    return statistics.median(times), len(json.loads(result.data)["results"]["bindings"])


def compare(triples: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = graph_of(triples, Path(folder))
        graph = read_by_rdflib(store)
        print(f"{store.size()} triples; seconds, and how often rdflib's engine takes Puente's time")
        ratios = []
        with QueryWorker(store.path) as worker:
            for name, query in load_named_queries().items():
                if name == SEARCHES:
                    continue
                ours, rows = by_puente(worker, query.text)
                theirs = in_time(lambda text=query.text: len(list(graph.query(text))))  # type: ignore[misc]
                ratios.append((theirs[0] if theirs else LIMIT_S) / ours)
                said = f"{theirs[0]:9.3f}" if theirs else f"   > {LIMIT_S:.0f}"
                same = "" if theirs is None or theirs[1] == rows else f"  rdflib: {theirs[1]} rows"
                print(
                    f"{name:24}{rows:8} rows{ours:9.3f}{said}{ratios[-1]:9.1f} x{same}", flush=True
                )
        print(
            f"geometric mean, counting the limit where it was passed: "
            f"{statistics.geometric_mean(ratios):.1f} x"
        )


def main() -> None:
    for triples in [int(size) for size in sys.argv[1:]] or SIZES:
        compare(triples)


if __name__ == "__main__":
    main()
