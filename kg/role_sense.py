"""Acronyms that stand for more than one role: "CCO" may be for sales or for communications."""

from collections.abc import Mapping, Sequence
from functools import cache

from kg.lexicon import load
from kg.spanish import Token, fold

__all__ = ["sense", "senses_of"]

_ARTICLES = frozenset({"el", "la", "los", "las", "un", "una", "del", "al"})
_NEAR = 25  # words either side in which the sense is told, about a sentence


@cache
def _senses() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return, by acronym, the folded words that tell each of its roles."""
    return {
        acronym: {role: frozenset(map(fold, words)) for role, words in roles.items()}
        for acronym, roles in load("role_frames")["senses"].items()
    }


def senses_of(acronym: str) -> frozenset[str]:
    """Return the roles that an acronym may stand for; none where it has one sense only."""
    return frozenset(_senses().get(acronym, ()))


def sense(tokens: Sequence[Token], place: int, end: int, role: str) -> str | None:
    """Return the role that the label at `place:end` names.

    Args:
        tokens: those of the text.
        place: the first token of the label.
        end: one past its last.
        role: the role that the label has by itself.

    Returns:
        `role`, the one that the words near an ambiguous acronym tell, or None where such an
        acronym is another thing as often and nothing tells that it is a role.
    """
    if end - place > 1:
        return role
    acronym = tokens[place].acronym or tokens[place].form.upper()
    roles = _senses().get(acronym)
    if roles is None:
        return role
    doubtful = acronym in load("role_frames")["only_told"]
    before = tokens[place - 1].form if place else ""
    if doubtful and tokens[place].acronym is None and before not in _ARTICLES:
        return None  # "por qué cae el gasto en auditoría", in a question
    near = {token.form for token in tokens[max(0, place - _NEAR) : end + _NEAR]}
    counts = {one: len(near & words) for one, words in roles.items()}
    best = max(counts.values())
    told = [one for one, count in counts.items() if count == best]
    if best and len(told) == 1:
        return told[0]
    return None if doubtful else role
