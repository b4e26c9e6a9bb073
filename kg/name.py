"""Capitalised names in a text: where they run, and what kind of thing each names."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.article import Span
from kg.facts import EntityKind, RoleMention
from kg.lexicon import load
from kg.name_words import demonyms, given_names, known, phrases, places, titles, words_of
from kg.role_index import trades
from kg.spanish import Token, tokenize
from kg.verb import verb_form

__all__ = ["Name", "NameFinder"]

_CONNECTORS = frozenset(
    ["de", "del", "la", "las", "los", "el", "y", "e", "&", "of", "for", "and", "the", "da", "do"]
)
_AND = frozenset({"y", "e"})
_OF = frozenset({"de", "del"})
_TOGETHER = (["junto", "a"], ["junto", "con"], ["junto", "a", "la"], ["junto", "con", "la"])
_ARTICLES = frozenset({"el", "la", "los", "las", "un", "una", "lo", "su", "al"})
_OPENING_SIGNS = frozenset(".!?:¿¡\n•*-–—|…>#«“”\"'‘;")
_APPOSED = frozenset({"el", "la", "un", "una", "uno", "otra", "otro", "primera", "principal"})
_APPOSITION = 6  # tokens from a comma to the noun that tells what a name names
_LONGEST_RUN = 40  # tokens; what is longer is a text in capitals
_LEAST_ACRONYM = 3  # letters; shorter ones name no body by themselves
_BEING = frozenset({"ser", "estar"})
_EMPLOYED = 9  # words from a role to the comma behind where it is held
_TRADE = 4  # words in which "consultora de" stands before "recursos humanos X"
_APPOSED_TO = 4  # words before a name that "mi empresa," may take
_HELD_BY = frozenset({"el", "la", "su", "un", "una", "al", "del"})
_LEAST_TITLE = 2  # words of a title that stands behind its noun
_HELD_AT = "cargo «de»"  # the rule of a name that follows a role
_WINDOW = 30_000  # characters in which a name is looked for in small letters: an article's
_NEAR_FIRM = 3  # names before a rival's in which the firm stands
_LONGEST = 9  # words; more than that in capitals is a title, not a name
_LONGEST_BODY = 14  # the same of a body and of what it is a part of


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised name at tokens `first:last`.

    `kind` is None where nothing tells what it is, and `confidence` 0 where it is known to be a
    place, a role, a topic or another thing that is never an entity.
    """

    text: str
    span: Span
    kind: EntityKind | None
    confidence: float
    rule: str
    first: int
    last: int


def _is_capital(token: Token) -> bool:
    return token.is_word and token.raw[0].isupper()


@lru_cache(maxsize=256)  # a key holds its text
def _is_written(text: str, words: str) -> bool:
    """Say whether a text, at its beginning, has some words as they stand, in small letters."""
    place = text.find(words, 0, _WINDOW)
    while place >= 0:
        end = place + len(words)
        if not (text[place - 1 : place].isalnum() or text[end : end + 1].isalnum()):
            return True
        place = text.find(words, end, _WINDOW)
    return False


class NameFinder:
    """The names of one block of text."""

    def __init__(self, text: str, start: int, end: int, roles: Sequence[RoleMention]) -> None:
        self.text = text
        self.tokens = tokenize(text, start, end)
        self.keys = [(token.form,) for token in self.tokens]
        self.person_starts = {role.span.start for role in roles if role.kind == "person"}
        self.role_ends = {role.span.end: role.span.start for role in roles}
        self.roles = sorted({role.span for role in roles})
        self.title_case = self._is_title_case()
        words = [token for token in self.tokens if token.is_word]
        self.capitals = 2 * sum(bool(token.acronym) for token in words) > len(words)

    def token_at(self, start: int) -> int:
        """Return the first token at or behind character `start`."""
        return bisect_left(self.tokens, start, key=lambda token: token.start)

    def names(self) -> list[Name]:
        """Return all names in order, those of unknown kind too."""
        found = [self._classify(first, last) for first, last in self._segments()]
        return self._beside(self._listed(found))

    def _beside(self, names: list[Name]) -> list[Name]:
        """Return the names, one that nothing tells read as the organisation that it is beside.

        "Velkora superó a Nubelia", "ACS y Hochtief firmaron".
        """
        for at in range(1, len(names)):
            one, other = names[at - 1], names[at]
            if other.kind is not None or not other.confidence:
                continue
            between = [token.form for token in self.tokens[one.last : other.first]]
            sides = one.kind == "organization"
            rivals = between[-1:] == ["a"] and between[-2:-1] and between[-2] in words_of("rivalry")
            firm = next((n for n in names[max(0, at - _NEAR_FIRM) : at] if n.kind), None)
            rivals = rivals and firm is not None and firm.kind == "organization"
            after = self.tokens[other.last].form if other.last < len(self.tokens) else ""
            joined = sides and between in (["y"], ["e"]) and after in words_of("together")
            if rivals or joined:
                names[at] = replace(
                    other, kind="organization", confidence=0.6, rule="junto a una organización"
                )
        return names

    def _listed(self, names: list[Name]) -> list[Name]:
        """Return the names, those that nothing tells read as their neighbours in a list.

        "Amazon, Abeceb y Oracle" and "Fuentes: Abeceb, INE" name three and two organisations.
        """
        sources = bool(self.tokens) and any(
            token.form in {"fuente", "fuentes"} for token in self.tokens[:3]
        )
        start = 0
        while start < len(names):
            stop = start + 1
            while stop < len(names) and self._adjoins(names[stop - 1], names[stop]):
                stop += 1
            run = names[start:stop]
            told = sum(name.kind == "organization" for name in run)
            sure = told > 1 or sources or (told and self._joined(run))
            acronyms = all(self._is_acronym(n.first) for n in run if n.kind is None)
            sure = sure or (told and acronyms and self._is_body_too(run))
            if stop - start > 1 and "person" not in {n.kind for n in run} and sure:
                for at in range(start, stop):
                    if names[at].kind is None and names[at].confidence:
                        names[at] = replace(
                            names[at],
                            kind="organization",
                            confidence=0.6,
                            rule="en una lista de organizaciones",
                        )
            start = stop
        return names

    def _is_body_too(self, run: Sequence[Name]) -> bool:
        """Say whether articles stand before the later ones of a list: "el INEGI y la CNBV"."""
        return all(self.tokens[name.first - 1].form in _ARTICLES for name in run[1:])

    def _adjoins(self, one: Name, other: Name) -> bool:
        """Say whether two names follow each other in a list."""
        between = [token.form for token in self.tokens[one.last : other.first]]
        listed = [","], ["y"], ["e"], ["o"], [",", "y"], [",", "la"], ["y", "la"]
        return between in listed or between in _TOGETHER

    def _joined(self, run: Sequence[Name]) -> bool:
        """Say whether two names did something together: "Velkora junto a Nubelia"."""
        return any(
            [token.form for token in self.tokens[one.last : other.first]] in _TOGETHER
            for one, other in pairwise(run)
        )

    def _is_title_case(self) -> bool:
        """Say whether most words of the block start with a capital, which then tells nothing."""
        words = [token for token in self.tokens if token.is_word and len(token.raw) > 3]
        # A long paragraph full of names is still prose, and so is a line that ends in a full stop.
        return (
            self.tokens[-1:] != []
            and self.tokens[-1].form != "."
            and 3 < len(words) < 25
            and sum(_is_capital(t) for t in words) > 0.6 * len(words)
        )

    def starts_sentence(self, place: int) -> bool:
        """Say whether the capital at `place` may be that of a sentence."""
        return place == 0 or self.tokens[place - 1].form in _OPENING_SIGNS

    def _segments(self) -> Iterator[tuple[int, int]]:
        place = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            if not _is_capital(token):
                place += 1
                continue
            known = self._known_at(place)
            opener = token.form in words_of("openers") and not self._is_name_article(place)
            if known is None and opener and not token.acronym:
                place += 1
                continue
            end = self._run(place)
            yield from self._split(place, end)
            place = end

    def _is_name_article(self, place: int) -> bool:
        """Say whether the article of a name stands at `place`: "la librería El Virrey"."""
        told = place > 0 and self.tokens[place - 1].form in words_of("before", "nouns")
        return told and self.tokens[place].form in {"el", "la"} and not self.title_case

    def _known_at(self, place: int) -> int | None:
        match = known().longest(self.keys, place)
        if match is None:
            return None
        if match[0] - place == 1:
            token = self.tokens[place]
            opens = token.form in words_of("ambiguous") and self.starts_sentence(place)
            if opens and not self._acts(match[0]):
                return None
            if len(token.form) <= 4 and not (token.acronym or len(token.form) == 4):
                return None
        inner = self.tokens[place : match[0]]
        capital = all(_is_capital(t) for t in inner if t.is_word and t.form not in _CONNECTORS)
        return match[0] if capital else None

    def _acts(self, place: int) -> bool:
        """Say whether a verb stands at `place`: "Hacienda guarda silencio" opens with a name.

        A common noun would have its article there; "claro está" is none.
        """
        form = verb_form(self.tokens[place].raw) if place < len(self.tokens) else None
        return form is not None and form[1] == "finite" and form[0] not in _BEING

    def _glued(self, place: int) -> bool:
        return self.tokens[place - 1].end == self.tokens[place].start

    def _run(self, place: int) -> int:
        """Return where the run of capitalised words that starts at `place` ends."""
        at = place + 1
        while at < min(len(self.tokens), place + _LONGEST_RUN):
            token = self.tokens[at]
            following = at + 1
            if self._legal_form(at):
                break
            if _is_capital(token) or self._is_number_of_name(at):
                at = following
            elif token.form in {"-", "'", "’"} and self._glued(at):
                if following >= len(self.tokens) or not self._glued(following):
                    break
                at = following + 1
            elif token.form == "." and len(self.tokens[at - 1].raw) == 1 and self._glued(at):
                if following >= len(self.tokens) or not _is_capital(self.tokens[following]):
                    break
                at = following
            elif token.form in _CONNECTORS:
                while following < len(self.tokens) and self.tokens[following].form in _CONNECTORS:
                    following += 1
                if following >= len(self.tokens) or not _is_capital(self.tokens[following]):
                    break
                if following - at > 2:
                    break
                at = following
            else:
                break
        return at

    def _is_number_of_name(self, place: int) -> bool:
        """Say whether a short number belongs to the name before it: "Ruta 40"."""
        token = self.tokens[place]
        after = self.tokens[place + 1].form if place + 1 < len(self.tokens) else "."
        before = self.tokens[place - 1]
        return (
            token.form.isdigit()
            and len(token.form) <= 3
            and after not in {"%", "por", "de", "/"}
            and not self.text[token.end : token.end + 2].strip(".,")[:1].isdigit()
            and before.is_word
            and before.end + 1 == token.start
        )

    def _split(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Cut a run where two names meet: "Robert Half Technology y The Creative Group"."""
        while first < last and self.tokens[first].form in _CONNECTORS - {"the"}:
            if self.tokens[first].form in {"la", "el"} and _is_capital(self.tokens[first]):
                break
            first += 1
        if first >= last:
            return
        known = self._known_at(first)
        head = first + (self.tokens[first].form in words_of("editions") and first + 1 < last)
        if known is None and self.tokens[head].form in words_of("studies"):
            # the title of a study; of its parts only who makes it is an organisation
            maker = self._maker_in_title(first, last)
            yield first, maker[0] if maker else last
            if maker:
                yield maker[1], last
            return
        if known is not None and known >= last:
            yield first, last
            return
        if known is not None and self.tokens[known].form in _CONNECTORS:
            yield first, known
            yield from self._split(known, last)
            return
        for place in range(first + 1, last):
            if self._cuts(first, place, last):
                yield first, place
                after = place
                while after < last and self.tokens[after].form in _CONNECTORS - {"the"}:
                    after += 1
                yield from self._split(after, last)
                return
        yield first, last

    def _maker_in_title(self, first: int, last: int) -> tuple[int, int] | None:
        """Return where a title ends and its maker starts: "Índice de la Cámara de Comercio"."""
        for place in range(first + 1, last - 1):
            if self.tokens[place].form not in _OF:
                continue
            head = place + 1 + (self.tokens[place + 1].form in {"la", "el"})
            named = head < last - 1 and self.tokens[head].form in words_of("within_studies")
            named = named or (head == last - 1 and self._known_at(head) is not None)
            if named and _is_capital(self.tokens[last - 1]):
                return place, head
        return None

    def _is_edition(self, first: int) -> bool:
        """Say whether a study that comes out again is meant: "el último Observatorio"."""
        before = self.tokens[first - 1].form if first else ""
        head = self.tokens[first].form
        return head in words_of("published_again") and before in words_of("editions")

    def _cuts(self, first: int, place: int, last: int) -> bool:
        form = self.tokens[place].form
        if form in _OF and self._ends_role(first, place):
            return True  # "la directora de Marketing de Cafés La Mexicana"
        if form in {"la", "el"} and place == first + 1 and self.starts_sentence(first):
            return self._is_name_start(place + 1)  # "Colabora la Universidad de Soria"
        if self._is_given(place) and not self._is_given(place - 1):
            # "CIO Luis Gil"; "Habló Ana Gil"
            head = self.tokens[first].form in words_of("heads")
            role = self.tokens[place - 1].end in self.role_ends
            role = role or (head and self._is_of_holder(first, place, last))
            return role or (place == first + 1 and self.starts_sentence(first) and not head)
        after = place + 1
        while after < last and self.tokens[after].form in _CONNECTORS - {"the"}:
            after += 1
        if form in _AND:
            named = self._is_name_start(after) and not self._is_lone_head(after, last)
            return named or self.tokens[first].form not in words_of("heads")
        if form in _OF:
            area = " ".join(token.form for token in self.tokens[first:place])
            if place - first > 1 and area in words_of("never"):
                return True  # "Gobierno Corporativo de Acme"
            if self.tokens[first].form in words_of("heads"):
                firm = self.tokens[first].form in {"grupo", "empresa", "compania"}
                named = self._known_at(after) is not None and after - place == 1
                headed = place == first + 1 and self.tokens[after].form in words_of("heads")
                return firm and (named or headed)
            own = self.tokens[first].form in {"el", "la"} and not self._is_name_start(after)
            if own or (form == "del" and not self._is_name_start(after)):
                return False  # "La Voz de Soria", "San Telmo del Pacífico"
            return not (self._is_given(first) and not self._is_name_start(after))
        return False

    def _is_of_holder(self, first: int, place: int, last: int) -> bool:
        """Say whether who holds an office is named behind its body.

        "el profesor de la Universidad de los Altos Ramiro Gil", but "la Universidad Rafael Gil".
        """
        at = first - 1 - (self.tokens[first - 1].form in _ARTICLES)
        held = at > 0 and self.tokens[at].form in _OF and self._is_office(at - 1)
        own = [token.form for token in self.tokens[first + 1 : place]]
        surnamed = place + 1 < last and _is_capital(self.tokens[place + 1])
        return held and surnamed and not _OF.isdisjoint(own) and own[-1] not in _CONNECTORS

    def _is_office(self, place: int) -> bool:
        token = self.tokens[place]
        return token.end in self.role_ends or token.form in words_of("academics")

    def _is_lone_head(self, place: int, last: int) -> bool:
        """Say whether a run ends in what only begins names: "… de Banca y Seguros"."""
        head = self.tokens[place].form in words_of("heads") and self._known_at(place) is None
        return head and place == last - 1

    def _ends_role(self, first: int, place: int) -> bool:
        """Say whether a role that begins before token `first` ends before token `place`."""
        start = self.role_ends.get(self.tokens[place - 1].end)
        return start is not None and start < self.tokens[first].start

    def _is_given(self, place: int) -> bool:
        return self.tokens[place].form in given_names()

    def _is_name_start(self, place: int) -> bool:
        if place >= len(self.tokens):
            return False
        form = self.tokens[place].form
        return (
            self._known_at(place) is not None
            or form in words_of("heads")
            or form == "the"
            or self._is_given(place)
            or self._is_acronym(place)
        )

    def _is_acronym(self, place: int) -> bool:
        """Say whether a body's acronym stands at `place`: "la Cámara de Soria y CRESA"."""
        acronym = self.tokens[place].acronym
        told = acronym and acronym.lower() not in words_of("never")
        return bool(told) and len(acronym or "") >= _LEAST_ACRONYM and not self.capitals

    # -- what a name names ----------------------------------------------------------------------

    def _classify(self, first: int, last: int) -> Name:
        span = Span(self.tokens[first].start, self.tokens[last - 1].end)
        kind, confidence, rule = self._kind(first, last, span)
        return Name(span.of(self.text), span, kind, confidence, rule, first, last)

    def _kind(self, first: int, last: int, span: Span) -> tuple[EntityKind | None, float, str]:
        words = [t.form for t in self.tokens[first:last] if t.is_word]
        if not words:
            return None, 0.0, ""  # "Y 12 los de la agencia": a number opens no name
        phrase = " ".join(words)
        if self._known_at(first) == last:
            if self._is_town(first, last, phrase) or self._is_portfolio(first, phrase):
                return None, 0.0, ""
            return "organization", 0.95, "nombre conocido"
        code = span.end - span.start == 1  # "B2B" is no firm "B"
        longest = _LONGEST_BODY if words[0] in words_of("heads") else _LONGEST
        if code or self._is_nothing(phrase, words, span) or len(words) > longest:
            return None, 0.0, ""
        unknown = None, 0.3, ""
        if words[0] in words_of("fields") and self._is_taught(first):
            return None, 0.0, ""
        found = self._by_shape(first, last, words)
        if found is None and not self.title_case:
            found = self._by_context(first, last, words)
        return found or unknown

    def _is_town(self, first: int, last: int, name: str) -> bool:
        """Say whether a bank's name is the town's: "en Santander", "Santander, la ciudad"."""
        if name not in words_of("towns") or first < 1:
            return False
        before, behind = self.tokens[max(0, first - 2) : first], self.tokens[last : last + 3]
        told = any(token.form in words_of("town_nouns") for token in (*before, *behind))
        return told or before[-1].form == "en"

    def _is_portfolio(self, first: int, name: str) -> bool:
        """Say whether a known name is what an office is about: "la consejera de Hacienda"."""
        of = first > 1 and self.tokens[first - 1].form in _OF and name in words_of("portfolios")
        return of and self._is_held(first - 2)

    def _is_taught(self, first: int) -> bool:
        """Read "catedrática de Organización de Empresas": what somebody teaches is no body."""
        of = first > 1 and self.tokens[first - 1].form == "de"
        return of and self.tokens[first - 2].form in words_of("academics")

    def _is_held(self, place: int) -> bool:
        """Say whether an office or a body of a State stands at `place`."""
        token = self.tokens[place]
        return token.end in self.role_ends or token.form in words_of("heads") | words_of("held")

    def _is_work(self, first: int, phrase: str) -> bool:
        """Say whether a person's name is a book's or a prize's: "el premio Martín Fierro"."""
        before = self.tokens[first - 1].form if first else ""
        if before in words_of("work_nouns"):
            return True
        article = before == "el" and not self.starts_sentence(first - 1)
        return article or phrase in words_of("works")

    def _is_nothing(self, phrase: str, words: list[str], span: Span) -> bool:
        if phrase in words_of("never") or phrase in places():
            return True
        if words[0] in words_of("studies") or (len(words) == 1 and words[0] in words_of("heads")):
            return True
        if len(words) > 1 and words[0] in words_of("editions") and words[1] in words_of("studies"):
            return True  # "la Gran Encuesta de Hogares"
        if len(words) == 1 and words[0].endswith(tuple(words_of("abstract"))):
            return True  # "directora de Promoción"
        if words[0] in words_of("not_authors") and len(words) > 1 and words[0] in words_of("never"):
            return True  # "Redacción Rumbo"
        body = len(words) > 1 and words[0] in words_of("bodies") and words[1] in _OF
        if not body and all(
            w in words_of("never") or w in places() or w in _CONNECTORS for w in words
        ):
            return True
        opens = len(words) == 1 and self.starts_sentence(self.token_at(span.start))
        if opens and words[0] in trades():
            return True  # "Consultor, socio de Acme"
        place = bisect_right(self.roles, Span(span.start, len(self.text))) - 1
        return place >= 0 and self.roles[place].covers(span)

    def _by_shape(
        self, first: int, last: int, words: list[str]
    ) -> tuple[EntityKind | None, float, str] | None:
        content = [w for w in words if w not in _CONNECTORS]
        if len(content) >= 2:
            if self._is_edition(first):
                return None
            if words[0] in words_of("heads"):
                return "organization", 0.9, f"empieza por «{self.tokens[first].raw}»"
            if words[-1] in words_of("tails"):
                return "organization", 0.9, f"acaba en «{self.tokens[last - 1].raw}»"
        if self._legal_form(last):
            return "organization", 0.95, "forma jurídica"
        if not self.title_case and any(t.form == "&" for t in self.tokens[first:last]):
            return "organization", 0.85, "«&» en el nombre"
        shop = self.tokens[first - 1].form if first else ""
        if len(content) >= 2 and shop in words_of("establishments"):
            return "organization", 0.85, f"«{self.tokens[first - 1].raw}» antes del nombre"
        titled = first > 0 and self._is_title(first - 1)
        if self._is_given(first) and len(content) >= 2 and len(content) <= 5:
            if self._is_work(first, " ".join(words)) and not self._acts_as_person(first, last):
                return None, 0.0, "obra"
            return "person", 0.9, f"nombre de pila «{self.tokens[first].raw}»"
        if (titled or self._is_title(first)) and len(content) >= 1:
            return "person", 0.8, "tratamiento"
        return None

    def _acts_as_person(self, first: int, last: int) -> bool:
        """Say whether somebody says something or holds an office, as no book does."""
        near = self.tokens[max(0, first - 1) : first] + self.tokens[last : last + 1]
        says = any(token.form in words_of("saying") for token in near)
        return says or self._has_position(first, last)

    def _is_title(self, place: int) -> bool:
        """Say whether "Dr." or "doña" stands at `place`; "ING" in capitals is a bank."""
        return self.tokens[place].form in titles() and not self.tokens[place].acronym

    def _legal_form(self, last: int) -> bool:
        at = last + (last < len(self.tokens) and self.tokens[last].form == ",")
        tail = (
            self.text[self.tokens[at].start : self.tokens[at].start + 12]
            if at < len(self.tokens)
            else ""
        )
        if not tail[:1].isupper():
            return False
        forms = load("entities")["legal"]
        return any(
            tail.startswith(form) and not tail[len(form) : len(form) + 1].isalnum()
            for form in forms
        )

    def _by_context(
        self, first: int, last: int, words: list[str]
    ) -> tuple[EntityKind | None, float, str] | None:
        content = [w for w in words if w not in _CONNECTORS]
        if len(content) >= 2 and len(content) <= 4:
            if frame := self._of_trade(first):
                return "organization", 0.8, frame
            if self._has_position(first, last):
                return "person", 0.8, "cargo en aposición"
            if first and self.tokens[first - 1].form in words_of("saying"):
                return "person", 0.7, f"«{self.tokens[first - 1].raw}» antes del nombre"
        if self._is_cited(first, last):
            return "person", 0.75, "cita «X e Y (año)»"
        if len(content) >= _LEAST_TITLE and first and self._is_study(first - 1):
            return None  # "el informe Retail Trends Brief revela": its title
        before = self._before(first)
        if before == _HELD_AT and self._is_area(last):
            return None  # "directora de Servicios Gestionados de Acme"
        if before and before.endswith("de»") and self._is_common(first, last):
            return None  # "el abandono de los estudios de Grado"
        if before:
            return "organization", 0.8, before
        if told := self._told_after(last):
            return "organization", 0.75, f"«{told}» en aposición"
        if not self.starts_sentence(first) and (verb := self._verb_after(last)):
            return "organization", 0.65, f"sujeto de «{verb}»"
        return None

    def _is_common(self, first: int, last: int) -> bool:
        """Say whether the text also writes the name in small letters, as what it only speaks of."""
        span = slice(self.tokens[first].start, self.tokens[last - 1].end)
        return _is_written(self.text, self.text[span].lower())

    def _has_position(self, first: int, last: int) -> bool:
        """Say whether a role stands in apposition: "X, directora de Y"; "la directora X"."""
        at = last
        if at < len(self.tokens) and self.tokens[at].form in {",", "("}:
            for step in range(1, 4):
                if (
                    at + step < len(self.tokens)
                    and self.tokens[at + step].start in self.person_starts
                ):
                    return True
        return first > 0 and (
            self.tokens[first - 1].end in self.role_ends or self._holds(first, last)
        )

    def _holds(self, first: int, last: int) -> bool:
        """Read "su consejera delegada, Nuria Genç," and "el presidente de Repsol, X, …"."""
        behind = self.tokens[last].form if last < len(self.tokens) else "."
        place = first - 2
        if self.tokens[first - 1].form != "," or behind not in {",", "."}:
            return False
        while place > max(0, first - _EMPLOYED) and self.tokens[place].end not in self.role_ends:
            token = self.tokens[place]
            if not (_is_capital(token) or token.form in _CONNECTORS):
                return False
            place -= 1
        start = self.role_ends.get(self.tokens[place].end)
        at = self.token_at(start) if start else 0
        return at > 0 and self.tokens[at - 1].form in _HELD_BY

    def _told_after(self, last: int) -> str | None:
        """Return the noun that tells what a name names: "Norte, una aseguradora de Vigo"."""
        if last >= len(self.tokens) or self.tokens[last].form not in {",", "("}:
            return None
        for place in range(last + 1, min(last + _APPOSITION, len(self.tokens))):
            token = self.tokens[place]
            if not token.is_word or token.form == "que" or self._is_study(place):
                return None
            if token.form in words_of("before", "nouns") and token.form not in words_of("openers"):
                return token.raw
            if place == last + 1 and token.form not in _APPOSED | words_of("before", "nouns"):
                return None
        return None

    def _is_cited(self, first: int, last: int) -> bool:
        """Say whether a surname stands in a citation of two: "Arrieta y Solans (2020)"."""
        if last - first != 1 or self.tokens[first].acronym:
            return False
        forms = [token.form for token in self.tokens[last : last + 5]]
        if forms[:1] in (["y"], ["e"]):
            forms = [token.form for token in self.tokens[last + 2 : last + 5]]
        elif first < 1 or self.tokens[first - 1].form not in _AND:
            return False
        return forms[:1] == ["("] and len(forms) > 2 and forms[1].isdigit() and len(forms[1]) == 4

    def _before(self, first: int) -> str | None:
        """Return the frame before a name that makes it an organisation."""
        place = first - 1
        while place >= 0 and self.tokens[place].form in {"«", "“", '"', "‘", "'"}:
            place -= 1
        quoted = place < first - 1
        if place >= 1 and self.tokens[place].form in demonyms() | words_of("qualities"):
            place -= self.tokens[place - 1].form in words_of("before", "nouns")
        nouns = words_of("before", "nouns") | words_of("establishments")
        if place >= 0 and self.tokens[place].form in nouns:
            return f"«{self.tokens[place].raw}» antes del nombre"
        if frame := self._of_trade(place + 1):
            return frame
        if not quoted and (frame := self._told_before(first)):
            return frame
        if place >= 0 and self.tokens[place].form in _ARTICLES:
            place -= 1
        backwards = [
            (token.form,) for token in reversed(self.tokens[max(0, place - 4) : place + 1])
        ]
        match = phrases().longest(backwards, 0)
        if match:
            return (
                f"«{self.text[self.tokens[place + 1 - match[0]].start : self.tokens[place].end]}»"
            )
        if place >= 1 and self.tokens[place].form in _OF and not quoted:
            return self._source_before(place)
        return None

    def _of_trade(self, first: int) -> str | None:
        """Return "escuela de negocios", "consultora de recursos humanos" right before a name."""
        of = next((k for k in range(first - 2, first - _TRADE, -1) if self._is_of(k)), 0)
        between = self.tokens[of + 1 : first]
        if of < 1 or not all(t.is_word and t.form not in _CONNECTORS | {"en"} for t in between):
            return None
        noun = self.tokens[of - 1]
        if noun.form not in words_of("before", "nouns"):
            return None
        return f"«{self.text[noun.start : self.tokens[first - 1].end]}» antes del nombre"

    def _is_of(self, place: int) -> bool:
        return place > 0 and self.tokens[place].form in _OF

    def _told_before(self, first: int) -> str | None:
        """Return the noun that a name follows in apposition: "mi antigua empresa, X,"."""
        behind = self.tokens[first + 1].form if first + 1 < len(self.tokens) else ""
        if first < _APPOSED_TO or self.tokens[first - 1].form != "," or behind not in {",", "."}:
            return None
        noun = self.tokens[first - 2]
        owned = any(t.form in words_of("owning") for t in self.tokens[first - 4 : first - 2])
        told = owned and noun.form in words_of("before", "nouns")
        return f"«{noun.raw}», antes del nombre" if told else None

    def _is_study(self, place: int) -> bool:
        """Say whether a noun of studies stands at `place`, in small letters."""
        token = self.tokens[place]
        return token.form in words_of("studies") and not _is_capital(token)

    def _is_area(self, last: int) -> bool:
        """Say whether "de" and another name follow: what stands before is a part of that one."""
        if last + 1 < len(self.tokens) and self.tokens[last].form in _AND:
            last += 2  # "de Consumo y Retail de Acme"
        if last + 1 >= len(self.tokens) or self.tokens[last].form not in _OF:
            return False
        if self.tokens[last + 1].form in _ARTICLES and last + 2 < len(self.tokens):
            return self.tokens[last + 2].form in words_of("before", "nouns")  # "de la firma"
        return _is_capital(self.tokens[last + 1]) and self.tokens[last + 1].form not in places()

    def _source_before(self, place: int) -> str | None:
        """Return the noun whose "de" stands at `place`: "un informe reciente de X", "CEO de X"."""
        if self.tokens[place - 1].end in self.role_ends:
            # "el gerente de una armadora de Silao"
            firm = self.tokens[place - 1].form in words_of("before", "nouns")
            return None if firm or self._is_of_place(place - 1) else _HELD_AT
        for at in range(place - 1, max(-1, place - 6), -1):
            token = self.tokens[at]
            if not token.is_word:
                return None
            if token.form in words_of("before", "sources"):
                return f"«{token.raw} de»"
        return None

    def _is_of_place(self, place: int) -> bool:
        """Say whether the one word of a role at `place` is of a town or a portfolio, not a firm.

        "los tenderos de Engativá", "la viceministra de Pesca".
        """
        token = self.tokens[place]
        alone = self.role_ends.get(token.end) == token.start
        return alone and token.form in words_of("of_places")

    def _verb_after(self, last: int) -> str | None:
        for place in range(last, min(last + 3, len(self.tokens))):
            form = self.tokens[place].form
            if form in words_of("verbs"):
                return self.tokens[place].raw
            if form not in words_of("auxiliaries"):
                return None
        return None
