import http.server
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from kg import query_worker
from kg.query import QueryError, QueryFormat, QueryOptions, QueryWorker, run_query
from kg.vocabulary import DEFAULT
from tests.graph_sample import build

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("graph")).folder


@pytest.fixture(scope="module")
def worker(folder: Path) -> Iterator[QueryWorker]:
    with QueryWorker(folder, memory=600 << 20) as worker:
        yield worker


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the requests that reached it."""
    heard: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(500)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}/", heard
    listening.shutdown()
    listening.server_close()


def failure(worker: QueryWorker, query: str, **options: object) -> QueryError:
    with pytest.raises(QueryError) as caught:
        worker.run(query, **options)  # type: ignore[arg-type]
    return caught.value


# --- results


def test_a_select_comes_in_the_standard_json(folder: Path) -> None:
    result = run_query(folder, "SELECT ?v { ?s a pu:Statistic ; pu:value ?v } ORDER BY ?v")
    assert result.kind == "select"
    rows = json.loads(result.data)["results"]["bindings"]
    assert [row["v"]["value"] for row in rows] == ["57", "77", "1500000"]


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_each_format_of_a_select_says_the_same_to_another_parser(
    worker: QueryWorker, format: QueryFormat
) -> None:
    query = "SELECT ?s ?t ?no { ?s pu:valueText ?t OPTIONAL { ?s schema:no ?no } } ORDER BY ?t"
    result = worker.run(query, format=format)
    import io

    parsed = rdflib.query.Result.parse(io.BytesIO(result.data), format=format)
    assert [str(row[1]) for row in parsed] == ["1,5 millones de euros", "57 %", "77 %"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("turtle", "turtle"),
        ("nt", "nt"),
        ("jsonld", "json-ld"),
        ("rdfxml", "xml"),
        ("json", "json-ld"),
    ],
)
def test_each_format_of_a_graph_says_the_same_to_another_parser(
    worker: QueryWorker, format: QueryFormat, name: str
) -> None:
    query = "CONSTRUCT { ?s pu:claim ?c } WHERE { ?s pu:claim ?c }"
    parsed = rdflib.Graph().parse(data=worker.run(query, format=format).data, format=name)
    assert len(parsed) == 3


def test_an_ask_is_answered(worker: QueryWorker) -> None:
    assert json.loads(worker.run("ASK { ?s a pu:Study }").data)["boolean"] is True
    assert worker.run("ASK { ?s a pu:Nothing }", format="table").rows == (("false",),)


def test_a_table_has_short_names_and_gaps_for_people(worker: QueryWorker) -> None:
    query = "SELECT ?u ?v ?no { ?s pu:unit ?u ; pu:value ?v OPTIONAL { ?s schema:no ?no } }"
    result = worker.run(f"{query} ORDER BY ?v", format="table")
    assert result.columns == ("u", "v", "no")
    assert result.rows[0] == ("pu:percent", "57", None)


def test_describe_as_a_table_lists_triples(worker: QueryWorker) -> None:
    result = worker.run(f"DESCRIBE {DEFAULT.role('cio')}", format="table")
    assert result.columns == ("subject", "predicate", "object")
    assert (DEFAULT.role("cio").value, "skos:prefLabel", "CIO") in result.rows


def test_a_graph_comes_sorted_so_that_it_is_the_same_bytes(folder: Path) -> None:
    query = "CONSTRUCT WHERE { ?s pu:evidence ?e }"
    first, again = (run_query(folder, query, format="nt").data for _ in range(2))
    assert first == again == b"".join(sorted(first.splitlines(keepends=True)))


def test_a_prefix_of_the_users_own_wins(worker: QueryWorker) -> None:
    result = worker.run("PREFIX pu: <https://mine.example/> SELECT (pu:x AS ?y) {}", format="csv")
    assert result.data.split() == [b"y", b"https://mine.example/x"]


def test_the_dataset_can_be_named(worker: QueryWorker) -> None:
    options = QueryOptions(default_graphs=(DEFAULT.article_graph("segundo año").value,))
    query = "SELECT ?s { ?s a pu:Statistic }"
    assert worker.run(query, format="table", options=options).rows == ()
    assert len(worker.run(query, format="table").rows) == 3


def test_the_engines_folder_does_as_well_as_the_graphs(folder: Path) -> None:
    assert run_query(folder / "store", "ASK {}").kind == "ask"


# --- what is wrong with a query


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("SELECT * {\n  ?ñandú foo:a ?o }", 2, 15, "el prefijo «foo:» no está declarado"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, 40, "GROUP BY"),
        ("SELECT ?s { ?s ?p ", 1, 19, "falta una variable"),
        ("SELECT * { ?s ?p 'sin cerrar }", 1, 31, "se esperaba «'»"),
        ("  ", 1, 1, "vacía"),
    ],
)
def test_a_syntax_error_is_told_with_its_place(
    worker: QueryWorker, query: str, line: int, column: int, says: str
) -> None:
    error = failure(worker, query)
    assert (error.reason, error.line, error.column) == ("syntax", line, column)
    assert says in str(error)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <http://a> <http://b> 1 }",
        "# nota\nPREFIX a: <http://a/>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "DROP ALL",
        "SELECT * {} ; INSERT DATA { <http://a> <http://b> 1 }",
    ],
)
def test_nothing_is_ever_changed(worker: QueryWorker, update: str) -> None:
    before = worker.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").data
    assert failure(worker, update).reason in ("refused", "syntax")
    assert worker.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").data == before


@pytest.mark.parametrize(
    ("query", "format"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", "turtle"),
        ("ASK {}", "jsonld"),
        ("CONSTRUCT WHERE { ?s a pu:Study }", "csv"),
        ("ASK {}", "pdf"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(
    worker: QueryWorker, query: str, format: str
) -> None:
    assert failure(worker, query, format=format).reason == "format"


def test_an_unknown_function_is_told(worker: QueryWorker) -> None:
    error = failure(worker, "SELECT (<http://f.example/>(1) AS ?x) {}")
    assert error.reason == "run"
    assert "http://f.example/" in str(error)


def test_text_that_is_no_unicode_is_refused(worker: QueryWorker) -> None:
    assert failure(worker, "SELECT '\ud800' {}").reason == "syntax"


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="puente build"):
        run_query(tmp_path, "ASK {}")


# --- SERVICE

CALLS = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { service\n<%s>\n{ ?s ?p ?o } }",
    "SELECT * { \\u0053erv\\U00000049CE <%s> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }",
    "PREFIX p: <%s> SELECT * { SERVICE p: { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    # the engine takes "<" for "less than" here, and what follows the hash for a comment
    'SELECT * { ?x <http://p> ?o FILTER(?o<?o#>"""\n) SERVICE <%s> { ?s ?p ?o } #"""\n}',
    'SELECT * { BIND("service" AS ?service) SERVICE <%s> { ?s ?p ?o } }',
]


@pytest.mark.parametrize("query", CALLS)
def test_no_query_reaches_another_server(
    worker: QueryWorker, server: tuple[str, list[str]], query: str
) -> None:
    url, heard = server
    error = failure(worker, query % url)
    assert error.reason in ("refused", "syntax")
    assert heard == []


@pytest.mark.parametrize("query", CALLS)
def test_the_check_itself_finds_every_call(query: str) -> None:
    assert query_worker.refusal(query % "http://x.example/", {}) is not None


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { BIND("SERVICE <http://x> { }" AS ?service) # SERVICE <http://x> {}\n}',
        "PREFIX service: <http://service/> SELECT * { ?s service:service 'x'@service }",
        "SELECT * { ?service <http://service/> '''SERVICE''' }",
        "SELECT * { ?s ?p ?o }",
    ],
)
def test_the_word_alone_is_no_call(query: str) -> None:
    assert query_worker.refusal(query, {}) is None


def test_a_process_that_may_not_ask_others_can_open_no_connection(
    folder: Path, server: tuple[str, list[str]]
) -> None:
    url, heard = server
    query = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    with QueryWorker(folder) as alone:  # a worker that may not, asked as if it might
        error = failure(alone, query, options=QueryOptions(allow_service=True))
    assert error.reason == "run"
    assert heard == []


def test_a_call_that_is_allowed_goes_out(folder: Path, server: tuple[str, list[str]]) -> None:
    url, heard = server
    with pytest.raises(QueryError, match="500"):
        run_query(
            folder,
            f"SELECT * {{ SERVICE <{url}sparql> {{ ?s ?p ?o }} }}",
            options=QueryOptions(allow_service=True),
        )
    assert heard == ["/sparql"]
    heard.clear()


# --- limits


def test_a_runaway_query_is_killed_at_its_deadline(worker: QueryWorker) -> None:
    error = failure(worker, RUNAWAY, deadline_s=0.5)
    assert error.reason == "deadline"
    assert "0.5 s" in str(error)


def test_a_worker_goes_on_after_a_query_was_killed(worker: QueryWorker) -> None:
    failure(worker, RUNAWAY, deadline_s=0.2)
    assert worker.run("ASK { ?s a pu:Study }").kind == "ask"


def test_a_giant_sort_hits_the_limit_of_memory(worker: QueryWorker) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
    assert failure(worker, query, deadline_s=60).reason == "memory"


def test_a_giant_result_hits_the_limit_of_size(worker: QueryWorker) -> None:
    options = QueryOptions(size=1 << 20)
    error = failure(worker, "SELECT * { ?a ?b ?c . ?d ?e ?f }", options=options, deadline_s=60)
    assert error.reason == "size"


def test_a_query_nested_too_deep_ends_its_process_only(worker: QueryWorker) -> None:
    query = f"ASK {{ FILTER({'(' * 200_000}1{')' * 200_000}) }}"
    assert failure(worker, query).reason in ("run", "memory")
    assert worker.run("ASK {}").kind == "ask"


def test_a_long_literal_passes(worker: QueryWorker) -> None:
    result = worker.run(f"SELECT ('{'ñ' * 1_000_000}' AS ?x) {{}}", format="table")
    assert len(result.rows[0][0] or "") == 1_000_000


def test_closing_ends_the_process_in_the_middle_of_a_query(folder: Path) -> None:
    worker = QueryWorker(folder)
    process = worker._process

    def ask() -> None:
        with pytest.raises(QueryError):
            worker.run(RUNAWAY)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.3)
    process.kill()
    asking.join(timeout=10)
    assert not asking.is_alive()
    worker.close()
    assert process.poll() is not None


def test_a_query_ends_with_the_process_that_asked_it(folder: Path) -> None:
    program = Path(query_worker.__file__)
    request = {"query": RUNAWAY, "format": "json", "prefixes": {}, "limit": 1000}
    with subprocess.Popen(
        [sys.executable, "-I", str(program), str(folder / "store"), "0", "alone"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        time.sleep(0.3)
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
