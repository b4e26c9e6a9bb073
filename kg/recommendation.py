"""Finding the advice that an article gives: what, by whom, to whom."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.article import Article, Block, Sentence, Span
from kg.advice import find_cues
from kg.advice_context import LIST_MARKER, AdviceContext
from kg.advice_giver import giver, receivers
from kg.advice_list import infinitive_series, listed_nouns
from kg.advice_orders import ANSWERS
from kg.advice_parts import advice_parts
from kg.advice_words import Cue, Setting, asks_for_advice, asks_what_to_do, words
from kg.facts import Entity, Population, Recommendation
from kg.role import find_roles
from kg.spanish import Token, tokenize

__all__ = ["find_recommendations"]

_CODE = re.compile(r"[A-Z]\d{1,2}[.)]")
_OPENED = re.compile(r"[«“]|\"(?=.*\")", re.DOTALL)
_CLOSED = re.compile(r"[”»\"]\.?\s*\Z")
_QUOTE_OPENS = ("«", "“", '"')
_LONGEST_PULLED = 200  # characters of a line that is drawn out of the text
_LONGEST = 2000  # characters of a sentence that are read; no advice is longer


def _setting(
    context: AdviceContext,
    sentence: Sentence,
    position: int,
    before: str | None,
    series: frozenset[int],
) -> Setting:
    """Describe where a sentence stands; `position` is its place within its block."""
    index = sentence.block
    block = context.blocks[index]
    if position == 1 and _CODE.fullmatch((before or "").strip()):
        position = 0  # "R6." was taken for a sentence
    item = position == 0 and (context.is_item(index) or block.kind == "heading")
    wished = context.text.startswith("Que ", sentence.start) and context.announced(index)
    item = item or wished  # "Qué les pedimos", and below it "Que avisen antes."
    size = len(context.text[sentence.start : min(sentence.end, sentence.start + 200)].split())
    alone = not context.text[sentence.end : min(block.end, sentence.end + 9)].strip()
    asked = (before or "").rstrip()
    asking = tokenize(asked) if asked.endswith("?") else []
    evaluative = bool(asking) and (
        (len(asked.split()) <= 6 and any(t.form in words("evaluative_question") for t in asking))
        or asks_what_to_do(asking)
    )
    return Setting(
        address=context.address,
        announced=context.announced(index) if item else False,
        proposed=context.proposed(index) if item else False,
        item=item,
        heading=block.kind in ("heading", "title") and alone,
        series=sentence.start in series,
        run_in=position == 0 and size <= 6 and not alone and not item and block.kind == "paragraph",
        after_question=evaluative,
        proposes=position > 0 and context.proposes_before(sentence),
        counsel=asks_for_advice(asking) if asking else context.counsels(index),
    )


def _advice_text(
    context: AdviceContext,
    sentence: Sentence,
    tokens: Sequence[Token],
    part: tuple[int, int],
    end: int,
) -> str:
    """Return the advice as written, without list marker, quotes and attribution."""
    first, last = part
    start = tokens[first].start if first < len(tokens) else sentence.start
    text = context.text[start : tokens[last].start if last < len(tokens) else end]
    text = re.split(r"[”»\"]\s?,\s", text, maxsplit=1)[0]
    marker = LIST_MARKER.match(text) if first == 0 else None
    text = text[marker.end() :] if marker else text
    text = text.strip(' \n\t«»“”"').strip()
    text = text if _OPENED.search(text) else _CLOSED.sub("", text)
    return text or sentence.of(context.text)


def _question_lists(context: AdviceContext) -> list[Recommendation]:
    """Read lists of questions to ask oneself, where the text before speaks of questions."""
    found = []
    blocks = context.blocks
    spoken = False
    index = 0
    while index < len(blocks):
        if not _is_question_item(context, index):
            line = context.text[blocks[index].start : blocks[index].end]
            if blocks[index].kind in ("paragraph", "heading", "title") and len(line) > 40:
                spoken = any(t.form in words("questions") for t in tokenize(line))
            index += 1
            continue
        end = index
        while end < len(blocks) and _is_question_item(context, end):
            end += 1
        first = index
        if index and context.text[
            blocks[index - 1].start : blocks[index - 1].end
        ].rstrip().endswith(":"):
            first -= 1
        if spoken and end - index >= 2:
            found.append(_block_advice(context, blocks[first], blocks[end - 1]))
        index = end
    return found


def _is_question_item(context: AdviceContext, index: int) -> bool:
    block = context.blocks[index]
    line = context.text[block.start : block.end].rstrip()
    return block.kind != "boilerplate" and context.is_item(index) and line.endswith("?")


def _is_pull_quote(context: AdviceContext, index: int) -> bool:
    """Say whether a block is a line in quotation marks that the text has once more."""
    block = context.blocks[index]
    line = context.text[block.start : min(block.end, block.start + _LONGEST_PULLED)]
    quoted = line[:1] in _QUOTE_OPENS and block.end - block.start < _LONGEST_PULLED
    said = line.strip('«»“”" .')
    return quoted and len(said.split()) > 1 and context.text.count(said) > 1


def _block_advice(context: AdviceContext, first: Block, last: Block) -> Recommendation:
    span = Span(first.start, last.end)
    roles = find_roles(context.text, first.start, first.end)
    return Recommendation(
        text=span.of(context.text).strip(),
        evidence=span,
        by=None,
        to=tuple({r.role: Population(r.label, r.role) for r in roles}.values()),
        rule="lista de preguntas que hacerse",
        confidence=0.6,
    )


def _recommendations(
    context: AdviceContext, sentence: Sentence, tokens: Sequence[Token], setting: Setting
) -> list[Recommendation]:
    """Return one recommendation for each advice that a sentence gives or coordinates."""
    found: list[Recommendation] = []
    for first, last, cue in find_cues(tokens, setting):
        end = tokens[last].start if last < len(tokens) else sentence.end
        clause = Sentence(tokens[first].start if first else sentence.start, end, sentence.block)
        more = _of_clause(context, sentence, clause, tokens[first:last], cue)
        if found and more[0].by is None:
            more = [replace(advice, by=found[0].by) for advice in more]
        found.extend(more)
    return found


def _of_clause(
    context: AdviceContext, sentence: Sentence, clause: Sentence, tokens: Sequence[Token], cue: Cue
) -> list[Recommendation]:
    by, to = giver(context, sentence, tokens, cue), receivers(context, clause, tokens, cue)
    return [
        Recommendation(
            text=_advice_text(context, sentence, tokens, part, clause.end),
            evidence=Span(sentence.start, sentence.end),
            by=by,
            to=to,
            rule=cue.rule,
            confidence=cue.confidence,
        )
        for part in advice_parts(tokens, cue)
    ]


def find_recommendations(
    article: Article, entities: Sequence[Entity]
) -> tuple[Recommendation, ...]:
    """Return the advice that an article, or someone in it, gives, in reading order.

    Coordinated advice ("activar la alarma y hacer copias") is a recommendation each, with the same
    evidence; `rule` names the cue that made the sentence one.
    """
    context = AdviceContext(article, entities)
    found = _question_lists(context)
    series = infinitive_series(context)
    position, block, before, read = 0, -1, None, False
    for sentence in article.sentences:
        position = position + 1 if sentence.block == block else 0
        if sentence.block != block:
            block = sentence.block
            advises = article.blocks[block].kind not in ("byline", "boilerplate")
            read = advises and not _is_pull_quote(context, block)
        if read:
            end = min(sentence.end, sentence.start + _LONGEST)
            tokens = tokenize(article.text, sentence.start, end)
            setting = _setting(context, sentence, position, before, series)
            advice = _recommendations(context, sentence, tokens, setting)
            found.extend(advice)
            if advice and advice[-1].rule == ANSWERS:
                continue  # the next sentence may answer the same question
        before = article.text[max(sentence.start, sentence.end - 200) : sentence.end]
    found.extend(listed_nouns(context, {r.evidence.start for r in found}))
    return tuple(sorted(found, key=lambda r: r.evidence))
