"""Tells which study is being told where, and which one an article is about."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.article import Article
from kg.facts import Study
from kg.study_cue import CITED, phrases_of, words_in

__all__ = ["Layout", "Signs", "StudyReading", "holds", "is_called", "study_of_article"]

_CARRY = 12  # sentences over which a study that nobody names again is still being told
_GOES_ON = 4  # sentences over which any source goes on, be it in another paragraph
_NEXT = 2  # sentences behind a figure of a study in which another of it may stand anywhere
_SURE_CARRY = 40  # the same where the text leaves no doubt that it is about that study
_LEAD = 2  # paragraphs in which a text names the study that it is about
_PARAGRAPH = 150  # characters; shorter ones are bylines, dates, subtitles and the like
_LINE = 60  # characters; headings after a longer line begin a section
_EARLY = 3  # a study that is named in the first third of a text may be what it is about
_OFTEN = 3  # mentions that make a study what a text is about
_QUESTIONS = 3  # paragraphs that ask and make an interview
_SOURCE = 40  # words of a sentence in which it tells where the figures come from
_WORD = re.compile(r"\w+")
_ASKED = re.compile(r"^\s*(?:P|Pregunta|PREGUNTA)\s?[.:]")
_QUESTION = re.compile(r"¿[^?]*\?\s*$")
_DASHED = re.compile(r"^\s*[—–-]\s?(?:[^¿?]*,\s)?¿[^?]*\?\s*$")
_SAID = ("«", "“", '"')


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the sentences of an article stand.

    Attributes:
        blocks: block of each sentence.
        heads: of the list that it stands in, the blocks that may tell whose it is, first and last.
        sections: how many headings stand before each sentence.
        lead: sentences up to this one belong to the headline and the first paragraphs.
        talk: the article is an interview.
        opening: of an interview, sentences up to this one stand before the first question.
    """

    blocks: tuple[int, ...]
    heads: tuple[tuple[int, int], ...]
    sections: tuple[int, ...]
    lead: int
    talk: bool
    opening: int = -1

    @classmethod
    def of(cls, article: Article) -> "Layout":
        """Read the layout of an article."""
        sections, count, seen, last = [], 0, set[int](), -1
        paragraphs: list[int] = []
        lead, begun = 0, False
        for index, sentence in enumerate(article.sentences):
            block = article.blocks[sentence.block]
            if sentence.block != last:
                last = sentence.block
                count += block.kind == "heading" and begun
                if block.kind != "heading" and block.end - block.start >= _PARAGRAPH:
                    paragraphs.append(sentence.block)
                begun = begun or (block.kind != "title" and block.end - block.start >= _LINE)
            seen.add(sentence.block)
            sections.append(count)
            if not count and len(paragraphs) <= _LEAD:
                lead = index
        texts = [article.text[b.start : b.end] for b in (article.blocks[k] for k in sorted(seen))]
        blocks = tuple(s.block for s in article.sentences)
        lists = _heads_of_lists(article)
        heads = tuple(lists[block] for block in blocks)
        talk = _is_talk(texts)
        asking = (k for k, text in zip(sorted(seen), texts, strict=True) if talk and _asks(text))
        first = next(asking, 0)
        opening = sum(block < first for block in blocks) - 1
        return cls(blocks, heads, tuple(sections), lead, talk, opening)

    def near(self, one: int, other: int) -> bool:
        """Say whether a sentence stands in the paragraph or list of another, or answers it."""
        gap = self.blocks[other] - self.blocks[one]
        first, last = self.heads[other]
        listed = first <= self.blocks[one] <= last
        return gap == 0 or listed or (self.talk and gap == 1)


@dataclass(frozen=True, slots=True)
class StudyReading:
    """The studies of an article, and where each one is being told.

    Attributes:
        studies: in order of their introduction.
        events: (character, sentence, key) of every place that speaks of a study, in order.
        samples: where the figures stand that are sizes of samples.
        layout: of the article.
        main: key of the study that the article is about, where it is about one.
        sure: the headline, the first paragraphs or the text itself tell that it is.
        loose: it is only the first of several, of which no more is told than who made it.
        other: the headline is about an organisation that made none of the studies.
        declared: the first paragraphs tell that it is the source of what they say.
    """

    studies: tuple[Study, ...]
    events: tuple[tuple[int, int, str], ...]
    samples: frozenset[int]
    layout: Layout
    main: str | None = None
    sure: bool = False
    loose: bool = False
    other: bool = False
    declared: bool = False

    def study(self, key: str) -> Study | None:
        """Return the study of that key."""
        return next((study for study in self.studies if study.key == key), None)

    def named_at(self, sentence: int, place: int, parts: Sequence[int] = ()) -> str | None:
        """Return the study that the sentence itself names for a figure at `place`.

        `parts` are the characters where the sentence is cut in two: what is named after a
        semicolon does not source what stands before.
        """
        at = bisect_right(self.events, (place, sentence, "￿"))
        here = [event for event in self.events[max(0, at - 4) : at + 4] if event[1] == sentence]
        before = [event for event in here if event[0] <= place]
        if before:
            return before[-1][2]
        ahead = [e for e in here if not any(place < part < e[0] for part in parts)]
        return ahead[0][2] if ahead else None

    def carried_to(self, sentence: int, *, alive: int = -99) -> str | None:
        """Return the study that was named before and is still being told in a sentence.

        `alive` is the last sentence before that gave a figure of the study at hand. A study
        that the article is about goes on until another takes over, and after that one again;
        others last as long as their paragraph and a few sentences more, or their section where
        they are told at length.
        """
        at = bisect_left(self.events, sentence, key=lambda event: event[1])
        if not at:
            return None
        _, told, key = self.events[at - 1]
        aside = self.study(key)
        passing = self.sure and key != self.main and aside and aside.rule.startswith("inciso")
        if self.layout.near(told, sentence) and not passing:
            return key
        gap = sentence - max(told, alive)
        recent = gap <= (_SURE_CARRY if self.sure or self._is_sole() else _CARRY)
        same = self.layout.sections[told] == self.layout.sections[sentence]
        over = self.loose and same and gap <= _GOES_ON and self._lasts(key)
        if self.main and not over:
            return self.main if key != self.main or recent else None
        if self.other:
            return None
        at_length = same and recent and not self.layout.talk and self._lasts(key)
        return key if at_length or gap <= _GOES_ON else None

    def _lasts(self, key: str) -> bool:
        """Say whether a study is told of by more than a "según X"."""
        study = self.study(key)
        return study is not None and bool(study.name or study.samples or is_called(study.rule))

    def is_next(self, sentence: int, *, alive: int) -> bool:
        """Say whether the study, or a figure of it (`alive`), stands right before a sentence."""
        at = bisect_right(self.events, sentence, key=lambda event: event[1])
        reach = _NEXT + (len(self.studies) == 1)  # no other study could be told
        return bool(at) and sentence - max(self.events[at - 1][1], alive) <= reach

    def is_in_talk(self, sentence: int, study: str) -> bool:
        """Say whether somebody interviewed may have left a study: it is told elsewhere."""
        at = bisect_right(self.events, sentence, key=lambda event: event[1])
        blocks = self.layout.blocks
        here = at and blocks[self.events[at - 1][1]] == blocks[sentence]
        return self.layout.talk and study != self.main and not here

    def is_apart(self, sentence: int) -> bool:
        """Say whether a sentence stands under another heading than the study that was told."""
        at = bisect_right(self.events, sentence, key=lambda event: event[1])
        sections = self.layout.sections
        return bool(at) and sections[self.events[at - 1][1]] != sections[sentence]

    def is_late(self, sentence: int) -> bool:
        """Say whether a sentence is far from the study that may be told, and may be of another.

        It stands in another section, or in another paragraph where the text is about no study.
        """
        at = bisect_right(self.events, sentence, key=lambda event: event[1])
        if self.sure or self._is_sole() or not at:
            return False
        told = self.events[at - 1][1]
        if self.main is None:
            return not self.layout.near(told, sentence)
        return self.layout.sections[told] != self.layout.sections[sentence]

    def _is_sole(self) -> bool:
        """Say whether the text tells one study only, and comes back to it again and again."""
        return bool(self.main) and len(self.studies) == 1 and len(self.events) >= _OFTEN

    def named_after(self, sentence: int, reach: int) -> str | None:
        """Return the study that is named up to `reach` sentences later, where none was before."""
        at = bisect_right(self.events, sentence, key=lambda event: event[1])
        if at or not self.events or self.other or self.layout.talk:
            return None
        first = next((e for e in self.events if e[2] == self.main), self.events[0])
        return first[2] if self.declared or first[1] - sentence <= reach else None


def _heads_of_lists(article: Article) -> list[tuple[int, int]]:
    """Return for each block those that may tell whose it is: of a list, the paragraph before it.

    And the one before that where a line only opens the list: "Estas son las conclusiones:".
    """
    found: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None  # of the list that would begin here
    for at, block in enumerate(article.blocks):
        if block.kind == "list_item":
            found.append(before or (at, at))
            continue
        found.append((at, at))
        text = article.text[block.start : min(block.end, block.start + _PARAGRAPH)]
        opens = at and block.end - block.start < _PARAGRAPH and text.rstrip().endswith(":")
        before = (at - bool(opens), at) if block.kind == "paragraph" else None
    return found


def _asks(text: str) -> bool:
    """Say whether a paragraph is a question of an interview."""
    return bool(_ASKED.match(text) or _QUESTION.search(text))


def _is_talk(texts: Sequence[str]) -> bool:
    """Say whether the paragraphs of a text are questions and answers."""
    if sum(bool(_ASKED.match(text)) for text in texts) >= _QUESTIONS:
        return True
    said = any(
        text.lstrip().startswith(_SAID) or any(f": {mark}" in text for mark in _SAID)
        for text in texts[:_QUESTIONS]
    )
    if sum(bool(_DASHED.match(text)) for text in texts) >= _QUESTIONS:
        return True
    return said and sum(bool(_QUESTION.search(text)) for text in texts) >= _QUESTIONS


def is_called(rule: str) -> bool:
    """Say whether the cues of a study call it one, or somebody surveyed: not only "según X"."""
    return any(
        not cue.startswith(CITED) or cue.rsplit(" + ", 1)[-1] in words_in("surveying")
        for cue in rule.split("; ")
    )


@dataclass(frozen=True, slots=True)
class Signs:
    """What else tells which study an article is about.

    Attributes:
        headline: organisations that the headline names.
        often: keys of the studies whose maker is named more often than any other organisation.
        sources: keys of those that a sentence gives as the source of what the text says.
        made: keys of those of which a sentence tells how they were made.
        issued: key of that of the body which issues the text.
    """

    headline: Collection[str] = ()
    often: Collection[str] = ()
    sources: Collection[str] = ()
    made: Collection[str] = ()
    issued: str | None = None


def study_of_article(
    article: Article,
    layout: Layout,
    studies: Sequence[Study],
    events: Sequence[tuple[int, int, str]],
    signs: Signs,
) -> tuple[str | None, bool, bool]:
    """Return the study that an article is about, whether that is sure, and whether it is loose.

    None where it is about something else. There is no doubt about one that is named in the
    headline or the first paragraphs, or that the text declares to be the source of its figures:
    "los datos de este artículo salen de …".
    """
    if signs.issued:
        return signs.issued, True, False
    told: dict[str, list[int]] = {study.key: [] for study in studies}
    for _, sentence, key in events:
        told[key].append(sentence)
    found = []
    leading = {key for _, at, key in events if at <= layout.lead}
    for study in studies:
        places = told[study.key]
        weight = 2 * bool(study.samples) + 2 * bool(study.name) + bool(study.conducted_by)
        titled = any(
            maker in signs.headline or maker.lower() in article.title.lower()
            for maker in study.conducted_by
        )
        # the only study, and more than a mention in passing
        sole = len(studies) == 1 and (study.key in signs.often or len(places) > 1)
        sole = sole and is_called(study.rule)
        alone = leading == {study.key} and len(studies) > 1
        first = (alone or places[0] <= layout.opening) and is_called(study.rule)
        at_length = bool(study.name or study.samples) or len(places) >= _OFTEN
        at_length = at_length or titled or sole or first
        early = at_length and (places[0] <= layout.lead or titled)
        declared = study.key in signs.sources
        soon = at_length and places[0] * _EARLY <= len(article.sentences)
        made = study.key in signs.made
        if early or declared or made or soon:
            found.append((declared, early, made, titled, weight, len(places), study.key))
    if layout.talk:
        found = [each for each in found if told[each[-1]][0] <= layout.opening]
    if not found:
        return None, False, False
    declared, early, made, titled, weight, _, key = max(found, key=lambda each: each[:6])
    declared = declared or made
    loose = weight == 1 and len(studies) > 1 and not titled and not declared
    if loose and not early:
        return None, False, False  # neither title nor sample: as good as any other
    return key, declared or early, loose


def holds(article: Article, sentence: int, phrases: str) -> bool:
    """Say whether a sentence begins with, or soon has, one of a list of phrases."""
    span = article.sentences[sentence]
    # its beginning alone: a sentence may be as long as the text, and name as many studies
    words = islice(_WORD.finditer(article.text, span.start, span.end), _SOURCE)
    text = f" {' '.join(word.group().lower() for word in words)} "
    return any(f" {' '.join(phrase)} " in text for phrase in phrases_of(phrases))
