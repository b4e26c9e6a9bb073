"""Reads the office that a text says a person holds, and where: "el CEO de Acme, Luis Gil"."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from kg.facts import RoleMention
from kg.lexicon import load
from kg.name import Name, NameFinder
from kg.name_words import words_of
from kg.noun_phrase import terms
from kg.role import find_roles
from kg.spanish import fold

__all__ = ["Office", "OfficeReader"]

Office = tuple[str | None, str | None]  # the label of the role, and the body as it is named there

_OF = frozenset({"de", "del"})
_ARTICLES = frozenset({"la", "el"})
# what may stand between a role and the organisation where it is held
_EMPLOYER_WORDS = frozenset({"de", "del", "la", "el", "los", "las", "en", "para"})
_JOINED = frozenset({"a", "al"})  # "se incorpora como directora a Acme"
_ENDS = frozenset(".?!")
_REACH = 4  # words from a comma to the role behind it
_APPOINTING = 7  # words from a name to the office that its verb gives: "ha sido nombrado el nuevo"
_SENTENCE = 120  # words of a sentence in which its organisations are looked for
_MANY = 20  # organisations of one that are looked at
_EMPLOYER = 8  # words from a role to the organisation where it is held


@cache
def _taking_up() -> frozenset[str]:
    """Return the nouns, folded, that take up an organisation: "la firma"."""
    return frozenset(map(fold, terms("organization_anaphors")))


class OfficeReader:
    """Reads offices in one block of text.

    Args:
        finder: the tokens of the block.
        roles: those that the block names.
        employers: the names of the block that are organisations', in order.
        key: tells which names mean one organisation.
        firm: the name of the organisation that the article is about, if it is about one.
        called: the organisation that each noun introduced before the block: "la consultora Acme".
    """

    def __init__(
        self,
        finder: NameFinder,
        roles: Sequence[RoleMention],
        employers: Sequence[Name],
        key: Callable[[Name], str],
        firm: str | None = None,
        called: Mapping[str, str] | None = None,
    ) -> None:
        self.tokens = finder.tokens
        self.token_at = finder.token_at
        self.employers = employers
        self.key = key
        self.firm = firm
        self.called = called or {}
        nouns = ((name, self._form(name.first - 1)) for name in employers)
        self.introduced = [(name.first, n, name.text) for name, n in nouns if n in _taking_up()]
        self.firsts = [name.first for name in employers]
        self.starting = {name.span.start: name for name in employers}
        self.ending = {name.span.end: name for name in employers}
        held = [(r.span.start, r.span.end, r.label) for r in roles if r.kind == "person"]
        labels = load("entities")["offices"]
        starts = {start for start, _, _ in held}
        held += [
            (token.start, token.end, labels[token.form])
            for token in self.tokens
            if token.form in labels and token.start not in starts
        ]
        self.by_start = {start: (end, label) for start, end, label in reversed(held)}
        self.by_end = {end: (start, label) for start, end, label in held}

    def read(self, name: Name) -> Office | None:
        """Return the office that stands beside a person's name, None where none does."""
        found = (
            self._behind(name)
            or self._appointed(name)
            or self._named(name)
            or self._ahead(name)
            or self._presided(name)
        )
        if found and found[1]:
            return found
        sent = self._sent(name)  # "la profesora Ana Mora, de la Universidad X"
        return (found[0], sent[1]) if found and sent else found or sent

    def _form(self, place: int) -> str:
        return self.tokens[place].form if 0 <= place < len(self.tokens) else ""

    def _behind(self, name: Name) -> Office | None:
        """Read "Ana Ruiz, la nueva directora de marketing de Acme"."""
        if self._form(name.last) not in {",", "("}:
            return None
        for place in range(name.last + 1, min(name.last + 1 + _REACH, len(self.tokens))):
            if role := self.by_start.get(self.tokens[place].start):
                end, label = role
                return label, self._employer(end) or self._owner(place)
            if not self.tokens[place].is_word or self._form(place) in words_of("apart"):
                return None  # "Ana Ruiz, junto con el jefe de ventas": his is another office
        return None

    def _appointed(self, name: Name) -> Office | None:
        """Read "Ana Ruiz asumió como gerente de Acme", "fue nombrada directora"."""
        told = False
        for place in range(name.last, min(name.last + _APPOINTING, len(self.tokens))):
            form = self.tokens[place].form
            role = self.by_start.get(self.tokens[place].start)
            if role and told:
                return role[1], self._employer(role[0], _EMPLOYER_WORDS | _JOINED)
            told = told or form in words_of("appointed")
            if form not in words_of("appointed") | words_of("appointing"):
                return None
        return None

    def _named(self, name: Name) -> Office | None:
        """Read "Acme nombra a Ana Ruiz directora" and "Acme nombró directora a Ana Ruiz"."""
        place = name.first - 2
        if self._form(place + 1) != "a" or place < 1:
            return None
        if role := self.by_end.get(self.tokens[place].end):
            at = self.token_at(role[0])
            return (role[1], self._named_before(at)) if self._names(at - 1) else None
        if self._names(place - 1) and (bare := find_roles(f"La {self.tokens[place].raw} habló")):
            return bare[0].label, self._named_before(place)  # "nombró rectora a Ana Ruiz"
        if not self._names(place):
            return None
        for at in range(name.last, min(name.last + _REACH, len(self.tokens))):
            if held := self.by_start.get(self.tokens[at].start):
                return held[1], self._employer(held[0]) or self._named_before(place)
            if self._form(at) not in words_of("appointing"):
                return None
        return None

    def _names(self, place: int) -> bool:
        """Say whether a verb that gives somebody an office stands at token `place`."""
        return self._form(place) in words_of("naming")

    def _employer(self, end: int, between: frozenset[str] = _EMPLOYER_WORDS) -> str | None:
        """Return the organisation that follows a role ending at character `end`."""
        first = self.token_at(end)
        for place in range(first, len(self.tokens)):
            token = self.tokens[place]
            if token.start in self.starting:
                return self.starting[token.start].text
            if token.form not in between | words_of("before", "nouns"):
                meant = self._meant(place) if self._form(place - 1) in _ARTICLES else None
                if meant := meant or self._taken_up(place - 1):
                    return meant
                # "CIO para España y Portugal de Acme", "directora en España de Acme"
                later = self.tokens[place : place + _EMPLOYER]
                hit = next((t for t in later if t.start in self.starting), None)
                clear = all(t.is_word for t in later[: later.index(hit)]) if hit else False
                return self.starting[hit.start].text if hit and clear else None
        return None

    def _ahead(self, name: Name) -> Office | None:
        """Read "la directora Ana Ruiz" and "el consejero delegado de Acme, Luis Gil"."""
        place = name.first - 1
        place -= self._form(place) == ","
        if place < 0 or self._form(name.last) == "aparte":
            return None  # "la economista jefe, Luis Gil aparte, cree"
        if role := self.by_end.get(self.tokens[place].end):
            first = self.token_at(role[0])
            return role[1], self._owner(first) or self._taken_up(place)
        employer = self.ending.get(self.tokens[place].end)
        text = employer.text if employer else self._meant(place) or self._taken_up(place)
        place = employer.first - 1 if employer else place - 1
        while text and place > 0 and self._form(place) in {*_OF, *_ARTICLES, "en", "esta", "este"}:
            role = self.by_end.get(self.tokens[place - 1].end)
            if role and self._form(place) in {*_OF, "en"}:
                return role[1], text
            place -= 1
        return None

    def _presided(self, name: Name) -> Office | None:
        """Read "Acme, que preside Ana Ruiz" and "la compañía que dirige Luis Gil"."""
        label = load("entities")["presiding"].get(self._form(name.first - 1))
        place = name.first - 3
        if label is None or self._form(place + 1) != "que":
            return None
        place -= self._form(place) == ","
        if place < 0:
            return None
        if employer := self.ending.get(self.tokens[place].end):
            return label, employer.text
        noun = place if self._form(place) in words_of("before", "nouns") else place - 1
        if self._form(noun) in words_of("before", "nouns") and self._form(noun - 1) in _ARTICLES:
            return label, self._named_before(noun)
        return None

    def _sent(self, name: Name) -> Office | None:
        """Read "Ana Ruiz, de Acme" and "Acme, con Ana Ruiz al frente": where, and no role."""
        if self._form(name.last) == "," and self._form(name.last + 1) in _OF:
            place = name.last + 2 + (self._form(name.last + 2) in _ARTICLES)
            if place < len(self.tokens) and self.tokens[place].start in self.starting:
                return None, self.starting[self.tokens[place].start].text
        start = name.last + (self._form(name.last) == ",")
        if [self._form(start + step) for step in range(2)] == ["al", "frente"]:
            place = start + 3 + (self._form(start + 3) in _ARTICLES)
            if self._form(start + 2) in _OF and place < len(self.tokens):
                employer = self.starting.get(self.tokens[place].start)
                return (None, employer.text) if employer else None
        leads = (self._form(name.last), self._form(name.last + 1)) == ("al", "frente")
        if leads and self._form(name.first - 1) == "con":
            place = name.first - 2 - (self._form(name.first - 2) == ",")
            employer = self.ending.get(self.tokens[place].end) if place >= 0 else None
            return (None, employer.text) if employer else None
        return None

    def _owner(self, role: int) -> str | None:
        """Return whose office it is in "su director", whose noun is token `role`."""
        return self._named_before(role) or self.firm if self._form(role - 1) == "su" else None

    def _taken_up(self, noun: int) -> str | None:
        """Return the organisation that "la firma", whose noun is at token `noun`, takes up."""
        form = self._form(noun)
        if self._form(noun - 1) not in _ARTICLES | {"del"} or form not in _taking_up():
            return None
        here = [name for first, own, name in self.introduced if own == form and first <= noun]
        if here or form in self.called:
            return here[-1] if here else self.called[form]
        return self._named_before(noun) or (self.firm if form in words_of("any_firm") else None)

    def _named_before(self, place: int) -> str | None:
        """Return the one organisation of the sentence up to token `place`, or of the one before."""
        for back in (0, 1):
            start = self._sentence(place)
            last = bisect_left(self.firsts, place)
            named = self.employers[max(bisect_left(self.firsts, start), last - _MANY) : last]
            if named or back:
                return named[-1].text if len({self.key(n) for n in named}) == 1 else None
            place = start
        return None

    def _sentence(self, place: int) -> int:
        """Return the first token of the sentence that ends with token `place` or holds it."""
        place -= 1
        least = max(0, place - _SENTENCE)  # bounded, so that no text takes quadratic time
        while place > least and self._form(place - 1) not in _ENDS:
            place -= 1
        return max(0, place)

    def _meant(self, place: int) -> str | None:
        """Return which of two organisations "la primera", at token `place`, means."""
        turn = load("entities")["turns"].get(self._form(place))
        pointed = self._form(place - 1) in {*_ARTICLES, "esta", "este"}
        if turn is None or not pointed:
            return None
        named: dict[str, str] = {}
        last = bisect_left(self.firsts, place)
        for employer in reversed(self.employers[max(0, last - _MANY) : last]):
            named.setdefault(self.key(employer), employer.text)
        both = list(named.values())[:2]
        return both[("second", "first").index(turn)] if len(both) > 1 else None
