"""What a person at a terminal sees: results laid out in colour, messages, and bars meanwhile.

Where standard output is no terminal, results are the plain text of `ui.render`. Text from articles
is never read as markup.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.building import Progress
from index.manifest import SkippedEntry
from index.records import Answer, Hit
from ui.render import (
    answer_text,
    fact_text,
    flat,
    hits_text,
    language_of,
    nearest_title,
    place_text,
    provenance_lines,
    quoted,
    readable,
    table_text,
    told_apart,
    weaker_title,
    writing_text,
)

if TYPE_CHECKING:  # slow to import, and of use to a person only
    from rich.console import Console
    from rich.text import Text

__all__ = ["build_progress", "say", "say_skipped", "show_answer", "show_hits", "show_table"]

_STAGES = {
    "read": "Leyendo artículos",
    "graph": "Escribiendo el grafo",
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


def _console() -> "Console | None":
    """Return where to write in colour, None where nobody is looking."""
    if not sys.stdout.isatty():
        return None
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False)


def _plain(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()  # one question at a time over a pipe: the answer must not wait


def _marked(text: str) -> "Text":
    """Return text with its citation markers standing out."""
    from rich.text import Text

    marked = Text(readable(text))
    marked.highlight_regex(re.compile(r"\[\d+\]"), "bold cyan")
    return marked


def show_answer(answer: Answer) -> None:
    """Write an answer with its quotes, or with the nearest passages where there is none."""
    console = _console()
    if console is None:
        _plain(answer_text(answer))
        return
    from rich.padding import Padding
    from rich.text import Text

    language = language_of(answer)
    strong, weak = told_apart(answer)
    console.print(Padding(_marked("\n".join(strong)), (1, 0)))
    if weak:
        console.print(Text(f"{weaker_title(answer)}:", "bold"))
        console.print(Padding(_marked("\n".join(weak)), (0, 0, 1, 0)))
    for citation in answer.citations:
        line = _marked(f"[{citation.marker}] ")
        line.append(quoted(citation.quote), "italic")
        console.print(line)
        console.print(Padding(Text(place_text(citation), "dim"), (0, 0, 0, 4)))
    for told in provenance_lines(answer.citations, language):
        console.print(Padding(_marked(told), (0, 0, 0, 4)))
    for fact in answer.foremost_facts:
        console.print(_marked(f"  · {fact_text(fact, language)} [{fact.citation}]"))
    if answer.writing:
        console.print(Text(writing_text(answer.writing, language), "dim"))
    if not answer.answerable and answer.passages:
        console.print(Text(f"{nearest_title(answer)}:", "bold"))
        show_hits(answer.passages[:3])


def show_hits(hits: Sequence[Hit]) -> None:
    """Write hits as a numbered list, the best sentence of each standing out."""
    console = _console()
    if console is None:
        _plain(hits_text(hits))
        return
    from rich.padding import Padding
    from rich.text import Text

    for place, hit in enumerate(hits, start=1):
        head = Text.assemble((f"{place}. ", "bold cyan"))
        head.append(flat(" › ".join([hit.title, *hit.heading])), "bold")
        head.append(f" ({hit.article}, {hit.start}-{hit.end})", "dim")
        console.print(head)
        start, end = (offset - hit.start for offset in hit.best)
        body = Text(readable(hit.text))
        if 0 <= start < end <= len(hit.text):
            body.stylize("bold", start, end)
        console.print(Padding(body, (0, 0, 1, 3)))


def show_table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table; in a terminal, long cells are folded to its width."""
    console = _console()
    if console is None:
        _plain(table_text(names, rows))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold cyan", pad_edge=False)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(flat(cell)) for cell in row))
    console.print(table)


@contextmanager
def build_progress() -> Iterator[Progress]:
    """Show the stages of a build as bars, or not at all where nobody is looking."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
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
