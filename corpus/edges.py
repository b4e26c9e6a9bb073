"""The edges of a page: its headline, the labels and menus above it, and the foot below the text.

Single lines are judged in `furniture`, zones in the running text in `boilerplate`.
"""

import re
from collections.abc import Collection, Sequence
from itertools import accumulate

from corpus.byline_part import is_label, words
from corpus.furniture import furniture_name, opens_foot, parts_of, series_pattern, stays
from corpus.lexicon import fold
from corpus.line import Line
from corpus.metadata import is_signature, read_byline

__all__ = ["FOOT_OPENERS", "find_title", "mark_foot", "mark_head", "signatures"]

_TITLE_WORDS = range(5, 36)
_USUAL_WORDS = range(6, 26)  # most headlines
_LABEL_WORDS = 6  # section labels and kickers above a title
_SLOGAN_WORDS = 24  # slogans and notices between the menus above a title
_MENU_WORDS = 3  # an entry of a menu
_REPEATED = 6  # how far below the title it may stand once more
_SENTENCE_WORDS = 8  # a line that ends like a sentence and has fewer words may be a button
_BRIEF_SENTENCE = 5  # the same on a brief page
_BRIEF_WORDS = 3
_SIGNED = 12  # lines of a head in which its author signs
_HEADLINE_WORDS = 5
_QUOTES = 0.3  # share of words with figures in a line of market quotes
_NOTICE_WORDS = 40  # a paragraph of the foot is brief
_LATE = 0.8  # share of a page's words above its foot, where its kind does not tell it
_MOSTLY = 0.6  # share of a page's words that an article has at least

# Furniture that pages have below their text, and not in its midst as they have adverts.
FOOT_OPENERS = frozenset(
    [
        "share", "follow", "legal", "comments", "tags", "navigation", "menu", "path", "buttons",
        "row", "contact", "citation", "zone",
    ]
)  # fmt: skip

_SIGNATURE = re.compile(
    r"[A-ZÁÉÍÓÚÑ][\w.]+ (?:[a-z]{2,3} )?[A-ZÁÉÍÓÚÑ][^.]{0,40} (?:es|son|dirige|trabaja|fue) "
)
_ABOVE_TITLES = frozenset(["path", "legal", "menu", "navigation"])
_CLOSERS = frozenset(["legal", "comments", "tags", "contact", "citation"])


def find_title(lines: Sequence[Line], flags: list[bool]) -> int | None:
    """Return the headline's index, None where the text begins without one.

    May unflag a title that looks like furniture, where the file format says that it is one.
    """
    for position, line in enumerate(lines):
        if line.unit.kind == "title":
            flags[position] = False
            return position
    body = next((i for i, line in enumerate(lines) if line.is_body and not flags[i]), len(lines))
    signed = {i + step for i in signatures(lines[:body]) for step in (0, 1)}
    above = [
        i
        for i in range(body)
        if not flags[i]
        and i not in signed
        and lines[i].words <= _TITLE_WORDS.stop
        and not lines[i].text.endswith((".", ",", ";", ":"))
        and not (lines[i].item and lines[i].unit.kind is None)
        and (read_byline(lines[i].text) is None)
    ]
    if not above:
        return None
    marked = [i for i in above if lines[i].unit.kind == "heading" and lines[i].unit.level == 1]
    if marked:
        return marked[0]
    above = _headlines(lines, above)
    worded = [i for i in above if lines[i].words in _TITLE_WORDS]
    if worded:
        # Paths, menus and notices stand above a headline, so what is above them is none.
        top = max(
            (i for i in range(body) if flags[i] and furniture_name(lines[i]) in _ABOVE_TITLES),
            default=-1,
        )
        capitals = all(lines[i].text.isupper() for i in worded)
        return max(worded, key=lambda i: (_title_score(lines, i, top, capitals), -i))
    last = above[-1]
    return last if lines[last].words >= 2 and not lines[last].text[0].islower() else None


def signatures(lines: Sequence[Line]) -> list[int]:
    """Return where the head of a page names its author, whose calling the next line tells."""
    head = range(1, min(len(lines) - 1, _SIGNED))
    return [i for i in head if is_signature(lines[i].text, lines[i + 1].text)]


def _headlines(lines: Sequence[Line], above: list[int]) -> list[int]:
    """Leave out who publishes, which survey, and with whom the talk is, where more may be one."""
    decks = tuple(f"{opener} " for opener in words()["deck_openers"])
    kept = [i for i in above if not is_label(lines[i].text)]
    told = [i for i in kept if lines[i].words > _BRIEF_WORDS]
    left = [i for i in kept if i == (told or kept)[0] or not lines[i].folded.startswith(decks)]
    longest = max((lines[i].words for i in left), default=0)
    # "Encuesta de Empleo, tercer trimestre" above what it finds
    found = [
        i for i in left if lines[i].words == longest or not series_pattern().match(lines[i].folded)
    ]
    return found or above


def _title_score(lines: Sequence[Line], position: int, top: int, capitals: bool) -> int:
    """Return how much a line looks like the headline, as against others above the text.

    `top` is the last line that only stands above headlines, `capitals` whether all are in such.
    """
    line = lines[position]
    parts = parts_of(line)
    score = 2 if line.words in _USUAL_WORDS else 0
    if len(parts) >= 3 or (len(parts) == 2 and all(len(p.split()) < 5 for p in parts)):
        score -= 4
    elif len(parts) == 2:
        score -= 2  # the site's name beside its slogan, or the title
    if line.text.isupper() and not capitals:
        score -= 2
    if position < top:
        score -= 3
    tokens = line.text.split()
    if sum(any(map(str.isdigit, token)) for token in tokens) >= _QUOTES * len(tokens):
        score -= 3  # exchange rates and the weather
    if line.text.endswith("!"):
        score -= 3  # a call of the page
    below = lines[position + 1] if position + 1 < len(lines) else None
    alone = (position == 0 or line.gap >= 2) and below is not None and below.gap >= 2
    return score + alone + _leads_to_byline(lines, position)


def _leads_to_byline(lines: Sequence[Line], position: int) -> bool:
    """Say whether a by-line follows, with a deck between or without."""
    below = lines[position + 1 : position + 3]
    if len(below) > 1 and below[0].words not in _TITLE_WORDS:
        below = below[:1]
    return any(read_byline(line.text) for line in below)


def mark_head(
    lines: Sequence[Line], flags: list[bool], title: int | None, bylines: Collection[int]
) -> None:
    """Mark section labels, menus, slogans and spam above the title."""
    if title is None:
        # Without a headline only a line of one or two small words can be told for a label.
        if lines and not flags[0] and lines[0].words <= 2 and lines[0].text[0].islower():
            flags[0] = True
        return
    top = max((i for i in range(title) if flags[i]), default=-1)
    for position in range(title):
        line = lines[position]
        if position in bylines or line.unit.kind in ("quote", "list_item"):
            continue
        if series_pattern().match(line.folded):
            continue
        label = line.words <= _LABEL_WORDS and not line.stopped
        slogan = line.words <= _SLOGAN_WORDS and (
            position < top
            or (not line.stopped and (line.text.isupper() or len(parts_of(line)) > 1))
        )
        if label or slogan:
            flags[position] = True
    wanted = _plain(lines[title].text)
    for position, line in enumerate(lines[: title + _REPEATED]):
        # The headline once more, as in the page's own title: "Titular | Diario".
        if position != title and line.is_short and wanted and _plain(line.text) == wanted:
            flags[position] = True


def _plain(text: str) -> str:
    """Return the words of a text alone, folded."""
    return " ".join(re.findall(r"\w+", fold(text)))


def mark_foot(lines: Sequence[Line], flags: list[bool], names: Sequence[str | None]) -> None:
    """Mark what is left below the text once the foot of the page has begun.

    The foot begins below the last running text, at the first line that belongs to a foot and from
    where on furniture outweighs statements. What is no statement there is furniture.

    Args:
        lines: all units of a draft, in order.
        flags: what is known to be boilerplate; added to.
        names: what each line is, as `furniture_name` gives it, "zone" for a zone's heading.
    """
    count = len(lines)
    closing = _closing(lines, flags, names)
    text = [i for i in range(closing) if lines[i].is_body and not flags[i]]
    if not text:
        return
    below = text[-1] + 1
    opens = [name in FOOT_OPENERS and flag for name, flag in zip(names, flags, strict=True)]
    for position in range(below, count):
        if not flags[position] and opens_foot(lines[position]):
            flags[position] = opens[position] = True
    told = [
        not flags[i] and _is_told(lines[i]) and lines[i].words >= _BRIEF_WORDS for i in range(count)
    ]
    furniture = list(accumulate(reversed(flags)))[::-1]
    statements = list(accumulate(reversed(told)))[::-1]
    start = next(
        (
            i
            for i in range(below, count)
            if opens[i] and (i >= closing or furniture[i] > 2 * statements[i])
        ),
        count,
    )
    _mark_links_above(lines, flags, below, start)
    kept = False  # below a heading of the article's own, such as "Referencias"
    for position in range(start, count):
        line = lines[position]
        if flags[position]:
            kept = False
        elif stays(line):
            kept = not line.stopped and line.words <= _BRIEF_WORDS
        elif not kept and (position > closing or _is_foot_line(lines, flags, position)):
            flags[position] = True


def _closing(lines: Sequence[Line], flags: Sequence[bool], names: Sequence[str | None]) -> int:
    """Return the line that only stands where articles are over, their count without such.

    Key words, comments, legal notices: a paragraph below them is the site's own. So is a last one
    that is brief, below furniture of two kinds in a row.
    """
    total = sum(line.words for line in lines)
    above = 0
    for position, line in enumerate(lines):
        if flags[position] and names[position] in FOOT_OPENERS and above >= _MOSTLY * total:
            below = range(position + 1, len(lines))
            later = [lines[i].words for i in below if lines[i].is_body and not flags[i]]
            if names[position] in _CLOSERS:
                return position if len(later) <= 1 else len(lines)
            if (
                len(later) <= 1
                and sum(later) <= _NOTICE_WORDS
                and above >= _LATE * total
                and (position and _is_another(lines, names, position))
            ):
                return position
        above += line.words
    return len(lines)


def _is_another(lines: Sequence[Line], names: Sequence[str | None], position: int) -> bool:
    """Say whether the line above is furniture of the foot too, of another kind, or several are."""
    above = names[position - 1]
    if above in FOOT_OPENERS:
        return above != names[position]
    if above is None:
        return opens_foot(lines[position - 1])
    return position > 1 and bool(names[position - 2] or opens_foot(lines[position - 2]))


def _mark_links_above(lines: Sequence[Line], flags: list[bool], below: int, start: int) -> None:
    """Mark headlines right above a foot whose heading is unknown, from `below` on."""
    top = start
    while (
        top > below
        and lines[top - 1].is_short
        and not (flags[top - 1] or lines[top - 1].item or stays(lines[top - 1]))
    ):
        top -= 1
    run = range(top, start)
    listed = top > 0 and lines[top - 1].text.rstrip().endswith(":")
    if start < len(lines) and len(run) >= 2 and not listed:
        headed = lines[top].words <= _LABEL_WORDS and lines[top].words < lines[top + 1].words
        if headed and all(lines[i].words >= _HEADLINE_WORDS for i in run[1:]):
            flags[top:start] = [True] * len(run)


def _is_told(line: Line) -> bool:
    """Say whether a line ends as a statement does; questions are often links or calls."""
    return line.stopped and not line.text.rstrip("»”\"') ").endswith("?")


def _is_foot_line(lines: Sequence[Line], flags: Sequence[bool], position: int) -> bool:
    """Say whether a line of the foot is furniture: no sentence, or one shut in by furniture."""
    line = lines[position]
    byline = read_byline(line.text)
    if byline is not None and byline.authors and line.text.split()[0].lower() == "por":
        return False
    # "Ana Soto es economista." is what the article says of who wrote it.
    shortest = _BRIEF_SENTENCE if line.brief else _SENTENCE_WORDS
    return not _is_told(line) or (line.words < shortest and not _SIGNATURE.match(line.text))
