"""Reads whom a sentence gives as its source: "según X", "fuente: X", "(X, 2023)"."""

from dataclasses import replace

from kg.grammar import Word, is_year
from kg.source import read_title
from kg.study_cue import words_in
from kg.study_place import SentenceReader, StudyMention

__all__ = ["AccordingReader"]

_NEAR = 4  # words behind the cue in which the noun of a study stands, which is read by itself
_AFTER_VERB = 6  # words between a verb and the name that follows it


class AccordingReader(SentenceReader):
    """Reads the sources that a sentence names without calling them studies."""

    def according(self, at: int, after: int) -> tuple[StudyMention | None, int]:
        """Read "según X", whose cue begins at word `at` and ends before word `after`."""
        title, end = read_title(self.text, self.words, after)
        if title and title[:1].isupper() and len(title.split()) >= 2:
            return self.mention(at, end, "según «título»", title=title), end
        if any(
            w.low in words_in("nouns")
            or w.low in words_in("title_nouns")
            or (w.upper and w.low in words_in("english_nouns"))
            for w in self.words[after : after + _NEAR]
            if not self._is_inside_name(w)
        ):
            return None, at + 1
        told = after
        while (
            told < len(self.words)
            and told - after < _AFTER_VERB
            and (self.words[told].tag in "VTRA" or self.low(told) in words_in("when"))
        ):
            told += 1  # "según informó ayer el Indec"
        if told > after and self.words[after].tag in "VR":
            after = told
        makers, end = self.names.read(self.words, after, sure=False)
        if not makers:
            makers, end = self._cited(after)
        if not makers:
            return self._according_to_body(at, after), at + 1
        aside = at > 0 and self.words[at - 1].tag == "Q"  # "del nacional, que según el INE es …"
        rule = "inciso: según + organización" if aside else "según + organización"
        return replace(self.mention(at, end, rule, makers), quiet=not self.told), end

    def _is_inside_name(self, word: Word) -> bool:
        """Say whether a word goes on with the name of a body: "la Cámara del Libro"."""
        mention = self.names.entity_at(word.start) if word.upper else None
        organization = mention is not None and mention.entity.kind == "organization"
        return organization and mention is not None and mention.start < word.start

    def _according_to_body(self, at: int, after: int) -> StudyMention | None:
        """Read "de acuerdo con el instituto estadístico", the body that was named before."""
        low = self.low(after + 1)
        if self.low(after) not in words_in("definite") or low not in words_in("bodies"):
            return None
        told = self.told or self.low(len(self.words) - 1) == ":"  # a list of figures follows
        if not told or self.low(after + 2) in ("de", "del"):
            return None
        mention = self.mention(at, after + 2, "según la entidad")
        return replace(mention, noun=low, definiteness="definite", body=True)

    def source(self, at: int) -> tuple[StudyMention | None, int]:
        """Read "Fuente: INE", "(fuente: INE)" and "(INE, 2023)"."""
        if self.low(at) != "(":
            if self.low(at + 1) != ":":
                return None, at + 1
            makers, after = self.names.read(self.words, at + 2, sure=True)
            if not makers:
                return None, at + 1
            mention = self.mention(at, after, "según: fuente + organización", makers)
            return replace(mention, quiet=not self.told, back=not self.told), after
        makers, after = self.names.read(self.words, at + 1, sure=False)
        year = self.low(after + 1)
        if not self.told or not makers or self.low(after) != "," or self.low(after + 2) != ")":
            return None, at + 1
        if not is_year(year):
            return None, at + 1
        mention = self.mention(at, after + 2, "según + organización", makers)
        if after + 3 >= len(self.words) or self.low(after + 3) == ".":
            mention = replace(mention, place=self.words[0].start)  # of the whole sentence
        return mention, after + 2

    def _cited(self, at: int) -> tuple[list[str], int]:
        """Read "Arrieta y Solans (2020)": names with the year of their work."""
        after = at
        while after < len(self.words) and (
            self.words[after].upper or self.low(after) in ("y", "e", ",")
        ):
            after += 1
        year = self.low(after + 1)
        if after == at or self.low(after) != "(" or not is_year(year):
            return [], at
        return [self.text[self.words[at].start : self.words[after - 1].end]], after + 3
