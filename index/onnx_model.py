"""A transformer in a folder of ours, run by ONNX Runtime."""

import contextlib
import ctypes
import sys
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PuenteError
from index.windows import Row

__all__ = ["EncoderError", "OnnxModel"]


_OPENING = Lock()


class EncoderError(PuenteError):
    """A model that cannot be loaded or does not fit."""


class OnnxModel:
    """A graph with its tokenizer; opened when first asked, safe to be used by several threads.

    Each text is read alone, so that what is told of it never depends on others.
    """

    def __init__(self, folder: Path, file: str) -> None:
        """Remember the folder, which holds the graph `file` and tokenizer.json."""
        self._folder, self._file = folder, file
        self._session: Any = None

    def run(self, row: Row) -> NDArray[np.float32]:
        """Return what the graph tells of the parts of a text."""
        ids, spans = row
        shares = np.zeros((len(spans), len(ids)), dtype=np.float32)
        for share, (start, end) in zip(shares, spans, strict=True):
            share[start:end] = 1 / (end - start)
        given = {"ids": np.array([ids], dtype=np.int64), "shares": shares}
        return np.asarray(self.open().run(None, given)[0], dtype=np.float32)

    @cached_property
    def tokenizer(self) -> Any:  # noqa: ANN401  (tokenizers carries no types)
        """What cuts words into pieces."""
        from tokenizers import Tokenizer

        try:
            return Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        # tokenizers raises bare Exception for a broken file
        except Exception as error:
            raise self._broken(error) from error

    def open(self) -> Any:  # noqa: ANN401  (onnxruntime carries no types)
        """Return the graph, opened when first asked; one at a time, since each takes 0.7 GiB."""
        if self._session is None:
            with _OPENING:
                self._session = self._session or self._load()
        return self._session

    def _load(self) -> Any:  # noqa: ANN401
        import onnxruntime  # 0.1 s, and commands that do not search need none

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        path = str(self._folder / self._file)
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
