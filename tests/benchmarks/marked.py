"""How well figures are read in the texts with marks: `python -m tests.benchmarks.marked [--show]`.

Rules are looked at on `marked/taught` and `asked/taught`; of `aside` only the totals are taken. A
figure counts as read where read and what is marked share a character; whose it is as in
`matching.same_population`, and a role may be told by its label ("directores de sistemas" by CIO).
`--show` lists how often each cue is right in `taught`, and the errors.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from index.answer.reading import names
from kg.extraction import extract
from kg.facts import Statistic
from kg.role import find_roles
from tests.benchmarks.extraction import study_labels
from tests.benchmarks.matching import containment, same_population
from tests.gold.marks import ASIDE, ASKED, TAUGHT, load_marked

_SAME = 0.75  # share of the words of the shorter of two names
_ARTICLE = 4  # characters of "los " before a role


@dataclass(slots=True)
class Tally:
    """Counts of one folder; `cues` of the cues that told whose a figure is, `rows` the errors.

    `sourced` figures have somebody marked who found them out, `found` tells of how many that is
    read, `made_up` of how many others a study is. Whether whose it is was read right stands in
    `here` where the figure's own sentence names them, in `around` where the context does.
    """

    marked: int = 0
    read: int = 0
    hit: int = 0
    owned: int = 0
    right: int = 0
    sourced: int = 0
    found: int = 0
    made_up: int = 0
    here: list[bool] = field(default_factory=list)
    around: list[bool] = field(default_factory=list)
    cues: Counter[str] = field(default_factory=Counter)
    rows: list[str] = field(default_factory=list)


def is_meant(marked: str, labels: Sequence[str]) -> bool:
    """Say whether labels mean whom the words marked do; a role has its label, however told."""
    roles = {found.label for found in find_roles(marked) if found.span.start <= _ARTICLE}
    return same_population(marked, labels) or any(same_population(r, labels) for r in roles)


def score(folder: Path) -> Tally:
    tally = Tally()
    for _, text in load_marked(folder):
        words, facts = text.article.text, extract(text.article)
        found, studies = facts.statistics, {study.key: study for study in facts.studies}
        known = [[f for f in text.figures if f.span.overlaps(one.figure)] for one in found]
        # one mark may hold both ends of a range
        tally.read += len({f.span for held in known for f in held}) + known.count([])
        for figure in text.figures:
            tally.marked += 1
            one = next((one for one in found if one.figure.overlaps(figure.span)), None)
            if one is None:
                tally.rows.append(f"MISS {figure.span.of(words)}")
                continue
            tally.hit += 1
            labels = study_labels(studies.get(one.study or ""))
            if figure.source is None:
                tally.made_up += bool(labels)
            else:
                source = figure.source.of(words)
                tally.sourced += 1
                told = any(
                    max(containment(source, n), containment(n, source)) >= _SAME for n in labels
                )
                tally.found += told
                if not told:
                    tally.rows.append(f"STUDY {source} | {labels} | {_said(one, words)}")
            if figure.whose is None:
                continue
            labels = [population.label for population in one.populations]
            right = is_meant(figure.whose.of(words), labels)
            cue = one.rule.split(": ", 1)[1]
            tally.owned += 1
            tally.right += right
            quote = one.evidence.of(words)
            if one.populations:
                own = all(names(quote, population) for population in one.populations)
                (tally.here if own else tally.around).append(right)
            tally.cues[cue] += 1
            tally.cues[f"{cue} (right)"] += right
            if not right:
                said = f"{labels} | {cue} | {_said(one, words)}"
                tally.rows.append(f"WHO  {figure.whose.of(words)} | {said}")
    return tally


def _said(one: Statistic, words: str) -> str:
    return " ".join(one.evidence.of(words).split())[:200]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list cues and errors of `taught`")
    arguments = parser.parse_args()
    for folder in (TAUGHT, ASIDE, ASKED["taught"], ASKED["aside"]):
        tally = score(folder)
        p, r = tally.hit / tally.read, tally.hit / tally.marked
        name = f"{folder.parent.name}/{folder.name}"
        print(
            f"{name:13} statistics P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}"
            f"   whose {tally.right / tally.owned:.3f} ({tally.right}/{tally.owned})"
            f"   who found it out {tally.found / tally.sourced:.3f} ({tally.found}/{tally.sourced})"
            f", told of {tally.made_up} others"
        )
        print(
            f"        whose, named in the sentence {mean(tally.here):.3f} of {len(tally.here)}"
            f", read from the context {mean(tally.around):.3f} of {len(tally.around)}"
        )
        if arguments.show and folder.name == "taught":
            for cue, count in tally.cues.most_common():
                if not cue.endswith("(right)"):
                    print(f"  {cue:40} {tally.cues[f'{cue} (right)'] / count:.2f} of {count}")
            print(*tally.rows, sep="\n")


if __name__ == "__main__":
    main()
