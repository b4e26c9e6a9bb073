"""Vectors of sentences read in their place: a small transformer.

The static model knows words one by one; this one reads an article's sentences together, and so
finds one that says in other words what is asked, though what it is about stands further up. It runs
in ONNX Runtime: some 400 sentences a second on two cores, a question in 5 ms. What it is made from,
`index/model/contextual/README.md` tells.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.onnx_model import OnnxModel
from index.windows import Row, Window, read_question, read_windows

__all__ = ["DIMENSION", "FILES", "ContextualEncoder"]

DIMENSION = 384
ASKED = 16  # questions kept read
FILES = ("model.onnx", "tokenizer.json")


class ContextualEncoder:
    """The model of a folder; opened when first asked, safe to be used by several threads.

    Each window is read alone, so that a vector never depends on other articles.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the folder, which holds `FILES`."""
        self._model = OnnxModel(folder, FILES[0])

    def windows(self, sentences: Sequence[str], above: Sequence[str]) -> list[Window]:
        """Cut an article into what is read at once.

        Args:
            sentences: all of them, in order.
            above: what each stands under, as `above_of` gives it.
        """
        return read_windows(self._model.tokenizer, sentences, above)

    def encode_windows(self, windows: Sequence[Window]) -> NDArray[np.float32]:
        """Return one unit row a sentence of the windows, (n, 384)."""
        return self._encode([window.row for window in windows])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a question, (n, 384)."""
        return self._encode([read_question(self._model.tokenizer, text) for text in texts])

    def begin_query(self, text: str) -> "Future[NDArray[np.float32]]":
        """Read a question on another core, (384,), while the caller does what can be done without.

        The runtime lets go of the interpreter's lock; it takes a third of the time of a search.
        """
        return self._begun(text)

    def _encode(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        if len(rows) == 1:
            return self._model.run(rows[0])
        none = np.zeros((0, DIMENSION), dtype=np.float32)
        # the runtime lets go of the interpreter's lock: one text a core is twice as fast as one
        # text on all of them
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return np.concatenate([none, *threads.map(self._model.run, rows)])

    @cached_property
    def _begun(self) -> "Callable[[str], Future[NDArray[np.float32]]]":
        """Begins a question, and knows the last ones: an answer searches more than once."""
        reader = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="question")
        begin = lru_cache(maxsize=ASKED)
        return begin(lambda text: reader.submit(lambda: self.encode_queries([text])[0]))
