"""Reads of whom or what a figure is a part: "el 77 % de los CIO", "2.000 empresas"."""

from collections.abc import Sequence

from kg.apart import behind_comma
from kg.clause import boundary_before, governing_verb
from kg.facts import Population
from kg.grammar import Word, before_number, phrase_at
from kg.holder import HolderReader
from kg.lexicon import cut_phrases
from kg.meaning import MeaningReader
from kg.memory import Populations
from kg.noun_phrase import terms
from kg.numeral import Figure
from kg.owner import OwnerReader
from kg.parse import ParsedSentence
from kg.place import is_place
from kg.population import Phrase
from kg.subject import find_subject
from kg.topic import find_topic

__all__ = ["PartReader"]

_RESTRICTION = 14  # words of a clause that narrows a group, at most
_OWN_AND_MAIN = 2  # its verb, and that of the share
_WITHIN = ("y", "o")
_POINTING = ("people", "them", "first", "second", "both")  # kinds of phrases that mean people
_NARROWING = ("que", "por", "con", "sin", "en", "entre", "mayor", "menor", "fuera")
_UP_TO = ("a", "al", "hasta", "en", "de", "del")
_OF = ("share", "count", "number", "multiple")


class PartReader:
    """Reads the phrase that follows a figure, in one article."""

    def __init__(
        self,
        meaning: MeaningReader,
        owners: OwnerReader,
        holders: HolderReader,
        people: str | None = None,
    ) -> None:
        self.people = people  # who lives in the place that the text is about
        self.meaning = meaning
        self.owners = owners
        self.holders = holders
        self.near = meaning.near
        self.reader = meaning.reader

    def whose(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> Populations:
        """Return whom the phrase behind a figure names, nobody where it is no part of them."""
        words = sentence.words
        place = self.near.range_end(words, at) + 1
        phrase = self._phrase(words, at, place, figure)
        measured = self._yardstick(words, at, place) if phrase is None else None
        if measured:
            return measured
        if phrase is None or (
            figure.kind == "share" and self._is_predicate(sentence, at, place, phrase)
        ):
            return ()
        if phrase.kind == "them":
            local = self.near.people_before(words, at)
            local = local or self._named_here(words, at, phrase)
            if local and local.plural:
                return self.meaning.meant(local, sentence, study)
        if phrase.kind == "named" and figure.kind == "share":
            return self._of_thing(sentence, at, phrase, study)
        if both := self.reader.both(words, phrase):
            return both
        if phrase.kind == "generic":
            return self.of_the_place(self.meaning.asked(sentence, at, phrase, study))
        found = self.meaning.meant(phrase, sentence, study)
        if figure.kind == "share":
            found = self._restricted(words, at, phrase, found)
        narrowed = phrase.after < len(words) and words[phrase.after].low in _NARROWING
        if figure.kind == "share" and not narrowed:
            found = self.of_the_place(found)
        if figure.kind == "count" and [p.label for p in found] == ["personas"]:
            return self._counted_people(sentence, at, study) or found
        return found

    def _named_here(self, words: Sequence[Word], at: int, phrase: Phrase) -> Phrase | None:
        """Return the group before a figure "de ellos" that a preposition governs: "a jueces"."""
        feminine = words[phrase.first].low.endswith("as")
        return self.near.these(words[:at], feminine, people=True)

    def _of_thing(
        self, sentence: ParsedSentence, at: int, phrase: Phrase, study: str | None
    ) -> Populations:
        """Return whose the thing is of which a figure is a share: "el 89 % de su capacidad"."""
        words = sentence.words
        own = words[phrase.first].low in ("su", "sus")
        first = boundary_before(words, at)
        owner = find_topic(words, first, at, self.reader)
        owner = owner or find_subject(words, first, at, self.reader)
        if owner:
            had = owner.kind in _POINTING or self._has(owner, words, first, at, own=own)
            owners = self.meaning.meant(owner, sentence, None) if had else ()
        else:
            owners = self.meaning.left_out(sentence, first, at) if own else ()
        if not owners and (held := self.holders.of_thing(sentence, phrase, at)):
            return held
        told = study is not None
        return self.owners.of_thing(sentence, phrase, first, at, owners, study=told)

    def _has(self, owner: Phrase, words: Sequence[Word], first: int, at: int, *, own: bool) -> bool:
        """Say whether a subject, be it a thing, has what a figure is a share of.

        "Las baterías conservan el 89 % de su capacidad", but not "el marketing será el 75 % de sus
        gastos"; and "el renting firmó el 58 % de las matriculaciones", of those that are its own.
        """
        verb = governing_verb(words, first, at)
        if verb >= 0 and words[verb].lemma in terms("copular") | terms("amounting"):
            return False
        did = verb >= 0 and all(w.tag in "DA" for w in words[verb + 1 : at])
        did = did and words[verb].lemma not in terms("existing") | terms("covering")
        return (own or did) and owner.kind == "named" and self.meaning.fits(owner, "sujeto")

    def _restricted(
        self, words: Sequence[Word], at: int, phrase: Phrase, found: Populations
    ) -> Populations:
        """Return a group with the clause that narrows it: "mujeres | que vuelven tras una baja".

        It has no comma before it, and ends where the verb begins of which the share is the
        subject: no preposition governs it.
        """
        que = phrase.after
        if words[max(0, before_number(words, at))].tag == "P":
            return found
        named = phrase.kind == "people" and len(found) == 1 and not found[0].role
        if not named or que >= len(words) or words[que].tag != "Q":
            return found
        verbs = 0
        for end in range(que + 1, min(len(words), que + _RESTRICTION)):
            verbs += words[end].tag == "V"
            if words[end].tag in "SFQC" and words[end].low not in _WITHIN:
                return found
            if words[end].tag == "V" and verbs == _OWN_AND_MAIN:
                while words[end - 1].tag in "RAD":
                    end -= 1
                told = self.reader.text[words[que].start : words[end - 1].end]
                return (Population(f"{found[0].label} {' '.join(told.split())}"),)
        return found

    def of_the_place(self, found: Populations) -> Populations:
        """Call "la población" of a text about Peru its people."""
        anybody = [p.label for p in found if p.label in terms("inhabitants")]
        if not self.people or not found or len(anybody) != len(found):
            return found
        return (Population(self.people),)

    def _counted_people(self, sentence: ParsedSentence, at: int, study: str | None) -> Populations:
        """Return who the "28 millones de personas" are: the subject that comes to so many."""
        words = sentence.words
        subject = find_subject(words, boundary_before(words, at), at, self.reader)
        if subject is None or subject.kind not in _POINTING or not subject.populations:
            return ()
        return self.meaning.meant(subject, sentence, study)

    def _phrase(self, words: Sequence[Word], at: int, place: int, figure: Figure) -> Phrase | None:
        """Return the phrase of which the figure is a part, past the units that it is counted in."""
        if place >= len(words):
            return None
        if words[place].low in ("de", "del") and figure.kind in _OF:
            phrase = self.reader.read(words, place + 1)
            if figure.kind in ("count", "number") and self._is_had(words, at):
                return None
        elif self._is_counted(words, at, place, figure):
            phrase = self.reader.read(words, place)
        else:
            return None
        if phrase.kind in ("measure", "time", "none") or words[phrase.first].low == "lo":
            return None
        if phrase.head in terms("opinions"):
            return None
        if phrase.head in terms("spent"):
            inside = phrase.first + 1  # "uno de cada cuatro euros de la inversión"
            if inside + 1 >= phrase.after or words[inside].low not in ("de", "del"):
                return None
            phrase = self.reader.read(words, inside + 1)
        told = phrase.head in terms("yardsticks") or phrase.head in terms("units")
        return None if told else phrase

    def _yardstick(self, words: Sequence[Word], at: int, place: int) -> Populations:
        """Read the place in "el 5 % del PIB de Bélgica son …", where nothing comes to so much."""
        if governing_verb(words, boundary_before(words, at), at) >= 0 or place + 1 >= len(words):
            return ()
        phrase = self.reader.read(words, place + 1)
        if words[place].low not in ("de", "del") or phrase.head not in terms("yardsticks"):
            return ()
        for start in range(phrase.first + 1, phrase.after):
            if is_place([w.low for w in words[start : phrase.after]]):
                name = self.reader.text[words[start].start : words[phrase.after - 1].end]
                return (Population(name),)
        return ()

    def _is_had(self, words: Sequence[Word], at: int) -> bool:
        """Say whether a subject has what is counted: "la app suma 2 millones de usuarios"."""
        first = boundary_before(words, at)
        verb = governing_verb(words, first, at)
        if verb < 0 or words[verb].lemma not in terms("having"):
            return False
        subject = find_subject(words, first, at, self.reader)
        return subject is not None and bool(subject.populations)

    def _is_counted(self, words: Sequence[Word], at: int, place: int, figure: Figure) -> bool:
        """Say whether what a figure counts follows at once: "2.000 empresas", "un tercio pymes"."""
        if figure.kind == "count":
            return self.near.counted_leads(words, at)
        told_in_words = figure.words or figure.place != figure.span
        because = phrase_at(words, place, cut_phrases("grammar", "noun_prepositions"))
        return figure.kind == "share" and told_in_words and words[place].tag in "NT" and not because

    def _is_predicate(self, sentence: ParsedSentence, at: int, place: int, phrase: Phrase) -> bool:
        """Say whether a share only tells of its subject: "la minería es el 4 % de la economía"."""
        words = sentence.words
        first = boundary_before(words, at)
        verb = max(governing_verb(words, first, at), _gerund_before(words, at))
        if place > 1 and _is_equivalent(words, at):
            return True
        own = words[phrase.first].low in ("su", "sus")
        bare = words[place].low == "de" and words[phrase.first].tag == "N"
        if bare and behind_comma(words, at, self.reader):
            return True  # "con un 23 % de cuota, la cooperativa lidera"
        if verb >= 0 and not own and (_told_with(words, at) or _leads_with(words, verb, at)):
            subject = find_subject(words, first, at, self.reader)
            return subject is not None and bool(subject.populations)
        between = words[verb + 1 : at]
        # "recibieron un 15 % de las visitas y un 10 % de las compras"
        joined = any(w.tag == "F" for w in between) and all(
            w.tag in "DAFPN" or w.low == "y" for w in between
        )
        amounts = verb >= 0 and words[verb].lemma in terms("amounting")
        reaching = amounts and all(w.tag in "DAF" or w.low in _UP_TO for w in between)
        won = any(w.low == "con" for w in between) and all(w.tag in "DAP" for w in between)
        apart = any(w.tag not in "DA" for w in between) and not (won or joined or reaching)
        if verb < 0 or apart or own or phrase.kind not in ("named", "people"):
            return False
        if words[verb].lemma in terms("impersonal"):
            return False  # "hay un 36 % de viudos": it has no subject
        bare = bare or phrase.head in terms("markets")  # "Claro tiene el 49 % del mercado"
        got = words[verb].lemma in terms("getting") and phrase.first == place + 1
        # "la cerámica se queda con el 61 % de la ayuda"
        told = bare or got or reaching or (won and phrase.kind == "named")
        if words[verb].lemma not in terms("copular") and not told:
            return False  # "pierden un 6 % de pacientes"
        subject = find_subject(words, first, at, self.reader)
        if subject is None:
            return bool(self.meaning.left_out(sentence, first, at))  # "Supone el 4 % de la oferta"
        return (bool(subject.populations) or subject.kind in _POINTING) and self.meaning.fits(
            subject, "sujeto"
        )


def _told_with(words: Sequence[Word], at: int) -> bool:
    """Say whether "con" tells a share: "el olivo es el primer cultivo, con el 42 % del valor"."""
    place = before_number(words, at)
    return place > 0 and words[place].low == "con" and words[place - 1].low == ","


def _leads_with(words: Sequence[Word], verb: int, at: int) -> bool:
    """Say whether a share tells how much who leads has: "encabeza la lista con el 27 % de"."""
    place = before_number(words, at)
    if place <= verb or words[place].low != "con":
        return False
    said = words[verb + 1 : place]
    return words[verb].lemma in terms("leading") or any(w.low in terms("lead") for w in said)


def _gerund_before(words: Sequence[Word], at: int) -> int:
    """Return the gerund that a share is told by: "representando el 11 % de las ventas"."""
    place = before_number(words, at)
    copular = place >= 0 and words[place].tag == "G" and words[place].lemma in terms("copular")
    return place if copular else -1


def _is_equivalent(words: Sequence[Word], at: int) -> bool:
    """Say whether a share only puts another figure in other words: "equivalente al 3 % de"."""
    place = before_number(words, at, ("a", "al"))
    return place >= 0 and words[place].low in ("equivalente", "equivalentes")
