"""Real files of every kind are read, or named with the reason why not."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.reading import Source, iter_sources, read_paths, read_source
from corpus.sources import FORMATS, slug

TITLE = "Los talleres del valle piden más manos"
ONE = (
    "La asociación preguntó a 300 jefes de taller y el 45 % respondió que este año no ha podido "
    "cubrir ni un solo puesto, según el informe que presentó ayer en Éibar."
)
TWO = (
    "Entre las razones, los encuestados señalan el sueldo, los horarios y la distancia; «nadie "
    "quiere venir tan lejos», resume la directora de una fundición."
)
TEXT = f"{TITLE}\n\nPor Ana Gil - 3 de mayo de 2019\n\n{ONE}\n\n{TWO}\n"
ENGLISH = (
    "The association asked three hundred managers and almost half of them said that they had "
    "not been able to fill a single position in their workshops during this year."
)


def read_bytes(data: bytes, name: str = "uno.txt") -> str:
    return read_source(Source(None, name, "uno", data)).text


def reasons(folder: Path) -> dict[str, str]:
    return {Path(e.source).name: e.reason for e in read_paths([folder]).skipped}


def html(body: str = "", head: str = "") -> str:
    return (
        f"<html lang='es'><head><title>{TITLE} | Diario del Valle</title>{head}</head><body>"
        "<nav><a href='/'>Inicio</a> <a href='/i'>Industria</a></nav>"
        f"<article><h1>{TITLE}</h1><p>{ONE}</p><h2>Las razones</h2><p>{TWO}</p>"
        f"<ul><li>Subir el sueldo</li><li>Acercar el taller</li></ul>{body}<p>{ONE[:80]} y "
        "acaba aquí el texto de esta página inventada.</p></article>"
        "<footer>© Diario del Valle</footer></body></html>"
    )


def pdf(*, password: str = "", pages: int = 4, text: bool = True) -> bytes:
    class Report(FPDF):
        def header(self) -> None:
            self.set_font("helvetica", size=8)
            self.cell(0, 8, "Informe anual del valle", align="R")
            self.ln(12)

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, 10, f"Página {self.page_no()}", align="C")

    report = Report() if text else FPDF()
    report.add_page()
    if text:
        report.set_font("helvetica", size=22)
        report.multi_cell(0, 10, TITLE, new_x="LMARGIN", new_y="NEXT")
        for number in range(4 * pages):
            report.set_font("helvetica", "B", size=14)
            report.multi_cell(0, 9, f"Apartado {number}", new_x="LMARGIN", new_y="NEXT")
            report.set_font("helvetica", size=11)
            report.multi_cell(0, 6, f"{ONE} {TWO}", new_x="LMARGIN", new_y="NEXT")
            report.multi_cell(0, 6, "- Subir el sueldo.", new_x="LMARGIN", new_y="NEXT")
            report.ln(6)
    if password:
        report.set_encryption(owner_password="dueño", user_password=password)
    return bytes(report.output())


def word() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph("Por Ana Gil - 3 de mayo de 2019")
    document.add_paragraph(ONE)
    document.add_heading("Las razones", 1)
    document.add_paragraph(TWO)
    document.add_paragraph("Subir el sueldo", style="List Bullet")
    document.add_paragraph("Nadie quiere venir", style="Quote")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Puestos libres", "45 %"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def outcome(source: Source) -> str:
    """Return the text, or the reason why there is none."""
    try:
        return read_source(source).text
    except ReadError as error:
        return error.reason


# Text and its bytes


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_text(encoding: str, end: str) -> None:
    assert read_bytes(TEXT.replace("\n", end).encode(encoding)) == TEXT


def test_latin_1_and_dos_text_is_not_garbled() -> None:
    plain = TEXT.replace("«", '"').replace("»", '"')

    assert read_bytes(plain.encode("latin-1")) == plain
    assert read_bytes(plain.encode("cp850")) == plain


def test_typographic_quotes_of_windows_are_kept() -> None:
    text = TEXT + "“Así no”, dijo… Costó 30 € – una ganga.\n"

    assert read_bytes(text.encode("cp1252")) == text


def test_one_stray_byte_does_not_garble_the_rest() -> None:
    assert read_bytes(TEXT.encode() + "señal".encode("cp1252")) == TEXT + "señal"


def test_doubly_encoded_text_is_mended() -> None:
    assert read_bytes(TEXT.encode().decode("latin-1").encode()) == TEXT


def test_a_real_capital_with_tilde_is_not_mended() -> None:
    text = TEXT + "En São Paulo e IRMÃ también. Ãcido.\n"

    assert read_bytes(text.encode()) == text


def test_decomposed_accents_are_composed() -> None:
    assert read_bytes(TEXT.replace("á", "a\u0301").encode()) == TEXT


def test_control_and_invisible_characters_are_dropped() -> None:
    noisy = TEXT.replace("jefes", "je\x00fe\u200bs\u00ad").replace("taller", "\u202etaller\x07")

    assert read_bytes(noisy.encode()) == TEXT


def test_front_matter_of_markdown_gives_the_metadata() -> None:
    front = (
        "---\ntitle: Otro título\nauthor:\n  - Ana Gil\n  - Luis Soto\npublisher: El Valle\n"
        "date: 2019-05-03\noriginal_language: es\ndigest: true\n---\n\n"
    )
    source = Source(None, "uno.md", "uno", f"{front}{ONE}\n\n## Las *razones*\n\n{TWO}".encode())

    article = read_source(source)

    assert article.title == "Otro título"
    assert article.authors == ("Ana Gil", "Luis Soto")
    assert (article.publisher, article.published) == ("El Valle", "2019-05-03")
    assert article.digest
    assert article.text == f"Otro título\n\n{ONE}\n\nLas razones\n\n{TWO}"
    assert [b.kind for b in article.blocks] == ["title", "paragraph", "heading", "paragraph"]


def test_marks_of_markdown_are_not_in_the_text() -> None:
    source = (
        f"# {TITLE}\n\n{ONE} Con **negrita**, [enlace](http://x.es) y `nombre`.\n\n> {TWO}\n\n"
        "1. Subir el *sueldo*\n2. Acercar\n   el taller\n\n![foto](a.png)\n\n"
        "| Año | Puestos |\n|---|---|\n| 2019 | 45 % |\n"
    )

    article = read_source(Source(None, "uno.md", "uno", source.encode()))

    assert [(b.kind, b.of(article.text)) for b in article.blocks] == [
        ("title", TITLE),
        ("paragraph", f"{ONE} Con negrita, enlace y nombre."),
        ("quote", TWO),
        ("list_item", "Subir el sueldo"),
        ("list_item", "Acercar el taller"),
        ("list_item", "Año | Puestos"),
        ("list_item", "2019 | 45 %"),
    ]


def test_a_web_page_gives_its_article_and_not_its_menu() -> None:
    head = (
        "<meta name='author' content='Ana Gil'>"
        "<meta property='article:published_time' content='2019-05-03T10:00:00Z'>"
        "<meta property='og:site_name' content='Diario del Valle'>"
    )
    source = Source(None, "uno.html", "uno", html("<p>Foto: Getty Images</p>", head).encode())

    article = read_source(source)

    kinds = {b.of(article.text): b.kind for b in article.blocks}
    assert kinds[TITLE] == "title"
    assert kinds["Las razones"] == "heading"
    assert kinds["Subir el sueldo"] == "list_item"
    assert kinds["Foto: Getty Images"] == "boilerplate"
    assert "Industria" not in article.text
    assert article.authors == ("Ana Gil",)
    assert (article.publisher, article.published) == ("Diario del Valle", "2019-05-03")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "utf-8", "ninguna"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_web_page_is_read_whatever_encoding_it_claims(declared: str, encoding: str) -> None:
    page = html(head=f"<meta charset='{declared}'>")

    assert ONE in read_bytes(page.encode(encoding), "uno.htm")


def test_a_word_document_keeps_its_structure() -> None:
    article = read_source(Source(None, "uno.docx", "uno", word()))

    assert [(b.kind, b.of(article.text)) for b in article.blocks] == [
        ("title", TITLE),
        ("byline", "Por Ana Gil - 3 de mayo de 2019"),
        ("paragraph", ONE),
        ("heading", "Las razones"),
        ("paragraph", TWO),
        ("list_item", "Subir el sueldo"),
        ("quote", "Nadie quiere venir"),
        ("list_item", "Puestos libres | 45 %"),
    ]
    assert (article.authors, article.published) == (("Ana Gil",), "2019-05-03")


def test_a_pdf_is_put_together_into_paragraphs() -> None:
    article = read_source(Source(None, "uno.pdf", "uno", pdf()))

    paragraphs = [b.of(article.text) for b in article.blocks if b.kind == "paragraph"]
    headings = [b.of(article.text) for b in article.blocks if b.kind == "heading"]
    assert article.title == TITLE
    assert set(paragraphs) == {f"{ONE} {TWO}"}
    assert headings == [f"Apartado {number}" for number in range(16)]
    assert "Página" not in article.text
    assert "Informe anual" not in article.text


# Folders and zips


def test_a_folder_is_read_in_order_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "b" / "Dos Año.txt").write_text(TEXT + "Y dos.")
    (tmp_path / "000_c07.txt").write_text(TEXT)
    (tmp_path / ".oculto.txt").write_text(TEXT + "Oculto.")
    (tmp_path / ".git" / "x.txt").write_text(TEXT + "Oculto.")

    reading = read_paths([tmp_path])

    assert [(a.id, a.source) for a in reading.articles] == [
        ("000_c07", "000_c07.txt"),
        ("b--dos-ano", "b/Dos Año.txt"),
    ]
    assert reading.skipped == ()
    assert set(reading.file_hashes) == {"000_c07", "b--dos-ano"}


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "todo.zip", "w") as archive:
        archive.writestr("sub/uno.txt", TEXT)
        archive.writestr("__MACOSX/uno.txt", b"\0\0")
        archive.writestr("../../fuera.txt", TEXT + "Y fuera.")
        archive.writestr("dos.pdf", b"nada")

    reading = read_paths([tmp_path / "todo.zip"])

    assert [a.source for a in reading.articles] == ["fuera.txt", "sub/uno.txt"]
    assert [e.source for e in reading.skipped] == [f"{tmp_path}/todo.zip!/dos.pdf"]


def test_a_zip_inside_a_folder_keeps_its_name_in_the_source(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "todo.zip", "w") as archive:
        archive.writestr("uno.txt", TEXT)

    assert read_paths([tmp_path]).articles[0].source == "todo.zip!/uno.txt"


def test_zip_bombs_are_named_and_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomba.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("uno.txt", "a" * 20_000_000)

    assert "bomba" in reasons(tmp_path)["uno.txt"]


def test_an_article_is_read_once_even_if_named_twice(tmp_path: Path) -> None:
    file = tmp_path / "uno.txt"
    file.write_text(TEXT)

    reading = read_paths([tmp_path, file])

    assert len(reading.articles) == 1
    assert reading.skipped == ()


def test_files_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    for number, name in enumerate(["uno.txt", "uno.md", "Uno.TXT"]):
        (tmp_path / name).write_text(f"{TEXT}\n\nVersión {number}.")

    first = [a.id for a in read_paths([tmp_path]).articles]

    assert len(set(first)) == 3
    assert first == [a.id for a in read_paths([tmp_path]).articles]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("000_c07724d28edb3082.txt", "000_c07724d28edb3082"),
        ("2015/Año nuevo, vida nueva.md", "2015--ano-nuevo-vida-nueva"),
        ("a.b.txt", "a-b"),
        ("../../etc.txt", "etc"),
    ],
)
def test_ids_are_safe_in_an_iri_and_tell_where_the_file_lay(name: str, wanted: str) -> None:
    assert slug(name) == wanted


@given(st.text(max_size=300))
def test_any_name_gives_an_id_that_is_safe_in_an_iri(name: str) -> None:
    result = slug(name)

    assert result
    assert len(result) < 150
    assert all(char.isascii() and (char.isalnum() or char in "-_") for char in result)


def test_known_articles_are_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "uno.txt").write_text(TEXT)
    first = read_paths([tmp_path])
    kept = {(a.id, first.file_hashes[a.id]): a for a in first.articles}

    again = read_paths([tmp_path], known=lambda name, digest: kept.get((name, digest)))

    assert again.articles[0] is first.articles[0]


def test_progress_is_told_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "uno.txt").write_text(TEXT)
    (tmp_path / "dos.xyz").write_text(TEXT)
    told: list[str] = []

    read_paths([tmp_path], progress=told.append)

    assert told == ["dos.xyz", "uno.txt"]


# What cannot be read


def locked_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("uno.txt", TEXT)
    data = bytearray(buffer.getvalue())
    # zipfile cannot encrypt: the flag that says so is set in both headers of the entry.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


UNREADABLE = [
    ("vacio.txt", b"", "está vacío"),
    ("blancos.txt", b" \n\t\r\n", "está vacío"),
    ("marca.txt", b"\xef\xbb\xbf", "está vacío"),
    ("imagen.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binario"),
    ("datos.md", bytes(range(256)) * 20, "binario"),
    ("ingles.txt", ENGLISH.encode(), "no está en español: parece inglés"),
    (
        "portugues.txt",
        "A associação perguntou a trezentos chefes e quase metade deles disse que não "
        "conseguiu preencher nem uma vaga nas suas oficinas durante este ano.".encode(),
        "parece portugués",
    ),
    (
        "catalan.txt",
        "L'associació va preguntar a tres-cents caps de taller i gairebé la meitat van dir que "
        "no han pogut cobrir ni una plaça amb els sous que paguen aquest any.".encode(),
        "parece catalán",
    ),
    ("ruso.txt", "Ассоциация спросила триста начальников цехов.".encode(), "otro alfabeto"),
    ("chino.txt", "协会询问了三百名车间主管。".encode(), "otro alfabeto"),
    ("hoja.xlsx", b"PK\x03\x04", "extensión «.xlsx»"),
    ("sin_extension", TEXT.encode(), "extensión «ninguna»"),
    ("roto.pdf", b"%PDF-1.7 nada", "no es un PDF válido"),
    ("texto.pdf", TEXT.encode(), "no es un PDF válido"),
    ("clave.pdf", pdf(password="clave"), "contraseña"),
    ("escaneado.pdf", pdf(text=False), "capa de texto"),
    ("roto.docx", b"PK\x03\x04nada", "no es un documento de Word válido"),
    ("texto.docx", TEXT.encode(), "no es un documento de Word válido"),
    (
        "clave.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "contraseña",
    ),
    ("antiguo.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "antiguo"),
    ("nada.html", b"<html></html>", "ningún artículo"),
    ("roto.zip", b"PK\x03\x04nada", "no es un zip válido"),
    ("vacio.zip", b"PK\x05\x06" + bytes(18), "zip vacío"),
]


@pytest.mark.parametrize(("name", "data", "reason"), UNREADABLE, ids=[u[0] for u in UNREADABLE])
def test_what_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "bueno.txt").write_text(TEXT)

    reading = read_paths([tmp_path])

    assert [a.id for a in reading.articles] == ["bueno"]
    assert [Path(e.source).name for e in reading.skipped] == [name]
    assert reason in reading.skipped[0].reason


def test_an_encrypted_zip_is_named(tmp_path: Path) -> None:
    (tmp_path / "todo.zip").write_bytes(locked_zip())

    assert reasons(tmp_path) == {"uno.txt": "está protegido con contraseña"}


def test_a_repeated_text_is_named_with_its_twin(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT.upper() + "\n\nPublicidad\n")
    (tmp_path / "c.docx").write_bytes(word())

    found = reasons(tmp_path)

    assert found == {"b.txt": f"repite el texto de «{tmp_path}/a.txt»"}


def test_a_path_that_does_not_exist_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no existe"):
        iter_sources([tmp_path / "falta"])


def test_an_english_title_and_quote_do_not_make_an_article_english() -> None:
    text = f"The Disconnect Between Us\n\n{ONE}\n\n«{ENGLISH[:90]}», dice.\n\n{TWO}"

    assert read_bytes(text.encode())


@pytest.mark.parametrize("text", ["Hoy", "El marketing digital crece", "Los datos importan."])
def test_very_short_spanish_texts_pass(text: str) -> None:
    assert read_bytes(text.encode()) == text


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=600))
@settings(deadline=None, max_examples=150)
def test_any_bytes_under_any_name_raise_nothing_but_a_read_error(ext: str, data: bytes) -> None:
    assert outcome(Source(None, f"uno{ext}", "uno", data))


GOOD = {".pdf": pdf(pages=1), ".docx": word(), ".html": html().encode(), ".md": TEXT.encode()}


@given(st.sampled_from(sorted(GOOD)), st.data())
@settings(deadline=None, max_examples=120)
def test_a_damaged_file_raises_nothing_but_a_read_error(ext: str, data: st.DataObject) -> None:
    damaged = bytearray(GOOD[ext])
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    assert outcome(Source(None, f"uno{ext}", "uno", bytes(damaged[: cut or None])))


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=60)
def test_any_bytes_in_a_zip_are_named_or_read(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "todo.zip"
        path.write_bytes(b"PK\x03\x04" + data)
        reading = read_paths([path])

    assert len(reading.articles) + len(reading.skipped) == 1
