import io
import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import rdflib

from index.answer import answer
from index.base import Base
from index.generation import building_lock
from ui.cli import main
from ui.terminal import show_answer

PUENTE = [sys.executable, "-c", "from ui.cli import main; main()"]
FIGURE = "¿Qué porcentaje de los CIO ve importante colaborar con el CMO?"
OFF_TOPIC = "¿Cuál es la receta de la tarta de zanahoria?"


@dataclass(frozen=True)
class Done:
    """What a command left."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, with what it reads from standard input."""

    def run(*arguments: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        code = exit_.value.code
        return Done(code if isinstance(code, int) else int(code is not None), *captured)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One article to build from."""
    folder = tmp_path / "artículos"
    folder.mkdir()
    (folder / "uno.md").write_text(
        "# Las ventas miran al dato\n\nEl 40 % de los directores comerciales usa a diario los "
        "informes de ventas, según una encuesta de Tresmares. Las empresas deberían formar a sus "
        "vendedores para leer esos informes y para tomar decisiones con ellos cada semana.\n",
        encoding="utf-8",
    )
    return folder


# --- every command


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "¿qué?"],
        ["search", "algo"],
        ["sparql", "ASK {}"],
        ["export"],
        ["check"],
        ["status"],
        ["article", "uno"],
        ["base", "list"],
        ["base", "rollback"],
        ["base", "prune"],
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_an_absent_base_is_said_in_one_line_with_its_cure(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    done = run("--base", tmp_path / "nada", *arguments)

    assert (done.status, done.out) == (2, "")
    assert "puente build" in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "nada").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nada"],
        ["ask"],
        ["ask", "   "],
        ["search", "x", "-k", "0"],
        ["search", "x", "-k", "muchos"],
        ["sparql", "ASK {}", "--format", "docx"],
        ["sparql", "@no-existe.rq"],
        ["export", "--format", "docx"],
        ["build", "no-existe"],
        ["build", "--modelo", "x"],
        ["article"],
        ["base", "prune", "--keep", "0"],
        ["serve", "--port", "0"],
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_bad_usage_leaves_with_2_and_says_why(
    run: Run, base_path: Path, arguments: list[str]
) -> None:
    done = run("--base", base_path, *arguments)

    assert (done.status, done.out) == (2, "")
    assert done.err.strip()


def test_base_is_named_after_the_command_before_it_or_in_the_environment(
    run: Run, base_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = run("status", "--base", base_path)
    before = run("--base", base_path, "status")
    monkeypatch.setenv("PUENTE_BASE", str(base_path))
    around = run("status")

    assert after.out == before.out == around.out
    assert after.status == 0


def test_default_base_lies_in_the_current_folder(
    run: Run, base_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PUENTE_BASE", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(base_path, tmp_path / ".puente")

    assert run("status").out.startswith("Base .puente,")


def test_version_is_told(run: Run) -> None:
    done = run("--version")

    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("puente ")


# --- ask and search


def test_ask_json_has_the_shape_of_the_contract(run: Run, base_path: Path, base: Base) -> None:
    done = run("ask", "--base", base_path, "--json", FIGURE)
    answer = json.loads(done.out)

    assert done.status == 0
    assert list(answer)[:8] == [  # more may follow
        *("question", "language", "answerable", "confidence", "answer", "citations", "facts"),
        "passages",
    ]
    assert answer["question"] == FIGURE
    assert answer["answerable"] is True
    assert 0 <= answer["confidence"] <= 1
    for number, citation in enumerate(answer["citations"], start=1):
        text = base.article(citation["article"]).text
        assert citation["marker"] == number
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert f"[{number}]" in answer["answer"]
        assert {"title", "publisher", "published"} <= set(citation)
    for fact in answer["facts"]:
        assert isinstance(fact["value"], int | float | None)
        assert fact["citation"] in range(1, len(answer["citations"]) + 1)
        assert set(fact) == {
            *("iri", "type", "label", "value", "unit", "population", "study", "citation")
        }
    for passage in answer["passages"]:
        assert set(passage) == {"article", "start", "end", "text", "score"}


def test_ask_without_an_answer_shows_what_is_near_and_leaves_with_1(
    run: Run, base_path: Path
) -> None:
    done = run("ask", "--base", base_path, "--json", OFF_TOPIC)
    answer = json.loads(done.out)

    assert done.status == 1
    assert answer["answerable"] is False
    assert answer["facts"] == answer["citations"] == []
    assert "[1]" not in answer["answer"]


@pytest.mark.parametrize("looked_at", [False, True], ids=["piped", "terminal"])
def test_what_stands_around_an_answer_is_in_the_language_of_the_question(
    base: Base, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, looked_at: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: looked_at)

    show_answer(answer("What is the recipe for carrot cake?", base))
    show_answer(answer(OFF_TOPIC, base))

    english, _, spanish = capsys.readouterr().out.partition("Lo más cercano:")
    assert "The nearest passages:" in english
    assert "The nearest passages:" not in spanish


def test_why_is_told_in_the_language_of_the_question(run: Run, base_path: Path) -> None:
    told = run("--base", base_path, "ask", "How many CIOs find collaboration important?", "--why")

    assert "Why this answer (confidence: 0." in told.out
    assert "Figures:" in told.out
    assert "pregunta" not in told.out


def test_ask_reads_a_question_a_line_and_answers_in_order(run: Run, base_path: Path) -> None:
    questions = [FIGURE, OFF_TOPIC, "¿Qué estudio hizo Accenture?"]

    done = run("ask", "--base", base_path, "--json", "-", stdin="\n".join(questions) + "\n\n")

    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["question"] for answer in answers] == questions


def test_ask_in_words_numbers_its_quotes(run: Run, base_path: Path) -> None:
    done = run("ask", "--base", base_path, FIGURE)

    assert done.status == 0
    assert done.out.count("[1]") >= 2
    assert "«" in done.out


def test_search_json_has_the_shape_of_the_contract(run: Run, base_path: Path, base: Base) -> None:
    done = run("search", "--base", base_path, "frustración con los datos", "-k", "3", "--json")
    hits = json.loads(done.out)

    assert done.status == 0
    assert len(hits) == 3
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert {"article", "title", "heading", "start", "end", "text", "score", "parts"} <= set(hit)
        assert base.article(hit["article"]).text[hit["start"] : hit["end"]] == hit["text"]
        assert {"dense", "lexical"} <= set(hit["parts"])


def test_search_reads_a_question_a_line(run: Run, base_path: Path) -> None:
    done = run("search", "--base", base_path, "--json", "-", stdin="datos\ntecnología\n")

    assert [len(json.loads(line)) for line in done.out.splitlines()] == [10, 10]


# --- sparql and export


@pytest.mark.parametrize("form", ["table", "json", "xml", "csv", "tsv"])
def test_sparql_select_in_each_format(run: Run, base_path: Path, form: str) -> None:
    query = "SELECT ?name WHERE { ?article a schema:Article ; schema:headline ?name } LIMIT 1"
    title = Base.open(base_path).articles

    done = run("sparql", "--base", base_path, "--format", form, query)

    assert done.status == 0
    assert any(article.title in done.out for article in title)


@pytest.mark.parametrize(
    ("form", "parser"), [("turtle", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")]
)
def test_sparql_construct_in_each_format(run: Run, base_path: Path, form: str, parser: str) -> None:
    query = "CONSTRUCT { ?s a pu:Statistic } WHERE { ?s a pu:Statistic }"

    done = run("sparql", "--base", base_path, "--format", form, query)

    assert done.status == 0
    assert len(rdflib.Graph().parse(data=done.out, format=parser)) > 0


def test_sparql_json_is_the_standard_one(run: Run, base_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s a pu:Statistic }"

    done = run("sparql", "--base", base_path, "--format", "json", query)

    (row,) = json.loads(done.out)["results"]["bindings"]
    assert int(row["n"]["value"]) == Base.open(base_path).manifest.totals["statistics"]


def test_sparql_reads_files_and_standard_input(run: Run, base_path: Path, tmp_path: Path) -> None:
    query = "SELECT (1 + 1 AS ?dos) WHERE {}"
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")

    outs = [
        run("sparql", "--base", base_path, query).out,
        run("sparql", "--base", base_path, f"@{tmp_path / 'q.rq'}").out,
        run("sparql", "--base", base_path, "-", stdin=query).out,
    ]

    assert outs == ["dos\n---\n2\n"] * 3


@pytest.mark.parametrize("form", ["table", "json", "xml", "csv", "tsv"])
def test_sparql_that_finds_nothing_leaves_with_1(run: Run, base_path: Path, form: str) -> None:
    query = "SELECT ?s WHERE { ?s a <urn:nada> }"

    assert run("sparql", "--base", base_path, "--format", form, query).status == 1


@pytest.mark.parametrize("form", ["table", "turtle", "nt", "jsonld", "xml"])
def test_sparql_graph_that_is_empty_leaves_with_1(run: Run, base_path: Path, form: str) -> None:
    query = "CONSTRUCT WHERE { ?s a <urn:nada> }"

    assert run("sparql", "--base", base_path, "--format", form, query).status == 1


@pytest.mark.parametrize("form", ["table", "json", "xml", "csv", "tsv"])
def test_sparql_ask_leaves_with_0_whatever_the_answer(run: Run, base_path: Path, form: str) -> None:
    done = run("sparql", "--base", base_path, "--format", form, "ASK { ?s a <urn:nada> }")

    assert done.status == 0
    assert "false" in done.out


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT WHERE", "sintaxis"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("", "vacía"),
    ],
)
def test_sparql_refuses_with_2(run: Run, base_path: Path, query: str, says: str) -> None:
    done = run("sparql", "--base", base_path, query)

    assert (done.status, done.out) == (2, "")
    assert says in done.err


def test_export_goes_to_standard_output(run: Run, base_path: Path) -> None:
    done = run("export", "--base", base_path, "--format", "nt")

    graph = rdflib.Graph().parse(data=done.out, format="nt")
    assert done.status == 0
    assert len(graph) == Base.open(base_path).manifest.totals["triples"]


def test_exports_of_two_builds_are_the_same_bytes(run: Run, folder: Path, tmp_path: Path) -> None:
    outs = []
    for name in ("one", "two"):
        assert run("build", "--base", tmp_path / name, folder).status == 0
        out = tmp_path / f"{name}.nq"
        assert (
            run("export", "--base", tmp_path / name, "--format", "nquads", "--out", out).status == 0
        )
        outs.append(out.read_bytes())

    assert outs[0] == outs[1]


def test_several_formats_go_into_a_folder(run: Run, base_path: Path, tmp_path: Path) -> None:
    forms = [part for name in ("turtle", "graphml", "csv") for part in ("--format", name)]

    done = run("export", "--base", base_path, *forms, "--out", tmp_path / "salida")

    assert done.status == 0
    assert sorted(file.name for file in (tmp_path / "salida").iterdir()) == [
        "manifest.json",
        "puente-csv",
        "puente.graphml",
        "puente.ttl",
    ]
    assert (tmp_path / "salida" / "puente-csv" / "statistics.csv").is_file()


def test_several_formats_do_not_fit_into_one_stream(run: Run, base_path: Path) -> None:
    done = run("export", "--base", base_path, "--format", "nt", "--format", "turtle")

    assert (done.status, done.out) == (2, "")
    assert "--out" in done.err


def test_export_of_a_query_holds_its_result(run: Run, base_path: Path, tmp_path: Path) -> None:
    query = "SELECT ?s WHERE { ?s a pu:Statistic }"
    out = tmp_path / "cifras.csv"

    done = run("export", "--base", base_path, "--format", "csv", "--query", query, "--out", out)

    assert done.status == 0
    count = Base.open(base_path).manifest.totals["statistics"]
    assert len(out.read_text(encoding="utf-8").splitlines()) == count + 1


# --- article, status, check


def test_article_json_has_text_and_blocks(run: Run, base_path: Path, base: Base) -> None:
    name = base.article_ids[0]
    done = run("article", "--base", base_path, name, "--json")
    article = json.loads(done.out)

    assert done.status == 0
    assert {"id", "title", "authors", "publisher", "published", "source", "sha256"} <= set(article)
    assert article["text"] == base.article(name).text
    assert all(set(block) == {"kind", "start", "end"} for block in article["blocks"])


def test_unknown_article_is_bad_input(run: Run, base_path: Path) -> None:
    done = run("article", "--base", base_path, "../manifest")

    assert (done.status, done.out) == (2, "")
    assert "../manifest" in done.err


def test_status_lists_the_articles(run: Run, base_path: Path, base: Base) -> None:
    done = run("status", "--base", base_path, "--json")

    assert [article["id"] for article in json.loads(done.out)["articles"]] == [*base.article_ids]
    assert all(name in run("status", "--base", base_path).out for name in base.article_ids)


def test_check_is_silent_on_a_sound_base(run: Run, base_path: Path) -> None:
    done = run("check", "--base", base_path)

    assert (done.status, done.out) == (0, "")
    assert "ningún fallo" in done.err


def test_check_reports_each_fault_and_leaves_with_1(
    run: Run, base_path: Path, tmp_path: Path
) -> None:
    shutil.copytree(base_path, tmp_path / "base")
    file = next(Base.open(tmp_path / "base").folder.glob("graph/articles/*.nq"))
    file.write_bytes(b"")

    done = run("check", "--base", tmp_path / "base")

    assert done.status == 1
    assert file.name in done.out
    assert "1 fallo" in done.err


# --- build and the generations


def test_build_says_on_standard_error_what_it_did(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("build", "--base", tmp_path / "base", folder)

    assert (done.status, done.out) == (0, "")
    assert "1 artículos" in done.err


def test_build_names_what_it_skips_and_leaves_with_1(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (folder / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "vacio.txt").write_bytes(b"")

    done = run("build", "--base", tmp_path / "base", folder)

    assert (done.status, done.out) == (1, "")
    assert "foto.jpg: " in done.err
    assert "vacio.txt: " in done.err
    assert run("status", "--base", tmp_path / "base").status == 0


def test_build_of_nothing_leaves_with_2_and_names_what_it_skipped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "vacio.txt").write_bytes(b"")

    done = run("build", "--base", tmp_path / "base", tmp_path / "vacio.txt")

    assert (done.status, done.out) == (2, "")
    assert "vacio.txt: " in done.err


def test_build_beside_another_is_told_to_wait(run: Run, folder: Path, tmp_path: Path) -> None:
    with building_lock(tmp_path / "base"):
        done = run("build", "--base", tmp_path / "base", folder)

    assert done.status == 2
    assert "ya se está construyendo" in done.err


def test_unknown_model_is_said_in_one_line(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("build", "--base", tmp_path / "base", "--model", "./no-existe", folder)

    assert done.status == 2
    assert "no-existe" in done.err
    assert not (tmp_path / "base" / "CURRENT").exists()


def test_a_base_too_large_for_the_transformer_says_so(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = tmp_path / "pequeña", tmp_path / "grande"
    assert "transformador" not in run("build", "--base", small, folder).err
    assert "transformador" not in run("status", "--base", small).out

    monkeypatch.setattr("index.building.CONTEXTUAL_UP_TO", 0)
    for done in (
        run("build", "--base", large, folder),
        run("build", "--base", large, folder),  # that changes nothing
        run("status", "--base", large),
    ):
        said = done.out + done.err
        assert re.search(r"demasiadas frases \(\d+\) para que las lea el transformador", said)


def test_generations_are_listed_rolled_back_and_pruned(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    base = tmp_path / "base"
    for _ in range(2):
        assert run("build", "--base", base, "--force", folder).status == 0
    listed = run("base", "list", "--base", base).out
    assert [line.split()[0] for line in listed.splitlines()[2:]][-1] == "*"

    assert run("base", "rollback", "--base", base).err.startswith("En uso: 0001-")
    assert Base.open(base).id.startswith("0001-")
    pruned = run("base", "prune", "--base", base)

    assert pruned.err.startswith("Borradas: 0002-")
    assert Base.open(base).id.startswith("0001-")


def test_a_taken_port_is_bad_usage(run: Run, base_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run("serve", "--base", base_path, "--port", port)

    assert (done.status, done.out) == (2, "")
    assert str(port) in done.err


# --- how a program behaves among others


def test_a_terminal_gets_colour_and_no_escape_of_an_article(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    text = (folder / "uno.md").read_text(encoding="utf-8")
    (folder / "uno.md").write_text(text.replace("Tresmares", "Tres\x1b[31mmares"), encoding="utf-8")
    assert run("build", "--base", tmp_path / "base", folder).status == 0
    ours, theirs = pty.openpty()
    command = [*PUENTE, "search", "--base", str(tmp_path / "base"), "informes de ventas"]

    with subprocess.Popen(command, stdout=theirs, env={**os.environ, "TERM": "xterm"}) as process:
        assert process.wait() == 0
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    os.close(theirs)

    assert "\x1b[1" in shown
    assert "\x1b[31m" not in shown
    assert "Tres" in shown


def test_a_reader_that_leaves_early_is_met_in_silence(base_path: Path) -> None:
    command = [*PUENTE, "export", "--base", str(base_path), "--format", "nt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started be interrupted: behind a shell's "&" it would inherit not to be."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_it_without_a_traceback(base_path: Path) -> None:
    command = [*PUENTE, "ask", "--base", str(base_path), "--json", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{FIGURE}\n".encode())
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"{")
        time.sleep(0.5)  # until it waits for the next question
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()

    assert process.returncode == 130
    assert b"Traceback" not in err


def test_output_is_utf8_whatever_the_locale(base_path: Path) -> None:
    done = subprocess.run(
        [*PUENTE, "status", "--base", str(base_path)],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=True,
    )

    assert "artículos" in done.stdout.decode("utf-8")
