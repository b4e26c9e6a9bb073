"""The benchmark of extraction: it tells where a figure has fallen under the last release's."""

import json

from tests.benchmarks.extraction import LAST, fallen


def test_a_figure_that_is_lower_than_the_last_has_fallen() -> None:
    last = {"dev": {"population": 0.9, "roles": 0.8}}

    assert fallen({"dev": {"population": 0.89, "roles": 0.8}}, last) == [
        "dev: population was 0.9 and is 0.89"
    ]


def test_more_figures_with_a_wrong_study_are_a_fall_and_fewer_are_not() -> None:
    last = {"dev": {"a study where gold has none": 3.0}}

    assert fallen({"dev": {"a study where gold has none": 4.0}}, last)
    assert not fallen({"dev": {"a study where gold has none": 2.0}}, last)


def test_figures_that_no_release_had_cannot_fall() -> None:
    assert fallen({"new": {"population": 0.1}}, {}) == []


def test_the_last_figures_are_kept_for_every_set_that_ships() -> None:
    assert {"digests", "dev", "press", "held"} <= set(json.loads(LAST.read_text()))
