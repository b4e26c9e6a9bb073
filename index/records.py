"""What search and answering give back: frozen records, ready to be shown or written as JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

__all__ = [
    "Answer",
    "AnswerFact",
    "Citation",
    "Hit",
    "Provenance",
    "SentenceHit",
    "Step",
    "Why",
    "Writing",
]

_MARKER = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its best sentence.

    Attributes:
        article: id of the article.
        title: its title.
        heading: path of headings above the passage.
        start: offset of the passage in the article's text; `end` exclusive.
        end: see `start`.
        text: the passage.
        score: fused, higher is nearer; comparable within one query only.
        parts: score of each channel that found it (`dense`, `lexical`, `maxsim` …).
        best: start and end of the sentence of the passage that is nearest to the query.
    """

    article: str
    title: str
    heading: tuple[str, ...]
    start: int
    end: int
    text: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    best: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence found.

    Attributes:
        article: id of the article.
        start: offset of the sentence in the article's text; `end` exclusive.
        end: see `start`.
        text: the sentence.
        score: fused, higher is nearer; comparable within one query only.
        parts: score of each channel, 0 to 1, and `coverage`: the share of the query's words,
            by how telling they are, that the sentence holds.
    """

    article: str
    start: int
    end: int
    text: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """An edge of the graph by which a sentence was reached: labels, and the subject's IRI."""

    iri: str
    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Why:
    """What found a cited sentence.

    Attributes:
        terms: words of the question that it holds, by their stem.
        near: words of the question that it holds a synonym of.
        roles: roles of the question that it names.
        lexical_rank: its place among the candidates by words, from 1; None where it is none.
        dense_rank: its place by meaning.
        graph: the facts that point at it.
        confidence: how likely the sentence answers, 0 to 1; the likeliest as surely as the answer.
    """

    terms: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    lexical_rank: int | None = None
    dense_rank: int | None = None
    graph: tuple[Step, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who tells a figure, and of when it is.

    Attributes:
        second_hand: whether the article tells a study that others conducted; None where nobody
            tells who did.
        conducted_by: whose the study is.
        told_by: whose the article is: who publishes it, else who signs it.
        year: of the study.
        told_year: of the article.
    """

    second_hand: bool | None = None
    conducted_by: tuple[str, ...] = ()
    told_by: str | None = None
    year: int | None = None
    told_year: int | None = None

    def age(self, today: date) -> int | None:
        """Return how many years ago that was: since the study, else since it was told."""
        since = self.year or self.told_year
        return None if since is None else today.year - since


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered reference to whole sentences, verbatim.

    `why` tells what found them, `provenance` where their figures come from, each source once.
    """

    marker: int
    article: str
    title: str
    publisher: str | None
    published: str | None
    quote: str
    start: int
    end: int
    why: Why | None = None
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """A fact of the graph that the answer rests on; `citation` is the marker of its sentence."""

    iri: str
    type: str
    label: str
    value: Decimal | None
    unit: str | None
    population: str | None
    study: str | None
    citation: int


@dataclass(frozen=True, slots=True)
class Writing:
    """Who worded an answer, where a language model was asked to.

    Attributes:
        by: `model`, or `extractive` where its words were not taken.
        model: name of the model.
        problem: why its words were not taken, in Spanish; None where nothing was sent.
        prompt_tokens: what the endpoint says it read, where it says so.
        completion_tokens: what it says it wrote.
    """

    by: Literal["extractive", "model"]
    model: str
    problem: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of which every sentence carries a marker, or the statement that there is none.

    Where `answerable` is false, `facts` and `citations` are empty and `passages` the nearest.
    `writing` is None unless a language model was asked to word it; `sparql` is a query that finds
    the facts of the graph that the answer rests on, where it rests on any. `weaker` tells how many
    of the last lines of `answer` fit the question far less well than the others.
    """

    question: str
    language: str
    answerable: bool
    confidence: float
    answer: str
    citations: tuple[Citation, ...]
    facts: tuple[AnswerFact, ...]
    passages: tuple[Hit, ...]
    writing: Writing | None = None
    sparql: str | None = None
    weaker: int = 0

    @property
    def told_apart(self) -> tuple[list[str], list[str]]:
        """The lines that likely answer, and those that may answer too."""
        lines = self.answer.splitlines()
        first = len(lines) - self.weaker
        return lines[:first], lines[first:]

    @property
    def foremost(self) -> frozenset[int]:
        """The markers of the citations of the lines that likely answer."""
        strong, _ = self.told_apart
        return frozenset(int(marker) for line in strong for marker in _MARKER.findall(line))

    @property
    def foremost_facts(self) -> tuple[AnswerFact, ...]:
        """The facts of these lines."""
        foremost = self.foremost
        return tuple(fact for fact in self.facts if fact.citation in foremost)
