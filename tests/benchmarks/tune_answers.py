"""Sets how evidence is ranked and when Puente abstains: `python -m tests.benchmarks.tune_answers`.

Ranking: for every annotated question the sentences that answer it should come first (a listwise
logistic loss over the signs of `index.answer.evidence`, pulled towards nothing).
Abstention: a logistic model over the signs of `index.answer.confidence`, on questions that the
articles answer and on questions that they do not: those annotated as such, and those of an article
that has been taken out of the base. Tuned on the originals, the digests, the dev and press texts,
and annotated folders given with `--folder`; the held texts are only reported on, by
`tests.benchmarks.answers`. Writes `index/data/answer_weights.yaml` and
`index/data/confidence.yaml`, and prints the threshold's curve.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.answer.answering import draft_of
from index.answer.confidence import confidence_of, signs_of
from index.answer.evidence import SHARPNESS, Asked, weights
from index.base import Base
from index.building import build
from tests.benchmarks.answers import GOLD, ROOT, SHARED, Item, items_of_originals, items_of_ours
from tests.benchmarks.matching import containment

DATA = ROOT / "index" / "data"
PULL = 1.0  # strength of the pull of every weight towards nothing, in questions
KEPT = 0.94  # share of the answers that the threshold must keep


@dataclass(frozen=True)
class Case:
    item: Item
    base: Base


def cases(folder: Path, items: Sequence[Item], scratch: Path) -> Iterator[Case]:
    """The items asked of their folder."""
    build(scratch / "whole", sorted(folder.glob("*.txt")) or [folder])
    base = Base.open(scratch / "whole")
    for item in items:
        yield Case(item, base)


def orphans(folder: Path, items: Sequence[Item], scratch: Path) -> Iterator[Case]:
    """The items asked of the folder without the articles that answer them."""
    files = sorted([*folder.glob("*.txt"), *folder.glob("*.md")])
    whole = Base.open(scratch / "whole")
    texts = {article.source: article.text for article in whole.articles}
    for left_out in files:
        hit = [
            item
            for item in items
            if item.answerable
            and item.evidence
            and all(_squeeze(e) in _squeeze(texts[left_out.name]) for e in item.evidence)
        ]
        if hit:
            place = scratch / left_out.stem
            build(place, [f for f in files if f != left_out])
            base = Base.open(place)
            for item in hit:
                yield Case(Item(item.question, "orphan", answerable=False), base)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def fit_ranking(found: Sequence[Case]) -> dict[str, float]:
    """Return the weights under which the right sentences come first."""
    names = list(weights())
    lists = []
    for case in found:
        if not case.item.answerable:
            continue
        asked = Asked.of(case.item.question, case.base)
        signs = np.array([[s.signs[n] for n in names] for s in asked.told])
        right = np.array(
            [any(containment(e, s.text) >= 0.6 for e in case.item.evidence) for s in asked.told]
        )
        if right.any():
            lists.append((signs, right))
    before = np.array([weights()[n] for n in names])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = PULL * SHARPNESS * float(w @ w), 2 * PULL * SHARPNESS * w
        for signs, right in lists:
            scores = SHARPNESS * (signs @ w)
            chances = np.exp(scores - scores.max())
            found = chances[right]
            total -= float(np.log(found.sum() / chances.sum()))
            slope = slope + SHARPNESS * (
                chances @ signs / chances.sum() - found @ signs[right] / found.sum()
            )
        return total / len(lists), slope / len(lists)

    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    first = [sum(bool(r[np.argmax(s @ w)]) for s, r in lists) for w in (before, solved.x)]
    print(f"ranking: {len(lists)} questions, right sentence first {first[0]} -> {first[1]}")
    return {name: round(float(value), 3) for name, value in zip(names, solved.x, strict=True)}


def fit_confidence(found: Sequence[Case]) -> dict[str, object]:
    """Return weights, intercept and threshold of the abstention, and print its curve."""
    rows, labels, kinds = [], [], []
    names: list[str] = []
    for case in found:
        asked = Asked.of(case.item.question, case.base)
        draft = draft_of(asked)
        if not draft.statements or confidence_of(asked, draft) == 0.0:
            continue
        signs = signs_of(asked, draft)
        names = list(signs)
        rows.append([signs[n] for n in names])
        labels.append(case.item.answerable)
        kinds.append(case.item.kind)
    x, y = np.array(rows), np.array(labels)
    # each of the three sorts weighs the same as the answerable ones do together, or half of it
    weight = np.where(y, 1.0, 0.0)
    for kind, share in (("unanswerable", 0.7), ("orphan", 0.3)):
        mine = np.array([k == kind for k in kinds])
        weight[mine] = share * y.sum() / max(1, mine.sum())

    def loss(w: NDArray[np.float64]) -> float:
        margin = (x @ w[1:] + w[0]) * np.where(y, 1, -1)
        return float((weight * np.logaddexp(0, -margin)).sum() + 1.0 * (w[1:] ** 2).sum())

    solved = minimize(loss, np.zeros(x.shape[1] + 1), method="L-BFGS-B").x
    chance = 1 / (1 + np.exp(-(x @ solved[1:] + solved[0])))
    print("threshold  answers kept  unanswerable refused  orphans refused")
    threshold = 0.0
    for t in np.arange(0.1, 0.95, 0.025):
        kept = float((chance[y] >= t).mean())
        refused = [
            float((chance[np.array([k == kind for k in kinds])] < t).mean())
            for kind in ("unanswerable", "orphan")
        ]
        print(f"{t:9.3f}  {kept:12.3f}  {refused[0]:20.3f}  {refused[1]:15.3f}")
        if kept >= KEPT:
            threshold = round(float(t), 3)
    return {
        "threshold": threshold,
        "intercept": round(float(solved[0]), 3),
        "weights": {n: round(float(v), 3) for n, v in zip(names, solved[1:], strict=True)},
    }


HEADS = {
    "answer_weights": "# How much each sign counts when sentences are ranked as evidence for a"
    " question. Each sign lies in\n# 0 to 1. Set by `python -m tests.benchmarks.tune_answers`.\n",
    "confidence": "# Logistic weights of the signs of `index.answer.confidence`, and the confidence"
    " below which Puente\n# abstains. Set by `python -m tests.benchmarks.tune_answers`, which"
    " prints the curve.\n",
}


def write(name: str, content: object) -> None:
    text = HEADS[name] + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    (DATA / f"{name}.yaml").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    parser.add_argument(
        "--folder", type=Path, action="append", default=[], help="of annotated texts, too"
    )
    options = parser.parse_args()
    folders = [GOLD / "unseen/dev", GOLD / "unseen/press", *options.folder]
    sets = [(ROOT / "corpus/articles", items_of_ours(GOLD / "digests"))]
    sets += [(folder, items_of_ours(folder)) for folder in folders]
    if SHARED.exists():
        sets.append((SHARED / "articles", items_of_originals()))
    with tempfile.TemporaryDirectory() as scratch:
        found: list[Case] = []
        without: list[Case] = []
        for number, (folder, items) in enumerate(sets):
            found += cases(folder, items, Path(scratch) / str(number))
            without += orphans(folder, items, Path(scratch) / str(number))
        ranking = fit_ranking(found)
        if not options.dry:
            write("answer_weights", ranking)
            weights.cache_clear()
        confidence = fit_confidence([*found, *without])
        if not options.dry:
            write("confidence", confidence)


if __name__ == "__main__":
    main()
