"""A text of somebody else is held against the articles: each figure and claim gets its verdict."""

import json
from pathlib import Path

import docx
import pytest

from corpus.errors import ReadError
from index.base import Base
from index.verify import UncheckableError, Verdict, verify
from index.verify.matching import opposed, same_value
from kg.numeral import find_figures
from tests.bases import base_of
from tests.phrases import table
from tests.test_cli import Run, run

__all__ = ["run"]

RIGHT = "El 77 % de los CIO ve importante la colaboración."
WRONG = "El 67 % de los CIO ve importante la colaboración."


@pytest.mark.parametrize(("text", "outcomes"), table("verify"))
def test_each_claim_gets_its_verdict(base: Base, text: str, outcomes: list[str]) -> None:
    assert [verdict.outcome for verdict in verify(text, base)] == outcomes


def only(text: str, base: Base) -> Verdict:
    (verdict,) = verify(text, base)
    return verdict


def test_every_citation_is_a_whole_sentence_word_for_word(base: Base) -> None:
    for text in (RIGHT, WRONG, "Accenture recomienda que los dos grupos trabajen juntos."):
        verdict = only(text, base)
        assert verdict.citations
        for citation in verdict.citations:
            article = base.article(citation.article)
            assert citation.quote == article.text[citation.start : citation.end]
            assert (citation.start, citation.end) in {(s.start, s.end) for s in article.sentences}


def test_a_contradiction_tells_what_the_sources_say(base: Base) -> None:
    verdict = only(WRONG, base)

    assert (verdict.outcome, verdict.reason) == ("contradicted", "other_value")
    assert "CIO: 77 %" in verdict.says
    assert "77 %" in verdict.citations[0].quote


def test_a_right_value_of_other_people_is_not_supported_and_tells_whose_it_is(base: Base) -> None:
    verdict = only("El 77 % de los CFO ve importante la colaboración.", base)

    assert (verdict.outcome, verdict.reason) == ("not_found", "other_population")
    assert verdict.says == ("CIO: 77 %",)


def test_a_right_value_of_another_source_is_not_supported(base: Base) -> None:
    verdict = only("Según Gartner, el 77 % de los CIO ve importante la colaboración.", base)

    assert (verdict.outcome, verdict.reason) == ("not_found", "other_source")


def test_a_right_value_with_the_contrary_claim_is_contradicted(base: Base) -> None:
    verdict = only("El 77 % de los CIO no ve importante la colaboración.", base)

    assert (verdict.outcome, verdict.reason) == ("contradicted", "opposite")


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("De los CMO, lo cree el 46 %.", "supported"),
        ("De los CMO, no lo cree el 46 %.", "not_found"),
        ("El 46 % de los CMO no piensa lo mismo.", "not_found"),
        ("Los CMO creen que es cara: lo creen el 46 %.", "not_found"),
    ],
)
def test_a_difference_follows_from_figures_of_one_claim(
    told: str, outcome: str, tmp_path: Path
) -> None:
    first = "El 60 % de los CIO cree que la nube es segura."
    base = base_of(tmp_path, nube=f"La nube en la empresa\n\n{first} {told}\n")
    text = "Hay una brecha de 14 puntos entre CIO y CMO en que la nube es segura."
    assert only(text, base).outcome == outcome


def test_verdicts_come_in_the_order_of_the_text_and_point_at_their_sentence(base: Base) -> None:
    text = f"¿Qué piensa cada uno?\n\n- {RIGHT}\n- {WRONG}\n\n¿Y ahora?\n"

    verdicts = verify(text, base)

    assert [v.outcome for v in verdicts] == ["supported", "contradicted"]
    assert [v.claim for v in verdicts] == [RIGHT, WRONG]
    assert [text[v.start : v.end] for v in verdicts] == [RIGHT, WRONG]


@pytest.mark.parametrize(
    ("claimed", "held", "same"),
    [
        ("el 10 %", "uno de cada diez", True),
        ("un 33 %", "un tercio", True),
        ("77 por ciento", "77 %", True),
        ("más del 70 %", "77 %", True),
        ("más del 77 %", "77 %", False),
        ("casi el 80 %", "77 %", True),
        ("casi el 90 %", "77 %", False),
        ("el 75 %", "75 % o más", False),
        ("al menos el 75 %", "75 % o más", True),
        ("el 77 %", "76,8 %", False),
        ("5 puntos", "5 %", False),
        ("400 euros", "400 dólares", False),
    ],
)
def test_a_figure_is_borne_out_in_any_form_and_by_a_firmer_one(
    claimed: str, held: str, same: bool
) -> None:
    (one,), (other,) = find_figures(claimed), find_figures(held)
    assert (one.kind == other.kind and same_value(one, other)) is same


@pytest.mark.parametrize(
    ("claim", "sentence", "contrary"),
    [
        ("comprende los objetivos", "no comprende los objetivos", True),
        ("no entiende los objetivos", "no comprende los objetivos de su área", False),
        ("es de alta prioridad", "es de baja prioridad", True),
        ("depende del área", "depende del área y no de la dirección", False),
        ("las ventas crecieron", "las ventas cayeron", True),
        ("las ventas no crecieron", "las ventas cayeron", False),
        ("no manejan los datos", "no logran que sus equipos manejen los datos", False),
        ("manejan los datos", "no logran que sus equipos manejen los datos", True),
    ],
)
def test_a_no_and_an_opposite_deny(claim: str, sentence: str, contrary: bool) -> None:
    assert opposed(claim, sentence) is contrary


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01\x02", "¿Y ahora qué?", "…", "# Título"])
def test_a_text_that_says_nothing_is_refused_with_the_reason(base: Base, text: str) -> None:
    with pytest.raises((ReadError, UncheckableError)):
        verify(text, base)


@pytest.mark.parametrize(
    "text",
    [
        "77 %",
        "<script>alert(1)</script> el 77 % de los CIO",
        "\u202eEl 77 % de los CIO ve importante la colaboración\u202c",
        "77 % " * 20,
        "The 77 % of CIOs think that collaboration is important.",
        "El 999999999999999999999999 % de los CIO",
        "=CMD|' /C calc'!A0 77 %",
        "a" * 50_000,
    ],
)
def test_odd_text_gets_verdicts_and_no_failure(base: Base, text: str) -> None:
    try:
        verdicts = verify(text, base)
    except UncheckableError:
        return
    assert all(v.outcome in ("supported", "contradicted", "not_found") for v in verdicts)


def test_a_book_is_refused_before_it_takes_an_hour(base: Base) -> None:
    with pytest.raises(UncheckableError, match="por partes"):
        verify(
            "\n\n".join(f"El {n % 100} % de los CIO tiene {n} proyectos." for n in range(700)), base
        )


# --- the command


def test_the_command_reads_standard_input_and_leaves_with_0_where_all_is_supported(
    run: Run, base_path: Path
) -> None:
    done = run("--base", base_path, "verify", "-", stdin=RIGHT)

    assert done.status == 0
    assert "APOYADO" in done.out
    assert "Comprobado: 1." in done.out


def test_the_command_leaves_with_1_where_something_is_not(run: Run, base_path: Path) -> None:
    done = run("--base", base_path, "verify", "-", stdin=f"{RIGHT}\n\n{WRONG}")

    assert done.status == 1
    assert "Los artículos dan otra cifra: CIO: 77 %" in done.out


def test_the_command_writes_json(run: Run, base_path: Path) -> None:
    done = run("--base", base_path, "verify", "-", "--json", stdin=WRONG)

    (verdict,) = json.loads(done.out)
    assert verdict["verdict"] == "contradicted"
    assert verdict["figure"] == "67 %"
    assert verdict["citations"][0]["quote"].count("77 %") == 1


def test_the_command_reads_documents(run: Run, base_path: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(RIGHT)
    document.save(str(tmp_path / "informe.docx"))
    (tmp_path / "diapositiva.md").write_text(f"- {RIGHT}\n", encoding="utf-8")

    for name in ("informe.docx", "diapositiva.md"):
        assert run("--base", base_path, "verify", tmp_path / name).status == 0


@pytest.mark.parametrize("name", ["no-existe.txt", "vacío.txt", "datos.xlsx", "."])
def test_what_cannot_be_read_leaves_with_2(
    run: Run, base_path: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "vacío.txt").write_text("", encoding="utf-8")
    (tmp_path / "datos.xlsx").write_bytes(b"PK")

    done = run("--base", base_path, "verify", tmp_path / name)

    assert (done.status, done.out) == (2, "")
    assert done.err
