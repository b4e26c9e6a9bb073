"""Spanish text cut into sentences, with exact offsets.

Rules, not a model: a stop ends a sentence unless its word is an abbreviation, what follows is
in lower case, or a bracket is open. Every regular expression is linear and every look-around
bounded, so that 5 MB on one line take seconds.
"""

import re
from functools import cache

from corpus.article import Span
from corpus.lexicon import load

__all__ = ["split_sentences"]

# A stop with the closing marks that hug it, or a blank line.
_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]]{0,4})|\n[^\S\n]*\n")
_TOKEN = re.compile(r"[^\s(\[«“\"'¿¡]+\Z")
_OPENING = re.compile(r"[\s«“\"'‘(\[¿¡—–\-•*]{0,12}")
_WORD = re.compile(r"\w+")
_LIST_NUMBER = re.compile(r"\d{1,2}\Z")
_ROMAN = re.compile(r"[IVXLCDM]+")
_LOOK_BACK = 40  # longest abbreviation with its first word, in characters
_LEADER = 4  # dots at least that lead from a label to its figure
_BRACKET_REACH = 300  # a bracket that closes no nearer than this is taken for a lost one


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    """Return the lists of `abbreviations.yaml` as sets."""
    return {name: frozenset(words) for name, words in load("abbreviations").items()}


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Cut `text[start:end]` into sentences.

    Args:
        text: any Spanish text; line ends count as spaces, a blank line ends a sentence.
        start: where to begin, in characters.
        end: where to stop, in characters; the end of the text by default.

    Returns:
        Spans into `text`, in order, apart, not empty and without white space at either end;
        every character that is not white space lies in one of them.

    >>> text = "El Sr. Díaz pagó 1.200 euros. ¿Y tú?"
    >>> [span.of(text) for span in split_sentences(text)]
    ['El Sr. Díaz pagó 1.200 euros.', '¿Y tú?']
    """
    end = len(text) if end is None else min(end, len(text))
    spans: list[Span] = []
    begin, depth, seen = start, 0, start
    for stop in _STOP.finditer(text, start, end):
        depth = max(
            0, depth + text.count("(", seen, stop.end()) - text.count(")", seen, stop.end())
        )
        seen = stop.end()
        if not stop["mark"] or _ends_sentence(text, begin, stop, end, depth):
            _add(spans, text, begin, stop.end())
            begin, depth = stop.end(), 0
    _add(spans, text, begin, end)
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add `text[start:end]` without the white space around it, unless nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if spans and not _WORD.search(text, start, end):
        # Marks alone ("…", "»") belong to the sentence before them.
        spans[-1] = Span(spans[-1].start, end)
    else:
        spans.append(Span(start, end))


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int, depth: int) -> bool:
    """Say whether the stop ends the sentence that began at `begin`."""
    after = stop.end()
    if after >= end:
        return True
    opening = _OPENING.match(text, after, end)
    following = opening.end() if opening else after
    if following >= end:
        return True
    word = _WORD.match(text, following, min(end, following + 30))
    next_word = word.group() if word else ""
    if not text[after].isspace():
        return _glued(text, stop, next_word)
    if depth and text.find(")", after, min(end, after + _BRACKET_REACH)) != -1:
        return False
    first = text[following]
    if first.islower() or first in ",;:.":
        return False
    if len(stop["mark"]) >= _LEADER and first.isdigit() and set(stop["mark"]) <= {".", "…"}:
        return False  # "Camareros ......... 38 %"
    if stop["mark"] == "." and not stop["close"]:
        before = text[max(begin, stop.start() - _LOOK_BACK) : stop.start()]
        initial = len(next_word) == 1 and text[following + 1 : following + 2] == "."
        return not (initial or _abbreviates(before, next_word, text[after:following]))
    if stop["mark"] in ("…", "...") and stop.start() - begin < _LOOK_BACK:
        # "Y… ¿Dónde no?": a word and a pause are no sentence yet.
        return len(_WORD.findall(text, begin, stop.start())) > 1
    return True


def _glued(text: str, stop: re.Match[str], next_word: str) -> bool:
    """Say whether a stop without a space after it ends a sentence, as in "sector.Además"."""
    return (
        stop.start() > 1
        and text[stop.start() - 2 : stop.start()].islower()
        and text[stop.start() - 2 : stop.start()].isalpha()
        and next_word[:1].isupper()
        and len(next_word) > 1
        and next_word.lower() in _abbreviations()["openers"]
        and text[stop.end()] not in "/@"
    )


def _abbreviates(before: str, next_word: str, gap: str) -> bool:
    """Say whether the full stop after `before` belongs to an abbreviation and ends nothing."""
    token = _TOKEN.search(before)
    if not token:
        return False
    lists = _abbreviations()
    word = token.group()
    opens = "¿" in gap or "¡" in gap or next_word.lower() in lists["openers"]
    forms = _forms(before.lower())
    if any(form in lists["announce"] for form in forms):
        # "d" and "av" are also the end of a word spelt out: only the whole token counts.
        return True
    if (next_word[:1].isdigit() or _ROMAN.fullmatch(next_word)) and any(
        form in lists["before_number"] for form in forms
    ):
        return True
    if any(form in lists["end_before_capital"] for form in forms):
        return False
    if any(form in lists["may_end"] for form in forms):
        return not opens
    if len(word) == 2 and word[0] == word[1] and word.isupper() and next_word.isupper():
        return len(next_word) == 2  # the doubled letters of a plural: "EE. UU.", "RR. HH."
    if len(word) == 1 and word.isalpha() and word.isupper():
        return not opens  # an initial: "J. K. Rowling", but "el plan B. La empresa"
    if "." in word and all(len(part) <= 2 for part in word.split(".")) and word[0].isupper():
        return not opens  # letters with stops: "O.N.U. Mujeres"
    # A list number inside a line: "Pasos: 1. Definir 2. Medir".
    return bool(_LIST_NUMBER.fullmatch(word)) and before[: token.start()].rstrip()[-1:] in ("", ":")


def _forms(before: str) -> list[str]:
    """Return the last one to five tokens of `before`, as an abbreviation would be listed."""
    tokens = before.split()[-5:]
    tokens[-1] = tokens[-1].lstrip("([«“\"'¿¡")
    return [" ".join(tokens[-count:]) for count in range(1, len(tokens) + 1)]
