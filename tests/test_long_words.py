"""A word that nobody can have typed does not stop search."""

from pathlib import Path

from index.answer import answer
from tests.bases import base_of


def test_a_word_of_forty_thousand_letters_breaks_no_search(tmp_path: Path) -> None:
    base = base_of(
        tmp_path,
        a="Nube\n\nEl 62 % de los CIO colabora con los CMO.\n",
        b=f"Ruido\n\nEl equipo escribe {'x' * 40_000} y sigue.\n",
    )
    assert answer("que porcentaje de los cio colavora", base).answerable
    assert base.searcher.search("colavora " + "y" * 40_000)
