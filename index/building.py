"""Building a base: files in, a new generation out, checked before it goes live."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.base import Base, BaseError, live_generation
from index.gathering import (
    INDEXING,
    PIPELINE,
    Gathering,
    code_fingerprint,
    extractor,
    version_of,
)
from index.generation import (
    KEPT,
    building_lock,
    clean_leftovers,
    next_id,
    publish,
    remove_old,
    workspace,
)
from index.manifest import (
    FORMAT,
    Manifest,
    ModelEntry,
    SkippedEntry,
    file_sha256,
    generation_files,
)

if TYPE_CHECKING:
    from corpus.reading import Source
    from index.encoder import Encoder
    from index.search import Searcher

__all__ = ["BuildReport", "EmptyBuildError", "Progress", "build"]

CONTEXTUAL_UP_TO = 100_000  # sentences that the transformer reads, some seven minutes
Progress = Callable[[str, int, int], None]
"""Told of each step: the stage (`read`, `graph`, `vectors`, `check`), how many of its steps are
done, and of how many (0 where that is not known)."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        base: folder of the base.
        generation: the live generation now.
        changed: False where the live generation already held all this.
        read: articles that were read.
        carried: articles carried over unread.
        removed: articles that the generation before had and this one has not.
        skipped: files that could not be read, in the order in which they were met.
        totals: counts of the generation, as in its manifest.
        seconds: how long it took.
    """

    base: Path
    generation: str
    changed: bool
    read: int
    carried: int
    removed: int
    skipped: tuple[SkippedEntry, ...]
    totals: dict[str, int]
    seconds: float


class EmptyBuildError(BaseError):
    """A build that found no article to read; the base stays as it was.

    Attributes:
        skipped: what was found, and why none of it could be read.
    """

    def __init__(self, paths: Sequence[Path], skipped: tuple[SkippedEntry, ...]) -> None:
        """Name the places that were looked in."""
        places = ", ".join(str(path) for path in paths)
        super().__init__(
            f"No hay ningún artículo que leer en {places}: indique archivos txt, md, html, pdf, "
            "docx o zip, o una carpeta que los tenga"
        )
        self.skipped = skipped


def build(
    base_path: Path,
    paths: Sequence[Path],
    *,
    model: str | None = None,
    progress: Progress | None = None,
    force: bool = False,
    keep: int = KEPT,
) -> BuildReport:
    """Make the base at `base_path` hold the articles under `paths`, and nothing else.

    Readers go on with the live generation until the new one is whole, checked and on the disk.

    Args:
        base_path: folder of the base; made where there is none.
        paths: files, folders and zips to read; none means the articles that ship.
        model: name or folder of a sentence-transformers model; None for the one that the base was
            built with, and where there is no base for the one that ships.
        progress: told of each step.
        force: read everything again, whatever could be carried over.
        keep: generations kept, the new one among them.

    Raises:
        BaseError: if another build holds the base, the disk cannot be written, or the new
            generation does not pass its checks.
        EmptyBuildError: if there was nothing to read.
        ReadError: if one of `paths` does not exist.
        EncoderError: if the model cannot be loaded.
    """
    began = time.monotonic()
    told = progress or (lambda stage, done, total: None)
    sources = _sources(paths)
    try:
        with building_lock(base_path):
            clean_leftovers(base_path)
            with workspace(base_path) as folder:
                gathering = Gathering(folder, _live(base_path), force=force)
                gathering.add_all(sources, lambda done: told("read", done, 0))
                if not gathering.entries:
                    raise EmptyBuildError(paths, tuple(gathering.skipped))
                encoder = _load_encoder(model, gathering.live)
                made = _finish(base_path, gathering, encoder, told)
            remove_old(base_path, keep=keep)
    except OSError as error:
        raise BaseError(
            f"No se puede escribir la base en {base_path}: {error}; la última base completa, si "
            "la había, sigue en uso"
        ) from error
    return BuildReport(
        base=base_path,
        generation=made.id,
        changed=gathering.live is None or gathering.live.id != made.id,
        read=len(gathering.entries) - len(gathering.carried),
        carried=len(gathering.carried),
        removed=gathering.removed(),
        skipped=tuple(gathering.skipped),
        totals=dict(made.totals),
        seconds=time.monotonic() - began,
    )


def _sources(paths: Sequence[Path]) -> "Iterator[Source]":
    from corpus.reading import iter_sources, shipped_articles

    return iter_sources(list(paths) or [shipped_articles()])


def _live(base_path: Path) -> Base | None:
    """Open what can be carried over from; a base that cannot be opened gives nothing."""
    try:
        return Base.open(base_path) if live_generation(base_path) else None
    except BaseError:
        return None


def _load_encoder(model: str | None, live: Base | None) -> "Encoder":
    from index.encoder import load_encoder, load_remembered

    if model is None and live is not None:
        return load_remembered(live.manifest.model.name)
    # a folder is remembered by its full path: searching may start from another folder
    return load_encoder(str(Path(model).resolve()) if model and Path(model).is_dir() else model)


def _finish(base_path: Path, gathering: Gathering, encoder: "Encoder", told: Progress) -> Manifest:
    """Make graph and index, check them and go live; return what is live then."""
    from index.checking import changed_files, check

    digest = _digest(gathering, encoder)
    live = gathering.live
    if live and not gathering.force and live.id.endswith(digest[:12]) and not changed_files(live):
        return live.manifest
    triples = _make_graph(gathering, told)
    _make_index(gathering, encoder, told)
    manifest = _manifest(gathering, encoder, next_id(base_path, digest), triples)
    (gathering.folder / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    found = check(Base(base_path, gathering.folder, manifest), files=False, progress=told)
    if found.mismatches:
        first = "; ".join(str(mismatch) for mismatch in found.mismatches[:3])
        raise BaseError(
            f"La base nueva no supera {len(found.mismatches)} comprobaciones ({first}): "
            "no se ha puesto en uso"
        )
    publish(base_path, gathering.folder, manifest.id)
    return manifest


def _digest(gathering: Gathering, encoder: "Encoder") -> str:
    """Return a hash of what the generation is made from: two equal ones hold the same."""
    parts = [
        str(FORMAT),
        version_of("puente"),
        code_fingerprint(*PIPELINE),
        code_fingerprint(*INDEXING),
        encoder.name,
        encoder.sha256,
        *(
            f"{entry.id} {entry.source} {entry.file_sha256} {entry.text_sha256}"
            for _, entry in sorted(gathering.entries.items())
        ),
        *(f"{entry.source} {entry.reason}" for entry in gathering.skipped),
    ]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _make_graph(gathering: Gathering, told: Progress) -> int:
    """Load the graphs of all articles into the engine's store; return how many triples."""
    from kg.graph import build_graph

    told("graph", 0, 1)
    texts = {entry.id: entry.text_sha256 for entry in gathering.entries.values()}
    store = gathering.graph.finish(build_graph(texts, extractor=extractor()))
    triples = sum(1 for _ in store.triples())
    told("graph", 1, 1)
    return triples


def _make_index(gathering: Gathering, encoder: "Encoder", told: Progress) -> None:
    """Make and save what searches the passages; vectors of unchanged articles are taken over."""
    from index.search import Searcher

    total = len(gathering.entries)
    sentences = sum(entry.counts["sentences"] for entry in gathering.entries.values())
    told("vectors", 0, total)
    Searcher.build(
        gathering.articles(),
        encoder,
        previous=None if gathering.force else _previous_index(gathering.live, encoder),
        contextual=sentences <= CONTEXTUAL_UP_TO,
        progress=lambda done: told("vectors", done, total),
    ).save(gathering.folder)


def _unread(totals: Counter[str], encoder: "Encoder") -> dict[str, int]:
    """Count the sentences that the transformer did not read, where they are too many for it."""
    from index.encoder import contextual_of

    many = totals["sentences"] > CONTEXTUAL_UP_TO and contextual_of(encoder) is not None
    return {"unread": totals["sentences"]} if many else {}


def _previous_index(live: Base | None, encoder: "Encoder") -> "Searcher | None":
    """Return the live index, if it is whole and would come out the same today."""
    from index.checking import changed_files
    from index.search import Searcher

    if live is None or live.manifest.model.sha256 != encoder.sha256:
        return None
    if live.manifest.indexing != code_fingerprint(*INDEXING) or changed_files(live):
        return None
    return Searcher.load(live.folder, encoder)


def _manifest(gathering: Gathering, encoder: "Encoder", name: str, triples: int) -> Manifest:
    entries = tuple(entry for _, entry in sorted(gathering.entries.items()))
    totals = Counter[str]()
    for entry in entries:
        totals.update(entry.counts)
    reader = extractor()
    return Manifest(
        format=FORMAT,
        id=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        puente=version_of("puente"),
        pipeline=code_fingerprint(*PIPELINE),
        indexing=code_fingerprint(*INDEXING),
        extractor=f"{reader.name} {reader.version}",
        model=ModelEntry(encoder.name, encoder.sha256, encoder.dimension),
        articles=entries,
        totals={"articles": len(entries), **totals, "triples": triples, **_unread(totals, encoder)},
        skipped=tuple(gathering.skipped),
        checksums={path: file_sha256(file) for path, file in generation_files(gathering.folder)},
    )
