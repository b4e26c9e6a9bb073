"""Reports written as Word documents, Markdown and workbooks."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from index.dossier import Dossier
from ui.dossier.markdown import write_markdown
from ui.dossier.word import write_word
from ui.dossier.workbook import write_workbook

__all__ = ["WRITERS"]

WRITERS: Mapping[str, Callable[[Dossier, BinaryIO], None]] = {
    ".docx": write_word,
    ".md": write_markdown,
    ".xlsx": write_workbook,
}
