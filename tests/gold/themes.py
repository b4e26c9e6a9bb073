"""Questions that are asked of several articles of one theme together.

They lie in `themes/`, a folder for each theme, some to look at and some kept aside (see README.md).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.gold import HERE, GoldError

__all__ = ["THEMES", "ThemeQuestion", "load_theme", "themes"]

THEMES = {part: HERE / "themes" / part for part in ("open", "aside")}


@dataclass(frozen=True, slots=True)
class ThemeQuestion:
    """A question on the articles of a theme.

    Attributes:
        text: as asked.
        scope: `cross` where several articles answer together, `single`, or `none`.
        type: what it asks for.
        language: `es` or `en`.
        values: figures that a right answer shows.
        must: words that a right answer holds, in lower case without accents.
        evidence: every sentence that a careful reader would quote; none where none answers.
    """

    text: str
    scope: str
    type: str
    language: str
    values: tuple[float, ...]
    must: tuple[str, ...]
    evidence: tuple[str, ...]


def themes(part: str) -> list[Path]:
    """Return the folders of the themes of a part, in order."""
    return sorted(path for path in THEMES[part].iterdir() if path.is_dir())


def load_theme(folder: Path) -> list[ThemeQuestion]:
    """Load the questions of a theme.

    Raises:
        GoldError: if a quote does not stand in its article.
    """
    texts = {p.stem: _squeezed(p.read_text(encoding="utf-8")) for p in folder.glob("*.txt")}
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(folder, json.loads(line), texts) for line in lines if line.strip()]


def _question(folder: Path, raw: Mapping[str, object], texts: Mapping[str, str]) -> ThemeQuestion:
    quotes = raw["evidence"]
    assert isinstance(quotes, Sequence)
    for quote in quotes:
        if _squeezed(quote["quote"]) not in texts[quote["article"]]:
            raise GoldError(f"not in {folder.name}/{quote['article']}.txt: {quote['quote']!r}")
    values, must = raw["values"], raw["must"]
    assert isinstance(values, Sequence)
    assert isinstance(must, Sequence)
    return ThemeQuestion(
        str(raw["q"]),
        str(raw["scope"]),
        str(raw["type"]),
        str(raw["lang"]),
        tuple(float(value) for value in values),
        tuple(must),
        tuple(quote["quote"] for quote in quotes),
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split())
