"""Reads who takes the floor: a body that finds things out by trade, and figures behind it."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kg.grammar import Word
from kg.parse import ParsedSentence
from kg.source import OPENING, NameReader
from kg.study_cue import finds_by_trade, parts_of, words_in
from kg.study_maker import MakerReader
from kg.study_place import StudyMention
from kg.verb import verb_form

__all__ = ["FLOOR", "FloorReader"]

FLOOR = "toma la palabra + organización"
_ITS = ("su", "sus")
_CLITICS = {"el": "lo", "la": "la", "los": "los", "las": "las"}
_FRONTED = 8  # words in which the verb follows of "la tarta la aportó X"
_BEHIND = 4  # words behind a name in which an aside tells its kind
_NEAR = 4  # words before a name in which the noun of its trade stands


class FloorReader:
    """Reads which body a sentence is about whose trade it is to find things out."""

    def __init__(self, names: NameReader, publisher: str | None) -> None:
        self.names = names
        self.publisher = publisher  # whom the byline names, who only reports

    def read(self, sentence: ParsedSentence, *, first: bool) -> StudyMention | None:
        """Return the first such body that stands as subject.

        Where it is the `first` source of the text, any place will do: "un equipo de X".
        """
        words = sentence.words
        if any(_pleads(word) for word in words):
            return None
        said = bool(words) and words[0].low in OPENING
        makers = MakerReader(words, self.names)
        for at, word in enumerate(words):
            name = self._name(words, at)
            aside = at and words[at - 1].low == "("
            if name is None or aside or name == self.publisher:
                continue
            subject = (first and not said and not _is_of(words, at)) or not makers.governed(at)
            if (
                subject
                and not _is_object(words, at)
                and _finds([name], [*words[max(0, at - _NEAR) : at], *_aside(words, at)])
            ):
                return StudyMention(
                    sentence.index, word.start, word.end, makers=(name,), rule=FLOOR
                )
        return None

    def _name(self, words: Sequence[Word], at: int) -> str | None:
        """Return the body that is named from word `at` on."""
        if not words[at].upper:
            return None
        mention = self.names.entity_at(words[at].start)
        if mention:
            begins = mention.start >= words[at].start and mention.entity.kind == "organization"
            return mention.entity.name if begins else None
        if at and words[at - 1].upper:
            return None
        named, after = self.names.read(words, at, sure=False)
        return named[0] if named and after > at + 1 else None

    def has(self, sentence: ParsedSentence, mention: StudyMention) -> bool:
        """Say whether a sentence tells what a body has or does: "X tiene 700 empleados".

        And whether it tells what a firm of which the text speaks does: "el 6 % de su plantilla".
        """
        words = sentence.words
        if sentence.index == mention.sentence:
            return any(w.tag == "V" and w.lemma in _having() for w in words)
        own, firms = words_in("own_measures"), words_in("firms")
        for word, noun in pairwise(words):
            its = word.low in _ITS and noun.low in own
            if its or (word.low in ("el", "la") and noun.low in firms):
                return True
        return False


@cache
def _having() -> frozenset[str]:
    return words_in("trading") | words_in("having")


def _is_of(words: Sequence[Word], at: int) -> bool:
    """Read "El local es de la Cámara", "El banco usa datos de X": it is told of something else."""
    if not at:
        return False
    place = at - 1
    while place > 0 and words[place].tag == "D":
        place -= 1
    of = words[place].low in ("de", "del")
    firm = words[0].tag == "D" and words[1].low in words_in("firms")
    return firm or (of and words[place - 1].lemma == "ser")


def _is_object(words: Sequence[Word], at: int) -> bool:
    """Read "La tarta la aportó la Fundación X", which is told of the cake."""
    clitic = _CLITICS.get(words[0].low)
    return clitic is not None and any(
        words[k].low == clitic and words[k + 1].tag == "V" for k in range(2, min(at, _FRONTED))
    )


def _pleads(word: Word) -> bool:
    """Say whether a word tells that somebody asks for something: "plantea tres medidas"."""
    form = (word.lemma, "") if word.lemma else verb_form(word.low)
    return form is not None and word.tag in "VTN" and form[0] in words_in("pleading")


def _aside(words: Sequence[Word], at: int) -> Sequence[Word]:
    """Return what tells behind a name what it is: "Icesur, una escuela de negocios"."""
    after = at
    while after < len(words) and (words[after].upper or words[after].low in ("de", "del", "y")):
        after += 1
    comma = after < len(words) and words[after].low == ","
    return words[after + 1 : after + _BEHIND] if comma else ()


def _finds(names: Sequence[str], near: Sequence[Word]) -> bool:
    """Say whether a body finds things out by trade, by its name or the nouns before it."""
    lows = {word.low for word in near}
    trade = words_in("trade_nouns") | words_in("analyst_nouns") | words_in("researching")
    named = parts_of(names) & (words_in("researching") | words_in("analysts"))
    return finds_by_trade(names) or bool(named or lows & trade)
