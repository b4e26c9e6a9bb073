"""Tells whose a figure is where its clause does not: whom the text has spoken of before."""

from collections.abc import Sequence

from kg.centre import Centre
from kg.clause import (
    acts,
    answers,
    boundary_before,
    governing_verb,
    has_object,
    leads,
    opens_clause,
    stands_for_group,
    told_until,
)
from kg.doer import is_doer
from kg.explained import whom_explained
from kg.facts import Population
from kg.grammar import Word, before_number, phrase_at
from kg.lexicon import cut_phrases
from kg.meaning import MeaningReader
from kg.memory import Populations, is_people
from kg.noun_phrase import terms
from kg.parse import ParsedSentence
from kg.spoken import is_many, is_plural, left_out
from kg.study_reading import StudyReading
from kg.subject import find_subject
from kg.topic import is_time

__all__ = ["CarriedReader"]

# What nobody is: "las ventas cayeron y un 12 % piensa cerrar"
_THINGS = terms("company_things") | terms("rates") | terms("measures") | terms("causes")
_OTHER = ("otro", "otra", "otros", "otras")
_ANSWERED = 2  # sentences from a question to its answer, "R." between them
_WHEN = 4  # words behind a figure that may tell when: "eran un 33 % | en 2016"
_AMOUNTS = ("money", "multiple", "count", "number", "duration")


class CarriedReader:
    """Carries over those of whom an article speaks, from clause to clause."""

    def __init__(self, reading: StudyReading, meaning: MeaningReader, centre: Centre) -> None:
        self.reading = reading
        self.meaning = meaning
        self.centre = centre
        self.near = meaning.near
        self.memory = meaning.memory
        self.names = meaning.names
        self.makers = meaning.makers

    def read(
        self, sentence: ParsedSentence, at: int, first: int, study: str | None, *, sampled: bool
    ) -> tuple[Populations, str]:
        """Take over who was spoken of before; `sampled` tells that the sentence tells a sample."""
        words = sentence.words
        here = self.memory.sentence == sentence.index
        if sampled and not here and self.meaning.samples(study):
            return self.meaning.samples(study), "los encuestados"
        again = self.memory.last and self._in_another_time(sentence, at, first)
        if again and not here and not (first and self.near.people_before(words, first)):
            return self.memory.last, "la misma que la cifra anterior"
        if not here and self._is_of_all(sentence, at, first, study):
            return self.meaning.samples(study), "los encuestados"
        kind = sentence.figures[words[at].figure].kind
        other = words[max(0, at - 1)].low in _OTHER and kind == "share"
        if other and sentence.index - self.memory.sentence <= 1:
            return self.memory.last, "la misma que la cifra anterior"
        if kind == "share" and self._has_turned(sentence):
            return self.memory.topic, "de quién hablaba la frase anterior"
        explained = None if here else self._explained(sentence, at, study)
        if explained:
            return explained, "sujeto de la cláusula anterior"
        asked = self._answering(sentence, at, study)
        if asked and not self.memory.people_last and not self._turns(words, first):
            return asked, "quiénes responden"
        told = self._told_of_itself(words, first)
        if told and kind in _AMOUNTS:
            return told, "quien lo informa"
        subject = self._subject_before(sentence, at, first, study)
        if subject:
            return subject, "sujeto de la cláusula anterior"
        if here:
            return self.memory.last, "la misma que la cifra anterior"
        if left := self._left_out(sentence, at, first):
            return left, "sujeto elidido"
        return self._from_before(sentence, at, first, study)

    def _left_out(self, sentence: ParsedSentence, at: int, first: int) -> Populations:
        """Return the subject that a clause leaves out, of a share only if it is people.

        "El gremio ha preguntado a los socios. No volvería | un 63 %": the share is the subject.
        """
        left = self.meaning.left_out(sentence, first, at)
        share = sentence.figures[sentence.words[at].figure].kind == "share"
        if share and is_doer(sentence.words, first, at) and not any(map(is_people, left)):
            return ()
        return left

    def _has_turned(self, sentence: ParsedSentence) -> bool:
        """Say whether a sentence before has turned to others since the last figure."""
        memory = self.memory
        turned = memory.turn >= memory.sentence and memory.left_turn(sentence.index)
        return turned and memory.subject_sentence <= memory.turn < sentence.index

    def _is_of_all(self, sentence: ParsedSentence, at: int, first: int, study: str | None) -> bool:
        """Say whether a share is of all who were asked again, after one of a part of them.

        What sets a frame, "Entre los jóvenes, …", holds for its clause, and for what leans on it;
        the items of a list are each of all again.
        """
        words, memory = sentence.words, self.memory
        if sentence.figures[words[at].figure].kind != "share" or not self.meaning.samples(study):
            return False
        if _names_all(words, first, at):
            return True
        if not leads(words, at) and not stands_for_group(words, at):
            return False
        blocks = self.reading.layout.blocks
        item = sentence.kind == "list_item" and memory.sentence >= 0
        item = item and blocks[memory.sentence] != sentence.block
        framed = memory.framed and memory.topic_sentence <= memory.sentence
        leans = any(w.low in terms("told_again") for w in words[first:at])
        leans = leans or words[max(0, at - 1)].low in terms("other_ones")
        item = item and not any(p.label == "encuestados" for p in self.meaning.samples(study))
        framed = framed and _turns_on(words, first)
        return (
            (item or framed) and not leans and not self._subject_before(sentence, at, first, study)
        )

    def _in_another_time(self, sentence: ParsedSentence, at: int, first: int) -> bool:
        """Say whether a figure only tells of another time what the last did: "Hoy es el 46 %"."""
        words, before = sentence.words, self.meaning.before
        if before is None or self.memory.sentence != before.index:
            return False
        kind = sentence.figures[words[at].figure].kind
        alike = any(_kind(f.kind) == _kind(kind) for f in before.figures)
        lead = words[first:at]
        timed = any(is_time(w) or w.low in terms("nowadays") for w in lead)
        verbs = [w for w in lead if w.tag == "V" and w.low not in ("hace", "hacía")]
        same = all(
            w.lemma in ("ser", "estar", "hacer") or w.lemma in {v.lemma for v in before.words}
            for w in verbs
        )
        spans = [w for w in lead if w.tag == "F"]  # "hace | dos años"
        past = all(is_time(w) or sentence.figures[w.figure].kind == "duration" for w in spans)
        behind = words[at + 1 : at + 1 + _WHEN]
        timed = (
            timed or bool(spans) or any(map(is_time, behind)) or any(map(is_time, words[:first]))
        )
        again = {"era"} | terms("told_again")  # "| era | el 43 %", "| la proporción | era"
        only = past and all(w.tag in "DPARVCSF" or is_time(w) or w.low in again for w in lead)
        return alike and timed and same and only

    def _explained(self, sentence: ParsedSentence, at: int, study: str | None) -> Populations:
        """Return of whom a share tells more: "Los grandes piensan otra cosa: el 55 % reconoce"."""
        if sentence.figures[sentence.words[at].figure].kind != "share":
            return ()
        phrase = whom_explained(sentence.words, at, self.near.reader)
        fits = phrase is not None and self.meaning.fits(phrase, "sujeto")
        return self.meaning.meant(phrase, sentence, study) if phrase and fits else ()

    def _turns(self, words: Sequence[Word], first: int) -> bool:
        """Say whether a colon turns from whom it names to their share: "Dudan: un 12 %"."""
        return first > 1 and words[first - 1].low == ":"

    def _subject_before(
        self, sentence: ParsedSentence, at: int, first: int, study: str | None
    ) -> Populations:
        """Return whom the clause before is about: people, or what its elided subject was."""
        words = sentence.words
        here = self.memory.sentence == sentence.index
        if not leads(words, at) and (left := self._left_out_here(sentence, first, at)):
            return left
        row = here and leads(words, at) and _led_before(words, first, at)
        people = self.near.people_before(words, first) if first > 0 and not row else None
        if people and (found := self.meaning.meant(people, sentence, study)):
            return found
        if not here and first == 0 and opens_clause(words, at) and leads(words, at):
            return self._joined(sentence, at)
        if here or leads(words, at):
            return ()
        thing = self.near.subject_before(words, first, at)
        fits = thing and self.meaning.fits(thing, "sujeto")
        return thing.populations if thing and fits else ()

    def _left_out_here(self, sentence: ParsedSentence, first: int, at: int) -> Populations:
        """Return the subject that a clause behind a colon goes on with: "X va bien: | ganó 3".

        Or one without a verb of its own: "X cayó, pero | solo un 3 %".
        """
        words = sentence.words
        verb = left_out(words, first, at)
        goes_on = verb >= 0 and first > 1 and words[first - 1].low in (":", ";")
        bare = first > 1 and words[first - 1].low in ("pero", "aunque")
        bare = bare and all(w.tag in "DAP" for w in words[first:at])
        if not goes_on and not bare:
            return ()
        start = boundary_before(words, first - 1)
        for before in range(start, first):
            if words[before].tag != "V":
                continue
            phrase = find_subject(words, start, before + 1, self.near.reader)
            if phrase is None or not self.meaning.fits(phrase, "sujeto"):
                return ()
            agrees = bare or is_plural(words, phrase) == is_many(words[verb])
            return self.meaning.meant(phrase, sentence, None) if agrees else ()
        return ()

    def _joined(self, sentence: ParsedSentence, at: int) -> Populations:
        """Read "Las bodegas embotellan en casa, y siete de cada diez ya no compran uva"."""
        words = sentence.words
        phrase = find_subject(words, 0, before_number(words, at), self.near.reader)
        if phrase is None or not is_plural(words, phrase) or phrase.head in _THINGS:
            return ()
        return (
            self.meaning.meant(phrase, sentence, None)
            if self.meaning.fits(phrase, "sujeto")
            else ()
        )

    def _from_before(
        self, sentence: ParsedSentence, at: int, first: int, study: str | None
    ) -> tuple[Populations, str]:
        """Take over those of whom earlier sentences, the study or the whole text are."""
        words = sentence.words
        kind = sentence.figures[words[at].figure].kind
        bare = all(w.tag in "ADFS" for w in words)  # "El 54 %."
        asked = bare and self.memory.topic_sentence >= sentence.index - _ANSWERED
        fresh = self.memory.topic_sentence == sentence.index - 1 and leads(words, at)
        fresh = fresh or (asked and kind == "share")
        firm = None if fresh else self._firm(words, at, study)
        if firm and (kind in _AMOUNTS or (self.centre.talk and study is None)):
            return (Population(firm),), "de quién habla el texto"
        if kind in _AMOUNTS and study is None and not fresh and (body := self._firm_near(sentence)):
            return body, "de quién habla el texto"
        samples = self.meaning.samples(study)
        again = any(w.low in terms("told_again") for w in words[first:at])
        if kind == "share" and samples and not self.memory.people_last and not again:
            return samples, "los encuestados"
        spoken = self.memory.spoken_of(sentence.index)
        near = self.memory.subject_sentence == sentence.index - 1
        alone = not spoken and not samples and not self.centre.people
        many = near and self.memory.subject_many and leads(words, at)
        if kind == "share" and many and (alone or acts(words, at + 1)):
            return self.memory.subject, "de quién hablaba la frase anterior"
        if kind == "share" and self._goes_on(sentence, at, first):
            return self.memory.subject, "de quién hablaba la frase anterior"
        stands = leads(words, at) or stands_for_group(words, at) or is_doer(words, first, at)
        people = kind == "share" and stands and not any(map(is_people, spoken))
        if people and self.centre.people:
            return (Population(self.centre.people),), "de quién habla el texto"
        doing = is_doer(words, first, at) or (
            leads(words, at) and acts(words, told_until(words, at))
        )
        doing = doing and kind == "share"
        if doing and spoken and not any(map(is_people, spoken)):
            spoken = self.memory.people_near(sentence.index) or spoken
        if spoken:
            return spoken, "de quién hablaba la frase anterior"
        if not samples and self.centre.organization and (study is None or self.centre.studied):
            return (Population(self.centre.organization),), "de quién habla el texto"
        return samples, "los encuestados"

    def _goes_on(self, sentence: ParsedSentence, at: int, first: int) -> bool:
        """Say whether a share is of the many that the sentence before speaks of, without a figure.

        "Los cerealistas han comprado más que nadie. El 48 % estrenó tractor", "…. Apenas un 14 %".
        """
        memory, before, words = self.memory, self.meaning.before, sentence.words
        near = before is not None and memory.subject_sentence == before.index == sentence.index - 1
        new = memory.subject_many and memory.sentence < memory.subject_sentence
        if before is None or not near or not new or before.block != sentence.block:
            return False
        does = leads(words, at) or is_doer(words, first, at)
        return does or all(w.tag in "ADS" for w in (*words[:at], *words[at + 1 :]))

    def _firm_near(self, sentence: ParsedSentence) -> Populations:
        """Return the organisation that the paragraph has told of last, after anybody else."""
        at, blocks = self.memory.organization_sentence, self.reading.layout.blocks
        told = 0 <= at < len(blocks) and blocks[at] == sentence.block
        told = told and at >= max(self.memory.people_sentence, self.memory.subject_sentence)
        firm = self.memory.organization if told else None
        return (Population(firm),) if firm else ()

    def _firm(self, words: Sequence[Word], at: int, study: str | None) -> str | None:
        """Return the organisation that the sentence names before a figure, or the text is about."""
        if study is not None:
            return None
        return next(self.names.organizations(reversed(words[:at])), self.centre.organization)

    def _told_of_itself(self, words: Sequence[Word], first: int) -> Populations:
        """Read "X informó que otorgó créditos": who tells it, where the clause has no subject."""
        if first < 3 or words[first - 1].tag != "Q":
            return ()
        if words[first - 2 - (words[first - 2].low == "de")].tag not in "VA":
            return ()
        verb = governing_verb(words, 0, first - 1)
        start = boundary_before(words, first - 1)
        firm = next(self.names.organizations(words[start : max(verb, start)]), None)
        return (Population(firm),) if firm and firm not in self.makers else ()

    def _answering(self, sentence: ParsedSentence, at: int, study: str | None) -> Populations:
        """Tell whose share does what only people do: "un 22 % prevé contratar"."""
        words = sentence.words
        figure = sentence.figures[words[at].figure]
        acting = answers(words, at) or (leads(words, at) and acts(words, told_until(words, at)))
        if figure.kind != "share" or not acting:
            return ()
        samples = self.meaning.samples(study)
        blocks = self.reading.layout.blocks
        told = max(self.memory.people_sentence, self.memory.topic_sentence)
        turned = 0 <= told < len(blocks) and blocks[told] != sentence.block
        before = has_object(words, at) and not any(w.tag == "N" for w in words[:at])
        turned = turned and not before  # "lo denunció el 8 %": what was told before
        if samples and turned:
            return samples  # a new paragraph turns to all of those who were asked
        if (
            turned
            and self.centre.people
            and self.memory.people_sentence > self.memory.topic_sentence
        ):
            return (Population(self.centre.people),)  # or to all of whom the text tells
        return self.memory.people_near(sentence.index) or samples


def _names_all(words: Sequence[Word], first: int, at: int) -> bool:
    """Say whether a clause begins with all who were asked: "Del total de encuestados, …"."""
    comma = next((k for k in range(first, at) if words[k].low == ","), first)
    opens = words[first].low in ("de", "del", "entre")
    return opens and comma > first and words[comma - 1].low in terms("asked")


def _turns_on(words: Sequence[Word], first: int) -> bool:
    """Say whether a sentence turns to something else: "Además, …", "El salario va aparte: …"."""
    led = first > 1 and words[first - 1].low == ":"
    return led or phrase_at(words, 0, cut_phrases("grammar", "turns")) > 0


def _kind(kind: str) -> str:
    return "share" if kind == "points" else kind


def _led_before(words: Sequence[Word], first: int, at: int) -> bool:
    """Say whether the share before does something too: "el 35 % busca …; el 25 %"."""
    place = next((k for k in range(at - 1, -1, -1) if words[k].tag == "F"), -1)
    bare = place >= 0 and (words[place + 1].low not in ("de", "del"))
    return bare and leads(words, place) and not any(w.low == ":" for w in words[place:first])
