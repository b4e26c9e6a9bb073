"""Gathering the articles of a new generation: carried over where nothing changed, else read.

An article is carried over when the bytes of its file, the place of it, and all code and data that
read files and facts are what they were, and what was written then is still whole.
"""

import hashlib
import json
import logging
import os
import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.errors import ReadError
from index.base import Base
from index.manifest import ArticleEntry, SkippedEntry, file_sha256

if TYPE_CHECKING:  # readers and extractors are loaded when there is something to read
    from corpus.reading import Source
    from kg.facts import ArticleFacts
    from kg.graph import Extractor

__all__ = ["INDEXING", "PIPELINE", "Gathering", "code_fingerprint", "extractor", "version_of"]

PIPELINE = ("corpus", "kg")
"""The packages that read: a change in one of them means that every file is read again."""

INDEXING = ("corpus", "index")
"""The packages that make the index: a change in one of them means that it is made again."""

_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a fault of ours raises; what the disk or the memory raises ends the build."""

_log = logging.getLogger(__name__)

_READERS = ("trafilatura", "pypdfium2", "python-docx", "markdown-it-py", "lxml")
_SUFFIXES = frozenset({".py", ".yaml", ".ttl", ".json"})


def version_of(package: str) -> str:
    """Return the version of an installed package, `0` where it is not installed as one."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "0"


@cache
def code_fingerprint(*packages: str) -> str:
    """Return a hash of the code and data of our `packages`, and of the libraries that read files.

    That of `corpus` and `kg` decides how a file is read and what is read from it.
    """
    digest = hashlib.sha256()
    for package in packages:
        root = Path(__file__).parents[1] / package
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in _SUFFIXES:
                digest.update(f"{package}/{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes() + b"\0")
    for name in _READERS:
        digest.update(f"{name} {version_of(name)}\0".encode())
    return digest.hexdigest()


def extractor() -> "Extractor":
    """Name what reads the facts, for the graph's record of where they come from."""
    from kg.extraction import EXTRACTOR
    from kg.graph import Extractor

    return Extractor(EXTRACTOR.name, EXTRACTOR.version)


class Gathering:
    """The articles of a generation that is being made in `folder`.

    Attributes:
        folder: folder of the generation.
        live: the generation to carry over from, None where there is none.
        force: carry nothing over, whatever is unchanged.
        entries: what the manifest will say of each article, by id.
        carried: ids of the articles carried over.
        skipped: what could not be read, in the order in which it was met.
        graph: files of the graph, one an article.
    """

    def __init__(self, folder: Path, live: Base | None, *, force: bool = False) -> None:
        """Begin with no article."""
        from kg.store import GraphFiles

        self.folder = folder
        self.live = live
        self.force = force
        self.graph = GraphFiles(folder / "graph")
        self.entries: dict[str, ArticleEntry] = {}
        self.carried: set[str] = set()
        self.skipped: list[SkippedEntry] = []
        self._first_of: dict[str, str] = {}
        self._old: dict[str, ArticleEntry] = {}
        (folder / "articles").mkdir()
        if live and not force and live.manifest.pipeline == code_fingerprint(*PIPELINE):
            self._old = {entry.id: entry for entry in live.manifest.articles}

    def add_all(self, sources: "Iterable[Source]", told: Callable[[int], None]) -> None:
        """Add each source; what cannot be read is kept with its reason.

        Args:
            sources: what to read.
            told: called after each one with how many there have been.
        """
        for done, source in enumerate(sources, start=1):
            try:
                self._add(source)
            except ReadError as error:
                self.skipped.append(SkippedEntry(error.source, error.reason))
            except _FAULTS as error:  # one must not cost the other articles
                self.skipped.append(_fault(source, error))
            told(done)

    def articles(self) -> Iterator[Article]:
        """Yield the articles in order of id, one in memory at a time."""
        from corpus.serialization import article_from_json

        for name in sorted(self.entries):
            yield article_from_json(json.loads(self._text_file(name).read_text(encoding="utf-8")))

    def removed(self) -> int:
        """Count the articles that the live generation has and this one has not."""
        return len(set(self.live.article_ids) - set(self.entries)) if self.live else 0

    def _add(self, source: "Source") -> None:
        from corpus.reading import duplicate_key, read_source
        from kg.extraction import extract

        entry = self._carried(source)
        if entry is not None:
            self._claim(entry.duplicate_key, source)
            self._carry(entry)
        else:
            article = read_source(source)
            key = duplicate_key(article)
            self._claim(key, source)
            facts = extract(article)
            self._write(article, facts)
            entry = _entry(article, facts, file_sha256=source.sha256, key=key)
        self.entries[entry.id] = entry

    def _claim(self, key: str, source: "Source") -> None:
        """Refuse a text that another file has brought already."""
        name = source.shown or source.name
        first = self._first_of.setdefault(key, name)
        if first != name:
            raise ReadError(name, f"repite el texto de «{first}»")

    def _text_file(self, article_id: str) -> Path:
        return self.folder / "articles" / f"{article_id}.json"

    def _carried(self, source: "Source") -> ArticleEntry | None:
        """Return the entry of an unchanged article, if its files are what was written then."""
        entry = self._old.get(source.id)
        if entry is None or self.live is None or source.problem is not None:
            return None
        if (entry.file_sha256, entry.source) != (source.sha256, source.name):
            return None
        for file in (self._text_file(entry.id), self.graph.path(entry.id)):
            name = file.relative_to(self.folder)
            old = self.live.folder / name
            checksum = self.live.manifest.checksums.get(name.as_posix())
            if not old.is_file() or file_sha256(old) != checksum:
                return None
        return entry

    def _carry(self, entry: ArticleEntry) -> None:
        """Link the files of an article from the live generation."""
        if self.live is not None:
            text = self._text_file(entry.id)
            _link(self.live.folder / text.relative_to(self.folder), text)
            self.graph.carry(entry.id, self.live.folder / "graph")
            self.carried.add(entry.id)

    def _write(self, article: Article, facts: "ArticleFacts") -> None:
        from corpus.serialization import article_to_json
        from kg.graph import article_graph

        graph = article_graph(article, facts, extractor=extractor())
        text = json.dumps(article_to_json(article), ensure_ascii=False)
        self._text_file(article.id).write_text(text, encoding="utf-8")
        self.graph.write(article.id, graph)


def _fault(source: "Source", error: Exception) -> SkippedEntry:
    """Say of an article that shows a fault of ours what and where it is."""
    name = source.shown or source.name
    _log.debug("reading %s failed", name, exc_info=error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    file = Path(frame.filename)
    return SkippedEntry(
        name,
        f"Puente falla al leerlo ({type(error).__name__} en {file.parent.name}/{file.name}, línea "
        f"{frame.lineno}); es un fallo nuestro: con este texto se puede corregir",
    )


def _link(old: Path, new: Path) -> None:
    """Share a file, which is never changed, or copy it where the disk cannot share."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _entry(article: Article, facts: "ArticleFacts", *, file_sha256: str, key: str) -> ArticleEntry:
    entities = [entity.kind for entity in facts.entities]
    return ArticleEntry(
        id=article.id,
        source=article.source,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        file_sha256=file_sha256,
        text_sha256=article.sha256,
        duplicate_key=key,
        counts={
            "sentences": len(article.sentences),
            "passages": len(article.passages),
            "statistics": len(facts.statistics),
            "studies": len(facts.studies),
            "recommendations": len(facts.recommendations),
            "roles": len({mention.role for mention in facts.roles}),
            "organizations": entities.count("organization"),
            "persons": entities.count("person"),
        },
    )
