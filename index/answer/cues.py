"""The words by which questions and answers are known, read from `data/questions.yaml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

import yaml

from corpus.lexicon import fold

__all__ = ["Cues", "Kind", "Marker", "cues", "tells"]

Kind = Literal[
    "check",
    "inventory",
    "author",
    "letters",
    "change",
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
    "office",
]
Marker = Literal[
    "reason",
    "trouble",
    "frequency",
    "sample",
    "definition",
    "naming",
    "date",
    "leaning",
    "asking",
    "study",
]


@dataclass(frozen=True, slots=True)
class Cues:
    """What is looked for, all of it over text in lower case without accents.

    Attributes:
        kinds: cues of a question, by what it asks for.
        everything: cues of a question that wants all that fits.
        each_source: cues of a question that wants each study to have its say.
        several: cues of a question whose answer is likely told in several places.
        trouble: cues of a question for what stands in the way.
        units: cues of a question, by the kind of figure that answers it.
        attributes: a cue of a question, and what a sentence must hold to answer it.
        function_words: words of a question that carry no content.
        head: what stands before the noun that is asked for.
        measures: nouns that tell nothing of what is measured.
        expects: cues of a question, by the kind of thing that the answer names.
        markers: what marks a sentence of an article, by what it tells.
        beside: finds the words of a question that it puts side by side with others.
        after_preposition: finds the words that a preposition makes nouns.
        joined: what stands between two groups that are asked for side by side.
        source: finds the name of whoever is to have said it.
        clauses: where a second question begins.
        following: how a question begins that leans on the one before it.
        who: cues of a question for somebody who did something.
        anyone: words that say no more than that a study asked somebody.
        nobody: what a study has, and asks nobody of.
        listing: words that only ask for a list.
        leading: ids of the offices that lead a whole house.
        heading: words that ask for who leads and say no more.
        since: cues of a question for all that came after a year.
        things: cues of a question for what is to be listed and counted.
        periods: find the year of "desde 2015", by how it bounds what is asked for.
        checking: finds what stands before a claim that is to be checked.
        comparing: finds the words of a question that only say that two are compared.
        english: words that tell an English question from a Spanish one.
    """

    kinds: Mapping[Kind, re.Pattern[str]]
    everything: re.Pattern[str]
    each_source: re.Pattern[str]
    several: re.Pattern[str]
    trouble: re.Pattern[str]
    units: Mapping[str, re.Pattern[str]]
    attributes: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    function_words: frozenset[str]
    head: re.Pattern[str]
    measures: frozenset[str]
    expects: Mapping[str, re.Pattern[str]]
    markers: Mapping[Marker, re.Pattern[str]]
    english: frozenset[str]
    beside: re.Pattern[str]
    after_preposition: re.Pattern[str]
    joined: re.Pattern[str]
    source: re.Pattern[str]
    clauses: re.Pattern[str]
    following: re.Pattern[str]
    who: re.Pattern[str]
    anyone: frozenset[str]
    nobody: frozenset[str]
    listing: frozenset[str]
    leading: frozenset[str]
    heading: frozenset[str]
    since: re.Pattern[str]
    comparing: re.Pattern[str]
    checking: re.Pattern[str]
    things: Mapping[str, re.Pattern[str]]
    periods: Mapping[str, re.Pattern[str]]


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{p})" for p in patterns) + r")(?!\w)")


@cache
def cues() -> Cues:
    """Return the cues, read once."""
    text = resources.files("index").joinpath("data/questions.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return Cues(
        kinds={cast(Kind, kind): _any_of(found) for kind, found in data["kinds"].items()},
        everything=_any_of(data["everything"]),
        each_source=_any_of(data["each_source"]),
        several=_any_of(data["several"]),
        trouble=_any_of(data["trouble"]),
        units={kind: _any_of(found) for kind, found in data["units"].items()},
        attributes=tuple(
            (_any_of([entry["ask"]]), re.compile(entry["need"])) for entry in data["attributes"]
        ),
        function_words=frozenset(data["function_words"].split()),
        head=_any_of(data["interrogatives"]),
        measures=frozenset(data["measures"].split()),
        expects={kind: _any_of(found) for kind, found in data["expects"].items()},
        markers={cast(Marker, what): _any_of(found) for what, found in data["markers"].items()},
        english=frozenset(data["english"].split()),
        beside=re.compile(data["beside"]),
        after_preposition=re.compile(data["after_preposition"]),
        joined=re.compile(data["joined"]),
        source=re.compile(data["source"]),
        clauses=re.compile(data["clauses"]),
        following=re.compile(data["following"]),
        who=_any_of(data["who"]),
        anyone=frozenset(data["anyone"].split()),
        nobody=frozenset(data["nobody"].split()),
        listing=frozenset(data["listing"].split()),
        leading=frozenset(data["leading"].split()),
        heading=frozenset(data["heading"].split()),
        since=_any_of(data["since"]),
        comparing=re.compile(data["comparing"]),
        checking=re.compile(data["checking"]),
        things={thing: _any_of([found]) for thing, found in data["things"].items()},
        periods={bound: re.compile(rf"(?<!\w){f}") for bound, f in data["periods"].items()},
    )


def tells(what: Marker, text: str) -> bool:
    """Say whether a sentence bears a mark, such as that of telling a cause.

    >>> tells("reason", "Cae porque nadie compra."), tells("frequency", "Se reúnen cada mes.")
    (True, True)
    """
    return bool(cues().markers[what].search(fold(text)))
