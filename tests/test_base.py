import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.base import Base, BaseError, generation_ids, live_generation
from index.generation import (
    building_lock,
    clean_leftovers,
    describe,
    next_id,
    prune,
    publish,
    rollback,
    workspace,
)
from index.manifest import FORMAT, Manifest, ModelEntry


def manifest(name: str) -> Manifest:
    return Manifest(
        format=FORMAT,
        id=name,
        created="2024-05-01T10:00:00+00:00",
        puente="0.1.0",
        pipeline="p",
        indexing="i",
        extractor="e 1",
        model=ModelEntry("m", "0", 4),
        articles=(),
        totals={"articles": 0},
        skipped=(),
        checksums={},
    )


def add_generation(path: Path, digest: str = "abcdefabcdef") -> str:
    """Publish an empty generation."""
    with building_lock(path), workspace(path) as folder:
        name = next_id(path, digest)
        (folder / "manifest.json").write_text(manifest(name).to_json(), encoding="utf-8")
        publish(path, folder, name)
    return name


def test_an_absent_base_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BaseError, match="créela con `puente build`"):
        Base.open(tmp_path / "nada")


def test_a_manifest_comes_back_as_it_was_written() -> None:
    assert Manifest.from_json(manifest("0001-a").to_json()) == manifest("0001-a")


def test_published_generation_is_the_live_one(tmp_path: Path) -> None:
    name = add_generation(tmp_path)

    assert live_generation(tmp_path) == name
    assert Base.open(tmp_path).id == name


def test_names_count_up_whatever_was_pruned(tmp_path: Path) -> None:
    names = [add_generation(tmp_path) for _ in range(3)]
    prune(tmp_path, keep=1)

    assert [name.partition("-")[0] for name in [*names, add_generation(tmp_path)]] == [
        "0001",
        "0002",
        "0003",
        "0004",
    ]


def test_open_reader_follows_a_swap_and_keeps_its_own_snapshot(tmp_path: Path) -> None:
    first = add_generation(tmp_path)
    reader = Base.open(tmp_path)
    assert reader.current() is reader

    second = add_generation(tmp_path)

    assert reader.current().id == second
    assert reader.current() is reader.current()
    assert reader.id == first


@pytest.mark.parametrize("damage", ["", "../fuera", "no-existe", ".building-1", "a\0b"])
def test_reader_keeps_its_generation_when_current_is_damaged(tmp_path: Path, damage: str) -> None:
    add_generation(tmp_path)
    reader = Base.open(tmp_path)
    (tmp_path / "CURRENT").write_text(damage, encoding="utf-8")

    assert reader.current() is reader
    with pytest.raises(BaseError):
        Base.open(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "dañado"),
        ("[]", "dañado"),
        ('{"format": 1}', "dañado"),
        ('{"format": 99}', "formato 99"),
        ('{"format": "1"}', "dañado"),
    ],
)
def test_broken_manifest_is_named_with_a_cure(tmp_path: Path, text: str, says: str) -> None:
    name = add_generation(tmp_path)
    (tmp_path / "generations" / name / "manifest.json").write_text(text, encoding="utf-8")

    with pytest.raises(BaseError, match=says) as caught:
        Base.open(tmp_path)

    assert "puente build" in str(caught.value)


def test_manifest_with_a_field_missing_is_broken(tmp_path: Path) -> None:
    data = json.loads(manifest("0001-a").to_json())
    del data["totals"]

    with pytest.raises(ValueError, match="totals"):
        Manifest.from_json(json.dumps(data))


def test_rollback_goes_to_the_generation_before(tmp_path: Path) -> None:
    first, second, third = (add_generation(tmp_path) for _ in range(3))

    assert rollback(tmp_path) == second
    assert rollback(tmp_path) == first
    with pytest.raises(BaseError, match="ninguna generación anterior"):
        rollback(tmp_path)
    assert rollback(tmp_path, third) == third
    assert Base.open(tmp_path).id == third


def test_rollback_mends_a_damaged_current(tmp_path: Path) -> None:
    name = add_generation(tmp_path)
    (tmp_path / "CURRENT").write_text("", encoding="utf-8")

    assert rollback(tmp_path) == name
    assert Base.open(tmp_path).id == name


def test_rollback_refuses_an_unknown_generation(tmp_path: Path) -> None:
    add_generation(tmp_path)

    with pytest.raises(BaseError, match="puente base list"):
        rollback(tmp_path, "0009-nada")


def test_prune_keeps_the_live_generation_and_the_newest(tmp_path: Path) -> None:
    names = [add_generation(tmp_path) for _ in range(5)]
    rollback(tmp_path, names[1])

    removed = prune(tmp_path, keep=3)

    assert removed == [names[0], names[2]]
    assert generation_ids(tmp_path) == [names[1], names[3], names[4]]
    assert live_generation(tmp_path) == names[1]


@pytest.mark.parametrize("act", [prune, rollback, describe])
def test_an_absent_base_is_not_made_by_looking_after_it(tmp_path: Path, act: object) -> None:
    assert callable(act)
    with pytest.raises(BaseError, match="No hay base"):
        act(tmp_path / "nada")

    assert not (tmp_path / "nada").exists()


def test_leftovers_of_killed_builds_are_removed_and_whole_generations_stay(tmp_path: Path) -> None:
    name = add_generation(tmp_path)
    folder = tmp_path / "generations"
    (folder / ".building-77" / "graph").mkdir(parents=True)
    (folder / "0002-bbb").mkdir()
    (folder / "stray").write_text("x", encoding="utf-8")

    assert clean_leftovers(tmp_path) == [".building-77", "0002-bbb", "stray"]
    assert generation_ids(tmp_path) == [name]


def test_a_failed_build_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), workspace(tmp_path) as folder:
        raise RuntimeError

    assert not folder.exists()


def test_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    with (
        building_lock(tmp_path),
        pytest.raises(BaseError, match=f"proceso {os.getpid()}"),
        building_lock(tmp_path),
    ):
        pass


def test_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path;"
        "from index.generation import building_lock\n"
        "with building_lock(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)

    assert done.returncode == -9
    with building_lock(tmp_path):
        pass


def test_describe_marks_the_live_generation_and_names_what_is_broken(tmp_path: Path) -> None:
    first, second = add_generation(tmp_path), add_generation(tmp_path)
    (tmp_path / "generations" / first / "manifest.json").write_text("{", encoding="utf-8")

    entries = describe(tmp_path)

    assert [(entry.id, entry.live) for entry in entries] == [(first, False), (second, True)]
    assert "dañado" in entries[0].note
