"""Studies: own sentences with who made the study, its title and its samples; and what is none."""

import pytest

from kg.entity import find_entities
from kg.facts import Study
from kg.statistic import find_statistics
from kg.study import find_studies, read_studies
from tests.benchmarks.matching import containment
from tests.phrases import article_of, table


def studies_of(text: str) -> tuple[Study, ...]:
    article = article_of(text)
    return find_studies(article, find_entities(article))


MADE = [
    ("Un estudio de Nexum revela que el 40 % de las pymes no hace copias.", "Nexum", None),
    ("Según una encuesta de la consultora Brava Research, el 12 % cambiará de empleo.", "Brava Research", None),
    ("El informe «La tienda del mañana», elaborado por Retail Lab, cifra en un 30 % la caída.", "Retail Lab", "La tienda del mañana"),
    ("El Barómetro del Empleo Joven, que publica la Fundación Horizonte, muestra que el 51 % duda.", "Fundación Horizonte", "Barómetro del Empleo Joven"),
    ("Gartner prevé que el 30 % de las empresas use agentes en 2027.", "Gartner", None),
    ("De acuerdo con datos del INE, el consumo creció un 2 %.", "INE", None),
    ("La patronal AEFA calcula que se perdieron 20.000 empleos.", "AEFA", None),
    ("Así se desprende del último sondeo de Sigma Dos, según el cual el 44 % votaría.", "Sigma Dos", None),
    ("La consultora Delta entrevistó a 900 directivos y halló que el 15 % improvisa.", "Delta", None),
    ("Un informe presentado por KPMG y la Universidad de Navarra señala que el 61 % invierte más.", "KPMG", None),
    ("Según el informe Panorama Digital 2024, de Telmo Labs, el 70 % compra en línea.", "Telmo Labs", "Panorama Digital 2024"),
    ("El estudio, realizado por la Universidad de Chile, encontró que el 9 % duerme mal.", "Universidad de Chile", None),
    ("Deloitte ha publicado su informe anual sobre banca, en el que el 38 % ve riesgos.", "Deloitte", None),
    ("Una investigación de la Universidad de los Andes encontró que el 25 % abandona.", "Universidad de los Andes", None),
    ("El Instituto Nacional de Estadística y Geografía (INEGI) reportó que el 19 % trabaja por su cuenta, según su Encuesta Nacional de Ocupación.", "INEGI", None),
    ("La Encuesta de Población Activa, del INE, recoge un paro del 11 %.", "INE", "Encuesta de Población Activa"),
    ("“Talento 2030”, el informe de Hays, advierte de que el 68 % no encuentra perfiles.", "Hays", "Talento 2030"),
    ("El 45 % de las familias ahorra menos, según la OCU.", "OCU", None),
    ("El 45 % de las familias ahorra menos, según un análisis del comparador Kelisto.", "Kelisto", None),
    ("Uno de los mayores estudios sobre el sueño, elaborado por Somnus Institute, cifra en el 30 % los casos.", "Somnus Institute", None),
    ("IAB Spain y Elogia han presentado el Estudio Anual de eCommerce: el 78 % compra en la red.", "IAB Spain", "Estudio Anual de eCommerce"),
    ("El Foro Económico Mundial estima que el 23 % de los empleos cambiará.", "Foro Económico Mundial", None),
    ("El ranking de la revista Emprende sitúa a Chile en el tercer lugar.", "Emprende", None),
    ("La CEPAL proyecta que la región crecerá un 2,1 %.", "CEPAL", None),
    ("Los datos de Eurostat muestran que el 14 % teletrabaja.", "Eurostat", None),
    ("El relevamiento de la Cámara Argentina de Comercio detectó una baja del 10 %.", "Cámara Argentina de Comercio", None),
    ("Conforme a la Encuesta Global de Riesgos de Aon, el 55 % teme un ciberataque.", "Aon", "Encuesta Global de Riesgos"),
    ("El Observatorio Cetelem asegura en su último informe que el 33 % gastará más.", "Observatorio Cetelem", None),
    ("Un reciente trabajo de McKinsey apunta que el 30 % de las horas puede automatizarse.", "McKinsey", None),
    ("Según el Índice de Confianza del Consumidor que elabora el CIS, el optimismo cayó un 4 %.", "CIS", "Índice de Confianza del Consumidor"),
    ("El Banco Mundial calcula en su informe Doing Better que el 12 % del gasto se pierde.", "Banco Mundial", "Doing Better"),
    ("La firma de investigación Forrester asegura, en un estudio, que el 20 % cambiará de proveedor.", "Forrester", None),
    ("Lo dice el III Informe sobre la Brecha Salarial, de la Asociación Iguala: ellas cobran un 18 % menos.", "Asociación Iguala", "III Informe sobre la Brecha Salarial"),
    ("En su informe «Ciudades que respiran», la Fundación Aire detalla que el 64 % respira mal.", "Fundación Aire", "Ciudades que respiran"),
    ("Un 31 % de los conductores usa el móvil, revela una encuesta de la aseguradora Mutua Norte.", "Mutua Norte", None),
    ("El CIS ha determinado que el 48 % de los españoles lee a diario.", "CIS", None),
    ("Una encuesta de LinkedIn a 2.000 profesionales concluye que el 60 % quiere cambiar.", "LinkedIn", None),
    ("El Monitor de Crédito, elaborado por la Superintendencia Bancaria, cifra en el 5 % la mora.", "Superintendencia Bancaria", "Monitor de Crédito"),
    ("PwC acaba de lanzar la 26.ª edición de su Global CEO Survey, en la que el 40 % duda de su modelo.", "PwC", None),
    ("Según Kantar, el 70 % de los hogares compra marca blanca.", "Kantar", None),
    ("El estudio 'Mujeres y Tecnología', impulsado por Fundación Teje, indica que el 19 % dirige equipos.", "Fundación Teje", "Mujeres y Tecnología"),
    ("Los analistas de IDC creen que el 65 % del gasto irá a la nube.", "IDC", None),
]  # fmt: skip

MORE = [
    ("Según informó ayer el Indec, la inflación de julio fue del 4,2 %.", "Indec", None),
    ("La inflación de julio fue del 4,2 %, informó este jueves el INDEC.", "INDEC", None),
    ("El dato sale de una encuesta que la plataforma Alquila Fácil hizo en abril a 1.200 usuarios: el 40 % cambiaría de barrio.", "Alquila Fácil", None),
    ("El 54 % de los bancos usa la nube, de acuerdo con cifras de la Asociación Bancaria.", "Asociación Bancaria", None),
    ("Así lo refleja un informe que acaba de publicar la aseguradora Previsora del Sur, que sitúa la cifra en el 12 %.", "Previsora del Sur", None),
    ("Un equipo de investigadores de la Universidad de Antioquia comprobó que el 18 % de los pedidos llega tarde.", "Universidad de Antioquia", None),
    ("Nexum, la consultora de movilidad, ha encuestado a 600 repartidores: el 61 % trabaja los domingos.", "Nexum", None),
    ("El estudio, dado a conocer esta semana por la Cámara de Comercio de Lima, señala que el 27 % creció.", "Cámara de Comercio de Lima", None),
    ("Fuentes de la patronal calculan un 5 %, pero la OCDE eleva la previsión al 7 %, según su último informe.", "OCDE", None),
    ("Cuatro de cada diez paquetes llegan tarde, según un estudio de la firma Logis Sur.", "Logis Sur", None),
    ("El Ministerio de Trabajo cifra en 300.000 los empleos creados.", "Ministerio de Trabajo", None),
    ("Según cálculos de la consultora Equilibra, el salario real cayó un 3 %.", "Equilibra", None),
    ("La consultora Scentia midió una caída del 9 % en el consumo masivo.", "Scentia", None),
    ("El consumo cayó un 9 %, según la consultora Scentia.", "Scentia", None),
    ("Un análisis de 2.500 ofertas de empleo, realizado por Talentia, halló sesgos en el 14 %.", "Talentia", None),
    ("El 36 % de los candidatos desconfía de los algoritmos, apunta un sondeo de Randstad.", "Randstad", None),
    ("Lo confirma el estudio Radiografía del Reparto, de la escuela de negocios ESIC: el 22 % falla.", "ESIC", "Radiografía del Reparto"),
    ("La Superintendencia de Banca reportó que la mora llegó al 5,6 %.", "Superintendencia de Banca", None),
    ("En el informe Estado de la Ciberseguridad, Kaspersky calcula que el 30 % repite la clave.", "Kaspersky", "Estado de la Ciberseguridad"),
    ("Kaspersky calcula que el 30 % de los usuarios repite la contraseña.", "Kaspersky", None),
    ("El Centro de Estudios del Reparto publicó ayer su encuesta anual: el 19 % de los envíos se repite.", "Centro de Estudios del Reparto", None),
    ("Tal como muestra el barómetro de la Fundación País Digital, el 45 % de las pymes vende por internet.", "Fundación País Digital", None),
    ("De la Encuesta de Transformación Digital, que levantó la Cámara de Santiago entre 900 empresas, sale que el 34 % invierte.", "Cámara de Santiago", "Encuesta de Transformación Digital"),
    ("Datos de la aplicación Rappi indican que los pedidos subieron un 12 %.", "Rappi", None),
    ("Las cifras del Banco Central muestran que el crédito creció un 8 %.", "Banco Central", None),
    ("El 62 % de los limeños usa billeteras digitales, según Ipsos Perú.", "Ipsos Perú", None),
    ("Una medición de la firma Analítica Sur situó en el 15 % el abandono.", "Analítica Sur", None),
    ("El Observatorio de Precios detectó un alza del 6 % en marzo.", "Observatorio de Precios", None),
    ("El estudio más reciente de Manpower indica que el 70 % no halla personal.", "Manpower", None),
    ("Un estudio reciente firmado por la Universidad de Salamanca y publicado en la revista Dirección concluye que el 25 % miente.", "Universidad de Salamanca", None),
    ("Para la consultora Kantar, el 70 % de los hogares cambiará de marca.", "Kantar", None),
    ("El informe de la Organización Internacional del Trabajo prevé un 5 % de paro.", "Organización Internacional del Trabajo", None),
    ("Los resultados de la encuesta de Adecco son claros: el 80 % pide flexibilidad.", "Adecco", None),
    ("“El 40 % de las claves se rompe en un minuto”, advierte el informe anual de Hive Systems.", "Hive Systems", None),
    ("La agencia Moody's estima que la mora bajará al 4 %.", "Moody's", None),
]  # fmt: skip


NONE = [
    "Tiene estudios universitarios y habla cuatro idiomas.",
    "Numerosos estudios demuestran que dormir bien ayuda.",
    "El plan de estudios cambiará el próximo curso.",
    "Haga una encuesta entre sus clientes cada trimestre.",
    "Accenture tiene 700.000 empleados en 120 países.",
    "El proyecto está en estudio y costará 20 millones de euros.",
    "Microsoft ha comprado la empresa por 300 millones de dólares.",
    "Según Juan Pérez, director general de la fábrica, las ventas subieron un 5 %.",
    "La compañía presentó un informe de gastos ante el juez.",
    "El estudio de arquitectura ganó dos premios.",
    "A mi juicio, el 2024 será un buen año para el sector.",
    "Conviene realizar un análisis de la competencia antes de lanzar el producto.",
    "La empresa facturó 30 millones y ganó un 12 % más.",
    "El Gobierno aprobó ayudas por 50 millones de euros.",
    "Las encuestas de satisfacción ayudan a mejorar.",
    "Google y Amazon compiten en la nube.",
    "Telefónica redujo su deuda un 4 %.",
    "El director leyó el informe y lo guardó en un cajón.",
    "Los estudios de grabación cierran a las ocho.",
    "Un caso de estudio sirve para aprender.",
    "El sondeo del terreno durará tres semanas.",
]

SAMPLES = [
    ("Una encuesta de KPMG entre 500 directivos dice que el 20 % duda.", [500]),
    ("Nexum entrevistó a más de 400 gerentes y 250 técnicos de 10 países; el 30 % innova.", [400, 250]),
    ("El estudio de Delta, basado en 1.204 entrevistas telefónicas a consumidores, halla que el 7 % reclama.", [1204]),
    ("La encuesta de Brava, con una muestra de 2.350 empresas de 28 estados, cifra la mora en el 4 %.", [2350]),
    ("El sondeo de Sigma, realizado a 1.000 personas, otorga el 40 % al no.", [1000]),
    ("En la encuesta de Hays participaron 812 profesionales: el 55 % quiere irse.", [812]),
    ("El informe de Telmo, para el que se consultó a 612 compañías, revela que el 8 % exporta.", [612]),
    ("Un estudio de Retail Lab entre 3.000 hogares muestra que el 60 % cocina a diario.", [3000]),
    ("La investigación de la Universidad de Lima contó con la participación de 96 colegios; el 12 % usa tabletas.", [96]),
    ("La firma Ruta Sur encuestó a 215 dueños de hoteles: el 73 % paga comisiones.", [215]),
    ("El informe de Aon recoge la opinión de 3.000 gestores de riesgos; el 55 % teme los ataques.", [3000]),
    ("El estudio de Nexum, realizado entre enero y marzo a 540 jefes de ventas, dice que el 9 % copia.", [540]),
    ("Según la encuesta de Delta, el 40 % de los 1.200 encuestados ahorra.", [1200]),
    ("Sigma preguntó a 800 madres y padres: el 64 % revisa el móvil de sus hijos.", [800]),
    ("El barómetro de Foro Norte, levantado entre 1.500 consumidores, señala que el 48 % abandona la compra.", [1500]),
    ("La encuesta de Norte, respondida por 286 gerentes de finanzas y 94 consejeros, indica que el 64 % participa.", [286, 94]),
    ("Un informe de Kantar que analiza 12.000 hogares cifra en el 70 % la compra de marca blanca.", [12000]),
    ("Según un informe de Delta, más de 2.000 empresas han cerrado y el 5 % abrió otra vez.", []),
    ("Un estudio de Delta dice que el sector emplea a 30.000 personas y pagó un 4 % más.", []),
    ("Según la OCU, una familia de cuatro miembros gasta 5.000 euros y el 12 % no llega a fin de mes.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "maker", "title"), table(MADE + MORE))
def test_study_is_known_by_who_made_it_and_its_title(text: str, maker: str, title: str | None) -> None:
    found = studies_of(text)

    assert len(found) == 1, found
    assert any(containment(maker, other) == 1 for other in found[0].conducted_by), found
    if title:
        assert found[0].name is not None
        assert containment(title, found[0].name) >= 0.8, found


@pytest.mark.parametrize("text", table([(text,) for text in NONE]))
def test_a_mere_mention_is_no_study(text: str) -> None:
    assert studies_of(text) == ()


@pytest.mark.parametrize(("text", "sizes"), table(SAMPLES))
def test_samples_belong_to_the_study_and_are_no_statistics(text: str, sizes: list[int]) -> None:
    article = article_of(text)
    entities = find_entities(article)
    reading = read_studies(article, entities)

    assert [s.size for study in reading.studies for s in study.samples] == sizes
    read = {int(s.value) for s in find_statistics(article, entities, reading=reading)}
    assert not read & set(sizes)


CARRIED = [
    ("Un estudio de Nexum mira a las pymes. El 40 % no hace copias. Un 12 % ni lo sabe.", {40: "Nexum", 12: "Nexum"}),
    ("Según Hays, el 60 % quiere irse. Otro informe, de Randstad, baja la cifra al 45 %. Un 10 % no contesta.",
     {60: "Hays", 45: "Randstad", 10: "Randstad"}),
    ("El 30 % de las tiendas cerró el año pasado. Lo dice una encuesta de Retail Lab.", {30: "Retail Lab"}),
    ("El informe de Delta es claro: el 20 % miente. Según el INE, el 5 % lo admite.", {20: "Delta", 5: "INE"}),
    ("Un 33 % duda, según un sondeo de Sigma. El estudio añade que el 8 % se calla.", {33: "Sigma", 8: "Sigma"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "makers"), table(CARRIED))
def test_a_study_is_told_until_another_takes_over(text: str, makers: dict[int, str]) -> None:
    article = article_of(text)
    entities = find_entities(article)
    reading = read_studies(article, entities)
    by_key = {study.key: study.conducted_by for study in reading.studies}

    read = {int(s.value): by_key.get(s.study or "", ()) for s in find_statistics(article, entities, reading=reading)}

    for value, maker in makers.items():
        assert any(containment(maker, other) == 1 for other in read[value]), read


def test_both_makers_of_a_study_are_kept() -> None:
    (study,) = studies_of("Un informe de Robledo Consulting y The Bright Group dice que el 20 % calla.")

    assert study.conducted_by == ("Robledo Consulting", "The Bright Group")


def test_names_of_one_study_are_joined() -> None:
    text = "Un nuevo estudio de Nexum da qué pensar. Según «The Great Divide», el 10 % colabora. El informe de Nexum cita a 300 jefes."

    (study,) = studies_of(text)

    assert study.name == "The Great Divide"
    assert study.conducted_by == ("Nexum",)


def test_a_survey_without_maker_is_a_study_where_it_gives_figures() -> None:
    (study,) = studies_of("Una encuesta realizada a 403 profesionales reveló que el 61 % improvisa.")

    assert study.conducted_by == ()
    assert [sample.size for sample in study.samples] == [403]


def test_the_year_of_a_study_is_read_beside_it() -> None:
    (study,) = studies_of("Según el informe Panorama Digital 2024, de Telmo Labs, el 70 % compra en línea.")

    assert study.published == "2024"
