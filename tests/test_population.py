"""Whose figure it is: own sentences, each with the value and who it is about."""

import pytest

from kg.statistic import find_statistics
from tests.benchmarks.matching import same_population
from tests.phrases import article_of, table

ROWS = [
    ("El 77 % de los CIO piensa que colaborar es importante.", 77, "CIO"),
    ("Apenas un tercio de las directoras de marketing mide el retorno de sus campañas.", 33.3, "CMO"),
    ("Siete de cada diez hogares españoles compran marca blanca todas las semanas.", 70, "hogares españoles"),
    ("La mitad de los autónomos no contrata a nadie.", 50, "autónomos"),
    ("Un 12,4 % de las pymes industriales exporta a más de un país.", 12.4, "pymes industriales"),
    ("Las ventas de coches eléctricos crecieron un 18 % el año pasado.", 18, "ventas de coches eléctricos"),
    ("La tasa de paro se situó en el 11,8 % en marzo.", 11.8, "tasa de paro"),
    ("En 2023, la facturación del sector textil aumentó un 4 %.", 4, "facturación del sector textil"),
    ("El 64 % de los directores financieros prevé contratar, frente al 31 % de los responsables de compras.", 31, "responsables de compras"),
    ("El 64 % de los directores financieros prevé contratar, frente al 31 % de los responsables de compras.", 64, "CFO"),
    ("Mientras que el 40 % de los hombres pide aumentos, solo el 22 % de las mujeres lo hace.", 22, "mujeres"),
    ("Entre los jóvenes, el 81 % usa el móvil para pagar.", 81, "jóvenes"),
    ("El 55 % de las tiendas vende por internet y un 20 % lo hará este año.", 20, "tiendas"),
    ("Por el lado de los CIO, un 49 % se queja de que nadie les consulta.", 49, "CIO"),
    ("Los médicos de familia confían en la receta digital: un 73 % la usa a diario.", 73, "médicos de familia"),
    ("Según los técnicos de sistemas, la nube ahorra dinero. Un 38 % de ellos ya ha migrado todo.", 38, "técnicos de sistemas"),
    ("Los bancos invierten más que las aseguradoras: los primeros dedican un 9 % de sus ingresos a tecnología.", 9, "bancos"),
    ("Más de 2.000 empresas han pedido la ayuda.", 2000, "empresas"),
    ("La cooperativa da trabajo a 430 personas.", 430, "cooperativa"),
    ("El gasto medio de los turistas alemanes llegó a 1.250 euros.", 1250, "gasto medio de los turistas alemanes"),
    ("Tres de cada cuatro trabajadores de la banca prefieren el horario flexible.", 75, "trabajadores de la banca"),
    ("Crecen un 12 % las exportaciones de aceite.", 12, "exportaciones de aceite"),
    ("Cayó un 5 % el consumo de pescado en los hogares.", 5, "consumo de pescado"),
    ("Las mujeres ocupan el 23 % de los puestos directivos.", 23, "puestos directivos"),
    ("El comercio electrónico representa ya el 15 % de las ventas del grupo.", 15, "ventas del grupo"),
    ("De los consumidores que abandonan la compra, el 62 % lo hace por el envío.", 62, "consumidores"),
    ("Para un 47 % de los gerentes, la falta de personal es el mayor problema.", 47, "gerentes"),
    ("A un 29 % de los usuarios les preocupa la privacidad.", 29, "usuarios"),
    ("Solo 1 de cada 5 startups sobrevive diez años.", 20, "startups"),
    ("Ocho de 10 mexicanos tienen un teléfono inteligente.", 80, "mexicanos"),
    ("El 71 % de las empresas que exportan ha sufrido retrasos.", 71, "empresas que exportan"),
    ("Las exportadoras que innovan facturan un 30 % más que el resto.", 30, "exportadoras que innovan"),
    ("Los salarios de los programadores subieron un 7 %.", 7, "salarios de los programadores"),
    ("La inversión en publicidad digital alcanzó los 5.300 millones de euros.", 5300000000, "inversión en publicidad digital"),
    ("El número de afiliados aumentó en 120.000 personas.", 120000, "número de afiliados"),
    ("La morosidad de los hogares bajó al 2,9 %.", 2.9, "morosidad de los hogares"),
    ("Un 83 % de los encuestados, todos ellos jefes de compras, prevé recortes.", 83, "encuestados"),
    ("Los agricultores lo tienen claro. El 90 % regaría menos si el agua costara más.", 90, "agricultores"),
    ("Las consultoras crecen. El 35 % abrirá oficina en otro país.", 35, "consultoras"),
    ("Un 4 % de los alumnos abandona; entre los de zonas rurales, un 11 %.", 11, "alumnos de zonas rurales"),
    ("El porcentaje sube al 58 % en el caso de las empresas familiares.", 58, "empresas familiares"),
    ("La cifra baja hasta el 19 % entre los mayores de 60 años.", 19, "mayores de 60 años"),
    ("Casi dos tercios de los lectores de más de 50 años paga por la prensa.", 66.7, "lectores de más de 50 años"),
    ("En las grandes ciudades, el alquiler se lleva el 41 % del sueldo de los jóvenes.", 41, "sueldo de los jóvenes"),
    ("Los CMO y los CIO coinciden: el 60 % quiere un presupuesto común.", 60, "CMO y CIO"),
    ("Un 28 % de los CMO y los CIO comparte objetivos.", 28, "CMO y CIO"),
    ("El 90% de las personas consultadas volvería a comprar.", 90, "personas"),
    ("España ocupa el cuarto lugar en Europa por número de robots.", 4, "España"),
    ("El turismo rural duplicó sus reservas en verano.", 2, "turismo rural"),
    ("Se triplican las estafas por teléfono.", 3, "estafas por teléfono"),
    ("Los costes de transporte se han multiplicado por cuatro desde enero.", 4, "costes de transporte"),
    ("La productividad mejoró 2,5 puntos.", 2.5, "productividad"),
    ("Cada familia tira 30 kilos de comida al año, y el 12 % de los hogares no tira nada.", 12, "hogares"),
    ("El 18% de los menores de 25 años busca empleo fuera.", 18, "menores de 25 años"),
    ("El informe indica que el 52 % de los abogados usa inteligencia artificial.", 52, "abogados"),
    ("Tardan una media de 14 días en cobrar los autónomos, y el 33 % de ellos cobra tarde.", 33, "autónomos"),
    ("Un 45% de los profesionales de recursos humanos no encuentra candidatos.", 45, "profesionales de recursos humanos"),
    ("Las plantas solares aportan el 17 % de la electricidad del país.", 17, "electricidad"),
    ("El 6 % de los envíos llega tarde.", 6, "envíos"),
    ("Según el instituto, uno de cada tres médicos piensa en jubilarse.", 33.3, "médicos"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "who"), table(ROWS))
def test_figure_is_about_whom_the_sentence_says(text: str, value: float, who: str) -> None:
    found = find_statistics(article_of(text), ())

    labels = [p.label for s in found if abs(float(s.value) - value) < 0.06 for p in s.populations]

    assert same_population(who, labels), [(s.value_text, s.populations, s.rule) for s in found]
