"""Tells who a phrase means: whom it names, or those that it points back to."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from kg.facts import Population
from kg.grammar import Word, before_number
from kg.memory import Memory, Populations, is_people
from kg.noun_phrase import terms
from kg.parse import ParsedSentence
from kg.population import Phrase
from kg.quantity import NUMBER_WORDS
from kg.source import NameReader
from kg.spoken import is_many, is_plural, left_out
from kg.study_reading import StudyReading
from kg.surroundings import PAIR, Surroundings

__all__ = ["OWNED", "MeaningReader"]

_MOVED = "lo que mueve el verbo"
OWNED = ("sujeto", "sujeto pospuesto", _MOVED)  # cues that may find a measure
_THESE = ("éstas", "éstos", "estas", "estos")  # at the beginning of a sentence, as its subject
_SEXES = {"ellos": "hombres", "ellas": "mujeres"}  # where a sentence sets them side by side
_TURNS = 3  # sentences on in which "los segundos" still points back
_ABSTRACT = ("cia", "ción", "cione", "sión", "sione", "dad", "dade", "eza")
_WORD = re.compile(r"\w+")
_SIZE = re.compile(r" (?:de|con) (?:más|menos|entre|hasta|al menos)(?: de)? \d.*")
_BARE = 2  # words of "este colectivo"
_SHORT = 4  # words of a label that takes in what narrows it further
_RESPONDENTS = Population("encuestados")


def _is_anybody(population: Population) -> bool:
    """Say whether a label tells nothing but that people were asked."""
    return population.label.split()[:1] in (["personas"], ["entrevistas"], ["encuestas"])


def _agrees(article: str, noun: str) -> bool:
    """Say whether an article can stand for a noun: in its number, and in its gender as ending."""
    if article.endswith("s") != noun.endswith("s"):
        return False
    ending = noun.rstrip("s")[-1:]
    return ending != ("o" if article in ("la", "las") else "a")


def _without_kind(noun: str, other: str) -> str:
    """Return a noun without what it is of, where another of it is: "hoteles | de cinco estrellas".

    Of more than 50 employees are firms of any trade, so that a size takes no other's place.
    """
    head, of, kind = noun.partition(" de ")
    sized = any(word[:1].isdigit() or word in NUMBER_WORDS for word in other.split())
    had = any(word[:1].isdigit() or word in NUMBER_WORDS for word in kind.split())
    return head if of and sized == had else noun


def _is_feminine(population: Population) -> bool:
    head = population.label.split()[0]
    return head.endswith("as") or head == "mujeres"


def _by_gender(pronoun: str, pair: list[Populations], *, second: bool) -> list[Populations]:
    """Return a pair so that the one that "unas" or "otras" agrees with stands in its place."""
    feminine = [_is_feminine(group[0]) for group in pair]
    turned = feminine[0] != feminine[1] and feminine[second] != pronoun.endswith("as")
    return pair[::-1] if turned else pair


class MeaningReader:
    """Resolves phrases of one article, in reading order."""

    def __init__(
        self, reading: StudyReading, near: Surroundings, memory: Memory, names: NameReader
    ) -> None:
        self.reading = reading
        self.near = near
        self.reader = near.reader
        self.memory = memory
        self.names = names
        self.titles = " / ".join(study.name for study in reading.studies if study.name)
        self.makers = {maker for study in reading.studies for maker in study.conducted_by}
        self.block = -1  # the paragraph at hand, and its first sentence
        self.block_start = 0
        self.before: ParsedSentence | None = None
        self.pointed: tuple[int, list[Populations]] = (-1, [])  # "los primeros" of a sentence
        self.paired: tuple[int, list[Populations]] = (-99, [])  # two that a sentence before named

    def begin(self, sentence: ParsedSentence) -> None:
        """Turn to the next sentence."""
        if sentence.block != self.block:
            self.block, self.block_start = sentence.block, sentence.index

    def meant(self, phrase: Phrase, sentence: ParsedSentence, study: str | None) -> Populations:
        """Return who a phrase means, looking back where it only points."""
        memory = self.memory
        if phrase.kind in ("named", "people"):
            return self._taken_up(phrase, sentence) or phrase.populations
        if phrase.kind in ("first", "second"):
            return self._one_of_them(phrase, sentence, study)
        if phrase.kind == "them":
            return self._pronoun(phrase, sentence)
        if phrase.kind == "both":
            return tuple(p for group in memory.recent[-PAIR:] for p in group)
        if phrase.kind == "organization":
            firm = memory.organization or memory.maker
            return (Population(firm),) if firm else phrase.populations
        if phrase.kind == "relative":
            return phrase.populations or self._completed(phrase, sentence)
        if phrase.kind == "generic":
            return self.samples(study) or phrase.populations
        return ()

    def _one_of_them(
        self, phrase: Phrase, sentence: ParsedSentence, study: str | None
    ) -> Populations:
        """Return whom "los primeros", "las segundas", "los últimos", "unas … otros" mean."""
        if self.pointed[0] != sentence.index:
            group = self.near.named_pair(sentence, phrase.first)
            group = group or self.memory.group(sentence.index, self.block_start)
            if len(group) < PAIR:
                group = self._pair_before(sentence) or group
            asked = self.samples(study)
            if len(group) < PAIR and len(asked) == PAIR:
                group = [(population,) for population in asked]
            self.pointed = (sentence.index, group)
        group = self.pointed[1]
        if not group:
            return ()
        if len(group) == PAIR and phrase.head.endswith(("nos", "nas", "tros", "tras")):
            group = _by_gender(phrase.head, group, second=phrase.kind == "second")
        last = phrase.head.startswith("últim")
        place = len(group) - 1 if last else min(phrase.kind == "second", len(group) - 1)
        return group[place]

    def _pronoun(self, phrase: Phrase, sentence: ParsedSentence) -> Populations:
        """Return whom "ellos", "estas", "dicho colectivo" mean."""
        low = sentence.words[phrase.first].low
        sexes = low in _SEXES and set(_SEXES) <= {word.low for word in sentence.words}
        spoken = self.memory.spoken_of(sentence.index)
        if sexes and all(p.label in _SEXES.values() for p in spoken):
            return (Population(_SEXES[low]),)
        if low in _THESE and phrase.first == 0 and self.before:
            things = self.near.these(self.before.words, low.endswith("as"))
            return things.populations if things else self.memory.spoken_of(sentence.index)
        counted = self._counted(sentence, phrase)
        return counted or self._agreeing(low, self.memory.spoken_of(sentence.index))

    def _taken_up(self, phrase: Phrase, sentence: ParsedSentence) -> Populations:
        """Return whom "estos profesionales" gives another name, one that the text has not had.

        Source: Real Academia Española, Nueva gramática, ch. 17, on demonstratives that take up.
        """
        words, first, memory = sentence.words, phrase.first, self.memory
        bare = phrase.after - first == _BARE and len(phrase.populations) == 1
        if not bare or words[first].low not in terms("taking_up"):
            return ()
        what = phrase.head in terms("told_by") | terms("causes") | terms("changes") | terms("rates")
        what = what or phrase.head.rstrip("s").endswith(_ABSTRACT)  # "esa presencia" is no one
        what = what and phrase.head not in terms("gathering")
        if what or self._said_first.get(phrase.head.rstrip("s"), 0) < words[first].start:
            return ()
        many = is_plural(words, phrase)
        if phrase.head in terms("gathering"):
            many = memory.subject_many  # "los silleteros …: este gremio"
        return memory.left_out(sentence.index, many=many)

    def said_first(self, noun: str) -> int:
        """Return where a noun stands first in the text, in either number; -1 for nowhere."""
        return self._said_first.get(noun.rstrip("s"), -1)

    @cached_property
    def _said_first(self) -> dict[str, int]:
        """Where each word of the text stands first, without the ending of plurals."""
        found: dict[str, int] = {}
        for word in _WORD.finditer(self.reader.text.lower()):
            found.setdefault(word[0].rstrip("s"), word.start())
        return found

    def _counted(self, sentence: ParsedSentence, phrase: Phrase) -> Populations:
        """Return what the last figure counted: "Atendimos 61.300 urgencias. De | ellas, …"."""
        at, counted = self.memory.counted
        before = sentence.words[phrase.first - 1].low if phrase.first else ""
        if at < self.memory.sentence or sentence.index - at != 1 or before not in ("de", "entre"):
            return ()
        feminine = sentence.words[phrase.first].low.endswith("as")
        return counted if counted and _is_feminine(counted[0]) == feminine else ()

    def _pair_before(self, sentence: ParsedSentence) -> list[Populations]:
        """Return two groups that the sentence before names, or named before "De los primeros, …".

        "380 directores financieros y 260 de tecnología. De los primeros, el 57 %. De los segundos…"
        """
        named = self.before and self.near.named_pair(self.before, len(self.before.words))
        if named and len(named) == PAIR:
            self.paired = (sentence.index, named)
        at, group = self.paired
        return group if sentence.index - at <= _TURNS and at >= self.block_start else []

    def pair(self, sentence: ParsedSentence) -> Sequence[Populations]:
        """Return the two groups that figures "en ese orden" are of: those told of, or "ambas"."""
        words = sentence.words
        if any(word.low in ("ambos", "ambas") for word in words):
            return self._pair_before(sentence)
        if any(
            a.low in terms("demonstratives") and b.low in terms("figures")
            for a, b in pairwise(words)
        ):
            before = self.before.index if self.before else -1
            return self.memory.told.get(before, ())[-PAIR:]  # "esos porcentajes eran de 52 y 31"
        return self.memory.told.get(sentence.index, ())

    def _agreeing(self, pronoun: str, spoken: Populations) -> Populations:
        """Return the last who "ellas" can mean: women, or what has a feminine name."""
        if pronoun not in ("ellas", "éstas") or (spoken and _is_feminine(spoken[0])):
            return spoken
        recent = (group for group in reversed(self.memory.recent) if _is_feminine(group[0]))
        return next(recent, spoken)

    def _completed(self, phrase: Phrase, sentence: ParsedSentence) -> Populations:
        """Give "las que emplean a más de 50 personas" the noun that it leaves out."""
        here = self.near.these(
            sentence.words[: phrase.first],
            sentence.words[phrase.first].low.endswith("as"),
            people=True,
        )
        if here and phrase.head.startswith("que "):
            noun = here.populations[0].label
            counted = sentence.words[phrase.first : phrase.after]
            if any(w.tag == "F" or w.low in NUMBER_WORDS for w in counted):
                noun = _SIZE.sub("", noun)  # "hornos de más de 5 años … los que no pasan de 2"
            return (Population(f"{noun} {phrase.head}"),)
        before = self.memory.people or self.memory.spoken_of(sentence.index)
        last = self.memory.last if self.memory.sentence == sentence.index else ()
        if phrase.head in terms("left_over"):
            return self._left_over(phrase, sentence, (last, before))
        left_out = phrase.head.startswith("de ") and last and " de " in last[0].label
        if left_out and _agrees(sentence.words[phrase.first].low, last[0].label.split()[0]):
            before = last  # "la producción de naranjas … y la de limones"
        elif (
            phrase.head.startswith("de ")
            and not phrase.plural
            and sentence.words[phrase.first + 2].tag == "N"
        ):
            return (Population(phrase.head.removeprefix("de ")),)
        noun = before[0].label if before else ""
        noun = noun.partition(" ")[2] if noun.split(" ")[0] in terms("left_over") else noun
        whole = noun.isupper() or len(noun.split()) <= _SHORT
        noun = noun if whole else noun.split(" ")[0]
        if phrase.head.startswith("de "):
            noun = _without_kind(noun, phrase.head)
        blocks, told = self.reading.layout.blocks, self.memory.people_sentence
        anew = (told >= 0 and blocks[told] != sentence.block) or noun.startswith("quienes ")
        if phrase.head.startswith("que ") and anew:
            return (Population(f"quienes {phrase.head[4:]}"),)  # a new paragraph, of nobody yet
        return (Population(f"{noun} {phrase.head}".strip()),)

    def _left_over(
        self, phrase: Phrase, sentence: ParsedSentence, told: Sequence[Populations]
    ) -> Populations:
        """Return who "las demás" are: the rest of those last told of whose name agrees."""
        article = sentence.words[phrase.first].low
        for group in (*told, *reversed(self.memory.recent)):
            words = group[0].label.split() if group else [""]
            named = words[0] not in ("", "quien", "quienes") and words[0] not in terms("left_over")
            if named and _agrees(article, words[0]):
                noun = " ".join(words if len(words) <= _BARE else words[:1])
                return (Population(f"{phrase.head} {noun}"),)
        return ()

    def left_out(self, sentence: ParsedSentence, first: int, at: int) -> Populations:
        """Return the subject that the clause of a figure takes over from the sentence before."""
        verb = left_out(sentence.words, first, at)
        many = verb >= 0 and bool(is_many(sentence.words[verb]))
        return self.memory.left_out(sentence.index, many=many) if verb >= 0 else ()

    def samples(self, study: str | None) -> Populations:
        """Return who was asked for a study."""
        record = self.reading.study(study) if study else None
        if record is None:
            return ()
        who = [s.population for s in record.samples if s.population]
        nation = self.memory.nation
        if record.samples and not who and nation:
            return (nation,)
        return tuple(dict.fromkeys((nation or _RESPONDENTS) if _is_anybody(p) else p for p in who))

    def asked(
        self, sentence: ParsedSentence, at: int, phrase: Phrase, study: str | None
    ) -> Populations:
        """Tell who "los encuestados" are: named just before a bracket, or by the samples."""
        words = sentence.words
        place = before_number(words, at)
        if place > 0 and words[place].low == "(":
            for start in range(max(0, place - 8), place):
                if words[start].tag in "DN" and (start == 0 or words[start - 1].tag not in "DN"):
                    before = self.reader.read(words, start)
                    if before.after == place and before.kind in ("both", "people"):
                        found = self.meant(before, sentence, study)
                        if found:
                            return found
        if phrase.head in ("total", "casos", "caso", "ocasiones", "veces"):
            return ()
        if phrase.head in terms("anybody") and phrase.populations:
            return self.samples(study) or phrase.populations
        spoken = self.memory.spoken_of(sentence.index)
        if not any(map(is_people, spoken)):
            spoken = self.memory.people_near(sentence.index) or spoken
        whoever = self.samples(study) or spoken
        return self._qualified(sentence.words, phrase, whoever) or phrase.populations

    def _qualified(
        self, words: Sequence[Word], phrase: Phrase, whoever: Populations
    ) -> Populations:
        """Return those who were asked with what sets some apart: "los encuestados | gallegos"."""
        last = words[phrase.after - 1] if phrase.after > phrase.first else None
        some = last is not None and last.tag == "N" and last.low.endswith("s")
        if last is None or not some or last.low == phrase.head or last.low in terms("asked"):
            return whoever
        if len(whoever) != 1 or phrase.head not in terms("asked") or last.low in terms("same_ones"):
            return whoever
        label = whoever[0].label
        return whoever if last.low in label.split() else (Population(f"{label} {last.low}"),)

    def fits(self, phrase: Phrase, cue: str) -> bool:
        """Say whether a phrase that a cue found can be whom a figure is about."""
        label = phrase.populations[0].label if phrase.populations else ""
        own = phrase.head in terms("company_things") | terms("rates") | terms("measures")
        parts = [f" {link} {maker}" for link in ("del", "de la") for maker in self.makers]
        own = own or (phrase.plural and any(part in label for part in parts))
        made = (not own and any(maker in label for maker in self.makers)) or any(
            p.label in self.makers or (" " in p.label and p.label in self.titles)
            for p in phrase.populations
            if not p.role
        )
        return (
            not made
            and phrase.kind not in ("time", "none")
            and (phrase.kind != "measure" or cue in OWNED or phrase.head in terms("means"))
            and (phrase.head not in terms("told_by") or self._is_measure_of(phrase, cue))
        )

    def is_person(self, words: Sequence[Word], phrase: Phrase) -> bool:
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

    def _is_measure_of(self, phrase: Phrase, cue: str) -> bool:
        """Say whether what tells a figure is a measure of something: "el índice de morosidad"."""
        if cue == _MOVED and phrase.head in terms("gaps"):
            return True  # "recortó la brecha un 7 %"
        label = phrase.populations[0].label.split() if phrase.populations else []
        if phrase.head in terms("means") | terms("gaps"):
            return len(label) > 1  # "la media europea"
        if phrase.head.rstrip("s") == "resultado":
            return not terms("net").isdisjoint(label)
        if phrase.head in terms("rest"):
            return label[1:2] in (["de"], ["del"])  # "el resto de los talleres"
        return phrase.head == "índice" and label[1:2] == ["de"] and label[-1].islower()
