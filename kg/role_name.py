"""How an article calls the roles that it names: the thesaurus's label, or the article's own words.

"expertos en ciberseguridad" is one way of saying "profesionales de ciberseguridad": an article that
only says the former has a role of that name, narrower than the one of the thesaurus. Acronyms that
everyone in business says (CEO) are always the label, others (COO) where the article says them.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from functools import cache

from corpus.article import Span
from kg.facts import RoleMention
from kg.lexicon import load
from kg.role_index import role_index
from kg.role_sense import senses_of
from kg.spanish import fold
from kg.thesaurus import thesaurus

__all__ = ["name_roles"]

_Key = tuple[str, bool]  # a role, and whether its deputies are meant

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
    spelt = {m.role for m in mentions if not senses_of(m.span.of(text).upper())}
    if len(named & _roles("canonical")) > 1:
        # "ambos profesionales" are those named before
        mentions = [mention for mention in mentions if mention.role not in _roles("vague")]
    mentions = [_told(text, mention, spelt) for mention in mentions]
    joint = Counter(mention.span for mention in mentions)
    mentions = _whole(text, mentions, joint)
    surfaces: dict[_Key, Counter[str]] = {}
    firsts: dict[_Key, RoleMention] = {}
    keys = []
    for mention in mentions:
        said = _surface(text, mention.span)
        if joint[mention.span] > 1:
            said = _own_part(mention.role, said)
        key = (mention.role, _is_deputy(said) and not _is_deputy(mention.label))
        keys.append(key)
        if said:
            firsts.setdefault(key, mention)
            surfaces.setdefault(key, Counter())[said] += 1
    own: dict[_Key, tuple[str, str]] = {}
    for key, forms in surfaces.items():
        if key[1] or not _is_said(firsts[key], forms):
            label = forms.most_common(1)[0][0]
            slug = "-".join(_WORD.findall(fold(label)))
            if slug and slug not in thesaurus().concepts:
                own[key] = (slug, label)
    return tuple(
        dataclasses.replace(mention, role=own[key][0], label=own[key][1], broader=mention.role)
        if key in own
        else mention
        for mention, key in zip(mentions, keys, strict=True)
    )


def _told(text: str, mention: RoleMention, spelt: Set[str]) -> RoleMention:
    """Return an acronym of several roles as the one of them that the article spells out.

    "CPO" is who leads people in an article that names a chief people officer.
    """
    acronym = mention.span.of(text).upper()
    said = senses_of(acronym) & spelt
    if len(said) != 1 or mention.label != acronym:
        return mention
    concept = thesaurus().concepts[next(iter(said))]
    return dataclasses.replace(mention, role=concept.id, label=concept.label)


def _is_deputy(label: str) -> bool:
    """Say whether a label is that of who stands in for the head: "subdirectora financiera"."""
    head = label.split(" de ")[0].split()
    return any(_noun(word) in _roles("deputies") for word in head)


def _surface(text: str, span: Span) -> str:
    """Return the words of a mention in lower case, acronyms and names aside."""
    words = span.of(text).split()
    if role_index().held(fold(words[0])) != fold(words[0]):
        words[0] = words[0][2:]  # "exministra" held the office of a minister
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


def _is_said(mention: RoleMention, surfaces: Iterable[str]) -> bool:
    """Say whether the label of the thesaurus is near enough to what the article says."""
    if mention.label in load("role_frames")["household"]:
        return True
    if any(len(said) > _LONGEST for said in surfaces):
        return True
    wanted = _words(mention.label)
    if mention.role in _roles("canonical"):
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
    return role_index().canonical_of(fold(word))
