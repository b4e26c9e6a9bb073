"""How many questions are answered, and cited, right: `python -m tests.benchmarks.answers`.

The definitions are those of the annotation's own scorer: right shows every value and every word
that the annotator demands; cited quotes the annotated sentence (60 % of its words), or half of them
where there are more than two. Unanswerable questions count as right when Puente abstains.
Of a question that is answered by half, the half is wanted that the articles hold, and a word that
tells of the other. The questions typed as people type them are asked of the digests and, those
whose figures the originals give too, of the originals.
"""

import argparse
import json
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from index.answer import answer
from index.base import Base
from index.building import build
from index.records import Answer
from tests.benchmarks.matching import containment, plain
from tests.gold import load_gold
from tests.gold.questionnaire import PARTS, TypedQuestion, load_questions
from tests.gold.themes import load_theme, themes

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
GOLD = ROOT / "tests" / "gold"
UNSEEN = ("dev", "press", "wide", "later", "held", "exam", "sealed")
KEPT_ASIDE = (
    "held",
    "exam",
    "sealed",
    "aside",
    "aside originals",
    "themes aside",
)  # only totals of these
SETS = [
    *("originals", "digests", *UNSEEN, *PARTS, *(f"{part} originals" for part in PARTS)),
    *("themes open", "themes aside"),
]


@dataclass(frozen=True)
class Item:
    question: str
    kind: str
    values: tuple[float, ...] = ()
    must: tuple[str, ...] = ()
    must_any: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[str, ...] = ()
    answerable: bool = True
    lacks: tuple[str, ...] = ()


@dataclass
class Tally:
    right: int = 0
    cited: int = 0
    both: int = 0
    first: int = 0
    answerable: int = 0
    abstained_wrongly: int = 0
    unanswerable: int = 0
    abstained: int = 0
    half: int = 0
    half_given: int = 0
    half_told: int = 0
    seconds: list[float] = field(default_factory=list)
    by_kind: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))


def numbers(text: str) -> set[float]:
    found = set()
    for digits in re.findall(r"\d+(?:[.,]\d+)*", text):
        for form in {digits, digits.replace(".", "").replace(",", "."), digits.replace(",", "")}:
            try:
                found.add(round(float(form), 2))
            except ValueError:
                continue
    return found


def judge(item: Item, got: Answer) -> tuple[bool, bool, bool]:
    """Right, cited, first citation right."""
    quotes = [c.quote for c in got.citations]
    said = plain(" ".join([got.answer, *quotes]))
    shown = numbers(got.answer) | {
        round(float(f.value), 2) for f in got.facts if f.value is not None
    }
    right = (
        got.answerable
        and all(round(v, 2) in shown for v in item.values)
        and all(plain(m) in said for m in item.must)
        and all(any(plain(m) in said for m in options) for options in item.must_any)
    )
    met = [any(containment(e, q) >= 0.6 for q in quotes) for e in item.evidence]
    cited = got.answerable and (any(met) if len(met) <= 2 else sum(met) / len(met) >= 0.5)
    first = bool(quotes) and any(containment(e, quotes[0]) >= 0.6 for e in item.evidence)
    return right, cited, first


def tells_what_lacks(item: Item, got: Answer) -> bool:
    """Whether the answer names what is missing; its quotes do not count."""
    said = f" {plain(got.answer)} "
    for citation in got.citations:
        said = said.replace(plain(citation.quote), " ")
    return any(f" {plain(word)} " in said for word in item.lacks)


def run(items: Iterable[Item], base: Base, tally: Tally, *, show: bool) -> None:
    """Ask every item and add to the tally."""
    for item in items:
        started = time.perf_counter()
        got = answer(item.question, base)
        tally.seconds.append(time.perf_counter() - started)
        if not item.answerable:
            tally.unanswerable += 1
            tally.abstained += not got.answerable
            if show and got.answerable:
                print(f"ANSWERED {got.confidence:.2f} {item.question}\n   -> {got.answer[:200]!r}")
            continue
        right, cited, first = judge(item, got)
        if item.lacks:
            told = tells_what_lacks(item, got)
            tally.half += 1
            tally.half_given += right and cited
            tally.half_told += told
            if show and not (right and cited and told):
                print(f"HALF    {got.confidence:.2f} {item.question}\n   -> {got.answer[:300]!r}")
            continue
        tally.answerable += 1
        tally.right += right
        tally.cited += cited
        tally.both += right and cited
        tally.first += first
        tally.abstained_wrongly += not got.answerable
        kind = tally.by_kind[item.kind]
        kind[0] += right and cited
        kind[1] += 1
        if show and not (right and cited):
            print(
                f"{'WRONG  ' if not right else 'UNCITED'} {got.confidence:.2f} {item.question}\n"
                f"   wanted {item.values} {item.must} | {[e[:90] for e in item.evidence]}\n"
                f"   -> {'' if got.answerable else '(abstains) '}{got.answer[:300]!r}"
            )


def _texts(folder: Path) -> dict[str, str]:
    return {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.txt")}


def items_of_originals() -> list[Item]:
    """The questions on the five originals and across them."""
    texts = _texts(SHARED / "articles")
    items = []
    for path in sorted((SHARED / "gold").glob("0*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = texts[gold["id"]]
        for q in gold["questions"]:
            if q.get("scope") != "article":
                items.append(_item(q, [text[a:b] for a, b in q["evidence"]]))
        items += [Item(q, "unanswerable", answerable=False) for q in gold["unanswerable"]]
    for q in json.loads((SHARED / "gold" / "cross.json").read_text(encoding="utf-8")):
        evidence = [texts[e["article"]][e["span"][0] : e["span"][1]] for e in q["evidence"]]
        items.append(_item(q, evidence))
    return items


def _item(q: dict[str, object], evidence: Sequence[str]) -> Item:
    values, must, any_of = q.get("values", []), q.get("must", []), q.get("must_any", [])
    assert isinstance(values, list)
    assert isinstance(must, list)
    assert isinstance(any_of, list)
    kind = ("en " if q.get("lang") == "en" else "") + str(q["type"])
    return Item(
        str(q["q"]),
        kind,
        tuple(float(v) for v in values),
        tuple(must),
        tuple(tuple(options) for options in any_of),
        tuple(evidence),
    )


def items_of_ours(folder: Path) -> list[Item]:
    """The questions of one of our own gold folders; each is asked of the whole folder."""
    items = []
    for gold in load_gold(folder):
        for q in gold.questions:
            evidence = tuple(span.of(gold.text) for span in q.evidence)
            items.append(Item(q.text, q.type, q.values, q.must, evidence=evidence))
        items += [Item(q, "unanswerable", answerable=False) for q in gold.unanswerable]
    return items


def items_of_typed(part: str) -> list[Item]:
    """The questions typed as people type them, for the digests."""
    return [
        _typed(question, tuple(quote for _, quote in question.evidence))
        for question in load_questions(part)
    ]


def items_of_typed_on_originals(part: str) -> list[Item]:
    """Those of them that an original answers with the same figures, and those without an answer."""
    texts = _texts(SHARED / "articles")
    of_title = {gold.article.title: gold for gold in load_gold(SHARED / "gold", texts)}
    originals = {gold.id: of_title[gold.article.title] for gold in load_gold(GOLD / "digests")}
    items = []
    for question in load_questions(part):
        if question.expect == "unanswerable":
            items.append(_typed(question, ()))
            continue
        found = {
            statistic.value: statistic.span.of(original.text)
            for original in (originals[stem] for stem, _ in question.evidence)
            for statistic in original.statistics
            if statistic.value in question.values
        }
        if found and len(found) == len(question.values):
            items.append(_typed(question, tuple(dict.fromkeys(found.values()))))
    return items


def items_of_theme(folder: Path) -> list[Item]:
    """The questions on the articles of a theme; most need several of them."""
    return [
        Item(
            question.text,
            "unanswerable" if question.scope == "none" else f"{question.scope} {question.type}",
            question.values,
            question.must,
            evidence=question.evidence,
            answerable=question.scope != "none",
        )
        for question in load_theme(folder)
    ]


def _typed(question: TypedQuestion, evidence: tuple[str, ...]) -> Item:
    kind = ("en " if question.language == "en" else "") + question.type
    return Item(
        question.text,
        kind,
        question.values,
        question.must,
        evidence=evidence,
        answerable=question.expect != "unanswerable",
        lacks=question.lacks,
    )


def report(name: str, tally: Tally) -> None:
    n, u = max(1, tally.answerable), max(1, tally.unanswerable)
    kinds = Counter({k: b for k, (_, b) in tally.by_kind.items()})
    print(
        f"{name}: questions {tally.answerable}"
        f"  right {tally.right / n:.3f}  cited {tally.cited / n:.3f}"
        f"  right and cited {tally.both / n:.3f}  first citation {tally.first / n:.3f}"
        f"  wrongly abstained {tally.abstained_wrongly / n:.3f}"
        f"  abstained on unanswerable {tally.abstained / u:.3f} of {tally.unanswerable}"
    )
    if tally.half:
        print(
            f"   half answered {tally.half}: the half that is there, cited"
            f" {tally.half_given / tally.half:.3f}  what is missing told"
            f" {tally.half_told / tally.half:.3f}"
        )
    middle, late = np.percentile(tally.seconds or [0.0], [50, 95])
    print(f"   seconds an answer: median {middle:.3f}  95th percentile {late:.3f}")
    print("   " + "  ".join(f"{k} {tally.by_kind[k][0]}/{b}" for k, b in kinds.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    parser.add_argument("--set", nargs="*", default=SETS, choices=SETS)
    parser.add_argument("--folder", type=Path, action="append", help="of annotated texts, instead")
    options = parser.parse_args()
    sets = {name: asked_of(name) for name in options.set}
    if options.folder:
        sets = {
            folder.name: [(folder, partial(items_of_ours, folder))] for folder in options.folder
        }
    for name, asked in sets.items():
        if not all(folder.exists() for folder, _ in asked):
            print(f"{name}: not here, left out")
            continue
        tally = Tally()
        for folder, items in asked:
            with tempfile.TemporaryDirectory() as scratch:
                build(Path(scratch) / "base", sorted(folder.glob("*.txt")) or [folder])
                base = Base.open(Path(scratch) / "base")
                run(items(), base, tally, show=options.show and name not in KEPT_ASIDE)
        report(name, tally)


def asked_of(name: str) -> list[tuple[Path, Callable[[], list[Item]]]]:
    """Return the folders of a set, each a base of its own, and what is asked of each."""
    digests, originals = ROOT / "corpus/articles", SHARED / "articles"
    if name in UNSEEN:
        folder = GOLD / "unseen" / name
        return [(folder, partial(items_of_ours, folder))]
    if name.startswith("themes"):
        part = name.removeprefix("themes ")
        return [(folder, partial(items_of_theme, folder)) for folder in themes(part)]
    if name.endswith(" originals"):
        part = name.removesuffix(" originals")
        return [(originals, partial(items_of_typed_on_originals, part))]
    if name in PARTS:
        return [(digests, partial(items_of_typed, name))]
    if name == "digests":
        return [(digests, partial(items_of_ours, GOLD / "digests"))]
    return [(originals, items_of_originals)]


if __name__ == "__main__":
    main()
