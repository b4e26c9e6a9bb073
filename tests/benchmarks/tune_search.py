"""Learns the weights of the channels: `python -m tests.benchmarks.tune_search [--write]`.

From the tuning half of the bench alone, seen twice: as one base, and as one small base a title,
so that the weights hold for both. For each question, the right passage (then the right sentence)
is to score above the others that any channel puts high: softmax over them, weights not negative.
"""

import argparse
import sys

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpus.lexicon import fold
from index.encoder import load_encoder
from index.fusion import FILE, fuse, weights
from index.query import read_query
from index.search import Searcher
from tests.benchmarks.squad import BENCH, Bench, measures, ranks, read_bench

RIVALS = 40  # passages or sentences that each right one is set against
PENALTY = 1e-3
OF_BOTH = ["lexical", "grams", "dense", "maxsim"]
PASSAGE = [*OF_BOTH, *(f"sentence_{channel}" for channel in [*OF_BOTH, "kind"])]
SENTENCE = [*OF_BOTH, "kind", "context"]
Example = tuple[NDArray[np.float32], NDArray[np.bool_]]


def passage_examples(bench: Bench, searcher: Searcher) -> list[Example]:
    """Return, for each question, the features of all passages (passages, k) and the right one."""
    examples = []
    everything = np.arange(len(bench.articles), dtype=np.int64)
    for question, gold in zip(bench.questions, bench.gold, strict=True):
        query = read_query(question, searcher.encoder, searcher._speller)
        found = searcher.channels.score(query, everything).features
        examples.append((np.stack([found[c] for c in PASSAGE], axis=1), everything == gold))
    return examples


def sentence_examples(bench: Bench, searcher: Searcher, passage: dict[str, float]) -> list[Example]:
    """Return the features of all sentences, and those of the right passage with the answer."""
    examples = []
    units = searcher.channels.units
    texts = [fold(units.text_of(row)) for row in units.sentences]
    everything = np.arange(len(bench.articles), dtype=np.int64)
    for question, gold, answer in zip(bench.questions, bench.gold, bench.answers, strict=True):
        query = read_query(question, searcher.encoder, searcher._speller)
        scored = searcher.channels.score(query, everything)
        context = np.repeat(fuse(scored.features, passage), np.diff(scored.first))
        found = {**scored.sentence_features, "context": context}
        right = np.zeros(len(texts), dtype=bool)
        for i in range(scored.first[gold], scored.first[gold + 1]):
            right[i] = bool(answer) and fold(answer or "") in texts[scored.sentences[i]]
        if right.any():
            examples.append((np.stack([found[c] for c in SENTENCE], axis=1), right))
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
    bench, encoder = read_bench("tune"), load_encoder()
    parts = [bench, *(bench.part(title) for title in dict.fromkeys(bench.titles))]
    made = [(part, Searcher.build(part.articles, encoder)) for part in parts]
    learnt: dict[str, dict[str, float]] = {}
    for kind, names in (("passage", PASSAGE), ("sentence", SENTENCE)):
        if kind == "passage":
            sets = [passage_examples(*one) for one in made]
        else:
            sets = [sentence_examples(*one, learnt["passage"]) for one in made]
        whole, small = sets[0], [example for one in sets[1:] for example in one]
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
        table = yaml.safe_dump({**learnt, **kept}, sort_keys=False, allow_unicode=True)
        FILE.write_text(head + table, encoding="utf-8")


if __name__ == "__main__":
    main()
