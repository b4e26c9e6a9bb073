"""How well a text answers to the words of a question: each word met, nearly met or not.

A word of the question counts by how telling it is (idf). It is met by the same stem, and nearly
met by a synonym (`data/word_groups.yaml`: "quejan", "frustración"; "goals", "objetivos") or by a
word that the static model holds close. The roles of the question are met by the same role in any
of its names, and nearly met by another of the same function.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.lexicon import fold
from index.answer.question import Question, reads_as_verb
from index.answer.reading import Reading, function_words, rarity, read, synonym_groups, word_vector
from index.lexical import find_words, stem_terms
from kg.facts import Population
from kg.role import find_roles, is_bare_team
from kg.thesaurus import thesaurus

__all__ = ["Relevance", "may_be_anybody", "role_credit", "spoken_of"]

NEAR, SAME = 0.40, 0.80  # cosines of two words: below the first no credit, at the second full
SYNONYM = 0.85  # the credit of a synonym
NEARLY = 0.75  # the credit of a near word, at most
FUNCTION = 0.75  # the credit of a role of the same function (CMO, ejecutivos de marketing)
VERB = 0.5  # a verb is said in other words more often than a noun, and tells less when missed
TELLING = 8.0  # idf of a word that tells as much as any
ROLE_WEIGHT = 4.0  # a role weighs about as much as a rare word


@dataclass(frozen=True, slots=True)
class _Met:
    """How far a text meets each word that is asked for: `plain`, and with words that are near."""

    plain: Sequence[float]
    near: Sequence[float]

    @classmethod
    def none(cls, count: int) -> "_Met":
        return cls([0.0] * count, [0.0] * count)


class Relevance:
    """The words and roles of one question, ready to be looked for in many texts."""

    def __init__(self, question: Question, telling: Callable[[str], float]) -> None:
        """Weigh the words of `question`; `telling` gives the idf of a stem."""
        found = find_roles(question.text, casefold=True)
        # a team that is named by its function may be told of by that word alone
        bare = {one.role for one in found if is_bare_team(one)}
        self._functions = {role: thesaurus().concepts[role].function for role in bare}
        in_roles = {
            word
            for one in found
            if one.role not in bare
            for word in find_words(one.span.of(question.text))
        }
        self.roles = question.roles
        self._telling = telling
        self._words: list[tuple[str, str, float]] = []
        # stems are those of the word as written: without its accent "energía" has another
        written = {fold(word): word for word in find_words(question.text)}
        for word in dict.fromkeys(w for term in question.terms for w in find_words(term)):
            stems = stem_terms(written.get(word, word))
            if stems and in_roles.isdisjoint((word, written.get(word))):
                weight = telling(stems[0]) * (VERB if reads_as_verb(word) else 1.0)
                self._words.append((word, stems[0], weight))

        self._rare = [
            rarity(word) * (VERB if reads_as_verb(word) else 1.0) for word, _, _ in self._words
        ]
        self._rare_weight = sum(self._rare)
        # each word once, the head last where it is none of them; texts take them all at once
        self._asked = [(word, stem) for word, stem, _ in self._words]
        self._head: int | None = None
        head = written.get(question.head or "", question.head)
        if head and question.head and head not in in_roles and (stems := stem_terms(head)):
            self._asked.append((question.head, stems[0]))
            self._head = len(self._words)
        none = np.zeros((0, 0), dtype=np.float32)
        vectors = [word_vector(word) for word, _ in self._asked]
        self._vectors = np.stack(vectors, axis=1) if vectors else none
        self._known: dict[str, _Met] = {}

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
        best = self._best(texts, near=near)
        met = sum(
            w * (word in given or share)
            for (word, _, w), share in zip(self._words, best, strict=False)
        )
        return met / self.words_weight

    def head_met(self, *texts: str, near: bool = True) -> float:
        """Say how well `texts` name the noun that is asked for; 1 where the question has none.

        With `near` false only the word itself and its synonyms count.
        """
        if self._head is None:
            return 1.0
        return self._best(texts, near=near)[self._head] if texts else 0.0

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
        best = self._best(texts, near=near)
        missed = (w * (1 - met) for (_, _, w), met in zip(self._words, best, strict=False))
        return min(max(missed, default=0.0) / TELLING, 1.0)

    def rare_met(self, *texts: str) -> float:
        """Return the share of the question's words, by how rare they are, that `texts` hold."""
        best = self._best(texts, near=False)
        met = (weight * share for weight, share in zip(self._rare, best, strict=False))
        return sum(met) / self._rare_weight if self._rare_weight else 1.0

    def rare_missed(self, *texts: str) -> float:
        """Return how rare the rarest word of the question is that `texts` do not meet, 0 to 1."""
        best = self._best(texts, near=True)
        missed = (weight * (1 - share) for weight, share in zip(self._rare, best, strict=False))
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
        place = next(i for i, (own, _) in enumerate(self._asked) if own == word)
        return self._best(texts, near=False)[place] > 0.0

    def exact(self, *texts: str) -> float:
        """Return the weighted share of the question's words that `texts` hold as such, 0 to 1."""
        stems = {stem for text in texts for stem in read(text).stems}
        met = sum(weight for _, stem, weight in self._words if stem in stems)
        return met / self.words_weight if self._words else 1.0

    def roles_met(self, *texts: str) -> float:
        """Return the share of the question's roles that `texts` name; 1 where it names none."""
        held = [role for text in texts for role in read(text).roles]
        if not self._functions:
            return self.roles_among(held)
        met = (
            max(_role_credit(role, held), FUNCTION * self.names_function(role, *texts))
            for role in self.roles
        )
        return sum(met) / len(self.roles)

    def names_function(self, role: str, *texts: str) -> bool:
        """Say whether `texts` name the function of a team that the question names by it."""
        function = self._functions.get(role)
        return any(function in read(text).functions for text in texts)

    def roles_among(self, roles: Iterable[str]) -> float:
        """Return the share of the question's roles that `roles` meet; 1 where it names none."""
        return role_credit(self.roles, list(roles))

    def _best(self, texts: Sequence[str], *, near: bool) -> Sequence[float]:
        """Return how far `texts` together meet each word that is asked for."""
        met = [self._met(text) for text in texts] or [_Met.none(len(self._asked))]
        each = [one.near if near else one.plain for one in met]
        return each[0] if len(each) == 1 else [max(shares) for shares in zip(*each, strict=True)]

    def _met(self, text: str) -> "_Met":
        """Look for every word in a text, once."""
        known = self._known.get(text)
        if known is None:
            reading = read(text)
            plain = [_met(word, stem, reading) for word, stem in self._asked]
            near = plain
            if plain and len(reading.vectors):
                cosine = (reading.vectors @ self._vectors).max(axis=0)
                credit = NEARLY * np.clip((cosine - NEAR) / (SAME - NEAR), 0, 1)
                near = [max(pair) for pair in zip(plain, credit.tolist(), strict=True)]
            known = self._known[text] = _Met(plain, near)
        return known

    def of(self, *texts: str) -> float:
        """Return how well `texts` together answer to words and roles, 0 to 1."""
        words, roles = self.words_weight, ROLE_WEIGHT * len(self.roles)
        if not words + roles:
            return 0.0
        met = words * self.words_met(*texts) + roles * self.roles_met(*texts)
        return met / (words + roles)


def _met(word: str, stem: str, reading: Reading) -> float:
    """Return how far a text meets a word by itself or a synonym."""
    if stem in reading.stems or function_words().get(fold(word)) in reading.functions:
        return 1.0
    return SYNONYM if reading.groups & synonym_groups(word) else 0.0


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


def are_of(groups: Iterable[Population], roles: Collection[str]) -> bool:
    """Say whether one of `groups` is of one of `roles`."""
    return any(group.role in roles for group in groups if group.role)


def may_be_anybody(role: str) -> bool:
    """Say whether a role tells too little of whom it means: "líderes" may be of anything."""
    concept = thesaurus().concepts.get(role)
    return concept is None or (concept.function == "general" and not concept.broader)


def spoken_of(role: str, held: Collection[str]) -> bool:
    """Say whether roles meet one; who speaks of "directivos" has not spoken of the CEO.

    Who speaks of "ejecutivos de TI" has spoken of those who lead them.
    """
    concepts = thesaurus().concepts
    wide = {one for one in concepts[role].broader if concepts[one].function == "general"}
    return role_credit([role], [one for one in held if one not in wide]) > 0.0
