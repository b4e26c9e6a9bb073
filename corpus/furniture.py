"""Is a line, taken alone, furniture of a page: a button, a credit, a menu, a cookie note?

The phrases are in `data/boilerplate.yaml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from corpus.draft import Unit
from corpus.lexicon import fold, load
from corpus.metadata import read_byline

__all__ = [
    "Line",
    "bare_text",
    "furniture_name",
    "has_address",
    "is_furniture",
    "is_weak",
    "lines_of",
    "opens_foot",
    "parts_of",
    "phrases_pattern",
    "series_pattern",
    "stays",
    "word_set",
]

BODY_WORDS = 18  # a line of so many words that ends like a sentence is running text
_TEASER_WORDS = 28  # labels, links and headlines are shorter
_LONGEST = 4000  # characters of a line that are looked at: furniture is short

_WORD = re.compile(r"\w+")
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_LIST = re.compile(r"(?:[-–—•▪●◦*·✓✔➢►■□]|\d{1,2}\s?[.)]\s?[-–]?|[a-z]\))\s")
_EDGE = " \t-•*·»›>|:.!?…"
_COUNT = re.compile(r"\s*\(?\d[\d.,]*\)?\Z")
_CRUMB = re.compile(r"\s(?:[»›>→]|::)\s|[»›]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+|\+?\(?\d[\d\s().\-]{6,}\d"
    r"|\w+\.(?:com|es|org|net|mx|ar|co|cl|pe)(?:/\S*)?"
)
# Bars, dots, wide gaps and the like between the entries of a menu or the fields of a credit.
_PART = re.compile(r"\s*[|•·¦▸→←\[\]]\s*|\s{2,}|\s[/–—-]\s")
_START = re.compile(r"\A[^\w©@#$+&]+")  # bullets, arrows, pictures and marks before the words
_SENTENCE = re.compile(r"(?<=[?!.])\s+(?=\S)")
_PARTED = 600  # characters of a line that are cut into parts: menus are short
_SMALL_WORDS = 3  # entries of a menu are short
_LINKED = re.compile(r"\s?(?:[:|»›>→-]|=>)+\s?[\"'¿¡]*(?P<title>\w)")
_CONTACT = re.compile(r"\S@\w[\w.-]*\.\w|\btel(?:efonos?|f)?\b[.:]{0,2} ?\+?\(?\d")
_POINTER = re.compile(r"\s*(?:>>|▶\s?▶|👉|➡|☞|⬇)")
_PAGE = re.compile(
    r"(?:\((?:pag(?:ina|\.)? )?\d{1,3}\s?(?:/|de)\s?\d{1,3}\)"
    r"|\bpag(?:ina|\.) \d{1,3}(?: de \d{1,3})?)\Z"
)
_FILE = re.compile(
    r"(?:\w[\w\-.%]*\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|pdf|mp4)"
    r"|(?:img|dsc|image|imagen|foto|banner|logo|screenshot|captura)[\w\-]*\d[\w\-]*"
    r"|[^\W_]+(?:[\-_]+[^\W_]+)+)\Z"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's text with what the rules ask of it again and again.

    `gap` is the number of line ends above it.
    """

    text: str
    folded: str
    words: int
    stopped: bool
    item: bool
    unit: Unit
    gap: int = 1

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
    result: list[Line] = []
    above = 0
    for unit in units:
        part = unit.of(text)
        result.append(
            Line(
                text=part,
                folded=" ".join(fold(part[:_LONGEST]).split()),
                words=len(_WORD.findall(part)),
                stopped=bool(_STOPPED.search(part[-8:])),
                item=unit.kind == "list_item" or bool(_LIST.match(part[:12])),
                unit=unit,
                gap=text.count("\n", above, unit.start),
            )
        )
        above = unit.end
    return result


def phrases_pattern(phrases: Sequence[str]) -> str:
    """Return phrases of the data file as one alternation.

    `#` is a number, `*` one to four words, at the end of a phrase anything; `{a|b}` is either.
    """
    forms = []
    for phrase in sorted(_spelt_out(phrases), key=len, reverse=True):
        escaped = re.escape(fold(phrase).strip()).replace(r"\#", r"\d[\d.,]*(?:\s?k)?")
        escaped = re.sub(r"\\\*\Z", ".+", escaped)
        forms.append(escaped.replace(r"\*", r"\S+(?: \S+){0,3}"))
    return "|".join(forms) or r"(?!)"


def _spelt_out(phrases: Sequence[str]) -> list[str]:
    """Return phrases with every choice `{a|b}` written out; `{a|}` may be left away.

    >>> _spelt_out(["{lee|lea} {mas|}", "ver"])
    ['lee mas', 'lee', 'lea mas', 'lea', 'ver']
    """
    result = []
    for phrase in phrases:
        pieces = re.split(r"[{}]", phrase)  # every second piece is a choice
        choices = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
        result += [" ".join("".join(chosen).split()) for chosen in product(*choices)]
    return result


@dataclass(frozen=True, slots=True)
class _Rule:
    """Phrases of one group that begin with the same word, and the lines that they hold for."""

    name: str
    pattern: re.Pattern[str]
    max_words: int
    labels: bool

    def fits(self, line: Line) -> bool:
        """Say whether a line is of the kind that the group is about."""
        return line.words <= self.max_words and not (self.labels and (line.stopped or line.item))


@cache
def _rules(part: str, end: str) -> dict[str, tuple[_Rule, ...]]:
    """Return the phrases of one part of all groups by their first word.

    Most lines begin like none of them. Phrases that begin with a number are under "#".
    """
    rules: dict[str, list[_Rule]] = {}
    for group in load("boilerplate")["lines"]:
        buckets: dict[str, list[str]] = {}
        for phrase in _spelt_out(group.get(part, [])):
            buckets.setdefault(_key(fold(phrase)), []).append(phrase)
        for key, some in buckets.items():
            pattern = re.compile(rf"(?:{phrases_pattern(some)}){end}")
            labels = group.get("labels", False)
            rule = _Rule(group["name"], pattern, group["max_words"], labels)
            rules.setdefault(key, []).append(rule)
    return {key: tuple(some) for key, some in rules.items()}


def _key(text: str) -> str:
    """Return the first word of a text, or its first mark."""
    word = _WORD.match(text)
    return word.group() if word else text[:1]


def _begins(part: str, end: str, text: str, line: Line) -> str | None:
    """Return the group of a phrase of `part` that `text` begins with and that holds for `line`."""
    rules = _rules(part, end)
    found = rules.get(_key(text), ())
    if text[:1].isdigit():
        found = (*found, *rules.get("#", ()))
    return next((r.name for r in found if r.fits(line) and r.pattern.match(text)), None)


@cache
def _inside_rules() -> tuple[tuple[tuple[str, ...], _Rule], ...]:
    """Return the phrases looked for anywhere, plain and as a pattern of whole words."""
    return tuple(
        (
            tuple(fold(phrase).strip() for phrase in _spelt_out(group["inside"])),
            _Rule(
                group["name"],
                re.compile(rf"(?:(?<!\w)|(?=\W))(?:{phrases_pattern(group['inside'])})(?!\w)"),
                group["max_words"],
                group.get("labels", False),
            ),
        )
        for group in load("boilerplate")["lines"]
        if group.get("inside")
    )


def _holds(line: Line) -> str | None:
    """Return the group of a phrase in the line; a plain search rules nearly all lines out."""
    return next(
        (
            rule.name
            for plain, rule in _inside_rules()
            if rule.fits(line)
            and any(phrase in line.folded for phrase in plain)
            and rule.pattern.search(line.folded)
        ),
        None,
    )


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a word list of `boilerplate.yaml`, folded."""
    data = load("boilerplate")
    return frozenset(fold(word) for word in data.get(name) or data["zones"][name])


@lru_cache(maxsize=4096)  # asked several times of each line
def bare_text(folded: str) -> str:
    """Return a folded line without bullets and marks at its ends.

    >>> bare_text("» (comentarios):")
    'comentarios'
    """
    return folded.lstrip(_EDGE + "#+¡¿[(").rstrip(_EDGE + "])")


def has_address(line: Line) -> bool:
    """Say whether a line holds a web or mail address or a telephone number."""
    return bool(_ADDRESS.search(line.folded))


def is_furniture(line: Line) -> bool:
    """Say whether a line is boilerplate wherever it stands."""
    return furniture_name(line) is not None


def furniture_name(line: Line) -> str | None:
    """Return what furniture a line is wherever it stands, None where it is not.

    Returns:
        The name of a group of `boilerplate.yaml`, or "menu" and "buttons" (names of sections,
        of buttons), "path" (of the page in its site), "row" (several pieces in one line),
        "stray" (a file name, a number, …).
    """
    if not line.folded:
        return None
    bare = bare_text(line.folded)
    if not _WORD.search(bare):
        return None if line.stopped else "stray"
    start = _START.sub("", line.folded)
    return (
        _whole(bare, line)
        or _begins("start", r"(?!\w)", start, line)
        or _links(start, line)
        or _holds(line)
        or _marked(line)
        or ("follow" if _is_call(line) else None)
        or ("path" if _is_breadcrumb(line) else _row_of_names(line, bare))
        or ("row" if _is_row(line) else None)
        or ("stray" if _is_stray(line, bare) else None)
    )


def _is_call(line: Line) -> bool:
    """Say whether the site calls on its readers: "Entérate antes en nuestro canal"."""
    if line.words > 40 or line.item:
        return False
    for sentence in _SENTENCE.split(line.folded):
        words = _WORD.findall(sentence)
        if words and words[0] in word_set("call_verbs"):
            rest = set(words)
            if rest & word_set("call_things") and rest & word_set("call_ours"):
                return True
    return False


def _marked(line: Line) -> str | None:
    """Return "pointer" for ">> Ver el vídeo", "page" for the running head of a page: "… (2/4)"."""
    if line.stopped or line.words > 24:
        return None
    if _POINTER.match(line.text):
        return "pointer"
    return "page" if _PAGE.search(line.folded[-40:]) else None


def opens_foot(line: Line) -> bool:
    """Say whether a line is what pages have only below their text: an address, a citation hint."""
    if line.words <= 30 and not line.item and _CONTACT.search(line.folded):
        return True
    return bool(_begins("foot", r"(?!\w)", _START.sub("", line.folded), line))


def stays(line: Line) -> bool:
    """Say whether a line of the foot is the article's: a source, a note, references."""
    return bool(_kept().match(line.folded))


@cache
def series_pattern() -> re.Pattern[str]:
    """Return the names of the series that a publication may belong to."""
    return re.compile(rf"(?:{phrases_pattern(load('boilerplate')['series'])})")


@cache
def _kept() -> re.Pattern[str]:
    """Return the labels of notes and sources."""
    return re.compile(rf"(?:{phrases_pattern(load('boilerplate')['kept'])})(?:\s?[:.(\d]|\Z)")


def _whole(bare: str, line: Line) -> str | None:
    """Return the group of which `bare` is a phrase, a count at its end put aside."""
    counted = _COUNT.sub("", bare)
    return _begins("whole", r"\Z", bare, line) or (
        _begins("whole", r"\Z", counted, line) if counted and counted != bare else None
    )


def _links(start: str, line: Line) -> str | None:
    """Return the group where a line is a label and a headline: "Además: El paro baja"."""
    bracketed = line.text[0] in "([" and line.text.endswith((").", "]."))
    if line.item or (line.text.rstrip(")] ").endswith(".") and not bracketed):
        return None
    written = " ".join(line.text[:_LONGEST].split())  # as long as the folded line
    for rule in _rules("link", "").get(_key(start), ()):
        match = rule.pattern.match(start)
        title = _LINKED.match(start, match.end()) if match else None
        if title and rule.fits(line):
            first = written[len(line.folded) - len(start) + title.start("title")]
            if first.isupper() or first.isdigit():
                return rule.name
    return None


def parts_of(line: Line) -> list[str]:
    """Return the entries of a line that bars, dots or wide gaps divide.

    >>> from corpus.draft import Unit
    >>> parts_of(lines_of("Empresas | Quiénes somos", [Unit(0, 24)])[0])
    ['Empresas', 'Quiénes somos']
    """
    if line.item or len(line.text) > _PARTED:
        return [line.text]
    return [part for part in _PART.split(line.text) if _WORD.search(part)]


def _is_row(line: Line) -> bool:
    """Say whether a line is several pieces of furniture: "Compartir · 37 · Guardar"."""
    if line.words > 40 or line.item:
        return False
    parts, small = parts_of(line), 0
    sentences = len(parts) < 2
    if sentences:
        parts = _SENTENCE.split(line.text[:_PARTED])
    if len(parts) < 2:
        return False
    strong = 0
    for part in parts:
        words = len(_WORD.findall(part))
        piece = Line(part, " ".join(fold(part).split()), words, False, False, line.unit)
        bare = bare_text(piece.folded)
        byline = read_byline(part)
        if byline is not None and byline.authors:
            return False  # who wrote it is the article's
        if (
            _whole(bare, piece)
            or _begins("start", r"(?!\w)", _START.sub("", piece.folded), piece)
            or _row_of_names(piece, bare)
            or not _WORD.search(_ADDRESS.sub(" ", piece.folded))
        ):
            strong += 1
        elif _begins("weak", r"\Z", bare, piece) or (
            not sentences and (words <= _SMALL_WORDS or byline is not None)
        ):
            small += 1
    if not strong or strong + small < len(parts):
        return False
    return not (small and line.text.rstrip().endswith("."))


def is_weak(line: Line) -> bool:
    """Say whether a line is boilerplate if it stands beside other boilerplate: "Contacto"."""
    if line.words > 6 or line.stopped or not line.folded:
        return False
    bare = bare_text(line.folded)
    counted = _COUNT.sub("", bare) or bare
    return bare in word_set("sections") or bool(_begins("weak", r"\Z", counted, line))


def _is_breadcrumb(line: Line) -> bool:
    """Say whether a line is a path through a site: "Economía › Empresas › Datos"."""
    if line.stopped or line.words > 40 or "«" in line.text:
        return False
    # folding makes a plain quote of "»"
    parts = [fold(part) for part in _CRUMB.split(line.text) if part.strip()]
    if len(parts) < 2 or any(len(part.split()) > 20 for part in parts):
        return False
    first = parts[0].strip()
    return first in word_set("sections") or (len(parts) > 2 and len(first.split()) <= 3)


def _row_of_names(line: Line, bare: str) -> str | None:
    """Return "buttons" or "menu" where a line is names of buttons or sections alone."""
    if line.words > 40 or line.stopped:
        return None
    words = _WORD.findall(bare.replace("e-mail", "email"))
    widgets = sum(word in word_set("widgets") for word in words)
    sections = sum(
        word in word_set("sections") for word in words if word not in word_set("widgets")
    )
    others = [w for w in words if w not in word_set("widgets") and w not in word_set("sections")]
    small = sum(word in word_set("small") or word.isdigit() for word in others)
    if widgets and widgets + small == len(words):
        return "buttons"
    # "Economía Empresas Mercados Opinión": a menu, but "Marketing y tecnología" is a heading.
    menu = widgets + sections >= 4 and widgets + sections + small == len(words) and small <= 2
    return "menu" if menu else None


def _is_stray(line: Line, bare: str) -> bool:
    """Say whether a line is a file name, an address, a hashtag or the like, and no words."""
    if (line.stopped and " " in line.folded) or line.words > 60:
        return False
    if " " not in bare and _FILE.match(bare):
        return True
    if not _WORD.search(_ADDRESS.sub(" ", line.folded)):
        return read_byline(line.text) is None  # a date is no telephone number
    if bare.isdigit() and len(bare) <= 4:
        return True  # a count, or a place in a ranking
    token = line.text.strip()
    # An image's name left over in the text ("grafico1", "ventasmx"): one word in lower case.
    return line.words == 1 and token.isalnum() and token.islower() and line.unit.kind is None
