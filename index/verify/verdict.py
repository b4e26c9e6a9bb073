"""What is said of one claim of a text."""

from dataclasses import dataclass
from typing import Literal

from index.records import Citation

__all__ = ["Outcome", "Reason", "Verdict"]

Outcome = Literal["supported", "contradicted", "not_found"]
Reason = Literal[
    "same_figure",  # a sentence says the same of the same people, with the same figure
    "difference",  # two figures of the articles are so far apart
    "same_words",  # a sentence says it
    "other_value",  # the same of the same people, with another figure
    "other_difference",  # the two figures are further apart, or nearer
    "opposite",  # the contrary of the same people, with the same figure
    "other_population",  # the figure is of other people
    "other_source",  # the figure is of another study
    "unsure_source",  # the article leaves open whether the source that is named tells the figure
    "other_claim",  # the figure is of the same people, and of something else
    "nothing",  # no sentence comes near
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim of a text, held against the articles.

    Attributes:
        claim: the sentence or list item, verbatim.
        start: its offset in the text as it was read; `end` exclusive.
        end: see `start`.
        figure: the figure that is checked, as written; None where the sentence has none.
        outcome: whether the articles say so, say otherwise, or do not say.
        reason: why.
        says: what the articles say instead, or as well: "CIO: 77 %".
        citations: the sentences that it rests on, verbatim, numbered from 1.
    """

    claim: str
    start: int
    end: int
    figure: str | None
    outcome: Outcome
    reason: Reason
    says: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
