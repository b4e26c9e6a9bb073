"""Signs of the foremost candidates, for the ranker: what the channels do not say by themselves.

Which words of the question a sentence holds, with those of its neighbours, whether they stand
together and in the question's order, how near the words are that it does not hold, and how far
each candidate is behind the best. Dear to work out, so only for the foremost candidates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.channels import Channels, Scored, spread
from index.lexical import LexicalIndex, stem_terms
from index.query import Query

__all__ = ["SIGNS", "kind_of", "read_signs"]

Vector = NDArray[np.float32]
REACH = 4  # words that may lie between two that belong together, stop words not counted
BACKWARDS = 0.7  # of what a pair in the question's order is worth
BANDS = (
    0.98,
    0.75,
    0.6,
    0.45,
    0.3,
)  # cosines: the same, a form, a synonym, kin, theme

_OF_BOTH = ("lexical", "grams", "dense", "maxsim")
_WORDS = (
    *("held", "held_two", "near_two", "missed", "exact", "named", "names", "fresh"),
    *("order", "adjacent", "words", "length"),
)
_BANDS = tuple(f"near_{round(100 * low)}" for low in BANDS)
_BEHIND_PASSAGE = ("fused", *_OF_BOTH, "sentence_lexical", "sentence_maxsim")
_BEHIND_SENTENCE = ("fused", *_OF_BOTH, "held", "near_two", "near_before")
_PASSAGE = (
    *_OF_BOTH,
    *(f"sentence_{name}" for name in (*_OF_BOTH, "kind")),
    *("fused", "place", "held_one", "order_one"),
    *(*_WORDS, *_BANDS, *(f"behind_{name}" for name in _BEHIND_PASSAGE)),
)
_SENTENCE = (
    *(*_OF_BOTH, "kind", "context"),
    *("fused", "place", "held_before", "near_before"),
    *(*_WORDS, *_BANDS, *(f"behind_{name}" for name in _BEHIND_SENTENCE)),
)
_READ = ("contextual", "behind_contextual")
SIGNS = {
    "passage": (
        *(*_PASSAGE, *_READ),
        *("sentence_contextual", "behind_sentence_contextual"),
    ),
    "sentence": (*_SENTENCE, *_READ, "contextual_whole", "behind_contextual_whole"),
    "passage_static": _PASSAGE,
    "sentence_static": _SENTENCE,
}
"""The signs of each ranker, in order; `_static` are those of a base that no transformer read."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What sentences hold of a question: words, pairs of words, and how near the rest is.

    Attributes:
        words: (s, k) 1 where the sentence holds the word, in any form.
        share: (k,) how much of the question each word is, by idf; their sum is 1.
        name_share: (k,) the same among its names and figures alone; 0 where it has none.
        exact: (s, n) 1 where it holds the word in the very form, with `exact_share` (n,).
        order: (s, k - 1) how near each pair of neighbouring words of the question stands.
        adjacent: (s, k - 1) 1 where they stand side by side, as they do in the question.
        pair_share: (k - 1,) how much each pair counts.
        near: (s, m) cosine of the nearest word, with `near_share` (m,).
        length: (s,) how many words there are.
        figure: (s,) 1 where there is a figure that the question has not.
    """

    words: Vector
    share: Vector
    name_share: Vector
    exact: Vector
    exact_share: Vector
    order: Vector
    adjacent: Vector
    pair_share: Vector
    near: Vector
    near_share: Vector
    length: Vector
    figure: Vector

    def joined(self, starts: NDArray[np.int64]) -> "_Held":
        """Return what each passage holds, of which `starts` gives the first sentence."""
        return replace(
            self,
            **{
                name: np.maximum.reduceat(getattr(self, name), starts, axis=0)
                for name in ("words", "exact", "order", "adjacent", "near", "figure")
            },
            length=np.add.reduceat(self.length, starts),
        )


# the products' kernels raise the flag on whatever lies behind short rows; the numbers are finite
@np.errstate(invalid="ignore")
def read_signs(
    channels: Channels, query: Query, scored: Scored, passages: Vector, sentences: Vector
) -> tuple[Vector, Vector]:
    """Return the signs of the passages of `scored` and those of their sentences.

    Args:
        channels: the indexes.
        query: what is asked.
        scored: the foremost passages alone.
        passages: (p,) fused score of each of them.
        sentences: (s,) fused score of each of their sentences.

    Returns:
        (p, signs) and (s, signs), in the order of `SIGNS`.
    """
    held, starts = _held(channels, query, scored), scored.first[:-1]
    after, before = _neighbours(scored.first, 1), _neighbours(scored.first, -1)
    one = {
        **_signs(query, held),
        "held_two": np.maximum(held.words, held.words[after]) @ held.share,
        "held_before": np.maximum(held.words, held.words[before]) @ held.share,
        "near_two": np.maximum(held.near, held.near[after]) @ held.near_share,
        "near_before": np.maximum(held.near, held.near[before]) @ held.near_share,
    }
    whole = {
        **_signs(query, held.joined(starts)),
        "held_two": np.maximum.reduceat(one["held_two"], starts),
        "near_two": np.maximum.reduceat(one["near_two"], starts),
        "held_one": np.maximum.reduceat(one["held"], starts),
        "order_one": np.maximum.reduceat(one["order"], starts),
    }
    context = np.repeat(passages, np.diff(scored.first))
    whole |= {**scored.features, "fused": passages}
    one |= {**scored.sentence_features, "context": context, "fused": sentences}
    behind: tuple[tuple[str, ...], tuple[str, ...]] = (_BEHIND_PASSAGE, _BEHIND_SENTENCE)
    if "contextual" in scored.features:
        one["contextual_whole"] = np.repeat(scored.features["contextual"], np.diff(scored.first))
        behind = (
            (*_BEHIND_PASSAGE, "contextual", "sentence_contextual"),
            (*_BEHIND_SENTENCE, "contextual", "contextual_whole"),
        )
    whole |= _standing(query, whole, behind[0])
    one |= _standing(query, one, behind[1])
    kind = kind_of(scored)
    return _stack(whole, SIGNS["passage" + kind]), _stack(one, SIGNS["sentence" + kind])


def kind_of(scored: Scored) -> str:
    """Return what the names of rankers and weights end in: by what read the base.

    `_any` where words have no vectors of their own, `_static` where no transformer read it.
    """
    if "maxsim" not in scored.features:
        return "_any"
    return "" if "contextual" in scored.features else "_static"


def _stack(found: Mapping[str, Vector], names: tuple[str, ...]) -> Vector:
    return np.stack([found[name] for name in names], axis=1).astype(np.float32)


def _signs(query: Query, held: _Held) -> dict[str, Vector]:
    """Return the shares of the question that are held, in order, and nearly held."""
    missed = (1 - held.words) * held.share
    bands, above = {}, np.float32(2)
    for name, low in zip(_BANDS, BANDS, strict=True):
        within = (held.near >= low) & (held.near < above)
        bands[name], above = within @ held.near_share, np.float32(low)
    counts = bool({"figure", "date"} & query.wants)
    unknown = np.full_like(held.length, 0.5)
    return {
        "held": held.words @ held.share,
        "exact": held.exact @ held.exact_share,
        "named": held.words @ held.name_share if held.name_share.any() else unknown,
        "names": np.full_like(held.length, float(held.name_share.any())),
        "fresh": held.figure if counts else unknown,
        "length": np.log1p(held.length),
        "missed": missed.max(axis=1) if missed.shape[1] else np.zeros_like(held.length),
        "order": held.order @ held.pair_share,
        "adjacent": held.adjacent @ held.pair_share,
        **bands,
    }


def _standing(
    query: Query, found: Mapping[str, Vector], behind: tuple[str, ...]
) -> dict[str, Vector]:
    """Return how many words are asked for, the place by fused score, and how far from the best."""
    fused = found["fused"]
    place = (fused[None, :] > fused[:, None]).sum(axis=1)
    return {
        "words": np.full(len(fused), len(query.groups) / 10, dtype=np.float32),
        "place": (1 / (1 + place)).astype(np.float32),
        **{f"behind_{name}": found[name] - found[name].max() for name in behind},
    }


def _neighbours(first: NDArray[np.int64], step: int) -> NDArray[np.int64]:
    """Return the place of the sentence after (1) or before (-1) each within its passage."""
    places = np.arange(first[-1], dtype=np.int64) + step
    edge = first[1:] - 1 if step > 0 else first[:-1]
    places[edge] = edge
    return places


def _held(channels: Channels, query: Query, scored: Scored) -> _Held:
    """Find the words of the question, and their order, in the sentences of `scored`."""
    index, terms = channels.lexical["stems.sentence"], channels.lexical["stems.sentence"].terms
    first, size = channels.units.words.first, len(scored.sentences)
    starts, ends = first[scored.sentences], first[scored.sentences + 1]
    words = channels.units.words.flat[spread(starts, ends)].astype(np.int64)
    owner = np.repeat(np.arange(size), ends - starts)
    stems = channels.stem_of[words]
    content = stems >= 0
    columns = {terms[s]: i for i, g in enumerate(query.groups) for s in g if s in terms}
    numbers = channels.word_numbers
    exact = {numbers[w]: i for i, w in enumerate(query.asked) if w in numbers}
    telling = _telling(index, query.groups)
    named = np.array([not query.names.isdisjoint(g) for g in query.groups], dtype=bool)
    met = _met(stems[content], columns)
    order, adjacent = _orders(owner[content], *met, size, len(query.groups))
    same = _met(words, exact)
    fresh = channels.figures[words]
    fresh[same[0]] = False
    return _Held(
        words=_table(owner[content], *met, size, len(query.groups)),
        share=_shares(telling),
        name_share=_shares(np.where(named, telling, 0)),
        exact=_table(owner, *same, size, len(query.asked)),
        exact_share=_shares(_telling(index, [stem_terms(word) for word in query.asked])),
        order=order,
        adjacent=adjacent,
        pair_share=_shares(telling[:-1] + telling[1:]),
        near=scored.near,
        near_share=scored.near_share,
        length=(ends - starts).astype(np.float32),
        figure=(np.bincount(owner[fresh], minlength=size) > 0).astype(np.float32),
    )


def _telling(index: LexicalIndex, groups: Sequence[tuple[str, ...]]) -> Vector:
    return np.array([min(map(index.telling, group)) for group in groups], dtype=np.float32)


def _shares(telling: Vector) -> Vector:
    return np.asarray(telling / max(float(telling.sum()), 1e-9), dtype=np.float32)


def _met(
    numbers: NDArray[np.int64], columns: Mapping[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of `numbers` that are in `columns`, and the column of each."""
    if not columns:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    wanted = np.array(sorted(columns), dtype=np.int64)
    at = np.minimum(np.searchsorted(wanted, numbers), len(wanted) - 1)
    place = np.flatnonzero(wanted[at] == numbers)
    of = np.array([columns[int(number)] for number in wanted], dtype=np.int64)
    return place, of[at[place]]


def _table(
    owner: NDArray[np.int64],
    place: NDArray[np.int64],
    column: NDArray[np.int64],
    size: int,
    width: int,
) -> Vector:
    """Return (size, width): 1 where a sentence holds a word."""
    table = np.zeros((size, width), dtype=np.float32)
    table[owner[place], column] = 1
    return table


def _orders(
    owner: NDArray[np.int64],
    place: NDArray[np.int64],
    column: NDArray[np.int64],
    size: int,
    width: int,
) -> tuple[Vector, Vector]:
    """Return how near the words of each neighbouring pair stand, and whether side by side."""
    order = np.zeros((size, max(width - 1, 0)), dtype=np.float32)
    adjacent = np.zeros_like(order)
    of = owner[place]
    for step in range(1, REACH + 1):
        gap = place[step:] - place[:-step]
        near = (of[step:] == of[:-step]) & (gap <= REACH)
        turn = column[step:] - column[:-step]
        for way, worth in ((1, 1.0), (-1, BACKWARDS)):
            pair = np.flatnonzero(near & (turn == way))
            at = of[pair], np.minimum(column[pair], column[pair + step])
            np.maximum.at(order, at, (worth / gap[pair]).astype(np.float32))
            if way == 1:
                side = gap[pair] == 1
                adjacent[at[0][side], at[1][side]] = 1
    return order, adjacent
