"""Search that reads what it found together with the question."""

import pytest

from index.base import Base
from index.closer import search_closely

QUESTION = "¿Qué les cuesta a los CMO sin ayuda de informática?"


def test_hits_are_those_found_in_another_order(base: Base) -> None:
    found = base.searcher.search(QUESTION, top=10)
    read = search_closely(base, QUESTION, top=10)
    assert {(h.article, h.start) for h in read} == {(h.article, h.start) for h in found}
    assert [h.score for h in read] == sorted((h.score for h in found), reverse=True)


def test_each_hit_tells_how_likely_its_best_sentence_answers(base: Base) -> None:
    for hit in search_closely(base, QUESTION):
        assert 0 < hit.parts["cross"] < 1
        assert hit.start <= hit.best[0] < hit.best[1] <= hit.end


@pytest.mark.parametrize("text", ["colaboración", "CIO datos", '¿Qué dice de "los datos" el CIO?'])
def test_words_and_phrases_in_quotes_are_found_as_they_were(text: str, base: Base) -> None:
    assert search_closely(base, text, top=5) == base.searcher.search(text, top=5)


def test_no_more_are_given_than_asked_for(base: Base) -> None:
    assert len(search_closely(base, QUESTION, top=2)) == 2


def test_of_nothing_nothing_is_found(base: Base) -> None:
    assert search_closely(base, "   ") == []
