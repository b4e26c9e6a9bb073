"""The queries that the SPARQL tab offers, read from `ui/texts/queries.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from ui.text import LANGUAGES, Language

__all__ = ["QueryExample", "load_examples"]

_FILE = Path(__file__).parent.parent / "texts" / "queries.yaml"


@dataclass(frozen=True, slots=True)
class QueryExample:
    """A query with its title in each language of the page."""

    titles: Mapping[Language, str]
    query: str


@cache
def load_examples() -> tuple[QueryExample, ...]:
    """Return the queries in the order of the file."""
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        QueryExample({language: entry[language] for language in LANGUAGES}, entry["query"])
        for entry in entries
    )
