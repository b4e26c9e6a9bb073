"""How surely a sentence answers a question: both read together by the transformer.

The vectors of a question and of a sentence are made apart, so that a sentence's can be kept; what
is asked for is then one of many things that a sentence is near to. Read together, each word of
the question is held against each of the sentence and of those around it. That takes some 20 ms a
window, so only what search found best is read so. Source: Nogueira and Cho 2019, "Passage
Re-ranking with BERT".
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path

from corpus.article import Article
from index.encoder import SHIPPED_FOLDER
from index.onnx_model import OnnxModel
from index.windows import Window, above_of, read_pair, read_question, read_windows

__all__ = ["CrossEncoder", "cross_encoder"]

FILE = "cross.onnx"  # beside that of the vectors, from which it takes what is the same
LONGEST = 112  # tokens of a window: half of those of the vectors, read in less than half the time
KNOWN = 64  # articles kept cut into windows


class CrossEncoder:
    """The model of a folder; opened when first asked, safe to be used by several threads."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder, which holds the files of the transformer and `cross.onnx`."""
        self._model = OnnxModel(folder, FILE)
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="cross")
        self._windows = lru_cache(maxsize=KNOWN)(self._cut)

    def open_soon(self) -> None:
        """Begin to open the model on another core: it takes half a second."""
        self._pool.submit(self._model.open)

    def odds(
        self, question: str, places: Iterable[tuple[Article, int]]
    ) -> Mapping[tuple[str, int], float]:
        """Return the logarithm of the odds that sentences answer a question.

        Args:
            question: as typed.
            places: articles and numbers of sentences in them.

        Returns:
            By article and number, of those asked for and of the others in their windows.
        """
        asked = read_question(self._model.tokenizer, question)
        numbers: dict[Article, set[int]] = defaultdict(set)
        for article, number in places:
            numbers[article].add(number)
        read = [
            (article.id, window)
            for article, wanted in numbers.items()
            for window in self._windows(article)
            if wanted.intersection(window.sentences)
        ]
        found = self._pool.map(self._model.run, (read_pair(asked, window) for _, window in read))
        return {
            (article, number): odds
            for (article, window), some in zip(read, found, strict=True)
            for number, odds in zip(window.sentences, some.tolist(), strict=True)
        }

    def _cut(self, article: Article) -> Sequence[Window]:
        texts = [sentence.of(article.text) for sentence in article.sentences]
        return read_windows(self._model.tokenizer, texts, above_of(article), LONGEST)


@cache
def cross_encoder() -> CrossEncoder:
    """Return the one that ships: it reads words, whatever model a base was made with."""
    return CrossEncoder(SHIPPED_FOLDER / "contextual")
