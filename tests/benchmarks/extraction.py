"""How well facts are read: precision, recall and F1 a kind, and articles a second on one core.

    python -m tests.benchmarks.extraction [--show] [--only dev] [--json FILE] [--folder FOLDER]

Sets: the five originals (where `../shared` is there), their digests, and the unseen texts. Of the
held, exam and sealed ones only totals are printed, unless `--show-held` asks for their errors too.
`--folder` measures any folder of annotated texts (`<stem>.txt` and `<stem>.json`) instead.

Beside each figure stands the one of `extraction.json`, the last release's; where one of ours is
lower, the exit status is 1. `--keep` writes the figures at hand into that file.
"""

import argparse
import dataclasses
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.article import Article
from corpus.reading import Source, iter_sources, read_source
from kg.extraction import extract
from kg.facts import ArticleFacts, Entity, Recommendation, Statistic, Study
from tests.benchmarks.matching import (
    containment,
    content_words,
    match,
    plain,
    required,
    same_label,
    same_population,
    token_f1,
)
from tests.gold import (
    ARTICLES,
    HERE,
    Gold,
    GoldRecommendation,
    GoldRole,
    GoldStatistic,
    GoldStudy,
    load_gold,
)

SHARED = Path(__file__).parents[3] / "shared"
LAST = Path(__file__).with_suffix(".json")
UNSEEN = ("dev", "press", "wide", "later", "held", "exam", "sealed")
KEPT_ASIDE = ("held", "exam", "sealed")
_WRONG_STUDY = "a study where gold has none"  # a count: the fewer, the better


@dataclass(slots=True)
class Tally:
    """Counts of one set of texts; `rows` the errors, one a line."""

    counts: Counter[str] = field(default_factory=Counter)
    rows: list[str] = field(default_factory=list)

    def f1(self, kind: str) -> tuple[float, float, float]:
        hit, read, gold = (self.counts[f"{kind} {part}"] for part in ("hit", "read", "gold"))
        p, r = hit / max(1, read), hit / max(1, gold)
        return p, r, 2 * p * r / max(1e-9, p + r)

    def share(self, kind: str) -> float:
        return self.counts[f"{kind} hit"] / max(1, self.counts[f"{kind} gold"])


def study_labels(study: Study | None) -> list[str]:
    return [] if study is None else [label for label in (study.name, *study.conducted_by) if label]


def gold_labels(study: GoldStudy) -> list[str]:
    return [label for label in (study.title, *study.conducted_by) if label]


def score_statistics(gold: Gold, article: Article, facts: ArticleFacts, tally: Tally) -> None:
    def score(g: GoldStatistic, p: Statistic) -> float:
        if abs(float(p.value) - g.value) > 0.51 or (g.unit == "percent") != (p.unit == "percent"):
            return 0
        shared = containment(g.span.of(gold.text), p.evidence.of(article.text))
        labels = [population.label for population in p.populations]
        return 0 if shared < 0.6 else 1 + shared + 2 * same_population(g.population, labels)

    studies = {study.key: study for study in facts.studies}
    gold_studies = {study.id: study for study in gold.studies}
    pairs = match(gold.statistics, facts.statistics, score)
    matched = {i for i, _ in pairs}
    tally.counts["statistics hit"] += len(pairs)
    tally.counts["statistics read"] += len(facts.statistics)
    tally.counts["statistics gold"] += required([g.optional for g in gold.statistics], matched)
    for i, j in pairs:
        g, p = gold.statistics[i], facts.statistics[j]
        if g.population:
            labels = [population.label for population in p.populations]
            right = same_population(g.population, labels)
            tally.counts["population gold"] += 1
            tally.counts["population hit"] += right
            if not right:
                tally.rows.append(
                    f"WHO   {gold.id}: {p.value_text} | {g.population} | got {labels} ({p.rule})"
                )
        if g.study in gold_studies:
            told = study_labels(studies.get(p.study or ""))
            wanted = gold_labels(gold_studies[g.study])
            right = any(containment(a, b) >= 0.75 for a in wanted for b in told)
            tally.counts["study of statistic gold"] += 1
            tally.counts["study of statistic hit"] += right
            if not right:
                tally.rows.append(f"STUDY {gold.id}: {p.value_text} | {wanted} | got {told}")
        elif p.study:
            tally.counts["study where none"] += 1
            tally.rows.append(
                f"STUDY {gold.id}: {p.value_text} | none | got {study_labels(studies.get(p.study))}"
            )
    for i, g in enumerate(gold.statistics):
        if i not in matched and not g.optional:
            tally.rows.append(f"MISS  {gold.id}: {g.value_text} | {_line(g.span.of(gold.text))}")
    extra = set(range(len(facts.statistics))) - {j for _, j in pairs}
    for j in sorted(extra):
        p = facts.statistics[j]
        tally.rows.append(
            f"EXTRA {gold.id}: {p.value_text} | {p.rule} | {_line(p.evidence.of(article.text))}"
        )


def _line(text: str) -> str:
    return " ".join(text.split())[:220]


def score_studies(gold: Gold, facts: ArticleFacts, tally: Tally) -> None:
    def score(g: GoldStudy, p: Study) -> float:
        best = max([containment(a, b) for a in gold_labels(g) for b in study_labels(p)] or [0.0])
        return best if best >= 0.75 else 0

    pairs = match(gold.studies, facts.studies, score)
    tally.counts["studies hit"] += len(pairs)
    tally.counts["studies read"] += len(facts.studies)
    tally.counts["studies gold"] += len(gold.studies)
    for i, g in enumerate(gold.studies):
        if i not in {a for a, _ in pairs}:
            tally.rows.append(f"SMISS {gold.id}: {g.title} | {g.conducted_by}")
    for j, p in enumerate(facts.studies):
        if j not in {b for _, b in pairs}:
            tally.rows.append(f"SXTRA {gold.id}: {p.name} | {p.conducted_by} | {p.rule}")
    wanted = Counter(s.n for g in gold.studies for s in g.samples)
    found = Counter(s.size for p in facts.studies for s in p.samples)
    tally.counts["samples hit"] += (wanted & found).total()
    tally.counts["samples read"] += found.total()
    tally.counts["samples gold"] += wanted.total()
    if wanted != found:
        tally.rows.append(
            f"SAMPL {gold.id}: {dict(wanted - found)} missing, {dict(found - wanted)} extra"
        )


def score_recommendations(gold: Gold, article: Article, facts: ArticleFacts, tally: Tally) -> None:
    def score(g: GoldRecommendation, p: Recommendation) -> float:
        value = token_f1(g.span.of(gold.text), p.evidence.of(article.text))
        return value if value >= 0.5 else 0

    pairs = match(gold.recommendations, facts.recommendations, score)
    seen: set[object] = set()
    optional = []
    for g in gold.recommendations:
        optional.append(g.optional or g.span in seen)
        seen.add(g.span)
    matched = {i for i, _ in pairs}
    tally.counts["recommendations hit"] += len(pairs)
    tally.counts["recommendations read"] += len(facts.recommendations)
    tally.counts["recommendations gold"] += required(optional, matched)
    for i, g in enumerate(gold.recommendations):
        if i not in matched and not optional[i]:
            tally.rows.append(f"RMISS {gold.id}: {_line(g.span.of(gold.text))}")
    for j, p in enumerate(facts.recommendations):
        if j not in {b for _, b in pairs}:
            tally.rows.append(f"RXTRA {gold.id}: {_line(p.evidence.of(article.text))}")


def score_roles(gold: Gold, facts: ArticleFacts, tally: Tally) -> None:
    labels = list(dict.fromkeys(role.label for role in facts.roles))

    def score(g: GoldRole, label: str) -> float:
        return float(any(same_label(form, label) for form in (g.label, *g.forms)))

    pairs = match(gold.roles, labels, score)
    tally.counts["roles hit"] += len(pairs)
    tally.counts["roles read"] += len(labels)
    tally.counts["roles gold"] += len(gold.roles)
    for i, g in enumerate(gold.roles):
        if i not in {a for a, _ in pairs}:
            tally.rows.append(f"OMISS {gold.id}: {g.label} {g.forms}")
    for j, label in enumerate(labels):
        if j not in {b for _, b in pairs}:
            tally.rows.append(f"OXTRA {gold.id}: {label}")


def score_entities(gold: Gold, facts: ArticleFacts, tally: Tally) -> None:
    """Count the names of organisations and persons; any alias may match, the whole name best."""

    def score(name: str, entity: Entity) -> float:
        forms = (entity.name, *entity.aliases)
        whole = any(plain(name) == plain(form) for form in forms)
        return 2.0 if whole else float(any(containment(name, form) >= 0.99 for form in forms))

    for kind, wanted in (("organization", gold.organizations), ("person", gold.persons)):
        read = [entity for entity in facts.entities if entity.kind == kind]
        pairs = match(wanted, read, score)
        tally.counts[f"{kind}s hit"] += len(pairs)
        tally.counts[f"{kind}s read"] += len(read)
        tally.counts[f"{kind}s gold"] += len(wanted)
        for i, name in enumerate(wanted):
            if i not in {a for a, _ in pairs}:
                tally.rows.append(f"EMISS {gold.id}: {kind} {name}")
        for j, entity in enumerate(read):
            if j not in {b for _, b in pairs}:
                tally.rows.append(f"EXTRANAME {gold.id}: {kind} {entity.name}")


def score_boilerplate(gold: Gold, article: Article, tally: Tally) -> None:
    read = " ".join(b.of(article.text) for b in article.blocks if b.kind == "boilerplate")
    wanted = " ".join(span.of(gold.text) for span in gold.boilerplate)
    a, b = Counter(content_words(wanted)), Counter(content_words(read))
    tally.counts["boilerplate hit"] += (a & b).total()
    tally.counts["boilerplate read"] += b.total()
    tally.counts["boilerplate gold"] += a.total()


def score_set(golds: Sequence[Gold], articles: Mapping[str, Article]) -> Tally:
    tally = Tally()
    for gold in golds:
        article = articles[gold.id]
        facts = extract(article)
        score_statistics(gold, article, facts, tally)
        score_studies(gold, facts, tally)
        score_recommendations(gold, article, facts, tally)
        score_roles(gold, facts, tally)
        score_entities(gold, facts, tally)
        score_boilerplate(gold, article, tally)
    return tally


def articles_of(golds: Sequence[Gold], folder: Path) -> dict[str, Article]:
    found = {}
    for gold in golds:
        path = next(p for p in (folder / f"{gold.id}.txt", folder / f"{gold.id}.md") if p.exists())
        source: Source = next(iter(iter_sources([path])))
        found[gold.id] = read_source(source)
    return found


def sets() -> dict[str, tuple[list[Gold], Path]]:
    unseen = HERE / "unseen"
    found = {
        "digests": (load_gold(HERE / "digests"), ARTICLES),
        **{name: (load_gold(unseen / name), unseen / name) for name in UNSEEN},
    }
    if (SHARED / "gold").is_dir():
        texts = {p.stem: p.read_text(encoding="utf-8") for p in (SHARED / "articles").glob("*.txt")}
        found["originals"] = (load_gold(SHARED / "gold", texts), SHARED / "articles")
    return found


def measure_speed(articles: Sequence[Article]) -> float:
    """Return articles a second, reading not counted, over about five seconds."""
    if not articles:
        return 0.0
    done, begin = 0, time.process_time()
    while time.process_time() - begin < 5:
        # another text each time, so that no cache of whole articles or texts helps
        article = articles[done % len(articles)]
        changed = dataclasses.replace(
            article, id=f"{article.id}-{done}", text=article.text + " " * (1 + done)
        )
        extract(changed)
        done += 1
    return done / (time.process_time() - begin)


def report(name: str, tally: Tally, last: Mapping[str, float]) -> dict[str, float]:
    """Print the figures of one set, each beside the last release's, and return them."""
    print(f"\n== {name}")
    figures: dict[str, float] = {}

    def line(kind: str, text: str, value: float) -> None:
        figures[kind] = round(value, 4)
        before = f"   (last {last[kind]:g})" if kind in last else ""
        print(f"  {kind:22} {text}{before}")

    for kind in (
        "statistics", "studies", "samples", "recommendations", "roles", "organizations", "persons",
        "boilerplate",
    ):  # fmt: skip
        p, r, f = tally.f1(kind)
        counts = "/".join(str(tally.counts[f"{kind} {part}"]) for part in ("hit", "read", "gold"))
        line(kind, f"P {p:.3f}  R {r:.3f}  F1 {f:.3f}   {counts}", f)
    for kind in ("population", "study of statistic"):
        counts = f"{tally.counts[f'{kind} hit']}/{tally.counts[f'{kind} gold']}"
        line(kind, f"{tally.share(kind):.3f}   {counts}", tally.share(kind))
    wrong = tally.counts["study where none"]
    line(_WRONG_STUDY, str(wrong), wrong)
    return figures


def fallen(
    figures: Mapping[str, Mapping[str, float]], last: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """Return a line for each figure that is worse than the last release's."""
    found = []
    for name, kinds in figures.items():
        for kind, value in kinds.items():
            before = last.get(name, {}).get(kind)
            worse = before is not None and (
                value > before if kind == _WRONG_STUDY else value < before
            )
            if worse:
                found.append(f"{name}: {kind} was {before:g} and is {value:g}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true", help="list the errors")
    parser.add_argument("--show-held", action="store_true")
    parser.add_argument("--only", default="", help="sets, with commas")
    parser.add_argument("--folder", type=Path, action="append", help="of annotated texts")
    parser.add_argument("--kinds", default="", help="of errors to list: WHO,MISS,EXTRA,STUDY,…")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", action="store_true", help="take these figures for the last ones")
    arguments = parser.parse_args()
    wanted = set(filter(None, arguments.only.split(",")))
    kinds = tuple(filter(None, arguments.kinds.split(",")))
    last: dict[str, dict[str, float]] = json.loads(LAST.read_text()) if LAST.exists() else {}
    figures: dict[str, dict[str, float]] = {}
    everything: list[Article] = []
    folders = {folder.name: (load_gold(folder), folder) for folder in arguments.folder or ()}
    for name, (golds, folder) in (folders or sets()).items():
        if (wanted and name not in wanted) or not golds:
            continue
        articles = articles_of(golds, folder)
        everything.extend(articles.values())
        tally = score_set(golds, articles)
        figures[name] = report(name, tally, {} if folders else last.get(name, {}))
        if arguments.show_held if name in KEPT_ASIDE else arguments.show:
            for row in tally.rows:
                if not kinds or row.startswith(kinds):
                    print("   ", row)
    worse = [] if folders else fallen(figures, last)
    print("".join(f"\nFALLEN {row}" for row in worse))
    if arguments.keep and not folders:
        LAST.write_text(json.dumps(last | figures, indent=1) + "\n")
    if not wanted:
        speed = measure_speed(everything)
        print(f"\n{speed:.1f} articles a second, facts only, one core")
        figures["speed"] = {"articles a second": round(speed, 1)}
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
