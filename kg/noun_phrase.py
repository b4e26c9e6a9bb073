"""Finds where a noun phrase ends: over nouns, adjectives, and "de", "por" and "y" with theirs."""

from collections.abc import Sequence
from functools import cache

from kg.grammar import Word
from kg.lexicon import load
from kg.verb import verb_form

__all__ = ["is_passive", "phrase_end", "terms"]

_YEAR = 4  # digits
_LONGEST = 16  # words of one phrase
_CLAUSE = 7  # words from "y" to the verb of the clause that it joins
_INNER = frozenset(["más", "menos", "muy", "mejor", "peor", "no", "bien", "mal", "fuera", "dentro"])
_PARTS = {"fuera": "P", "dentro": "P"}  # what follows them: "las ventas fuera de Europa"


@cache
def terms(name: str) -> frozenset[str]:
    """Return a list of the statistics lexicon as a set."""
    return frozenset(load("statistics")[name])


_FRONTED = terms("fronted")


def is_moving(word: Word) -> bool:
    """Say whether a verb tells how far something goes: "pasó de 9 a 12", "recortó"."""
    return word.lemma == "pasar" or word.lemma in terms("moving") | terms("changing")


def is_passive(word: Word) -> bool:
    """Say whether a word is a participle: "lideradas"."""
    form = verb_form(word.low)
    return word.tag in "TN" and form is not None and form[1] == "participle"


def phrase_end(words: Sequence[Word], at: int) -> int:
    """Return the word after the noun phrase that begins at `at`; `at` itself for none."""
    reader = _PhraseEnd(words, at)
    return reader.read()


class _PhraseEnd:
    """Walks over a noun phrase: determiner, nouns, adjectives, "de" and "y" with theirs."""

    def __init__(self, words: Sequence[Word], at: int) -> None:
        self.words = words
        self.at = at
        self.content = False

    def read(self) -> int:
        at = self.at
        while at < len(self.words) and at - self.at < _LONGEST:
            step = self._step(at)
            if not step:
                break
            at += step
        while at > self.at and self.words[at - 1].tag in "DPCA":
            at -= 1
        return at

    def tag(self, at: int) -> str:
        return self.words[at].tag if at < len(self.words) else ""

    def _step(self, at: int) -> int:
        """Return how many words to go on over, 0 to stop."""
        word = self.words[at]
        if word.tag in "NT":
            self.content = True
            return 1
        if word.tag == "D":
            return 0 if self.content and self.words[at - 1].tag in "NT" else 1
        if word.low in _INNER:
            return 1 if self.tag(at + 1) in _PARTS.get(word.low, "NT") and self.content else 0
        if word.low in ("de", "del", "entre"):
            return self._of(at)
        if word.tag == "F" and self.content and self.words[at - 1].upper:
            return int(word.low.isdigit() and len(word.low) < _YEAR)  # "Ibex 35"
        if word.low in ("con", "sin") and self.content:
            return self._with(at)
        if word.low in ("a", "al") and self.content:
            return self._toward(at)
        if word.low == "por" and self.content and is_passive(self.words[at - 1]):
            return self._by(at)
        if word.low in ("y", "e", "o"):
            return self._and(at)
        if word.low in ("&", "-", "/", "–") and self.content and self.tag(at + 1) == "N":
            return 2
        if (
            word.low in ('"', "«", "“", "»", "”")
            and self.tag(at + 1) == "N"
            and self.words[at + 1].start == word.end
        ):
            return 2
        return 0

    def _with(self, at: int) -> int:
        """Go on over "con página web", "con los mismos estudios", behind people and firms."""
        if not any(w.low in terms("people") for w in self.words[self.at : at]):
            return 0
        inside = at + 1
        while self.tag(inside) == "D" or (
            self.tag(inside) == "N" and self.words[inside].low in ("mismo", "misma", "mismos")
        ):
            inside += 1
        if self.tag(at + 1) in ("F", "A"):
            return self._amount(at)  # "con menos de diez empleados"
        return inside - at + 1 if self.tag(inside) == "N" else 0

    def _toward(self, at: int) -> int:
        """Go on over "las visitas a webs", "las exportaciones a China"."""
        inside = at + 1
        while self.tag(inside) == "D":
            inside += 1
        toward = self.words[at - 1].low in terms("toward") and self.tag(inside) == "N"
        timed = toward and self.words[inside].low in terms("times")
        return inside - at + 1 if toward and not timed else 0

    def _of(self, at: int) -> int:
        """Go on over "de la banca", "de 18 a 24 años", "de menos de diez trabajadores"."""
        if at == self.at:
            return 0
        low, following = self.words[at].low, self.tag(at + 1)
        if low == "entre":
            return 1 if self.words[at - 1].low in terms("generic") else 0
        if (
            following == "F"
            or (following == "A" and self.tag(at + 2) == "F")
            or (self.words[at + 1].low == "entre" if at + 1 < len(self.words) else False)
        ):
            return self._amount(at)
        if following in ("N", "T"):
            return 0 if self.words[at + 1].low in terms("times") else 2 if following == "N" else 1
        if following == "D":
            inside = at + 2
            while self.tag(inside) == "D":
                inside += 1
            if inside < len(self.words) and (
                self.words[inside].low in terms("times")
                or (
                    self.words[inside].low in _FRONTED
                    and inside + 1 < len(self.words)
                    and self.words[inside + 1].low in terms("times")
                )
            ):
                return 0
            return inside - at if self.tag(inside) in ("N", "T") else 0
        return 0

    def _by(self, at: int) -> int:
        """Go on over "lideradas por mujeres"."""
        inside = at + 1
        while self.tag(inside) == "D":
            inside += 1
        return inside - at if self.tag(inside) == "N" else 0

    def _amount(self, at: int) -> int:
        """Take in an age or a size, and what it counts."""
        after = at + 1
        while (
            after < len(self.words)
            and after - at < 7
            and (
                self.words[after].tag in "FA"
                or self.words[after].low in ("a", "y", "entre", "de", "años")
            )
        ):
            after += 1
        if not any(w.tag == "F" for w in self.words[at:after]):
            return 0
        if self.tag(after) == "N" and "años" not in self.words[after - 1].low:
            after += 1
        return after - at

    def _and(self, at: int) -> int:
        if not self.content:
            return 0
        ahead = at + 1
        while self.tag(ahead) == "D":
            ahead += 1
        if self.tag(ahead) != "N":
            return 0
        # "… de los CIO y un 48 %": the next figure opens a clause of its own
        if any(w.tag == "F" for w in self.words[at + 1 : ahead + 1]):
            return 0
        return 0 if self._opens_clause(at, ahead) else ahead - at + 1

    def _opens_clause(self, at: int, ahead: int) -> bool:
        """Say whether "y" joins clauses: "cae un 3 % en Chile y | los seguros suben"."""
        if self.tag(at + 1) != "D" or self.words[self.at - 1].low == "entre":
            return False
        verb = ahead + 1
        while verb < len(self.words) and verb - at <= _CLAUSE and self.tag(verb) in "NTPDRA":
            verb += 1
        if self.tag(verb) != "V":
            return False
        for place in range(self.at - 1, max(-1, self.at - _LONGEST), -1):
            if self.words[place].tag in "SQC":
                return False
            if self.words[place].tag == "V":
                return True  # it has a verb before it, and so one of its own behind
        return False
