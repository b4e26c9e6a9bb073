"""A text taken apart once for all the questions that it will be held against."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.lexicon import fold
from index.encoder import StaticEncoder, load_encoder
from index.lexical import find_words, stem_terms
from kg.facts import Population
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["Reading", "function_words", "names", "rarity", "read", "synonym_groups", "word_vector"]

RAREST, RARE = 1e-5, 11.0  # share of texts below which words are equally rare; its logarithm
CACHED = 20_000  # readings kept: a few MB for short texts, and no page asks for more at once


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a text holds, as far as a question can ask for it.

    Attributes:
        stems: stems of its content words.
        groups: numbers of the groups of synonyms that its words belong to.
        roles: ids of the roles it names.
        functions: ids of the business functions that its roles or words belong to.
        vectors: (content words, d) unit rows of the shipped static model.
    """

    stems: frozenset[str]
    groups: frozenset[int]
    roles: frozenset[str]
    functions: frozenset[str]
    vectors: NDArray[np.float32]


@lru_cache(maxsize=CACHED)
def read(text: str) -> Reading:
    """Take `text` apart."""
    words = list(dict.fromkeys(find_words(text)))
    content = [word for word in words if not word[0].isdigit() and stem_terms(word)]
    roles = frozenset(found.role for found in find_roles(text))
    concepts, named = thesaurus().concepts, function_words()
    functions = {concepts[role].function for role in roles} | {
        named[plain] for word in words if (plain := fold(word)) in named
    }
    return Reading(
        stems=frozenset(stem for word in words for stem in stem_terms(word)),
        groups=frozenset(group for word in content for group in synonym_groups(word)),
        roles=roles,
        functions=frozenset(functions - {"general"}),
        vectors=np.stack([word_vector(word) for word in content])
        if content
        else np.zeros((0, _static().dimension), dtype=np.float32),
    )


def names(text: str, population: Population) -> bool:
    """Say whether `text` names a population: its role, or every content word of its label."""
    reading = read(text)
    if population.role and population.role in reading.roles:
        return True
    stems = {stem for word in find_words(population.label) for stem in stem_terms(word)}
    return bool(stems) and stems <= reading.stems


@cache
def _static() -> StaticEncoder:
    """Return the model that ships, whichever model the base is searched with."""
    encoder = load_encoder(None)
    if not isinstance(encoder, StaticEncoder):
        raise TypeError(f"the shipped model must be static, got {type(encoder).__name__}")
    return encoder


@lru_cache(maxsize=CACHED)
def word_vector(word: str) -> NDArray[np.float32]:
    """Return the unit vector of a word in the shipped static model, (d,)."""
    vector: NDArray[np.float32] = _static().encode_passages([word])[0]
    return vector


@lru_cache(maxsize=CACHED)
def rarity(word: str) -> float:
    """Return how rare a word is in the language, 0 to 1, by the shipped model's training text.

    In a base of a few articles every word that they lack seems rare, "gente" as much as "litio".
    """
    frequency = _static().frequency
    rows = _static().token_rows([word])[0]
    if frequency is None or not len(rows):
        return 1.0
    share = float(frequency[rows].min())
    return float(np.clip(-np.log(share + RAREST), 0, RARE)) / RARE


@cache
def _synonyms() -> Mapping[str, frozenset[int]]:
    """Return the groups of every word, Spanish by stem and English by its folded form."""
    text = resources.files("index").joinpath("data/word_groups.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is
    groups: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(yaml.load(text, Loader=loader)):
        for word in group.get("es", []):
            for stem in stem_terms(word.lower()):
                groups[stem].add(number)
        for word in group.get("en", []):
            groups[f"en:{fold(word)}"].add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


def synonym_groups(word: str) -> frozenset[int]:
    """Return the numbers of the groups of synonyms that hold `word`, Spanish or English."""
    known = _synonyms()
    stems = stem_terms(word)
    spanish = known.get(stems[0], frozenset()) if stems else frozenset()
    return spanish | known.get(f"en:{fold(word)}", frozenset())


@cache
def function_words() -> Mapping[str, str]:
    """Return the single words that name a business function, folded: "sistemas" is `ti`."""
    return {
        fold(label.text): function.id
        for function in thesaurus().functions.values()
        for label in function.nouns
        if " " not in label.text
    }
