"""Sentences of blocks, and passages of sentences."""

from collections.abc import Sequence

from corpus.article import Block, Passage, Sentence
from corpus.layout import body_start
from corpus.segmentation import split_sentences

__all__ = ["find_passages", "find_sentences"]

LEAST_WORDS = 60
MOST_WORDS = 120


def find_sentences(text: str, blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    """Cut the blocks that are not boilerplate into sentences.

    A list item's bullet or number is in no sentence. A title, a heading and a by-line are one
    sentence each: "¿Alinear o redefinir? El dilema" is one headline.
    """
    sentences: list[Sentence] = []
    for index, block in enumerate(blocks):
        if block.kind == "boilerplate":
            continue
        start = body_start(text, block)
        if block.kind in ("title", "heading", "byline"):
            sentences.append(Sentence(start, block.end, index))
        else:
            sentences.extend(
                Sentence(span.start, span.end, index)
                for span in split_sentences(text, start, block.end)
            )
    return tuple(sentences)


def find_passages(
    text: str, blocks: Sequence[Block], levels: Sequence[int], sentences: Sequence[Sentence]
) -> tuple[Passage, ...]:
    """Group the sentences of each section into passages of about 60 to 120 words.

    Args:
        text: the article's text.
        blocks: all its blocks.
        levels: level of each heading, 0 for other blocks, as long as `blocks`.
        sentences: as `find_sentences` gives them.

    Returns:
        Passages in order. Two in a row of one section share a sentence, unless it is longer
        than a passage should be. No passage spans a heading or boilerplate; the title is in
        one only where there is no other text, a heading only where nothing stands below it.
    """
    passages: list[Passage] = []
    path: list[tuple[int, str]] = []
    run: list[int] = []
    bare: int | None = None  # a heading with nothing below it so far

    def close() -> None:
        passages.extend(_cut(text, sentences, run, tuple(name for _, name in path)))
        run.clear()

    last_block = -1
    for index, sentence in enumerate(sentences):
        kind = blocks[sentence.block].kind
        gap = any(b.kind == "boilerplate" for b in blocks[last_block + 1 : sentence.block])
        last_block = sentence.block
        if gap or kind in ("title", "byline", "heading"):
            close()
        if kind == "heading":
            level = levels[sentence.block]
            if bare is not None and path and path[-1][0] >= level:
                passages.append(_passage(sentences, bare, bare, ()))
            path = [entry for entry in path if entry[0] < level]
            path.append((level, sentence.of(text)))
            bare = index
        elif kind not in ("title", "byline"):
            bare = None
            run.append(index)
    close()
    if bare is not None:
        passages.append(_passage(sentences, bare, bare, ()))
    if not passages and sentences:
        passages.append(_passage(sentences, 0, len(sentences) - 1, ()))
    return tuple(passages)


def _passage(
    sentences: Sequence[Sentence], first: int, last: int, heading: tuple[str, ...]
) -> Passage:
    """Return the passage from sentence `first` to sentence `last`."""
    return Passage(sentences[first].start, sentences[last].end, first, last, heading)


def _cut(
    text: str, sentences: Sequence[Sentence], run: Sequence[int], heading: tuple[str, ...]
) -> list[Passage]:
    """Cut the sentences of one section into passages of like length."""
    if not run:
        return []
    words = [len(sentences[index].of(text).split()) for index in run]
    parts = max(1, round(sum(words) / (0.75 * MOST_WORDS)))
    target = max(LEAST_WORDS, min(MOST_WORDS, sum(words) / parts))
    result: list[Passage] = []
    first = 0
    while first < len(run):
        last, count = first, words[first]
        while last + 1 < len(run) and _fits(sentences, run, words, last, count, target):
            last += 1
            count += words[last]
        result.append(_passage(sentences, run[first], run[last], heading))
        if last + 1 == len(run):
            break
        alone = last == first or words[last] > MOST_WORDS or words[last + 1] > MOST_WORDS
        first = last + 1 if alone else last
    return result


def _fits(
    sentences: Sequence[Sentence],
    run: Sequence[int],
    words: Sequence[int],
    last: int,
    count: int,
    target: float,
) -> bool:
    """Say whether the sentence after `last` belongs to the passage of `count` words so far."""
    following = words[last + 1]
    if count + following > MOST_WORDS:
        # A passage of one short sentence and its shared one would say too little.
        return count < LEAST_WORDS / 2 and following <= MOST_WORDS
    if count >= LEAST_WORDS and count + following / 2 > target:
        return False
    new_block = sentences[run[last]].block != sentences[run[last + 1]].block
    return not (new_block and count >= 0.85 * target)
