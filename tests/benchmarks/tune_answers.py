"""Sets how evidence is ranked and when Puente abstains: `python -m tests.benchmarks.tune_answers`.

Ranking: for every annotated question the sentences that answer it should come first (a listwise
logistic loss over the signs of `index.answer.evidence`, pulled towards nothing).
Abstention: a logistic model over the signs of `index.answer.confidence`, on questions that the
articles answer and on questions that they do not: those annotated as such, those of an article
that has been taken out of the base, and those of other bases. Tuned on the originals, the digests
and the questions typed on them, the dev, press and wide texts, one of the open themes, and folders
of annotated texts given with `--folder`; both also on the articles that search is fitted on and on
those of `asked/fitted`, whose questions, many more, are counted down; what is kept aside is only
reported on, by `tests.benchmarks.answers`.
Writes `index/data/answer_weights.yaml` and `index/data/confidence.yaml`, and prints the threshold's
curve as it is on texts that a fit has not seen: each topic in turn is left out of it.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.answer.answering import draft_of
from index.answer.beside import left_beside
from index.answer.confidence import signs_of
from index.answer.evidence import SHARPNESS, Asked, weights
from index.base import Base
from index.building import build
from tests.benchmarks.answers import (
    GOLD,
    ROOT,
    SHARED,
    Item,
    items_of_originals,
    items_of_ours,
    items_of_theme,
    items_of_typed,
)
from tests.benchmarks.matching import containment
from tests.benchmarks.squad import FITTED, TOGETHER
from tests.gold import squeezed
from tests.gold.marks import ASKED
from tests.gold.paraphrases import load_paraphrases
from tests.gold.themes import themes

DATA = ROOT / "index" / "data"
AGAINST = ("unknown", "strangers", "missed", "missed_exact", "rare_missed")  # signs of no answer
EITHER = ("asks_", "told_", "everything", "long", "english")  # for an answer or against it
OTHERS = 60  # questions of other bases that each is asked
SORTS = {"unanswerable": 0.6, "orphan": 0.25, "foreign": 0.15}  # what each weighs beside answers
# with 05 and 07 too, answers to themes kept aside gain 2 points, and silence on what `exam` and the
# typed questions do not answer loses 10
FITTED_THEMES = ("03",)
FITTED_UNSEEN = ("dev", "press", "wide")
LESS = 0.5  # what one of the questions of `fitted` counts in ranking
PULL, PULL_DOWN = 1.0, 0.3  # pull of every weight towards nothing, in questions: of both fits
LEAST = 0.03  # what one of the questions of `fitted` counts where abstention is fitted
ASKED_COUNTS = 0.3  # … and one of those of `asked/fitted`, which are more like what is asked
KEPT = 0.92  # share of the answers that the threshold must keep, on texts a fit has not seen


@dataclass(frozen=True)
class Set:
    """Questions on the texts of a folder; sets of one topic are not foreign to one another."""

    topic: str
    folder: Path
    items: Sequence[Item]
    files: Sequence[Path] = ()  # of the folder, where not all of it

    @property
    def paths(self) -> list[Path]:
        return [*self.files] or sorted(self.folder.glob("*.txt")) or [self.folder]


@dataclass(frozen=True)
class Case:
    topic: str
    item: Item
    base: Base


def cases(one: Set, scratch: Path) -> Iterator[Case]:
    """The items asked of their folder."""
    build(scratch / "whole", one.paths)
    base = Base.open(scratch / "whole")
    for item in one.items:
        yield Case(one.topic, item, base)


def fitted(folder: Path) -> Iterator[Set]:
    """Articles that the transformer has not seen, 16 a base."""
    files = sorted(folder.glob("*.txt"))
    asked = load_paraphrases(folder)
    for first in range(0, len(files), TOGETHER):
        some = files[first : first + TOGETHER]
        stems = {path.stem for path in some}
        items = [
            Item(
                question.text,
                question.type if question.answers else "unanswerable",
                evidence=question.answers,
                answerable=bool(question.answers),
            )
            for question in asked
            if question.article in stems
        ]
        yield Set(f"{folder.parent.name} {first // TOGETHER}", folder, items, some)


def foreign(one: Set, others: Sequence[Set], scratch: Path) -> Iterator[Case]:
    """Some items of other topics asked of the folder."""
    base = Base.open(scratch / "whole")
    pool = [item for other in others if other.topic != one.topic for item in other.items]
    for item in random.Random(1).sample(pool, OTHERS):
        yield Case(one.topic, Item(item.question, "foreign", answerable=False), base)


def orphans(one: Set, scratch: Path) -> Iterator[Case]:
    """The items asked of the folder without the articles that answer them."""
    files = sorted([*one.folder.glob("*.txt"), *one.folder.glob("*.md")])
    whole = Base.open(scratch / "whole")
    texts = {article.source: article.text for article in whole.articles}
    for left_out in files:
        hit = [
            item
            for item in one.items
            if item.answerable
            and item.evidence
            and not item.lacks
            and all(squeezed(e) in squeezed(texts[left_out.name]) for e in item.evidence)
        ]
        if hit:
            place = scratch / left_out.stem
            build(place, [f for f in files if f != left_out])
            base = Base.open(place)
            for item in hit:
                yield Case(one.topic, Item(item.question, "orphan", answerable=False), base)


def fit_ranking(found: Sequence[Case], more: Sequence[Case]) -> dict[str, float]:
    """Return the weights under which the right sentences come first, `more` counted down."""
    names = list(weights())
    lists = []
    for share, case in [*((1.0, case) for case in found), *((LESS, case) for case in more)]:
        if not case.item.answerable:
            continue
        asked = Asked.of(case.item.question, case.base)
        signs = np.array([[s.signs[n] for n in names] for s in asked.told])
        right = np.array(
            [any(containment(e, s.text) >= 0.6 for e in case.item.evidence) for s in asked.told]
        )
        if right.any():
            lists.append((signs, right, share))
    before = np.array([weights()[n] for n in names])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = PULL * SHARPNESS * float(w @ w), 2 * PULL * SHARPNESS * w
        for signs, right, share in lists:
            scores = SHARPNESS * (signs @ w)
            chances = np.exp(scores - scores.max())
            found = chances[right]
            total -= share * float(np.log(found.sum() / chances.sum()))
            slope = slope + share * SHARPNESS * (
                chances @ signs / chances.sum() - found @ signs[right] / found.sum()
            )
        return total / len(lists), slope / len(lists)

    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    first = [sum(bool(r[np.argmax(s @ w)]) for s, r, _ in lists) for w in (before, solved.x)]
    print(f"ranking: {len(lists)} questions, right sentence first {first[0]} -> {first[1]}")
    return {name: round(float(value), 3) for name, value in zip(names, solved.x, strict=True)}


@dataclass(frozen=True)
class Rows:
    """Signs (n, k) of drafts, whether they answer, of which sort and topic the questions are."""

    names: Sequence[str]
    signs: NDArray[np.float64]
    right: NDArray[np.bool_]
    sort: NDArray[np.str_]
    topic: NDArray[np.str_]
    weight: NDArray[np.float64]

    def part(self, kept: NDArray[np.bool_]) -> "Rows":
        found = (self.signs[kept], self.right[kept], self.sort[kept], self.topic[kept])
        return Rows(self.names, *found, self.weight[kept])

    def __add__(self, other: "Rows") -> "Rows":
        return Rows(
            self.names,
            np.concatenate([self.signs, other.signs]),
            np.concatenate([self.right, other.right]),
            np.concatenate([self.sort, other.sort]),
            np.concatenate([self.topic, other.topic]),
            np.concatenate([self.weight, other.weight]),
        )


def read_rows(found: Sequence[Case], share: float = 1.0) -> Rows:
    """Read the signs of every draft; those that do not answer weigh as much as those that do.

    Each right one counts `share`.
    """
    signs, kept = [], []
    for case in found:
        asked = Asked.of(case.item.question, case.base)
        draft, _ = left_beside(asked, draft_of(asked))
        # half an answer is neither; who signs an article is not judged by these signs
        if not draft.statements or draft.kind == "author" or case.item.lacks:
            continue
        signs.append(signs_of(asked, draft))
        kept.append(case)
    right = np.array([case.item.answerable for case in kept])
    sort = np.array([case.item.kind for case in kept])
    weight = np.where(right, 1.0, 0.0)
    for name, part in SORTS.items():
        mine = (sort == name) & ~right
        weight[mine] = part * right.sum() / max(1, mine.sum())
    return Rows(
        list(signs[0]),
        np.array([list(row.values()) for row in signs]),
        right,
        sort,
        np.array([case.topic for case in kept]),
        share * weight,
    )


def solve(rows: Rows) -> NDArray[np.float64]:
    """Return the intercept and the weights of the signs; no sign may speak against its meaning."""

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        towards = np.where(rows.right, 1, -1)
        margin = (rows.signs @ w[1:] + w[0]) * towards
        pulled = -rows.weight * towards / (1 + np.exp(margin))
        slope = np.array([pulled.sum(), *(pulled @ rows.signs + 2 * PULL_DOWN * w[1:])])
        total = (rows.weight * np.logaddexp(0, -margin)).sum() + PULL_DOWN * (w[1:] ** 2).sum()
        return float(total), slope

    bounds = [(None, None), *(_bounds(name) for name in rows.names)]
    zeros = np.zeros(len(bounds))
    return np.asarray(minimize(loss, zeros, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _bounds(name: str) -> tuple[float | None, float | None]:
    if name in AGAINST:
        return None, 0.0
    return (None, None) if name.startswith(EITHER) else (0.0, None)


def fit_confidence(rows: Rows, more: Rows) -> dict[str, object]:
    """Return weights, intercept and threshold of the abstention, and print its curve.

    `more` is fitted on too, and neither on the curve nor heard about the threshold.
    """
    chance = np.zeros(len(rows.right))
    for topic in np.unique(rows.topic):
        out = rows.topic == topic
        w = solve(rows.part(~out) + more)
        chance[out] = 1 / (1 + np.exp(-(rows.signs[out] @ w[1:] + w[0])))
    print("threshold  answers kept  refused: " + "  ".join(SORTS))
    threshold = 0.0
    for t in np.arange(0.1, 0.95, 0.025):
        kept = float((chance[rows.right] >= t).mean())
        refused = [float((chance[rows.sort == sort] < t).mean()) for sort in SORTS]
        print(f"{t:9.3f}  {kept:12.3f}  " + "  ".join(f"{share:.3f}" for share in refused))
        if kept >= KEPT:
            threshold = round(float(t), 3)
    solved = solve(rows + more)
    return {
        "threshold": threshold,
        "intercept": round(float(solved[0]), 3),
        "weights": {n: round(float(v), 3) for n, v in zip(rows.names, solved[1:], strict=True)},
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
    digests = ROOT / "corpus/articles"
    sets = [
        Set("alignment", digests, items_of_ours(GOLD / "digests")),
        Set("alignment", digests, items_of_typed("typed")),
    ]
    if SHARED.exists():
        sets.append(Set("alignment", SHARED / "articles", items_of_originals()))
    for folder in (folder for folder in themes("open") if folder.name in FITTED_THEMES):
        sets.append(Set(f"theme {folder.name}", folder, items_of_theme(folder)))
    for folder in (*(GOLD / "unseen" / name for name in FITTED_UNSEEN), *options.folder):
        sets.append(Set(folder.name, folder, items_of_ours(folder)))
    with tempfile.TemporaryDirectory() as scratch:
        found: list[Case] = []
        without: list[Case] = []
        for number, one in enumerate(sets):
            place = Path(scratch) / str(number)
            found += cases(one, place)
            without += [*orphans(one, place), *foreign(one, sets, place)]
        more, near = (
            [case for one in fitted(folder) for case in cases(one, Path(scratch) / one.topic)]
            for folder in (FITTED, ASKED["fitted"])
        )
        ranking = fit_ranking(found, [*more, *near])
        if not options.dry:
            write("answer_weights", ranking)
            weights.cache_clear()
        beside = read_rows(more, LEAST) + read_rows(near, ASKED_COUNTS)
        confidence = fit_confidence(read_rows([*found, *without]), beside)
        if not options.dry:
            write("confidence", confidence)


if __name__ == "__main__":
    main()
