"""Finds the figures that state findings, and tells whose they are and what they say."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.article import Article
from kg.claim import read_claim
from kg.clause import boundary_before, find_setting, find_subject, find_topic, leads, opens_clause, stands_for_group
from kg.facts import Entity, Population, Statistic
from kg.finding import why_not
from kg.grammar import Word
from kg.numeral import Figure
from kg.parse import ParsedSentence, parse
from kg.population import Phrase, PopulationReader, terms
from kg.role import find_roles
from kg.source import NameReader
from kg.study import StudyReading, read_studies

__all__ = ["find_statistics"]

_FAR = 60  # sentences after the title in which its study is named
_AHEAD = 6  # sentences after a headline in which its study is named
_LEAD = 3  # sentences that make the headline and its lead
_PLACES = ("lugar", "puesto", "posición", "plaza")
_OFTEN = 3  # mentions that make an organisation the one that the text is about
_PAIR = 2  # groups that "los primeros" and "los segundos" choose between
_MOST = 300  # figures of one sentence that are read; more make a table, not prose
_MEMORY = 4  # sentences over which a group that was spoken of is still meant by "el 40 % cree"

_Populations = tuple[Population, ...]


def find_statistics(
    article: Article,
    entities: Sequence[Entity],
    studies: Sequence[object] = (),
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


@dataclass(slots=True)
class _Memory:
    """Who was spoken of, from figure to figure and from sentence to sentence."""

    last: _Populations = ()
    sentence: int = -99
    pair: list[_Populations] = field(default_factory=list)
    people: _Populations = ()
    people_sentence: int = -99
    topic: _Populations = ()
    topic_sentence: int = -99
    organization: str | None = None
    claim: str | None = None

    def tell(self, populations: _Populations, sentence: int) -> None:
        """Remember whose the last figure was."""
        if not populations:
            return
        if any(_is_people(population) for population in populations):
            self.people, self.people_sentence = populations, sentence
        if populations in self.pair:
            self.pair.remove(populations)
        self.pair.append(populations)
        del self.pair[:-4]
        self.last, self.sentence = populations, sentence

    def spoken_of(self, sentence: int) -> _Populations:
        """Return who a sentence without a name of its own speaks of: people before things."""
        if sentence - self.people_sentence <= 1 and self.people_sentence >= self.topic_sentence:
            return self.people
        newest = max(self.sentence, self.topic_sentence)
        if sentence - newest > _MEMORY:
            return ()
        return self.topic if self.topic and self.topic_sentence >= self.sentence else self.last


def _is_people(population: Population) -> bool:
    """Say whether a population is people or bodies of people, and no thing."""
    words = population.label.lower().split()
    return population.role is not None or any(word in terms("people") for word in words[:2])


def _after_figure(words: Sequence[Word], at: int) -> int:
    """Return the word after the figure before word `at`."""
    for place in range(at - 1, -1, -1):
        if words[place].tag == "F":
            return place + 1
    return 0


class _Extractor:
    """Reads the sentences in order, remembering who they speak of."""

    def __init__(self, article: Article, entities: Sequence[Entity], reading: StudyReading, advice: frozenset[int]) -> None:
        self.advice = advice
        self.article = article
        self.text = article.text
        self.reading = reading
        self.reader = PopulationReader(article.text)
        bodies = [e for e in entities if e.kind == "organization" and len(e.mentions) > 1]
        self.main = max(bodies, key=lambda entity: len(entity.mentions)).name if bodies else None
        self.often = bool(bodies) and max(len(e.mentions) for e in bodies) >= _OFTEN
        self.makers = {maker for study in reading.studies for maker in study.conducted_by}
        self.names = NameReader(article.text, entities)
        self.memory = _Memory()
        self.told = {(event[1], event[2]) for event in reading.events}
        self.spoken = {event[1] for event in reading.events}
        self.sampled = False
        self.alive: tuple[str, int] | None = None

    def extract(self) -> list[Statistic]:
        found: list[Statistic] = []
        for sentence in parse(self.article):
            found.extend(self._sentence(sentence))
        return found

    def _sentence(self, sentence: ParsedSentence) -> list[Statistic]:
        found = []
        self.sampled = any(f.span.start in self.reading.samples for f in sentence.figures)
        spoken = sentence.index in self.spoken
        for at, word in enumerate(sentence.words):
            if word.tag != "F" or word.figure >= _MOST:
                continue
            if self._advises(sentence, word.figure) and not spoken:
                continue
            if why_not(sentence, at, self.reading.samples, study=spoken) is None:
                found.append(self._statistic(sentence, at))
        if not found:
            self._note_topic(sentence)
        self._note_organization(sentence)
        return found

    def _advises(self, sentence: ParsedSentence, figure: int) -> bool:
        """Say whether a figure is an amount in a sentence that gives advice."""
        before = sentence.words[: next((k for k, w in enumerate(sentence.words) if w.figure == figure), 0)]
        told = any(w.tag == "Q" and k and before[k - 1].low == "," for k, w in enumerate(before))
        return not told and sentence.span.start in self.advice and sentence.figures[figure].kind in ("count", "money", "duration", "number")

    def _statistic(self, sentence: ParsedSentence, at: int) -> Statistic:
        figure = sentence.figures[sentence.words[at].figure]
        study = self._told(sentence, figure)
        populations, rule = self._whose(sentence, at, figure, study)
        populations = tuple(dict.fromkeys(populations))
        self.memory.tell(populations, sentence.index)
        claim = read_claim(self.text, sentence.words, at, self.memory.claim)
        self.memory.claim = claim
        confidence = {
            "share": 0.9,
            "points": 0.85,
            "multiple": 0.8,
            "money": 0.8,
            "rank": 0.75,
        }.get(figure.kind, 0.7)
        if not populations:
            confidence -= 0.2
        return Statistic(
            figure.value, figure.unit, figure.comparator, figure.text, figure.span, sentence.span, populations, claim,
            study, f"{figure.kind}: {rule}", round(confidence, 2), figure.currency,
        )  # fmt: skip

    def _told(self, sentence: ParsedSentence, figure: Figure) -> str | None:
        """Return the study that a figure comes from; amounts leave it with its paragraph."""
        alive = self.alive[1] if self.alive else -99
        ahead = _FAR if sentence.kind == "title" else _AHEAD if sentence.is_heading or sentence.index < _LEAD else 1
        study = self.reading.told_at(sentence.index, figure.core.start, alive=alive, ahead=ahead)
        if study is None or self._is_quoted(sentence, study):
            return None
        spoken = (sentence.index, study) in self.told
        if not spoken and figure.kind in ("money", "count", "number", "duration") and self._leaves(sentence, study):
            return None
        self.alive = (study, sentence.index)
        return study

    def _leaves(self, sentence: ParsedSentence, study: str) -> bool:
        """Say whether a sentence speaks of another organisation, or of ourselves: no longer the study."""
        record = self.reading.study(study)
        makers = record.conducted_by if record else ()
        for word in sentence.words:
            if word.low.endswith(("amos", "emos", "imos")) and word.tag == "V":
                return True
            mention = self.names.entity_at(word.start) if word.upper else None
            if mention and mention.entity.kind == "organization" and mention.entity.name not in makers:
                return True
        return False

    def _is_quoted(self, sentence: ParsedSentence, study: str) -> bool:
        """Say whether somebody says the sentence, and not the study: "“…”, afirmó la directora"."""
        opens = bool(sentence.words) and sentence.words[0].low in ("“", "«", '"')
        return opens and (sentence.index, study) not in self.told

    # -- whose figure it is ------------------------------------------------------------------------

    def _whose(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> tuple[_Populations, str]:
        """Try the cues from the surest to the weakest; return who is meant and by which cue."""
        words = sentence.words
        first = boundary_before(words, at)
        bracketed = self._bracketed(words, at)
        if bracketed:
            return bracketed, "de quién habla el paréntesis"
        partitive = self._partitive(sentence, at, figure, study)
        if partitive:
            return partitive, "de quién es la parte"
        if opens_clause(words, at):
            first = max(first, _after_figure(words, at))
        scope = max(0, at - _FAR) if self._of_cases(words, at) else first
        cues: list[tuple[str, Phrase | None]] = [
            ("entre quiénes", self._after_among(words, at)),
            ("de quién trata la cláusula", find_topic(words, scope, at, self.reader)),
        ]
        if figure.kind == "multiple" and words[at].low[:1].isalpha() and " " not in words[at].low:
            return self._of_multiple(sentence, at, first, study)
        if not leads(words, at) and not stands_for_group(words, at):
            cues.append(("sujeto", find_subject(words, first, at, self.reader)))
            cues.append(("sujeto pospuesto", self._after_verb(words, at)))
        if not any(phrase for _, phrase in cues):
            ours = self.main or self.memory.organization
            if ours and self._speaks_for_us(words, first, at):
                return (Population(ours),), "nosotros"
            cues.append(("dónde", find_setting(words, first, at, self.reader)))
        for name, phrase in cues:
            populations = self._meant(phrase, sentence, study) if phrase else ()
            if phrase and populations and phrase.kind == "named" and self.memory.organization and self._is_ours(words, phrase, study):
                populations = (Population(f"{populations[0].label} de {self.memory.organization}"),)
            if populations and phrase and self._fits(phrase, figure) and not self._is_person(words, phrase):
                return populations, name
        return self._carried(sentence, at, first, study)

    def _fits(self, phrase: Phrase | None, figure: Figure) -> bool:
        """Say whether a phrase can be whom a figure is about."""
        return phrase is not None and phrase.kind not in ("time", "none", "measure") and phrase.head not in terms("told_by")

    def _is_person(self, words: Sequence[Word], phrase: Phrase) -> bool:
        """Say whether a phrase names one person."""
        mention = next((m for w in words[phrase.first : phrase.after] if w.upper and (m := self.names.entity_at(w.start))), None)
        return mention is not None and mention.entity.kind == "person" and phrase.kind == "named"

    def _partitive(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> _Populations:
        """Read "el 77 % de los CIO", "uno de cada tres negocios", "2.000 empresas"."""
        words = sentence.words
        place = at + 1
        if place >= len(words):
            return ()
        if words[place].low in ("de", "del") and figure.kind in (
            "share",
            "count",
            "number",
            "multiple"):
            phrase = self.reader.read(words, place + 1)
        elif figure.kind in ("count",) or (
            figure.kind == "share" and figure.words and words[place].tag in "NT"
        ):
            if figure.kind == "count" and not self._counted_leads(words, at):
                return ()
            phrase = self.reader.read(words, place)
        else:
            return ()
        if phrase.kind in ("measure", "time", "none") or words[phrase.first].low == "lo":
            return ()
        if phrase.kind == "them":
            local = self._people_before(words, at)
            if local and local.plural:
                return self._meant(local, sentence, study)
        if phrase.kind == "named" and figure.kind == "share":
            return self._owned(sentence, at, phrase)
        if phrase.kind == "generic":
            return self._asked(sentence, at, phrase, study)
        return self._meant(phrase, sentence, study)

    def _owned(self, sentence: ParsedSentence, at: int, phrase: Phrase) -> _Populations:
        """Tell whose thing a share is of: "la mitad de sus ventas" of the shops spoken of."""
        words = sentence.words
        possessive = words[phrase.first].low in ("su", "sus")
        first = boundary_before(words, at)
        owner = find_topic(words, first, at, self.reader) or find_subject(words, first, at, self.reader)
        owners: _Populations = ()
        if owner and owner.kind in ("people", "first", "second", "both", "organization"):
            owners = self._meant(owner, sentence, None)
        elif possessive:
            owners = self.memory.spoken_of(sentence.index)
        if not owners:
            setting = find_setting(words, first, at, self.reader)
            owners = setting.populations if setting and setting.after <= at else ()
        if not owners or not phrase.populations or owners[0].label in phrase.populations[0].label:
            return phrase.populations
        article = "los " if owners[0].label.endswith("s") or owners[0].label.isupper() else ""
        return (Population(f"{phrase.populations[0].label} de {article}{owners[0].label}"),)

    def _counted_leads(self, words: Sequence[Word], at: int) -> bool:
        """Say whether what is counted is the subject: "más de 2.000 empresas han …"."""
        first = boundary_before(words, at)
        return not any(w.tag == "V" and w.lemma != "haber" for w in words[first:at])

    def _bracketed(self, words: Sequence[Word], at: int) -> _Populations:
        """Read "la mitad de las pymes (un 50,4 %)", "España (12 %)"."""
        place = at - 1
        while place >= 0 and words[place].tag in "DA":
            place -= 1
        closed = at + 1 < len(words) and words[at + 1].low == ")"
        if place < 1 or words[place].low != "(" or not closed:
            return ()
        for start in range(max(0, place - 8), place):
            if words[start].tag not in "DN" or (start and words[start - 1].tag in "DN"):
                continue
            inner = start > 1 and words[start - 1].low in ("de", "del") and words[start - 2].tag in "NT"
            if inner and words[start - 2].low not in ("mitad", "tercio", "tercios", "cuarto", "parte", "partes", "quinto"):
                continue
            phrase = self.reader.read(words, start)
            name = phrase.kind == "named" and words[start].upper and place - start == 1 and start > 0
            if phrase.after == place and (phrase.kind == "people" or name):
                return phrase.populations
        return ()

    def _is_ours(self, words: Sequence[Word], phrase: Phrase, study: str | None) -> bool:
        """Say whether a thing is the company's that the text is about: "la cartera", "sus clientes"."""
        if words[phrase.first].low in ("su", "sus"):
            return True
        inside = words[phrase.first : phrase.after]
        things = any(w.low in terms("company_things") for w in inside[:4])
        return study is None and things and self.often and not any(w.upper for w in inside[1:])

    def _speaks_for_us(self, words: Sequence[Word], first: int, at: int) -> bool:
        """Say whether the clause's verb is a first person plural: "invertiremos 30 millones"."""
        return any(w.low.endswith(("amos", "emos", "imos")) and w.tag in "VN" and len(w.low) > 5 for w in words[first:at])

    def _after_verb(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read the subject that follows: "creció un 12 % la facturación"."""
        if at + 1 < len(words) and words[at + 1].tag == "D":
            phrase = self.reader.read(words, at + 1)
            if phrase.kind in ("named", "people"):
                return phrase
        return None

    def _of_cases(self, words: Sequence[Word], at: int) -> bool:
        """Say whether "de los casos" follows: whose cases, the sentence has told before."""
        return any(w.low in ("casos", "ocasiones") for w in words[at + 1 : at + 4])

    def _after_among(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Read "un 4 % entre los ejecutivos IT"."""
        if at + 1 < len(words) and words[at + 1].low in ("entre", "para", "en"):
            phrase = self.reader.read(words, at + 2)
            if words[at].low.endswith(_PLACES) and phrase.kind == "named":
                # "en el cuarto lugar entre las preocupaciones de los CEO"
                roles = find_roles(self.text, words[phrase.first].start, words[phrase.after - 1].end)
                populations = tuple(dict.fromkeys(Population(r.label, r.role) for r in roles))
                return replace(phrase, kind="people", populations=populations) if populations else None
            if phrase.kind in ("people", "them", "first", "second", "relative"):
                return phrase
        return None

    def _meant(self, phrase: Phrase, sentence: ParsedSentence, study: str | None) -> _Populations:
        """Return who a phrase means, looking back where it only points."""
        memory = self.memory
        if phrase.kind in ("named", "people"):
            return phrase.populations
        if phrase.kind in ("first", "second"):
            pair = self._named_pair(sentence, phrase.first) or memory.pair
            return pair[-1] if pair and (phrase.kind == "second" or len(pair) < _PAIR) else pair[-2] if pair else ()
        if phrase.kind == "them":
            return memory.spoken_of(sentence.index)
        if phrase.kind == "both":
            return tuple(p for group in memory.pair[-2:] for p in group)
        if phrase.kind == "organization":
            return (Population(memory.organization),) if memory.organization else phrase.populations
        if phrase.kind == "relative":
            return phrase.populations or self._completed(phrase, sentence)
        if phrase.kind == "generic":
            return self._samples(study) or phrase.populations
        return ()

    def _named_pair(self, sentence: ParsedSentence, stop: int) -> list[_Populations]:
        """Return the last two groups that a sentence names before "los primeros"."""
        found: list[_Populations] = []
        words = sentence.words
        at = max(0, stop - _FAR)
        while at < stop:
            opens = words[at].tag == "D" or (words[at].tag == "N" and (at == 0 or words[at - 1].tag not in "DN"))
            phrase = self.reader.read(words, at) if opens else None
            if phrase and phrase.kind == "people" and phrase.plural and phrase.populations not in found:
                found.append(phrase.populations)
            at = max(phrase.after if phrase else 0, at + 1)
        return found[-_PAIR:] if len(found) >= _PAIR else []

    def _of_multiple(self, sentence: ParsedSentence, at: int, first: int, study: str | None) -> tuple[_Populations, str]:
        """Read what a verb multiplies: "se triplican las estafas", "el grupo duplicó sus ventas"."""
        words = sentence.words
        subject = find_subject(words, first, at, self.reader)
        after = self._after_verb(words, at)
        who = self._meant(subject, sentence, study) if subject and self._fits(subject, sentence.figures[words[at].figure]) else ()
        what = after.populations if after else ()
        own = after is not None and words[after.first].low in ("su", "sus")
        if what and own and who:
            return (Population(f"{what[0].label} de {who[0].label}"),), "lo que multiplica el sujeto"
        if who or what:
            return who or what, "sujeto"
        return self._carried(sentence, at, first, study)

    def _completed(self, phrase: Phrase, sentence: ParsedSentence) -> _Populations:
        """Give "las que emplean a más de 50 personas" the noun that it leaves out."""
        before = self.memory.spoken_of(sentence.index)
        noun = before[0].label if before else ""
        noun = noun if noun.isupper() else noun.split(" ")[0]
        return (Population(f"{noun} {phrase.head}".strip()),)

    def _samples(self, study: str | None) -> _Populations:
        record = self.reading.study(study) if study else None
        if record is None:
            return ()
        return tuple(dict.fromkeys(s.population for s in record.samples if s.population))

    def _asked(
        self, sentence: ParsedSentence, at: int, phrase: Phrase, study: str | None
    ) -> _Populations:
        """Tell who "los encuestados" are: named just before a bracket, or by the samples."""
        words = sentence.words
        place = at - 1
        while place >= 0 and words[place].tag in "DA":
            place -= 1
        if place > 0 and words[place].low == "(":
            for start in range(max(0, place - 8), place):
                if words[start].tag in "DN" and (start == 0 or words[start - 1].tag not in "DN"):
                    before = self.reader.read(words, start)
                    if before.after == place and before.kind in ("both", "people"):
                        found = self._meant(before, sentence, study)
                        if found:
                            return found
        if phrase.head in ("total", "casos", "caso", "ocasiones", "veces"):
            return ()
        return self._samples(study) or self.memory.spoken_of(sentence.index) or phrase.populations

    def _carried(
        self, sentence: ParsedSentence, at: int, first: int, study: str | None
    ) -> tuple[_Populations, str]:
        """Take over who was spoken of before."""
        words = sentence.words
        here = self.memory.sentence == sentence.index
        if self.sampled and not here and self._samples(study):
            return self._samples(study), "los encuestados"
        subject = self._people_before(words, first) if first > 0 else None
        if subject:
            populations = self._meant(subject, sentence, study)
            if populations:
                return populations, "sujeto de la cláusula anterior"
        if here:
            return self.memory.last, "la misma que la cifra anterior"
        spoken = self.memory.spoken_of(sentence.index)
        if spoken:
            return spoken, "de quién hablaba la frase anterior"
        return self._samples(study), "los encuestados"

    def _people_before(self, words: Sequence[Word], first: int) -> Phrase | None:
        """Return the nearest subject before a clause that is people, after any other figure."""
        start = first
        while start > max(0, first - _FAR) and words[start - 1].tag != "F":
            start -= 1
        phrase = find_topic(words, start, first, self.reader) or find_subject(words, start, first, self.reader)
        if phrase and phrase.kind in ("people", "first", "second", "both", "them"):
            return phrase
        return self._any_people(words, start, first)

    def _any_people(self, words: Sequence[Word], start: int, stop: int) -> Phrase | None:
        """Return the last group named without a preposition: "los primeros piensan que …"."""
        found = None
        at = start
        while at < stop:
            word = words[at]
            opens = word.tag == "D" or (word.tag == "N" and (at == 0 or words[at - 1].tag not in "DN"))
            if not opens or (at and words[at - 1].tag == "P"):
                at += 1
                continue
            phrase = self.reader.read(words, at)
            if phrase.plural and phrase.kind in ("people", "first", "second") and phrase.after <= stop:
                found = phrase
            elif phrase.kind in ("first", "second") and phrase.after <= stop:
                found = phrase
            at = max(phrase.after, at + 1)
        return found

    # -- what to remember ---------------------------------------------------------------------------

    def _note_topic(self, sentence: ParsedSentence) -> None:
        """Remember the people that a sentence without figures is about."""
        words = sentence.words
        if not any(w.tag in "VT" for w in words):
            return  # a menu line
        for place, word in enumerate(words[:40]):
            if word.tag == "D" or (
                word.tag == "N" and (place == 0 or words[place - 1].tag not in "DN")
            ):
                if place and words[place - 1].tag == "P" and words[place - 1].low not in ("según", "para", "entre"):
                    continue
                phrase = self.reader.read(words, place)
                if (
                    phrase.kind == "people" or (phrase.kind == "relative" and phrase.populations)
                ) and phrase.plural:
                    self.memory.topic = phrase.populations
                    self.memory.topic_sentence = sentence.index
                    return

    def _note_organization(self, sentence: ParsedSentence) -> None:
        for word in sentence.words:
            if word.upper:
                mention = self.names.entity_at(word.start)
                if mention and mention.entity.kind == "organization" and mention.entity.name not in self.makers:
                    self.memory.organization = mention.entity.name
                    return
