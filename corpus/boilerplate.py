"""What stands on a page without being the article: marked, never deleted.

The phrases are in `data/boilerplate.yaml`; here is only how they are applied: single lines,
zones opened by a heading ("Artículos relacionados"), and what stands above the title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.draft import Unit
from corpus.lexicon import fold, load
from corpus.metadata import read_byline

__all__ = ["Line", "find_boilerplate", "is_furniture", "lines_of"]

_WORD = re.compile(r"\w+")
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_LIST = re.compile(r"(?:[-–—•▪●◦*·✓✔➢►■□]|\d{1,2}\s?[.)]\s?[-–]?|[a-z]\))\s")
_EDGES = re.compile(r"\A[\s\-•*·»›>|#+:¡¿\[(]+|[\s\-•*·»›>|:.!?…\])]+\Z")
_CRUMB = re.compile(r"\s(?:[»›>→]|::)\s|[»›]")
_COUNT = re.compile(r"\s*\(?\d[\d.,]*\)?\Z")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+|\+?\(?\d[\d\s().\-]{6,}\d|\w+\.(?:com|es|org|net|mx|ar|co|cl|pe)(?:/\S*)?"
)
_FILE = re.compile(
    r"(?:\w[\w\-.%]*\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|pdf|mp4)|(?:img|dsc|image|imagen|foto|banner|logo|screenshot|captura)[\w\-]*\d[\w\-]*|[\w]+(?:[\-_][\w]+)+)\Z"
)
_ABOUT = re.compile(r"(?:acerca de|sobre)(?: la| el| los| las)? (?P<name>\w+)")

BODY_WORDS = 18  # a line of so many words that ends like a sentence is running text
_TEASER_WORDS = 28  # headlines of other articles are shorter
_ZONE_WORDS = 30  # a heading of a zone may hold the headline: "2 comentarios en «…»"
_TAG_WORDS = 5
_MOST_LINKS = 12
_TEASER_PARAGRAPH = 25  # two paragraphs in a row of so many words are the article going on


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's text with what the rules ask of it again and again."""

    text: str
    folded: str
    words: int
    stopped: bool
    item: bool
    unit: Unit

    @property
    def is_body(self) -> bool:
        """Whether it is running text: long, and ended like a sentence."""
        return self.unit.kind in (None, "paragraph", "quote") and (
            self.words >= 3 * BODY_WORDS or (self.words >= BODY_WORDS and self.stopped)
        )

    @property
    def is_short(self) -> bool:
        """Whether it could be a label, a link or a headline."""
        return self.words <= _TEASER_WORDS and not self.stopped


def lines_of(text: str, units: Sequence[Unit]) -> list[Line]:
    """Measure each unit once."""
    result = []
    for unit in units:
        part = unit.of(text)
        result.append(
            Line(
                text=part,
                folded=" ".join(fold(part[:4000]).split()),
                words=len(_WORD.findall(part)),
                stopped=bool(_STOPPED.search(part[-8:])),
                item=unit.kind == "list_item" or bool(_LIST.match(part[:12])),
                unit=unit,
            )
        )
    return result


@dataclass(frozen=True, slots=True)
class _Group:
    """The compiled phrases of one group of `boilerplate.yaml`."""

    name: str
    whole: re.Pattern[str]
    weak: re.Pattern[str]
    start: re.Pattern[str]
    inside: re.Pattern[str]
    max_words: int
    labels: bool


def _phrases(phrases: Sequence[str]) -> str:
    """Return phrases as one alternation; `#` is a number and `*` one to four words."""
    forms = []
    for phrase in sorted(phrases, key=len, reverse=True):
        escaped = re.escape(fold(phrase).strip()).replace(r"\#", r"\d[\d.,]*(?:\s?k)?")
        escaped = re.sub(r"\\\*\Z", ".+", escaped)
        forms.append(escaped.replace(r"\*", r"\S+(?: \S+){0,3}"))
    return "|".join(forms) or r"(?!)"


@cache
def _groups() -> tuple[_Group, ...]:
    """Return the groups of lines, compiled."""
    return tuple(
        _Group(
            name=group["name"],
            whole=re.compile(rf"(?:{_phrases(group.get('whole', []))})\Z"),
            weak=re.compile(rf"(?:{_phrases(group.get('weak', []))})\Z"),
            start=re.compile(rf"(?:{_phrases(group.get('start', []))})(?!\w)"),
            inside=re.compile(rf"(?<!\w)(?:{_phrases(group.get('inside', []))})(?!\w)"),
            max_words=group.get("max_words", 30),
            labels=group.get("labels", False),
        )
        for group in load("boilerplate")["lines"]
    )


@cache
def _zone(name: str) -> re.Pattern[str]:
    """Return the headings that open the zone `name`."""
    return re.compile(rf"(?:{_phrases(load('boilerplate')['zones'][name])})\Z")


@cache
def _set(name: str) -> frozenset[str]:
    """Return a word list of `boilerplate.yaml`, folded."""
    data: dict[str, Any] = load("boilerplate")
    return frozenset(fold(word) for word in data.get(name) or data["zones"][name])


def _bare(line: Line) -> str:
    """Return the folded line without bullets, closing marks and a count: "comentarios"."""
    return _EDGES.sub("", _EDGES.sub("", line.folded))


def is_furniture(line: Line) -> bool:
    """Say whether a line is boilerplate wherever it stands."""
    if not line.folded:
        return False
    bare = _bare(line)
    if not _WORD.search(bare):
        return not line.stopped
    counted = _COUNT.sub("", bare)
    start = line.folded.lstrip("-•*·»›>| ¡¿([")
    for group in _groups():
        if line.words > group.max_words or (group.labels and (line.stopped or line.item)):
            continue
        if group.whole.match(bare) or (counted and group.whole.match(counted)):
            return True
        if group.start.match(start) or group.inside.search(line.folded):
            return True
    return _is_widget_row(line, bare) or _is_breadcrumb(line) or _is_stray(line, bare)


def _is_weak(line: Line) -> bool:
    """Say whether a line is boilerplate if it stands beside other boilerplate: "Contacto"."""
    if line.words > 6 or line.stopped or not line.folded:
        return False
    bare = _bare(line)
    counted = _COUNT.sub("", bare) or bare
    return bare in _set("sections") or any(group.weak.match(counted) for group in _groups())


def _is_breadcrumb(line: Line) -> bool:
    """Say whether a line is a path through a site: "Economía › Empresas › Datos"."""
    if line.stopped or line.words > 40 or "«" in line.text:
        return False
    parts = [part for part in _CRUMB.split(line.folded) if part.strip()]
    if len(parts) < 2 or any(len(part.split()) > 20 for part in parts):
        return False
    first = parts[0].strip()
    return first in _set("sections") or (len(parts) > 2 and len(first.split()) <= 3)


def _is_widget_row(line: Line, bare: str) -> bool:
    """Say whether a line is made of names of buttons, sections and networks alone."""
    words = _WORD.findall(bare.replace("e-mail", "email"))
    if not words or line.words > 40 or line.stopped:
        return False
    widgets = sum(word in _set("widgets") for word in words)
    sections = sum(word in _set("sections") - _set("widgets") for word in words)
    known = _set("widgets") | _set("sections")
    small = sum((word in _set("small") or word.isdigit()) and word not in known for word in words)
    if widgets and widgets + small == len(words):
        return True
    # "Economía Empresas Mercados Opinión": a menu, but "Marketing y tecnología" is a heading.
    return widgets + sections >= 4 and widgets + sections + small == len(words) and small <= 2


def _is_stray(line: Line, bare: str) -> bool:
    """Say whether a line is a file name, an address, a hashtag or the like, and no words."""
    if line.stopped and " " in line.folded:
        return False
    if _FILE.match(bare) and " " not in bare:
        return True
    if not _WORD.search(_ADDRESS.sub(" ", line.folded)):
        return True
    token = line.text.strip()
    # An image's name left over in the text ("grafico1", "ventasmx"): one word in lower case.
    return line.words == 1 and token.isalnum() and token.islower() and line.unit.kind is None


def find_boilerplate(lines: Sequence[Line]) -> list[bool]:
    """Mark the lines that are not the article.

    Args:
        lines: all units of a draft, in order.

    Returns:
        One flag a line, True for boilerplate.
    """
    flags = [is_furniture(line) or line.unit.kind == "boilerplate" for line in lines]
    total = sum(line.words for line in lines)
    above = bodies = index = 0
    while index < len(lines):
        line = lines[index]
        stop = index + 1
        if line.words <= _ZONE_WORDS and line.unit.kind != "title":
            stop = _zone_end(lines, index, above / max(1, total), bodies)
            if stop > index + 1:
                flags[index:stop] = [True] * (stop - index)
        above += sum(line.words for line in lines[index:stop])
        bodies += line.is_body and not flags[index]
        index = stop
    _mark_weak(lines, flags)
    _mark_tail(lines, flags)
    return flags


def _zone_end(lines: Sequence[Line], index: int, above: float, bodies: int) -> int:
    """Return where the zone that line `index` opens ends; `index + 1` where it opens none.

    `above` is the share of the page's words that stand above, `bodies` how many paragraphs.
    """
    bare = _COUNT.sub("", _bare(lines[index])) or _bare(lines[index])
    below = index + 1
    if _zone("end").match(bare) and (above >= 0.45 or bodies >= 3):
        return len(lines)
    if _zone("remarks").match(bare):
        if above >= 0.75:
            return len(lines)
        end = _teasers_end(lines, below)
        return end if end == len(lines) and bodies >= 2 else below
    if _zone("tail").match(bare):
        end = _teasers_end(lines, below)
        if above >= 0.5 or (bodies >= 2 and end == len(lines)):
            return end
        return _labels_end(lines, below, _TEASER_WORDS)
    if _zone("box").match(bare):
        return _labels_end(lines, below, _TEASER_WORDS)
    if _zone("tags").match(bare) and (lines[index].text.rstrip().endswith(":") or above >= 0.6):
        return _labels_end(lines, below, _TAG_WORDS)
    if above >= 0.6 and _opens_about(lines[index], bare):
        return _about_end(lines, below)
    return below


def _mark_weak(lines: Sequence[Line], flags: list[bool]) -> None:
    """Mark runs of ambiguous labels that lean on furniture, or are a menu by their number."""
    index = 0
    while index < len(lines):
        stop = index
        while stop < len(lines) and not flags[stop] and _is_weak(lines[stop]):
            stop += 1
        leaning = (index > 0 and flags[index - 1]) or (stop < len(lines) and flags[stop])
        # The last of a run may head the text below it: "Noticias", "Cookies" and a paragraph.
        alone = stop - index == 1 and _next_is_body(lines, index) and index > 0
        at_edge = stop == len(lines) or index == 0
        if stop > index and not alone and (leaning or at_edge or stop - index >= 3):
            flags[index:stop] = [True] * (stop - index)
        index = max(stop, index + 1)


def _opens_about(line: Line, bare: str) -> bool:
    """Say whether the line heads a note about the author or the sender of a press release."""
    if _zone("about").match(bare):
        return True
    match = _ABOUT.match(bare)
    if not match or line.words > 7 or line.stopped or match["name"] in _set("about_kept"):
        return False
    named = line.text.strip(" :").split()[-1]
    return named[:1].isupper() or named[:1].isdigit()


def _about_end(lines: Sequence[Line], index: int) -> int:
    """Return the end of an author's or sender's note: its paragraphs, up to the next heading."""
    start = index
    while index < len(lines) and index - start < 6:
        line = lines[index]
        if (
            index > start
            and line.is_short
            and not line.item
            and _next_is_body(lines, index)
            and not (_ADDRESS.search(line.folded) or is_furniture(line))
        ):
            break
        index += 1
    return index


def _next_is_body(lines: Sequence[Line], index: int) -> bool:
    """Say whether running text follows line `index`."""
    return index + 1 < len(lines) and lines[index + 1].is_body


def _labels_end(lines: Sequence[Line], index: int, most_words: int) -> int:
    """Return the end of the links of at most `most_words` right below a heading."""
    start = index
    while (
        index < len(lines)
        and index - start < _MOST_LINKS
        and lines[index].is_short
        and lines[index].words <= most_words
        and not any(_zone(name).match(_bare(lines[index])) for name in ("tail", "end", "remarks"))
    ):
        index += 1
    # Below several links the last short line before running text is the article's own heading.
    several = index - start >= 3 or most_words == _TAG_WORDS
    if several and index > start and index < len(lines) and lines[index].is_body:
        last = lines[index - 1]
        if last.words <= 10 and not is_furniture(last):
            index -= 1
    return index


def _teasers_end(lines: Sequence[Line], index: int) -> int:
    """Return where the article goes on after teasers; the end of the page where it does not.

    Teasers are headlines with at most one paragraph each, so two long paragraphs in a row
    are the article.
    """
    for position in range(index, len(lines) - 1):
        first, second = lines[position], lines[position + 1]
        if (
            first.is_body
            and second.is_body
            and min(first.words, second.words) >= _TEASER_PARAGRAPH
            and not is_furniture(first)
            and not is_furniture(second)
        ):
            return position
    return len(lines)


def _mark_tail(lines: Sequence[Line], flags: list[bool]) -> None:
    """Mark menus that trail after the last running text, without a heading to tell them."""
    end = len(lines)
    while end and (flags[end - 1] or not (lines[end - 1].stopped or lines[end - 1].words > 12)):
        end -= 1
    run = [i for i in range(end, len(lines)) if not flags[i]]
    if not end or not run or (end and lines[end - 1].text.rstrip().endswith(":")):
        return
    # A list or headings of the article stand before running text; a menu is short words alone.
    menu = [
        i for i in run if lines[i].words <= 4 and not lines[i].item and lines[i].unit.kind is None
    ]
    if len(menu) >= 3 and len(menu) == len(run):
        for position in menu:
            flags[position] = read_byline(lines[position].text) is None
