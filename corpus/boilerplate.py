"""What stands on a page without being the article: marked, never deleted.

The phrases are in `data/boilerplate.yaml`; `furniture` judges single lines, here the page is
seen as a whole: zones opened by a heading ("Artículos relacionados"), runs of labels, the foot.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from corpus.edges import FOOT_OPENERS, mark_foot
from corpus.furniture import furniture_name, has_address, is_furniture, is_weak, stays
from corpus.lexicon import fold, load
from corpus.line import WORD, Line, bare_text
from corpus.metadata import read_byline
from corpus.page_phrase import phrases_pattern, word_set
from corpus.writer_note import mark_writers

__all__ = ["find_boilerplate"]

_COUNT = re.compile(r"\s*\(?\d[\d.,]*\)?\Z")
_ABOUT = re.compile(r"(?:acerca de|sobre)(?: la| el| los| las)? (?P<name>\w+)")
# "Acerca de Norte: Norte es …", "SOBRE NORTE – Norte reúne …"
_RUN_IN = re.compile(
    r"(?:Acerca de|Sobre|ACERCA DE|SOBRE)(?: la| el| los| las| LA| EL)? "
    r"(?P<name>[A-ZÁÉÍÓÚÑ0-9][^:.\n]{1,60}?)"
    r"(?:: ?| ?[–—] |\. ?[-–—]? ?| - )(?=[A-ZÁÉÍÓÚÑ0-9])"
)
_ABOUT_WRITER = re.compile(
    r"(?:sobre|acerca de) (?:el autor|la autora|l[oa]s autor[ea]s|la firma|quien escribe)\s?[:|.-]"
    r"|acerca del autor\s?[:|.-]"
)
# what such a note says of the house: "Gremio fundado en 1979 que reúne a 590 empresas"
_SELF = re.compile(
    r"(?: es un|\bfundad[ao]s? |\bcon sede |\bespecializad[ao]s? |\bdedicad[ao]s? a"
    r"|\bque (?:reune|agrupa|representa|integra)\b)"
)
_END_MARK = re.compile(
    r"\s*(?:#\s?#\s?#[# ]*|-\s?30\s?-|[-–—*]*\s?[oO0]{3}\s?[-–—*]*|-?FIN-?)\s*\Z"
)
_PRESENTED = re.compile(
    r"[A-ZÁÉÍÓÚÑ0-9][^.:,;]{1,50}?(?: \([^)]{1,30}\))?,? "
    r"(?:es (?:una?|la|el) |fue fundad|fundad[ao] |nació |con sede |cuenta con |forma parte )"
)
# How far a recording has been played, and how long it is, a line each.
_START = re.compile(r"\W*0?0:00\W*\Z")
_LENGTH = re.compile(r"\W*(?:\d{1,2}:)?\d{1,2}:\d{2}\W*\Z")
_FIRM_WORDS = 4  # of a paragraph that presents a firm
_ZONE_WORDS = 30  # a heading of a zone may hold the headline: "2 comentarios en «…»"
_TEASER_WORDS = 28  # headlines of other articles are shorter
_TAG_WORDS = 5
_MOST_LINKS = 12
_TEASER_PARAGRAPH = 25  # two paragraphs in a row of so many words are the article going on
_BRIEF_PARAGRAPH = 9  # the same on a brief page
_MENU_WORDS = 4
_REPEATED_WORDS = 3
_CONTENTS_WORDS = 20
_ABOUT_BELOW = 0.5  # share of the words above which a sender does not speak of itself
_ABOUT_ITSELF = 0.4  # the same where a heading and the text below it name the same firm
_FOOT = 0.75  # share of a page's words above which teasers are hardly in its midst
_NUMBER = re.compile(r"\A\d{1,2}[.)\-º ]*")


@cache
def _zone(name: str) -> re.Pattern[str]:
    """Return the headings that open the zone `name`."""
    return re.compile(rf"(?:{phrases_pattern(load('boilerplate')['zones'][name])})\Z")


def find_boilerplate(lines: Sequence[Line]) -> list[bool]:
    """Mark the lines that are not the article.

    Args:
        lines: all units of a draft, in order.

    Returns:
        One flag a line, True for boilerplate.
    """
    names = [furniture_name(line) for line in lines]
    flags = [
        name is not None or line.unit.kind == "boilerplate"
        for name, line in zip(names, lines, strict=True)
    ]
    _mark_contents(lines, flags)
    _mark_adverts(lines, flags, names)
    total = sum(line.words for line in lines)
    resumes = _resumptions(lines)
    above = bodies = index = 0
    while index < len(lines):
        line = lines[index]
        stop = index + 1
        if line.words <= _ZONE_WORDS and line.unit.kind != "title":
            leaning = index > 0 and flags[index - 1]
            stop = _zone_end(lines, index, above / max(1, total), bodies, resumes, leaning)
            if stop > index + 1:
                flags[index:stop] = [True] * (stop - index)
                names[index] = names[index] if names[index] in FOOT_OPENERS else "zone"
        above += sum(line.words for line in lines[index:stop])
        bodies += line.is_body and not flags[index]
        if not flags[index] and above >= _ABOUT_BELOW * total and _is_run_in_about(line):
            flags[index], names[index] = True, "zone"
        index = stop
    _mark_player(lines, flags)
    _mark_repeated(lines, flags)
    _mark_sender(lines, flags, total)
    mark_writers(lines, flags)
    _mark_weak(lines, flags)
    _mark_tail(lines, flags)
    mark_foot(lines, flags, names)
    return flags


def _zone_end(
    lines: Sequence[Line],
    index: int,
    above: float,
    bodies: int,
    resumes: Sequence[int],
    leaning: bool,
) -> int:
    """Return where the zone that line `index` opens ends; `index + 1` where it opens none.

    `above` is the share of the page's words that stand above, `bodies` how many paragraphs;
    `resumes` is what `_resumptions` gave, `leaning` whether furniture stands right above.
    """
    bare = bare_text(lines[index].folded).replace("[", "")
    bare = _COUNT.sub("", bare) or bare
    below = index + 1
    if _zone("end").match(bare) and (above >= 0.45 or bodies >= 3):
        return len(lines)
    if _zone("remarks").match(bare):
        if above >= 0.75:
            return len(lines)
        end = resumes[below]
        return end if end == len(lines) and bodies >= 2 else below
    if _zone("tail").match(bare):
        end = resumes[below]
        if above >= 0.5 or (bodies >= 2 and end == len(lines)):
            return _tail_end(lines, below, end) if above < _FOOT else end
        end = _labels_end(lines, below, _TEASER_WORDS)
        # above the text the one or two lines below may be the headline
        return end if bodies or end - below > 2 else below
    if _zone("contents").match(bare):
        return _contents_end(lines, below)
    if _zone("box").match(bare):
        listed = below < len(lines) and lines[below].item
        if listed and lines[index].text.rstrip().endswith(":") and _zone("advice").match(bare):
            return below  # "Te recomendamos:" and a list of advice
        return _labels_end(lines, below, _TEASER_WORDS)
    if _zone("tags").match(bare) and (lines[index].text.rstrip().endswith(":") or above >= 0.6):
        return _labels_end(lines, below, _TAG_WORDS)
    if (above >= 0.6 or (bodies >= 2 and leaning)) and _opens_about(lines[index], bare):
        return _about_end(lines, below)
    last = above >= _ABOUT_ITSELF and resumes[below] == len(lines)
    if last and _presents_itself(lines, index, bare):
        return _about_end(lines, below)
    return below


def _tail_end(lines: Sequence[Line], index: int, end: int) -> int:
    """Return where teasers in the midst of a text end, `end` being where they do at the latest.

    Teasers are alike: where the first two come without a paragraph, one below is the article's.
    """
    tight = index < len(lines) and lines[index].gap == 1
    links = index
    while (
        links < min(end, index + _MOST_LINKS)
        and not (tight and links > index and lines[links].gap > 1)
        and lines[links].words <= _TEASER_WORDS
        and (lines[links].is_short or lines[links].text.endswith("?"))
        and not _opens_zone(lines[links])
    ):
        links += 1
    body = next((i for i in range(index, min(end, links + 2)) if lines[i].is_body), end)
    if links - index < 2 or body >= end:
        return end
    # "El consejo final": much shorter than a link, it heads the paragraph below
    heads = links - index > 2 and body == links and lines[links - 1].words <= _MENU_WORDS
    return links - 1 if heads else links


def _contents_end(lines: Sequence[Line], index: int) -> int:
    """Return the end of a table of contents: titles and questions, each once more below."""
    tight = index < len(lines) and lines[index].gap == 1
    start = index
    while (
        index < len(lines)
        and not (tight and index > start and lines[index].gap > 1)
        and lines[index].words <= _CONTENTS_WORDS
        and not lines[index].text.endswith(".")
    ):
        index += 1
    # without a blank line between, the last is the heading of the text below
    parted = index < len(lines) and lines[index].gap > 1 and tight
    heads = index - start >= 2 and index < len(lines) and lines[index].is_body and not parted
    return index - 1 if heads else index


def _mark_contents(lines: Sequence[Line], flags: list[bool]) -> None:
    """Mark a table of contents: lines in a row that come again as headings, apart."""
    keys = [_NUMBER.sub("", bare_text(line.folded)) if line.words <= 20 else "" for line in lines]
    last = {key: position for position, key in enumerate(keys) if key}
    index = 0
    while index < len(lines):
        stop = index
        while stop < len(lines) and keys[stop] and last[keys[stop]] > stop:
            stop += 1
        again = [last[keys[i]] for i in range(index, stop)]
        # again apart from each other, each above text of its own
        if len(again) >= 2 and all(b - a >= 2 for a, b in pairwise(again)) and again[0] >= stop:
            flags[index:stop] = [True] * (stop - index)
        index = max(stop, index + 1)


def _mark_adverts(lines: Sequence[Line], flags: list[bool], names: Sequence[str | None]) -> None:
    """Mark the one line that stands with its label, blank lines about both: "[Publicidad]"."""
    bodies = 0
    for position, line in enumerate(lines[:-1]):
        below = lines[position + 1]
        parted = position + 2 == len(lines) or lines[position + 2].gap > 1
        if (
            bodies
            and names[position] == "advert"
            and line.gap > 1
            and below.gap == 1
            and parted
            and below.words <= _TEASER_WORDS
        ):
            flags[position + 1] = True
        bodies += line.is_body


def _mark_player(lines: Sequence[Line], flags: list[bool]) -> None:
    """Mark the two times of a player: "00:00", "04:12"."""
    for position, (above, line) in enumerate(pairwise(lines), start=1):
        if _START.match(above.text) and _LENGTH.match(line.text):
            flags[position - 1] = flags[position] = True


def _mark_repeated(lines: Sequence[Line], flags: list[bool]) -> None:
    """Mark a headline that the link right above it names too: "Lee también: El tren", "El tren"."""
    for position, (above, line) in enumerate(pairwise(lines), start=1):
        if (
            flags[position - 1]
            and _REPEATED_WORDS <= line.words < above.words
            and line.is_short
            and above.folded.endswith(line.folded)
        ):
            flags[position] = True


def _mark_sender(lines: Sequence[Line], flags: list[bool], total: int) -> None:
    """Mark what a press note says of its sender below its end ("###"), or in its last paragraph."""
    above = 0
    last = max((i for i, line in enumerate(lines) if line.is_body and not flags[i]), default=-1)
    for position, line in enumerate(lines):
        if above >= _ABOUT_BELOW * total:
            if _END_MARK.match(line.text):
                below = range(position, len(lines))
                flags[position:] = [flags[i] or not stays(lines[i]) for i in below]
                return
            if position == last and _tells_of_firm(line):
                flags[position] = True
        above += line.words


def _tells_of_firm(line: Line) -> bool:
    """Say whether a paragraph presents a firm: "Norte es una empresa líder con sede en …"."""
    match = _PRESENTED.match(line.text[:200])
    words = set(WORD.findall(line.folded)) if match else set()
    return len(words & word_set("firm_words")) >= _FIRM_WORDS


def _mark_weak(lines: Sequence[Line], flags: list[bool]) -> None:
    """Mark runs of ambiguous labels that lean on furniture, or are a menu by their number."""
    index = 0
    while index < len(lines):
        stop = index
        while stop < len(lines) and not flags[stop] and is_weak(lines[stop]):
            stop += 1
        leaning = (index > 0 and flags[index - 1]) or (stop < len(lines) and flags[stop])
        # The last of a run may head the text below it: "Noticias", "Cookies" and a paragraph.
        heads = _next_is_body(lines, index) or lines[min(stop, len(lines) - 1)].text.endswith("?")
        alone = stop - index == 1 and heads and index > 0
        at_edge = stop == len(lines) or index == 0
        if stop > index and not alone and (leaning or at_edge or stop - index >= 3):
            flags[index:stop] = [True] * (stop - index)
        index = max(stop, index + 1)


def _opens_about(line: Line, bare: str) -> bool:
    """Say whether the line heads a note about the author or the sender of a press release."""
    if _zone("about").match(bare):
        return True
    match = _ABOUT.match(bare)
    if not match or line.words > 7 or line.stopped or match["name"] in word_set("about_kept"):
        return False
    named = line.text.strip(" :").split()[-1]
    return named[:1].isupper() or named[:1].isdigit()


def _presents_itself(lines: Sequence[Line], index: int, bare: str) -> bool:
    """Say whether the line below a heading opens with its name: "Sobre Norte", "Norte es …"."""
    match = _ABOUT.match(bare)
    below = lines[index + 1].folded if match and index + 1 < len(lines) else ""
    name = bare[match.start("name") :] if match else ""
    opens = re.match(rf"(?:(?:la|el|los|las) )?{re.escape(name)}\b", below)
    return bool(name and opens) and _opens_about(lines[index], bare)


def _is_run_in_about(line: Line) -> bool:
    """Say whether a paragraph tells who sent the note: "Acerca de Norte: Norte es una firma …"."""
    if _ABOUT_WRITER.match(line.folded):
        return True
    match = _RUN_IN.match(line.text[:200])
    if not match:
        return False
    name = fold(match["name"])
    first = name.split()[0]
    # it goes on to say what that is, so the name comes once more or a verb of being follows
    told = fold(line.text[match.end() : match.end() + 120])
    goes_on = first in told or _SELF.search(told) is not None
    return first not in word_set("about_kept") and goes_on


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
            and not (has_address(line) or is_furniture(line))
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
    tight = index < len(lines) and lines[index].gap == 1
    while (
        index < len(lines)
        and index - start < _MOST_LINKS
        and not (tight and index > start and lines[index].gap > 1)
        and lines[index].is_short
        and lines[index].words <= most_words
        and not _opens_zone(lines[index])
    ):
        index += 1
    # The last short line before running text may be the article's own heading: below several
    # links, or where it is much shorter than the link above it.
    found = index - start
    parted = tight and found and index < len(lines) and lines[index].gap > 1
    if found and not parted and index < len(lines) and lines[index].is_body:
        last = lines[index - 1]
        several = found >= 3 or most_words == _TAG_WORDS
        shorter = found == 2 and last.words <= _MENU_WORDS < lines[index - 2].words
        if ((several and last.words <= 10) or shorter) and not is_furniture(last):
            index -= 1
    return index


def _opens_zone(line: Line) -> bool:
    """Say whether a line heads other teasers, or what readers write."""
    bare = bare_text(line.folded)
    return any(_zone(name).match(bare) for name in ("tail", "end", "remarks"))


def _resumptions(lines: Sequence[Line]) -> list[int]:
    """Return for each line where below it the article goes on after teasers.

    Teasers are headlines with at most one paragraph each, so two long paragraphs in a row
    are the article; without such the page's end is given.
    """
    written = [
        line.is_body
        and line.words >= (_BRIEF_PARAGRAPH if line.brief else _TEASER_PARAGRAPH)
        and not is_furniture(line)
        for line in lines
    ]
    result = [len(lines)] * (len(lines) + 1)
    for position in range(len(lines) - 2, -1, -1):
        pair = written[position] and written[position + 1]
        result[position] = position if pair else result[position + 1]
    return result


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
        i
        for i in run
        if lines[i].words <= _MENU_WORDS and not lines[i].item and lines[i].unit.kind is None
    ]
    if len(menu) >= 3 and len(menu) == len(run):
        for position in menu:
            flags[position] = read_byline(lines[position].text) is None
