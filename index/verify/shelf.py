"""What the base holds, laid out so that many claims can be held against it."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from weakref import WeakKeyDictionary

from corpus.article import Article
from index.answer.question import understand
from index.answer.relevance import Relevance
from index.base import Base
from index.records import SentenceHit
from index.verify.told import Known, Told, figures_of
from kg.numeral import Figure
from kg.records import Knowledge, StatisticRecord

__all__ = ["Shelf", "shelf_of"]

_SHELVES: WeakKeyDictionary[Knowledge, "Shelf"] = WeakKeyDictionary()


class Shelf:
    """The figures of a base by place and by value."""

    def __init__(self, base: Base) -> None:
        self.base = base
        knowledge = base.knowledge
        self._makers = {
            s.iri: (*s.conducted_by, *([s.name] if s.name else [])) for s in knowledge.studies
        }
        self._at: dict[tuple[str, int], list[StatisticRecord]] = defaultdict(list)
        self._equal: dict[tuple[str, str], list[StatisticRecord]] = defaultdict(list)
        for statistic in knowledge.statistics:
            self._at[statistic.article, statistic.start].append(statistic)
            self._equal[_key(statistic)].append(statistic)
        self._asked: dict[tuple[str, int], dict[Decimal, tuple[str, ...]]] = defaultdict(dict)
        for study in knowledge.studies:
            for sample in study.samples:
                place = (sample.evidence.article, sample.evidence.start)
                self._asked[place][Decimal(sample.size)] = self._makers[study.iri]
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

    def hits(self, text: str, top: int) -> Sequence[SentenceHit]:
        """Return the sentences nearest to `text`: once for all the figures of one sentence."""
        if self._last[0] != (text, top):
            self._last = ((text, top), self.base.searcher.sentences(text, top=top))
        return self._last[1]

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
        if number and article.sentences[number - 1].block == sentence.block:
            texts.append(article.sentences[number - 1].of(article.text))
        return tuple(texts)

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
            self._told[article.id, number] = figures_of(
                article.text, sentence.start, sentence.end, known
            )
        return self._told[article.id, number]


def shelf_of(base: Base) -> Shelf:
    """Return the shelf of a base, laid out once for each generation."""
    shelf = _SHELVES.get(base.knowledge)
    if shelf is None:
        shelf = _SHELVES[base.knowledge] = Shelf(base)
    return shelf


def _key(figure: StatisticRecord | Figure) -> tuple[str, str]:
    return (str(figure.value.normalize()), figure.unit)
