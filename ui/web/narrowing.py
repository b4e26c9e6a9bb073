"""What the page's choices leave: articles, publishers, dates and roles to narrow to."""

from collections.abc import Iterable

from index.base import Base
from index.scope import Scope
from ui.web.panel import Reply

__all__ = ["choices", "scope_of"]


def scope_of(wanted: object) -> Scope | None:
    """Return what an answer may come from, as the page's choices say it."""
    if not isinstance(wanted, dict):
        return None
    chosen = {key: str(value) for key, value in wanted.items() if value}
    return Scope(
        articles=tuple(filter(None, [chosen.get("article")])),
        publishers=tuple(filter(None, [chosen.get("publisher")])),
        since=chosen.get("since"),
        roles=tuple(filter(None, [chosen.get("role")])),
    )


def choices(base: Base) -> Reply:
    """Return what answers can be narrowed to."""
    articles = base.manifest.articles
    return {
        "article": [(entry.id, entry.title) for entry in articles],
        "publisher": _choices(entry.publisher for entry in articles),
        "since": _choices((entry.published or "")[:4] for entry in articles)[::-1],
        "role": _choices(role.label for role in base.knowledge.roles),
    }


def _choices(values: Iterable[str | None]) -> list[tuple[str, str]]:
    return [(value, value) for value in sorted({value for value in values if value})]
