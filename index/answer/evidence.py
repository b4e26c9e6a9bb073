"""Which sentences may answer a question, best first, each with the signs that speak for it."""

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from typing import TypeVar

import yaml

from corpus.article import Article, Sentence
from corpus.lexicon import fold
from index.answer.cues import cues, tells
from index.answer.draft import Evidence
from index.answer.question import MAX_CHARACTERS, Question, understand
from index.answer.reading import names
from index.answer.relevance import Relevance, spoken_of
from index.answer.signs import Place, fact_signs, word_signs
from index.base import Base
from index.cross_encoder import cross_encoder
from index.lexical import find_words, stem_terms
from kg.country import agree, is_country, main_country, named_countries
from kg.facts import Population
from kg.records import EntityRecord, Knowledge, RecommendationRecord, StatisticRecord, StudyRecord
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["Asked", "Scored", "weights"]

CANDIDATES = 120  # sentences of the search that are looked at closely
READ = 10  # candidates that are read together with the question
SOFT = 4.0  # by which the logarithm of the odds is divided, lest all signs be 0 or 1
ARTICLE = 60  # characters before an office that its article and one word take
NEAR = 6  # sentences back that a population is looked for in
ALONE = 2  # words of its own that one of several questions has if it can be asked alone
# what telling of trouble adds to a score, and advice, where trouble is asked for; from 0.6 on,
# whatever tells of trouble comes before what answers ("¿qué obstáculos frenan la IA…?")
TROUBLE, REMEDY = 0.35, -0.6
FACTS = 400  # sentences with facts that are looked at beside them, at most
TRUSTED = 4.0  # tenfold steps by which the ranker's trust is told
SHARPNESS = 8.0  # how steeply a better score means a likelier sentence
HEADS = frozenset({"title", "byline", "heading"})  # they head what is said, and say it not
PARTS = ("lexical", "grams", "dense", "contextual", "maxsim", "coverage")  # each 0 to 1

Fact = TypeVar("Fact")


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
    order: int
    kind: str
    signs: Mapping[str, float] = field(compare=False)
    score: float = 0.0
    statistics: tuple[StatisticRecord, ...] = ()
    recommendations: tuple[RecommendationRecord, ...] = ()
    studies: tuple[StudyRecord, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """Its place."""
        return Evidence(self.article, self.start, self.end)


class Asked:
    """One question put to one generation of a base: what several ways of answering share."""

    def __init__(self, question: Question, base: Base, *, leaning: bool = False) -> None:
        """Put `question` to `base`; see `toward_trouble` for `leaning`."""
        self.question = question
        self._leaning = leaning
        self.base = base
        self.knowledge: Knowledge = base.knowledge
        self.relevance = Relevance(question, base.searcher.telling)
        self._starts: dict[str, list[int]] = {}

    @classmethod
    def of(cls, text: str, base: Base) -> "Asked":
        """Put a question as typed, slips put right."""
        return cls(understand(base.searcher.corrected(text[:MAX_CHARACTERS])), base)

    def parts(self) -> tuple["Asked", ...]:
        """The questions that it is made of, where there are several that can be asked alone."""
        clauses = [understand(clause) for clause in self.question.clauses]
        words = [set(clause.terms) for clause in clauses]
        alone = [
            clause
            for clause, own in zip(clauses, words, strict=True)
            if len(own - set().union(*(other for other in words if other is not own))) >= ALONE
        ]
        if len(alone) < 2:
            return ()
        return tuple(Asked(part, self.base, leaning=self._leaning) for part in alone)

    def toward_trouble(self) -> "Asked":
        """The same question where what stands in the way is told before how to clear it.

        Of a question that asks for that. "Deberían hablar cada semana para despejar obstáculos"
        has its words and tells of none; whether the articles answer is not for this to say.
        """
        other = Asked(self.question, self.base, leaning=True)
        other._by_fit = self._by_fit
        return other

    # -- what the question names -------------------------------------------------------------

    @cached_property
    def entities(self) -> tuple[EntityRecord, ...]:
        """The organisations and persons that the question names, by any of their names."""
        return tuple(
            entity
            for entity in self.knowledge.entities
            if any(self._names(name) for name in entity.names)
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

    @cached_property
    def lists_a_source(self) -> bool:
        """Whether all that a named study says is wanted: "Dame todas las cifras de Infosys"."""
        named = frozenset().union(*(words for _, words in self.names_asked))
        left = set(self.question.terms) - named - cues().listing
        return self.question.everything and self.only_of_sources and not left

    @cached_property
    def lists_a_role(self) -> bool:
        """Whether all figures of some roles are wanted: "Dame todas las cifras de los CIO"."""
        question = self.question
        if not question.everything or not question.roles or self.studies or question.years:
            return False
        spans = (found.span for found in find_roles(question.text, casefold=True))
        named = {fold(w) for span in spans for w in re.findall(r"\w+", span.of(question.text))}
        return set(question.terms) <= named | cues().listing

    def order(self, statistic: StatisticRecord) -> int:
        """Return the place of a statistic among all, in reading order."""
        return self._order[statistic.iri]

    def statistic(self, iri: str) -> StatisticRecord | None:
        """Return the statistic that `iri` names."""
        place = self._order.get(iri)
        return None if place is None else self.knowledge.statistics[place]

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {s.iri: place for place, s in enumerate(self.knowledge.statistics)}

    def study_years(self, statistics: Iterable[StatisticRecord]) -> frozenset[str]:
        """Return the years of the studies that statistics are of, as far as they are told."""
        studies = (self.knowledge.study(statistic.study) for statistic in statistics)
        return frozenset(one.published[:4] for one in studies if one and one.published)

    def quote(self, evidence: Evidence) -> str:
        """Return the words of a place."""
        return self.base.article(evidence.article).text[evidence.start : evidence.end]

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
        if not (self._leaning and self.question.trouble):
            return self._by_fit
        return _sorted(replace(s, score=s.score + _leaning(s)) for s in self._by_fit)

    @cached_property
    def _by_fit(self) -> tuple[Scored, ...]:
        found = self._found()
        texts: dict[str, list[str]] = defaultdict(list)
        for article_id, place in found:
            article = self.base.article(article_id)
            texts[article_id].append(article.sentences[place].of(article.text))
        met = {a: self.relevance.words_met(*of_it, near=False) for a, of_it in texts.items()}
        scored = [
            self._score(article_id, place, {**parts, "article": met[article_id]})
            for (article_id, place), parts in found.items()
        ]
        return _sorted(self._read_together(_sorted(scored)))

    def _read_together(self, scored: Sequence[Scored]) -> Iterator[Scored]:
        """Yield the candidates with what reading each with the question tells of it.

        Only the best are read; of the others it is taken to be as little as of any of these.
        """
        odds = cross_encoder().odds(
            self._spoken, ((self.base.article(s.article), s.order) for s in scored[:READ])
        )
        told = {place: 1 / (1 + math.exp(-value / SOFT)) for place, value in odds.items()}
        least = min(told.values(), default=0.0)
        for one in scored:
            sign = told.get((one.article, one.order), least)
            score = one.score + weights()["cross"] * sign
            yield replace(one, signs={**one.signs, "cross": sign}, score=score)

    @cached_property
    def _spoken(self) -> str:
        """The question; in an English one, acronyms of roles that no article has by their names.

        Beside Spanish sentences English words are read for what they mean, and "CFOs" is not.
        """
        text = self.question.text
        if self.question.language != "en":
            return text
        for found in reversed(find_roles(text, casefold=True)):
            acronym = found.span.of(text).rstrip("s")
            concept = thesaurus().concepts.get(found.role or "")
            name = concept.full_name if concept else None
            told = self.base.searcher.articles_with(stem_terms(fold(acronym)))
            if name and acronym.isupper() and not told:
                text = text[: found.span.start] + name + text[found.span.end :]
        return text

    def _found(self) -> Mapping[tuple[str, int], Mapping[str, float]]:
        """Return the candidates, by article and place in it, with the signs of the search."""
        hits = self.base.searcher.sentences(self.question.text, top=CANDIDATES)
        best = max((hit.score for hit in hits), default=0.0)
        found: dict[tuple[str, int], dict[str, float]] = {}
        for hit in hits:
            place = self.sentence_at(self.base.article(hit.article), hit.start)
            if place is not None:
                trust = hit.parts.get("ranker", 0.0)
                found[hit.article, place] = {
                    **{name: hit.parts.get(name, 0.0) for name in PARTS},
                    "search": max(hit.score / best, 0.0) if best > 0 else 0.0,
                    "ranked": max(0.0, 1 + math.log10(trust) / TRUSTED) if trust else 0.0,
                }
        for article_id, start in self._fact_places():
            place = self.sentence_at(self.base.article(article_id), start)
            if place is not None:
                signs = dict.fromkeys([*PARTS, "search", "ranked"], 0.0)
                found.setdefault((article_id, place), signs)
        return found

    @cached_property
    def told(self) -> tuple[Scored, ...]:
        """The ranked sentences that say something.

        Titles, bylines and headings do so only where they name whom or what is asked for;
        the questions of an interview do not.
        """
        return tuple(
            s
            for s in self.ranked
            if (s.kind not in HEADS or s.signs["names"]) and not tells("asking", s.text)
        )

    @cached_property
    def likelihood(self) -> Mapping[Evidence, float]:
        """How likely each sentence is the one that answers, if any does; together 1."""
        best = self.told[0].score if self.told else 0.0
        chances = [math.exp(SHARPNESS * (s.score - best)) for s in self.told]
        return {
            s.evidence: chance / sum(chances) for s, chance in zip(self.told, chances, strict=True)
        }

    def fit_at(self, article: str, start: int) -> float:
        """Return how well the candidate at a place fits beside the best, 0 to 1."""
        best = self.ranked[0].score if self.ranked else 0.0
        return self._scores.get((article, start), 0.0) / best if best > 0 else 0.0

    @cached_property
    def _scores(self) -> Mapping[tuple[str, int], float]:
        return {(s.article, s.start): s.score for s in self.ranked}

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
    def _statistics(self) -> Mapping[tuple[str, int], tuple[StatisticRecord, ...]]:
        return _by_place((s.article, s.start, s) for s in self.knowledge.statistics)

    @cached_property
    def _recommendations(self) -> Mapping[tuple[str, int], tuple[RecommendationRecord, ...]]:
        return _by_place((r.article, r.start, r) for r in self.knowledge.recommendations)

    @cached_property
    def _studies_told(self) -> Mapping[tuple[str, int], tuple[StudyRecord, ...]]:
        return _by_place(
            (e.article, e.start, study) for study in self.knowledge.studies for e in study.evidence
        )

    def _score(self, article_id: str, at: int, found: Mapping[str, float]) -> Scored:
        article = self.base.article(article_id)
        sentence = article.sentences[at]
        key = (article_id, sentence.start)
        place = Place(
            sentence.of(article.text),
            _before(article, at),
            (article.title, *(h.of(article.text) for h in _headings_above(article, sentence))),
            self.given(article_id),
            self._statistics.get(key, ()),
            self._recommendations.get(key, ()),
            self._studies_told.get(key, ()),
        )
        signs = {
            **found,
            **word_signs(self.question, self.relevance, place),
            **fact_signs(self.question, place),
            "names": self.names_what_is_expected(article_id, sentence.start, sentence.end),
            "source": self._source_sign(article_id, place),
        }
        return Scored(
            article_id,
            sentence.start,
            sentence.end,
            place.text,
            at,
            article.blocks[sentence.block].kind,
            signs,
            sum(weights()[name] * value for name, value in signs.items()),
            place.statistics,
            place.recommendations,
            place.studies,
        )

    @cached_property
    def names_asked(self) -> Sequence[tuple[Collection[str], frozenset[str]]]:
        """The articles that speak of each entity of the question, and the words that name it."""
        asked = set(find_words(self.question.folded))
        named = [
            (
                entity,
                {word for name in entity.names for word in find_words(fold(name))},
            )
            for entity in self.entities
        ]
        return [(entity.articles, frozenset(asked & words)) for entity, words in named]

    @cached_property
    def articles_of_roles(self) -> frozenset[str]:
        """The articles that speak of one of the roles of the question."""
        wanted, known = self.question.roles, self.knowledge.roles
        held = {one.articles for one in known if any(spoken_of(w, [one.id]) for w in wanted)}
        return frozenset().union(*held)

    def given(self, article: str) -> frozenset[str]:
        """Return the words of the question that name whom the article speaks of, or its country."""
        about = [words for articles, words in self.names_asked if article in articles]
        return frozenset().union(*about, self._home_words(article))

    @cached_property
    def _countries_named(self) -> Sequence[tuple[str, frozenset[str]]]:
        """The countries of the question, and the words that name each."""
        question = self.question.folded
        return [
            (found.country, frozenset(find_words(found.span.of(question))))
            for found in named_countries(question)
            if found.by_people or is_country(found.span.of(question))
        ]

    def _home_words(self, article: str) -> frozenset[str]:
        """Return the words of the question that name the country of an article, or hold it."""
        named = self._countries_named
        home = main_country(self.base.article(article).text) if named else None
        words = (words for country, words in named if home and agree({country}, {home}))
        return frozenset().union(*words)

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

    def names_what_is_expected(self, article: str, start: int, end: int) -> float:
        """Say whether a sentence names an organisation or person where one is asked for.

        Who is told of by office alone is named by it: "el CIO de Disney en Europa".
        """
        if not self.question.expects:
            return 0.0
        named = any(start <= at < end for at in self._named_places.get(article, ()))
        if not named and self.question.expects_somebody:
            named = names_by_office(self.base.article(article).text[start:end])
        return float(named)

    def names_who(self, sentence: Scored) -> Evidence | None:
        """Return the nearest sentence before that names who is asked for, if this one does not.

        "«…», afirma." is said by somebody whom the article named some sentences earlier.
        """
        if not self.question.expects_somebody or sentence.signs["names"]:
            return None
        article = self.base.article(sentence.article)
        for back in range(sentence.order - 1, max(sentence.order - NEAR, 0) - 1, -1):
            before = article.sentences[back]
            if article.blocks[before.block].kind in HEADS:
                continue  # a byline names who writes
            if self.names_what_is_expected(article.id, before.start, before.end):
                return Evidence(article.id, before.start, before.end)
        return None

    @cached_property
    def _named_places(self) -> Mapping[str, Collection[int]]:
        asked = {entity.iri for entity in self.entities}
        kinds = self.question.expected_entities
        places: dict[str, set[int]] = defaultdict(set)
        for entity in self.knowledge.entities:
            if entity.kind in kinds and entity.iri not in asked:
                for evidence in entity.evidence:
                    places[evidence.article].add(evidence.start)
        return places

    def _source_sign(self, article: str, place: Place) -> float:
        if not self.entities and not self.studies:
            return 0.0
        wanted = {study.iri for study in self.studies}
        if wanted & {s.study for s in place.statistics} or wanted & {s.iri for s in place.studies}:
            return 1.0
        folded = fold(place.text)
        if any(fold(name) in folded for e in self.entities for name in e.names):
            return 1.0
        return 0.3 if any(article in study.articles for study in self.studies) else 0.0


def _sorted(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    return tuple(sorted(scored, key=lambda s: (-s.score, s.article, s.start)))


def _leaning(sentence: Scored) -> float:
    """Return how far a sentence comes forward as one that tells what stands in the way."""
    if sentence.recommendations:
        return REMEDY
    return 0.0 if sentence.signs["asks"] else TROUBLE * tells("trouble", sentence.text)


_ONE = re.compile(r"(?<!\w)(?:el|la|del|al|un|una|su|the|a)(?: \w+)? $", re.IGNORECASE)
_OF_A_NAME = re.compile(r" (?:de|del|en|of|at)(?: la| el| los| las)? [A-ZÁÉÍÓÚÑ]")


def names_by_office(text: str) -> bool:
    """Say whether `text` tells of one person by office and house.

    >>> [names_by_office(t) for t in ("Lo contó el CIO de Disney.", "Los CIO de España se quejan.")]
    [True, False]
    """
    return any(
        found.kind == "person"
        and _ONE.search(text[max(0, found.span.start - ARTICLE) : found.span.start])
        and _OF_A_NAME.match(text, found.span.end)
        for found in find_roles(text)
    )


def _by_place(
    facts: Iterable[tuple[str, int, Fact]],
) -> Mapping[tuple[str, int], tuple[Fact, ...]]:
    places: dict[tuple[str, int], tuple[Fact, ...]] = defaultdict(tuple)
    for article, start, fact in facts:
        places[article, start] += (fact,)
    return places


def _before(article: Article, at: int) -> str:
    """Return the sentence before, if of the same block or if it asks or announces this one."""
    if not at:
        return ""
    sentence, before = article.sentences[at], article.sentences[at - 1]
    text = before.of(article.text)
    same = before.block == sentence.block
    return text if same or text.rstrip("»”\"'").endswith(("?", ":")) else ""


def _headings_above(article: Article, sentence: Sentence) -> list[Sentence]:
    for block in range(sentence.block - 1, -1, -1):
        if article.blocks[block].kind == "heading":
            return [s for s in article.sentences if s.block == block]
    return []
