"""Search by text inside SPARQL: the property `pu:search`, answered before the query runs.

    (?thing ?score ?text) pu:search ("quién controla los datos" 20)

stands for the passages and sentences nearest to a text, and joins with the rest of the query:
`?thing` is a passage found, or whatever of the graph has its evidence in a sentence found; the
score and the words are there for who names variables for them. What stands there is SPARQL to any
client. It is replaced by the hits as a VALUES block, so that the engine sees plain data.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from corpus.article import Span
from index.base import Base
from kg.query_error import QueryError
from kg.store import Store

__all__ = ["with_hits"]

_DEFAULT, _MOST = 20, 1000
_MOST_CALLS = 10

# The lengths are bounded where a token that comes to nothing would be read again and again.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<var>[?$]\w+)
    | (?P<name>(?:[^\W\d][\w.-]{0,100})?:(?:(?:[\w.:%-]|\\.){0,200}(?:[\w:%-]|\\.))?)
    | (?P<number>\d+)
    | (?P<word>\w+)
    | (?P<sign>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_AFTER_A_TERM = frozenset(".;,})]")
_SHAPE = '(?cosa ?puntos ?frase) pu:search ("texto" 20)'


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Call:
    """One use of the property: the place it takes, what it binds and what it asks."""

    start: int
    end: int
    names: tuple[str, ...]
    asked: str
    top: int
    goes_on: bool


def with_hits(text: str, base: Base) -> str:
    """Return a query with what each `pu:search` in it finds in its place.

    A query that searches for nothing comes back as it is. Lines keep their numbers.

    Raises:
        QueryError: if the property is not used as it can be, with the place.
    """
    if "search" not in text:
        return text
    found = _calls(text, base.store.iris.prefixes())
    calls = list(islice(found, _MOST_CALLS + 1))
    if len(calls) > _MOST_CALLS:
        raise _wrong(text, calls[_MOST_CALLS].start, f"a lo sumo {_MOST_CALLS} en una consulta")
    parts, done = [], 0
    for call in calls:
        lines = "\n" * text.count("\n", call.start, call.end)
        parts += [text[done : call.start], _values(call, base), lines]
        done = call.end
    return "".join([*parts, text[done:]])


def _calls(text: str, prefixes: Mapping[str, str]) -> Iterator[_Call]:
    """Find each use of the property in a query."""
    tokens = [
        _Token(found.lastgroup or "", found[0], found.start(), found.end())
        for found in _TOKEN.finditer(text)
        if found.lastgroup != "comment"
    ]
    known = {**prefixes, **_declared(tokens)}
    property_iri = prefixes["pu"] + "search"
    for place, token in enumerate(tokens):
        if _iri(token, known) != property_iri or place in (0, len(tokens) - 1):
            continue
        before, after = tokens[place - 1], tokens[place + 1]
        if before.text == ";" or (before.text == "," and after.kind == "string"):
            raise _wrong(text, token.start, "su sujeto va justo delante")
        if (before.kind == "var" or before.text == ")") and after.text not in _AFTER_A_TERM:
            yield _call(text, tokens, place)


def _call(text: str, tokens: Sequence[_Token], place: int) -> _Call:
    """Read the use of the property at a place."""
    at = tokens[place].start
    first, names = place - 1, [tokens[place - 1].text]
    if tokens[first].text == ")":
        while first > 0 and tokens[first].text != "(":
            first -= 1
        inner = tokens[first + 1 : place - 1]
        names = [token.text for token in inner]
        if not 1 <= len(names) <= 3 or any(token.kind != "var" for token in inner):
            raise _wrong(text, at, "delante van de una a tres variables")
    rest = tokens[place + 1 : place + 8]
    last = 0
    if rest[0].text == "(":
        last = next((i for i, token in enumerate(rest) if token.text == ")"), 0)
    arguments = rest[1:last] if last else rest[:1]
    if not last and [token.text for token in rest[1:2]] == ["@"]:
        last = 2
    asked, top = _arguments(text, at, tokens, arguments)
    following = [token.text for token in rest[last + 1 : last + 3]]
    goes_on = following[:1] == [";"] and following[1:] not in (["."], ["}"])
    end = rest[last + 1].end if following[:1] == [";"] else rest[last].end
    return _Call(tokens[first].start, end, tuple(names), asked, top, goes_on)


def _arguments(
    text: str, at: int, tokens: Sequence[_Token], arguments: Sequence[_Token]
) -> tuple[str, int]:
    """Return what is asked and how many hits are wanted."""
    kinds = [token.kind for token in arguments]
    if kinds[1:3] == ["sign", "word"] and arguments[1].text == "@":  # a language says nothing here
        arguments, kinds = [arguments[0], *arguments[3:]], [kinds[0], *kinds[3:]]
    if kinds not in (["string"], ["var"], ["string", "number"], ["var", "number"]):
        raise _wrong(text, at, "detrás van un texto y, si se quiere, cuántos")
    top = int(arguments[1].text) if len(arguments) > 1 else _DEFAULT
    if not 1 <= top <= _MOST:
        raise _wrong(text, at, f"se piden de 1 a {_MOST}")
    written = arguments[0].text
    if kinds[0] == "var":
        written = _value(tokens, written)
        if not written:
            name = arguments[0].text
            raise _wrong(text, at, f'falta qué buscar: un texto, o VALUES {name} {{ "texto" }}')
    try:
        (triple,) = parse(f"<a:a> <a:a> {written} .", RdfFormat.TURTLE)
    except SyntaxError as error:
        raise _wrong(text, at, f"el texto no está bien escrito: {written[:40]}") from error
    value = triple.object
    return (value.value if isinstance(value, Literal) else ""), top


def _value(tokens: Sequence[_Token], name: str) -> str:
    """Return the text that `VALUES ?name { "text" }` gives a variable, as written, or nothing."""
    for i in range(len(tokens) - 4):
        word, var, opened, value, closed = tokens[i : i + 5]
        if (
            word.text.lower() == "values"
            and var.kind == "var"
            and var.text[1:] == name[1:]
            and (opened.text, value.kind, closed.text) == ("{", "string", "}")
        ):
            return value.text
    return ""


def _declared(tokens: Sequence[_Token]) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.text.lower() == "prefix" and name.kind == "name" and iri.kind == "iri"
    }


def _iri(token: _Token, prefixes: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, rest = token.text.partition(":")
    return prefixes[prefix] + rest if token.kind == "name" and prefix in prefixes else None


def _wrong(text: str, at: int, message: str) -> QueryError:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return QueryError(
        f"pu:search en la línea {line}, columna {column}: {message}; se escribe {_SHAPE}",
        "syntax",
        line,
        column,
    )


# --- what is found


def _values(call: _Call, base: Base) -> str:
    """Write what a call finds as a block of data, nearest first."""
    width = len(call.names)
    rows = " ".join(
        f"({' '.join((str(thing), f'{score:.6f}', str(Literal(said, language='es')))[:width])})"
        for thing, score, said in _found(call.asked, call.top, base)
    )
    subject = f" {call.names[0]} " if call.goes_on else ""
    return f"VALUES ({' '.join(call.names)}) {{ {rows} }}{subject}"


def _found(asked: str, top: int, base: Base) -> list[tuple[NamedNode, float, str]]:
    """Return the passages found and what has its evidence in a sentence found, with scores."""
    iris = base.store.iris
    found = [
        (iris.at(hit.article, "passage", Span(hit.start, hit.end)), hit.score, hit.text)
        for hit in base.searcher.search(asked, top)
    ]
    sentences = base.searcher.sentences(asked, top)
    facts = _facts(base.store, sorted({hit.article for hit in sentences}))
    best: dict[NamedNode, tuple[float, str]] = {}
    for hit in sentences:
        for thing, span in facts.get(hit.article, ()):
            if span.start < hit.end and hit.start < span.end and thing not in best:
                best[thing] = (hit.score, hit.text)
    found += [(thing, score, said) for thing, (score, said) in best.items()]
    return sorted(found, key=lambda row: (-row[1], row[0].value))


_EVIDENCE = """SELECT ?thing ?article ?start ?end WHERE {
  VALUES ?article { %s }
  ?place oa:hasSource ?article ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  ?thing pu:evidence ?place }"""


def _facts(store: Store, articles: Sequence[str]) -> dict[str, list[tuple[NamedNode, Span]]]:
    """Return what has its evidence in these articles, and where, by article."""
    named = " ".join(str(store.iris.article(article)) for article in articles)
    facts: dict[str, list[tuple[NamedNode, Span]]] = {article: [] for article in articles}
    for row in store.select(_EVIDENCE % named):
        thing, article, start, end = (row[name] for name in ("thing", "article", "start", "end"))
        if isinstance(thing, NamedNode) and isinstance(article, NamedNode):
            span = Span(int(str(getattr(start, "value", 0))), int(str(getattr(end, "value", 0))))
            facts[store.iris.article_id(article.value)].append((thing, span))
    return facts
