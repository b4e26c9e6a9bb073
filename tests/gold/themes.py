"""Questions that are asked of several articles of one theme together.

They lie in `themes/`, a folder for each theme, some to look at and some kept aside (see README.md).
"""

from dataclasses import dataclass
from pathlib import Path

from tests.gold import HERE, load_asked

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
    return [
        ThemeQuestion(
            raw["q"],
            raw["scope"],
            raw["type"],
            raw["lang"],
            tuple(float(value) for value in raw["values"]),
            tuple(raw["must"]),
            tuple(quote["quote"] for quote in raw["evidence"]),
        )
        for raw in load_asked(
            folder, lambda raw: [(e["article"], e["quote"]) for e in raw["evidence"]]
        )
    ]
