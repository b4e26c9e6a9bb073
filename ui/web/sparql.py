"""The tab where the graph is queried in its own language, behind the same fences as outside."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from index.text_search import with_hits
from kg.named_query import OWN_FOLDER
from kg.query import run_query
from kg.vocabulary import DEFAULT
from ui.text import choose_language
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply
from ui.web.query_example import load_examples

__all__ = ["functions"]

_DEADLINE_S = 10.0

# A table longer than this is no longer read by anyone on a page, and slow to draw.
_MOST_ROWS = 5000


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def run(payload: Payload) -> Reply:
        base = live.current()
        store, query = base.store_path, with_hits(str(payload.get("query", "")), base)
        result = run_query(store, query, format="json", deadline_s=_DEADLINE_S)
        if result.kind == "graph":
            graph = run_query(store, query, format="turtle", deadline_s=_DEADLINE_S)
            return {"text": graph.data.decode("utf-8")}
        data = json.loads(result.data)
        if "boolean" in data:
            return {"boolean": data["boolean"]}
        rows = data["results"]["bindings"]
        return {
            "columns": data["head"]["vars"],
            "rows": [_shorten(row) for row in rows[:_MOST_ROWS]],
            "cut": len(rows) > _MOST_ROWS,
        }

    def examples(payload: Payload) -> Reply:
        found = load_examples(live.path / OWN_FOLDER)
        language = choose_language(payload.get("lang"))
        return {"examples": [{"title": one.titles[language], "query": one.query} for one in found]}

    return {"run": run, "examples": examples}


def _shorten(row: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give each IRI of a row its short form, and the article that it leads to."""
    prefixes = DEFAULT.prefixes()
    shown = {}
    for name, term in row.items():
        if term["type"] == "uri":
            term = {**term, **_places(term["value"])}
            for prefix, iri in prefixes.items():
                if term["value"].startswith(iri):
                    term["short"] = f"{prefix}:{term['value'].removeprefix(iri)}"
                    break
            else:
                term["short"] = term["value"].removeprefix(DEFAULT.base)
        shown[name] = term
    return shown


def _places(iri: str) -> dict[str, str]:
    """Return where an IRI of ours leads: characters of an article, or a point of the graph."""
    if not iri.startswith(DEFAULT.base):
        return {}
    inner = iri.removeprefix(f"{DEFAULT.base}article/")
    if inner == iri or "/" in inner:
        return {"node": iri}
    _, _, place = iri.partition("#char=")
    return {"article": DEFAULT.article_id(iri), "at": place.replace(",", "-")}
