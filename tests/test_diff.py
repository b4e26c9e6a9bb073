import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from corpus.article import Article, Span
from index.building import build as build_base
from kg.diff import Change, compare
from kg.export import export
from kg.facts import ArticleFacts, Entity, Study
from kg.graph import article_graph, build_graph
from kg.patch import patch, read_export
from kg.store import GraphFiles, Store
from tests import graph_sample
from tests.graph_sample import first, second
from tests.test_cli import Run, run
from ui.difference import differences_text, summary

__all__ = ["run"]  # a fixture

Told = tuple[Article, ArticleFacts]


def stored(folder: Path, *told: Told) -> Store:
    files = GraphFiles(folder)
    for made, facts in told:
        files.write(made.id, article_graph(made, facts))
    return files.finish(build_graph({made.id: made.sha256 for made, _ in told}))


def kinds(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.what, change.kind) for change in changes]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return stored(tmp_path_factory.mktemp("whole"), first(), second())


def test_a_graph_does_not_differ_from_itself(whole: Store, tmp_path: Path) -> None:
    assert compare(whole, graph_sample.build(tmp_path)) == []
    assert summary([], "es") == "ninguna diferencia"
    assert summary([], "en") == "no difference"


def test_what_an_article_brings_is_new_and_goes_with_it(whole: Store, tmp_path: Path) -> None:
    alone = stored(tmp_path, second())
    came, went = compare(alone, whole), compare(whole, alone)
    assert summary(came, "es").startswith("1 artículo nuevo, 3 estadísticas nuevas")
    assert summary(went, "es").startswith("1 artículo retirado, 3 estadísticas retiradas")
    assert summary(went, "en").startswith("1 removed article, 3 removed statistics")
    assert sorted((what, kind) for what, kind in kinds(came) if what == "new") == sorted(
        ("new", kind) for what, kind in kinds(went) if what == "removed"
    )


def test_a_figure_that_is_read_anew_has_changed(whole: Store, tmp_path: Path) -> None:
    made, facts = first()
    figures = (replace(facts.statistics[0], claim="se entiende con su par"), *facts.statistics[1:])
    new = stored(tmp_path, (made, replace(facts, statistics=figures)), second())
    changes = compare(whole, new)
    assert kinds(changes) == [("changed", "statistic")]
    text = differences_text(changes, "es")
    assert text.splitlines()[0] == "1 estadística cambiada"
    assert "afirmación:" in text
    assert "→ se entiende con su par" in text


def test_counts_of_one_kind_name_it_once(whole: Store, tmp_path: Path) -> None:
    made, facts = first()
    figures = (replace(facts.statistics[0], claim="otra cosa"), *facts.statistics[1:2])
    new = stored(tmp_path, (made, replace(facts, statistics=figures)), second())
    assert summary(compare(whole, new), "es") == "1 estadística retirada, 1 cambiada"
    assert summary(compare(whole, new), "en") == "1 removed statistic, 1 changed"


def named(name: str, sentence: int, *, id: str) -> Study:
    made, _ = second()
    place = made.sentences[sentence]
    span = (Span(place.start, place.end),)
    return Study(id, name, ("Lumen Consultores",), None, (), span, "named", 0.6)


def with_studies(folder: Path, *studies: Study) -> Store:
    made, facts = second()
    return stored(folder, (made, replace(facts, studies=studies)))


def test_studies_that_became_one_are_united_and_parted_the_other_way(tmp_path: Path) -> None:
    one, two = named("Barómetro Faro", 1, id="s1"), named("Encuesta Faro", 2, id="s2")
    both = replace(one, evidence=one.evidence + two.evidence)
    apart, together = with_studies(tmp_path / "a", one, two), with_studies(tmp_path / "b", both)
    changes = compare(apart, together)
    assert ("united", "study") in kinds(changes)
    assert "2 estudios unidos" in summary(changes, "es")
    back = compare(together, apart)
    assert ("parted", "study") in kinds(back)
    assert "2 estudios separados" in summary(back, "es")


def test_an_organisation_known_by_its_other_name_is_not_another(tmp_path: Path) -> None:
    made, facts = second()
    (person, firm) = facts.entities
    longer = Entity("organization", "Lumen Consultores SA", firm.mentions, (firm.name,))
    old = stored(tmp_path / "a", (made, facts))
    new = stored(tmp_path / "b", (made, replace(facts, entities=(person, longer))))
    assert ("removed", "organization") not in kinds(compare(old, new))
    assert ("changed", "organization") in kinds(compare(old, new))


BEFORE = """# Las ventas miran al dato

El 40 % de los directores comerciales usa a diario los informes, según una encuesta de Tresmares.
"""


def test_a_fact_that_slides_down_the_page_has_moved(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "uno.md"
    file.write_text(BEFORE, encoding="utf-8")
    build_base(tmp_path / "base", [file])
    file.write_text(
        BEFORE.replace("\n\n", "\n\nHoy llueve en toda la ciudad.\n\n"), encoding="utf-8"
    )
    build_base(tmp_path / "base", [file])
    done = run("diff", "--base", tmp_path / "base")
    assert done.status == 0
    assert done.out.splitlines()[0].startswith("1 artículo cambiado, 1 estadística movida")
    assert "nueva" not in done.out
    assert "~ artículo: «Las ventas miran al dato»" in done.out
    english = run("diff", "--base", tmp_path / "base", "--lang", "en")
    assert english.out.startswith("1 changed article, 1 moved statistic")


# --- RDF Patch


def applied(text: str, quads: set[Quad]) -> set[Quad]:
    """Apply an RDF Patch as its standard says, by a reader of its own."""
    lines = text.splitlines()
    assert lines[0].startswith("H id <urn:uuid:")
    assert (lines[1], lines[-1]) == ("TX .", "TC .")
    left = set(quads)
    for line in lines[2:-1]:
        sign, _, rest = line.partition(" ")
        (quad,) = parse(rest, RdfFormat.N_QUADS)
        if sign == "D":
            left.remove(quad)
        else:
            assert sign == "A"
            assert quad not in left
            left.add(quad)
    return left


def test_a_patch_turns_one_graph_into_the_other(whole: Store, tmp_path: Path) -> None:
    alone = stored(tmp_path, second())
    for old, new in ((whole, alone), (alone, whole), (whole, whole)):
        assert applied(patch(old, new), set(old.quads())) == set(new.quads())


def test_a_patch_is_the_same_each_time(whole: Store, tmp_path: Path) -> None:
    alone = stored(tmp_path, second())
    assert patch(whole, alone) == patch(whole, alone)
    assert patch(whole, alone) != patch(alone, whole)


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("nt", "a.nt"),
        ("nquads", "a.nq"),
        ("turtle", "a.ttl"),
        ("trig", "a.trig"),
        ("rdfxml", "a.rdf"),
        ("jsonld", "a.jsonld"),
    ],
)
def test_an_export_holds_the_facts_of_its_generation(
    whole: Store, tmp_path: Path, format: str, name: str
) -> None:
    export(whole, format, tmp_path / name)
    read = read_export(tmp_path / name)
    assert compare(whole, read) == []
    assert patch(whole, read).count("\n") == 3


# --- on the command line


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of two generations: one article, then two."""
    folder = tmp_path_factory.mktemp("grown")
    (folder / "uno.md").write_text(BEFORE, encoding="utf-8")
    build_base(folder / "base", [folder / "uno.md"])
    other = BEFORE.replace("40 %", "65 %").replace("ventas", "compras")
    (folder / "dos.md").write_text(other, encoding="utf-8")
    build_base(folder / "base", [folder / "uno.md", folder / "dos.md"])
    return folder / "base"


def test_generations_exports_and_bases_are_told_apart(
    run: Run, grown: Path, tmp_path: Path
) -> None:
    old, new = sorted(path.name for path in (grown / "generations").iterdir())
    run("--base", grown, "export", "--format", "nquads", "--out", tmp_path / "new.nq")
    expected = run("--base", grown, "diff").out
    assert "1 artículo nuevo, 1 estadística nueva" in expected
    assert run("--base", grown, "diff", old).out == expected
    assert run("--base", grown, "diff", old, new).out == expected
    assert run("--base", grown, "diff", old, tmp_path / "new.nq").out == expected
    assert run("--base", grown, "diff", old, grown).out == expected
    patched = run("--base", grown, "diff", "--format", "patch").out
    assert patched.startswith("H id <urn:uuid:")
    told = json.loads(run("--base", grown, "diff", "--format", "json").out)
    assert told["summary"]["en"].startswith("1 new article, 1 new statistic")
    assert {change["what"] for change in told["changes"]} == {"new"}


def test_the_status_tells_of_differences_only_where_asked(run: Run, grown: Path) -> None:
    assert run("--base", grown, "diff", "--exit-code").status == 1
    assert run("--base", grown, "diff", "--exit-code", "--format", "patch").status == 1
    assert run("--base", grown, "diff", grown, grown, "--exit-code").status == 0
    same = run("--base", grown, "diff", grown, grown, "--exit-code", "--format", "patch")
    assert same.status == 0


@pytest.mark.parametrize("name", ["nada", "hoja.csv"])
def test_what_is_no_graph_is_named(run: Run, grown: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "hoja.csv").write_text("a,b", encoding="utf-8")
    given = tmp_path / name if name.endswith(".csv") else name
    done = run("--base", grown, "diff", given)
    assert done.status == 2
    assert name in done.err


def test_a_base_of_one_generation_has_no_previous_one(run: Run, base_path: Path) -> None:
    done = run("--base", base_path, "diff")
    assert done.status == 2
    assert "anterior" in done.err
