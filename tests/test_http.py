"""The application that hosts the page, asked over HTTP without a browser."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.building import build
from ui.http import create_app
from ui.text import LANGUAGES, choose_language, load_texts


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(create_app(tmp_path_factory.mktemp("none") / "base")) as client:
        yield client


def test_the_page_answers_though_there_is_no_base(client: TestClient) -> None:
    assert client.get("/").status_code == 200


def test_health_says_that_the_base_is_absent_and_how_to_make_one(client: TestClient) -> None:
    health = client.get("/health").json()

    assert health["status"] == "ok"
    assert health["base"] == "absent"
    assert "puente build" in health["message"]


@pytest.mark.parametrize(
    ("address", "language"),
    [("/", "es"), ("/?lang=en", "en"), ("/?lang=es", "es"), ("/?lang=%3Cscript%3E", "es")],
)
def test_the_address_chooses_the_language_and_spanish_comes_first(
    client: TestClient, address: str, language: str
) -> None:
    page = client.get(address, headers={"accept-language": "fr"}).text

    assert f'lang="{language}"' in page
    texts = load_texts(choose_language(language))
    assert json.dumps(texts["ask"]["placeholder"], ensure_ascii=False) in page


def test_the_page_names_no_address_outside(client: TestClient) -> None:
    page = client.get("/").text

    assert "githubusercontent" not in page
    assert "og:" not in page
    assert "twitter:" not in page


def test_every_answer_forbids_what_is_not_ours(client: TestClient) -> None:
    for address in ("/", "/health", "/recursos/app.js"):
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "address",
    [
        "/gradio_api/info",
        "/gradio_api/upload",
        "/gradio_api/file=/etc/hostname",
        "/gradio_api/proxy=https://example.org",
        "/gradio_api/mcp/sse",
        "/gradio_api/queue/join",
        "/docs",
        "/openapi.json",
        "/login",
    ],
)
def test_doors_that_the_page_does_not_use_are_shut(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("address", ["/recursos/../http.py", "/recursos/%2e%2e/http.py"])
def test_own_files_do_not_lead_out_of_their_folder(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_both_languages_have_the_same_words() -> None:
    # The questions that are suggested differ: claims are in Spanish, as the articles are.
    spanish, english = (
        {path for path in paths(load_texts(language)) if not path.startswith(".questions.")}
        for language in LANGUAGES
    )

    assert spanish == english


def test_a_broken_base_is_told_in_words(tmp_path: Path) -> None:
    article = (
        "# Un caso\n\nEl 40% de los CIO cree que la nube ahorra dinero a su empresa este año.\n"
    )
    (tmp_path / "caso.md").write_text(article, encoding="utf-8")
    build(tmp_path / "base", [tmp_path / "caso.md"])
    for file in tmp_path.glob("base/generations/*/vectors/*"):
        file.unlink()

    with TestClient(create_app(tmp_path / "base")) as client:
        reply = call(client, "ask", {"question": "¿Cuántos CIO creen que la nube ahorra?"})

    assert reply["ok"] is False
    assert "puente" in reply["error"]
    assert "Traceback" not in reply["error"]


def call(client: TestClient, name: str, payload: dict[str, str]) -> dict[str, Any]:
    """Call a function of the page as its script does."""
    page = client.get("/").text
    config = json.loads(page.partition("window.gradio_config = ")[2].partition(";</script>")[0])
    panel = next(c for c in config["components"] if name in c["props"].get("server_fns", []))
    body = {"data": payload, "component_id": panel["id"], "fn_name": name, "session_hash": "t"}
    reply: dict[str, Any] = client.post("/gradio_api/component_server/", json=body).json()
    return reply


def test_importing_the_server_loads_nothing_heavy() -> None:
    code = (
        "import sys, ui.http; "
        "print([m for m in ('gradio', 'torch', 'sentence_transformers', 'faiss', 'networkx') "
        "if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )

    assert found.stdout.strip() == "[]"


def paths(texts: object, path: str = "") -> Iterator[str]:
    if isinstance(texts, dict):
        for key, value in texts.items():
            yield from paths(value, f"{path}.{key}")
    else:
        yield path
