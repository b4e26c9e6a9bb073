"""The article as the readers of advice need it: its lists, its speakers, how it speaks."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from corpus.article import Article, Block, Sentence, Span
from kg.advice_words import (
    BULLETS,
    DASHES,
    QUOTES,
    asks_for_advice,
    asks_what_to_do,
    is_finite,
    noun_forms,
    words,
)
from kg.facts import Entity
from kg.imperative import commands
from kg.lexicon import load
from kg.population import PopulationReader
from kg.spanish import Token, tokenize

__all__ = ["LIST_MARKER", "AdviceContext", "saying"]

_MARKS = re.escape("".join(sorted(DASHES | BULLETS)))
LIST_MARKER = re.compile(rf"\s*(?:[A-Z]?\d{{1,2}}\s?[.)º°-]|[a-zA-Z]\)|[{_MARKS}])\s+")
_LONGEST_QUESTION = 400  # characters of a paragraph that asks
_LONGEST_ADDRESSEE = 6  # words
_FEWEST_QUESTIONS = 3  # paragraphs that ask, of an interview
_NEAR_PROPOSAL = 300  # characters before a sentence in which it is told who proposes, or speaks
_SHORT = 90  # characters; longer paragraphs announce no list by themselves unless they end in ":"


@cache
def saying() -> frozenset[str]:
    """Return the verbs of saying, as written."""
    return frozenset(load("recommendations")["saying"])


@cache
def advising_forms() -> frozenset[str]:
    """Return the forms of verbs that give advice or ask for something, as written."""
    return frozenset(
        form for entry in load("recommendations")["verbs"].values() for form in entry["forms"]
    )


@cache
def _headline_verbs() -> frozenset[str]:
    return frozenset(load("recommendations")["headline_verbs"])


@cache
def _voseo() -> frozenset[str]:
    return frozenset(load("recommendations")["address"]["vos"])


def _announces(line: str) -> bool | None:
    """Say whether a line announces advice ("Pautas para …"), or something else ("Objetivos")."""
    before = ""
    tokens = tokenize(line)
    asks = line.endswith("?") or line.lstrip("¿«“").lower().startswith("qué ")
    if (asks and asks_what_to_do(tokens)) or _asks_for_items(line, tokens):
        return True
    for token in tokens:
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


def _asks_for_items(line: str, tokens: Sequence[Token]) -> bool:
    """Say whether a line leads up to a list of what somebody advises: "La cámara reclama:".

    "Cosas para hacer", "cosas que puede hacer" head such a list too.
    """
    for place, token in enumerate(tokens):
        after = [t.form for t in tokens[place + 1 : place + 4]]
        if token.form == "cosas" and after[:1] in (["para"], ["que"]) and "hacer" in after:
            return True
        if not line.endswith(":") or token.raw.lower() not in advising_forms():
            continue
        to_whom = after[:1] in (["a"], ["al"], [":"])
        if to_whom and not any(t.form in words("counted") for t in tokens[place + 1 : place + 2]):
            return True
    return False


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
        self._introduced: dict[int, Span | None] = {}
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

    def counsels(self, index: int) -> bool:
        """Say whether the question that a paragraph answers asks for advice.

        "¿Y a los gerentes?" goes on with what the question before it asks.
        """
        if not self.is_answer(index):
            return False
        before = bisect_left(self.questions, index)
        for at in range(before - 1, max(-1, before - 1 - _FEWEST_QUESTIONS), -1):
            block = self.blocks[self.questions[at]]
            tokens = tokenize(self.text, block.start, block.end)
            if asks_for_advice(tokens):
                return True
            asked = [token.form for token in tokens if token.is_word]
            if asked[:1] != ["y"] or any(map(is_finite, tokens)):
                return False
        return False

    def introducer(self, index: int) -> Entity | None:
        """Return whom the line before a list names as the one who proposes its items."""
        at = self._line_before[index]
        if at < 0:
            return None
        block = self.blocks[at]
        if self._heads_list(at):
            return self._owner_of_heading(block)
        if not self.text[block.start : block.end].rstrip().endswith(":"):
            return None
        start = self.text.rfind(". ", block.start, block.end) + 1 or block.start
        line = tokenize(self.text, start, block.end)
        if not any(t.raw.lower() in saying() or t.form in words("proposing") for t in line):
            return None
        named = self.within(start, block.end)
        return named[0][1] if named else self.meant({t.form for t in line}, start)

    def _heads_list(self, at: int) -> bool:
        """Say whether the line before a list is a heading, not a sentence that leads up to it."""
        line = self.text[self.blocks[at].start : self.blocks[at].end].rstrip()
        short = len(line) < _SHORT and line[-1:] not in ".:;,"
        return self.blocks[at].kind in ("heading", "title") or short

    def _owner_of_heading(self, block: Block) -> Entity | None:
        """Return whose advice a heading announces: "Recomendaciones de Acme"."""
        for span, entity in self.within(block.start, block.end):
            before = [t.form for t in tokenize(self.text, block.start, span.start)]
            while before and before[-1] in {"el", "la", "los", "las"}:
                before.pop()
            if before[-1:] in (["de"], ["del"]) and before[-2:-1] != []:
                return entity if before[-2] in words("given") else None
        return None

    def introduced(self, index: int) -> Span | None:
        """Return where the line before a list tells whom its items are for.

        "Acme sugiere a los gerentes:", "Consejos para los gerentes".
        """
        at = self._line_before[index]
        if at < 0:
            return None
        if at not in self._introduced:
            self._introduced[at] = self._for_whom(self.blocks[at])
        return self._introduced[at]

    def _for_whom(self, block: Block) -> Span | None:
        tokens = tokenize(self.text, block.start, block.end)
        for place, token in enumerate(tokens[:-1]):
            if token.form in words("proposing") and tokens[place + 1].form in {"a", "al", "para"}:
                return Span(tokens[place + 1].start, block.end)
        return None

    def meant(self, forms: Collection[str], offset: int) -> Entity | None:
        """Return who is meant before `offset` by a subject of such words: "la fundación"."""
        if not words("leading_organizations").isdisjoint(forms):
            # A press note calls its own house so; the house is what it names most.
            return self.most_named("organization")
        if not words("organizations").isdisjoint(forms):
            return self.speaker_before(offset, "organization")
        if not words("collectives").isdisjoint(forms):
            return None  # "los especialistas sugieren": nobody by name
        return self.speaker_before(offset, "person")

    def proposes_before(self, sentence: Sentence) -> bool:
        """Say whether measures are proposed before a sentence of the same paragraph."""
        start = self.blocks[sentence.block].start
        block = max(start, sentence.start - _NEAR_PROPOSAL)
        forms = {t.form for t in tokenize(self.text, block, sentence.start)}
        told = not words("proposing").isdisjoint(forms)
        return told and not words("colon_nouns").isdisjoint(forms)

    def speaks_on(self, sentence: Sentence) -> Entity | None:
        """Return who is quoted on in a sentence behind his words: "«…», dijo Ana Gil. «…»"."""
        block = self.blocks[sentence.block]
        if self.text[sentence.start] not in QUOTES:
            return None
        start = max(block.start, sentence.start - _NEAR_PROPOSAL)
        tokens = tokenize(self.text, start, sentence.start)
        for place in range(len(tokens) - 1, 1, -1):
            if tokens[place].form in QUOTES:
                return None  # what is quoted last is told by nobody
            said = tokens[place].raw.lower() in saying() and tokens[place - 1].form == ","
            if said and tokens[place - 2].form in QUOTES:
                named = self.within(tokens[place].end, sentence.start)
                return named[0][1] if named else self.speaker_before(start, "person")
        return None

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
                if line.endswith(":"):
                    tail = tail[tail.rfind(". ") + 1 :]  # the sentence that leads up to the list
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

    def last_speaker(self, offset: int) -> Entity | None:
        """Return who spoke last: a person just named, rather than the house that is named too."""
        near = self.within(max(0, offset - _NEAR_PROPOSAL), offset)
        persons = [entity for _, entity in near if entity.kind == "person"]
        return persons[-1] if persons else self.speaker_before(offset)

    def most_named(self, kind: str) -> Entity | None:
        """Return the entity of a kind that the article names most often."""
        entities = (entity for entity in self.entities if entity.kind == kind)
        return max(entities, key=lambda e: len(e.mentions), default=None)

    def within(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        """Return the mentions of entities that lie between two offsets, in order."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [(span, entity) for span, entity in self.mentions[first:last] if span.end <= end]
