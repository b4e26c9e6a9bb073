"""A text cut into claims, and each of them held against the sentences of a base."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from corpus.article import Article, Block, Sentence
from corpus.errors import PuenteError
from corpus.reading import Source, read_source
from index.answer.question import understand
from index.base import Base
from index.verify.claim import Claim
from index.verify.judging import judge
from index.verify.shelf import shelf_of
from index.verify.told import Known, Told, figures_of
from index.verify.verdict import Verdict
from kg.extraction import extract
from kg.facts import ArticleFacts

__all__ = ["UncheckableError", "verify", "verify_article"]

MOST_CLAIMS = 1_000  # checks of one text: about a minute's work, and no slide's length
HEADS = frozenset({"title", "heading", "byline"})


class UncheckableError(PuenteError):
    """A text with nothing to check, or with too much."""


def verify(text: str, base: Base) -> tuple[Verdict, ...]:
    """Say of every figure and claim of `text` whether the articles of `base` support it.

    Args:
        text: a slide, a paragraph, a whole report, in Spanish.
        base: an open base.

    Returns:
        One verdict for each figure, and one for each sentence or list item that says something
        without a figure, in the order of the text.

    Raises:
        ReadError: if the text is empty or no text.
        UncheckableError: if it says nothing that can be checked, or too much.
    """
    source = Source(None, "texto.txt", "texto", text.encode("utf-8", "replace"), "el texto")
    article = replace(read_source(source, whole=True), source="el texto")  # what messages call it
    return verify_article(article, base)


def verify_article(article: Article, base: Base) -> tuple[Verdict, ...]:
    """Do as `verify` for a text that was read from a file.

    Raises:
        UncheckableError: if it says nothing that can be checked, or too much.
    """
    claims = list(_Text(article, extract(article)).claims())
    if not claims:
        raise UncheckableError(f"{article.source}: no afirma nada que se pueda comprobar")
    if len(claims) > MOST_CLAIMS:
        raise UncheckableError(
            f"{article.source}: afirma más de {MOST_CLAIMS} cosas; compruébelo por partes"
        )
    shelf = shelf_of(base)
    return tuple(judge(claim, shelf) for claim in claims)


class _Text:
    """The text that is checked, with what was read in it."""

    def __init__(self, article: Article, facts: ArticleFacts) -> None:
        self.article = article
        self.facts = facts

    def claims(self) -> Iterator[Claim]:
        for sentence in self.article.sentences:
            told = self._told(sentence)
            for figure in told:
                yield self._claim(sentence, figure, len(told))
            if not told and self._says(sentence):
                yield self._claim(sentence, None, 0)

    def _told(self, sentence: Sentence) -> list[Told]:
        known = Known(
            [s for s in self.facts.statistics if sentence.covers(s.evidence)],
            lambda key: self._makers[key],
            {
                Decimal(sample.size): study.conducted_by
                for study in self.facts.studies
                for sample in study.samples
                if sentence.covers(sample.span)
            },
            foreign=True,
        )
        return figures_of(self.article.text, sentence.start, sentence.end, known)

    @cached_property
    def _makers(self) -> Mapping[str | None, tuple[str, ...]]:
        return {None: (), **{study.key: study.conducted_by for study in self.facts.studies}}

    def _says(self, sentence: Sentence) -> bool:
        """Say whether a sentence without figures claims something: no head, and no question."""
        text = sentence.of(self.article.text)
        if self.article.blocks[sentence.block].kind in HEADS or text.rstrip("»”\"'").endswith("?"):
            return False
        return len(understand(text).terms) > 1

    def _claim(self, sentence: Sentence, told: Told | None, figures: int) -> Claim:
        text = self.article.text
        return Claim(
            sentence.of(text),
            sentence.start,
            sentence.end,
            told,
            self._names(sentence),
            self._above(sentence),
            alone=figures == 1,
        )

    def _names(self, sentence: Sentence) -> tuple[str, ...]:
        """Return the organisations that the sentence, or a heading over it, names."""
        places = [sentence, *self._heads(sentence)]
        return tuple(
            entity.name
            for entity in self.facts.entities
            if entity.kind == "organization"
            and any(place.covers(m) for place in places for m in entity.mentions)
        )

    def _heads(self, sentence: Sentence) -> list[Block]:
        """Return the title and the nearest heading over a sentence."""
        blocks = self.article.blocks[: sentence.block]
        heads = [block for block in blocks if block.kind in ("title", "heading")]
        return [*heads[:1], *heads[1:][-1:]]

    def _above(self, sentence: Sentence) -> str:
        """Return the headings over a sentence, which say what a bare "CIO: 77 %" is about."""
        return " ".join(head.of(self.article.text) for head in self._heads(sentence))
