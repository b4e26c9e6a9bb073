"""Reads who made a study: before its noun, after it, or as the subject of a verb."""

from collections.abc import Sequence

from kg.entity import abbreviates
from kg.grammar import Word, is_year
from kg.source import NameReader
from kg.study_cue import ends_before, finds_by_trade, parts_of, starts_at, words_in

__all__ = ["MakerReader"]

_AFTER_VERB = 6  # words between a verb and the name that follows it
_NOUN = 5  # words before a name in which a noun tells what it names
_FAR = 60  # words from the beginning of a sentence to a second verb of its subject
_AFTER_NAME = 12  # words from "X, que" to the verb
_ASIDE_BACK = 16  # the same, where it is looked for from its end
_ASIDE = 12  # words of an aside between a name and its verb
_NEAR = 4  # words from a weak noun ("datos") in which "de X" is its maker
_PRINTED = 9  # words from "publicado en la revista …" to the "por" of who wrote it
_REACH = 34  # words from a study's noun in which its maker is looked for


class MakerReader:
    """Reads the organisations that made a study in one sentence."""

    def __init__(self, words: Sequence[Word], names: NameReader) -> None:
        self.words = words
        self.names = names

    def after(
        self, at: int, start: int, stop: int | None = None, *, theirs: bool = False
    ) -> tuple[list[str], int]:
        """Look after the noun at word `at`, from `start` to `stop`, for who made the study.

        In "su Encuesta de Hogares" (`theirs`), what "de" tells is its subject.
        """
        plain = not theirs  # until "sobre" or a verb, "de X" may tell the maker
        strong = self.words[at].low in words_in("nouns")
        last = len(self.words) if stop is None else stop
        for place in range(start, min(start + _REACH, last)):
            word = self.words[place]
            if word.low in (".", "!", "?") or (place > at + 1 and word.low in words_in("nouns")):
                break
            if place == at + 1 and (word.tag == "D" or self._adds_noun(place)):
                plain = False  # "del informe la coordinadora y profesora de X": X is hers
            if word.low == "a" and self._ordered(at):
                return self.names.read(self.words, place + 1, sure=True)
            near = strong or place - start < _NEAR
            found = self._by(at, place) or (self._of(place, near=near) if plain else None)
            if found is None and ends_before(self.words, place + 1, "signed"):
                found = self.names.read(self.words, place + 1, sure=True)
            found = found or self._is_that_of(place)
            if found is None and word.tag == "Q":
                found = self._relative(place)
            if found and found[0]:
                return self._with_partners(*found)
            # "el informe, del CIO de X": after a comma only what follows at once is the maker
            if word.low in ("de", "del") and near and self._low(place - 1) == ",":
                plain = False
            if self._begins_other(place):
                plain = False
            if word.tag in "VF" or word.low in words_in("after_noun"):
                plain = False
        return [], start

    def _begins_other(self, place: int) -> bool:
        """Say whether another noun phrase begins behind a comma: "del informe, | el diario X"."""
        if self._low(place - 1) != "," or self.words[place].tag != "D":
            return False
        return self._low(place + 1) not in words_in("weak_nouns") | {"de", "del"}

    def _with_partners(self, makers: list[str], after: int) -> tuple[list[str], int]:
        """Add those of "de X, elaborada junto a la consultora Y" to who made a study."""
        place = after + (self._low(after) == ",")
        place += starts_at(self.words, place, "made") if place < len(self.words) else 0
        step = starts_at(self.words, place, "partners") if place < len(self.words) else 0
        if not step:
            return makers, after
        others, end = self.names.read(self.words, place + step, sure=True)
        return ([*makers, *others], end) if others else (makers, after)

    def _ordered(self, at: int) -> bool:
        """Say whether somebody has ordered the study at word `at`: "encargamos un estudio a X"."""
        return any(word.lemma == "encargar" for word in self.words[max(0, at - _NEAR) : at])

    def _by(self, at: int, place: int) -> tuple[list[str], int] | None:
        """Read "elaborado por X", "publicado esta semana por X", "acaba de publicar por X"."""
        if self.words[place].low != "por" or place <= at + 1:
            return None
        back = place
        while back > at + 1 and self._low(back - 1) in words_in("when"):
            back -= 1
        if self._low(back - 1) == "conjuntamente":
            back -= 1
        made = ends_before(self.words, back, "made")
        made = made or ends_before(self.words, place, "made")
        if not made and (printed := self._printed(place)):
            made, back = True, printed
        if not made and not (back < place and self.words[back - 1].tag == "I"):
            return None
        if made and not self._agrees(at, back - 1):
            return None
        return self._persons(place + 1) or self.names.read(
            self.words, place + 1, sure=True, body=True
        )

    def _printed(self, place: int) -> int:
        """Return where "publicado" ends in "publicado en la revista X por", 0 where nowhere."""
        for back in range(place - 1, max(0, place - _PRINTED), -1):
            word = self.words[back]
            if word.low == "en" and ends_before(self.words, back, "made"):
                return back
            if word.tag in "VQTF" or word.low in (",", ";", "."):
                return 0
        return 0

    def _agrees(self, at: int, participle: int) -> bool:
        """Say whether a participle has the gender of the noun: not "informe … conducida por"."""
        ends = self._low(participle).rstrip("s")[-1:]
        noun = self._low(at).rstrip("s")
        feminine = noun.endswith(("a", "ión", "ione"))
        return ends not in ("a", "o") or (ends == "a") == feminine

    def _adds_noun(self, place: int) -> bool:
        """Say whether "y" adds what is no study: "coordinadora del informe y profesora de X"."""
        following = self.words[place + 1 : place + 2]
        studies = words_in("nouns") | words_in("weak_nouns")
        return (
            self._low(place) in ("y", "e")
            and bool(following)
            and following[0].tag == "N"
            and following[0].low not in studies
        )

    def _persons(self, at: int) -> tuple[list[str], int] | None:
        """Read "el equipo de Marta Ruiz y Luis Gil", the persons who made a study."""
        start = at
        while at < min(start + _AFTER_VERB, len(self.words)) and not self.words[at].upper:
            if self.words[at].tag not in "DN" and self._low(at) != "de":
                break
            at += 1
        found: list[str] = []
        while at < len(self.words):
            mention = self.names.entity_at(self.words[at].start)
            if mention is None or mention.entity.kind != "person":
                break
            found.append(mention.entity.name)
            while at < len(self.words) and self.words[at].start < mention.end:
                at += 1
            if self._low(at) not in ("y", "e"):
                break
            at += 1
        return (found, at) if found else None

    def _of(self, place: int, *, near: bool) -> tuple[list[str], int] | None:
        """Read "de la consultora X", "a cargo de X", "(X, 2023)"."""
        low = self._low(place)
        if (near and low in ("de", "del")) or ends_before(self.words, place + 1, "made_nouns"):
            # "son datos del Observatorio de X": who keeps figures is a body, and no title
            body = self._low(place - 1) in words_in("own_numbers")
            if (authors := self._persons(place + 1)) and self._is_dated(authors[1]):
                return authors
            return self.names.read(self.words, place + 1, sure=True, body=body)
        if low != "(" or self._is_acronym(place):
            return None
        return self.names.read(self.words, place + 1, sure=False)

    def _is_dated(self, at: int) -> bool:
        """Say whether a year in brackets follows authors: "de Arrieta y Solans (2020)"."""
        return self._low(at) == "(" and is_year(self._low(at + 1))

    def _is_acronym(self, place: int) -> bool:
        """Say whether the bracket only shortens the name before it: "Encuesta … (EIAA)"."""
        before = [w.low for w in self.words[max(0, place - 12) : place] if w.upper]
        inside = self._low(place + 1).upper()
        return self._low(place + 2) in (")", ",") and any(
            abbreviates(inside, " ".join(before[k:])) for k in range(len(before))
        )

    def _is_that_of(self, place: int) -> tuple[list[str], int] | None:
        """Read "uno de los estudios recientes es el de X", "la otra encuesta: la de X"."""
        article = self._low(place) in ("el", "la") and self._low(place + 1) in ("de", "del")
        told = self.words[place - 1].lemma == "ser" or self._low(place - 1) == ":"
        if not article or not told:
            return None
        return self.names.read(self.words, place + 2, sure=True)

    def _relative(self, at: int) -> tuple[list[str], int]:
        """Read "que publica X", "que ha elaborado la consultora X", "que la consultora X hizo"."""
        if self._low(at + 1) in ("dicha", "dicho", "esa", "ese"):
            return [], at  # "que dicha asociación lleva a cabo junto con X"
        makers, after = self.names.read(self.words, at + 1, sure=True, body=True)
        if makers and self._low(after) in ("de", "del"):
            # "que el grupo X de la Universidad Y ha presentado"
            house, behind = self.names.read(self.words, after + 1, sure=False)
            # "que la Canaco de Morelia aplicó": a place only tells which
            placed = after + 1 < len(self.words) and self.words[after + 1].upper
            makers = [*makers, *house]
            after = behind if house else after + 2 * placed
        after = self._behind_aside(after) if makers else after
        verb = self.words[after] if makers and after < len(self.words) else None
        if verb and verb.lemma in words_in("publishing") | words_in("surveying") | {"haber"}:
            return makers, after
        for place in range(at + 1, min(at + _AFTER_VERB, len(self.words))):
            word = self.words[place]
            if word.tag in "VTI" and word.lemma in words_in("publishing") | words_in("surveying"):
                after = place + 1
                if word.lemma == "encargar":
                    ahead = range(after, min(after + _AFTER_VERB, len(self.words)))
                    to = next((k for k in ahead if self._low(k) == "a"), -1)
                    if to >= 0:  # "que la patronal encargó este verano a la consultora X"
                        return self.names.read(self.words, to + 1, sure=True)
                return self.behind(after)
        return [], at

    def _behind_aside(self, at: int) -> int:
        """Return the word behind ", dependiente de X," where such an aside begins at word `at`."""
        if self._low(at) != ",":
            return at
        ahead = range(at + 1, min(at + _ASIDE, len(self.words)))
        close = next((k for k in ahead if self._low(k) == ","), at - 1)
        return close + 1 if not any(w.tag in "VF" for w in self.words[at:close]) else at

    def behind(self, after: int) -> tuple[list[str], int]:
        """Read the subject behind a verb of publishing: "publicó en abril X", "hizo público X"."""
        start = after = self._behind_aside(after)
        while (
            after < len(self.words)
            and after - start < _AFTER_VERB
            and not self.words[after].upper
            and (self.words[after].tag == "F" or self._low(after) in words_in("after_publishing"))
        ):
            after += 1
            if self._low(after - 1) == "en" and self.words[after : after + 1]:
                after += self.words[after].upper  # "ha presentado en Málaga la consultora X"
        together = starts_at(self.words, after, "partners") if after < len(self.words) else 0
        return self.names.read(self.words, after + together, sure=True)

    def owner_after(self, first: int, after: int) -> list[str]:
        """Read "En su informe «Título», la Fundación X detalla": the owner follows."""
        if self._low(first) != "su" or self._low(after) != ",":
            return []
        makers, end = self.names.read(self.words, after + 1, sure=False)
        return makers if end < len(self.words) and self.words[end].tag in "VAR" else []

    def publisher(self, first: int) -> list[str]:
        """Look before the noun for the subject of "X publica un informe", "X, en su informe"."""
        for place in range(first - 1, max(-1, first - 14), -1):
            word = self.words[place]
            inside = self._low(first - 1) == "en" and word.lemma in words_in("saying")
            if word.tag in "VTI" and (word.lemma in words_in("publishing") or inside):
                at = place
                while at > 0 and (
                    self.words[at - 1].lemma in ("haber", "acabar")
                    or self.words[at - 1].tag in "AR"
                    or (self._low(at - 1) == "de" and self.words[at - 2].lemma == "acabar")
                ):
                    at -= 1
                return self.before(at)[0]
            if word.tag in "VQ" or word.low in (";", "."):
                break
        own = any(
            w.low in ("su", "sus", "nuestra", "nuestro") for w in self.words[first : first + 2]
        )
        if own:
            for place in range(first - 1, max(-1, first - _REACH), -1):
                mention = self.names.entity_at(self.words[place].start)
                if mention and mention.entity.kind == "organization":
                    return [mention.entity.name]
        return []

    def before(self, at: int, *, sure: bool = False) -> tuple[list[str], int]:
        """Read the organisations whose names end right before word `at`: "X y Y" + verb."""
        house, at = self._aside(at, sure=sure)
        if house:
            return house, at
        if at > 0 and self.words[at - 1].low == ")":
            while at > 1 and self.words[at].low != "(":
                at -= 1
        first = at
        while first > 0 and at - first < 14:
            word = self.words[first - 1]
            part = word.upper or word.low in (
                "de",
                "del",
                "la",
                "of",
                "the",
                "&",
                "y",
                "e",
                "for",
                "and",
                "el",
                "los",
                "las",
                ",",
            )
            if not part:
                break
            first -= 1
        for start in range(first, at):
            particle = self.words[start].tag in "DP" and not self.names.particles(self.words, start)
            if particle or not self.words[start].upper:
                continue
            if any(w.upper and w.low in words_in("title_nouns") for w in self.words[first:start]):
                break  # "Observatorio de Finanzas y Tecnología de X" is one name
            makers, after = self._together(start, at, sure=sure or self._announced(start))
            if makers and after >= at and self.governed(start):
                return [], at
            if makers and after >= at:
                return makers, start
        return [], at

    def _aside(self, at: int, *, sure: bool) -> tuple[list[str], int]:
        """Return the word before an aside that ends at word `at`, and whom the aside names.

        "Nexum, la consultora de marras, ha encuestado a"; "Inés Cabrera, de X, siguió a".
        """
        if at < 1 or self._low(at - 1) != ",":
            return [], at
        at -= 1
        back = range(at - 1, max(0, at - _ASIDE_BACK), -1)
        opening = next((k for k in back if self._low(k) == ","), None)
        inner = self.words[opening + 1 : at] if opening else ()
        verbs = "F" if inner and inner[0].tag == "Q" else "VF"  # "Funcas, que acaba de publicar, …"
        told = inner and not any(w.tag in verbs and not is_year(w.low) for w in inner)
        if not opening or not told or not self.words[opening - 1].upper:
            return [], at
        house = self._house(opening, sure=sure) if self._low(opening + 1) == "de" else []
        return house, opening

    def _together(self, start: int, at: int, *, sure: bool) -> tuple[list[str], int]:
        """Read the names from word `start` to word `at`: "Bain & Company y Altagamma cifran"."""
        makers, after = self.names.read(self.words, start, sure=sure)
        if makers and after < at and self._low(after) in ("y", "e"):
            more, end = self.names.read(self.words, after + 1, sure=True)  # beside a body another
            if end >= at:
                return [*makers, *more], end
        return makers, after

    def _house(self, comma: int, *, sure: bool) -> list[str]:
        """Read "Inés Cabrera, de la Universidad de Granada, siguió a": where a person studies."""
        person = self.names.entity_at(self.words[comma - 1].start)
        if person is None or person.entity.kind != "person":
            return []
        makers, _ = self.names.read(self.words, comma + 2, sure=True)
        found = finds_by_trade(makers) or parts_of(makers) & words_in("analysts")
        return makers if sure or found else []

    def _announced(self, start: int) -> bool:
        """Say whether a noun tells that a name is an organisation's: "la patronal, X, sacó"."""
        place = start - 1 - (self._low(start - 1) == ",")
        for back in range(place, max(-1, place - _NOUN), -1):
            if self._low(back) in words_in("organization_nouns") | words_in("staffs"):
                return True
            if self.words[back].upper or not (
                self.words[back].tag in "NT" or self._low(back) in ("de", "del")
            ):
                return False
        return False

    def far_subject(self, first: int) -> tuple[list[str], int]:
        """Read who does what stands before word `first` behind an aside or another verb.

        "X, que entre mayo y junio entrevistó a", "X revisó las actas y encontró que".
        """
        for back in range(first - 1, max(0, first - _AFTER_NAME), -1):
            word = self.words[back]
            if word.tag == "Q":
                return self.before(back) if self._low(back - 1) == "," else ([], first)
            if word.tag == "V" or word.low in (";", ".", ":"):
                break
        if self._low(first - 1) not in ("y", "e") or first > _FAR:
            return [], first
        makers, after = self.names.read(self.words, 0, sure=False)
        verb = self._behind_aside(after) if makers else len(self.words)
        subject = verb < first and self.words[verb].tag in "VRA"
        return (makers, 0) if subject else ([], first)

    def governed(self, start: int) -> bool:
        """Say whether a preposition keeps a name from being subject: "en la revista X"."""
        place = start - 1
        while place >= 0:
            low = self._low(place)
            group = (
                self.words[place].tag == "D"
                or low in words_in("organization_nouns") | words_in("staffs")
                or low in words_in("organization_adjectives")
            )
            heads = words_in("organization_nouns") | words_in("staffs")
            joined = low in ("de", "del") and self._low(place - 1) in heads
            if not group and not joined:
                break
            place -= 1
        return place >= 0 and self.words[place].tag == "P"

    def verb_start(self, at: int) -> int:
        """Return where a verb begins with what hugs it: "ha", "se", "no", "también"."""
        first = at
        while first > 0 and (
            self.words[first - 1].lemma == "haber" or self.words[first - 1].tag in "AR"
        ):
            first -= 1
        return first

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""
