"""What a reader must be told beside figures: whose are missing, and which studies disagree."""

from collections.abc import Sequence

from index.answer.cues import cues
from index.answer.draft import Statement
from index.answer.evidence import Asked
from index.answer.phrasing import join, phrase
from index.answer.relevance import role_credit
from kg.thesaurus import thesaurus

__all__ = ["notes"]

SAME = 0.5  # share of the question's words that sentences must hold to be about the same


def notes(asked: Asked, statements: Sequence[Statement]) -> list[Statement]:
    """Return the remarks that `statements` call for, each citing what it is about."""
    found = (
        _half(asked, statements),
        _absent(asked, statements),
        _disagreement(asked, statements),
    )
    return [note for note in found if note]


def _half(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say of which roles of the question no figure and no cited sentence speaks."""
    told = [s for s in statements if s.statistics]
    held = [p.role for s in told for f in s.statistics for p in f.populations if p.role]
    quotes = [asked.quote(e) for s in statements for e in s.evidence]
    have = [role for role in asked.question.roles if role_credit([role], held) == 1.0]
    want = [
        role
        for role in asked.question.roles
        if role_credit([role], held) == 0.0 and asked.relevance.role_met(role, *quotes) == 0.0
    ]
    if not have or not want or not told:
        return None
    parts = {"have": _labels(asked, have), "want": _labels(asked, want)}
    text = phrase(asked.question.language, "half", **parts)
    return Statement(text, told[0].evidence[:1], (), told[0].relevance)


def _absent(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say of which of several things asked for side by side no article speaks."""
    question = asked.question
    beside = set(cues().beside.findall(question.folded))
    absent = [word for word in asked.relevance.absent if word in beside]
    if not absent:
        return None
    what = join([f"«{word}»" for word in absent], question.language)
    text = phrase(question.language, "absent", what=what)
    return Statement(text, statements[0].evidence[:1], (), statements[0].relevance)


def _disagreement(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say where one study gives the higher share to one role and another study to another."""
    if not asked.question.asks("comparison") or len(asked.question.roles) < 2:
        return None
    leaders: dict[str, Statement] = {}
    studies: dict[str, set[str | None]] = {}
    for statement in statements:
        leader = _leader(asked, statement)
        if leader:
            leaders.setdefault(leader, statement)
            studies.setdefault(leader, set()).update(f.study for f in statement.statistics)
    if len(leaders) < 2 or len(set.union(*studies.values())) < 2:
        return None
    one, other = list(leaders)[:2]
    parts = {"one": _labels(asked, [one]), "other": _labels(asked, [other])}
    text = phrase(asked.question.language, "disagree", **parts)
    evidence = (leaders[one].evidence[0], leaders[other].evidence[0])
    return Statement(text, evidence, (), leaders[one].relevance)


def _leader(asked: Asked, statement: Statement) -> str | None:
    """Return the role of the question to which a sentence gives the higher of two shares."""
    if asked.relevance.words_met(statement.text, near=False) < SAME:
        return None
    shares: dict[str, float] = {}
    for figure in statement.statistics:
        held = [p.role for p in figure.populations if p.role]
        for role in asked.question.roles:
            if figure.unit == "percent" and held and role_credit([role], held) > 0:
                shares[role] = max(shares.get(role, 0.0), float(figure.value))
    best = max(shares, key=lambda role: shares[role], default=None)
    return best if len(set(shares.values())) > 1 else None


def _labels(asked: Asked, roles: Sequence[str]) -> str:
    concepts = thesaurus().concepts
    return join([concepts[role].label for role in roles], asked.question.language)
