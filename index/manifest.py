"""What a generation of a base says of itself: `manifest.json`, read and written.

A manifest is the last file of a generation to be written; without one a generation is a leftover
of a build that was killed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

__all__ = [
    "FORMAT",
    "ArticleEntry",
    "FormatVersionError",
    "Manifest",
    "ModelEntry",
    "SkippedEntry",
    "file_sha256",
    "generation_files",
]

FORMAT = 1
"""Version of the layout on disk; a base of another version is rebuilt, never guessed at."""

_UNSTABLE = frozenset({"LOCK", "LOG", "IDENTITY"})  # what the store's engine writes for itself


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """One article of a generation.

    Attributes:
        id: as in `Article.id`.
        source: path of its file relative to what was read.
        title: headline.
        publisher: who published it, where the text says so.
        published: ISO 8601 date, as precise as the text.
        file_sha256: hex digest of the file's bytes; unchanged means that it is carried over.
        text_sha256: hex digest of `Article.text` in UTF-8.
        duplicate_key: as `corpus.reading.duplicate_key`: two articles with the same are one.
        counts: how many of each kind it holds (`sentences`, `passages`, `statistics` …).
    """

    id: str
    source: str
    title: str
    publisher: str | None
    published: str | None
    file_sha256: str
    text_sha256: str
    duplicate_key: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """A file that was not read, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """The embedding model that made the vectors; only the same one may search them."""

    name: str
    sha256: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a reader must know of a generation before opening it.

    Attributes:
        format: version of the layout, `FORMAT`.
        id: name of the generation's folder: a counter and a hash of what it was made from.
        created: when the build ended, ISO 8601 in UTC.
        puente: version of Puente that built it.
        pipeline: fingerprint of reading and extraction; another one means reading again.
        indexing: fingerprint of what makes the index; another one means making it again.
        extractor: name and version, for people.
        model: see `ModelEntry`.
        articles: in order of id.
        totals: counts summed over the articles, `triples`, and `unread`: the sentences, where they
            are too many for the transformer to read them.
        skipped: in the order in which they were met.
        checksums: SHA-256 of every file of the generation that never changes, by path.
    """

    format: int
    id: str
    created: str
    puente: str
    pipeline: str
    indexing: str
    extractor: str
    model: ModelEntry
    articles: tuple[ArticleEntry, ...]
    totals: Mapping[str, int]
    skipped: tuple[SkippedEntry, ...]
    checksums: Mapping[str, str]

    def to_json(self) -> str:
        """Write the manifest as indented JSON with a final line end."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read a manifest.

        Raises:
            ValueError: if `text` is not a manifest; `format` is checked before anything else,
                so that a manifest of another version is told from a broken one by its number.
        """
        data: Any = json.loads(text)
        if not isinstance(data, dict) or not isinstance(data.get("format"), int):
            raise ValueError("no dice su versión de formato")
        if data["format"] != FORMAT:
            raise FormatVersionError(data["format"])
        try:
            return cls(
                **{
                    **{field.name: data[field.name] for field in fields(cls)},
                    "model": ModelEntry(**data["model"]),
                    "articles": tuple(ArticleEntry(**entry) for entry in data["articles"]),
                    "skipped": tuple(SkippedEntry(**entry) for entry in data["skipped"]),
                }
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"falta o sobra un campo ({error})") from error


class FormatVersionError(ValueError):
    """A manifest of another layout version, `found`."""

    def __init__(self, found: int) -> None:
        """Keep the version that was found."""
        super().__init__(f"format {found}, expected {FORMAT}")
        self.found = found


def file_sha256(path: Path) -> str:
    """Return the hex SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def generation_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file of a generation whose bytes never change, with its path relative to it.

    The manifest itself and what the store's engine writes for itself are left out.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != "manifest.json" and path.name not in _UNSTABLE:
            yield name, path
