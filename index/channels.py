"""The channels of search: how near a question is to passages and sentences, in several ways.

Each gives numbers from 0 to 1 for the candidates it is asked about (`lexical` and `grams`: share
of the highest score that BM25 could give; `dense`: cosine; `contextual`: cosine of what the
transformer makes of a sentence, stretched, of a passage that of the mean of its sentences;
`maxsim`: mean over the question's words of the nearest word, weighed by how telling the word is),
so that they can be added up and mean the same in a base of five articles and in one of five
thousand.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import VectorIndex
from index.encoder import Encoder, StaticEncoder
from index.kinds import KINDS as NAMES
from index.lexical import LexicalIndex, gram_terms, stem_terms
from index.query import Query
from index.units import FIRST, KINDS, LAST, ArticleUnits, Units

__all__ = ["NOTHING", "Channels", "Features", "Scored", "Vectors", "spread"]

Features = Mapping[str, NDArray[np.float32]]
LEXICAL = {"stems": "lexical", "grams": "grams"}  # the channel of each index of words
PROPOSING = ("lexical", "grams", "dense", "contextual")  # channels that look through all passages
CONTEXTUAL = "contextual.faiss"
BACKGROUND = 500  # sentences
COMMON = 0.2  # share of the passages above which a term chooses no candidates
WORDS_AT_ONCE = 4_000_000
NOTHING: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
UNLIKE = 0.05  # cosine that the transformer gives to texts that have nothing in common


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of all units, in order.

    Attributes:
        sentences: (sentences, d), by the encoder.
        passages: (passages, d), by the encoder.
        contextual: (sentences, c), by the transformer; c is 0 where it has not read all of them.
    """

    sentences: NDArray[np.float32]
    passages: NDArray[np.float32]
    contextual: NDArray[np.float32]


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
        near: (s, m) cosine of each question word's nearest in each sentence; m is 0 where the
            encoder has no vectors of words.
        near_share: (m,) how much of the question each of these words is, their sum 1.
    """

    passages: NDArray[np.int64]
    features: Features
    sentences: NDArray[np.int64]
    first: NDArray[np.int64]
    sentence_features: Features
    near: NDArray[np.float32]
    near_share: NDArray[np.float32]

    def part(self, places: NDArray[np.int64]) -> "Scored":
        """Return what is said of the passages at `places`, in that order."""
        starts, ends = self.first[places], self.first[places + 1]
        kept = spread(starts, ends)
        return Scored(
            self.passages[places],
            {channel: scores[places] for channel, scores in self.features.items()},
            self.sentences[kept],
            np.concatenate([[0], np.cumsum(ends - starts)]),
            {channel: scores[kept] for channel, scores in self.sentence_features.items()},
            self.near[kept],
            self.near_share,
        )

    def joined(self, other: "Scored") -> "Scored":
        """Return what is said of these passages, then of those of `other`, to the same question."""

        def put(mine: Features, theirs: Features) -> Features:
            return {name: np.concatenate([mine[name], theirs[name]]) for name in mine}

        return Scored(
            np.concatenate([self.passages, other.passages]),
            put(self.features, other.features),
            np.concatenate([self.sentences, other.sentences]),
            np.concatenate([self.first, self.first[-1] + other.first[1:]]),
            put(self.sentence_features, other.sentence_features),
            np.concatenate([self.near, other.near]),
            self.near_share,
        )


@dataclass(frozen=True)
class Channels:
    """The indexes of all articles: words and vectors, of passages and of sentences."""

    units: Units
    lexical: Mapping[str, LexicalIndex]
    passages: VectorIndex
    sentences: VectorIndex
    contextual: VectorIndex | None
    encoder: Encoder

    @classmethod
    def build(cls, units: Units, vectors: Vectors, encoder: Encoder) -> "Channels":
        """Index `units`; the vectors are those of its sentences and passages, in order."""
        lexical = {}
        for name, terms in (("stems", stem_terms), ("grams", gram_terms)):
            names, first, flat = _terms(units.vocabulary, terms)
            for level, words, owner, size in (
                ("sentence", units.words.flat, units.words.owner, len(units.sentences)),
                ("passage", *_passage_words(units), len(units.passages)),
            ):
                met, owners = _met(first, flat, words, owner)
                lexical[f"{name}.{level}"] = LexicalIndex.build(names, met, owners, size)
        read = vectors.contextual.shape[1] > 0
        return cls(
            units,
            lexical,
            VectorIndex.build(vectors.passages),
            # of our own model they are only read, never searched: see `_found_by_meaning`
            VectorIndex.build(vectors.sentences, exact_up_to=len(vectors.sentences))
            if isinstance(encoder, StaticEncoder)
            else VectorIndex.build(vectors.sentences),
            VectorIndex.build(vectors.contextual, half=True) if read else None,
            encoder,
        )

    def score(self, query: Query, ids: NDArray[np.int64]) -> "Scored":
        """Return what each channel says of the passages `ids` and of their sentences."""
        words = self._score_words(query, ids)
        return self._read_too(query, words, self._kept_vectors(query, words))

    def score_proposed(
        self,
        query: Query,
        each: int,
        off: Collection[str] = (),
        more: NDArray[np.int64] = NOTHING,
    ) -> "Scored":
        """Score the passages that any channel ranks among its first `each`, and `more`, in order.

        Channels in `off` propose none; where no other can, all passages are scored. What is found
        without the transformer is scored while it reads the question.
        """
        soon = np.union1d(self._found_by_words(query, each, off), more)
        words = self._score_words(query, soon)
        kept = self._kept_vectors(query, words)
        late = np.setdiff1d(self._found_by_meaning(query, each, off), soon)
        scored = self._read_too(query, words, kept)
        if not len(late):
            return scored
        if not len(soon):
            return self.score(query, late)
        both = scored.joined(self.score(query, late))
        return both.part(np.argsort(both.passages))

    def _score_words(self, query: Query, ids: NDArray[np.int64]) -> "Scored":
        """Return what each channel says but the transformer."""
        table = self.units.passages[ids]
        sentences = spread(table[:, FIRST], table[:, LAST] + 1)
        first = np.concatenate([[0], np.cumsum(table[:, LAST] + 1 - table[:, FIRST])])
        of_sentences = {
            "lexical": self._lexical(query, "stems", "sentence", sentences),
            "grams": self._lexical(query, "grams", "sentence", sentences),
            "dense": self.sentences.vectors(sentences) @ query.vector,
        }
        of_passages = {
            "lexical": self._lexical(query, "stems", "passage", ids),
            "grams": self._lexical(query, "grams", "passage", ids),
            "dense": self.passages.vectors(ids) @ query.vector,
        }
        near, share = np.zeros((len(sentences), 0), np.float32), np.zeros(0, np.float32)
        if len(query.tokens):
            near, share = self._nearest_words(query, sentences)
            of_sentences["maxsim"] = near @ share
            of_passages["maxsim"] = _best_of(near, first) @ share
        if query.wants:
            nearness = of_sentences.get("maxsim", of_sentences["lexical"])
            of_sentences["kind"] = nearness * self._fits(query, sentences)
        else:
            of_sentences["kind"] = np.zeros(len(sentences), dtype=np.float32)
        of_sentences["roles"] = self._role_shares(query, sentences)
        for channel, scores in of_sentences.items():
            of_passages[f"sentence_{channel}"] = _best_of(scores, first)
        return Scored(ids, of_passages, sentences, first, of_sentences, near, share)

    def _kept_vectors(
        self, query: Query, scored: "Scored"
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return what the transformer made of each sentence, (s, c), and of each passage, (p, c).

        c is 0 where it has not read the base, or does not read the question.
        """
        if self.contextual is None or query.reading is None or not len(scored.passages):
            return np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32)
        read = self.contextual.vectors(scored.sentences)
        whole = _sums(read, scored.first)
        whole /= np.maximum(np.linalg.norm(whole, axis=1, keepdims=True), 1e-9)
        return read, whole

    @staticmethod
    def _read_too(
        query: Query, scored: "Scored", kept: tuple[NDArray[np.float32], NDArray[np.float32]]
    ) -> "Scored":
        """Add what the transformer says, where it has read the base and the question."""
        read, whole = kept
        if not len(read):
            return scored
        near = _stretched(read @ query.contextual)
        of_passages = {
            "contextual": _stretched(whole @ query.contextual),
            "sentence_contextual": _best_of(near, scored.first),
        }
        return replace(
            scored,
            features={**scored.features, **of_passages},
            sentence_features={**scored.sentence_features, "contextual": near},
        )

    def _found_by_words(self, query: Query, each: int, off: Collection[str]) -> NDArray[np.int64]:
        """Return what is proposed without the transformer having read the question."""
        proposing = {*PROPOSING} if self.contextual is not None else {*PROPOSING} - {"contextual"}
        if not proposing - set(off):
            return np.arange(len(self.units.passages), dtype=np.int64)
        found: list[int] = []
        if "dense" not in off:
            found = [i for i, _ in self.passages.search(query.vector, each)]
        for name, channel in LEXICAL.items():
            if channel in off:
                continue
            scores = self.lexical[f"{name}.passage"].scores(_terms_of(query, name), most=COMMON)
            top = np.argpartition(-scores, min(each, len(scores) - 1))[:each]
            found.extend(int(i) for i in top if scores[i] > 0)
        return np.unique(np.array(found, dtype=np.int64))

    def _found_by_meaning(self, query: Query, each: int, off: Collection[str]) -> NDArray[np.int64]:
        """Return what is proposed by vectors of sentences: the transformer's where it has read.

        Static vectors of sentences find nothing that it, or words and passages, do not.
        """
        near: list[tuple[int, float]] = []
        if self.contextual is not None and len(query.contextual):
            near = self.contextual.search(query.contextual, each)
        elif not isinstance(self.encoder, StaticEncoder) and "sentence_dense" not in off:
            near = self.sentences.search(query.vector, each)
        held = np.unique(self.units.passage_of[[i for i, _ in near]]) if near else NOTHING
        return held[held >= 0]

    def coverage(self, query: Query, ids: NDArray[np.int64], level: str) -> NDArray[np.float32]:
        """Return the share of the question's words, by idf, that each unit holds, (len(ids),)."""
        index = self.lexical[f"stems.{level}"]
        units, places = np.unique(ids, return_inverse=True)
        total, held = 0.0, np.zeros(len(units), dtype=np.float32)
        for group in query.groups:
            weight = min(index.telling(term) for term in group)
            total += weight
            held += weight * (index.scores_of(dict.fromkeys(group, 1.0), units) > 0)
        return np.asarray(held[places] / max(total, 1e-9), dtype=np.float32)

    def part(self, number: int) -> ArticleUnits:
        """Take one article out again, with its vectors."""
        spans, groups = self.units.article_part(number)
        rows = np.arange(spans.start, spans.stop)
        read = self.contextual
        none = np.zeros((len(rows), 0), dtype=np.float32)
        return self.units.unit(
            number,
            self.sentences.vectors(rows),
            self.passages.vectors(np.arange(groups.start, groups.stop)),
            none if read is None else read.vectors(rows),
        )

    def _lexical(
        self, query: Query, name: str, level: str, ids: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return BM25 of the units `ids`, as a share of what is attainable."""
        index, terms = self.lexical[f"{name}.{level}"], _terms_of(query, name)
        units, places = np.unique(ids, return_inverse=True)
        share = index.scores_of(terms, units)[places] / np.float32(max(index.ideal(terms), 1e-9))
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
    def stem_of(self) -> NDArray[np.int64]:
        """The number of each word's stem in the index of stems, -1 for a stop word.

        And for one whose stem was another in the version of Puente that made the index. Of a
        share, the stem is its bare figure, which is what every way of asking for it has.
        """
        terms = self.lexical["stems.sentence"].terms
        stems = (stem_terms(word) for word in self.units.vocabulary)
        return np.array([terms.get(stem[-1], -1) if stem else -1 for stem in stems], dtype=np.int64)

    @cached_property
    def word_numbers(self) -> Mapping[str, int]:
        """The number of each word of the base."""
        return {word: i for i, word in enumerate(self.units.vocabulary)}

    @cached_property
    def figures(self) -> NDArray[np.bool_]:
        """Whether each word of the base is a figure."""
        return np.array([word[0].isdigit() for word in self.units.vocabulary], dtype=bool)

    @cached_property
    def _token_counts(self) -> NDArray[np.int64]:
        """How many sentences hold each row of the table, (rows,)."""
        tokens, size = self.units.tokens, max(len(self.units.sentences), 1)
        pairs = np.sort(tokens.flat.astype(np.int64) * size + tokens.owner)  # np.unique is slower
        fresh = np.ones(len(pairs), dtype=bool)
        fresh[1:] = pairs[1:] != pairs[:-1]
        return np.bincount(pairs[fresh] // size, minlength=self._static.rows)

    def _token_weights(self, asked: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return how telling each row is: its idf in the base, steadied by the training text's.

        In a base of a few articles nearly every word is rare; `BACKGROUND` sentences of the
        text that the model was trained on count as if they were part of the base.
        """
        met = self._token_counts[asked].astype(np.float64)
        share = self._static.frequency
        known = BACKGROUND if share is not None else 0
        if share is not None:
            met = met + known * share[asked]
        size = len(self.units.sentences) + known
        return np.log(1 + (size - met + 0.5) / (met + 0.5)).astype(np.float32)

    def _nearest_words(
        self, query: Query, ids: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the cosine of each question word's nearest in each sentence, and the weights.

        Source: Khattab and Zaharia 2020 (late interaction), here over static rows with idf.
        """
        asked = np.unique(query.tokens)
        weight = self._token_weights(asked)
        first = self.units.tokens.first
        lengths = np.asarray(first[ids + 1] - first[ids])
        tokens = self.units.tokens.flat[spread(first[ids], first[ids + 1])]
        rows, places = self._distinct(tokens)
        vectors = self._static.token_vectors(rows) @ self._static.token_vectors(asked).T
        alike = np.maximum(vectors, 0)
        nearest = np.zeros((len(ids), len(asked)), dtype=np.float32)
        filled = lengths > 0
        if places.size:
            starts = np.concatenate([[0], np.cumsum(lengths)])[:-1][filled]
            nearest[filled] = np.maximum.reduceat(alike[places], starts, axis=0)
        return nearest, (weight / max(float(weight.sum()), 1e-9)).astype(np.float32)

    def _distinct(self, tokens: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the rows among `tokens`, each once, and the place of each token among them."""
        met = np.zeros(self._static.rows, dtype=bool)
        met[tokens] = True
        places = np.cumsum(met) - 1
        return np.flatnonzero(met).astype(np.int32), places[tokens]

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
        if self.contextual is not None:
            self.contextual.save(folder / "vectors" / CONTEXTUAL)

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
        path = folder / "vectors" / CONTEXTUAL
        contextual = VectorIndex.load(path) if path.is_file() else None
        return cls(units, lexical, passages, sentences, contextual, encoder)


def _best_of(scores: NDArray[np.float32], first: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the best of the sentences of each passage, (p,) or (p, m)."""
    if len(first) == 1:
        return scores[:0]
    return np.asarray(np.maximum.reduceat(scores, first[:-1]), dtype=np.float32)


def _sums(rows: NDArray[np.float32], first: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the sum of the rows of each run, none of which is empty, (p, d).

    Runs are short: adding all first rows, all second ones and so on takes a quarter of `reduceat`.
    """
    starts, lengths = first[:-1], np.diff(first)
    total = rows[starts]
    for place in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > place)
        total[longer] += rows[starts[longer] + place]
    return total


def _stretched(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Spread the cosines of the transformer, which are all high, over 0 to 1."""
    return np.asarray(np.maximum(cosines - UNLIKE, 0) / (1 - UNLIKE), dtype=np.float32)


def _terms(
    vocabulary: Sequence[str], terms: Callable[[str], tuple[str, ...]]
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int32]]:
    """Return every term once, and the terms of each word as numbers: where they begin, and all."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(t, len(numbers)) for t in terms(word)] for word in vocabulary]
    first = np.cumsum([0, *(len(row) for row in rows)])
    flat = np.array([t for row in rows for t in row], dtype=np.int32)
    return list(numbers), first, flat


def _met(
    first: NDArray[np.int64],
    flat: NDArray[np.int32],
    words: NDArray[np.int32],
    owner: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the terms of words one after another, and the unit that each is met in.

    A part of the words at a time: to spread all at once takes twice what comes out.

    Args:
        first: (words of the base + 1,) where the terms of each word begin in `flat`.
        flat: the terms of all words.
        words: (n,) those of the units.
        owner: (n,) the unit of each.
    """
    total = int(np.diff(first).astype(np.int32)[words].sum(dtype=np.int64))
    terms, units = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int32)
    done = 0
    for start in range(0, len(words), WORDS_AT_ONCE):
        some = words[start : start + WORDS_AT_ONCE]
        found = flat[spread(first[some], first[some + 1])]
        of = np.repeat(owner[start : start + WORDS_AT_ONCE], first[some + 1] - first[some])
        terms[done : done + len(found)], units[done : done + len(found)] = found, of
        done += len(found)
    return terms, units


def _terms_of(query: Query, name: str) -> Mapping[str, float]:
    """Return the terms of `query` for the index of that name, with their weights."""
    return query.stems if name == "stems" else query.grams


def _passage_words(units: Units) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the words of each passage one after another, and the passage of each."""
    first = units.words.first
    starts = first[units.passages[:, FIRST]]
    ends = first[units.passages[:, LAST] + 1]
    owner = np.repeat(np.arange(len(units.passages), dtype=np.int64), ends - starts)
    return np.asarray(units.words.flat[spread(starts, ends)], dtype=np.int32), owner


def spread(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return starts[0] .. ends[0] - 1, starts[1] .. ends[1] - 1 and so on, one after another.

    >>> spread(np.array([3, 7]), np.array([5, 8])).tolist()
    [3, 4, 7]
    """
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    lengths = ends - starts
    total = int(lengths.sum())
    offset = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return np.asarray(np.arange(total) + offset, dtype=np.int64)
