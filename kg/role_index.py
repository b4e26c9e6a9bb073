"""The words of the roles thesaurus and of the role frames, ready to be looked up."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from kg.lexicon import load
from kg.phrases import PhraseTree
from kg.spanish import Token, fold, inflect, tokenize
from kg.thesaurus import Thesaurus, thesaurus

__all__ = ["FunctionWord", "Head", "RoleIndex", "role_index", "role_reason", "trades"]

_PREPOSITIONS = frozenset({"de", "del", "en", "por", "a", "con", "para", "of"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head noun of a role phrase: its canonical words and the level that it gives."""

    words: str
    level: str


@dataclass(frozen=True, slots=True)
class FunctionWord:
    """A word for a function; an adjective follows its head without a preposition."""

    function: str
    words: str
    adjective: bool


@dataclass(frozen=True)
class RoleIndex:
    """Everything that the finder looks up, by canonical words."""

    canonical: dict[str, str]
    explicit: PhraseTree[str]
    heads: PhraseTree[Head]
    nouns: PhraseTree[FunctionWord]
    adjectives: PhraseTree[FunctionWord]
    connectors: PhraseTree[bool]
    bridges: PhraseTree[bool]
    bridge_connectors: PhraseTree[bool]
    list_words: PhraseTree[bool]
    modifiers: frozenset[str]
    teams: PhraseTree[str]
    apart: frozenset[tuple[str, str]]

    @cached_property
    def openings(self) -> frozenset[str]:
        """The words that begin some phrase of a role or team: at most others none is looked up."""
        return self.explicit.firsts | self.heads.firsts | self.teams.firsts

    def keys(self, tokens: Iterable[Token], *, casefold: bool) -> list[tuple[str, ...]]:
        """Return the readings of each token: its acronym, then its canonical form."""
        keys: list[tuple[str, ...]] = []
        for token in tokens:
            word, acronym = self.canonical.get(token.form), token.acronym
            if word is None:  # written out, since every word of every sentence comes here
                word = token.form
                if word[:2] == "ex":
                    word = self.canonical_of(word)
                    acronym = acronym or _former_acronym(token.raw)
            if acronym:
                keys.append(("^" + acronym, word))
            elif casefold:
                keys.append((word, "^" + token.form.upper()))
            else:
                keys.append((word,))
        return keys

    def canonical_of(self, form: str) -> str:
        """Return the one form for all of a folded word's, in gender and number.

        "exdirector" is "director": who held an office is told by it.
        """
        return self.canonical.get(self.held(form), form)

    def held(self, form: str) -> str:
        """Return a folded word without the "ex" of those who held an office, where it has one."""
        former = form.startswith("ex") and form not in self.canonical
        return form[2:] if former and form[2:] in self.canonical else form


def _former_acronym(raw: str) -> str | None:
    """Return the acronym behind "ex": "exCEO"."""
    former = raw[:2] == "ex" and raw[2:].isupper() and raw[2:].isalpha()
    return raw[2:] if former else None


def _is_acronym(token: Token) -> bool:
    return token.acronym is not None and (len(token.raw) > 1 or token.raw in "IDTR")


def _head_words(tokens: list[Token], language: str) -> list[Token]:
    """Return the words of a label that change with gender and number."""
    words = [token for token in tokens if token.is_word and not _is_acronym(token)]
    if language == "en":
        return words[-1:] + words[:1]
    for place, token in enumerate(words):
        if token.form in _PREPOSITIONS:
            return words[:place]
    return words


class _Builder:
    """Collects the forms of all words first, since labels are entered by canonical words."""

    def __init__(self, roles: Thesaurus) -> None:
        self.roles = roles
        self.frames = load("role_frames")
        self.canonical: dict[str, str] = {}

    def learn(self, text: str, language: str = "es") -> None:
        for token in _head_words(tokenize(text), language):
            if language == "en":
                self.canonical.setdefault(
                    token.form + "s", self.canonical.get(token.form, token.form)
                )
                continue
            forms = inflect(token.form)
            for form in forms:
                self.canonical.setdefault(form, self.canonical.get(forms[0], forms[0]))

    def words(self, text: str) -> list[str]:
        tokens = tokenize(text.rstrip("."))
        return [
            "^" + t.raw if _is_acronym(t) else self.canonical.get(t.form, t.form) for t in tokens
        ]

    def tree(self, phrases: Iterable[str]) -> PhraseTree[bool]:
        tree: PhraseTree[bool] = PhraseTree()
        for phrase in phrases:
            tree.add(self.words(phrase), True)
        return tree

    def learn_all(self) -> None:
        for concept in self.roles.concepts.values():
            self.learn(concept.label)
            for label in concept.alt_labels:
                self.learn(label.text, label.language)
        for function in self.roles.functions.values():
            for adjective in function.adjectives:
                self.learn(adjective)
        for words in (self.frames["open"]["person"], self.frames["open"]["team"]):
            for word in words:
                self.learn(word)
        heads = (word for words in self.frames["heads"].values() for word in words)
        for word in [*heads, *self.frames["bridges"], *self.frames["modifiers"]]:
            self.learn(word)

    def build(self) -> RoleIndex:
        self.learn_all()
        explicit: PhraseTree[str] = PhraseTree()
        for concept in self.roles.concepts.values():
            forms = [concept.label, *(label.text for label in concept.alt_labels)]
            for form in [*forms, *([concept.label_en] if concept.label_en else [])]:
                explicit.add(self.words(form), concept.id)
        heads: PhraseTree[Head] = PhraseTree()
        for level, words in self.frames["heads"].items():
            for word in words:
                heads.add(self.words(word), Head(" ".join(self.words(word)), level))
        nouns: PhraseTree[FunctionWord] = PhraseTree()
        adjectives: PhraseTree[FunctionWord] = PhraseTree()
        teams: PhraseTree[str] = PhraseTree()
        for function in self.roles.functions.values():
            for label in function.nouns:
                words = self.words(label.text)
                nouns.add(words, FunctionWord(function.id, fold(label.text), False))
            for adjective in function.adjectives:
                words = self.words(adjective)
                adjectives.add(words, FunctionWord(function.id, fold(adjective), True))
            for name in function.team_names:
                teams.add(self.words(name), function.id)
        apart = {(" ".join(self.words(a)), fold(b)) for a, b in self.frames["not_together"]}
        return RoleIndex(
            canonical=self.canonical,
            explicit=explicit,
            heads=heads,
            nouns=nouns,
            adjectives=adjectives,
            connectors=self.tree(self.frames["connectors"]),
            bridges=self.tree(self.frames["bridges"]),
            bridge_connectors=self.tree(self.frames["bridge_connectors"]),
            list_words=self.tree(self.frames["list_words"]),
            modifiers=frozenset(self.words(m)[0] for m in self.frames["modifiers"]),
            teams=teams,
            apart=frozenset(apart),
        )


@cache
def role_index() -> RoleIndex:
    """Return the index of the thesaurus that ships, built once."""
    return _Builder(thesaurus()).build()


@cache
def trades() -> frozenset[str]:
    """Return every form of the one word that names who has a role: "consultora"."""
    concepts = (c for c in thesaurus().concepts.values() if c.kind == "person")
    labels = (text for c in concepts for text in (c.label, *(a.text for a in c.alt_labels)))
    return frozenset(form for text in labels if text.isalpha() for form in inflect(text))


def role_reason(name: str) -> tuple[str, float]:
    """Return how a reason to read a role is told to people, and how far it can be trusted."""
    reason = load("role_frames")["reasons"][name]
    return reason["rule"], reason["confidence"]
