"""Tells whether a share is who does what its verb says: "No volvería | un 63 %"."""

from collections.abc import Sequence

from kg.clause import governing_verb
from kg.grammar import OBJECTS, Word, before_number
from kg.noun_phrase import terms
from kg.spoken import is_many
from kg.topic import is_time

__all__ = ["is_doer"]

_OF_THEM = ("ellos", "ellas", "estos", "estas", "todos", "todas")


def is_doer(words: Sequence[Word], first: int, at: int, *, part: bool = False) -> bool:
    """Say whether a share stands behind a verb as its subject: "Vendería su finca | el 15 %".

    Either the verb has its object already, as a pronoun or named, or it takes no amount for one.
    `part` asks for a share whose group stands behind it: "Lo haría | el 18 % de los herreros".

    Source: Real Academia Española, Nueva gramática, § 33.12, on how many do something.
    """
    place = before_number(words, at)
    verb = governing_verb(words, first, at)
    if verb < 0 or place < verb or words[place].tag in "PFC" or is_many(words[verb]) is None:
        return False
    passive = words[verb - 1].low == "se" and is_many(words[verb])  # "se resolvieron"
    commas = sum(w.low == "," for w in words[verb:at])
    if not (part or _closes(words, at)) or words[place].low in ("(", ":") or passive or commas % 2:
        return False
    lemmas = {words[verb].lemma}
    if words[verb].lemma in ("haber", "ser", "estar"):
        lemmas = {w.lemma for w in words[verb + 1 : verb + 3] if w.tag in "TG"}
    clitics = [w.low for w in words[max(first, verb - 2) : verb] if w.tag in "RD"]
    if any(low in OBJECTS for low in clitics):
        # "la cosecha la encareció | un 12 %": by so much, where "la subirá | un 12 %" are so many
        subject = any(w.tag in "NV" and not is_time(w) for w in words[first:verb])
        by = subject and lemmas & (terms("moving") | terms("changing"))
        return part or not by
    if lemmas & terms("having") and _has_object(words[verb + 1 : place + 1]):
        return True
    amount = any(lemma in terms(name) for lemma in lemmas for name in _AMOUNTS)
    return bool(lemmas) and not amount


def _has_object(behind: Sequence[Word]) -> bool:
    """Say whether a verb has its object behind it: "tiene | un comité | el 40 %"."""
    led = next((w for w in behind if w.tag not in "A"), None)
    named = led is not None and led.tag in "DNF"
    return named and not any(w.low in terms("times") for w in behind)


def _closes(words: Sequence[Word], at: int) -> bool:
    """Say whether nothing stands behind a share that it could be a part of."""
    behind = words[at + 1 : at + 3]
    if not behind or behind[0].tag == "S":
        return True
    return len(behind) > 1 and behind[0].low == "de" and behind[1].low in _OF_THEM


_AMOUNTS = (
    "having",
    "moving",
    "changing",
    "copular",
    "amounting",
    "estimating",
    "reaching",
    "losing",
)
