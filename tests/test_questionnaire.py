"""The questions typed as people type them hold together, and say what may be expected."""

import pytest

from index.records import Answer, Citation
from tests.benchmarks.answers import Item, tells_what_lacks
from tests.benchmarks.matching import plain
from tests.gold import GoldError
from tests.gold.questionnaire import PARTS, TypedQuestion, load_questions, place_of

LENGTH = 150


@pytest.fixture(scope="module")
def parts() -> dict[str, list[TypedQuestion]]:
    return {part: load_questions(part) for part in PARTS}


@pytest.fixture(scope="module")
def questions(parts: dict[str, list[TypedQuestion]]) -> list[TypedQuestion]:
    return [question for part in parts.values() for question in part]


def test_there_are_enough_and_half_of_them_are_not_wholly_answered(
    questions: list[TypedQuestion],
) -> None:
    whole = [q for q in questions if q.expect == "answerable"]
    assert len(questions) >= LENGTH
    assert 0.45 <= len(whole) / len(questions) <= 0.55


@pytest.mark.parametrize("expect", ["answerable", "half", "unanswerable"])
def test_a_third_of_each_sort_is_kept_aside(
    parts: dict[str, list[TypedQuestion]], expect: str
) -> None:
    of_sort = {part: sum(q.expect == expect for q in found) for part, found in parts.items()}
    assert of_sort["aside"] * 2 == pytest.approx(of_sort["typed"], abs=2)


def test_no_question_is_asked_twice(questions: list[TypedQuestion]) -> None:
    assert len({plain(question.text) for question in questions}) == len(questions)


def test_what_answers_is_told_of_all_that_have_an_answer(questions: list[TypedQuestion]) -> None:
    for question in questions:
        told = bool(question.evidence) and bool(question.values or question.must)
        assert told == (question.expect != "unanswerable"), question.text


def test_what_is_missing_is_told_of_the_half_answered_only(
    questions: list[TypedQuestion],
) -> None:
    for question in questions:
        assert bool(question.lacks) == (question.expect == "half"), question.text


def test_what_an_answer_must_hold_stands_in_its_evidence(questions: list[TypedQuestion]) -> None:
    for question in questions:
        quotes = plain(" ".join(quote for _, quote in question.evidence))
        assert not [must for must in question.must if must not in quotes], question.text


def test_what_is_missing_does_not_stand_in_the_evidence(questions: list[TypedQuestion]) -> None:
    for question in questions:
        quotes = f" {plain(' '.join(quote for _, quote in question.evidence))} "
        assert not [lack for lack in question.lacks if f" {lack} " in quotes], question.text


@pytest.mark.parametrize("texts", [{"a": "nada"}, {"a": "uno dos", "b": "uno dos"}])
def test_evidence_in_no_digest_or_in_several_is_an_error(texts: dict[str, str]) -> None:
    with pytest.raises(GoldError, match="must be in one"):
        place_of("uno dos", texts)


@pytest.mark.parametrize(
    ("text", "told"),
    [("El 56 % de los CMO y el CFO [1]", False), ("El 56 % [1]. No hay cifras de CFO.", True)],
)
def test_what_is_missing_is_told_outside_the_quotes_only(text: str, told: bool) -> None:
    quote = "El 56 % de los CMO y el CFO"
    citation = Citation(1, "a", "A", None, None, quote, 0, len(quote))
    got = Answer("¿?", "es", True, 0.9, text, (citation,), (), ())
    assert tells_what_lacks(Item("¿?", "figure", lacks=("cfo",)), got) is told
