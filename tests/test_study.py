"""Studies: own sentences with who made the study, its title and its samples; and what is none."""

import pytest

from corpus.reading import Source, read_source
from kg.entity import find_entities
from kg.extraction import extract
from kg.facts import Study
from kg.statistic import find_statistics
from kg.study import find_studies, read_studies
from tests.benchmarks.matching import containment
from tests.phrases import article_of, table


def studies_of(text: str) -> tuple[Study, ...]:
    article = article_of(text)
    return find_studies(article, find_entities(article))


@pytest.mark.parametrize(("text", "maker", "title"), table("study_made"))
def test_study_is_known_by_who_made_it_and_its_title(
    text: str, maker: str | None, title: str | None
) -> None:
    found = studies_of(text)

    assert len(found) == 1, found
    if maker is None:
        assert found[0].conducted_by == ()
    else:
        assert any(containment(maker, other) == 1 for other in found[0].conducted_by), found
    if title:
        assert found[0].name is not None
        assert containment(title, found[0].name) >= 0.8, found


@pytest.mark.parametrize("text", table("study_none"))
def test_a_mere_mention_is_no_study(text: str) -> None:
    assert studies_of(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "La encuesta de Nortia se hizo en mayo. El Instituto del Grano avaló la muestra, de 300 "
        "panaderos. El 40 % duerme mal.",
        "El informe de Nortia se publicó en mayo. El Instituto del Grano le cedió el fichero: 300 "
        "panaderos encuestados. El 40 % duerme mal.",
    ],
)
def test_who_helps_to_ask_does_not_take_over_the_study(text: str) -> None:
    facts = extract(article_of(text))
    (study,) = facts.studies
    assert study.conducted_by == ("Nortia",)
    assert [sample.size for sample in study.samples] == [300]
    assert [statistic.study for statistic in facts.statistics] == [study.key]


@pytest.mark.parametrize(("text", "sizes"), table("study_sample"))
def test_samples_belong_to_the_study_and_are_no_statistics(text: str, sizes: list[int]) -> None:
    article = article_of(text)
    entities = find_entities(article)
    reading = read_studies(article, entities)

    assert [s.size for study in reading.studies for s in study.samples] == sizes
    read = {int(s.value) for s in find_statistics(article, entities, reading=reading)}
    assert not read & set(sizes)


@pytest.mark.parametrize(("text", "makers"), table("study_carried"))
def test_a_figure_has_the_study_that_it_is_told_from_or_none(
    text: str, makers: dict[float, str | None]
) -> None:
    article = article_of(text)
    entities = find_entities(article)
    reading = read_studies(article, entities)
    by_key = {study.key: study.conducted_by for study in reading.studies}

    read = {
        float(s.value): by_key.get(s.study or "", ())
        for s in find_statistics(article, entities, reading=reading)
    }

    for value, maker in makers.items():
        told = [containment(maker, other) == 1 for other in read[value]]
        assert any(told) if maker else not read[value], read


@pytest.mark.parametrize(("text", "makers", "title", "sizes"), table("who_found"))
def test_whoever_found_a_figure_out_is_told_from_whoever_has_it(
    text: str, makers: dict[float, str | None], title: str | None, sizes: list[int]
) -> None:
    article = article_of(text)
    entities = find_entities(article)
    reading = read_studies(article, entities)
    by_key = {study.key: study for study in reading.studies}

    read = {
        float(s.value): by_key.get(s.study or "")
        for s in find_statistics(article, entities, reading=reading)
    }

    for value, maker in makers.items():
        study = read[value]
        told = [containment(maker, name) == 1 for name in (study.conducted_by if study else ())]
        assert any(told) if maker else study is None, read
    assert title is None or title in [study.name for study in reading.studies]
    assert [s.size for study in reading.studies for s in study.samples] == sizes
    assert not set(sizes) & set(read)


def test_both_makers_of_a_study_are_kept() -> None:
    (study,) = studies_of(
        "Un informe de Robledo Consulting y The Bright Group dice que el 20 % calla."
    )

    assert study.conducted_by == ("Robledo Consulting", "The Bright Group")


def test_names_of_one_study_are_joined() -> None:
    text = (
        "Un nuevo estudio de Nexum da qué pensar. Según «The Great Divide», el 10 % colabora. "
        "El informe de Nexum cita a 300 jefes."
    )

    (study,) = studies_of(text)

    assert study.name == "The Great Divide"
    assert study.conducted_by == ("Nexum",)


def test_a_survey_without_maker_is_a_study_where_it_gives_figures() -> None:
    (study,) = studies_of(
        "Una encuesta realizada a 403 profesionales reveló que el 61 % improvisa."
    )

    assert study.conducted_by == ()
    assert [sample.size for sample in study.samples] == [403]


def test_the_year_of_a_study_is_read_beside_it() -> None:
    (study,) = studies_of(
        "Según el informe Panorama Digital 2024, de Telmo Labs, el 70 % compra en línea."
    )

    assert study.published == "2024"


def test_a_sample_that_no_study_tells_of_is_one_of_its_own() -> None:
    first, second = studies_of(
        "Según la CEPAL, el 6 % exporta.\n\n"
        "Para este texto se encuestó a 850 empresas. El 58 % se queja."
    )

    assert (first.conducted_by, first.samples) == (("CEPAL",), ())
    assert (second.conducted_by, [sample.size for sample in second.samples]) == ((), [850])


BEHIND = [
    (
        "El 15 % de las tiendas cierra en julio, calcula la Universidad Altos del Sur.",
        "Universidad Altos del Sur",
    ),
    (
        "Los depósitos rindieron un 0,4 %, conforme a los cuadros de la Superintendencia de Banca.",
        "Superintendencia de Banca",
    ),
    (
        "La matrícula femenina creció un 14 %, dicen los anuarios de la Secretaría de Educación.",
        "Secretaría de Educación",
    ),
    ("La brecha ronda el 16 %, si nos atenemos al Ministerio de Trabajo.", "Ministerio de Trabajo"),
    (
        "El Instituto Ribera siguió durante tres años a 520 familias y halló que el 29 % emigra.",
        "Instituto Ribera",
    ),
    (
        "La consultora Abascal releva todos los meses 160 bodegas; el 31 % abre en domingo.",
        "Abascal",
    ),
    (
        "En una prueba del Centro Riojano de Envases, los hornos gastaron un 12 % menos.",
        "Centro Riojano de Envases",
    ),
    (
        "Nueve de cada diez recuperaron lo invertido, asegura el Ministerio de Minas.",
        "Ministerio de Minas",
    ),
    (
        "La firma limeña Mercator indagó entre 300 gerentes y halló que el 46 % viaja menos.",
        "Mercator",
    ),
]


@pytest.mark.parametrize(("text", "maker"), BEHIND)
def test_who_found_a_figure_out_is_heard_wherever_it_is_told(text: str, maker: str) -> None:
    (found,) = studies_of(text)

    assert any(containment(maker, other) == 1 for other in found.conducted_by), found


_NOTE = (
    "{head}\n\nEl gasto de los hogares creció un 4 % durante el último año y se situó por encima "
    "de lo que se esperaba al comienzo, con diferencias entre unas regiones y otras.\n\n"
    "En el norte subió un 7 %.{foot}"
)


@pytest.mark.parametrize(
    ("head", "foot", "maker"),
    [
        ("Nota de prensa\n\nInstituto Nacional de Estadística", "", "Instituto Nacional"),
        ("El gasto crece\n\nLima, 4 de mayo. Observatorio del Hogar", "", "del Hogar"),
        (
            "El gasto crece",
            "\n\nFuente: Superintendencia de Hogares",
            "Superintendencia de Hogares",
        ),
        ("El gasto crece", "\n\nElaboración: Nexum, panel de hogares", "Nexum"),
    ],
)
def test_a_note_of_figures_is_of_the_body_that_issues_it(head: str, foot: str, maker: str) -> None:
    article = read_source(Source(None, "n.txt", "n", _NOTE.format(head=head, foot=foot).encode()))
    entities = find_entities(article)
    reading = read_studies(article, entities)
    by_key = {study.key: study.conducted_by for study in reading.studies}

    read = find_statistics(article, entities, reading=reading)

    assert [float(s.value) for s in read] == [4, 7]
    assert all(maker in by_key[s.study or ""][0] for s in read)


@pytest.mark.parametrize("line", ["Talleres Miño", "Profesora de la Universidad de Lugo"])
def test_who_issues_a_note_and_finds_nothing_out_by_trade_makes_no_study(line: str) -> None:
    text = _NOTE.format(head=f"Nota de prensa\n\n{line}", foot="")
    article = read_source(Source(None, "n.txt", "n", text.encode()))

    assert read_studies(article, find_entities(article)).studies == ()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Nexum encuestó a 402 directores financieros y 251 de sistemas.", ["CFO", "CIO"]),
        ("Nexum entrevistó a 150 directores de finanzas y a 150 de tecnología.", ["CFO", "CIO"]),
        ("El estudio de Nexum se basa en 240 entrevistas a gerentes y otras 61 a contables.", None),
    ],
)
def test_a_sample_tells_whom_it_asked_though_the_noun_is_left_out(
    text: str, asked: list[str] | None
) -> None:
    (study,) = studies_of(f"{text} El 30 % duda.")

    labels = [sample.population.label for sample in study.samples if sample.population]

    assert labels == (asked or ["gerentes", "contables"])


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Hay un estudio de Nexum: el 30 % duda. Se publicó en diciembre de 2023.", "2023"),
        ("El barómetro de Nexum da un 30 % al no. Se hizo en 2019 y se repetirá.", "2019"),
        ("Un estudio de Nexum da un 30 % al no. La ley se publicó después de lo de 2018.", None),
    ],
)
def test_the_year_of_a_study_is_read_where_it_is_dated(text: str, year: str | None) -> None:
    (study,) = studies_of(text)

    assert study.published == year


def test_a_body_called_only_by_its_kind_has_the_name_that_the_text_gives_it() -> None:
    (named,) = studies_of(
        "La Fundación Horizonte Sur pide medidas. Para ello esta Fundación entrevistó a 900 jefes:"
        " el 30 % duda."
    )
    (unnamed,) = studies_of("Para ello esta Fundación entrevistó a 900 jefes: el 30 % duda.")

    assert named.conducted_by == ("Fundación Horizonte Sur",)
    assert unnamed.conducted_by == ()
