"""Tells whether a text means the CMO by "responsables de marketing": whom it heads them with."""

from collections import Counter
from collections.abc import Mapping

from kg.facts import Population
from kg.lexicon import load
from kg.noun_phrase import terms
from kg.role import find_roles

__all__ = ["meant_chiefs"]

_OFTEN = 3  # mentions of a chief in a text that calls them by their area besides


def meant_chiefs(text: str) -> Mapping[str, Population]:
    """Return the chief whom a text means by each wide role that it names.

    One that speaks of CMO again and again means them by "los responsables de marketing" too,
    unless it names other people of the area: "los expertos en marketing".
    """
    roles = find_roles(text)
    often = Counter(role.role for role in roles)
    found: dict[str, Population] = {}
    for wide, chief in load("statistics")["chiefs"].items():
        heads = {role.span.of(text).lower().split()[0] for role in roles if role.role == wide}
        named = next((role for role in roles if role.role == chief), None)
        if named and heads and heads <= terms("heading") and often[chief] >= _OFTEN:
            found[wide] = Population(named.label, chief)
    return found
