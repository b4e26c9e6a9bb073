"""The question-to-paragraph bench: articles of one paragraph each, and its measures.

SQuAD-es, translated sentences, and the articles of our own that search is fitted on.
"""

import gzip
import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Block, Passage, Sentence
from corpus.lexicon import fold
from corpus.reading import read_paths
from corpus.segmentation import split_sentences
from tests.gold import HERE
from tests.gold.paraphrases import load_paraphrases

BENCH = Path(__file__).parents[2].parent / "shared" / "bench" / "squad-es.json"
PARALLEL = BENCH.parent / "train" / "pairs_parallel.jsonl.gz"
FITTED = HERE / "paraphrased" / "fitted"  # articles of our own, 16 of them on the same themes
TOGETHER = 16
SHORT = 15  # characters: a shorter sentence is part of many an answer
HELD_OUT = "UniversalDependencies+UD_Spanish-PUD"  # translations that the model was not taught


@dataclass(frozen=True)
class Bench:
    """Articles, questions, and for each question its article and what answers, word for word."""

    articles: list[Article]
    questions: list[str]
    gold: NDArray[np.int64]
    answers: list[tuple[str, ...]]
    titles: list[str]

    def part(self, title: str) -> "Bench":
        """Return the bench of one title alone: a small base."""
        kept = [i for i, t in enumerate(self.titles) if t == title]
        place = {old: new for new, old in enumerate(kept)}
        asked = [k for k, g in enumerate(self.gold) if int(g) in place]
        return Bench(
            [self.articles[i] for i in kept],
            [self.questions[k] for k in asked],
            np.array([place[int(self.gold[k])] for k in asked]),
            [self.answers[k] for k in asked],
            [title] * len(kept),
        )


def article_of(name: str, text: str, title: str = "") -> Article:
    """Make a plain article of one passage."""
    sentences = tuple(Sentence(s.start, s.end) for s in split_sentences(text))
    first, last = sentences[0].start, sentences[-1].end
    return Article(
        id=name,
        text=text,
        title=title,
        authors=(),
        publisher=None,
        published=None,
        language="es",
        source=f"{name}.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        blocks=(Block(first, last),),
        sentences=sentences,
        passages=(Passage(first, last, 0, len(sentences) - 1),),
    )


def read_bench(half: str) -> Bench:
    """Read `test`, or of `tune` those questions that the transformer was not taught by."""
    entries = json.loads(BENCH.read_text(encoding="utf-8"))[half]
    kept = slice(1, None, 2) if half == "tune" else slice(None)
    asked = [(q, i) for i, entry in enumerate(entries) for q in entry["questions"][kept]]
    return Bench(
        [article_of(f"p{i:04}", entry["paragraph"]) for i, entry in enumerate(entries)],
        [q["question"] for q, _ in asked],
        np.array([i for _, i in asked]),
        [(q["answer"],) if q["answer"] else () for q, _ in asked],
        [entry["title"] for entry in entries],
    )


def read_twins(half: str, share: float = 0.5) -> Bench:
    """Read `tune` or `test`: paragraphs of five Spanish sentences, each asked for in English.

    Asked is `share` of the words of a sentence's English twin, since a question leaves out what
    it does not know; the answer is that sentence.
    """
    with gzip.open(PARALLEL, "rt", encoding="utf-8") as lines:
        pairs = [r for r in map(json.loads, lines) if r["src"] == HELD_OUT and r["t"] == "par"]
    pairs = pairs[len(pairs) // 2 :] if half == "test" else pairs[: len(pairs) // 2]
    dice = random.Random(0)
    articles: list[Article] = []
    questions, gold, answers = [], [], list[tuple[str, ...]]()
    for first in range(0, len(pairs), 5):
        some = pairs[first : first + 5]
        text = " ".join(pair["es"].strip() for pair in some)
        for pair in some:
            words = [word for word in pair["en"].split() if dice.random() < share]
            questions.append(" ".join(words) or pair["en"])
            gold.append(len(articles))
            answers.append((pair["es"].strip(),))
        articles.append(article_of(f"t{first:04}", text))
    titles = [article.id for article in articles]
    return Bench(articles, questions, np.array(gold), answers, titles)


def read_fitted() -> Bench:
    """Read our own articles, a passage each, and the questions that one passage answers whole."""
    articles: list[Article] = []
    titles: list[str] = []
    of: dict[str, list[int]] = {}
    for number, whole in enumerate(read_paths([FITTED]).articles):
        for passage in whole.passages:
            of.setdefault(Path(whole.source).stem, []).append(len(articles))
            articles.append(
                article_of(f"{whole.id}-{passage.start}", passage.of(whole.text), whole.title)
            )
            titles.append(f"{number // TOGETHER}")
    texts = [fold(" ".join(article.text.split())) for article in articles]
    questions, gold, answers = [], [], []
    for asked in load_paraphrases(FITTED):
        wanted = [fold(" ".join(answer.split())) for answer in asked.answers]
        held = [i for i in of[asked.article] if wanted and all(a in texts[i] for a in wanted)]
        if held:
            questions.append(asked.text)
            gold.append(held[0])
            answers.append(asked.answers)
    return Bench(articles, questions, np.array(gold), answers, titles)


def read_tuning() -> tuple[list[Bench], list[Bench]]:
    """Return what search is tuned on: as two large bases, and as one small base a title."""
    whole = [read_bench("tune"), read_fitted()]
    return whole, [bench.part(title) for bench in whole for title in dict.fromkeys(bench.titles)]


def holds(sentence: str, answers: tuple[str, ...]) -> bool:
    """Say whether a sentence, folded, holds an answer, or is part of one."""
    plain = " ".join(sentence.split())
    folded = [fold(" ".join(answer.split())) for answer in answers]
    return any(answer in plain or (len(plain) > SHORT and plain in answer) for answer in folded)


def ranks(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    """Return the rank from 0 of the best right one; equal scores share the middle of theirs."""
    if not right.any():
        return float("inf")
    top = scores[right].max()
    return float((scores > top).sum() + ((scores == top) & ~right).sum() / 2)


def measures(found: list[float]) -> dict[str, float]:
    """Return nDCG@10 (one right answer), recall@1 and recall@10 of ranks from 0."""
    rank = np.array(found)
    gain = np.where(rank < 10, 1 / np.log2(np.where(rank < 10, rank, 0) + 2), 0.0)
    return {
        "ndcg@10": float(gain.mean()),
        "recall@1": float((rank < 1).mean()),
        "recall@10": float((rank < 10).mean()),
    }


def interval(found: list[float], rounds: int = 1000) -> tuple[float, float]:
    """Return the 95 % interval of nDCG@10 by drawing the questions anew."""
    rank = np.array(found)
    gain = np.where(rank < 10, 1 / np.log2(np.where(rank < 10, rank, 0) + 2), 0.0)
    return drawn_anew(gain, rounds)


def drawn_anew(values: NDArray[Any], rounds: int = 1000) -> tuple[float, float]:
    """Return the 95 % interval of the mean of `values`, drawn anew."""
    dice = np.random.default_rng(0)
    means = [values[dice.integers(0, len(values), len(values))].mean() for _ in range(rounds)]
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))
