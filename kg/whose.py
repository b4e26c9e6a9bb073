"""Tells whose a figure is: tries the cues from the surest to the weakest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from kg.age import find_aged
from kg.apart import (
    before_colon,
    before_dash,
    behind_comma,
    identified,
    in_apposition,
    listed,
    of_which,
)
from kg.behind import behind_verb
from kg.bracket import (
    BracketMode,
    follows_place,
    opening_before,
    points_before,
    read_bracket,
    than_before,
)
from kg.carried import CarriedReader
from kg.centre import Centre
from kg.choice import choosing_verb
from kg.clause import (
    acts,
    boundary_before,
    governing_verb,
    leads,
    opens_clause,
    stands_for_group,
    told_until,
)
from kg.dative import to_whom
from kg.doer import is_doer
from kg.facts import Entity, Population
from kg.fronted import find_whole, frames_figure
from kg.grammar import Word, before_number
from kg.group import headword, narrow_group
from kg.holder import HolderReader
from kg.itemised import (
    answer_items,
    compared,
    is_group,
    item_before,
    labelled,
    listed_items,
    row_of,
)
from kg.lexicon import load
from kg.meaning import OWNED, MeaningReader
from kg.memory import Memory, Populations, is_people
from kg.note import NoteTaker
from kg.numeral import Figure
from kg.owner import OwnerReader
from kg.pair import one_of_two, told_of_both, told_respectively
from kg.parse import ParsedSentence
from kg.part import PartReader
from kg.place import is_place, people_of
from kg.poll import who_answers
from kg.population import Phrase, phrase_end, terms
from kg.questioned import polls, whom_asked
from kg.renamed import by_name
from kg.second import second_half, set_against
from kg.source import NameReader
from kg.study_reading import StudyReading
from kg.subject import after_join, find_subject
from kg.surroundings import FAR, Surroundings, after_figure
from kg.told_behind import told_behind
from kg.topic import find_frame, find_setting, find_topic, find_turn
from kg.verbless import find_verbless

__all__ = ["Resolver"]

_ANSWER = 12  # words of "La seguridad: 48 %" at most
_BEFORE_ANSWERS = 3  # sentences from one that tells whom it asks to the list of their answers
_FRAMES = ("de quién trata la cláusula", "entre quiénes", "dónde")  # cues of a part of those asked
_CARRIED = ("los encuestados", "de quién habla el texto", "de quién hablaba la frase anterior")
_SIGNS = ("+", "-", "–", "−")
_SETTING = ("en", "entre", "para")


class Resolver:
    """Resolves the populations of the figures of one article, in reading order."""

    def __init__(
        self,
        text: str,
        entities: Sequence[Entity],
        reading: StudyReading,
        centre: Centre,
        chiefs: Mapping[str, Population],
    ) -> None:
        self.text = text
        self.centre = centre
        self.reading = reading
        self.near = Surroundings(text)
        self.reader = self.near.reader
        self.names = NameReader(text, entities)
        self.people = people = people_of(centre.place)
        self.memory = Memory(nation=Population(people) if people else None)
        self.meaning = MeaningReader(reading, self.near, self.memory, self.names)
        self.makers = self.meaning.makers
        self.notes = NoteTaker(self.meaning)
        self.owners = OwnerReader(self.reader, self.memory, centre, self.names, self.makers)
        self.holders = HolderReader(self.owners, self.meaning.said_first)
        self.parts = PartReader(self.meaning, self.owners, self.holders, people)
        self.carried = CarriedReader(reading, self.meaning, centre)
        self.items: dict[int, range] = {}  # the run of list items that a sentence is of
        self.answers: dict[int, Populations] = {}  # who gave the answers of a run, by its first
        self.replying: dict[int, tuple[Phrase, ParsedSentence]] = {}  # where they are named
        self.questioned: tuple[int, Populations] = (-99, ())  # whom a sentence was asked of
        self.question = False  # a question of a poll stands before, and its answers follow
        self.sampled = False  # the sentence at hand tells a sample
        self.sentences: Sequence[ParsedSentence] = ()

        self.chiefs = chiefs
        self.group = narrow_group(text)
        self.firms = headword(text)
        self.known: dict[str, bool] = {}  # labels that the text has, or has not
        self.mode: tuple[int, BracketMode] | None = None  # of the last bracket, and its sentence

    def read_lists(self, sentences: Sequence[ParsedSentence]) -> None:
        """Note which sentences are items of a list, and which of these are answers."""
        self.sentences = sentences
        for run in listed_items(sentences):
            self.items.update(dict.fromkeys(run, run))
            told = who_answers(sentences, run, self.reader)
            if told:
                self.replying[run.start] = told
            if told or answer_items(sentences, run):
                self.answers[run.start] = ()

    def _who_answers(
        self, sentence: ParsedSentence, study: str | None
    ) -> tuple[Populations, str] | None:
        """Return who gave the answers of a list, the same for all of its items."""
        run = self.items.get(sentence.index)
        if run is None or run.start not in self.answers:
            return None
        if not self.answers[run.start] and run.start in self.replying:
            phrase, told = self.replying[run.start]
            here = phrase.kind != "generic"  # "las participantes" are those spoken of before
            self.answers[run.start] = (
                self.meaning.meant(phrase, told, study)
                if here
                else self.meaning.asked(told, phrase.first, phrase, study)
            )
        if not self.answers[run.start]:
            spoken = self.memory.spoken_of(sentence.index)
            if run.start - self.questioned[0] <= _BEFORE_ANSWERS:
                spoken = self.questioned[1]
            if not any(map(is_people, spoken)):
                spoken = self.meaning.samples(study) or self.memory.people_near(sentence.index)
            self.answers[run.start] = spoken
        found = self.answers[run.start]
        return (found, "quiénes responden") if found else None

    def _is_no_answer(self, words: Sequence[Word], at: int, figure: Figure) -> bool:
        """Say whether an item tells a change, or of a place: "Cuero: -18 %", "Lugo: 8 %"."""
        label = labelled(words, at, self.reader, listed=True)
        named = label.populations[0].label.lower().split() if label else []
        return self.text[figure.span.start] in _SIGNS or is_place(named)

    def begin(self, sentence: ParsedSentence) -> None:
        """Turn to the next sentence."""
        self.meaning.begin(sentence)
        self.sampled = any(f.span.start in self.reading.samples for f in sentence.figures)

    def end(self, sentence: ParsedSentence, *, read: bool) -> None:
        """Remember what a sentence was about; `read` tells that it gave statistics."""
        self.notes.note(sentence, read=read)
        self.holders.note(sentence)
        questioned = whom_asked(sentence.words, len(sentence.words), self.reader)
        if questioned and (found := self.meaning.meant(questioned, sentence, None)):
            self.questioned = (sentence.index, found)
            sized = any(f.span.start in self.reading.samples for f in sentence.figures)
            last = max((k for k, w in enumerate(sentence.words) if w.tag == "F"), default=-1)
            if not sized and questioned.after > last and polls(sentence.words):
                self.memory.turn_to(found, sentence.index)
        self._count_asked(sentence)
        self.meaning.before = sentence
        asks = bool(sentence.words) and sentence.words[-1].low == "?"
        self.question = asks or (self.question and read and len(sentence.words) < _ANSWER)

    def _count_asked(self, sentence: ParsedSentence) -> None:
        """Remember a sample that a sentence ends with: "… a 300 alcaldes. De ellos, …"."""
        words = sentence.words
        last = max((k for k, w in enumerate(words) if w.tag == "F"), default=-1)
        if last < 0 or sentence.figures[words[last].figure].span.start not in self.reading.samples:
            return
        self.memory.counted = (sentence.index, self.reader.sample(words, last + 1)[0])

    def whose(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> tuple[Populations, str]:
        """Return who is meant and by which cue; "estas empresas" as the group that was named."""
        populations, rule = self._whose(sentence, at, figure, study)
        if not populations or rule in _CARRIED:
            told = self._told_behind(sentence, populations)
            populations, rule = (told, "lo que sigue") if told else (populations, rule)
        again = self.memory.framed and populations == self.memory.last
        self.memory.framed = again or rule in _FRAMES
        if figure.kind == "count":
            of = at + 1 < len(sentence.words) and sentence.words[at + 1].low == "de"
            phrase = self.reader.read(sentence.words, at + 1 + of)
            self.memory.counted = (sentence.index, phrase.populations)
        return tuple(self._called(population) for population in populations), rule

    def _told_behind(self, sentence: ParsedSentence, carried: Populations) -> Populations:
        """Return whom the sentence behind tells of, where this one names nobody."""
        told = told_behind(self.sentences, sentence.index, self.reader)
        if told is None or (told[2] and any(map(is_people, carried))):
            return ()
        phrase, where, _ = told
        return (
            self.meaning.meant(phrase, where, None) if self.meaning.fits(phrase, "sujeto") else ()
        )

    def _called(self, population: Population) -> Population:
        """Call a group as the text mostly does: "compañías" are its "empresas", or its "pymes"."""
        if population.label in ("país", "nación") and self.centre.place:
            return Population(self.centre.place)
        if population.label in terms("regions") and self.centre.place and not self.people:
            return Population(self.centre.place)
        head, _, rest = population.label.partition(" ")
        if members := load("statistics")["collectives"].get(head):
            population = Population(f"{members} {rest}".strip())
        if proper := self.names.canonical_of(population.label):
            return Population(proper)
        population = self.chiefs.get(population.role or "", population)
        population = self._of_the_firm(population)
        many = population.label.endswith("s")
        if self.group and many and population.label in terms("wider"):
            return Population(self.group)
        if self.firms and population.label in terms("firms"):
            return Population(self.firms)
        head, _, rest = population.label.partition(" ")
        if self.firms and head in terms("firms"):
            other = f"{self.firms} {rest}"
            if other not in self.known:
                self.known[other] = other in self.text
            return Population(other) if self.known[other] else population
        return population

    def _of_the_firm(self, population: Population) -> Population:
        """Name the firm that "los ingresos de la compañía" are of, where the text has named one."""
        thing, of, anaphor = population.label.rpartition(" de la ")
        if not of:
            thing, of, anaphor = population.label.rpartition(" del ")
        firm = self.centre.organization
        if not thing or not firm or anaphor not in terms("organization_anaphors"):
            return population
        return Population(f"{thing} de {firm}")

    def _whose(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> tuple[Populations, str]:
        """Try the cues from the surest to the weakest."""
        words = sentence.words
        answer = figure.kind == "share" and not self._is_no_answer(words, at, figure)
        answering = self._who_answers(sentence, study) if answer else None
        if answering:
            return answering
        every = self.near.of_every(words, at) if figure.kind == "share" else None
        if every:
            return every.populations, "de cada tantos"
        respective = told_respectively(words, at, self.reader, partial(self.meaning.pair, sentence))
        if respective:
            return respective, "respectivamente"
        if both := told_of_both(words, at, self.reader):
            return both, "ambos"
        one = one_of_two(words, at, self.reader)
        if one and (compared_to := self.meaning.meant(one, sentence, study)):
            return compared_to, "con quién se compara"
        opening = opening_before(words, at)
        if opening > 0:
            bracketed = self._bracketed(sentence, at, figure, study)
            if bracketed:
                return bracketed
        if at and words[at - 1].low in ("estos", "estas", "esos", "esas") and self.memory.last:
            return self.memory.last, "la misma que la cifra anterior"
        whole = words[at + 1 : at + 3]
        total = len(whole) > 1 and whole[0].low == "del" and whole[1].low in ("total", "conjunto")
        if total and self.memory.sentence == sentence.index and self._adds(words, at):
            return self.memory.last, "la misma que la cifra anterior"
        partitive = self.parts.whose(sentence, at, figure, study)
        if partitive:
            self._note_people(words, at, figure, partitive)
            return self._in_place(words, at, partitive), "de quién es la parte"
        if figure.modified and self.memory.sentence == sentence.index and self._adds(words, at):
            return self.memory.last, "la misma que la cifra anterior"
        return self._by_clause(sentence, at, figure, study)

    def _in_place(self, words: Sequence[Word], at: int, group: Populations) -> Populations:
        """Name a group with where its clause begins: "En Lima, el 20 % de los empleados"."""
        place = before_number(words, at)
        setting = find_setting(words, boundary_before(words, at), at, self.reader)
        if setting is None or words[place].low != "," or setting.after != place:
            return group
        where = self.text[words[setting.first].start : words[setting.after - 1].end]
        inside = [w.low for w in words[setting.first : setting.after] if w.tag != "D"]
        known = is_place(inside) or setting.head in terms("compass")
        if not known or where == self.centre.place:
            return group
        return tuple(
            p if p.role or where in p.label else Population(f"{p.label} en {where}") for p in group
        )

    def _by_clause(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> tuple[Populations, str]:
        """Look for whom the clause of a figure is about; one in brackets has the clause around."""
        words = sentence.words
        opening = opening_before(words, at)
        number, at = at, opening if opening > 0 else at
        first = boundary_before(words, at)
        if opens_clause(words, at) and opening < 0 and not _is_set(words, first, at):
            first = max(first, after_figure(words, at))
        chosen = choosing_verb(words, number, self.reader) if figure.kind == "share" else -1
        cues = self._named_cues(sentence, first, at, number, chosen, study)
        if figure.kind == "multiple" and words[at].low[:1].isalpha() and " " not in words[at].low:
            return self._of_multiple(sentence, at, first, study)
        ours = self._us()
        stands = figure.kind == "share" and (
            stands_for_group(words, at) or self._has_answer(words, number)
        )
        stands |= self._is_of_cases(sentence, number, figure, study)
        if opening > 0 or (not leads(words, at) and not stands):
            cues.extend(self._own_cues(words, first, at, number, chosen))
        holders = self._holders(words, number, cues, study)
        if holders:
            cues = [(cue, phrase) for cue, phrase in cues if cue not in OWNED]
            return self._first(cues, sentence, at, figure, study) or (holders, "los que opinan")
        found_none = not any(phrase for _, phrase in cues)
        if found_none and ours and self.near.speaks_for_us(words, first, at):
            return (Population(ours),), "nosotros"
        cues.append(("de quién trata la cláusula", find_turn(words, number, self.reader)))
        cues.append(("ante los dos puntos", before_colon(words, number, self.reader)))
        cues.append(("ante el inciso", before_dash(words, first, self.reader)))
        frame = find_frame(words, first, at, self.reader)
        if frame and not self._is_asked_about(words, at, frame, study):
            cues.append(("de quién trata la cláusula", frame))
        cues.append(("dónde", find_setting(words, first, at, self.reader)))
        cues.append(("sujeto", self.near.economy(words, number)))
        found = self._first(cues, sentence, at, figure, study)
        if found and ours and not study and self.near.is_ours(words, first, at):
            return self.owners.joined(found[0], ours), "nosotros"
        fit = found is None or found[1] not in OWNED or self._is_whom(found[0])
        if not fit and opening > 0 and self.meaning.samples(study):
            found = None  # what was asked about, not who: "Retrospectivas (81 %)"
        if found:
            return found
        questioned = whom_asked(words, at, self.reader) if figure.kind == "share" else None
        put = [("a quién se pregunta", questioned)]
        if questioned and (found := self._first(put, sentence, at, figure, study)):
            return found
        whom, cue = self.carried.read(sentence, number, first, study, sampled=self.sampled)
        if figure.kind == "share":
            whom = self.parts.of_the_place(whom)
        return whom, cue

    def _named_cues(
        self,
        sentence: ParsedSentence,
        first: int,
        at: int,
        number: int,
        chosen: int,
        study: str | None,
    ) -> list[tuple[str, Phrase | None]]:
        """Return whom the clause names elsewhere than in its subject, the surest first."""
        words = sentence.words
        scope = max(0, at - FAR) if self.near.of_cases(words, at) else first
        share = sentence.figures[words[number].figure].kind == "share"
        whole = find_whole(words, number, self.reader) if share else None
        asked = self._is_asked(sentence, study)
        return [
            ("de los cuales", of_which(words, number, self.reader)),
            ("sujeto", in_apposition(words, number, self.reader)),
            ("entre quiénes", self._among(words, number)),
            ("con quién se compara", set_against(words, number, self.reader)),
            *self._second(sentence, number, study),
            ("a quién le toca", to_whom(words, first, number, self.reader)),
            ("dónde", self.near.relative_place(words, first, at)),
            ("de quién trata la cláusula", whole),
            *self._verbless(sentence, number, asked=asked),
            ("sujeto pospuesto", behind_verb(words, number, self.reader, asked=asked)),
            ("de quién trata la cláusula", find_topic(words, scope, at, self.reader)),
            ("de quién trata la cláusula", find_aged(words, number)),
            ("de quién son los casos", self.near.whose_cases(words, at)),
            ("sujeto pospuesto", behind_comma(words, number, self.reader)),
            ("con quién se compara", compared(words, number, self.reader)),
            ("de la lista", self._labelled(sentence, number)),
            ("de la lista", row_of(words, number, self.reader)),
            (
                "de la lista",
                item_before(
                    words,
                    number,
                    self.reader,
                    asked=chosen >= 0 or asked,
                ),
            ),
            ("de la lista", None if chosen >= 0 else listed(words, number, self.reader)),
            ("para quién se prevé", self.near.forecast(words, first, number)),
        ]

    def _verbless(
        self, sentence: ParsedSentence, at: int, *, asked: bool
    ) -> list[tuple[str, Phrase | None]]:
        found = find_verbless(sentence.words, at, self.reader, asked=asked)
        return [found] if found else []

    def _has_answer(self, words: Sequence[Word], at: int) -> bool:
        """Say whether a share that is joined has its answer behind it: ", y un 18 % | el agua"."""
        place = before_number(words, at)
        if place < 1 or words[place].low not in ("y", "e", ";") or at + 2 >= len(words):
            return False
        phrase = self.reader.read(words, at + 1)
        named = phrase.kind in ("named", "measure") and words[at + 1].tag == "D"
        return named and (phrase.after >= len(words) or words[phrase.after].tag == "S")

    def _among(self, words: Sequence[Word], at: int) -> Phrase | None:
        """Return a group or a place behind a figure, no place that the whole text is about."""
        phrase = self.near.after_among(words, at)
        label = phrase.populations[0].label if phrase and phrase.populations else None
        return None if label and label == self.centre.place else phrase

    def _is_of_cases(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> bool:
        """Say whether a share "de los casos" is of the firms asked: "las plantillas crecen"."""
        words = sentence.words
        cases = figure.kind == "share" and study is not None and self.near.of_cases(words, at)
        if not cases or not (self.meaning.samples(study) or self.centre.people):
            return False
        subject = find_subject(words, boundary_before(words, at), at, self.reader)
        had = {subject.head, subject.head.removesuffix("s")} if subject else set[str]()
        return not had.isdisjoint(terms("company_things"))

    def _is_asked_about(
        self, words: Sequence[Word], at: int, frame: Phrase, study: str | None
    ) -> bool:
        """Say whether a frame is what people were asked about: "En cuanto al sueldo, el 56 % dice".

        Things do not do what people do.
        """
        acting = leads(words, at) and acts(words, told_until(words, at))
        return acting and not is_group(words, frame) and bool(self.meaning.samples(study))

    def _second(
        self, sentence: ParsedSentence, at: int, study: str | None
    ) -> list[tuple[str, Phrase | None]]:
        things = self.memory.sentence == sentence.index and not self.memory.people_last
        things = things or self.owners.rated == sentence.index
        chosen = choosing_verb(sentence.words, at, self.reader) >= 0
        asked = chosen or (not things and self._is_asked(sentence, study))
        found = second_half(sentence.words, at, self.reader, asked=asked)
        return [found] if found else []

    def _labelled(self, sentence: ParsedSentence, at: int) -> Phrase | None:
        """Read the label that a figure is told of, where it is no answer to a question."""
        listed = sentence.index in self.items
        if self.question and not listed:
            return None
        return labelled(sentence.words, at, self.reader, listed=listed)

    def _own_cues(
        self, words: Sequence[Word], first: int, at: int, number: int, chosen: int
    ) -> list[tuple[str, Phrase | None]]:
        """Return the subject of a clause, and what its verb moves.

        Behind a verb by which people choose, `chosen`, stands none.
        """
        cues: list[tuple[str, Phrase | None]] = []
        subject = find_subject(words, first, at, self.reader)
        if subject and subject.first > chosen >= 0:
            return []
        if subject:
            subject = identified(words, subject, at, self.reader)
            named = by_name(words, subject, self.reader)
            subject = subject if self.meaning.is_person(words, named) else named
            subject = self.near.narrowed(words, subject, first, at)
            subject = self._told_of_firm(words, subject)
        moved = self.near.moved(words, first, at)
        if moved and subject and self._is_name(words, subject):
            thing, firm = moved.populations[0].label, subject.populations[0].label
            moved = replace(moved, populations=(Population(f"{thing} de {firm}"),))
        if moved and not (subject and self._moves_own(words, subject, moved)):
            cues.append(("lo que mueve el verbo", moved))
        cues.append(("lo que mueve el verbo", self.near.estimated(words, first, at)))
        cues.append(("sujeto", self.near.told_of_measure(words, at)))
        cues.append(("sujeto", subject))
        if chosen < 0:
            cues.append(("sujeto pospuesto", self.near.after_verb(words, number)))
        return cues

    def _holders(
        self,
        words: Sequence[Word],
        at: int,
        cues: Sequence[tuple[str, Phrase | None]],
        study: str | None,
    ) -> Populations:
        """Return whose opinion a figure tells: "la ley obtiene un 89 % de rechazo"."""
        behind = [w.low for w in words[at + 1 : at + 3]]
        told = len(behind) > 1 and behind[0] == "de" and behind[1] in terms("opinions")
        heads = [phrase.head for cue, phrase in cues if cue in OWNED and phrase]
        if not told and not any(head in terms("opinions") for head in heads):
            return ()
        nation = self.memory.nation
        return self.meaning.samples(study) or ((nation,) if nation else ())

    def _told_of_firm(self, words: Sequence[Word], subject: Phrase) -> Phrase:
        """Read "dirige las tiendas de Noval, que vende …": "que" is the firm right before it."""
        after = [w.low for w in words[subject.after : subject.after + 2]]
        mention = self.names.entity_at(words[subject.after - 1].start)
        if after != [",", "que"] or mention is None or mention.entity.kind != "organization":
            return subject
        return replace(subject, kind="named", populations=(Population(mention.entity.name),))

    def _us(self) -> str | None:
        """Return the organisation that "we" means."""
        if self.centre.organization or self.centre.talk:
            return self.centre.organization
        return self.memory.organization

    def _is_whom(self, populations: Populations) -> bool:
        """Say whether populations are people or places, and no things."""
        return any(is_people(p) or is_place(p.label.lower().split()) for p in populations)

    def _is_name(self, words: Sequence[Word], subject: Phrase) -> bool:
        """Say whether a subject is a name: what it moves is its own."""
        capitals = any(w.upper for w in words[max(1, subject.first) : subject.after])
        return capitals and bool(subject.populations) and subject.kind == "named"

    def _moves_own(self, words: Sequence[Word], subject: Phrase, moved: Phrase) -> bool:
        """Say whether people move what is theirs: "las empresas recortan sus costes un 5 %"."""
        return subject.kind in ("people", "relative") and words[moved.first].tag == "D"

    def _bracketed(
        self, sentence: ParsedSentence, at: int, figure: Figure, study: str | None
    ) -> tuple[Populations, str] | None:
        """Read a figure in brackets as the one before in the same list was read."""
        mode = self.mode[1] if self.mode and self.mode[0] == sentence.index else None
        here = self.memory.sentence == sentence.index
        ranked = self.memory.last and is_place(self.memory.last[0].label.lower().split())
        own = ranked and follows_place(sentence.words, at)
        own = own or points_before(sentence.words, at, self.reader) is not None
        asked = bool(self.meaning.samples(study))
        own = own or than_before(sentence.words, at, self.reader, asked=asked) is not None
        if mode == "group" and here and not own:
            return self.memory.last, "la misma que la cifra anterior"
        found = read_bracket(
            sentence.words,
            at,
            self.reader,
            amount=figure.kind in ("money", "count", "number"),
            asked=self._is_asked(sentence, study)
            or choosing_verb(sentence.words, at, self.reader) >= 0,
            mode=mode,
        )
        if found and found.kind == "relative" and self.meaning.samples(study):
            found = None  # "los más difíciles son los de técnicos (34 %)": what they chose
        populations = self.meaning.meant(found, sentence, study) if found else ()
        if not populations and not self._is_asked(sentence, study):
            populations = self._named_before(sentence.words, opening_before(sentence.words, at))
        if mode is None and (populations or self.meaning.samples(study)):
            self.mode = (sentence.index, "item" if populations else "group")
        return (populations, "de quién habla el paréntesis") if populations else None

    def _named_before(self, words: Sequence[Word], place: int) -> Populations:
        """Return the organisation whose name ends right before a bracket: "Pedidos Ya (40 %)"."""
        mention = self.names.entity_at(words[place - 1].start) if place > 0 else None
        if mention is None or mention.entity.kind != "organization":
            return ()
        return (Population(mention.entity.name),)

    def _first(
        self,
        cues: Sequence[tuple[str, Phrase | None]],
        sentence: ParsedSentence,
        at: int,
        figure: Figure,
        study: str | None,
    ) -> tuple[Populations, str] | None:
        """Return who is meant by the first cue whose phrase can be whom a figure is about."""
        words = sentence.words
        for name, phrase in cues:
            populations = self.holders.meant(sentence, phrase) if phrase else ()
            if phrase and not populations:
                populations = self.meaning.meant(phrase, sentence, study)
            taken_up = phrase and phrase.kind == "named" and populations != phrase.populations
            named = phrase and phrase.kind in ("named", "measure") and not taken_up
            if phrase and named and name in OWNED:
                populations = (
                    self.owners.by_adjective(sentence, phrase)
                    or self.holders.of_thing(sentence, phrase, at)
                    or self._of_group(sentence, phrase)
                    or self._with_owner(sentence, phrase, at, study)
                )
            if phrase and name in OWNED and phrase.head in terms("staff"):
                populations = self.holders.of_thing(sentence, phrase, at) or populations
            if (
                populations
                and phrase
                and self.meaning.fits(phrase, name)
                and not self.meaning.is_person(words, phrase)
                and not (name == "sujeto" and _is_bare(sentence, phrase, at))
            ):
                return populations, name
        return None

    def _of_group(self, sentence: ParsedSentence, phrase: Phrase) -> Populations:
        """Return a measure with the group that the text speaks of, where it speaks of no firm."""
        return () if self.centre.organization else self.holders.of_group(sentence, phrase)

    def _with_owner(
        self, sentence: ParsedSentence, phrase: Phrase, at: int, study: str | None
    ) -> Populations:
        """Return whose a measure is, and a firm's things with the firm that has them."""
        words = sentence.words
        firm = self.centre.organization or self.memory.organization
        if firm and self._is_ours(sentence, phrase, study) and not self.owners.told_of(sentence):
            thing = phrase.populations[0].label if phrase.populations else phrase.head
            return (Population(f"{thing} de {firm}"),)
        first = boundary_before(words, at)
        return self.owners.of_measure(
            sentence,
            phrase,
            first,
            study=study is not None,
            surveyed=bool(self.meaning.samples(study)),
        )

    def _note_people(
        self, words: Sequence[Word], at: int, figure: Figure, group: Populations
    ) -> None:
        """Remember that a group does what people do: "el 44 % de los morosos alega"."""
        start = at + 1 + (words[at + 1].low in ("de", "del"))
        after = phrase_end(words, start)
        does = acts(words, after) or is_doer(words, boundary_before(words, at), at, part=True)
        if figure.kind == "share" and does:
            self.memory.take_for_people(group)

    def _is_asked(self, sentence: ParsedSentence, study: str | None) -> bool:
        """Say whether people were asked: what stands before a bracket is then what they chose."""
        here = (
            self.memory.sentence == sentence.index and self.memory.people_sentence == sentence.index
        )
        return here or bool(self.meaning.samples(study))

    def _adds(self, words: Sequence[Word], at: int) -> bool:
        """Say whether the figure only adds to the one before: ", nueve puntos más que en 2018"."""
        place = before_number(words, at)
        return place >= 0 and words[place].low == ","

    def _is_ours(self, sentence: ParsedSentence, phrase: Phrase, study: str | None) -> bool:
        """Say whether a thing is a company's own: "la cartera", "sus clientes".

        That of the main one, or of the one that the sentence before was about.
        """
        words = sentence.words
        if words[phrase.first].low in ("su", "sus"):
            return self.owners.is_firms(words, phrase)
        inside = words[phrase.first : phrase.after]
        things = self.owners.is_firms(words, phrase) and self.owners.near_firm(sentence) is not None
        return study is None and things and not any(w.upper for w in inside[1:])

    def _of_multiple(
        self, sentence: ParsedSentence, at: int, first: int, study: str | None
    ) -> tuple[Populations, str]:
        """Read what a verb multiplies: "se triplican las estafas", "X duplicó sus ventas"."""
        words = sentence.words
        verb = governing_verb(words, first, at)
        joined = after_join(words, verb, at) if verb >= 0 else at
        told = any(w.tag == "Q" for w in words[joined:at])  # "monto que | triplicó el de 2022"
        subject = None if told else find_subject(words, joined, at, self.reader)
        subject = subject or find_subject(words, first, at, self.reader)
        subject = subject and self.near.narrowed(words, subject, first, at)
        after = self.near.after_verb(words, at)
        who = (
            self.meaning.meant(subject, sentence, study)
            if subject and self.meaning.fits(subject, "sujeto")
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
        return self.carried.read(sentence, at, first, study, sampled=self.sampled)


def _is_set(words: Sequence[Word], first: int, at: int) -> bool:
    """Say whether a figure before only narrows a setting: "En las de más de 250, el 74 %"."""
    place = next((k for k in range(at - 1, first, -1) if words[k].tag == "F"), -1)
    opens = words[first].low in _SETTING and not any(w.tag == "V" for w in words[first:at])
    if frames_figure(words, first, at):
        return True  # "De los que abrieron en 2019, el 12 %"
    return opens and any(w.low in ("de", "con") for w in words[max(first, place - 3) : place])


def _is_bare(sentence: ParsedSentence, phrase: Phrase, at: int) -> bool:
    """Say whether a phrase is one noun in the singular without a determiner: it is no subject.

    Source: Real Academia Española, Nueva gramática, ch. 15: such nouns open no clause as its
    subject, so that what looks like one is another word ("anda", "fíjese"). Headings, lists and
    what stands right before the figure ("vídeo 64 %") leave the determiner out.
    """
    words = sentence.words
    word, single = words[phrase.first], phrase.after - phrase.first == 1
    told = phrase.first > 0 and words[phrase.first - 1].tag in "DAP"
    noun = single and word.tag == "N" and not word.upper and not word.low.endswith("s")
    which = [w.low for w in words[phrase.after : phrase.after + 2]]
    noun = noun and which != [",", "que"]  # "les sigue banca, que gana un 4 %"
    return (
        noun
        and not told
        and sentence.kind == "paragraph"
        and before_number(words, at) >= phrase.after
    )
