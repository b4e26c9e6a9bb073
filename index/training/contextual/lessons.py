"""Questions with the sentences that answer them, to teach by; needs no more than tokenizers."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.lexicon import fold
from index.windows import LONGEST, Tokenizer, Window, read_windows

__all__ = ["Lessons", "Question", "typed"]

HASTE, LOWER, SLIP = 0.2, 0.1, 0.08  # shares of questions typed without accents, small, wrong


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of which collection, and numbers of the sentences that answer; maybe none."""

    text: str
    collection: int
    right: tuple[int, ...]


@dataclass
class Lessons:
    """Windows, whose sentences are counted through, the collection that each is of, questions.

    The rivals of an answer are of its collection; windows have `longest` tokens at most.
    """

    longest: int = LONGEST
    windows: list[Window] = field(default_factory=list)
    collection: list[int] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def sentences(self) -> int:
        """How many sentences there are."""
        return self.windows[-1].sentences.stop if self.windows else 0

    def add(
        self,
        tokenizer: Tokenizer,
        sentences: Sequence[str],
        above: Sequence[str],
        collection: int,
    ) -> int:
        """Add a text; return the number of its first sentence."""
        first = self.sentences
        made = read_windows(tokenizer, sentences, above, self.longest)
        self.windows += [replace(window, first=window.first + first) for window in made]
        self.collection += [collection] * len(made)
        return first

    def save(self, path: Path) -> None:
        """Write a file of JSON."""
        record = {
            "longest": self.longest,
            "windows": [[w.ids, w.first, w.spans] for w in self.windows],
            "collection": self.collection,
            "questions": [[q.text, q.collection, q.right] for q in self.questions],
        }
        path.write_text(json.dumps(record), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Lessons":
        """Read what `save` wrote."""
        record = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            record["longest"],
            [
                Window(tuple(ids), first, tuple((a, b) for a, b in spans))
                for ids, first, spans in record["windows"]
            ],
            record["collection"],
            [Question(text, of, tuple(right)) for text, of, right in record["questions"]],
        )


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
