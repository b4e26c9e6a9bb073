"""Questions with the sentences that answer them, to teach by."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.segmentation import split_sentences
from index.training.text import fold

__all__ = ["Library", "Question", "read_library", "typed"]

SHORT = 15  # characters: a shorter sentence stands in many a text
HASTE, LOWER, SLIP = 0.2, 0.1, 0.08  # shares of questions typed without accents, small, wrong


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, numbers of the sentences that answer, and of those around them."""

    text: str
    right: tuple[int, ...]
    around: tuple[int, ...]


@dataclass
class Library:
    """Sentences, the collection that each is of (its rivals are of the same), and questions."""

    sentences: list[str] = field(default_factory=list)
    collection: list[int] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, text: str, collection: int) -> list[int]:
        """Add the sentences of a paragraph; return their numbers."""
        first = len(self.sentences)
        self.sentences += [span.of(text) for span in split_sentences(text)]
        self.collection += [collection] * (len(self.sentences) - first)
        return list(range(first, len(self.sentences)))

    def ask(self, text: str, answers: Sequence[str], paragraphs: Sequence[list[int]]) -> None:
        """Add a question, unless no sentence of its text holds an answer."""
        right, around = [], []
        for paragraph in paragraphs:
            found = [i for i in paragraph if self._answers(i, answers)]
            right += found
            around += paragraph if found else []
        if right:
            self.questions.append(Question(text, tuple(right), tuple(around)))

    def _answers(self, number: int, answers: Sequence[str]) -> bool:
        held = _plain(self.sentences[number])
        whole = len(held) > SHORT
        return any(answer in held or (whole and held in answer) for answer in map(_plain, answers))


def read_library(bench: Path, folder: Path, every: int = 2) -> Library:
    """Read every n-th question of the tuning half of `bench`, and all on the articles of `folder`.

    Args:
        bench: the file of questions on paragraphs.
        folder: articles (.txt) and questions.jsonl, see `tests/gold/README.md`.
        every: n; the bench asks about all the world, and the articles are what will be read.
    """
    made = Library()
    for entry in json.loads(bench.read_text(encoding="utf-8"))["tune"]:
        paragraph = made.add(entry["paragraph"], 0)
        for question in entry["questions"][::every]:
            if question["answer"]:
                made.ask(question["question"], [question["answer"]], [paragraph])
    articles = {
        path.stem: [made.add(line, 1) for line in path.read_text("utf-8").split("\n") if line]
        for path in sorted(folder.glob("*.txt"))
    }
    for asked in _records(folder / "questions.jsonl"):
        made.ask(asked["q"], asked["answers"], articles[asked["article"]])
    return made


def _records(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _plain(text: str) -> str:
    return " ".join(text.split())


def typed(question: str, dice: random.Random) -> str:
    """Return a question as it may be typed: without accents or marks, small, with a slip."""
    way = dice.random()
    if way < HASTE:
        question = fold(question).strip("¿?")
    elif way < HASTE + LOWER:
        question = question.lower()
    if dice.random() < SLIP and len(question) > 12:
        at = dice.randrange(3, len(question) - 3)
        wrong = dice.choice([question[at + 1] + question[at], "", question[at] * 2])
        question = question[:at] + wrong + question[at + 2 :]
    return question
