"""The channels of search: how near a question is to passages and sentences, in several ways.

Each gives numbers from 0 to 1 for the candidates it is asked about (`lexical` and `grams`: share
of the highest score that BM25 could give; `dense`: cosine; `maxsim`: mean over the question's
words of the nearest word, weighed by how telling the word is), so that they can be added up and
mean the same in a base of five articles and in one of five thousand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import VectorIndex
from index.encoder import Encoder, StaticEncoder
from index.kinds import KINDS as NAMES
from index.lexical import LexicalIndex, gram_terms, stem_terms
from index.query import Query
from index.units import FIRST, KINDS, LAST, Units

__all__ = ["Channels", "Features", "Scored"]

Features = Mapping[str, NDArray[np.float32]]
LEXICAL = ("stems", "grams")
BACKGROUND = 500  # sentences


@dataclass(frozen=True, slots=True)
class Scored:
    """What the channels say of some passages and of the sentences in them.

    Attributes:
        passages: (p,) their numbers.
        features: channel to (p,) scores.
        sentences: (s,) the sentences of the first passage, then of the next; two that overlap
            share some, which stand here twice.
        first: (p + 1,) where the sentences of each passage begin.
        sentence_features: channel to (s,) scores.
    """

    passages: NDArray[np.int64]
    features: Features
    sentences: NDArray[np.int64]
    first: NDArray[np.int64]
    sentence_features: Features


@dataclass(frozen=True)
class Channels:
    """The indexes of all articles: words and vectors, of passages and of sentences."""

    units: Units
    lexical: Mapping[str, LexicalIndex]
    passages: VectorIndex
    sentences: VectorIndex
    encoder: Encoder

    @classmethod
    def build(
        cls,
        units: Units,
        vectors: NDArray[np.float32],
        passage_vectors: NDArray[np.float32],
        encoder: Encoder,
    ) -> "Channels":
        """Index `units`; the vectors are those of its sentences and passages, in order."""
        lexical = {}
        for name, terms in (("stems", stem_terms), ("grams", gram_terms)):
            names, first, flat = _terms(units.vocabulary, terms)
            for level, words, owner, size in (
                ("sentence", units.words.flat, units.words.owner, len(units.sentences)),
                ("passage", *_passage_words(units), len(units.passages)),
            ):
                owners = np.repeat(owner, np.diff(first)[words])
                lexical[f"{name}.{level}"] = LexicalIndex.build(
                    names, flat[_spread(first[words], first[words + 1])], owners, size
                )
        indexes = VectorIndex.build(passage_vectors), VectorIndex.build(vectors)
        return cls(units, lexical, *indexes, encoder)

    def score(self, query: Query, ids: NDArray[np.int64]) -> "Scored":
        """Return what each channel says of the passages `ids` and of their sentences."""
        table = self.units.passages[ids]
        sentences = _spread(table[:, FIRST], table[:, LAST] + 1)
        first = np.concatenate([[0], np.cumsum(table[:, LAST] + 1 - table[:, FIRST])])
        of_sentences = {
            "lexical": self._lexical(query, "stems", "sentence")[sentences],
            "grams": self._lexical(query, "grams", "sentence")[sentences],
            "dense": self.sentences.vectors(sentences) @ query.vector,
        }
        of_passages = {
            "lexical": self._lexical(query, "stems", "passage")[ids],
            "grams": self._lexical(query, "grams", "passage")[ids],
            "dense": self.passages.vectors(ids) @ query.vector,
        }
        if len(query.tokens):
            words, weight = self._nearest_words(query, sentences)
            of_sentences["maxsim"] = words @ weight
            of_passages["maxsim"] = np.maximum.reduceat(words, first[:-1], axis=0) @ weight
        if query.wants:
            near = of_sentences.get("maxsim", of_sentences["lexical"])
            of_sentences["kind"] = near * self._fits(query, sentences)
        else:
            of_sentences["kind"] = np.zeros(len(sentences), dtype=np.float32)
        of_sentences["roles"] = self._role_shares(query, sentences)
        for channel, scores in of_sentences.items():
            of_passages[f"sentence_{channel}"] = np.maximum.reduceat(scores, first[:-1])
        return Scored(ids, of_passages, sentences, first, of_sentences)

    def candidates(self, query: Query, each: int) -> NDArray[np.int64]:
        """Return the passages that any channel ranks among its first `each`, in order."""
        found = [i for i, _ in self.passages.search(query.vector, each)]
        near = [i for i, _ in self.sentences.search(query.vector, each)]
        found.extend(int(self.units.passage_of[i]) for i in near)
        for name in LEXICAL:
            scores = self._lexical(query, name, "passage")
            top = np.argpartition(-scores, min(each, len(scores) - 1))[:each]
            found.extend(int(i) for i in top if scores[i] > 0)
        return np.unique(np.array([i for i in found if i >= 0], dtype=np.int64))

    def coverage(self, query: Query, ids: NDArray[np.int64], level: str) -> NDArray[np.float32]:
        """Return the share of the question's words, by idf, that each unit holds, (len(ids),)."""
        index = self.lexical[f"stems.{level}"]
        total, held = 0.0, np.zeros(len(ids), dtype=np.float32)
        for group in query.groups:
            weight = min(index.telling(term) for term in group)
            total += weight
            met = sum(index.scores({term: 1.0})[ids] for term in group)
            held += weight * (np.asarray(met) > 0)
        return held / max(total, 1e-9)

    def _lexical(self, query: Query, name: str, level: str) -> NDArray[np.float32]:
        """Return BM25 of all units, as a share of what is attainable."""
        index = self.lexical[f"{name}.{level}"]
        terms = query.stems if name == "stems" else query.grams
        share = index.scores(terms) / np.float32(max(index.ideal(terms), 1e-9))
        return np.asarray(share, dtype=np.float32)

    def _fits(self, query: Query, sentences: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the share of the kinds that the question wants which each sentence holds."""
        held = self.units.sentences[sentences, KINDS]
        wanted = [held >> place & 1 for place, kind in enumerate(NAMES) if kind in query.wants]
        return np.asarray(np.mean(wanted, axis=0), dtype=np.float32)

    def _role_shares(self, query: Query, sentences: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the share of the question's roles that each sentence names, in any words."""
        shares = np.zeros(len(sentences), dtype=np.float32)
        wanted = [i for i, role in enumerate(self.units.concepts) if role in query.roles]
        if wanted:
            roles = self.units.roles
            named = np.zeros(len(roles), dtype=np.float32)
            np.add.at(named, roles.owner[np.isin(roles.flat, wanted)], 1.0)
            shares = named[sentences] / np.float32(len(query.roles))
        return shares

    @cached_property
    def _token_counts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the table that occur, and how many sentences hold each."""
        tokens, size = self.units.tokens, max(len(self.units.sentences), 1)
        pairs = np.unique(tokens.flat.astype(np.int64) * size + tokens.owner)
        rows, found = np.unique(pairs // size, return_counts=True)
        return rows, found

    def _token_weights(self, asked: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return how telling each row is: its idf in the base, steadied by the training text's.

        In a base of a few articles nearly every word is rare; `BACKGROUND` sentences of the
        text that the model was trained on count as if they were part of the base.
        """
        rows, found = self._token_counts
        place = np.searchsorted(rows, asked)
        met = np.zeros(len(asked))
        inside = place < len(rows)
        inside[inside] = rows[place[inside]] == asked[inside]
        met[inside] = found[place[inside]]
        share = self._static.frequency
        known = BACKGROUND if share is not None else 0
        if share is not None:
            met = met + known * share[asked]
        size = len(self.units.sentences) + known
        return np.log(1 + (size - met + 0.5) / (met + 0.5)).astype(np.float32)

    @cached_property
    def _places(self) -> NDArray[np.int64]:
        """The place of each token's row among the rows that occur."""
        return np.asarray(np.searchsorted(self._token_counts[0], self.units.tokens.flat))

    def _nearest_words(
        self, query: Query, ids: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the cosine of each question word's nearest in each sentence, and the weights.

        Source: Khattab and Zaharia 2020 (late interaction), here over static rows with idf.
        """
        asked = np.unique(query.tokens)
        weight = self._token_weights(asked)
        alike = np.maximum(self._row_vectors @ self._static.token_vectors(asked).T, 0)
        first = self.units.tokens.first
        lengths = np.asarray(first[ids + 1] - first[ids])
        spread = self._places[_spread(first[ids], first[ids + 1])]
        nearest = np.zeros((len(ids), len(asked)), dtype=np.float32)
        filled = lengths > 0
        if spread.size:
            starts = np.concatenate([[0], np.cumsum(lengths)])[:-1][filled]
            nearest[filled] = np.maximum.reduceat(alike[spread], starts, axis=0)
        return nearest, (weight / max(float(weight.sum()), 1e-9)).astype(np.float32)

    @cached_property
    def _row_vectors(self) -> NDArray[np.float32]:
        """The unit vectors of the rows that occur."""
        return self._static.token_vectors(self._token_counts[0].astype(np.int32))

    @property
    def _static(self) -> StaticEncoder:
        if not isinstance(self.encoder, StaticEncoder):
            raise TypeError(f"{self.encoder.name} has no vectors of single words")
        return self.encoder

    def save(self, folder: Path) -> None:
        """Write `lexical/` and `vectors/` into `folder`."""
        self.units.save(folder / "lexical")
        for name, index in self.lexical.items():
            index.save(folder / "lexical" / name)
        (folder / "vectors").mkdir(parents=True, exist_ok=True)
        self.passages.save(folder / "vectors" / "passages.faiss")
        self.sentences.save(folder / "vectors" / "sentences.faiss")

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> "Channels":
        """Open what `save` wrote, memory-mapped."""
        units = Units.load(folder / "lexical")
        sizes = {"sentence": len(units.sentences), "passage": len(units.passages)}
        lexical = {
            f"{name}.{level}": LexicalIndex.load(folder / "lexical" / f"{name}.{level}", size)
            for name in LEXICAL
            for level, size in sizes.items()
        }
        passages = VectorIndex.load(folder / "vectors" / "passages.faiss")
        sentences = VectorIndex.load(folder / "vectors" / "sentences.faiss")
        return cls(units, lexical, passages, sentences, encoder)


def _terms(
    vocabulary: Sequence[str], terms: Callable[[str], tuple[str, ...]]
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Return every term once, and the terms of each word as numbers: where they begin, and all."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(t, len(numbers)) for t in terms(word)] for word in vocabulary]
    first = np.cumsum([0, *(len(row) for row in rows)])
    flat = np.array([t for row in rows for t in row], dtype=np.int64)
    return list(numbers), first, flat


def _passage_words(units: Units) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the words of each passage one after another, and the passage of each."""
    first = units.words.first
    starts = first[units.passages[:, FIRST]]
    ends = first[units.passages[:, LAST] + 1]
    owner = np.repeat(np.arange(len(units.passages), dtype=np.int64), ends - starts)
    return np.asarray(units.words.flat[_spread(starts, ends)], dtype=np.int32), owner


def _spread(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return starts[0] .. ends[0] - 1, starts[1] .. ends[1] - 1 and so on, one after another.

    >>> _spread(np.array([3, 7]), np.array([5, 8])).tolist()
    [3, 4, 7]
    """
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    lengths = ends - starts
    total = int(lengths.sum())
    offset = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return np.asarray(np.arange(total) + offset, dtype=np.int64)
