"""Reads whose answers a list gives: "Los usuarios respondieron así:", "Base: hogares con hijos"."""

from collections.abc import Sequence

from kg.clause import boundary_before
from kg.grammar import Word
from kg.noun_phrase import terms
from kg.parse import ParsedSentence
from kg.population import Phrase, PopulationReader
from kg.questioned import whom_asked
from kg.subject import find_subject

__all__ = ["who_answers"]

_BEFORE = 3  # sentences before a list that may tell whose answers it gives
_NOTES = 2  # sentences behind a list: "(Respuesta múltiple. Base: hogares con hijos)"
_BEHIND = 2  # words between a verb and the subject behind it: "contestaron así los …"


def who_answers(
    sentences: Sequence[ParsedSentence], run: range, reader: PopulationReader
) -> tuple[Phrase, ParsedSentence] | None:
    """Return those who gave the answers of a list, and the sentence that tells of them.

    Args:
        sentences: of the article.
        run: the indices of the items.
        reader: of phrases.
    """
    head = sentences[max(0, run.start - _BEFORE) : run.start]
    for note in sentences[run.stop : run.stop + _NOTES]:
        if phrase := _base(note.words, reader):
            return phrase, note
    polled = any(w.low in terms("poll") for sentence in head for w in sentence.words)
    for sentence in reversed(head):
        words = sentence.words
        phrase = _base(words, reader) or _answering(words, reader) or _of_whom(words, reader)
        if phrase is None and polled:
            phrase = whom_asked(words, len(words), reader) or _asked_first(words, reader)
        if phrase:
            return phrase, sentence
    return None


def _base(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Read the note of a poll: "(Respuesta única. Base: residentes en la costa)"."""
    for place in range(len(words) - 2):
        if words[place].low == "base" and words[place + 1].low == ":":
            phrase = reader.read(words, place + 2)
            return phrase if phrase.populations else None
    return None


def _answering(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Read who answers: "las respuestas de los gerentes", "así contestaron los dueños"."""
    phrase: Phrase | None
    for place in range(len(words) - 1):
        word, behind = words[place], place + 1
        if word.low in terms("replies") and words[behind].low in ("de", "del"):
            phrase = reader.read(words, behind + 1)
        elif word.tag == "V" and word.lemma in terms("replying"):
            while behind < min(place + _BEHIND, len(words) - 1) and words[behind].tag == "A":
                behind += 1
            named = words[behind].tag == "D" and words[behind].low != "lo"
            phrase = reader.read(words, behind) if named else None
            if phrase is None:
                first = boundary_before(words, place)
                phrase = find_subject(words, first, behind, reader)
        else:
            continue
        if phrase and (phrase.plural or phrase.kind in ("people", "generic")):
            return phrase
    return None


def _asked_first(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Read "A quienes no tienen seguro se les preguntó": those who are asked come first."""
    asks = any(w.tag in "VT" and w.lemma in terms("put_to") for w in words)
    phrase = reader.read(words, 1) if asks and words[0].low == "a" else None
    return phrase if phrase and phrase.plural and phrase.populations else None


def _of_whom(words: Sequence[Word], reader: PopulationReader) -> Phrase | None:
    """Read the group that a list parts: "De los hogares con gato, el motivo fue el siguiente:"."""
    opens = words[:1] and words[0].low in ("de", "entre") and words[-1].low == ":"
    phrase = reader.read(words, 1) if opens else None
    people = phrase is not None and phrase.kind == "people"
    return phrase if people and any(w.low in terms("following") for w in words) else None
