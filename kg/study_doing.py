"""Reads who did what makes a study: "X ha cruzado las reservas de 3.100 bares"."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.numeral import Figure
from kg.study_cue import analyses, tells_by_trade, words_in
from kg.study_place import SentenceReader, StudyMention

__all__ = ["DoingReader"]

_CLAUSE = 18  # words of the object of a verb
_NEAR = 4  # words before a name in which its noun stands; and from a verb to its object
_LEAST = 10  # of what was visited or read; fewer are an outing
_SHARES = frozenset(["share", "points"])
_ENDS = (".", ";", ":", "—", "«", "“", '"')
_PAST = ("ó", "aron", "ieron", "hizo", "dijeron", "trajeron")
_MEMBERS_OF = ("a", "con", "entre")


class DoingReader(SentenceReader):
    """Reads the bodies that a sentence lets count, visit, ask, read or reckon."""

    def read(self, at: int) -> StudyMention | None:
        """Read who did at word `at` what studies are made by; figures must be told near it."""
        lemma = self.words[at].lemma
        if not self._is_done(at):
            return None
        asks = lemma in words_in("surveying") | words_in("talking")
        counts = lemma in words_in("tallying")
        visits = lemma in words_in("visiting") | words_in("processing") | words_in("following")
        sized = self._sized(at, whom=lemma in words_in("talking"))
        if lemma in words_in("gathering") and self._gathers_guests(at):
            return None
        made = self._makes_tally(at) or (asks and self._asks_members(at))
        made = made or (lemma in words_in("making_known") and self.low(at + 1) == "que")
        weighs = (counts or asks or visits) and self._asks_how(at)
        weighs = weighs or lemma in words_in("rebuilding") or self._asks_people(at)
        if not (made or ((asks or counts or visits) and sized) or weighs or counts):
            return None
        if self._is_own(at, asks=asks):
            return None
        makers, start = self._subject(at, sure=bool(made or sized))
        if not makers or not (made or sized or self._studies(makers, start)):
            return None
        return self._as_told(self.mention(start, at + 1, f"organización + {lemma}", makers))

    def staff(self, at: int) -> StudyMention | None:
        """Read "Los economistas de X prefieren hablar de pereza: el 84 %", whose trade it is."""
        staff = words_in("analyst_nouns") | words_in("investigating")
        if at or not self.told or self.low(1) not in staff or self.low(2) not in ("de", "del"):
            return None
        makers, after = self.names.read(self.words, 3, sure=True)
        verb = after < len(self.words) and self.words[after].tag in "VAR"
        return self.mention(0, after, "los analistas de + organización", makers) if verb else None

    def _is_done(self, at: int) -> bool:
        """Say whether a verb tells what has been done: "visitó", "ha visitado", "acaba de medir".

        What a body does for a living stands in the present.
        """
        word = self.words[at]
        before = self.words[at - 1] if at else word
        if word.tag == "T":
            return any(w.lemma == "haber" for w in self.words[max(0, at - 2) : at])
        if word.tag == "I":
            if at < 2:
                return False
            turn = (self.words[at - 2].lemma, self.low(at - 1))
            return turn in (("acabar", "de"), ("volver", "a"))
        return word.tag == "V" and before.lemma != "haber" and word.low.endswith(_PAST)

    def _clause(self, at: int) -> range:
        """Return the words of the object of the verb at word `at`."""
        for place in range(at + 1, min(at + _CLAUSE, len(self.words))):
            word = self.words[place]
            if word.tag in "VQ" or word.low in _ENDS:
                return range(at + 1, place)
        return range(at + 1, min(at + _CLAUSE, len(self.words)))

    def _sized(self, at: int, *, whom: bool) -> bool:
        """Say whether it is told how many were asked, visited or read, behind the verb or before.

        "visitó 75 bares", "cruzó las reservas de 3.100 bares", "con 380 pastores ha hablado X".
        """
        clause = self._clause(at)
        return any(self._is_size(place) for place in clause) or (
            self.low(0) in _MEMBERS_OF and at <= _CLAUSE and (whom or at > 0) and self._is_size(1)
        )

    def _is_size(self, at: int) -> bool:
        word = self.words[at] if at < len(self.words) else None
        if word is None or word.tag != "F":
            return False
        figure: Figure = self.sentence.figures[word.figure]
        noun = self.words[at + 1 : at + 2]
        whole = figure.value >= _LEAST and figure.value == int(figure.value)
        named = bool(noun) and (noun[0].tag in "NT" or self.low(at + 1) == "de")
        covers = self.low(at + 1) in words_in("coverage") | words_in("bulk")
        return figure.kind in ("count", "number") and whole and named and not covers

    def _asks_members(self, at: int) -> bool:
        """Read "consultó a sus afiliados", "preguntó en marzo a sus socios"."""
        return any(
            word.low in ("sus", "los", "las") and noun.low in words_in("members")
            for word, noun in pairwise(self.words[at + 1 : at + 1 + _NEAR * 2])
        )

    def _asks_how(self, at: int) -> bool:
        """Read "ha medido, obra a obra, cuánto se tarda", "acaba de medir cuánto demora"."""
        return any(self.low(place) in words_in("how_much") for place in range(at + 1, at + _CLAUSE))

    def _asks_people(self, at: int) -> bool:
        """Read "ha preguntado por sus hábitos a los ingenieros", with no number of them."""
        return self.words[at].lemma in words_in("asking") and any(
            word.low in ("a", "entre") and self.low(at + 2 + k).endswith("s")
            for k, word in enumerate(self.words[at + 1 : at + _CLAUSE])
        )

    def _makes_tally(self, at: int) -> bool:
        """Read "ha hecho recuento", "aplicó un cuestionario anónimo", "mandó un formulario"."""
        if self.words[at].lemma not in words_in("making_tally"):
            return False
        place = at + 1
        while place < len(self.words) and place - at < _NEAR and self.words[place].tag in "DAF":
            place += 1
        return self.low(place) in words_in("tallies")

    def _gathers_guests(self, at: int) -> bool:
        """Read "reunió a 300 proveedores": a meeting is no study."""
        clause = self._clause(at)
        return any(self.words[k].low in words_in("guests") for k in clause)

    def _is_own(self, at: int, *, asks: bool) -> bool:
        """Say whether the object is the subject's own: "visitó a sus clientes"."""
        members = asks and (self._asks_members(at) or self._asks_people(at))
        return not members and any(self.low(at + k) in ("su", "sus") for k in range(1, _NEAR))

    def _subject(self, at: int, *, sure: bool) -> tuple[list[str], int]:
        """Return who did it, before the verb or behind it, and the word where that begins."""
        first = self.makers.verb_start(at)
        if self.words[at].tag == "I":
            first = self.makers.verb_start(at - 2)  # "acaba de medir"
        while first > 1 and self.low(first - 1) in words_in("when") and self.low(first - 2) != ",":
            first -= 1
        first = self._before_aside(first)
        makers, start = self.makers.before(first)
        if not makers and sure:
            makers, start = self.makers.before(first, sure=True)
            opens = start == 0 or self.low(start - 1) in (",", ".", ";", ":", "que", "y")
            article = start == 1 and self.words[0].tag == "D"
            told = self._is_told(start) and self.low(start - 1) not in ("de", "del")
            makers = makers if opens or article or told else []
        if self.low(start - 1) in ("de", "del") and not self.names.entity_at(
            self.words[start].start
        ):
            makers = []  # "la firma de Querétaro levantó 305 cuestionarios": that is a place
        if not makers:
            makers, start = self.makers.far_subject(first)
        if not makers and (first == 0 or self.words[first - 1].tag != "Q"):
            fronted = self.low(0) in _MEMBERS_OF and self._is_size(1)
            found, _ = self.names.read(self.words, at + 1, sure=False)
            makers = self.makers.behind(at + 1)[0] if fronted else found
            start = first
        return makers, start

    def _before_aside(self, first: int) -> int:
        """Return where an aside behind a name begins: "X|, que reúne a 58 cajas, ha hablado"."""
        if self.low(first - 1) != ",":
            return first
        for place in range(first - 2, max(0, first - _CLAUSE), -1):
            if self.low(place) in _ENDS:
                return first
            if self.low(place) == "," and self.words[place - 1].upper:
                return place if self.words[place + 1].tag in "QDT" else first
        return first

    def _is_told(self, start: int) -> bool:
        """Say whether a noun before a name tells that it is a body: "la cooperativa X"."""
        before = {word.low for word in self.words[max(0, start - _NEAR) : start]}
        return bool(before & words_in("organization_nouns"))

    def _studies(self, makers: Sequence[str], start: int) -> bool:
        """Say whether bodies find things out by trade, so that no size need be told."""
        before: Collection[str] = {w.low for w in self.words[max(0, start - _NEAR) : start]}
        trade = tells_by_trade(makers) or analyses(makers, before)
        return trade or bool(words_in("trade_nouns").intersection(before))

    def _as_told(self, mention: StudyMention) -> StudyMention:
        """Let the figures beside a sentence be needed where it gives no share itself."""
        gives = any(figure.kind in _SHARES for figure in self.sentence.figures)
        return mention if gives else replace(mention, quiet=True)
