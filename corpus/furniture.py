"""Is a line, taken alone, furniture of a page: a button, a credit, a menu, a cookie note?

The phrases are in `data/boilerplate.yaml`.
"""

import re
from functools import cache

from corpus.lexicon import fold, load
from corpus.line import LONGEST, WORD, Line, bare_text
from corpus.metadata import read_byline
from corpus.page_phrase import begins, holds, key_of, phrases_pattern, rules, word_set

__all__ = [
    "furniture_name",
    "has_address",
    "is_furniture",
    "is_weak",
    "opens_foot",
    "parts_of",
    "series_pattern",
    "stays",
]


_COUNT = re.compile(r"\s*\(?\d[\d.,]*\)?\Z")
_CRUMB = re.compile(r"\s(?:[»›>→]|::)\s|[»›]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+|\+?\(?\d[\d\s().\-]{6,}\d"
    r"|\w+\.(?:com|es|org|net|mx|ar|co|cl|pe)(?:/\S*)?"
)
# Bars, dots, wide gaps and the like between the entries of a menu or the fields of a credit.
_PART = re.compile(r"\s*[|•·¦▸→←\[\]]\s*|\s{2,}|\s[/–—-]\s")
_LABEL_BAR = re.compile(r"\s*[|•·]\s*")
_START = re.compile(r"\A[^\w©@#$+&]+")  # bullets, arrows, pictures and marks before the words
_SENTENCE = re.compile(r"(?<=[?!.])\s+(?=\S)")
_SITE_WORDS = 14  # what a site says to its reader is short
_CAPTION_WORDS = 40
_CREDIT_WORDS = 8  # of a line of names
_MARKED_WORDS = 24
_PARTED = 600  # characters of a line that are cut into parts: menus are short
_SMALL_WORDS = 3  # entries of a menu are short
_LINKED = re.compile(r"\s?(?:[:|»›>→-]|=>)+\s?[\"'¿¡]*(?P<title>\w)")
_CONTACT = re.compile(
    r"\S@\w[\w.-]*\.\w|\b(?:tel(?:efonos?|f)?|cel(?:ular)?|whatsapp)\b[.:]{0,2} ?\+?\(?\d"
    r"|\b(?:cif|nif|rut|ruc|nit|rfc|cuit)\b[.:]{0,2} ?[a-z]{0,4}-?\d"
    r"|\bpiso \d|, s/n\b|\bc\.? ?p\.? \d{4,5}\b|\bcol\. [a-z]|(?:#|\bno\.) ?\d+ ?- ?\d"
)
# "En Norte Digital | El tren llega": a link of a blog to another one of its house
_HOUSE_LINK = re.compile(r"(?:En|Vía|Via) (?:[A-ZÁÉÍÓÚÑ][\w.'’-]* ?){1,4}\| ?\S")
_SIZED = re.compile(r"(?:\w{1,12} ){0,2}\(\d[\d.,]* ?[kmg]b\)\Z")  # "PDF (265 KB)"
_PICTURED = re.compile(r"[\s■▪|/·.]foto(?:grafia)?s?\s?: ?[\w .'’-]{3,40}\Z")  # "… ■ foto: ana gil"
_ICONS = frozenset("bcdfghijklmnpqrstvwxz")  # letters of networks: "f t in"
# "[ Portada ] [ Quiénes somos ]", and what a page had a picture for: "[Gráfico: …]"
_BRACKETED = re.compile(r"(?:\[[^\[\]]{1,40}\]\s*){2,}\Z")
_IN_PLACE = re.compile(r"\[(?P<what>\w+)\b[^\[\]]*\]\Z")
_AGENCY = re.compile(r"[.»”\")]\s[A-ZÁÉÍÓÚÑ]{2,}\Z")
_POINTER = re.compile(r"\s*(?:>>|▶\s?▶|👉|➡|☞|⬇)")
# The name of a photographer or an agency alone behind the stop of a caption.
_SIGNED = re.compile(
    r"\w[.»”\")]\s(?:[|/–—-]\s)?"
    r"(?:[A-ZÁÉÍÓÚÑ]\.\s?){0,2}(?:[A-ZÁÉÍÓÚÑ][\w'’-]+[ /-]{1,3}){0,3}[A-ZÁÉÍÓÚÑ][\w'’-]+\Z"
)
_EMBEDDED = re.compile(r"\(@\w+\)\W+\w+ \d{1,2},? (?:de )?\d{4}\Z")  # "(@ana) March 3, 2021"
_PAGE = re.compile(
    r"(?:\((?:pag(?:ina|\.)? )?\d{1,3}\s?(?:/|de)\s?\d{1,3}\)"
    r"|\bpag(?:ina|\.) \d{1,3}(?: de \d{1,3})?)\Z"
)
_FILE = re.compile(
    r"(?:\w[\w\-.%]*\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|pdf|mp4)"
    r"|(?:img|dsc|image|imagen|foto|banner|logo|screenshot|captura)[\w\-]*\d[\w\-]*"
    r"|[^\W_]+(?:[\-_]+[^\W_]+)+)\Z"
)


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
    if line.text.endswith("»") and "«" not in line.text:
        bare = bare.rstrip('" ')  # an arrow, which folding makes a quote of
    if not WORD.search(bare):
        return None if line.stopped else "stray"
    start = _START.sub("", line.folded)
    return (
        _whole(bare, line)
        or begins("start", r"(?!\w)", start, line)
        or _links(start, line)
        or holds(line)
        or _marked(line)
        or ("follow" if _is_call(line) else None)
        or ("buttons" if _is_site_talk(line) else None)
        or ("path" if _is_breadcrumb(line) else _row_of_names(line, bare))
        or ("row" if _is_row(line) else None)
        or ("stray" if _is_stray(line, bare) else None)
    )


def _is_call(line: Line) -> bool:
    """Say whether the site calls on its readers: "Entérate antes en nuestro canal"."""
    if line.words > 40 or line.item:
        return False
    for sentence in _SENTENCE.split(line.folded):
        words = WORD.findall(sentence)
        if words and words[0] in word_set("call_verbs"):
            rest = set(words)
            if rest & word_set("call_things") and rest & word_set("call_ours"):
                return True
    return False


def _is_site_talk(line: Line) -> bool:
    """Say whether a line is made of nothing but the words that sites speak of themselves with.

    "Crea tu cuenta gratis para continuar" and "Ver todos los comentarios" are, since any word of
    the world outside the page ("Crea una cuenta para el negocio") would stand out.
    """
    if not 2 <= line.words <= _SITE_WORDS or line.item:
        return False
    strong = others = 0
    for word in WORD.findall(line.folded):
        if word in word_set("site_strong"):
            strong += 1
        elif word in word_set("site"):
            others += 1
        elif word not in word_set("site_small") and not word.isdigit():
            return False
    return (strong > 0 and strong + others >= 2) or others >= 3


def _marked(line: Line) -> str | None:
    """Return what the form of a line tells.

    Returns:
        "menu" for labels in brackets, "pointer" for ">> Ver el vídeo", "share" for the end of a
        message shown from a network,
        "page" for the running head of a page ("… (2/4)") and "image" for a caption that ends
        with a name ("Una prensa en Vitoria. LUIS GIL").
    """
    if line.stopped or line.words > _CAPTION_WORDS:
        return None
    if _BRACKETED.match(line.text):
        return "menu"
    placed = _IN_PLACE.match(line.folded)
    if placed and placed["what"] in word_set("pictures"):
        return "image"
    # shorter, it names who wrote the text too: "Texto: Ana Gil / Foto: Luis Mas"
    if line.words > _CREDIT_WORDS and not line.item and _PICTURED.search(line.folded[-60:]):
        return "image"
    signed = line.words > 4 and not line.item and _SIGNED.search(line.text[-80:])
    # so long, it is a paragraph that an agency signs: "… anunció ayer. EFE"
    if signed and (line.words <= _MARKED_WORDS or not _AGENCY.search(line.text[-80:])):
        return "image"
    if line.words > _MARKED_WORDS:
        return None
    if _POINTER.match(line.text):
        return "pointer"
    if _HOUSE_LINK.match(line.text):
        return "related"
    if _EMBEDDED.search(line.text[-80:]):
        return "share"
    return "page" if _PAGE.search(line.folded[-40:]) else None


# "Temas Cámara de Comercio Pymes Alto Ebro": nothing but names behind the label
_KEY_WORDS = re.compile(
    r"(?:Temas|Etiquetas|Tags|TEMAS|ETIQUETAS|TAGS)"
    r"(?:\s+(?:[A-ZÁÉÍÓÚÑ]\w*|de|del|la|las|los|el|y|e))+\s+[A-ZÁÉÍÓÚÑ]\w*"
)


def opens_foot(line: Line) -> bool:
    """Say whether a line is what pages have only below their text: an address, a citation hint."""
    if line.words <= 30 and not line.item and _CONTACT.search(line.folded):
        return True
    labels = _LABEL_BAR.split(line.text) if line.words <= 30 and not line.stopped else []
    if len(labels) >= 3 and all(_is_label(label) for label in labels):
        return True  # key words: "Formación | Industria | Empleo"
    if not line.stopped and _KEY_WORDS.fullmatch(line.text):
        return True
    return bool(begins("foot", r"(?!\w)", _START.sub("", line.folded), line))


def _is_label(text: str) -> bool:
    return 1 <= len(WORD.findall(text)) <= 3 and not any(map(str.isdigit, text))


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
    return begins("whole", r"\Z", bare, line) or (
        begins("whole", r"\Z", counted, line) if counted and counted != bare else None
    )


def _links(start: str, line: Line) -> str | None:
    """Return the group where a line is a label and a headline: "Además: El paro baja"."""
    bracketed = line.text[0] in "([" and line.text.endswith((").", "]."))
    if line.item or (line.text.rstrip(")] ").endswith(".") and not bracketed):
        return None
    written = " ".join(line.text[:LONGEST].split())  # as long as the folded line
    for rule in rules("link", "").get(key_of(start), ()):
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
    >>> from corpus.line import lines_of
    >>> parts_of(lines_of("Empresas | Quiénes somos", [Unit(0, 24)])[0])
    ['Empresas', 'Quiénes somos']
    """
    if line.item or len(line.text) > _PARTED:
        return [line.text]
    return [part for part in _PART.split(line.text) if WORD.search(part)]


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
    dated = named = False
    for part in parts:
        words = len(WORD.findall(part))
        piece = Line(part, " ".join(fold(part).split()), words, False, False, line.unit)
        bare = bare_text(piece.folded)
        byline = read_byline(part)
        if byline is not None and byline.authors:
            return False  # who wrote it is the article's
        if (
            _whole(bare, piece)
            or begins("start", r"(?!\w)", _START.sub("", piece.folded), piece)
            or _row_of_names(piece, bare)
            or not WORD.search(_ADDRESS.sub(" ", piece.folded))
        ):
            strong += 1
        elif begins("weak", r"\Z", bare, piece):
            small += 1
        elif not sentences and (words <= _SMALL_WORDS or byline is not None):
            small += 1
            dated, named = dated or byline is not None, named or byline is None
    if not strong or strong + small < len(parts) or (dated and named):
        return False  # "Equipo Norte · 5 de abril · Etiquetas: …" tells who wrote it, and when
    return not (small and line.text.rstrip().endswith("."))


def is_weak(line: Line) -> bool:
    """Say whether a line is boilerplate if it stands beside other boilerplate: "Contacto"."""
    if line.words > 6 or line.stopped or not line.folded:
        return False
    bare = bare_text(line.folded)
    counted = _COUNT.sub("", bare) or bare
    return bare in word_set("sections") or bool(begins("weak", r"\Z", counted, line))


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
    words = WORD.findall(bare.replace("e-mail", "email"))
    widgets = sum(word in word_set("widgets") for word in words)
    sections = sum(
        word in word_set("sections") for word in words if word not in word_set("widgets")
    )
    others = [w for w in words if w not in word_set("widgets") and w not in word_set("sections")]
    small = sum(word in word_set("small") or word.isdigit() or word in _ICONS for word in others)
    if widgets and widgets + small == len(words):
        return "buttons"
    # "Economía Empresas Mercados Opinión": a menu, but "Marketing y tecnología" is a heading.
    menu = widgets + sections >= 4 and widgets + sections + small == len(words) and small <= 2
    return "menu" if menu else None


def _is_stray(line: Line, bare: str) -> bool:
    """Say whether a line is a file name, an address, a hashtag or the like, and no words."""
    if (line.stopped and " " in line.folded) or line.words > 60:
        return False
    if (" " not in bare and _FILE.match(bare)) or _SIZED.match(line.folded):
        return True
    if not WORD.search(_ADDRESS.sub(" ", line.folded)):
        return read_byline(line.text) is None  # a date is no telephone number
    if bare.isdigit() and len(bare) <= 4:
        return True  # a count, or a place in a ranking
    token = line.text.strip()
    # An image's name left over in the text ("grafico1", "ventasmx"): one word in lower case.
    return line.words == 1 and token.isalnum() and token.islower() and line.unit.kind is None
