"""How well a text answers to the words of a question: each word met, nearly met or not.

A word of the question counts by how telling it is (idf). It is met by the same stem, and nearly
met by a word that the static model holds close ("quejan", "frustración"). The roles of the question
are met by the same role in any of its names, and nearly met by another of the same function.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.lexicon import fold
from index.answer.question import Question
from index.encoder import StaticEncoder, load_encoder
from index.lexical import find_words, stem_terms
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["Relevance"]

NEAR, SAME = 0.40, 0.80  # cosines of two words: below the first no credit, at the second full
NEARLY = 0.85  # the credit of a near word, at most
FUNCTION = 0.75  # the credit of a role of the same function (CMO, ejecutivos de marketing)
ROLE_WEIGHT = 4.0  # a role weighs about as much as a rare word; see `tests.benchmarks.answers`


class Relevance:
    """The words and roles of one question, ready to be looked for in many texts."""

    def __init__(self, question: Question, telling: Callable[[str], float]) -> None:
        """Weigh the words of `question`; `telling` gives the idf of a stem."""
        encoder = load_encoder(None)
        if not isinstance(encoder, StaticEncoder):
            raise TypeError(f"the shipped model must be static, got {type(encoder).__name__}")
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        in_roles = {
            word
            for found in find_roles(question.text, casefold=True)
            for word in find_words(found.span.of(question.text))
        }
        self._functions: dict[str, str] = {}
        self._words: list[tuple[str, str, float]] = []
        for word in dict.fromkeys(w for term in question.terms for w in find_words(term)):
            stems = stem_terms(word)
            if stems and word not in in_roles:
                self._words.append((word, stems[0], telling(stems[0])))
                if function := function_words().get(fold(word)):
                    self._functions[word] = function
        self._roles = question.roles
        self._numbers = question.numbers + question.years

    @property
    def weight(self) -> float:
        """How much there is to be met; 0 for a question without a content word."""
        return sum(weight for _, _, weight in self._words) + ROLE_WEIGHT * len(self._roles)

    def _vector(self, word: str) -> NDArray[np.float32]:
        if word not in self._vectors:
            self._vectors[word] = self._encoder.encode_passages([word])[0]
        return self._vectors[word]

    def roles_met(self, roles: Sequence[str]) -> float:
        """Return the share of the question's roles that `roles` meet; 1 where it names none."""
        if not self._roles:
            return 1.0
        return sum(_role_credit(role, roles) for role in self._roles) / len(self._roles)

    @staticmethod
    def roles_in(text: str) -> list[str]:
        """Return the ids of the roles that `text` names."""
        return [found.role for found in find_roles(text)]

    def words_met(self, text: str) -> float:
        """Return the weighted share of the question's words that `text` meets, 0 to 1."""
        total = sum(weight for _, _, weight in self._words)
        if not total:
            return 1.0 if self._roles else 0.0
        words = list(dict.fromkeys(find_words(text)))
        stems = {stem for word in words for stem in stem_terms(word)}
        content = [word for word in words if stem_terms(word) and not word[0].isdigit()]
        table = np.stack([self._vector(word) for word in content]) if content else None
        functions = self._functions_of(text, words) if self._functions else frozenset()
        met = 0.0
        for word, stem, weight in self._words:
            if stem in stems or self._functions.get(word) in functions:
                met += weight
            elif table is not None:
                cosine = float((table @ self._vector(word)).max())
                met += weight * NEARLY * float(np.clip((cosine - NEAR) / (SAME - NEAR), 0, 1))
        return met / total

    def _functions_of(self, text: str, words: Sequence[str]) -> frozenset[str | None]:
        concepts = thesaurus().concepts
        named = {function_words().get(fold(word)) for word in words}
        held = {concepts[found.role].function for found in find_roles(text)}
        return frozenset((named | held) - {None})

    def of(self, text: str, context: str = "") -> float:
        """Return how well `text` answers to words and roles together, 0 to 1.

        What only `context` (the sentence before, heading, title) meets counts half.
        """
        alone = self._of(text)
        if not context:
            return alone
        return alone + (self._of(f"{context} {text}") - alone) / 2

    def _of(self, text: str) -> float:
        if not self.weight:
            return 0.0
        roles = [found.role for found in find_roles(text)]
        share = ROLE_WEIGHT * len(self._roles) / self.weight
        return share * self.roles_met(roles) + (1 - share) * self.words_met(text)


@cache
def function_words() -> Mapping[str, str]:
    """Return the single words that name a business function, folded: "sistemas" is `ti`."""
    return {
        fold(label.text): function.id
        for function in thesaurus().functions.values()
        for label in function.nouns
        if " " not in label.text
    }


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
    return FUNCTION if any(wanted.id in c.broader or c.id in wanted.broader for c in near) else 0.0
