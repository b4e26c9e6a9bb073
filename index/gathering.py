"""Gathering the articles of a new generation: carried over where nothing changed, else read.

An article is carried over when the bytes of its file, the place of it, and all code and data that
read files and facts are what they were, and what was written then is still whole.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
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

__all__ = ["PIPELINE", "Gathering", "code_fingerprint", "extractor", "version_of"]

PIPELINE = ("corpus", "kg")
"""The packages that read: a change in one of them means that every file is read again."""

_READERS = ("trafilatura", "pypdfium2", "python-docx", "markdown-it-py", "charset-normalizer")
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

    return EXTRACTOR


class Gathering:
    """The articles of a generation that is being made in `folder`.

    Attributes:
        folder: folder of the generation.
        live: the generation to carry over from, None where there is none.
        entries: what the manifest will say of each article, by id.
        carried: ids of the articles carried over.
        skipped: what could not be read, in the order in which it was met.
        graph: files of the graph, one an article.
    """

    def __init__(self, folder: Path, live: Base | None, *, force: bool = False) -> None:
        """Begin with no article; `force` carries nothing over."""
        from kg.store import GraphFiles

        self.folder = folder
        self.live = live
        self.graph = GraphFiles(folder / "graph")
        self.entries: dict[str, ArticleEntry] = {}
        self.carried: set[str] = set()
        self.skipped: list[SkippedEntry] = []
        self._texts: dict[str, str] = {}
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
            told(done)

    def articles(self) -> list[Article]:
        """Return the articles in order of id."""
        from corpus.serialization import article_from_json

        return [
            article_from_json(json.loads(self._text_file(name).read_text(encoding="utf-8")))
            for name in sorted(self.entries)
        ]

    def removed(self) -> int:
        """Count the articles that the live generation has and this one has not."""
        return len(set(self.live.article_ids) - set(self.entries)) if self.live else 0

    def _add(self, source: "Source") -> None:
        digest = hashlib.sha256(source.data).hexdigest()
        entry = self._carry(source, digest)
        if entry is None:
            article, facts = _extract(source)
            entry = _entry(article, facts, digest)
            self._claim(entry.text_sha256, source.name)
            self._write(article, facts)
        else:
            self._claim(entry.text_sha256, source.name)
            self.carried.add(entry.id)
        self.entries[entry.id] = entry

    def _claim(self, sha256: str, name: str) -> None:
        """Refuse a text that another file has brought already."""
        first = self._texts.setdefault(sha256, name)
        if first != name:
            raise ReadError(name, f"su texto es el mismo que el de {first}")

    def _text_file(self, article_id: str) -> Path:
        return self.folder / "articles" / f"{article_id}.json"

    def _carry(self, source: "Source", digest: str) -> ArticleEntry | None:
        """Link the files of an unchanged article, if they are still what was written then."""
        entry = self._old.get(source.id)
        if entry is None or self.live is None:
            return None
        if (entry.file_sha256, entry.source) != (digest, source.name):
            return None
        text, graph = self._text_file(entry.id), self.graph.path(entry.id)
        for file in (text, graph):
            name = file.relative_to(self.folder)
            old = self.live.folder / name
            if not old.is_file() or file_sha256(old) != self._checksum(name):
                return None
        _link(self.live.folder / text.relative_to(self.folder), text)
        self.graph.carry(entry.id, self.live.folder / "graph")
        return entry

    def _checksum(self, name: Path) -> str | None:
        return self.live.manifest.checksums.get(name.as_posix()) if self.live else None

    def _write(self, article: Article, facts: "ArticleFacts") -> None:
        from corpus.serialization import article_to_json
        from kg.graph import article_graph

        text = json.dumps(article_to_json(article), ensure_ascii=False)
        self._text_file(article.id).write_text(text, encoding="utf-8")
        self.graph.write(article.id, article_graph(article, facts, extractor=extractor()))


def _extract(source: "Source") -> "tuple[Article, ArticleFacts]":
    from corpus.reading import read_source
    from kg.extraction import extract

    article = read_source(source)
    return article, extract(article)


def _link(old: Path, new: Path) -> None:
    """Share a file, which is never changed, or copy it where the disk cannot share."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _entry(article: Article, facts: "ArticleFacts", file_digest: str) -> ArticleEntry:
    entities = [entity.kind for entity in facts.entities]
    return ArticleEntry(
        id=article.id,
        source=article.source,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        file_sha256=file_digest,
        text_sha256=article.sha256,
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
