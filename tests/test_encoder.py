import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import (
    SHIPPED,
    SHIPPED_FOLDER,
    EncoderError,
    StaticEncoder,
    TransformerEncoder,
    _prompts,
    load_encoder,
)

TEXTS = [
    "¿Qué porcentaje de los directores de marketing colabora con el área de sistemas?",
    "El 77 % de los CIO considera importante la alineación.",
    "dtor. de RR. HH.",
    "x",
    "Where do the sales managers work?",
]


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


@pytest.mark.slow
def test_the_shipped_model_gives_what_sentence_transformers_gives(shipped: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    # The file is in half precision; the library would also add up in it.
    library = SentenceTransformer(str(SHIPPED_FOLDER), device="cpu", local_files_only=True).float()
    expected = library.encode(TEXTS, convert_to_numpy=True)
    assert np.abs(shipped.encode_passages(TEXTS) - expected).max() < 1e-5


@pytest.mark.slow
def test_any_other_model_goes_through_sentence_transformers(tmp_path: Path) -> None:
    encoder = TransformerEncoder(str(SHIPPED_FOLDER))
    vectors = encoder.encode_queries(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-2)
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)
    assert len(encoder.sha256) == 64


def test_encoding_a_question_imports_no_torch() -> None:
    code = (
        "import sys; from index.encoder import load_encoder; "
        "load_encoder().encode_queries(['hola']); "
        "sys.exit(any(m in sys.modules for m in ('torch', 'transformers', 'scipy')))"
    )
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_vectors_are_of_unit_length_and_the_same_alone_or_in_company(
    shipped: StaticEncoder,
) -> None:
    vectors = shipped.encode_passages(TEXTS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert np.allclose(shipped.encode_queries([text])[0], vector, atol=1e-6)


def test_a_text_without_words_has_no_direction(shipped: StaticEncoder) -> None:
    assert not shipped.encode_passages(["", " … "]).any()
    assert shipped.encode_passages([]).shape == (0, shipped.dimension)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("márketing y tecnología", "MARKETING Y TECNOLOGIA"),
        ("el año pasado", "el ano pasado"),
        ("“citas”, (paréntesis)…", "citas parentesis"),
    ],
)
def test_accents_case_and_punctuation_do_not_matter(
    shipped: StaticEncoder, one: str, other: str
) -> None:
    first, second = shipped.encode_passages([one, other])
    assert np.allclose(first, second, atol=1e-6)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("director de marketing", "el CMO de la empresa", "la receta lleva harina y huevos"),
        ("aumento de las ventas", "crecen los ingresos comerciales", "llueve en la montaña"),
        ("marketing manager", "responsable de marketing", "un perro en el parque"),
    ],
)
def test_what_means_the_same_is_nearer(
    shipped: StaticEncoder, question: str, near: str, far: str
) -> None:
    asked, close, distant = shipped.encode_passages([question, near, far])
    assert asked @ close > asked @ distant


def test_forms_of_a_word_share_a_row(shipped: StaticEncoder) -> None:
    first, second = shipped.token_rows(["colaborar", "colaboran"])
    assert first.tolist() == second.tolist()


def test_the_hash_tells_weights_apart(shipped: StaticEncoder, tmp_path: Path) -> None:
    folder = tmp_path / "modelo"
    shutil.copytree(SHIPPED_FOLDER, folder)
    assert load_encoder(str(folder)).sha256 == shipped.sha256
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(bytes(data))
    assert load_encoder(str(folder)).sha256 != shipped.sha256


def test_the_shipped_model_fits_in_the_repository() -> None:
    assert sum(file.stat().st_size for file in SHIPPED_FOLDER.rglob("*")) < 32_000_000


def test_a_name_stands_for_the_shipped_model(shipped: StaticEncoder) -> None:
    assert load_encoder(SHIPPED).sha256 == shipped.sha256
    assert shipped.name == SHIPPED


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="No existe la carpeta"):
        load_encoder(str(tmp_path / "nada"))


@pytest.mark.slow
def test_a_model_that_is_not_here_is_not_fetched() -> None:
    with pytest.raises(EncoderError, match="no descarga nada"):
        load_encoder("nadie/no-existe")


def test_a_broken_model_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "roto"
    shutil.copytree(SHIPPED_FOLDER, folder)
    (folder / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(EncoderError, match="roto"):
        load_encoder(str(folder))


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-base", "query: ", "passage: "),
        ("BAAI/bge-m3", "", ""),
        ("BAAI/bge-base-en-v1.5", "Represent this", ""),
        ("sentence-transformers/LaBSE", "", ""),
    ],
)
def test_families_of_models_get_their_prompts(name: str, query: str, passage: str) -> None:
    found = _prompts(name, {"query": "", "document": ""})
    assert found[0].startswith(query)
    assert bool(found[0]) == bool(query)
    assert found[1] == passage


def test_prompts_of_the_configuration_come_first() -> None:
    assert _prompts("x/e5-base", {"query": "q: ", "document": "d: "}) == ("q: ", "d: ")
