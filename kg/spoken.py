"""Tells whom a sentence speaks of, and whether a clause leaves out its subject.

A subject that is left out is most often the one that stood before the verb of the sentence before.

Source: Alonso-Ovalle, Fernández-Solera, Frazier and Clifton, "Null vs. Overt Pronouns and the
Topic-Focus Articulation in Spanish", Rivista di Linguistica 14 (2002); Carminati, "The Processing
of Italian Subject Pronouns", 2002.
"""

from collections.abc import Callable, Iterator, Sequence

from kg.clause import boundary_before, governing_verb, leads
from kg.grammar import Word, before_number
from kg.noun_phrase import terms
from kg.population import Phrase, PopulationReader
from kg.subject import find_subject, past_frame

__all__ = ["is_many", "is_plural", "left_out", "speaks_of"]

_VERBS = 4  # of a sentence that are looked through for one whose subject it speaks of
_WHEN = frozenset(["pasado", "pasada", "último", "última", "próximo", "próxima", "vez"])
_BEHIND = 4  # words between a verb and what it presents: "hablamos sobre todo de | clientes"


def speaks_of(
    words: Sequence[Word], reader: PopulationReader, fits: Callable[[Phrase], bool]
) -> Phrase | None:
    """Return whom a sentence speaks of: its subject, whom it presents, or whom it concerns.

    Where its subject only tells what follows ("el informe dice que los talleres …"), that of the
    clause that is told.

    Args:
        words: of the sentence.
        reader: of phrases.
        fits: says whether a phrase can be whom a figure is about.
    """
    given = _concerned(words, reader)
    if given and fits(given):
        return given
    verbs = [k for k, word in enumerate(words) if word.tag == "V"][:_VERBS]
    for verb in verbs:
        phrase = find_subject(words, boundary_before(words, verb), verb + 1, reader)
        phrase = phrase or _presented(words, verb, reader)
        if phrase is None:
            return None
        phrase = _pictured(words, phrase, reader) or phrase
        if fits(phrase) and words[verb].lemma not in terms("saying"):
            return phrase
    return None


def _concerned(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Read "A los guardeses nadie les pregunta": an object that comes first is the topic."""
    if not words or words[0].low not in ("a", "al"):
        return None
    phrase = reader.read(words, 1)
    again = any(w.low in ("les", "le") for w in words[phrase.after : phrase.after + _BEHIND])
    return phrase if again and phrase.populations else None


def _presented(words: Sequence[Word], verb: int, reader: PopulationReader) -> Phrase | None:
    """Read "hay cristalerías que …", "hablamos de clientes varones"."""
    exists = words[verb].low in terms("presenting")
    speaks = words[verb].lemma in terms("speaking_of")
    fronted = words[verb].lemma == "ser" and all(w.tag in "NA" for w in words[:verb])
    exists = exists or (verb > 0 and fronted)  # "distinta es | la foto de los jueces"
    for place in range(verb + 1, min(verb + 1 + _BEHIND, len(words))):
        word = words[place]
        if exists and word.tag in "DN":
            return reader.read(words, place)
        if speaks and word.low in ("de", "del"):
            return reader.read(words, place + 1)
        if word.tag not in "A":
            return None
    return None


def _pictured(words: Sequence[Word], phrase: Phrase, reader: PopulationReader) -> Phrase | None:
    """Return whose picture a subject is: "la situación de | los jueces | es otra"."""
    link = next((k for k in range(phrase.first, phrase.after) if words[k].tag == "P"), -1)
    if phrase.head not in terms("pictures") or link < 0 or words[link].low not in ("de", "del"):
        return None
    inner = reader.read(words, link + 1)
    return inner if inner.kind == "people" and inner.plural else None


def is_plural(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase takes a verb in the plural: a name that ends in -s does not."""
    opening = words[phrase.first]
    if opening.tag == "D":
        return opening.low.endswith("s")
    return phrase.plural and not opening.upper


def is_many(verb: Word) -> bool | None:
    """Say whether a verb is a third person plural; None where it is no third person."""
    if verb.low.endswith("n"):
        return True
    other = verb.low == "he" or verb.low.endswith(("s", "é", "í"))  # "tienes", "vendí"
    return None if other and verb.lemma != "ser" else False


def left_out(words: Sequence[Word], first: int, at: int, *, behind: bool = False) -> int:
    """Return the verb of the clause of a figure that leaves its subject out; -1 for none.

    `behind` asks for one whose subject may be what is counted behind it.

    Before it stand at most adverbs, pronouns, and where and when: "El mes pasado cerró con 18 mil".
    What stands behind it, or is counted behind a plural, may be its subject: "Gana | la noche, con
    un 47 %", "llegaron | 850 alegaciones". What "que" tells has its subject before "que".
    """
    first = past_frame(words, first, at)
    verb = governing_verb(words, first, at)
    told = first > 0 and words[first - 1].tag == "Q" and not behind
    if told or verb < 0 or is_many(words[verb]) is None or _has_none(words, verb):
        return -1
    if leads(words, at):
        return -1  # "lo hacía | el 58 %": of whom it is a share is told elsewhere
    passive = verb > 0 and words[verb - 1].low == "se"
    counted = at + 1 < len(words) and words[at + 1].tag == "N" and words[at + 1].low.endswith("s")
    had = words[verb].lemma in terms("having") or words[verb].lemma in terms("human")
    own = passive or (counted and bool(is_many(words[verb])) and not had)
    if words[at - 1].low == "(" or (own and not behind):
        return -1
    end = before_number(words, at) + 1  # "tienen | un 12 %"
    named = any(word.tag in "NT" and not _is_when(word) for word in _ungoverned(words, first, verb))
    named = named or any(word.tag == "D" for word in _ungoverned(words, verb + 1, end))
    return -1 if named or any(w.tag == "Q" for w in words[first:verb]) else verb


def _has_none(words: Sequence[Word], verb: int) -> bool:
    """Say whether nobody is the subject of a verb: "hay", but not "han | llegado"."""
    perfect = words[verb].lemma == "haber" and any(w.tag == "T" for w in words[verb + 1 : verb + 3])
    return words[verb].lemma in terms("impersonal") and not perfect


def _is_when(word: Word) -> bool:
    return word.low in terms("times") or word.low in _WHEN


def _ungoverned(words: Sequence[Word], first: int, after: int) -> Iterator[Word]:
    """Yield the words that no preposition governs."""
    governed = False
    for word in words[first:after]:
        if word.tag == "P":
            governed = True
        elif word.tag in "VQF" or word.low in (",", "eso", "esto", "ello", "aquello"):
            governed = False
        if not governed:
            yield word
