"""Finds the body that issues a text of figures: a press note of the INE, "Fuente: INE" below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from corpus.byline_part import is_calling
from kg.parse import ParsedSentence
from kg.source import NameReader
from kg.study_cue import words_in

__all__ = ["Issuer", "find_issuer"]

_HEAD = 6  # blocks in which a text names who issues it
_FOOT = 5  # blocks at its end that may tell where its figures come from
_CUE = 6  # words in which a colon follows "Fuente de los datos"
_SMALL = 4  # letters of the small words inside a name
_LINE = 160  # characters: a longer one is a paragraph
_PARTS = re.compile(r"\s*[·|•—–\n]\s*|\.\s+|,\s+")
_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a text, and the sentence that tells so; no name where it names a study."""

    name: str | None
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
        if sentence.block < last:
            continue
        words = sentence.words
        colon = next((at for at, word in enumerate(words[:_CUE]) if word.low == ":"), 0)
        if colon and words[0].low in words_in("sourced"):
            makers, _ = names.read(words, colon + 1, sure=True)
            return Issuer(makers[0] if makers else None, sentence)
    bodies = words_in("statistical") | words_in("gremial")
    for sentence in sentences:
        block = article.blocks[sentence.block]
        if sentence.block >= _HEAD:
            break
        says = any(word.tag == "V" for word in sentence.words)
        if says or block.end - block.start > _LINE:
            continue
        for part in _PARTS.split(article.text[sentence.span.start : sentence.span.end]):
            alone = _BRACKET.sub("", part).strip(" .,")
            name = names.canonical_of(alone) or _as_name(alone)
            if name and bodies & set(name.lower().split()):
                return Issuer(name, sentence)
    return None


def _as_name(line: str) -> str | None:
    """Return a line that is a name by its capitals: "Instituto Nacional de Estadística"."""
    words = line.split()
    name = all(w[:1].isupper() or (w.islower() and len(w) < _SMALL) for w in words)
    if is_calling(line):
        return None  # "Profesor de la Universidad de Soria"
    return line if name and len(words) > 1 and words[-1][:1].isupper() else None
