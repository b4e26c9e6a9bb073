import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.article import Article
from index.base import Base, BaseError, generation_ids
from index.building import BuildReport, EmptyBuildError, build
from index.checking import check
from index.encoder import SHIPPED, SHIPPED_FOLDER, EncoderError
from index.generation import building_lock
from kg.extraction import extract
from kg.facts import ArticleFacts

SOFIA = """# La dirección financiera gana peso

Por Sofía Arcos - 3 de marzo de 2021

La consultora Tresmares entrevistó a 250 directores financieros de cinco países. El 62 % de los CFO
cree que los datos son ya su principal herramienta de trabajo. Las empresas deberían dar a finanzas
un lugar en cada proyecto digital. Muchas compañías siguen tratando al departamento financiero como
un simple contable, y esa costumbre les hace perder oportunidades de negocio todos los años.
"""
BRUNO = """# Recursos humanos aprende a contar

Por Bruno Salas - 8 de mayo de 2022

Una encuesta de Tresmares a 400 responsables de personas revela que uno de cada tres no mide la
rotación de su plantilla. Conviene empezar por un indicador sencillo y compartirlo con la dirección.
Los equipos que comparten sus cifras con el resto de la empresa consiguen más presupuesto y retienen
mejor a los trabajadores que más les cuesta encontrar en el mercado.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles."""
    folder = tmp_path / "artículos"
    folder.mkdir()
    (folder / "sofia.md").write_text(SOFIA, encoding="utf-8")
    (folder / "bruno.md").write_text(BRUNO, encoding="utf-8")
    return folder


def graph_bytes(path: Path) -> dict[str, bytes]:
    """Return the graph of the live generation, file by file."""
    graph = Base.open(path).folder / "graph"
    return {file.relative_to(graph).as_posix(): file.read_bytes() for file in graph.rglob("*.nq")}


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.read, report.carried, report.removed, len(report.skipped)


def test_build_makes_a_base_that_holds_the_articles(tmp_path: Path, folder: Path) -> None:
    report = build(tmp_path / "base", [folder])

    base = Base.open(tmp_path / "base")
    assert counts(report) == (2, 0, 0, 0)
    assert base.id == report.generation
    assert [article.title for article in base.articles] == [
        "Recursos humanos aprende a contar",
        "La dirección financiera gana peso",
    ]
    assert base.manifest.totals["articles"] == 2
    assert not check(base).mismatches


def test_build_of_the_same_changes_nothing(tmp_path: Path, folder: Path) -> None:
    first = build(tmp_path / "base", [folder])
    again = build(tmp_path / "base", [folder])

    assert not again.changed
    assert again.generation == first.generation
    assert generation_ids(tmp_path / "base") == [first.generation]


def test_only_what_changed_is_read_again(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "base", [folder])
    changed = BRUNO.replace("uno de cada tres", "uno de cada cuatro")
    (folder / "bruno.md").write_text(changed, encoding="utf-8")

    report = build(tmp_path / "base", [folder])

    assert counts(report) == (1, 1, 0, 0)
    assert "uno de cada cuatro" in Base.open(tmp_path / "base").article("bruno").text


def test_carrying_over_gives_what_reading_all_gives(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "grown", [folder / "sofia.md"])
    build(tmp_path / "grown", [folder / "sofia.md", folder / "bruno.md"])
    build(tmp_path / "fresh", [folder / "sofia.md", folder / "bruno.md"])

    assert graph_bytes(tmp_path / "grown") == graph_bytes(tmp_path / "fresh")
    found = [
        [(hit.article, hit.start, round(hit.score, 5)) for hit in base.searcher.search("rotación")]
        for base in (Base.open(tmp_path / "grown"), Base.open(tmp_path / "fresh"))
    ]
    assert found[0] == found[1]


def test_two_builds_give_the_same_graph(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "one", [folder])
    build(tmp_path / "two", [folder])

    assert graph_bytes(tmp_path / "one") == graph_bytes(tmp_path / "two")
    assert Base.open(tmp_path / "one").id == Base.open(tmp_path / "two").id


def test_a_removed_file_disappears(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "base", [folder])
    (folder / "sofia.md").unlink()

    report = build(tmp_path / "base", [folder])

    base = Base.open(tmp_path / "base")
    assert counts(report) == (0, 1, 1, 0)
    assert base.article_ids == ("bruno",)
    assert not base.store.select(
        "SELECT ?s WHERE { ?s ?p ?o FILTER(CONTAINS(STR(?s), '/article/sofia')) }"
    )


def test_a_damaged_file_is_not_carried_over(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "base", [folder])
    (Base.open(tmp_path / "base").folder / "articles" / "bruno.json").write_text("{}")

    report = build(tmp_path / "base", [folder])

    assert counts(report) == (1, 1, 0, 0)
    assert report.changed
    assert not check(Base.open(tmp_path / "base")).mismatches


def test_a_damaged_index_is_made_again(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "base", [folder])
    damaged = Base.open(tmp_path / "base")
    for file in (damaged.folder / "vectors").iterdir():
        file.write_bytes(b"")
    with pytest.raises(BaseError, match="reconstrúyalo con `puente build`"):
        damaged.searcher.search("datos")

    report = build(tmp_path / "base", [folder])

    assert report.changed
    assert not check(Base.open(tmp_path / "base")).mismatches


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model that is not the one that ships: it has no transformer."""
    folder = tmp_path_factory.mktemp("modelos") / "otro"
    shutil.copytree(SHIPPED_FOLDER, folder, ignore=shutil.ignore_patterns("contextual"))
    return folder


def test_a_build_keeps_the_model_of_the_base(
    tmp_path: Path, folder: Path, other_model: Path
) -> None:
    build(tmp_path / "base", [folder], model=str(other_model))
    (folder / "sofia.md").write_text(SOFIA + "\nHoy se sabe más.\n", encoding="utf-8")
    build(tmp_path / "base", [folder])
    assert Base.open(tmp_path / "base").manifest.model.name == str(other_model)

    build(tmp_path / "base", [folder], model=SHIPPED)
    assert Base.open(tmp_path / "base").manifest.model.name == SHIPPED


def test_a_model_that_is_gone_is_told_with_the_way_out(
    tmp_path: Path, folder: Path, other_model: Path
) -> None:
    build(tmp_path / "base", [folder], model=str(other_model))
    hidden = other_model.rename(other_model.with_name("escondido"))
    try:
        for attempt in (
            lambda: build(tmp_path / "base", [folder]),
            lambda: Base.open(tmp_path / "base").searcher,
        ):
            with pytest.raises(EncoderError, match=f"build --model {SHIPPED}"):
                attempt()
        build(tmp_path / "base", [folder], model=SHIPPED)
    finally:
        hidden.rename(other_model)
    assert Base.open(tmp_path / "base").searcher.sentences("directores financieros")


def test_force_reads_everything_again(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "base", [folder])

    report = build(tmp_path / "base", [folder], force=True)

    assert counts(report) == (2, 0, 0, 0)
    assert report.changed


def test_the_same_text_twice_is_skipped_with_the_name_of_the_first(
    tmp_path: Path, folder: Path
) -> None:
    (folder / "zeta.md").write_text(SOFIA, encoding="utf-8")

    report = build(tmp_path / "base", [folder])

    assert [Path(entry.source).name for entry in report.skipped] == ["zeta.md"]
    assert "sofia.md" in report.skipped[0].reason
    assert Base.open(tmp_path / "base").manifest.skipped == report.skipped


def test_what_cannot_be_read_is_named_and_the_rest_is_built(tmp_path: Path, folder: Path) -> None:
    (folder / "roto.pdf").write_bytes(b"%PDF-1.4\x00\x01 no es un pdf")
    (folder / "vacio.txt").write_bytes(b"")

    report = build(tmp_path / "base", [folder])

    assert sorted(Path(entry.source).name for entry in report.skipped) == ["roto.pdf", "vacio.txt"]
    assert all(entry.reason for entry in report.skipped)
    assert len(Base.open(tmp_path / "base").article_ids) == 2


def test_an_article_that_shows_a_fault_of_ours_is_named_and_the_rest_is_built(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(article: Article) -> ArticleFacts:
        if article.id == "bruno":
            raise IndexError("string index out of range")
        return extract(article)

    monkeypatch.setattr("kg.extraction.extract", faulty)
    report = build(tmp_path / "base", [folder])

    (skipped,) = report.skipped
    assert Path(skipped.source).name == "bruno.md"
    assert "IndexError en tests/test_building.py" in skipped.reason
    assert Base.open(tmp_path / "base").article_ids == ("sofia",)


def test_nothing_to_read_leaves_the_base_as_it_was(tmp_path: Path, folder: Path) -> None:
    before = build(tmp_path / "base", [folder])
    empty = tmp_path / "vacía"
    empty.mkdir()
    (empty / "nada.txt").write_bytes(b"")

    with pytest.raises(EmptyBuildError) as caught:
        build(tmp_path / "base", [empty])

    assert [Path(entry.source).name for entry in caught.value.skipped] == ["nada.txt"]
    assert Base.open(tmp_path / "base").id == before.generation


def test_a_base_whose_manifest_is_broken_is_built_anew(tmp_path: Path, folder: Path) -> None:
    build(tmp_path / "base", [folder])
    (Base.open(tmp_path / "base").folder / "manifest.json").write_text("{")

    report = build(tmp_path / "base", [folder])

    assert counts(report) == (2, 0, 0, 0)
    assert len(Base.open(tmp_path / "base").article_ids) == 2


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path, folder: Path) -> None:
    with (
        building_lock(tmp_path / "base"),
        pytest.raises(BaseError, match="ya se está construyendo"),
    ):
        build(tmp_path / "base", [folder])


def test_three_generations_are_kept(tmp_path: Path, folder: Path) -> None:
    names = [build(tmp_path / "base", [folder], force=True).generation for _ in range(5)]

    assert generation_ids(tmp_path / "base") == names[-3:]


def test_open_reader_answers_from_its_generation_while_others_are_built(
    tmp_path: Path, folder: Path
) -> None:
    build(tmp_path / "base", [folder])
    reader = Base.open(tmp_path / "base")
    (folder / "sofia.md").unlink()
    build(tmp_path / "base", [folder])

    assert reader.article("sofia").title == "La dirección financiera gana peso"
    assert {hit.article for hit in reader.searcher.search("dirección financiera")} >= {"sofia"}
    assert reader.current().article_ids == ("bruno",)


def test_progress_tells_of_every_stage(tmp_path: Path, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []

    build(tmp_path / "base", [folder], progress=lambda *step: told.append(step))

    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [
        "read",
        "graph",
        "vectors",
        "check",
    ]
    assert all(0 <= done <= total or total == 0 for _, done, total in told)


def test_originals_are_all_read(originals_base: Base) -> None:
    assert len(originals_base.article_ids) == 5
    assert not originals_base.manifest.skipped
    assert not check(originals_base).mismatches


@pytest.mark.parametrize("question", ["¿Qué comparten en redes sociales?", "colaboración", "CMO"])
def test_articles_with_menus_and_adverts_are_searched_as_large_bases_are(
    originals_base: Base, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr("index.search.ALL_UP_TO", 0)
    assert originals_base.searcher.search(question)
    assert originals_base.searcher.sentences(question)


# Imports once, then forks a child for each build that is asked for: what is killed is the build.
_BUILDER = """
import os, signal, sys, time
from pathlib import Path
import corpus.reading, index.base, index.building, index.checking, index.search, kg.extraction
base, deadline = Path(sys.argv[1]), None
for line in sys.stdin:
    folder, delay = line.split("\\t")
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        index.building.build(base, [Path(folder)], force=True)
        os._exit(0)
    if float(delay) >= 0:
        time.sleep(float(delay))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print(status, time.monotonic() - began, flush=True)
"""


@pytest.mark.slow
def test_build_killed_at_any_moment_leaves_a_base_that_answers(
    tmp_path: Path, folder: Path, shipped: Path
) -> None:
    path, chance = tmp_path / "base", random.Random(7)
    holds = {str(folder): 2, str(shipped): 5}
    build(path, [folder])
    killed = 0
    with subprocess.Popen(
        [sys.executable, "-c", _BUILDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as builder:
        assert builder.stdin
        assert builder.stdout

        def run(source: Path, delay: float) -> tuple[int, float]:
            assert builder.stdin
            assert builder.stdout
            builder.stdin.write(f"{source}\t{delay}\n")
            builder.stdin.flush()
            status, seconds = builder.stdout.readline().split()
            return int(status), float(seconds)

        status, whole = run(shipped, -1)
        assert status == 0
        reader = Base.open(path)
        for turn in range(20):
            status, _ = run((folder, shipped)[turn % 2], chance.uniform(0, whole))
            killed += status != 0
            base = Base.open(path)
            assert len(base.article_ids) in holds.values()
            assert not check(base).mismatches
            assert base.searcher.search("dirección y datos", top=1)
            assert len(reader.current().article_ids) == len(base.article_ids)
        builder.stdin.close()

    assert killed
    report = build(path, [folder])
    assert sorted(os.listdir(path / "generations")) == sorted(generation_ids(path))
    assert report.totals["articles"] == 2
