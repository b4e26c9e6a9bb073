"""An answer worded by a language model out of numbered sentences, and checked word by word.

The model sees only sentences that the base would cite. What it writes is taken whole or not at all:
an unknown number in brackets, a sentence without one, a figure that its sentences do not hold or
that is of other people, a "ningún" or "todos", or words that they do not say, and the extractive
answer stands.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

import yaml

from corpus.segmentation import split_sentences
from index.answer.citing import citation_of
from index.answer.draft import Evidence
from index.answer.guard import of_others, overstated, unsupported
from index.answer.question import understand
from index.answer.relevance import Relevance
from index.base import Base
from index.llm.endpoint import Endpoint, Reply, UnusableReplyError
from index.records import Answer, Writing
from index.verify import UncheckableError, verify
from index.verify.matching import opposed

__all__ = ["write_with"]

MOST = 16  # sentences that the model may choose from
SAID = 0.5  # share of the words of a sentence of the model that its quotes must meet
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_MARKS = re.compile(r"\[\s*(?:[A-Za-z]{0,2}\d+)(?:\s*[,;y]\s*[A-Za-z]{0,2}\d+)*\s*\]")
_AFTER = re.compile(r"([.!?…»”\"]+)((?:\s*\[\d+\])+)")
_MARKER = re.compile(r"\s*\[(\d+)\]")


@cache
def _prompts() -> dict[str, dict[str, str]]:
    text = resources.files("index").joinpath("data/llm.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded


def write_with(endpoint: Endpoint, given: Answer, base: Base) -> Answer:
    """Let a language model word an answer again.

    Args:
        endpoint: where it listens; the question, and the sentences found, are sent there.
        given: the extractive answer; where it is none, nothing is sent.
        base: the base that gave it.

    Returns:
        The answer in the model's words, each sentence cited and checked; or the one that was
        given, whose `writing` tells why the model's was not taken.
    """
    if not given.answerable:
        return replace(given, writing=Writing("extractive", endpoint.model))
    places = _places(given, base)
    reply: Reply | None = None
    try:
        reply = endpoint.complete(_messages(given, base, places))
        sentences = _checked(reply.text, base, places)
    except UnusableReplyError as error:
        tokens = (reply.prompt_tokens, reply.completion_tokens) if reply else (None, None)
        return replace(given, writing=Writing("extractive", endpoint.model, str(error), *tokens))
    writing = Writing("model", endpoint.model, None, reply.prompt_tokens, reply.completion_tokens)
    return _composed(given, base, sentences, places, writing)


def _places(given: Answer, base: Base) -> list[Evidence]:
    """Return the sentences that the model may use: those cited, then those of the passages."""
    places = [Evidence(c.article, c.start, c.end) for c in given.citations]
    for hit in given.passages:
        article = base.article(hit.article)
        places += [
            Evidence(article.id, s.start, s.end)
            for s in article.sentences
            if hit.start <= s.start and s.end <= hit.end
        ]
    return list(dict.fromkeys(places))[:MOST]


def _quote(base: Base, place: Evidence) -> str:
    return base.article(place.article).text[place.start : place.end]


def _messages(given: Answer, base: Base, places: Sequence[Evidence]) -> list[dict[str, str]]:
    said = _prompts()[given.language]
    sentences = "\n".join(
        f"[{number}] {' '.join(_quote(base, place).split())}"
        for number, place in enumerate(places, start=1)
    )
    known = {place: number for number, place in enumerate(places, start=1)}
    numbers = {c.marker: known.get(Evidence(c.article, c.start, c.end), 0) for c in given.citations}
    statistics = {s.iri: s for s in base.knowledge.statistics}
    facts = [
        said["fact"].format(
            value=statistics[fact.iri].value_text,
            population=fact.population or "-",
            claim=fact.label,
            number=numbers[fact.citation],
        )
        for fact in given.facts
        if fact.iri in statistics and numbers.get(fact.citation)
    ]
    listed = said["facts"] + "\n".join(facts) if facts else ""
    user = said["user"].format(question=given.question, sentences=sentences, facts=listed)
    return [{"role": "system", "content": said["system"]}, {"role": "user", "content": user}]


def _checked(text: str, base: Base, places: Sequence[Evidence]) -> list[tuple[str, list[int]]]:
    """Return the sentences of a reply, each with the numbers it rests on.

    Raises:
        UnusableReplyError: if any of them does not hold.
    """
    sentences = []
    for line in _tidied(text).splitlines():
        line = line.strip().removeprefix("- ").strip()
        for span in split_sentences(line, 0, len(line)):
            marked = span.of(line)
            numbers = [int(n) for n in _MARKER.findall(marked)]
            said = " ".join(_MARKER.sub("", marked).split())
            if not re.search(r"\w", said):
                continue
            _check(said, numbers, base, places)
            sentences.append((said, list(dict.fromkeys(numbers))))
    if not sentences:
        raise UnusableReplyError("no escribió nada")
    return sentences


def _tidied(text: str) -> str:
    """Write markers in one way: "[S1, 2]" as "[1][2]", before the full stop of their sentence."""
    text = _THOUGHT.sub("", text)
    text = _MARKS.sub(lambda m: "".join(f"[{n}]" for n in re.findall(r"\d+", m.group())), text)
    return _AFTER.sub(r"\2\1", text)


def _check(said: str, numbers: Sequence[int], base: Base, places: Sequence[Evidence]) -> None:
    if not numbers:
        raise UnusableReplyError("escribió una frase sin cita")
    if not all(1 <= number <= len(places) for number in numbers):
        raise UnusableReplyError("citó una frase que no existe")
    quotes = [_quote(base, places[number - 1]) for number in numbers]
    if others := of_others(said, quotes):
        raise UnusableReplyError(f"dio una cifra de otro ({others[0]})")
    if wrong := unsupported(said, quotes):
        raise UnusableReplyError(f"dio una cifra que sus frases no dicen ({wrong[0]})")
    word = overstated(said, quotes)
    if word or all(opposed(said, quote) for quote in quotes):
        told = f" («{word}»)" if word else ""
        raise UnusableReplyError(f"negó o generalizó lo que sus frases dicen{told}")
    if Relevance(understand(said), base.searcher.telling).words_met(*quotes) < SAID:
        raise UnusableReplyError("dijo algo que sus frases no dicen")
    try:
        verdicts = verify(said, base)
    except UncheckableError:
        return
    for verdict in verdicts:
        if verdict.outcome == "contradicted" or verdict.reason == "other_population":
            raise UnusableReplyError(f"dio una cifra de otro ({verdict.figure})")


def _composed(
    given: Answer,
    base: Base,
    sentences: Sequence[tuple[str, list[int]]],
    places: Sequence[Evidence],
    writing: Writing,
) -> Answer:
    """Number the sentences used in order of appearance."""
    markers: dict[Evidence, int] = {}
    parts = []
    for said, numbers in sentences:
        own = [markers.setdefault(places[n - 1], len(markers) + 1) for n in numbers]
        parts.append(f"{said} {''.join(f'[{marker}]' for marker in own)}")
    found = {Evidence(c.article, c.start, c.end): c.why for c in given.citations}
    citations = tuple(
        replace(citation_of(base, place, marker), why=found.get(place))
        for place, marker in markers.items()
    )
    kept = {
        c.marker: markers[Evidence(c.article, c.start, c.end)]
        for c in given.citations
        if Evidence(c.article, c.start, c.end) in markers
    }
    return replace(
        given,
        answer=" ".join(parts),
        citations=citations,
        facts=tuple(
            replace(fact, citation=kept[fact.citation])
            for fact in given.facts
            if fact.citation in kept
        ),
        writing=writing,
        weaker=0,  # the model wrote one text of all
    )
