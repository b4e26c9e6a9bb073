"""Notes whom each sentence speaks of, for the figures of those after it."""

from collections.abc import Sequence

from kg.grammar import Word
from kg.introduced import brought_in, headed, turned_to
from kg.meaning import MeaningReader
from kg.memory import Populations
from kg.noun_phrase import terms
from kg.parse import ParsedSentence
from kg.population import Phrase
from kg.spoken import is_plural, speaks_of

__all__ = ["NoteTaker"]

_TOPIC = 40  # words in which a sentence names whom it is about
_TOPICAL = ("según", "segun", "para", "entre")  # prepositions of those
_SUBJECT = 3  # words from a subject to its verb
_JOINED = (",", "y", "pero", "aunque")  # before a clause of its own


class NoteTaker:
    """Fills the memory of one article, in reading order."""

    def __init__(self, meaning: MeaningReader) -> None:
        self.meaning = meaning
        self.memory = meaning.memory
        self.near = meaning.near
        self.reader = meaning.reader

    def note(self, sentence: ParsedSentence, *, read: bool) -> None:
        """Remember whom a sentence was about; `read` tells that it gave statistics."""
        self._note_topic(sentence, read=read)
        self._note_subject(sentence)
        self._note_turn(sentence)
        self._note_organization(sentence)

    def _note_topic(self, sentence: ParsedSentence, *, read: bool) -> None:
        """Remember the people that a sentence is about, or its clause after the last figure.

        A subject is preferred; "a todos los encargados" is taken where there is none.
        """
        words = sentence.words
        if not any(w.tag in "VTI" for w in words):
            return  # a menu line
        start = 0
        if read:
            start = 1 + max((k for k, w in enumerate(words) if w.tag == "F"), default=0)
        found: Populations = ()
        for place in range(start, min(len(words), start + _TOPIC)):
            opens = words[place].tag == "D" or (
                words[place].tag == "N" and (place == 0 or words[place - 1].tag not in "DN")
            )
            before = words[place - 1] if place else None
            if not opens or (read and (before is None or before.low not in _JOINED)):
                continue
            governed = before is not None and before.tag == "P" and before.low not in _TOPICAL
            governed = governed and not _is_fronted(words, place)
            if governed and (before is None or before.low not in ("a", "al") or found):
                continue
            phrase = self.reader.read(words, place)
            if read and not any(
                w.tag == "V" for w in words[phrase.after : phrase.after + _SUBJECT]
            ):
                continue  # "…, residencias, hospitales.": no subject
            people = phrase.kind == "people" or (phrase.kind == "relative" and phrase.populations)
            fronted = place == 1 and not read and words[0].low == "entre"
            fronted = fronted and phrase.kind == "relative"
            if not (people or fronted) or not phrase.plural:
                continue
            found = self.meaning.meant(phrase, sentence, None) if fronted else phrase.populations
            if not governed:
                break
        if found:
            self.memory.topic = found
            self.memory.topic_sentence = sentence.index

    def _note_turn(self, sentence: ParsedSentence) -> None:
        """Remember whom a question, or a sentence without a verb, turns to: "¿Y los herreros?"."""
        words = sentence.words
        phrase = turned_to(words, self.reader)
        if phrase is None and sentence.kind in ("paragraph", "list_item"):
            phrase = brought_in(words, self.reader)
        elif phrase is None and sentence.kind == "heading":
            phrase = headed(words, self.reader)
        if phrase is None or self.meaning.is_person(words, phrase):
            return
        found = self.meaning.meant(phrase, sentence, None)
        if found and self.meaning.fits(phrase, "sujeto"):
            self.memory.turn_to(found, sentence.index)
            self.memory.subject, self.memory.subject_sentence = found, sentence.index
            self.memory.subject_many = is_plural(words, phrase)

    def _note_subject(self, sentence: ParsedSentence) -> None:
        """Remember the subject of a sentence, which the next one may leave out."""
        subject = speaks_of(sentence.words, self.reader, self._is_spoken_of)
        if subject and self.meaning.is_person(sentence.words, subject):
            return
        if subject:
            subject = self.near.narrowed(
                sentence.words, subject, subject.first, len(sentence.words)
            )
        if subject and (found := self.meaning.meant(subject, sentence, None)):
            self.memory.subject = found
            self.memory.subject_sentence = sentence.index
            self.memory.subject_many = is_plural(sentence.words, subject)

    def _is_spoken_of(self, phrase: Phrase) -> bool:
        """Say whether the next sentence can go on about a phrase: not about "las diferencias"."""
        many = phrase.head.removesuffix("s") in terms("told_by") | terms("gaps")
        return not many and self.meaning.fits(phrase, "sujeto")

    def _note_organization(self, sentence: ParsedSentence) -> None:
        named = list(self.meaning.names.organizations(sentence.words))
        self.memory.maker = named[0] if named else self.memory.maker
        firm = next((name for name in named if name not in self.meaning.makers), None)
        if firm:
            self.memory.organization = firm
            self.memory.organization_sentence = sentence.index


def _is_fronted(words: Sequence[Word], place: int) -> bool:
    """Say whether a sentence sets who it is about: "En | las fábricas |, …", "el ánimo de |…|"."""
    before = words[place - 1]
    pictured = place > 1 and words[place - 2].low in terms("pictures")
    return (place == 1 and before.low == "en") or (pictured and before.low in ("de", "del"))
