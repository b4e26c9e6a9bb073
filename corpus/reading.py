"""Files read into articles: the way in for everything else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.article import Article
from corpus.assembly import build_article, duplicate_key
from corpus.draft import Draft
from corpus.errors import ReadError
from corpus.readers.docx import read_docx
from corpus.readers.html import read_html
from corpus.readers.markdown import read_markdown
from corpus.readers.pdf import read_pdf
from corpus.readers.plain import read_plain
from corpus.sources import FORMATS, Source, iter_sources

__all__ = [
    "Reading",
    "Source",
    "duplicate_key",
    "iter_sources",
    "read_paths",
    "read_source",
    "shipped_articles",
]

_READERS: Mapping[str, Callable[[bytes, str], Draft]] = {
    "plain": read_plain,
    "markdown": read_markdown,
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading some paths gave.

    Attributes:
        articles: in the order of the paths, sorted by name within a folder.
        skipped: what could not be read, with the reason, in the same order.
        file_hashes: article id to the SHA-256 of its file's bytes.
    """

    articles: tuple[Article, ...]
    skipped: tuple[ReadError, ...]
    file_hashes: Mapping[str, str]


def shipped_articles() -> Path:
    """Return the folder of the articles that ship with Puente."""
    return Path(__file__).with_name("articles")


def read_source(source: Source, *, whole: bool = False) -> Article:
    """Read one file as an article.

    Args:
        source: the file.
        whole: take every line as said, in whatever language (see `build_article`).

    Raises:
        ReadError: if it cannot be read as a Spanish article; the reason is in Spanish.
    """
    if source.problem is not None:
        raise source.problem
    shown = source.shown or source.name
    suffix = PurePosixPath(source.name).suffix.lower()
    if suffix not in FORMATS:
        raise ReadError(shown, f"no se sabe leer la extensión «{suffix or 'ninguna'}»")
    draft = _READERS[FORMATS[suffix]](source.data, shown)
    return build_article(draft, article_id=source.id, source=source.name, shown=shown, whole=whole)


def read_paths(
    paths: Sequence[Path],
    *,
    progress: Callable[[str], None] | None = None,
    known: Callable[[str, str], Article | None] | None = None,
) -> Reading:
    """Read files, folders and zips.

    Args:
        paths: what to read.
        progress: called with each file's name before it is read.
        known: called with an article's id and its file's SHA-256; gives the article where it
            was read before, so that it need not be read again.

    Returns:
        The articles, and what was skipped: nothing is passed over in silence.

    Raises:
        ReadError: if a path does not exist.
    """
    articles: list[Article] = []
    skipped: list[ReadError] = []
    hashes: dict[str, str] = {}
    first_of: dict[str, str] = {}
    for source in iter_sources(paths):
        if progress is not None:
            progress(source.name)
        try:
            article = (known(source.id, source.sha256) if known else None) or read_source(source)
        except ReadError as error:
            skipped.append(error)
            continue
        twin = first_of.setdefault(duplicate_key(article), source.shown or source.name)
        if twin != (source.shown or source.name):
            skipped.append(ReadError(source.shown or source.name, f"repite el texto de «{twin}»"))
            continue
        articles.append(article)
        hashes[article.id] = source.sha256
    return Reading(tuple(articles), tuple(skipped), hashes)
