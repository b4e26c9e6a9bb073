"""Finds the body that issues a text of figures: a press note of the INE, "Fuente: INE" below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from kg.parse import ParsedSentence
from kg.source import NameReader
from kg.study_cue import words_in

__all__ = ["Issuer", "find_issuer"]

_HEAD = 6  # blocks in which a text names who issues it
_FOOT = 5  # blocks at its end that may tell where its figures come from
_LINE = 160  # characters: a longer one is a paragraph
_PARTS = re.compile(r"\s*[·|•—–\n]\s*|\.\s+|,\s+")
_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a text, and the sentence that tells so."""

    name: str
    sentence: ParsedSentence


def find_issuer(
    article: Article, sentences: Sequence[ParsedSentence], names: NameReader
) -> Issuer | None:
    """Return the body whose figures a text gives where it names no other source.

    The last lines say "Fuente: X", or it stands alone on a line of the head and finds things out
    by trade.
    """
    last = len(article.blocks) - _FOOT
    for sentence in sentences:
        words = sentence.words
        sourced = len(words) > 2 and words[0].low in words_in("sourced") and words[1].low == ":"
        if sentence.block >= last and sourced:
            makers, _ = names.read(words, 2, sure=True)
            if makers:
                return Issuer(makers[0], sentence)
    bodies = words_in("statistical") | words_in("gremial")
    for sentence in sentences:
        block = article.blocks[sentence.block]
        if sentence.block >= _HEAD:
            break
        if block.end - block.start > _LINE:
            continue
        for part in _PARTS.split(article.text[sentence.span.start : sentence.span.end]):
            name = names.canonical_of(_BRACKET.sub("", part).strip(" .,"))
            if name and bodies & set(name.lower().split()):
                return Issuer(name, sentence)
    return None
