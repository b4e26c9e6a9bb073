"""Follows whose things a text tells of: a firm, a school, a club, from sentence to sentence.

"Aceros Buruaga compró dos hornos. Las averías bajaron un 12 %": a noun with its article of which
nobody has told yet belongs to what was just named.

Source: Real Academia Española, Nueva gramática, § 14.4, on associative anaphora; Clark, "Bridging",
Theoretical Issues in Natural Language Processing, 1975.
"""

from collections.abc import Callable, Sequence

from kg.clause import boundary_before
from kg.facts import Population
from kg.finding import is_told_past
from kg.grammar import Word
from kg.memory import Populations, is_people
from kg.name_words import given_names
from kg.noun_phrase import terms
from kg.owner import OwnerReader
from kg.parse import ParsedSentence
from kg.place import is_place
from kg.population import Phrase
from kg.spanish import fold
from kg.study_cue import analyses, parts_of, tells_by_trade, words_in
from kg.topic import find_frame, find_setting

__all__ = ["HolderReader"]

_REACH = 4  # sentences over which a body is still spoken of
_DEFINITE = ("el", "la", "los", "las")
_OWN = ("su", "sus")
_PARTICLES = ("de", "del", "la", "las", "los", "el")  # inside of names
_JOINING = (*_PARTICLES, "y", "&")
_AGENTS = ("dor", "dores", "dora", "doras", "ista", "istas", "ario", "arios", "arias")
_PARTICIPLES = ("ado", "ados", "ada", "adas", "ido", "idos", "ida", "idas")
_SURE = 2  # words of a name that is one wherever it stands
_ELSEWHERE = (
    terms("strata") | terms("gathering") | terms("broad") | terms("markets") | terms("nations")
)
_HELD = (
    terms("belongings")
    | terms("company_things")
    | terms("rates")
    | terms("measures")
    | terms("changes")
)
_BARE = 2  # words of "la caída"
_CLITIC = 2  # words from a subject to the pronoun before its verb
_NOT_HELD = terms("told_by") | terms("same_ones") | terms("causes") | terms("times")


class HolderReader:
    """Remembers of which body an article speaks, in reading order."""

    def __init__(
        self,
        owners: OwnerReader,
        said_first: Callable[[str], int],
    ) -> None:
        self.owners = owners
        self.reader = owners.reader
        self.memory = owners.memory
        self.names = owners.names
        self.makers = owners.makers
        self.said_first = said_first  # where a noun stands first in the text
        self.name: str | None = None
        self.since = 0  # where the text began to speak of it
        self.sentence = -99  # that spoke of it last

    def note(self, sentence: ParsedSentence) -> None:
        """Remember of whom a sentence spoke."""
        name = None if sentence.kind == "list_item" else self._told(sentence.words)
        name = name or self._subject(sentence)
        last = self.memory.last if self.memory.sentence == sentence.index else ()
        if name:
            self.since = self.since if name == self.name else sentence.span.start
            self.name, self.sentence = name, sentence.index
        elif self.name and any(self.name in population.label for population in last):
            self.sentence = sentence.index
        elif sentence.is_heading or (any(map(is_people, last)) and _shares(sentence)):
            self.name = None  # the text turns to something else, or to other people

    def holder(self, sentence: ParsedSentence) -> str | None:
        """Return the body that a sentence without a name of its own goes on about."""
        near = sentence.index - self.sentence <= _REACH
        return self.name if near and sentence.kind == "paragraph" else None

    def meant(self, sentence: ParsedSentence, phrase: Phrase) -> Populations:
        """Return the body that "la compañía valenciana", "la clínica" take up."""
        if gathered := self._gathered(sentence, phrase):
            return gathered
        holder = self.holder(sentence)
        words, first = sentence.words, phrase.first
        head = next((k for k in range(first, phrase.after) if words[k].low == phrase.head), -1)
        if holder is None or head < 0 or phrase.plural or _names(words[:first]):
            return ()
        named = phrase.head in terms("organization_anaphors") | _words_of(holder)
        pointed = words[first].low in (*_DEFINITE, *terms("demonstratives"))
        whole = _is_one(words[head + 1 : phrase.after])
        return (Population(holder),) if named and pointed and whole else ()

    def _gathered(self, sentence: ParsedSentence, phrase: Phrase) -> Populations:
        """Return the many that "el sector" takes up, or the place that "la comunidad" does.

        "Las hilanderías exportaron más. El sector | emplea a 900 personas": the noun is new.
        """
        words, memory = sentence.words, self.memory
        bare = phrase.after - phrase.first == _BARE and words[phrase.first].low in ("el", "la")
        if not bare or len(memory.subject) != 1 or _names(words[: phrase.first]):
            return ()
        new = self.said_first(phrase.head) == words[phrase.after - 1].start
        apart = sentence.index - memory.subject_sentence
        many = memory.subject_many and apart == 1 and phrase.head in terms("gathering")
        many = many and memory.subject[0].label not in terms("wider")  # "las empresas" of it
        place = is_place(memory.subject[0].label.lower().split()) and apart <= _BARE
        place = place and phrase.head in terms("regions")
        return memory.subject if new and (many or place) else ()

    def of_thing(self, sentence: ParsedSentence, phrase: Phrase, at: int) -> Populations:
        """Return a thing with the body that has it: "los accidentes de Aceros Buruaga"."""
        holder = self.holder(sentence)
        if holder is None or not phrase.populations or not self._is_free(sentence.words, phrase):
            return ()
        if not self._is_held(sentence, phrase, at):
            return ()
        thing, of, _ = _anaphor(phrase)
        thing = thing if of else phrase.populations[0].label
        return (Population(f"{thing} de {holder}"),)

    def of_group(self, sentence: ParsedSentence, phrase: Phrase) -> Populations:
        """Return what takes up a change that was told, or a dative, with whose it is.

        "Los viveros venden menos. La caída | es del 8 %", "la luz | se les encareció un 9 %".

        Source: Real Academia Española, Nueva gramática, § 35.7, on datives of those who have it.
        """
        words, memory = sentence.words, self.memory
        group = memory.spoken_of(sentence.index)
        told = max(memory.people_sentence, memory.topic_sentence)
        near = 0 <= sentence.index - told <= 1 and told >= memory.sentence - 1
        if not near or not any(map(is_people, group)) or self.holder(sentence):
            return ()
        behind = words[phrase.after : phrase.after + _CLITIC]
        given = any(w.low == "les" for w in behind)
        given = given and not any(w.low in ("a", "al") for w in words[: phrase.first])
        bare = phrase.after - phrase.first == _BARE and behind[:1] and behind[0].tag in "VR"
        again = bare and phrase.head in terms("changes") | terms("told_again")
        definite = words[phrase.first].low in _DEFINITE and bool(phrase.populations)
        if not definite or not (given or again) or not self._is_free(words, phrase):
            return ()
        return self.owners.joined_to(phrase, group)

    def _is_free(self, words: Sequence[Word], phrase: Phrase) -> bool:
        """Say whether a clause tells neither of somebody nor where what a phrase tells holds."""
        start = boundary_before(words, phrase.first)
        framed = find_frame(words, start, phrase.first, self.reader)
        framed = framed or find_setting(words, start, phrase.first, self.reader)
        return not framed and not _names(words[: phrase.first])

    def _is_held(self, sentence: ParsedSentence, phrase: Phrase, at: int) -> bool:
        """Say whether a phrase is a thing that nobody else has, and that was not told before."""
        words = sentence.words
        opening = words[phrase.first].low
        if _is_elsewhere(words, phrase):
            return False
        people = phrase.kind == "people" or phrase.head in terms("people")
        if (people or phrase.head in _NOT_HELD) and phrase.head not in _HELD:
            return False
        if opening in _OWN:
            had = self.owners.subject_before(words, phrase.first)
            other = any(p.label.split()[0] not in _HELD for p in had)
            return not other and not self.owners.told_of(sentence)
        governed = phrase.first > 0 and words[phrase.first - 1].tag == "P"
        part = phrase.first == at + 2  # "el 12 % de | los pedidos"
        if opening not in _DEFINITE or (governed and not part):
            return False
        if phrase.head in _HELD:
            return True
        new = self.said_first(phrase.head) >= self.since and is_told_past(words, at)
        return new and not phrase.head.endswith(_AGENTS + _PARTICIPLES)

    def _subject(self, sentence: ParsedSentence) -> str | None:
        """Return the subject of a sentence that is a name, or the name that it brings up."""
        memory = self.memory
        has_one = memory.subject_sentence == sentence.index and len(memory.subject) == 1
        name = memory.subject[0].label if has_one else ""
        return name if self._is_body(name) else self._brought_up(sentence.words)

    def _brought_up(self, words: Sequence[Word]) -> str | None:
        """Return the name of a body that a sentence brings up otherwise than as its subject."""
        place = 0
        while place < len(words):
            after = _run_end(words, place)
            named = after - place >= _SURE and _is_brought_up(words, place, after)
            office = named and words[place - 1].low == "," and self._is_office(words)
            named = named and not office
            mention = self.names.entity_at(words[place].start) if named else None
            if named and (mention is None or mention.entity.kind == "organization"):
                name = self.reader.text[words[place].start : words[after - 1].end]
                if self._is_body(name):
                    return name
            place = max(after, place + 1)
        return None

    def _is_office(self, words: Sequence[Word]) -> bool:
        """Say whether a sentence opens with an office: "La alcaldesa, Luz Gil, lo niega"."""
        return self.reader.read(words, 0).kind == "people"

    def _is_body(self, name: str) -> bool:
        """Say whether capitals name a body: of two words or more, no place and nobody."""
        words = [word for word in name.split() if word not in _JOINING]
        named = len(words) >= _SURE and all(word[0].isupper() for word in words)
        first = words[0].lower() if words else ""
        if not named or " y " in name or fold(first) in given_names():
            return False
        if first in terms("before_places"):
            return False
        return not is_place(name.lower().split()) and name not in self.makers and not _finds(name)

    def _told(self, words: Sequence[Word]) -> str | None:
        """Return the body that words tell of: no study's maker, nor whose trade is to find out."""
        for place, word in enumerate(words):
            mention = self.names.entity_at(word.start) if word.upper else None
            if mention is None or mention.entity.kind != "organization":
                continue
            name = mention.entity.name
            if name in self.makers or _finds(name) or word.start != mention.start:
                continue
            if not _is_part(words, place) and (len(name.split()) >= _SURE or _acts(words, place)):
                return name
        return None


def _names(words: Sequence[Word]) -> bool:
    """Say whether a name stands among words that open a sentence, behind the first of them."""
    named = [w for w in words[1:] if w.upper and not is_place([w.low])]
    return bool(named) or (len(words) > 1 and words[0].upper and words[0].tag == "N")


def _is_elsewhere(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase names who has the thing, or where: "las ventas del sector"."""
    inside = words[phrase.first : phrase.after]
    named = any(w.upper and w.low not in _HELD for w in inside[1:])
    label = phrase.populations[0].label.lower().split() if phrase.populations else []
    placed = any(low in _ELSEWHERE for low in (*label, *(w.low for w in inside)))
    others = any(
        w.low in ("los", "las") and inside[k - 1].low == "de" and inside[k + 1].low not in _HELD
        for k, w in enumerate(inside[:-1])
        if k
    )
    return named or others or (placed and not _anaphor(phrase)[1])


def _anaphor(phrase: Phrase) -> tuple[str, str, str]:
    """Part "la deuda | del banco": the bank is the one that was told of."""
    label = phrase.populations[0].label if phrase.populations else ""
    parts = (label.rpartition(link) for link in (" del ", " de la "))
    found = (part for part in parts if part[1] and part[2] in terms("organization_anaphors"))
    return next(found, ("", "", ""))


def _finds(name: str) -> bool:
    """Say whether a body tells of others by trade: a guild, a school that studies, a paper."""
    watches = parts_of((name,)) & (words_in("researching") | terms("watchers"))
    return bool(watches) or tells_by_trade((name,)) or analyses((name,))


def _shares(sentence: ParsedSentence) -> bool:
    return any(figure.kind == "share" for figure in sentence.figures)


def _run_end(words: Sequence[Word], place: int) -> int:
    """Return the word after the capitals that begin at a word: "Pago de Valdearcos"."""
    after = place
    while after < len(words):
        if after == place and words[place].tag not in "ND":
            return place
        link = after
        while link < len(words) and after > place and words[link].low in _PARTICLES:
            link += 1
        if link >= len(words) or not words[link].upper or words[link].tag in "SF":
            return after
        after = link + 1
    return after


def _is_brought_up(words: Sequence[Word], place: int, after: int) -> bool:
    """Say whether a name is whom a sentence turns to, and no one's town or source.

    "En | Redes Gil lo saben", "Uno es | Redes Gil", "Una imprenta, | Redes Gil, cerró".
    """
    behind = words[after] if after < len(words) else None
    apart = behind is None or behind.low in (",", ".", "(", "—", ":")
    if not place:
        return words[0].tag == "N" and (apart or (behind is not None and behind.tag in "VR"))
    before, earlier = words[place - 1], words[place - 2] if place > 1 else None
    if before.low in ("en", "a", "de"):
        dative = before.low == "a" and earlier is not None and earlier.tag == "V"
        told = before.low == "de" and earlier is not None and earlier.lemma == "tratar"
        return dative or told or (before.low == "en" and place == 1)
    if before.low == ",":
        named = words[0].tag in "DN" and not any(w.tag == "V" for w in words[:place])
        return apart and named
    does = before.tag == "V" and before.lemma in terms("bringing_up")
    return does or before.low in terms("organization_anaphors")


def _is_one(behind: Sequence[Word]) -> bool:
    """Say whether what follows "la firma" leaves it one: "gallega", "de Vigo"; not "familiar"."""
    if not behind:
        return True
    if behind[0].low in ("de", "del"):
        return behind[-1].upper and len(behind) > 1
    return behind[0].low not in terms("classing") and behind[0].tag in "NT"


def _words_of(name: str) -> frozenset[str]:
    """Return the common noun that a name begins with: "clínica" of "Clínica San Jacinto"."""
    first = name.split()[0].lower()
    return frozenset((first, first.removesuffix("s")))


def _is_part(words: Sequence[Word], place: int) -> bool:
    """Say whether what passes for a name is the end of a longer one, or a place."""
    link = place - 1
    while link > 0 and words[link].low in _JOINING:
        link -= 1
    within = link >= 0 and words[link].upper and words[link].low not in _JOINING
    return within or is_place([words[place].low])


def _acts(words: Sequence[Word], place: int) -> bool:
    """Say whether what follows a name is told of it: "Palmallanos vende", "Palmallanos, que"."""
    behind = words[place + 1 : place + 3]
    governed = place > 0 and words[place - 1].tag == "P"
    comma = len(behind) > 1 and behind[0].low == ","
    apposed = comma and not place and (behind[1].tag == "D" or behind[1].low == "de")
    relative = apposed or (comma and behind[1].tag == "Q")
    return bool(behind) and not governed and (behind[0].tag in "VR" or relative)
