"""The page, as a person uses it: a real server over a real base, in a real Chromium."""

import io
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from index.building import build

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
TABS = (
    "ask",
    "gaps",
    "figures",
    "advice",
    "verify",
    "relations",
    "articles",
    "sparql",
    "export",
    "about",
)

CLOUD = """\
---
title: La nube separa a finanzas y tecnología
author: Marta Ríos
publisher: Cuadernos de Empresa
date: 2024-03-12
language: es
---

# La nube separa a finanzas y tecnología

La consultora Norte Digital entrevistó a 320 CFO y a 180 CIO de España y México para su
«Barómetro de la nube 2024». El 72% de los CIO considera que la nube es prioritaria, mientras que
solo el 48% de los CFO considera que la nube es prioritaria.

## Qué hacer

Los CFO deberían revisar el gasto en la nube cada trimestre. Norte Digital recomienda a los CIO
publicar el coste de cada servicio.
"""

# Another study of the same, with another figure; one advice in other words.
FINANCE = """\
---
title: Los directores financieros, ante la nube
author: Julia Paz
publisher: Finanzas al Día
date: 2023-05-02
language: es
---

# Los directores financieros, ante la nube

Según una encuesta de la consultora Este Analítica a 210 CFO, el 61% de los CFO considera que la
nube es prioritaria.

## Qué hacer

Los CFO deberían revisar cada tres meses el gasto en la nube. Conviene que los CFO pregunten por el
contrato antes de firmar.
"""

# Everything that a template, a browser or a spreadsheet could take for its own.
ATTACK = '<img src=x onerror="window.stolen=1"> ${1+41} {{value}} `${window.stolen=2}` <b>fin</b>'
HOSTILE = f"""\
Ataque {ATTACK}

Por Ana Peligro - 3 de mayo de 2023

El estudio de la consultora Sur Analítica revela que el 63% de los CIO usa {ATTACK} en su empresa.

<script>window.stolen=3</script> La palabra \u202eoculta\u202c va al revés y javascript:alert(1) no
es un enlace. Según Sur Analítica, el 21% de los CMO desconfía de esas páginas.

{"x" * 10_000}
"""


@dataclass
class Watched:
    """A browser context that keeps what must never happen."""

    context: BrowserContext
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str = "", *, width: int = 1400) -> Page:
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.goto(f"{self.address}/{path}")
        expect(page.get_by_role("tab", name="SPARQL")).to_be_visible(timeout=20_000)
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.outside.append(url)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "nube.md").write_text(CLOUD, encoding="utf-8")
    (folder / "finanzas.md").write_text(FINANCE, encoding="utf-8")
    (folder / "ataque.txt").write_text(HOSTILE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def base_path(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "base"
    build(path, [articles])
    return path


@pytest.fixture(scope="module")
def address(base_path: Path, articles: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "import sys; from pathlib import Path; from ui.http import serve; "
        "from ui.endpoints.options import ServiceOptions; "
        "options = ServiceOptions(uploads=Path(sys.argv[3])); "
        "serve(Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2]), options)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code, str(base_path), str(port), str(articles)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: health(address).get("base") == "ready")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine")
    flags = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A visitor; whatever a test does, nothing may leave the machine and nothing may break."""
    context = browser.new_context(locale="de-DE", accept_downloads=True)
    context.set_default_timeout(15_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    watched = Watched(context, address)
    yield watched
    context.close()
    assert watched.outside == []
    assert watched.errors == []


def health(address: str) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as reply:
            found: dict[str, object] = json.load(reply)
            return found
    except OSError:
        return {}


def wait_until(done: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.2)


def ask(page: Page, question: str) -> None:
    page.get_by_role("searchbox", name="Su pregunta").fill(question)
    page.keyboard.press("Enter")


def visit(page: Page, name: str) -> Locator:
    """Go to a tab and wait until it shows what it has."""
    page.locator(f"#nav-{name}").click()
    tab = page.locator(f"#tab-{name}")
    expect(tab).to_be_visible()
    expect(tab.locator("h1")).to_be_attached()
    expect(tab.locator(".pu-busy")).to_have_count(0)
    return tab


QUESTION = "¿Qué porcentaje de los CIO considera que la nube es prioritaria?"


def test_an_answer_stands_beside_its_source_with_the_sentence_marked_and_in_sight(
    watched: Watched,
) -> None:
    page = watched.open()

    ask(page, QUESTION)

    expect(page.locator(".pu-answer")).to_contain_text("72")
    strong = page.locator(".pu-source .pu-strong").first
    expect(strong).to_be_visible()
    marked = "".join(page.locator(".pu-source .pu-strong").all_inner_texts())
    assert "El 72% de los CIO considera que la nube es prioritaria" in marked.replace("\n", " ")
    page.wait_for_timeout(600)  # the scroll is smooth
    box, mark = page.locator(".pu-source .pu-text").bounding_box(), strong.bounding_box()
    assert box is not None
    assert mark is not None
    assert box["y"] <= mark["y"] <= box["y"] + box["height"]


def test_a_citation_opens_by_keyboard(watched: Watched) -> None:
    page = watched.open()
    ask(page, QUESTION)
    chip = page.locator(".pu-prose .pu-chip").first
    expect(chip).to_be_visible()

    chip.focus()
    page.keyboard.press("Enter")

    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".pu-source .pu-strong").first).to_be_visible()


def test_a_link_reopens_the_question_and_back_returns_to_the_start(watched: Watched) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    expect(page.locator(".pu-prose")).to_contain_text("72")

    ask(page, "¿A cuántos CFO entrevistó Norte Digital?")
    expect(page).to_have_url(re.compile("entrevist"))
    page.go_back()

    expect(page.get_by_role("searchbox", name="Su pregunta")).to_have_value(QUESTION)


def test_a_question_that_the_articles_do_not_answer_is_told_so_plainly(watched: Watched) -> None:
    page = watched.open()

    ask(page, "¿Cuántas lunas tiene Saturno?")

    expect(page.get_by_role("heading", name="Los artículos no lo responden")).to_be_visible()
    expect(page.locator(".pu-prose .pu-chip")).to_have_count(0)


def test_an_answer_is_narrowed_to_a_part_of_the_articles_and_the_link_keeps_it(
    watched: Watched,
) -> None:
    page = watched.open(
        f"?q={quote('¿Qué porcentaje de los CFO considera que la nube es prioritaria?')}"
    )
    expect(page.locator(".pu-card").first).to_be_visible()
    page.get_by_text("Acotar la respuesta").click()

    page.locator(".pu-scope").get_by_label("Medio").select_option("Finanzas al Día")

    expect(page.locator(".pu-bigvalue")).to_have_count(1)
    expect(page.locator(".pu-bigvalue")).to_contain_text("61")
    page.reload()
    expect(page.locator(".pu-scope summary")).to_contain_text("Solo en: Finanzas al Día")
    expect(page.locator(".pu-bigvalue")).to_have_count(1)


def test_the_session_remembers_its_questions_and_follows_up(watched: Watched) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    page.locator(".pu-follow .pu-example").first.click()
    expect(page.locator(".pu-past summary")).to_contain_text("1")

    page.locator(".pu-past summary").click()
    page.locator(".pu-past").get_by_role("button", name=QUESTION).click()

    expect(page.get_by_role("searchbox", name="Su pregunta")).to_have_value(QUESTION)
    page.reload()
    expect(page.locator(".pu-prose")).to_contain_text("72")
    expect(page.locator(".pu-past")).to_have_count(0)


def test_an_answer_without_figures_leads_on_as_well(watched: Watched) -> None:
    page = watched.open(f"?q={quote('¿Qué se recomienda a los CIO?')}")

    page.locator(".pu-follow .pu-example").first.click()

    expect(page.locator(".pu-prose .pu-chip").first).to_be_visible()
    expect(page.locator(".pu-past summary")).to_contain_text("1")


def test_every_example_leads_to_an_answer(watched: Watched) -> None:
    page = watched.open()
    expect(page.locator(".pu-example").first).to_be_visible()
    questions = page.locator(".pu-examples .pu-example").all_inner_texts()
    assert questions

    for question in questions:
        ask(page, question)
        expect(page.locator(".pu-prose .pu-chip").first).to_be_visible()


def test_a_new_consultant_finds_who_values_it_more_proves_it_and_takes_the_chart_away(
    watched: Watched,
) -> None:
    page = watched.open()
    ask(page, "¿Quién cree más que la nube es prioritaria, los CIO o los CFO?")

    chart = page.locator(".pu-figure .pu-dumbbell")
    expect(chart).to_contain_text("24 puntos de diferencia")
    chart.get_by_role("button", name="CFO: 48").click()
    expect(page.locator("#tab-ask .pu-source .pu-strong").first).to_contain_text("48%")
    with page.expect_download() as download:
        page.locator(".pu-figure").get_by_role("button", name="PNG").click()

    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_two_figures_for_one_claim_are_drawn_side_by_side(watched: Watched) -> None:
    page = watched.open("?tab=gaps")
    row = page.locator(".pu-dumbbell", has_text="72").first
    expect(row).to_contain_text("24 puntos")

    row.get_by_role("button", name="CFO: 48").click()

    expect(page.locator("#tab-gaps .pu-source .pu-strong").first).to_contain_text("48%")


def test_a_comparison_is_drawn_with_its_gap_and_its_cards_tell_the_study(watched: Watched) -> None:
    page = watched.open()

    ask(page, "¿Quién considera más prioritaria la nube, los CIO o los CFO?")

    expect(page.locator(".pu-figure .pu-dumbbell")).to_contain_text("24 puntos")
    card = page.locator(".pu-card", has_text="72")
    for words in ("CIO", "Barómetro de la nube", "2024", "180", "La nube separa a finanzas"):
        expect(card).to_contain_text(words)


def test_a_card_opens_the_sheet_of_its_figure_with_the_conflict(watched: Watched) -> None:
    page = watched.open(
        f"?q={quote('¿Qué porcentaje de los CFO considera que la nube es prioritaria?')}"
    )
    card = page.locator(".pu-card", has=page.locator(".pu-bigvalue", has_text="48"))
    card.get_by_role("button", name="Ver la ficha").click()
    sheet = page.locator(".pu-sheet")
    expect(sheet).to_contain_text("Otro artículo da otra cifra")

    sheet.get_by_role("button", name="61").click()

    expect(page.locator("#tab-figures .pu-source .pu-strong").first).to_contain_text("61%")
    page.reload()
    expect(page.locator(".pu-sheet .pu-bigvalue")).to_contain_text("48")


def test_a_link_from_an_older_base_says_that_the_answer_may_have_changed(watched: Watched) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    page.get_by_role("button", name="Copiar enlace").click()
    link = page.evaluate("navigator.clipboard.readText()")

    page.goto(link)
    expect(page.locator(".pu-prose")).to_contain_text("72")
    expect(page.locator(".pu-answer")).not_to_contain_text("ha cambiado")
    page.goto(re.sub("&g=[^&]+", "&g=0000-otra", link))

    expect(page.locator(".pu-answer")).to_contain_text("La base ha cambiado")


@pytest.mark.parametrize(
    ("button", "start"),
    [
        ("Copiar con citas", "CIO"),
        ("APA", "Marta Ríos (12 de marzo de 2024)"),
        ("BibTeX", "@misc{"),
    ],
)
def test_an_answer_is_copied_with_its_sources(watched: Watched, button: str, start: str) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.get_by_role("button", name="Copiado")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert start in copied
    assert "La nube separa a finanzas y tecnología" in copied


def test_each_entry_of_a_bibliography_has_a_key_of_its_own(watched: Watched) -> None:
    page = watched.open(
        f"?q={quote('¿Qué recomienda Norte Digital y qué deberían hacer los CFO?')}"
    )
    expect(page.locator(".pu-sourcebutton").nth(1)).to_be_visible()

    page.get_by_role("button", name="BibTeX", exact=True).click()

    expect(page.get_by_role("button", name="Copiado")).to_be_visible()
    keys = re.findall(r"@misc\{([^,]+),", page.evaluate("navigator.clipboard.readText()"))
    assert len(keys) > 1
    assert len(set(keys)) == len(keys)


def test_the_source_stays_in_sight_however_far_down_the_page_it_is_opened(
    watched: Watched,
) -> None:
    page = watched.open("?tab=advice")
    page.set_viewport_size({"width": 1400, "height": 420})
    last = page.locator("#tab-advice .pu-advicelist > li .pu-inline").last
    last.scroll_into_view_if_needed()

    last.click()

    strong = page.locator("#tab-advice .pu-source .pu-strong").first
    expect(strong).to_be_in_viewport()
    expect(page.get_by_role("tab", name="SPARQL")).to_be_in_viewport()


def test_a_question_that_leans_on_the_last_one_is_answered_and_shown_whole(
    watched: Watched,
) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    expect(page.locator(".pu-prose")).to_contain_text("72")

    ask(page, "¿y de los CFO?")

    expect(page.locator(".pu-prose")).to_contain_text("48")
    whole = "¿Qué porcentaje de los CFO considera que la nube es prioritaria?"
    expect(page.get_by_role("searchbox", name="Su pregunta")).to_have_value(whole)
    assert f"q={quote(whole, safe='')}".replace("%20", "+") in page.url


def test_an_empty_question_takes_the_last_answer_away(watched: Watched) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    expect(page.locator(".pu-prose")).to_contain_text("72")

    ask(page, "")

    expect(page.locator(".pu-prose")).to_be_hidden()
    expect(page.locator(".pu-examples .pu-example").first).to_be_visible()


def test_a_question_without_an_answer_leaves_the_report_of_the_others(watched: Watched) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    expect(page.locator(".pu-prose")).to_contain_text("72")

    ask(page, "¿Cuál es la receta de la tarta de zanahoria?")

    expect(page.locator(".pu-none")).to_be_visible()
    page.get_by_text("Llevarse un informe").click()
    link = page.locator(".pu-report a").first
    expect(link).to_have_attribute("href", re.compile("nube"))
    expect(link).not_to_have_attribute("href", re.compile("zanahoria"))


def test_an_empty_text_takes_the_last_verdicts_away(watched: Watched) -> None:
    page = watched.open("?tab=verify")
    page.locator("#pu-foreign").fill("El 72% de los CIO considera que la nube es prioritaria.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#tab-verify .pu-count")).to_contain_text("Comprobado: 1")

    page.locator("#pu-foreign").fill("")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#tab-verify .pu-pair")).to_be_hidden()


def test_a_text_that_is_too_long_is_refused_and_not_cut(watched: Watched) -> None:
    page = watched.open("?tab=verify")
    page.locator("#pu-foreign").fill("El 72% de los CIO prefiere la nube. " * 900)

    page.keyboard.press("Control+Enter")

    expect(page.locator("#tab-verify .pu-problem")).to_contain_text("pasa de 30.000 caracteres")


def test_a_role_is_found_by_its_name_before_what_only_contains_it(watched: Watched) -> None:
    tab = visit(watched.open("?tab=relations"), "relations")

    finder = tab.get_by_role("searchbox").first
    finder.fill("cio")

    expect(tab.locator("#pu-matches li").first).to_have_text("CIO")
    finder.press("Enter")
    expect(tab.locator(".pu-side")).to_contain_text("CIO")


def test_gaps_are_filtered_and_a_conflict_opens_the_other_sentence(watched: Watched) -> None:
    page = watched.open("?tab=gaps")
    tab = page.locator("#tab-gaps")
    expect(tab.locator(".pu-dumbbell")).to_have_count(1)
    expect(tab.locator(".pu-dumbbell q")).to_contain_text("mientras que solo el 48%")

    tab.get_by_label("Año").select_option("2024")
    tab.get_by_label("Estudio").select_option(index=1)
    tab.get_by_role("button", name="61").click()

    expect(tab.locator(".pu-source .pu-strong").first).to_contain_text("61%")
    tab.get_by_label("Buscar").fill("otra cosa")
    expect(tab.locator(".pu-dumbbell")).to_have_count(0)


def test_a_table_is_taken_away_as_a_workbook_with_numbers_and_text_as_text(
    watched: Watched,
) -> None:
    page = watched.open("?tab=figures")
    expect(page.locator("#tab-figures tbody tr").first).to_be_visible()
    page.locator("#tab-figures").get_by_label("Buscar").fill("ataque")

    with page.expect_download() as download:
        page.locator("#tab-figures").get_by_role("button", name="XLSX").click()

    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    values = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row]
    assert 63 in values
    # "f" would be a formula
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"n", "s", "inlineStr"}


@pytest.mark.parametrize(
    ("name", "start"),
    [("CSV", b"\xef\xbb\xbf"), ("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("XLSX", b"PK")],
)
def test_a_chart_of_gaps_can_be_taken_away(watched: Watched, name: str, start: bytes) -> None:
    page = watched.open("?tab=gaps")
    expect(page.locator(".pu-dumbbell").first).to_be_visible()

    with page.expect_download() as download:
        page.locator("#tab-gaps").get_by_role("button", name=name).click()

    assert Path(download.value.path()).read_bytes().startswith(start)


def test_a_cell_that_a_spreadsheet_would_run_is_text_in_a_csv(watched: Watched) -> None:
    page = watched.open()

    text = page.evaluate(
        """async () => {
          const { csv } = await import("./recursos/dom.js");
          return csv([["=1+1", "@SUM(A1)", "-2+3", "+1;x", "-12,5", "3"]]);
        }"""
    )

    assert text == "\ufeff'=1+1,'@SUM(A1),'-2+3,\"'+1;x\",\"-12,5\",3\r\n"


def test_a_foreign_text_is_checked_claim_by_claim(watched: Watched) -> None:
    page = watched.open("?tab=verify")
    page.get_by_label("Texto que se comprueba").fill(
        "El 72% de los CIO considera que la nube es prioritaria.\n\n"
        "El 90% de los CIO considera que la nube es prioritaria.\n\n"
        "Saturno tiene 146 lunas."
    )
    page.keyboard.press("Control+Enter")

    verdicts = page.locator(".pu-verdict")
    expect(verdicts).to_have_count(3)
    for place, outcome in enumerate(("APOYADO", "DESMENTIDO", "NO CONSTA")):
        expect(verdicts.nth(place)).to_contain_text(outcome)
    verdicts.nth(1).get_by_role("button", name="72%").click()
    expect(page.locator("#tab-verify .pu-source .pu-strong").first).to_contain_text("72%")


def test_a_check_is_narrowed_to_a_part_of_the_articles(watched: Watched) -> None:
    page = watched.open("?tab=verify")
    page.get_by_label("Texto que se comprueba").fill(
        "El 72% de los CIO considera que la nube es prioritaria."
    )
    page.keyboard.press("Control+Enter")
    verdict = page.locator(".pu-verdict")
    expect(verdict).to_contain_text("APOYADO")

    page.get_by_text("Acotar la comprobación").click()
    page.locator(".pu-within").get_by_label("Medio").select_option("Finanzas al Día")

    expect(page.locator(".pu-within summary")).to_contain_text("Solo en: Finanzas al Día")
    expect(verdict).not_to_contain_text("APOYADO")


def test_advice_in_other_words_is_one_group_of_two_sources(watched: Watched) -> None:
    page = watched.open("?tab=advice")
    first = page.locator(".pu-advice").first
    expect(first).to_contain_text("2 fuentes independientes")
    expect(first).to_contain_text("CFO")

    first.get_by_text("Así lo dicen").click()
    first.get_by_role("button", name="cada tres meses").last.click()

    expect(page.locator("#tab-advice .pu-source .pu-strong").first).to_contain_text("tres meses")


def test_a_row_of_the_figures_opens_its_sentence(watched: Watched) -> None:
    page = watched.open("?tab=figures")
    page.get_by_label("Buscar", exact=True).fill("cfo nube")
    row = page.locator("#tab-figures tbody tr", has_text="48")
    expect(row).to_have_count(1)

    row.get_by_role("button").click()

    expect(page.locator("#tab-figures .pu-source .pu-strong").first).to_contain_text("48%")


def test_a_point_of_the_graph_lists_its_facts_and_each_opens_its_sentence(
    watched: Watched,
) -> None:
    page = watched.open("?tab=relations")
    expect(page.locator(".pu-graph canvas").first).to_be_visible()
    place = page.evaluate(
        """() => {
          const box = document.querySelector(".pu-graph");
          const node = box._cyreg.cy.nodes().filter((one) => one.data("label") === "CFO");
          const { x, y } = node.renderedPosition();
          const edge = box.getBoundingClientRect();
          return { x: edge.x + x, y: edge.y + y };
        }"""
    )

    page.mouse.click(place["x"], place["y"])

    side = page.locator(".pu-side")
    expect(side.get_by_role("heading", name="CFO")).to_be_visible()
    side.get_by_role("button", name="48").first.click()
    expect(page.locator("#tab-relations .pu-source .pu-strong").first).to_contain_text("48%")


def test_a_line_of_the_graph_opens_the_sentence_that_it_was_read_from(watched: Watched) -> None:
    page = watched.open("?tab=relations")
    expect(page.locator(".pu-graph canvas").first).to_be_visible()
    line = page.evaluate(
        """() => {
          const box = document.querySelector(".pu-graph");
          const cy = box._cyreg.cy;
          const long = (edge) => Math.hypot(
            edge.source().position("x") - edge.target().position("x"),
            edge.source().position("y") - edge.target().position("y"));
          const edge = cy.edges('[label = "habla de"]').max(long).ele;
          cy.center(edge);
          const { x, y } = edge.renderedMidpoint();
          const corner = box.getBoundingClientRect();
          return { x: corner.x + x, y: corner.y + y, value: edge.source().data("label") };
        }"""
    )

    page.mouse.click(line["x"], line["y"])

    side = page.locator(".pu-side")
    expect(side.get_by_role("heading", name="habla de")).to_be_visible()
    side.locator(".pu-evidence button").first.click()
    strong = page.locator("#tab-relations .pu-source .pu-strong").first
    expect(strong).to_contain_text(line["value"].split()[0])


def test_a_way_between_two_things_is_found_by_keyboard_and_told_step_by_step(
    watched: Watched,
) -> None:
    page = watched.open("?tab=relations")
    finder = page.get_by_label("Buscar en el grafo")
    for name, last in (("norte digital", True), ("cfo", False)):
        finder.fill(name)
        expect(page.locator(".pu-matches button").first).to_be_visible()
        finder.press("ArrowDown")
        page.keyboard.press("Enter")
        if last:
            page.get_by_role("button", name="Camino hasta otro punto").press("Enter")

    side = page.locator(".pu-side")
    expect(side.get_by_role("heading", name=re.compile("Camino de [0-9]+ pasos"))).to_be_visible()
    expect(side.locator(".pu-way > li").first).to_contain_text("Norte Digital")
    expect(side.locator(".pu-way > li").last).to_contain_text("CFO")


def test_what_joins_two_things_is_in_the_table_as_well(watched: Watched) -> None:
    page = watched.open("?tab=relations")
    page.get_by_role("button", name="Tabla").click()
    row = page.get_by_role("row", name=re.compile("48.*habla de.*CFO"))

    row.get_by_role("button").click()

    expect(page.locator(".pu-side .pu-evidence")).to_contain_text("48%")


def test_the_view_of_the_graph_can_be_taken_away(watched: Watched) -> None:
    page = watched.open("?tab=relations")
    expect(page.locator(".pu-graph canvas").first).to_be_visible()

    for name, start in (("PNG", b"\x89PNG"), ("GraphML", b"<?xml"), ("CSV", b"\xef\xbb\xbf")):
        with page.expect_download() as download:
            page.locator("#tab-relations").get_by_role("button", name=name).click()
        assert Path(download.value.path()).read_bytes().startswith(start)


def test_the_graph_is_walked_by_keyboard_and_read_as_a_table(watched: Watched) -> None:
    page = watched.open("?tab=relations")
    expect(page.locator(".pu-graph canvas").first).to_be_visible()

    page.locator(".pu-graph").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".pu-side h2")).to_be_visible()

    page.get_by_role("button", name="Tabla").click()
    page.locator("#tab-relations tbody").get_by_role("button", name="CIO", exact=True).click()
    expect(page.locator(".pu-side h2")).to_have_text("CIO")


def test_the_legend_hides_a_kind_and_the_search_brings_a_thing_back(watched: Watched) -> None:
    page = watched.open("?tab=relations")
    roles = page.locator(".pu-legend").get_by_role("button", name="Roles")
    roles.click()
    expect(roles).to_have_attribute("aria-pressed", "false")

    page.get_by_label("Buscar en el grafo").fill("cfo")
    page.locator(".pu-matches").get_by_role("button", name="CFO").first.click()

    expect(page.locator(".pu-side h2")).to_have_text("CFO")
    expect(roles).to_have_attribute("aria-pressed", "true")


def test_without_the_drawing_library_the_same_is_read_in_a_table(watched: Watched) -> None:
    watched.context.route("**/cytoscape*", lambda route: route.fulfill(status=404))
    page = watched.open("?tab=relations")

    row = page.locator("#tab-relations tbody").get_by_role("button", name="CFO", exact=True)
    expect(row).to_be_visible()
    # The missing file itself is what the browser reports.
    assert all("404" in error for error in watched.errors)
    watched.errors.clear()


def test_the_reader_marks_facts_by_kind(watched: Watched) -> None:
    page = watched.open("?tab=articles")
    page.get_by_role("button", name="La nube separa").click()
    source = page.locator("#tab-articles .pu-source")
    expect(source.locator(".k-statistic").first).to_contain_text("72%")

    page.locator("#tab-articles .pu-legend").get_by_role("button", name="Cifras").click()

    expect(source.locator(".k-statistic")).to_have_count(0)


def test_a_query_gives_a_table_that_can_be_downloaded(watched: Watched) -> None:
    page = watched.open("?tab=sparql")
    page.get_by_label("Consulta", exact=True).fill(
        "SELECT ?valor WHERE { ?c a pu:Statistic ; pu:value ?valor } ORDER BY ?valor"
    )
    page.get_by_role("button", name="Ejecutar").click()
    expect(page.locator(".pu-result tbody tr").first).to_contain_text("21")

    with page.expect_download() as download:
        page.locator(".pu-result").get_by_role("button", name="Descargar CSV").click()

    assert "48" in Path(download.value.path()).read_text(encoding="utf-8-sig").split()


def test_a_query_is_copied_as_a_command_and_as_a_program(watched: Watched) -> None:
    page = watched.open("?tab=sparql")
    page.get_by_label("Consulta", exact=True).fill("SELECT ?c WHERE { ?c pu:valueText '72%' }")
    page.get_by_role("button", name="Ejecutar").click()
    copied = {}
    for name in ("curl", "Python"):
        page.get_by_role("button", name=f"Copiar como {name}").click()
        expect(page.get_by_role("button", name="Copiado")).to_be_visible()
        copied[name] = page.evaluate("navigator.clipboard.readText()")
        expect(page.get_by_role("button", name=f"Copiar como {name}")).to_be_visible()

    words = shlex.split(copied["curl"])
    assert words[:3] == ["curl", "--get", f"{watched.address}/sparql"]
    assert words[-1] == "query=SELECT ?c WHERE { ?c pu:valueText '72%' }"
    done = subprocess.run(
        [sys.executable, "-c", copied["Python"]], capture_output=True, text=True, check=True
    )
    assert "article/nube/statistic/" in done.stdout


def test_a_result_leads_on_and_is_drawn_where_it_holds_numbers(watched: Watched) -> None:
    page = watched.open(
        "?tab=sparql&sparql="
        + quote("SELECT ?c ?v WHERE { ?c a pu:Statistic ; pu:value ?v } ORDER BY ?v")
    )
    page.locator(".pu-result summary", has_text="Gráfico").click()
    expect(page.locator(".pu-chartbox svg text").first).to_be_visible()
    with page.expect_download() as download:
        page.locator(".pu-chartbox").get_by_role("button", name="SVG").click()
    assert "61" in Path(download.value.path()).read_text(encoding="utf-8")

    page.locator(".pu-result tbody button").first.click()

    expect(page.locator("#tab-relations .pu-side .pu-evidence")).to_be_visible()


@pytest.mark.parametrize("query", ["SELECT nada", "DELETE WHERE { ?a ?b ?c }", ""])
def test_a_wrong_query_is_answered_in_words(watched: Watched, query: str) -> None:
    page = watched.open("?tab=sparql")
    editor = page.get_by_label("Consulta", exact=True)
    expect(editor).not_to_be_empty()  # the first example is offered there
    editor.fill(query)

    page.get_by_role("button", name="Ejecutar").click()

    expect(page.locator(".pu-result .pu-problem")).to_be_visible()
    expect(page.locator(".pu-result .pu-problem")).not_to_contain_text("Traceback")


def test_every_example_query_runs(watched: Watched) -> None:
    page = watched.open("?tab=sparql")
    choice = page.get_by_label("Ejemplos")
    expect(choice.locator("option").nth(1)).to_be_attached()
    count = choice.locator("option").count()

    for turn in range(1, count):
        choice.select_option(index=turn)
        expect(page.locator(".pu-result :is(tbody tr, pre)").first).to_be_visible()
        expect(page.locator(".pu-result .pu-problem")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "start"), [("Turtle", b"@prefix"), ("GraphML", b"<?xml"), ("CSV", b"PK")]
)
def test_the_whole_graph_can_be_taken_away(watched: Watched, name: str, start: bytes) -> None:
    page = watched.open("?tab=export")

    with page.expect_download() as download:
        page.locator("#tab-export").get_by_role("link", name=re.compile(f"^{name} ")).click()

    assert Path(download.value.path()).read_bytes().startswith(start)


def test_why_an_answer_is_told_for_each_sentence_and_its_query_is_ready_to_edit(
    watched: Watched,
) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    why = page.locator(".pu-why")
    why.locator("summary").focus()
    page.keyboard.press("Enter")

    reasons = why.locator(".pu-reasons > li").first
    expect(reasons).to_contain_text("Palabras de la pregunta")
    expect(reasons).to_contain_text("CIO, nube, prioritaria")
    expect(reasons).to_contain_text("pu:population → CIO")
    why.get_by_role("button", name="Abrir en SPARQL").press("Enter")

    expect(page.locator("#pu-query")).to_have_value(re.compile("SELECT"))
    page.get_by_role("button", name="Ejecutar").click()
    expect(page.locator(".pu-result tbody tr").first).to_contain_text("72")


def test_a_report_of_the_session_is_taken_away(watched: Watched) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    expect(page.locator(".pu-prose")).to_contain_text("72")
    ask(page, "¿Qué porcentaje de los CMO desconfía de esas páginas?")
    expect(page.locator(".pu-prose")).to_contain_text("21")
    report = page.locator(".pu-report")
    report.locator("summary").focus()
    page.keyboard.press("Enter")

    with page.expect_download() as download:
        report.get_by_role("link", name="Markdown").press("Enter")
    both = Path(download.value.path()).read_text(encoding="utf-8")
    report.get_by_label(QUESTION).uncheck()
    with page.expect_download() as download:
        report.get_by_role("link", name="Word").click()

    assert QUESTION in both
    assert "72" in both
    assert "21" in both
    assert download.value.suggested_filename == "informe.docx"
    told = "\n".join(
        paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs
    )
    assert "CMO" in told
    assert QUESTION not in told


def test_an_answer_is_printed_with_its_question_and_without_the_controls(
    watched: Watched,
) -> None:
    page = watched.open(f"?q={quote(QUESTION)}")
    expect(page.locator(".pu-prose")).to_contain_text("72")

    page.emulate_media(media="print", color_scheme="dark")

    asked = page.locator(".pu-asked").bounding_box()
    assert asked is not None
    assert asked["height"] > 10
    expect(page.locator(".pu-source .pu-strong").first).to_be_visible()
    for gone in (".pu-head", ".pu-ask", ".pu-actions", ".pu-card .pu-quiet"):
        expect(page.locator(gone).first).to_be_hidden()
    ink = "getComputedStyle(document.body).color"
    assert page.evaluate(ink) == "rgb(23, 33, 43)"


def test_about_says_what_the_base_holds(watched: Watched) -> None:
    page = watched.open("?tab=about")

    expect(page.locator(".pu-total", has_text="artículos")).to_contain_text("3")


def test_the_page_speaks_english_where_asked_and_spanish_otherwise(watched: Watched) -> None:
    page = watched.open()
    expect(page.get_by_role("tab", name="Preguntar")).to_be_visible()

    page.get_by_role("link", name="English").click()

    expect(page.get_by_role("tab", name="Figures")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_text_of_an_article_is_never_more_than_text(watched: Watched) -> None:
    page = watched.open(f"?q={quote('¿Qué porcentaje de los CIO usa el ataque?')}")
    expect(page.locator(".pu-answer .pu-busy")).to_have_count(0)
    for tab in TABS:
        visit(page, tab)
    visit(page, "articles")
    page.get_by_role("button", name="Ataque").click()
    reader = page.locator("#tab-articles .pu-source")

    for piece in (
        "<img src=x onerror=",
        "${1+41}",
        "{{value}}",
        "`${window.stolen=2}`",
    ):
        expect(reader).to_contain_text(piece)
    assert "\u202e" not in page.locator("body").inner_text()
    expect(page.locator("img[src='x']")).to_have_count(0)
    expect(page.locator("a[href^='javascript:']")).to_have_count(0)
    assert page.evaluate("window.stolen") is None


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_no_tab_is_wider_than_its_screen(watched: Watched, width: int) -> None:
    page = watched.open(f"?q={quote(QUESTION)}", width=width)
    expect(page.locator(".pu-prose")).to_be_visible()

    for tab in TABS:
        visit(page, tab)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, tab


@pytest.mark.parametrize("value", [3, 17, 27, 29, 50, 71, 73, 98])
def test_a_long_name_at_a_point_of_a_gap_stays_within_a_narrow_screen(
    watched: Watched, value: int
) -> None:
    page = watched.open(width=360)
    visit(page, "gaps")
    reach = page.evaluate(
        """async (value) => {
          const { dumbbell } = await import("./recursos/chart.js");
          const side = "quienes compraron en la última campaña de descuentos del año";
          const dot = (value) => ({ value, side, unit: "percent", comparator: "=" });
          const pair = { unit: "percent", gap: 9, dots: [dot(value), dot(value + 1)], quotes: [] };
          document.querySelector("#tab-gaps .pu-gaps").prepend(dumbbell(pair, () => {}));
          const labels = [...document.querySelectorAll("#tab-gaps .pu-dotlabel")].slice(0, 2);
          const boxes = labels.map((one) => one.getBoundingClientRect());
          return [Math.min(...boxes.map((b) => b.left)), Math.max(...boxes.map((b) => b.right))];
        }""",
        value,
    )
    assert reach[0] > 0
    assert reach[1] <= 360


@pytest.mark.parametrize("width", [360, 1400])
def test_a_long_amount_stays_within_its_cell(watched: Watched, width: int) -> None:
    page = watched.open(width=width)
    visit(page, "figures")
    amount = page.locator("#tab-figures .pu-valuecell").first
    amount.evaluate("(one) => { one.textContent = '412.300.000.000\u00a0COP'; }")
    cell = page.locator("#tab-figures td", has=page.locator(".pu-valuecell")).first
    assert cell.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_by_axe(watched: Watched, scheme: str) -> None:
    axe = ROOT / "ui" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not installed: `npm ci` in ui/")
    page = watched.open(f"?q={quote(QUESTION)}")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate(axe.read_text(encoding="utf-8"))

    for tab in TABS:
        visit(page, tab)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found = page.evaluate("axe.run(document.body)")
        serious = [
            (one["id"], one["nodes"][0]["html"][:200])
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert serious == [], tab


@pytest.mark.slow
def test_twenty_people_ask_at_once(watched: Watched) -> None:
    pages = [watched.open() for _ in range(20)]

    for page in pages:
        ask(page, QUESTION)

    for page in pages:
        expect(page.locator(".pu-prose")).to_contain_text("72", timeout=60_000)


def test_the_page_follows_a_new_generation(
    watched: Watched, articles: Path, base_path: Path
) -> None:
    page = watched.open("?tab=articles")
    expect(page.locator(".pu-articlebutton")).to_have_count(3)
    new = CLOUD.replace("nube", "fibra").replace("72%", "81%").replace("12", "13")
    (articles / "fibra.md").write_text(new, encoding="utf-8")

    build(base_path, [articles])
    page.locator("#nav-ask").click()
    ask(page, "¿Qué porcentaje de los CIO considera que la fibra es prioritaria?")

    expect(page.locator(".pu-prose")).to_contain_text("81")
    page.reload()
    page.locator("#nav-articles").click()
    expect(page.locator(".pu-articlebutton")).to_have_count(4)


def test_an_article_is_added_while_others_ask_and_what_cannot_be_read_is_told(
    watched: Watched,
) -> None:
    page = watched.open("?tab=articles")
    other = watched.open()
    added = CLOUD.replace("nube", "sede").replace("72%", "83%").replace("320", "321")
    page.get_by_text("Añadir artículos").click()

    page.get_by_label("Elegir archivos").set_input_files(
        [
            FilePayload(name=name, mimeType="text/plain", buffer=data)
            for name, data in (("sede.md", added.encode()), ("vacío.txt", b""), ("a.exe", b"MZ"))
        ]
    )
    ask(other, QUESTION)

    expect(other.locator(".pu-prose")).to_contain_text("72")
    upload = page.locator(".pu-upload")
    expect(upload).to_contain_text("Listo: 1 artículo leído", timeout=60_000)
    expect(upload).to_contain_text("a.exe: no se sabe leer")
    expect(upload).to_contain_text("vacío.txt: está vacío")
    expect(page.get_by_role("button", name="La sede separa")).to_be_visible()
    ask(other, "¿Qué porcentaje de los CIO considera que la sede es prioritaria?")
    expect(other.locator(".pu-prose")).to_contain_text("83")


def test_no_other_site_can_send_a_file(address: str, articles: Path) -> None:
    before = sorted(articles.iterdir())
    request = urllib.request.Request(
        f"{address}/recursos/upload?name=robo.md", data=b"# Robo", method="POST"
    )

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)

    assert refused.value.code == 403
    assert sorted(articles.iterdir()) == before
