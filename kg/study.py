"""Joins the places that speak of studies into studies."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.article import Article, Span
from kg.entity import abbreviates
from kg.facts import Entity, Sample, Study
from kg.grammar import Word
from kg.parse import ParsedSentence, parse
from kg.population import PopulationReader
from kg.sample import sample_words
from kg.source import NameReader
from kg.study_cue import BEHIND, OF_BODY, tells_by_trade, words_in
from kg.study_draft import Draft, Drafts, is_kind, title_words
from kg.study_floor import FloorReader
from kg.study_issuer import find_issuer
from kg.study_mention import find_mentions
from kg.study_place import StudyMention
from kg.study_reading import Layout, Signs, StudyReading, holds, study_of_article

__all__ = ["find_studies", "read_studies"]

_DATED = 9  # words in which a study is dated: "Se publicó en diciembre de 2023"
_SEVERAL = 30  # sentences behind "dos estudios coinciden" in which they are told one by one
_CARRY = 12  # sentences over which a study that nobody names again is still being told
_CONFIDENCE = (0.6, 0.85, 0.95)  # without name or maker, with one of them, with both
_OFTEN = 3  # mentions that make an organisation of the headline what the text is about
_MANY = 40  # studies of one article that are looked through
_NOUN = 20  # characters before a name in which the noun that it stands behind ends
_FEW = 50  # figures of a sentence that are looked at
_BRACKET = re.compile(r"[»”\"’'*_]?\s?\((\w{2,10})[,)]")  # "(ENOE)" behind a title
_SETTING = re.compile(r"\s*,\s*(?:en|para|desde|hasta)\s+")  # "según X, en 2030 la mitad …"
_GIVEN = frozenset(["share", "points", "multiple", "money", "rank"])
_COUNTED = frozenset(["count", "number", "duration"])
_FAR_BACK = 6  # the same of the first source that a text names
_FLOOR = 4  # sentences behind one that names a body in which its figures begin
_BESIDE = 2  # sentences from one that only tells the source to the figures that it sources


def find_studies(article: Article, entities: Sequence[Entity]) -> tuple[Study, ...]:
    """Return the studies, surveys and reports that an article tells of, in order."""
    return read_studies(article, entities).studies


def read_studies(article: Article, entities: Sequence[Entity]) -> StudyReading:
    """Return the studies of an article with the places that tell of them."""
    collector = _Collector(article, entities)
    for sentence in collector.sentences:
        collector.take(sentence)
    return collector.finish()


class _Collector:
    """Takes the sentences in order; keeps the study that is being told."""

    def __init__(self, article: Article, entities: Sequence[Entity]) -> None:
        self.article = article
        self.sentences = parse(article)
        self.layout = Layout.of(article)
        self.names = NameReader(article.text, entities)
        self.populations = PopulationReader(article.text)
        self.drafts = Drafts()
        self.samples: set[int] = set()
        self.listing: tuple[int, Draft] | None = None  # the block that opens a list, and whose
        self.bodies = [entity for entity in entities if entity.kind == "organization"]
        often = [entity for entity in self.bodies if len(entity.mentions) > 1]
        self.sizes: list[int] = []
        self.several = -_SEVERAL - 1  # the last sentence that told of two or more studies
        self.drafts.persons = frozenset(e.name for e in entities if e.kind == "person")
        self.floor = FloorReader(self.names, article.publisher)
        self.pending: StudyMention | None = None  # who may tell the figures that follow
        if often:
            self.drafts.main = max(often, key=lambda entity: len(entity.mentions)).name

    def take(self, sentence: ParsedSentence) -> None:
        """Take in every mention of a sentence, then its samples."""
        self.drafts.last_end = -1
        self.sizes = sample_words(sentence)
        if any(
            word.low in words_in("plural_nouns") and before.tag == "F"
            for before, word in pairwise(sentence.words)
        ):
            self.several = sentence.index
        for mention in find_mentions(sentence, self.article.text, self.names):
            given = _GIVEN | _COUNTED if mention.back else _GIVEN
            if mention.wished or (mention.quiet and not self._beside_figures(sentence, given)):
                continue
            if mention.kindred and not self._told_beside(sentence):
                continue
            mention = self.drafts.in_full(self._named(mention))
            others = any(self.drafts.main in draft.makers for draft in self.drafts.all)
            if mention.ours and not mention.makers and self._asked_somebody():
                makers = self.article.authors or (self.article.publisher or "",)
                mention = replace(mention, makers=makers)
            elif mention.ours and self.drafts.main and not mention.makers and not others:
                mention = replace(mention, makers=(self.drafts.main,))
            if mention.theirs and self.drafts.last and not mention.makers:
                mention = replace(mention, makers=(self.drafts.last,))
            draft = self._place(mention, sentence)
            if draft is None:
                continue
            if mention.back:
                self._source_back(draft, sentence, only=mention.quiet)
            self._add(draft, mention, sentence)
            self.drafts.last_end = mention.end
        self._give_floor(sentence)
        self._date(sentence)
        self._carry_into_list(sentence)
        if self.sizes and self.drafts.last_end < 0 and self.drafts.only_cited():
            self._new_unnamed(sentence)
        for at in self.sizes:
            self._add_sample(sentence, at)
        self._note_organization(sentence)

    def _give_floor(self, sentence: ParsedSentence) -> None:
        """Let a body that was named last tell the figures that follow, where no cue says whose."""
        if self.drafts.last_end >= 0:
            self.pending = None
            return
        if sentence.is_heading:
            return
        begins = sentence.index and self.layout.blocks[sentence.index - 1] != sentence.block
        told = self.drafts.current
        loose = told is None or (begins and not told.title and not told.samples)
        found = self.floor.read(sentence, first=bool(loose))
        self.pending = waits = found or self.pending
        if waits is None:
            return
        known = self.drafts.known(waits)
        if waits is found and self.sizes and told not in (None, known):
            self.pending = None  # it helped another study to ask them
            return
        own = self.floor.has(sentence, waits)
        if own and waits is found:
            return
        apart = sentence.block - self.layout.blocks[waits.sentence] > 1
        if own or apart or sentence.index - waits.sentence > _FLOOR:
            self.pending = None
        elif any(f.kind in _GIVEN | _COUNTED for f in sentence.figures[:_FEW]):
            draft = known or self.drafts.new(waits.sentence)
            self._add(draft, waits, self.sentences[waits.sentence])
            self.pending = None

    def _of_body(self, mention: StudyMention, sentence: ParsedSentence) -> Draft | None:
        """Return a new study of the body of a trade named last: "…, lamenta la asociación"."""
        pointed = mention.rule.endswith(OF_BODY)
        if mention.noun in words_in("houses") and self._is_house(self.drafts.last):
            return self._of_last(sentence)
        if mention.rule != BEHIND and not pointed:
            return None
        named = title_words(self.drafts.last or "")
        called = mention.noun in named and mention.noun in words_in("gremial")
        called = called or bool(named & words_in("statistical"))
        if pointed:
            called = is_kind(self.drafts.last or "", mention.noun)
        return self._of_last(sentence) if called else None

    def _of_last(self, sentence: ParsedSentence) -> Draft | None:
        """Return the study of the organisation that was named last, a new one where none is."""
        last = self.drafts.last
        if last is None:
            return None
        for known in reversed(self.drafts.all[-_MANY:]):
            if last in known.makers:
                return known
        draft = self.drafts.new(sentence.index)
        draft.makers.append(last)
        return draft

    def _is_house(self, name: str | None) -> bool:
        """Say whether the text calls an organisation a house of analysts: "la consultora X"."""
        body = next((each for each in self.bodies if each.name == name), None)
        for mention in body.mentions[:_FEW] if body else ():
            before = self.article.text[max(0, mention.start - _NOUN) : mention.start]
            if words_in("analyst_nouns").intersection(before.lower().split()[-1:]):
                return True
        return False

    def _told_beside(self, sentence: ParsedSentence) -> bool:
        """Say whether a study was told of in the sentence before one, or in it."""
        current = self.drafts.current
        return current is not None and sentence.index - current.places[-1][1] <= 1

    def _named(self, mention: StudyMention) -> StudyMention:
        """Give "esta Fundación" the name that the text has for it, or none."""
        makers = [self._name_of(maker) for maker in mention.makers]
        return replace(mention, makers=tuple(maker for maker in makers if maker))

    def _name_of(self, maker: str) -> str | None:
        short = maker.lower() in words_in("shortened")
        if not short and maker.lower() not in words_in("unnamed"):
            return maker
        names = [body.name for body in self.bodies] + [self.article.publisher or ""]
        named = {name for name in names if name.lower().startswith(f"{maker.lower()} ")}
        alone = maker if short else None
        return named.pop() if len(named) == 1 else alone

    def _carry_into_list(self, sentence: ParsedSentence) -> None:
        """Let the items of "Estas son las conclusiones:" be told from the study at hand."""
        block = self.article.blocks[sentence.block]
        if block.kind == "list_item":
            head = self.layout.heads[sentence.index][1]
            if self.listing and self.listing[0] == head and self.drafts.last_end < 0:
                self.listing[1].places.append((sentence.span.start, sentence.index))
            return
        lows = {word.low for word in sentence.words}
        opens = self.article.text[sentence.span.start : sentence.span.end].rstrip().endswith(":")
        told = (
            self.drafts.current is not None
            and sentence.index - self.drafts.current.places[-1][1] <= _BESIDE
        )
        found = opens and told and lows & words_in("list_openers")
        self.listing = (
            (sentence.block, self.drafts.current) if found and self.drafts.current else None
        )

    def _place(self, mention: StudyMention, sentence: ParsedSentence) -> Draft | None:
        """Return the study that a mention means, a new one where it means none known."""
        if mention.inside and self.drafts.current and self.drafts.last_end >= 0:
            return self.drafts.current
        if mention.makers or mention.title:
            known = self.drafts.known(mention)
            several = sentence.index - self.several <= _SEVERAL  # "dos encuestas": one, the next
            none = (mention.added and not several) or _only_says(mention)
            return known or (None if none else self.drafts.new(sentence.index))
        found = self.drafts.meant(mention, sized=bool(self.sizes))
        if found or mention.body:
            return found or self._of_body(mention, sentence)
        if mention.definiteness == "bare" or mention.noun not in words_in("nouns"):
            return None
        if self._gives_figures(sentence):
            return self.drafts.new(sentence.index)
        return None

    def _asked_somebody(self) -> bool:
        """Say whether "nuestra investigación" is the authors' own: the sentence tells a sample."""
        known = self.article.authors or self.article.publisher
        return bool(self.sizes) and bool(known) and not self.layout.talk

    def _note_organization(self, sentence: ParsedSentence) -> None:
        """Remember the first organisation of a sentence: "su sondeo" of the next one is its own."""
        self.drafts.last = next(self.names.organizations(sentence.words), self.drafts.last)

    def _only_headline(self, draft: Draft) -> bool:
        """Say whether a title by its capitals is only the headline of the text itself."""
        title = self.article.headline
        told = draft.makers or draft.samples or title is None
        return (
            not told
            and all(title and title.covers(span) for span in draft.evidence)
            and ({index for _, index in draft.places} <= {0, 1})
        )

    def _headline_bodies(self) -> frozenset[str]:
        """Return the organisations that the headline names, by whichever of their names."""
        title = self.article.headline
        if title is None:
            return frozenset()
        return frozenset(
            each.name for each in self.bodies if any(title.covers(m) for m in each.mentions)
        )

    def _often(self, names: frozenset[str]) -> list[str]:
        """Return those of some organisations that the text names again and again."""
        return [
            each.name for each in self.bodies if each.name in names and len(each.mentions) >= _OFTEN
        ]

    def _source_back(self, draft: Draft, sentence: ParsedSentence, *, only: bool) -> None:
        """Let a study be told from the sentences before one that names it as their source.

        The first source of a text is that of all that was said before; `only` tells that the
        sentence says nothing else.
        """
        draft.source = draft.source or only
        told = {index for d in self.drafts.all[-_MANY:] for _, index in d.places[-_FEW:]}
        first = not any(index < sentence.index for index in told)
        reach = _FAR_BACK if first else _BESIDE
        for other in self.sentences[max(0, sentence.index - reach) : sentence.index]:
            if (first or other.block == sentence.block) and other.index not in told:
                draft.places.append((other.span.start, other.index))

    def _beside_figures(self, sentence: ParsedSentence, kinds: frozenset[str]) -> bool:
        """Say whether sentences after one, or before it in its paragraph, give such figures."""
        at = sentence.index
        return any(
            figure.kind in kinds and (other.index > at or other.block == sentence.block)
            for other in self.sentences[max(0, at - _BESIDE) : at + _BESIDE + 1]
            for figure in other.figures[:_FEW]
        )

    def _gives_figures(self, sentence: ParsedSentence) -> bool:
        ahead = self.sentences[sentence.index : sentence.index + 2]
        return bool(self.sizes) or any(f.kind == "share" for s in ahead for f in s.figures[:_FEW])

    def _new_unnamed(self, sentence: ParsedSentence) -> None:
        """Begin a study that only its sample tells of: "para este texto se encuestó a 850"."""
        draft = self.drafts.new(sentence.index)
        draft.evidence.append(sentence.span)
        draft.rules.append("muestra")
        draft.places.append((sentence.span.start, sentence.index))
        self.drafts.current = draft

    def _add(self, draft: Draft, mention: StudyMention, sentence: ParsedSentence) -> None:
        """Write into a study what a mention tells of it."""
        tells = bool(mention.makers or mention.title or not draft.evidence)
        for maker in mention.makers:
            if maker not in draft.makers and (
                not draft.makers
                or draft.first == sentence.index
                or not draft.title
                or maker in self.drafts.persons
            ):
                draft.makers.append(maker)
        draft.title = draft.title or mention.title
        bracket = _BRACKET.match(self.article.text, mention.end)
        if mention.title and bracket and abbreviates(bracket[1], mention.title):
            draft.short = draft.short or bracket[1]
        if tells and draft.evidence[-1:] != [sentence.span]:
            draft.evidence.append(sentence.span)
            draft.rules.append(mention.rule)
        if draft.year is None and tells:
            draft.year = self._year(mention, sentence)
        draft.figures = draft.figures or any(f.kind == "share" for f in sentence.figures[:_FEW])
        draft.places.append((mention.place, sentence.index))
        self.drafts.current = draft

    def _date(self, sentence: ParsedSentence) -> None:
        """Read "Se publicó en diciembre de 2023" of the study at hand."""
        draft = self.drafts.current
        if draft is None or draft.year or sentence.index - draft.places[-1][1] > _BESIDE:
            return
        for at, word in enumerate(sentence.words[:_DATED]):
            subject = word.tag in "RAVTD" or word.low in words_in("anaphors")
            if subject and (word.lemma not in words_in("dated") or word.tag not in "VT"):
                continue
            if not subject:
                return  # it may be something else that was published
            ahead = sentence.words[at + 1 : at + _DATED]
            years = [w for w in ahead if w.tag == "F" and _year_of(w.low)]
            between = ahead[: ahead.index(years[0])] if years else ()
            dates = words_in("after_publishing")
            if years and all(w.tag in "PDA" or w.low in dates for w in between):
                draft.year = _year_of(years[0].low)
            return

    def _year(self, mention: StudyMention, sentence: ParsedSentence) -> str | None:
        """Return the year that stands within a mention or right after it."""
        title = re.search(r"\b(?:19|20)\d\d\b", mention.title or "")
        if title:
            return title.group()
        for figure in sentence.figures[:_FEW]:
            near = mention.place <= figure.span.start <= mention.end + 25
            between = self.article.text[mention.end : figure.span.start]
            near = near and not _SETTING.fullmatch(between)
            if figure.kind == "year" and near and 1990 <= figure.value <= 2100:
                return str(int(figure.value))
        return None

    def _add_sample(self, sentence: ParsedSentence, at: int) -> None:
        """Give the study at hand a sample, told by figure word `at`."""
        if (
            self.drafts.current is None
            or sentence.index - self.drafts.current.places[-1][1] > _CARRY
        ):
            return
        figure = sentence.figures[sentence.words[at].figure]
        populations, end = self.populations.sample(sentence.words, at + 1)
        before = max((other for other in self.sizes if other < at), default=-1)
        if before >= 0 and (left := self.populations.elided(sentence.words, before + 1, at + 1)):
            populations = (left,)
        span = Span(figure.span.start, max(figure.span.end, end))
        self.samples.add(figure.span.start)
        population = populations[0] if populations else None
        if self._taken_up(sentence.words, at, int(figure.value)):
            return
        if any(
            sample.size == int(figure.value) and population in (None, sample.population)
            for sample in self.drafts.current.samples
        ):
            return
        self.drafts.current.samples.append(
            Sample(int(figure.value), figure.comparator, population, span)
        )
        if self.drafts.current.evidence[-1:] != [sentence.span]:
            self.drafts.current.evidence.append(sentence.span)

    def _taken_up(self, words: Sequence[Word], at: int, size: int) -> bool:
        """Say whether a sample was told before: "de los 318 entrevistados"."""
        known = any(s.size == size for d in self.drafts.all[-_MANY:] for s in d.samples)
        return known and at > 0 and words[at - 1].low in ("los", "las")

    def _take_issuer(self) -> Draft | None:
        """Return the study of the body that issues the text, begun where no sentence told of it."""
        found = find_issuer(self.article, self.sentences, self.names)
        if found is None or self.layout.talk:
            return None
        here = found.sentence.index
        made = [
            draft
            for draft in self.drafts.all
            if found.name in draft.makers or any(index == here for _, index in draft.places)
        ]
        titled = [draft for draft in self.drafts.all if draft.title and not draft.makers]
        early = [draft for draft in titled if draft.first <= self.layout.lead]
        draft = next(iter([*early, *made] if found.name else made), None)
        if draft is None and found.name is None:
            return None
        if draft is None:
            draft = self.drafts.new(here)
            draft.evidence.append(found.sentence.span)
            draft.rules.append("emisor")
        if found.name and not draft.makers:
            draft.makers.append(found.name)
        first = self.sentences[0]
        draft.places.insert(0, (first.span.start, first.index))  # it is told from there on
        return draft

    def finish(self) -> StudyReading:
        """Number the studies and order the places that tell of them."""
        issued = self._take_issuer()
        kept = [
            draft
            for draft in self.drafts.all
            if (draft.makers or draft.title or draft.samples or draft.figures)
            and not self._only_headline(draft)
        ]
        kept.sort(key=lambda draft: draft.places[0])
        studies = []
        events: list[tuple[int, int, str]] = []
        for number, draft in enumerate(kept, start=1):
            key = f"s{number}"
            events.extend((place, index, key) for place, index in draft.places)
            named = bool(draft.makers) + bool(draft.title)
            studies.append(
                Study(
                    key,
                    draft.title,
                    tuple(draft.makers),
                    draft.year,
                    tuple(draft.samples),
                    tuple(draft.evidence),
                    "; ".join(dict.fromkeys(draft.rules)),
                    _CONFIDENCE[named],
                )
            )
        events.sort()
        layout = self.layout
        makers = {maker for study in studies for maker in study.conducted_by}
        headline = self._headline_bodies()
        made = makers & headline or title_words(" ".join(makers)) & title_words(self.article.title)
        other = bool(self._often(headline)) and not made
        main, sure, loose = (None, False, False)
        sources = {s.key for s, draft in zip(studies, kept, strict=True) if draft.source}
        sources |= self._whose(events, "declared")
        made_so = self._whose(events, "made_so")
        if not other:
            main, sure, loose = study_of_article(
                self.article,
                layout,
                studies,
                events,
                Signs(
                    headline,
                    {s.key for s in studies if self.drafts.main in s.conducted_by},
                    sources,
                    made_so,
                    next((s.key for s, d in zip(studies, kept, strict=True) if d is issued), None),
                ),
            )
        return StudyReading(
            tuple(studies),
            tuple(events),
            frozenset(self.samples),
            layout,
            main,
            sure,
            loose,
            other,
            main in sources | made_so and len(studies) == 1,
        )

    def _whose(self, events: Sequence[tuple[int, int, str]], phrases: str) -> set[str]:
        """Return the studies of the sentences that hold one of some phrases."""
        return {key for _, index, key in events if holds(self.article, index, phrases)}


def _year_of(low: str) -> str | None:
    """Return the year of a date: "diciembre de 2023"."""
    found = re.search(r"\b(?:19|20)\d\d\b", low)
    return found.group() if found else None


def _only_says(mention: StudyMention) -> bool:
    """Say whether somebody only says a figure, who need not have found it: "asegura X"."""
    verb, _, who = mention.rule.partition(" + ")
    if who != "organización" or verb not in words_in("saying"):
        return False
    return verb not in words_in("own_finding") and not tells_by_trade(mention.makers)
