"""Tells whose a figure is: tries the cues from the surest to the weakest."""

from collections.abc import Sequence

from kg.clause import (
    acts,
    boundary_before,
    find_setting,
    find_subject,
    find_topic,
    governing_verb,
    leads,
    opens_clause,
    stands_for_group,
)
from kg.facts import Entity, Population
from kg.grammar import Word
from kg.group import narrow_group
from kg.memory import Memory, Populations
from kg.numeral import Figure
from kg.parse import ParsedSentence
from kg.population import Phrase, phrase_end, terms
from kg.source import NameReader
from kg.study_reading import StudyReading
from kg.surroundings import FAR, PAIR, Surroundings, after_figure

__all__ = ["Resolver"]


_OFTEN = 3  # mentions that make an organisation the one that the text is about


class Resolver:
    """Resolves the populations of the figures of one article, in reading order."""

    def __init__(self, text: str, entities: Sequence[Entity], reading: StudyReading) -> None:
        self.text = text
        self.reading = reading
        self.near = Surroundings(text)
        self.reader = self.near.reader
        self.names = NameReader(text, entities)
        self.memory = Memory()
        bodies = [e for e in entities if e.kind == "organization" and len(e.mentions) > 1]
        most = max(bodies, key=lambda entity: len(entity.mentions)) if bodies else None
        self.main = most.name if most else None
        self.often = most is not None and len(most.mentions) >= _OFTEN
        self.makers = {maker for study in reading.studies for maker in study.conducted_by}
        self.block = -1  # the paragraph at hand, and its first sentence
        self.block_start = 0
        self.sampled = False  # the sentence at hand tells a sample

        self.group = narrow_group(text)

    def begin(self, sentence: ParsedSentence) -> None:
        """Turn to the next sentence."""
        if sentence.block != self.block:
            self.block, self.block_start = sentence.block, sentence.index
        self.sampled = any(f.span.start in self.reading.samples for f in sentence.figures)

    def end(self, sentence: ParsedSentence, *, read: bool) -> None:
        """Remember what a sentence was about; `read` tells that it gave statistics."""
        if not read:
            self._note_topic(sentence)
        self._note_organization(sentence)

    def whose(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> tuple[Populations, str]:
        """Return who is meant and by which cue; "estas empresas" as the group that was named."""
        populations, rule = self._whose(sentence, at, figure, study)
        if self.group and any(p.label in terms("wider") for p in populations):
            group = Population(self.group)
            return tuple(group if p.label in terms("wider") else p for p in populations), rule
        return populations, rule

    def _whose(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> tuple[Populations, str]:
        """Try the cues from the surest to the weakest."""
        words = sentence.words
        first = boundary_before(words, at)
        bracketed = self.near.bracketed(
            words,
            at,
            amount=figure.kind in ("money", "count", "number"),
            asked=self._is_asked(sentence, study),
        )
        if bracketed:
            return bracketed, "de quién habla el paréntesis"
        partitive = self._partitive(sentence, at, figure, study)
        if partitive:
            self._note_people(words, at, figure, partitive)
            return partitive, "de quién es la parte"
        if figure.modified and self.memory.sentence == sentence.index and self._adds(words, at):
            return self.memory.last, "la misma que la cifra anterior"
        if opens_clause(words, at):
            first = max(first, after_figure(words, at))
        scope = max(0, at - FAR) if self.near.of_cases(words, at) else first
        cues: list[tuple[str, Phrase | None]] = [
            ("entre quiénes", self.near.after_among(words, at)),
            ("de quién trata la cláusula", find_topic(words, scope, at, self.reader)),
            ("dónde", self.near.relative_place(words, first, at)),
        ]
        if figure.kind == "multiple" and words[at].low[:1].isalpha() and " " not in words[at].low:
            return self._of_multiple(sentence, at, first, study)
        if not leads(words, at) and not stands_for_group(words, at):
            subject = find_subject(words, first, at, self.reader)
            subject = self.near.narrowed(words, subject, first, at) if subject else None
            cues.append(("sujeto", subject))
            cues.append(("sujeto pospuesto", self.near.after_verb(words, at)))
        if not any(phrase for _, phrase in cues):
            ours = self.main or self.memory.organization
            if ours and self.near.speaks_for_us(words, first, at):
                return (Population(ours),), "nosotros"
            cues.append(("dónde", find_setting(words, first, at, self.reader)))
        found = self._first(cues, sentence, figure, study)
        return found or self._carried(sentence, at, first, study)

    def _first(
        self,
        cues: Sequence[tuple[str, Phrase | None]],
        sentence: ParsedSentence,
        figure: Figure,
        study: str | None,
    ) -> tuple[Populations, str] | None:
        """Return who is meant by the first cue whose phrase can be whom a figure is about."""
        words = sentence.words
        for name, phrase in cues:
            populations = self._meant(phrase, sentence, study) if phrase else ()
            if (
                phrase
                and populations
                and phrase.kind == "named"
                and self.memory.organization
                and self._is_ours(words, phrase, study)
            ):
                populations = (Population(f"{populations[0].label} de {self.memory.organization}"),)
            if (
                populations
                and phrase
                and self._fits(phrase, figure)
                and not self._is_person(words, phrase)
            ):
                return populations, name
        return None

    def _note_people(
        self, words: Sequence[Word], at: int, figure: Figure, group: Populations
    ) -> None:
        """Remember that a group does what people do: "el 44 % de los morosos alega"."""
        start = at + 1 + (words[at + 1].low in ("de", "del"))
        if figure.kind == "share" and acts(words, phrase_end(words, start)):
            self.memory.take_for_people(group)

    def _is_asked(self, sentence: ParsedSentence, study: str | None) -> bool:
        """Say whether people were asked: what stands before a bracket is then what they chose."""
        here = (
            self.memory.sentence == sentence.index and self.memory.people_sentence == sentence.index
        )
        return here or bool(self._samples(study))

    def _adds(self, words: Sequence[Word], at: int) -> bool:
        """Say whether the figure only adds to the one before: ", nueve puntos más que en 2018"."""
        place = at - 1
        while place >= 0 and words[place].tag in "DA":
            place -= 1
        return place >= 0 and words[place].low == ","

    def _fits(self, phrase: Phrase | None, figure: Figure) -> bool:
        """Say whether a phrase can be whom a figure is about."""
        made = phrase is not None and any(p.label in self.makers for p in phrase.populations)
        return (
            phrase is not None
            and not made
            and phrase.kind not in ("time", "none", "measure")
            and (phrase.head not in terms("told_by") or self._is_measure_of(phrase))
        )

    def _is_measure_of(self, phrase: Phrase) -> bool:
        """Say whether what tells a figure is a measure of something: "el índice de morosidad"."""
        label = phrase.populations[0].label.split() if phrase.populations else []
        return phrase.head == "índice" and label[1:2] == ["de"] and label[-1].islower()

    def _is_person(self, words: Sequence[Word], phrase: Phrase) -> bool:
        """Say whether a phrase names one person."""
        mention = next(
            (
                m
                for w in words[phrase.first : phrase.after]
                if w.upper and (m := self.names.entity_at(w.start))
            ),
            None,
        )
        return mention is not None and mention.entity.kind == "person" and phrase.kind == "named"

    def _partitive(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> Populations:
        """Read "el 77 % de los CIO", "uno de cada tres negocios", "2.000 empresas"."""
        words = sentence.words
        place = at + 1
        if place >= len(words):
            return ()
        if words[place].low in ("de", "del") and figure.kind in (
            "share",
            "count",
            "number",
            "multiple",
        ):
            phrase = self.reader.read(words, place + 1)
        elif figure.kind in ("count",) or (
            figure.kind == "share" and figure.words and words[place].tag in "NT"
        ):
            if figure.kind == "count" and not self.near.counted_leads(words, at):
                return ()
            phrase = self.reader.read(words, place)
        else:
            return ()
        if phrase.kind in ("measure", "time", "none") or words[phrase.first].low == "lo":
            return ()
        if phrase.kind == "them":
            local = self.near.people_before(words, at)
            if local and local.plural:
                return self._meant(local, sentence, study)
        if phrase.kind == "named" and figure.kind == "share":
            return self._owned(sentence, at, phrase)
        if phrase.kind == "generic":
            return self._asked(sentence, at, phrase, study)
        return self._meant(phrase, sentence, study)

    def _owned(self, sentence: ParsedSentence, at: int, phrase: Phrase) -> Populations:
        """Tell whose thing a share is of: "la mitad de sus ventas" of the shops spoken of."""
        words = sentence.words
        possessive = words[phrase.first].low in ("su", "sus")
        first = boundary_before(words, at)
        owner = find_topic(words, first, at, self.reader) or find_subject(
            words, first, at, self.reader
        )
        owners: Populations = ()
        ours = self._named_before(words, at) or self.memory.organization
        if (
            possessive
            and ours
            and owner
            and not owner.plural
            and self._is_ours_by_name(words, phrase)
        ):
            owners = (
                Population(ours),
            )  # "el gerente de X explica por qué la mitad de sus oficinas"
        elif owner and owner.kind in ("people", "first", "second", "both", "organization"):
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

    def _named_before(self, words: Sequence[Word], at: int) -> str | None:
        """Return the last organisation that the sentence names before word `at`."""
        for word in reversed(words[max(0, at - FAR) : at]):
            mention = self.names.entity_at(word.start) if word.upper else None
            if mention and mention.entity.kind == "organization":
                return mention.entity.name
        return None

    def _is_ours_by_name(self, words: Sequence[Word], phrase: Phrase) -> bool:
        """Say whether a thing is one that companies have: "sus oficinas"."""
        return any(w.low in terms("company_things") for w in words[phrase.first : phrase.after][:4])

    def _is_ours(self, words: Sequence[Word], phrase: Phrase, study: str | None) -> bool:
        """Say whether a thing is the main company's own: "la cartera", "sus clientes"."""
        if words[phrase.first].low in ("su", "sus"):
            return True
        inside = words[phrase.first : phrase.after]
        things = any(w.low in terms("company_things") for w in inside[:4])
        return study is None and things and self.often and not any(w.upper for w in inside[1:])

    def _meant(self, phrase: Phrase, sentence: ParsedSentence, study: str | None) -> Populations:
        """Return who a phrase means, looking back where it only points."""
        memory = self.memory
        if phrase.kind in ("named", "people"):
            return phrase.populations
        if phrase.kind in ("first", "second"):
            group = self.near.named_pair(sentence, phrase.first)
            group = group or memory.group(sentence.index, self.block_start)
            if not group:
                return ()
            last = phrase.head.startswith("últim")
            place = len(group) - 1 if last else min(phrase.kind == "second", len(group) - 1)
            return group[place]
        if phrase.kind == "them":
            return memory.spoken_of(sentence.index)
        if phrase.kind == "both":
            return tuple(p for group in memory.recent[-PAIR:] for p in group)
        if phrase.kind == "organization":
            return (Population(memory.organization),) if memory.organization else phrase.populations
        if phrase.kind == "relative":
            return phrase.populations or self._completed(phrase, sentence)
        if phrase.kind == "generic":
            return self._samples(study) or phrase.populations
        return ()

    def _of_multiple(
        self, sentence: ParsedSentence, at: int, first: int, study: str | None
    ) -> tuple[Populations, str]:
        """Read what a verb multiplies: "se triplican las estafas", "X duplicó sus ventas"."""
        words = sentence.words
        subject = find_subject(words, first, at, self.reader)
        after = self.near.after_verb(words, at)
        who = (
            self._meant(subject, sentence, study)
            if subject and self._fits(subject, sentence.figures[words[at].figure])
            else ()
        )
        what = after.populations if after else ()
        own = after is not None and words[after.first].low in ("su", "sus")
        if what and own and who:
            return (
                Population(f"{what[0].label} de {who[0].label}"),
            ), "lo que multiplica el sujeto"
        if who or what:
            return who or what, "sujeto"
        return self._carried(sentence, at, first, study)

    def _completed(self, phrase: Phrase, sentence: ParsedSentence) -> Populations:
        """Give "las que emplean a más de 50 personas" the noun that it leaves out."""
        before = self.memory.spoken_of(sentence.index)
        noun = before[0].label if before else ""
        noun = noun if noun.isupper() else noun.split(" ")[0]
        return (Population(f"{noun} {phrase.head}".strip()),)

    def _samples(self, study: str | None) -> Populations:
        record = self.reading.study(study) if study else None
        if record is None:
            return ()
        return tuple(dict.fromkeys(s.population for s in record.samples if s.population))

    def _asked(
        self, sentence: ParsedSentence, at: int, phrase: Phrase, study: str | None
    ) -> Populations:
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
    ) -> tuple[Populations, str]:
        """Take over who was spoken of before."""
        words = sentence.words
        here = self.memory.sentence == sentence.index
        if self.sampled and not here and self._samples(study):
            return self._samples(study), "los encuestados"
        asked = self._answering(sentence, at, study)
        if asked and not self.memory.people_last:
            return asked, "quiénes responden"
        told = self._told_of_itself(words, first)
        if told and sentence.figures[words[at].figure].kind in (
            "money",
            "multiple",
            "count",
            "number",
        ):
            return told, "quien lo informa"
        subject = self.near.people_before(words, first) if first > 0 else None
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

    def _told_of_itself(self, words: Sequence[Word], first: int) -> Populations:
        """Read "X informó que otorgó créditos": who tells it, where the clause has no subject."""
        if first < 2 or words[first - 1].tag != "Q" or words[first - 2].tag not in "VA":
            return ()
        verb = governing_verb(words, 0, first - 1)
        start = boundary_before(words, first - 1)
        for word in words[start : max(verb, start)]:
            mention = self.names.entity_at(word.start) if word.upper else None
            if mention and mention.entity.kind == "organization":
                made = mention.entity.name in self.makers
                return () if made else (Population(mention.entity.name),)
        return ()

    def _answering(self, sentence: ParsedSentence, at: int, study: str | None) -> Populations:
        """Tell whose share does what only people do: "un 22 % prevé contratar"."""
        words = sentence.words
        figure = sentence.figures[words[at].figure]
        if figure.kind != "share" or not leads(words, at) or not acts(words, at + 1):
            return ()
        return self.memory.people_near(sentence.index) or self._samples(study)

    def _note_topic(self, sentence: ParsedSentence) -> None:
        """Remember the people that a sentence without figures is about."""
        words = sentence.words
        if not any(w.tag in "VT" for w in words):
            return  # a menu line
        for place, word in enumerate(words[:40]):
            if word.tag == "D" or (
                word.tag == "N" and (place == 0 or words[place - 1].tag not in "DN")
            ):
                if (
                    place
                    and words[place - 1].tag == "P"
                    and words[place - 1].low not in ("según", "para", "entre")
                ):
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
                if (
                    mention
                    and mention.entity.kind == "organization"
                    and mention.entity.name not in self.makers
                ):
                    self.memory.organization = mention.entity.name
                    return
