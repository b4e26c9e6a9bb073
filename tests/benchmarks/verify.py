"""Prints how often a claim made of an annotated figure is judged right.

    python -m tests.benchmarks.verify [-v]

From each share of the digests and of the articles kept for development, four claims are made in
the annotators' words, so in other words than the article's: as it is, with another value, of other
people, and with the claim of another article.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from index.base import Base
from index.building import build
from index.verify import verify
from tests.gold import ARTICLES, Gold, load_gold

GOLD = Path(__file__).parents[1] / "gold"
FOLDERS = (GOLD / "digests", GOLD / "unseen" / "dev", GOLD / "unseen" / "press")
STRANGERS = "floristas"


def claims(gold: Gold, other: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a case and its text."""
    for s in gold.statistics:
        if s.unit != "percent" or not s.population or s.optional:
            continue
        value = f"{s.value:g}".replace(".", ",")
        wrong = f"{(s.value + 7 if s.value < 90 else s.value - 7):g}".replace(".", ",")
        yield "as it is", f"El {value} % de los {s.population} {s.claim}."
        yield "other value", f"El {wrong} % de los {s.population} {s.claim}."
        yield "other people", f"El {value} % de los {STRANGERS} {s.claim}."
        yield "other claim", f"El {value} % de los {s.population} {other}."


def main() -> None:
    golds = [gold for folder in FOLDERS for gold in load_gold(folder)]
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base"
        build(path, [ARTICLES, *FOLDERS[1:]])
        base = Base.open(path)
        stated = [next((s.claim for s in g.statistics), "duerme la siesta") for g in golds]
        for place, gold in enumerate(golds):
            for case, text in claims(gold, stated[place - 1]):
                verdict = verify(text, base)[0]
                counts.setdefault(case, Counter())[verdict.outcome] += 1
                if "-v" in sys.argv:
                    says = "; ".join(verdict.says)
                    print(f"{case:13} {verdict.outcome:13} {verdict.reason:17} {text} [{says}]")
    print(f"{'claim':14}{'supported':>11}{'contradicted':>14}{'not found':>11}")
    for case, found in counts.items():
        row = (found["supported"], found["contradicted"], found["not_found"])
        print(f"{case:14}{row[0]:11}{row[1]:14}{row[2]:11}")


if __name__ == "__main__":
    main()
