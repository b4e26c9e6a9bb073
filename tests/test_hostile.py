"""Text that nobody writes: it takes time in proportion to its length, and offsets stay exact."""

import re
import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from kg.contrast import contrasts
from kg.extraction import extract
from kg.facts import ArticleFacts
from tests.gold.marks import TAUGHT, parse_marks
from tests.phrases import article_of

LINES = {
    "sentences of one role": "El 45 % de los jefes calla. ",
    "studies on one line": "El estudio de Acme SA, que el informe de Beta Corp, ",
    "percentages with commas": "el 12,5 % de los CIO, ",
    "years": "en 2019 el 48 % calla; en 2024 lo hace el 30 %; ",
    "a list of advice": "- Revise los contratos\n",
    "a list of figures": "- El 5 % de los CIO\n",
    "whom an advice is for": "Empresas de Soria deben revisar sus pagos. ",
    "names": "Ana Gil, CEO de Acme, ",
    "spaces and signs": "12\u2009%\u00a0a\u202f13\u2003%\u2011 el\u200b 5\u200f % \u202e7 % ",
}
SIZE = 50_000  # characters
TIMES = 4  # as much text: what is linear takes four times as long, what is quadratic sixteen
AT_MOST = 8.0  # times as long, as far from one as from the other
TRIES = 3  # the machine may be busy with something else


def letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def seconds(article: Article) -> float:
    begun = time.process_time()
    list(contrasts(extract(article).statistics))
    return time.process_time() - begun


def line_of(unit: str, size: int) -> Article:
    return article_of(unit * (size // len(unit)))


def assert_exact(article: Article, facts: ArticleFacts) -> None:
    for read in facts.statistics:
        assert read.figure.of(article.text) == read.value_text
        assert read.evidence.covers(read.figure)
    for role in facts.roles:
        assert role.span.of(article.text).strip()
    for entity in facts.entities:
        assert all(mention.of(article.text) for mention in entity.mentions)


def assert_linear(short: Article, long: Article) -> None:
    assert len(long.text) > (TIMES - 0.1) * len(short.text)
    assert any(seconds(long) < AT_MOST * seconds(short) for _ in range(TRIES))


@pytest.mark.slow
@pytest.mark.parametrize("unit", LINES.values(), ids=LINES)
def test_a_line_takes_time_in_proportion_to_its_length(unit: str) -> None:
    assert_linear(line_of(unit, SIZE), line_of(unit, TIMES * SIZE))


@pytest.mark.slow
def test_a_text_of_names_takes_time_in_proportion_to_its_length() -> None:
    names = [
        f"Marc{letters(at)}os calla el 7 % y dice que no sabe nada de eso. " for at in range(3000)
    ]
    assert_linear(article_of("".join(names[:750])), article_of("".join(names)))


@pytest.mark.parametrize("unit", ["45 % ", "el 12,5 % de los CIO, ", "el 5 % ( "])
def test_a_claim_is_no_longer_than_can_be_read(unit: str) -> None:
    facts = extract(line_of(unit, 20_000))

    assert facts.statistics
    assert max(len(read.claim) for read in facts.statistics) < 1100


@pytest.mark.slow
def test_five_megabytes_on_one_line_are_read() -> None:
    article = article_of(
        "El 45 % de los jefes calla, " + "palabra " * (5_000_000 // 8) + "y el 12 %"
    )

    facts = extract(article)

    assert facts.statistics
    assert_exact(article, facts)


@pytest.mark.slow
def test_a_hundred_thousand_percentages_on_one_line_are_read() -> None:
    article = article_of("el 45 % " * 100_000)

    facts = extract(article)

    assert facts.statistics
    assert_exact(article, facts)


def test_offsets_are_exact_beside_every_space_dash_and_sign_without_width() -> None:
    kinds = {"Zs", "Zl", "Zp", "Pd", "Cf"}
    signs = [chr(at) for at in range(sys.maxunicode) if unicodedata.category(chr(at)) in kinds]
    lines = [f"El{s}45{s}%{s}de los CIO{s}calla y el 12{s}13{s}% de{s}los jefes no." for s in signs]
    article = article_of("\n\n".join(lines))

    facts = extract(article)

    assert facts.statistics
    assert_exact(article, facts)


SENTENCES = [
    sentence
    for path in sorted(TAUGHT.glob("*.txt"))
    for sentence in re.split(r"(?<=[.:?])\s+|\n", parse_marks(path.read_text("utf-8")).text)
    if sentence
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=20), st.data())
def test_sentences_in_any_order_with_words_left_out_are_read(
    sentences: list[str], data: st.DataObject
) -> None:
    words = "\n".join(sentences).split(" ")
    dropped = data.draw(st.sets(st.integers(0, len(words) - 1), max_size=10))
    text = " ".join(word for i, word in enumerate(words) if i not in dropped)

    found = extract(article_of(text))

    assert all(p.label for one in found.statistics for p in one.populations)
