"""The life of generations on disk: one builder at a time, an atomic swap, rollback and pruning.

A build works in `generations/.building-…` under a lock that the system drops when the process
dies, whatever kills it. Only a folder that is whole and on the disk gets its name, and only then
does CURRENT change, by a rename; so a reader finds the old generation or the new one, never a
part of either.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.base import (
    BaseError,
    generation_ids,
    generation_number,
    generations_folder,
    live_generation,
    read_manifest,
)

__all__ = [
    "KEPT",
    "GenerationEntry",
    "building_lock",
    "clean_leftovers",
    "describe",
    "next_id",
    "prune",
    "publish",
    "remove_old",
    "rollback",
    "workspace",
]

KEPT = 3
"""Generations kept by a build: the live one and those that a rollback can go back to."""

_WORKSPACE = ".building-"


@contextmanager
def building_lock(path: Path) -> Iterator[None]:
    """Hold the base at `path` for changes, making its folder where there is none.

    Raises:
        BaseError: if another process holds it, or the folder cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        stream = (path / "LOCK").open("a+", encoding="utf-8")
    except OSError as error:
        raise BaseError(f"No se puede escribir en {path}: {error.strerror}") from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            stream.seek(0)
            holder = stream.read().strip()
            who = f" (proceso {holder})" if holder else ""
            raise BaseError(
                f"La base {path} ya se está construyendo{who}: espere a que acabe"
            ) from error
        stream.seek(0)
        stream.truncate()
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def clean_leftovers(path: Path) -> list[str]:
    """Remove what killed builds left behind; call it with the lock held.

    Returns:
        The names of the folders removed.
    """
    folder = generations_folder(path)
    if not folder.is_dir():
        return []
    whole = set(generation_ids(path))
    left = [entry for entry in folder.iterdir() if entry.name not in whole]
    for entry in left:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    return sorted(entry.name for entry in left)


@contextmanager
def workspace(path: Path) -> Iterator[Path]:
    """Give an empty folder beside the generations, removed if it has not become one of them."""
    folder = generations_folder(path) / f"{_WORKSPACE}{os.getpid()}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise BaseError(f"No se puede escribir en {path}: {error.strerror}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def next_id(path: Path, digest: str) -> str:
    """Name the next generation: a counter above all others, and what it is made from."""
    highest = max((generation_number(name) for name in generation_ids(path)), default=0)
    return f"{highest + 1:04d}-{digest[:12]}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(parent, name), "rb") as stream:
                os.fsync(stream.fileno())
        _sync_folder(Path(parent))


def publish(path: Path, folder: Path, name: str) -> None:
    """Put the finished `folder` in place as generation `name` and make it the live one."""
    _sync_tree(folder)
    target = generations_folder(path) / name
    folder.rename(target)
    _sync_folder(target.parent)
    make_live(path, name)


def make_live(path: Path, name: str) -> None:
    """Point CURRENT at generation `name`, atomically and durably."""
    fresh = path / "CURRENT.new"
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(fresh, path / "CURRENT")
    _sync_folder(path)


def rollback(path: Path, name: str | None = None) -> str:
    """Make an older generation live again.

    Args:
        path: folder of the base.
        name: the generation, or None for the newest one that is older than the live one.

    Returns:
        The generation that is live now.

    Raises:
        BaseError: if there is none such, or it cannot be opened.
    """
    if not generation_ids(path):
        raise BaseError(f"No hay base en {path}: créela con `puente build`")
    with building_lock(path):
        names = generation_ids(path)
        if name is None:
            live = _live_or_none(path)
            older = [other for other in names if live is None or _before(other, live)]
            if not older:
                raise BaseError(f"La base {path} no guarda ninguna generación anterior a {live}")
            name = older[-1]
        elif name not in names:
            raise BaseError(
                f"La base {path} no guarda la generación «{name}»: "
                "`puente base list` enumera las que hay"
            )
        read_manifest(generations_folder(path) / name)
        make_live(path, name)
        return name


@dataclass(frozen=True, slots=True)
class GenerationEntry:
    """A generation as `base list` shows it; `note` says what is wrong with a broken one."""

    id: str
    live: bool
    created: str
    articles: int | None
    note: str


def describe(path: Path) -> list[GenerationEntry]:
    """Return every generation of the base at `path`, oldest first.

    Raises:
        BaseError: if there is no base.
    """
    names = generation_ids(path)
    if not names:
        raise BaseError(f"No hay base en {path}: créela con `puente build`")
    live = _live_or_none(path)
    entries = []
    for name in names:
        try:
            manifest = read_manifest(generations_folder(path) / name)
        except BaseError as error:
            entries.append(GenerationEntry(name, name == live, "", None, str(error)))
        else:
            entries.append(
                GenerationEntry(name, name == live, manifest.created, len(manifest.articles), "")
            )
    return entries


def _live_or_none(path: Path) -> str | None:
    """Name the live generation; a damaged CURRENT is what a rollback is there to mend."""
    try:
        return live_generation(path)
    except BaseError:
        return None


def _before(name: str, other: str) -> bool:
    return (generation_number(name), name) < (generation_number(other), other)


def prune(path: Path, *, keep: int = KEPT) -> list[str]:
    """Remove all but the live generation and the newest others.

    Args:
        path: folder of the base.
        keep: how many generations stay, the live one among them; at least 1.

    Returns:
        The names of what was removed, leftovers of killed builds among them.

    Raises:
        BaseError: if there is no base, or another process is changing it.
    """
    if keep < 1:
        raise ValueError(f"keep must be at least 1, got {keep}")
    if live_generation(path) is None:
        raise BaseError(f"No hay base en {path}: créela con `puente build`")
    with building_lock(path):
        return remove_old(path, keep=keep)


def remove_old(path: Path, *, keep: int) -> list[str]:
    """Do the work of `prune`, with the lock held already."""
    removed = clean_leftovers(path)
    live = live_generation(path)
    others = [name for name in generation_ids(path) if name != live]
    for name in others[: max(0, len(others) - (keep - 1))]:
        folder = generations_folder(path) / name
        doomed = folder.with_name(f"{_WORKSPACE}old-{name}")
        folder.rename(doomed)  # a half-removed generation must not look like a whole one
        shutil.rmtree(doomed)
        removed.append(name)
    return removed
