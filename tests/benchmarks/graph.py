"""Prints how long the graph of many articles takes to write, load, validate, read and query.

    python -m tests.benchmarks.graph [ARTICLES]

The articles are copies of the two of `tests.graph_sample` under names of their own.
"""

import io
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from kg.export import export
from kg.graph import article_graph, build_graph
from kg.query import run_query
from kg.records import load_knowledge
from kg.store import GraphFiles, Store
from kg.validation import validate
from kg.views import overview
from tests.graph_sample import first, second

QUERIES = {
    "count by population": """SELECT ?l (COUNT(?s) AS ?n) WHERE {
        ?s a pu:Statistic ; pu:population/skos:prefLabel ?l } GROUP BY ?l""",
    "passages by regex": """SELECT ?p WHERE { ?p a pu:Passage ; schema:text ?t
        FILTER (REGEX(?t, "objetivos")) }""",
    "figures with quotes": """SELECT ?v ?q WHERE { ?s pu:value ?v ; pu:evidence ?e .
        ?e oa:hasSelector/oa:exact ?q } ORDER BY DESC(?v) LIMIT 20""",
}


def timed(name: str, work: Callable[[], object]) -> None:
    start, cpu = time.perf_counter(), time.process_time()
    work()
    wall, busy = time.perf_counter() - start, time.process_time() - cpu
    print(f"{name:28} {wall:8.3f} s  (cpu of this process {busy:.3f} s)")


def write(files: GraphFiles, articles: int) -> None:
    samples = [first(), second()]
    for number in range(articles):
        article, facts = samples[number % 2]
        name = f"{article.id}-{number}"
        files.write(name, article_graph(replace(article, id=name), replace(facts, article=name)))


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        files = GraphFiles(Path(folder) / "graph")
        timed(f"write {articles} articles", lambda: write(files, articles))
        timed("load into the engine", lambda: files.finish(build_graph({})))
        store = Store(files.folder)
        print(f"{'triples':28} {store.size():8}")
        timed("validate", lambda: validate(store))
        timed("load_knowledge", lambda: load_knowledge(store))
        timed("first overview", lambda: overview(store))
        timed("second overview", lambda: overview(store))
        for format in ("turtle", "nquads", "jsonld", "graphml"):
            timed(f"export {format}", partial(export, store, format, io.BytesIO()))
        for name, query in QUERIES.items():
            timed(name, partial(run_query, store.path, query))


if __name__ == "__main__":
    main()
