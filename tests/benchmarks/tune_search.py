"""Learns the weights of the channels: `python -m tests.benchmarks.tune_search [--write]`.

From the tuning half of the bench and from the articles of our own that search is fitted on, each
seen twice: as one base, and as one small base a title, so that the weights hold for both. For each
question, the right passage (then the right sentence) is to score above the others that any channel
puts high: softmax over them, weights not negative. Learnt with the transformer and without.
"""

import argparse
import sys
from dataclasses import dataclass

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpus.lexicon import fold
from index.channels import Features
from index.encoder import load_encoder
from index.fusion import FILE, weights
from index.query import read_query
from index.search import Searcher
from tests.benchmarks.squad import (
    BENCH,
    Bench,
    holds,
    measures,
    ranks,
    read_tuning,
)

RIVALS = 40  # passages or sentences that each right one is set against
PENALTY = 1e-3
OF_BOTH = ["lexical", "grams", "dense", "maxsim"]
PASSAGE = [*OF_BOTH, *(f"sentence_{channel}" for channel in [*OF_BOTH, "kind"])]
SENTENCE = [*OF_BOTH, "kind"]
READ = ["contextual"]
NAMES = {
    "passage": [*PASSAGE, *READ, "sentence_contextual"],
    "sentence": [*SENTENCE, *READ, "context"],
    "passage_static": PASSAGE,
    "sentence_static": [*SENTENCE, "context"],
}
# No bench names roles as business articles do: their channel is set by hand.
BY_HAND = {"passage": {"sentence_roles": 0.05}, "sentence": {"roles": 0.05}}
Example = tuple[NDArray[np.float32], NDArray[np.bool_]]


@dataclass(frozen=True)
class Case:
    """What the channels say for one question: of passages, and of their sentences.

    `first` is where the sentences of each passage begin.
    """

    features: Features
    gold: int
    sentences: Features
    right: NDArray[np.bool_]
    first: NDArray[np.int64]


def cases(bench: Bench, searcher: Searcher) -> list[Case]:
    """Ask the questions of all passages."""
    units, found = searcher.channels.units, []
    everything = np.arange(len(bench.articles), dtype=np.int64)
    texts = [fold(units.text_of(row)) for row in units.sentences]
    for k in range(len(bench.questions)):
        query = read_query(bench.questions[k], searcher.encoder, searcher._speller)
        scored = searcher.channels.score(query, everything)
        gold, answer = int(bench.gold[k]), bench.answers[k]
        right = np.zeros(len(scored.sentences), dtype=bool)
        for i in range(scored.first[gold], scored.first[gold + 1]):
            right[i] = holds(texts[scored.sentences[i]], answer)
        features = scored.features, scored.sentence_features
        found.append(Case(features[0], gold, features[1], right, scored.first))
    return found


def passage_examples(found: list[Case], names: list[str]) -> list[Example]:
    size = [len(case.first) - 1 for case in found]
    return [
        (np.stack([case.features[name] for name in names], axis=1), np.arange(n) == case.gold)
        for case, n in zip(found, size, strict=True)
    ]


def sentence_examples(
    found: list[Case], passage: dict[str, float], names: list[str]
) -> list[Example]:
    """Add the context: the score of the passage, as `Searcher` gives it."""
    examples = []
    for case in found:
        whole = sum(weight * case.features[name] for name, weight in passage.items())
        context = np.repeat(np.asarray(whole, dtype=np.float32), np.diff(case.first))
        features = {**case.sentences, "context": context}
        if case.right.any():
            examples.append((np.stack([features[name] for name in names], axis=1), case.right))
    return examples


def learn(examples: list[Example], names: list[str]) -> dict[str, float]:
    """Return the weight of each channel, their sum 1."""
    rows = []
    for features, right in examples:
        scores = features.sum(axis=1)
        best = int(np.argmax(np.where(right, scores, -np.inf)))
        order = [i for i in np.argsort(-scores, kind="stable") if not right[i]][:RIVALS]
        gap = np.zeros((RIVALS, features.shape[1]))
        gap[: len(order)] = features[best] - features[order]
        gap[len(order) :] = 100  # no rival: far below
        rows.append(gap)
    gaps = np.stack(rows)

    def loss(weight: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        lost = np.exp(-np.clip(gaps @ weight, -50, 50))
        total = 1 + lost.sum(axis=1)
        slope = -np.einsum("ij,ijk->k", lost / total[:, None], gaps) / len(gaps)
        value = float(np.log(total).mean() + PENALTY * weight @ weight)
        return value, slope + 2 * PENALTY * weight

    start = np.ones(gaps.shape[2])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    shares = found.x / found.x.sum()
    return {name: round(float(share), 4) for name, share in zip(names, shares, strict=True)}


def judge(examples: list[Example], weight: dict[str, float], names: list[str]) -> dict[str, float]:
    """Return the measures of `weight` on `examples`."""
    vector = np.array([weight[name] for name in names], dtype=np.float32)
    return measures([ranks(features @ vector, right) for features, right in examples])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write index/data/fusion.yaml")
    arguments = parser.parse_args()
    if not BENCH.is_file():
        sys.exit(f"{BENCH} is not there: nothing to tune on")
    encoder = load_encoder()
    benches, parts = read_tuning()
    made = [cases(part, Searcher.build(part.articles, encoder)) for part in (*benches, *parts)]
    learnt: dict[str, dict[str, float]] = {}
    for kind, names in NAMES.items():
        if kind.startswith("passage"):
            sets = [passage_examples(found, names) for found in made]
        else:
            passage = learnt[kind.replace("sentence", "passage")]
            sets = [sentence_examples(found, passage, names) for found in made]
        whole = [example for one in sets[: len(benches)] for example in one]
        small = [example for one in sets[len(benches) :] for example in one]
        learnt[kind] = learn(whole + small, names)
        before = {name: weights(kind).get(name, 0.0) for name in names}
        print(kind, learnt[kind])
        for name, examples in (("one base", whole), ("a base a title", small)):
            shown = [judge(examples, weight, names) for weight in (before, learnt[kind])]
            print(f"  {name}: before {shown[0]}, learnt {shown[1]}", flush=True)
    if arguments.write:
        text = FILE.read_text(encoding="utf-8")
        head = "".join(line for line in text.splitlines(True) if line.startswith("#"))
        kept = {k: v for k, v in yaml.safe_load(text).items() if k.endswith("_any")}
        hand = {kind: BY_HAND[kind.removesuffix("_static")] for kind in learnt}
        whole_table = {kind: {**table, **hand[kind]} for kind, table in learnt.items()}
        table = yaml.safe_dump({**whole_table, **kept}, sort_keys=False, allow_unicode=True)
        FILE.write_text(head + table, encoding="utf-8")


if __name__ == "__main__":
    main()
