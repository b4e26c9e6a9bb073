"""Whether a function named bare in a question is its team: "¿quién decide, marketing o TI?"."""

from collections.abc import Callable, Sequence
from functools import cache

from kg.lexicon import load
from kg.spanish import Token, fold

__all__ = ["goes_on_from", "is_team_asked"]


@cache
def _words(name: str) -> frozenset[str]:
    """Return the folded words of a list of how teams are asked for."""
    return frozenset(fold(word) for word in load("role_frames")["asked_teams"][name])


def _form(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].form if 0 <= place < len(tokens) else ""


def _start(tokens: Sequence[Token], place: int) -> int:
    """Return where a function begins: at what is said again before each, "a marketing o a TI"."""
    return place - (_form(tokens, place - 1) in _words("again"))


def goes_on_from(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Say whether the function at `place` stands in one list with what ended at `end`."""
    before = _start(tokens, place) - 1
    return before == end and _form(tokens, before) in _words("against") | _words("lists")


def is_team_asked(
    tokens: Sequence[Token],
    place: int,
    end: int,
    after_role: Callable[[int], bool],
    team_at: Callable[[int], int | None],
) -> bool:
    """Say whether the function named at `place:end` of a question stands for its team.

    It does where it is set against another or a role ("¿quién se queja más, ventas o TI?", "¿los
    CMO o TI?"), not as a topic ("¿qué presupuesto de marketing y ventas…?"). `after_role` tells
    whether a role ends right before the word before a place, `team_at` where a team's name ends.
    """
    start, joined = _start(tokens, place), _form(tokens, end)
    if after_role(start) and _form(tokens, start - 1) in _words("against"):
        return True
    other = team_at(end + 1 + (_form(tokens, end + 1) in _words("again")))
    if other is None or _form(tokens, start - 1) in _words("topics"):
        return False
    # "marketing, ventas o TI"
    return joined in _words("against") or (
        joined == "," and _form(tokens, other) in _words("against")
    )
