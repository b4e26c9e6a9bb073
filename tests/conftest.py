"""Bases and places that several test files share, and the rule that nothing is skipped in CI."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # each fixture imports what it needs: most tests need one module
    from index.base import Base

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def _must_not_skip(reason: str) -> bool:
    """Say whether a skip for `reason` hides something: in CI only `../shared` may be absent."""
    absent = not SHARED.is_dir() and ("shared" in reason or "articles" in reason)
    return os.environ.get("CI") == "true" and not absent


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if _must_not_skip(reason):
            report.outcome = "failed"
            report.longrepr = f"skipped, which CI does not allow: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and _must_not_skip(str(report.longrepr)):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The folder of the articles that ship."""
    from corpus.reading import shipped_articles

    return shipped_articles()


@pytest.fixture(scope="session")
def base_path(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Path:
    """A base built from the articles that ship; tests must not change it."""
    from index.building import build

    path = tmp_path_factory.mktemp("shipped") / "base"
    report = build(path, [shipped])
    assert not report.skipped
    return path


@pytest.fixture(scope="session")
def base(base_path: Path) -> "Base":
    """The same, open."""
    from index.base import Base

    return Base.open(base_path)


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of the original articles, which lies beside the repository."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("needs ../shared/articles")
    return folder


@pytest.fixture(scope="session")
def originals_base(tmp_path_factory: pytest.TempPathFactory, originals: Path) -> "Base":
    """A base built from the original articles; tests must not change it."""
    from index.base import Base
    from index.building import build

    path = tmp_path_factory.mktemp("originals") / "base"
    build(path, [originals])
    return Base.open(path)


@pytest.fixture(scope="session")
def server(base_path: Path) -> Iterator[str]:
    """The address of a server over the base built from the articles that ship."""
    from tests.serving import serving

    with serving(base_path) as address:
        yield address
