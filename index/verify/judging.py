"""One claim held against the sentences that come near it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.article import Article
from corpus.lexicon import fold
from index.answer.draft import Evidence
from index.answer.guard import unsupported
from index.answer.question import reads_as_verb, understand
from index.answer.reading import read
from index.answer.relevance import Relevance, role_credit
from index.lexical import find_words
from index.verify.bare import judge_bare
from index.verify.claim import SHOWN, Claim, place_of, said, verdict_on
from index.verify.gap import judge_gap
from index.verify.matching import denied_by, opposed, same_order, same_people, same_value
from index.verify.shelf import Shelf
from index.verify.teller import Match
from index.verify.told import Told, counted, stems_of, without_figures, years_of
from index.verify.verdict import Outcome, Reason, Verdict
from kg.thesaurus import thesaurus

__all__ = ["judge"]

CANDIDATES = 40  # sentences of the search that are looked at
EQUALS = 20  # figures of the graph with the very value, looked at beside them
MET = 0.7  # share of the claim's words that a sentence, with what stands above it, must meet
MET_OTHER = 0.8  # … to be contradicted by it
OWN_OF_ALL, BACK_OTHER = 0.4, 0.4  # … where the claim's own figure is told nearby too
NEAR = 0.35  # … below which it is not looked at
MET_SAME = 0.42  # … where the figure is the very same
ALL, TELLING, BACK_OF_ALL = 0.9, 3, 0.12  # a claim of three words, all of them met, needs less back
OWN = 0.35  # … that it must meet by itself
BACK = 0.3  # share of the sentence's own words that the claim must meet
# by how much a figure with another value must fit better than the same one to be the one meant
CLEARER = 0.6
BACK_ONLY = 0.2  # … where no other figure of the base has the value, and it is of the very people
SAID = 0.85  # share of the words of a claim without figures that one sentence must meet
SAID_BACK = 0.35
SAID_WHOLE, WHOLE_BACK = 0.95, 0.2  # … a claim of which every word is met may tell less of it
ROLES = 0.7  # share of the roles that a claim names beside its population
ALIGNED = 0.05  # figures of one sentence whose own words fit nearly as well as the best


@dataclass(frozen=True, slots=True)
class _Near:
    """A sentence of the base, or a figure of it, and how it stands to the claim."""

    place: Evidence
    told: Told | None
    met: float
    back: float
    sourced: bool
    denied: bool
    own: float = 0.0
    people: bool = True
    same: bool = False
    source: Match = "same"
    teller: str = ""

    @property
    def fit(self) -> float:
        return self.met + self.back


def judge(claim: Claim, shelf: Shelf) -> Verdict:
    """Say whether the articles support a claim, say otherwise, or do not say."""
    judge = _Judge(claim, shelf)
    if claim.told is None:
        return judge.of_words()
    verdict = judge.of_figure(claim.told)
    if verdict.outcome != "not_found":
        return verdict
    # a difference may be told as such, or follow from two figures
    return judge_gap(claim, shelf) or judge_bare(claim, shelf) or verdict


class _Judge:
    """Holds one claim against a base."""

    def __init__(self, claim: Claim, shelf: Shelf) -> None:
        self.claim = claim
        self.shelf = shelf
        self.base = shelf.base
        self.wording = self._wording()
        self.words = self._relevance(self.wording)

    # -- what the claim says -----------------------------------------------------------------

    def _wording(self) -> str:
        """Return the words that are looked for: without figures, sources and, if few, heads."""
        claim = self.claim
        if claim.told is None:
            return self._bare(claim.text)
        words = ""
        for more in (claim.told.clause, claim.told.own, claim.text, claim.above):
            words = f"{words} {self._bare(more)}".strip()
            if len(self._content(words)) > 1:
                break
        return words

    def _bare(self, text: str) -> str:
        bare = without_figures(text)
        for name in self.claim.names:
            bare = bare.replace(name, " ")
        return bare

    def _content(self, text: str) -> frozenset[str]:
        return stems_of(text) - self._who

    @property
    def _who(self) -> frozenset[str]:
        """Stems of the words for those whose the claim says its figure is."""
        who = self.claim.told.populations if self.claim.told else ()
        return frozenset(s for p in who for s in stems_of(p.label))

    def _sourced(self, article: Article, around: Sequence[str], makers: Sequence[str]) -> bool:
        """Say whether whoever the claim names as its source is named there too."""
        there = {
            fold(w)
            for text in (*around, *makers, article.publisher or "")
            for w in find_words(text)
        }
        return all(
            any({fold(w) for w in find_words(form)} <= there for form in self._forms(name))
            for name in self.claim.names
        )

    def _forms(self, name: str) -> list[str]:
        """Return the names in the base of the organisation called `name`."""
        wanted = fold(name)
        forms = [name]
        for entity in self.base.knowledge.entities:
            names = entity.names
            if any(fold(one) == wanted for one in names):
                forms.extend(names)
        return forms

    # -- what comes near ---------------------------------------------------------------------

    @cached_property
    def _places(self) -> list[tuple[Article, int]]:
        hits = self.shelf.hits(self.claim.text, CANDIDATES)
        found = [(hit.article, hit.start) for hit in hits]
        if self.claim.told:
            found += [(e.article, e.start) for e in self.shelf.samples(self.claim.told.figure)]
            equals = self.shelf.equals(self.claim.told.figure)
            met = self.words.words_met
            found += [
                (s.article, s.start) for s in sorted(equals, key=lambda s: -met(s.quote))[:EQUALS]
            ]
        places: dict[tuple[str, int], tuple[Article, int]] = {}
        for article_id, start in found:
            article = self.base.article(article_id)
            number = self.shelf.number_at(article, start)
            if number is not None:
                places.setdefault((article_id, number), (article, number))
        return list(places.values())

    def _compare(self, article: Article, number: int, told: Told | None) -> _Near:
        text = article.sentences[number].of(article.text)
        around = self.shelf.around(article, number)
        clause = without_figures(told.clause if told else text)
        back = self.shelf.relevance(clause)
        if not back.words_weight:  # "frente al 56 % de los CMO" says nothing: its sentence does
            clause = without_figures(text)
        before = self.shelf.leans_on(article, number)
        backs = [
            self.shelf.relevance(clause),
            *([self.shelf.relevance(without_figures(told.own))] if told else []),
            *([self.shelf.relevance(without_figures(before))] if before else []),
        ]
        words = self._words_but(denied_by(self.wording, clause))
        own = words.words_met(text, before)
        labels = [population.label for population in told.populations] if told else []
        tellers = self.shelf.tellers.names(article, number, told) if told else ()
        return _Near(
            place_of(article, number),
            told,
            words.words_met(*around) if own >= OWN and self._roles_met(*around, *labels) else 0.0,
            max(
                b.words_met(self.claim.text, self.claim.above)
                for b in backs
                if b.words_weight or b is backs[0]
            ),
            self._sourced(article, around, (*told.sources, *tellers) if told else ()),
            opposed(self.wording, clause),
            own,
            source=self.shelf.tellers.match(self._claimed, article, number, told)
            if told
            else "same",
            teller=tellers[0] if tellers else "",
        )

    @cached_property
    def _claimed(self) -> Sequence[frozenset[str]]:
        return self.shelf.tellers.claimed(self.claim.whole)

    def _relevance(self, text: str) -> Relevance:
        return Relevance(understand(text), self.base.searcher.telling)

    def _words_but(self, left_out: frozenset[str]) -> Relevance:
        """Return the words of the claim without those that a sentence denies."""
        if not left_out:
            return self.words
        return self._relevance(" ".join(w for w in find_words(self.wording) if w not in left_out))

    def _roles_met(self, *texts: str) -> bool:
        """Say whether the roles that a claim names are there; "líderes" may be said otherwise."""
        concepts = thesaurus().concepts
        wanted = [r for r in self.words.roles if concepts[r].function != "general"]
        held = [role for text in texts for role in read(text).roles]
        return role_credit(wanted, held) >= ROLES

    # -- claims with a figure ----------------------------------------------------------------

    def of_figure(self, claimed: Told) -> Verdict:
        near = [one for place in self._places for one in self._figures(claimed, *place)]
        fitting = [one for one in near if self._fits(one)]
        ours = [one for one in fitting if one.people and one.sourced and one.source == "same"]
        best = max(
            (o.fit for o in ours if not (o.same or o.denied) and o.met >= MET_OTHER), default=0.0
        )
        near = [one for one in near if not one.same or one.fit > best - CLEARER]
        says = [one for one in ours if one in near and one.same and not one.denied]
        if says:
            others = [
                one
                for one in ours
                if not one.same and not one.denied and self._elsewhere(one, says)
            ]
            return self._verdict("supported", "same_figure", says, others)
        denied = [one for one in ours if one.same and one.denied and one.met >= MET]
        if denied:
            return self._verdict("contradicted", "opposite", denied, denied)
        others = [one for one in ours if not one.denied and self._contradicts(claimed, one)]
        theirs = [one for one in fitting if one.same and not one.people]
        alike = [one for one in near if one.same and one.people and one.met >= NEAR]
        if others and not alike:
            # where the very figure is told of others, those claimed are told of there too
            beside = {one.place.article for one in theirs}
            others = [one for one in others if one.place.article in beside] or others
            told = sorted(others, key=lambda one: -one.fit)[: SHOWN - bool(theirs)]
            return self._verdict("contradicted", "other_value", told, [*told, *theirs[:1]])
        if theirs:
            return self._verdict("not_found", "other_population", theirs, theirs)
        told = [one for one in fitting if one.same and one.people]
        if told:
            return self._of_other_source(told)
        if alike:
            return self._verdict("not_found", "other_claim", alike, alike)
        return self._verdict("not_found", "nothing", (), ())

    def _of_other_source(self, told: Sequence[_Near]) -> Verdict:
        """Judge a claim whose figure is told, but not surely by the source that it names."""
        if any(one.source == "unsure" for one in told):
            return self._verdict("not_found", "unsure_source", told, told)
        sure = all(one.source == "other" and not one.denied for one in told)
        return self._verdict("contradicted" if sure else "not_found", "other_source", told, told)

    def _contradicts(self, claimed: Told, near: _Near) -> bool:
        """Say whether a figure with another value must be of the very same."""
        held = near.told
        if held is None or claimed.guessed or self._is_second:
            return False
        if not years_of(self.claim.text) <= years_of(held.own) | {claimed.figure.text}:
            return False
        samples = claimed.sample and held.sample
        if claimed.kind == "count" and not samples and counted(claimed) != counted(held):
            return False
        if self._tells_better(claimed, near):
            return False
        # where the article has the very figure of the same people, it may be of a thing nearby
        told = any(
            same_people(claimed, one, self.claim.text, (quote,))
            for one, quote in self.shelf.told(claimed.figure, near.place.article)
        )
        if told and not held.sample:
            return near.met >= ALL and near.own >= OWN_OF_ALL and near.back >= BACK_OTHER
        return near.met >= MET_OTHER

    @cached_property
    def _is_second(self) -> bool:
        """Say whether the claimed figure is nobody's, one of several, and told somewhere near.

        "un tercio de los CMO … el 75 % o más" tells of the 75 % too little to be denied.
        """
        claimed = self.claim.told
        if claimed is None or claimed.populations or self.claim.alone:
            return False
        return any(
            one.kind == claimed.kind and same_value(claimed.figure, one.figure)
            for place in self._places
            for one in self.shelf.figures(*place)
        )

    def _tells_better(self, claimed: Told, near: _Near) -> bool:
        """Say whether the claimed figure stands beside `near` with more of the claim's matter.

        "Internet de las cosas (48 %)" follows "el 61 % dice que los macrodatos han tenido efecto".
        """
        article = self.base.article(near.place.article)
        number = self.shelf.number_at(article, near.place.start) or 0
        beside = [
            one
            for place in range(max(number - 1, 0), min(number + 2, len(article.sentences)))
            for one in self.shelf.figures(article, place)
            if one.kind == claimed.kind and same_value(claimed.figure, one.figure)
        ]
        own = near.told.own if near.told else ""
        said_of = f"{self.wording} {self._bare(claimed.own)}"
        matter = {w for w in find_words(said_of) if not reads_as_verb(w)}
        telling = stems_of(" ".join(matter)) - stems_of(own)
        whose = (one for one in beside if {*one.roles} >= {p.role for p in claimed.populations})
        return any(telling & stems_of(one.own) - self._who for one in whose)

    def _fits(self, near: _Near) -> bool:
        """Say whether both speak of the same; the very figure is a sign of it too."""
        if near.same and near.met >= ALL and len(self._content(self.wording)) >= TELLING:
            return near.back >= BACK_OF_ALL
        if near.same and near.people and self._is_only:
            return near.met >= MET_SAME and near.back >= BACK_ONLY
        return near.met >= (MET_SAME if near.same else MET) and near.back >= BACK

    @cached_property
    def _is_only(self) -> bool:
        """Say whether the claim tells whose its figure is, and the base has one with its value."""
        told = self.claim.told
        named = told is not None and any(p.role for p in told.populations)
        return named and told is not None and len(self.shelf.equals(told.figure)) == 1

    def _figures(self, claimed: Told, article: Article, number: int) -> Iterator[_Near]:
        """Yield the figures of a sentence that are told of what the claim tells."""
        held = [t for t in self.shelf.figures(article, number) if t.kind == claimed.kind]
        if not held:
            return
        around = self.shelf.around(article, number)
        if find_words(around[0]) == find_words(self.claim.text):  # it is the very sentence
            place = place_of(article, number)
            for other in held:
                if same_value(claimed.figure, other.figure):
                    yield _Near(place, other, 1.0, 1.0, sourced=True, denied=False, same=True)
            return
        samples = claimed.sample and any(other.sample for other in held)
        if not samples and self.words.words_met(*around) < NEAR:
            return
        fits = [self._own.of(other.own) for other in held]
        people = [same_people(claimed, other, self.claim.text, around) for other in held]
        for whose in (True, False):
            group = [k for k in range(len(held)) if people[k] is whose]
            best = max((fits[k] for k in group), default=0.0)
            for k in group:
                if fits[k] >= best - ALIGNED:
                    same = same_value(claimed.figure, held[k].figure)
                    near = self._compare(article, number, held[k])
                    yield self._asked_of(replace(near, people=whose, same=same))

    def _asked_of(self, near: _Near) -> _Near:
        """Take two samples for the same question where the words say little: "n = 403"."""
        claimed, held = self.claim.told, near.told
        if claimed is None or held is None or not held.sample:
            return near
        if claimed.sample and near.sourced and (near.same or self.claim.names or claimed.sources):
            return replace(near, met=1.0, back=1.0)
        return replace(near, back=1.0)

    @cached_property
    def _own(self) -> Relevance:
        return self._relevance(self._bare(self.claim.told.own if self.claim.told else ""))

    @staticmethod
    def _elsewhere(one: _Near, says: Sequence[_Near]) -> bool:
        return one.place not in {near.place for near in says}

    # -- claims without ----------------------------------------------------------------------

    def of_words(self) -> Verdict:
        near = [self._compare(article, number, None) for article, number in self._places]
        saying = []
        for one in near:
            quote = self.base.article(one.place.article).text[one.place.start : one.place.end]
            if find_words(quote) == find_words(self.claim.text) or (
                not unsupported(self.claim.text, [quote])
                and (
                    (one.met >= SAID and one.back >= SAID_BACK)
                    or (one.met >= SAID_WHOLE and one.back >= WHOLE_BACK)
                )
                and one.sourced
                and not one.denied
                and same_order(self.claim.text, quote, self.claim.names)
            ):
                saying.append(one)
        if saying:
            return self._verdict("supported", "same_words", saying, ())
        return self._verdict("not_found", "nothing", (), ())

    # -- the verdict -------------------------------------------------------------------------

    def _verdict(
        self, outcome: Outcome, reason: Reason, near: Sequence[_Near], says: Sequence[_Near]
    ) -> Verdict:
        cited = sorted(near, key=lambda one: -one.fit)[:SHOWN]
        extra = [one for one in sorted(says, key=lambda one: -one.fit) if one not in cited]
        shown = [*cited, *extra] if outcome != "supported" else extra
        figures = [
            said(one.told, one.teller if one.source == "other" else "")
            for one in shown
            if one.told and one in says
        ]
        places = [one.place for one in [*cited, *extra]]
        return verdict_on(self.claim, self.base, (outcome, reason), figures, places)
