"""Who may ask the server: one rule for every address."""

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from tests.serving import serving
from tests.test_cli import PUENTE, Run, run
from ui.endpoints.access import Access
from ui.endpoints.options import ServiceOptions
from ui.http import create_app

__all__ = ["run"]  # a fixture

TOKEN = "k3y-ñ"
BOTH = Access(token=TOKEN, user="ana", password="secreta: sí")
ADDRESSES = [
    "/",
    "/config",
    "/health",
    "/favicon.ico",
    "/recursos/app.js",
    "/sparql?query=ASK{}",
    "/id/role/cio",
    "/ns",
    "/api/v1/status",
    "/api/v1/openapi.json",
    "/mcp",
    "/gradio_api/startup-events",
    "/nada",
]
BEARER = {b"authorization": b"Bearer " + TOKEN.encode()}
FAR = socket.gethostname()


@pytest.fixture(scope="module")
def closed(base_path: Path) -> Iterator[str]:
    with serving(base_path, ServiceOptions(access=BOTH)) as address:
        yield address


def client(base_path: Path, access: Access, address: str = "http://testserver") -> TestClient:
    return TestClient(create_app(base_path, ServiceOptions(access=access)), base_url=address)


# --- tokens and passwords


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_address_answers_who_does_not_say_who_they_are(closed: str, path: str) -> None:
    for method in ("GET", "POST", "HEAD", "OPTIONS", "PUT"):
        response = httpx.request(method, closed + path)
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Basic ")
        assert "Bearer" in response.headers["www-authenticate"]
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path not in ("/mcp", "/nada")])
def test_every_address_answers_token_and_password(closed: str, path: str) -> None:
    for way in (
        {"headers": BEARER},
        {"auth": httpx.BasicAuth(b"ana", "secreta: sí".encode())},
        {"auth": httpx.BasicAuth(b"nadie", TOKEN.encode())},
    ):
        assert httpx.get(closed + path, **way).status_code == 200


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("Bearer k3y", True),
        ("bearer  k3y ", True),
        ("Bearer k3", False),
        ("Bearer k3y2", False),
        ("Bearer", False),
        ("Basic YW5hOnM=", True),  # ana:s
        ("Basic eDprM3k=", True),  # x:k3y
        ("Basic YW5hOng=", False),  # ana:x
        ("Basic OnM=", False),  # no user
        ("Basic ***", False),
        ("Basic /////w==", False),  # no text
        ("Digest k3y", False),
        ("", False),
    ],
)
def test_only_the_right_words_let_in(value: str, is_right: bool) -> None:
    assert Access(token="k3y", user="ana", password="s").lets_in(value) is is_right


def test_a_token_alone_knows_no_password_and_the_other_way() -> None:
    assert not Access(token="k3y").lets_in("Basic Tm9uZTpOb25l")  # None:None
    assert not Access(user="ana", password="s").lets_in("Bearer s")
    assert Access().lets_in("")


def test_guessing_is_slowed_down(base_path: Path) -> None:
    with client(base_path, BOTH) as asked:
        wrong = {"authorization": "Bearer x"}
        seen = [asked.get("/health", headers=wrong).status_code for _ in range(30)]
        assert seen[:20] == [401] * 20
        assert seen[-1] == 429
        late = asked.get("/health", headers=BEARER)
        assert late.status_code == 429
        assert int(late.headers["retry-after"]) >= 1


def test_a_browser_may_ask_whether_it_may_ask(base_path: Path) -> None:
    options = ServiceOptions(origins=("https://a.example",), access=BOTH)
    with TestClient(create_app(base_path, options)) as asked:
        head = {"origin": "https://a.example", "access-control-request-method": "GET"}
        response = asked.options("/sparql", headers=head)
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == "https://a.example"
        assert asked.get("/sparql?query=ASK{}").status_code == 401


# --- names and rates


def test_a_server_of_this_machine_answers_to_no_other_name(base_path: Path) -> None:
    near = Access(hosts=frozenset({"localhost", "127.0.0.1", "[::1]"}))
    with client(base_path, near, "http://localhost:7860") as asked:
        for host in ("localhost", "LOCALHOST:7860", "127.0.0.1:80", "[::1]:7860"):
            assert asked.get("/health", headers={"host": host}).status_code == 200
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.nip.io:7860", "[::2]"):
            response = asked.get("/health", headers={"host": host})
            assert response.status_code == 421
            assert response.headers["content-type"] == "application/problem+json"


def test_a_client_that_asks_too_often_has_to_wait(base_path: Path) -> None:
    with client(base_path, Access(rate=5)) as asked:
        seen = [asked.get("/api/v1/status").status_code for _ in range(7)]
        assert seen == [200] * 5 + [429] * 2
        late = asked.get("/sparql?query=ASK{}")
        assert (late.status_code, late.headers["retry-after"]) == (429, "12")
        assert asked.get("/health").status_code == 200  # costs nothing
        assert asked.get("/recursos/app.js").status_code == 200


def test_every_answer_carries_the_headers_that_protect(server: str) -> None:
    for path in ADDRESSES:
        if path not in ("/nada", "/mcp"):
            headers = httpx.get(server + path).headers
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["referrer-policy"] == "no-referrer", path
            assert "frame-ancestors 'none'" in headers["content-security-policy"], path


# --- on the command line


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", FAR])
def test_nobody_is_let_in_from_beyond_without_a_word(run: Run, base_path: Path, host: str) -> None:
    done = run("--base", base_path, "serve", "--host", host)
    assert done.status == 2
    for word in ("--token", "--password-file", "--insecure"):
        assert word in done.err


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--user", "ana"), "--password-file"),
        (("--token", " "), "vacío"),
        (("--user", "ana", "--password-file", "/no/hay"), "/no/hay"),
    ],
)
def test_half_a_password_is_refused(
    run: Run, base_path: Path, options: tuple[str, ...], word: str
) -> None:
    done = run("--base", base_path, "serve", *options)
    assert done.status == 2
    assert word in done.err


def test_the_log_tells_no_question(base_path: Path, tmp_path: Path) -> None:
    (tmp_path / "clave").write_text("abre\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    arguments = ["--user", "ana", "--password-file", str(tmp_path / "clave"), "--log"]
    process = subprocess.Popen(
        [*PUENTE, "--base", str(base_path), "serve", "--port", str(port), *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/health")
            break
        except httpx.TransportError:
            time.sleep(0.2)
    asked = {"q": "secreto de empresa"}
    answer = httpx.get(f"{address}/api/v1/ask", params=asked, auth=("ana", "abre"), timeout=60)
    httpx.get(f"{address}/id/article/nombre-delicado", auth=("ana", "abre"))
    process.terminate()
    _, log = process.communicate(timeout=30)
    assert answer.status_code == 200
    assert "GET /api 200" in log
    assert "GET /id 404" in log
    assert "GET /health 401" in log
    for word in ("secreto", "delicado", "abre", "ana"):
        assert word not in log.replace("Abriendo la página", "")
    assert "Traceback" not in log
