r"""An article as it was read, and the places in it that everything else points at.

Offsets are Python string indices (code points) into `Article.text`, start inclusive, end
exclusive; the text is Unicode NFC with `\n` line ends and never altered after reading.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Article", "Block", "BlockKind", "Passage", "Sentence", "Span"]

BlockKind = Literal["title", "byline", "heading", "paragraph", "list_item", "quote", "boilerplate"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` at this place."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Say whether `other` lies within this span, ends included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Block(Span):
    """A run of text of one kind; blocks are in order, apart, and only white space lies between."""

    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True, order=True)
class Sentence(Span):
    """The atom of evidence: a whole sentence, heading or list item of one block.

    `block` is the index of its block in `Article.blocks`.
    """

    block: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Passage(Span):
    """Whole consecutive sentences of one section, about 60 to 120 words.

    `first` and `last` are indices into `Article.sentences`, both inclusive; `heading` is the
    path of headings above it, outermost first, without the title.
    """

    first: int = 0
    last: int = 0
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article with its metadata and its structure.

    Attributes:
        id: stable name made from where the file lay (`000_c07724d28edb3082`); IRI-safe.
        text: what the reader read; everything points into it.
        title: headline, or the first line of the body where there is none.
        authors: names as printed, without "por"; may be empty.
        publisher: who published it, where the text says so.
        published: ISO 8601 date, as precise as the text: `2015-12-17`, `2015-12` or `2015`.
        language: ISO 639-1 code of the text.
        source: file path relative to the folder that was read, `/` between parts.
        sha256: hex digest of `text` in UTF-8.
        blocks: see `Block`; boilerplate is marked, never deleted.
        sentences: those of the blocks that are not boilerplate, in order.
        passages: in order; consecutive ones of a section share one sentence.
        digest: true where the file says that it is a digest of another text.
    """

    id: str
    text: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None
    language: str
    source: str
    sha256: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    digest: bool = False

    @property
    def headline(self) -> Block | None:
        """The block of the title, where the text has one."""
        return next((block for block in self.blocks if block.kind == "title"), None)
