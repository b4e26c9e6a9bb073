"""Spanish prose is cut into sentences where a reader would cut it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.segmentation import split_sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


# A bar marks where one sentence ends and the next begins.
SENTENCES = [
    "La empresa creció. | El sector no.",
    "El Sr. Díaz y la Dra. Luna firmaron. | Nadie más.",
    "Lo dijo D. Pedro Ruiz ante Dña. Marta Sol.",
    "Vive en EE. UU. desde 2010. | Allí trabaja.",
    "Exportan a EE. UU. | El resto queda aquí.",
    "Exportan a EE.UU. y a Chile. | Poco más.",
    "La jefa de RR. HH. dimitió. | La sustituye Ana Gil.",
    "Compró Norte, S. A. por dos millones. | Pagó al contado.",
    "Compró Norte, S. A. | El precio no se sabe.",
    "La filial Sur, S.A. de C.V. cerró. | Quedan tres.",
    "Hay mejoras, p. ej. en ventas. | Faltan datos.",
    "Vende ropa, calzado, etc. | También muebles.",
    "Vende ropa, calzado, etc. y muebles.",
    "Véase el núm. 3 y la pág. 14. | Luego el art. 5.",
    "El vol. 2 salió en oct. 2019. | El tercero, no.",
    "Son aprox. 300 plantas. | Casi todas pequeñas.",
    "Lo firma J. K. Morales. | Es su debut.",
    "Lo firman A. Ruiz y B. Soto. | Ambos son economistas.",
    "Tenían un plan B. | El primero falló.",
    "Subió un 3.5 por ciento. | Bajó después.",
    "Vendió 1.200 unidades. | 30 eran nuevas.",
    "Ganó 9.300 millones. | Perdió 4.",
    "Abre a las 9.30 h. | Cierra tarde.",
    "La reunión es a las 8 a. m. en la sede. | Acudirán todos.",
    "La reunión es a las 8 p. m. | Acudirán todos.",
    "No. 5 es el más vendido. | No. | Nunca.",
    "¿Hay solución? | Sí. | ¡Por fin!",
    "¿Quién paga? ¿cuándo? ¿cómo? | Nadie lo sabe.",
    "¿Rompe algo? | ¿Afecta a la red?",
    "¡Qué año! | Volverá.",
    "«No lo sé». | Y se marchó.",
    "«No lo sé», dijo. | Y se marchó.",
    "Dijo: “Vamos.” | Y se fue.",
    'Añadió: "Es tarde". | Nadie contestó.',
    "«¿Vienes?» preguntó Luis. | Ana calló.",
    "Lo intentaron… | Después lo dejaron.",
    "Lo intentaron… y lo dejaron.",
    "Y… ¿dónde no se puede?",
    "Nadie lo sabe... | Todos lo suponen.",
    "Crece (un 3 % en mayo). | Luego cae.",
    "Crece (subió en mayo. Cayó en junio) sin pausa. | Luego cae.",
    "Visite www.ejemplo.es. | Escriba a ana.gil@ejemplo.es. | Gracias.",
    "Usan Node.js y Booking.com a diario.",
    "La compró Acme Inc. en 2019. | La vendió después.",
    "La compró Acme Inc. | La vendió después.",
    "Mejore su oferta. | Con frecuencia basta un detalle.",
    "Es la 1.ª vez. | No habrá 2.ª.",
    "El s. XXI empezó mal. | Y siguió igual.",
    "La crisis del sector.Además, faltan manos.",
    "Fin del texto",
    "1. Definir las metas.",
    "Se reúnen el lunes.\n\nEl martes, no",
    "Una línea\npartida en dos. | Otra.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    wanted = marked.split(" | ")
    if marked.startswith("La crisis del sector."):
        wanted = ["La crisis del sector.", "Además, faltan manos."]
    if "\n\n" in marked:
        wanted = marked.split("\n\n")

    assert split(marked.replace(" | ", " ")) == wanted


SPANISH = st.lists(
    st.sampled_from([*"aeé ñS.A…¿?¡!«»“”\"'()[]-—12,;:\n\t\u00a0\u200b", "Sr.", " El ", "etc. "]),
    max_size=200,
).map("".join)


@given(st.one_of(SPANISH, st.text(max_size=300)))
def test_nothing_but_white_space_lies_outside_the_sentences(text: str) -> None:
    spans = split_sentences(text)

    covered = "".join(span.of(text) for span in spans)
    assert "".join(covered.split()) == "".join(text.split())


@given(st.one_of(SPANISH, st.text(max_size=300)))
def test_sentences_are_in_order_apart_and_stripped(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        assert end <= span.start < span.end
        assert span.of(text) == span.of(text).strip()
        end = span.end


@given(SPANISH, SPANISH, SPANISH)
def test_a_part_is_cut_as_if_it_stood_alone(before: str, text: str, after: str) -> None:
    whole = before + text + after
    start, end = len(before), len(before) + len(text)

    spans = split_sentences(whole, start, end)

    assert [(s.start - start, s.end - start) for s in spans] == [
        (s.start, s.end) for s in split_sentences(text)
    ]


@pytest.mark.parametrize("unit", ["a", "A. ", ". ", "(", "…", "1. ", "Sr. ", "¿Y? ", '"'])
def test_a_line_of_five_million_characters_is_cut_in_seconds(unit: str) -> None:
    text = unit * (5_000_000 // len(unit) // 8)

    assert split_sentences(text)[-1].end <= len(text)
