import json
import shutil
from pathlib import Path

import pyoxigraph
import pytest

from index.base import Base
from index.checking import check


@pytest.fixture
def copy(base_path: Path, tmp_path: Path) -> Path:
    """A base of one's own, to be damaged."""
    shutil.copytree(base_path, tmp_path / "base")
    return tmp_path / "base"


def test_a_base_as_built_has_no_mismatch(base: Base) -> None:
    report = check(base)

    assert report.mismatches == ()
    assert report.articles == len(base.article_ids)
    assert report.spans > report.articles
    assert report.files == len(base.manifest.checksums)


def test_each_quote_of_each_fact_is_compared(base: Base) -> None:
    places = base.store.select("SELECT DISTINCT ?place WHERE { ?fact pu:evidence ?place }")
    passages = base.store.select("SELECT ?passage WHERE { ?passage a pu:Passage }")

    assert check(base).spans == len(places) + len(passages)


def test_a_changed_text_is_found(copy: Path) -> None:
    base = Base.open(copy)
    name = base.article_ids[0]
    file = base.folder / "articles" / f"{name}.json"
    article = json.loads(file.read_text(encoding="utf-8"))
    article["text"] = "Otra cosa. " + article["text"]
    file.write_text(json.dumps(article), encoding="utf-8")

    mismatches = check(Base.open(copy)).mismatches

    told = [str(mismatch) for mismatch in mismatches]
    assert any("ha cambiado desde que se construyó" in line for line in told)
    assert any(line.startswith(f"{name}: el texto guardado") for line in told)
    assert any("#char=" in line and "el texto dice ahí" in line for line in told)


def test_one_changed_character_of_a_quote_is_found(copy: Path) -> None:
    base = Base.open(copy)
    (row,) = base.store.select(
        "SELECT ?g ?exact ?quote WHERE { GRAPH ?g { ?s pu:evidence ?place . "
        "?place oa:hasSelector ?exact . ?exact oa:exact ?quote } } LIMIT 1"
    )
    graph, exact, quote = row["g"], row["exact"], row["quote"]
    assert isinstance(graph, pyoxigraph.NamedNode)
    assert isinstance(exact, pyoxigraph.NamedNode)
    assert isinstance(quote, pyoxigraph.Literal)
    predicate = base.store.iris.prefixes()["oa"] + "exact"
    store = pyoxigraph.Store(str(base.store_path))
    (old,) = store.quads_for_pattern(exact, pyoxigraph.NamedNode(predicate), None, graph)
    store.remove(old)
    changed = pyoxigraph.Literal("x" + quote.value[1:])
    store.add(pyoxigraph.Quad(exact, old.predicate, changed, graph))
    store.flush()
    del store

    found = check(Base.open(copy), files=False, shapes=False).mismatches

    assert found
    assert all("el texto dice ahí" in mismatch.what for mismatch in found)


def test_missing_extra_and_changed_files_are_each_named(copy: Path) -> None:
    folder = Base.open(copy).folder
    gone, changed = sorted(folder.glob("graph/articles/*.nq"))[:2]
    gone.unlink()
    changed.write_bytes(changed.read_bytes() + b"\n")
    (folder / "lexical" / "sobra.bin").write_bytes(b"")

    told = {Path(m.where).name: m.what for m in check(Base.open(copy)).mismatches}

    assert told == {
        gone.name: "falta",
        changed.name: "ha cambiado desde que se construyó la base",
        "sobra.bin": "sobra: la base no lo nombra",
    }


def test_a_missing_graph_is_a_mismatch_of_each_article(copy: Path) -> None:
    base = Base.open(copy)
    shutil.rmtree(base.store_path)

    report = check(base, files=False)

    assert len(report.mismatches) >= len(base.article_ids)
    assert "puente build" in report.mismatches[0].what
