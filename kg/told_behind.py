"""Reads whose a figure is in the sentence behind it: "62 %. Es la proporción de pymes que …"."""

from collections.abc import Sequence

from kg.grammar import Word
from kg.noun_phrase import terms
from kg.parse import ParsedSentence
from kg.population import Phrase, PopulationReader
from kg.questioned import polls, whom_asked
from kg.spanish import fold

__all__ = ["told_behind"]

_REACH = 12  # words from the beginning in which such a sentence names them
_AHEAD = 2  # sentences in which a poll is told of after its first figure
_OF = ("de", "del")
_SO = ("lo", "así", "es", "son", "eso", "esto")


def told_behind(
    sentences: Sequence[ParsedSentence], index: int, reader: PopulationReader
) -> tuple[Phrase, ParsedSentence, bool] | None:
    """Return those whose the figures of a sentence are, the sentence that tells so, if by a poll.

    Args:
        sentences: of the article.
        index: of the sentence with the figure, which names nobody.
        reader: of phrases.
    """
    behind = sentences[index + 1 : index + 1 + _AHEAD]
    if not behind or behind[0].is_heading:
        return None
    phrase = _taken_up(behind[0].words, reader)
    if phrase:
        return phrase, behind[0], False
    for sentence in behind:
        same = sentence.block == sentences[index].block
        if same and polls(sentence.words) and _tells_source(sentence.words):
            phrase = whom_asked(sentence.words, len(sentence.words), reader)
            return (phrase, sentence, True) if phrase else None
    return None


def _tells_source(words: Sequence[Word]) -> bool:
    """Say whether a sentence says where the figures before it are from: "Lo dice la encuesta …"."""
    return any(w.low in _SO or w.low in terms("told_by") for w in words[:2])


def _taken_up(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Read "Es el porcentaje de | empresas |", "Esa parte de | los socios |", "Es lo que cobra"."""
    place = next((k for k, w in enumerate(words[:3]) if w.tag not in "AS"), len(words))
    pointed = place < len(words) and fold(words[place].low) in terms("demonstratives")
    place += pointed
    be = place < len(words) and words[place].lemma == "ser" and words[place].tag == "V"
    place += be
    if not be and not pointed:
        return None
    said = [w.low for w in words[place : place + 2]]
    if be and said == ["lo", "que"]:
        return _who_does(words, place + 2, reader)
    led = place + (words[place].tag in "DA") if place < len(words) else place
    if led + 2 >= len(words) or words[led].low not in terms("parts"):
        return None
    link = led + 1 if words[led + 1].low in _OF else led + 2
    phrase = reader.read(words, link + 1) if words[link].low in _OF else None
    return phrase if phrase and phrase.populations and phrase.kind in ("people", "named") else None


def _who_does(words: Sequence[Word], start: int, reader: PopulationReader) -> Phrase | None:
    """Read the subject behind its verb: "lo que aguanta sin cobrar | una empresa familiar"."""
    for place in range(start + 1, min(start + _REACH, len(words))):
        word, before = words[place], words[place - 1]
        opens = word.tag == "D" or word.low in ("quien", "quienes")
        if word.tag == "S":
            return None
        if opens and before.tag not in "PD" and word.low not in ("lo", "la", "los"):
            phrase = reader.read(words, place)
            named = phrase.populations and phrase.kind in ("people", "named", "relative")
            return phrase if named else None
    return None
