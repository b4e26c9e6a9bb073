"""The studies of an article while they are gathered, and which of them a mention means."""

import re
from dataclasses import dataclass, field, replace

from corpus.article import Span
from kg.facts import Sample
from kg.study_cue import CITED, words_in
from kg.study_place import StudyMention

__all__ = ["Draft", "Drafts", "is_kind", "title_words"]

_CARRY = 12  # sentences over which a study that nobody names again is still being told
_MANY = 40  # studies of one article that are compared; more are no article
_NEAR = 3  # sentences after a study in which its title may follow


@dataclass(slots=True)
class Draft:
    """A study while its mentions are gathered."""

    makers: list[str] = field(default_factory=list)
    title: str | None = None
    short: str | None = None  # what the text shortens the title to, in capitals
    year: str | None = None
    samples: list[Sample] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    first: int = 0
    figures: bool = False
    source: bool = False  # a sentence gives it as the source of what was said before

    @property
    def surveyed(self) -> bool:
        """Whether it is known by somebody who asked people."""
        return any(rule.rsplit(" ", 1)[-1] in words_in("surveying") for rule in self.rules)


def title_words(name: str) -> set[str]:
    """Return the words of a name or title that tell it from others."""
    return {w for w in re.findall(r"\w+", name.lower()) if len(w) > 2}


def _same_title(one: str, other: str) -> bool:
    a, b = title_words(one), title_words(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.75


def is_kind(name: str, noun: str) -> bool:
    """Say whether a body may be called so: "el instituto" is the INE or the Instituto de Pesca."""
    words = title_words(name)
    trade = noun in words_in("trade_kinds") and bool(words & words_in("trade_nouns"))
    return noun in words or trade or (name.isupper() and name[0].lower() == noun[0])


class Drafts:
    """The studies read so far.

    Attributes:
        all: in order of their first mention.
        current: the one that is being told.
        last_end: where the mention before ended in the sentence, -1 where there was none.
        last: organisation of the sentence before.
        main: organisation that the article names most.
        persons: whom the article names.
    """

    def __init__(self) -> None:
        self.all: list[Draft] = []
        self.current: Draft | None = None
        self.last_end = -1
        self.last: str | None = None
        self.main: str | None = None
        self.persons: frozenset[str] = frozenset()

    def meant(self, mention: StudyMention, *, sized: bool) -> Draft | None:
        """Return the study that a mention without name or maker means.

        `sized` tells that the sentence gives a sample.
        """
        if mention.body:
            return self._of_body(mention.noun)
        apposition = 0 <= mention.place - self.last_end <= 3
        for draft in reversed(self.all[-_MANY:]):
            # "el Termómetro" is the study whose title says so
            if (
                draft.title
                and mention.noun
                and mention.noun in title_words(draft.title)
                and mention.definiteness == "definite"
            ):
                return draft
        if mention.definiteness == "definite" and (called := self._called(mention.noun)):
            return called
        if self.current and (mention.definiteness in ("definite", "bare") or apposition):
            return self.current if apposition else self._at_hand(self.current)
        told_here = self.last_end >= 0 and self.current is not None and not self.current.samples
        if told_here and sized and mention.definiteness == "indefinite":
            return self.current  # "el informe recoge los datos de una encuesta a 300 jefes"
        return None

    def _of_body(self, noun: str) -> Draft | None:
        """Return the study of the body that was named last: "la entidad informó que"."""
        kind = self.last is not None and is_kind(self.last, noun)
        named = kind or (noun in words_in("any_body") and self.main in (None, self.last))
        for draft in reversed(self.all[-_MANY:]):
            if named and self.last in draft.makers:
                return draft
        fits = [d for d in self.all[-_MANY:] if any(is_kind(m, noun) for m in d.makers)]
        return fits[0] if len(fits) == 1 and noun not in words_in("any_body") else None

    def _called(self, noun: str) -> Draft | None:
        """Return the one study that was called so, where the one at hand was not."""
        if self.current is None or noun in words_in("any_study"):
            return None
        if any(rule.startswith(noun) for rule in self.current.rules):
            return None
        named = [d for d in self.all[-_MANY:] if any(r.startswith(noun) for r in d.rules)]
        return named[0] if len(named) == 1 else None

    def _at_hand(self, current: Draft) -> Draft:
        """Return what "el estudio" means: not who was only quoted by "según X"."""
        cited = not current.title and not current.samples
        if cited and not any(rule.split()[0] in words_in("nouns") for rule in current.rules):
            called = [draft for draft in self.all[-_MANY:] if draft.title or draft.samples]
            return called[-1] if called else current
        return current

    def in_full(self, mention: StudyMention) -> StudyMention:
        """Take "datos de la ENOE" for the survey that was shortened so, and for no organisation.

        An Observatorio that made a study is no title of another one.
        """
        for draft in self.all[-_MANY:]:
            body = mention.title if mention.noun in words_in("bodies_too") else None
            if body and any(_same_title(body, maker) for maker in draft.makers):
                return replace(mention, makers=tuple(draft.makers), title=None)
            if draft.short and mention.makers == (draft.short,) and not mention.title:
                return replace(mention, makers=(), title=draft.title)
        return mention

    def known(self, mention: StudyMention) -> Draft | None:
        """Find the study with that title, that maker, or an open place for them."""
        for draft in self.all[-_MANY:]:
            if mention.title and draft.title and _same_title(mention.title, draft.title):
                return draft
        if self._authored(mention):
            return self.current
        for draft in reversed(self.all[-_MANY:]):
            # "nuestro Barómetro del Comercio" and then "Nexum presentó su barómetro"
            lacks = draft.title and not draft.makers and mention.theirs and not mention.title
            if lacks and mention.noun in title_words(draft.title or ""):
                return draft
        if mention.definiteness != "another":
            for draft in reversed(self.all[-_MANY:]):
                shared = any(_same_title(a, b) for a in mention.makers for b in draft.makers)
                # "una encuesta de X" beside the titled study of X is another one
                told = mention.definiteness == "indefinite" and draft.title and not mention.title
                if shared and not told and not (mention.title and draft.title):
                    return draft
        return self._open(mention)

    def _authored(self, mention: StudyMention) -> bool:
        """Say whether persons are named as the authors of the study at hand: "El estudio, de X"."""
        persons = bool(mention.makers) and self.persons.issuperset(mention.makers)
        near = self.current and mention.sentence - self.current.places[-1][1] <= _NEAR
        return persons and bool(near) and not mention.title and mention.definiteness == "definite"

    def _open(self, mention: StudyMention) -> Draft | None:
        """Return the study at hand if what the mention tells is what it still lacks."""
        draft = self.current
        if (
            draft is None
            or mention.theirs  # "su sondeo" is of whoever was spoken of, and no study at hand
            or mention.definiteness == "another"
            or mention.sentence - draft.first > _CARRY
        ):
            return None
        anonymous = not draft.makers and not draft.title
        if anonymous:
            return draft
        here = mention.sentence == draft.places[-1][1]
        if mention.title and not mention.makers and not draft.title and here and draft.surveyed:
            return draft  # "X encuestó a 920 jefes para un documento titulado «Título»"
        # Only a study that was called one can be given its title by the next sentences.
        called = any(not rule.startswith("organización") for rule in draft.rules)
        near = mention.sentence - draft.places[-1][1] <= _NEAR
        pointed = mention.definiteness == "definite" or not mention.noun
        if mention.title and not mention.makers and not draft.title and called and near and pointed:
            return draft
        apposition = 0 <= mention.place - self.last_end <= 3
        if (
            mention.makers
            and not mention.title
            and not draft.makers
            and (mention.definiteness == "definite" or apposition)
        ):
            return draft
        return None

    def new(self, sentence: int) -> Draft:
        """Begin a study that sentence number `sentence` tells of."""
        draft = Draft(first=sentence)
        self.all.append(draft)
        return draft

    def only_cited(self) -> bool:
        """Say whether no study is at hand but one that a "según X" has cited."""
        if self.current is None:
            return True
        told = self.current.title or self.current.samples or self.current.surveyed
        return not told and all(rule.startswith(CITED) for rule in self.current.rules)
