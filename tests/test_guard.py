"""No figure passes that no cited sentence holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.guard import overstated, unsupported


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("El 77 % confía", "Un 77% de los CIO confía en ello."),
        ("77 por ciento", "El 77 % de los consultados."),
        ("un 10 % lo hace", "Uno de cada diez lo hace."),
        ("un cuarto (25 %)", "Solo un cuarto de las empresas ha empezado."),
        ("más de 400 directivos", "Se preguntó a más de 400 directivos."),
        ("un 33,3 % duda", "Un tercio de los consultados duda."),
        ("tres de cada cuatro", "El 75 % de las tiendas."),
        ("el 50 % de la plantilla", "La mitad de la plantilla."),
        ("suben un 5 % o más", "Los beneficios suben en un 5% o más."),
        ("al menos 5 empresas", "Se fueron 5 o más empresas."),
        ("1.200.000 euros", "Costó 1,2 millones de euros."),
        ("cuatrocientos directivos", "Se preguntó a 400 directivos."),
        ("entre un 12 y un 14 %", "Entre un 12 y un 14 % de esa energía se pierde."),
        ("en 2019", "La ley de 2019 lo permite."),
        ("En 2015: nada cambió", "Redacción - 17 Diciembre 2015"),
        ("nadie dio cifras", "No hay cifras."),
    ],
)
def test_the_same_figure_in_any_form_is_supported(text: str, quote: str) -> None:
    assert unsupported(text, [quote]) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("El 78 % confía", "Un 77% de los CIO confía en ello."),
        ("más del 77 % confía", "Un 77% de los CIO confía en ello."),
        ("un 5 % confía", "Los beneficios suben en un 5% o más."),
        ("más de un tercio duda", "Un tercio de los consultados duda."),
        ("1,2 millones de dólares", "Costó 1,2 millones de euros."),
        ("el 12 % se pierde", "Entre un 12 y un 14 % de esa energía se pierde."),
        ("77 puntos", "Un 77% de los CIO confía en ello."),
        ("unos 400 euros", "Se preguntó a unos 400 directivos."),
        ("en 2020", "La ley de 2019 lo permite."),
        ("la versión 2.1", "La versión 2.0 ya está."),
    ],
)
def test_another_value_unit_or_comparator_is_not(text: str, quote: str) -> None:
    assert unsupported(text, [quote])


def test_every_quote_may_support() -> None:
    assert unsupported("77 % frente a 56 %", ["Un 77 % sí.", "Un 56 % no."]) == []


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_share_is_supported_by_itself_and_by_no_other(said: int, held: int) -> None:
    wrong = unsupported(f"El {said} % confía", [f"Según el informe, el {held} % confía."])
    assert bool(wrong) == (said != held)


@given(st.integers(2, 20), st.integers(2, 20))
def test_one_in_so_many_is_that_share_and_no_other(said: int, held: int) -> None:
    wrong = unsupported(f"Lo hace una de cada {said} empresas", [f"Una de cada {held} lo hace."])
    assert bool(wrong) == (said != held)


@given(st.integers(11, 99), st.integers(11, 99))
def test_millions_are_the_same_in_words_and_in_digits(said: int, held: int) -> None:
    text = f"Ganó {said // 10}.{said % 10}00.000 euros"
    wrong = unsupported(text, [f"Ganó {held // 10},{held % 10} millones de euros."])
    assert bool(wrong) == (said != held)


COMPARATORS = ["", "más del ", "menos del ", "al menos el ", "cerca del "]


@given(st.sampled_from(COMPARATORS), st.sampled_from(COMPARATORS), st.integers(1, 99))
def test_a_share_and_one_compared_with_it_are_two(said: str, held: str, share: int) -> None:
    wrong = unsupported(f"Confía {said}{share} %", [f"Confía {held}{share} % de ellos."])
    assert bool(wrong) == (said != held)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Sample: more than 400 ejecutivos de marketing", "Habló con más de 400 ejecutivos."),
        ("Over 400 marketing executives", "Habló con más de 400 ejecutivos."),
        ("At least 5 companies left", "Se fueron al menos 5 empresas."),
        ("5 percent or more", "Los beneficios suben un 5 % o más."),
        ("Up to 30 % of them", "Hasta un 30 % de ellos."),
        ("Less than 20 companies", "Menos de 20 empresas."),
        ("Fewer than 20 companies", "Menos de 20 empresas."),
        ("About 300 euros", "Unos 300 euros por empleado."),
        ("Nearly half of the CMOs", "Casi la mitad de los CMO."),
        ("77 percent of CIOs", "El 77 % de los CIO."),
        ("77 per cent of CIOs", "El 77 % de los CIO."),
        ("One in ten is still trying", "Uno de cada diez sigue intentándolo."),
        ("Seven out of every ten managers", "Siete de cada diez gerentes."),
        ("A quarter of both", "Un cuarto de los CMO y los CIO."),
        ("A third of the firms", "Un tercio de las empresas."),
        ("Two-thirds of the firms", "Dos tercios de las empresas."),
        ("More than a third of CMOs", "Más de un tercio de los CMO."),
        ("Thirty-four days", "Tardan 34 días."),
        ("It cost 2.3 million pesos", "Fueron 2,3 millones de pesos."),
        ("Doubt as to over 400 of them", "El informe «Over 400 CMOs» lo dice."),
        ("Ten en cuenta lo que dicen", "Nada que contar."),
        ("A third party", "Un tercero."),
    ],
)
def test_a_figure_in_english_is_that_of_the_spanish_sentence(text: str, quote: str) -> None:
    assert unsupported(text, [quote]) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("More than 400 executives", "Habló con 400 ejecutivos."),
        ("400 executives", "Habló con más de 400 ejecutivos."),
        ("Nearly 77 percent", "El 77 % de los CIO."),
        ("Under 20 companies", "Más de 20 empresas."),
        ("One in five", "Uno de cada diez."),
        ("Half of them", "Un tercio de ellos."),
        ("A billion euros", "Costó un billón de euros."),
    ],
)
def test_another_figure_in_english_is_not(text: str, quote: str) -> None:
    assert unsupported(text, [quote])


@given(st.sampled_from(["", "más del "]), st.sampled_from(["", "more than "]), st.integers(11, 99))
def test_what_compares_in_english_is_held_against_what_compares_in_spanish(
    held: str, said: str, share: int
) -> None:
    wrong = unsupported(f"{said}{share} percent agree", [f"Lo hace {held}{share} % de ellos."])
    assert bool(wrong) == (bool(said) != bool(held))


BOTH = "La ve importante el 77 % de los CIO, frente al 56 % de los CMO."


@pytest.mark.parametrize(
    "text",
    ["56% CIO", "CIO: 56 %", "El 56 % de los CIO", "los CIO (56 %)", "56 percent of CIOs"],
)
def test_a_figure_that_its_sentence_gives_to_another_role_is_not_supported(text: str) -> None:
    assert unsupported(text, [BOTH])


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("CIO: 77 %; CMO: 56 %", [BOTH]),
        # whose it is stands in another sentence, or in wider words
        ("CFO: 57 %", ["Se preguntó a 380 CFO.", "De los primeros, el 57 % dice que sí."]),
        ("CIO: 71 %", ["Al 71 % de los responsables de sistemas le preocupa."]),
        ("CMO: 45 %", ["La mayor frustración de los CMO, en el 45 % de los casos, es otra."]),
        # the figure is told of both
        ("CIO: 45 %", ["El 45 % de los CMO calla.", "Lo dice el 45 % de los CIO."]),
        ("Un 10 % de los CIO", ["Un 10 % lo cree."]),
    ],
)
def test_a_figure_of_the_same_or_of_nobody_named_is(text: str, quotes: list[str]) -> None:
    assert unsupported(text, quotes) == []


@pytest.mark.parametrize(
    ("text", "quote", "word"),
    [
        ("Ningún CIO la ve importante.", BOTH, "Ningún"),
        ("Todos los CIO la ven importante.", BOTH, "Todos"),
        ("Nobody sees it as important.", BOTH, "Nobody"),
        ("Los CIO no la ven importante.", BOTH, "no"),
        ("Marketing no puede solo.", "Marketing carece de medios.", None),
        ("Nadie lo sabe.", "Ningún directivo lo sabe.", None),
        ("All of them work together.", "Todos trabajan juntos.", None),
        ("Los CIO la ven importante.", BOTH, None),
    ],
)
def test_a_word_that_denies_or_speaks_of_all_needs_a_sentence_that_does(
    text: str, quote: str, word: str | None
) -> None:
    assert overstated(text, [quote]) == word
