"""All facts of an article together."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import read_paths, shipped_articles
from kg import extraction
from kg.extraction import EXTRACTOR, extract, fingerprint
from tests.phrases import article_of

SHARED = Path(__file__).parents[1].parent / "shared" / "articles"


def test_every_fact_of_the_shipped_articles_lies_in_the_text() -> None:
    for article in read_paths([shipped_articles()]).articles:
        facts = extract(article)

        assert facts.statistics
        for read in facts.statistics:
            assert read.figure.of(article.text) == read.value_text
            assert read.evidence.covers(read.figure)
            assert read.study is None or read.study in {study.key for study in facts.studies}
            assert 0 < read.confidence <= 1
            assert read.rule
            assert read.claim
        reasons = [(role.rule, role.confidence) for role in facts.roles]
        reasons += [(entity.rule, entity.confidence) for entity in facts.entities]
        assert all(rule and 0 < confidence <= 1 for rule, confidence in reasons)
        for study in facts.studies:
            assert study.evidence
            assert all(sample.span.of(article.text) for sample in study.samples)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the original articles are not beside the checkout")
def test_the_originals_give_every_kind_of_fact() -> None:
    for article in read_paths([SHARED]).articles:
        facts = extract(article)

        assert facts.roles
        assert facts.studies
        assert facts.statistics
        assert facts.recommendations


def test_facts_are_the_same_every_time() -> None:
    article = article_of("Un estudio de Nexum dice que el 40 % de los CIO calla y el 12 % habla.")

    assert extract(article) == extract(article)


def test_boilerplate_gives_no_facts() -> None:
    article = article_of(
        "El 40 % de las tiendas abre. Más de lo mismo.\n\nMás leídos\n\nEl 99 % miente"
    )

    values = {int(read.value) for read in extract(article).statistics}

    assert values == {40}


def test_the_fingerprint_changes_with_a_lexicon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint()
    (tmp_path / "more.yaml").write_text("word: [más]", encoding="utf-8")
    monkeypatch.setattr(extraction, "DATA", tmp_path)
    fingerprint.cache_clear()

    try:
        assert fingerprint() != before
    finally:
        monkeypatch.undo()
        fingerprint.cache_clear()
    assert len(fingerprint()) == 64
    assert EXTRACTOR.name


HOSTILE = (
    "El 45 % de los «(;:—\u200b\u200f\u00a0\u2028 CIO y, según X, uno de cada 3 12-14 %\n\n- 1. "
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(HOSTILE.split(" ")), max_size=60))
def test_no_order_of_signs_and_figures_breaks_it(words: list[str]) -> None:
    article = article_of("Hay quien dice cosas. " + " ".join(words))

    for read in extract(article).statistics:
        assert read.figure.of(article.text) == read.value_text
