"""The training text: pairs read from the bench's files, cleaned, counted by source."""

import gzip
import html
import json
import random
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.query import synonym_groups
from kg.thesaurus import thesaurus

__all__ = ["Pair", "Texts", "fold", "read_pairs", "role_pairs", "slips", "unique_texts"]

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


def role_pairs() -> Iterator[Pair]:
    """Yield each name of a role with its preferred one, and the groups of business synonyms."""
    for concept in thesaurus().concepts.values():
        for label in concept.alt_labels:
            yield Pair("lex", "roles", label.text, concept.label, (label.language, "es"))
    for group in synonym_groups():
        for other in group[1:]:
            yield Pair("lex", "roles", group[0], other)


def slips(pairs: Iterable[Pair], seed: int) -> Iterator[Pair]:
    """Yield headings with a slip of the keyboard in a word, each with the heading as it was."""
    dice = random.Random(seed)
    for pair in pairs:
        words = pair.a.split()
        long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha()]
        if pair.kind == "head_par" and long and len(words) < 10:
            place = dice.choice(long)
            words[place] = _slip(words[place], dice)
            yield Pair("slip", pair.source, " ".join(words), pair.a)


def _slip(word: str, dice: random.Random) -> str:
    """Lose, double, swap or change one letter, not the first."""
    i = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return word[:i] + word[i + 1 :]
    if kind == 1:
        return word[:i] + word[i] + word[i:]
    if kind == 2:
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return word[:i] + dice.choice("abcdefghijklmnopqrstuvwxyz") + word[i + 1 :]


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
