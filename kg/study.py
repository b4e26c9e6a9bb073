"""Joins the places that speak of studies into studies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.article import Article, Span
from kg.entity import abbreviates
from kg.facts import Entity, Sample, Study
from kg.parse import ParsedSentence, parse
from kg.population import PopulationReader
from kg.sample import sample_words
from kg.source import NameReader
from kg.study_cue import words_in
from kg.study_mention import StudyMention, find_mentions
from kg.study_reading import Layout, Signs, StudyReading, study_of_article

__all__ = ["find_studies", "read_studies"]

_CARRY = 12  # sentences over which a study that nobody names again is still being told
_CONFIDENCE = (0.6, 0.85, 0.95)  # without name or maker, with one of them, with both
_OFTEN = 3  # mentions that make an organisation of the headline what the text is about
_MANY = 40  # studies of one article that are compared; more are no article
_FEW = 50  # figures of a sentence that are looked at
_BRACKET = re.compile(r"[»”\"’'*_]?\s?\((\w{2,10})[,)]")  # "(ENOE)" behind a title
_SETTING = re.compile(r"\s*,\s*(?:en|para|desde|hasta)\s+")  # "según X, en 2030 la mitad …"
_GIVEN = frozenset(["share", "points", "multiple", "money", "rank"])
_BESIDE = 2  # sentences from one that only tells the source to the figures that it sources
_NEAR = 3  # sentences after a study in which its title may follow


@dataclass(slots=True)
class _Draft:
    """A study while its mentions are gathered."""

    makers: list[str] = field(default_factory=list)
    title: str | None = None
    short: str | None = None  # what the text shortens the title to, in capitals
    year: str | None = None
    samples: list[Sample] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    first: int = 0
    figures: bool = False
    source: bool = False  # a sentence gives it as the source of what was said before


def find_studies(article: Article, entities: Sequence[Entity]) -> tuple[Study, ...]:
    """Return the studies, surveys and reports that an article tells of, in order."""
    return read_studies(article, entities).studies


def read_studies(article: Article, entities: Sequence[Entity]) -> StudyReading:
    """Return the studies of an article with the places that tell of them."""
    collector = _Collector(article, entities)
    for sentence in collector.sentences:
        collector.take(sentence)
    return collector.finish()


def _words(name: str) -> set[str]:
    return {w for w in re.findall(r"\w+", name.lower()) if len(w) > 2}


def _same_title(one: str, other: str) -> bool:
    a, b = _words(one), _words(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.75


def _is_kind(name: str, noun: str) -> bool:
    """Say whether a body may be called so: "el instituto" is the INE or the Instituto de Pesca."""
    return noun in _words(name) or (name.isupper() and name[0].lower() == noun[0])


class _Collector:
    """Takes the sentences in order; keeps the study that is being told."""

    def __init__(self, article: Article, entities: Sequence[Entity]) -> None:
        self.article = article
        self.sentences = parse(article)
        self.layout = Layout.of(article)
        self.names = NameReader(article.text, entities)
        self.populations = PopulationReader(article.text)
        self.drafts: list[_Draft] = []
        self.current: _Draft | None = None
        self.samples: set[int] = set()
        self.listing: tuple[int, _Draft] | None = None  # the block that opens a list, and whose
        self.last_end = -1  # where the mention before ended, for appositions
        self.persons = {entity.name for entity in entities if entity.kind == "person"}
        self.bodies = [entity for entity in entities if entity.kind == "organization"]
        often = [entity for entity in self.bodies if len(entity.mentions) > 1]
        self.sizes: list[int] = []
        self.last: str | None = None  # organisation of the sentence before
        self.main = max(often, key=lambda entity: len(entity.mentions)).name if often else None

    def take(self, sentence: ParsedSentence) -> None:
        """Take in every mention of a sentence, then its samples."""
        self.last_end = -1
        self.sizes = sample_words(sentence)
        for mention in find_mentions(sentence, self.article.text, self.names):
            if mention.wished or (mention.quiet and not self._beside_figures(sentence)):
                continue
            mention = self._in_full(mention)
            others = any(self.main in draft.makers for draft in self.drafts)
            if mention.ours and not mention.makers and self._asked_somebody():
                mention = replace(mention, makers=self.article.authors)
            elif mention.ours and self.main and not mention.makers and not others:
                mention = replace(mention, makers=(self.main,))
            if mention.theirs and self.last and not mention.makers:
                mention = replace(mention, makers=(self.last,))
            draft = self._place(mention, sentence)
            if draft is None:
                continue
            if mention.back:
                self._source_back(draft, sentence)
            self._add(draft, mention, sentence)
            self.last_end = mention.end
        self._carry_into_list(sentence)
        if self.sizes and self.last_end < 0 and self._only_cited():
            self._new_unnamed(sentence)
        for at in self.sizes:
            self._add_sample(sentence, at)
        self._note_organization(sentence)

    def _carry_into_list(self, sentence: ParsedSentence) -> None:
        """Let the items of "Estas son las conclusiones:" be told from the study at hand."""
        block = self.article.blocks[sentence.block]
        if block.kind == "list_item":
            head = self.layout.heads[sentence.index][1]
            if self.listing and self.listing[0] == head and self.last_end < 0:
                self.listing[1].places.append((sentence.span.start, sentence.index))
            return
        lows = {word.low for word in sentence.words}
        opens = self.article.text[sentence.span.start : sentence.span.end].rstrip().endswith(":")
        told = self.current is not None and sentence.index - self.current.places[-1][1] <= _BESIDE
        found = opens and told and lows & words_in("list_openers")
        self.listing = (sentence.block, self.current) if found and self.current else None

    def _place(self, mention: StudyMention, sentence: ParsedSentence) -> _Draft | None:
        """Return the study that a mention means, a new one where it means none known."""
        if mention.makers or mention.title:
            known = self._known(mention)
            saying = mention.rule.endswith("+ organización") and mention.rule.split()[
                0
            ] in words_in("saying")
            return known or (None if saying else self._new(sentence))
        if mention.body:
            return self._of_body(mention.noun)
        apposition = 0 <= mention.place - self.last_end <= 3
        for draft in reversed(self.drafts[-_MANY:]):
            # "el Termómetro" is the study whose title says so
            if (
                draft.title
                and mention.noun
                and mention.noun in _words(draft.title)
                and mention.definiteness == "definite"
            ):
                return draft
        if mention.definiteness == "definite" and (called := self._called(mention.noun)):
            return called
        if self.current and (mention.definiteness in ("definite", "bare") or apposition):
            return self.current if apposition else self._at_hand(self.current)
        told_here = self.last_end >= 0 and self.current is not None and not self.current.samples
        if told_here and self.sizes and mention.definiteness == "indefinite":
            return self.current  # "el informe recoge los datos de una encuesta a 300 jefes"
        if mention.definiteness == "bare" or mention.noun not in words_in("nouns"):
            return None
        if self._gives_figures(sentence):
            return self._new(sentence)
        return None

    def _of_body(self, noun: str) -> _Draft | None:
        """Return the study of the body that was named last: "la entidad informó que"."""
        kind = self.last is not None and _is_kind(self.last, noun)
        named = kind or (noun in words_in("any_body") and self.main in (None, self.last))
        for draft in reversed(self.drafts[-_MANY:]):
            if named and self.last in draft.makers:
                return draft
        fits = [d for d in self.drafts[-_MANY:] if any(_is_kind(m, noun) for m in d.makers)]
        return fits[0] if len(fits) == 1 and noun not in words_in("any_body") else None

    def _called(self, noun: str) -> _Draft | None:
        """Return the one study that was called so, where the one at hand was not."""
        if self.current is None or noun in words_in("any_study"):
            return None
        if any(rule.startswith(noun) for rule in self.current.rules):
            return None
        named = [d for d in self.drafts[-_MANY:] if any(r.startswith(noun) for r in d.rules)]
        return named[0] if len(named) == 1 else None

    def _at_hand(self, current: _Draft) -> _Draft:
        """Return what "el estudio" means: not who was only quoted by "según X"."""
        cited = not current.title and not current.samples
        if cited and not any(rule.split()[0] in words_in("nouns") for rule in current.rules):
            called = [draft for draft in self.drafts[-_MANY:] if draft.title or draft.samples]
            return called[-1] if called else current
        return current

    def _in_full(self, mention: StudyMention) -> StudyMention:
        """Take "datos de la ENOE" for the survey that was shortened so, and for no organisation."""
        for draft in self.drafts[-_MANY:]:
            if draft.short and mention.makers == (draft.short,) and not mention.title:
                return replace(mention, makers=(), title=draft.title)
        return mention

    def _asked_somebody(self) -> bool:
        """Say whether "nuestra investigación" is the authors' own: the sentence tells a sample."""
        return bool(self.sizes) and bool(self.article.authors) and not self.layout.talk

    def _note_organization(self, sentence: ParsedSentence) -> None:
        """Remember the first organisation of a sentence: "su sondeo" of the next one is its own."""
        for word in sentence.words:
            named = self.names.entity_at(word.start) if word.upper else None
            if named and named.entity.kind == "organization":
                self.last = named.entity.name
                return

    def _only_headline(self, draft: _Draft) -> bool:
        """Say whether a title by its capitals is only the headline of the text itself."""
        title = next((b for b in self.article.blocks if b.kind == "title"), None)
        told = draft.makers or draft.samples or title is None
        return (
            not told
            and all(title and title.covers(span) for span in draft.evidence)
            and ({index for _, index in draft.places} <= {0, 1})
        )

    def _headline_bodies(self) -> frozenset[str]:
        """Return the organisations that the headline names, by whichever of their names."""
        title = next((b for b in self.article.blocks if b.kind == "title"), None)
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

    def _source_back(self, draft: _Draft, sentence: ParsedSentence) -> None:
        """Let a study be told from the sentences before one that only names it as their source."""
        draft.source = True
        for other in self.sentences[max(0, sentence.index - _BESIDE) : sentence.index]:
            named = any(index == other.index for d in self.drafts for _, index in d.places)
            if other.block == sentence.block and not named:
                draft.places.append((other.span.start, other.index))

    def _beside_figures(self, sentence: ParsedSentence) -> bool:
        """Say whether the sentences after one, or before it in its paragraph, give figures."""
        at = sentence.index
        return any(
            figure.kind in _GIVEN and (other.index > at or other.block == sentence.block)
            for other in self.sentences[max(0, at - _BESIDE) : at + _BESIDE + 1]
            for figure in other.figures[:_FEW]
        )

    def _gives_figures(self, sentence: ParsedSentence) -> bool:
        ahead = self.sentences[sentence.index : sentence.index + 2]
        return bool(self.sizes) or any(f.kind == "share" for s in ahead for f in s.figures[:_FEW])

    def _known(self, mention: StudyMention) -> _Draft | None:
        """Find the study with that title, that maker, or an open place for them."""
        for draft in self.drafts[-_MANY:]:
            if mention.title and draft.title and _same_title(mention.title, draft.title):
                return draft
        if self._authored(mention):
            return self.current
        for draft in reversed(self.drafts[-_MANY:]):
            # "nuestro Barómetro del Comercio" and then "Nexum presentó su barómetro"
            lacks = draft.title and not draft.makers and mention.theirs and not mention.title
            if lacks and mention.noun in _words(draft.title or ""):
                return draft
        if mention.definiteness != "another":
            for draft in reversed(self.drafts[-_MANY:]):
                shared = any(_same_title(a, b) for a in mention.makers for b in draft.makers)
                # "una encuesta de X" beside the titled study of X is another one
                told = mention.definiteness == "indefinite" and draft.title and not mention.title
                if shared and not told and not (mention.title and draft.title):
                    return draft
        return self._open(mention)

    def _authored(self, mention: StudyMention) -> bool:
        """Say whether persons are named as the authors of the study at hand: "El estudio, de X"."""
        persons = bool(mention.makers) and self.persons.issuperset(mention.makers)
        near = self.current and mention.sentence - self.current.places[-1][1] <= _NEAR
        return persons and bool(near) and not mention.title and mention.definiteness == "definite"

    def _open(self, mention: StudyMention) -> _Draft | None:
        """Return the study at hand if what the mention tells is what it still lacks."""
        draft = self.current
        if (
            draft is None
            or mention.theirs  # "su sondeo" is of whoever was spoken of, and no study at hand
            or mention.definiteness == "another"
            or mention.sentence - draft.first > _CARRY
        ):
            return None
        anonymous = not draft.makers and not draft.title
        if anonymous:
            return draft
        # Only a study that was called one can be given its title by the next sentences.
        called = any(not rule.startswith("organización") for rule in draft.rules)
        near = mention.sentence - draft.places[-1][1] <= _NEAR
        pointed = mention.definiteness == "definite" or not mention.noun
        if mention.title and not mention.makers and not draft.title and called and near and pointed:
            return draft
        apposition = 0 <= mention.place - self.last_end <= 3
        if (
            mention.makers
            and not mention.title
            and not draft.makers
            and (mention.definiteness == "definite" or apposition)
        ):
            return draft
        return None

    def _new(self, sentence: ParsedSentence) -> _Draft:
        draft = _Draft(first=sentence.index)
        self.drafts.append(draft)
        return draft

    def _only_cited(self) -> bool:
        """Say whether no study is at hand but one that a "según X" has cited."""
        if self.current is None:
            return True
        told = self.current.title or self.current.samples
        cues = ("según", "organización", "inciso")
        return not told and all(rule.startswith(cues) for rule in self.current.rules)

    def _new_unnamed(self, sentence: ParsedSentence) -> None:
        """Begin a study that only its sample tells of: "para este texto se encuestó a 850"."""
        draft = self._new(sentence)
        draft.evidence.append(sentence.span)
        draft.rules.append("muestra")
        draft.places.append((sentence.span.start, sentence.index))
        self.current = draft

    def _add(self, draft: _Draft, mention: StudyMention, sentence: ParsedSentence) -> None:
        """Write into a study what a mention tells of it."""
        tells = bool(mention.makers or mention.title or not draft.evidence)
        for maker in mention.makers:
            if maker not in draft.makers and (
                not draft.makers
                or draft.first == sentence.index
                or not draft.title
                or maker in self.persons
            ):
                draft.makers.append(maker)
        draft.title = draft.title or mention.title
        bracket = _BRACKET.match(self.article.text, mention.end)
        if mention.title and bracket and abbreviates(bracket[1], mention.title):
            draft.short = draft.short or bracket[1]
        if tells and sentence.span not in draft.evidence:
            draft.evidence.append(sentence.span)
            draft.rules.append(mention.rule)
        if draft.year is None and tells:
            draft.year = self._year(mention, sentence)
        draft.figures = draft.figures or any(f.kind == "share" for f in sentence.figures[:_FEW])
        draft.places.append((mention.place, sentence.index))
        self.current = draft

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
        if self.current is None or sentence.index - self.current.places[-1][1] > _CARRY:
            return
        figure = sentence.figures[sentence.words[at].figure]
        populations, end = self.populations.sample(sentence.words, at + 1)
        span = Span(figure.span.start, max(figure.span.end, end))
        self.samples.add(figure.span.start)
        if any(sample.size == int(figure.value) for sample in self.current.samples):
            return
        population = populations[0] if populations else None
        self.current.samples.append(Sample(int(figure.value), figure.comparator, population, span))
        if sentence.span not in self.current.evidence:
            self.current.evidence.append(sentence.span)

    def finish(self) -> StudyReading:
        """Number the studies and order the places that tell of them."""
        kept = [
            draft
            for draft in self.drafts
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
        made = makers & headline or _words(" ".join(makers)) & _words(self.article.title)
        other = bool(self._often(headline)) and not made
        main, sure = (None, False)
        sources = {s.key for s, draft in zip(studies, kept, strict=True) if draft.source}
        if not other:
            main, sure = study_of_article(
                self.article,
                layout,
                studies,
                events,
                Signs(
                    headline,
                    {s.key for s in studies if self.main in s.conducted_by},
                    sources,
                ),
            )
        return StudyReading(
            tuple(studies),
            tuple(events),
            frozenset(self.samples),
            layout,
            main,
            sure,
            other,
            main in sources and len(studies) == 1,
        )
