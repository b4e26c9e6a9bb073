"""Groups of words are well made, hold words a text can hold, and keep opposites apart."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from index.lexical import find_words, stem_terms, stop_words

FILE = Path(__file__).parents[1] / "index" / "data" / "word_groups.yaml"
GROUPS: list[dict[str, list[str]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
OPPOSITES = [
    ("subir", "bajar"),
    ("crecer", "caer"),
    ("aumento", "reducción"),
    ("ampliar", "recortar"),
    ("acelerar", "retrasar"),
    ("acelerar", "frenar"),
    ("rápido", "lento"),
    ("mejorar", "empeorar"),
    ("fortalecer", "debilitar"),
    ("fortaleza", "debilidad"),
    ("ventaja", "desventaja"),
    ("éxito", "fracaso"),
    ("ganar", "perder"),
    ("beneficio", "pérdida"),
    ("oportunidad", "riesgo"),
    ("problema", "solución"),
    ("causa", "efecto"),
    ("acuerdo", "desacuerdo"),
    ("diferencia", "semejanza"),
    ("alianza", "conflicto"),
    ("unir", "dividir"),
    ("confiar", "desconfiar"),
    ("certeza", "duda"),
    ("optimismo", "pesimismo"),
    ("satisfecho", "insatisfecho"),
    ("elogiar", "criticar"),
    ("reconocer", "negar"),
    ("recordar", "olvidar"),
    ("permitir", "prohibir"),
    ("facilitar", "dificultar"),
    ("fácil", "difícil"),
    ("dispuesto", "reacio"),
    ("preguntar", "responder"),
    ("cumplir", "incumplir"),
    ("proteger", "atacar"),
    ("contratar", "despedir"),
    ("empleo", "desempleo"),
    ("presencial", "teletrabajo"),
    ("experto", "novato"),
    ("estrés", "bienestar"),
    ("igualdad", "desigualdad"),
    ("mujer", "hombre"),
    ("joven", "anciano"),
    ("comprar", "vender"),
    ("oferta", "demanda"),
    ("fidelizar", "abandonar"),
    ("entrega", "devolución"),
    ("importar", "exportar"),
    ("nacional", "internacional"),
    ("urbano", "rural"),
    ("barato", "caro"),
    ("inflación", "deflación"),
    ("gastar", "ahorrar"),
    ("ingreso", "gasto"),
    ("faltar", "sobrar"),
    ("pyme", "multinacional"),
    ("puntero", "rezagado"),
    ("pago", "impago"),
    ("impuesto", "subvención"),
    ("empezar", "terminar"),
    ("continuar", "detener"),
    ("abrir", "cerrar"),
    ("futuro", "pasado"),
    ("siguiente", "anterior"),
    ("temporal", "permanente"),
    ("siempre", "nunca"),
    ("semanal", "mensual"),
    ("mensual", "anual"),
    ("mitad", "tercio"),
    ("mayoría", "minoritario"),
    ("todos", "ninguno"),
    ("máximo", "mínimo"),
    ("grande", "pequeño"),
    ("bueno", "malo"),
    ("útil", "inútil"),
    ("posible", "imposible"),
    ("correcto", "incorrecto"),
    ("interno", "externo"),
    ("riqueza", "pobreza"),
    ("cierto", "falso"),
    ("transparencia", "opaco"),
    ("moderno", "obsoleto"),
    ("rise", "fall"),
    ("increase", "decrease"),
    ("agree", "disagree"),
    ("cause", "effect"),
    ("advantage", "disadvantage"),
    ("hire", "dismiss"),
    ("buy", "sell"),
    ("success", "failure"),
    ("speed", "delay"),
    ("profit", "loss"),
    ("weekly", "monthly"),
]


def groups_of(word: str) -> set[int]:
    """Return the groups that `word` meets: by its stem in Spanish, as it stands in English."""
    stems = stem_terms(word)
    return {
        number
        for number, group in enumerate(GROUPS)
        if word in group.get("en", []) or any(stem_terms(other) == stems for other in group["es"])
    }


def test_business_is_covered_broadly() -> None:
    assert len(GROUPS) >= 380


def test_each_group_holds_single_words_that_count() -> None:
    for group in GROUPS:
        spanish, english = group["es"], group.get("en", [])
        words = [*spanish, *english]
        assert set(group) <= {"es", "en"}, group
        assert len(set(words)) >= 2, group
        assert [find_words(word) for word in words] == [[word] for word in words], group
        assert all(stem_terms(word) for word in spanish), f"function words in {group}"
        assert not stop_words("english") & set(english), f"function words in {group}"


def test_each_word_of_a_group_adds_something() -> None:
    for group in GROUPS:
        stems, english = [stem_terms(word) for word in group["es"]], group.get("en", [])
        assert len(set(stems)) == len(stems), group
        assert len(set(english)) == len(english), group


def test_no_word_is_in_more_than_three_groups() -> None:
    stems = Counter(stem_terms(word) for group in GROUPS for word in group["es"])
    english = Counter(word for group in GROUPS for word in group.get("en", []))

    assert [stem for stem, times in stems.items() if times > 3] == []
    assert [word for word, times in english.items() if times > 3] == []


@pytest.mark.parametrize(("word", "opposite"), OPPOSITES)
def test_opposites_share_no_group(word: str, opposite: str) -> None:
    assert groups_of(word), "a pair that the file does not hold tests nothing"
    assert groups_of(opposite), "a pair that the file does not hold tests nothing"
    assert not groups_of(word) & groups_of(opposite)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("quejan", "frustración"),
        ("quejas", "obstáculo"),
        ("barreras", "obstáculos"),
        ("barriers", "freno"),
        ("complain", "frustración"),
        ("creen", "opina"),
        ("crece", "aumento"),
        ("mide", "medición"),
        ("aconseja", "recomiendan"),
        ("desafío", "retos"),
        ("budget", "presupuesto"),
        ("ganancias", "beneficios"),
        ("sueldo", "salarios"),
        ("coronavirus", "pandemia"),
        ("proclives", "dispuestos"),
    ],
)
def test_words_of_a_question_meet_those_of_an_article(asked: str, written: str) -> None:
    assert groups_of(asked) & groups_of(written)
