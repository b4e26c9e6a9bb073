"""A language model words an answer, over a real server; what it gets wrong is not taken."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, expect

from index.answer import answer
from index.base import Base
from index.llm import Endpoint, EndpointError, write_with
from index.records import Answer
from tests.serving import serving
from tests.test_cli import Run, run
from tests.test_web import browser
from ui.endpoints.options import ServiceOptions

__all__ = ["browser", "run"]

QUESTION = "¿Qué porcentaje de los CIO ve importante la colaboración?"
GOOD = "El 77 % de los CIO ve importante la colaboración, frente al 56 % de los CMO [1]."
NOTHING = "¿Cuál es la receta de la tarta de zanahoria?"

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Model:
    """A server that speaks chat completions as it is told to."""

    url: str = ""
    behave: Behaviour = lambda handler: None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def endpoint(self, timeout_s: float = 5.0, key: str | None = None) -> Endpoint:
        return Endpoint(f"{self.url}/v1", "prueba-1", key, timeout_s)


@pytest.fixture
def model() -> Iterator[Model]:
    told = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            told.asked.append({"path": self.path, **json.loads(body)})
            told.headers.append({name.lower(): value for name, value in self.headers.items()})
            with suppress(BrokenPipeError):  # the client had enough
                told.behave(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    yield told
    server.shutdown()
    server.server_close()


def whole(text: str) -> Behaviour:
    """Answer in one piece."""
    return raw(
        json.dumps(
            {
                "choices": [{"message": {"role": "assistant", "content": text}}],
                "usage": {"prompt_tokens": 210, "completion_tokens": 34},
            }
        ).encode()
    )


def raw(data: bytes, kind: str = "application/json", status: int = 200) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("content-type", kind)
        handler.send_header("content-length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return behave


def events(text: str, *, end: bool = True, pause: float = 0.0) -> Behaviour:
    """Answer as a stream of a few characters each."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream; charset=utf-8")
        handler.end_headers()
        pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
        sent: list[object] = [{"choices": [{"delta": {"content": piece}}]} for piece in pieces]
        sent.append({"choices": [], "usage": {"prompt_tokens": 210, "completion_tokens": 34}})
        for event in sent:
            handler.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            handler.wfile.flush()
            time.sleep(pause)
        if end:
            handler.wfile.write(b"data: [DONE]\n\n")

    return behave


@pytest.fixture(scope="module")
def given(base: Base) -> Answer:
    return answer(QUESTION, base)


@pytest.mark.parametrize("way", [whole, events])
def test_a_good_reply_is_taken_with_its_citations(
    model: Model, base: Base, given: Answer, way: Callable[[str], Behaviour]
) -> None:
    model.behave = way(GOOD)

    written = write_with(model.endpoint(), given, base)

    assert written.writing is not None
    assert (written.writing.by, written.writing.model) == ("model", "prueba-1")
    assert (written.writing.prompt_tokens, written.writing.completion_tokens) == (210, 34)
    assert written.answer == GOOD.replace(" [1].", ". [1]")
    assert [c.quote for c in written.citations] == [given.citations[0].quote]
    assert {fact.citation for fact in written.facts} == {1}


def test_of_the_words_of_a_model_none_are_told_apart(
    model: Model, base: Base, given: Answer
) -> None:
    model.behave = whole(GOOD)

    written = write_with(model.endpoint(), replace(given, weaker=1), base)

    assert written.told_apart == ([written.answer], [])
    assert written.foremost_facts == written.facts


def test_the_model_gets_numbered_sentences_and_facts_and_nothing_else(
    model: Model, base: Base, given: Answer
) -> None:
    model.behave = whole(GOOD)

    write_with(model.endpoint(key="secreto"), given, base)

    (asked,) = model.asked
    assert asked["path"] == "/v1/chat/completions"
    assert (asked["model"], asked["stream"]) == ("prueba-1", True)
    told = asked["messages"][1]["content"]
    assert f"[1] {given.citations[0].quote}" in told
    assert QUESTION in told
    assert "77 %, CIO" in told
    assert model.headers[0]["authorization"] == "Bearer secreto"
    assert "secreto" not in json.dumps(asked)


def test_a_key_is_not_shown(model: Model) -> None:
    assert "secreto" not in repr(model.endpoint(key="secreto"))


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("El 78 % de los CIO ve importante la colaboración [1].", "una cifra"),
        ("Más del 77 % de los CIO ve importante la colaboración [1].", "una cifra"),
        ("El 77 % de los CMO ve importante la colaboración [1].", "de otro"),
        ("El 77 % de los CIO ve importante la colaboración.", "sin cita"),
        ("El 77 % de los CIO la ve importante [1]. Y es lo normal.", "sin cita"),
        ("El 77 % de los CIO ve importante la colaboración [99].", "no existe"),
        ("El 77 % de los CIO ve importante la colaboración [0].", "no existe"),
        ("La inteligencia artificial duplicará los salarios en Europa [1].", "no dicen"),
        ("Ningún CIO considera importante la colaboración [1].", "negó"),
        ("Todos los CIO ven importante la colaboración [1].", "generalizó"),
        ("No CIO ever sees collaboration as important [1].", "negó"),
        ("Los CIO no ven importante la colaboración [1].", "negó"),
        ("", "nada"),
        ("<think>El 78 %</think>", "nada"),
    ],
)
@pytest.mark.parametrize("way", [whole, events])
def test_a_reply_that_does_not_hold_leaves_the_extractive_answer(
    model: Model,
    base: Base,
    given: Answer,
    way: Callable[[str], Behaviour],
    reply: str,
    problem: str,
) -> None:
    model.behave = way(reply)

    written = write_with(model.endpoint(), given, base)

    assert written.writing is not None
    assert written.writing.by == "extractive"
    assert problem in (written.writing.problem or "")
    assert (written.answer, written.citations, written.facts) == (
        given.answer, given.citations, given.facts,
    )  # fmt: skip


@pytest.mark.parametrize(
    "reply",
    [
        "El 77 % de los CIO ve importante la colaboración. [1]",
        "- El 77 % de los CIO ve importante la colaboración [S1].",
        "<think>¿El 78 %?</think>El 77 % de los CIO ve importante la colaboración [1, 2].",
        "El 77 por ciento de los CIO ve importante la colaboración [1]",
    ],
)
def test_markers_may_be_written_in_several_ways(
    model: Model, base: Base, given: Answer, reply: str
) -> None:
    model.behave = whole(reply)

    written = write_with(model.endpoint(), given, base)

    assert written.writing is not None
    assert written.writing.by == "model", written.writing.problem


@pytest.mark.parametrize(
    "behave",
    [
        raw(b"{no es json"),
        raw(b"[]"),
        raw(b'{"choices": []}'),
        raw(b'{"choices": [{"message": null}]}'),
        raw(b"\xff\xfe\x00"),
        raw(b"<html>", "text/html"),
        raw(b"data: {roto\n\n", "text/event-stream"),
        raw(b'data: {"choices": 7}\n\ndata: [DONE]\n\n', "text/event-stream"),
        raw(b'data: {"error": {"message": "x"}}\n\n', "text/event-stream"),
        raw(b"{}", status=500),
        raw(b"{}", status=401),
        raw(b"{}", status=302),
        events(GOOD, end=False),
        raw(b'{"choices": [{"message": {"content": "' + b"a" * 300_000 + b'"}}]}'),
        lambda handler: handler.connection.close(),
    ],
)
def test_a_broken_reply_leaves_the_extractive_answer(
    model: Model, base: Base, given: Answer, behave: Behaviour
) -> None:
    model.behave = behave

    written = write_with(model.endpoint(), given, base)

    assert written.writing is not None
    assert written.writing.by == "extractive"
    assert written.writing.problem
    assert written.answer == given.answer


@pytest.mark.parametrize(
    "behave",
    [lambda handler: time.sleep(3), events(GOOD, pause=0.2)],
    ids=["silent", "dripping"],
)
def test_a_slow_reply_is_not_waited_for(
    model: Model, base: Base, given: Answer, behave: Behaviour
) -> None:
    model.behave = behave
    start = time.monotonic()

    written = write_with(model.endpoint(timeout_s=0.5), given, base)

    assert time.monotonic() - start < 2.0
    assert written.writing is not None
    assert "a tiempo" in (written.writing.problem or "")
    assert written.answer == given.answer


def test_a_dead_endpoint_leaves_the_extractive_answer(base: Base, given: Answer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    written = write_with(Endpoint(f"http://127.0.0.1:{port}/v1", "x"), given, base)

    assert written.writing is not None
    assert written.writing.by == "extractive"
    assert written.answer == given.answer


def test_nothing_is_sent_where_the_articles_do_not_answer(model: Model, base: Base) -> None:
    unanswered = answer(NOTHING, base)

    written = write_with(model.endpoint(), unanswered, base)

    assert model.asked == []
    assert not written.answerable
    assert written.writing is not None
    assert (written.writing.by, written.writing.problem) == ("extractive", None)


@pytest.mark.parametrize("url", ["", "ftp://x/v1", "localhost:8080", "http://", "http://[::1"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(EndpointError):
        Endpoint(url, "x")


# --- the command


def test_the_command_says_who_worded_the_answer(
    run: Run, base_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUENTE_LLM_KEY", "secreto")
    options = ("--llm", f"{model.url}/v1", "--llm-model", "prueba-1")
    model.behave = events(GOOD)

    shown = run("--base", base_path, "ask", QUESTION, *options)
    found = json.loads(run("--base", base_path, "ask", QUESTION, *options, "--json").out)
    model.behave = raw(b"", status=500)
    fallen = json.loads(run("--base", base_path, "ask", QUESTION, *options, "--json").out)

    assert "Redactado por el modelo prueba-1" in shown.out
    assert "secreto" not in shown.out + shown.err
    assert model.headers[0]["authorization"] == "Bearer secreto"
    assert (found["written_by"], found["model"]) == ("model", "prueba-1")
    assert found["tokens"] == {"prompt": 210, "completion": 34}
    assert (fallen["written_by"], "500" in fallen["problem"]) == ("extractive", True)
    assert fallen["answerable"] is True


def test_without_the_option_nothing_is_sent(
    run: Run, base_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUENTE_LLM_KEY", "secreto")
    monkeypatch.setenv("OPENAI_BASE_URL", f"{model.url}/v1")

    done = json.loads(run("--base", base_path, "ask", QUESTION, "--json").out)

    assert done["written_by"] == "extractive"
    assert model.asked == []


@pytest.mark.parametrize(
    "options",
    [("--llm", "http://x/v1"), ("--llm-model", "x"), ("--llm", "nada", "--llm-model", "x")],
)
def test_half_a_setup_leaves_with_2(run: Run, base_path: Path, options: tuple[str, ...]) -> None:
    done = run("--base", base_path, "ask", QUESTION, *options)

    assert (done.status, done.out) == (2, "")


# --- at a server that was opened with a model


@pytest.fixture
def served(base_path: Path, model: Model) -> Iterator[str]:
    with serving(base_path, ServiceOptions(llm=model.endpoint())) as address:
        yield address


def test_the_server_lets_the_model_word_an_answer_only_where_that_is_asked(
    served: str, model: Model
) -> None:
    model.behave = whole(GOOD)
    plain = httpx.get(f"{served}/api/v1/ask", params={"q": QUESTION}, timeout=30).json()
    assert plain["written_by"] == "extractive"
    assert model.asked == []

    worded = httpx.get(
        f"{served}/api/v1/ask", params={"q": QUESTION, "llm": "true"}, timeout=30
    ).json()

    assert (worded["written_by"], worded["model"]) == ("model", "prueba-1")
    assert worded["answer"] == GOOD.replace(" [1].", ". [1]")
    assert worded["tokens"] == {"prompt": 210, "completion": 34}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (GOOD, "Redactado por el modelo prueba-1"),
        ("El 99 % de los CIO ve importante la colaboración [1].", "Respuesta de Puente"),
    ],
)
def test_the_page_says_who_worded_the_answer(
    browser: Browser, served: str, model: Model, reply: str, told: str
) -> None:
    model.behave = whole(reply)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/?q={quote(QUESTION)}")
    writing = page.locator(".pu-writing")
    expect(writing).to_contain_text(model.url, timeout=30_000)
    assert model.asked == []

    writing.get_by_role("button", name="Redactar con prueba-1").press("Enter")

    expect(writing).to_contain_text(told)
    expect(page.locator(".pu-prose")).to_contain_text("77 %")
    expect(page.locator(".pu-prose")).not_to_contain_text("99")
    expect(page.locator(".pu-source .pu-strong").first).to_be_visible()
    page.locator("#nav-about").click()
    expect(page.locator("#tab-about")).to_contain_text(f"se envían a {model.url}")
    context.close()


def test_the_address_of_a_model_needs_its_name(run: Run, base_path: Path) -> None:
    result = run("--base", base_path, "serve", "--llm", "http://127.0.0.1:9/v1")
    assert result.status == 2
    assert "--llm-model" in result.err
