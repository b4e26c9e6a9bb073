"""The words of the page: each language says everything."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kg.export import EXPORT_FORMATS
from ui.text import LANGUAGES, Language, load_texts


def keys(texts: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for name, words in texts.items():
        if isinstance(words, Mapping):
            yield from keys(words, f"{path}{name}.")
        else:
            yield f"{path}{name}"


def test_every_language_has_the_same_words() -> None:
    # The phrases that make questions are each language's own.
    said = {
        language: {key for key in keys(load_texts(language)) if not key.startswith("questions.")}
        for language in LANGUAGES
    }

    assert said["es"] == said["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_export_format_is_told_in_words(language: Language) -> None:
    words = load_texts(language)["export"]

    assert set(words["names"]) == set(words["uses"]) == set(EXPORT_FORMATS)
