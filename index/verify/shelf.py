"""What the base holds, laid out so that many claims can be held against it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice, pairwise
from typing import TypeAlias
from weakref import WeakKeyDictionary

from corpus.article import Article
from corpus.lexicon import fold
from index.answer.question import understand
from index.answer.relevance import Relevance
from index.base import Base
from index.lexical import find_words
from index.records import SentenceHit
from index.verify.matching import NEGATORS
from index.verify.teller import Tellers
from index.verify.told import Known, Told, figures_of, stems_of, without_figures
from index.verify.words import terms
from kg.numeral import Figure
from kg.records import Evidence, Knowledge, StatisticRecord
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["Half", "Pair", "Shelf", "shelf_of"]

PAIR_REACH = 3  # sentences back to the two groups of "los primeros … los segundos"
FIRST, SECOND = (frozenset(terms(name)) for name in ("first", "second"))
_SHELVES: WeakKeyDictionary[Knowledge, "Shelf"] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Half:
    """One of two figures that are told against one another: sentence `number` of `article`."""

    article: str
    number: int
    told: Told


Pair: TypeAlias = tuple[Half, Half]


class Shelf:
    """The figures of a base by place and by value."""

    def __init__(self, base: Base) -> None:
        self.base = base
        knowledge = base.knowledge
        self.tellers = Tellers(knowledge)
        self._makers = {
            s.iri: (*s.conducted_by, *([s.name] if s.name else [])) for s in knowledge.studies
        }
        self._at: dict[tuple[str, int], list[StatisticRecord]] = defaultdict(list)
        self._equal: dict[tuple[str, str], list[StatisticRecord]] = defaultdict(list)
        for statistic in knowledge.statistics:
            self._at[statistic.article, statistic.start].append(statistic)
            self._equal[_key(statistic)].append(statistic)
        self._asked: dict[tuple[str, int], dict[Decimal, tuple[str, ...]]] = defaultdict(dict)
        self._asked_in: dict[str | None, set[str]] = defaultdict(set)
        self._samples: dict[Decimal, list[Evidence]] = defaultdict(list)
        for study in knowledge.studies:
            for sample in study.samples:
                place = (sample.evidence.article, sample.evidence.start)
                self._asked[place][Decimal(sample.size)] = self._makers[study.iri]
                self._samples[Decimal(sample.size)].append(sample.evidence)
                role = sample.population.role if sample.population else None
                if role in thesaurus().concepts:
                    self._asked_in[study.iri].add(role or "")
        self._last: tuple[tuple[str, int], Sequence[SentenceHit]] = (("", 0), ())
        self._words: dict[str, Relevance] = {}
        self._numbers: dict[str, dict[int, int]] = {}
        self._told: dict[tuple[str, int], list[Told]] = {}

    def relevance(self, text: str) -> Relevance:
        """Return the words of a text of the base, ready to be looked for; they are kept."""
        if text not in self._words:
            self._words[text] = Relevance(understand(text), self.base.searcher.telling)
        return self._words[text]

    def equals(self, figure: Figure) -> Sequence[StatisticRecord]:
        """Return the statistics with the very value of `figure`."""
        return self._equal.get(_key(figure), [])

    def told(self, figure: Figure, article_id: str) -> Iterator[tuple[Told, str]]:
        """Yield the figures of an article with the very value of `figure`, and their sentences."""
        article = self.base.article(article_id)
        for place in dict.fromkeys(s.start for s in self.equals(figure) if s.article == article_id):
            number = self.number_at(article, place)
            for told in self.figures(article, number) if number is not None else ():
                if told.figure.value == figure.value and told.figure.unit == figure.unit:
                    yield told, article.sentences[number or 0].of(article.text)

    @cached_property
    def pairs(self) -> Sequence[Pair]:
        """The shares that are told of the same of two groups, tied by the graph or by their place.

        A sentence that leans on the one before ("De los segundos, el 49 %") is tied to it, unless
        it denies that or says more ("El 46 % de los CMO no lo cree").
        """
        records = {s.iri: s for s in self.base.knowledge.statistics if s.unit == "percent"}
        tied = {
            tuple(sorted((iri, other)))
            for iri, record in records.items()
            for other in record.contrasts
            if other in records
        }
        halves = self._halves
        for one, other in pairwise(records):
            first, second = halves[one], halves[other]
            alone = len(self._at[records[one].article, records[one].start]) == 1
            said_again = self._says_again(records[one], records[other])
            if first and second and alone and said_again and self._follows(first, second):
                tied.add((one, other))
        pairs = [(halves[one], halves[other]) for one, other in sorted(tied)]
        return [
            (one, other)
            for one, other in pairs
            if one and other and not {h.told.figure.comparator for h in (one, other)} - {"exactly"}
        ]

    @cached_property
    def halves(self) -> Sequence[Half]:
        """The shares of the base, each with the sentence that tells it."""
        return [half for half in self._halves.values() if half]

    @cached_property
    def _halves(self) -> Mapping[str, Half | None]:
        shares = (s for s in self.base.knowledge.statistics if s.unit == "percent")
        return {record.iri: self._half(record) for record in shares}

    def is_beside(self, one: Half, other: Half) -> bool:
        """Say whether two figures stand in one sentence, or in two that follow in one block."""
        if one.article != other.article or abs(one.number - other.number) > 1:
            return False
        sentences = self.base.article(one.article).sentences
        return sentences[one.number].block == sentences[other.number].block

    def _half(self, record: StatisticRecord) -> Half | None:
        article = self.base.article(record.article)
        number = self.number_at(article, record.start)
        told = [
            told
            for told in (self.figures(article, number) if number is not None else ())
            if (told.figure.value, told.figure.text) == (record.value, record.value_text)
        ]
        return Half(article.id, number, told[0]) if told and number is not None else None

    def _follows(self, first: Half, second: Half) -> bool:
        article = self.base.article(second.article)
        next_to = (first.article, first.number + 1) == (second.article, second.number)
        return next_to and bool(self.leans_on(article, second.number))

    def _says_again(self, one: StatisticRecord, other: StatisticRecord) -> bool:
        """Say whether the claim of the second figure adds nothing to that of the first."""
        if one.claim == other.claim:
            return True
        who = " ".join(population.label for population in other.populations)
        cues = " ".join([*terms("leaning"), *FIRST, *SECOND])
        claim = without_figures(other.claim)
        own = stems_of(claim) - stems_of(who) - stems_of(cues) - stems_of(one.claim)
        return not own and NEGATORS.isdisjoint(map(fold, find_words(claim)))

    def samples(self, figure: Figure) -> Sequence[Evidence]:
        """Return the sentences that tell a sample of as many as `figure`."""
        return self._samples.get(figure.value, [])

    def hits(self, text: str, top: int) -> Sequence[SentenceHit]:
        """Return the sentences nearest to `text`: once for all the figures of one sentence."""
        last = self._last  # another thread may put its own there
        if last[0] != (text, top):
            last = self._last = ((text, top), self.base.searcher.sentences(text, top=top))
        return last[1]

    def number_at(self, article: Article, start: int) -> int | None:
        """Return the number of the sentence that begins at `start`."""
        if article.id not in self._numbers:
            self._numbers[article.id] = {s.start: n for n, s in enumerate(article.sentences)}
        return self._numbers[article.id].get(start)

    def around(self, article: Article, number: int) -> tuple[str, ...]:
        """Return a sentence, the title, the heading above it, and the sentence before it."""
        sentence, blocks = article.sentences[number], article.blocks
        texts = [sentence.of(article.text), article.title]
        heads = (b for b in reversed(blocks[: sentence.block]) if b.kind == "heading")
        texts += [head.of(article.text) for head in islice(heads, 1)]
        if before := self._before(article, number):
            texts.append(before)
        return tuple(texts)

    def leans_on(self, article: Article, number: int) -> str:
        """Return the sentence before, where the one asked for says little without it, else "".

        So does the answer to a question ("¿Cuánto costó?" "Fueron 2,3 millones."), "Así lo cree
        el 20 %" and "De los segundos, el 49 %".
        """
        text, before = article.sentences[number].of(article.text), self._before(article, number)
        words = " ".join(fold(word) for word in find_words(text))
        leaning = any(re.search(rf"\b{fold(cue)}\b", words) for cue in terms("leaning"))
        own = stems_of(without_figures(text)) - stems_of(" ".join([*FIRST, *SECOND]))
        return before if leaning or not own or before.endswith("?") else ""

    def _before(self, article: Article, number: int) -> str:
        """Return the sentence before one: of the same block, or the question that it answers."""
        if not number:
            return ""
        before = article.sentences[number - 1]
        text = before.of(article.text)
        same = before.block == article.sentences[number].block
        return text if same or text.endswith("?") else ""

    def figures(self, article: Article, number: int) -> list[Told]:
        """Return the figures of a sentence of an article of the base."""
        if (article.id, number) not in self._told:
            sentence = article.sentences[number]
            place = (article.id, sentence.start)
            known = Known(
                self._at.get(place, ()),
                lambda study: self._makers.get(study or "", ()),
                self._asked.get(place, {}),
            )
            told = figures_of(article.text, sentence.start, sentence.end, known)
            told = [self._one_of_two(article, number, t) for t in told]
            self._told[article.id, number] = [self._as_asked(t) for t in told]
        return self._told[article.id, number]

    def _as_asked(self, told: Told) -> Told:
        """Take those who were asked for those a figure is of: CIO were, and it tells of "sistemas".

        Only where one role of their business function was asked, and one of both is the wider.
        """
        concepts = thesaurus().concepts
        alike = []
        for role in told.roles:
            function = concepts[role].function if role in concepts else "general"
            asked = [r for r in self._asked_in[told.study] if concepts[r].function == function]
            wider = asked and {role, asked[0]} & {
                *concepts[asked[0]].broader,
                *concepts[role].broader,
            }
            if function != "general" and len(asked) == 1 and wider:
                alike += asked
        return replace(told, alike=tuple(alike))

    def _one_of_two(self, article: Article, number: int, told: Told) -> Told:
        """Give a figure to the first or second of its two groups where its words say which."""
        words = [fold(word) for word in find_words(told.own)]
        which = [n for n, forms in enumerate((FIRST, SECOND)) if not forms.isdisjoint(words)]
        if len(told.populations) != 2 or len(which) != 1:
            return told
        for before in reversed(article.sentences[max(number - PAIR_REACH, 0) : number]):
            roles = {found.role: None for found in find_roles(before.of(article.text))}
            order = [role for role in roles if role in {p.role for p in told.populations}]
            if len(order) == len(told.populations):
                own = (p for p in told.populations if p.role == order[which[0]])
                return replace(told, populations=tuple(own))
        return told


def shelf_of(base: Base) -> Shelf:
    """Return the shelf of a base, laid out once for each generation."""
    shelf = _SHELVES.get(base.knowledge)
    if shelf is None:
        shelf = _SHELVES[base.knowledge] = Shelf(base)
    return shelf


def _key(figure: StatisticRecord | Figure) -> tuple[str, str]:
    return (str(figure.value.normalize()), figure.unit)
