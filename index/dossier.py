"""Questions and their answers gathered into a report: notes numbered through, figures in a table.

Only what the number guard lets pass goes in, and what was not answered is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.lexicon import fold
from index.answer import answer
from index.answer.guard import unsupported
from index.base import Base
from index.provenance import provenance_of
from index.records import Answer, Citation
from index.scope import Scope, narrow
from kg.records import Knowledge, StatisticRecord, StudyRecord

__all__ = ["Dossier", "Entry", "FigureRow", "Source", "gather"]

MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer, a line a statement; `[n]` is the number of a note."""

    question: str
    answerable: bool
    lines: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that an answer tells.

    Attributes:
        value_text: as written.
        value: in `unit`.
        unit: of `kg.facts.Unit`.
        population: whose it is, "" where nobody is named.
        claim: what holds of them.
        study: how the study is called, "" where it has none.
        year: of the study, "" where nobody tells it.
        published: when the article came out, "" where it does not tell.
        second_hand: whether the article tells a study that others conducted; None where nobody
            tells who did.
        note: number of the sentence that states it.
    """

    value_text: str
    value: float
    unit: str
    population: str
    claim: str
    study: str
    year: str
    published: str
    second_hand: bool | None
    note: int


@dataclass(frozen=True, slots=True)
class Source:
    """An article of the bibliography."""

    id: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A report: questions and answers, notes, figures and bibliography.

    `notes` are citations whose markers run from 1 through the whole report, each sentence once;
    `sources` the articles that they come from, by title.
    """

    title: str
    made: date
    language: str
    entries: tuple[Entry, ...]
    notes: tuple[Citation, ...]
    figures: tuple[FigureRow, ...]
    sources: tuple[Source, ...]


def gather(
    questions: Sequence[str],
    base: Base,
    *,
    title: str = "",
    made: date | None = None,
    scope: Scope | None = None,
) -> Dossier:
    """Answer each question and gather the answers.

    Args:
        questions: in the order of the report.
        base: an open base.
        title: of the report; the first question by default.
        made: its date; today by default.
        scope: what the answers may come from.

    Raises:
        ScopeError: if `scope` names what the base does not hold.
        ValueError: if there is no question.
    """
    if not questions:
        raise ValueError("a report needs a question")
    base = narrow(base, scope)
    notes = _Notes()
    entries: list[Entry] = []
    rows: list[FigureRow] = []
    language = "es"
    statistics = {s.iri: s for s in base.knowledge.statistics}
    for question in questions:
        given = answer(question, base)
        language = language if entries else given.language
        entries.append(_entry(given, notes))
        numbers = {c.marker: notes.known.get(_place(c)) for c in given.citations}
        for fact in given.foremost_facts:
            note = numbers.get(fact.citation)
            if note is not None and fact.iri in statistics:
                rows.append(_row(statistics[fact.iri], base.knowledge, note))
    return Dossier(
        title or entries[0].question,
        made or date.today(),
        language,
        tuple(entries),
        tuple(notes.citations),
        tuple(dict.fromkeys(rows)),
        _sources(base, notes.citations),
    )


class _Notes:
    """The notes of a report, numbered in order of appearance."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []

    def number(self, citation: Citation) -> int:
        place = _place(citation)
        if place not in self.known:
            self.known[place] = len(self.known) + 1
            self.citations.append(replace(citation, marker=self.known[place]))
        return self.known[place]


def _place(citation: Citation) -> tuple[str, int, int]:
    return (citation.article, citation.start, citation.end)


def _entry(given: Answer, notes: _Notes) -> Entry:
    """Return the lines that likely answer and that the guard lets pass, with their notes' numbers.

    What may answer too is nothing to defend before a client.
    """
    if not given.answerable:
        return Entry(given.question, False, (given.answer,), given.confidence)
    citations = {citation.marker: citation for citation in given.citations}
    lines = []
    for line in given.told_apart[0]:
        cited = [citations[int(n)] for n in MARKER.findall(line) if int(n) in citations]
        text = MARKER.sub("", line).removeprefix("- ").strip()
        if text and cited and not unsupported(text, [citation.quote for citation in cited]):
            marks = dict.fromkeys(notes.number(citation) for citation in cited)
            lines.append(f"{text} {''.join(f'[{mark}]' for mark in marks)}")
    return Entry(given.question, bool(lines), tuple(lines), given.confidence)


def _row(statistic: StatisticRecord, knowledge: Knowledge, note: int) -> FigureRow:
    study = knowledge.study(statistic.study)
    article = knowledge.articles[statistic.article]
    provenance = provenance_of(study, article)
    return FigureRow(
        statistic.value_text,
        float(statistic.value),
        statistic.unit,
        ", ".join(population.label for population in statistic.populations),
        statistic.claim,
        _called(study),
        str(provenance.year or ""),
        article.published or "",
        provenance.second_hand,
        note,
    )


def _called(study: StudyRecord | None) -> str:
    if study is None:
        return ""
    by = ", ".join(study.conducted_by)
    return f"{study.name} ({by})" if study.name and by else study.name or by


def _sources(base: Base, citations: Sequence[Citation]) -> tuple[Source, ...]:
    articles = [base.article(one) for one in dict.fromkeys(c.article for c in citations)]
    sources = [Source(a.id, a.title, a.authors, a.publisher, a.published) for a in articles]
    return tuple(sorted(sources, key=lambda source: (fold(source.title), source.id)))
