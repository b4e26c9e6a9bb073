"""Tells whose a measure or a thing is: "su salario medio", "la morosidad", "nuestros costes"."""

from collections.abc import Collection, Sequence

from kg.centre import Centre
from kg.clause import boundary_before
from kg.facts import Population
from kg.grammar import Word
from kg.lexicon import load
from kg.memory import Memory, Populations, is_people
from kg.noun_phrase import terms
from kg.parse import ParsedSentence
from kg.population import Phrase, PopulationReader
from kg.source import NameReader
from kg.subject import find_subject
from kg.topic import find_frame, find_setting, find_topic

__all__ = ["OwnerReader"]

_FEMININE = ("as", "iones", "ades", "udes", "eces")  # how feminine plurals end, mostly
_ALONE = 2  # words of a phrase that names a thing and no more: "la partida"
_HEAD = 6  # words of a phrase in which a firm's thing is named: "la morosidad de la cartera"


def _of_people() -> dict[str, str]:
    """Return whom adjectives tell of, by how they begin."""
    found: dict[str, str] = load("statistics")["of_people"]
    return found


class OwnerReader:
    """Finds the owners of what figures measure, in one article."""

    def __init__(
        self,
        reader: PopulationReader,
        memory: Memory,
        centre: Centre,
        names: NameReader,
        makers: Collection[str],
    ) -> None:
        self.reader = reader
        self.memory = memory
        self.names = names
        self.centre = centre
        self.makers = makers
        self.rated = -1  # the last sentence that tells a rate of people by its adjective

    def possessor(self, sentence: ParsedSentence, at: int) -> Populations:
        """Return whom "su" means: those that the sentence told of, or the one before."""
        here = [p for p in self.memory.told.get(sentence.index, ()) if any(map(is_people, p))]
        if here:
            return here[-1]
        if self.memory.sentence == sentence.index and self.memory.people_last:
            return self.memory.last
        name = self._named_before(sentence, at)
        if name:
            return (Population(name),)
        if before := self.subject_before(sentence.words, at):
            return before
        spoken = self.memory.spoken_of(sentence.index)
        memory = self.memory
        near = at == 0 and memory.subject_sentence == sentence.index - 1 > memory.sentence
        object_ = memory.topic_sentence == memory.subject_sentence  # "puso a sus jefes a …"
        goes_on = near and (object_ or not any(map(is_people, spoken)))
        return memory.subject if goes_on else spoken  # "X cerró dos tiendas. | Su deuda …"

    def subject_before(self, words: Sequence[Word], at: int) -> Populations:
        """Return the subject of the clause before: "Lugo sigue primera, pero | su cuota bajó"."""
        verb = next((k for k in range(at) if words[k].tag == "V"), -1)
        if verb < 0:
            return ()
        phrase = find_subject(words, boundary_before(words, verb), verb + 1, self.reader)
        fits = phrase is not None and phrase.kind in ("named", "people")
        what = phrase is not None and phrase.head in terms("told_by") | terms("means")
        if phrase is None or not fits or what or phrase.after > at:
            return ()
        return () if any(p.label in self.makers for p in phrase.populations) else phrase.populations

    def told_of(self, sentence: ParsedSentence) -> bool:
        """Say whether the sentence has told of people already: "su" then means them."""
        return any(any(map(is_people, p)) for p in self.memory.told.get(sentence.index, ()))

    def of_measure(
        self,
        sentence: ParsedSentence,
        phrase: Phrase,
        first: int,
        *,
        study: bool,
        surveyed: bool,
    ) -> Populations:
        """Return whose measure a subject is; as it is where nobody has it.

        "La rotación bajó al 9 %" is about the firm that the text is about, "su tasa de abandono"
        about those who were spoken of, "en España, la inflación" about Spain.
        """
        words = sentence.words
        own = words[phrase.first].low in ("su", "sus")
        if own:
            owners = self.possessor(sentence, phrase.first)
            rate = phrase.kind == "measure" or phrase.head in terms("rates")
            return (owners if rate else self.joined_to(phrase, owners)) or phrase.populations
        if phrase.head in terms("means"):
            spoken = self.memory.spoken_of(sentence.index)  # "la media europea" of the same people
            return self.joined_to(phrase, spoken if any(map(is_people, spoken)) else ())
        alone = phrase.after - phrase.first <= _ALONE and words[phrase.first].tag == "D"
        bare = self._is_bare_measure(words, phrase)
        frame = find_frame(words, first, phrase.first, self.reader) if bare or alone else None
        if frame and not any(map(is_people, phrase.populations)):
            return self.joined_to(phrase, frame.populations)
        if not bare:
            return self._placed(words, first, phrase) if alone else phrase.populations
        for found in (
            find_topic(words, first, phrase.first, self.reader),
            find_setting(words, first, phrase.first, self.reader),
        ):
            if found and found.populations and found.after <= phrase.first:
                return found.populations
        if self.centre.organization and (not study or self.centre.studied):
            return (Population(self.centre.organization),)
        if phrase.kind == "measure" and surveyed:
            return ()
        return self._of_text(phrase)

    def by_adjective(self, sentence: ParsedSentence, phrase: Phrase) -> Populations:
        """Return whose a rate is by its adjective: "el paro juvenil", "y la masculina"."""
        words = sentence.words
        last = words[phrase.after - 1].low if phrase.after > phrase.first else ""
        who = next((who for begins, who in _of_people().items() if last.startswith(begins)), None)
        another = phrase.head == last and self.rated == sentence.index
        rate = phrase.kind == "measure" or phrase.head in terms("rates") | terms("economic")
        if who is None or not (rate or another):
            return ()
        self.rated = sentence.index
        return (Population(who),)

    def _placed(self, words: Sequence[Word], first: int, phrase: Phrase) -> Populations:
        """Return a thing with where the clause says it is: "en las minas, la plantilla"."""
        setting = find_setting(words, first, phrase.first, self.reader)
        if not setting or setting.after > phrase.first or any(map(is_people, phrase.populations)):
            return phrase.populations
        where = self.reader.text[words[setting.first].start : words[setting.after - 1].end]
        if setting.populations and setting.populations[0].label in phrase.populations[0].label:
            return phrase.populations  # "las ventas en la costa"
        return tuple(Population(f"{p.label} en {where}") for p in phrase.populations)

    def _named_before(self, sentence: ParsedSentence, at: int) -> str | None:
        """Return the last organisation that the sentence names before word `at`, no study's."""
        last = next(self.names.organizations(reversed(sentence.words[:at])), None)
        return None if last in self.makers else last

    def of_thing(
        self,
        sentence: ParsedSentence,
        phrase: Phrase,
        first: int,
        at: int,
        owners: Populations,
        *,
        study: bool,
    ) -> Populations:
        """Tell whose thing a share is of: "la mitad de sus ventas" of the shops spoken of.

        `owners` are the people that the clause is about, where it is about any.
        """
        words = sentence.words
        low = words[phrase.first].low
        if low in terms("us") and self.centre.organization:
            return self.joined(phrase.populations, self.centre.organization)
        people = bool(owners)
        last = self.memory.last
        if last and phrase.populations and phrase.populations[0].label in last[0].label:
            return last  # the other end of a range
        firm = self.centre.organization or self.memory.organization
        if low in ("su", "sus") and firm and self.is_firms(words, phrase) and not people:
            owners = (Population(firm),)
        elif people:
            pass
        elif low in ("su", "sus"):
            owners = self.memory.spoken_of(sentence.index)
        elif self.is_firms(words, phrase) and not study and self.near_firm(sentence):
            owners = (Population(self.near_firm(sentence) or ""),)
        elif self.centre.talk and self._is_bare_measure(words, phrase) and firm:
            owners = (Population(firm),)
        if not owners:
            setting = find_setting(words, first, at, self.reader)
            owners = setting.populations if setting and setting.after <= at else ()
        if not owners and phrase.head in terms("gaps") | terms("rates"):
            return self._of_text(phrase)
        return self.joined_to(phrase, owners)

    def _of_text(self, phrase: Phrase) -> Populations:
        """Return a measure with the place that the text is about, or the only country named."""
        place = self.centre.place or self.centre.country
        return tuple(
            Population(f"{p.label} en {place}" if place else p.label) for p in phrase.populations
        )

    def near_firm(self, sentence: ParsedSentence) -> str | None:
        """Return the firm that the text is about, or that the sentence before has named."""
        if self.centre.organization:
            return self.centre.organization
        near = sentence.index - self.memory.organization_sentence <= 1
        return self.memory.organization if near else None

    def is_firms(self, words: Sequence[Word], phrase: Phrase) -> bool:
        """Say whether a thing is one that companies have: "sus oficinas"."""
        inside = words[phrase.first : phrase.after][:_HEAD]
        return any(w.low in terms("company_things") for w in inside)

    def joined(self, things: Populations, owner: str) -> Populations:
        """Return things with whose they are: "avería de Aceites Luque"."""
        if not things or owner in things[0].label or any(map(is_people, things)):
            return things
        return (Population(f"{things[0].label} de {owner}"),)

    def joined_to(self, phrase: Phrase, owners: Populations) -> Populations:
        """Return a thing with the group that has it: "antigüedad de los proveedores"."""
        if not owners or not phrase.populations or owners[0].label in phrase.populations[0].label:
            return phrase.populations
        label = owners[0].label
        head = label.split()[0]
        plural = head.endswith("s") and label[:1].islower()
        feminine = head.endswith(_FEMININE) or head in ("pymes", "mujeres", "startups")
        article = ("las " if feminine else "los ") if plural or label.isupper() else ""
        return (Population(f"{phrase.populations[0].label} de {article}{owners[0].label}"),)

    def _is_bare_measure(self, words: Sequence[Word], phrase: Phrase) -> bool:
        """Say whether a phrase is a measure and names nobody whose it is."""
        if phrase.kind != "measure" and phrase.head not in terms("rates"):
            return False
        if phrase.head in terms("means"):
            return False  # "la media europea"
        inside = words[phrase.first : phrase.after]
        for place, word in enumerate(inside[:-1]):
            # "el coste de una avería" tells whose; "el índice de morosidad" only what kind
            owned = word.low == "del" or (word.low == "de" and inside[place + 1].tag == "D")
            if owned and inside[-1].low not in terms("rates") | terms("measures"):
                return False
        return not any(w.upper or w.low in terms("people") for w in inside[1:])
