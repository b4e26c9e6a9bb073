"""Tells which organisation and which place an article is about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.article import Article
from kg.facts import Entity
from kg.noun_phrase import terms
from kg.place import is_place, main_place, only_country
from kg.study_reading import StudyReading

__all__ = ["Centre", "centre_of"]

_WORD = re.compile(r"[^\W\d_]+")
_TWICE = 2  # mentions, one of them in the headline, of the place that a text is about
_OFTEN = 3  # mentions that make an organisation the one that a text is about


@dataclass(frozen=True, slots=True)
class Centre:
    """What an article is about, where it is about one of its kind.

    Attributes:
        organization: the one in the headline, or that is named far more often than any other;
            none where the article is about a study.
        place: likewise.
        country: the only one that the text names.
        talk: somebody of the organisation answers questions.
        people: the group that the headline names, or that is named far more often than others.
        studied: the headline names it beside who made the study.
    """

    organization: str | None = None
    place: str | None = None
    talk: bool = False
    studied: bool = False
    people: str | None = None
    country: str | None = None


def centre_of(article: Article, entities: Sequence[Entity], reading: StudyReading) -> Centre:
    """Return what an article is about."""
    country = only_country(article.text)
    return replace(_bodies(article, entities, reading), people=_people(article), country=country)


def _headline_words(article: Article) -> list[str]:
    return _WORD.findall(article.headline.of(article.text)) if article.headline else []


def _people(article: Article) -> str | None:
    """Return the group that an article is about: "pymes"."""
    counts = Counter(w.lower() for w in _WORD.findall(article.text))
    groups = [(counts[w], w) for w in terms("people") if w.endswith("s") and counts[w]]
    named = {w.lower() for w in _headline_words(article)}
    (often, most), (next_, _) = [*sorted(groups, reverse=True)[:2], (0, ""), (0, "")][:2]
    titled = [pair for pair in groups if pair[1] in named]
    if titled:
        return max(titled)[1]
    return most if often > _OFTEN and often >= 2 * next_ else None


def _titled_place(article: Article) -> str | None:
    """Return the one place that the headline names, where the text names it too."""
    places = {w for w in _headline_words(article) if w[0].isupper() and is_place([w.lower()])}
    if len(places) != 1:
        return None
    (place,) = places
    return place if _WORD.findall(article.text).count(place) >= _TWICE else None


def _first_question(article: Article) -> int:
    """Return where an interview begins: who answers is told before."""
    text = article.text
    asked = (s.start for s in article.sentences if text[s.start : s.end].rstrip().endswith("?"))
    return next(asked, len(text))


def _bodies(article: Article, entities: Sequence[Entity], reading: StudyReading) -> Centre:
    makers = {maker for study in reading.studies for maker in study.conducted_by}
    title = article.headline
    bodies = sorted(
        (e for e in entities if e.kind == "organization" and e.name not in makers),
        key=lambda e: -len(e.mentions),
    )
    place = main_place(article.text) or _titled_place(article)
    if reading.layout.talk:
        spoken = sorted((e.mentions[0].start, e.organization) for e in entities if e.organization)
        told = [e for e in bodies if e.mentions[0].start < _first_question(article)]
        first = min(told, key=lambda e: e.mentions[0].start).name if told else None
        return Centre(spoken[0][1] if spoken else first, place, talk=True)
    if not bodies:
        return Centre(None, place)
    most = bodies[0]
    next_ = len(bodies[1].mentions) if len(bodies) > 1 else 0
    titled = [e for e in bodies if title and any(title.covers(m) for m in e.mentions)]
    if titled and len(titled[0].mentions) >= _OFTEN:
        return Centre(titled[0].name, place, studied=True)
    enough = len(most.mentions) >= _OFTEN and len(most.mentions) >= 2 * next_
    return Centre(most.name if enough and not reading.sure else None, place)
