"""Finding the organisations and persons of an article, with their aliases and positions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from corpus.article import Article, Span
from kg.facts import Entity, EntityKind, RoleMention
from kg.lexicon import load
from kg.name import Name, NameFinder
from kg.name_words import given_names, words_of
from kg.office import OfficeReader
from kg.role import find_roles
from kg.spanish import fold, tokenize

__all__ = ["abbreviates", "entity_key", "find_entities"]

_SMALL = frozenset(
    ["de", "del", "la", "las", "los", "el", "y", "e", "&", "of", "for", "and", "the"]
)
_LONGEST_ACRONYM = 8  # letters of one that is written as a word: "Conasami"
_ONLY_SHORT = "forma corta de otro nombre"  # the rule of a name that only another one tells
_BY_FRAME = 0.8  # confidence in an organisation that only the words around it tell
_USUAL = 3  # times as often as the full name, a short one is what the text calls it
_LEAST_INITIALS = 3  # letters of an acronym that joins a name which does not stand beside it
_OFTEN = 3  # mentions that make an organisation the one that an article is about
_TWO_SURNAMES = 3  # words of a name with a given name and two surnames
_LEAST_OF_BODY = 3  # words by which a body may go: "Cámara de Comercio"
_LEAST_ABBREVIATED = 2  # words of what is abbreviated


@cache
def _same() -> dict[str, tuple[str, ...]]:
    """Return the row of equivalent names of each folded name."""
    return {_plain(form): tuple(row) for row in load("entities")["same"] for form in row}


@cache
def _plain(name: str) -> str:
    """Return a name folded, without signs, articles or legal form."""
    for legal in load("entities")["legal"]:
        if name.endswith(" " + legal):
            name = name[: -len(legal)].rstrip(" ,")
    words = [t.form for t in tokenize(name) if t.is_word or t.form.isdigit()]
    while len(words) > 1 and words[0] in {"el", "la", "los", "las", "the"}:
        words = words[1:]
    return " ".join(words)


@cache
def entity_key(kind: EntityKind, name: str) -> str:
    """Return what the names of one organisation or person have in common, for joining articles.

    Equivalents of the lexicon and translated heads count as one: "CMO Council" and "Consejo de
    CMO", "Universidad de Harvard" and "Harvard University".

    >>> entity_key("organization", "CMO Council") == entity_key("organization", "Consejo de CMO")
    True
    """
    plain = _plain(name)
    if kind == "person":
        return plain
    row = _same().get(plain)
    if row:
        return _plain(row[0])
    words = [w for w in plain.split() if w not in _SMALL]
    translations = load("entities")["translations"]
    if len(words) > 1 and words[-1] in translations:
        return " ".join([translations[words[-1]], *words[:-1]])
    return " ".join(words) or plain


@dataclass(slots=True)
class _Group:
    """The mentions of one entity while they are being gathered."""

    kind: EntityKind
    forms: dict[str, set[Span]] = field(default_factory=lambda: defaultdict(set))
    role: str | None = None
    organization: str | None = None
    surest: tuple[float, str] = (0.0, "")  # confidence in what kind of thing it is, and the rule

    @property
    def name(self) -> str:
        """The fullest form, or the short one that the text all but always uses: "Pemex"."""
        full = max(self.forms, key=lambda form: (len(form.split()), len(form)))
        if self.kind == "person":
            return full
        usual = max(self.forms, key=lambda form: (len(self.forms[form]), form == full))
        return usual if len(self.forms[usual]) >= _USUAL * len(self.forms[full]) else full


def abbreviates(short: str, long: str) -> bool:
    """Say whether the letters of `short` stand in `long` in that order, from its first on."""
    acronym = short.isupper() or (short.isalnum() and len(short) <= _LONGEST_ACRONYM)
    if not acronym or not short[0].isupper() or len(long.split()) < _LEAST_ABBREVIATED:
        return False  # "INE", but also "Inegi" and "BdeM"
    letters = iter(_plain(long).replace("-", " "))
    return short[0].lower() == _plain(long)[0] and all(c in letters for c in fold(short))


def _acronym_of(name: str) -> str:
    """Return the initials that a long name is abbreviated to: "INE" of "Instituto Nacional …"."""
    return "".join(w[0] for w in _plain(name).split() if w not in _SMALL).upper()


class _Resolver:
    """Gathers the names of an article into entities."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.groups: dict[tuple[EntityKind, str], _Group] = {}
        self.short: dict[str, set[tuple[EntityKind, str]]] = {}
        self.surnames: set[str] = set()  # of the persons whom the article names in full
        self.keys: dict[str, str] = {}  # abbreviations that the article introduces
        self.studies: set[str] = set()  # acronyms of studies: "Encuesta de Empleo (EE)"

    def note_surnames(self, names: Iterable[Name]) -> None:
        """Note the last names of persons, which may be those of firms too: "Ellen Marsh"."""
        for name in names:
            if name.kind == "person" and not _is_weak(name):
                self.surnames.add(_plain(name.text).rsplit(" ", 1)[-1])

    def is_surname(self, name: Name) -> bool:
        """Say whether what is known as a firm's name is the surname of a person here."""
        return name.kind == "organization" and _plain(name.text) in self.surnames

    def add(self, kind: EntityKind, name: Name, key: str | None = None) -> _Group:
        key = key or (self.keys.get(_plain(name.text)) if kind == "organization" else None)
        place = (kind, key or entity_key(kind, name.text))
        group = self.groups.setdefault(place, _Group(kind))
        group.forms[name.text].add(name.span)
        if name.confidence > group.surest[0]:
            group.surest = (name.confidence, name.rule or _ONLY_SHORT)
        return group

    def note_studies(self, names: Iterable[Name]) -> None:
        """Note the acronyms of studies, which are no organisations: "Encuesta Anual de Pesca"."""
        for name in names:
            initials = _acronym_of(name.text)
            if _names_study(name.text) and len(initials) >= _LEAST_INITIALS:
                self.studies.add(initials.lower())

    def abbreviations(self, finder: NameFinder, names: Sequence[Name]) -> None:
        """Join "Instituto Nacional de Estadística (INE)" and "INE (Instituto …)" into one."""
        for name, other in pairwise(names):
            if not _is_shortened(finder, name, other):
                continue
            long, short = sorted((name, other), key=lambda n: -len(n.text))
            if _names_study(long.text) and abbreviates(short.text, long.text):
                self.studies.add(_plain(short.text))
                continue
            if "organization" in (long.kind, short.kind) and abbreviates(short.text, long.text):
                key = entity_key("organization", long.text)
                self.keys.setdefault(_plain(short.text), key)
                self.add("organization", short, key)
                self.add("organization", long, key)

    def shorts(self, names: Sequence[Name]) -> None:
        """Join "Instituto Mexicano del Seguro Social" and "IMSS", "Grupo Bimbo" and "Bimbo"."""
        found: dict[str, set[str]] = {}
        for name in names:
            if name.kind != "organization" or _plain(name.text) in _same():
                continue
            words = _plain(name.text).split()
            key = self.keys.get(_plain(name.text)) or entity_key("organization", name.text)
            if len(words) >= _LEAST_INITIALS:
                found.setdefault(_acronym_of(name.text).lower(), set()).add(key)
            if len(words) > 1 and words[0] == "grupo":
                found.setdefault(" ".join(words[1:]), set()).add(key)
            least = _LEAST_OF_BODY if words[0] in words_of("heads") else 1
            for size in range(least, len(words)):  # "Velkora" is "Velkora Research"
                found.setdefault(" ".join(words[:size]), set()).add(key)
        for name in names:
            plain = _plain(name.text)
            keys = found.get(plain, set())
            told = name.kind == "organization" or (name.kind is None and name.confidence)
            if told and len(keys) == 1 and plain not in _same():
                self.keys.setdefault(plain, next(iter(keys)))

    def index(self) -> None:
        """Note what short forms each entity found so far goes by."""
        for short, joined in self.keys.items():
            self.short.setdefault(short, set()).add(("organization", joined))
        for kind, key in self.groups:
            forms = _person_forms(key)
            if kind == "organization":
                forms = {key}
                for form in self.groups[kind, key].forms:
                    plain = _plain(form).split()
                    forms.update(" ".join(plain[:size]) for size in range(1, len(plain) + 1))
                    if len(plain) > 1:
                        forms.add(_acronym_of(form).lower())
            for form in forms:
                self.short.setdefault(form, set()).add((kind, key))

    def add_weak(self, name: Name) -> None:
        """Add a name that no other one of the article explains, and its short forms."""
        if name.kind is None:
            return
        self.add(name.kind, name)
        if name.kind == "person":
            key = entity_key("person", name.text)
            for form in _person_forms(key):
                self.short.setdefault(form, set()).add(("person", key))

    def is_organization(self, name: Name) -> bool:
        """Say whether a name is an organisation's, told so here or elsewhere in the article."""
        if name.kind is not None or not name.confidence:
            return name.kind == "organization"
        known = self.later(name)
        return known is not None and known[0] == "organization"

    def key_of(self, name: Name) -> str:
        """Return what the names of one organisation have in common in this article."""
        known = None if name.kind else self.later(name)
        return (
            (known and known[1])
            or self.keys.get(_plain(name.text))
            or entity_key("organization", name.text)
        )

    def later(self, name: Name) -> tuple[EntityKind, str] | None:
        """Return the only entity that an unclear name may mean: a surname, an acronym, a start."""
        hits = self.short.get(_plain(name.text), set())
        return next(iter(hits)) if len(hits) == 1 else None


def _names_study(name: str) -> bool:
    """Say whether a name is a study's: "Encuesta Continua de Empleo"."""
    return fold(name).split()[0] in words_of("studies")


def _person_forms(key: str) -> set[str]:
    """Return what a person goes by: "Ana Vega Mas" is "Vega Mas", "Mas" and "Vega"."""
    words = key.split()
    forms = {" ".join(words[at:]) for at in range(1, len(words))}
    surname = len(words) == _TWO_SURNAMES and words[-2] not in given_names() | _SMALL
    return forms | ({words[-2]} if surname else set())


def _is_shortened(finder: NameFinder, name: Name, other: Name) -> bool:
    """Say whether a name opens what shortens the one before: "X (INE)", "X, el INE, …"."""
    between = [token.form for token in finder.tokens[name.last : other.first]]
    behind = finder.tokens[other.last].form if other.last < len(finder.tokens) else ""
    apposed = between in ([","], [",", "la"], [",", "el"]) and behind == ","
    return between == ["("] or (apposed and " " not in other.text)


def _blocks(article: Article) -> list[tuple[NameFinder, list[RoleMention]]]:
    finders = []
    for block in article.blocks:
        if block.kind != "boilerplate":
            roles = find_roles(article.text, block.start, block.end)
            finders.append((NameFinder(article.text, block.start, block.end, roles), roles))
    return finders


def _main_firm(resolver: _Resolver) -> str | None:
    """Return the organisation that the headline names, or that is named far more than others."""
    headline = resolver.article.headline
    bodies = [group for (kind, _), group in resolver.groups.items() if kind == "organization"]
    named = sorted(((len(_mentions(group)), group.name) for group in bodies), reverse=True)
    titled = [g.name for g in bodies if headline and any(map(headline.covers, _mentions(g)))]
    if len(titled) == 1:
        return titled[0]
    (most, name), (next_, _) = [*named[:2], (0, ""), (0, "")][:2]
    return name if most >= _OFTEN and most >= 2 * next_ else None


def _mentions(group: _Group) -> set[Span]:
    return set().union(*group.forms.values())


def _offices(
    resolver: _Resolver,
    finder: NameFinder,
    roles: Sequence[RoleMention],
    names: Sequence[Name],
    firm: str | None,
    called: dict[str, str],
) -> None:
    """Note the office, and its organisation, that stand beside each person of a block."""
    employers = [n for n in names if resolver.is_organization(n)]
    reader = OfficeReader(finder, roles, employers, resolver.key_of, firm, called)
    for name in names:
        if name.kind != "person":
            continue
        group = resolver.groups.get(("person", entity_key("person", name.text)))
        if group is None or group.role:
            continue
        if found := reader.read(name):
            group.role, group.organization = found[0], found[1] or group.organization
    called.update({noun: name for _, noun, name in reader.introduced})


def _authors(article: Article, resolver: _Resolver) -> None:
    """Enter the authors of the byline, whose names are known to be persons."""
    for author in article.authors:
        place = article.text.find(author)
        words = author.split()
        if (
            place >= 0
            and 2 <= len(words) <= 5
            and fold(words[0]) not in load("entities")["not_authors"]
            and all(w[0].isupper() or fold(w) in _SMALL for w in words)
        ):
            span = Span(place, place + len(author))
            resolver.add("person", Name(author, span, "person", 0.95, "firma", 0, 0))


def find_entities(article: Article) -> tuple[Entity, ...]:
    """Return the organisations and persons that an article names, in order of first mention."""
    resolver = _Resolver(article)
    _authors(article, resolver)
    blocks = [(finder, roles, finder.names()) for finder, roles in _blocks(article)]
    people = {_plain(n.text) for _, _, names in blocks for n in names if n.kind == "person"}
    blocks = [(f, roles, [_settled(n, people) for n in names]) for f, roles, names in blocks]
    resolver.note_surnames(name for _, _, names in blocks for name in names)
    resolver.note_studies(name for _, _, names in blocks for name in names)
    for finder, _, names in blocks:
        resolver.abbreviations(finder, names)
    blocks = [
        (f, roles, [n for n in names if _plain(n.text) not in resolver.studies])
        for f, roles, names in blocks
    ]
    resolver.shorts([name for _, _, names in blocks for name in names])
    for _, _, names in blocks:
        for name in names:
            if name.kind and not _is_weak(name) and not resolver.is_surname(name):
                resolver.add(name.kind, name)
    resolver.index()
    firm = _main_firm(resolver)
    called: dict[str, str] = {}  # "la consultora Acme": whom "la consultora" means from there on
    for finder, roles, names in blocks:
        for name in names:
            surname = resolver.is_surname(name)
            if (
                name.kind is not None and not _is_weak(name) and not surname
            ) or not name.confidence:
                continue
            if known := resolver.later(name):
                resolver.add(known[0], name, known[1])
            else:
                resolver.add_weak(name)
        _offices(resolver, finder, roles, names, firm, called)
    return tuple(
        sorted((_entity(g) for g in resolver.groups.values()), key=lambda e: e.mentions[0])
    )


def _settled(name: Name, people: Collection[str]) -> Name:
    """Return the name, as a person's where its frame tells an organisation and others a person.

    "La presidenta Zulaika Orbe" settles what "por parte de Zulaika Orbe" leaves open.
    """
    doubtful = name.kind == "organization" and name.confidence <= _BY_FRAME
    if doubtful and " " in name.text and _plain(name.text) in people:
        return replace(name, kind="person", rule="persona en otra frase")
    return name


def _is_weak(name: Name) -> bool:
    """Say whether a person's name lacks a given name, so that it may be the surnames of another."""
    return name.kind == "person" and name.confidence < 0.85


def _entity(group: _Group) -> Entity:
    name = group.name
    row = _same().get(_plain(name), ()) if group.kind == "organization" else ()
    aliases = [form for form in dict.fromkeys([*group.forms, *row]) if form != name]
    return Entity(
        kind=group.kind,
        name=name,
        mentions=tuple(sorted(_mentions(group))),
        aliases=tuple(aliases),
        role=group.role,
        organization=group.organization,
        rule=group.surest[1],
        confidence=group.surest[0],
    )
