"""Errors as programs read them: problem details for HTTP (RFC 9457)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from corpus.errors import PuenteError
from index.scope import ScopeError
from kg.named_query import NamedQueryError
from kg.query_error import QueryError

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["MEDIA_TYPE", "ProblemError", "install", "problem_response"]

MEDIA_TYPE = "application/problem+json"

_STATUS = {
    "syntax": 400,
    "refused": 403,
    "format": 406,
    "size": 413,
    "run": 500,
    "memory": 503,
    "deadline": 503,
    "busy": 503,
    "store": 503,
}
_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class ProblemError(PuenteError):
    """A request that cannot be answered as it stands."""

    def __init__(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        """Keep the HTTP status, a sentence in Spanish, and further members of the answer."""
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers, self.more = dict(headers or {}), more


def problem_response(error: ProblemError) -> JSONResponse:
    """Return a problem as the answer to a request."""
    body = {
        "type": "about:blank",
        "title": _TITLES.get(error.status, "Error"),
        "status": error.status,
        "detail": error.detail,
        **error.more,
    }
    return JSONResponse(body, error.status, error.headers, MEDIA_TYPE)


def as_problem(error: PuenteError) -> ProblemError:
    """Return what an error of ours is over HTTP."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, NamedQueryError):
        return ProblemError(400, str(error))
    if isinstance(error, ScopeError):
        return ProblemError(404, str(error))
    if not isinstance(error, QueryError):
        return ProblemError(503, str(error))
    more: dict[str, Any] = {"reason": error.reason}
    if error.line:
        more |= {"line": error.line, "column": error.column}
    headers = {"retry-after": "1"} if error.reason == "busy" else {}
    return ProblemError(_STATUS[error.reason], str(error), headers, **more)


def install(app: "FastAPI") -> None:
    """Let the application answer every error in this form."""
    from fastapi.exceptions import RequestValidationError

    async def ours(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, PuenteError):
            raise error
        return problem_response(as_problem(error))

    async def http(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, HTTPException):
            raise error
        return problem_response(ProblemError(error.status_code, error.detail, error.headers))

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, RequestValidationError):
            raise error
        faults = [
            {"in": [str(part) for part in fault["loc"]], "detail": fault["msg"]}
            for fault in error.errors()
        ]
        return problem_response(ProblemError(422, "la petición no es válida", errors=faults))

    app.add_exception_handler(PuenteError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
