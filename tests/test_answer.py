"""What an answer promises, on the articles that ship."""

import re
from pathlib import Path

import pytest

from index.answer import answer
from index.answer.guard import unsupported
from index.base import Base
from index.records import Answer
from tests.bases import base_of

QUESTIONS = [
    "¿Qué porcentaje de los CIO ve importante la colaboración?",
    "¿Quién da más importancia a la colaboración, los CIO o los CMO?",
    "¿Qué estudios hay sobre la relación entre marketing y tecnología?",
    "¿A cuántos directivos entrevistó Accenture?",
    "¿Qué recomienda Accenture?",
    "¿Por qué chocan marketing y TI?",
    "Dame todas las cifras del estudio de Infosys",
    "cmo",
    "How many CIOs think that collaboration is important?",
]


@pytest.fixture(scope="module", params=QUESTIONS)
def given(request: pytest.FixtureRequest, base: Base) -> Answer:
    return answer(request.param, base)


def test_every_line_of_an_answer_carries_a_marker(given: Answer) -> None:
    assert given.answerable
    assert all(re.search(r"\[\d+\]$", line) for line in given.answer.splitlines())


def test_markers_are_numbered_in_order_of_appearance(given: Answer) -> None:
    seen = list(dict.fromkeys(int(n) for n in re.findall(r"\[(\d+)\]", given.answer)))
    assert seen == [citation.marker for citation in given.citations]
    assert seen == list(range(1, len(seen) + 1))


def test_every_quote_is_whole_sentences_word_for_word(given: Answer, base: Base) -> None:
    for citation in given.citations:
        article = base.article(citation.article)
        assert citation.quote == article.text[citation.start : citation.end]
        assert citation.start in {sentence.start for sentence in article.sentences}
        assert citation.end in {sentence.end for sentence in article.sentences}


def test_every_figure_stands_in_a_sentence_cited_beside_it(given: Answer) -> None:
    quotes = {citation.marker: citation.quote for citation in given.citations}
    for line in given.answer.splitlines():
        cited = [quotes[int(n)] for n in re.findall(r"\[(\d+)\]", line)]
        assert unsupported(re.sub(r"\[\d+\]", "", line), cited) == []


def test_every_fact_points_at_the_sentence_that_holds_it(given: Answer, base: Base) -> None:
    statistics = {s.iri: s for s in base.knowledge.statistics}
    quotes = {citation.marker: citation.quote for citation in given.citations}
    for fact in given.facts:
        assert fact.value == statistics[fact.iri].value
        assert statistics[fact.iri].value_text in quotes[fact.citation]


def test_passages_come_with_every_answer(given: Answer) -> None:
    assert given.passages


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("¿Qué porcentaje de los CIO ve importante la colaboración?", {77}),
        ("cuantos cmo ven importante la colaboracion", {56}),
        ("Dame todas las cifras del estudio de Infosys", {44, 5, 83}),
        ("How many CIOs see collaboration as important?", {77}),
    ],
)
def test_figures_come_from_the_graph(question: str, values: set[int], base: Base) -> None:
    assert values <= {int(f.value or 0) for f in answer(question, base).facts}


def test_a_comparison_shows_both_sides(base: Base) -> None:
    given = answer("¿Quién ve más importante la colaboración, los CIO o los CMO?", base)
    assert {"CIO", "CMO"} <= {fact.population for fact in given.facts}


def test_teams_that_are_named_bare_are_compared(base: Base) -> None:
    given = answer("¿Quién da más importancia a la colaboración, marketing o TI?", base)
    assert all("77 %" in quote or "Accenture" in quote for quote in _foremost_quotes(given))
    assert "no de" not in given.answer


def _foremost_quotes(given: Answer) -> list[str]:
    return [one.quote for one in given.citations if one.marker in given.foremost]


def test_a_half_answer_says_whose_figures_are_missing(base: Base) -> None:
    given = answer("¿Qué porcentaje de los CIO y de los CFO ve importante la colaboración?", base)
    assert {77} <= {int(f.value or 0) for f in given.facts}
    assert "no de CFO" in given.answer


def test_studies_that_disagree_are_said_to(tmp_path: Path) -> None:
    texts = {
        name: f"La nube según {study}\n\nUn estudio de la consultora {study} revela que {figures} "
        "confía en la nube.\n"
        for name, study, figures in [
            ("uno", "Brumal", "el 71 % de los CIO y el 40 % de los CMO"),
            ("dos", "Cendra", "el 35 % de los CIO y el 62 % de los CMO"),
        ]
    }
    base = base_of(tmp_path, **texts)
    given = answer("¿Quién confía más en la nube, los CIO o los CMO?", base)
    assert "no coinciden" in given.answer.splitlines()[-1]
    assert len(re.findall(r"\[\d+\]", given.answer.splitlines()[-1])) == 2


def test_what_announces_a_quote_is_told_once(tmp_path: Path) -> None:
    text = (
        "La obra del puerto de Gandía\n\n"
        "La obra del puerto de Gandía se retrasó por varias razones, y Ana Ruiz las explica:\n\n"
        "«La obra del puerto se retrasó porque faltaban permisos y porque nadie los pidió».\n\n"
        "El puerto abrirá en otoño, según el ayuntamiento de la ciudad.\n"
    )
    base = base_of(tmp_path, obra=text)
    given = answer("¿Por qué se retrasó la obra del puerto?", base)
    assert given.answer.count("faltaban permisos") == 1
    assert given.answer.count("las explica") == 1


def test_what_only_announces_a_list_is_no_statement(tmp_path: Path) -> None:
    text = (
        "La obra del puerto de Gandía\n\n"
        "La obra del puerto se retrasó por falta de permisos, según el ayuntamiento.\n\n"
        "Las razones del retraso de la obra son tres, según quienes la dirigen:\n\n"
        "La lluvia de noviembre inundó el foso dos veces y hubo que achicarlo.\n\n"
        "La obra del puerto se retrasó además por la huelga de los estibadores.\n"
    )
    base = base_of(tmp_path, obra=text)
    given = answer("¿Por qué se retrasó la obra del puerto?", base)
    told = [re.sub(r"(\s*\[\d+\])+$", "", line) for line in given.answer.splitlines()]
    assert len(told) > 1
    assert not any(line.endswith(":") for line in told[1:])


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuál es la capital de Francia?",
        "¿A cuántas personas encuestó Infosys?",
        "receta de tortilla de patatas",
        "¿Cuál es la receta de la tarta de zanahoria?",
        "¿Cuántas mujeres hay entre los CIO?",
        "¿Cuánto cobra un director de marketing?",
        "What is the weather like in Madrid?",
        "¿En qué año se publicó el informe de Infosys?",
    ],
)
def test_what_the_articles_do_not_tell_is_not_answered(question: str, base: Base) -> None:
    given = answer(question, base)
    assert not given.answerable
    assert given.facts == ()
    assert given.citations == ()
    assert not re.search(r"\[\d+\]", given.answer)
    assert given.passages


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("¿Qué es un CMT y cuánto cobra?", "«cuanto cobra»"),
        ("que recomiendan accenture y gartner para cmo y cio", "«gartner»"),
        ("¿A cuántos encuestaron Accenture e Infosys?", "no de Infosys"),
        ("mayor frustración de los CMO y de los CFO con los datos", "no de CFO"),
    ],
)
def test_half_an_answer_says_what_is_missing(question: str, missing: str, base: Base) -> None:
    given = answer(question, base)
    assert given.answerable
    lines = given.answer.splitlines()
    assert missing in lines[len(lines) - given.weaker - 1]


def test_a_whole_answer_says_of_nothing_that_it_is_missing(base: Base) -> None:
    given = answer("¿Quién da más importancia a la colaboración, los CIO o los CMO?", base)
    assert given.answerable
    assert not re.search(r"no de |no dicen|no hablan", given.answer.splitlines()[-1])


def test_it_answers_in_the_language_of_the_question(base: Base) -> None:
    spanish = answer("¿Cuál es la capital de Francia?", base)
    english = answer("What is the capital of France?", base)
    assert (spanish.language, english.language) == ("es", "en")
    assert spanish.answer != english.answer


def test_who_signs_an_article_is_told_from_its_byline(base: Base) -> None:
    given = answer("¿Quién escribió el artículo sobre cerrar la brecha?", base)
    assert "Amy Protexter" in given.answer


@pytest.mark.parametrize(
    "question",
    ["", "   ", "¿?", "x" * 100_000, "<script>alert(1)</script>", "' } DROP ALL #", "\x00"],
)
def test_whatever_is_typed_gets_an_answer_or_a_plain_no(question: str, base: Base) -> None:
    assert isinstance(answer(question, base), Answer)


def test_the_same_question_gets_the_same_answer(base: Base) -> None:
    question = "¿Qué recomienda Accenture?"
    assert answer(question, base) == answer(question, base)


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué estudios hay?",
        "dame los estudios",
        "estudios",
        "qué encuestas se citan",
        "Dame todas las cifras",
        "lista de recomendaciones",
        "list all the studies",
    ],
)
def test_a_question_for_all_there_is_gets_a_list(base: Base, question: str) -> None:
    found = answer(question, base)

    assert found.answerable
    assert len(found.citations) > 1


@pytest.mark.parametrize("question", ["¿Qué?", "¿Cuántos?", "hola"])
def test_a_question_without_a_subject_gets_no_answer(base: Base, question: str) -> None:
    assert not answer(question, base).answerable


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A base of three years."""
    texts = {
        year: "La venta por internet de las tiendas\n\n"
        f"Redacción - 3 de marzo de {year}\n\n{told}\n"
        for year, told in [
            ("2012", "Las tiendas no vendían nada por internet."),
            ("2015", "Las tiendas vendían poco por internet."),
            ("2022", "Las tiendas venden la mitad por internet."),
        ]
    }
    return base_of(tmp_path_factory.mktemp("years"), **texts)


def test_what_changed_is_told_year_by_year_with_the_line_that_dates_it(years: Base) -> None:
    given = answer("¿Qué cambió en las tiendas entre 2015 y 2022 en la venta por internet?", years)

    lines = given.answer.splitlines()
    assert "En 2015: " in lines[0]
    assert "En 2022: " in lines[-1]
    assert any("2015" in citation.quote for citation in given.citations)


def test_what_changed_since_a_year_goes_on_to_the_last(years: Base) -> None:
    given = answer("¿Qué ha cambiado en la venta por internet de las tiendas desde 2014?", years)

    lines = given.answer.splitlines()
    assert "En 2015: " in lines[0]
    assert "En 2022: " in lines[-1]
    assert "2012" not in given.answer


@pytest.mark.parametrize("question", ["63 % de qué", "¿63%?", "63"])
def test_a_bare_figure_is_looked_up(question: str, base: Base) -> None:
    given = answer(question, base)
    assert given.facts
    assert {int(fact.value or 0) for fact in given.facts} == {63}


def test_a_bare_figure_that_no_article_gives_is_not_answered(base: Base) -> None:
    assert not answer("99 %", base).answerable


def test_who_said_it_may_be_told_by_office(tmp_path: Path) -> None:
    text = (
        "Las reuniones que nadie entiende\n\n"
        "Lo contó en un congreso el director de sistemas de Aldaba en Europa:\n\n"
        "«Salí de la reunión con ventas sin haber entendido la mitad de las palabras».\n"
    )
    base = base_of(tmp_path, reunion=text)

    given = answer("¿Quién contó que no entendió la mitad de la reunión con ventas?", base)

    assert "director de sistemas de Aldaba" in given.answer


def test_who_said_it_is_told_where_an_earlier_sentence_names_them(tmp_path: Path) -> None:
    text = (
        "La nube divide a los bancos\n\n"
        "Marta Lindo, socia de la consultora Aldaba, estuvo ayer en un congreso. Habló de bancos. "
        "«Es más barato apagar un servidor que explicarle a un banco por qué sigue encendido», "
        "aseguró.\n"
    )
    base = base_of(tmp_path, nube=text)

    given = answer("¿Quién aseguró que es más barato apagar un servidor?", base)

    assert "Marta Lindo" in given.answer


def test_the_second_of_two_questions_is_answered_too(base: Base) -> None:
    given = answer(
        "¿Qué porcentaje de los CIO ve importante la colaboración, y cuánto crecen los beneficios"
        " según Infosys?",
        base,
    )
    assert {77, 5} <= {int(f.value or 0) for f in given.facts}


def test_each_study_has_its_say_before_any_has_a_second(base: Base) -> None:
    given = answer("¿Qué cifras hay de la colaboración según cada estudio?", base)
    studies = [fact.study for fact in given.facts]
    assert len(set(studies[:6])) >= 3


def test_whose_a_figure_is_that_its_sentence_does_not_name_is_told_as_context(
    tmp_path: Path,
) -> None:
    text = (
        "La nube en la empresa\n\n"
        "Los directores de compras contratan la nube más que antes. "
        "Un 42 % de ellos la paga con su propio presupuesto.\n"
    )
    base = base_of(tmp_path, nube=text)
    given = answer("¿Cuántos directores de compras pagan la nube?", base)
    assert "Directores de compras (por el contexto): 42 %" in given.answer
    assert "Los directores de compras contratan" in " ".join(c.quote for c in given.citations)


def test_whose_a_figure_is_that_its_sentence_names_is_told_plainly(base: Base) -> None:
    given = answer("¿Qué porcentaje de los CIO ve importante la colaboración?", base)
    assert "CIO: 77 %" in given.answer
    assert "contexto" not in given.answer.splitlines()[0]


def test_a_short_list_is_told_whole_where_several_things_are_asked_for(tmp_path: Path) -> None:
    text = (
        "La robótica en el almacén\n\n"
        "Los usos más comunes de los robots en el almacén son tres:\n\n"
        "- Contar las cajas.\n- Mover los palés de noche.\n- Pesar los envíos.\n\n"
        "El resto del trabajo lo hacen los empleados de siempre, y no parece que vaya a cambiar.\n"
    )
    base = base_of(tmp_path, robots=text)
    given = answer("¿Qué usos comunes tienen los robots en el almacén?", base)
    whole = "son tres: Contar las cajas. Mover los palés de noche. Pesar los envíos."
    assert whole in given.answer


def test_what_fits_far_less_well_is_told_apart(base: Base) -> None:
    given = answer("quien es scott brinker", base)
    lines = given.answer.splitlines()
    assert given.weaker == len(lines) - 1
    assert lines[0].startswith("Scott Brinker")


def test_of_a_list_nothing_is_told_apart(base: Base) -> None:
    assert answer("¿Qué estudios hay?", base).weaker == 0
    assert answer("¿Qué recomienda Accenture?", base).weaker == 0


def test_what_fits_a_broad_question_less_well_is_told_apart(base: Base) -> None:
    given = answer("¿Qué obstáculos hay entre marketing y tecnología?", base)
    lines = given.answer.splitlines()
    assert 0 < given.weaker < len(lines)
    assert len(set(lines)) == len(lines) <= 15


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué frena la colaboración entre marketing y TI?",
        "¿Qué obstáculos hay entre marketing y tecnología?",
        "¿Qué impide que marketing y TI trabajen juntos?",
        "que obstaculos hay para colaborar",
    ],
)
def test_what_stands_in_the_way_is_told_before_how_to_clear_it(question: str, base: Base) -> None:
    given = answer(question, base)
    advice = {(r.article, r.start) for r in base.knowledge.recommendations}
    first = [(one.article, one.start) in advice for one in given.citations][:3]
    assert first == [False, False, False]


def test_advice_is_told_first_where_it_is_asked_for(base: Base) -> None:
    given = answer("¿Qué recomiendan para los problemas entre marketing y TI?", base)
    advice = {(r.article, r.start) for r in base.knowledge.recommendations}
    assert (given.citations[0].article, given.citations[0].start) in advice


def test_figures_of_what_is_told_apart_are_not_among_the_foremost(base: Base) -> None:
    given = answer("¿Qué obstáculos hay entre marketing y tecnología?", base)
    weak = " ".join(given.answer.splitlines()[-given.weaker :])
    apart = [fact for fact in given.facts if f"[{fact.citation}]" in weak]
    assert apart
    assert set(given.foremost_facts) == set(given.facts) - set(apart)


def test_all_figures_of_a_role_are_those_of_the_graph(base: Base) -> None:
    given = answer("Dame todas las cifras sobre los CIO", base)
    of_them = {s.iri for s in base.knowledge.statistics if "cio" in {p.role for p in s.populations}}
    assert {fact.iri for fact in given.facts} == of_them


def test_a_role_without_figures_has_no_list_of_them(base: Base) -> None:
    assert not answer("Dame todas las cifras de los CFO", base).answerable


def test_a_sample_is_told_in_english_too(base: Base) -> None:
    found = answer("how many IT executives did Accenture interview?", base)

    assert found.answerable
    assert "more than 400 ejecutivos de marketing and 250 ejecutivos de TI" in found.answer


def test_a_sample_is_told_where_its_people_are_asked_for(base: Base) -> None:
    found = answer("a que directivos entrevisto accenture", base)

    assert found.answerable
    assert "más de 400 ejecutivos de marketing y 250 ejecutivos de TI" in found.answer


def test_each_study_that_is_named_has_its_sample_told(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        a="Nube\n\nLa consultora Nexum encuestó a 400 gerentes. El 62 % usa la nube.\n",
        b="Red\n\nEl Instituto Velmar encuestó a 250 pymes. El 31 % usa la red.\n",
    )

    found = answer("muestra de Nexum y de Instituto Velmar", base)

    assert "400 gerentes" in found.answer
    assert "250 pymes" in found.answer


def test_who_has_figures_is_not_said_to_have_none(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        a="Leads\n\nPara el 59 % de los CMO el problema es que ventas no hace seguimiento.\n\n"
        "El 73 % de los directores comerciales apunta a la calidad de los contactos.\n",
    )
    found = answer("¿Cuántos CMO cambiarán de agencia?", base)

    assert not found.answerable
    assert "no de CMO" not in found.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("cuantas pautas hay para que cmo y cio compartan objetivos", "Cuatro pautas para que CMO"),
        ("¿Cuántos países abarca el estudio de Accenture?", "de diez países"),
        ("¿En cuántos frentes se nota la alianza?", "en dos frentes"),
    ],
)
def test_what_is_counted_without_being_a_finding_is_told(
    question: str, told: str, base: Base
) -> None:
    found = answer(question, base)

    assert found.answerable
    assert told in found.answer.splitlines()[0]


def test_people_who_are_asked_are_no_count_of_something_else(base: Base) -> None:
    assert "más de 400" in answer("¿Cuántos ejecutivos encuestó Accenture?", base).answer


def test_how_many_there_are_of_what_nobody_counts_is_not_told_by_other_figures(base: Base) -> None:
    assert not answer("¿En cuántos países se encuestó a los 403 profesionales?", base).answerable
