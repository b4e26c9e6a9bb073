"""Checks that a base says what its articles say: every quote, every hash, every file, the shapes.

Nothing is trusted because the build wrote it: the text is read again, and each quote of the graph
is compared with the characters at its offsets.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.base import Base, BaseError
from index.manifest import ArticleEntry, file_sha256, generation_files

if TYPE_CHECKING:  # the engine is loaded with the base's graph, not with this module
    from kg.store import Term

__all__ = ["CheckReport", "Mismatch", "changed_files", "check"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as it should be: `where` it stands, and `what` is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and every mismatch found.

    Attributes:
        articles: articles whose text was read again.
        spans: quotes compared with the text.
        files: files whose checksum was compared.
        mismatches: empty where all is well.
    """

    articles: int
    spans: int
    files: int
    mismatches: tuple[Mismatch, ...]


def check(
    base: Base,
    *,
    files: bool = True,
    shapes: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> CheckReport:
    """Check one generation.

    Args:
        base: the generation.
        files: compare the checksum of each file; a build that has just written them need not.
        shapes: validate the graph against the SHACL shapes.
        progress: told of each article checked.

    Returns:
        Counts and mismatches, in the order files, articles, shapes.
    """
    found: list[Mismatch] = []
    if files:
        found += changed_files(base)
    spans = 0
    entries = base.manifest.articles
    for done, entry in enumerate(entries, start=1):
        count, wrong = _check_article(base, entry)
        spans += count
        found += wrong
        if progress:
            progress("check", done, len(entries))
    found += _check_facts(base, shapes=shapes)
    return CheckReport(
        articles=len(entries),
        spans=spans,
        files=len(base.manifest.checksums) if files else 0,
        mismatches=tuple(found),
    )


def changed_files(base: Base) -> list[Mismatch]:
    """Compare each file of a generation with the checksum in its manifest."""
    expected = dict(base.manifest.checksums)
    found = []
    for name, path in generation_files(base.folder):
        checksum = expected.pop(name, None)
        if checksum is None:
            found.append(Mismatch(str(path), "sobra: la base no lo nombra"))
            continue
        try:
            if file_sha256(path) != checksum:
                found.append(Mismatch(str(path), "ha cambiado desde que se construyó la base"))
        except OSError as error:
            found.append(Mismatch(str(path), f"no se puede leer ({error.strerror})"))
    return found + [Mismatch(str(base.folder / name), "falta") for name in expected]


_QUOTES = """SELECT ?g ?place ?source ?start ?end ?quote WHERE { GRAPH ?g {
  ?place oa:hasSource ?source ; oa:hasSelector ?position , ?exact .
  ?position oa:start ?start ; oa:end ?end . ?exact oa:exact ?quote } }"""
_HASHES = """SELECT ?g ?sha256 WHERE { GRAPH ?g {
  ?article a schema:Article ; schema:sha256 ?sha256 } }"""
_FACTS = "SELECT DISTINCT ?fact WHERE { ?fact pu:inArticle ?article }"
_CITED = "SELECT DISTINCT ?fact WHERE { ?fact pu:evidence ?place . ?place oa:hasSource ?source }"


def _check_article(base: Base, entry: ArticleEntry) -> tuple[int, list[Mismatch]]:
    """Check the text of an article and every quote from it; count the quotes."""
    try:
        article, store = base.read_article(entry.id), base.store
    except BaseError as error:
        return 0, [Mismatch(entry.id, str(error))]
    values = {"g": store.iris.article_graph(entry.id)}
    found = []
    actual = hashlib.sha256(article.text.encode("utf-8")).hexdigest()
    told = [_value(row, "sha256") for row in store.select(_HASHES, values)]
    if not actual == article.sha256 == entry.text_sha256 or told != [actual]:
        found.append(Mismatch(entry.id, "el texto guardado no es el que se leyó: cambia su hash"))
    quotes = store.select(_QUOTES, values)
    for row in quotes:
        start, end, quote = int(_value(row, "start")), int(_value(row, "end")), _value(row, "quote")
        says = article.text[start:end] if 0 <= start < end <= len(article.text) else ""
        if says != quote or row["source"] != store.iris.article(entry.id):
            found.append(
                Mismatch(
                    _value(row, "place"),
                    f"cita «{_short(quote)}» y el texto dice ahí «{_short(says)}»",
                )
            )
    return len(quotes), found


def _value(row: "Mapping[str, Term]", name: str) -> str:
    """Return the IRI or the lexical form of a term of a row."""
    return str(getattr(row[name], "value", ""))


def _check_facts(base: Base, *, shapes: bool) -> list[Mismatch]:
    """Check that each fact is cited and, with `shapes`, that it is as its shape says."""
    from kg.validation import validate

    try:
        store = base.store
    except BaseError as error:
        return [Mismatch(str(base.store_path), str(error))]
    # the difference is taken here: the engine takes minutes over FILTER NOT EXISTS
    facts, cited = ({_value(row, "fact") for row in store.select(q)} for q in (_FACTS, _CITED))
    found = [Mismatch(fact, "es un hecho sin cita") for fact in sorted(facts - cited)]
    if shapes:
        found += [Mismatch(wrong.focus, wrong.message) for wrong in validate(store)]
    return found


def _short(text: str, width: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"
