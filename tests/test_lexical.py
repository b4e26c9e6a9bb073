from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import K1, LexicalIndex, find_words, gram_terms, stem_terms, stop_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("77 %", ["77%"]),
        ("77%", ["77%"]),
        ("77 por ciento", ["77%"]),
        ("77 por cientos", ["77", "por", "cientos"]),
        ("60 por 100 y 60 por cien", ["60%", "y", "60%"]),
        (
            "multiplicar 60 por 1000 o por 100,5",
            ["multiplicar", "60", "por", "1000", "o", "por", "100,5"],
        ),
        ("El sesenta y cinco por ciento", ["el", "65%"]),
        ("ciento por ciento, cien por cien", ["100%", "100%"]),
        ("siete de cada diez por ciento", ["siete", "de", "cada", "10%"]),
        ("dos coma cinco por ciento", ["dos", "coma", "cinco", "por", "ciento"]),
        ("algunos por ciento y por ciento", ["algunos", "por", "ciento", "y", "por", "ciento"]),
        ("1,200, y 1,234,567.5 pesos", ["1200", "y", "1234567,5", "pesos"]),
        ("0,125 y 1,2345 y 12,3", ["0,125", "y", "1,2345", "y", "12,3"]),
        ("340 mil y 1,5 mil", ["340000", "y", "1500"]),
        ("340 mil millones", ["340000", "millones"]),
        ("3 mil 500 empresas", ["3500", "empresas"]),
        ("En 2019 mil empresas", ["en", "2019", "mil", "empresas"]),
        ("340 milpas", ["340", "milpas"]),
        ("12.500 y 12 500", ["12500", "y", "12", "500"]),
        ("1.234.567,8 euros", ["1234567,8", "euros"]),
        ("3.5 y 3,5", ["3,5", "y", "3,5"]),
        ("RR. HH. y EE.UU.", ["rrhh", "y", "eeuu"]),
        ("RR HH, RR.HH. y rr. hh.", ["rrhh", "rrhh", "y", "rrhh"]),
        ("EE UU, EE.UU, EEUU y EE. UU.", ["eeuu", "eeuu", "eeuu", "y", "eeuu"]),
        ("S.A. EE. UU.", ["sa", "eeuu"]),
        ("S.A. J. M. Pérez", ["sa", "jm", "pérez"]),
        ("siglo XX. II Congreso", ["siglo", "xx", "ii", "congreso"]),
        ("10 a. m. y p. ej. hoy", ["10", "a", "m", "y", "p", "ej", "hoy"]),
        ("la T.I. de hoy", ["la", "ti", "de", "hoy"]),
        ("I+D, Procter&Gamble", ["i+d", "procter&gamble"]),
        ("de la A. Los", ["de", "la", "a", "los"]),
        ("¿Qué márketing?", ["qué", "márketing"]),
        ("", []),
        ("— … ¡!", []),
    ],
)
def test_words_are_read_in_one_form(text: str, words: list[str]) -> None:
    assert find_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colaboración", "colaborar"),
        ("cios", "cio"),
        ("años", "año"),
        ("directivos", "directiva"),
        ("márketing", "marketing"),
        *(("país", "países"), ("líder", "líderes"), ("joven", "jóvenes"), ("comité", "comités")),
        *(("hogar", "hogares"), ("tarea", "tareas"), ("pyme", "pymes"), ("mínimo", "mínimos")),
        *(("prioridad", "prioridades"), ("enfermedad", "enfermedades"), ("mujer", "mujeres")),
        *(("capaz", "capaces"), ("voz", "voces"), ("avance", "avances"), ("acción", "acciones")),
        *(("almacén", "almacenes"), ("imagen", "imágenes"), ("plan", "planes"), ("mes", "meses")),
        *(("interés", "intereses"), ("francés", "franceses"), ("gobierno", "gobiernos")),
        *(("kpi", "kpis"), ("crisis", "crisis"), ("fase", "fases"), ("sede", "sedes")),
        *(("trabajamos", "trabajar"), ("ayudarnos", "ayudar")),
        *(("utilice", "utilizar"), ("avance", "avanza"), ("lidera", "líder")),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem_terms(one) == stem_terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("marzo", "marca"), ("plaza", "placa"), ("interés", "internet"), ("paz", "pac")),
        *(("índice", "indica"), ("enseñar", "enseres")),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem_terms(one) != stem_terms(other)


@pytest.mark.parametrize(("one", "other"), [("cio", "cmo"), ("ti", "tu"), ("77%", "78%")])
def test_acronyms_and_figures_stay_apart(one: str, other: str) -> None:
    assert stem_terms(one) != stem_terms(other)


@pytest.mark.parametrize(
    "word", ["no", "sin", "más", "menos", "uno", "todos", "todo", "nada", "nunca", "solo", "ti"]
)
def test_words_that_change_a_finding_are_never_left_out(word: str) -> None:
    assert stem_terms(word)
    assert word not in stop_words()


def test_words_that_say_nothing_are_left_out() -> None:
    assert [w for w in find_words("¿Cuántos de los que están en la empresa?") if stem_terms(w)] == [
        "empresa"
    ]


def test_a_share_is_found_by_its_bare_figure() -> None:
    assert set(stem_terms("77%")) & set(stem_terms("77"))


def test_cognates_share_pieces() -> None:
    assert set(gram_terms("technology")) & set(gram_terms("tecnología")) >= {"_tec", "nolo"}
    assert gram_terms("ti") == ("_ti_",)


DOCUMENTS = [
    ["empresa", "vende", "empresa"],
    ["cliente", "compra", "poco", "hoy"],
    ["empresa", "compra"],
    [],
]


def index_of(documents: list[list[str]]) -> LexicalIndex:
    terms = sorted({term for document in documents for term in document})
    flat = [terms.index(term) for document in documents for term in document]
    owner = [i for i, document in enumerate(documents) for _ in document]
    return LexicalIndex.build(
        terms, np.array(flat, dtype=np.int32), np.array(owner, dtype=np.int32), len(documents)
    )


def test_scores_are_those_of_another_bm25() -> None:
    import bm25s

    other = bm25s.BM25(k1=0.9, b=0.4, method="lucene")
    other.index([d or ["—"] for d in DOCUMENTS], show_progress=False)
    # The other library counts the filler of the empty document, so it is left out on both sides.
    other.index(DOCUMENTS[:3], show_progress=False)
    ours = index_of(DOCUMENTS[:3])
    for query in (["empresa"], ["compra", "empresa"], ["cliente", "hoy"]):
        expected = other.get_scores(query) * (K1 + 1)
        assert np.allclose(ours.scores(dict.fromkeys(query, 1.0)), expected, atol=1e-5)


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), min_size=1, max_size=8))
def test_no_unit_scores_above_the_ideal(documents: list[list[str]]) -> None:
    index = index_of(documents)
    query = {"a": 1.0, "b": 0.5, "zz": 1.0}
    scores = index.scores(query)
    assert (scores >= 0).all()
    assert scores.max() <= index.ideal(query) + 1e-5


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=6), min_size=1, max_size=8), st.data())
def test_a_few_units_score_as_they_do_among_all(
    documents: list[list[str]], data: st.DataObject
) -> None:
    index, query = index_of(documents), {"a": 1.0, "c": 0.5, "never": 1.0}
    ids = np.array(sorted(data.draw(st.sets(st.integers(0, len(documents) - 1)))), dtype=np.int64)
    assert np.allclose(index.scores_of(query, ids), index.scores(query)[ids])


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=9), max_size=9))
def test_an_index_made_in_parts_is_the_same(documents: list[list[str]]) -> None:
    whole = index_of(documents)
    with mock.patch("index.lexical.AT_ONCE", 3):
        parts = index_of(documents)
    for name in ("first", "units", "weights", "idf"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))


def test_terms_that_most_units_hold_can_be_left_out() -> None:
    index = index_of([["a", "b"], ["a"], ["a"], ["c"]])
    assert index.scores({"a": 1.0, "b": 1.0}, most=0.5).tolist() == pytest.approx(
        index.scores({"b": 1.0}).tolist()
    )


def test_what_is_saved_scores_the_same(tmp_path: Path) -> None:
    index = index_of(DOCUMENTS)
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, index.size)
    query = {"empresa": 1.0, "compra": 0.5, "nadie": 1.0}
    assert np.array_equal(loaded.scores(query), index.scores(query))
    assert loaded.ideal(query) == index.ideal(query)


def test_an_index_of_nothing_can_be_saved(tmp_path: Path) -> None:
    index = index_of([])
    index.save(tmp_path)
    assert LexicalIndex.load(tmp_path, 0).scores({"a": 1.0}).shape == (0,)
