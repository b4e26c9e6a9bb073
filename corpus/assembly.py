"""A draft made into an `Article`: blocks, sentences, passages, title and language."""

import hashlib
import re
from collections.abc import Sequence

from corpus.article import Article, Block, Sentence
from corpus.draft import Draft
from corpus.errors import ReadError
from corpus.imprint import find_publisher, in_usual_case
from corpus.language import foreign_language
from corpus.layout import Layout, lay_out
from corpus.metadata import Metadata
from corpus.passage import find_passages, find_sentences

__all__ = ["MOST_CHARACTERS", "build_article", "duplicate_key"]

MOST_CHARACTERS = 10_000_000  # a thousand times a long article: more is no article
_TITLE_WORDS = 14  # of a title made from the first sentence
_MENTION = re.compile(
    r"Tweets that mention (?P<title>.{5,200}?) (?:«|\||–) (?P<site>.{2,80}?) -- Topsy"
)


def build_article(
    draft: Draft, *, article_id: str, source: str, shown: str, whole: bool = False
) -> Article:
    """Make the article of a draft.

    Args:
        draft: what a format reader gave.
        article_id: IRI-safe name.
        source: path relative to the folder that was read.
        shown: the file as the user named it, for messages.
        whole: take every line as said, in whatever language: a slide has no furniture.

    Raises:
        ReadError: if the text is empty, too long or not Spanish.
    """
    if not draft.units:
        raise ReadError(shown, "está vacío")
    if len(draft.text) > MOST_CHARACTERS:
        raise ReadError(shown, f"tiene más de {MOST_CHARACTERS:,} caracteres".replace(",", "."))
    layout = lay_out(draft)
    if whole or all(block.kind == "boilerplate" for block in layout.blocks):
        # A page of nothing but furniture is judged by mistake, or is no loss: it is kept whole.
        layout = Layout(
            tuple(
                Block(b.start, b.end, "paragraph") if b.kind == "boilerplate" else b
                for b in layout.blocks
            ),
            layout.levels,
            layout.metadata,
        )
    sentences = find_sentences(draft.text, layout.blocks)
    language = None if whole else foreign_language(_body(draft.text, layout.blocks))
    if language is not None:
        raise ReadError(shown, f"no está en español: parece {language}")
    metadata = layout.metadata.or_else(_from_boilerplate(draft.text, layout.blocks))
    return Article(
        id=article_id,
        text=draft.text,
        title=metadata.title or _made_title(draft.text, layout.blocks, sentences),
        authors=metadata.authors,
        publisher=metadata.publisher and in_usual_case(metadata.publisher, draft.text),
        published=metadata.published,
        language="es",
        source=source,
        sha256=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        blocks=layout.blocks,
        sentences=sentences,
        passages=find_passages(draft.text, layout.blocks, layout.levels, sentences),
        digest=metadata.digest,
    )


def _body(text: str, blocks: Sequence[Block]) -> str:
    """Return the running text alone: titles and links are often in another language."""
    kinds = ("paragraph", "list_item", "quote")
    body = "\n".join(block.of(text) for block in blocks if block.kind in kinds)
    return body or "\n".join(b.of(text) for b in blocks if b.kind != "boilerplate") or text


def _from_boilerplate(text: str, blocks: Sequence[Block]) -> Metadata:
    """Return title and publisher as the furniture tells them where the text does not."""
    title = publisher = None
    for block in blocks:
        if block.kind != "boilerplate" or block.end - block.start > 600:
            continue
        part = block.of(text)
        # Old blogs list who linked to them, by the blog's own title and name.
        mention = _MENTION.search(part)
        if mention:
            title, publisher = mention["title"], mention["site"]
    furniture = [b.of(text).split("\n") for b in blocks if b.kind == "boilerplate"]
    publisher = publisher or find_publisher([line for lines in furniture for line in lines])
    return Metadata(title=title, publisher=publisher)


def _made_title(text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> str:
    """Return a title for a text without a headline: a heading near its top, or how it begins."""
    for block in blocks[: max(3, len(blocks) // 4)]:
        if block.kind == "heading":
            return block.of(text)
    said = [s.of(text) for s in sentences if blocks[s.block].kind != "byline"]
    words = next((part for part in said if re.search(r"\w", part)), text.strip()[:500]).split()
    shortened = " ".join(words[:_TITLE_WORDS])
    if len(words) <= _TITLE_WORDS:
        return shortened.rstrip(".")[:200] or shortened
    return f"{shortened.rstrip(',;:.')[:200]}…"


def duplicate_key(article: Article) -> str:
    """Return a digest that two articles share when their running text is the same.

    Case, punctuation, line breaks, headline, by-line and boilerplate do not count: the same
    press release on two sites, or as PDF and as text, is one article.
    """
    kinds = ("paragraph", "list_item", "quote")
    body = [s.of(article.text) for s in article.sentences if article.blocks[s.block].kind in kinds]
    chosen = body or [s.of(article.text) for s in article.sentences]
    words = re.findall(r"\w+", " ".join(chosen).casefold())
    return hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest()
