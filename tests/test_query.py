import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.kinds import KINDS, held_kinds, wanted_kinds
from index.query import synonyms
from index.spelling import Speller, distance

WORDS = ["colaboración", "marketing", "público", "publicó", "encuesta", "ventas", "77%", "cio"]


@pytest.fixture
def speller() -> Speller:
    return Speller(WORDS, lambda word: word == "elaboracion")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("colaboración", ["colaboración"]),
        ("colaboracion", ["colaboración"]),
        ("colavoracion", ["colaboración"]),
        ("márketing", ["marketing"]),
        ("marketin", ["marketing"]),
        ("publico", ["público", "publicó"]),
        ("público", ["público"]),
        ("encueta", ["encuesta"]),
        ("enucesta", ["encuesta"]),
        # right words that no article holds, short words and figures are let be
        ("elaboración", ["elaboración"]),
        ("cmo", ["cmo"]),
        ("78%", ["78%"]),
        ("paraguas", ["paraguas"]),
    ],
)
def test_words_are_found_with_slips_and_without_accents(
    speller: Speller, asked: str, meant: list[str]
) -> None:
    assert [form for form, _ in speller.forms(asked)] == meant


def test_a_slip_weighs_less_than_the_word(speller: Speller) -> None:
    assert speller.forms("colaboracion")[0][1] == 1
    assert speller.forms("colavoracion")[0][1] < 1


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("dpto", "departamento"),
        ("provs", "proveedores"),
        ("xq", "porque"),
        ("mkt", "marketing"),
        ("DPTO", None),  # in capitals it may be a name
        ("cio", None),
        ("colaboración", None),
        ("brezo", None),
    ],
)
def test_short_forms_are_written_out(speller: Speller, short: str, whole: str | None) -> None:
    assert speller.whole(short) == whole


def test_what_stands_in_quotes_is_not_written_out(speller: Speller) -> None:
    text = "El dpto. de mkt y «el dpto. de mkt»"
    assert speller.written_out(text) == "El departamento de marketing y «el dpto. de mkt»"


def test_a_short_form_that_is_a_word_of_the_base_stays_one() -> None:
    assert Speller(["sist"]).whole("sist") is None
    assert Speller([], lambda word: word == "sist").whole("sist") is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("el sist. de pagos", "el sistema de pagos"),
        ("el sist de pagos", "el sist de pagos"),
        ("¿Falla el sist. Por qué?", "¿Falla el sist. Por qué?"),
    ],
)
def test_a_full_stop_within_a_sentence_tells_a_short_form_from_a_word(
    text: str, meant: str
) -> None:
    assert Speller([], lambda word: word == "sist").written_out(text) == meant


def test_a_base_without_words_corrects_nothing() -> None:
    assert Speller([]).forms("hola") == [("hola", 1.0)]


def slips(a: str, b: str) -> int:
    """Optimal string alignment, by the book."""
    table = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 3))
def test_the_distance_is_the_true_one_as_far_as_it_is_asked_for(a: str, b: str, most: int) -> None:
    assert distance(a, b, most) == min(slips(a, b), most + 1)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("¿Cuántos CIO lo piensan?", {"figure"}),
        ("¿Qué % de empresas?", {"figure"}),
        ("¿Qué porcentaje?", {"figure"}),
        ("How many companies?", {"figure"}),
        ("¿Cuándo se publicó?", {"date"}),
        ("¿En qué año y cuánto?", {"date", "figure"}),
        ("¿Quién hizo el estudio?", {"name"}),
        ("Where was it made?", {"name"}),
        ("¿Por qué no colaboran?", set()),
        ("la cuantía del fondo", set()),
        ("", set()),
    ],
)
def test_what_a_question_wants_is_told_from_its_words(question: str, kinds: set[str]) -> None:
    assert wanted_kinds(question) == kinds


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("El 77 % lo piensa.", {"figure"}),
        ("Uno de cada tres lo piensa.", {"figure"}),
        ("Se publicó en marzo.", {"date"}),
        ("Se fundó en 1998.", {"figure", "date"}),
        ("Lo dijo la consultora Albor.", {"name"}),
        ("Nadie lo dijo.", set()),
        ("Conviene hablar más.", set()),
    ],
)
def test_what_a_sentence_could_answer_is_told_from_its_words(
    sentence: str, kinds: set[str]
) -> None:
    held = held_kinds(sentence)
    assert {kind for place, kind in enumerate(KINDS) if held >> place & 1} == kinds


def test_synonyms_are_of_whole_words() -> None:
    assert "cooperar" in synonyms("¿por qué colaborar?")
    assert synonyms("colaborarían") == []
