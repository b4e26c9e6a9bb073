"""Which sentences may answer a question, best first, each with the signs that speak for it."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

import yaml

from corpus.article import Article, Sentence
from corpus.lexicon import fold
from index.answer.draft import Evidence
from index.answer.question import Question, gives_reason, tells_frequency
from index.answer.reading import read
from index.answer.relevance import Relevance
from index.base import Base
from index.lexical import find_words, stem_terms
from kg.facts import Population
from kg.records import EntityRecord, Knowledge, RecommendationRecord, StatisticRecord, StudyRecord

__all__ = ["Asked", "Scored", "weights"]

CANDIDATES = 120  # sentences of the search that are looked at closely
SHORT = 40  # characters: a shorter sentence seldom answers alone
NEAR = 6  # sentences back that a population is looked for in
FACTS = 400  # sentences with facts that are looked at beside them, at most
PARTS = ("lexical", "grams", "dense", "maxsim", "coverage")  # of the search, each 0 to 1


@cache
def weights() -> Mapping[str, float]:
    """Return how much each sign counts, read once."""
    text = resources.files("index").joinpath("data/answer_weights.yaml").read_text("utf-8")
    loaded: dict[str, float] = yaml.safe_load(text)
    return loaded


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its facts and its signs.

    `score` is the weighted sum of `signs`; `order` the place of the sentence in its article.
    """

    article: str
    start: int
    end: int
    text: str
    context: tuple[str, ...]
    order: int
    kind: str
    signs: Mapping[str, float] = field(compare=False)
    score: float = 0.0
    statistics: tuple[StatisticRecord, ...] = ()
    recommendations: tuple[RecommendationRecord, ...] = ()
    studies: tuple[StudyRecord, ...] = ()


class Asked:
    """One question put to one generation of a base: what several ways of answering share."""

    def __init__(self, question: Question, base: Base) -> None:
        self.question = question
        self.base = base
        self.knowledge: Knowledge = base.knowledge
        self.relevance = Relevance(question, base.searcher.telling)
        self._starts: dict[str, list[int]] = {}

    # -- what the question names -------------------------------------------------------------

    @cached_property
    def entities(self) -> tuple[EntityRecord, ...]:
        """The organisations and persons that the question names, by any of their names."""
        return tuple(
            entity
            for entity in self.knowledge.entities
            if any(self._names(name) for name in (entity.name, *entity.aliases))
        )

    @cached_property
    def studies(self) -> tuple[StudyRecord, ...]:
        """The studies that the question names: by title, or by who conducted them.

        Where it names several conductors ("de Accenture y el CMO Council"), a study that all of
        them conducted comes before those of one.
        """
        by_title = [s for s in self.knowledge.studies if s.name and self._names_title(s.name)]
        names = {entity.name for entity in self.entities}
        by_conductor = [s for s in self.knowledge.studies if names & set(s.conducted_by)]
        if by_conductor:
            most = max(len(names & set(s.conducted_by)) for s in by_conductor)
            if most > 1:
                by_conductor = [s for s in by_conductor if len(names & set(s.conducted_by)) == most]
        return tuple(dict.fromkeys([*by_title, *by_conductor]))

    def _names(self, name: str) -> bool:
        folded = " ".join(re.findall(r"\w+", fold(name)))
        asked = " " + " ".join(re.findall(r"\w+", self.question.folded)) + " "
        if len(folded) < 2:
            return False
        if f" {folded} " in asked:
            return True
        first = folded.split()[0]
        # "Leapfrog" names Leapfrog Marketing Institute where no common word begins a name
        rare = len(first) >= 5 and self.base.searcher.telling(first) > 3.0
        return rare and f" {first} " in asked and first in self._capitalised

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        words = re.findall(r"\w+", self.question.text)
        typed_lower = self.question.text == self.question.text.lower()
        return frozenset(fold(w) for w in words if typed_lower or w[0].isupper())

    def _names_title(self, title: str) -> bool:
        words = [w for w in re.findall(r"\w+", fold(title)) if len(w) > 2]
        asked = set(re.findall(r"\w+", self.question.folded))
        return len(words) >= 2 and sum(w in asked for w in words[:6]) >= max(
            2, 0.8 * len(words[:6])
        )

    @cached_property
    def only_of_sources(self) -> bool:
        """Whether only what the named studies say is wanted: some of them have figures."""
        wanted = {study.iri for study in self.studies}
        return any(statistic.study in wanted for statistic in self.knowledge.statistics)

    def order(self, statistic: StatisticRecord) -> int:
        """Return the place of a statistic among all, in reading order."""
        return self._order[statistic.iri]

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {s.iri: place for place, s in enumerate(self.knowledge.statistics)}

    # -- sentences ---------------------------------------------------------------------------

    def sentence_at(self, article: Article, start: int) -> int | None:
        """Return the index of the sentence of `article` that holds offset `start`."""
        starts = self._starts.setdefault(article.id, [s.start for s in article.sentences])
        place = bisect_right(starts, start) - 1
        if place < 0 or article.sentences[place].end <= start:
            return None
        return place

    @cached_property
    def ranked(self) -> tuple[Scored, ...]:
        """The candidate sentences, best first; headings and titles come with what they head."""
        # what weighs the signs was learnt with the plain order
        hits = self.base.searcher.sentences(self.question.text, top=CANDIDATES, off={"ranker"})
        best = max((hit.score for hit in hits), default=0.0)
        found: dict[tuple[str, int], dict[str, float]] = {}
        for hit in hits:
            place = self.sentence_at(self.base.article(hit.article), hit.start)
            if place is not None:
                parts = {name: hit.parts.get(name, 0.0) for name in PARTS}
                found[hit.article, place] = parts | {
                    "search": max(hit.score / best, 0.0) if best > 0 else 0.0
                }
        for article_id, start in self._fact_places():
            place = self.sentence_at(self.base.article(article_id), start)
            if place is not None:
                found.setdefault((article_id, place), dict.fromkeys([*PARTS, "search"], 0.0))
        scored = [self._score(article, place, parts) for (article, place), parts in found.items()]
        return tuple(sorted(scored, key=lambda s: (-s.score, s.article, s.start)))

    def signs_at(self, article: str, start: int) -> Mapping[str, float]:
        """Return the signs of the candidate sentence at a place; empty where it is none."""
        return self._signs.get((article, start), {})

    @cached_property
    def _signs(self) -> Mapping[tuple[str, int], Mapping[str, float]]:
        return {(s.article, s.start): s.signs for s in self.ranked}

    def _fact_places(self) -> Iterable[tuple[str, int]]:
        """Yield places of facts that the words alone may miss."""
        wanted = {study.iri for study in self.studies}
        places = [(s.article, s.start) for s in self.knowledge.statistics if s.study in wanted]
        places += [(e.article, e.start) for study in self.studies for e in study.evidence]
        if len(self.knowledge.statistics) <= FACTS:
            places += [(s.article, s.start) for s in self.knowledge.statistics]
        if len(self.knowledge.recommendations) <= FACTS and self.question.asks("recommendation"):
            places += [(r.article, r.start) for r in self.knowledge.recommendations]
        return places

    @cached_property
    def _facts(self) -> Mapping[str, Mapping[tuple[str, int], list[object]]]:
        facts: dict[str, dict[tuple[str, int], list[object]]] = {
            name: defaultdict(list) for name in ("statistics", "recommendations", "studies")
        }
        for statistic in self.knowledge.statistics:
            facts["statistics"][statistic.article, statistic.start].append(statistic)
        for advice in self.knowledge.recommendations:
            facts["recommendations"][advice.article, advice.start].append(advice)
        for study in self.knowledge.studies:
            for evidence in study.evidence:
                facts["studies"][evidence.article, evidence.start].append(study)
        return facts

    def _score(self, article_id: str, place: int, found: Mapping[str, float]) -> Scored:
        article = self.base.article(article_id)
        sentence = article.sentences[place]
        text = sentence.of(article.text)
        context = self.context(article, place)
        key = (article_id, sentence.start)
        statistics = tuple(s for s in self._facts["statistics"].get(key, ()))
        advice = tuple(self._facts["recommendations"].get(key, ()))
        studies = tuple(self._facts["studies"].get(key, ()))
        signs = {
            "words": self.relevance.words_met(text),
            "context": self.relevance.words_met(text, *context),
            "roles": self.relevance.roles_met(text),
            "roles_context": self.relevance.roles_met(text, *context),
            "head": self.relevance.head_met(text) if self.question.head else 0.0,
            "names": self.names_what_is_expected(article_id, sentence.start, sentence.end),
            **found,
            **self._kind_signs(text, statistics, advice, studies),
            "source": self._source_sign(article_id, text, statistics, studies),
            "numbers": self._number_sign(text),
            "asks": float(text.rstrip("»”\"'").endswith("?")),
            "short": 1.0 if sentence.end - sentence.start < SHORT else 0.0,
        }
        return Scored(
            article_id,
            sentence.start,
            sentence.end,
            text,
            context,
            place,
            article.blocks[sentence.block].kind,
            signs,
            sum(weights()[name] * value for name, value in signs.items()),
            statistics,  # type: ignore[arg-type]  # the table holds records by kind
            advice,  # type: ignore[arg-type]
            studies,  # type: ignore[arg-type]
        )

    def context(self, article: Article, place: int) -> tuple[str, ...]:
        """Return the title, the nearest heading and the sentence before, if of the same block."""
        sentence = article.sentences[place]
        parts = [article.title]
        parts += [h.of(article.text) for h in _headings_above(article, sentence)]
        if place and article.sentences[place - 1].block == sentence.block:
            parts.append(article.sentences[place - 1].of(article.text))
        return tuple(parts)

    def names_population(self, population: Population, evidence: Evidence) -> Evidence | None:
        """Return the sentence that names a population: this one or the nearest of those before.

        What a figure is about may be told some sentences earlier; an answer that tells it cites
        that sentence as well, and tells nothing where none is near.
        """
        article = self.base.article(evidence.article)
        place = self.sentence_at(article, evidence.start)
        if place is None:
            return None
        for back in range(place, max(place - NEAR, -1), -1):
            sentence = article.sentences[back]
            text = sentence.of(article.text)
            if names(text, population):
                return Evidence(article.id, sentence.start, sentence.end)
        return None

    def _kind_signs(
        self,
        text: str,
        statistics: Collection[object],
        advice: Collection[object],
        studies: Collection[object],
    ) -> dict[str, float]:
        """Say whether the sentence holds what is asked for, a sign for each kind."""
        asks = self.question.asks
        return {
            "advises": float(asks("recommendation") and bool(advice)),
            "counts": float(asks("figure") and bool(statistics)),
            "compares": float(asks("comparison") and bool(statistics)),
            "names_study": float(asks("study", "sample") and bool(studies)),
            "reasons": float(asks("reason") and gives_reason(text)),
            "often": float(asks("frequency") and tells_frequency(text)),
        }

    def names_what_is_expected(self, article: str, start: int, end: int) -> float:
        """Say whether a sentence names an organisation or person where one is asked for."""
        kinds = self.question.expects
        if not kinds:
            return 0.0
        return float(any(start <= at < end for at in self._named_places.get(article, ())))

    @cached_property
    def _named_places(self) -> Mapping[str, Collection[int]]:
        asked = {entity.iri for entity in self.entities}
        places: dict[str, set[int]] = defaultdict(set)
        for entity in self.knowledge.entities:
            if entity.kind in self.question.expects and entity.iri not in asked:
                for evidence in entity.evidence:
                    places[evidence.article].add(evidence.start)
        return places

    def _source_sign(
        self,
        article: str,
        text: str,
        statistics: Iterable[object],
        studies: Iterable[object],
    ) -> float:
        if not self.entities and not self.studies:
            return 0.0
        wanted = {study.iri for study in self.studies}
        if any(isinstance(s, StatisticRecord) and s.study in wanted for s in statistics):
            return 1.0
        if any(isinstance(s, StudyRecord) and s.iri in wanted for s in studies):
            return 1.0
        folded = fold(text)
        names = (name for e in self.entities for name in (e.name, *e.aliases))
        if any(fold(name) in folded for name in names):
            return 1.0
        return 0.3 if any(article in study.articles for study in self.studies) else 0.0

    def _number_sign(self, text: str) -> float:
        wanted = self.question.numbers + self.question.years
        if not wanted:
            return 0.0
        held = set(re.findall(r"\d+(?:[.,]\d+)*", text))
        return sum(number in held for number in wanted) / len(wanted)


def names(text: str, population: Population) -> bool:
    """Say whether `text` names a population: its role, or every content word of its label."""
    reading = read(text)
    if population.role and population.role in reading.roles:
        return True
    stems = {stem for word in find_words(population.label) for stem in stem_terms(word)}
    return bool(stems) and stems <= reading.stems


def _headings_above(article: Article, sentence: Sentence) -> list[Sentence]:
    for block in range(sentence.block - 1, -1, -1):
        if article.blocks[block].kind == "heading":
            return [s for s in article.sentences if s.block == block]
    return []
