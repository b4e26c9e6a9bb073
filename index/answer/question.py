"""What a question asks for: its kinds and language, the roles, years and figures in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

import yaml

from corpus.lexicon import fold
from kg.role import find_roles
from kg.verb import often_nouns, verb_form

__all__ = ["Kind", "Question", "gives_reason", "tells_frequency", "tells_sample", "understand"]

Kind = Literal[
    "author",
    "sample",
    "frequency",
    "figure",
    "study",
    "recommendation",
    "comparison",
    "reason",
    "definition",
    "who",
    "when",
    "place",
    "name",
]

MAX_CHARACTERS = 2000  # a pasted paragraph is a question; a pasted book is not


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood.

    Attributes:
        text: as typed, white space collapsed, cut at `MAX_CHARACTERS`.
        folded: in lower case without accents.
        language: `es` or `en`.
        kinds: what it asks for, the first cue first; empty for a bare keyword.
        everything: whether all that fits is wanted ("todas las cifras", "según cada estudio").
        roles: ids of the thesaurus concepts it names, in order.
        terms: words that carry content, folded, in order, without repeats.
        years: years it names.
        numbers: other figures it names, as typed digits.
        needs: patterns that a sentence must hold to answer it (see `questions.yaml`).
        head: the noun that is asked for ("¿qué tasa de *interés*…", "¿cuántas *tiendas*…"),
            folded; None where there is none or it is too wide to tell anything.
        expects: kinds of thing that the answer must name: `organization`, `person`.
        population: roles of whom a figure is asked ("¿cuántos *directores de marketing*…").
    """

    text: str
    folded: str
    language: str
    kinds: tuple[Kind, ...]
    everything: bool
    roles: tuple[str, ...]
    terms: tuple[str, ...]
    years: tuple[str, ...]
    numbers: tuple[str, ...]
    needs: tuple[re.Pattern[str], ...]
    head: str | None = None
    expects: tuple[str, ...] = ()
    population: tuple[str, ...] = ()

    def asks(self, *kinds: Kind) -> bool:
        """Say whether the question is of any of these kinds."""
        return any(kind in self.kinds for kind in kinds)


@dataclass(frozen=True, slots=True)
class _Cues:
    kinds: Mapping[Kind, re.Pattern[str]]
    everything: re.Pattern[str]
    attributes: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    function_words: frozenset[str]
    head: re.Pattern[str]
    measures: frozenset[str]
    expects: Mapping[str, re.Pattern[str]]
    reasons: re.Pattern[str]
    frequency: re.Pattern[str]
    surveyed: re.Pattern[str]


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{p})" for p in patterns) + r")(?!\w)")


@cache
def _cues() -> _Cues:
    text = resources.files("index").joinpath("data/questions.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return _Cues(
        kinds={cast(Kind, kind): _any_of(cues) for kind, cues in data["kinds"].items()},
        everything=_any_of(data["everything"]),
        attributes=tuple(
            (_any_of([entry["ask"]]), re.compile(entry["need"])) for entry in data["attributes"]
        ),
        function_words=frozenset(data["function_words"].split()),
        head=_any_of(data["interrogatives"]),
        measures=frozenset(data["measures"].split()),
        expects={kind: _any_of(cues) for kind, cues in data["expects"].items()},
        reasons=_any_of(data["reasons"]),
        frequency=_any_of(data["frequency"]),
        surveyed=_any_of(data["surveyed"]),
    )


@cache
def _stop_words() -> frozenset[str]:
    from index.lexical import stop_words

    return frozenset(fold(word) for word in stop_words())


def gives_reason(text: str) -> bool:
    """Say whether a sentence tells a cause, an effect or a purpose."""
    return bool(_cues().reasons.search(fold(text)))


def tells_frequency(text: str) -> bool:
    """Say whether a sentence tells how often something happens or should."""
    return bool(_cues().frequency.search(fold(text)))


def tells_sample(text: str) -> bool:
    """Say whether a sentence speaks of people who were asked."""
    return bool(_cues().surveyed.search(fold(text)))


_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "how",
        "many",
        "much",
        "why",
        "when",
        "where",
        "to",
        "in",
        "on",
        "for",
        "with",
        "from",
        "by",
        "about",
        "according",
        "give",
        "me",
        "every",
        "should",
    ]
)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*")


def _language(folded: str) -> str:
    words = set(_WORD.findall(folded))
    spanish = words & {"el", "los", "las", "del", "que", "una", "para", "con", "segun", "cuantos"}
    return "en" if len(words & _ENGLISH) > len(spanish) else "es"


def _kinds(folded: str) -> tuple[Kind, ...]:
    """Return what is asked for in the order of the cues: the first question word rules."""
    found = {kind: cue.search(folded) for kind, cue in _cues().kinds.items()}
    places = [(match.start(), kind) for kind, match in found.items() if match]
    return tuple(kind for _, kind in sorted(places, key=lambda place: place[0]))


def _head(folded: str) -> str | None:
    """Return the noun after the first interrogative, past measures ("porcentaje de los …")."""
    cues = _cues()
    for match in cues.head.finditer(folded):
        for word in _WORD.findall(folded[match.end() :])[:6]:
            if word in cues.measures or (len(word) <= 3 and word not in _SHORT_NOUNS):
                continue
            verb = verb_form(word) is not None and word not in often_nouns()
            return None if verb or word in cues.function_words else word
    return None


_SHORT_NOUNS = frozenset({"ceo", "cio", "cmo", "cfo", "cto", "coo"})


def understand(text: str) -> Question:
    """Read a question as people type it, in Spanish or English, with accents or without."""
    plain = " ".join(text.split())[:MAX_CHARACTERS]
    folded = fold(plain)
    spaced = re.sub(r"[¿?¡!:;()«»“”\"]", " ", folded)
    spaced = re.sub(r"(?<!\w)(q|k)(?!\w)", "que", spaced)
    spaced = re.sub(r"(?<!\w)(xq|pq)(?!\w)", "por que", spaced)
    spaced = " ".join(spaced.split())
    cues = _cues()
    roles = find_roles(plain, casefold=True)
    head = _head(spaced)
    numbers = tuple(dict.fromkeys(re.findall(r"\d+(?:[.,]\d+)*", spaced)))
    years = tuple(n for n in numbers if re.fullmatch(r"(19|20)\d\d", n))
    drop = cues.function_words | _stop_words()
    terms = dict.fromkeys(
        word for word in _WORD.findall(spaced) if word not in drop and not word[0].isdigit()
    )
    return Question(
        text=plain,
        folded=spaced,
        language=_language(spaced),
        kinds=_kinds(spaced),
        everything=bool(cues.everything.search(spaced)),
        roles=tuple(dict.fromkeys(found.role for found in roles)),
        terms=tuple(terms),
        years=years,
        numbers=tuple(n for n in numbers if n not in years),
        needs=tuple(need for ask, need in cues.attributes if ask.search(spaced)),
        head=head,
        population=tuple(
            found.role for found in roles if head in _WORD.findall(fold(found.span.of(plain)))
        ),
        expects=tuple(kind for kind, cue in cues.expects.items() if cue.search(spaced)),
    )
