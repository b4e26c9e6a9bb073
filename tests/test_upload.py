"""Articles that visitors add: names that stay in the folder, and no article lost by it."""

import time
from pathlib import Path

import pytest

from index.building import build
from ui.upload import UploadError, Uploads


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/informe.md", "informe.md"),
        ("C:\\textos\\informe.txt", "informe.txt"),
        (".oculto.md", "oculto.md"),
        ("a" * 300 + ".txt", "a" * 120 + ".txt"),
        ("año: «2024».md", "año- «2024».md"),
        ("uno\x00dos\n.md", "unodos.md"),
    ],
)
def test_a_file_stays_in_the_folder_whatever_its_name(tmp_path: Path, name: str, kept: str) -> None:
    folder = tmp_path / "articulos"

    assert Uploads(tmp_path / "base", folder).save(name, b"texto") == kept

    assert [file.name for file in folder.iterdir()] == [kept]
    assert [file.name for file in tmp_path.iterdir()] == ["articulos"]


def test_a_file_never_replaces_another_and_the_same_one_is_kept_once(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "base", tmp_path)

    names = [uploads.save("informe.md", data) for data in (b"uno", b"dos", b"uno", b"dos")]

    assert names == ["informe.md", "informe (2).md", "informe.md", "informe (2).md"]
    assert (tmp_path / "informe.md").read_bytes() == b"uno"


@pytest.mark.parametrize("name", ["informe.exe", "informe", "..", ""])
def test_what_no_reader_reads_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UploadError, match="no se sabe leer"):
        Uploads(tmp_path / "base", tmp_path).save(name, b"texto")


def test_a_folder_that_lacks_articles_of_the_base_is_refused(tmp_path: Path, shipped: Path) -> None:
    build(tmp_path / "base", [next(shipped.glob("*.md"))])

    with pytest.raises(UploadError, match="puente build"):
        Uploads(tmp_path / "base", tmp_path / "otra")


def test_the_folder_of_the_base_is_taken(tmp_path: Path, shipped: Path) -> None:
    folder = tmp_path / "articulos"
    folder.mkdir()
    (folder / "uno.md").write_bytes(next(shipped.glob("*.md")).read_bytes())
    build(tmp_path / "base", [folder])

    assert Uploads(tmp_path / "base", folder).folder == folder


def test_what_nobody_can_read_does_not_stay(tmp_path: Path, shipped: Path) -> None:
    folder = tmp_path / "articulos"
    uploads = Uploads(tmp_path / "base", folder)
    (folder / "propio.txt").write_bytes(b"\x00\x01\x02" * 50)
    uploads.save("uno.md", next(shipped.glob("*.md")).read_bytes())
    uploads.save("ruido.txt", b"\x00\x01\x02" * 50)

    uploads.build()
    until = time.monotonic() + 120
    while uploads.state()["running"] and time.monotonic() < until:
        time.sleep(0.2)

    state = uploads.state()
    assert [entry["source"] for entry in state["skipped"]] == ["propio.txt", "ruido.txt"]
    assert sorted(file.name for file in folder.iterdir()) == ["propio.txt", "uno.md"]
