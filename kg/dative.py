"""Reads whom something costs, takes or falls to: "a los viveros la helada les cuesta 700 euros"."""

from collections.abc import Sequence

from kg.clause import governing_verb
from kg.grammar import Word
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader

__all__ = ["to_whom"]

_CLITICS = ("le", "les")
_BEHIND = 3  # words between the verb and "a" of those whom its clitic means


def to_whom(words: Sequence[Word], first: int, at: int, reader: PopulationReader) -> Phrase | None:
    """Return those who stand twice in a clause, as "a los viveros" and as "les".

    Source: Real Academia Española, Nueva gramática, ch. 35, on indirect objects that are doubled.
    """
    verb = governing_verb(words, first, at)
    if verb < 1 or words[verb - 1].low not in _CLITICS:
        return None
    if words[verb].lemma not in terms("falling_to") | terms("felt"):
        return None
    behind = range(verb + 1, min(verb + 1 + _BEHIND, at))
    for place in (*behind, *range(verb - 1, first - 1, -1)):
        if words[place].low not in ("a", "al"):
            continue
        phrase = reader.read(words, place + 1)
        many = words[verb - 1].low == "les"
        if (
            phrase.kind != "both"
            and phrase.after <= at
            and (phrase.plural == many or words[place + 1].tag != "D")
        ):
            return phrase
    return None
