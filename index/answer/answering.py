"""From a question and a base to an answer: ways tried in order, statements checked and cited."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from corpus.lexicon import fold
from index.answer.beside import left_beside
from index.answer.changes import draft_change
from index.answer.checked import draft_check
from index.answer.citing import citation_of
from index.answer.confidence import confidence_of, missing_of
from index.answer.cues import Kind
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.answer.figures import draft_comparison, draft_figures, draft_value
from index.answer.guard import unsupported
from index.answer.home import asked_at_home
from index.answer.inventory import draft_inventory
from index.answer.letters import draft_letters
from index.answer.notes import notes
from index.answer.offices import draft_offices
from index.answer.passages import (
    MOST_TOLD,
    also_told,
    draft_advice,
    draft_authors,
    draft_text,
)
from index.answer.phrasing import phrase
from index.answer.studies import draft_samples, draft_studies
from index.answer.why import explained
from index.base import Base
from index.cross_encoder import cross_encoder
from index.lexical import find_words
from index.records import Answer, AnswerFact, Citation
from index.scope import Scope, narrow

__all__ = ["answer", "draft_of"]

FAR = 0.15  # of the likeliest statement's chance, where another is told apart
# of these all that there is is told from the graph
COUNTED: tuple[Kind, ...] = ("inventory", "author", "change", "sample", "study")
NEAREST = 5  # passages shown below an answer
# these tell what is wanted wherever they stand; of the others the first question word rules
FIRST: tuple[Kind, ...] = (
    "check",
    "inventory",
    "author",
    "letters",
    "office",
    "change",
    "sample",
    "frequency",
)
WAYS: Mapping[Kind, Callable[[Asked], Draft]] = {
    "check": draft_check,
    "inventory": draft_inventory,
    "author": draft_authors,
    "letters": draft_letters,
    "office": draft_offices,
    "change": draft_change,
    "sample": draft_samples,
    "study": draft_studies,
    "recommendation": draft_advice,
    "figure": draft_figures,
    "comparison": draft_comparison,
}


def answer(question: str, base: Base, *, scope: Scope | None = None) -> Answer:
    """Answer a question in Spanish or English from the articles of `base`, or say that they do not.

    Every statement rests on whole sentences, cited word for word; figures come from the graph's
    statistics; a statement with a figure that its sentences do not hold is left out.

    Args:
        question: as typed; anything longer than 2,000 characters is cut.
        base: an open base; its searcher and graph are loaded when first needed.
        scope: what the answer may come from; all of the base by default.

    Returns:
        An answer with `answerable` false, no citation and the nearest passages where the articles
        do not answer.

    Raises:
        ScopeError: if `scope` names what the base does not hold.
    """
    cross_encoder().open_soon()
    base = narrow(base, scope)
    asked = Asked.of(question, base)
    understood = asked.question
    hits = tuple(base.searcher.search(understood.text, top=NEAREST))
    if understood.empty:
        text = phrase(understood.language, "nothing_asked")
        return Answer(question, understood.language, False, 0.0, text, (), (), hits)
    checked, confidence, missing = _tried(asked)
    said: Sequence[Statement] = ()
    if missing and (home := asked_at_home(asked)):
        found = _tried(home.asked)
        if found[0] and found[2] is None:
            asked, (checked, confidence, missing) = home.asked, found
            said = home.note(checked, understood.language)
    first_only = bool(missing) and len(understood.clauses) > 1
    if first_only:
        first = _tried(Asked.of(understood.clauses[0], base))
        checked, confidence, missing = first if first[2] is None else (checked, confidence, missing)
    if missing is not None or not checked:
        none = missing or phrase(understood.language, "none")
        return Answer(question, understood.language, False, confidence, none, (), (), hits)
    strong, weak = _named_first(asked, *_told_apart(asked, checked))
    if understood.trouble and not first_only and not understood.asks("recommendation"):
        strong, weak = _toward_trouble(asked, strong, weak)
    noted = [*notes(asked, checked, first_only=first_only), *said]
    told = [*strong, *_guarded(asked, noted), *weak]
    text, citations, facts = _composed(asked, told, len(weak))
    composed = Answer(
        question,
        understood.language,
        True,
        confidence,
        text,
        citations,
        facts,
        hits,
        weaker=len(weak),
    )
    return explained(composed, asked, told)


def _tried(asked: Asked) -> tuple[list[Statement], float, str | None]:
    """Return the statements that answer, how likely they do, and what is missing if they do not."""
    draft, beside = left_beside(asked, draft_of(asked))
    confidence = confidence_of(asked, draft)
    if beside:
        return [], confidence, phrase(asked.question.language, "missing", what=beside)
    return _guarded(asked, draft.statements), confidence, missing_of(asked, draft, confidence)


def _toward_trouble(
    asked: Asked, strong: Sequence[Statement], weak: Sequence[Statement]
) -> tuple[list[Statement], list[Statement]]:
    """Put what tells what stands in the way before the rest, however well that fits.

    Nothing is left out for it; a broad question gets more of it where there is room.
    """
    leaning = asked.toward_trouble()
    lines = [*strong, *weak]
    if asked.question.broad and len(lines) < MOST_TOLD:
        draft, _ = left_beside(leaning, draft_of(leaning))
        told = {evidence for statement in lines for evidence in statement.evidence}
        fresh = [s for s in _guarded(leaning, draft.statements) if s.evidence[0] not in told]
        lines += fresh[: MOST_TOLD - len(lines)]
    lines.sort(key=lambda s: -max(leaning.fit_at(e.article, e.start) for e in s.evidence))
    return lines[: len(strong)], lines[len(strong) :]


def draft_of(asked: Asked) -> Draft:
    """Draft an answer: what fits best, then what fits each question that it is made of."""
    draft = _way_of(asked)
    if draft.kind == "inventory":
        return draft  # it rests on the same sentences as what it counts
    parts = [_way_of(part).statements[:1] for part in asked.parts()] if draft.statements else []
    read = (*draft.statements[:1], *chain(*parts), *draft.statements[1:])
    told: dict[Evidence, Statement] = {}
    for statement in read:
        told.setdefault(statement.evidence[0], statement)
    return replace(draft, statements=tuple(told.values()))


def _way_of(asked: Asked) -> Draft:
    """Take the way of the first kind that leads somewhere, else the text's own words."""
    kinds = asked.question.kinds
    if asked.question.only_figures:
        return draft_value(asked)
    first = [kind for kind in FIRST if kind in kinds]
    if kinds[:1] == ("study",) and "author" in first:
        first.remove("author")  # "¿qué estudios hay y quién firma cada uno?"
    for kind in dict.fromkeys([*first, *kinds]):
        if kind not in WAYS:
            break
        draft = WAYS[kind](asked)
        # no sample told is an answer too: who asks how many will not take other figures
        if draft.statements or kind == "sample":
            return draft
    return draft_text(asked)


def _told_apart(
    asked: Asked, statements: Sequence[Statement]
) -> tuple[list[Statement], list[Statement]]:
    """Part what likely answers from what may answer too, of which a broad question gets more."""
    question = asked.question
    if question.broad or question.asks("comparison", *COUNTED):
        also = () if question.asks("check", "letters", *COUNTED) else also_told(asked, statements)
        return list(statements), _guarded(asked, also)
    likely = [max(asked.likelihood.get(e, 0.0) for e in s.evidence) for s in statements]
    kept = [chance >= FAR * max(likely) for chance in likely]
    kept[0] = True  # whatever leads the answer
    return _parted(statements, kept)


def _parted(
    statements: Sequence[Statement], kept: Sequence[bool]
) -> tuple[list[Statement], list[Statement]]:
    """Return the statements that are kept, and the others."""
    pairs = list(zip(statements, kept, strict=True))
    return [s for s, strong in pairs if strong], [s for s, strong in pairs if not strong]


def _named_first(
    asked: Asked, strong: Sequence[Statement], weak: Sequence[Statement]
) -> tuple[list[Statement], list[Statement]]:
    """Tell apart what does not name all whom the question names, where something does.

    In "la tasa de desempleo de Quibdó", what fits best may be that of the whole country.
    """
    names = set(asked.question.names)
    if asked.question.asks("comparison", *COUNTED):
        return list(strong), list(weak)
    named = [names <= _named(asked, statement) for statement in strong]
    if not any(named):
        return list(strong), list(weak)
    first, rest = _parted(strong, named)
    return first, [*rest, *weak]


def _named(asked: Asked, statement: Statement) -> set[str]:
    """Return the words of the sentences of a statement, and whom their articles speak of."""
    quotes = (asked.quote(evidence) for evidence in statement.evidence)
    given = (asked.given(evidence.article) for evidence in statement.evidence)
    return {*find_words(fold(" ".join(quotes))), *chain(*given)}


def _guarded(asked: Asked, statements: Sequence[Statement]) -> list[Statement]:
    """Drop every statement with a figure that none of its own sentences holds."""
    kept = []
    for statement in statements:
        quotes = [asked.quote(evidence) for evidence in statement.evidence]
        if set(unsupported(statement.text, quotes)) <= set(statement.reckoned):
            kept.append(statement)
    return kept


def _composed(
    asked: Asked, statements: Sequence[Statement], weaker: int
) -> tuple[str, tuple[Citation, ...], tuple[AnswerFact, ...]]:
    """Number the sentences in order of appearance and join the statements."""
    base = asked.base
    markers: dict[Evidence, int] = {}
    lines = []
    for statement in statements:
        own = [markers.setdefault(e, len(markers) + 1) for e in statement.evidence]
        lines.append(_marked(statement.text, own))
    alone = len(lines) - weaker == 1
    text = "\n".join(line if alone and not i else f"- {line}" for i, line in enumerate(lines))
    citations = tuple(citation_of(base, evidence, marker) for evidence, marker in markers.items())
    facts = tuple(
        AnswerFact(
            iri=s.iri,
            type="Statistic",
            label=s.claim,
            value=s.value,
            unit=s.unit,
            population=", ".join(p.label for p in s.populations) or None,
            study=_study_label(base, s.study),
            citation=markers[statement.evidence[0]],
        )
        for statement in statements
        for s in statement.statistics
    )
    return text, citations, facts


def _marked(text: str, markers: Sequence[int]) -> str:
    text = " ".join(text.split())
    return f"{text} {''.join(f'[{marker}]' for marker in dict.fromkeys(markers))}"


def _study_label(base: Base, iri: str | None) -> str | None:
    study = base.knowledge.study(iri)
    return (study.label or None) if study else None
