"""When two figures are the same, when they are of the same people, and when two texts deny."""

from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from corpus.lexicon import fold
from index.answer.reading import read
from index.lexical import find_words, stem_terms
from index.verify.told import Told, stems_of
from index.verify.words import opposites, terms
from kg.facts import Population
from kg.numeral import Figure
from kg.thesaurus import thesaurus

__all__ = ["NEGATORS", "denied_by", "opposed", "same_order", "same_people", "same_value"]

NEARLY = Decimal(3)  # points that "casi", "cerca de" may be away from a share
NEARLY_OF = Decimal("0.05")  # … and from another value, of it
OF_PEOPLE = frozenset({"share", "count", "points", "rank", "multiple"})  # kinds told of somebody
REACH = 3  # words of content behind a "no" that it denies
CARRIED = 4  # … and behind a verb that hands its "no" on
NEGATORS = frozenset(terms("negators"))
CARRIERS = frozenset(terms("carriers"))


def same_value(claimed: Figure, held: Figure) -> bool:
    """Say whether `held` bears `claimed` out: the same, or the looser claim of a firmer figure.

    "uno de cada diez" is 10 %; "más del 70 %" is borne out by 77 %, and 70 % is not by "más
    del 70 %".
    """
    if claimed.currency and held.currency and claimed.currency != held.currency:
        return False
    mine, theirs = claimed.value, held.value
    if claimed.words != held.words and claimed.unit == "percent":
        # "un tercio" is 33.3 % and written as 33 %
        whole = min(_places(mine), _places(theirs))
        mine, theirs = _rounded(mine, whole), _rounded(theirs, whole)
    if claimed.comparator == held.comparator and mine == theirs:
        return True
    firm = held.comparator == "exactly"
    match claimed.comparator:
        case "moreThan":
            return (firm and theirs > mine) or (
                held.comparator in ("moreThan", "atLeast") and theirs > mine
            )
        case "atLeast":
            return theirs >= mine and held.comparator in ("exactly", "moreThan", "atLeast")
        case "lessThan":
            return (firm and theirs < mine) or (
                held.comparator in ("lessThan", "atMost") and theirs < mine
            )
        case "atMost":
            return theirs <= mine and held.comparator in ("exactly", "lessThan", "atMost")
        case "about":
            far = NEARLY if claimed.unit == "percent" else abs(mine) * NEARLY_OF
            return firm and abs(theirs - mine) <= far
        case _:
            return False


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def same_people(claimed: Told, held: Told, text: str, around: Sequence[str]) -> bool:
    """Say whether a figure of the base may be told of those whose the claim says it is.

    Args:
        claimed: the figure of the text; of nobody named it is anybody's.
        held: the figure of the base.
        text: the sentence that claims.
        around: the sentence of the base, and what stands before and above it: they tell who
            "de sus profesionales" are.
    """
    people = claimed.populations
    if claimed.kind not in OF_PEOPLE:  # what costs so much is told in the words beside it
        people = tuple(p for p in people if p.role)
    return all(_is_among(population, held, text, around) for population in people)


def _is_called(wide: str, roles: Collection[str], sentence: str) -> bool:
    """Say whether a sentence calls chiefs by a wide role: CIO by "responsables de sistemas"."""
    concepts = thesaurus().concepts
    chiefs = [concepts[role] for role in roles if role in concepts]
    own = concepts.get(wide)
    meant = own and any(one.level == "head" and one.function == own.function for one in chiefs)
    return bool(meant) and wide in read(sentence).roles


def _is_among(claimed: Population, told: Told, text: str, around: Sequence[str]) -> bool:
    held, roles = told.populations, told.roles
    if claimed.role and (roles or (held and not all(_is_vague(p.label) for p in held))):
        return claimed.role in roles or _is_called(claimed.role, roles, around[0])
    concepts = thesaurus().concepts
    if claimed.role:
        function = concepts[claimed.role].function
        readings = [read(one) for one in around]
        return any(
            claimed.role in r.roles or (function != "general" and function in r.functions)
            for r in readings
        )
    # "de los encuestados" is whoever was asked, and no one kind of them
    if _ASKED & stems_of(claimed.label):
        general = all(concepts[role].function == "general" for role in roles)
        return general or bool(_ASKED & stems_of(around[0]))
    wanted = _telling(claimed.label)
    labels = [_telling(population.label) for population in held]
    if not any(labels):
        return wanted <= stems_of(around[0])
    # neither may be the wider: "las empresas" are not "las empresas de más de 50 personas"
    return any(
        (wanted <= label or (label <= wanted and wanted <= label | stems_of(around[0])))
        and label <= wanted | stems_of(text) | _ASKED
        for label in labels
    )


def _is_vague(label: str) -> bool:
    """Say whether a label names people by a word that leaves open which: "sus profesionales"."""
    return len(stems_of(label)) <= 1 or bool(_ASKED & stems_of(label))


def _telling(label: str) -> frozenset[str]:
    """Return the stems of a label without nouns that go without saying, if others are left."""
    stems = stems_of(label)
    return stems - _UNDERSTOOD or stems


_UNDERSTOOD = stems_of(" ".join(terms("understood")))
_ASKED = stems_of(" ".join(terms("asked")))


@cache
def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    """Return the pairs of `data/opposites.yaml` that hold a word, with its side."""
    sides: dict[str, set[tuple[int, int]]] = {}
    for number, pair in enumerate(opposites()):
        for side, words in enumerate(pair):
            for word in words:
                sides.setdefault(_key(word), set()).add((number, side))
    return {word: frozenset(found) for word, found in sides.items()}


def _key(word: str) -> str:
    return next(iter(stem_terms(word)), fold(word))


def denied_by(claim: str, sentence: str) -> frozenset[str]:
    """Return the words of `claim` of which `sentence` holds the opposite, and not them."""
    mine, theirs = _pairs(claim), _pairs(sentence)
    sides = {pair for pairs in theirs.values() for pair in pairs}
    # of what both name on both sides ("más … menos"), nothing can be told
    own = {pair for pairs in mine.values() for pair in pairs}
    return frozenset(
        word
        for word, pairs in mine.items()
        for number, side in pairs
        if (number, 1 - side) in sides - own and (number, side) not in sides
    )


def opposed(claim: str, sentence: str) -> bool:
    """Say whether one text says the contrary of the other: by a "no", or by an opposite."""
    (mine, denied), (theirs, denied_there) = _denied(claim), _denied(sentence)
    # only a word that both say counts, denied by one of them: "y no de la dirección" may be added
    shared = mine & theirs
    flips = [word for word in denied_by(claim, sentence) if not denied & set(stem_terms(word))]
    return (bool(denied & shared) != bool(denied_there & shared)) != bool(flips)


def _denied(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of a text, and those of them that stand right behind a "no"."""
    stems: list[str] = []
    denied: set[str] = set()
    reach = 0
    for word in find_words(text):
        if fold(word) in NEGATORS:
            reach = REACH
            continue
        found = stem_terms(word)
        stems.extend(found)
        if found and reach:
            denied.update(found)
            reach += CARRIED if fold(word) in CARRIERS else -1
    return frozenset(stems), frozenset(denied)


def _pairs(text: str) -> dict[str, frozenset[tuple[int, int]]]:
    """Return the words of a text that have opposites."""
    found = {word: _sides().get(_key(word), frozenset()) for word in find_words(text)}
    return {word: pairs for word, pairs in found.items() if pairs}


def same_order(claim: str, sentence: str, names: Sequence[str]) -> bool:
    """Say whether roles and `names` come in one order in both: who does what to whom."""
    named = frozenset(fold(word) for name in names for word in find_words(name))
    mine, theirs = _actors(claim, named), _actors(sentence, named)
    return [actor for actor in theirs if actor in mine] == [a for a in mine if a in theirs]


def _actors(text: str, named: frozenset[str]) -> list[str]:
    """Return the business functions and names that a text tells of, by first mention."""
    found: list[str] = []
    for word in find_words(text):
        found += [fold(word)] if fold(word) in named else sorted(read(word).functions)
    return list(dict.fromkeys(found))
