"""A draft: statements of an answer before they are numbered, checked and joined."""

from dataclasses import dataclass

from kg.records import EntityRecord, StatisticRecord

__all__ = ["Draft", "Evidence", "Statement"]


LEADING = 3  # statements by which it is judged whether a draft answers


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Whole sentences of an article, by place."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and what it rests on.

    Attributes:
        text: what is said, without markers and final stop.
        evidence: the sentences that say it; the first is the one that a reader wants to see.
        statistics: the facts of the graph that it tells.
        relevance: how well it fits the question, 0 to 1.
        reckoned: figures of the text that are worked out from all of the evidence: how many they
            are.
        persons: those of the graph whom it names by their office.
    """

    text: str
    evidence: tuple[Evidence, ...]
    statistics: tuple[StatisticRecord, ...] = ()
    relevance: float = 0.0
    reckoned: tuple[str, ...] = ()
    persons: tuple[EntityRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Statements in the order in which they are to be read.

    `kind` names the way that was taken (`figure`, `study`, `text` …).
    """

    kind: str
    statements: tuple[Statement, ...] = ()

    @property
    def leading(self) -> tuple[Statement, ...]:
        """Those by which it is judged whether they answer."""
        return self.statements[:LEADING]
