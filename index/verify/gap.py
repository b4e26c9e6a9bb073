"""A difference in points between two groups, held against the two figures that it follows from."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lexicon import fold
from index.answer.guard import gap_of
from index.answer.question import understand
from index.answer.relevance import Relevance
from index.lexical import find_words
from index.verify.claim import Claim, verdict_by_halves
from index.verify.matching import NEGATORS, same_value
from index.verify.shelf import Pair, Shelf
from index.verify.told import without_figures, years_of
from index.verify.verdict import Verdict
from index.verify.words import terms
from kg.role import find_roles

__all__ = ["judge_gap"]

MET = 0.7  # share of what the claim says the difference is of that the sentences must meet
MET_OTHER = 0.8  # … to be contradicted by it
GAP, AHEAD, BEHIND = (frozenset(map(fold, terms(n))) for n in ("gap", "ahead", "behind"))


@dataclass(frozen=True, slots=True)
class _Gap:
    """What a claim says of a difference: whose it is, in order, and the words for its matter."""

    claim: Claim
    claimed: Sequence[frozenset[str]]
    roles: tuple[str, str]
    words: Relevance
    ahead: bool | None

    @classmethod
    def of(cls, claim: Claim, shelf: Shelf) -> "_Gap | None":
        """Read a claim; None where it tells no difference between two groups."""
        found = find_roles(claim.text)
        roles = tuple(dict.fromkeys(role.role for role in found))
        said_words = {fold(word) for word in find_words(without_figures(claim.text))}
        ahead, behind = bool(said_words & AHEAD), bool(said_words & BEHIND)
        compared = not GAP.isdisjoint(said_words) or ahead or behind
        if claim.told is None or claim.told.kind != "points" or len(roles) != 2:
            return None
        if not compared or said_words & NEGATORS:
            return None
        apart, at = [], 0
        for role in found:
            apart.append(claim.text[at : role.span.start])
            at = role.span.end
        text = without_figures(" ".join([*apart, claim.text[at:]]))
        for name in claim.names:
            text = text.replace(name, " ")
        matter = " ".join(w for w in find_words(text) if fold(w) not in GAP | AHEAD | BEHIND)
        words = Relevance(understand(matter), shelf.base.searcher.telling)
        claimed = shelf.tellers.claimed(claim.whole)
        return cls(claim, claimed, (roles[0], roles[1]), words, ahead if ahead != behind else None)

    def sides(self, pair: Pair) -> Pair | None:
        """Return a pair in the order of the claim's roles; None where it is of others."""
        first, second = self.roles
        for one, other in (pair, (pair[1], pair[0])):
            mine = first in one.told.roles and first not in other.told.roles
            theirs = second in other.told.roles and second not in one.told.roles
            if mine and theirs:
                return one, other
        return None

    def is_told(self, pair: Pair) -> bool:
        """Say whether two figures are so far apart, and on the side that is said."""
        one, other = (half.told.figure for half in pair)
        if self.claim.told is None:
            return False
        side = self.ahead is None or (one.value > other.value) is self.ahead
        return side and same_value(self.claim.told.figure, gap_of(one, other))


def judge_gap(claim: Claim, shelf: Shelf) -> Verdict | None:
    """Judge "brecha de 21 puntos entre CIO y CMO"; None where that cannot be told."""
    gap = _Gap.of(claim, shelf)
    if gap is None:
        return None
    pairs = [pair for one in shelf.pairs if (pair := gap.sides(one))]
    met = [(pair, _met(gap, shelf, pair)) for pair in pairs]
    same = [pair for pair, share in met if share >= MET and gap.is_told(pair)]
    if same:
        return verdict_by_halves(claim, shelf, ("supported", "difference"), same[0])
    if any(gap.is_told(pair) for pair in pairs) or not gap.words.words_weight:
        return None
    other = [pair for pair, share in met if share >= MET_OTHER]
    if not other:
        return None
    return verdict_by_halves(claim, shelf, ("contradicted", "other_difference"), other[0])


def _met(gap: _Gap, shelf: Shelf, pair: Pair) -> float:
    """Return how much of a claim's matter is told with two figures; of another source it is 0."""
    around: list[str] = []
    for half in pair:
        article = shelf.base.article(half.article)
        if shelf.tellers.match(gap.claimed, article, half.number, half.told) != "same":
            return 0.0
        around += [*shelf.around(article, half.number)]
    if not years_of(gap.claim.text) <= frozenset().union(*map(years_of, around)):
        return 0.0
    return gap.words.words_met(*around) if gap.words.words_weight else 1.0
