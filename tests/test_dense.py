from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import VectorIndex


def unit_rows(count: int, dimension: int = 32) -> NDArray[np.float32]:
    rows = np.random.default_rng(7).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_a_small_index_is_exact() -> None:
    vectors = unit_rows(500)
    index = VectorIndex.build(vectors)
    query = unit_rows(501)[500]
    expected = np.argsort(-(vectors @ query))[:10]
    found = index.search(query, 10)
    assert [i for i, _ in found] == expected.tolist()
    assert np.allclose([s for _, s in found], (vectors @ query)[expected], atol=1e-6)


def test_a_large_index_finds_nearly_all_that_an_exact_one_finds() -> None:
    vectors = unit_rows(5_000, 64)
    exact, coarse = VectorIndex.build(vectors), VectorIndex.build(vectors, exact_up_to=100)
    hit = 0
    for query in unit_rows(5_020, 64)[5_000:]:
        truth = {i for i, _ in exact.search(query, 10)}
        hit += len(truth & {i for i, _ in coarse.search(query, 10)})
    assert hit / 200 > 0.9


@pytest.mark.parametrize("exact_up_to", [1_000, 10])
def test_what_is_saved_answers_the_same_from_the_disk(tmp_path: Path, exact_up_to: int) -> None:
    vectors = unit_rows(200)
    index = VectorIndex.build(vectors, exact_up_to=exact_up_to)
    index.save(tmp_path / "v.faiss")
    loaded = VectorIndex.load(tmp_path / "v.faiss")
    assert loaded.search(vectors[3], 5) == index.search(vectors[3], 5)
    ids = np.array([0, 199, 7])
    assert np.array_equal(loaded.vectors(ids), vectors[ids])
    assert (len(loaded), loaded.dimension) == (200, 32)


@pytest.mark.parametrize("exact_up_to", [1_000, 10])
def test_what_is_removed_is_not_found_again(exact_up_to: int) -> None:
    vectors = unit_rows(100)
    index = VectorIndex.build(vectors, exact_up_to=exact_up_to)
    assert index.remove(np.array([5, 6])) == 2
    assert len(index) == 98
    assert 5 not in [i for i, _ in index.search(vectors[5], 98)]
    assert np.array_equal(index.vectors(np.array([7])), vectors[[7]])
    with pytest.raises(KeyError):
        index.vectors(np.array([5]))


def test_ids_are_those_given() -> None:
    index = VectorIndex.build(unit_rows(3), np.array([10, 20, 30]))
    assert {i for i, _ in index.search(unit_rows(1)[0], 3)} == {10, 20, 30}


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = VectorIndex.build(np.zeros((0, 8), dtype=np.float32))
    assert index.search(np.ones(8, dtype=np.float32), 5) == []
    assert index.vectors(np.zeros(0, dtype=np.int64)).shape == (0, 8)
    index.save(tmp_path / "v.faiss")
    assert len(VectorIndex.load(tmp_path / "v.faiss")) == 0
