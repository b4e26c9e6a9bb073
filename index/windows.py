"""Runs of sentences that the transformer reads at once, so that each is seen in its place.

"Lo rechazó por caro" says nothing alone: what it is about stands in the title, under the heading
or one sentence before. A window begins with those and goes on with as many sentences as fit.
Source: Günther et al. 2024, "Late Chunking": vectors are taken of parts of what is read whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.article import Article

__all__ = [
    "BEGIN",
    "END",
    "LONGEST",
    "PASSAGE",
    "Row",
    "Tokenizer",
    "Window",
    "above_of",
    "cut_windows",
    "read_pair",
    "read_question",
    "read_windows",
]

BEGIN, END, UNKNOWN = 0, 2, 3  # tokens around texts, and for what has none
LONGEST, ASKED = 224, 78  # tokens of a window; of a question, without those around it
ABOVE, BEFORE = 32, 40  # of a window, what stands above at most, and what stands before
QUERY, PASSAGE = "query: ", "passage: "  # the prompts that the model was taught with

Row = tuple[Sequence[int], Sequence[tuple[int, int]]]  # tokens, and the parts to tell of


class Tokenizer(Protocol):
    """What is needed of a tokenizer of the library tokenizers, which carries no types."""

    def encode_batch_fast(self, input: list[str], *, add_special_tokens: bool) -> Sequence[Any]:
        """Return encodings, whose `ids` are numbers of tokens."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens, the number of the first sentence in them, and where each sentence stands."""

    ids: tuple[int, ...]
    first: int
    spans: tuple[tuple[int, int], ...]

    @property
    def row(self) -> Row:
        """What the transformer is given."""
        return self.ids, self.spans

    @property
    def sentences(self) -> range:
        """The numbers of its sentences."""
        return range(self.first, self.first + len(self.spans))


def above_of(article: Article) -> list[str]:
    """Return what each sentence of an article stands under: its title and headings."""
    found: list[tuple[str, ...]] = [(article.title,)] * len(article.sentences)
    for passage in article.passages:
        for i in range(passage.first, passage.last + 1):
            found[i] = (article.title, *passage.heading)
    return [PASSAGE + ". ".join(part for part in parts if part) for parts in found]


def cut_windows(
    sentences: Sequence[Sequence[int]], above: Sequence[Sequence[int]], longest: int = LONGEST
) -> list[Window]:
    """Cut an article into windows; every sentence is in one of them.

    Args:
        sentences: the tokens of each; one that is longer than a window is read to the window's end.
        above: the tokens of what each stands under, prompt included.
        longest: tokens of a window.
    """
    made = []
    at = 0
    while at < len(sentences):
        before = sentences[at - 1][-BEFORE:] if at else ()
        ids, first = [BEGIN, *above[at][:ABOVE], END, *before], at
        spans: list[tuple[int, int]] = []
        while at < len(sentences):
            room = longest - len(ids) - 1
            piece = sentences[at][:room] or (UNKNOWN,)
            if spans and len(sentences[at]) > room:
                break
            spans.append((len(ids), len(ids) + len(piece)))
            ids += piece
            at += 1
        made.append(Window((*ids, END), first, tuple(spans)))
    return made


def read_windows(
    tokenizer: Tokenizer,
    sentences: Sequence[str],
    above: Sequence[str],
    longest: int = LONGEST,
) -> list[Window]:
    """Cut an article into windows.

    Args:
        tokenizer: of the transformer.
        sentences: all of them, in order.
        above: what each stands under, as `above_of` gives it.
        longest: tokens of a window.
    """
    heads = list(dict.fromkeys(above))  # a few, that stand over many
    under = dict(zip(heads, _tokens(tokenizer, heads), strict=True))
    return cut_windows(_tokens(tokenizer, sentences), [under[text] for text in above], longest)


def read_pair(question: Row, window: Window) -> Row:
    """Return a question and a window as one text, the question its first part."""
    ids, spans = question
    shift = len(ids) - 1  # the window's own beginning is left out
    return [*ids, *window.ids[1:]], [*spans, *((a + shift, b + shift) for a, b in window.spans)]


def read_question(tokenizer: Tokenizer, text: str) -> Row:
    """Return a question as it is read, all of it the only part."""
    ids = [BEGIN, *_tokens(tokenizer, [QUERY + text])[0][:ASKED], END]
    return ids, [(0, len(ids))]


def _tokens(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Sequence[int]]:
    found = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    return [encoding.ids for encoding in found]
