"""How an article calls the roles that it names: the thesaurus's label, or the article's own words.

"expertos en ciberseguridad" is one way of saying "profesionales de ciberseguridad": an article that
only says the former has a role of that name, narrower than the one of the thesaurus. Acronyms that
everyone in business says (CEO) are always the label, others (COO) where the article says them.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from corpus.article import Span
from kg.facts import RoleMention
from kg.lexicon import load
from kg.role_index import role_index
from kg.spanish import fold
from kg.thesaurus import thesaurus

__all__ = ["name_roles"]

_WORD = re.compile(r"[^\W_]+")
_TAKEN_UP = re.compile(r"\b(?:l[oa]s?|el|al|del|es[oea]s?|est[oea]s?) \Z", re.IGNORECASE)
_LONGEST = 60  # characters of a label
_ALIKE = 0.5  # share of words in common from which two labels are alike


def name_roles(text: str, mentions: Sequence[RoleMention]) -> tuple[RoleMention, ...]:
    """Return `mentions` under the names that the article uses.

    Args:
        text: the text of the article.
        mentions: what `find_roles` found in it, in reading order.

    Returns:
        The mentions in the same order. One that is called otherwise than in the thesaurus has an
        id and a label of its own and tells the thesaurus's role in `broader`.
    """
    named = {mention.role for mention in mentions}
    if len(named & _roles("canonical")) > 1:
        # "ambos profesionales" are those named before
        mentions = [mention for mention in mentions if mention.role not in _roles("vague")]
    joint = Counter(mention.span for mention in mentions)
    mentions = _whole(text, mentions, joint)
    surfaces: dict[str, Counter[str]] = {}
    for mention in mentions:
        said = _surface(text, mention.span)
        if joint[mention.span] > 1:
            said = _own_part(mention.role, said)
        if said:
            surfaces.setdefault(mention.role, Counter())[said] += 1
    own: dict[str, tuple[str, str]] = {}
    # each role once: a text may name one as often as it has sentences
    for role, label in dict.fromkeys((mention.role, mention.label) for mention in mentions):
        forms = surfaces.get(role)
        if forms and role not in own and not _is_said(role, label, forms):
            said = forms.most_common(1)[0][0]
            slug = "-".join(_WORD.findall(fold(said)))
            if slug and slug not in thesaurus().concepts:
                own[role] = (slug, said)
    return tuple(
        dataclasses.replace(
            mention, role=own[mention.role][0], label=own[mention.role][1], broader=mention.role
        )
        if mention.role in own
        else mention
        for mention in mentions
    )


def _surface(text: str, span: Span) -> str:
    """Return the words of a mention in lower case, acronyms and names aside."""
    words = span.of(text).split()
    return " ".join(word if re.search(r"\w[A-Z]", word) else word.lower() for word in words)


def _own_part(role: str, said: str) -> str:
    """Return what a phrase says of one role: "jefes de ventas" of "jefes de compras y ventas".

    Empty where the phrase does not name the function by a noun.
    """
    concept = thesaurus().concepts.get(role)
    function = thesaurus().functions.get(concept.function) if concept else None
    head = said.split(" de ")[0]
    if function is None or len(head.split()) > 1:
        return ""
    nouns = [label.text.lower() for label in function.nouns if label.language == "es"]
    named = [noun for noun in nouns if re.search(rf"\b{re.escape(noun)}\b", said)]
    return f"{head} de {max(named, key=len)}" if named else ""


def _is_said(role: str, label: str, surfaces: Collection[str]) -> bool:
    """Say whether the label of the thesaurus is near enough to what the article says."""
    if label in load("role_frames")["household"]:
        return True
    if any(len(said) > _LONGEST for said in surfaces):
        return True
    wanted = _words(label)
    if role in _roles("canonical"):
        # "marketeros" and "profesionales de marketing" are; "responsables de informática" are not
        return any(wanted & _words(said) or " " not in said for said in surfaces)
    return any(_are_alike(wanted, _words(said)) for said in surfaces)


@cache
def _roles(name: str) -> frozenset[str]:
    """Return the roles of a list of the role frames."""
    return frozenset(load("role_frames")[name])


def _words(label: str) -> frozenset[str]:
    """Return the words of a label that carry its sense, in the singular."""
    words = (
        word for word in _WORD.findall(fold(label)) if word not in load("role_frames")["empty"]
    )
    return frozenset(w[:-1] if w.endswith("s") and len(w) > 4 else w for w in words)


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return bool(common) and (
        common >= min(len(one), len(other)) or common >= _ALIKE * len(one | other)
    )


def _whole(text: str, mentions: Sequence[RoleMention], joint: Counter[Span]) -> list[RoleMention]:
    """Return the mentions with short ones read in full: "los técnicos" after "técnicos de red".

    Only where the article names one such role alone before.
    """
    longer: dict[str, dict[str, RoleMention]] = {}
    result = []
    for mention in mentions:
        words = mention.span.of(text).split()
        head = _noun(words[0])
        before = longer.get(head, {})
        if len(words) > 1 and joint[mention.span] == 1:
            longer.setdefault(head, {}).setdefault(mention.role, mention)
        elif (
            len(words) == 1
            and len(before) == 1
            and mention.role not in before
            and mention.role not in _roles("canonical")
            and _TAKEN_UP.search(text, max(0, mention.span.start - 8), mention.span.start)
        ):
            (full,) = before.values()
            mention = dataclasses.replace(full, span=mention.span)
        result.append(mention)
    return result


def _noun(word: str) -> str:
    """Return one form for all of a noun's, in gender and number."""
    form = fold(word)
    return role_index().canonical.get(form, form)
