"""What the readers of advice share: the cue, the setting, and looks at the words around a verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.imperative import is_infinitive, is_subjunctive
from kg.lexicon import load
from kg.phrases import by_word
from kg.spanish import Token, fold
from kg.verb import verb_form

__all__ = [
    "BULLETS",
    "DASHES",
    "PAUSES",
    "QUOTES",
    "Cue",
    "Setting",
    "asks_for_advice",
    "asks_what_to_do",
    "clause_start",
    "first_word",
    "has_figure",
    "has_main_verb",
    "infinitive_after",
    "is_count",
    "is_finite",
    "is_inside",
    "never_orders",
    "noun_forms",
    "phrase_at",
    "phrases",
    "subjunctive_after",
    "words",
]

QUOTES = frozenset("«»“”\"'‘’")
_ASIDE = 9  # tokens of ", añade la directora de Acme,"
_FREE = frozenset({"lo", "el", "la", "los", "las"})  # "un 7 % de lo que gastan"
_ASKED = 3  # words before what a question asks with: "¿Y por dónde …?"
DASHES = frozenset("-–—•*·▪")
BULLETS = frozenset("✓✔►☐☑✅➤▶→‣◦○●■◆★")
PAUSES = frozenset(',;:()—–«»“”"…')


@dataclass(frozen=True, slots=True)
class Cue:
    """Why a sentence is an advice: the words of the cue at tokens `first:last`.

    `start` is the token where the advice itself begins, without who gives it.
    """

    kind: str
    rule: str
    confidence: float
    first: int
    last: int
    start: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands.

    Attributes:
        address: how the article speaks to its reader: "tú", "vos" or "".
        announced: a heading, or the line before its list, announces advice.
        proposed: the same announces proposals, so that nouns may be advice too.
        item: the sentence opens a list item or is a heading.
        series: the sentence is one of several that are no more than an infinitive.
        run_in: the sentence is a short one that opens a paragraph of several.
        counsel: the paragraph, or the sentence, follows a question that asks for advice.
        heading: the sentence is a heading of its own.
        proposes: measures are proposed before the sentence, in its paragraph.
        after_question: the sentence before asks what matters ("¿Lo importante?").
    """

    address: str = ""
    announced: bool = False
    proposed: bool = False
    item: bool = False
    series: bool = False
    run_in: bool = False
    heading: bool = False
    after_question: bool = False
    proposes: bool = False
    counsel: bool = False


@cache
def words(*path: str) -> frozenset[str]:
    """Return the words of a list of the lexicon of recommendations, folded."""
    node = load("recommendations")
    for key in path:
        node = node[key]
    return frozenset(fold(str(word)) for word in node)


@cache
def phrases(*path: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of a list by their first word, the longest first."""
    return by_word(phrase.replace("%", " % ").split() for phrase in words(*path))


def phrase_at(
    tokens: Sequence[Token], place: int, table: dict[str, tuple[tuple[str, ...], ...]]
) -> int | None:
    """Return where the longest phrase of `table` that stands at `place` ends."""
    if place >= len(tokens):
        return None
    for phrase in table.get(tokens[place].form, ()):
        end = place + len(phrase)
        if tuple(token.form for token in tokens[place:end]) == phrase:
            return end
    return None


@cache
def never_orders() -> frozenset[str]:
    """Return the forms of verbs that open sentences as something else: "para", "una"."""
    return frozenset(load("imperatives")["never"])


@cache
def noun_forms() -> frozenset[str]:
    """Return the verb forms that are nouns more often than not: "informe", "compra"."""
    return frozenset(load("verbs")["often_nouns"].split()) | words("also_nouns")


def infinitive_after(tokens: Sequence[Token], place: int, reach: int = 7) -> int | None:
    """Return the infinitive that a modal before `place` governs, over adverbs and pauses."""
    place = over_aside(tokens, place)
    for at in range(place, min(place + reach, len(tokens))):
        token = tokens[at]
        if token.is_word and (is_infinitive(token.raw.lower()) or token.form in {"poder", "haber"}):
            return at
        if token.form not in words("between") and token.form not in PAUSES | DASHES:
            return None
    return None


def over_aside(tokens: Sequence[Token], place: int) -> int:
    """Return what follows a short aside at `place` that tells who speaks: ", añade Ana Gil,"."""
    said = tokens[place + 1].raw.lower() if place + 1 < len(tokens) else ""
    if tokens[place : place + 1] and tokens[place].form == "," and said in _saying():
        for at in range(place + 2, min(place + _ASIDE, len(tokens))):
            if tokens[at].form == ",":
                return at + 1
    return place


@cache
def _saying() -> frozenset[str]:
    return frozenset(load("recommendations")["saying"])


def subjunctive_after(tokens: Sequence[Token], place: int, reach: int = 16) -> bool:
    """Say whether the clause opened by "que" before `place` has a subjunctive."""
    return any(
        is_subjunctive(token.raw.lower())
        for token in tokens[place : place + reach]
        if token.is_word
    )


def has_figure(tokens: Sequence[Token], end: int) -> bool:
    """Say whether what stands at token `end` is what a share of people say or do.

    "El 62 % cree que debe …" is; "Con una inflación del 8 %, conviene …" is not.
    """
    table = phrases("figures")
    for place in range(end - 1, -1, -1):
        after = phrase_at(tokens, place, table)
        if after is not None and after <= end:
            people = [token.form for token in tokens[after : after + 2]]
            between = tokens[after:end]
            paused = any(token.form in PAUSES for token in between)
            thought = any(
                token.form == "que" and (not at or between[at - 1].form not in _FREE)
                for at, token in enumerate(between)
            )
            of = people[:1] == ["de"] and people[1:] not in (["la"], ["lo"])
            return thought or not paused or of
    return False


def is_finite(token: Token) -> bool:
    """Say whether a token is surely a finite verb."""
    word = token.raw.lower()
    reading = verb_form(word) if token.is_word and word not in noun_forms() else None
    return reading is not None and reading[1] == "finite" and bool(reading[0])


def asks_what_to_do(tokens: Sequence[Token]) -> bool:
    """Say whether a question asks what to do: "¿Por dónde empezar?", "¿Qué se puede hacer?"."""
    ask = next((i for i, t in enumerate(tokens) if t.form in words("doing", "asks")), None)
    if ask is None or ask > _ASKED:
        return False
    rest = tokens[ask + 1 :]
    verbs = [t for t in rest if t.is_word and is_infinitive(t.raw.lower())]
    able = any(t.form in words("doing", "can") for t in rest[:_ASKED])
    if able:
        return any(t.form == "hacer" for t in verbs)
    return bool(verbs) and rest[0] is verbs[0] and not any(map(is_finite, rest))


def asks_for_advice(tokens: Sequence[Token]) -> bool:
    """Say whether a question asks what somebody advises, or what to do."""
    asked = any(token.form in words("advice_questions") for token in tokens)
    return asked or asks_what_to_do(tokens)


def is_count(token: Token) -> bool:
    """Say whether a token is a number, in digits or in a word up to twenty: "doce"."""
    return token.form.isdigit() or token.form in _small_numbers()


@cache
def _small_numbers() -> frozenset[str]:
    numbers = load("numbers")
    every = (*numbers["units"], *numbers["teens"], *numbers["tens"])
    return frozenset(map(fold, every)) - {"un", "una"}


def is_inside(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the verb at `place` belongs to a clause that advises nobody.

    "las preguntas que deben responder" does; "creo que TI debe ser", "sino que debe" and "las
    empresas que cotizan deben" do not.
    """
    verbs = False
    at = place - 1
    while at >= 0 and tokens[at].form not in PAUSES:
        form = tokens[at].form
        if form in words("subordinators") and (form != "como" or place - at < 3):
            if form in {"quien", "quienes"} and at > 1 and tokens[at - 1].form == "para":
                return False  # "…, para quien la norma debería fijar un plazo": who thinks so
            if form == "que":
                before = tokens[at - 1].form if at else ""
                therefore = before == "lo" and at > 1 and tokens[at - 2].form == "por"
                if therefore or _is_matter(tokens, at, place):
                    return False
                if before == "en" and at > 1 and tokens[at - 2].form in words("agreeing"):
                    return False  # "coinciden en que hay que medir"
                if before in words("opens_advice"):
                    return before == "es" and _is_told_as_fact(tokens, at)
            if form == "aunque" and at == 0 and not any(t.form in PAUSES for t in tokens[place:]):
                return False  # a sentence of its own, left open: "Aunque hay que tener cuidado …"
            # A verb of its own closes the clause, but not before "y": "si crece y debe".
            return not verbs or tokens[place - 1].form in {"y", "e", "o", "ni"}
        verbs = verbs or is_finite(tokens[at])
        at -= 1
    return False


def _is_told_as_fact(tokens: Sequence[Token], que: int) -> bool:
    """Say whether "es que" tells of a drawback: "la desventaja es que tienes que viajar"."""
    return any(t.form in words("told_as_fact") for t in tokens[max(0, que - 5) : que])


def _is_matter(tokens: Sequence[Token], que: int, place: int) -> bool:
    """Say whether "que" and the modal at `place` tell what to do: "es algo que debes cuidar"."""
    named = que > 1 and tokens[que - 1].form in words("matters")
    being = any(t.form in {"es", "son", "sera"} for t in tokens[max(0, que - 5) : que])
    verb = infinitive_after(tokens, place + 1) if named and being else None
    if verb is None and named and being and place + 1 < len(tokens):
        verb = infinitive_after(tokens, place + 2)  # "hay que", "tienes que"
    return verb is not None and tokens[verb].form in words("matters_verbs")


def has_main_verb(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a finite verb from `place` on is the sentence's own: no "que", "si" before it."""
    return any(
        is_finite(tokens[at]) and not is_inside(tokens, at) for at in range(place, len(tokens))
    )


def clause_start(tokens: Sequence[Token], place: int) -> int:
    """Return where the clause of the verb at `place` starts: after "cree que", a colon, a quote."""
    at = place - 1
    while at >= 0:
        form = tokens[at].form
        if form == "que" and at and tokens[at - 1].form in words("opens_advice"):
            return at + 1
        if form in {":", "«", "“", ";"}:
            return at + 1
        at -= 1
    return 0


def first_word(tokens: Sequence[Token]) -> int | None:
    """Return the place of the first word of a sentence."""
    return next((i for i, token in enumerate(tokens) if token.is_word), None)
