"""The base on disk, as readers see it: one generation, opened read-only and lazily.

Layout:

    BASE/CURRENT                  name of the live generation, swapped by an atomic rename
    BASE/generations/<id>/
        manifest.json             see `index.manifest`
        articles/<id>.json        what was read, exact round trip
        graph/articles/<id>.nq    the named graph of each article
        graph/store/              the same, and vocabulary and thesaurus, as an Oxigraph store
        vectors/, lexical/        what `Searcher.save` writes

A `Base` is a snapshot of one generation: an answer that is being made never sees two. Long-lived
readers ask `base.current()` before each piece of work, which costs the reading of one small file.
"""

import json
import os
import threading
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.errors import PuenteError
from index.manifest import FORMAT, FormatVersionError, Manifest

if TYPE_CHECKING:  # heavy: each is imported by the property that needs it
    from index.search import Searcher
    from kg.records import Knowledge
    from kg.store import Store

__all__ = ["Base", "BaseError", "generation_ids", "live_generation", "read_manifest"]


class BaseError(PuenteError):
    """A base that is absent, broken, busy or of another format version."""


def generations_folder(path: Path) -> Path:
    """Return the folder that holds the generations of the base at `path`."""
    return path / "generations"


def live_generation(path: Path) -> str | None:
    """Return the name of the live generation, or None where there is no base.

    Raises:
        BaseError: if CURRENT does not hold one plain name.
    """
    try:
        name = (path / "CURRENT").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BaseError(f"No se puede leer {path / 'CURRENT'}: {error}") from error
    if not name or name != os.path.basename(name) or name.startswith("."):
        raise BaseError(
            f"{path / 'CURRENT'} está dañado: elija una generación con `puente base rollback` "
            "o reconstruya la base con `puente build`"
        )
    return name


def generation_ids(path: Path) -> list[str]:
    """Return the names of all whole generations, oldest first."""
    folder = generations_folder(path)
    if not folder.is_dir():
        return []
    return sorted(
        (
            entry.name
            for entry in folder.iterdir()
            if not entry.name.startswith(".") and (entry / "manifest.json").is_file()
        ),
        key=lambda name: (generation_number(name), name),
    )


def generation_number(name: str) -> int:
    """Return the counter in a generation's name, 0 where it has none."""
    head = name.partition("-")[0]
    return int(head) if head.isdecimal() else 0


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the generation in `folder`.

    Raises:
        BaseError: if it is absent, broken or of another format version.
    """
    path = folder / "manifest.json"
    cure = "vuelva a una generación anterior con `puente base rollback` o use `puente build`"
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"))
    except FormatVersionError as error:
        raise BaseError(
            f"La base de {folder} tiene el formato {error.found} y este programa usa el {FORMAT}: "
            "reconstrúyala con `puente build`"
        ) from error
    except FileNotFoundError as error:
        raise BaseError(f"Falta {path}: {cure}") from error
    except (OSError, ValueError) as error:
        raise BaseError(f"{path} está dañado ({error}): {cure}") from error


class Base:
    """One generation of a base, read-only; everything is loaded when first asked for.

    Attributes:
        path: folder of the base.
        folder: folder of the generation.
        manifest: what the generation says of itself.
    """

    def __init__(self, path: Path, folder: Path, manifest: Manifest) -> None:
        self.path = path
        self.folder = folder
        self.manifest = manifest
        self._lock = threading.RLock()  # one load of each part, whichever thread asks first
        self._articles: dict[str, Article] = {}
        self._successor: Base | None = None

    @classmethod
    def open(cls, path: Path | str, *, generation: str | None = None) -> "Base":
        """Open the live generation of the base at `path`, or the one named.

        Raises:
            BaseError: if there is no base, or its manifest is broken or of another version.
        """
        path = Path(path)
        name = generation or live_generation(path)
        if name is None:
            raise BaseError(f"No hay base en {path}: créela con `puente build`")
        folder = generations_folder(path) / name
        return cls(path, folder, read_manifest(folder))

    @property
    def whole(self) -> "Base":
        """The base that this one is part of: itself, unless it was narrowed."""
        return self

    @property
    def id(self) -> str:
        """Name of the generation."""
        return self.manifest.id

    def current(self) -> "Base":
        """Return the base of the live generation: this very one, unless a build has swapped it.

        A live generation that cannot be opened keeps this one in use.
        """
        try:
            name = live_generation(self.path)
            if name is None or name == self.folder.name:
                return self
            with self._lock:
                if self._successor is None or self._successor.folder.name != name:
                    self._successor = Base.open(self.path, generation=name)
                return self._successor
        except BaseError:
            return self

    @property
    def article_ids(self) -> tuple[str, ...]:
        """Ids of all articles, in order."""
        return tuple(entry.id for entry in self.manifest.articles)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, in order of id; the first access reads them all."""
        return tuple(self.article(article_id) for article_id in self.article_ids)

    def iter_articles(self) -> Iterator[Article]:
        """Yield all articles in order of id, read from disk each time and not kept."""
        for article_id in self.article_ids:
            yield self.read_article(article_id)

    def article(self, article_id: str) -> Article:
        """Return the article named `article_id`.

        Raises:
            BaseError: if the base has no such article, or its file cannot be read.
        """
        if article_id not in self._articles:
            if article_id not in self._known:
                raise BaseError(
                    f"No hay ningún artículo «{article_id}» en {self.path}: "
                    "`puente status` los enumera"
                )
            self._articles[article_id] = self.read_article(article_id)
        return self._articles[article_id]

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.article_ids)

    def read_article(self, article_id: str) -> Article:
        """Read the file of an article, whatever was read of it before.

        Raises:
            BaseError: if it cannot be read.
        """
        from corpus.serialization import article_from_json

        path = self.folder / "articles" / f"{article_id}.json"
        try:
            return article_from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BaseError(
                f"{path} está dañado ({error}): compruebe la base con `puente check` y "
                "reconstrúyala con `puente build`"
            ) from error

    @property
    def store_path(self) -> Path:
        """Folder of the engine's own files, for queries that run in another process."""
        return self.folder / "graph" / "store"

    @property
    def store(self) -> "Store":
        """The graph, open read-only."""
        with self._lock:
            return self._store

    @cached_property
    def _store(self) -> "Store":
        from kg.store import Store

        try:
            return Store(self.folder / "graph")
        except OSError as error:
            raise BaseError(
                f"No se puede abrir el grafo de {self.folder} ({error}): compruebe la base con "
                "`puente check` y reconstrúyala con `puente build`"
            ) from error

    @property
    def knowledge(self) -> "Knowledge":
        """The facts of the graph as records."""
        with self._lock:
            return self._knowledge

    @cached_property
    def _knowledge(self) -> "Knowledge":
        from kg.records import load_knowledge

        return load_knowledge(self.store)

    @property
    def searcher(self) -> "Searcher":
        """The search over the passages, with the model that made the vectors."""
        with self._lock:
            return self._searcher

    @cached_property
    def _searcher(self) -> "Searcher":
        from index.search import Searcher  # loads faiss and the model: not for `--help`

        try:
            return Searcher.load(self.folder)
        except (OSError, ValueError, KeyError) as error:
            raise BaseError(
                f"No se puede abrir el índice de {self.folder} ({error}): está dañado o es de otra "
                "versión de Puente; reconstrúyalo con `puente build`"
            ) from error
