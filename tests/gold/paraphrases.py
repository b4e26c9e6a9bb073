"""Questions that ask for a sentence of an article in other words than it has.

They lie in `paraphrased/`, one folder to look at and one that is kept aside (see README.md).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.gold import HERE, GoldError

__all__ = ["FOLDERS", "Paraphrase", "load_paraphrases"]

FOLDERS = {part: HERE / "paraphrased" / part for part in ("open", "aside")}


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
    texts = {p.stem: _squeezed(p.read_text(encoding="utf-8")) for p in folder.glob("*.txt")}
    questions = []
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        for answer in raw["answers"]:
            if _squeezed(answer) not in texts[raw["article"]]:
                raise GoldError(f"not in {folder.name}/{raw['article']}.txt: {answer!r}")
        questions.append(Paraphrase(raw["q"], raw["type"], raw["article"], tuple(raw["answers"])))
    return questions


def _squeezed(text: str) -> str:
    return " ".join(text.split())
