"""Reads what a sentence adds to what was told before: "lo firma X", "el dato es de X"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from kg.study_cue import analyses, finds_by_trade, starts_at, words_in
from kg.study_place import Definiteness, SentenceReader, StudyMention, StudySentence
from kg.study_title import TitleReader
from kg.verb import verb_form

__all__ = ["ToldReader"]

_CLITICS = frozenset(["lo", "la", "los", "las"])
_THOSE = frozenset(["el", "la", "los", "las"])
_THIS = frozenset(["este", "esta", "éste", "ésta", "estos", "estas"])
_OPENS = frozenset([";", ":", ",", ".", "—", "–", "y", "eso", "así", "nos"])
_OWN = 12  # words in which "no es nuestro" stands before ", es de X"
_AUXILIARIES = frozenset(["haber", "acabar", "de"])
_SUBJECT = 14  # words from "el cálculo" to the verb of "el cálculo, que molesta, es de X"
_CALLED = 7  # words behind a name in which a noun tells that it is a title
_SHORT = 2  # words of a subject that is nothing but what was told: "el dato"
_WHO = 6  # words from "quien" to the "es" of "quien lo dice es X"


class ToldReader(SentenceReader):
    """Reads who found out, or what is called, what other words have told."""

    def __init__(self, place: StudySentence, titles: TitleReader) -> None:
        super().__init__(place)
        self.titles = titles

    def read(self, at: int) -> tuple[StudyMention | None, int]:
        """Read what begins at word `at`; None where nothing is added there."""
        title, after = self.titles.called(at)
        if title:
            mention = self.mention(at, after, "se titula «título»", title=title)
            return replace(mention, definiteness=self._which(at), added=True), after
        if signed := starts_at(self.words, at, "signed"):
            return self._by(at, *self.names.read(self.words, at + signed, sure=True))
        if self._low_is(at, _CLITICS) and (verb := self._verb(at + 1)):
            opens = at == 0 or self.low(at - 1) in _OPENS | words_in("told_of")
            opens = opens or self._does(at, verb)
            makers, after = self.makers.behind(verb + 1)
            if not makers and not opens and self.words[verb].lemma in words_in("publishing"):
                makers, after = self.makers.before(at)[0], verb + 1  # "la Cámara la repite"
            return self._by(at, makers, after, opens=opens)
        if self._low_is(at, _THOSE) and self._low_is(at + 1, ("que",)):
            return self._those(at)
        if self._is_pointed(at):
            makers, after = self.names.read(self.words, at + 2, sure=True)
            if makers:
                return self.mention(at, after, "este de + organización", makers), after
        if self.words[at].lemma in words_in("coming") and self._gives_over(at):
            return self._of(at)
        if self.words[at].lemma == "ser" and self._is_who(at):
            makers, after = self.names.read(self.words, at + 1, sure=True, body=True)
            if makers:
                mention = self.mention(at, after, "quien lo dice es + organización", makers)
                return self._told(mention, at, added=False), after
        return None, at + 1

    def _gives_over(self, at: int) -> bool:
        """Say whether "de" follows, or "a" behind "corresponde", or "es la de"."""
        belongs = self.words[at].lemma in words_in("belonging") and self._low_is(
            at + 1, ("a", "al")
        )
        that = self._low_is(at + 1, _THOSE) and self._low_is(at + 2, ("de", "del"))
        return belongs or that or self._low_is(at + 1, ("de", "del"))

    def _is_who(self, at: int) -> bool:
        """Read "quien lo dice (es)", "la fuente (es)", "la autora de estas cuentas (es)"."""
        for back in range(at - 1, max(-1, at - _WHO), -1):
            word = self.words[back]
            if word.low in ("quien", "quién"):
                return self._verb(back + 1 + self._low_is(back + 1, _CLITICS)) > 0
            if word.low in words_in("sourced") | words_in("authors"):
                return back <= 1 or self._low_is(back - 2, _OPENS)
            if word.tag in "F" or word.low in _OPENS:
                return False
        return False

    def _is_told_of(self, at: int) -> bool:
        """Say whether the subject of the verb at `at` is a finding: "el cálculo, que molesta,"."""
        if self._low_is(at - 1, words_in("told_of") | words_in("ordinals")):
            return True
        if self._low_is(at - 1, ("que",)):  # "el cálculo, que es de X, dice"
            return self._low_is(at - 2 - self._low_is(at - 2, (",",)), words_in("told_of"))
        aside, modified = self._low_is(at - 1, (",",)), False
        for back in range(at - 1, max(-1, at - _SUBJECT), -1):
            word = self.words[back]
            if word.low in (";", ":", ".") or (word.low == "," and not aside):
                return False
            if (
                word.low in words_in("told_of")
                and self.words[back - 1 : back]
                and (
                    self.words[back - 1].tag == "D"
                    and (back == 1 or self._low_is(back - 2, _OPENS))
                )
            ):
                behind = self.low(back + 1)
                relative = behind == "que" or (behind == "," and self._low_is(back + 2, ("que",)))
                return relative or not modified
            modified = modified or word.tag in "VF"
        return False

    def _those(self, at: int) -> tuple[StudyMention | None, int]:
        """Read "el dato contrasta con los que difundió ayer X": other figures, and whose."""
        verb = self._verb(at + 2)
        told = any(w.low in words_in("told_of") for w in self.words[max(0, at - _OWN) : at])
        if not verb or not told or self.words[verb].lemma not in words_in("making_known"):
            return None, at + 1
        makers, after = self.makers.behind(verb + 1)
        mention = self.mention(at, after, "los que publica + organización", makers)
        return (mention, after) if makers else (None, at + 1)

    def _is_pointed(self, at: int) -> bool:
        """Read "otro dato, este de la plataforma X": whose the one at hand is."""
        this = self._low_is(at, _THIS) and self._low_is(at + 1, ("de", "del"))
        if not this or not self._low_is(at - 1, (",", "(", "—")):
            return False
        return any(w.low in words_in("told_of") for w in self.words[max(0, at - _OWN) : at])

    def _verb(self, at: int) -> int:
        """Return the verb by which somebody makes a study or tells it, 0 where none begins."""
        while at < len(self.words) and self.words[at].lemma in _AUXILIARIES:
            at += 1
        if at >= len(self.words):
            return 0
        word = self.words[at]
        form = (word.lemma, "") if word.tag in "VTI" else verb_form(word.low)
        told = words_in("publishing") | words_in("saying") | words_in("own_finding")
        told = told | words_in("counting") | words_in("obtaining")
        if word.tag == "T" or word.low.endswith(("ó", "ron")):  # "la encuesta" is no verb
            told = told | words_in("surveying") | words_in("tallying")
        if word.tag in "VTI" and not word.upper and word.low not in words_in("nouns"):
            told = told | words_in("finding") | words_in("surveying") | words_in("processing")
        return at if form and form[0] in told else 0

    def _does(self, at: int, verb: int) -> bool:
        """Read "El choque lo ha medido X", "La cuenta la sacó X": whose it is cannot be doubted."""
        lemma = self.words[verb].lemma
        did = lemma in words_in("surveying") | words_in("tallying")
        tally = lemma in words_in("making_tally") and self.low(at - 1) in words_in("tallies")
        return did or tally

    def _by(
        self, at: int, makers: Sequence[str], after: int, *, opens: bool = False
    ) -> tuple[StudyMention | None, int]:
        """Read "lo firman X y Y", "lleva la firma de X": who made what was told of before.

        `opens` tells that nothing stands before in its clause, so that figures may be meant.
        """
        if not makers:
            return None, at + 1
        mention = self.mention(at, after, "lo firma + organización", makers)
        return self._told(mention, at, added=not opens), after

    def _of(self, at: int) -> tuple[StudyMention | None, int]:
        """Read "el dato es de X", "la segunda procede de X"."""
        ours = self._low_is(at - 1, (",",)) and any(
            w.low in words_in("own") | words_in("own_setting") for w in self.words[:at][-_OWN:]
        )  # "no es nuestro, es de la Universidad X"
        mute = at == 0 and self.words[at].lemma == "ser"
        if not ours and not mute and not self._is_told_of(at):
            return None, at + 1
        start = at + 2 + self._low_is(at + 1, _THOSE)
        kept = start + (self.words[start : start + 1] != () and self.words[start].tag == "D")
        if self._low_is(kept, words_in("kept_in")) and self._low_is(kept + 1, ("de", "del")):
            start = kept + 2  # "provienen de la base de X"
        makers, after = self.names.read(self.words, start, sure=True)
        aside = takewhile(lambda w: w.tag not in "VQ", self.words[after : after + _CALLED])
        called = any(w.low in words_in("nouns") for w in aside)
        if called or not makers or (mute and not self._researches(start, after, makers)):
            return None, at + 1
        # "el dato procede de Título en Capitales, el nuevo estudio de X" is read by its noun
        mention = self.mention(at, after, "es de + organización", makers)
        return self._told(mention, at, added=False), after

    def _researches(self, start: int, after: int, makers: Sequence[str]) -> bool:
        """Say whether who is named from word `start` to `after` finds things out by trade."""
        lows = {word.low for word in self.words[start:after]}
        trade = finds_by_trade(makers) or analyses(makers, lows)
        return trade or bool(lows & words_in("researching"))

    def _told(self, mention: StudyMention, at: int, *, added: bool) -> StudyMention:
        added = added and not self._low_is(at - 1, words_in("ordinals"))
        quiet = not added and not self.told
        which = self._which(at)
        alone = at <= _SHORT and self._low_is(at - 1, words_in("told_of"))  # "El dato es de X"
        back = quiet or (not added and (alone or self.points_back()))
        return replace(mention, definiteness=which, added=added, quiet=quiet, back=back)

    def _which(self, at: int) -> Definiteness:
        """Say whether a sentence goes on to the next of several: "el segundo se titula …"."""
        subject = (*self.words[:2], *self.words[max(0, at - 1) : at])
        return "another" if any(w.low in words_in("next_one") for w in subject) else "definite"

    def _low_is(self, at: int, words: Sequence[str] | frozenset[str]) -> bool:
        return self.low(at) in words
