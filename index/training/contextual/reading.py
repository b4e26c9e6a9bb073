"""What is taught by, read from the bench and from articles with questions."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.reading import Source, read_source
from corpus.segmentation import split_sentences
from index.training.contextual.lessons import Lessons, Question
from index.windows import PASSAGE, Tokenizer, above_of

__all__ = ["read_articles", "read_bench"]

SHORT = 15  # characters: a shorter sentence stands in many a text
_MARK = re.compile(r"</?[fpsr](?:\s[\d,\s]+)?>")  # whose a figure is, marked for others to learn


def read_bench(lessons: Lessons, path: Path, tokenizer: Tokenizer, every: int = 2) -> None:
    """Add every n-th question of the tuning half of the bench, with all of its paragraphs."""
    for entry in json.loads(path.read_text(encoding="utf-8"))["tune"]:
        texts = [span.of(entry["paragraph"]) for span in split_sentences(entry["paragraph"])]
        first = lessons.add(tokenizer, texts, [PASSAGE] * len(texts), 0)
        for asked in entry["questions"][::every]:
            right = _answering(texts, [asked["answer"]], first) if asked["answer"] else ()
            if right:
                lessons.questions.append(Question(asked["question"], 0, right))


def read_articles(
    lessons: Lessons, place: Path, tokenizer: Tokenizer, collection: int | None = None
) -> None:
    """Add the articles (.txt) of a folder and its questions.jsonl, see `tests/gold/README.md`.

    `place` is the folder, or a file in it with other questions. Its articles are a collection of
    their own, unless they are to be of one; marks in them are left out.
    """
    if collection is None:
        collection = max(lessons.collection, default=0) + 1
    questions = place / "questions.jsonl" if place.is_dir() else place
    folder, texts, first = questions.parent, {}, {}
    for path in sorted(folder.glob("*.txt")):
        text, stem = _MARK.sub("", path.read_text(encoding="utf-8")), path.stem
        article = read_source(Source(None, path.name, stem, text.encode()))
        texts[stem] = [span.of(article.text) for span in article.sentences]
        first[stem] = lessons.add(tokenizer, texts[stem], above_of(article), collection)
    for asked in _records(questions):
        stem = asked["article"]
        right = _answering(texts[stem], asked["answers"], first[stem])
        # an answer that the reader takes for a site's boilerplate teaches nothing
        if right or not asked["answers"]:
            lessons.questions.append(Question(asked["q"], collection, right))


def _answering(texts: Sequence[str], answers: Sequence[str], first: int) -> tuple[int, ...]:
    return tuple(first + i for i, text in enumerate(texts) if _answers(text, answers))


def _answers(text: str, answers: Sequence[str]) -> bool:
    held = _plain(text)
    whole = len(held) > SHORT
    return any(answer in held or (whole and held in answer) for answer in map(_plain, answers))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _plain(text: str) -> str:
    return " ".join(text.split())
