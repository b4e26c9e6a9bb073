"""Answers what letters stand for ("¿Qué significa CXO?") by the sentence that spells them out."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.lexicon import fold
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.lexical import stem_terms

__all__ = ["draft_letters", "spelled_out", "undefined"]

MOST = 3  # sentences, each of an article of its own
LONGEST = 6  # letters; more are a word
CERTAIN = 1.0  # fit of what is spelled out
_BESIDE = re.compile(r"[(,]\s*$")  # "chief marketing officer (CMO)", "(chief …, CMO)"
_BEHIND = re.compile(r"\s*[-(,:]\s*([^(),;:.]+)")  # "CMO (chief …)", "CMO, chief …"
_LED_BY = 5  # words before: "CMO, siglas en inglés de chief …"
_SMALL = 4  # letters of "para", "del"
_EX = "ex"
_SIGN = re.compile(r"[(,;:.]")


def draft_letters(asked: Asked) -> Draft:
    """Return the sentences that spell out the letters of which the meaning is asked."""
    for term in _letters(asked):
        places = list(islice(_spelling(asked, term), MOST))
        if places:
            told = (Statement(asked.quote(place), (place,), (), CERTAIN) for place in places)
            return Draft("letters", tuple(told))
    return Draft("letters")


def _letters(asked: Asked) -> list[str]:
    return [term for term in asked.question.terms if 1 < len(term) <= LONGEST]


def undefined(asked: Asked, draft: Draft) -> bool:
    """Say whether a draft leads with what says nothing of the letters that are asked for."""
    if not asked.question.asks("letters") or draft.kind == "letters":
        return False
    lead = [asked.signs_at(e.article, e.start) for e in draft.statements[0].evidence]
    if any(signs.get("defines") for signs in lead):
        return False
    named = "|".join(re.escape(term.upper()) for term in _letters(asked))
    return any(re.search(rf"\b(?:{named})\b", s.text) for s in asked.told) if named else False


def _spelling(asked: Asked, letters: str) -> Iterator[Evidence]:
    """Yield where each article first spells letters out, in the order of the articles."""
    done = ""
    for article_id, start, end, text in asked.base.searcher.sentences_with(stem_terms(letters)):
        if article_id != done and spelled_out(letters, text):
            done = article_id
            yield Evidence(article_id, start, end)


def spelled_out(letters: str, text: str) -> str | None:
    """Return the words beside `letters`, in lower case and folded, that a text spells out in it.

    Their letters begin the words in order, but for small words, after Schwartz and Hearst (2003),
    "A simple algorithm for identifying abbreviation definitions in biomedical text".

    >>> spelled_out("ipc", "Sube el Índice de Precios de Consumo (IPC).")
    'indice de precios de consumo'
    >>> spelled_out("cxo", "Sea un CXO, o chief experience officer.")
    'chief experience officer'
    >>> spelled_out("cfo", "Lo dijo Ana Cifuentes (CFO).")
    """
    folded = fold(text)
    for found in re.finditer(rf"\b{re.escape(letters.upper())}(?:[´'’]?s)?\b", text):
        before, behind = folded[: found.start()], folded[found.end() :]
        beside, after = _BESIDE.search(before), _BEHIND.match(behind)
        runs: list[list[str]] = []
        if beside:
            words = _SIGN.split(before[: beside.start()])[-1].split()
            runs += [words[k:] for k in range(len(words) - 1, -1, -1)]
        if after:
            words = after[1].split()
            runs += [words[led:end] for led in range(_LED_BY) for end in range(led, len(words) + 1)]
        for run in runs:
            if _spell(letters, run):
                return " ".join(run)
    return None


def _spell(letters: str, words: Sequence[str]) -> bool:
    """Say whether words begin with the letters, but for small words; "x" is also "experience"."""
    left = letters
    for at, word in enumerate(words):
        if left and word.startswith((left[0], _EX) if left[0] == "x" else left[0]):
            left = left[1:]
        elif not at or len(word) > _SMALL:
            return False
    return not left and len(words) > 1 and len(words[-1]) > _SMALL
