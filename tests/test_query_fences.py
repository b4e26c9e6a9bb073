"""Whatever is asked, the base is safe, the query ends, and nobody else waits for it."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from index.base import Base
from kg.query import QueryOptions, QueryWorker, run_query
from kg.query_error import QueryError
from kg.query_pool import QueryPool
from tests.serving import serving
from ui.endpoints.options import Limits, ServiceOptions

SMALL = "SELECT ?t { ?s pu:valueText ?t } LIMIT 5"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
PATH = "SELECT (COUNT(*) AS ?n) { ?a (!pu:x)+ ?b . ?c (!pu:x)+ ?d }"
DOUBLED = "".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
HUGE = f'SELECT (STRLEN(?x40) AS ?n) {{ BIND ("texto" AS ?x0) {DOUBLED} }}'
DISTINCT = "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GROUPS = "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MAKE = "CONSTRUCT { ?a ?b ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RUNAWAYS = {
    "cross product": CROSS,
    "giant sort": SORT,
    "deep path": PATH,
    "huge literal": HUGE,
    "distinct": DISTINCT,
    "group": GROUPS,
    "construct": MAKE,
}
runaways = pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS.keys())


def prints(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def reason(source: Base | QueryPool, query: str, deadline_s: float = 10.0) -> str:
    """Run a query; say why it was not answered, or that it was."""
    try:
        if isinstance(source, QueryPool):
            source.run(query, deadline_s=deadline_s)
        else:
            run_query(source.store_path, query, deadline_s=deadline_s)
    except QueryError as error:
        return error.reason
    return "done"


# --- one query


@runaways
def test_a_runaway_ends_at_its_deadline_or_at_its_limits(base: Base, query: str) -> None:
    options = QueryOptions(memory=400 << 20, size=1 << 20)
    start = time.monotonic()
    with pytest.raises(QueryError) as error:
        run_query(base.store_path, query, deadline_s=1.5, options=options)
    assert error.value.reason in ("deadline", "memory", "size")
    assert time.monotonic() - start < 4


def test_a_deadline_is_told_with_a_cure(base: Base) -> None:
    with pytest.raises(QueryError, match=r"0\.5 s.*LIMIT"):
        run_query(base.store_path, CROSS, deadline_s=0.5)


def test_a_result_over_its_limit_is_refused(base: Base) -> None:
    with pytest.raises(QueryError) as error:
        run_query(base.store_path, "SELECT * { ?s ?p ?o }", options=QueryOptions(size=1000))
    assert error.value.reason == "size"


@pytest.mark.parametrize(
    "query",
    ["ASK " + "{" * 50_000 + "}" * 50_000, "SELECT (" + "(" * 100_000 + "1" + ")" * 100_000],
)
def test_nesting_beyond_measure_is_an_error_and_no_crash(base: Base, query: str) -> None:
    with pytest.raises(QueryError):
        run_query(base.store_path, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { seRVice <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { ?x ?y ?z SERVICE SILENT <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "ASK { BIND ('service' AS ?x) SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
        "LOAD <http://127.0.0.1:{port}/>",
        "ASK FROM <http://127.0.0.1:{port}/> { ?s ?p ?o }",
        "SELECT * { GRAPH <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    ],
)
def test_no_query_opens_a_connection(base: Base, query: str) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(0.3)
        assert reason(base, query.replace("{port}", str(port))) in ("refused", "done")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_store_of_many_files_is_read_whole_behind_the_fences(tmp_path: Path) -> None:
    for number in range(6):  # each load leaves files of its own, as a large graph has them
        store = Store(str(tmp_path))
        said = f'<a:{number}> <a:p> "{number}"'
        store.bulk_load(f"{said} .\n{said} <a:g> .".encode(), RdfFormat.N_QUADS)
        store.flush()
        del store
    assert len(list(tmp_path.glob("*.sst"))) > 16
    with QueryWorker(tmp_path) as worker:
        rows = worker.run(
            "SELECT ?o { ?s ?p ?o GRAPH ?g { ?s ?p ?o } } ORDER BY ?o", format="table"
        ).rows
    assert rows == tuple((str(number),) for number in range(6))


def test_a_host_that_was_allowed_is_asked(base: Base, server: str) -> None:
    options = QueryOptions(services=(server.removeprefix("http://"),))
    query = f"SELECT ?s {{ ?s a pu:Study SERVICE SILENT\n<{server}/sparql> {{ ?s a ?t }} }}"
    there = run_query(base.store_path, query, format="table", options=options).rows
    here = run_query(base.store_path, "SELECT ?s { ?s a pu:Study ; a ?t }", format="table").rows
    assert sorted(there) == sorted(here)
    assert here


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://good.example@127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?x { ?s ?p ?o } VALUES ?x { <http://127.0.0.1:{port}/> } }",
        "PREFIX x: <http://127.0.0.1:{port}/> SELECT * { SERVICE x:a { ?s ?p ?o } }",
        "BASE <http://127.0.0.1:{port}/> SELECT * { SERVICE <a> { ?s ?p ?o } }",
        "SELECT * { SERVICE #<http://good.example>\n<http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://good.example/> { SERVICE <http://127.0.0.1:{port}/> { } } }",
        "SELECT * { BIND('service <http://good.example/>' AS ?g) "
        "SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    ],
)
def test_a_host_that_was_allowed_opens_no_other(base: Base, query: str) -> None:
    import socket

    options = QueryOptions(services=("good.example",))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        text = query.replace("{port}", str(listener.getsockname()[1]))
        with pytest.raises(QueryError) as raised:
            run_query(base.store_path, text, options=options)
        assert raised.value.reason == "refused"
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_name_that_only_looks_like_service_is_let_be(base: Base) -> None:
    result = run_query(base.store_path, "SELECT ?service { BIND ('service' AS ?service) }")
    assert b"service" in result.data


# --- a pool


@pytest.fixture
def pool(base: Base) -> Iterator[QueryPool]:
    pool = QueryPool(base.store_path, ready=2, most=4, memory=400 << 20, fair_s=0.5)
    yield pool
    pool.close()


def test_small_queries_do_not_wait_for_a_runaway(pool: QueryPool) -> None:
    pool.run(SMALL)
    with ThreadPoolExecutor() as threads:
        runaway = threads.submit(reason, pool, CROSS, 2.0)
        waited = []
        while not runaway.done():
            start = time.monotonic()
            pool.run(SMALL)
            waited.append(time.monotonic() - start)
        assert runaway.result() == "deadline"
    assert len(waited) > 50
    assert max(waited) < 1


def test_a_crowd_of_runaways_gives_way(pool: QueryPool) -> None:
    with ThreadPoolExecutor(20) as threads:
        crowd = [threads.submit(reason, pool, CROSS, 8.0) for _ in range(8)]
        time.sleep(0.5)
        start = time.monotonic()
        pool.run(SMALL, deadline_s=8)
        assert time.monotonic() - start < 6
        ends = [runaway.result() for runaway in crowd]
    assert "busy" in ends
    assert set(ends) <= {"busy", "deadline"}


def test_a_crowd_starts_no_more_workers_than_may_be(pool: QueryPool) -> None:
    at_once = []
    with ThreadPoolExecutor(20) as threads:
        crowd = [threads.submit(reason, pool, CROSS, 3.0) for _ in range(12)]
        while not all(runaway.done() for runaway in crowd):
            at_once.append(len(pool._running))
            time.sleep(0.01)
    assert max(at_once) == 4


def test_a_pool_works_on_after_every_worker_was_killed(pool: QueryPool) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: reason(pool, CROSS, 0.3), range(4)))
    assert pool.run(SMALL).data


def test_a_pool_ends_its_workers_with_itself(base: Base) -> None:
    pool = QueryPool(base.store_path, ready=1)
    (worker,) = pool._idle
    process = worker._process
    del pool
    assert process.wait(5) is not None


# --- over HTTP


@pytest.fixture(scope="module")
def address(base_path: Path) -> Iterator[str]:
    """A server whose queries may run for two seconds."""
    with serving(base_path, ServiceOptions(limits=Limits(deadline_s=2))) as address:
        httpx.get(f"{address}/sparql", params={"query": SMALL}, timeout=30)
        yield address


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query})


@runaways
def test_a_runaway_over_http_is_stopped_and_told(address: str, query: str) -> None:
    with httpx.Client(base_url=address, timeout=20) as client:
        response = ask(client, query)
        assert response.status_code in (413, 503)
        assert response.headers["content-type"] == "application/problem+json"
        assert ask(client, SMALL).status_code == 200


def test_the_page_answers_at_once_while_queries_run(address: str) -> None:
    crossing = {"params": {"query": CROSS}, "timeout": 30}
    with httpx.Client(base_url=address, timeout=20) as client:
        client.get("/")
        others = [
            threading.Thread(target=httpx.get, args=(f"{address}/sparql",), kwargs=crossing)
            for _ in range(3)
        ]
        for other in others:
            other.start()
        time.sleep(0.3)
        waited = []
        while any(other.is_alive() for other in others):
            start = time.monotonic()
            assert client.get("/health").status_code == 200
            waited.append(time.monotonic() - start)
            time.sleep(0.05)
    assert len(waited) > 5
    assert max(waited) < 1


def test_two_hundred_at_once_are_all_answered(address: str, base: Base) -> None:
    expected = run_query(base.store_path, SMALL).data
    limits = httpx.Limits(max_connections=200)
    client = httpx.Client(base_url=address, timeout=60, limits=limits)
    with client, ThreadPoolExecutor(200) as threads:
        answers = list(threads.map(lambda _: ask(client, SMALL), range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.content for answer in answers} == {expected}


def test_no_query_has_changed_a_byte_of_the_base(base_path: Path, address: str) -> None:
    before = prints(base_path)
    with httpx.Client(base_url=address, timeout=20) as client:
        for query in (SMALL, "CLEAR ALL", "INSERT DATA { pu:a pu:b 1 }", CROSS):
            ask(client, query)
            client.post("/sparql", data={"update": query})
    assert prints(base_path) == before
