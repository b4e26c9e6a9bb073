"""The few words that Puente adds to what the articles say, in the language of the question."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import yaml

from kg.facts import Population
from kg.records import SampleRecord, StudyRecord
from kg.spanish import pluralize
from kg.thesaurus import thesaurus

__all__ = ["capital", "group_label", "join", "phrase", "sample_text", "study_name"]


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("index").joinpath("data/answers.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded


def phrase(language: str, key: str, /, **parts: str) -> str:
    """Return the phrase `key` of `index/data/answers.yaml` with its blanks filled."""
    return _phrases()[language][key].format(**parts)


def join(names: Iterable[str], language: str) -> str:
    """Join names as prose does: "A, B y C"; "y" becomes "e" before the sound of i."""
    names = list({name.casefold(): name for name in reversed(list(names))}.values())[::-1]
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    link = phrase(language, "and")
    if language == "es" and last.lower().startswith(("i", "hi", "í")) and last[:2] != "IT":
        link = " e "
    return ", ".join(names[:-1]) + link + last


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def study_name(study: StudyRecord, language: str) -> str:
    """Return how a study is called: its title, who conducted it, or both; "" where neither is."""
    by = join(study.conducted_by, language)
    if study.name and by:
        return phrase(language, "study", name=f"«{study.name}»", by=by)
    if study.name:
        return f"«{study.name}»"
    return phrase(language, "study_unnamed", by=by) if by else ""


def group_label(population: Population) -> str:
    """Return how those of a population are called: those who hold a role in the plural.

    >>> group_label(Population("director de compras", "director-de-compras"))
    'directores de compras'
    """
    concept = thesaurus().concepts.get(population.role or "")
    team = concept is not None and concept.kind == "team"
    return population.label if team or not population.role else pluralize(population.label)


def sample_text(sample: SampleRecord, language: str) -> str:
    """Return who was asked and how many: "más de 400 ejecutivos de marketing"."""
    size = f"{sample.size:,}"
    parts = [
        phrase(language, sample.comparator),
        size.replace(",", ".") if language == "es" else size,
        group_label(sample.population) if sample.population else phrase(language, "people"),
    ]
    return " ".join(part for part in parts if part)
