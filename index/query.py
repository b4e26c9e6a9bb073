"""A question made ready for every channel: words, terms, vector, phrases, what it asks for."""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.lexicon import fold
from index.encoder import Encoder, StaticEncoder, contextual_of
from index.kinds import cue_words, wanted_kinds
from index.lexical import find_words, gram_terms, stem_terms, write_together
from index.spelling import Speller
from kg.role import find_roles, is_bare_team

__all__ = ["Query", "read_query", "synonym_groups", "synonyms"]

DATA = Path(__file__).parent / "data"
_QUOTED = re.compile(r"[\"“«]([^\"“”«»]{2,200})[\"”»]")
_NAME = re.compile(r"\d[\d.,]*|(?<=[\w,;)»”\"] )[«“\"(]?[A-ZÁÉÍÓÚÑÜ]\w+|\b[A-ZÁÉÍÓÚÑÜ]{2,}\b")
EXPANSION = 0.4  # weight of a word that the question does not hold but means


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, as each channel wants it.

    Attributes:
        text: as it was asked.
        words: the words of the base it holds or stands for, with weights; stop words left out.
        groups: stems that stand for one word of the question, one group a word, for `coverage`;
            words that only say what is asked for (`porcentaje`) are left out.
        asked: the words of the question that have a stem, as written, each once.
        names: the stems of what it writes as a name or a figure: `Gijón`, `RSE`, `2019`.
        stems: stem to weight.
        grams: piece of a word to weight.
        vector: (d,) of the whole question.
        reading: what the transformer makes of it, which may be under way; None where there is none.
        tokens: table rows of its words, stop words left out; empty for other encoders.
        phrases: the words of what stood between quotes, one phrase after another.
        roles: the roles of the thesaurus that it names, but for teams named by their function
            alone: as a word, it finds them by any name.
        wants: the kinds of answer it asks for, of `KINDS`.
    """

    text: str
    words: tuple[tuple[str, float], ...]
    groups: tuple[tuple[str, ...], ...]
    asked: tuple[str, ...]
    names: frozenset[str]
    stems: Mapping[str, float]
    grams: Mapping[str, float]
    vector: NDArray[np.float32]
    reading: "Future[NDArray[np.float32]] | None"
    tokens: NDArray[np.int32]
    phrases: tuple[tuple[str, ...], ...]
    roles: frozenset[str]
    wants: frozenset[str]

    @property
    def contextual(self) -> NDArray[np.float32]:
        """(c,) what the transformer makes of it, waited for; empty where there is none."""
        return np.zeros(0, dtype=np.float32) if self.reading is None else self.reading.result()


def read_query(
    text: str,
    encoder: Encoder,
    speller: Speller,
    expand: Callable[[str], str] | None = None,
    *,
    contextual: bool = True,
) -> Query:
    """Make `text` ready.

    Args:
        text: a question or a few words, in Spanish or English, accents or none.
        encoder: the one that made the vectors.
        speller: the words of the base.
        expand: gives further words for a question; see `synonyms` for the default.
        contextual: let the transformer read it too, if there is one.
    """
    asked = [word for word in find_words(text) if stem_terms(word)]
    forms = {word: speller.forms(word) for word in asked}
    words = [form for word in asked for form in forms[word]]
    more = expand(text) if expand else " ".join(synonyms(text))
    fresh = [w for w in find_words(more) if w not in forms]
    added = [(form, w * EXPANSION) for word in fresh for form, w in speller.forms(word)]
    right = " ".join(forms[word][0][0] for word in asked) or text
    meant = text if all(forms[w][0][1] == 1 for w in asked) else right
    reader = contextual_of(encoder) if contextual else None
    reading = reader.begin_query(meant) if reader else None
    none = np.zeros(0, dtype=np.int32)
    return Query(
        text=text,
        words=(*words, *added),
        groups=tuple(
            stems
            for word in dict.fromkeys(asked)
            if fold(word) not in cue_words()
            # a slip may stand for a stop word, which has no stem
            and (
                stems := tuple(
                    dict.fromkeys(s for form, _ in forms[word] for s in stem_terms(form))
                )
            )
        ),
        asked=tuple(dict.fromkeys(asked)),
        names=_names(text),
        stems=_weigh((*words, *added), stem_terms),
        grams=_weigh(words, gram_terms),
        vector=encoder.encode_queries([meant])[0],
        reading=reading,
        tokens=encoder.token_rows([right])[0] if isinstance(encoder, StaticEncoder) else none,
        phrases=tuple(
            tuple(phrase) for found in _QUOTED.findall(text) if (phrase := find_words(found))
        ),
        roles=frozenset(m.role for m in find_roles(text, casefold=True) if not is_bare_team(m)),
        wants=wanted_kinds(text),
    )


def _names(text: str) -> frozenset[str]:
    """Return the stems of the words with a capital, the first one apart, and of figures."""
    found = [match[0] for match in _NAME.finditer(write_together(text))]
    return frozenset(
        stem for name in found for word in find_words(name) for stem in stem_terms(word)
    )


def synonyms(text: str) -> list[str]:
    """Return other words for what `text` names, from `data/synonyms.yaml`.

    >>> synonyms("¿Qué piensan los CIO?")[:1]
    ['director de sistemas']
    """
    plain = f" {' '.join(fold(word) for word in find_words(text))} "
    found: list[str] = []
    for group in synonym_groups():
        met = [word for word in group if f" {word} " in plain or f" {word}s " in plain]
        if met:
            found.extend(word for word in group if word not in met)
    return found


@cache
def synonym_groups() -> list[list[str]]:
    """Return the groups of `data/synonyms.yaml`, without accents."""
    groups: list[list[str]] = _load("synonyms")
    return [[fold(word) for word in group] for group in groups]


@cache
def _load(name: str) -> Any:  # noqa: ANN401  (each file has its own shape, told at its top)
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def _weigh(
    words: tuple[tuple[str, float], ...] | list[tuple[str, float]],
    terms: Callable[[str], tuple[str, ...]],
) -> dict[str, float]:
    """Return each term with its weight; forms of one word that share a term count once."""
    total: dict[str, float] = {}
    for word, weight in words:
        for term in terms(word):
            total[term] = max(total.get(term, 0.0), weight)
    return total
