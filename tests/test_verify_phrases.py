"""Claims on the digests and on articles of other themes, with the verdict that each deserves."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from index.base import Base
from index.building import build
from index.verify import verify
from tests.phrases import table

THEMES = Path(__file__).parent / "gold" / "themes" / "open"
Bases = Callable[[str], Base]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory, base: Base) -> Bases:
    """The base of the digests, or of a theme by its number."""

    @cache
    def of_theme(number: str) -> Base:
        path = tmp_path_factory.mktemp("theme") / "base"
        build(path, [THEMES / number])
        return Base.open(path)

    return lambda name: base if name == "digests" else of_theme(name)


def outcomes_of(text: str, base: Base) -> list[str]:
    return [verdict.outcome for verdict in verify(text, base)]


@pytest.mark.parametrize(
    ("name", "text", "outcomes"), [*table("verify_more"), *table("verify_aside")]
)
def test_each_claim_gets_its_verdict(
    bases: Bases, name: str, text: str, outcomes: list[str]
) -> None:
    assert outcomes_of(text, bases(name)) == outcomes


def test_a_figure_of_another_group_is_contradicted_with_what_is_told_of_both(bases: Bases) -> None:
    (verdict,) = verify("El 57 % de los CIO andinos considera prioritaria la IA.", bases("03"))

    assert (verdict.outcome, verdict.reason) == ("contradicted", "other_value")
    assert verdict.says == ("CIO: 49 %", "CFO: 57 %")
    assert {"el 57 %" in c.quote or "el 49 %" in c.quote for c in verdict.citations} == {True}


def test_a_figure_and_the_words_for_it_in_brackets_are_one_claim(bases: Bases) -> None:
    (verdict,) = verify(
        "Casi la mitad de los CMO (45 %) se frustra por no manejar los datos sin TI.",
        bases("digests"),
    )

    assert (verdict.outcome, verdict.figure) == ("supported", "45 %")


@pytest.mark.parametrize(
    "text",
    [
        "Más de la mitad de los CMO (45 %) se frustra por no manejar los datos sin TI.",
        "La mitad de los CMO (el 77 % de los CIO) ve importante la colaboración.",
    ],
)
def test_words_that_say_another_figure_than_their_brackets_are_two_claims(
    bases: Bases, text: str
) -> None:
    assert len(verify(text, bases("digests"))) == 2


@pytest.mark.parametrize(
    ("text", "outcome", "reason", "says"),
    [
        # the sentence says "el instituto londinense", and the graph took the barometer
        ("El 40 % de los financieros participa más en las decisiones de estrategia, según Arandel.",
         "contradicted", "other_source", "CFO: 40 % (Norbury Institute)"),
        ("El 40 % de los financieros participa más en las decisiones de estrategia, según el "
         "Norbury Institute.", "supported", "same_figure", None),
        ("Según Arandel, el 48 % de los financieros utiliza la IA generativa todas las semanas.",
         "contradicted", "other_source", "CFO: 48 % (Norbury Institute)"),
        # the institute is named last before it, and the graph took the barometer
        ("Según Arandel, al 71 % de los responsables de sistemas le preocupa que se filtren datos "
         "confidenciales.", "not_found", "unsure_source", "ejecutivos de TI: 71 %"),
        ("Según el Barómetro Arandel, la inteligencia artificial es prioritaria para el 64 % de "
         "los financieros.", "supported", "same_figure", None),
    ],
)  # fmt: skip
def test_a_figure_is_of_the_source_that_its_sentence_gives_it(
    bases: Bases, text: str, outcome: str, reason: str, says: str | None
) -> None:
    (verdict,) = verify(text, bases("03"))

    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert says is None or says in verdict.says


def test_a_difference_that_follows_from_two_figures_shows_both(bases: Bases) -> None:
    (verdict,) = verify("Hay una brecha de 21 puntos entre CIO y CMO.", bases("digests"))

    assert (verdict.outcome, verdict.reason) == ("supported", "difference")
    assert verdict.says == ("CIO: 77 %", "CMO: 56 %")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Los CIO aventajan en 21 puntos a los CMO.", "supported"),
        ("Los CMO aventajan en 21 puntos a los CIO.", "not_found"),
        ("La importancia de la colaboración es 21 puntos menor para los CMO que para los CIO.",
         "supported"),
        ("Hay una brecha de más de 20 puntos entre los CMO y los CIO.", "supported"),
        ("No hay una brecha de 21 puntos entre CIO y CMO.", "not_found"),
        ("Hay una brecha de 21 puntos entre CIO y CMO en el sueldo.", "not_found"),
        ("Hay una brecha de 30 puntos entre CIO y CMO en el sueldo.", "not_found"),
        ("Los CIO y los CMO mejoraron 21 puntos.", "not_found"),
        ("Según Infosys, hay una brecha de 21 puntos entre CIO y CMO.", "not_found"),
    ],
)  # fmt: skip
def test_a_difference_holds_for_its_groups_its_side_its_matter_and_its_source(
    bases: Bases, text: str, outcome: str
) -> None:
    assert outcomes_of(text, bases("digests")) == [outcome]


@pytest.mark.parametrize(
    ("name", "text", "outcome"),
    [
        ("03", "Perú lidera con 34 %.", "contradicted"),
        ("03", "Chile lidera con 34 %.", "supported"),
        ("03", "Perú lidera con un 18 %.", "contradicted"),
        ("03", "Argentina lidera con un 18 %.", "not_found"),
        ("03", "Colombia va por delante de Chile, que llega al 34 %.", "supported"),
        ("digests", "El 77 % de los CMO.", "contradicted"),
        ("digests", "El 77 % de los CIO.", "not_found"),
        ("digests", "El 77 % de los CMO usa ordenador.", "not_found"),
        ("digests", "Leapfrog: 4 % de los ejecutivos de TI.", "supported"),
        ("digests", "Leapfrog: 40 % de los ejecutivos de TI.", "supported"),
        ("digests", "Infosys: 4 % de los ejecutivos de TI.", "not_found"),
        ("digests", "Dos de cada tres CMO.", "not_found"),
        ("digests", "Los CIO van por delante de los CMO, con un 56 % que ve importante la "
         "colaboración.", "not_found"),
    ],
)  # fmt: skip
def test_a_share_with_whose_it_is_and_no_more_is_held_against_its_neighbours(
    bases: Bases, name: str, text: str, outcome: str
) -> None:
    assert outcomes_of(text, bases(name)) == [outcome]


@pytest.mark.parametrize(
    "text",
    [
        "El 48 % de los ejecutivos de TI dice que Internet de las cosas ha tenido efecto.",
        "El 48 % de los ejecutivos de TI Internet de las cosas ya ha tenido efecto en el negocio.",
    ],
)
def test_no_figure_contradicts_one_that_stands_beside_it_with_the_matter_of_the_claim(
    bases: Bases, text: str
) -> None:
    assert outcomes_of(text, bases("digests")) != ["contradicted"]


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("56 percent of CIOs consider collaboration important.", ["contradicted"]),
        ("Among CIOs, 77 percent consider collaboration important.", ["supported"]),
        ("Among CMOs, 77 percent consider collaboration important.", ["not_found"]),
        ("Only one in ten executives feels that collaboration works as it should.", ["supported"]),
        ("More than a third of CMOs expect to spend 75 percent or more on digital marketing.",
         ["supported", "not_found"]),
        ("According to Infosys, 77 percent of CIOs consider collaboration important.",
         ["contradicted"]),
        ("250 marketing executives were interviewed by Accenture.", ["contradicted"]),
        ("More than 400 marketing executives were interviewed by Accenture.", ["supported"]),
    ],
)  # fmt: skip
def test_a_text_in_english_is_held_against_the_spanish_sentences(
    bases: Bases, text: str, outcomes: list[str]
) -> None:
    assert outcomes_of(text, bases("digests")) == outcomes
