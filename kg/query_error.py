"""What can be wrong with a query, and how it is said in Spanish."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from corpus.errors import PuenteError

__all__ = ["QueryError", "Reason", "worker_error"]

Reason = Literal[
    "syntax", "refused", "deadline", "busy", "memory", "size", "format", "run", "store"
]

_UPDATES = frozenset(
    ("insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with")
)
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*|(?:prefix|base)\b[^<]*<[^>]*>)*([a-z]+)", re.IGNORECASE)
_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)


class QueryError(PuenteError):
    """A SPARQL query that is refused, wrong, or over a limit.

    Attributes:
        reason: what kind of trouble it is.
        line: where the query is wrong, from 1; none where that has no place.
        column: see `line`; in characters, from 1.
    """

    def __init__(
        self, message: str, reason: Reason, line: int | None = None, column: int | None = None
    ) -> None:
        """Keep the message, in Spanish, and the place."""
        super().__init__(message)
        self.reason = reason
        self.line = line
        self.column = column


def worker_error(
    head: Mapping[str, Any], text: str, format: str, *, memory: int, size: int
) -> QueryError:
    """Say in Spanish what a worker reports."""
    match head["error"]:
        case "syntax":
            return _syntax_error(head["message"], text)
        case "service":
            return QueryError(
                "la consulta pregunta a otro servidor (SERVICE) que no se ha permitido: "
                "`--service` lo permite, y la consulta lo nombra con su IRI entera",
                "refused",
            )
        case "kind":
            written = {"select": "un SELECT", "ask": "un ASK", "graph": "un CONSTRUCT o DESCRIBE"}
            use = "turtle, nt, jsonld o rdfxml"
            if head["kind"] != "graph":
                use = "table, json, xml, csv o tsv"
            return QueryError(
                f"{written[head['kind']]} no se puede escribir como {format}: use {use}", "format"
            )
        case "deadline":
            return QueryError(
                f"la consulta pasa de su plazo de {head['deadline']:g} s y se ha detenido: "
                "acótela, por ejemplo con LIMIT o con menos patrones sueltos",
                "deadline",
            )
        case "size":
            return QueryError(f"el resultado pasa de {size >> 20} MiB: acótelo con LIMIT", "size")
        case "memory":
            return QueryError(
                f"la consulta necesita más de {memory >> 20} MiB de memoria y se ha "
                "detenido: acótela u ordene menos filas",
                "memory",
            )
        case "busy":
            return QueryError(
                "hay demasiadas consultas a la vez y esta, que ya tardaba, ha dejado sitio a las "
                "demás: acótela o repítala más tarde",
                "busy",
            )
        case "depth":
            return QueryError("la consulta está demasiado anidada", "syntax")
        case "run":
            return QueryError(f"la consulta no se puede evaluar: {head['message']}", "run")
        case _:
            return QueryError(
                "el proceso de consultas ha terminado sin responder "
                f"(estado {head.get('status')}); compruebe la base con `puente check`",
                "run",
            )


def _syntax_error(message: str, text: str) -> QueryError:
    """Say in Spanish, and shortly, what the engine's parser found wrong and where."""
    first = _PROLOGUE.match(text)
    if first and first[1].lower() in _UPDATES:
        return QueryError(
            f"{first[1].upper()} cambia datos, y la base sólo se consulta: use SELECT, ASK, "
            "CONSTRUCT o DESCRIBE",
            "refused",
        )
    place = _PLACE.match(message)
    if place is None:
        return QueryError(f"la consulta no es SPARQL válido: {message}", "syntax")
    line, column = int(place[1]), int(place[2])
    lines = text.split("\n")
    at = lines[line - 1] if line <= len(lines) else ""
    where = f"línea {line}, columna {column}"
    near = at[column - 1 :].strip()[:40] or at[: column - 1].strip()[-40:]
    if near:
        where += f", cerca de «{near}»"
    return QueryError(
        f"error de sintaxis SPARQL en la {where}: {_expected(place[3], at[: column - 1])}",
        "syntax",
        line,
        column,
    )


def _expected(expected: str, before: str) -> str:
    """Say what the parser expected, from its own list."""
    if "Prefix not found" in expected:
        name = re.search(r"([\w.-]*:)[^\s:]*\s*$", before)
        return f"el prefijo {f'«{name[1]}» ' if name else ''}no está declarado (PREFIX)"
    if "variable that is unbound" in expected:
        return "el SELECT tiene una variable que no está en GROUP BY ni en un agregado"
    signs = list(dict.fromkeys(re.findall(r'"([^"\w\s\\]{1,2})"', expected)))
    if len(signs) > 4:  # any term may start here
        return "aquí falta una variable, un IRI o un valor"
    if signs:
        return "se esperaba " + " o ".join(f"«{sign}»" for sign in signs)
    return "esto no se esperaba aquí"
