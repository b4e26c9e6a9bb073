"""Whether a word that may name a role or a team does so where it stands."""

from collections.abc import Callable
from functools import cache

from kg.lexicon import load
from kg.name_words import given_names, words_of
from kg.spanish import Token, fold, inflect
from kg.thesaurus import thesaurus
from kg.verb import often_nouns, verb_form

__all__ = [
    "all_forms",
    "is_adjective",
    "is_behind_name",
    "is_body",
    "is_body_here",
    "is_gapped",
    "is_person_here",
    "is_team_here",
]


_NAME = 6  # words of a name, and the comma behind it
_LONG = 7  # letters from which a word in capitals is no acronym
_FIRM = 7  # words from an owner to the firm: "dueños de una pequeña o mediana empresa"
_SAID = 5  # words from a verb of saying to those who are told
_CLAUSE = 40  # words back to the noun that "los de" takes up
_CLITICS = 3  # words between a team and its verb: "ventas ya no se queja"
_STOPS = frozenset(".;:?!\n")
_OPENERS = frozenset({"que", "si", "cuando", "mientras", "donde", "porque", "aunque"})
_CHAINS = frozenset({",", "y", "e", "ni"})  # what joins clauses, and the words of a list
_OBJECT = 3  # words from a verb to who is meant: "espera meses a informática"


@cache
def _forms(*path: str) -> frozenset[str]:
    """Return the folded words of a list of the role frames."""
    node = load("role_frames")
    for key in path:
        node = node[key]
    return frozenset(fold(word) for word in node)


@cache
def all_forms(name: str) -> frozenset[str]:
    """Return every form, in gender and number, of the words of a list of the role frames."""
    return frozenset(form for word in load("role_frames")[name] for form in inflect(word))


def _form(tokens: list[Token], place: int) -> str:
    return tokens[place].form if 0 <= place < len(tokens) else "\n"


def is_body(tokens: list[Token], place: int, end: int) -> bool:
    """Say whether `place:end` is a word that names a governing body only where it acts."""
    return end - place == 1 and _form(tokens, place) in all_forms("bodies")


def is_body_here(tokens: list[Token], place: int) -> bool:
    """Say whether "dirección" or "consejo" is a body: "la dirección lo niega", "ante el consejo".

    "la dirección del viento", "escriba la dirección" and "el consejo de un amigo" are none.
    """
    article = _form(tokens, place - 1)
    # "los consejos" are advice
    if article not in {"la", "el", "del", "al"} or tokens[place].form.endswith("s"):
        return False
    after = place + 1
    while _form(tokens, after) in {'"', "«", "“", "'"}:
        after += 1
    if _form(tokens, after) in _forms("teams", "acts") | _forms("teams", "body_acts"):
        return True
    led = article in {"del", "al"} or _form(tokens, place - 2) in _forms("teams", "before_bodies")
    closed = after >= len(tokens) or not tokens[after].is_word
    return led and (closed or _form(tokens, after) in {"y", "ni", "o", "casi", "cuando"})


def is_adjective(tokens: list[Token], place: int, end: int) -> bool:
    """Say whether the one word `place:end` describes the noun before: "un miembro experto en …"."""
    token, before = tokens[place], _form(tokens, place - 1)
    if end - place > 1 or token.form.endswith("s") or token.form not in all_forms("adjectives"):
        return False
    return before.isalpha() and before in _forms("described")


def is_person_here(tokens: list[Token], place: int, end: int, joined: bool) -> bool:
    """Say whether the label at `place:end` stands as a noun.

    "el analista" and "los técnicos" do; "resumen ejecutivo" and "equipos directivos" do not.
    `joined` tells that a role stands right before a "y" before it.
    """
    token = tokens[place]
    # "FICHA TÉCNICA" is in capitals, and no acronym
    if end - place > 1 and token.form in _forms("firms"):
        return is_behind_name(tokens, place)  # "las gestoras de fondos" are firms
    if end - place > 1 or (token.acronym and len(token.raw) < _LONG):
        return True
    if token.form in all_forms("owners"):
        return _owns(tokens, place)
    if token.form in all_forms("partners"):
        return is_behind_name(tokens, place)
    if token.form in all_forms("told") and _is_told(tokens, place):
        return False
    before = _form(tokens, place - 1)
    if token.raw in load("role_frames")["institutions"] or is_house(token):
        return False
    if _is_post(tokens, place):
        return True
    if not token.form.endswith("s") and token.form in all_forms("plural_only"):
        return token.form not in all_forms("general") and _is_title(tokens, place, end)
    if token.form in _forms("not_alone"):
        he = before in _forms("determiners") and token.form.endswith("o")
        return he or is_behind_name(tokens, place)
    determined = before in _forms("determiners")
    if not token.form.endswith("s"):
        added = joined and before in {"y", "e", "o"}  # "CEO y fundador"
        return determined or added or (place > 0 and before in {",", "("})
    if token.form in all_forms("adjectives"):
        return determined or not _is_noun_like(tokens, place - 1, joined)
    return True


def _owns(tokens: list[Token], place: int) -> bool:
    """Say whether who owns a firm is meant at `place`: "los dueños de la tienda"."""
    after = _form(tokens, place + 1)
    if not tokens[place].form.endswith("s"):
        return False  # "el dueño del taller" is somebody, not a trade
    if after in {"de", "del"}:
        owned = (_form(tokens, at) for at in range(place + 2, place + 2 + _FIRM))
        return any(form in all_forms("owned") for form in owned)
    if after in {"y", "o"} and _form(tokens, place + 2) in _managers():
        return True
    sure = tokens[place].form in all_forms("sure_owners")
    return sure and _form(tokens, place - 1) in {"los", "las"}


@cache
def _managers() -> frozenset[str]:
    """Return every form of the heads that take a complement: "directoras", "encargados"."""
    return frozenset(
        form for word in load("role_frames")["open"]["person"] for form in inflect(word)
    )


def _is_told(tokens: list[Token], place: int) -> bool:
    """Say whether those at `place` only hear what somebody says: "lo contó a los periodistas"."""
    if _form(tokens, place - 2) not in _forms("tellers"):
        return False
    before = (_form(tokens, at) for at in range(place - 2 - _SAID, place - 2))
    return any(form in words_of("saying") for form in before)


def is_house(token: Token) -> bool:
    """Say whether an accent makes a word the house of who holds the office: "secretaría"."""
    return token.raw.lower() in load("role_frames")["houses"]


def is_behind_name(tokens: list[Token], place: int) -> bool:
    """Say whether a person's name and a comma stand before `place`: "Ana Gil, contable en …"."""
    at = place - 2
    while at >= max(0, place - _NAME) and tokens[place - 1].form == "," and _is_capital(tokens[at]):
        if tokens[at].form in given_names():
            return True
        at -= 1
    return False


def _is_capital(token: Token) -> bool:
    return token.is_word and token.raw[0].isupper()


def _is_post(tokens: list[Token], place: int) -> bool:
    """Say whether a post is called so: "el puesto de auditor", "busca soldador"."""
    before = _form(tokens, place - 1)
    if before in _forms("hiring"):
        return not tokens[place].form.endswith("s")
    return before == "de" and _form(tokens, place - 2) in _forms("posts")


def _is_title(tokens: list[Token], place: int, end: int) -> bool:
    """Say whether a noun tells who somebody is: "Ana Gil, consultora", "el investigador Mas"."""
    before = _form(tokens, place - 1)
    if before in _forms("determiners") and tokens[place].form not in (
        _forms("not_alone") | all_forms("titles") | all_forms("helpers")
    ):
        return True
    if before in {",", "(", "es"}:
        return before != "es" or tokens[place].form not in all_forms("titles")
    named = end < len(tokens) and tokens[end].raw[0].isupper()
    named = named or _is_at_school(tokens, end)
    return before in {"el", "la"} and named and tokens[place].form not in _forms("not_alone")


def _is_at_school(tokens: list[Token], place: int) -> bool:
    """Say whether what a school is called follows: "el profesor | de la Universidad de Lugo"."""
    at = place + 1 + (_form(tokens, place + 1) in {"la", "el"})
    of = _form(tokens, place) in {"de", "del"} and at < len(tokens)
    return of and tokens[at].raw[0].isupper() and tokens[at].form in words_of("heads")


def _is_noun_like(tokens: list[Token], place: int, joined: bool) -> bool:
    """Say whether the word before an adjective may be its noun: "perfiles técnicos"."""
    form = _form(tokens, place)
    if form in {"y", "e", "o", ","}:
        return not joined
    return form.endswith("s")


def is_team_here(
    tokens: list[Token],
    place: int,
    end: int,
    joined: bool,
    after_team: bool,
    team_at: Callable[[int], int | None],
) -> bool:
    """Say whether the function named at `place:end` stands for its team.

    It does where it acts ("Marketing quiere"), is one of two sides ("entre ventas y TI"), or
    someone's partner ("la intervención de IT"); not as a topic ("herramientas de marketing").
    `joined` tells that a role stands right before a "y" before it, `after_team` that a team does
    something a little before.
    """
    first = tokens[place]
    named = first.acronym is not None or first.raw[0].isupper()
    article = _form(tokens, place - 1) in {"el", "la", "del", "al"}
    lead = place - 2 if _form(tokens, place - 1) in {"el", "la"} else place - 1
    if _is_pair(tokens, lead, end, team_at) or (joined and _form(tokens, place - 1) in {"y", "e"}):
        return True
    if (
        _is_partner(tokens, lead)
        or _speaks(tokens, place, end)
        or _is_dealt_with(tokens, place, end)
    ):
        return True
    if _is_subject(tokens, place, end, after_team):
        return True
    if not named or _in_a_name(tokens, place, end):
        return False
    before, after = _form(tokens, lead), _form(tokens, end)
    acts = after in _forms("teams", "acts") or (after == "es" and _picked_out(tokens, end + 1))
    if acts and before not in {"de", "en", "del"}:
        return not article or first.acronym is not None
    if before in _forms("teams", "towards") and lead >= 0:
        return not _starts_sentence(tokens, place)
    if before == "de" or _form(tokens, place - 1) == "del":
        return _form(tokens, (lead if before == "de" else place - 1) - 1) in _forms(
            "teams", "nouns"
        )
    return False


def is_gapped(tokens: list[Token], place: int, end: int) -> bool:
    """Say whether a function takes the verb of the clause before: "…; Finanzas, a los dos"."""
    named = tokens[place].raw[0].isupper() and _form(tokens, place - 1) in {";", "y"}
    return named and _form(tokens, end) == "," and _form(tokens, end + 1) in _forms("teams", "gap")


def _is_partner(tokens: list[Token], lead: int) -> bool:
    """Say whether somebody works with what follows: "compartir con", "se reúne con"."""
    return _form(tokens, lead) == "con" and _form(tokens, lead - 1) in _forms("teams", "shares")


def _speaks(tokens: list[Token], place: int, end: int) -> bool:
    """Say whether a function named in lower case is its people: "los de ventas no contestan"."""
    before, after = _form(tokens, place - 1), _form(tokens, end)
    acts = after in _forms("teams", "acts") or after in _forms("teams", "body_acts")
    if before == "de" and _form(tokens, place - 2) in {"los", "las"}:
        meant = end >= len(tokens) or not tokens[end].is_word or _verb_at(tokens, end) is not None
        return acts or (meant and not _takes_up(tokens, place - 2))
    return before == "desde" and after.endswith("n") and acts  # "desde compras piden calma"


def _takes_up(tokens: list[Token], article: int) -> bool:
    """Say whether "los de" takes up a noun: "los costes de marketing suben y los de logística"."""
    at = article - 1
    least = max(0, article - _CLAUSE)
    while at > least and _form(tokens, at) not in _STOPS:
        if _form(tokens, at) in {"de", "del"} and _form(tokens, at - 1).endswith("s"):
            return True
        at -= 1
    return False


def _verb_at(tokens: list[Token], place: int) -> Token | None:
    """Return the finite verb of what stands before `place`: "ventas | ya no se queja"."""
    at = place
    while at < place + _CLITICS and _form(tokens, at) in _forms("teams", "between_verb"):
        at += 1
    form = verb_form(tokens[at].raw) if at < len(tokens) else None
    return tokens[at] if form is not None and form[1] == "finite" else None


def _is_subject(tokens: list[Token], place: int, end: int, after_team: bool) -> bool:
    """Say whether a function in small letters opens a clause and acts in the singular.

    "si informática no contesta", "dicen que ventas no llama": no other noun stands so.
    """
    opener = tokens[place - 1].raw.lower() if place else ""
    if opener not in load("role_frames")["teams"]["opens"] or tokens[place].form in _adjectives():
        return False
    verb = _verb_at(tokens, end)
    if verb is None or verb.form.endswith("n") or (opener in _CHAINS and not after_team):
        return False
    form = verb_form(verb.raw)
    acts = form is not None and form[0] in load("role_frames")["teams"]["act_verbs"]
    return acts or (tokens[end - 1].form.endswith("s") and verb.raw not in often_nouns())


@cache
def _adjectives() -> frozenset[str]:
    """Return the words for functions that are adjectives too: "comercial", "legal"."""
    functions = thesaurus().functions.values()
    return frozenset(fold(word) for function in functions for word in function.adjectives)


def _is_dealt_with(tokens: list[Token], place: int, end: int) -> bool:
    """Say whether somebody deals with a bare function: "culpa a compras", "depende de finanzas"."""
    verbs = load("role_frames")["teams"]["deals"].get(_form(tokens, place - 1))
    closed = end >= len(tokens) or not tokens[end].is_word
    if verbs is None or not (closed or _form(tokens, end) in _forms("teams", "behind")):
        return False
    for at in range(place - 2, max(-1, place - 2 - _OBJECT), -1):
        form = verb_form(tokens[at].raw.lower()) if tokens[at].is_word else None
        if not tokens[at].is_word or (form and form[0] in verbs):
            return tokens[at].is_word
    return False


def _picked_out(tokens: list[Token], place: int) -> bool:
    """Say whether "la que", "el que" or "quien" stands at `place`: "Marketing es la que paga"."""
    form = _form(tokens, place)
    return form == "quien" or (form in {"la", "el"} and _form(tokens, place + 1) == "que")


def _is_pair(
    tokens: list[Token], lead: int, end: int, team_at: Callable[[int], int | None]
) -> bool:
    """Say whether two teams stand side by side: "entre marketing y la TI"."""
    if _form(tokens, end) in {"y", "e", "como", "versus", "vs"}:
        other = end + 1 + (_form(tokens, end + 1) in {"el", "la"})
        lists = _form(tokens, lead) in _forms("teams", "lists")
        named = (
            other < len(tokens)
            and tokens[other].raw[0].isupper()
            and tokens[end - 1].raw[0].isupper()
        )
        sides = _form(tokens, lead) in _forms("teams", "between")
        after = team_at(other)
        # "RRHH y Ventas piden más"
        acts = after is not None and _form(tokens, after) in _forms("teams", "acts")
        lists = lists or acts
        named = named or (acts and _form(tokens, lead) in _OPENERS)
        return (sides or (lists and named)) and after is not None
    return False


def _starts_sentence(tokens: list[Token], place: int) -> bool:
    return _form(tokens, place - 1) in {"\n", ".", "?", "!", "¿", "¡", ":", "-", "–", "—"}


def _in_a_name(tokens: list[Token], place: int, end: int) -> bool:
    """Say whether a capitalised word stands right beside: "Leapfrog Marketing Institute"."""
    after = tokens[end].raw[0].isupper() if end < len(tokens) else False
    before = (
        place > 0 and tokens[place - 1].raw[0].isupper() and not _starts_sentence(tokens, place - 1)
    )
    return after or before
