"""Vectors of whole sentences, each word read in its place: a small transformer.

The static model knows words one by one; this one reads them together, and so finds a sentence that
says in other words what is asked. It runs in ONNX Runtime: about 250 sentences a second on two
cores, a question in some 4 ms. What it is made from, `index/model/contextual/README.md` tells.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import PuenteError

__all__ = ["DIMENSION", "FILES", "ContextualEncoder", "EncoderError"]

DIMENSION = 384
FILES = ("model.onnx", "tokenizer.json")
LONGEST = 190  # tokens of a text that are read
QUERY, PASSAGE = "query: ", "passage: "  # the prompts that the model was taught with
BEGIN, END = 0, 2  # tokens around a text


class EncoderError(PuenteError):
    """An embedding model that cannot be loaded or does not fit."""


class ContextualEncoder:
    """The model of a folder; opened when first asked, safe to be used by several threads.

    Each text is read alone, so that its vector never depends on the others of a batch.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the folder, which holds `FILES`."""
        self._folder = folder

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, (n, 384)."""
        return self._encode(texts, PASSAGE)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a question, (n, 384)."""
        return self._encode(texts, QUERY)

    def _encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        prompted = [prompt + text for text in texts]
        found = self._tokenizer.encode_batch_fast(prompted, add_special_tokens=False)
        rows = [[BEGIN, *encoding.ids[:LONGEST], END] for encoding in found]
        if len(rows) == 1:
            return self._run(rows[0])
        # the runtime lets go of the interpreter's lock: one text a core is twice as fast as one
        # text on all of them
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return np.concatenate(list(threads.map(self._run, rows)))

    def _run(self, row: Sequence[int]) -> NDArray[np.float32]:
        ids = np.array([row], dtype=np.int64)
        return np.asarray(self._session.run(None, {"ids": ids})[0], dtype=np.float32)

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
            return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        # every failure of the runtime has a class of its own, right under Exception
        except Exception as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> EncoderError:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return EncoderError(
            f"No se puede leer el modelo de {self._folder}: {reason}. "
            "Reinstale Puente o indique otro con --model."
        )
