"""Every span of an article is the slice it claims, whatever the text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.assembly import build_article
from corpus.draft import Piece, draft_of_pieces, draft_of_text
from corpus.errors import ReadError
from corpus.metadata import Metadata
from corpus.reading import read_paths, shipped_articles
from corpus.serialization import article_from_json, article_to_json

ORIGINALS = Path(__file__).parents[1].parent / "shared" / "articles"
BODY = "La consultora preguntó a los jefes de taller y casi todos dijeron que les falta tiempo."
LINES = [
    BODY,
    f"{BODY} {BODY}",
    "Un apartado",
    "¿Y ahora qué?",
    "1. Medir lo que se hace.",
    "- Contarlo después",
    "«No lo vimos venir de ninguna de las maneras», dijo.",
    "Publicidad",
    "Artículos relacionados",
    "Por Ana Gil - 3 de mayo de 2019",
    "cmocio",
    "",
    "   ",
    "\t",
    "2 comentarios",
    "😀 ¡Sí!",
    "a",
    ".",
]
TEXTS = st.lists(st.sampled_from(LINES), min_size=1, max_size=30).map("\n".join)


def article_of(text: str) -> Article:
    return build_article(draft_of_text(text), article_id="a", source="a.txt", shown="a.txt")


def check(article: Article) -> None:
    text, end = article.text, 0
    for block in article.blocks:
        assert end <= block.start < block.end <= len(text)
        assert not text[end : block.start].strip()
        assert block.of(text) == block.of(text).strip()
        end = block.end
    assert not text[end:].strip()
    end = 0
    for sentence in article.sentences:
        block = article.blocks[sentence.block]
        assert block.covers(sentence)
        assert block.kind != "boilerplate"
        assert end <= sentence.start < sentence.end
        assert sentence.of(text) == sentence.of(text).strip()
        end = sentence.end
    for passage in article.passages:
        first, last = article.sentences[passage.first], article.sentences[passage.last]
        assert (passage.start, passage.end) == (first.start, last.end)
    assert article.title
    assert article_from_json(article_to_json(article)) == article


@given(st.one_of(TEXTS, st.text(max_size=400)))
@settings(deadline=None)
def test_spans_of_any_text_are_the_slices_they_claim(text: str) -> None:
    try:
        article = article_of(text)
    except ReadError:
        return
    check(article)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(LINES),
            st.sampled_from([None, "title", "heading", "paragraph", "list_item", "quote"]),
            st.integers(1, 3),
        ),
        max_size=20,
    )
)
@settings(deadline=None)
def test_spans_of_any_structure_are_the_slices_they_claim(
    parts: list[tuple[str, None, int]],
) -> None:
    draft = draft_of_pieces([Piece(*part) for part in parts], Metadata())
    try:
        article = build_article(draft, article_id="a", source="a.md", shown="a.md")
    except ReadError:
        return
    check(article)


@given(TEXTS)
@settings(deadline=None)
def test_every_sentence_of_the_body_is_in_a_passage(text: str) -> None:
    try:
        article = article_of(text)
    except ReadError:
        return
    covered = {i for p in article.passages for i in range(p.first, p.last + 1)}

    for index, sentence in enumerate(article.sentences):
        if article.blocks[sentence.block].kind in ("paragraph", "list_item", "quote"):
            assert index in covered


def test_passages_of_a_section_share_one_sentence_and_stay_in_bounds() -> None:
    text = "Un título sobre los talleres del valle\n" + "\n".join([BODY * 1] * 40)

    article = article_of(text)

    for one, other in zip(article.passages, article.passages[1:], strict=False):
        assert other.first == one.last
    for passage in article.passages:
        assert 60 <= len(passage.of(text).split()) <= 120


def test_a_very_long_sentence_is_a_passage_of_its_own() -> None:
    long = "La lista incluye " + ", ".join(["torno, fresa y prensa"] * 60) + "."
    text = f"Un título sobre los talleres del valle\n{BODY}\n{long}\n{BODY} Nadie más lo dijo."

    article = article_of(text)

    assert [p.of(text) for p in article.passages] == [BODY, long, f"{BODY} Nadie más lo dijo."]


def test_passages_know_the_headings_above_them() -> None:
    pieces = [
        Piece("Los talleres del valle", "title"),
        Piece(BODY, "paragraph"),
        Piece("Qué falta", "heading", 2),
        Piece(BODY, "paragraph"),
        Piece("Tiempo", "heading", 3),
        Piece(BODY, "paragraph"),
        Piece("Qué sobra", "heading", 2),
        Piece(BODY, "paragraph"),
    ]
    draft = draft_of_pieces(pieces, Metadata())

    article = build_article(draft, article_id="a", source="a.md", shown="a.md")

    assert [p.heading for p in article.passages] == [
        (),
        ("Qué falta",),
        ("Qué falta", "Tiempo"),
        ("Qué sobra",),
    ]


def test_headings_and_title_are_sentences_but_start_no_passage() -> None:
    text = f"Los talleres del valle piden manos\n{BODY}\n¿Qué les falta?\n{BODY}"

    article = article_of(text)

    said = [sentence.of(text) for sentence in article.sentences]
    assert said[0] == "Los talleres del valle piden manos"
    assert "¿Qué les falta?" in said
    assert all(passage.of(text) == BODY for passage in article.passages)


def test_the_number_of_a_list_item_is_in_no_sentence() -> None:
    text = f"Tres ideas para los talleres del valle\n{BODY}\n1. Medir.\n2) Contar.\n- Repetir."

    article = article_of(text)

    assert [s.of(text) for s in article.sentences[-3:]] == ["Medir.", "Contar.", "Repetir."]


KINDS = [
    ("Qué dicen los datos", "heading"),
    ("¿Hay remedio?", "heading"),
    ("LA VOZ DE LOS TALLERES", "heading"),
    ("1. Medir cada semana lo conseguido", "heading"),
    ("Una frase corta y entera.", "paragraph"),
    ("Las razones, según los encuestados:", "paragraph"),
    ("- Medir cada semana", "list_item"),
    ("• Medir cada semana", "list_item"),
    ("a) Medir cada semana", "list_item"),
    ("2. Medir cada semana lo que se consigue y contarlo a todos.", "list_item"),
    ("«Nadie nos avisó de lo que venía en aquel momento».", "quote"),
    ("“Nadie nos avisó de lo que venía en aquel momento”", "quote"),
    ("—¿Nadie les avisó?", "paragraph"),
    ("continuación de otra línea", "paragraph"),
]


@pytest.mark.parametrize(("line", "kind"), KINDS)
def test_lines_of_plain_text_get_their_kind(line: str, kind: str) -> None:
    text = f"Los talleres del valle piden manos\n\n{BODY}\n\n{line}\n\n{BODY}"

    article = article_of(text)

    assert [b.kind for b in article.blocks if b.of(text) == line] == [kind]


def test_a_number_below_bullets_heads_the_text_that_follows() -> None:
    listed = "- Pagar más\n- Formar antes"
    text = f"Los talleres piden manos\n\n{BODY}\n\n{listed}\n\n1. Contexto\n\n{BODY}"

    kinds = {b.of(text): b.kind for b in article_of(text).blocks}

    assert kinds["- Formar antes"] == "list_item"
    assert kinds["1. Contexto"] == "heading"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Nota de política n.º 14\n\nLos talleres piden más manos", "Los talleres piden más manos"),
        ("Revista del Taller del Valle\n\nLos talleres piden manos", "Los talleres piden manos"),
        (
            "Los talleres piden manos\nEntrevista a Ana Gil, presidenta del gremio de los talleres",
            "Los talleres piden manos",
        ),
        ("Los talleres del valle piden manos\nPor Ana Gil", "Los talleres del valle piden manos"),
        ("Artículo Industria\n\nLos talleres piden más manos", "Los talleres piden más manos"),
        ("slot gacor\n\nLos talleres piden más manos", "Los talleres piden más manos"),
        ("Por Ana Gil - 3 de mayo de 2019\nPor qué faltan manos", "Por qué faltan manos"),
        ("Industria\nInicio > Industria\nFaltan manos en el valle", "Faltan manos en el valle"),
        ("¿Dónde están los aprendices?", "¿Dónde están los aprendices?"),
        ("Talleres sin relevo", "Talleres sin relevo"),
    ],
)
def test_the_headline_is_found_above_the_body(head: str, title: str) -> None:
    assert article_of(f"{head}\n\n{BODY}\n\n{BODY} Y así acaba.").title == title


def test_a_text_without_headline_is_named_by_its_first_words() -> None:
    article = article_of(f"{BODY}\n{BODY} Y no hay más que decir.")

    assert article.title == (
        "La consultora preguntó a los jefes de taller y casi todos dijeron que les…"
    )
    assert [b.kind for b in article.blocks] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("opening", "published"),
    [
        ("Bilbao, 3 de marzo de 2021.- ", "2021-03-03"),
        ("Bilbao, 3 de marzo de 2021. ", "2021-03-03"),
        ("BOGOTÁ, abril 4 de 2019 (Agencia Norte).- ", "2019-04-04"),
        ("(Quito, 12/05/2020) ", "2020-05-12"),
        ("Desde el 3 de marzo de 2021 todo cambió. ", None),
        ("El 3 de marzo de 2021, ", None),
        ("", None),
    ],
)
def test_a_dateline_dates_the_article(opening: str, published: str | None) -> None:
    article = article_of(f"Los talleres piden más manos\n{opening}{BODY} {BODY}")

    assert article.published == published


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "La consultora preguntó a los jefes de taller del valle y casi todos\n"
        "dijeron que les falta tiempo para enseñar el oficio a los aprendices\n"
        "que llegan cada año.\n"
        "Algunos, además, reconocen que tampoco saben por dónde empezar con\n"
        "quienes nunca han visto una prensa.\n\n"
        "- Un aprendiz cuesta tres meses de trabajo de un oficial con mucha\n"
        "  experiencia.\n"
        "- Un oficial se va cada año.\n"
    )

    article = article_of(f"Los talleres piden más manos\n\n{wrapped}")

    kinds = [block.kind for block in article.blocks]
    assert kinds == ["title", "paragraph", "paragraph", "list_item", "list_item"]


@pytest.mark.parametrize("folder", [shipped_articles(), ORIGINALS], ids=["shipped", "originals"])
def test_real_articles_hold_the_promises_of_every_text(folder: Path) -> None:
    if not folder.is_dir() or not any(folder.iterdir()):
        pytest.skip("the folder of articles is not on this machine")
    reading = read_paths([folder])

    assert len(reading.articles) == 5
    assert not reading.skipped
    for article in reading.articles:
        check(article)
        words = [len(p.of(article.text).split()) for p in article.passages]
        assert max(words) <= 130


def test_originals_keep_their_text_and_lose_their_furniture() -> None:
    if not ORIGINALS.is_dir():
        pytest.skip("the original articles are not on this machine")
    for article in read_paths([ORIGINALS]).articles:
        assert article.text == (ORIGINALS / article.source).read_text(encoding="utf-8")
        assert article.id == Path(article.source).stem
        marked = [b.of(article.text) for b in article.blocks if b.kind == "boilerplate"]
        assert sum(map(len, marked)) < 0.2 * len(article.text)
