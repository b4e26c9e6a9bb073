"""Texts with marks: taken out exactly, and read as they stand."""

from pathlib import Path

import pytest

from tests.gold import HERE
from tests.gold.marks import ASKED, MarkError, load_marked, parse_marks, read_marked

TEXTS = sorted((HERE / "marked").rglob("*.txt"))


def test_marks_are_taken_out_and_kept() -> None:
    raw = "El <f 1>7 %</f> de <p 1,2>las pymes</p> y <f 2>un tercio</f>, dice <s 2>Sal</s>."
    marks = parse_marks(raw)

    assert marks.text == "El 7 % de las pymes y un tercio, dice Sal."
    assert marks.whose[1] == marks.whose[2]
    assert marks.figures[2].of(marks.text) == "un tercio"
    assert marks.sources[2].of(marks.text) == "Sal"


@pytest.mark.parametrize("raw", ["<f 1>7 %", "<p 1><f 1>7 %</p></f>", "7 %</f>"])
def test_marks_that_do_not_nest_are_refused(raw: str) -> None:
    with pytest.raises(MarkError):
        parse_marks(raw)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_marked_text_is_read_as_it_stands(path: Path) -> None:
    marked = read_marked(path)

    assert len(marked.figures) >= 6
    assert all(figure.span.of(marked.article.text).strip() for figure in marked.figures)


@pytest.mark.parametrize("part", ASKED)
def test_marks_beside_a_text_stand_where_they_say(part: str) -> None:
    loaded = list(load_marked(ASKED[part]))

    assert len(loaded) >= 40
    assert all(marked.figures for _, marked in loaded)
    assert all(f.whose for _, marked in loaded for f in marked.figures)
