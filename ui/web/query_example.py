"""The queries that the SPARQL tab offers: those that have a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.named_query import load_named_queries

__all__ = ["QueryExample", "load_examples"]


@dataclass(frozen=True, slots=True)
class QueryExample:
    """A query with its title in each language of the page."""

    titles: Mapping[str, str]
    query: str


def load_examples(*folders: Path) -> tuple[QueryExample, ...]:
    """Return the queries that ship and those of further folders, figures first."""
    queries = load_named_queries(*folders).values()
    ordered = sorted(queries, key=lambda query: query.name != "cifras")
    return tuple(QueryExample(query.titles, query.text) for query in ordered)
