"""What sets two graphs apart, as facts for people: new, removed, changed, moved, united, parted.

A fact whose article only grew or shrank above it has another place, and so another IRI, but is
the same fact: it has *moved*. `kg.patch` has every triple.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.facts import Population
from kg.records import EntityRecord, Evidence, Knowledge, load_knowledge
from kg.store import Store

__all__ = ["KINDS", "Change", "ChangeKind", "Thing", "ThingKind", "compare"]

ThingKind = Literal[
    "article", "statistic", "study", "recommendation", "role", "organization", "person"
]
ChangeKind = Literal["new", "removed", "changed", "moved", "united", "parted"]
KINDS: tuple[ThingKind, ...] = (
    "article",
    "statistic",
    "study",
    "recommendation",
    "role",
    "organization",
    "person",
)

_SHAS = "SELECT ?a ?sha WHERE { ?a a schema:Article ; schema:sha256 ?sha }"


@dataclass(frozen=True, slots=True)
class Thing:
    """A fact, an article, or what several articles speak of.

    Attributes:
        kind: what it is.
        iri: its name.
        label: for people, on a line.
        article: where it stands, by id; none for what several articles speak of.
        details: what may change of it, by name.
        names: all its names, without capitals; only of what has names.
        sentences: article and quote of each sentence that tells of it.
    """

    kind: ThingKind
    iri: str
    label: str
    article: str | None
    details: Mapping[str, str]
    names: frozenset[str] = frozenset()
    sentences: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of something: `before` is in the one graph, `after` in the other."""

    what: ChangeKind
    kind: ThingKind
    before: tuple[Thing, ...]
    after: tuple[Thing, ...]


def compare(old: Store, new: Store) -> list[Change]:
    """Return how the facts of two graphs differ, by kind, in the order of their places."""
    before, after = _things(old), _things(new)
    changes: list[Change] = []
    for kind in KINDS:
        changes += _compare_kind(kind, before[kind], after[kind])
    return changes


def _compare_kind(
    kind: ThingKind, old: Mapping[str, Thing], new: Mapping[str, Thing]
) -> Iterator[Change]:
    gone = {iri: thing for iri, thing in old.items() if iri not in new}
    come = {iri: thing for iri, thing in new.items() if iri not in old}
    for iri in old:
        if iri in new and old[iri].details != new[iri].details:
            yield Change("changed", kind, (old[iri],), (new[iri],))
    for one, other in _moved(gone, come):
        del gone[one.iri], come[other.iri]
        yield Change("moved", kind, (one,), (other,))
    for thing, parts in _united(gone, come, old, new):
        for part in parts:
            gone.pop(part.iri, None)
        come.pop(thing.iri, None)
        yield Change("united" if len(parts) > 1 else "changed", kind, parts, (thing,))
    for thing, parts in _united(come, gone, new, old):
        for part in parts:
            come.pop(part.iri, None)
        gone.pop(thing.iri, None)
        yield Change("parted", kind, (thing,), parts)
    for thing in gone.values():
        yield Change("removed", kind, (thing,), ())
    for thing in come.values():
        yield Change("new", kind, (), (thing,))


def _moved(gone: Mapping[str, Thing], come: Mapping[str, Thing]) -> list[tuple[Thing, Thing]]:
    """Pair what says the same at two places of one article, in order."""
    places: dict[tuple[object, ...], list[Thing]] = defaultdict(list)
    for thing in come.values():
        places[_same(thing)].append(thing)
    pairs = []
    for thing in gone.values():
        if thing.article is not None and places[_same(thing)]:
            pairs.append((thing, places[_same(thing)].pop(0)))
    return pairs


def _same(thing: Thing) -> tuple[object, ...]:
    # a study without a name is named after its place, so that its figures' study moves as well
    told = {name: value for name, value in thing.details.items() if name != "study"}
    return (thing.article, *sorted(told.items()), *sorted(thing.sentences))


def _united(
    gone: Mapping[str, Thing],
    come: Mapping[str, Thing],
    old: Mapping[str, Thing],
    new: Mapping[str, Thing],
) -> list[tuple[Thing, tuple[Thing, ...]]]:
    """Pair things with those that are gone and that they now stand for, and their old selves."""
    parts: dict[str, list[Thing]] = defaultdict(list)
    for thing in gone.values():
        heir = next((other for other in new.values() if _stands_for(other, thing)), None)
        if heir is not None:
            parts[heir.iri].append(thing)
    found = []
    for iri, things in parts.items():
        if iri in old:
            things.insert(0, old[iri])
        if len(things) > 1 or iri in come:
            found.append((new[iri], tuple(things)))
    return found


def _stands_for(heir: Thing, thing: Thing) -> bool:
    """Say whether a thing has what another was known by: one of its names, or its sentences."""
    if thing.names:
        return bool(thing.names & heir.names)
    return bool(thing.sentences) and thing.sentences <= heir.sentences


# --- what there is in a graph


def _things(store: Store) -> dict[ThingKind, dict[str, Thing]]:
    known = load_knowledge(store)
    made: Sequence[Callable[[Knowledge], Iterable[Thing]]] = (
        _statistics,
        _studies,
        _recommendations,
        _others,
    )
    found: dict[ThingKind, dict[str, Thing]] = {kind: {} for kind in KINDS}
    for thing in [*_articles(store, known), *(thing for make in made for thing in make(known))]:
        found[thing.kind][thing.iri] = thing
    return found


def _articles(store: Store, known: Knowledge) -> Iterator[Thing]:
    shas = {
        getattr(row["a"], "value", ""): getattr(row["sha"], "value", "")
        for row in store.select(_SHAS)
    }
    for article in known.articles.values():
        details = {
            "title": article.title,
            "publisher": article.publisher or "",
            "published": article.published or "",
            "authors": ", ".join(article.authors),
            "text": shas.get(article.iri, ""),
        }
        yield Thing("article", article.iri, article.title, None, details)


def _statistics(known: Knowledge) -> Iterator[Thing]:
    for figure in known.statistics:
        who = _labels(figure.populations)
        details = {
            "value": f"{figure.comparator} {figure.value} {figure.currency or figure.unit}",
            "text": figure.value_text,
            "population": who,
            "claim": figure.claim,
            "study": figure.study or "",
        }
        label = f"{figure.value_text}{f' ({who})' if who else ''}: {figure.claim}"
        sentences = frozenset({(figure.article, figure.quote)})
        yield Thing("statistic", figure.iri, label, figure.article, details, sentences=sentences)


def _studies(known: Knowledge) -> Iterator[Thing]:
    for study in known.studies:
        details = {
            "name": study.name or "",
            "conducted_by": ", ".join(study.conducted_by),
            "published": study.published or "",
            "samples": ", ".join(str(sample.size) for sample in study.samples),
        }
        yield Thing(
            "study", study.iri, study.label, None, details, sentences=_sentences(study.evidence)
        )


def _recommendations(known: Knowledge) -> Iterator[Thing]:
    for advice in known.recommendations:
        details = {"text": advice.text, "by": advice.by or "", "to": _labels(advice.to)}
        sentences = frozenset({(advice.article, advice.quote)})
        yield Thing(
            "recommendation", advice.iri, advice.text, advice.article, details, sentences=sentences
        )


def _others(known: Knowledge) -> Iterator[Thing]:
    for role in known.roles:
        yield Thing("role", role.iri, role.label, None, {})
    for entity in known.entities:
        details = {
            "name": entity.name,
            "aliases": ", ".join(entity.aliases),
            "role": entity.role or "",
            "organization": entity.organization or "",
        }
        yield Thing(entity.kind, entity.iri, entity.name, None, details, _names(entity))


def _names(entity: EntityRecord) -> frozenset[str]:
    return frozenset(name.casefold() for name in entity.names)


def _sentences(evidence: Iterable[Evidence]) -> frozenset[tuple[str, str]]:
    return frozenset((one.article, one.quote) for one in evidence)


def _labels(populations: Iterable[Population]) -> str:
    return ", ".join(population.label for population in populations)
