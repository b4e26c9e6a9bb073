"""Turning text into vectors: the model that ships, without torch, and every other one by name.

The shipped model is a sentence-transformers folder (one table row a word); it is read here with
tokenizers and numpy, so that a question is encoded in a millisecond and nothing heavy is
imported. Any other name or folder goes through sentence-transformers, local files first.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import yaml
from numpy.typing import NDArray

from index.contextual import FILES as CONTEXTUAL_FILES
from index.contextual import ContextualEncoder
from index.onnx_model import EncoderError

__all__ = [
    "SHIPPED",
    "SHIPPED_FOLDER",
    "Encoder",
    "EncoderError",
    "IndexMismatchError",
    "StaticEncoder",
    "TransformerEncoder",
    "contextual_of",
    "load_encoder",
    "load_remembered",
]

SHIPPED = "puente-es"
SHIPPED_FOLDER = Path(__file__).parent / "model"
PROMPTS_FILE = Path(__file__).parent / "data" / "prompts.yaml"
FEW = 256  # texts: below, handing them to several threads costs more than it saves
BATCH = 4096  # texts tokenized at once: bounds the memory of a build


class IndexMismatchError(EncoderError):
    """An index that was built with another model than the one it is searched with."""


class Encoder(Protocol):
    """What turns texts into unit vectors; questions and passages may need different prompts.

    Attributes:
        name: what `load_encoder` takes to load it again.
        dimension: length of a vector.
        sha256: sha256 of the weights and the tokenizer, hexadecimal.
    """

    @property
    def name(self) -> str: ...  # noqa: D102  (documented above)

    @property
    def dimension(self) -> int: ...  # noqa: D102

    @property
    def sha256(self) -> str: ...  # noqa: D102

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, (n, dimension); a text without words gets zeros."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a question, (n, dimension)."""
        ...


class StaticEncoder:
    """A static model: the vector of a text is the mean of its words' rows, made unit length.

    Beside whole texts it gives the words themselves (`token_rows`, `token_table`), which late
    interaction needs, and the transformer that ships with it, where the folder has one.
    """

    def __init__(self, folder: Path, name: str | None = None) -> None:
        """Open the model folder; the table stays on disk, memory-mapped.

        Raises:
            EncoderError: where the folder does not hold such a model.
        """
        from tokenizers import Tokenizer  # 30 ms, and commands that do not search need none

        self._folder = folder
        self._name = name or str(folder)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            tensors = _map_safetensors(folder / "model.safetensors")
        # tokenizers raises bare Exception for a broken file
        except Exception as error:
            raise EncoderError(
                f"No se puede leer el modelo de {folder}: {error}. "
                "Reinstale Puente o indique otro con --model."
            ) from error
        table = tensors.get("embeddings", tensors.get("embedding.weight"))
        if table is None:
            raise EncoderError(f"El modelo de {folder} no contiene la tabla de vectores.")
        self._table = table
        mapping = tensors.get("mapping", np.arange(len(table)))
        self._mapping: NDArray[np.int32] = np.asarray(mapping, dtype=np.int32)
        self._scale = np.ones(len(table), dtype=np.float32)
        if "weights" in tensors:  # of each token; tokens of one row have the same
            self._scale[self._mapping] = tensors["weights"]
        self._frequency = tensors.get("frequency")

    @property
    def name(self) -> str:
        """Name of the model that ships, else the folder."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    @cached_property
    def contextual(self) -> ContextualEncoder | None:
        """What reads whole sentences; None where the folder has no such model."""
        folder = self._folder / "contextual"
        whole = all((folder / name).is_file() for name in CONTEXTUAL_FILES)
        return ContextualEncoder(folder) if whole else None

    @cached_property
    def sha256(self) -> str:
        """sha256 of the table and the tokenizer, and of the transformer, hexadecimal."""
        digest = hashlib.sha256()
        read = CONTEXTUAL_FILES if self.contextual else ()
        for name in ("model.safetensors", "tokenizer.json", *(f"contextual/{n}" for n in read)):
            digest.update((self._folder / name).read_bytes())
        return digest.hexdigest()

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, (n, dimension); a text without words gets zeros."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), BATCH):
            found = self.token_rows(texts[first : first + BATCH])
            # The rows of a batch are widened once, not once a text: three times faster.
            rows, places = np.unique(np.concatenate(found), return_inverse=True)
            table = self._table[rows].astype(np.float32) * self._scale[rows, None]
            end = 0
            for i, one in enumerate(found, first):
                start, end = end, end + len(one)
                total = table[places[start:end]].sum(axis=0)
                vectors[i] = total / max(float(np.linalg.norm(total)), 1e-12)
        return vectors

    encode_queries = encode_passages

    def knows(self, word: str) -> bool:
        """Say whether the model has a row for this very word, not for pieces of it."""
        return len(self._tokenizer.encode(word, add_special_tokens=False).ids) == 1

    def token_rows(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return the table rows of each text's words, in order; forms of a word share a row."""
        if len(texts) < FEW:
            found = [self._tokenizer.encode(text, add_special_tokens=False) for text in texts]
        else:
            found = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [self._mapping[encoding.ids] for encoding in found]

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return len(self._table)

    def token_vectors(self, rows: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return unit vectors of table rows, (len(rows), dimension)."""
        vectors = self._table[rows].astype(np.float32)
        size = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(size, 1e-12), dtype=np.float32)

    @property
    def frequency(self) -> NDArray[np.float32] | None:
        """Share of the training texts that hold each row, (rows,); None where unknown."""
        return self._frequency


class TransformerEncoder:
    """Any sentence-transformers model, with the prompts that its family wants."""

    def __init__(self, name: str, *, download: bool = False) -> None:
        """Load `name`, a folder or a name in the local cache; `download` allows fetching it.

        Raises:
            EncoderError: where it is not there or is no such model.
        """
        # 7 s of import, for who asks for another model only
        from sentence_transformers import SentenceTransformer

        self._name = name
        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=not download)
        except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise EncoderError(
                f"No se puede cargar el modelo «{name}»: {reason}. Indique una carpeta de "
                "sentence-transformers, o descárguelo antes; Puente no descarga nada por su cuenta."
            ) from error
        self._query_prompt, self._passage_prompt = _prompts(name, self._model.prompts)

    @property
    def name(self) -> str:
        """The name or folder it was loaded from."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def sha256(self) -> str:
        """sha256 of the parameters in the model's own order, hexadecimal."""
        digest = hashlib.sha256()
        for key, tensor in self._model.state_dict().items():
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().contiguous().flatten().float().numpy().tobytes())
        return digest.hexdigest()

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a text, (n, dimension)."""
        return self._encode(texts, self._passage_prompt)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row a question, (n, dimension)."""
        return self._encode(texts, self._query_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=prompt or None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def load_encoder(name: str | None = None, *, download: bool = False) -> Encoder:
    """Return the encoder called `name`: None for the one that ships, else a folder or a model name.

    Args:
        name: `None` or `puente-es`, a folder, or the name of a sentence-transformers model.
        download: allow the network for a model that is not on this machine.

    Raises:
        EncoderError: where it cannot be loaded; the message says what to do.
    """
    if name is None or name == SHIPPED:
        return StaticEncoder(SHIPPED_FOLDER, SHIPPED)
    folder = Path(name)
    if folder.is_dir():
        if _is_static(folder):
            return StaticEncoder(folder, name)
    elif folder.is_absolute() or name.startswith("."):
        raise EncoderError(f"No existe la carpeta del modelo: {name}.")
    return TransformerEncoder(name, download=download)


def load_remembered(name: str) -> Encoder:
    """Return the encoder that a base was built with.

    Raises:
        EncoderError: where it is not to be had; the message says how to do without.
    """
    try:
        return load_encoder(name)
    except EncoderError as error:
        raise EncoderError(
            f"{error} La base se hizo con ese modelo: `puente build --model {SHIPPED}` y los "
            "artículos la rehace con el incluido."
        ) from error


def contextual_of(encoder: Encoder) -> ContextualEncoder | None:
    """Return the transformer that ships with `encoder`, None for one that has none."""
    return encoder.contextual if isinstance(encoder, StaticEncoder) else None


def _is_static(folder: Path) -> bool:
    """Say whether the folder's modules are a static table, made unit length or not."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(kinds) and kinds[0] == "StaticEmbedding" and set(kinds[1:]) <= {"Normalize"}


def _map_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """Return the tensors of a safetensors file as arrays over the mapped file.

    Source: the format's page: 8 bytes of header length, a JSON header, then the data.
    """
    kinds = {"I8": "i1", "F16": "<f2", "F32": "<f4", "I64": "<i8", "I32": "<i4"}
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + size)
    tensors: dict[str, NDArray[Any]] = {}
    for name, entry in header.items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            flat = data[first:last].view(kinds[entry["dtype"]])
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


@cache
def _known_prompts() -> list[dict[str, str]]:
    """Read the families of models and their prompts, once."""
    records: list[dict[str, str]] = yaml.safe_load(PROMPTS_FILE.read_text(encoding="utf-8"))
    return records


def _prompts(name: str, configured: Mapping[str, str | None]) -> tuple[str, str]:
    """Return the prompts for questions and for passages: the model's own, else its family's."""
    query = configured.get("query") or ""
    passage = configured.get("passage") or configured.get("document") or ""
    if not query and not passage:
        for family in _known_prompts():
            if family["name"] in name.lower():
                return family["query"], family["passage"]
    return query, passage
