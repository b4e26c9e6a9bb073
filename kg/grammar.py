"""Tells what part each word of a Spanish sentence plays: a light tagger, by lists and context."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from corpus.article import Span
from kg.lexicon import cut_phrases, load
from kg.numeral import Figure
from kg.token import Token, tokenize
from kg.verb import often_nouns, verb_form

__all__ = [
    "OBJECTS",
    "Word",
    "before_number",
    "is_year",
    "phrase_at",
    "tag",
    "verb_start",
    "words_of",
]


OBJECTS = ("lo", "la", "los", "las")
"""Pronouns that stand for the object of a verb."""


class Word(NamedTuple):
    """A word, sign or whole figure of a sentence.

    `tag` is one letter: D determiner, P preposition, C conjunction, Q "que", R pronoun, A adverb,
    V finite verb, I infinitive, G gerund, T participle, N noun or adjective, F figure, S sign.
    `lemma` is the infinitive of a known verb; `figure` the index of the figure, -1 for none.
    """

    start: int
    end: int
    low: str
    tag: str
    lemma: str
    upper: bool
    figure: int = -1


def phrase_at(
    words: Sequence[Word], at: int, phrases: Iterable[Sequence[str]], end: int | None = None
) -> int:
    """Return how many words the first of `phrases` at `at`, up to `end`, has; 0 for none."""
    end = len(words) if end is None else end
    low = words[at].low if at < end else ""
    for phrase in phrases:
        if (
            phrase[0] == low
            and at + len(phrase) <= end
            and all(words[at + k].low == phrase[k] for k in range(1, len(phrase)))
        ):
            return len(phrase)
    return 0


def before_number(words: Sequence[Word], at: int, skipped: Collection[str] = ()) -> int:
    """Return the word before the figure at `at` and the articles and adverbs that lead it.

    "con | casi el | 48 %". Words that are `skipped` are passed over too; -1 where none is left.
    """
    place = at - 1
    while place >= 0 and (words[place].tag in "DA" or words[place].low in skipped):
        place -= 1
    return place


def verb_start(words: Sequence[Word], verb: int) -> int:
    """Return where a verb begins with its pronouns and adverbs: "casi nunca se", "ni siquiera".

    An adverb behind a noun or participle is of these where it tells how they are: "contratados
    recientemente | venden"; one that denies or measures is always of the verb.
    """
    place = verb
    while place > 0:
        size = _adverb_before(words, place) or _manner_before(words, place)
        if not size and words[place - 1].low not in _CLITICS:
            break
        place -= size or 1
    return place


def _adverb_before(words: Sequence[Word], place: int) -> int:
    """Return how many words right before `place` are an adverb that stands before verbs."""
    if place and words[place - 1].tag == "A" and words[place - 1].low in _BEFORE_VERBS:
        return int(place < 2 or words[place - 2].tag != "P")  # "lo cortado hasta ahora"
    ends = _BY_LAST.get(words[place - 1].low, ()) if place else ()
    return next((len(phrase) for phrase in ends if _ends_at(words, place, phrase)), 0)


def _manner_before(words: Sequence[Word], place: int) -> bool:
    """Say whether "difícilmente" stands before `place`, and tells of no participle."""
    if not place or words[place - 1].tag != "A" or not words[place - 1].low.endswith("mente"):
        return False
    form = verb_form(words[place - 2].low) if place > 1 else None
    return form is None or form[1] == "finite" or words[place - 2].tag == "A"


def _ends_at(words: Sequence[Word], place: int, phrase: tuple[str, ...]) -> bool:
    before = words[max(0, place - len(phrase)) : place]
    return tuple(word.low for word in before) == phrase


def is_year(low: str) -> bool:
    """Say whether a word is a year: "2019"."""
    return low.isdigit() and len(low) == 4


@cache
def _classes() -> dict[str, str]:
    """Return the tag of every word of a closed class."""
    lists = load("grammar")
    tags = {"que": "Q"}
    # A word of several lists takes the tag of the last one here.
    for name, letter in (
        ("adverbs", "A"),
        ("pronouns", "R"),
        ("conjunctions", "C"),
        ("prepositions", "P"),
        ("determiners", "D"),
    ):
        tags.update(dict.fromkeys(lists[name], letter))
    return tags


@cache
def _fractions() -> frozenset[str]:
    """Return the last words of fractions: "un tercio", "la mitad", "tres cuartas partes"."""
    return frozenset([*load("numbers")["fractions"], "mitad", "parte", "partes"])


# Endings that tell a finite verb even after a determiner: "muchos indicaron"
_FINITE = tuple(load("grammar")["finite_endings"])


@cache
def _predicates() -> frozenset[str]:
    """Return the forms, often nouns, that right after a noun are its verb."""
    return frozenset(load("grammar")["predicates"])


@cache
def _adjectives() -> frozenset[str]:
    """Return the forms, often nouns, that behind a noun only qualify it: "la jornada media"."""
    return frozenset(load("grammar")["qualifiers"])


# Adverbs that stand before a verb, not before a noun: "que hoy ronda"
_BEFORE_VERBS = frozenset(load("grammar")["before_verbs"])
_CLITICS = frozenset(load("grammar")["clitics"])

_JUDGED = frozenset(load("grammar")["judged"])  # "un exiguo | 6 %"
_OBJECTS = ("la", "las", "los", "lo")
_OF_THESE = 3  # words of "12 % de estos"
_PART = 7  # words of "40 % de las grandes empresas"
_SHARES = ("%", "ciento", "cien")  # "el 28 % cuenta con un plan"

_TOLD_BEHIND = (",", "—", "–", "»", "”")  # signs before "calcula la Universidad"
_THAT = ("este", "esta", "ese", "esa", "estos", "estas", "esos", "esas")
_WITHIN = (",", ";")  # signs that end no sentence
_NUMBER = "0"  # stands for whatever figure follows
_NAME = "X"  # stands for whatever name follows: "…, alerta Incibe"
_SUBJECTS = ("el", "la", "los", "las", _NAME)

# After a noun and a word that may be verb or noun, these begin the object: "ocupa el puesto"
_OPENERS = frozenset(["que", "el", "los", "las", "un", "una", "su", "sus", "apenas"])


_OBJECT = _OPENERS - {"que", "apenas"}


@cache
def _not_adverbs() -> frozenset[str]:
    return frozenset(load("grammar")["not_adverbs"])


def words_of(text: str, sentence: Span, figures: Sequence[Figure]) -> list[Word]:
    """Return the tagged words of a sentence, each figure as one word, told once.

    Args:
        text: the whole text.
        sentence: where the sentence stands in it.
        figures: those of the sentence, in order.
    """
    tokens = tokenize(text, sentence.start, sentence.end)
    drafts: list[tuple[Token, int]] = []
    at = 0
    for token in tokens:
        while at < len(figures) and _told_until(figures[at]) <= token.start:
            at += 1
        figure = figures[at] if at < len(figures) else None
        if figure and figure.aside and figure.aside.start <= token.start < figure.aside.end:
            continue
        if figure and figure.place.start <= token.start < figure.place.end:
            if not drafts or drafts[-1][1] != at:
                span = figure.place
                drafts.append(
                    (Token(span.start, span.end, span.of(text).lower(), "number", False), at)
                )
            continue
        drafts.append((token, -1))
    return tag(drafts)


def _told_until(figure: Figure) -> int:
    """Return where a figure ends, and what tells it again."""
    return max(figure.place.end, figure.aside.end if figure.aside else 0)


def tag(drafts: Sequence[tuple[Token, int]]) -> list[Word]:
    """Tag tokens from left to right, each by its form and by the tags before it."""
    words: list[Word] = []
    adverbs = _adverbial([token.low for token, _ in drafts])
    shouted = all(token.upper for token, _ in drafts if token.kind == "word")
    for index, (token, figure) in enumerate(drafts):
        if shouted and token.acronym:
            token = token._replace(acronym=False, upper=index == 0)  # a heading in capitals
        following = drafts[index + 1][0].low if index + 1 < len(drafts) else ""
        if following == "de" and index + 2 < len(drafts) and drafts[index + 2][0].low == "que":
            following = "que"  # "alerta de que"
        named = index + 1 < len(drafts) and drafts[index + 1][0].upper
        judged = index + 1 < len(drafts) and drafts[index + 1][1] >= 0
        following = _NUMBER if judged else following
        if figure >= 0:
            letter, lemma = "F", ""
        elif index in adverbs or (judged and token.low in _JUDGED):
            letter, lemma = "A", ""
        elif _opens_preposition(drafts, index, words):
            letter, lemma = "P", ""
        else:
            letter, lemma = _tag(token, words, following, named=named)
        words.append(Word(token.start, token.end, token.low, letter, lemma, token.upper, figure))
    return words


def _adverbial(lows: Sequence[str]) -> frozenset[int]:
    """Return the places of words that make up an adverb together: "rara vez", "en absoluto"."""
    found: set[int] = set()
    for place, low in enumerate(lows):
        for phrase in _BY_FIRST.get(low, ()):
            governed = place > 0 and _classes().get(lows[place - 1]) in ("D", "P")
            if not governed and tuple(lows[place : place + len(phrase)]) == phrase:
                found.update(range(place, place + len(phrase)))
    return frozenset(found)


def _opens_preposition(
    drafts: Sequence[tuple[Token, int]], index: int, before: Sequence[Word]
) -> bool:
    """Say whether a preposition of two words begins here: "gracias a", "pese al"."""
    low = drafts[index][0].low
    if low not in _FIRST_OF_TWO or index + 1 >= len(drafts):
        return False
    governed = bool(before) and before[-1].tag in "DP"  # "dar las gracias a"
    return not governed and (low, drafts[index + 1][0].low) in _OF_TWO


def _grouped(place: int) -> dict[str, list[tuple[str, ...]]]:
    """Return the adverbs of several words by the word at a place of theirs."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in cut_phrases("grammar", "verb_phrases"):  # "rara vez", "en absoluto"
        found.setdefault(phrase[place], []).append(phrase)
    return found


_BY_FIRST, _BY_LAST = _grouped(0), _grouped(-1)
_OF_TWO = frozenset(cut_phrases("grammar", "noun_prepositions"))
_FIRST_OF_TWO = frozenset(first for first, *_ in _OF_TWO)


def _tag(token: Token, before: Sequence[Word], following: str, *, named: bool) -> tuple[str, str]:
    """Return tag and lemma of one token; `named` tells that a capital follows."""
    if token.kind == "number":
        return "N", ""
    if token.kind != "word":
        return "S", ""
    low = token.low
    # "el nivel D/E", "de clase A"
    listed = (
        token.upper
        and len(low) == 1
        and before
        and (before[-1].low == "/" or before[-1].tag == "N")
    )
    if listed or (token.acronym and low not in ("y", "o", "a", "e")):
        return "N", ""  # TI is a department, no pronoun
    letter = _classes().get(low)
    if letter == "D" and low in _OBJECTS and _is_clitic(low, before, following):
        return "R", ""
    if letter:
        return letter, ""
    if low.endswith("mente") and low not in _not_adverbs():
        return "A", ""
    form = verb_form(low)
    inside = bool(before) and (before[-1].tag != "S" or before[-1].low in _WITHIN)
    if form is None or (token.upper and inside):
        return "N", ""  # a capital inside of a sentence: "Por ciudades, | Quibdó"
    return _verb_tag(low, form, before, _NAME if named else following)


def _is_clitic(low: str, before: Sequence[Word], following: str) -> bool:
    """Say whether "la", "los" is a pronoun before a verb: "la califican", "los compra"."""
    form = verb_form(following)
    if form is None or form[1] != "finite" or following in _classes():
        return False
    if low == "lo":  # no noun follows it, but adjectives do: "lo fuerte"
        return following not in _adjectives() and not following.endswith("o")
    if following in often_nouns():
        return _disagrees(low, following) and following not in _adjectives()
    opens = not before or before[-1].tag == "S"
    joined = bool(before) and before[-1].tag == "C" and bool(form[0])  # "donde la hay"
    return opens or joined or before[-1].tag in "NRQAVF"


def _disagrees(determiner: str, low: str) -> bool:
    """Say whether a plural determiner stands before a singular: "estos | busca", "las | lleva"."""
    return determiner.endswith("s") and not low.endswith("s")


def _is_part(figure: str) -> bool:
    """Say whether a figure in words is a part of many: "uno de cada diez", "un tercio"."""
    return " de cada " in figure or figure.split()[-1] in _fractions()


def _is_share_of_these(low: str, before: Sequence[Word]) -> bool:
    """Say whether a share of those just told of has its verb: "un 12 % de estos | busca"."""
    if len(before) < _OF_THESE or low in _adjectives() or not _disagrees(before[-1].low, low):
        return False
    figure, of, these = before[-_OF_THESE:]
    return figure.tag == "F" and of.low == "de" and these.tag == "D"


def _is_part_told(low: str, before: Sequence[Word]) -> bool:
    """Say whether a singular stands where a share of many has its verb: "de las tiendas oferta"."""
    if low.endswith("s") or before[-1].tag != "N" or not _is_many(before):
        return False
    place = len(before) - 1
    while place > 0 and before[place].tag in "NPD" and len(before) - place < _PART:
        place -= 1
    of = place + 1 < len(before) and before[place + 1].low in ("de", "del")
    return before[place].tag == "F" and of and any(w.tag == "D" for w in before[place:])


def _is_many(before: Sequence[Word]) -> bool:
    """Say whether a noun is of many, by its ending or its article: "las tiendas", "los CFO"."""
    led = len(before) > 1 and before[-2].tag == "D" and before[-2].low.endswith("s")
    return led or before[-1].low.endswith("s")


def _governs(low: str, following: str, last: Word | None) -> bool:
    """Say whether a preposition tells that a form is a verb: "baja al 51 %", "cuenta con"."""
    if low == "cuenta" and following == "con":
        return last is None or last.tag not in "DP"
    return low == "baja" and following in ("a", "al", "hasta")


def _is_counting(low: str, before: Sequence[Word], following: str) -> bool:
    """Say whether a form stands between its subject and a number: "la visita dura | 47"."""
    if not before or following != _NUMBER or low.endswith(("o", "s")):
        return False
    led = before[-1].tag == "I"  # "recuperarlos toma | 14 meses"
    led = led or (len(before) > 1 and before[-2].tag in "DP" and before[-1].tag == "N")
    return led and (low not in _adjectives() or low in load("grammar")["counting"])


def _verb_tag(
    low: str, form: tuple[str, str], before: Sequence[Word], following: str
) -> tuple[str, str]:
    lemma, mood = form
    if low == "cifra" and following == "en" and before and before[-1].tag == "N":
        return "V", "cifrar"
    last = before[-1] if before else None
    if mood == "infinitive":
        return "I", lemma
    if mood == "gerund":
        return "G", lemma
    if mood == "participle":
        auxiliary = any(word.lemma == "haber" for word in before[-3:])
        if low in often_nouns() and not auxiliary:
            return "N", ""
        return ("T", lemma) if auxiliary or last is None or last.tag != "D" else ("N", "")
    if _governs(low, following, last):
        return "V", lemma
    if low.endswith(_FINITE) and low not in often_nouns():
        return "V", lemma
    if last is not None and last.tag == "D" and last.low.endswith("s") and low.endswith("n"):
        return "V", lemma  # "otros coinciden": no plural noun ends in -n
    if _is_share_of_these(low, before) or (lemma == "ser" and last and last.low in _THAT):
        return "V", lemma  # "ese sería el tercero"
    if last is not None and last.tag in "DP" and last.low not in ("según", "lo"):
        return "N", ""
    if low in often_nouns():
        # "la empresa factura", "que marca", "no cuenta": a verb after its subject or a clitic
        share = last is not None and last.tag == "F" and last.low.endswith(_SHARES)
        # "uno de cada diez visita la fábrica", "un tercio compra": of many, the noun is "visitas"
        of_many = last is not None and last.tag == "F" and _is_part(last.low)
        share = share or (of_many and not low.endswith("s") and low not in _adjectives())
        subject = last is not None and (
            last.tag in "RQ" or bool(_adverb_before(before, len(before))) or share
        )
        noun = (
            last is not None
            and last.tag == "N"
            and (low in _predicates() or (following in _OPENERS and low not in _adjectives()))
        )
        noun = noun or _is_counting(low, before, following)
        # "los jefes encuestados dice"
        asked = len(before) > 1 and before[-1].tag == "T" and before[-2].tag == "N"
        noun = noun or (asked and low in _predicates())
        # "…, calcula la Universidad": a noun would stand there behind a determiner
        clause = following == "que" and low in _predicates()  # "la OCU, alerta de que"
        told = last is not None and last.low in _TOLD_BEHIND and (following in _SUBJECTS or clause)
        # "reúne a 74 socios y cobra | una cuota": no determiner follows a noun
        opens = last is None and following in _OPENERS
        closed = last is not None and last.low == "," and following == _NUMBER
        told = told or (low in _predicates() and (opens or closed))
        joined = last is not None and last.low in ("y", "e", "ni")
        joined = joined and (following in _OBJECT or following == _NUMBER)
        told = told or (joined and low not in _adjectives())
        part = last is not None and low not in _adjectives() and _is_part_told(low, before)
        return ("V", lemma) if subject or noun or told or part else ("N", "")
    return "V", lemma
