"""Queries with a name, read from a folder of `.rq` files that any SPARQL tool can run as they are.

A file begins with its titles and parameters as comments:

    # es: Cifras de un rol
    # en: Figures of a role
    # param minimo number: Valor mínimo | Least value

and says in the query what a parameter is unless told, as data of its own: `VALUES ?minimo { 0 }`,
or `UNDEF` where it then stands for anything. Binding puts an RDF term in that place, so that no
value can be taken for a part of the query.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import pyoxigraph
from pyoxigraph import NamedNode

from corpus.errors import PuenteError
from kg.vocabulary import DEFAULT, XSD, Iris

__all__ = [
    "OWN_FOLDER",
    "NamedQuery",
    "NamedQueryError",
    "Parameter",
    "ParameterKind",
    "bind",
    "find_named_query",
    "load_named_queries",
]

ParameterKind = Literal["text", "number", "integer", "term"]

# The folder of a base in which people put queries of their own.
OWN_FOLDER = "queries"

_FOLDER = Path(__file__).parent / "queries"
_TITLE = re.compile(r"#\s*(es|en):\s*(.+)")
_PARAMETER = re.compile(r"#\s*param\s+(\w+)\s+(\w+):\s*([^|]+?)\s*(?:\|\s*(.+))?")
_PLACE = re.compile(r"\bVALUES\s+\?(\w+)\s*\{([^{}]*)\}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


class NamedQueryError(PuenteError):
    """A named query that is not there, is written wrong, or is given wrong parameters."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query: what it is, in each language, and what unless told."""

    name: str
    kind: ParameterKind
    help: Mapping[str, str]
    default: str | None


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with its titles by language and its parameters in order."""

    name: str
    titles: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str


def load_named_queries(*folders: Path) -> dict[str, NamedQuery]:
    """Return by name, in its order, the queries that ship and those of further folders.

    A query of a later folder takes the place of one of the same name; a folder may be absent.

    Raises:
        NamedQueryError: if a file cannot be read or is not written as it should be.
    """
    found = dict(_shipped())
    for folder in folders:
        found |= _load(folder)
    return dict(sorted(found.items()))


def find_named_query(name: str, *folders: Path) -> NamedQuery:
    """Return the query of a name.

    Raises:
        NamedQueryError: if there is none, with the names that there are.
    """
    queries = load_named_queries(*folders)
    if name not in queries:
        raise NamedQueryError(f"no hay ninguna consulta «{name}»; las hay: {', '.join(queries)}")
    return queries[name]


def bind(query: NamedQuery, values: Mapping[str, str], iris: Iris = DEFAULT) -> str:
    """Return the text of a query with its parameters set.

    Args:
        query: see `load_named_queries`.
        values: what people write for each parameter; one that is absent keeps its default.
        iris: whose prefixes a term may use.

    Raises:
        NamedQueryError: if a parameter is unknown or its value is not of its kind.
    """
    kinds = {parameter.name: parameter.kind for parameter in query.parameters}
    for name in values:
        if name not in kinds:
            known = ", ".join(kinds) or "ninguno"
            raise NamedQueryError(
                f"la consulta «{query.name}» no tiene el parámetro «{name}»; los hay: {known}"
            )
    terms = {name: _term(name, kinds[name], value, iris) for name, value in values.items()}

    def put(place: re.Match[str]) -> str:
        return f"VALUES ?{place[1]} {{ {terms.get(place[1], place[2].strip())} }}"

    return _PLACE.sub(put, query.text)


def _term(name: str, kind: ParameterKind, value: str, iris: Iris) -> str:
    """Return a value as an RDF term, written as SPARQL reads it."""
    try:
        match kind:
            case "text":
                return str(pyoxigraph.Literal(value))
            case "number":
                number = Decimal(value.strip().replace(",", "."))
                if not number.is_finite():
                    raise ValueError(value)
                return str(pyoxigraph.Literal(f"{number:f}", datatype=XSD["decimal"]))
            case "integer":
                return str(pyoxigraph.Literal(int(value)))
            case "term":
                return str(NamedNode(_iri(value, iris)))
    except (ValueError, InvalidOperation, OverflowError) as error:
        kinds = {"text": "un texto", "number": "un número", "integer": "un entero"}
        wanted = kinds.get(kind, "un IRI o un nombre con prefijo")
        raise NamedQueryError(f"el parámetro «{name}» es {wanted}, no «{value[:80]!s}»") from error


def _iri(value: str, iris: Iris) -> str:
    """Return the IRI that a value is, between `<>` or not, or stands for by a prefix."""
    prefix, colon, rest = value.partition(":")
    if colon and prefix in iris.prefixes() and not rest.startswith("//"):
        value = iris.prefixes()[prefix] + rest
    value = value.removeprefix("<").removesuffix(">")
    if not _IRI.fullmatch(value):
        raise ValueError(value)
    return value


@cache
def _shipped() -> Mapping[str, NamedQuery]:
    return _load(_FOLDER)


def _load(folder: Path) -> dict[str, NamedQuery]:
    return {path.stem: _read(path) for path in sorted(folder.glob("*.rq"))}


def _read(path: Path) -> NamedQuery:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NamedQueryError(f"no se puede leer {path}: {error}") from error
    titles: dict[str, str] = {}
    parameters = []
    places = {place[1]: place[2].strip() for place in _PLACE.finditer(text)}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if title := _TITLE.fullmatch(line.strip()):
            titles[title[1]] = title[2]
        elif found := _PARAMETER.fullmatch(line.strip()):
            parameters.append(_parameter(path, found, places))
    if "es" not in titles:
        raise NamedQueryError(f"{path}: falta el título, en una línea «# es: …»")
    titles.setdefault("en", titles["es"])
    return NamedQuery(path.stem, titles, tuple(parameters), text)


def _parameter(path: Path, found: re.Match[str], places: Mapping[str, str]) -> Parameter:
    name, kind, spanish, english = found.groups()
    for known in get_args(ParameterKind):
        if kind == known and name in places:
            default = None if places[name] == "UNDEF" else places[name]
            return Parameter(name, known, {"es": spanish, "en": english or spanish}, default)
    raise NamedQueryError(
        f"{path}: el parámetro «{name}» necesita un tipo ({', '.join(get_args(ParameterKind))}) "
        f"y un lugar en la consulta, como VALUES ?{name} {{ UNDEF }}"
    )
