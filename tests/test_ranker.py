import numpy as np
import pytest

from index.encoder import load_encoder
from index.query import read_query
from index.ranker import Ranker, load_ranker, reorder
from index.search import Searcher
from index.signs import SIGNS, read_signs
from tests.benchmarks.squad import article_of

QUESTION = "¿Cuántos directivos de marketing confían en los informes?"
TEXTS = {
    "orden": "Los directivos de marketing confían en los informes. Fueron 340 en total.",
    "revuelto": "Los informes tardan. De marketing hablan otros; confían poco los directivos.",
    "lejos": "El puerto exporta naranjas.",
}


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher.build([article_of(n, t) for n, t in TEXTS.items()], load_encoder())


def signs_of(searcher: Searcher, question: str) -> dict[str, dict[str, float]]:
    """Return the signs of each article's one passage."""
    query = read_query(question, searcher.encoder, searcher._speller)
    scored = searcher.channels.score(query, np.arange(len(TEXTS), dtype=np.int64))
    signs, _ = read_signs(searcher.channels, query, scored, *searcher._fuse(scored, ()))
    return {
        name: dict(zip(SIGNS["passage"], row.tolist(), strict=True))
        for name, row in zip(TEXTS, signs, strict=True)
    }


@pytest.mark.parametrize("kind", SIGNS)
def test_what_was_learnt_fits_the_signs_that_are_read(kind: str) -> None:
    ranker = load_ranker(kind)
    assert ranker.signs == SIGNS[kind]
    assert ranker.hidden.shape == (len(ranker.bias), len(SIGNS[kind]))


def test_the_network_is_a_line_and_a_hidden_layer() -> None:
    ranker = Ranker(
        ("a", "b"),
        mean=np.array([1.0, 0.0]),
        deviation=np.array([2.0, 1.0]),
        linear=np.array([1.0, 10.0]),
        hidden=np.array([[1.0, -1.0]]),
        bias=np.array([0.5]),
        out=np.array([100.0]),
    )
    signs = np.array([[3.0, 0.0], [1.0, 2.0], [1.0, 99.0]], dtype=np.float32)
    # evened: (1, 0), (0, 2), (0, 99 cut to 5); the layer is off where it would be negative
    assert ranker.scores(signs).tolist() == [1 + 150, 20, 50]


def test_the_scores_are_handed_out_again_in_the_new_order() -> None:
    scores = np.array([0.5, 0.9, 0.7, 0.1], dtype=np.float32)
    fresh, trust = reorder(scores, np.array([1, 2]), np.array([0.0, 1.0], dtype=np.float32))
    assert fresh.tolist() == pytest.approx([0.5, 0.7, 0.9, 0.1])
    assert trust[[0, 3]].tolist() == [0, 0]
    assert trust[2] == pytest.approx(np.e / (1 + np.e))


def test_words_in_the_order_of_the_question_count_more(searcher: Searcher) -> None:
    signs = signs_of(searcher, QUESTION)
    assert signs["orden"]["held"] == pytest.approx(signs["revuelto"]["held"])
    assert signs["orden"]["order"] > signs["revuelto"]["order"]
    assert signs["orden"]["adjacent"] > signs["revuelto"]["adjacent"]
    assert signs["lejos"]["held"] == signs["lejos"]["order"] == 0


def test_a_figure_that_the_question_has_itself_is_no_answer(searcher: Searcher) -> None:
    assert signs_of(searcher, QUESTION)["orden"]["fresh"] == 1
    assert signs_of(searcher, "¿Cuántos de los 340 confían?")["orden"]["fresh"] == 0


def test_a_form_of_a_word_is_held_but_not_exact(searcher: Searcher) -> None:
    signs = signs_of(searcher, "directivo")["orden"]
    assert (signs["held"], signs["exact"]) == (1, 0)


def test_the_ranker_changes_the_order_and_not_the_scores(searcher: Searcher) -> None:
    ranked = searcher.search(QUESTION)
    plain = searcher.search(QUESTION, off={"ranker"})
    assert [h.score for h in ranked] == pytest.approx([h.score for h in plain])
    assert {h.article for h in ranked} == {h.article for h in plain}
    assert sum(h.parts["ranker"] for h in ranked) == pytest.approx(1)
    assert all("ranker" not in h.parts for h in plain)


def test_sentences_are_ranked_too(searcher: Searcher) -> None:
    found = searcher.sentences(QUESTION)
    assert found[0].text == "Los directivos de marketing confían en los informes."
    assert [h.parts["ranker"] for h in found] == sorted(
        (h.parts["ranker"] for h in found), reverse=True
    )


def test_without_one_of_its_channels_the_ranker_rests(searcher: Searcher) -> None:
    assert "ranker" not in searcher.search(QUESTION, off={"dense"})[0].parts
