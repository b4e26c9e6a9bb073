from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.reading import read_paths
from index.windows import BEGIN, END, above_of, cut_windows

TOKENS = st.lists(st.integers(4, 99), max_size=300)


def article(tmp_path: Path, text: str) -> Article:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    return read_paths([tmp_path]).articles[0]


@given(st.lists(TOKENS, max_size=30), TOKENS)
def test_every_sentence_is_read_once_and_in_order(
    sentences: list[list[int]], above: list[int]
) -> None:
    windows = cut_windows(sentences, [above] * len(sentences))
    numbers = [w.first + i for w in windows for i in range(len(w.spans))]
    assert numbers == list(range(len(sentences)))


@given(st.lists(TOKENS, max_size=30), TOKENS)
def test_each_part_holds_its_sentence(sentences: list[list[int]], above: list[int]) -> None:
    for window in cut_windows(sentences, [above] * len(sentences)):
        for i, (start, end) in enumerate(window.spans):
            held = list(window.ids[start:end])
            whole = sentences[window.first + i]
            assert held == (whole[: len(held)] if whole else [3])
            assert held == whole or len(window.spans) == 1 or not whole


@given(st.lists(TOKENS, min_size=1, max_size=30), TOKENS)
def test_no_window_is_longer_than_the_network_reads(
    sentences: list[list[int]], above: list[int]
) -> None:
    for window in cut_windows(sentences, [above] * len(sentences)):
        assert len(window.ids) <= 224
        assert window.ids[0] == BEGIN
        assert window.ids[-1] == END
        assert all(end <= start for (_, end), (start, _) in pairwise(window.spans))


def test_a_window_begins_with_what_stands_above_and_before() -> None:
    long = [[10 + i] * 60 for i in range(6)]
    second = cut_windows(long, [[7, 8]] * 6)[1]
    before = long[second.first - 1]
    assert second.ids[:4] == (BEGIN, 7, 8, END)
    assert list(second.ids[4 : second.spans[0][0]]) == before[-40:]


def test_a_sentence_stands_under_title_and_heading(tmp_path: Path) -> None:
    body = "La cadena abrió dos hoteles en mayo y cerró uno en otoño por falta de clientes. " * 6
    read = article(tmp_path, f"Un año de obras\n\n{body}\n\n## Lo que viene\n\n{body}\n")
    above = above_of(read)
    assert len(above) == len(read.sentences)
    assert above[0].startswith("passage: Un año de obras")
    assert above[-1] == "passage: Un año de obras. Lo que viene"
