"""The benchmarks: where a figure of extraction has fallen, and in what environment speed runs."""

import json
import os
from collections.abc import Mapping

import pytest

from tests.benchmarks.extraction import LAST, fallen
from tests.benchmarks.search_speed import as_the_product
from ui.cli import ENVIRONMENT


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


def test_speed_is_measured_in_the_environment_of_the_product(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[Mapping[str, str]] = []
    monkeypatch.setattr(
        os, "execve", lambda path, arguments, environment: begun.append(environment)
    )
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)

    as_the_product()
    assert [environment["OPENBLAS_NUM_THREADS"] for environment in begun] == ["1"]

    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    as_the_product()
    assert len(begun) == 1
