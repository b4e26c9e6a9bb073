"""What sets two graphs apart, in words of the page's languages and as JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.diff import KINDS, Change, ChangeKind, Thing, ThingKind
from ui.render import flat
from ui.text import Language

__all__ = ["differences_json", "differences_text", "summary"]

_FILE = Path(__file__).parent / "texts" / "diff.yaml"
_SIGNS: Mapping[ChangeKind, str] = {
    "new": "+",
    "removed": "-",
    "changed": "~",
    "moved": ">",
    "united": "&",
    "parted": "|",
}
# What a difference of checksums or of IRIs says to nobody.
_UNREADABLE = {("article", "text"), ("statistic", "study")}


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return words


def summary(changes: Sequence[Change], language: Language) -> str:
    """Return the counts in a sentence: «3 estadísticas nuevas, 1 retirada, 2 estudios unidos»."""
    words = _words()[language]
    counts: Counter[tuple[ThingKind, ChangeKind]] = Counter()
    for change in changes:
        of = change.after if change.what == "parted" else change.before or change.after
        counts[change.kind, change.what] += len(of)
    parts = []
    for kind in KINDS:
        named = False
        for what in _SIGNS:
            count = counts[kind, what]
            if count:
                parts.append(_counted(words, kind, what, count, named=named, language=language))
                named = True
    return ", ".join(parts) or str(words["none"])


def _counted(  # a phrase has as many parts
    words: dict[str, Any], kind: str, what: str, count: int, *, named: bool, language: Language
) -> str:
    *forms, gender = words["nouns"][kind]
    noun = "" if named else forms[count != 1]
    how = words["changes"][what][gender][count != 1]
    order = (how, noun) if language == "en" else (noun, how)
    return " ".join(part for part in (str(count), *order) if part)


def differences_text(changes: Sequence[Change], language: Language) -> str:
    """Return the counts, then a line for each difference."""
    words = _words()[language]
    lines = [summary(changes, language)]
    for change in changes:
        noun = words["nouns"][change.kind][0]
        before, after = (" + ".join(_called(t) for t in side) for side in _sides(change))
        what = f"{before} → {after}" if change.what in ("united", "parted") else before or after
        lines.append(f"{_SIGNS[change.what]} {noun}: {what}")
        if change.what == "changed":
            lines += [f"    {line}" for line in _changed(change, words)]
    return "\n".join(lines)


def _sides(change: Change) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    return change.before, change.after


def _called(thing: Thing) -> str:
    where = f" ({thing.article})" if thing.article else ""
    return flat(f"«{thing.label}»{where}")


def _changed(change: Change, words: dict[str, Any]) -> Iterator[str]:
    """Yield each detail that is another now, with both values where they are for people."""
    (before,), (after,) = _sides(change)
    for name, value in before.details.items():
        now = after.details[name]
        if now == value:
            continue
        if (change.kind, name) in _UNREADABLE:
            yield f"{words['details'][name]}: {words['another']}"
        else:
            empty = words["empty"]
            yield flat(f"{words['details'][name]}: {value or empty} → {now or empty}")


def differences_json(changes: Sequence[Change]) -> dict[str, Any]:
    """Return the counts in both languages, and each difference with the IRIs of its things."""
    return {
        "summary": {"es": summary(changes, "es"), "en": summary(changes, "en")},
        "changes": [
            {
                "what": change.what,
                "kind": change.kind,
                "before": [_thing_json(thing) for thing in change.before],
                "after": [_thing_json(thing) for thing in change.after],
            }
            for change in changes
        ],
    }


def _thing_json(thing: Thing) -> dict[str, Any]:
    return {
        "iri": thing.iri,
        "label": thing.label,
        "article": thing.article,
        "details": dict(thing.details),
    }
