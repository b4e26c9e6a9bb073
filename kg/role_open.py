"""Roles that no thesaurus can list: a known head noun with a complement of its own.

"ingeniero de detección", "vicepresidenta de investigación", "analistas N1", "Agile Coach".
"""

import dataclasses
import re
from collections.abc import Sequence
from functools import cache

from corpus.article import Span
from kg.facts import RoleKind, RoleMention
from kg.imperative import is_infinitive
from kg.lexicon import load
from kg.role_context import all_forms, is_behind_name, is_house
from kg.role_index import role_index, role_reason
from kg.spanish import Token, fold, tokenize

__all__ = ["find_open_roles"]

_CODE = re.compile(r" (?:[A-Z]{2,5}|[A-Z]{1,3}-?\d{1,2})(?!\w)")  # "analistas N1", "analistas SOC"
_MOST_ENGLISH = 3  # words before the head of an English title


def find_open_roles(
    text: str, start: int, end: int, found: Sequence[RoleMention]
) -> list[RoleMention]:
    """Return `found` with the roles of `text[start:end]` that are put together freely.

    Args:
        text: the text of the article.
        start: first character to read.
        end: one past the last character to read.
        found: what `find_roles` found there: a head noun alone is read on with its complement.
    """
    tokens = tokenize(text, start, end)
    alone = {mention.span.start: mention for mention in found if " " not in mention.span.of(text)}
    phrases = sorted((m for m in found if m.span.start not in alone), key=lambda m: m.span.start)
    result = list(phrases)
    until = following = 0  # what is read ends there; the next phrase read before
    for place, token in enumerate(tokens):
        while following < len(phrases) and phrases[following].span.start < token.start:
            until = max(until, phrases[following].span.end)
            following += 1
        ahead = phrases[following].span.start if following < len(phrases) else end
        if token.start < until or token.start == ahead:
            continue
        known = alone.get(token.start)
        if known and _is_other(tokens, place):
            continue
        read = _spanish(text, tokens, place) or _english(text, tokens, place)
        if read and known and read.span == known.span:
            mention = known
        elif read and read.span.end <= ahead:
            mention = (
                dataclasses.replace(read, kind=known.kind, broader=known.role) if known else read
            )
        elif known:
            mention = known
        else:
            continue
        result.append(mention)
        until = mention.span.end
    return sorted(result, key=lambda mention: (mention.span.start, mention.span.end))


def _is_other(tokens: Sequence[Token], place: int) -> bool:
    """Say whether what follows makes the noun at `place` no role: "jefes de familia"."""
    after = [token.form for token in tokens[place + 1 : place + 4]]
    if not after or after[0] not in {"de", "del"}:
        return False
    if after[0] == "de" and len(after) > 1 and is_infinitive(tokens[place + 2].raw):
        return True  # "el encargado de abrir la tienda"
    if role_index().canonical_of(tokens[place].form) in _heads("of_families"):
        return False  # "médicos de familia"
    return any(form in _words("no_role") for form in after[1:] if form not in {"la", "el", "los"})


@cache
def _words(name: str) -> frozenset[str]:
    """Return the folded words of a list of `open` in the role frames."""
    return frozenset(fold(word) for word in load("role_frames")["open"][name])


@cache
def _heads(name: str) -> frozenset[str]:
    """Return the canonical forms of the heads of a list."""
    canonical = role_index().canonical
    return frozenset(canonical.get(word, word) for word in _words(name))


@cache
def _determiners() -> frozenset[str]:
    return frozenset(fold(word) for word in load("role_frames")["determiners"])


@cache
def _apart() -> frozenset[str]:
    """Return forms of heads that name something else."""
    return frozenset(fold(word) for word in load("role_frames")["not_alone"])


def _spanish(text: str, tokens: list[Token], place: int) -> RoleMention | None:
    """Read a head noun with a bare noun behind "de" or "en", or a code."""
    head = tokens[place]
    noun = role_index().canonical_of(head.form)
    kind: RoleKind = "person" if noun in _heads("person") else "team"
    if noun not in _heads("person") and noun not in _heads("team"):
        return None
    if noun == "personal" and (place == 0 or tokens[place - 1].form not in _words("articles")):
        return None  # "una decisión personal de Ana"
    named = is_behind_name(tokens, place)
    if (head.form in _apart() and not named) or is_house(head):
        return None  # "la consultora LCG" is a firm
    code = _CODE.match(text, head.end) if kind == "person" else None
    if code:
        return _mention(text, head.start, code.end(), kind, "code")
    office = _office(text, tokens, place, noun, kind, named=named)
    if office or place + 2 >= len(tokens) or tokens[place + 1].form not in {"de", "en"}:
        return office
    complement = tokens[place + 2]
    bare = complement.is_word and complement.raw.islower() and len(complement.raw) > 3
    if not bare or complement.form in _words("no_complement"):
        return None
    if complement.form.endswith(("mente", "ando", "iendo")) or complement.form in _words("small"):
        return None
    if is_infinitive(complement.raw):
        return None  # "encargado de abrir la tienda"
    before = tokens[place - 1].form if place else ""
    qualifies = head.form.endswith("s") and head.form in all_forms("adjectives")
    if qualifies and before.endswith("s") and before not in _determiners():
        return None  # "propuestas comerciales en línea"
    return _mention(text, head.start, complement.end, kind, "complement")


def _office(
    text: str, tokens: list[Token], place: int, noun: str, kind: RoleKind, *, named: bool
) -> RoleMention | None:
    """Read an office with what it is of ("secretaria de Comercio"), or a title behind a name."""
    head = tokens[place]
    after = tokens[place + 1 : place + 3]
    if len(after) < 2 or after[0].form not in {"de", "del"}:
        return None
    whole = after[0].form == "del" or after[1].form in _determiners()  # "de la comarca"
    if not whole and not after[1].raw[0].isupper():
        return None
    if not whole and noun in _heads("portfolios") and after[1].acronym is None:
        return _mention(text, head.start, after[1].end, kind, "complement")
    titled = named and noun not in _heads("not_titles")
    return _mention(text, head.start, head.end, kind, "complement") if titled else None


def _english(text: str, tokens: list[Token], place: int) -> RoleMention | None:
    """Read an English title: "SOC Manager", "scrum masters"."""
    first = place
    while (
        first < len(tokens) - 1
        and first - place < _MOST_ENGLISH
        and (tokens[first].raw[0].isupper() or tokens[first].form in _words("english_words"))
        and tokens[first].raw.isascii()
        and tokens[first].is_word
        and tokens[first].form not in _determiners()
    ):
        first += 1
        if tokens[first].form.removesuffix("s") in _words("english_heads"):
            before = tokens[first - 1]
            gap = text[before.end : tokens[first].start]
            if gap in {" ", "-"}:
                return _mention(text, tokens[place].start, tokens[first].end, "person", "english")
    return None


def _mention(text: str, start: int, end: int, kind: RoleKind, reason: str) -> RoleMention:
    span = Span(start, end)
    rule, sure = role_reason(reason)
    label = " ".join(
        word if re.search(r"\w[A-Z\d]", word) else word.lower() for word in span.of(text).split()
    )
    slug = "-".join(re.findall(r"[^\W_]+", fold(label)))
    return RoleMention(slug, label, kind, span, rule=rule, confidence=sure)
