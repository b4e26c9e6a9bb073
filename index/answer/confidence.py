"""How sure an answer is, and what is missing where there is none.

The score is a logistic function of a few signs, fitted on annotated questions, answerable and
not, by `python -m tests.benchmarks.tune_answers`; weights and threshold are kept as data.
"""

import math
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from corpus.lexicon import fold
from index.answer.draft import Draft
from index.answer.evidence import PARTS, Asked
from index.answer.phrasing import join, phrase
from index.answer.question import Kind
from kg.thesaurus import thesaurus

__all__ = ["confidence_of", "missing_of", "signs_of"]


# Some kinds of question are met by chance more often than others, and want more to be believed.
KINDS: tuple[Kind, ...] = ("figure", "recommendation", "study", "reason", "who", "comparison")


@cache
def _calibration() -> Mapping[str, Any]:
    text = resources.files("index").joinpath("data/confidence.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def signs_of(asked: Asked, draft: Draft) -> dict[str, float]:
    """Return the signs that an answer is one, each in 0 to 1 or so."""
    statements = draft.statements
    best = max((s.relevance for s in statements), default=0.0)
    texts = [
        asked.base.article(e.article).text[e.start : e.end]
        for s in statements[:3]
        for e in s.evidence
    ]
    texts += [s.text for s in statements[:3]]
    words = max((asked.relevance.words_met(t) for t in texts), default=0.0)
    together = asked.relevance.words_met(*texts)
    needs = asked.question.needs
    joined = fold(" ".join(texts))
    found = [asked.signs_at(e.article, e.start) for s in statements[:3] for e in s.evidence]
    parts = {n: max((f.get(n, 0.0) for f in found), default=0.0) for n in (*PARTS, "context")}
    scores = [s.score for s in asked.ranked[:3]] + [0.0] * 3
    return {
        **parts,
        "lead": scores[0],
        "everything": float(asked.question.everything),
        "long": min(len(asked.question.terms) / 12, 1.0),
        "margin": scores[0] - scores[1],
        "margin_of_two": scores[0] - scores[2],
        **{f"asks_{kind}": float(asked.question.asks(kind)) for kind in KINDS},
        **{f"told_{way}": float(draft.kind == way) for way in ("figure", "text", "advice")},
        "fit": min(best, 1.0),
        "words": words,
        "together": together,
        "roles": asked.relevance.roles_met(*texts),
        "needs": float(all(need.search(joined) for need in needs)) if needs else 1.0,
        "numbers": _numbers_met(asked, joined),
        "typed": float(draft.kind != "text" or not asked.question.asks("figure", "sample")),
        "source": float(bool(asked.studies or asked.entities)),
        "head": asked.relevance.head_met(*texts),
        "head_near": asked.relevance.head_met(*texts[:1]),
        "expected": _expected(asked, draft),
        "gap": 1.0 - together,
        "missed": asked.relevance.missed(*texts),
    }


def _expected(asked: Asked, draft: Draft) -> float:
    """Say whether the answer names the kind of thing that is asked for."""
    if not asked.question.expects:
        return 1.0
    places = [e for s in draft.statements[:3] for e in s.evidence]
    return max(
        (asked.names_what_is_expected(e.article, e.start, e.end) for e in places), default=0.0
    )


def _numbers_met(asked: Asked, text: str) -> float:
    numbers = asked.question.numbers
    if not numbers:
        return 1.0
    held = set(re.findall(r"\d+(?:[.,]\d+)*", text))
    return sum(number in held for number in numbers) / len(numbers)


def _lacks(asked: Asked, draft: Draft) -> bool:
    """Say whether what the question asks for by name stands in none of the sentences."""
    places = [e for s in draft.statements for e in s.evidence]
    joined = fold(" ".join(asked.base.article(e.article).text[e.start : e.end] for e in places))
    if not all(need.search(joined) for need in asked.question.needs):
        return True
    named = asked.question.asks("name") and "person" in asked.question.expects
    return named and not _expected(asked, draft)


def confidence_of(asked: Asked, draft: Draft) -> float:
    """Return how likely it is that the draft answers the question, 0 to 1."""
    if not draft.statements or _lacks(asked, draft):
        return 0.0
    if draft.kind == "author":
        return round(draft.statements[0].relevance, 3)
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
    if draft.kind == "sample" and not draft.statements:
        what = "no_sample"
    elif not draft.statements or signs["words"] < 0.15:
        what = "off_topic"
    elif signs["roles"] < 0.5 and draft.kind == "figure":
        have = {p.label for s in draft.statements for f in s.statistics for p in f.populations}
        want = [thesaurus().concepts[r].label for r in asked.question.roles]
        if have and want:
            what = "no_population"
            parts = {"have": join(sorted(have), language), "want": join(want, language)}
    return phrase(language, "missing", what=phrase(language, what, **parts))
