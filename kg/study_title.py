"""Reads the titles of studies: in quotation marks, or by their capitals."""

from collections.abc import Sequence

from kg.grammar import Word
from kg.lexicon import load
from kg.source import OPENING, NameReader, read_title
from kg.study_cue import words_in
from kg.verb import verb_form

__all__ = ["TitleReader"]

_GOVERNING = ("a", "al", "del", "en", "sobre", "con", "sin", "ante", "of", "the", "in", "for", "to")
_TITLE_JOINERS = frozenset(load("studies")["title_joiners"])
_SUBJECT = 6  # words before "se llama" in which what is called so stands
_PLAIN = 12  # words of a title without marks
_CLOSING_MARKS = frozenset("»”\"'’*_")


class TitleReader:
    """Reads the title that stands at, after or before the noun of a study in one sentence."""

    def __init__(self, text: str, words: Sequence[Word], names: NameReader) -> None:
        self.text = text
        self.words = words
        self.names = names

    def read(self, at: int) -> tuple[str | None, int]:
        """Read the title of the study whose noun is word `at`; and a maker in brackets after it."""
        if at and self.words[at].upper:
            title, after = read_title(self.text, self.words, at - 1)
            if title:
                return title, after  # "El «Estudio sobre el abandono» se presentó ayer"
        glued = self.glued_noun(at)
        if glued:
            after = self._phrase_end(at + 1)
            start = self.words[at].end - len(glued)
            return self.text[start : self.words[after - 1].end], after
        for place in range(at + 1, min(at + 26, len(self.words))):
            word = self.words[place]
            if "\t" in self.text[self.words[place - 1].end : word.start]:
                break  # the next cell of a table
            title, after = read_title(self.text, self.words, place)
            if (
                title
                and (title[:1].isupper() or self.words[place - 1].low in load("studies")["titled"])
                and not title.endswith(".")
                and not self._is_speech(at, place, after)
            ):
                return title, after
            title, after = self.called(place)
            if title:
                return title, after
            if (
                word.tag in "VQ"
                or word.low in (".", "!")
                or (place > at + 1 and word.low in words_in("nouns"))
            ):
                break
        return self._capital_title(at)

    def _is_speech(self, at: int, start: int, after: int) -> bool:
        """Read "un piloto de tres meses: «Quien lo arregla todo se quema»": somebody says it."""
        named = self._low(at) in words_in("nouns") or self.words[at].upper
        says = any(word.tag == "V" for word in self.words[start:after])
        return not named and self._low(start - 1) == ":" and says

    def called(self, at: int) -> tuple[str | None, int]:
        """Read "se titula «Título»" at word `at`, which names what was told of before.

        Without marks its capital tells the title: "se titula Trabajar con sentido, y dice".
        """
        named = self._titled(at)
        if not named:
            return None, at
        title, after = read_title(self.text, self.words, named)
        if title or not (named < len(self.words) and self.words[named].upper):
            return title, after
        texts = words_in("nouns") | words_in("any_study")
        verb = self._low(named - 1 - (self._low(named - 1) == ":"))
        before = self.words[max(0, at - _SUBJECT) : at]
        if not (verb.startswith("titul") or any(w.low in texts for w in before)):
            return None, at  # "la aplicación se llama Kiwi"
        after = self._plain_title(named)
        return self.text[self.words[named].start : self.words[after - 1].end], after

    def _plain_title(self, start: int) -> int:
        """Return the word after a title without marks that begins at word `start`."""
        after = start + 1
        while after < min(start + _PLAIN, len(self.words)) and (
            self.words[after].upper or self.words[after].tag in "NDPARICF"
        ):
            after += 1
        while self.words[after - 1].tag in "DPCR" and after - 1 > start:
            after -= 1
        return after

    def _titled(self, at: int) -> int:
        """Return where the title begins that "(que) se titula" announces at word `at`, or 0."""
        at += self._low(at) == "que"
        if self._low(at) != "se" or self._low(at + 1) not in words_in("titling"):
            return 0
        at += 2
        if self._low(at) == ",":  # "se titula, sin mucha modestia, «Título»"
            close = next((k for k in range(at + 1, at + _SUBJECT) if self._low(k) == ","), at - 1)
            marked = self._low(close + 1)[:1] in OPENING
            return close + 1 if close > at and marked else 0
        return at + (self._low(at) == ":")

    def start_of(self, title: str, at: int, after: int) -> int:
        """Return the word at which a title that was read between `at` and `after` begins."""
        for place in range(at, min(after, len(self.words))):
            start = self.words[place].start
            if self.text.startswith(title, start):
                return place
        return at

    def title_before(self, first: int) -> str | None:
        """Read "The Great Divide, el nuevo estudio de X": the title stands before its noun."""
        if first < 3 or self._low(first - 1) != ",":
            return None
        if self._low(first - 2) in _CLOSING_MARKS:
            for start in range(first - 3, max(-1, first - 26), -1):
                title, after = read_title(self.text, self.words, start)
                if title and after == first - 1 and title[:1].isupper():
                    return title
            return None
        if title := self._cited_title(first - 1):
            return title
        start = first - 1
        while start > 0 and (
            self.words[start - 1].upper
            or (
                self.words[start - 1].low in (*_TITLE_JOINERS, "-", "–")
                and start > 1
                and self.words[start - 2].upper
            )
        ):
            start -= 1
        run = self.words[start : first - 1]
        named = [k for k, w in enumerate(run) if self.names.entity_at(w.start)]
        alone = named and (named[0] == 0 or run[named[0] - 1].low not in _GOVERNING)
        if sum(w.upper for w in run) < 2 or alone:
            return None  # but "Hogares al Límite" is no body called Límite
        return self.text[run[0].start : run[-1].end]

    def _cited_title(self, end: int) -> str | None:
        """Read "según El contable a ciegas, un informe": a capital article opens the title."""
        for start in range(end - 1, max(0, end - _PLAIN), -1):
            word = self.words[start]
            if word.low in (",", ";", ":", "."):
                return None
            if word.upper and word.tag == "D" and self.words[start - 1].tag in "PV":
                run = self.words[start + 1 : end]
                plain = any(w.tag == "N" and not w.upper for w in run)  # no place: "La Rioja"
                return self.text[word.start : run[-1].end] if plain else None
        return None

    def glued_noun(self, at: int) -> str | None:
        """Read "empresaÍndice": a lost space before a title."""
        word = self.words[at]
        if word.end - word.start < 10:
            return None
        raw = self.text[word.start : word.end]
        for place in range(3, len(raw) - 4):
            if raw[place].isupper() and raw[place - 1].islower():
                tail = raw[place:].lower()
                return raw[place:] if tail in words_in("title_nouns") else None
        return None

    def _capital_title(self, at: int) -> tuple[str | None, int]:
        word = self.words[at]
        inside = at > 0 and not (at == 1 and self.words[0].tag == "S")
        own = word.upper and word.low in words_in("title_nouns")
        start = at if own else at + 1
        if (
            not own
            and start < len(self.words)
            and self.words[start].low in (":", ";")
            and start + 1 < len(self.words)
        ):
            start += 1
            if start < len(self.words) and self.words[start].low in words_in("organization_nouns"):
                return None, at + 1  # "Financiación del estudio: Diario X"
        if not own and word.upper and inside:
            return None, at + 1  # "Padrón Electoral" is a name, and no noun before a title
        if not own and (start >= len(self.words) or not self.words[start].upper):
            return None, at + 1
        after = self.title_run(start, own=own)
        capitals = sum(w.upper for w in self.words[start:after])
        if own and capitals == 1:
            if not inside or after > start + 1:
                return None, at + 1
            after = self._phrase_end(at + 1)
            if after == at + 1 or self.words[at + 1].low not in ("de", "del"):
                return None, at + 1
            if self.words[after - 1].upper:
                return None, at + 1
        elif capitals < (2 if own or start == at + 1 else 3) and not (
            self._numbered(start, after)
            or (start == at + 1 and self.is_made(after))  # "el informe Workmonitor de Randstad"
        ):
            return None, at + 1
        if not own and (
            self.names.entity_at(self.words[start].start)
            or self.words[start].low in words_in("known")
        ):
            return None, at + 1
        if (
            own
            and start > 0
            and self.text[self.words[start - 1].start : self.words[start - 1].end].strip("IVXL")
            == ""
        ):
            start -= 1  # IV Barómetro
        return self.text[self.words[start].start : self.words[after - 1].end], after

    def _numbered(self, start: int, after: int) -> bool:
        """Say whether a run ends in a year: "Digital 2024"."""
        return (
            after - start > 1
            and self.text[self.words[after - 1].start : self.words[after - 1].end].isdigit()
        )

    def title_run(self, start: int, *, own: bool) -> int:
        """Return the word after a run of capitals, their joiners and years."""
        after = start + 1 if own else start
        while after < len(self.words):
            word = self.words[after]
            ahead = after
            while (
                ahead < len(self.words)
                and ahead - after < 3
                and self.words[ahead].low in _TITLE_JOINERS
                and not self.words[ahead].upper
            ):
                ahead += 1
            if ahead >= len(self.words):
                break
            if word.low == "que" and ahead == after and self._is_capital_verb(after + 1):
                after += 2  # "Barómetro del Trabajo que Viene"
                continue
            maker = self._is_maker(after, ahead)
            raw = self.text[self.words[ahead].start : self.words[ahead].end]
            # "el informe Workmonitor de Randstad", but "Radiografía del Reparto"
            named = not own and self.words[start].low not in words_in("title_nouns")
            alone = after == start + 1 and (
                named or (own and word.low == "de" and self._often(ahead))
            )
            if maker and (after > start + 1 or alone):
                break
            if self.words[ahead].upper or (
                ahead == after and raw.isdigit() and after > start and len(raw) == 4
            ):
                after = ahead + 1
            elif (
                word.low in (":", "-", "–")
                and after > start
                and after + 1 < len(self.words)
                and self.words[after + 1].upper
            ):
                after += 2
            else:
                break
        return after

    def _is_capital_verb(self, at: int) -> bool:
        """Say whether a verb in capitals goes on with a title: "que Viene"."""
        return at < len(self.words) and self.words[at].upper and bool(verb_form(self._low(at)))

    def _is_maker(self, after: int, ahead: int) -> bool:
        """Say whether "de" at word `after` leads to the organisation at word `ahead`."""
        if ahead <= after or self.words[after].low not in ("de", "del", "al"):
            return False
        entity = self.names.entity_at(self.words[ahead].start)
        begins = entity is not None and entity.start >= self.words[ahead].start
        organization = begins and entity is not None and entity.entity.kind == "organization"
        if entity is not None and entity.entity.name.lower() in words_in("survey_topics"):
            return False  # "Encuesta Integrada de Hogares"
        return organization or self.words[ahead].low in words_in("known")

    def is_made(self, after: int) -> bool:
        """Say whether who made it follows a title that ends before word `after`: "de la OCU"."""
        ahead = after + 1
        while ahead < min(len(self.words), after + 3) and not self.words[ahead].upper:
            ahead += 1
        return ahead < len(self.words) and self._is_maker(after, ahead)

    def _often(self, at: int) -> bool:
        """Say whether the organisation at word `at` is well known or named elsewhere too."""
        mention = self.names.entity_at(self.words[at].start)
        return self.words[at].low in words_in("known") or (
            mention is not None and len(mention.entity.mentions) > 1
        )

    def _phrase_end(self, at: int) -> int:
        """Return the word after "de tecnología inteligente"."""
        after = at
        while (
            after < len(self.words)
            and after - at < 7
            and (self.words[after].tag in "NDT" or self.words[after].low in ("de", "del", "y"))
        ):
            after += 1
        while after > at and self.words[after - 1].tag in "DPC":
            after -= 1
        return after

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""
