"""Vectors of sentences read in their place: a small transformer.

The static model knows words one by one; this one reads an article's sentences together, and so
finds one that says in other words what is asked, though what it is about stands further up. It runs
in ONNX Runtime: some 400 sentences a second on two cores, a question in 5 ms. What it is made from,
`index/model/contextual/README.md` tells.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PuenteError
from index.windows import Row, Window, read_question, read_windows

__all__ = ["DIMENSION", "FILES", "ContextualEncoder", "EncoderError"]

DIMENSION = 384
ASKED = 16  # questions kept read
FILES = ("model.onnx", "tokenizer.json")


class EncoderError(PuenteError):
    """An embedding model that cannot be loaded or does not fit."""


class ContextualEncoder:
    """The model of a folder; opened when first asked, safe to be used by several threads.

    Each window is read alone, so that a vector never depends on other articles.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the folder, which holds `FILES`."""
        self._folder = folder

    def windows(self, sentences: Sequence[str], above: Sequence[str]) -> list[Window]:
        """Cut an article into what is read at once.

        Args:
            sentences: all of them, in order.
            above: what each stands under, as `above_of` gives it.
        """
        return read_windows(self._tokenizer, sentences, above)

    def encode_windows(self, windows: Sequence[Window]) -> NDArray[np.float32]:
        """Return one unit row a sentence of the windows, (n, 384)."""
        return self._encode([window.row for window in windows])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a question, (n, 384)."""
        return self._encode([read_question(self._tokenizer, text) for text in texts])

    def begin_query(self, text: str) -> "Future[NDArray[np.float32]]":
        """Read a question on another core, (384,), while the caller does what can be done without.

        The runtime lets go of the interpreter's lock; it takes a third of the time of a search.
        """
        return self._begun(text)

    def _encode(self, rows: Sequence[Row]) -> NDArray[np.float32]:
        if len(rows) == 1:
            return self._run(rows[0])
        none = np.zeros((0, DIMENSION), dtype=np.float32)
        # the runtime lets go of the interpreter's lock: one text a core is twice as fast as one
        # text on all of them
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return np.concatenate([none, *threads.map(self._run, rows)])

    def _run(self, row: Row) -> NDArray[np.float32]:
        """Return the unit vectors of the parts of a text."""
        ids, spans = row
        shares = np.zeros((len(spans), len(ids)), dtype=np.float32)
        for share, (start, end) in zip(shares, spans, strict=True):
            share[start:end] = 1 / (end - start)
        given = {"ids": np.array([ids], dtype=np.int64), "shares": shares}
        return np.asarray(self._session.run(None, given)[0], dtype=np.float32)

    @cached_property
    def _begun(self) -> "Callable[[str], Future[NDArray[np.float32]]]":
        """Begins a question, and knows the last ones: an answer searches more than once."""
        reader = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="question")
        begin = lru_cache(maxsize=ASKED)
        return begin(lambda text: reader.submit(lambda: self.encode_queries([text])[0]))

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401  (tokenizers carries no types)
        from tokenizers import Tokenizer

        try:
            return Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        # tokenizers raises bare Exception for a broken file
        except Exception as error:
            raise self._broken(error) from error

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401  (onnxruntime carries no types)
        import onnxruntime  # 0.1 s, and commands that do not search need none

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        path = str(self._folder / "model.onnx")
        try:
            session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
        # every failure of the runtime has a class of its own, right under Exception
        except Exception as error:
            raise self._broken(error) from error
        _hand_back()
        return session

    def _broken(self, error: Exception) -> EncoderError:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return EncoderError(
            f"No se puede leer el modelo de {self._folder}: {reason}. "
            "Reinstale Puente o indique otro con --model."
        )


def _hand_back() -> None:
    """Give free memory back to the system: unpacking the model leaves 0.6 GiB of it behind."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library has no such call
            ctypes.CDLL(None).malloc_trim(0)
