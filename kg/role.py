"""Finding the roles, professions and teams that a text names."""

from functools import cache, lru_cache

from corpus.article import Span
from kg.facts import RoleMention
from kg.lexicon import load
from kg.role_context import (
    is_adjective,
    is_behind_name,
    is_body,
    is_body_here,
    is_gapped,
    is_person_here,
    is_team_here,
)
from kg.role_index import FunctionWord, Head, RoleIndex, role_index, role_reason
from kg.role_sense import sense
from kg.spanish import Token, fold, tokenize
from kg.team_asked import goes_on_from, is_team_asked
from kg.thesaurus import Concept, Thesaurus, thesaurus

__all__ = ["Thesaurus", "find_roles", "is_bare_team", "thesaurus"]

_REMEMBERED = 2000  # characters of a text whose roles are kept for the next finder
_FAR = 8  # words between two teams that deal with each other
_STOPS = frozenset(".;:?!")
_SIDES = 4  # roles of a clause whose verb the next one takes
_ARTICLES = frozenset({"el", "la", "los", "las"})
_LEVELS = ("head", "profession", "department")


def _level(head: Head, token: Token, canonical: str) -> str | None:
    """Return the level of a phrase: "el jefe de ventas" leads, "los jefes" are a group."""
    plural = token.form != canonical and token.form.endswith("s")
    if head.level == "head_if_singular":
        return "leaders" if plural else "head"
    if head.level == "profession_if_plural":
        return "profession" if plural else None
    return head.level


@cache
def _specialists() -> dict[str, str]:
    """Return the roles that some heads are by themselves, by the folded head."""
    return {fold(head): role for head, role in load("role_frames")["specialists"].items()}


@cache
def _needs_bridge() -> frozenset[str]:
    """Return the heads that lead a function only where its unit is named."""
    return frozenset(load("role_frames")["needs_bridge"])


def _at(function: str, level: str, head_words: str) -> Concept | None:
    """Return the role of a function, or the nearest one where it has none at that level."""
    head = thesaurus().at(function, "head")
    if level == "vice":
        vice = thesaurus().concepts["vicepresidente-o-vicepresidenta"]
        return head if head and head.label.isupper() else vice
    if level == "leaders":
        grouped = function in load("role_frames")["group_functions"]
        level = "profession" if grouped else "head"
    order = _LEVELS if level == "head" else (level,)
    found = next((c for lv in order if (c := thesaurus().at(function, lv)) is not None), None)
    if found and level == "profession" and found.label.startswith("responsables"):
        alone = _specialists().get(head_words)
        return thesaurus().concepts[alone] if alone else found
    return found


class _Scan:
    """One pass over the tokens of a text, the longest role phrase at each place."""

    def __init__(self, text: str, tokens: list[Token], *, casefold: bool) -> None:
        self.text = text
        self.tokens = tokens
        self.casefold = casefold
        self.index: RoleIndex = role_index()
        self.keys = self.index.keys(tokens, casefold=casefold)
        self.found: list[RoleMention] = []
        # where the last frame ended, its head and level
        self.framed: tuple[int, Head, str] | None = None
        self.last = (0, 0)  # where the last role stands
        self.topic: int | None = None  # where the last function ended that is no team

    def run(self) -> list[RoleMention]:
        place = 0
        while place < len(self.tokens):
            place = self._step(place)
        return self.found

    def _step(self, place: int) -> int:
        word = self.tokens[place]
        if self.framed and word.form in _ARTICLES and (elided := self._elided(place)):
            return self._add(place + 2, *elided, "elipsis")
        if self.index.openings.isdisjoint(self.keys[place]) or not word.is_word:
            return place + 1
        framed = self._frame(place)
        explicit = self.index.explicit.longest(self.keys, place)
        if explicit and (framed is None or explicit[0] >= framed[0]):
            end, role = explicit
            told = sense(self.tokens, place, end, role)
            if told and (self.casefold or self._stands(place, end)):
                return self._add(place, end, [thesaurus().concepts[told]], "thesaurus")
        elif framed:
            return self._add(place, *framed, "frame")
        if team := self._team(place):
            return team
        return place + 1

    def _stands(self, place: int, end: int) -> bool:
        """Say whether the label at `place:end` names a role where it stands."""
        if is_body(self.tokens, place, end):
            return is_body_here(self.tokens, place)
        return is_person_here(
            self.tokens, place, end, self._joined(place) or self._is_second_office(place, end)
        )

    def _joined(self, place: int) -> bool:
        """Say whether a role ends right before the word before `place` ("analistas y técnicos")."""
        return bool(
            self.found and place >= 2 and self.found[-1].span.end == self.tokens[place - 2].end
        )

    def _is_second_office(self, place: int, end: int) -> bool:
        """Read "Ana Gil, directora de un banco y *presidenta* de Acme"."""
        first, last = self.last
        named = place > 0 and self.tokens[place - 1].form in {"y", "e"} and end < len(self.tokens)
        if not named or self.tokens[end].form not in {"de", "del"} or place - 1 - last > _FAR:
            return False
        between = self.tokens[last : place - 1]
        return all(token.is_word for token in between) and is_behind_name(self.tokens, first)

    def _add(self, place: int, end: int, concepts: list[Concept], reason: str) -> int:
        span = Span(self.tokens[place].start, self.tokens[end - 1].end)
        rule, sure = role_reason(reason)
        self.last = place, end
        for concept in concepts:
            self.found.append(
                RoleMention(
                    concept.id, concept.label, concept.kind, span, rule=rule, confidence=sure
                )
            )
        return end

    def _team(self, place: int) -> int | None:
        match = self.index.teams.longest(self.keys, place)
        if match is None:
            return None
        end, function = match
        concept = thesaurus().at(function, "department")
        if concept is None:
            return None
        if not (self._is_asked(place, end) if self.casefold else self._is_told(place, end)):
            return None
        return self._add(place, end, [concept], "team")

    def _is_told(self, place: int, end: int) -> bool:
        """Say whether the function at `place:end` of an article is its team."""
        after_team = any(role.kind == "team" for role in self.found[-_SIDES:])
        if after_team and is_gapped(self.tokens, place, end):
            return True
        joined = self._joined(place)
        return is_team_here(self.tokens, place, end, joined, after_team, self._is_team_name)

    def _is_asked(self, place: int, end: int) -> bool:
        """Say whether the function at `place:end` of a question is its team."""
        listed = self.topic is not None and goes_on_from(self.tokens, place, self.topic)
        if listed or not is_team_asked(self.tokens, place, end, self._joined, self._is_team_name):
            self.topic = end
            return False
        return True

    def _is_team_name(self, place: int) -> int | None:
        match = self.index.teams.longest(self.keys, place) if place < len(self.keys) else None
        return match[0] if match else None

    def _frame(self, place: int) -> tuple[int, list[Concept]] | None:
        """Read a head noun with its functions: "altos directivos de TI y marketing"."""
        match = self.index.heads.longest(self.keys, place)
        if match is None:
            return None
        at, head = match
        level = _level(head, self.tokens[at - 1], self.keys[at - 1][-1])
        if head.level == "profession_if_plural" and is_behind_name(self.tokens, place):
            level = "profession"  # "Ana Gil, líder de talento"
        if level is None or is_adjective(self.tokens, place, at):
            return None
        if self._joins_other_gender(place, at):
            at += 2  # "el director o directora de ventas"
        for _ in range(2):
            if (
                at < len(self.keys)
                and self.keys[at][-1 if not self.casefold else 0] in self.index.modifiers
            ):
                at += 1
        words, end = self._functions(head, at)
        concepts = [c for word in words if (c := _at(word.function, level, head.words)) is not None]
        if not concepts:
            return None
        self.framed = (end, head, level)
        return end, list(dict.fromkeys(concepts))

    def _joins_other_gender(self, place: int, at: int) -> bool:
        """Say whether the same head follows in the other gender."""
        return (
            at == place + 1
            and at + 1 < len(self.tokens)
            and self.tokens[at].form in {"o", "y", "u", "e"}
            and self.keys[at + 1][-1] == self.keys[place][-1]
            and self.tokens[at + 1].form != self.tokens[place].form
        )

    def _elided(self, place: int) -> tuple[int, list[Concept]] | None:
        """Read the second half of "el departamento de marketing y el de TI"."""
        if self.framed is None or self.framed[0] >= place:
            return None
        if self.framed[0] < place - 2 and not self._is_partner(place):
            return None
        joined = self.tokens[place - 1].form in {"y", "e", "o", "ni", ",", "con", "como"}
        if not joined or place + 2 >= len(self.tokens):
            return None
        if self.tokens[place + 1].form not in {"de", "del"}:
            return None
        _, head, level = self.framed
        word = self._noun(head, place + 2)
        concept = _at(word[1].function, level, head.words) if word else None
        if word is None or concept is None:
            return None
        self.framed = (word[0], head, level)
        return word[0], [concept]

    def _is_partner(self, place: int) -> bool:
        """Say whether "el de" at `place` is another team: "ventas habla poco con el de compras"."""
        if self.framed is None or self.tokens[place - 1].form != "con":
            return False
        end, head, level = self.framed
        between = self.tokens[end : place - 1]
        near = len(between) <= _FAR and not any(token.form in _STOPS for token in between)
        feminine = head.words.endswith(("a", "ión"))
        agrees = self.tokens[place].form in ({"la", "las"} if feminine else {"el", "los"})
        return level == "department" and near and agrees

    def _after_stop(self, at: int) -> int:
        """Return `at` behind the full stop of an abbreviation: "Depto. de Compras"."""
        short = self.tokens[at - 1].form in load("role_frames")["abbreviated"]
        return at + 1 if short and at < len(self.tokens) and self.tokens[at].form == "." else at

    def _functions(self, head: Head, at: int) -> tuple[list[FunctionWord], int]:
        """Return the functions that follow a head, and where they end."""
        at = self._after_stop(at)
        direct = self._direct(head, at)
        if direct:
            return self._rest(head, [direct[1]], direct[0])
        if head.level == "department" and at < len(self.tokens) and self.tokens[at].form == "en":
            return [], at  # "los departamentos en los proyectos" are not those of projects
        linked = self.index.connectors.longest(self.keys, at) if at < len(self.keys) else None
        if linked is None:
            return [], at
        at = linked[0]
        bridge = self.index.bridges.longest(self.keys, at)
        if bridge is None and head.words in _needs_bridge():
            return [], at  # "los titulares de cuentas" are no heads of sales
        if bridge:
            behind = self._after_stop(bridge[0])
            over = self.index.bridge_connectors.longest(self.keys, behind)
            short = self._direct(head, behind)
            if over and (word := self._noun(head, over[0])):
                return self._rest(head, [word[1]], word[0])
            if short:
                return self._rest(head, [short[1]], short[0])
        first = self._noun(head, at)
        return self._rest(head, [first[1]], first[0]) if first else ([], at)

    def _direct(self, head: Head, at: int) -> tuple[int, FunctionWord] | None:
        """Read what stands right after a head: "director financiero", "ejecutivos IT"."""
        match = self.index.adjectives.longest(self.keys, at)
        if match and (head.words, match[1].words) not in self.index.apart:
            return match
        if at < len(self.tokens) and (self.tokens[at].acronym or self.casefold):
            return self._noun(head, at)
        return None

    def _noun(self, head: Head, at: int) -> tuple[int, FunctionWord] | None:
        match = self.index.nouns.longest(self.keys, at)
        if match is None or (head.words, match[1].words) in self.index.apart:
            return None
        return match

    def _rest(
        self, head: Head, words: list[FunctionWord], end: int
    ) -> tuple[list[FunctionWord], int]:
        """Read the further functions of a list: "de marketing, ventas y finanzas"."""
        while True:
            comma = self.index.list_words.longest(self.keys, end)
            if comma is None:
                return words, end
            at = comma[0]
            linked = self.index.connectors.longest(self.keys, at)
            more = self._noun(head, linked[0]) if linked else None
            more = more or self._noun(head, at)
            if more is None and words[-1].adjective:
                more = self.index.adjectives.longest(self.keys, at)
            if more is None:
                return words, end
            end = more[0]
            words = [*words, more[1]]


def find_roles(
    text: str, start: int = 0, end: int | None = None, *, casefold: bool = False
) -> list[RoleMention]:
    """Return the roles that `text[start:end]` names, in reading order, the longest at each place.

    A phrase that names several ("ejecutivos de marketing y TI") gives one mention for each, all
    with the place of the whole phrase.

    Args:
        text: any Spanish text.
        start: first character to read.
        end: one past the last character to read; the end of the text where not given.
        casefold: read a question as people type it: acronyms in lower case too ("cmo"), and teams
            by what is asked of them ("¿quién decide, marketing o TI?").
    """
    stop = len(text) if end is None else end
    if stop - start <= _REMEMBERED:
        return list(_remembered(text, start, stop, casefold))
    return _Scan(text, tokenize(text, start, stop), casefold=casefold).run()


def is_bare_team(mention: RoleMention) -> bool:
    """Say whether a mention names a team by its function alone: "¿quién decide, *marketing*…?"."""
    return mention.rule == role_reason("team")[0]


@lru_cache(maxsize=256)
def _remembered(text: str, start: int, stop: int, casefold: bool) -> tuple[RoleMention, ...]:
    """Return the roles of a sentence, which several finders ask for."""
    return tuple(_Scan(text, tokenize(text, start, stop), casefold=casefold).run())
