"""Finds the figures that state findings, and tells whose they are and what they say."""

from bisect import bisect_right
from collections.abc import Sequence

from corpus.article import Article
from kg.claim import read_claim
from kg.facts import Entity, Statistic, Study
from kg.finding import why_not
from kg.numeral import Figure
from kg.parse import ParsedSentence, parse
from kg.study import StudyReading, read_studies
from kg.whose import Resolver

__all__ = ["find_statistics"]

_FAR = 60  # sentences after the title in which its study is named
_AHEAD = 6  # sentences after a headline in which its study is named
_LEAD = 3  # sentences that make the headline and its lead
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
        self.resolver = Resolver(article.text, entities, reading)
        self.claim: str | None = None  # of the figure before
        self.told = {(event[1], event[2]) for event in reading.events}
        self.spoken = {event[1] for event in reading.events}
        self.mentioned = sorted(self.spoken)
        self.alive: tuple[str, int] | None = None

    def extract(self) -> list[Statistic]:
        found: list[Statistic] = []
        for sentence in parse(self.article):
            found.extend(self._sentence(sentence))
        return found

    def _sentence(self, sentence: ParsedSentence) -> list[Statistic]:
        found = []
        self.resolver.begin(sentence)
        spoken = sentence.index in self.spoken
        for at, word in enumerate(sentence.words):
            if word.tag != "F" or word.figure >= _MOST:
                continue
            if not spoken and self._advises(sentence, at):
                continue
            if why_not(sentence, at, self.reading.samples, study=spoken) is None:
                found.append(self._statistic(sentence, at))
        self.resolver.end(sentence, read=bool(found))
        return found

    def _advises(self, sentence: ParsedSentence, at: int) -> bool:
        """Say whether the figure at word `at` is an amount in a sentence that gives advice."""
        if sentence.span.start not in self.advice:
            return False
        before = sentence.words[max(0, at - _FAR) : at]
        # "deberían comprar juntas, que ahorra 30 millones": the relative clause tells a finding
        told = any(w.tag == "Q" and k and before[k - 1].low == "," for k, w in enumerate(before))
        figure = sentence.figures[sentence.words[at].figure]
        return not told and figure.kind in ("count", "money", "duration", "number")

    def _statistic(self, sentence: ParsedSentence, at: int) -> Statistic:
        figure = sentence.figures[sentence.words[at].figure]
        study = self._told(sentence, figure)
        populations, rule = self.resolver.whose(sentence, at, figure, study)
        populations = tuple(dict.fromkeys(populations))
        self.resolver.memory.tell(populations, sentence.index)
        claim = read_claim(self.text, sentence.words, at, self.claim)
        self.claim = claim
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
        )

    def _told(self, sentence: ParsedSentence, figure: Figure) -> str | None:
        """Return the study that a figure comes from; amounts leave it with its paragraph."""
        alive = self.alive[1] if self.alive else -99
        ahead = (
            _FAR
            if sentence.kind == "title"
            else _AHEAD
            if sentence.is_heading or sentence.index < _LEAD
            else 1
        )
        if figure.kind in ("share", "points", "rank", "multiple"):
            ahead = _FAR  # shares that nobody sources are those of the study that is named late
        study = self.reading.told_at(
            sentence.index,
            figure.core.start,
            alive=alive,
            ahead=ahead,
            block=self._same_block(sentence),
        )
        if study is None or self._is_quoted(sentence, study):
            return None
        spoken = (sentence.index, study) in self.told
        if (
            not spoken
            and figure.kind in ("money", "count", "number", "duration")
            and self._leaves(sentence, study)
        ):
            return None
        self.alive = (study, sentence.index)
        return study

    def _same_block(self, sentence: ParsedSentence) -> bool:
        """Say whether the last mention of a study stands in the paragraph of the sentence."""
        at = bisect_right(self.mentioned, sentence.index) - 1
        return at >= 0 and self.article.sentences[self.mentioned[at]].block == sentence.block

    def _leaves(self, sentence: ParsedSentence, study: str) -> bool:
        """Say whether a sentence leaves the study: for another organisation, or for ourselves."""
        record = self.reading.study(study)
        makers = record.conducted_by if record else ()
        for word in sentence.words:
            if word.low.endswith(("amos", "emos", "imos")) and word.tag == "V":
                return True
            mention = self.resolver.names.entity_at(word.start) if word.upper else None
            if (
                mention
                and mention.entity.kind == "organization"
                and mention.entity.name not in makers
            ):
                return True
        return False

    def _is_quoted(self, sentence: ParsedSentence, study: str) -> bool:
        """Say whether somebody says the sentence, and not the study: "“…”, afirmó la directora"."""
        opens = bool(sentence.words) and sentence.words[0].low in ("“", "«", '"')
        return opens and (sentence.index, study) not in self.told
