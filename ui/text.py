"""The words of the page, by language, read from `ui/texts`."""

from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

__all__ = ["LANGUAGES", "Language", "choose_language", "load_texts"]

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_FOLDER = Path(__file__).parent / "texts"


def choose_language(wanted: object) -> Language:
    """Return `wanted` where the page speaks it, Spanish otherwise.

    >>> choose_language("en"), choose_language("fr"), choose_language(None)
    ('en', 'es', 'es')
    """
    return "en" if wanted == "en" else "es"


@cache
def load_texts(language: Language) -> dict[str, Any]:
    """Return the words of one language, grouped by tab."""
    with (_FOLDER / f"{language}.yaml").open(encoding="utf-8") as file:
        texts: dict[str, Any] = yaml.safe_load(file)
    return texts
