"""Remembers who a text speaks of, from figure to figure and from sentence to sentence."""

from dataclasses import dataclass, field

from kg.facts import Population
from kg.population import terms

__all__ = ["Memory", "Populations"]

_MEMORY = 4  # sentences over which a group that was spoken of is still meant by "el 40 % cree"

Populations = tuple[Population, ...]


def _is_people(population: Population) -> bool:
    """Say whether a population is people or bodies of people, and no thing."""
    words = population.label.lower().split()
    return population.role is not None or any(word in terms("people") for word in words[:2])


@dataclass(slots=True)
class Memory:
    """Who was spoken of, from figure to figure and from sentence to sentence."""

    last: Populations = ()
    sentence: int = -99
    pair: list[Populations] = field(default_factory=list)
    people: Populations = ()
    people_sentence: int = -99
    topic: Populations = ()
    topic_sentence: int = -99
    organization: str | None = None
    claim: str | None = None

    def tell(self, populations: Populations, sentence: int) -> None:
        """Remember whose the last figure was."""
        if not populations:
            return
        if any(_is_people(population) for population in populations):
            self.people, self.people_sentence = populations, sentence
        if populations in self.pair:
            self.pair.remove(populations)
        self.pair.append(populations)
        del self.pair[:-4]
        self.last, self.sentence = populations, sentence

    def spoken_of(self, sentence: int) -> Populations:
        """Return who a sentence without a name of its own speaks of: people before things."""
        if sentence - self.people_sentence <= 1 and self.people_sentence >= self.topic_sentence:
            return self.people
        newest = max(self.sentence, self.topic_sentence)
        if sentence - newest > _MEMORY:
            return ()
        return self.topic if self.topic and self.topic_sentence >= self.sentence else self.last
