"""How well search finds, and how fast: `python -m tests.benchmarks.search`.

On the test half of the bench, that nothing was tuned on: question to paragraph and question to
sentence, each channel alone, all together, all but the model's, and bm25s as it comes. English
sentences on their Spanish twins, which the training left out.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.lexicon import fold
from index.encoder import load_encoder
from index.fusion import fuse, weights
from index.query import read_query
from index.search import Searcher
from tests.benchmarks.squad import BENCH, Bench, article_of, interval, measures, ranks, read_bench

PARALLEL = BENCH.parent / "train" / "pairs_parallel.jsonl.gz"
HELD_OUT = "UniversalDependencies+UD_Spanish-PUD"
FIGURES = ("<!-- figures -->", "<!-- end of figures -->")
LEXICAL = {"lexical", "grams", "sentence_lexical", "sentence_grams"}


SAID: list[str] = []


def say(line: str) -> None:
    SAID.extend(line.split("\n"))
    print(line, flush=True)


def show(name: str, found: list[float]) -> None:
    score, (low, high) = measures(found), interval(found)
    say(
        f"  {name:<34} {score['ndcg@10']:.4f} [{low:.4f}, {high:.4f}]"
        f"   {score['recall@1']:.4f}   {score['recall@10']:.4f}",
    )


def head(title: str) -> None:
    say(f"\n{title}\n  {'':<34} nDCG@10 [95 %]             recall@1 recall@10")


def bm25s_as_it_comes(
    texts: list[str], questions: list[str], rights: list[NDArray[np.bool_]]
) -> list[float]:
    import bm25s

    plain = bm25s.BM25()
    plain.index(bm25s.tokenize(texts, show_progress=False), show_progress=False)
    found = []
    for question, right in zip(questions, rights, strict=True):
        tokens = bm25s.tokenize(question, return_ids=False, show_progress=False)[0]
        known = [token for token in tokens if token in plain.vocab_dict]
        scores = plain.get_scores(known) if known else np.zeros(len(texts), dtype=np.float32)
        found.append(ranks(scores, right))
    return found


def channel_ranks(
    bench: Bench, searcher: Searcher, rights: list[NDArray[np.bool_]], level: str
) -> dict[str, list[float]]:
    """Return the ranks of each channel, of all together, and of those that need no model."""
    found: dict[str, list[float]] = {}
    everything = np.arange(len(searcher.channels.units.passages), dtype=np.int64)
    passage, sentence = weights("passage"), weights("sentence")
    for question, right in zip(bench.questions, rights, strict=True):
        if not right.any():
            continue
        scored = searcher.channels.score(
            read_query(question, searcher.encoder, searcher._speller), everything
        )
        kept = {c: w for c, w in passage.items() if c in LEXICAL}
        if level == "passage":
            rows = dict(scored.features)
            rows["fused, without the model"] = fuse(scored.features, kept)
            rows["fused"] = fuse(scored.features, passage)
        else:
            rows = dict(scored.sentence_features)
            for name, table in (("fused, without the model", kept), ("fused", passage)):
                context = np.repeat(fuse(scored.features, table), np.diff(scored.first))
                of = {c: w for c, w in sentence.items() if name == "fused" or c in LEXICAL}
                if name != "fused":
                    of["context"] = sentence["context"]
                rows[name] = fuse({**scored.sentence_features, "context": context}, of)
        for name, scores in rows.items():
            found.setdefault(name, []).append(ranks(scores, right))
    return found


def paragraphs(bench: Bench, searcher: Searcher) -> None:
    head(f"Question to paragraph: {len(bench.questions)} questions, {len(bench.articles)}")
    rights = [np.arange(len(bench.articles)) == gold for gold in bench.gold]
    texts = [article.text for article in bench.articles]
    show("bm25s as it comes", bm25s_as_it_comes(texts, bench.questions, rights))
    for name, found in channel_ranks(bench, searcher, rights, "passage").items():
        show(NAMES.get(name, name), found)


def sentences(bench: Bench, searcher: Searcher) -> None:
    units = searcher.channels.units
    owner = np.searchsorted(units.passages[:, 6], np.arange(len(units.sentences)))
    texts = [units.text_of(row) for row in units.sentences]
    plain = [fold(text) for text in texts]
    rights = []
    for gold, answer in zip(bench.gold, bench.answers, strict=True):
        held = np.zeros(len(texts), dtype=bool)
        for i in np.flatnonzero(owner == gold):
            held[i] = bool(answer) and fold(answer or "") in plain[i]
        rights.append(held)
    asked = [q for q, right in zip(bench.questions, rights, strict=True) if right.any()]
    head(f"Question to sentence: {len(asked)} questions, {len(texts)} sentences")
    some = [right for right in rights if right.any()]
    show("bm25s as it comes", bm25s_as_it_comes(texts, asked, some))
    for name, found in channel_ranks(bench, searcher, rights, "sentence").items():
        show(NAMES.get(name, name), found)


NAMES = {"lexical": "BM25 (ours) alone", "dense": "dense alone", "maxsim": "late interaction alone"}


def english() -> None:
    with gzip.open(PARALLEL, "rt", encoding="utf-8") as lines:
        pairs = [r for r in map(json.loads, lines) if r["src"] == HELD_OUT and r["t"] == "par"]
    articles = [article_of(f"s{i:04}", pair["es"]) for i, pair in enumerate(pairs)]
    gold = np.arange(len(pairs))
    texts: list[str | None] = [None] * len(pairs)
    bench = Bench(articles, [pair["en"] for pair in pairs], gold, texts, [""] * len(pairs))
    head(f"English sentence to its Spanish twin: {len(pairs)}")
    rights = [gold == i for i in gold]
    spanish = [article.text for article in articles]
    show("bm25s as it comes", bm25s_as_it_comes(spanish, bench.questions, rights))
    searcher = Searcher.build(articles, load_encoder())
    for name, found in channel_ranks(bench, searcher, rights, "passage").items():
        if not name.startswith("sentence"):
            show(NAMES.get(name, name), found)


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def speed(bench: Bench, searcher: Searcher, folder: Path) -> None:
    texts = [article.text for article in bench.articles] * 4
    encoder = load_encoder()
    say("\nSpeed")
    say(f"  load the model            {seconds(load_encoder) * 1000:8.0f} ms")
    asked = bench.questions[:: max(1, len(bench.questions) // 100)]
    one = seconds(lambda: [encoder.encode_queries([q]) for q in asked]) / len(asked)
    say(f"  encode a question         {one * 1000:8.2f} ms")
    rate = len(texts) / seconds(lambda: encoder.encode_passages(texts))
    say(f"  encode passages           {rate:8.0f} a second")
    searcher.save(folder)
    say(f"  open the index            {seconds(lambda: Searcher.load(folder)) * 1000:8.0f} ms")
    searcher.search("uno")
    taken = [seconds(lambda q=q: searcher.search(q)) for q in asked]  # type: ignore[misc]
    say(f"  search, {len(bench.articles)} passages      {np.median(taken) * 1000:8.1f} ms (median)")


def main() -> None:
    from tempfile import TemporaryDirectory

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every tenth question")
    parser.add_argument("--card", type=Path, help="model card to write the figures into")
    arguments = parser.parse_args()
    if not BENCH.is_file():
        sys.exit(f"{BENCH} is not there: nothing to measure on")
    bench = read_bench("test")
    if arguments.quick:
        bench = Bench(
            bench.articles,
            bench.questions[::10],
            bench.gold[::10],
            bench.answers[::10],
            bench.titles,
        )
    searcher = Searcher.build(bench.articles, load_encoder())
    paragraphs(bench, searcher)
    sentences(bench, searcher)
    if PARALLEL.is_file():
        english()
    with TemporaryDirectory() as folder:
        speed(bench, searcher, Path(folder))
    if arguments.card:
        text = arguments.card.read_text(encoding="utf-8")
        before, rest = text.split(FIGURES[0], 1)
        after = rest.split(FIGURES[1], 1)[1]
        block = "\n".join(f"    {line}".rstrip() for line in SAID)
        whole = f"{before}{FIGURES[0]}\n{block}\n\n{FIGURES[1]}{after}"
        arguments.card.write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    main()
