"""A question whether something is so gets a yes or a no, with the sentence that tells."""

import pytest

from index.answer import answer
from index.base import Base


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("¿Es verdad que el 77 % de los CIO considera importante la colaboración?", "Sí: "),
        ("es cierto que el 56 % de los cmo ve importante la colaboracion", "Sí: "),
        ("¿El 77 % de los CMO considera importante la colaboración?", "No: CMO: 56 %"),
        ("is it true that 77% of CIOs see collaboration as important?", "Yes: "),
    ],
)
def test_what_the_articles_tell_is_granted_or_denied(
    question: str, beginning: str, base: Base
) -> None:
    given = answer(question, base)
    assert given.answer.startswith(beginning)
    assert "la ve importante el 77 % de los CIO" in given.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "¿Es verdad que la mayoría de los CIO odia a los CMO?",
        "es cierto que el 93 % de los farmaceuticos madruga",
    ],
)
def test_what_the_articles_do_not_tell_is_neither(question: str, base: Base) -> None:
    assert not answer(question, base).answer.startswith(("Sí", "No:"))


def test_a_question_for_a_figure_is_no_claim(base: Base) -> None:
    given = answer("¿Qué porcentaje de los CIO considera importante la colaboración?", base)
    assert given.answer.startswith("CIO: 77 %")
