"""When a fact that was read counts as one of the gold: the definitions of the project's scorer."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

_G = TypeVar("_G")
_P = TypeVar("_P")

_STOP = frozenset(
    [
        "de",
        "la",
        "el",
        "los",
        "las",
        "del",
        "en",
        "y",
        "a",
        "un",
        "una",
        "que",
        "se",
        "por",
        "con",
        "para",
        "su",
        "sus",
        "al",
        "lo",
        "es",
        "o",
        "e",
        "mas",
        "como",
        "the",
        "of",
    ]
)
# Rows of labels that mean one role
_ROWS = tuple(
    frozenset(row.split("|"))
    for row in (Path(__file__).parent / "aliases.txt").read_text(encoding="utf-8").splitlines()
)


def plain(text: str | None) -> str:
    """Return `text` in lower case, without accents and signs."""
    folded = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9%]+", " ", folded).strip()


def content_words(text: str | None) -> list[str]:
    words = [w for w in plain(text).split() if w not in _STOP]
    # the stop words are taken out in both numbers, as the scorer does
    return [w[:-1] if w.endswith("s") and len(w) > 4 else w for w in words]


def containment(one: str | None, other: str | None) -> float:
    """Return how much of the shorter text the longer one holds, 0 to 1."""
    a, b = set(content_words(one)), set(content_words(other))
    return len(a & b) / max(1, min(len(a), len(b)))


def jaccard(one: str | None, other: str | None) -> float:
    a, b = set(content_words(one)), set(content_words(other))
    return len(a & b) / max(1, len(a | b))


def token_f1(one: str | None, other: str | None) -> float:
    a, b = Counter(content_words(one)), Counter(content_words(other))
    common = sum((a & b).values())
    return 2 * common / (a.total() + b.total()) if common else 0.0


def same_label(one: str | None, other: str | None) -> bool:
    a, b = plain(one), plain(other)
    if not a or not b:
        return False
    if a == b or any(a in row and b in row for row in _ROWS):
        return True
    whole = containment(a, b) >= 0.99 and min(len(content_words(a)), len(content_words(b))) >= 1
    return jaccard(a, b) >= 0.5 or whole


def same_population(gold: str | None, read: Iterable[str]) -> bool:
    """Say whether "CIO y CMO" is met: by one label, or each of its parts by some label."""
    labels = [label for label in read if label]
    if not gold:
        return False
    if any(same_label(gold, label) for label in labels):
        return True
    parts = re.split(r"\s+y\s+|,", gold)
    got = [part for label in labels for part in re.split(r"\s+y\s+|,", label)]
    return len(parts) > 1 and all(any(same_label(part, g) for g in got) for part in parts)


def match(
    gold: Sequence[_G], read: Sequence[_P], score: Callable[[_G, _P], float]
) -> list[tuple[int, int]]:
    """Pair gold and read facts one to one, the best scores first; 0 is no match."""
    pairs = sorted(
        ((score(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(read)), reverse=True
    )
    used_gold: set[int] = set()
    used_read: set[int] = set()
    found = []
    for value, i, j in pairs:
        if value > 0 and i not in used_gold and j not in used_read:
            used_gold.add(i)
            used_read.add(j)
            found.append((i, j))
    return found


def required(optional: Sequence[bool], matched: Collection[int]) -> int:
    """Return how many gold facts count: the optional ones only where they were found."""
    return sum(i in matched or not free for i, free in enumerate(optional))
