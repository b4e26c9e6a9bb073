"""What is searched: the sentences and passages of all articles, as flat arrays on disk.

Words and tokens are kept for each sentence, so that an index can be made again (articles added,
changed or gone) without reading what has not changed; a passage is a run of sentences.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Span
from index.encoder import Encoder, StaticEncoder, contextual_of
from index.kinds import held_kinds
from index.lexical import find_words, map_array
from index.windows import above_of
from kg.role import find_roles

__all__ = ["ArticleUnits", "Ragged", "Units", "UnitsJoiner", "read_units", "stamp"]

# Columns of the tables of places. Of passages, FIRST and LAST are their sentences, inclusive; of
# sentences, KINDS is what `held_kinds` says.
ARTICLE, START, END, BYTE, BYTE_END, FIRST, LAST, HEADING = range(8)
KINDS = FIRST


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths: row i is `flat[first[i]:first[i + 1]]`."""

    flat: NDArray[np.int32]
    first: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Iterable[int]]) -> "Ragged":
        """Put `rows` one after another."""
        arrays = [np.asarray(row, dtype=np.int32).reshape(-1) for row in rows]
        flat = np.concatenate([np.zeros(0, dtype=np.int32), *arrays])
        return cls(flat, np.cumsum([0, *(len(a) for a in arrays)]).astype(np.int64))

    @classmethod
    def join(cls, parts: Iterable["Ragged"]) -> "Ragged":
        """Put several one after another."""
        parts = list(parts)
        flat = np.concatenate([np.zeros(0, dtype=np.int32), *(p.flat for p in parts)])
        sizes = np.concatenate([np.zeros(1, dtype=np.int64), *(np.diff(p.first) for p in parts)])
        return cls(flat, np.cumsum(sizes))

    def __len__(self) -> int:
        return len(self.first) - 1

    def part(self, start: int, end: int) -> "Ragged":
        """Return rows `start` to `end`, exclusive."""
        bounds = np.asarray(self.first[start : end + 1])
        return Ragged(np.asarray(self.flat[bounds[0] : bounds[-1]]), bounds - bounds[0])

    @property
    def owner(self) -> NDArray[np.int64]:
        """The row of each item of `flat`."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.first))

    def save(self, folder: Path, name: str) -> None:
        """Write two .npy files."""
        np.save(folder / f"{name}.npy", self.flat)
        np.save(folder / f"{name}.first.npy", self.first)

    @classmethod
    def load(cls, folder: Path, name: str) -> "Ragged":
        """Open what `save` wrote, memory-mapped."""
        return cls(map_array(folder / f"{name}.npy"), map_array(folder / f"{name}.first.npy"))


@dataclass(frozen=True, slots=True)
class ArticleUnits:
    """One article made ready to be joined with others.

    Attributes:
        record: id, title, stamp and headings, as kept in articles.json.
        text: the article's text in UTF-8.
        sentences: (sentences, 8) int64, columns as named at the top.
        passages: (passages, 8) int64; FIRST and LAST count from the article's first sentence.
        words: the words of each sentence, in order.
        roles: the roles of the thesaurus that each sentence names.
        tokens: table rows of each sentence's words; empty rows for other encoders.
        vectors: (sentences, d).
        passage_vectors: (passages, d).
        contextual: (sentences, c), what the transformer makes of them; c is 0 where none read them.
    """

    record: Mapping[str, Any]
    text: bytes
    sentences: NDArray[np.int64]
    passages: NDArray[np.int64]
    words: Sequence[Sequence[str]]
    roles: Sequence[Sequence[str]]
    tokens: Ragged
    vectors: NDArray[np.float32]
    passage_vectors: NDArray[np.float32]
    contextual: NDArray[np.float32]


def stamp(article: Article) -> str:
    """Return a hash of all that is indexed of an article: its id, text, title and structure."""
    places = [
        article.id,
        article.title,
        article.sha256,
        *(f"{s.start} {s.end}" for s in article.sentences),
        *(f"{p.start} {p.end} {p.first} {p.last} {p.heading}" for p in article.passages),
    ]
    return hashlib.sha256("\n".join(places).encode()).hexdigest()


def read_units(article: Article, encoder: Encoder, *, contextual: bool = True) -> ArticleUnits:
    """Cut, count and encode one article, `contextual` by the transformer too, if there is one."""
    sentences = [span.of(article.text) for span in article.sentences]
    headings = list(dict.fromkeys(passage.heading for passage in article.passages))
    rows = [(held_kinds(sentence), 0, 0) for sentence in sentences]
    groups = [(p.first, p.last, headings.index(p.heading)) for p in article.passages]
    tokens = encoder.token_rows(sentences) if isinstance(encoder, StaticEncoder) else None
    reader = contextual_of(encoder) if contextual else None
    return ArticleUnits(
        record={
            "id": article.id,
            "title": article.title,
            "stamp": stamp(article),
            "headings": [list(heading) for heading in headings],
        },
        text=article.text.encode(),
        sentences=_table(article.text, article.sentences, rows),
        passages=_table(article.text, article.passages, groups),
        words=[find_words(sentence) for sentence in sentences],
        roles=[sorted({m.role for m in find_roles(sentence)}) for sentence in sentences],
        tokens=Ragged.of([()] * len(sentences) if tokens is None else tokens),
        vectors=encoder.encode_passages(sentences),
        passage_vectors=encoder.encode_passages([p.of(article.text) for p in article.passages]),
        contextual=(
            reader.encode_windows(reader.windows(sentences, above_of(article)))
            if reader
            else np.zeros((len(sentences), 0), dtype=np.float32)
        ),
    )


def _table(
    text: str, spans: Sequence[Span], rest: Sequence[tuple[int, int, int]]
) -> NDArray[np.int64]:
    """Return the table of places of `spans`, with their offsets in UTF-8 beside."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    width = 1 + (codes > 0x7F).astype(np.int64) + (codes > 0x7FF) + (codes > 0xFFFF)
    byte = np.concatenate([[0], np.cumsum(width)])
    rows = [
        (0, span.start, span.end, byte[span.start], byte[span.end], *more)
        for span, more in zip(spans, rest, strict=True)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 8)


@dataclass(frozen=True)
class Units:
    """Sentences and passages of all articles, in the order of the articles.

    Attributes:
        articles: record of each article, see `ArticleUnits`.
        text: all texts in UTF-8, one after another.
        sentences: (sentences, 8) int64.
        passages: (passages, 8) int64.
        words: the words of each sentence, as numbers into `vocabulary`.
        vocabulary: every word once.
        roles: the roles of each sentence, as numbers into `concepts`.
        concepts: every role that is named, once.
        tokens: table rows of each sentence's words.
    """

    articles: Sequence[Mapping[str, Any]]
    text: bytes | NDArray[np.uint8]
    sentences: NDArray[np.int64]
    passages: NDArray[np.int64]
    words: Ragged
    vocabulary: Sequence[str]
    roles: Ragged
    concepts: Sequence[str]
    tokens: Ragged

    def text_of(self, row: NDArray[np.int64]) -> str:
        """Return the text of a row of `sentences` or `passages`."""
        return bytes(self.text[row[BYTE] : row[BYTE_END]]).decode()

    def heading_of(self, row: NDArray[np.int64]) -> tuple[str, ...]:
        """Return the path of headings of a row of `passages`."""
        return tuple(self.articles[row[ARTICLE]]["headings"][row[HEADING]])

    @cached_property
    def passage_of(self) -> NDArray[np.int64]:
        """The first passage that holds each sentence, -1 where none does, (sentences,)."""
        found = np.full(len(self.sentences), -1, dtype=np.int64)
        for i in range(len(self.passages) - 1, -1, -1):
            found[self.passages[i, FIRST] : self.passages[i, LAST] + 1] = i
        return found

    def article_part(self, number: int) -> tuple[slice, slice]:
        """Return the sentences and the passages of an article, as slices."""
        bounds = [
            slice(*np.searchsorted(table[:, ARTICLE], [number, number + 1]))
            for table in (self.sentences, self.passages)
        ]
        return bounds[0], bounds[1]

    def unit(
        self,
        number: int,
        vectors: NDArray[np.float32],
        passage_vectors: NDArray[np.float32],
        contextual: NDArray[np.float32],
    ) -> ArticleUnits:
        """Take one article out again, with its own part of the vectors."""
        spans, groups = self.article_part(number)
        sentences, passages = self.sentences[spans].copy(), self.passages[groups].copy()
        words = self.words.part(spans.start, spans.stop)
        roles = self.roles.part(spans.start, spans.stop)
        tables = [table for table in (sentences, passages) if len(table)]
        base = self.articles[number]["byte"]
        for table in tables:
            table[:, [BYTE, BYTE_END]] -= base
            table[:, ARTICLE] = 0
        passages[:, [FIRST, LAST]] -= spans.start
        return ArticleUnits(
            {k: v for k, v in self.articles[number].items() if k != "byte"},
            bytes(self.text[base : base + self.articles[number]["bytes"]]),
            sentences,
            passages,
            [[self.vocabulary[w] for w in words.flat[a:b]] for a, b in _pairs(words.first)],
            [[self.concepts[r] for r in roles.flat[a:b]] for a, b in _pairs(roles.first)],
            self.tokens.part(spans.start, spans.stop),
            vectors,
            passage_vectors,
            contextual,
        )

    def save(self, folder: Path) -> None:
        """Write plain files: .npy, .json, .txt and the texts."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "sentences.npy", self.sentences)
        np.save(folder / "passages.npy", self.passages)
        self.words.save(folder, "words")
        self.tokens.save(folder, "tokens")
        self.roles.save(folder, "roles")
        (folder / "vocabulary.txt").write_text("\n".join(self.vocabulary), encoding="utf-8")
        (folder / "concepts.txt").write_text("\n".join(self.concepts), encoding="utf-8")
        (folder / "texts.bin").write_bytes(bytes(self.text))
        records = json.dumps(list(self.articles), ensure_ascii=False, indent=0)
        (folder / "articles.json").write_text(records, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Units":
        """Open what `save` wrote, the arrays memory-mapped."""
        words = (folder / "vocabulary.txt").read_text(encoding="utf-8")
        texts = folder / "texts.bin"
        size = texts.stat().st_size
        return cls(
            articles=json.loads((folder / "articles.json").read_text(encoding="utf-8")),
            text=np.memmap(texts, dtype=np.uint8, mode="r") if size else b"",
            sentences=map_array(folder / "sentences.npy"),
            passages=map_array(folder / "passages.npy"),
            words=Ragged.load(folder, "words"),
            vocabulary=words.split("\n") if words else [],
            roles=Ragged.load(folder, "roles"),
            concepts=(folder / "concepts.txt").read_text(encoding="utf-8").split("\n"),
            tokens=Ragged.load(folder, "tokens"),
        )


class UnitsJoiner:
    """Puts articles one after another as they come, their places counted on.

    Words become numbers at once, so that what it holds is a tenth of what the parts held.
    """

    def __init__(self) -> None:
        """Begin with no article."""
        self._vocabulary: dict[str, int] = {}
        self._concepts: dict[str, int] = {}
        self._articles: list[Mapping[str, Any]] = []
        self._texts: list[bytes] = []
        self._tables: tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]] = ([], [])
        self._words: list[Ragged] = []
        self._roles: list[Ragged] = []
        self._tokens: list[Ragged] = []
        self._byte = self._first = 0

    def add(self, part: ArticleUnits) -> None:
        """Put the next article behind the others."""
        sentences, passages = part.sentences.copy(), part.passages.copy()
        for table in (sentences, passages):
            table[:, ARTICLE] = len(self._articles)
            table[:, [BYTE, BYTE_END]] += self._byte
        passages[:, [FIRST, LAST]] += self._first
        self._tables[0].append(sentences)
        self._tables[1].append(passages)
        self._articles.append({**part.record, "byte": self._byte, "bytes": len(part.text)})
        self._texts.append(part.text)
        self._words.append(_numbered(part.words, self._vocabulary))
        self._roles.append(_numbered(part.roles, self._concepts))
        self._tokens.append(part.tokens)
        self._byte += len(part.text)
        self._first += len(sentences)

    def joined(self) -> Units:
        """Return all that was added."""
        empty = np.zeros((0, 8), dtype=np.int64)
        return Units(
            self._articles,
            b"".join(self._texts),
            np.concatenate([empty, *self._tables[0]]),
            np.concatenate([empty, *self._tables[1]]),
            Ragged.join(self._words),
            list(self._vocabulary),
            Ragged.join(self._roles),
            list(self._concepts),
            Ragged.join(self._tokens),
        )


def _numbered(rows: Sequence[Sequence[str]], numbers: dict[str, int]) -> Ragged:
    """Return words as numbers, those that are new counted on."""
    return Ragged.of([[numbers.setdefault(word, len(numbers)) for word in row] for row in rows])


def _pairs(first: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the bounds of each row."""
    return [(int(a), int(b)) for a, b in pairwise(first)]
