"""Is a line, taken alone, furniture of a page: a button, a credit, a menu, a cookie note?

The phrases are in `data/boilerplate.yaml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.draft import Unit
from corpus.lexicon import fold, load

__all__ = [
    "Line",
    "bare_text",
    "has_address",
    "is_furniture",
    "is_weak",
    "lines_of",
    "phrases_pattern",
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
_FILE = re.compile(
    r"(?:\w[\w\-.%]*\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|pdf|mp4)"
    r"|(?:img|dsc|image|imagen|foto|banner|logo|screenshot|captura)[\w\-]*\d[\w\-]*"
    r"|[^\W_]+(?:[\-_]+[^\W_]+)+)\Z"
)


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
                folded=" ".join(fold(part[:_LONGEST]).split()),
                words=len(_WORD.findall(part)),
                stopped=bool(_STOPPED.search(part[-8:])),
                item=unit.kind == "list_item" or bool(_LIST.match(part[:12])),
                unit=unit,
            )
        )
    return result


def phrases_pattern(phrases: Sequence[str]) -> str:
    """Return phrases of the data file as one alternation.

    `#` is a number, `*` one to four words, at the end of a phrase anything.
    """
    forms = []
    for phrase in sorted(phrases, key=len, reverse=True):
        escaped = re.escape(fold(phrase).strip()).replace(r"\#", r"\d[\d.,]*(?:\s?k)?")
        escaped = re.sub(r"\\\*\Z", ".+", escaped)
        forms.append(escaped.replace(r"\*", r"\S+(?: \S+){0,3}"))
    return "|".join(forms) or r"(?!)"


@dataclass(frozen=True, slots=True)
class _Rule:
    """Phrases of one group that begin with the same word, and the lines that they hold for."""

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
        for phrase in group.get(part, []):
            buckets.setdefault(_key(fold(phrase)), []).append(phrase)
        for key, some in buckets.items():
            pattern = re.compile(rf"(?:{phrases_pattern(some)}){end}")
            rule = _Rule(pattern, group["max_words"], group.get("labels", False))
            rules.setdefault(key, []).append(rule)
    return {key: tuple(some) for key, some in rules.items()}


def _key(text: str) -> str:
    """Return the first word of a text, or its first mark."""
    word = _WORD.match(text)
    return word.group() if word else text[:1]


def _begins(part: str, end: str, text: str, line: Line) -> bool:
    """Say whether `text` begins with a phrase of `part` that holds for `line`."""
    rules = _rules(part, end)
    found = rules.get(_key(text), ())
    if text[:1].isdigit():
        found = (*found, *rules.get("#", ()))
    return any(rule.pattern.match(text) and rule.fits(line) for rule in found)


@cache
def _inside_rules() -> tuple[tuple[tuple[str, ...], _Rule], ...]:
    """Return the phrases looked for anywhere, plain and as a pattern of whole words."""
    return tuple(
        (
            tuple(fold(phrase).strip() for phrase in group["inside"]),
            _Rule(
                re.compile(rf"(?<!\w)(?:{phrases_pattern(group['inside'])})(?!\w)"),
                group["max_words"],
                group.get("labels", False),
            ),
        )
        for group in load("boilerplate")["lines"]
        if group.get("inside")
    )


def _holds(line: Line) -> bool:
    """Say whether a line holds a phrase anywhere; a plain search rules nearly all lines out."""
    return any(
        rule.fits(line)
        and any(phrase in line.folded for phrase in plain)
        and rule.pattern.search(line.folded)
        for plain, rule in _inside_rules()
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
    if not line.folded:
        return False
    bare = bare_text(line.folded)
    if not _WORD.search(bare):
        return not line.stopped
    counted = _COUNT.sub("", bare)
    start = line.folded.lstrip("-•*·»›>| ¡¿([")
    if (
        _begins("whole", r"\Z", bare, line)
        or (counted and _begins("whole", r"\Z", counted, line))
        or _begins("start", r"(?!\w)", start, line)
        or _holds(line)
    ):
        return True
    return _is_widget_row(line, bare) or _is_breadcrumb(line) or _is_stray(line, bare)


def is_weak(line: Line) -> bool:
    """Say whether a line is boilerplate if it stands beside other boilerplate: "Contacto"."""
    if line.words > 6 or line.stopped or not line.folded:
        return False
    bare = bare_text(line.folded)
    counted = _COUNT.sub("", bare) or bare
    return bare in word_set("sections") or _begins("weak", r"\Z", counted, line)


def _is_breadcrumb(line: Line) -> bool:
    """Say whether a line is a path through a site: "Economía › Empresas › Datos"."""
    if line.stopped or line.words > 40 or "«" in line.text:
        return False
    parts = [part for part in _CRUMB.split(line.folded) if part.strip()]
    if len(parts) < 2 or any(len(part.split()) > 20 for part in parts):
        return False
    first = parts[0].strip()
    return first in word_set("sections") or (len(parts) > 2 and len(first.split()) <= 3)


def _is_widget_row(line: Line, bare: str) -> bool:
    """Say whether a line is made of names of buttons, sections and networks alone."""
    if line.words > 40 or line.stopped:
        return False
    words = _WORD.findall(bare.replace("e-mail", "email"))
    widgets = sum(word in word_set("widgets") for word in words)
    sections = sum(
        word in word_set("sections") for word in words if word not in word_set("widgets")
    )
    others = [w for w in words if w not in word_set("widgets") and w not in word_set("sections")]
    small = sum(word in word_set("small") or word.isdigit() for word in others)
    if widgets and widgets + small == len(words):
        return True
    # "Economía Empresas Mercados Opinión": a menu, but "Marketing y tecnología" is a heading.
    return widgets + sections >= 4 and widgets + sections + small == len(words) and small <= 2


def _is_stray(line: Line, bare: str) -> bool:
    """Say whether a line is a file name, an address, a hashtag or the like, and no words."""
    if (line.stopped and " " in line.folded) or line.words > 60:
        return False
    if " " not in bare and _FILE.match(bare):
        return True
    if not _WORD.search(_ADDRESS.sub(" ", line.folded)):
        return True
    if bare.isdigit() and len(bare) <= 4:
        return True  # a count, or a place in a ranking
    token = line.text.strip()
    # An image's name left over in the text ("grafico1", "ventasmx"): one word in lower case.
    return line.words == 1 and token.isalnum() and token.islower() and line.unit.kind is None
