"""How well Puente finds what is asked for in other words: `python -m tests.benchmarks.paraphrases`.

Every question is asked of all the articles of its folder, as `search` (passages and sentences) and
as `ask`. Told are the share of questions of which an answering sentence comes first, among three
and among ten, and is in the first passage, in one of three and of ten, as `puente search` has them
and without reading them together with the question; the share of answers that cite one; how often
Puente answers what is not answered, and does not what is. Of the folders kept aside only totals are
printed.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.answer import answer
from index.base import Base
from index.building import build
from index.closer import search_closely
from tests.benchmarks.matching import containment
from tests.benchmarks.squad import drawn_anew
from tests.gold.paraphrases import FOLDERS, Paraphrase, load_paraphrases

TOP = 10
SAME = 0.9  # share of the words of the shorter of two sentences


def answers(text: str, question: Paraphrase) -> bool:
    return any(containment(one, text) >= SAME for one in question.answers)


def place(found: Sequence[str], question: Paraphrase) -> int:
    """The rank, from 0, of the first sentence that answers; `TOP` where none does."""
    return next((i for i, text in enumerate(found) if answers(text, question)), TOP)


def measure(name: str, folder: Path, *, show: bool) -> None:
    ranks: dict[str, list[int]] = defaultdict(list)
    passages: dict[str, list[int]] = defaultdict(list)
    cited: list[bool] = []
    silent: dict[bool, list[bool]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch) / "base", sorted(folder.glob("*.txt")))
        base = Base.open(Path(scratch) / "base")
        for question in load_paraphrases(folder):
            got = answer(question.text, base)
            silent[bool(question.answers)].append(not got.answerable)
            if not question.answers:
                continue
            hits = base.searcher.sentences(question.text, top=TOP)
            ranks[question.type].append(place([hit.text for hit in hits], question))
            for way, found in (
                ("as `puente search` has them", search_closely(base, question.text, TOP)),
                ("read apart", base.searcher.search(question.text, TOP)),
            ):
                passages[way].append(place([hit.text for hit in found], question))
            cited.append(any(answers(c.quote, question) for c in got.citations))
            if show and ranks[question.type][-1] >= 3:
                print(f"MISSED {question.text}\n   wanted {question.answers[0]!r}")
    rank = np.array([r for of_type in ranks.values() for r in of_type])
    low, high = drawn_anew(rank < 3)
    print(
        f"{name}: questions {len(rank)}  sentence first {np.mean(rank < 1):.3f}"
        f"  among three {np.mean(rank < 3):.3f} [{low:.3f}, {high:.3f}]"
        f"  among ten {np.mean(rank < TOP):.3f}"
        f"  cited by the answer {np.mean(cited):.3f}\n"
        f"   silent on what is answered {np.mean(silent[True]):.3f}"
        f"  on what is not {np.mean(silent[False]):.3f} of {len(silent[False])}"
    )
    for way, of_way in passages.items():
        first, three, ten = (float(np.mean(np.array(of_way) < n)) for n in (1, 3, TOP))
        low, high = drawn_anew(np.array(of_way) < 3)
        print(
            f"   passages {way}: first {first:.3f}  among three {three:.3f} [{low:.3f}, {high:.3f}]"
            f"  among ten {ten:.3f}"
        )
    shares = {kind: (np.mean(np.array(r) < 3), len(r)) for kind, r in ranks.items()}
    print("   among three: " + "  ".join(f"{k} {s:.2f} of {n}" for k, (s, n) in shares.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is not among three")
    options = parser.parse_args()
    for name, folder in FOLDERS.items():
        measure(name, folder, show=options.show and name == "open")


if __name__ == "__main__":
    main()
