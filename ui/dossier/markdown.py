"""A report as Markdown, with footnotes."""

import re
from typing import BinaryIO

from index.dossier import Dossier
from ui.dossier.rows import SHOWN, entry_parts, figure_rows, note_text, source_text, words
from ui.render import flat

__all__ = ["write_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_OPENING = re.compile(r"^(\s*(?:\d+(?=[.)](?:\s|$)))?)(?=[-+=.)])")  # of a list, or under a heading


def write_markdown(dossier: Dossier, file: BinaryIO) -> None:
    """Write a report in UTF-8."""
    file.write("\n".join(_lines(dossier)).encode("utf-8"))


def _lines(dossier: Dossier) -> list[str]:
    said = words(dossier)
    lines = [f"# {_plain(dossier.title)}", "", said["date"].format(date=dossier.made.isoformat())]
    lines += ["", f"*{said['made_with']}*", "", f"## {said['answers']}", ""]
    for entry in dossier.entries:
        lines += [f"### {_plain(entry.question)}", ""]
        lead = "" if entry.answerable else f"**{said['unanswered']}.** "
        bullet = "- " if len(entry.lines) > 1 else ""
        lines += [
            f"{bullet}{lead}{_linked(line) if entry.answerable else _plain(line)}"
            for line in entry.lines
        ]
        lines.append("")
    lines += [f"## {said['figures']}", "", *_table(dossier), ""]
    lines += [f"## {said['bibliography']}", ""]
    lines += [f"- {_plain(source_text(source))}" for source in dossier.sources]
    lines += ["", f"## {said['notes']}", ""]
    lines += [f"[^{note.marker}]: {_plain(note_text(note))}" for note in dossier.notes]
    return [*lines, ""]


def _linked(line: str) -> str:
    return "".join(f"[^{part[1:-1]}]" if mark else _plain(part) for part, mark in entry_parts(line))


def _table(dossier: Dossier) -> list[str]:
    said = words(dossier)
    if not dossier.figures:
        return [said["no_figures"]]
    names = [said["columns"][name] for name in SHOWN]
    rows = [
        [f"[^{row['note']}]" if name == "note" else _plain(str(row[name])) for name in SHOWN]
        for row in figure_rows(dossier)
    ]
    return [f"| {' | '.join(cells)} |" for cells in (names, ["---"] * len(names), *rows)]


def _plain(text: str) -> str:
    """Return text that reads as it is: no markup of an article gets through."""
    return _OPENING.sub(r"\1\\", _SPECIAL.sub(r"\\\1", flat(text)))
