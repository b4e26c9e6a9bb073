"""Finding the advice that an article gives: what, by whom, to whom."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache

from corpus.article import Article, Block, Sentence, Span
from kg.advice import find_cue
from kg.advice_parts import advice_parts
from kg.advice_words import Cue, Setting, noun_forms, words
from kg.facts import Entity, Population, Recommendation
from kg.imperative import commands, is_infinitive
from kg.lexicon import load
from kg.role import find_roles
from kg.spanish import Token, tokenize

__all__ = ["find_recommendations"]

_MARKER = re.compile(r"\s*(?:\d{1,2}\s?[.)º°-]|[a-zA-Z]\)|[-–—•*·▪►✓✔])\s+")
_LONGEST = 2000  # characters of a sentence that are read; no advice is longer
_SHORT = 90  # characters; longer paragraphs announce no list by themselves unless they end in ":"


def _announces(line: str) -> bool | None:
    """Say whether a line announces advice ("Pautas para …"), or something else ("Objetivos")."""
    for token in tokenize(line):
        if token.form == "como":
            if token.raw.lower() == "cómo":
                return True
        elif token.form in words("announcing"):
            return True
        elif token.form in words("not_announcing"):
            return False
    return None


class _Context:
    """The article as the reader of advice needs it."""

    def __init__(self, article: Article, entities: Sequence[Entity]) -> None:
        self.article = article
        self.text = article.text
        self.entities = entities
        self.blocks = article.blocks
        self.mentions = sorted(
            ((span, entity) for entity in entities for span in entity.mentions), key=lambda m: m[0]
        )
        self.starts = [span.start for span, _ in self.mentions]
        self.address = self._address()
        self._announced: dict[int, bool] = {}

    def _address(self) -> str:
        """Return how the article speaks to its reader: "tú", "vos" or neither."""
        forms: Counter[str] = Counter()
        raw: set[str] = set()
        for block in self.blocks:
            if block.kind != "boilerplate":
                tokens = tokenize(self.text, block.start, block.end)
                forms.update(token.form for token in tokens if token.acronym is None)
                raw.update(token.raw.lower() for token in tokens)
        familiar = sum(forms[form] for form in words("address", "tu"))
        orders = sum(any(c.person == "vos" for c in commands(w)) for w in raw if w[-1] in "áéí")
        if raw & _voseo() or (orders >= 2 and familiar):
            return "vos"
        return "tú" if familiar >= 2 or self._opens_with_orders() else ""

    def _opens_with_orders(self) -> bool:
        """Say whether three headings or list items open with an order to the reader."""
        count = 0
        for index, block in enumerate(self.blocks):
            if block.kind == "heading" or (block.kind != "boilerplate" and self.is_item(index)):
                line = tokenize(self.text, block.start, min(block.end, block.start + 60))
                first = next((t.raw.lower() for t in line if t.is_word), "")
                count += first not in noun_forms() and any(
                    c.person == "tú" and c.verb not in _headline_verbs() for c in commands(first)
                )
        return count >= 3

    def is_item(self, index: int) -> bool:
        block = self.blocks[index]
        return block.kind == "list_item" or bool(_MARKER.match(self.text, block.start, block.end))

    def announced(self, index: int) -> bool:
        """Say whether a heading, or the line before its list, announces advice."""
        if index not in self._announced:
            self._announced[index] = self._is_announced(index)
        return self._announced[index]

    def _is_announced(self, index: int) -> bool:
        steps = 0
        for at in range(index - 1, -1, -1):
            block = self.blocks[at]
            line = self.text[block.start : block.end].rstrip()
            heading = block.kind in ("heading", "title")
            if block.kind == "boilerplate":
                continue
            if self.is_item(at) and not heading:
                # A short numbered line may be the heading of a section: "3. Recomendaciones".
                if len(line.split()) <= 4 and line[-1:] not in ".;,?" and _announces(line):
                    return True
                if at in self._announced:
                    return self._announced[at]  # the item before, of the same list
                continue
            if heading or line.endswith(":") or len(line) < _SHORT or steps == 0:
                tail = line if heading or len(line) < _SHORT else line[-200:]
                told = _announces(tail)
                if told is not None and (told or steps == 0):
                    return told
            if heading and not line.endswith(":"):
                return block.kind == "heading" and self._title_announces()
            steps += 1
            if steps > 3:
                return False
        return False

    def proposed(self, index: int) -> bool:
        """Say whether the line before a list, or before the items before, speaks of proposals."""
        for at in range(index - 1, max(-1, index - 12), -1):
            block = self.blocks[at]
            if block.kind == "boilerplate" or (self.is_item(at) and block.kind != "heading"):
                continue
            line = tokenize(self.text, max(block.start, block.end - 200), block.end)
            return any(token.form in words("proposing") for token in line)
        return False

    def _title_announces(self) -> bool:
        return bool(_announces(self.article.title))

    def speaker_before(self, offset: int, kind: str | None = None) -> Entity | None:
        """Return the person, or the organisation, named last before `offset`."""
        for place in range(bisect_left(self.starts, offset) - 1, -1, -1):
            entity = self.mentions[place][1]
            if kind is None or entity.kind == kind:
                return entity
        return None

    def most_named(self, kind: str) -> Entity | None:
        """Return the entity of a kind that the article names most often."""
        entities = (entity for entity in self.entities if entity.kind == kind)
        return max(entities, key=lambda e: len(e.mentions), default=None)

    def within(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [(span, entity) for span, entity in self.mentions[first:last] if span.end <= end]


def _setting(context: _Context, sentence: Sentence, position: int, before: str | None) -> Setting:
    """Describe where a sentence stands; `position` is its place within its block."""
    index = sentence.block
    block = context.blocks[index]
    item = position == 0 and (context.is_item(index) or block.kind == "heading")
    size = len(context.text[sentence.start : min(sentence.end, sentence.start + 200)].split())
    alone = not context.text[sentence.end : min(block.end, sentence.end + 9)].strip()
    asked = (before or "").rstrip()
    evaluative = (
        asked.endswith("?")
        and len(asked.split()) <= 6
        and any(t.form in words("evaluative_question") for t in tokenize(asked))
    )
    return Setting(
        address=context.address,
        announced=context.announced(index) if item else False,
        proposed=context.proposed(index) if item else False,
        item=item,
        run_in=position == 0 and size <= 6 and not alone and not item and block.kind == "paragraph",
        after_question=evaluative,
    )


def _by(context: _Context, sentence: Sentence, tokens: Sequence[Token], cue: Cue) -> str | None:
    """Return who gives the advice where it is not the author of the article."""
    if cue.kind == "verb":
        return _subject(context, sentence, tokens, cue)
    for token in tokens[: cue.last]:
        if token.form == "segun" and (near := context.within(token.end, token.end + 60)):
            return near[0][1].name
    for place, token in enumerate(tokens):
        if token.raw.lower() not in _saying():
            continue
        before = tokens[place - 1].form if place else ""
        quoted = before in {",", "”", "»", '"', "—", "–", "-"}
        if quoted or place < cue.first:
            near = context.within(token.end, min(sentence.end, token.end + 90))
            if place < cue.first or not near:
                near = context.within(sentence.start, token.start) if place < cue.first else []
                near = near[-1:]
            if near:
                return near[0][1].name
            speaker = context.speaker_before(sentence.start, "person")
            return speaker.name if speaker else None
    return None


@cache
def _saying() -> frozenset[str]:
    return frozenset(load("recommendations")["saying"])


@cache
def _headline_verbs() -> frozenset[str]:
    return frozenset(load("recommendations")["headline_verbs"])


@cache
def _voseo() -> frozenset[str]:
    return frozenset(load("recommendations")["address"]["vos"])


def _subject(
    context: _Context, sentence: Sentence, tokens: Sequence[Token], cue: Cue
) -> str | None:
    """Return the subject of a verb of advice: "Accenture recomienda", "La ejecutiva propone"."""
    verb = tokens[cue.first]
    if "como" in cue.rule:
        after = context.within(verb.end, verb.end + 60)
        if after:
            return after[0][1].name
    named = context.within(sentence.start, verb.start)
    if named:
        return named[-1][1].name
    forms = {token.form for token in tokens[: cue.first]}
    if forms & words("leading_organizations"):
        # A press note calls its own house so; the house is what it names most.
        found = context.most_named("organization")
    elif forms & words("organizations"):
        found = context.speaker_before(sentence.start, "organization")
    elif forms & words("persons"):
        found = context.speaker_before(sentence.start, "person")
    elif any(t.form == "se" for t in tokens[max(0, cue.first - 1) : cue.first]):
        return None
    else:
        found = context.speaker_before(sentence.start)
    return found.name if found else None


def _to(
    context: _Context, sentence: Sentence, tokens: Sequence[Token], cue: Cue
) -> tuple[Population, ...]:
    """Return the roles that the advice is for: the subject of the modal, or who is advised."""
    start, end = sentence.start, tokens[cue.first].start
    if cue.kind == "verb":
        start = tokens[cue.first].end
        end = next(
            (t.start for t in tokens[cue.start :] if is_infinitive(t.raw.lower())),
            min(sentence.end, start + 80),
        )
        end = max(end, tokens[min(cue.start + 4, len(tokens) - 1)].end)
    elif cue.kind == "evaluative" and not find_roles(context.text, start, end):
        end = min(sentence.end, tokens[cue.last - 1].end + 70)
    roles = find_roles(context.text, start, end) if end > start else []
    return tuple({role.role: Population(role.label, role.role) for role in roles}.values())


def _advice_text(
    context: _Context, sentence: Sentence, tokens: Sequence[Token], part: tuple[int, int]
) -> str:
    """Return the advice as written, without list marker, quotes and attribution."""
    first, last = part
    start = tokens[first].start if first < len(tokens) else sentence.start
    text = context.text[start : tokens[last].start if last < len(tokens) else sentence.end]
    text = re.split(r"[”»\"]\s?,\s", text, maxsplit=1)[0]
    marker = _MARKER.match(text) if first == 0 else None
    text = text[marker.end() :] if marker else text
    return text.strip(' \n\t«»“”"').strip() or sentence.of(context.text)


def _question_lists(context: _Context) -> list[Recommendation]:
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


def _is_question_item(context: _Context, index: int) -> bool:
    block = context.blocks[index]
    line = context.text[block.start : block.end].rstrip()
    return block.kind != "boilerplate" and context.is_item(index) and line.endswith("?")


def _block_advice(context: _Context, first: Block, last: Block) -> Recommendation:
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
    context: _Context, sentence: Sentence, tokens: Sequence[Token], cue: Cue
) -> list[Recommendation]:
    """Return one recommendation for each advice that a sentence coordinates."""
    by, to = _by(context, sentence, tokens, cue), _to(context, sentence, tokens, cue)
    return [
        Recommendation(
            text=_advice_text(context, sentence, tokens, part),
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
    context = _Context(article, entities)
    found = _question_lists(context)
    position, block, before = 0, -1, None
    for sentence in article.sentences:
        position = position + 1 if sentence.block == block else 0
        block = sentence.block
        kind = article.blocks[block].kind
        if kind not in ("byline", "boilerplate"):
            end = min(sentence.end, sentence.start + _LONGEST)
            tokens = tokenize(article.text, sentence.start, end)
            cue = find_cue(tokens, _setting(context, sentence, position, before))
            if cue:
                found.extend(_recommendations(context, sentence, tokens, cue))
        before = article.text[max(sentence.start, sentence.end - 200) : sentence.end]
    return tuple(sorted(found, key=lambda r: r.evidence))
