"""Remembers who a text speaks of, from figure to figure and from sentence to sentence."""

from dataclasses import dataclass, field

from kg.facts import Population
from kg.population import terms

__all__ = ["Memory", "Populations", "is_people"]

_LOOK_BACK = 5  # sentences
_RECENT = 4  # groups that are kept
_GOES_ON = 2  # sentences in which a subject may be left out after it was named
_PAIR = 2  # groups at least that "los primeros" chooses from
_MEMORY = 4  # sentences over which a group that was spoken of is still meant by "el 40 % cree"

Populations = tuple[Population, ...]


def is_people(population: Population) -> bool:
    """Say whether a population is people or bodies of people, and no thing."""
    words = population.label.lower().split()
    joined = words[3:4] if words[1:2] == ["y"] else []  # "pequeñas y medianas | empresas"
    return (
        population.role is not None
        or words[0] in terms("generic")
        or words[0] in ("quien", "quienes")
        or any(word in terms("people") for word in [*words[:2], *joined])
    )


@dataclass(slots=True)
class Memory:
    """Who was spoken of, from figure to figure and from sentence to sentence."""

    last: Populations = ()
    sentence: int = -99
    framed: bool = False  # the last figure is of a group that a frame has set: "Entre ellas, …"
    told: dict[int, list[Populations]] = field(default_factory=dict)
    recent: list[Populations] = field(default_factory=list)
    people: Populations = ()
    people_sentence: int = -99
    topic: Populations = ()
    topic_sentence: int = -99
    turn: int = -99  # a question that turned to the topic
    counted: tuple[int, Populations] = (-99, ())  # what the last figure counted, and where
    subject: Populations = ()  # of the last sentence that has one, and whether it is a plural
    subject_sentence: int = -99
    subject_many: bool = False
    nation: Population | None = None  # the people of a country that the text has told of
    organization: str | None = None
    maker: str | None = None  # the last one that was named, of those that asked others
    organization_sentence: int = -99
    known_people: set[Population] = field(default_factory=set)  # they do what people do

    @property
    def people_last(self) -> bool:
        """Say whether the last figure was about people."""
        return any(self._is_people(population) for population in self.last)

    def _is_people(self, population: Population) -> bool:
        return population in self.known_people or is_people(population)

    def take_for_people(self, populations: Populations) -> None:
        """Remember that some do what only people do: "el 44 % de los morosos alega"."""
        self.known_people.update(populations)

    def tell(self, populations: Populations, sentence: int) -> None:
        """Remember whose the last figure was."""
        if not populations:
            return
        if any(self._is_people(population) for population in populations):
            self.people, self.people_sentence = populations, sentence
        label = populations[0].label.split()
        if self.nation is None and label and label[0] in terms("nations"):
            self.nation = populations[0]
        told = self.told.setdefault(sentence, [])
        if populations not in told:
            told.append(populations)
        self.recent = [*[p for p in self.recent if p != populations], populations][-_RECENT:]
        self.last, self.sentence = populations, sentence

    def spoken_of(self, sentence: int) -> Populations:
        """Return who a sentence without a name of its own speaks of: people before things."""
        if sentence - self.people_sentence <= 1 and self.people_sentence > self.topic_sentence:
            return self.people
        newest = max(self.sentence, self.topic_sentence)
        if sentence - newest > _MEMORY:
            return ()
        return self.topic if self.topic and self.topic_sentence >= self.sentence else self.last

    def left_out(self, sentence: int, *, many: bool) -> Populations:
        """Return the subject that a sentence goes on with, its verb in the plural if `many`."""
        near = sentence - self.subject_sentence <= _GOES_ON
        return self.subject if near and self.subject_many == many else ()

    def turn_to(self, populations: Populations, sentence: int) -> None:
        """Remember that a sentence turns to somebody, of whom those after it go on to tell."""
        self.topic, self.topic_sentence, self.turn = populations, sentence, sentence
        self.take_for_people(populations)

    def left_turn(self, sentence: int) -> bool:
        """Say whether a sentence still answers the question that turned to somebody."""
        return sentence - self.turn <= _GOES_ON and self.topic_sentence >= self.turn

    def people_near(self, sentence: int) -> Populations:
        """Return the people of the last figures, or of the last sentence about people."""
        if max(self.people_sentence, self.topic_sentence) < sentence - _LOOK_BACK:
            return ()
        return self.topic if self.topic_sentence >= self.people_sentence else self.people

    def group(self, sentence: int, block_start: int) -> list[Populations]:
        """Return the groups that "los primeros" and "los segundos" choose from, in their order.

        Those of the nearest sentence that told of two or more; or else those of the paragraph
        before, whose sentences may tell of one each. `block_start` is the first sentence of the
        paragraph at hand.
        """
        for place in range(sentence, sentence - _LOOK_BACK, -1):
            if len(self.told.get(place, ())) >= _PAIR:
                return self.told[place]
            if place == block_start and len(here := self._told_in(block_start, sentence)) == _PAIR:
                return here
        return self._told_in(block_start - _LOOK_BACK, sentence)

    def _told_in(self, first: int, last: int) -> list[Populations]:
        found: list[Populations] = []
        for place in range(first, last + 1):
            found.extend(p for p in self.told.get(place, ()) if p not in found)
        return found
