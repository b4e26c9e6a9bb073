"""The list of what an export wrote: counts, checksums, and from which build; without a time.

It is written last and taken away first, so that a folder that has one is whole.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from kg.export_error import ExportError
from kg.export_scope import EVERYTHING, Scope
from kg.placing import put, write_data
from kg.store import Store
from kg.tables import tables

__all__ = ["MANIFEST", "begin", "finish"]

MANIFEST = "manifest.json"

_BUILD = "SELECT ?build WHERE { ?build a prov:Activity ; prov:used ?article } LIMIT 1"
_PROGRAMS = """SELECT ?name ?version WHERE {
  ?program a prov:SoftwareAgent ; schema:name ?name ; schema:softwareVersion ?version }"""
_ARTICLES = "SELECT ?a ?sha WHERE { ?a a schema:Article ; schema:sha256 ?sha } ORDER BY ?a"


def begin(folder: Path) -> None:
    """Take the list of an earlier export away: from now on it would not be true.

    Raises:
        ExportError: if it cannot be deleted.
    """
    try:
        (folder / MANIFEST).unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"no se puede borrar {folder / MANIFEST}: {error.strerror}") from error


def finish(
    folder: Path,
    files: Iterable[Path],
    store: Store,
    *,
    scope: Scope = EVERYTHING,
    query: str | None = None,
) -> None:
    """Write the list of an export to a folder.

    Args:
        folder: where it went.
        files: what was written, in or under the folder.
        store: the graph that it was written from.
        scope: see `kg.export.export`.
        query: see `kg.export.export`.

    Raises:
        ExportError: if it cannot be written.
    """
    said: dict[str, Any] = {"build": _values(store, _BUILD), "programs": _values(store, _PROGRAMS)}
    shas = dict(_values(store, _ARTICLES))
    named = {store.iris.article_id(iri): sha for iri, sha in shas.items()}
    said["articles"] = {
        name: sha for name, sha in named.items() if not scope.articles or name in scope.articles
    }
    if query is not None:
        said["query"] = query
    else:
        said["classes"] = list(scope.classes)
        said["counts"] = {table.name: len(table.rows) for table in tables(scope.store(store))}
        if scope == EVERYTHING:
            said["counts"]["triples"] = store.size()
    said["files"] = [_described(folder, path) for path in sorted(files)]
    data = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    put(folder / MANIFEST, partial(write_data, data.encode()))


def _values(store: Store, query: str) -> list[list[str]]:
    return sorted(
        [str(getattr(term, "value", "")) for term in row.values()] for row in store.select(query)
    )


def _described(folder: Path, path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    name = path.relative_to(folder).as_posix()
    return {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
