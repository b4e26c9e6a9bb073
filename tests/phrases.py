"""Phrase tables for tests: a third of the rows is kept aside while rules are written."""

from collections.abc import Sequence
from typing import Any

import pytest

from corpus.article import Article
from corpus.reading import Source, read_source


def table(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Return the rows as parameters; every third one is named `held_…`."""
    return [
        pytest.param(*row, id=f"{'held_' if number % 3 == 2 else ''}{number}_{str(row[0])[:40]}")
        for number, row in enumerate(rows)
    ]


def article_of(text: str) -> Article:
    """Return an article of two paragraphs: one that says nothing, and `text`."""
    opening = "La vida de las empresas ha cambiado mucho y nadie sabe bien por qué razones."
    source = Source(None, "frase.txt", "frase", f"Un titular sin cifras\n\n{opening}\n\n{text}".encode())
    return read_source(source)
