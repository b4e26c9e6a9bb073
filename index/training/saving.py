"""The model folder: what sentence-transformers loads and `index.encoder` maps."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

from index.training.vocabulary import Vocabulary

__all__ = ["in_bytes", "save_model"]

KEPT = ("modules.json", "config_sentence_transformers.json", "tokenizer.json")


def save_model(
    folder: Path,
    vocabulary: Vocabulary,
    table: NDArray[np.float32],
    frequency: NDArray[np.float32],
) -> None:
    """Write the model to `folder`.

    Args:
        folder: made where it is absent; its other files are left alone.
        vocabulary: the tokenizer, and the row of each token.
        table: (rows, dimension); written in bytes, one scale a row.
        frequency: (rows,) share of the training texts that hold each row; no part of the
            sentence-transformers model, which passes over it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as made:
        whole = StaticEmbedding(vocabulary.tokenizer, embedding_weights=table[vocabulary.mapping])
        SentenceTransformer(modules=[whole, Normalize()]).save(made, create_model_card=False)
        for name in KEPT:
            (folder / name).write_bytes((Path(made) / name).read_bytes())
        for module in json.loads((folder / "modules.json").read_text()):
            if module["path"]:
                (folder / module["path"]).mkdir(exist_ok=True)
                for file in (Path(made) / module["path"]).iterdir():
                    (folder / module["path"] / file.name).write_bytes(file.read_bytes())
    save_file(
        {
            **in_bytes(table, vocabulary.mapping),
            "mapping": vocabulary.mapping.astype(np.int32),
            "frequency": frequency.astype(np.float32),
        },
        folder / "model.safetensors",
    )
    (folder / "model.safetensors").chmod(0o644)  # the library leaves it to its owner alone


def in_bytes(
    table: NDArray[np.float32], mapping: NDArray[np.integer]
) -> dict[str, NDArray[np.generic]]:
    """Return `embeddings`, bytes, and `weights`, what the row of each token is multiplied by."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-9).astype(np.float32) / 127
    return {
        "embeddings": np.rint(table / scale[:, None]).astype(np.int8),
        "weights": scale[mapping],
    }
