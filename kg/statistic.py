"""Finds the figures that state findings, and tells whose they are and what they say."""

from collections.abc import Sequence

from corpus.article import Article
from kg.centre import centre_of
from kg.chief import meant_chiefs
from kg.claim import read_claim
from kg.echo import Before, Told
from kg.facts import Entity, Statistic, Study
from kg.finding import is_told_past, why_not
from kg.grammar import Word
from kg.memory import is_people
from kg.noun_phrase import terms
from kg.numeral import Figure
from kg.parse import ParsedSentence, parse
from kg.sample import sample_words
from kg.study import read_studies
from kg.study_own import OwnReader
from kg.study_reading import StudyReading
from kg.whose import Resolver
from kg.year import read_year

__all__ = ["find_statistics"]

_FAR = 60  # sentences after the title in which its study is named
_AHEAD = 6  # sentences after a headline in which its study is named
_NEAR_CLAIM = 2  # sentences over which a share may be of what was said before
_MOST = 300  # figures of one sentence that are read; more make a table, not prose
_CONFIDENCE = {"share": 0.9, "points": 0.85, "multiple": 0.8, "money": 0.8, "rank": 0.75}
_LEAST_SURE = 0.7  # other kinds
_UNSURE = 0.2  # less where nobody is told whose the figure is


def find_statistics(
    article: Article,
    entities: Sequence[Entity],
    studies: Sequence[Study] = (),
    *,
    reading: StudyReading | None = None,
    advice: frozenset[int] = frozenset(),
) -> tuple[Statistic, ...]:
    """Return every figure that states a finding, in reading order.

    Args:
        article: with its sentences.
        entities: organisations and persons of the article.
        studies: as `find_studies` gave them for this article and these entities.
        reading: the same with the places that tell of each study, where it is at hand already.
        advice: where the sentences begin that give advice: amounts in them are no findings.
    """
    extractor = _Extractor(article, entities, reading or read_studies(article, entities), advice)
    return tuple(extractor.extract())


class _Extractor:
    """Reads the sentences in order."""

    def __init__(
        self,
        article: Article,
        entities: Sequence[Entity],
        reading: StudyReading,
        advice: frozenset[int],
    ) -> None:
        self.article = article
        self.text = article.text
        self.reading = reading
        self.advice = advice
        centre = centre_of(article, entities, reading)
        chiefs = meant_chiefs(article)
        self.resolver = Resolver(article.text, entities, reading, centre, chiefs)
        self.resolver.read_lists(parse(article))
        self.before: Before | None = None  # what the figure before says
        self.claimed = -1  # the sentence of that figure
        self.year: int | None = None  # of that figure
        self.spoken = {event[1] for event in reading.events}
        names, makers = self.resolver.names, self.resolver.makers
        studied = self._studied(entities)
        self.own = OwnReader(article.text, names, entities, studied=studied, makers=makers)
        self.alive = -99  # the last sentence that gave a figure of a study
        self.left_in = -1  # the sentence whose amount is not of that study
        self.left = -1  # the paragraph that left the study that was told before

    def extract(self) -> list[Statistic]:
        found: list[Statistic] = []
        for sentence in parse(self.article):
            found.extend(self._sentence(sentence))
        return found

    def _sentence(self, sentence: ParsedSentence) -> list[Statistic]:
        found = []
        self.resolver.begin(sentence)
        spoken = sentence.index in self.spoken
        sizes = (sentence.figures[sentence.words[at].figure] for at in sample_words(sentence))
        # of studies, and of what nobody is said to have made
        samples = self.reading.samples.union(figure.span.start for figure in sizes)
        for at, word in enumerate(sentence.words):
            if word.tag != "F" or word.figure >= _MOST:
                continue
            if not spoken and self._advises(sentence, at):
                continue
            if why_not(sentence, at, samples, study=spoken) is None:
                found.append(self._statistic(sentence, at))
        self.resolver.end(sentence, read=bool(found))
        self.own.note(sentence, spoken=spoken)
        return found

    def _advises(self, sentence: ParsedSentence, at: int) -> bool:
        """Say whether the figure at word `at` is an amount in a sentence that gives advice."""
        if sentence.span.start not in self.advice:
            return False
        before = sentence.words[max(0, at - _FAR) : at]
        # "deberían comprar juntas, que ahorra 30 millones": the relative clause tells a finding
        told = any(w.tag == "Q" and k and before[k - 1].low == "," for k, w in enumerate(before))
        told = told or is_told_past(sentence.words, at) or _tells_effect(before)
        figure = sentence.figures[sentence.words[at].figure]
        return not told and figure.kind in ("count", "money", "duration", "number")

    def _statistic(self, sentence: ParsedSentence, at: int) -> Statistic:
        figure = sentence.figures[sentence.words[at].figure]
        study = self._told(sentence, at)
        populations, rule = self.resolver.whose(sentence, at, figure, study)
        populations = tuple(dict.fromkeys(populations))
        self.resolver.memory.tell(populations, sentence.index)
        here = self.claimed == sentence.index
        people = any(map(is_people, populations))
        told: Told = "amount" if figure.kind != "share" else "people" if people else "share"
        near = sentence.index - self.claimed <= _NEAR_CLAIM
        before = self.before if near else None
        claim = read_claim(self.text, sentence.words, at, before, here=here, told=told)
        self.year = read_year(sentence, at, self.year if near else None)
        whole = figure.text.lower() in claim.lower()
        self.before, self.claimed = Before(claim, told, whole=whole), sentence.index
        confidence = _CONFIDENCE.get(figure.kind, _LEAST_SURE) - (0 if populations else _UNSURE)
        return Statistic(
            value=figure.value,
            unit=figure.unit,
            comparator=figure.comparator,
            value_text=figure.text,
            figure=figure.span,
            evidence=sentence.span,
            populations=populations,
            claim=claim,
            study=study,
            rule=f"{figure.kind}: {rule}",
            confidence=round(confidence, 2),
            currency=figure.currency,
            year=self.year,
        )

    def _told(self, sentence: ParsedSentence, at: int) -> str | None:
        """Return the study that the figure at word `at` comes from."""
        figure = sentence.figures[sentence.words[at].figure]
        parts = [word.start for word in sentence.words if word.low == ";"]
        study = self.reading.named_at(sentence.index, figure.core.start, parts)
        if study is None:
            study = self._carried(sentence, at, figure)
        if study is not None:
            self.alive = sentence.index
        return study

    def _carried(self, sentence: ParsedSentence, at: int, figure: Figure) -> str | None:
        """Return the study that was named before, or is named soon, and is still being told."""
        study = self.reading.carried_to(sentence.index, alive=self.alive)
        if study is None:
            study = self.reading.named_after(sentence.index, self._reach(sentence, figure))
        amount = figure.kind in ("money", "count", "number", "duration")
        left = self.left == sentence.block and (amount or study != self.reading.main)
        if study is None or left or self.own.in_case(sentence, at):
            self.left_in = sentence.index if amount and left else self.left_in
            return None
        if self.left_in == sentence.index and figure.kind == "share" and _adds(sentence, at):
            return None  # "facturó 320 millones, un 35 % más"
        late = self.reading.is_late(sentence.index) and self.alive != sentence.index
        if late and not self.own.speaks_of_people(sentence):
            turns = self._leaves(sentence, study) or self.own.speaks_of_firm(sentence, at)
            if turns or not self.reading.is_next(sentence.index, alive=self.alive):
                return None
        record = self.reading.study(study)
        apart = self.reading.is_apart(sentence.index)
        if apart and record and record.samples and self.own.is_of_market(sentence, at):
            return None
        own = self.own.is_own(
            sentence,
            at,
            record,
            start=self.article.blocks[sentence.block].start,
            talk=self.reading.is_in_talk(sentence.index, study),
        )
        if own or (amount and self._leaves(sentence, study)):
            self.left = sentence.block
            self.left_in = sentence.index if amount else -1
            return None
        return study

    def _reach(self, sentence: ParsedSentence, figure: Figure) -> int:
        """Return how many sentences later the study of a figure may be named.

        A headline tells what the text then sources. Shares that nobody sources are those of the
        study that is named late, if they are of people or stand where no lead sets the scene.
        """
        share = figure.kind in ("share", "points", "rank", "multiple")
        lead = sentence.index <= self.reading.layout.lead
        if sentence.kind == "title" or (share and self.own.speaks_of_people(sentence)):
            return _FAR if sentence.kind == "title" or self.reading.main else _AHEAD
        if self.reading.sure and not lead:
            return _FAR
        if sentence.is_heading:
            return _AHEAD
        return 1 if self.reading.sure else -1

    def _studied(self, entities: Sequence[Entity]) -> frozenset[str]:
        """Return the organisations of the headline that stand there beside who studied them."""
        title = self.article.headline
        bodies = [e for e in entities if e.kind == "organization" and title]
        found = {e.name for e in bodies if title and any(title.covers(m) for m in e.mentions)}
        makers = self.resolver.makers
        return frozenset(found - makers if found & makers else ())

    def _leaves(self, sentence: ParsedSentence, study: str) -> bool:
        """Say whether a sentence names another organisation than who made the study."""
        record = self.reading.study(study)
        makers = record.conducted_by if record else ()
        return any(name not in makers for name in self.resolver.names.organizations(sentence.words))


def _tells_effect(before: Sequence[Word]) -> bool:
    """Say whether a clause behind an advice tells what comes of it: "…: eso genera pérdidas de"."""
    signs = (k for k in range(len(before) - 1, -1, -1) if before[k].low in (":", ";", "."))
    start = next(signs, -1) + 1
    return (
        0 < start < len(before)
        and before[start].low in terms("effects")
        and any(word.tag == "V" for word in before[start:])
    )


def _adds(sentence: ParsedSentence, at: int) -> bool:
    """Say whether a share tells by how much the amount before it changed: "…, un 35 % más"."""
    ahead = [word.low for word in sentence.words[at + 1 : at + 2]]
    return ahead in (["más"], ["menos"])
