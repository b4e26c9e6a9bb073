"""One thing that a text claims, and the verdict that is written on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.article import Article
from index.answer.citing import citation_of
from index.answer.draft import Evidence
from index.base import Base
from index.verify.shelf import Half, Shelf
from index.verify.told import Told
from index.verify.verdict import Outcome, Reason, Verdict

__all__ = ["SHOWN", "Claim", "place_of", "said", "verdict_by_halves", "verdict_on"]

SHOWN = 3  # sentences of one verdict, at most


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a text, and the figure of it that is checked.

    Attributes:
        text: the sentence, verbatim.
        start: its offset in the text; `end` exclusive.
        end: see `start`.
        told: the figure; None where the sentence has none.
        names: organisations that the sentence names.
        above: headings over it.
        alone: whether it is the only figure of its sentence.
    """

    text: str
    start: int
    end: int
    told: Told | None
    names: tuple[str, ...]
    above: str
    alone: bool

    @property
    def whole(self) -> str:
        """The sentence and the headings over it: all that may name its source."""
        return f"{self.text}\n{self.above}"


def verdict_on(
    claim: Claim,
    base: Base,
    judged: tuple[Outcome, Reason],
    says: Iterable[str],
    places: Iterable[Evidence],
) -> Verdict:
    """Return the verdict on a claim; only the first few of `says` and `places` are kept."""
    outcome, reason = judged
    cited = list(dict.fromkeys(places))[:SHOWN]
    return Verdict(
        claim.text,
        claim.start,
        claim.end,
        claim.told.figure.text if claim.told else None,
        outcome,
        reason,
        tuple(dict.fromkeys(says))[:SHOWN],
        tuple(citation_of(base, place, marker) for marker, place in enumerate(cited, start=1)),
    )


def verdict_by_halves(
    claim: Claim, shelf: Shelf, judged: tuple[Outcome, Reason], halves: Sequence[Half]
) -> Verdict:
    """Return the verdict on a claim that figures told of two groups bear out or deny."""
    places = [place_of(shelf.base.article(half.article), half.number) for half in halves]
    return verdict_on(claim, shelf.base, judged, [said(half.told) for half in halves], places)


def place_of(article: Article, number: int) -> Evidence:
    """Return the place of a sentence."""
    sentence = article.sentences[number]
    return Evidence(article.id, sentence.start, sentence.end)


def said(told: Told, teller: str = "") -> str:
    """Return whose and how many, and who tells it: "CIO: 77 % (Accenture)"."""
    who = ", ".join(population.label for population in told.populations)
    text = f"{who}: {told.figure.text}" if who else told.figure.text
    return f"{text} ({teller})" if teller else text
