"""Footnotes of a Word document, which python-docx has no words for: the part that holds them.

Source: ECMA-376 part 1, 17.11 (footnotes) and 17.16.5.41 (NOTEREF).
"""

from typing import TYPE_CHECKING, cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.paragraph import Paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Footnotes"]

_SEPARATORS = "".join(
    f'<w:footnote w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:footnote>'
    for number, name in ((-1, "separator"), (0, "continuationSeparator"))
)

_ENDS = (qn("w:bookmarkEnd"), qn("w:fldSimple"))  # of marks


class Footnotes:
    """The footnotes of one document, numbered by Word in the order in which they are named."""

    def __init__(self, document: Document) -> None:
        styles = document.styles
        self._text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        self._text.base_style = styles["Normal"]
        self._text.font.size = Pt(9)
        self._mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
        self._mark.font.superscript = True
        self._notes = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        self._numbers: dict[int, int] = {}
        package = document.part.package
        name = PackURI("/word/footnotes.xml")
        part = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, self._notes, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def refer(self, paragraph: Paragraph, key: int, text: str) -> None:
        """End a paragraph with the mark of the footnote `key`; it is written where first named."""
        if len(paragraph._p) and paragraph._p[-1].tag in _ENDS:
            paragraph.add_run(",", style=self._mark)  # notes 1 and 2 are not note 12
        if key in self._numbers:
            self._refer_again(paragraph, self._numbers[key])
            return
        number = self._numbers[key] = len(self._numbers) + 1
        # a mark for those who name it again
        start, end = (OxmlElement(f"w:bookmark{side}") for side in ("Start", "End"))
        for element in (start, end):
            element.set(qn("w:id"), str(number))
        start.set(qn("w:name"), _bookmark(number))
        paragraph._p.append(start)
        self._add_mark(paragraph, "w:footnoteReference").set(qn("w:id"), str(number))
        paragraph._p.append(end)
        self._write(paragraph, number, text)

    def _refer_again(self, paragraph: Paragraph, number: int) -> None:
        """Add a field that shows the number of a footnote, and leads to it."""
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" NOTEREF {_bookmark(number)} \\f \\h ")
        run = paragraph.add_run(str(number), style=self._mark)
        field.append(run._r)
        paragraph._p.append(field)

    def _write(self, named_in: Paragraph, number: int, text: str) -> None:
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(number))
        element = cast(CT_P, OxmlElement("w:p"))
        note.append(element)
        paragraph = Paragraph(element, named_in)
        paragraph.style = self._text
        self._add_mark(paragraph, "w:footnoteRef")
        paragraph.add_run(f" {text}")
        self._notes.append(note)

    def _add_mark(self, paragraph: Paragraph, name: str) -> "_Element":
        mark = OxmlElement(name)
        paragraph.add_run(style=self._mark)._r.append(mark)
        return mark


def _bookmark(number: int) -> str:
    return f"_nota_{number}"
