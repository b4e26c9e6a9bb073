"""The words that tell names apart, from the lexicons of entities, names and places."""

from functools import cache

from kg.lexicon import load
from kg.phrases import PhraseTree
from kg.spanish import fold, tokenize

__all__ = ["demonyms", "given_names", "known", "phrases", "places", "titles", "words_of"]


@cache
def words_of(*path: str) -> frozenset[str]:
    """Return the folded words of a list of the entity lexicon."""
    node = load("entities")
    for key in path:
        node = node[key]
    if isinstance(node, str):
        return frozenset(fold(" ".join(part.split())) for part in node.split("|"))
    return frozenset(fold(word) for word in node)


@cache
def given_names() -> frozenset[str]:
    """Return the given names, folded."""
    return frozenset(fold(name) for name in load("names")["given"].split())


@cache
def demonyms() -> frozenset[str]:
    """Return the adjectives of countries and towns, folded: "rumana", "limeña"."""
    endings = ("", "o", "a", "os", "as", "e", "es", "s")
    of_countries = (
        beginning + ending
        for country in load("countries").values()
        for beginning in country["people"]
        for ending in endings
    )
    return frozenset(of_countries) | words_of("demonyms")


@cache
def titles() -> frozenset[str]:
    """Return the titles before a person's name, folded."""
    return frozenset(fold(title) for title in load("names")["titles"])


@cache
def places() -> frozenset[str]:
    """Return the names of places, folded."""
    return frozenset(fold(" ".join(p.split())) for p in load("places")["places"].split("|"))


@cache
def known() -> PhraseTree[bool]:
    """Return the names that are known to be organisations'."""
    tree: PhraseTree[bool] = PhraseTree()
    names = [" ".join(name.split()) for name in load("entities")["known"].split("|")]
    for name in [*names, *(form for row in load("entities")["same"] for form in row)]:
        tree.add([token.form for token in tokenize(name)], True)
    return tree


@cache
def phrases() -> PhraseTree[bool]:
    """Return the phrases before an organisation's name, read backwards from it."""
    tree: PhraseTree[bool] = PhraseTree()
    for phrase in load("entities")["before"]["phrases"]:
        # Read backwards from the name, so entered backwards.
        tree.add(list(reversed(fold(phrase).split())), True)
    return tree
