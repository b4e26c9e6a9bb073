"""Tells whether a text means the CMO by "responsables de marketing": whom it heads them with."""

from collections import Counter
from collections.abc import Mapping

from corpus.article import Article
from kg.facts import Population
from kg.lexicon import load
from kg.noun_phrase import terms
from kg.role import find_roles

__all__ = ["meant_chiefs"]

_OFTEN = 3  # mentions of a chief in a text that calls them by their area besides


def meant_chiefs(article: Article) -> Mapping[str, Population]:
    """Return the chief whom a text means by each wide role that it names.

    One that speaks of CMO again and again means them by "los responsables de marketing" too,
    unless it names other people of the area: "los expertos en marketing".
    """
    text = article.text
    # sentence by sentence, as they are read for their own sake: each is then read once
    roles = [r for s in article.sentences for r in find_roles(text, s.start, s.end)]
    often = Counter(role.role for role in roles)
    found: dict[str, Population] = {}
    for wide, chief in load("statistics")["chiefs"].items():
        heads = {role.span.of(text).lower().split()[0] for role in roles if role.role == wide}
        named = next((role for role in roles if role.role == chief), None)
        if named and heads and heads <= terms("heading") and often[chief] >= _OFTEN:
            found[wide] = Population(named.label, chief)
    return found
