"""What a person at a terminal sees while work goes on: messages and bars, on standard error."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.building import Progress
from index.manifest import SkippedEntry
from ui.render import readable

__all__ = ["build_progress", "say", "say_skipped"]

_STAGES = {
    "read": "Leyendo artículos",
    "graph": "Escribiendo el grafo",
    "validate": "Validando el grafo",
    "vectors": "Indexando pasajes",
    "check": "Comprobando las citas",
}


def say(message: str) -> None:
    """Write a line for a person on standard error."""
    sys.stderr.write(readable(message) + "\n")


def say_skipped(skipped: Sequence[SkippedEntry]) -> None:
    """Name each file that was not read, with the reason."""
    for entry in skipped:
        say(f"sin leer: {entry.source}: {entry.reason}")


@contextmanager
def build_progress() -> Iterator[Progress]:
    """Show the stages of a build as bars, or not at all where nobody is looking."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    # Slow to import, and of use to a person only.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_STAGES.get(stage, stage), total=None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield show
