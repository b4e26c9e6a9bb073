"""How sure an answer is, and what is missing where there is none.

The score is a logistic function of a few signs, fitted on annotated questions, answerable and
not, by `python -m tests.benchmarks.tune_answers`; weights and threshold are kept as data.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from corpus.lexicon import fold
from index.answer.cues import Kind
from index.answer.draft import Draft
from index.answer.evidence import Asked
from index.answer.letters import undefined
from index.answer.notes import countries_nowhere
from index.answer.offices import unheld
from index.answer.phrasing import join, phrase
from index.answer.signs import figure_kinds
from index.answer.studies import asks_of_others, is_told_sample
from kg.thesaurus import thesaurus

__all__ = ["confidence_of", "missing_of", "signs_of"]


BEST = (
    "lexical",
    "grams",
    "contextual",
    "maxsim",
    "coverage",
    "context",
    "cross",
)  # signs of sentences that tell most
EVEN = 0.5  # the sign of a sentence that may answer or not
HAVE = 3  # groups that are named where there is no figure of the one that is asked for
# Some kinds of question are met by chance more often than others, and want more to be believed.
KINDS: tuple[Kind, ...] = ("figure", "recommendation", "study", "reason", "who", "comparison")


@cache
def _calibration() -> Mapping[str, Any]:
    text = resources.files("index").joinpath("data/confidence.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def signs_of(asked: Asked, draft: Draft) -> dict[str, float]:
    """Return the signs that an answer is one, each in 0 to 1 or so."""
    told = [asked.quote(e) for s in draft.leading for e in s.evidence]
    texts = [*told, *(s.text for s in draft.leading)]
    return {
        **_question_signs(asked),
        **{f"told_{way}": float(draft.kind == way) for way in ("figure", "text", "advice")},
        **_rank_signs(asked, draft),
        **_word_signs(asked, draft, told, texts),
        **_name_signs(asked, draft, texts),
        "needs": float(all(n.search(fold(" ".join(texts))) for n in asked.question.needs)),
        "typed": float(draft.kind != "text" or not asked.question.asks("figure", "sample")),
        "unit": _unit_met(asked, texts),
        "unit_first": _unit_met(asked, texts[:1]),
        "expected": _expected(asked, draft),
    }


def _question_signs(asked: Asked) -> dict[str, float]:
    """Some questions are answered more often than others."""
    question = asked.question
    return {
        "everything": float(question.everything),
        "long": min(len(question.terms) / 12, 1.0),
        "english": float(question.language == "en"),  # its words meet fewer of the Spanish ones
        **{f"asks_{kind}": float(question.asks(kind)) for kind in KINDS},
        "unknown": asked.relevance.unknown,
    }


def _rank_signs(asked: Asked, draft: Draft) -> dict[str, float]:
    """How well the sentences fit, and how far the best is ahead."""
    by_statement = [[asked.signs_at(e.article, e.start) for e in s.evidence] for s in draft.leading]
    found = [signs for of_one in by_statement for signs in of_one]
    scores = [s.score for s in asked.told[:2]] + [0.0] * 2
    best = max((s.relevance for s in draft.statements), default=0.0)
    signs = {n: max((f.get(n, 0.0) for f in found), default=0.0) for n in BEST}
    first = max((f.get("cross", 0.0) for f in by_statement[0]), default=0.0)
    if draft.kind == "change":  # no sentence alone tells what changed
        signs["cross"] = first = EVEN
    return {
        **signs,
        "meaning_first": max((f.get("contextual", 0.0) for f in by_statement[0]), default=0.0),
        "cross_first": first,
        "lead": scores[0],
        "margin": scores[0] - scores[1],
        "fit": min(best, 1.0),
    }


def _word_signs(
    asked: Asked, draft: Draft, told: Sequence[str], texts: Sequence[str]
) -> dict[str, float]:
    """How much of what is asked stands in the sentences, as such or in other words."""
    words = asked.relevance
    figures = [statistic for s in draft.leading for statistic in s.statistics]
    own = [" ".join([*(p.label for p in f.populations), f.claim]) for f in figures]
    return {
        "words": max((words.words_met(t) for t in texts), default=0.0),
        "together": words.words_met(*texts),
        "roles": words.roles_met(*texts),
        "head_near": words.head_met(*texts[:1]),
        "head_exact": words.head_met(*texts[:1], near=False),
        "exact": max((words.exact(t) for t in texts), default=0.0),
        "exact_first": words.exact(*texts[:1]),
        "exact_together": words.exact(*texts),
        "own": max((words.words_met(t) for t in own), default=0.0),
        "own_exact": max((words.exact(t) for t in own), default=0.0),
        "missed": words.missed(*texts),
        "missed_exact": words.missed(*texts, near=False),
        "rare_first": words.rare_met(*told[:1]),
        "rare_near": words.rare_met(*_around(asked, draft)),
        "rare_missed": words.rare_missed(*told),
    }


def _name_signs(asked: Asked, draft: Draft, texts: Sequence[str]) -> dict[str, float]:
    """Whether names, years and figures of the question stand in the sentences or above them."""
    articles = {
        e.article: asked.base.article(e.article) for s in draft.statements for e in s.evidence
    }
    above = [f"{a.title} {a.published or ''} {a.publisher or ''}" for a in articles.values()]
    held = set(re.findall(r"\w+", fold(" ".join([*texts, *above]))))
    given = {w for article in articles for w in asked.given(article)}
    # "japon" is as strange as "Japón" where no article speaks of it
    typed = {word for place in asked.question.places for word in place.split()}
    strange = typed.intersection(asked.relevance.absent)
    names = [name for name in {*asked.question.names, *strange} if name not in given]
    return {
        "years": _share(asked.question.years, held),
        "strangers": 1.0 - _share(names, held),
    }


def _share(wanted: Sequence[str], held: Collection[str]) -> float:
    return sum(word in held for word in wanted) / len(wanted) if wanted else 1.0


def _unit_met(asked: Asked, texts: Sequence[str]) -> float:
    """Say whether a figure of the kind that is asked for (money, a share …) is told."""
    wanted = set(asked.question.units)
    return float(not wanted or any(wanted & figure_kinds(text) for text in texts))


def _expected(asked: Asked, draft: Draft) -> float:
    """Say whether a statement names the kind of thing that is asked for, and speaks of the rest.

    A quote and the words that announce it ("…, contó Ana Ruiz:") are one statement.
    """
    if not asked.question.expects:
        return 1.0
    best = 0.0
    for statement in draft.statements:
        for places in (statement.evidence, *((place,) for place in statement.evidence)):
            texts = [asked.quote(place) for place in places]
            given = asked.given(places[0].article)
            named = max(asked.names_what_is_expected(p.article, p.start, p.end) for p in places)
            words = asked.relevance.words_met(*texts, given=given)
            best = max(best, named * min(words, asked.relevance.roles_met(*texts)))
    return best


def _around(asked: Asked, draft: Draft) -> list[str]:
    """Return what the articles of the leading sentences say, as far as it is a candidate."""
    cited = {e.article for s in draft.leading for e in s.evidence}
    return [s.text for s in asked.ranked if s.article in cited]


def confidence_of(asked: Asked, draft: Draft) -> float:
    """Return how likely it is that the draft answers the question, 0 to 1."""
    if not draft.statements:
        return 0.0
    if draft.kind in ("check", "inventory", "letters", "listed", "office"):
        return 1.0  # held against the articles, or as they or the graph have it
    if draft.kind == "author":
        return round(draft.statements[0].relevance, 3)
    if asked.lists_a_role or undefined(asked, draft) or unheld(asked, draft):
        return 0.0  # all figures of a role that has none; what nobody explains; who is not named
    if asks_of_others(asked, draft):
        return 0.0
    lists = asked.question.bare or asked.lists_a_source
    if lists or asked.question.only_figures or is_told_sample(asked, draft):
        return 1.0  # "¿Qué estudios hay?": those that there are; "¿63 % de qué?": the very figure
    fitted = _calibration()
    total = fitted["intercept"] + sum(
        fitted["weights"].get(name, 0.0) * value for name, value in signs_of(asked, draft).items()
    )
    return round(1 / (1 + math.exp(-total)), 3)


def missing_of(asked: Asked, draft: Draft, confidence: float) -> str | None:
    """Say why there is no answer, in the language of the question; None where there is one."""
    language = asked.question.language
    if draft.statements and confidence >= _calibration()["threshold"]:
        return None
    signs = signs_of(asked, draft) if draft.statements else {}
    what = "no_attribute"
    parts: dict[str, str] = {}
    if draft.kind == "sample" and (not draft.statements or asks_of_others(asked, draft)):
        what = "no_sample"
    elif nowhere := countries_nowhere(asked, draft.statements):
        what, parts = "no_place", {"want": join(nowhere, language)}
    elif not draft.statements or signs["words"] < 0.15:
        what = "off_topic"
    elif draft.kind == "figure" and signs["roles"] < 0.5:
        groups = (p for s in draft.statements for f in s.statistics for p in f.populations)
        have = list(dict.fromkeys(group.label for group in groups))
        want = [thesaurus().concepts[r].label for r in asked.question.roles]
        if have and want and set(have).isdisjoint(want):
            what = "no_population"
            parts = {"have": join(have[:HAVE], language), "want": join(want, language)}
    return phrase(language, "missing", what=phrase(language, what, **parts))
