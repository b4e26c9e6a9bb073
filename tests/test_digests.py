"""The articles that ship: complete metadata, our own words, nothing of the originals lost."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
# digest -> how the name of its original begins
ORIGINALS = {
    "cortocircuito-marketing-tecnologia": "000",
    "departamentos-que-no-se-entienden": "001",
    "alinear-o-redefinir-cmo-cio": "002",
    "cerrar-la-brecha-marketing-ti": "003",
    "cmo-cio-clave-del-futuro": "004",
}
RUN = 8  # words in a row that would be a copy
# the other ways in which a digest may write a figure that its original writes in words
WORDS = {"25": ["un cuarto"], "10": ["uno de cada diez"], "33.3": ["mas de un tercio"]}
RANKS = {"1": ["numero uno"], "4": ["cuarto lugar"]}

needs_originals = pytest.mark.skipif(
    not (SHARED / "gold").is_dir(), reason="the original articles are not beside this checkout"
)


def front_matter(stem: str) -> tuple[dict[str, Any], str]:
    _, head, body = (
        (ROOT / "corpus" / "articles" / f"{stem}.md").read_text(encoding="utf-8").split("---\n", 2)
    )
    meta = yaml.safe_load(head)
    assert isinstance(meta, dict)
    return meta, body


def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def original_gold(stem: str) -> dict[str, Any]:
    (path,) = (SHARED / "gold").glob(f"{ORIGINALS[stem]}_*.json")
    gold = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(gold, dict)
    return gold


def test_every_digest_has_an_original() -> None:
    shipped = {path.stem for path in (ROOT / "corpus" / "articles").glob("*.md")}
    assert shipped == set(ORIGINALS)


@pytest.mark.parametrize("stem", ORIGINALS)
def test_front_matter_says_what_it_is_a_digest_of(stem: str) -> None:
    meta, _ = front_matter(stem)
    assert {"title", "author", "original_language", "digest", "note"} <= set(meta)
    assert meta["title"]
    assert isinstance(meta["author"], list)
    assert meta["original_language"] == "es"
    assert meta["digest"] is True
    assert "Síntesis propia de Puente" in meta["note"]
    for author in meta["author"]:
        assert author in meta["note"]


@pytest.mark.parametrize("stem", ORIGINALS)
def test_a_digest_is_as_long_as_a_good_article(stem: str) -> None:
    _, body = front_matter(stem)
    assert 350 <= len(words(body)) <= 720


@needs_originals
@pytest.mark.parametrize("stem", ORIGINALS)
def test_metadata_is_what_the_original_gives(stem: str) -> None:
    meta, _ = front_matter(stem)
    given = original_gold(stem)["article"]
    assert meta["title"] == given["title"]
    assert meta["author"] == given["author"]
    assert meta.get("publisher") == given["publisher"]
    assert (str(meta["date"]) if "date" in meta else None) == given["published"]


@needs_originals
@pytest.mark.parametrize("stem", ORIGINALS)
def test_no_run_of_words_is_copied_from_any_original(stem: str) -> None:
    _, body = front_matter(stem)
    for name in ORIGINALS:  # a study's title is its name, not a sentence
        for study in original_gold(name)["studies"]:
            if study["title"]:
                body = body.replace(study["title"], "\n")
    for path in sorted((SHARED / "articles").glob("*.txt")):
        assert not runs(body) & runs(path.read_text(encoding="utf-8"))


@needs_originals
@pytest.mark.parametrize("stem", ORIGINALS)
def test_every_figure_of_the_original_is_in_its_digest(stem: str) -> None:
    _, body = front_matter(stem)
    plain = " ".join(words(body.replace("%", " porciento ")))
    for statistic in original_gold(stem)["statistics"]:
        value = f"{statistic['value']:g}"
        forms = RANKS[value] if statistic["unit"] == "rank" else [f"{value} porciento"]
        forms += WORDS.get(value, []) if statistic["unit"] == "percent" else []
        assert any(form in plain for form in forms), statistic["claim"]


@needs_originals
@pytest.mark.parametrize("stem", ORIGINALS)
def test_no_figure_is_invented(stem: str) -> None:
    _, body = front_matter(stem)
    (original,) = (SHARED / "articles").glob(f"{ORIGINALS[stem]}_*.txt")
    known = set(re.findall(r"\d+", original.read_text(encoding="utf-8")))
    listed = re.sub(r"(?m)^\d+\. ", "", body)
    assert set(re.findall(r"\d+", listed)) <= known


@needs_originals
@pytest.mark.parametrize("stem", ORIGINALS)
def test_every_attribution_of_the_original_is_in_its_digest(stem: str) -> None:
    _, body = front_matter(stem)
    gold = original_gold(stem)
    for study in gold["studies"]:
        for name in [*study["conducted_by"], study["title"]]:
            assert name is None or name in body
        for sample in study["samples"]:
            assert str(sample["n"]) in body
    for name in [*gold["organizations"], *gold["persons"]]:
        assert name in body
