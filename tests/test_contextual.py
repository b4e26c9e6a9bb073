import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.contextual import DIMENSION, ContextualEncoder
from index.encoder import (
    SHIPPED_FOLDER,
    EncoderError,
    StaticEncoder,
    contextual_of,
    load_encoder,
)
from index.search import Searcher
from tests.benchmarks.squad import article_of

TEXTS = {
    "salidas": "La mitad de los técnicos deja la casa antes de cumplir dos años.",
    "sueldos": "El salario medio de los técnicos creció un 4 % el año pasado.",
    "obra": "La fachada de ladrillo se terminó en mayo.",
}


@pytest.fixture(scope="module")
def encoder() -> ContextualEncoder:
    found = contextual_of(load_encoder())
    assert found is not None
    return found


def encoded(encoder: ContextualEncoder, *articles: list[str]) -> NDArray[np.float32]:
    cut = [encoder.windows(texts, ["passage: "] * len(texts)) for texts in articles]
    return encoder.encode_windows([window for windows in cut for window in windows])


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        (
            "¿Cuántos empleados abandonan la compañía pronto?",
            "La mitad de los técnicos deja la casa antes de cumplir dos años.",
            "La compañía tiene mucha gente en la zona norte.",
        ),
        (
            "¿Por qué se retrasan los proyectos?",
            "Nadie había acordado quién decidía, y las entregas se fueron aplazando.",
            "Los proyectos de la compañía suman tres millones de euros.",
        ),
        (
            "q se recomienda a los jefes pequeños",
            "A quien dirige una pyme le conviene pactar los objetivos por escrito.",
            "Los jefes de planta son más jóvenes que hace diez años.",
        ),
        (
            "Who is against the merger?",
            "El secretario del sindicato rechazó que las dos compañías se unan.",
            "La fusión de las dos compañías se firmó en marzo.",
        ),
    ],
)
def test_what_answers_in_other_words_is_nearer_than_what_repeats_them(
    encoder: ContextualEncoder, question: str, near: str, far: str
) -> None:
    asked = encoder.encode_queries([question])[0]
    right, wrong = encoded(encoder, [near], [far]) @ asked
    assert right > wrong


def test_a_sentence_is_read_among_those_around_it(encoder: ContextualEncoder) -> None:
    asked = encoder.encode_queries(["¿Por qué cerró el hotel de Soria?"])[0]
    told = "La razón fue la falta de clientes."
    hotel, mine = encoded(
        encoder,
        ["El hotel de Soria cerró en mayo.", told],
        ["La mina de cobre de Huelva paró las obras.", told],
    )[[1, 3]]
    assert hotel @ asked > mine @ asked


def test_a_vector_does_not_depend_on_other_articles(encoder: ContextualEncoder) -> None:
    alone = np.concatenate([encoded(encoder, [text]) for text in TEXTS.values()])
    assert (encoded(encoder, *([text] for text in TEXTS.values())) == alone).all()


@pytest.mark.parametrize("text", ["", " ", "\u202e\u200b", "漢字", "palabra " * 5000, "x" * 20_000])
def test_odd_texts_have_a_unit_vector_too(encoder: ContextualEncoder, text: str) -> None:
    for vectors in (encoded(encoder, [text]), encoder.encode_queries([text])):
        assert vectors.shape == (1, DIMENSION)
        assert np.linalg.norm(vectors) == pytest.approx(1, abs=1e-3)


def test_no_texts_no_rows(encoder: ContextualEncoder) -> None:
    assert encoder.encode_windows([]).shape == (0, DIMENSION)
    assert encoder.encode_queries([]).shape == (0, DIMENSION)


def test_the_longest_texts_are_read(encoder: ContextualEncoder) -> None:
    windows = encoder.windows(["palabra " * 5000] * 3, ["passage: " + "título " * 500] * 3)
    assert np.isfinite(encoder.encode_windows(windows)).all()
    assert np.isfinite(encoder.encode_queries(["pregunta " * 500])).all()


def test_search_shows_what_the_transformer_says() -> None:
    searcher = Searcher.build([article_of(n, t) for n, t in TEXTS.items()], load_encoder())
    hit = searcher.search("¿Cuánta gente se marcha pronto?")[0]
    assert hit.article == "salidas"
    assert 0 < hit.parts["contextual"] <= 1
    assert "contextual" in searcher.sentences("¿Cuánta gente se marcha pronto?")[0].parts


def test_a_base_that_it_has_not_read_is_searched_without_it(tmp_path: Path) -> None:
    articles = [article_of(n, t) for n, t in TEXTS.items()]
    searcher = Searcher.build(articles, load_encoder(), contextual=False)
    searcher.save(tmp_path)
    hit = Searcher.load(tmp_path).search("¿Cuánto subió el sueldo medio?")[0]
    assert hit.article == "sueldos"
    assert "contextual" not in hit.parts
    assert "ranker" in hit.parts


def test_a_base_read_without_it_is_read_again_when_it_is_wanted() -> None:
    articles = [article_of(n, t) for n, t in TEXTS.items()]
    old = Searcher.build(articles, load_encoder(), contextual=False)
    grown = Searcher.build(articles, load_encoder(), previous=old)
    assert grown.channels.contextual is not None


def test_a_folder_without_one_is_a_model_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "sin"
    shutil.copytree(SHIPPED_FOLDER, folder)
    shutil.rmtree(folder / "contextual")
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, StaticEncoder)
    assert contextual_of(encoder) is None
    assert encoder.sha256 != load_encoder().sha256


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_broken_file_is_named(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "roto"
    shutil.copytree(SHIPPED_FOLDER / "contextual", folder)
    (folder / name).write_bytes(b"{")
    with pytest.raises(EncoderError, match="roto"):
        ContextualEncoder(folder).encode_queries(["hola"])
