"""Where the table starts: PPMI of words seen near each other, cut by SVD.

Source: Levy and Goldberg 2014 (PPMI and SVD equal what word2vec learns); Levy, Goldberg and
Dagan 2015 for context smoothing at 0.75 and for the square root of the singular values.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

__all__ = ["ppmi", "start_table", "woven"]

WINDOW = 8
SMOOTHING = 0.75


def woven(spanish: Sequence[int], english: Sequence[int]) -> list[int]:
    """Merge two translations by relative place, so that words that answer each other are near."""
    places = [((i + 0.5) / len(spanish), row) for i, row in enumerate(spanish)]
    places += [((i + 0.5) / len(english), row) for i, row in enumerate(english)]
    return [row for _, row in sorted(places)]


def ppmi(documents: Sequence[NDArray[np.int32]], rows: int, seed: int) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information, (rows, rows) float32.

    Args:
        documents: table rows of each text in order.
        rows: how many rows there are.
        seed: for the thinning of very frequent words (word2vec's, threshold 1e-4).
    """
    flat = np.concatenate([np.asarray(d, dtype=np.int32) for d in documents])
    owner = np.repeat(np.arange(len(documents)), [len(d) for d in documents])
    share = np.bincount(flat, minlength=rows) / len(flat)
    keep = np.random.default_rng(seed).random(len(flat)) < np.sqrt(1e-4 / share[flat])
    flat, owner = flat[keep], owner[keep]
    counts = sparse.csr_matrix((rows, rows), dtype=np.float32)
    for step in range(1, WINDOW + 1):
        same = owner[:-step] == owner[step:]
        left, right = flat[:-step][same], flat[step:][same]
        weight = np.full(len(left), 1 - (step - 1) / WINDOW, dtype=np.float32)
        counts = counts + sparse.coo_matrix((weight, (left, right)), (rows, rows)).tocsr()
    counts = (counts + counts.T).tocoo()
    marginal = np.asarray(counts.sum(axis=1)).ravel()
    context = marginal**SMOOTHING
    context /= context.sum()
    information = np.log(counts.data / (marginal[counts.row] * context[counts.col]))
    positive = information > 0
    return sparse.csr_matrix(
        (
            information[positive].astype(np.float32),
            (counts.row[positive], counts.col[positive]),
        ),
        shape=(rows, rows),
    )


def start_table(
    documents: Sequence[NDArray[np.int32]], rows: int, dimension: int, seed: int
) -> NDArray[np.float32]:
    """Return a table of unit rows, (rows, dimension); a word never seen gets a random row."""
    matrix = ppmi(documents, rows, seed)
    left, strength, _ = randomized_svd(
        matrix, n_components=dimension, n_oversamples=32, n_iter=3, random_state=seed
    )
    table = (left * np.sqrt(strength)).astype(np.float32)
    noise = np.random.default_rng(seed).standard_normal(table.shape).astype(np.float32)
    size = np.linalg.norm(table, axis=1, keepdims=True)
    empty = size[:, 0] < 1e-6
    table[~empty] /= size[~empty]
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    table[empty] = noise[empty]
    return np.asarray(table, dtype=np.float32)
