"""Train the model that ships, from pairs of texts to the folder with its card.

python -m index.training --data ../shared/bench/train --out index/model
"""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from index.training.card import write_card
from index.training.contrastive import Lesson, Schedule, train
from index.training.cooccurrence import start_table, woven
from index.training.saving import save_model
from index.training.text import Pair, read_pairs, role_pairs, slips, unique_texts
from index.training.vocabulary import Vocabulary, build_vocabulary

HELD_OUT = "UniversalDependencies+UD_Spanish-PUD"  # kept to measure English questions with
UNTAUGHT = frozenset({"next_par"})  # neighbours say little about what answers what
LONGEST = 160


def main() -> None:
    """Read, count, decompose, teach, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the pairs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--rows", type=int, default=45_000, help="rows of the table")
    parser.add_argument("--dimension", type=int, default=320)
    parser.add_argument("--kept", type=int, default=208, help="dimensions that are saved")
    parser.add_argument("--steps", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(2)  # the order of sums, and so the last bits, depend on it
    pairs = [pair for pair in read_pairs(given.data) if pair.source != HELD_OUT]
    pairs += [*role_pairs(), *slips(pairs, given.seed)]
    texts = unique_texts([pair for pair in pairs if pair.kind != "slip"], given.seed)
    vocabulary = build_vocabulary(texts, rows=given.rows)
    _tell(f"{vocabulary.rows} filas, {len(vocabulary.mapping)} palabras y trozos")
    documents = _documents(texts.spanish, pairs, vocabulary)
    frequency, idf = _frequency(documents, vocabulary.rows)
    start = start_table(documents, vocabulary.rows, given.dimension, given.seed)
    _tell("tabla de partida hecha")
    schedule = Schedule(steps=given.steps, cuts=(given.dimension, given.dimension // 2))
    lessons = _lessons(pairs, vocabulary, given.seed)
    weighed = (start * idf[:, None] / 5).astype(np.float32)
    table = train(weighed, lessons, schedule, given.seed, _tell)
    save_model(given.out, vocabulary, table[:, : given.kept], frequency)
    settings = {**asdict(schedule), "rows": vocabulary.rows, "kept": given.kept}
    write_card(given.out, {**settings, "seed": given.seed})
    _tell(f"modelo escrito en {given.out}")


def _tell(message: str) -> None:
    sys.stderr.write(message + "\n")


def _rows(texts: Sequence[str], vocabulary: Vocabulary) -> list[NDArray[np.int32]]:
    """Return the table rows of each text."""
    rows: list[NDArray[np.int32]] = []
    for first in range(0, len(texts), 20_000):
        part = list(texts[first : first + 20_000])
        for encoding in vocabulary.tokenizer.encode_batch_fast(part):
            rows.append(vocabulary.mapping[encoding.ids].astype(np.int32))
    return rows


def _documents(
    spanish: Sequence[tuple[str, str]], pairs: Sequence[Pair], vocabulary: Vocabulary
) -> list[NDArray[np.int32]]:
    """Return every Spanish text, and every translation woven with what it translates."""
    documents = _rows([text for _, text in spanish], vocabulary)
    twins = [p for p in pairs if p.languages == ("es", "en") and p.kind != "lex"]
    for a, b in zip(
        _rows([p.a for p in twins], vocabulary),
        _rows([p.b for p in twins], vocabulary),
        strict=True,
    ):
        if len(a) and len(b):
            documents.append(np.array(woven(a.tolist(), b.tolist()), dtype=np.int32))
    return [document for document in documents if len(document)]


def _frequency(
    documents: Sequence[NDArray[np.int32]], rows: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the share of texts that hold each row, and how telling it is (idf)."""
    held = np.bincount(np.concatenate([np.unique(d) for d in documents]), minlength=rows)
    share = (held / len(documents)).astype(np.float32)
    return share, np.log((len(documents) + 1) / (held + 1)).astype(np.float32)


def _lessons(pairs: Sequence[Pair], vocabulary: Vocabulary, seed: int) -> list[Lesson]:
    """Return the pairs that teach, as rows, shuffled; grouped by kind, language and source."""
    taught = [pair for pair in pairs if pair.kind not in UNTAUGHT]
    random.Random(seed).shuffle(taught)
    left = _rows([pair.a for pair in taught], vocabulary)
    right = _rows([pair.b for pair in taught], vocabulary)
    return [
        Lesson(f"{pair.kind} {pair.languages} {pair.source}", a[:LONGEST], b[:LONGEST])
        for pair, a, b in zip(taught, left, right, strict=True)
        if len(a) and len(b)
    ]


if __name__ == "__main__":
    main()
