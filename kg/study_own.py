"""Tells which figures somebody gives of their own, and not from the study that was told before."""

from collections.abc import Sequence, Set
from itertools import pairwise

from kg.clause import acts, answers, boundary_before, governing_verb, leads
from kg.facts import Entity, Study
from kg.grammar import Word
from kg.parse import ParsedSentence
from kg.population import Phrase, PopulationReader, terms
from kg.source import NameReader
from kg.study_cue import analyses, finds_by_trade, tells_by_trade, words_in
from kg.subject import find_subject
from kg.topic import find_setting, find_topic
from kg.verb import verb_form

__all__ = ["OwnReader"]

_PEOPLE = ("people", "generic", "them", "first", "second", "both", "relative")
_MOST = 600  # words of a sentence that are looked at
_QUOTES = {"“": "”", "«": "»"}
_NAMED = 12  # words of a name that opens a sentence
_OPENING = 8  # words in which a setting ends before a subject: "En marzo de 2022, Acme"
_SETTING = 5  # words that open a sentence and say where it holds
_INTRODUCED = 7  # words before a quotation in which "que" leads into it
_QUOTED = 1500  # characters in which a quotation that is still open was opened
_NEAR = 4  # sentences over which "la empresa" still means the organisation that was named
_TO_AUTHOR = 60  # words from a figure to the end of what its author says
_SPEAKER = 14  # words between who speaks and what is said


class OwnReader:
    """Reads who speaks of what in one article, sentence by sentence in order."""

    def __init__(
        self,
        text: str,
        names: NameReader,
        entities: Sequence[Entity],
        *,
        studied: Set[str],
        makers: Set[str],
    ) -> None:
        """Begin with no sentence; `makers` are of all studies of the text."""
        self.text = text
        self.names = names
        self.phrases = PopulationReader(text)
        self.persons = {e.name: e.organization for e in entities if e.kind == "person"}
        self.spoken = (-1, False)  # the sentence last asked for, and whether it speaks of people
        self.studied = studied
        self.makers = makers
        self.named: tuple[str, int] | None = None  # the last organisation, and its sentence
        self.case = -1  # the paragraph that tells of a firm from here on

    def note(self, sentence: ParsedSentence, *, spoken: bool) -> None:
        """Remember the organisation that a sentence names, for the sentences after it.

        `spoken` tells that the sentence names a study.
        """
        if spoken:
            self.case = -1
        elif self._opens_case(sentence.words):
            self.case = sentence.block
        for word in sentence.words:
            name = self._organization(word)
            if name:
                self.named = (name, sentence.index)
                return

    def is_own(
        self, sentence: ParsedSentence, at: int, study: Study | None, *, start: int, talk: bool
    ) -> bool:
        """Say whether the figure at word `at` is somebody's own, and not of `study`.

        Args:
            sentence: that holds the figure.
            at: index of the figure's word.
            study: that is being told.
            start: character where the paragraph begins.
            talk: the text is an interview.
        """
        makers = frozenset(study.conducted_by if study else ())
        words = sentence.words
        first = boundary_before(words, at)
        quoted = self._in_quotes(start, words[at].start) or _opens_quote(words)
        quoted = quoted and not self._is_of_document(words, at, makers)
        quoted = quoted and not (study and _is_of_author(words, at))
        mine = [word.low for word in words[:2]]
        if mine[:1] == ["en"] and mine[1:] and mine[1] in words_in("own_setting"):
            return not self._studies(words)  # "en mi último proyecto", no "en nuestro sondeo"
        if _counts_itself(words) or quoted or self._is_said(words, at, makers):
            return True
        ours = _speaks_for_us(words, first, at)
        amount = sentence.figures[words[at].figure].kind in ("money", "count", "number", "duration")
        if ours and (talk or amount or _our_own(words, first, at)):
            return True
        if talk and not self.is_of_people(sentence, at):
            return True
        if self._is_of_firm(sentence, at, makers) or self._trades(words, at, makers):
            return True
        governed = governing_verb(words, first, at) >= 0 and not leads(words, at)
        if not governed and (leads(words, at) or self._is_partitive(words, at)):
            setting = find_setting(words, first, at, self.phrases)
            return setting is not None and self._is_of_other(words, setting, makers)
        return any(
            phrase is not None and self._is_other(sentence, phrase, makers)
            for phrase in (
                find_subject(words, first, at, self.phrases),
                find_setting(words, first, at, self.phrases),
            )
        )

    def in_case(self, sentence: ParsedSentence, at: int) -> bool:
        """Say whether the figure at word `at` is a firm's: "Acme cambió. Sus bajas …"."""
        if self.case != sentence.block or self.is_of_people(sentence, at):
            return False
        return not any(word.low in words_in("any_study") for word in sentence.words)

    def _opens_case(self, words: Sequence[Word]) -> bool:
        """Say whether a sentence opens with a firm that has studied nothing, or inside it."""
        starts = [0]
        if words[0].tag == "P":
            starts += [k + 1 for k, word in enumerate(words[:_OPENING]) if word.low == ","][:1]
        return any(self._is_case(words, start) for start in starts)

    def _is_case(self, words: Sequence[Word], start: int) -> bool:
        """Read "Acme cambió", "La cadena Acme, de Soria, cambió" and "En Cárnicas Acme"."""
        inside = [word.low for word in words[start : start + 1]] == ["en"]
        place, mention = start + inside, None
        while mention is None and place < min(len(words), _SPEAKER) and words[place].tag in "DNAT":
            mention = self.names.entity_at(words[place].start)
            place += mention is None
        if mention is None or mention.entity.kind != "organization":
            return False
        name = mention.entity.name
        lows = {word.low for word in words[start:place]}
        finds = tells_by_trade([name]) or analyses([name], lows) or lows & words_in("trade_nouns")
        if finds or name in self.makers or name in self.studied:
            return False
        if inside:
            return " " in name  # one word may be a place
        behind = next((w for w in words[place : place + _NAMED] if w.start >= mention.end), None)
        return behind is not None and (behind.tag in "VRA" or behind.low == ",")

    def _is_of_firm(self, sentence: ParsedSentence, at: int, makers: frozenset[str]) -> bool:
        """Read "En 2022, Acme dio un día libre y la rotación bajó al 15 %": what a firm has."""
        words = sentence.words
        start = next((k + 1 for k, w in enumerate(words[:_OPENING]) if w.low == ","), 0)
        start = start if words[0].tag == "P" else 0
        start += start < at and words[start].tag == "D"
        mention = self.names.entity_at(words[start].start) if start < at else None
        if mention is None or mention.entity.kind != "organization":
            return False
        name = mention.entity.name
        if name in self.makers or name in self.studied or mention.start < words[start].start:
            return False
        behind = next(
            (w for w in words[start : min(at, start + _NAMED)] if w.start >= mention.end), None
        )
        acts_itself = behind is not None and behind.tag in "VRA"
        return acts_itself and not self.is_of_people(sentence, at)

    def _trades(self, words: Sequence[Word], at: int, makers: frozenset[str]) -> bool:
        """Read "la compañía atiende a 9.400 tiendas", "la cartera de X": of whoever studied it."""
        if finds_by_trade(makers):
            return False
        for place, word in enumerate(words[: min(at, _MOST)]):
            before = words[max(0, place - _OPENING // 2) : place]
            firm = any(
                w.low in words_in("firms") or self._organization(w) in makers for w in before
            )
            if firm and word.tag == "V" and word.lemma in words_in("trading"):
                return True
            behind = words[place + 1 : place + 3]
            of = behind and behind[0].low in ("de", "del")
            if of and word.low in words_in("own_measures"):
                return self._organization(behind[-1]) in makers
        return False

    def is_of_market(self, sentence: ParsedSentence, at: int) -> bool:
        """Read "el diésel se encareció un 11 %", "la minería emplea a 287.000": no survey asks it.

        Prices and branches do these, and no people.
        """
        words = sentence.words
        first = boundary_before(words, at)
        verb = governing_verb(words, first, at)
        if verb < 0 or words[verb].lemma not in words_in("market_verbs") or leads(words, at):
            return False
        if any(word.tag == "Q" for word in words[first:verb]):
            return False  # "perfiles pequeños, que generan": it is told of whom was asked about
        phrase = find_subject(words, first, at, self.phrases)
        return phrase is not None and phrase.kind == "named"

    def is_of_people(self, sentence: ParsedSentence, at: int) -> bool:
        """Say whether a figure is a share of people, or does what people do."""
        words = sentence.words
        if leads(words, at) and (acts(words, at + 1) or answers(words, at)):
            return True
        if self._is_partitive(words, at):
            return True
        first = boundary_before(words, at)
        phrases = (
            find_topic(words, first, at, self.phrases),
            find_subject(words, first, at, self.phrases),
        )
        return any(phrase is not None and phrase.kind in _PEOPLE for phrase in phrases)

    def speaks_of_firm(self, sentence: ParsedSentence, at: int) -> bool:
        """Say whether the figure at word `at` is what an organisation does, or has."""
        words = sentence.words
        first = boundary_before(words, at)
        phrases = (
            find_subject(words, first, at, self.phrases),
            find_setting(words, first, at, self.phrases),
        )
        if any(phrase is not None and phrase.kind == "organization" for phrase in phrases):
            return True
        opening = words[:_SETTING]
        firm = any(
            one.tag == "D" and other.low in words_in("firms") for one, other in pairwise(opening)
        )
        # two capitals in a row are a name, be it known or not, but for the word that begins it
        return firm or any(
            one.upper and other.upper and one.tag == "N" for one, other in pairwise(opening)
        )

    def speaks_of_people(self, sentence: ParsedSentence) -> bool:
        """Say whether any share of a sentence is one of people."""
        if self.spoken[0] != sentence.index:
            shares = [
                at
                for at, word in enumerate(sentence.words[:_MOST])
                if word.tag == "F" and sentence.figures[word.figure].kind == "share"
            ]
            subject = find_subject(sentence.words, 0, shares[0], self.phrases) if shares else None
            people = subject is not None and subject.kind in _PEOPLE
            found = people or any(self.is_of_people(sentence, at) for at in shares)
            self.spoken = (sentence.index, found)
        return self.spoken[1]

    def _is_partitive(self, words: Sequence[Word], at: int) -> bool:
        place = at + 1
        if place < len(words) and words[place].low in ("de", "del"):
            place += 1
        phrase = self.phrases.read(words, place)
        return phrase.kind in _PEOPLE

    def _in_quotes(self, start: int, place: int) -> bool:
        """Say whether a quotation that was opened in the paragraph is still open."""
        before = self.text[max(start, place - _QUOTED) : place]
        return any(before.rfind(opening) > before.rfind(end) for opening, end in _QUOTES.items())

    def _studies(self, words: Sequence[Word]) -> bool:
        """Say whether what a sentence opens with is a study: "en nuestro último sondeo"."""
        return any(word.low in words_in("nouns") for word in words[2:_SETTING])

    def _is_of_document(self, words: Sequence[Word], at: int, makers: frozenset[str]) -> bool:
        """Read "al respecto se expone que «…»", "el Inegi asevera que «…»": no person speaks."""
        opened = next((k for k in range(at - 1, 0, -1) if words[k].low in _QUOTES), 0)
        before = words[max(0, opened - _SPEAKER) : opened]
        if not any(word.tag == "Q" for word in before[-_INTRODUCED:]):
            return False
        impersonal = any(
            word.low == "se" and following.tag == "V" for word, following in pairwise(before)
        )
        return impersonal or any(self._organization(word) in makers for word in before)

    def _organization(self, word: Word) -> str | None:
        mention = self.names.entity_at(word.start) if word.upper else None
        return mention.entity.name if mention and mention.entity.kind == "organization" else None

    def _is_other(self, sentence: ParsedSentence, phrase: Phrase, makers: frozenset[str]) -> bool:
        """Say whether a phrase means an organisation that did not make the study."""
        if self._is_of_other(sentence.words, phrase, makers):
            return True
        if phrase.kind != "organization" or self.named is None:
            return False
        name, told = self.named
        return name not in makers and sentence.index - told <= _NEAR

    def _is_of_other(self, words: Sequence[Word], phrase: Phrase, makers: frozenset[str]) -> bool:
        """Say whether the head of a phrase names an organisation that did not make the study."""
        place = phrase.first
        while place < phrase.after and words[place].tag in "D":
            place += 1
        found, _ = self.names.read(words, place, sure=False)
        name = found[0] if found else None
        return name is not None and name not in makers and name not in self.studied

    def _is_said(self, words: Sequence[Word], at: int, makers: frozenset[str]) -> bool:
        """Read "Solórzano puntualizó que …", "nos dicen que …": somebody else tells it."""
        for place in range(at - 1, -1, -1):
            word = words[place]
            done = word.tag == "T" and place > 0 and words[place - 1].lemma == "haber"
            form = verb_form(word.low) if word.tag in "VN" or done else None
            if form is None or form[0] not in words_in("telling"):
                continue
            # "el secretario, ha recordado, apenas lo hace con uno de cada doce"
            aside = done and words[place - 2].low == words[place + 1].low == ","
            if not aside and not any(w.tag == "Q" or w.low == ":" for w in words[place + 1 : at]):
                continue
            if words[place - 1].low == "nos" and place:
                return True
            for back in range(place - 1, max(-1, place - _SPEAKER), -1):
                mention = self.names.entity_at(words[back].start) if words[back].upper else None
                if mention and mention.entity.kind == "person":
                    return self.persons.get(mention.entity.name) not in makers
            return False
        return False


def _is_of_author(words: Sequence[Word], at: int) -> bool:
    """Read "«…», recuerda Paula Ferreyra, coautora": who made the study speaks of it."""
    for place in range(at + 1, min(at + _TO_AUTHOR, len(words))):
        if words[place].low in ("»", "”", '"'):
            behind = words[place + 1 : place + 1 + _SPEAKER]
            commas = [k for k, word in enumerate(behind) if word.low == ","]
            who = [word.low for word in behind[commas[-1] + 1 :]] if commas else []
            lead = set(who) & words_in("leaders") and set(who) & words_in("nouns")
            return bool(lead or set(who) & words_in("authors"))
    return False


def _opens_quote(words: Sequence[Word]) -> bool:
    """Say whether somebody says the sentence: "“…”, afirmó la directora"."""
    return bool(words) and words[0].low in ("“", "«", '"')


def _speaks_for_us(words: Sequence[Word], first: int, at: int) -> bool:
    return any(
        (w.low.endswith(("amos", "emos", "imos")) and w.tag == "V") or w.low in terms("us")
        for w in words[first:at]
    )


def _counts_itself(words: Sequence[Word]) -> bool:
    """Say whether a sentence tells a firm's own count: "según datos internos", "propios datos"."""
    pairs = ((one.low, other.low) for one, other in pairwise(words))
    numbers, own = words_in("own_numbers"), words_in("own")
    return any((a in numbers and b in own) or (b in numbers and a in own) for a, b in pairs)


def _our_own(words: Sequence[Word], first: int, at: int) -> bool:
    """Say whether "our" stands in the subject: "nuestra plantilla creció un 30 %"."""
    verb = governing_verb(words, first, at)
    return any(w.low in terms("us") for w in words[first : verb if verb >= 0 else at])
