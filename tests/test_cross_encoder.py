import shutil
from pathlib import Path

import pytest

from index.cross_encoder import CrossEncoder, cross_encoder
from index.encoder import SHIPPED_FOLDER
from index.onnx_model import EncoderError
from tests.phrases import article_of

ARTICLE = article_of(
    "El grupo cerró la planta de Sagunto en marzo. Los repuestos ya no llegaban a tiempo, explica "
    "su directora. La plantilla supo la noticia por la prensa. El año anterior se vendieron 300 "
    "máquinas."
)
SENTENCES = [sentence.of(ARTICLE.text) for sentence in ARTICLE.sentences]


def likeliest(question: str) -> str:
    places = [(ARTICLE, number) for number in range(len(SENTENCES))]
    odds = cross_encoder().odds(question, places)
    return SENTENCES[max(range(len(SENTENCES)), key=lambda number: odds[ARTICLE.id, number])]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("¿Por qué se clausuró la fábrica?", "Los repuestos"),
        ("¿Cómo se enteraron los trabajadores?", "La plantilla"),
        ("cuantas unidades colocaron", "El año anterior"),
        ("Why did the plant shut down?", "Los repuestos"),
    ],
)
def test_the_sentence_that_answers_in_other_words_has_the_best_odds(
    question: str, begins: str
) -> None:
    assert likeliest(question).startswith(begins)


def test_what_is_not_answered_has_worse_odds_than_what_is() -> None:
    places = [(ARTICLE, number) for number in range(len(SENTENCES))]
    answered, other = (
        max(cross_encoder().odds(question, places).values())
        for question in ("¿Por qué se cerró la planta?", "¿Cuánto costó la planta de Oporto?")
    )
    assert answered > other + 1


def test_odds_do_not_depend_on_what_else_is_read() -> None:
    every = [(ARTICLE, number) for number in range(len(SENTENCES))]
    alone = cross_encoder().odds("¿Por qué se cerró la planta?", every[-1:])
    together = cross_encoder().odds("¿Por qué se cerró la planta?", every)
    assert {place: together[place] for place in alone} == alone


def test_nothing_is_told_of_no_sentences() -> None:
    assert cross_encoder().odds("¿Por qué?", []) == {}


def test_a_broken_model_is_told_of(tmp_path: Path) -> None:
    folder = tmp_path / "roto"
    shutil.copytree(SHIPPED_FOLDER / "contextual", folder)
    (folder / "cross.onnx").write_bytes(b"nada")
    with pytest.raises(EncoderError, match="No se puede leer el modelo"):
        CrossEncoder(folder).odds("¿Por qué?", [(ARTICLE, 0)])
