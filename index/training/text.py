"""The training text: pairs read from the bench's files, cleaned, counted by source."""

import gzip
import html
import json
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Pair", "Texts", "fold", "read_pairs", "unique_texts"]

PAIR_FILES = ("pairs_es.jsonl.gz", "pairs_parallel.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together; `kind` and `source` as in the bench's README.

    `languages` are those of `a` and `b`, ISO 639-1.
    """

    kind: str
    source: str
    a: str
    b: str
    languages: tuple[str, str] = ("es", "es")


@dataclass(frozen=True, slots=True)
class Texts:
    """Every text once: `spanish` and `english` hold (source, text)."""

    spanish: tuple[tuple[str, str], ...]
    english: tuple[tuple[str, str], ...]


def fold(text: str) -> str:
    """Return `text` in lower case without accents, as the tokenizer reads it.

    >>> fold("Año Márketing")
    'ano marketing'
    """
    marks = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in marks if unicodedata.category(c) != "Mn")


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the pairs of `folder` in the order of its files, HTML entities resolved."""
    for name in PAIR_FILES:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if "es" in record:
                    a, b, languages = record["es"], record["en"], ("es", "en")
                else:
                    a, b, languages = record["a"], record["b"], ("es", "es")
                yield Pair(
                    record["t"], record["src"], html.unescape(a), html.unescape(b), languages
                )


def unique_texts(pairs: list[Pair], seed: int) -> Texts:
    """Return every paragraph, heading and word of `pairs` once, shuffled by `seed`.

    Sections (`head_sec`) repeat their paragraphs and are left out.
    """
    seen: set[str] = set()
    found: dict[str, list[tuple[str, str]]] = {"es": [], "en": []}
    for pair in pairs:
        sides = [(pair.languages[0], pair.a)]
        if pair.kind not in ("head_sec", "ict"):
            sides.append((pair.languages[1], pair.b))
        for language, text in sides:
            if len(text) > 2 and text not in seen:
                seen.add(text)
                found[language].append((pair.source, text))
    for texts in found.values():
        random.Random(seed).shuffle(texts)
    return Texts(tuple(found["es"]), tuple(found["en"]))
