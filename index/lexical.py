"""Words, stems and BM25: the side of search that needs the very word.

A text becomes *words* (lower case, accents kept, figures and acronyms whole), a word becomes
*terms*: its Spanish stem without accents, and the pieces of four letters by which cognates and
English questions find it. BM25 is that of Robertson, in Lucene's form (idf never negative).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import Stemmer
import yaml
from numpy.typing import NDArray

from corpus.lexicon import fold
from kg.numeral import find_figures
from kg.quantity import NUMBER_WORDS

__all__ = ["LexicalIndex", "find_words", "gram_terms", "stem_terms", "stop_words", "write_together"]

DATA = Path(__file__).parent / "data"
K1 = 0.9  # measured on Spanish paragraphs: 0.9 and 0.4 beat 1.5 and 0.75 by 0.01 of nDCG@10
B = 0.4
GRAM = 4
AT_ONCE = 10_000_000  # terms met that are sorted at once: some 400 MB
EMPTY = 128  # bytes of the header of a .npy file

_POINTS = r"\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?"  # 1.234,5
_COMMAS = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!,?\d)"  # 1,234.5, as Mexico writes it; no 0,125
_FIGURE = rf"{_POINTS}|{_COMMAS}|\d+(?:[.,]\d+)?"
_HUNDREDTHS = r"\spor\s?(?:ciento|cien|100)\b(?![.,]\d)"
_HUNDREDTHS_AT_ALL = re.compile(r"por\s?(?:cien|100)")
_SHARE = rf"(?:\s?%|{_HUNDREDTHS}|\s(?:percent|per\scent)\b)"
_NUMBER = f"(?:{'|'.join(sorted(NUMBER_WORDS))})"
_SPELLED = re.compile(
    rf"(?<!coma )\b({_NUMBER}(?:\s(?:y\s)?{_NUMBER})*){_HUNDREDTHS}", re.IGNORECASE
)
_THOUSANDS = (
    rf"(?:{_POINTS}|{_COMMAS}|\d{{1,3}}(?:[.,]\d{{1,2}})?)\smil\b(?:\s\d{{1,3}}\b(?![.,]?\d))?"
)
_SOFT_C = re.compile(r"c(?:e|i(?!s[mt])(?!(?<=ici)dad))")
# The initials of a plural, each twice: RR. HH., EE.UU., CC OO; a letter of Roman numbers is none.
_TWICE = "(?P<{0}>[^\\W\\d_IX])(?P={0})".format
_TOKEN = re.compile(
    rf"(?=\d)(?:(?P<scaled>{_THOUSANDS})|(?P<figure>{_FIGURE})(?P<share>{_SHARE})?)"
    rf"|(?P<plural>\b{_TWICE('one')}\.?[ \u00a0]?{_TWICE('two')}\b\.?)"
    r"|(?P<initials>\b(?:(?:[^\W\d_]\.){2,4}|(?:[^\W\d_]\.[ \u00a0]){1,3}[^\W\d_]\.)(?![^\W\d_]))"
    r"|(?P<word>[^\W\d_]+(?:[&+][^\W\d_]+)?)",
    re.IGNORECASE,
)


@cache
def stop_words(language: str | None = None) -> frozenset[str]:
    """Return the words left out, without accents: of `spanish`, `english`, or both (None)."""
    lists = yaml.safe_load((DATA / "stop_words.yaml").read_text(encoding="utf-8"))
    chosen = lists.values() if language is None else [lists[language]]
    return frozenset(word for lines in chosen for line in lines for word in line.split())


def find_words(text: str) -> list[str]:
    """Return the words of `text` in order, in one form each, accents kept.

    >>> find_words("El 77 por ciento de RR. HH. (12.500 personas) o el 77%")
    ['el', '77%', 'de', 'rrhh', '12500', 'personas', 'o', 'el', '77%']
    """
    words = []
    text = unicodedata.normalize("NFC", text)
    if _HUNDREDTHS_AT_ALL.search(text):  # to look for words of numbers everywhere is slow
        text = _SPELLED.sub(lambda found: f"{_value(f'{found[1]} por ciento')} %", text)
    for match in _TOKEN.finditer(text):
        if match["figure"]:
            words.append(_figure(match["figure"]) + ("%" if match["share"] else ""))
        elif match["scaled"]:
            words.append(_value(match["scaled"]))
        elif _is_acronym(match):
            words.append(_bare(match).lower())
        elif match["initials"]:
            words.extend(re.findall(r"\w+", match["initials"].lower()))
        else:
            words.append(match["word"].lower())
    return words


def write_together(text: str) -> str:
    """Return `text` with initials written as one word.

    >>> write_together("RR. HH. en EE UU y la S.A.")
    'RRHH en EEUU y la SA'
    """
    return _TOKEN.sub(lambda match: _bare(match) if _is_acronym(match) else match[0], text)


def _is_acronym(match: re.Match[str]) -> bool:
    """Say whether a token is initials; "a. m." in small letters is none."""
    return bool(match["plural"] or (match["initials"] and match["initials"].isupper()))


def _bare(match: re.Match[str]) -> str:
    return re.sub(r"\W", "", match[0])


def _figure(text: str) -> str:
    """Write a figure without thousand marks and with a decimal comma: 1.234,50 is 1234,50."""
    if re.fullmatch(_POINTS, text):
        return re.sub(r"[.\u00a0\u202f]", "", text)
    if re.fullmatch(_COMMAS, text):
        text = text.replace(",", "")
    return text.replace(".", ",")


def _value(text: str) -> str:
    """Return the number that `text` writes with words, in digits.

    >>> _value("340 mil"), _value("1,5 mil"), _value("sesenta y dos")
    ('340000', '1500', '62')
    """
    found = find_figures(text)
    return f"{found[0].value.normalize():f}".replace(".", ",") if found else text


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("spanish")


@lru_cache(maxsize=100_000)
def stem_terms(word: str) -> tuple[str, ...]:
    """Return the terms of a word for the stem index; none for a word that is left out.

    A share is found by its bare figure as well. Words of three letters (CMO, CIO, TI) are kept
    whole, and their plurals in `s` are those of four.

    >>> [stem_terms(w) for w in ("77%", "colaboración", "cios", "cio", "con", "sin")]
    [('77%', '77'), ('colabor',), ('cio',), ('cio',), (), ('sin',)]
    """
    if word[0].isdigit():
        return (word, word[:-1]) if word.endswith("%") else (word,)
    plain = fold(word)
    if plain in stop_words():
        return ()
    if len(plain) > 3:
        word = _singular(word)
    if len(word) <= 3:
        return (fold(word),)
    return (_stem(word),)


def _stem(word: str) -> str:
    """Return the stem of a singular, without accents.

    >>> [_stem(word) for word in ("líder", "lidera", "capaz", "alcance", "alcanzar", "público")]
    ['lider', 'lider', 'capaz', 'alcanz', 'alcanz', 'public']
    """
    plain = fold(word)
    if re.search("[áéíóú].*r$", word):  # stressed before its end: no infinitive to cut
        return plain
    stem = fold(_stemmer().stemWord(word))
    # z is written c before e and i; of an adjective in -ico («publicidad», «catolicismo») it was c
    if _SOFT_C.match(plain, len(stem) - 1) and plain.startswith(stem):
        stem = f"{stem[:-1]}z"
    return stem


@cache
def _plurals() -> list[tuple[re.Pattern[str], str]]:
    """Return the patterns of `data/plurals.yaml`, with what each puts in the place of its group."""
    rules = yaml.safe_load((DATA / "plurals.yaml").read_text(encoding="utf-8"))
    return [(re.compile(f"{pattern}$"), becomes) for pattern, becomes in rules]


def _singular(word: str) -> str:
    """Return the singular of a noun in the plural, any other word as it is; accents kept.

    >>> [_singular(word) for word in ("tareas", "jóvenes", "kpis", "crisis", "tenemos")]
    ['tarea', 'jóven', 'kpi', 'crisis', 'tenemos']
    """
    if len(word) == 4 and re.search("[aeiou]s$", word):
        return word[:-1]
    for pattern, becomes in _plurals():
        if found := pattern.search(word):
            return word if becomes == "=" else word[: found.start(1)] + becomes
    return word


@lru_cache(maxsize=100_000)
def gram_terms(word: str) -> tuple[str, ...]:
    """Return the pieces of four letters of a word, edges marked; none for a word left out.

    >>> gram_terms("rápido")
    ('_rap', 'rapi', 'apid', 'pido', 'ido_')
    """
    plain = fold(word)
    if plain in stop_words():
        return ()
    edged = f"_{plain}_"
    return tuple(edged[i : i + GRAM] for i in range(max(1, len(edged) - GRAM + 1)))


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 over units (passages or sentences), as postings in plain arrays.

    Attributes:
        terms: term to its number.
        first: (terms + 1,) where the postings of each term begin.
        units: (postings,) the unit of each posting.
        weights: (postings,) the saturated frequency, in 0 .. k1 + 1.
        idf: (terms,) how much a term tells.
        size: how many units there are.
    """

    terms: Mapping[str, int]
    first: NDArray[np.int64]
    units: NDArray[np.int32]
    weights: NDArray[np.float32]
    idf: NDArray[np.float32]
    size: int

    @classmethod
    def build(
        cls, terms: Sequence[str], flat: NDArray[np.int32], owner: NDArray[np.int32], size: int
    ) -> "LexicalIndex":
        """Index `size` units.

        Args:
            terms: every term once.
            flat: (n,) the number of each term met.
            owner: (n,) the unit that it was met in.
            size: how many units there are.

        Source: Robertson and Zaragoza 2009, equations 3.15 and 3.16; idf as in Lucene.
        """
        length = np.bincount(owner, minlength=size).astype(np.float64)
        mean = max(float(length.mean()) if size else 0.0, 1.0)
        norm = K1 * (1 - B + B * length / mean)
        found, units = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int32)]
        weights = [np.zeros(0, dtype=np.float32)]
        for low, high in _ranges(flat, len(terms)):
            mine = (flat >= low) & (flat < high)
            keys = (flat[mine].astype(np.int64) - low) * max(size, 1) + owner[mine]
            keys, counts = np.unique(keys, return_counts=True)
            met, of = np.divmod(keys, max(size, 1))
            found.append(np.bincount(met, minlength=high - low))
            units.append(of.astype(np.int32))
            weights.append((counts * (K1 + 1) / (counts + norm[of])).astype(np.float32))
        held = np.concatenate(found)
        idf = np.log(1 + (size - held + 0.5) / (held + 0.5))
        return cls(
            {term: i for i, term in enumerate(terms)},
            np.concatenate([[0], np.cumsum(held)]).astype(np.int64),
            np.concatenate(units),
            np.concatenate(weights),
            idf.astype(np.float32),
            size,
        )

    def telling(self, term: str) -> float:
        """Return the idf of a term; one never met tells most."""
        number = self.terms.get(term)
        unmet = float(np.log(1 + (self.size + 0.5) / 0.5))
        return unmet if number is None else float(self.idf[number])

    def scores(self, query: Mapping[str, float], *, most: float = 1.0) -> NDArray[np.float32]:
        """Return the BM25 score of every unit, (size,).

        Args:
            query: term to weight.
            most: terms that more than this share of the units hold are left out.
        """
        total = np.zeros(self.size, dtype=np.float32)
        for number, weight in self._known(query):
            span = slice(self.first[number], self.first[number + 1])
            if span.stop - span.start <= most * self.size:
                total[self.units[span]] += weight * self.idf[number] * self.weights[span]
        return total

    def scores_of(self, query: Mapping[str, float], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the BM25 score of the units `ids`, which rise, (len(ids),).

        Takes as long as there are `ids`, however many units there are.
        """
        total = np.zeros(len(ids), dtype=np.float32)
        if not len(ids):
            return total
        for number, weight in self._known(query):
            start, end = self.first[number], self.first[number + 1]
            units = self.units[start:end]
            if end - start < len(ids):
                at = np.minimum(np.searchsorted(ids, units), len(ids) - 1)
                met = np.flatnonzero(ids[at] == units)
                total[at[met]] += weight * self.idf[number] * self.weights[start + met]
            else:
                at = np.minimum(np.searchsorted(units, ids.astype(np.int32)), len(units) - 1)
                met = np.flatnonzero(units[at] == ids)
                total[met] += weight * self.idf[number] * self.weights[start + at[met]]
        return total

    def holders(self, terms: Collection[str]) -> NDArray[np.int32]:
        """Return the units that hold any of `terms`, in order."""
        found = [
            self.units[self.first[number] : self.first[number + 1]]
            for number, _ in self._known(dict.fromkeys(terms, 1.0))
        ]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *found]))

    def _known(self, query: Mapping[str, float]) -> Iterator[tuple[int, float]]:
        """Yield the number and the weight of each term of `query` that some unit holds."""
        for term, weight in query.items():
            number = self.terms.get(term)
            if number is not None and self.first[number + 1] > self.first[number]:
                yield number, weight

    def ideal(self, query: Mapping[str, float]) -> float:
        """Return the score that no unit can pass: every term of `query`, without end."""
        return (K1 + 1) * sum(w * self.telling(term) for term, w in query.items())

    def save(self, folder: Path) -> None:
        """Write the arrays as .npy and the terms as lines of text."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("first", "units", "weights", "idf"):
            np.save(folder / f"{name}.npy", getattr(self, name))
        (folder / "terms.txt").write_text("\n".join(self.terms), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, size: int) -> "LexicalIndex":
        """Open what `save` wrote, memory-mapped."""
        text = (folder / "terms.txt").read_text(encoding="utf-8")
        terms = {term: i for i, term in enumerate(text.split("\n"))} if text else {}
        names = ("first", "units", "weights", "idf")
        first, units, weights, idf = (map_array(folder / f"{name}.npy") for name in names)
        return cls(terms, first, units, weights, idf, size)


def _ranges(flat: NDArray[np.int32], terms: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms that have some `AT_ONCE` postings each: to sort them takes memory."""
    total = np.cumsum(np.bincount(flat, minlength=terms))
    parts = 1 + len(flat) // AT_ONCE
    cuts = [int(np.searchsorted(total, len(flat) * part / parts)) for part in range(1, parts)]
    yield from pairwise(dict.fromkeys([0, *cuts, terms]))


def map_array(path: Path) -> NDArray[Any]:
    """Open a .npy file memory-mapped, an empty one (which cannot be mapped) as it is."""
    mode: Literal["r"] | None = "r" if path.stat().st_size > EMPTY else None
    # As a plain array over the mapped file: numpy's own class for it is slow to index.
    return np.asarray(np.load(path, mmap_mode=mode, allow_pickle=False))
