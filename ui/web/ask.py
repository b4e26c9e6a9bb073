"""The tab where questions are asked: an answer with its citations, ready to be drawn."""

import re
import time
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index.base import Base
from index.records import Answer, AnswerFact, Citation, Hit
from index.scope import narrow
from ui.render import citation_json
from ui.text import Language, choose_language, load_texts
from ui.web.fact import FactRows
from ui.web.gaps import find_pairs
from ui.web.live import LiveBase
from ui.web.narrowing import choices, scope_of
from ui.web.panel import Payload, Reply
from ui.web.suggestion import suggest_first, suggest_next

if TYPE_CHECKING:
    from index.llm import Endpoint

__all__ = ["answer_reply", "functions"]

_MARKER = re.compile(r"\s*\[(\d{1,4})\]")

# A longer question is no question; the page's own box stops there too.
_MOST_CHARACTERS = 2000

# Pairs of one comparison that are drawn: of more the table tells.
_MOST_PAIRS = 6

# Beside a text answer a few figures are shown; all are in their own tab.
_MOST_CARDS = 4

# Figures older than this are pointed out; a consultant would be asked about it.
_OLD_YEARS = 5


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def ask(payload: Payload) -> Reply:
        return _reply(live, payload, None)

    def word(payload: Payload) -> Reply:
        return _reply(live, payload, live.llm)

    def examples(payload: Payload) -> Reply:
        language = choose_language(payload.get("lang"))
        return {"questions": live.once(f"examples-{language}", _examples(language))}

    def scopes(_: Payload) -> Reply:
        return live.once("scopes", choices)

    return {"ask": ask, "word": word, "examples": examples, "scopes": scopes}


def _reply(live: LiveBase, payload: Payload, endpoint: "Endpoint | None") -> Reply:
    """Answer a question, in a language model's words where there is an endpoint."""
    # Imported here because it loads the search and its model.
    from index.answer import answer, completed

    typed, before = (
        str(payload.get(name) or "")[:_MOST_CHARACTERS].strip() for name in ("question", "before")
    )
    question = completed(typed, before)
    whole = live.current()
    began = time.perf_counter()
    base = narrow(whole, scope_of(payload.get("scope")))
    found = answer(question, base)
    if endpoint:
        from index.llm import write_with

        found = write_with(endpoint, found, base)
    milliseconds = round(1000 * (time.perf_counter() - began))
    rows = live.once("facts", FactRows.of)
    reply = answer_reply(found, rows, choose_language(payload.get("lang")))
    more = {"milliseconds": milliseconds, "generation": whole.id, "writer": live.writer()}
    return {"answer": {**reply, **more}}


def _examples(language: Language) -> Callable[[Base], tuple[str, ...]]:
    return lambda base: suggest_first(base, load_texts(language)["questions"])


def _of_the_same(pairs: Sequence[Reply]) -> list[Reply]:
    """Return the pairs that compare the same two as the first: of each study its own."""
    compared = [{dot["side"] for dot in pair["dots"]} for pair in pairs]
    same = [pair for pair, sides in zip(pairs, compared, strict=True) if sides == compared[0]]
    return same[:_MOST_PAIRS]


def answer_reply(answer: Answer, rows: FactRows, language: Language) -> Reply:
    """Return an answer as the page draws it.

    Args:
        answer: what was answered.
        rows: the facts of the base that answered.
        language: of the page, for the questions that are suggested.
    """
    cards = [_card(fact, rows) for fact in answer.foremost_facts] or _cards_cited(answer, rows)
    pairs = find_pairs(rows, frozenset(card["iri"] for card in cards))
    markers = {card["iri"]: card["citation"] for card in cards}
    for pair in pairs:
        for dot in pair["dots"]:
            dot["citation"] = markers[dot["iri"]]
    # The sentence that answers best is cited first: its pair is the one that was asked for.
    pairs.sort(key=lambda pair: min(dot["citation"] for dot in pair["dots"]))
    return {
        "question": answer.question,
        "language": answer.language,
        "answerable": answer.answerable,
        "confidence": answer.confidence,
        "text": answer.answer,
        "paragraphs": _paragraphs(answer.answer, {one.marker for one in answer.citations}),
        "weaker": answer.weaker,
        "citations": [_citation(citation, rows) for citation in answer.citations],
        "cards": cards,
        "comparisons": _of_the_same(pairs),
        "passages": [_passage(hit) for hit in answer.passages],
        "notes": _notes(cards),
        "writing": answer.writing and asdict(answer.writing),
        "sparql": answer.sparql,
        "follow_ups": suggest_next(answer, rows, load_texts(language)["questions"]),
    }


def _paragraphs(text: str, known: Container[int]) -> list[dict[str, Any]]:
    """Cut the text of an answer into lines, and each line into text and markers.

    >>> _paragraphs("- El 77 % [1]. Según [2014]", {1})
    [{'item': True, 'parts': [{'text': 'El 77 %'}, {'marker': 1}, {'text': '. Según [2014]'}]}]
    """
    paragraphs = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        item = line.startswith("- ")
        parts: list[dict[str, Any]] = []
        place = 2 if item else 0
        for found in _MARKER.finditer(line):
            if int(found[1]) not in known:
                continue  # a number in brackets of the article's own
            parts += [{"text": line[place : found.start()]}, {"marker": int(found[1])}]
            place = found.end()
        parts.append({"text": line[place:]})
        kept = [part for part in parts if part != {"text": ""}]
        paragraphs.append({"item": item, "parts": kept})
    return paragraphs


def _citation(citation: Citation, rows: FactRows) -> dict[str, Any]:
    article = rows.knowledge.articles.get(citation.article)
    return {**citation_json(citation), "authors": article.authors if article else ()}


def _card(fact: AnswerFact, rows: FactRows) -> dict[str, Any]:
    """Return a fact as a card: all that the graph knows of the figure behind it."""
    record = rows.statistics.get(fact.iri)
    known = rows.statistic(record) if record else {"title": "", "claim": ""}
    return {
        **known,
        "known": record is not None,
        "iri": fact.iri,
        "type": fact.type,
        "label": fact.label,
        "value": None if fact.value is None else float(fact.value),
        "unit": fact.unit,
        "population": fact.population,
        "study": fact.study,
        "citation": fact.citation,
    }


def _cards_cited(answer: Answer, rows: FactRows) -> list[dict[str, Any]]:
    """Return the figures of the foremost sentences of a text answer, so that none goes unseen.

    Who holds an office is told by sentences whose figures have nothing to do with it.
    """
    steps = (step for one in answer.citations if one.why for step in one.why.graph)
    if any(step.predicate == "schema:jobTitle" for step in steps):
        return []
    cards = []
    foremost = answer.foremost
    for citation in (one for one in answer.citations if one.marker in foremost):
        place = (citation.article, citation.start, citation.end)
        for record in rows.knowledge.statistics:
            if (record.article, record.start, record.end) == place:
                row = rows.statistic(record)
                card = {"type": "Statistic", "label": record.claim, "citation": citation.marker}
                cards.append({**row, **card, "known": True})
    return cards[:_MOST_CARDS]


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "article": hit.article,
        "title": hit.title,
        "heading": hit.heading,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": hit.score,
        "parts": dict(hit.parts),
        "best": hit.best if hit.best[1] > hit.best[0] else (hit.start, hit.end),
    }


def _notes(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a careful reader would want to be told of the figures."""
    notes: list[dict[str, Any]] = []
    if any(card.get("second_hand") for card in cards):
        notes.append({"key": "second_hand"})
    dated = [card for card in cards if card.get("year")]
    if dated and min(card["age"] for card in dated) > _OLD_YEARS:
        notes.append({"key": "old", "year": max(card["year"] for card in dated)})
    return notes
