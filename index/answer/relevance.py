"""How well a text answers to the words of a question: each word met, nearly met or not.

A word of the question counts by how telling it is (idf). It is met by the same stem, and nearly
met by a synonym (`data/word_groups.yaml`: "quejan", "frustración"; "goals", "objetivos") or by a
word that the static model holds close. The roles of the question are met by the same role in any
of its names, and nearly met by another of the same function.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from corpus.lexicon import fold
from index.answer.question import Question, reads_as_verb
from index.answer.reading import Reading, function_words, rarity, read, synonym_groups, word_vector
from index.lexical import find_words, stem_terms
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["Relevance", "role_credit"]

NEAR, SAME = 0.40, 0.80  # cosines of two words: below the first no credit, at the second full
SYNONYM = 0.85  # the credit of a synonym
NEARLY = 0.75  # the credit of a near word, at most
FUNCTION = 0.75  # the credit of a role of the same function (CMO, ejecutivos de marketing)
VERB = 0.5  # a verb is said in other words more often than a noun, and tells less when missed
TELLING = 8.0  # idf of a word that tells as much as any
ROLE_WEIGHT = 4.0  # a role weighs about as much as a rare word


class Relevance:
    """The words and roles of one question, ready to be looked for in many texts."""

    def __init__(self, question: Question, telling: Callable[[str], float]) -> None:
        """Weigh the words of `question`; `telling` gives the idf of a stem."""
        in_roles = {
            word
            for found in find_roles(question.text, casefold=True)
            for word in find_words(found.span.of(question.text))
        }
        self.roles = question.roles
        self._telling = telling
        self._head: tuple[str, str] | None = None
        if question.head and question.head not in in_roles:
            stems = stem_terms(question.head)
            self._head = (question.head, stems[0]) if stems else None
        self._words: list[tuple[str, str, float]] = []
        for word in dict.fromkeys(w for term in question.terms for w in find_words(term)):
            stems = stem_terms(word)
            if stems and word not in in_roles:
                weight = telling(stems[0]) * (VERB if reads_as_verb(word) else 1.0)
                self._words.append((word, stems[0], weight))

        self._rare = [
            ((word, stem), rarity(word) * (VERB if reads_as_verb(word) else 1.0))
            for word, stem, _ in self._words
        ]
        self._rare_weight = sum(weight for _, weight in self._rare)

    @property
    def words_weight(self) -> float:
        """How much the words weigh together; 0 for a question without a content word."""
        return sum(weight for _, _, weight in self._words)

    def words_met(self, *texts: str, given: Collection[str] = (), near: bool = True) -> float:
        """Return the weighted share of the question's words that `texts` together meet, 0 to 1.

        The words `given` count as met: an article about a firm names it once, and is about it.
        With `near` false only the words themselves and their synonyms count.
        """
        if not self._words:
            return 1.0 if self.roles else 0.0
        readings = [read(text) for text in texts]
        met = sum(
            w * (word in given or _met_by((word, stem), readings, near=near))
            for word, stem, w in self._words
        )
        return met / self.words_weight

    def head_met(self, *texts: str, near: bool = True) -> float:
        """Say how well `texts` name the noun that is asked for; 1 where the question has none.

        With `near` false only the word itself and its synonyms count.
        """
        if self._head is None:
            return 1.0
        return max((_met(*self._head, read(text), near=near) for text in texts), default=0.0)

    @property
    def unknown(self) -> float:
        """The share of the question, by weight, that is nouns which no article holds.

        A word that others may stand for (English ones do) may be met by these.
        """
        absent = set(self.absent)
        nouns = sum(weight for word, _, weight in self._words if word in absent)
        return nouns / self.words_weight if self._words else 0.0

    def missed(self, *texts: str, near: bool = True) -> float:
        """Return the weight of the most telling word that `texts` do not meet, 0 to 1."""
        readings = [read(text) for text in texts]
        missed = (
            weight * (1 - _met_by((word, stem), readings, near=near))
            for word, stem, weight in self._words
        )
        return min(max(missed, default=0.0) / TELLING, 1.0)

    def rare_met(self, *texts: str) -> float:
        """Return the share of the question's words, by how rare they are, that `texts` hold."""
        readings = [read(text) for text in texts]
        met = (weight * _met_by(word, readings, near=False) for word, weight in self._rare)
        return sum(met) / self._rare_weight if self._rare_weight else 1.0

    def rare_missed(self, *texts: str) -> float:
        """Return how rare the rarest word of the question is that `texts` do not meet, 0 to 1."""
        readings = [read(text) for text in texts]
        missed = (weight * (1 - _met_by(word, readings)) for word, weight in self._rare)
        return max(missed, default=0.0)

    @property
    def unheard(self) -> tuple[str, ...]:
        """Words of the question that no article holds, whatever may stand for them."""
        unmet = self._telling("")
        return tuple(word for word, stem, _ in self._words if self._telling(stem) >= unmet)

    @property
    def absent(self) -> tuple[str, ...]:
        """Nouns and names of the question that no article holds, nor any word for them."""
        return tuple(
            word for word in self.unheard if not reads_as_verb(word) and not synonym_groups(word)
        )

    def word_met(self, word: str, *texts: str) -> bool:
        """Say whether `texts` hold a word of the question or a synonym."""
        stem = next(stem for own, stem, _ in self._words if own == word)
        return _met_by((word, stem), [read(text) for text in texts], near=False) > 0.0

    def exact(self, *texts: str) -> float:
        """Return the weighted share of the question's words that `texts` hold as such, 0 to 1."""
        stems = {stem for text in texts for stem in read(text).stems}
        met = sum(weight for _, stem, weight in self._words if stem in stems)
        return met / self.words_weight if self._words else 1.0

    def roles_met(self, *texts: str) -> float:
        """Return the share of the question's roles that `texts` name; 1 where it names none."""
        return self.roles_among([role for text in texts for role in read(text).roles])

    def roles_among(self, roles: Iterable[str]) -> float:
        """Return the share of the question's roles that `roles` meet; 1 where it names none."""
        return role_credit(self.roles, list(roles))

    def of(self, *texts: str) -> float:
        """Return how well `texts` together answer to words and roles, 0 to 1."""
        words, roles = self.words_weight, ROLE_WEIGHT * len(self.roles)
        if not words + roles:
            return 0.0
        met = words * self.words_met(*texts) + roles * self.roles_met(*texts)
        return met / (words + roles)


def _met_by(word: tuple[str, str], readings: Sequence[Reading], *, near: bool = True) -> float:
    return max((_met(*word, reading, near=near) for reading in readings), default=0.0)


def _met(word: str, stem: str, reading: Reading, *, near: bool = True) -> float:
    if stem in reading.stems or function_words().get(fold(word)) in reading.functions:
        return 1.0
    met = SYNONYM if reading.groups & synonym_groups(word) else 0.0
    if near and met < NEARLY and len(reading.vectors):
        cosine = float((reading.vectors @ word_vector(word)).max())
        met = max(met, NEARLY * float(np.clip((cosine - NEAR) / (SAME - NEAR), 0, 1)))
    return met


def role_credit(wanted: Sequence[str], held: Sequence[str]) -> float:
    """Return the share of the roles `wanted` that `held` meet, near ones in part; 1 for none."""
    if not wanted:
        return 1.0
    return sum(_role_credit(role, held) for role in wanted) / len(wanted)


def _role_credit(role: str, roles: Sequence[str]) -> float:
    if role in roles:
        return 1.0
    concepts = thesaurus().concepts
    wanted = concepts.get(role)
    if wanted is None:
        return 0.0
    near = [concepts[r] for r in roles if r in concepts]
    if any(c.function == wanted.function and c.function != "general" for c in near):
        return FUNCTION
    held = {r for concept in near for r in (concept.id, *concept.broader)}
    held |= {broader for r in held if r in concepts for broader in concepts[r].broader}
    # "directivos" are met by any of them, and a CMO is met, if less well, by "los directivos"
    return FUNCTION if wanted.id in held or set(wanted.broader) & set(roles) else 0.0
