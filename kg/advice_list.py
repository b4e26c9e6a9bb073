"""Lists and series that advise by their form: bare infinitives, and nouns among other advice."""

import re
from collections.abc import Collection, Iterator

from corpus.article import Sentence, Span
from kg.advice_context import LIST_MARKER, AdviceContext
from kg.advice_orders import skip_marker
from kg.advice_words import has_main_verb, words
from kg.facts import Recommendation
from kg.imperative import is_infinitive
from kg.spanish import tokenize

__all__ = ["infinitive_series", "listed_nouns"]

_FEWEST_OF_SERIES = 3  # sentences: one infinitive alone may answer, name or sum up anything
_FEWEST_OF_LIST = 2  # items that are advice, for the others to be
_LONGEST_NOUN = 14  # words of an item without a verb
_SHORT_LINE = (
    90  # characters of a sentence that names what the next one is: "Su objetivo es claro."
)
_SHORTEST = 3  # words of an instruction
_OPENING = re.compile(
    r"[^\w]*(?:\d+\W+)?(?:(?:no|nunca|además|también|por último),?\s)?(\w+)", re.I
)
_NUMBER = re.compile(r"\s*(\d{1,2})\s?[.)º°-]")


def infinitive_series(context: AdviceContext) -> frozenset[int]:
    """Return where the sentences start that instruct by an infinitive alone.

    "Medir los resultados y no las horas." says what to do where an article has several of them.
    """
    found = []
    before: Sentence | None = None
    for sentence in context.article.sentences:
        if _is_bare_infinitive(context, sentence) and not _is_governed(context, sentence, before):
            found.append(sentence.start)
        before = sentence
    return frozenset(found) if len(found) >= _FEWEST_OF_SERIES else frozenset()


def _is_bare_infinitive(context: AdviceContext, sentence: Sentence) -> bool:
    """Say whether a sentence is no more than an infinitive with what depends on it."""
    kind = context.blocks[sentence.block].kind
    opening = _OPENING.match(context.text, sentence.start, sentence.end)
    if kind not in ("paragraph", "list_item") or opening is None:
        return False
    if not is_infinitive(opening[1].lower()):
        return False
    tokens = tokenize(context.text, sentence.start, sentence.end)
    ends = tokens[-1].form not in {"?", ":", "!", "…"}
    long = sum(token.is_word for token in tokens) >= _SHORTEST
    first = skip_marker(tokens)
    return ends and long and first is not None and not has_main_verb(tokens, first + 1)


def _is_governed(context: AdviceContext, sentence: Sentence, before: Sentence | None) -> bool:
    """Say whether what stands before makes the infinitive something else: an aim, an answer."""
    index = sentence.block
    if before is not None and before.block == index:
        line = before.of(context.text).rstrip()
        told = len(line) < _SHORT_LINE and any(
            t.form in words("not_announcing") for t in tokenize(line)
        )
        if told or line[-1:] in "?:":
            return True
    for at in range(index - (before is None or before.block != index), -1, -1):
        block = context.blocks[at]
        if block.kind == "boilerplate" or (at == index and not context.is_item(at)):
            continue
        line = context.text[block.start : block.end].rstrip()
        if context.is_item(at) and block.kind != "heading" and not _heads(context, at, index):
            continue
        return line[-1:] in "?:" or context.refuses(at)
    return False


def _heads(context: AdviceContext, at: int, index: int) -> bool:
    """Say whether the block at `at` is the numbered heading of what has bullets: "3. Redes"."""
    block, item = context.blocks[at], context.blocks[index]
    numbered = _NUMBER.match(context.text, block.start, block.end)
    short = len(context.text[block.start : block.end].split()) <= _LONGEST_NOUN
    return bool(numbered) and short and not _NUMBER.match(context.text, item.start, item.end)


def listed_nouns(context: AdviceContext, advised: Collection[int]) -> Iterator[Recommendation]:
    """Yield the items without a verb of lists of advice whose other items are read as such.

    `advised` holds where the sentences start that advise. "5. Descuento por pronto pago." is an
    advice among "4. Facturar el mismo día." and others.
    """
    firsts: dict[int, Sentence] = {}
    for sentence in context.article.sentences:
        firsts.setdefault(sentence.block, sentence)
    for group in _lists(context):
        read = sum(firsts[index].start in advised for index in group)
        if read < _FEWEST_OF_LIST or 2 * read < len(group) or not context.announced(group[0]):
            continue
        for index in group:
            sentence = firsts[index]
            if sentence.start not in advised and _is_nominal(context, sentence):
                yield _noun_advice(context, sentence)


def _lists(context: AdviceContext) -> Iterator[list[int]]:
    """Yield the blocks of each list: numbered on, or one right after the other."""
    group: list[int] = []
    last = 0
    for index, block in enumerate(context.blocks):
        if block.kind == "boilerplate" or not context.is_item(index) or block.start == block.end:
            continue
        marker = _NUMBER.match(context.text, block.start, block.end)
        number = int(marker[1]) if marker else 0
        follows = number == last + 1 if number else not last and group[-1:] == [index - 1]
        if group and not follows:
            yield group
            group = []
        group.append(index)
        last = number
    if group:
        yield group


def _is_nominal(context: AdviceContext, sentence: Sentence) -> bool:
    tokens = tokenize(context.text, sentence.start, sentence.end)
    first = skip_marker(tokens)
    short = sum(token.is_word for token in tokens) <= _LONGEST_NOUN
    verbal = first is None or has_main_verb(tokens, first)
    return short and not verbal and tokens[-1].form not in {"?", ":"}


def _noun_advice(context: AdviceContext, sentence: Sentence) -> Recommendation:
    text = sentence.of(context.text)
    marker = LIST_MARKER.match(text)
    return Recommendation(
        text=text[marker.end() if marker else 0 :].strip(),
        evidence=Span(sentence.start, sentence.end),
        by=None,
        to=(),
        rule="sustantivo en una lista de consejos",
        confidence=0.5,
    )
