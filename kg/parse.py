"""One article cut into sentences of tagged words and figures, once for all extractors."""

from dataclasses import dataclass
from functools import lru_cache

from corpus.article import Article, Span
from kg.elided import Unit, fill
from kg.grammar import Word, words_of
from kg.numeral import Figure, find_figures

__all__ = ["ParsedSentence", "parse"]


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its words; a figure is one word, `words[k].figure` its index.

    `block` is the index of its block, `kind` the block's kind.
    """

    index: int
    span: Span
    block: int
    kind: str
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]

    @property
    def is_heading(self) -> bool:
        """Say whether the sentence is a title or heading."""
        return self.kind in ("title", "heading")


@lru_cache(maxsize=4)
def parse(article: Article) -> tuple[ParsedSentence, ...]:
    """Return every sentence of the article that is not boilerplate, tagged."""
    parsed = []
    unit = Unit()
    for index, sentence in enumerate(article.sentences):
        span = Span(sentence.start, sentence.end)
        figures = tuple(find_figures(article.text, sentence.start, sentence.end))
        words = tuple(words_of(article.text, span, figures))
        figures, unit = fill(words, figures, unit.later())
        kind = article.blocks[sentence.block].kind
        parsed.append(ParsedSentence(index, span, sentence.block, kind, words, figures))
    return tuple(parsed)
