"""Runs of sentences that the transformer reads at once, so that each is seen in its place.

"Lo rechazó por caro" says nothing alone: what it is about stands in the title, under the heading
or one sentence before. A window begins with those and goes on with as many sentences as fit.
Source: Günther et al. 2024, "Late Chunking": vectors are taken of parts of what is read whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article

__all__ = ["BEGIN", "END", "Window", "above_of", "cut_windows"]

BEGIN, END, UNKNOWN = 0, 2, 3  # tokens around texts, and for what has none
LONGEST = 224  # tokens of a window
ABOVE, BEFORE = 32, 40  # of them, what stands above at most, and what stands before
PASSAGE = "passage: "  # the prompt that the model was taught with


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens, the number of the first sentence in them, and where each sentence stands."""

    ids: tuple[int, ...]
    first: int
    spans: tuple[tuple[int, int], ...]


def above_of(article: Article) -> list[str]:
    """Return what each sentence of an article stands under: its title and headings."""
    found: list[tuple[str, ...]] = [(article.title,)] * len(article.sentences)
    for passage in article.passages:
        for i in range(passage.first, passage.last + 1):
            found[i] = (article.title, *passage.heading)
    return [PASSAGE + ". ".join(part for part in parts if part) for parts in found]


def cut_windows(sentences: Sequence[Sequence[int]], above: Sequence[Sequence[int]]) -> list[Window]:
    """Cut an article into windows; every sentence is in one of them.

    Args:
        sentences: the tokens of each; one that is longer than a window is read to the window's end.
        above: the tokens of what each stands under, prompt included.
    """
    made = []
    at = 0
    while at < len(sentences):
        before = sentences[at - 1][-BEFORE:] if at else ()
        ids, first = [BEGIN, *above[at][:ABOVE], END, *before], at
        spans: list[tuple[int, int]] = []
        while at < len(sentences):
            room = LONGEST - len(ids) - 1
            piece = sentences[at][:room] or (UNKNOWN,)
            if spans and len(sentences[at]) > room:
                break
            spans.append((len(ids), len(ids) + len(piece)))
            ids += piece
            at += 1
        made.append(Window((*ids, END), first, tuple(spans)))
    return made
