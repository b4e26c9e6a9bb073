"""The article as the readers of advice need it: its lists, its speakers, how it speaks."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache

from corpus.article import Article, Block, Span
from kg.advice_words import BULLETS, DASHES, noun_forms, words
from kg.facts import Entity
from kg.imperative import commands
from kg.lexicon import load
from kg.population import PopulationReader
from kg.spanish import tokenize

__all__ = ["LIST_MARKER", "AdviceContext", "saying"]

_MARKS = re.escape("".join(sorted(DASHES | BULLETS)))
LIST_MARKER = re.compile(rf"\s*(?:[A-Z]?\d{{1,2}}\s?[.)º°-]|[a-zA-Z]\)|[{_MARKS}])\s+")
_LONGEST_QUESTION = 400  # characters of a paragraph that asks
_LONGEST_ADDRESSEE = 6  # words
_FEWEST_QUESTIONS = 3  # paragraphs that ask, of an interview
_SHORT = 90  # characters; longer paragraphs announce no list by themselves unless they end in ":"


@cache
def saying() -> frozenset[str]:
    """Return the verbs of saying, as written."""
    return frozenset(load("recommendations")["saying"])


@cache
def _headline_verbs() -> frozenset[str]:
    return frozenset(load("recommendations")["headline_verbs"])


@cache
def _voseo() -> frozenset[str]:
    return frozenset(load("recommendations")["address"]["vos"])


def _announces(line: str) -> bool | None:
    """Say whether a line announces advice ("Pautas para …"), or something else ("Objetivos")."""
    before = ""
    for token in tokenize(line):
        if before == "no" and token.form in words("not_to_do"):
            return False  # "Qué no hacer"
        before = token.form
        if token.form == "como":
            if token.raw.lower() == "cómo":
                return True
        elif token.form in words("announcing"):
            return True
        elif token.form in words("not_announcing"):
            return False
    return None


class AdviceContext:
    """The article as the reader of advice needs it."""

    def __init__(self, article: Article, entities: Sequence[Entity]) -> None:
        self.article = article
        self.text = article.text
        self.groups = PopulationReader(article.text)
        self.entities = entities
        self.blocks = article.blocks
        self.mentions = sorted(
            ((span, entity) for entity in entities for span in entity.mentions), key=lambda m: m[0]
        )
        self.starts = [span.start for span, _ in self.mentions]
        self.address = self._address()
        self._announced: dict[int, bool] = {}
        self._line_before = self._lines_before()
        self.questions = [i for i, b in enumerate(self.blocks) if self._is_question(b)]
        self.interviewee = self._interviewee()

    def _lines_before(self) -> list[int]:
        """Return for each block the last one before it that is no item of a list; -1 for none."""
        lines, last = [], -1
        for index, block in enumerate(self.blocks):
            lines.append(last)
            if block.kind != "boilerplate" and not self.is_item(index):
                last = index
        return lines

    def _is_question(self, block: Block) -> bool:
        line = self.text[max(block.start, block.end - 9) : block.end].rstrip("*_»” ")
        short = block.end - block.start < _LONGEST_QUESTION
        return block.kind != "boilerplate" and short and line.endswith("?")

    def _interviewee(self) -> Entity | None:
        """Return who answers, where the article is an interview: the person that it names most."""
        if len(self.questions) < _FEWEST_QUESTIONS:
            return None
        persons = [
            e for e in self.entities if e.kind == "person" and e.name not in self.article.authors
        ]
        return max(persons, key=lambda e: len(e.mentions), default=None)

    def is_answer(self, index: int) -> bool:
        """Say whether the paragraphs since the last question are answers to it."""
        before = bisect_left(self.questions, index)
        return before > 0 and (
            self.interviewee is not None or self.questions[before - 1] == index - 1
        )

    def introducer(self, index: int) -> Entity | None:
        """Return whom the line before a list names as the one who proposes its items."""
        at = self._line_before[index]
        if at < 0 or self.blocks[at].kind == "heading":
            return None
        block = self.blocks[at]
        if not self.text[block.start : block.end].rstrip().endswith(":"):
            return None
        start = self.text.rfind(". ", block.start, block.end) + 1 or block.start
        line = tokenize(self.text, start, block.end)
        if not any(t.raw.lower() in saying() or t.form in words("proposing") for t in line):
            return None
        named = self.within(start, block.end)
        return named[0][1] if named else self.speaker_before(start, "person")

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
        """Say whether a block is an item of a list."""
        block = self.blocks[index]
        return block.kind == "list_item" or bool(
            LIST_MARKER.match(self.text, block.start, block.end)
        )

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
            if heading and self._is_addressee(line):
                continue
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

    def refuses(self, index: int) -> bool:
        """Say whether a heading or line tells that what follows is no advice: "Objetivos"."""
        block = self.blocks[index]
        line = self.text[block.start : block.end].rstrip()
        return len(line) < _SHORT and _announces(line) is False

    def _is_addressee(self, line: str) -> bool:
        """Say whether a heading tells only whom what follows is for: "A las empresas"."""
        words_of_line = [token.form for token in tokenize(line)]
        opens = words_of_line[:1] in (["a"], ["al"], ["para"])
        return opens and len(words_of_line) <= _LONGEST_ADDRESSEE

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
        """Return the mentions of entities that lie between two offsets, in order."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [(span, entity) for span, entity in self.mentions[first:last] if span.end <= end]
