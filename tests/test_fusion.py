import numpy as np
import pytest

from index.fusion import best, fuse, weights

ROWS = {
    "dense": np.array([0.2, 0.9], dtype=np.float32),
    "lexical": np.array([0.8, 0.1], dtype=np.float32),
}


def test_the_score_is_the_weighted_mean() -> None:
    assert np.allclose(fuse(ROWS, {"dense": 1.0, "lexical": 3.0}), [0.65, 0.3])


def test_a_channel_without_scores_counts_not() -> None:
    assert np.allclose(fuse(ROWS, {"dense": 1.0, "maxsim": 9.0}), ROWS["dense"])


def test_no_channel_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="maxsim"):
        fuse(ROWS, {"maxsim": 1.0})


# of sentences the static model's vectors weigh nothing, beside what tells their meaning better
MEANING = {"sentence": "contextual", "sentence_static": "maxsim"}


@pytest.mark.parametrize(
    "kind", [f"{level}{of}" for level in ("passage", "sentence") for of in ("", "_static", "_any")]
)
def test_every_kind_has_weights_that_pull_forward(kind: str) -> None:
    table = weights(kind)
    assert all(weight >= 0 for weight in table.values())
    assert table["lexical"] > 0
    assert table[MEANING.get(kind, "dense")] > 0


def test_a_channel_can_be_left_out() -> None:
    assert "dense" not in weights("passage", {"dense"})
    assert "dense" in weights("passage")


def test_equals_stay_in_their_order() -> None:
    assert best(np.array([1, 3, 3, 2], dtype=np.float32), 3).tolist() == [1, 2, 3]
