"""Questions that ask for a sentence of an article in other words than it has.

They lie in `paraphrased/`, one folder to look at and one that is kept aside, and in `asked/`, on
texts of other hands and kinds (see README.md).
"""

from dataclasses import dataclass
from pathlib import Path

from tests.gold import HERE, load_asked

__all__ = ["FOLDERS", "Paraphrase", "load_paraphrases"]

FOLDERS = {
    "open": HERE / "paraphrased" / "open",
    "aside": HERE / "paraphrased" / "aside",
    "asked aside": HERE / "asked" / "aside",
}


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A question on the articles of a folder.

    Attributes:
        text: as asked.
        type: what it asks for.
        article: stem of the article that it is asked of.
        answers: sentences of it that answer, word for word; none where it does not answer.
    """

    text: str
    type: str
    article: str
    answers: tuple[str, ...]


def load_paraphrases(folder: Path) -> list[Paraphrase]:
    """Load the questions of a folder.

    Raises:
        GoldError: if an answer does not stand in its article.
    """
    return [
        Paraphrase(raw["q"], raw["type"], raw["article"], tuple(raw["answers"]))
        for raw in load_asked(folder, lambda raw: [(raw["article"], a) for a in raw["answers"]])
    ]
