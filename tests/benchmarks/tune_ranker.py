"""Learns the ranker: `python -m tests.benchmarks.tune_ranker [--write]`, after `tune_search`.

From the tuning half of the bench and the articles of our own that search is fitted on, each seen
as one base and as one small base a title, and from half of the translated sentences that the model
was not taught, so that English is not forgotten. For each question the right passage (then the
right sentence) is to score above the other foremost ones: softmax over them. Learnt for bases that
the transformer has read and for those that it has not. Without `--write`, it tells what the ranker
reaches on titles left out.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.lexicon import fold
from index.channels import spread
from index.encoder import load_encoder
from index.fusion import best
from index.query import read_query
from index.ranker import FILE, FOREMOST, NUMBERS, SPREAD, Ranker
from index.search import Searcher
from index.signs import SIGNS, read_signs
from tests.benchmarks.squad import (
    BENCH,
    Bench,
    holds,
    measures,
    ranks,
    read_tuning,
    read_twins,
)

HIDDEN = 16
ROUNDS = 25  # times that every question is seen
BATCH = 128
RATE = 3e-3
DECAY = 1e-2
DROPOUT = 0.2
FOLDS = 4
SENTENCES = 60  # foremost sentences that a question is taught with


@dataclass(frozen=True)
class Lesson:
    """The signs of the foremost candidates of a question, and which of them are right.

    `lost` is the rank by fused score, which stands where no right one is among the foremost.
    """

    title: str
    signs: NDArray[np.float32]
    right: NDArray[np.bool_]
    lost: float


def lessons(bench: Bench, searcher: Searcher) -> Iterator[tuple[Lesson, Lesson]]:
    """Ask every question of all passages; yield what is to be learnt of passages, of sentences."""
    units = searcher.channels.units
    everything = np.arange(len(bench.articles), dtype=np.int64)
    texts = [fold(units.text_of(row)) for row in units.sentences]
    for question, gold, answer in zip(bench.questions, bench.gold, bench.answers, strict=True):
        query = read_query(question, searcher.encoder, searcher._speller)
        scored = searcher.channels.score(query, everything)
        passages, sentences = searcher._fuse(scored, ())
        foremost = best(passages, FOREMOST)
        part = scored.part(foremost)
        kept = spread(scored.first[foremost], scored.first[foremost + 1])
        signs = read_signs(searcher.channels, query, part, passages[foremost], sentences[kept])
        right = np.zeros(len(scored.sentences), dtype=bool)
        for i in range(scored.first[gold], scored.first[gold + 1]):
            right[i] = holds(texts[scored.sentences[i]], answer)
        first = best(sentences[kept], SENTENCES)
        title = bench.titles[int(gold)]
        yield (
            Lesson(title, signs[0], foremost == gold, ranks(passages, everything == gold)),
            Lesson(title, signs[1][first], right[kept][first], ranks(sentences, right)),
        )


def padded(taught: Sequence[Lesson]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the signs of all lessons as one block, which of it is filled, and what is right."""
    longest = max(len(lesson.right) for lesson in taught)
    signs = np.zeros((len(taught), longest, taught[0].signs.shape[1]), dtype=np.float32)
    filled, right = np.zeros(signs.shape[:2], dtype=bool), np.zeros(signs.shape[:2], dtype=bool)
    for i, lesson in enumerate(taught):
        signs[i, : len(lesson.right)] = lesson.signs
        filled[i, : len(lesson.right)] = True
        right[i, : len(lesson.right)] = lesson.right
    return torch.from_numpy(signs), torch.from_numpy(filled), torch.from_numpy(right)


def learn(taught: Sequence[Lesson], names: Sequence[str], seed: int) -> Ranker:
    """Teach a ranker by those lessons that hold a right candidate."""
    torch.manual_seed(seed)
    signs, filled, right = padded([lesson for lesson in taught if lesson.right.any()])
    mean, deviation = signs[filled].mean(0), signs[filled].std(0) + 1e-3
    signs = ((signs - mean) / deviation).clamp(-SPREAD, SPREAD)
    linear = torch.nn.Linear(len(names), 1, bias=False)
    hidden, out = torch.nn.Linear(len(names), HIDDEN), torch.nn.Linear(HIDDEN, 1, bias=False)
    drop = torch.nn.Dropout(DROPOUT)
    layers = [*linear.parameters(), *hidden.parameters(), *out.parameters()]
    optimizer = torch.optim.AdamW(layers, lr=RATE, weight_decay=DECAY)
    steps = ROUNDS * -(-len(signs) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    for _ in range(ROUNDS):
        for rows in torch.split(torch.randperm(len(signs)), BATCH):
            layer = out(drop(torch.relu(hidden(drop(signs[rows])))))
            scores = (linear(signs[rows]) + layer)[..., 0].masked_fill(~filled[rows], -1e4)
            chance = scores.log_softmax(1).masked_fill(~right[rows], -1e9)
            optimizer.zero_grad()
            (-chance.logsumexp(1).mean()).backward()
            optimizer.step()
            pace.step()
    kept = (mean, deviation, linear.weight[0], hidden.weight, hidden.bias, out.weight[0])
    return Ranker(tuple(names), *(t.detach().numpy().astype(np.float64) for t in kept))


def reached(ranker: Ranker, asked: Sequence[Lesson]) -> list[float]:
    """Return the rank from 0 of the right candidate for each question."""
    found = []
    for lesson in asked:
        held = lesson.right.any()
        found.append(ranks(ranker.scores(lesson.signs), lesson.right) if held else lesson.lost)
    return found


def check(kind: str, taught: Sequence[Lesson], names: Sequence[str]) -> None:
    """Tell what is reached on titles that were not taught, and by the fused score alone."""
    asked = [lesson for lesson in taught if np.isfinite(lesson.lost)]
    titles = sorted({lesson.title for lesson in asked})
    random.Random(0).shuffle(titles)
    found: list[float] = []
    for part in range(FOLDS):
        out = set(titles[part::FOLDS])
        ranker = learn([lesson for lesson in taught if lesson.title not in out], names, 0)
        found += reached(ranker, [lesson for lesson in asked if lesson.title in out])
    print(f"{kind}: fused {measures([a.lost for a in asked])}, ranked {measures(found)}")


def rounded(ranker: Ranker) -> dict[str, object]:
    tables: dict[str, object] = {"signs": list(ranker.signs)}
    for name in NUMBERS:
        tables[name] = np.round(getattr(ranker, name), 4).tolist()
    return tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write index/data/ranker.json")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not BENCH.is_file():
        sys.exit(f"{BENCH} is not there: nothing to tune on")
    torch.set_num_threads(1)
    encoder = load_encoder()
    benches, parts = read_tuning()
    parts = [*benches, *parts, read_twins("tune")]
    asked = sum(len(bench.questions) for bench in benches)
    tables: dict[str, dict[str, object]] = {}
    for suffix in ("", "_static"):
        made = [
            pair
            for part in parts
            for pair in lessons(part, Searcher.build(part.articles, encoder, contextual=not suffix))
        ]
        for place, level in enumerate(("passage", "sentence")):
            kind, taught = level + suffix, [pair[place] for pair in made]
            if arguments.write:
                tables[kind] = rounded(learn(taught, SIGNS[kind], arguments.seed))
            else:
                check(kind, taught[:asked], SIGNS[kind])
    if arguments.write:
        text = ",\n".join(
            f' "{kind}": {{\n'
            + ",\n".join(f'  "{name}": {json.dumps(value)}' for name, value in table.items())
            + "\n }"
            for kind, table in tables.items()
        )
        FILE.write_text("{\n" + text + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
