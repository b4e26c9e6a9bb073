"""Leaves out of a sentence who says it: "…», sostiene X", ", recuerda la asociación"."""

from collections.abc import Sequence

from kg.grammar import Word, before_number
from kg.noun_phrase import terms
from kg.verb import verb_form

__all__ = ["unquoted", "without_attribution"]

_REACH = 60  # words on either side of a figure that are looked through
_LEAD = 3  # words: a figure with what leads it
_CLOSING = ("»", "”", '"')
_OPENING = ("«", "“", '"')
_QUOTES = frozenset((*_OPENING, *_CLOSING))
_MARKS = (",", "—", "–", *_CLOSING)
_STOPS = frozenset([",", ";", ":", ".", "(", ")", "—", "–", "!", "?"])
_SPEAKERS = ("desde", "en", "el", "la", "los", "las", "un", "una", "este", "esta", "su", "nuestro")


def without_attribution(words: Sequence[Word], at: int) -> tuple[list[Word], int]:
    """Leave out who says what a sentence tells near word `at`.

    Returns:
        the other words, and where word `at` stands among them.
    """
    least, most = max(0, at - _REACH), min(len(words), at + _REACH)
    kept: list[Word] = list(words[:least])
    place, moved = least, at
    while place < most:
        end = _attribution(words, place, at) if place > least else place
        if end > place and not place <= at < end:
            moved -= end - place if end <= at else 0
            place = end
            continue
        kept.append(words[place])
        place += 1
    kept.extend(words[place:])
    return kept, moved


def _attribution(words: Sequence[Word], mark: int, at: int) -> int:
    """Return the word after the attribution that the sign at `mark` opens; `mark` for none.

    Where all was told before it, what follows is of the speaker too: ", al presentar el corte".
    """
    if words[mark].low not in _MARKS:
        return mark
    place, quoted = mark, False
    while place < len(words) and words[place].low in _MARKS:
        quoted = quoted or words[place].low in _CLOSING
        place += 1
    while place < len(words) and words[place].low in ("como", "según", "así", "tal", "y", "lo"):
        place += 1
    if place < len(words) and words[place].tag == "R":
        place += 1  # "nos cuenta", "se queja"
    if not _says(words, place) or not _is_speaker(words, place, quoted=quoted):
        return mark
    end = _end(words, place + 1)
    if end < 0:
        return mark
    closed = words[end].low if end < len(words) else "."
    if closed not in (",", "—", "–"):
        return end
    told = at < mark and any(w.tag == "V" for w in words[max(0, at - _REACH) : mark])
    after = _described(words, end + 1) if told else end + 1
    return mark if at > mark and _tells_of_speaker(words, after) else after


def _tells_of_speaker(words: Sequence[Word], place: int) -> bool:
    """Say whether word `place` begins an apposition or a relative clause, and no predicate."""
    if place >= len(words) or words[place].low == "quien" or words[place].tag in "QT":
        return True
    form = verb_form(words[place].low)
    return words[place].tag == "N" and (form is None or form[1] != "finite")


def _says(words: Sequence[Word], place: int) -> bool:
    """Say whether word `place` is a verb of saying, and no "dice que" of what is claimed."""
    form = verb_form(words[place].low) if place < len(words) else None
    following = words[place + 1].low if place + 1 < len(words) else "."
    said = form is not None and form[1] == "finite" and form[0] in terms("saying")
    return said and following != "que"


def _is_speaker(words: Sequence[Word], verb: int, *, quoted: bool) -> bool:
    """Say whether who says it may stand behind a verb: in its number, and after a determiner."""
    place = verb + 1
    while place < len(words) and words[place].tag == "A":
        place += 1
    if place >= len(words) or words[place].low in _STOPS:
        return quoted  # "…», asegura."
    many = words[place].low in ("los", "las")
    if many and not words[verb].low.endswith("n"):
        return False  # "recuerda las marcas": what is remembered, not who does
    return words[place].upper or words[place].low in _SPEAKERS


def _end(words: Sequence[Word], place: int) -> int:
    """Return the sign that ends an attribution; -1 where it holds another verb or a figure.

    How many a study asked is told with who says it: "revela un sondeo entre 512 ejecutivos".
    """
    most = min(len(words), place + _REACH)
    study = False
    while place < most and words[place].low not in _STOPS:
        study = study or words[place].low in terms("told_by")
        asked = study and words[place].tag == "F" and words[before_number(words, place)].tag == "P"
        if words[place].tag in "VFQ" and not asked:
            return -1
        place += 1
    return place


def _described(words: Sequence[Word], place: int) -> int:
    """Return the word after what tells of the speaker: ", gerenta de la cadena", ", que …"."""
    most = min(len(words), place + _REACH)
    while place < most and (words[place].tag in "NQTPID" or words[place].low == "quien"):
        if any(word.tag == "F" for word in words[place : place + _LEAD]):
            return place  # ", un 3 % más que en 2020"
        end = place
        while end < most and words[end].low not in _STOPS:
            end += 1
        if end >= len(words) or words[end].low != ",":
            return end
        place = end + 1
    return place


def unquoted(words: Sequence[Word]) -> Sequence[Word]:
    """Return words without a quotation mark at either end whose fellow is not among them."""
    first, last = 0, len(words)
    while first < last and words[first].low in _OPENING and _is_lone(words[first:last], 0):
        first += 1
    while (
        first < last
        and words[last - 1].low in _CLOSING
        and _is_lone(words[first:last], last - first - 1)
    ):
        last -= 1
    return words[first:last]


def _is_lone(words: Sequence[Word], at: int) -> bool:
    """Say whether the quotation mark at `at` has no fellow, or one that only ends the words."""
    marks = sum(word.low in _QUOTES for word in words)
    return marks % 2 == 1 or (marks == 2 and {words[0].low, words[-1].low} <= _QUOTES)
