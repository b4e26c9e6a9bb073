import pytest

from corpus.article import Article
from corpus.reading import Source, read_source
from kg.entity import entity_key, find_entities
from kg.facts import Entity
from tests.phrases import article_of as phrase
from tests.phrases import table

FILLER = (
    "El mercado creció en los últimos meses y la competencia es cada vez mayor en toda la región, "
    "como ya se vio el año pasado."
)


def article_of(*blocks: str) -> Article:
    text = "\n\n".join(["Las empresas miran al futuro", FILLER, *blocks, FILLER])
    return read_source(Source(None, "prueba.txt", "prueba", text.encode()))


def entities(*blocks: str) -> tuple[Entity, ...]:
    return find_entities(article_of(*blocks))


def names(kind: str, *blocks: str) -> list[str]:
    return [entity.name for entity in entities(*blocks) if entity.kind == kind]


ORGANIZATIONS = [
    ("segun", "Según Velkora, la demanda bajó.", ["Velkora"]),
    ("consultora", "La consultora Brightpath publicó sus cifras.", ["Brightpath"]),
    ("informe_de", "Un informe reciente de Zentria lo confirma.", ["Zentria"]),
    ("ceo_de", "Lo dijo el consejero delegado de Nubelia.", ["Nubelia"]),
    ("instituto", "Lo publicó el Instituto Nacional de Pesca.", ["Instituto Nacional de Pesca"]),
    ("camara", "La Cámara de Comercio de Soria apoyó la medida.", ["Cámara de Comercio de Soria"]),
    ("universidad", "Un profesor de la Universidad de Cuyo lo explica.", ["Universidad de Cuyo"]),
    (
        "ministerio",
        "El Ministerio de Industria y Turismo abrió el plazo.",
        ["Ministerio de Industria y Turismo"],
    ),
    ("tail", "El trabajo es de Northwind Research Institute.", ["Northwind Research Institute"]),
    ("group", "Lo firma The Maple Group este año.", ["The Maple Group"]),
    (
        "two",
        "Lo dicen Alder Technology y The Maple Group.",
        ["Alder Technology", "The Maple Group"],
    ),
    ("ampersand", "La auditora Vidal & Asociados revisó las cuentas.", ["Vidal & Asociados"]),
    ("legal", "El contrato es con Talleres Miera, S.A. desde ayer.", ["Talleres Miera"]),
    ("known", "Y después llegó Accenture con otra cifra.", ["Accenture"]),
    ("known_start", "Deloitte coincide con esa lectura.", ["Deloitte"]),
    ("verb", "El año pasado Lumbrera anunció otra cifra.", ["Lumbrera"]),
    ("cadena", "La cadena de supermercados Altiplano abrió otra tienda.", ["Altiplano"]),
    ("held_elaborado", "El índice, elaborado por Sigma Norte, sube.", ["Sigma Norte"]),
    ("held_banco", "El Banco Ribera concedió el crédito.", ["Banco Ribera"]),
    (
        "held_asociacion",
        "La Asociación Chilena de Viveros lo pidió.",
        ["Asociación Chilena de Viveros"],
    ),
    ("held_council", "El dato es del Retail Growth Council.", ["Retail Growth Council"]),
    ("held_startup", "La startup Cumulita cerró una ronda.", ["Cumulita"]),
    (
        "trade_role",
        "La gestoría y el bufete de abogados Lezama Urrutia callan.",
        ["Lezama Urrutia"],
    ),
    ("trade", "La consultora de recursos humanos Talvia Norte creció.", ["Talvia Norte"]),
    (
        "shop",
        "La panadería Blanca Aurora abrió; la tienda Rosa Azul, no.",
        ["Blanca Aurora", "Rosa Azul"],
    ),
    ("my_firm", "Mi antigua empresa, Teclania, cerró pronto.", ["Teclania"]),
    ("securities", "Marbora Securities prevé que el oro suba.", ["Marbora Securities"]),
    (
        "two_fields",
        "La Superintendencia de Pensiones y Seguros lo negó.",
        ["Superintendencia de Pensiones y Seguros"],
    ),
    ("held_numero", "Según Ruta 12, el turismo crece.", ["Ruta 12"]),
    ("held_acuerdo", "De acuerdo con Meridia, sobran pisos.", ["Meridia"]),
]

PERSONS = [
    ("given", "Ayer habló Laura Pons en el congreso.", ["Laura Pons"]),
    ("compound", "Ana María de la Cruz Gómez lo explicó.", ["Ana María de la Cruz Gómez"]),
    ("says", "«El mercado madura», señala Jordi Xifra.", ["Jordi Xifra"]),
    ("apposition", "Lo cree Iñaxi Otegi, directora de marketing.", ["Iñaxi Otegi"]),
    ("role_before", "El director financiero Wenceslao Prats dimitió.", ["Wenceslao Prats"]),
    ("title", "Lo cuenta el doctor Marañas en su libro.", ["Marañas"]),
    ("english", "El autor es Scott Miller, un veterano.", ["Scott Miller"]),
    ("surname_later", "Laura Pons abrió el acto. Después, Pons saludó.", ["Laura Pons"]),
    ("two", "Se reunieron Pedro Gil y Ana Sanz.", ["Pedro Gil", "Ana Sanz"]),
    ("of_firm", "Calla el jefe de la agencia de viajes, Luis Gómez.", ["Luis Gómez"]),
    ("field", "Lo ve Ana Sanz, profesora de Organización de Empresas.", ["Ana Sanz"]),
    ("held_jose", "María José Pérez Lugo fue la primera.", ["María José Pérez Lugo"]),
    ("held_cuenta", "«Fue difícil», recuerda Ximena Larraín.", ["Ximena Larraín"]),
    ("held_ceo", "El CEO, Óscar Lillo, no acudió.", ["Óscar Lillo"]),
]

NEITHER = [
    ("sentence", "Liderar con el ejemplo es difícil. Vender también lo es."),
    ("topic", "Creció el Internet de las cosas y el Big Data."),
    ("place", "La feria de Barcelona recibió a visitantes de México y de Buenos Aires."),
    ("month", "En Enero y en Semana Santa hubo más ventas."),
    ("role", "El CEO y el CMO viajaron juntos."),
    ("department", "El departamento de Marketing y Recursos Humanos no opina."),
    ("heading", "Claves Para Vender Más Este Año"),
    ("field", "Di clases de Administración de Empresas y de Dirección de Ventas."),
    ("study", "El Barómetro del Comprador Digital sube."),
    ("head_alone", "Este Centro no participa y el Consejo tampoco."),
    ("quote_start", "«Vender es escuchar» es su lema."),
    ("ai", "La IA y ChatGPT cambian la oficina."),
    ("held_law", "La Ley de Startups se aprobó."),
    ("held_people", "Los Millennials compran menos coches."),
    ("held_titles", "Transformación Digital y Experiencia de Cliente son lo de siempre."),
    ("held_city", "Madrid lidera la inversión."),
]


@pytest.mark.parametrize(("text", "found"), [pytest.param(t, f, id=i) for i, t, f in ORGANIZATIONS])
def test_organizations_are_found(text: str, found: list[str]) -> None:
    assert names("organization", text) == found


@pytest.mark.parametrize(("text", "found"), [pytest.param(t, f, id=i) for i, t, f in PERSONS])
def test_persons_are_found(text: str, found: list[str]) -> None:
    assert names("person", text) == found


@pytest.mark.parametrize("text", [pytest.param(t, id=i) for i, t in NEITHER])
def test_nothing_is_invented_from_capitals(text: str) -> None:
    assert entities(text) == ()


def test_a_number_behind_a_capital_is_no_name() -> None:
    assert entities("En minutos exactos, 34. Y 12 los de la agencia.") == ()


@pytest.mark.parametrize(
    ("text", "role", "organization"),
    [
        pytest.param(
            "Lo dice Laura Pons, directora de marketing de Velkora.", "CMO", "Velkora", id="after"
        ),
        pytest.param(
            "El consejero delegado de Velkora, Luis Gil, dimitió.", "CEO", "Velkora", id="before"
        ),
        pytest.param("El CIO Luis Gil dimitió.", "CIO", None, id="title"),
        pytest.param(
            "Habló Luis Gil, nuevo director general de Telefónica en Perú.",
            "CEO",
            "Telefónica",
            id="adjective",
        ),
        pytest.param("Luis Gil paseaba con el CEO.", None, None, id="apart"),
        pytest.param(
            "Lo cuenta Ana Sanz, CFO de la firma Nubelia.", "CFO", "Nubelia", id="held_firma"
        ),
    ],
)
def test_a_person_holds_the_role_that_the_text_states(
    text: str, role: str | None, organization: str | None
) -> None:
    (person,) = [entity for entity in entities(text) if entity.kind == "person"]
    assert (person.role, person.organization) == (role, organization)


@pytest.mark.parametrize(("text", "organizations", "persons"), table("who_holds"))
def test_bodies_are_joined_under_all_their_names_and_persons_have_their_offices(
    text: str, organizations: list[str], persons: dict[str, list[str | None]]
) -> None:
    found = find_entities(phrase(text))
    bodies = [entity for entity in found if entity.kind == "organization"]
    full = {form: body.name for body in bodies for form in (body.name, *body.aliases)}

    joined = [
        {form for form in full if full[form] == body.name and form in text} for body in bodies
    ]
    held = {
        entity.name: [entity.role, full.get(entity.organization or "")]
        for entity in found
        if entity.kind == "person"
    }

    assert sorted(map(sorted, joined)) == sorted(
        sorted(forms.split("/")) for forms in organizations
    )
    assert held == persons


def test_an_abbreviation_in_brackets_is_an_alias() -> None:
    (found,) = entities("El Instituto Nacional de Pesca (INP) abrió. Según el INP, sobra pescado.")
    assert (found.name, found.aliases, len(found.mentions)) == (
        "Instituto Nacional de Pesca", ("INP",), 3,
    )  # fmt: skip


def test_an_abbreviation_that_stands_before_the_full_name_is_an_alias() -> None:
    (found,) = entities(
        "Según INP, sobra pescado.", "Lo dice el Instituto Nacional de Pesca (INP)."
    )
    assert (found.name, found.aliases) == ("Instituto Nacional de Pesca", ("INP",))


def test_equivalent_names_are_one() -> None:
    (found,) = entities("El CMO Council publicó un dato. El Consejo de CMO lo revisó.")
    assert {found.name, *found.aliases} >= {"CMO Council", "Consejo de CMO"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CMO Council", "Consejo de CMO"),
        ("Universidad de Harvard", "Harvard University"),
        ("Talleres Miera, S.A.", "Talleres Miera"),
        ("OCDE", "OECD"),
        ("The Maple Group", "Maple Group"),
    ],
)
def test_names_of_one_organization_share_a_key(one: str, other: str) -> None:
    assert entity_key("organization", one) == entity_key("organization", other)


def test_homonyms_are_kept_apart() -> None:
    found = entities("Habló Ana Gil. Después habló Pedro Gil. Según Gil, todo mejora.")
    assert sorted(e.name for e in found if e.kind == "person") == ["Ana Gil", "Pedro Gil"]
    assert all(len(e.mentions) == 1 for e in found if e.kind == "person")


def test_every_mention_is_where_it_says() -> None:
    article = article_of(
        "Según Velkora, Laura Pons, directora de Velkora Ibérica, dimitió. Pons calla."
    )
    for entity in find_entities(article):
        for span in entity.mentions:
            assert span.of(article.text) in {entity.name, *entity.aliases}


@pytest.mark.parametrize(
    "text", ["Ana Gil y Instituto de Bar, CEO de Acme. ", "Según la firma X, ", "A y B de "]
)
def test_a_text_full_of_names_does_not_hang(text: str) -> None:
    entities(text * 5000)


# how press texts name who makes, gives or says something; every third row is held
PRESS = [
    ("Es del Termómetro de Pagos de la Federación de Pymes.", ["Federación de Pymes"], []),
    ("Según la Encuesta de Ventas del Instituto de Pesca, suben.", ["Instituto de Pesca"], []),
    ("Lo dice el Barómetro de Empleo de la Cámara de Soria.", ["Cámara de Soria"], []),
    ("Según el último Observatorio del Ahorro, crece la hucha.", [], []),
    ("El primer Observatorio del Comercio Rural salió ayer.", [], []),
    ("Habló el director del Observatorio del Ahorro.", ["Observatorio del Ahorro"], []),
    ("Según calculan Ferreiro y Montes (2019), falta crédito.", [], ["Ferreiro", "Montes"]),
    ("Ellen Marsh fundó la firma. Ocho años después, Marsh la vendió.", [], ["Ellen Marsh"]),
    ("La correduría Marsh publicó sus cifras.", ["Marsh"], []),
    ("Instagram y YouTube son sus canales de venta.", [], []),
    ("Consulte las cuentas en el Registro Mercantil.", ["Registro Mercantil"], []),
    ("Las bajas constan en la Seguridad Social.", ["Seguridad Social"], []),
    ("Los datos son de \"Rumbo Norte\", una serie de libros.", [], []),
    ("La comunidad Finaria reunió a los socios.", ["Finaria"], []),
    ("Trabaja en Supermercados Altiplano desde enero.", ["Supermercados Altiplano"], []),
    ("El año pasado Orvel Logistics cambió de sede.", ["Orvel Logistics"], []),
    ("Tiago Moreira abrió la jornada.", [], ["Tiago Moreira"]),
    ("La juez calló. La directora Zulaika Orbe no, y hubo quejas por parte de Zulaika Orbe.",
     [], ["Zulaika Orbe"]),
    ("Lo pagan Velkora, ING Direct y Renault.", ["Velkora", "ING Direct", "Renault"], []),
    ("Abrieron el acto Keiko Tanaka y Mª Antonia Vélez.", [], ["Keiko Tanaka", "Mª Antonia Vélez"]),
    ("Colabora la Universidade da Beira.", ["Universidade da Beira"], []),
    ("Sube el abandono de los estudios de Grado. Cada grado es distinto.", [], []),
    ("Lo firma el centro de Alto Rendimiento. El alto rendimiento cuesta.", [], []),
    ("Lo firman la Cámara de Soria y CRESA Igualdad.", ["Cámara de Soria"], []),
    ("El dato lo recogió la patronal Aemar junto a Velkora.", ["Aemar", "Velkora"], []),
    ("Los datos fueron difundidos por Velkora.", ["Velkora"], []),
    ("La directora de Gobierno Corporativo lo aprobó.", [], []),
    ("TL;DR: el correo llega tarde.", [], []),
    ("Fue elegida por el Congreso de la República.", ["Congreso de la República"], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "organizations", "persons"), table(PRESS))
def test_names_in_the_manner_of_the_press_are_told_apart(
    text: str, organizations: list[str], persons: list[str]
) -> None:
    assert names("organization", text) == organizations
    assert names("person", text) == persons


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("El norte lo cubre Ondarreta, una aseguradora de Vigo.", ["Ondarreta"]),
        ("El mayor es Ondarreta (filial de un grupo francés).", ["Ondarreta"]),
        ("Trabaja con Amazon, Velkora y Oracle en la nube.", ["Amazon", "Velkora", "Oracle"]),
        ("Fuentes: Velkora, Ondarreta e INE.", ["Velkora", "Ondarreta", "INE"]),
        ("El reparto fue para los dueños de Velkora.", ["Velkora"]),
        ("La transferencia llegó al Gobierno de Chile.", ["Gobierno de Chile"]),
        ("Lo estimó ayer Pemberton Ratings.", ["Pemberton Ratings"]),
        ("Las marcas B2B venden con calma.", []),
        ("Viajó a Lima, Bogotá y Quito en un mes.", []),
        ("Habla con Ana, Luis y Marta cada lunes.", []),
        ("El plan de Marketing, Ventas y Finanzas se aprobó.", []),
    ],
)
def test_organizations_are_told_by_their_neighbours(sentence: str, found: list[str]) -> None:
    assert sorted(names("organization", sentence)) == sorted(found)


def test_headings_in_markdown_are_headings_in_a_text_file() -> None:
    article = article_of("## El papel de Velkora ##", "Según Velkora, la demanda bajó mucho.")
    heading = next(s for s in article.sentences if "papel" in s.of(article.text))

    assert article.blocks[heading.block].kind == "heading"
    assert heading.of(article.text).startswith("El papel")


def test_an_acronym_is_one_whether_in_capitals_or_as_a_word() -> None:
    found = entities(
        "Según el Instituto de Comercio Andino (Icoan), las ventas crecen.",
        "El ICOAN prevé otra subida.",
    )
    assert [len(e.mentions) for e in found if e.kind == "organization"] == [3]


def test_an_organisation_has_the_name_that_the_text_mostly_uses() -> None:
    found = names(
        "organization",
        "Petrolera Andina del Sur (Petransur) perforó otro pozo.",
        "Según Petransur, la producción sube. La empresa Petransur contratará a más gente.",
    )
    assert found == ["Petransur"]


def test_the_title_of_a_report_is_no_organisation() -> None:
    assert names("organization", "El nuevo informe Retail Trends Brief revela otra cifra.") == []


def test_a_part_of_a_firm_is_not_taken_for_the_firm() -> None:
    found = entities(
        "La empresa Nubelia abrió otra sede.",
        "Lo dijo Ana Ruiz, directora de Servicios Gestionados de Nubelia.",
    )
    assert [e.name for e in found if e.kind == "organization"] == ["Nubelia"]
    assert [e.organization for e in found if e.kind == "person"] == ["Nubelia"]


def test_a_noun_takes_up_the_organisation_that_it_introduced() -> None:
    found = entities(
        "La consultora Velkora y la patronal Andi lo midieron. Velkora preguntó a todos.",
        "Velkora lo repite y la Andi calla.",
        "«Es caro», dice Ana Ruiz, socia de la consultora.",
        "Lo niega la presidenta de la patronal, Eva Gil.",
    )
    held = {e.name: (e.role, e.organization) for e in found if e.kind == "person"}
    assert held == {"Ana Ruiz": ("socio/a", "Velkora"), "Eva Gil": ("presidente/a", "Andi")}


@pytest.mark.parametrize(("text", "organizations", "persons"), table("names_more"))
def test_names_are_told_by_more_of_what_stands_around_and_in_them(
    text: str, organizations: list[str], persons: list[str]
) -> None:
    found = find_entities(phrase(text))

    assert [entity.name for entity in found if entity.kind == "organization"] == organizations
    assert [entity.name for entity in found if entity.kind == "person"] == persons


def test_a_noun_takes_up_who_was_introduced_before_it_and_not_behind() -> None:
    found = entities(
        "La consultora Velkora Research creció. Ana Gil, directora de la consultora, lo celebra."
        " Después compró la consultora Tarvos Consulting."
    )
    assert [e.organization for e in found if e.kind == "person"] == ["Velkora Research"]
