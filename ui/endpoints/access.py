"""Who may ask the server, and how often: one rule for every address, before all else.

Without a token or a password anybody who reaches the server may ask; it then answers only to the
names of this machine, so that no page of the web can reach it by a name of its own.
"""

import base64
import binascii
import hashlib
import hmac
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from ui.endpoints.problem import ProblemError, problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Access", "Guard"]

_log = logging.getLogger("puente.access")

# Pages ask for many small files at once; these are what makes the server work.
_WORK = (
    "/sparql",
    "/api/",
    "/id/",
    "/ns",
    "/mcp",
    "/gradio_api/component_server",
    "/recursos/export",
    "/recursos/upload",
)
_FAILURES_A_MINUTE = 20
_CLIENTS = 10_000


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask.

    Attributes:
        token: lets in whoever sends it as a bearer, or as the password of any user.
        user: lets in with `password`, none where there is no such user.
        password: see `user`.
        hosts: names that the server answers to, without port; none: to all.
        rate: requests that make it work, a minute and a client; 0 is any number.
        log: write a line for each request, without what was asked.
    """

    token: str | None = None
    user: str | None = None
    password: str | None = None
    hosts: frozenset[str] = frozenset()
    rate: int = 0
    log: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether one has to say who one is."""
        return self.token is not None or self.password is not None

    def lets_in(self, authorization: str) -> bool:
        """Say whether the value of an Authorization header is right, in constant time."""
        if not self.is_closed:
            return True
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "bearer":
            # headers arrive as Latin-1, whatever they were written in
            sent = given.strip().encode("latin-1", "replace").decode("utf-8", "replace")
            return self.token is not None and _same(sent, self.token)
        if scheme.lower() != "basic":
            return False
        try:
            user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        by_token = self.token is not None and _same(password, self.token)
        by_password = self.password is not None and _same(
            f"{user}:{password}", f"{self.user}:{self.password}"
        )
        return by_token or by_password


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(
        hashlib.sha256(one.encode()).digest(), hashlib.sha256(other.encode()).digest()
    )


class _Buckets:
    """Counts how much each client has left: full at first, and filled again over a minute."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """Return how long a client has to wait before it may ask; 0 if not."""
        left, since = self._left.get(client, (float(self._size), time.monotonic()))
        left = min(self._size, left + (time.monotonic() - since) * self._size / 60)
        return 0.0 if left >= 1 else (1 - left) * 60 / self._size

    def take(self, client: str) -> None:
        """Take one from what a client has left."""
        now = time.monotonic()
        left, since = self._left.pop(client, (float(self._size), now))
        left = min(self._size, left + (now - since) * self._size / 60)
        self._left[client] = (left - 1, now)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)


class Guard:
    """Stands before the application and turns away whom `Access` does not let in."""

    def __init__(self, app: "ASGIApp", access: Access) -> None:
        self.app, self.access = app, access
        self._work = _Buckets(access.rate) if access.rate else None
        self._failures = _Buckets(_FAILURES_A_MINUTE)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        begin = time.perf_counter()
        status = 0

        async def note(message: "Message") -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self.app(scope, receive, note)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await problem_response(refusal)(scope, receive, note)
        if self.access.log:
            took = (time.perf_counter() - begin) * 1000
            # neither what was asked nor what was answered: only the first part of the path
            place = "/" + scope["path"].split("/")[1][:40]
            _log.info("%s %s %s %.0f ms", scope.get("method", "-"), place, status, took)

    def _refusal(self, scope: "Scope") -> ProblemError | None:
        """Return why a request is turned away, none where it is let in."""
        headers = Headers(scope=scope)
        if self.access.hosts and _name(headers.get("host", "")) not in self.access.hosts:
            return _turned_away(421, "este servidor no responde a ese nombre")
        if scope.get("method") == "OPTIONS" and "access-control-request-method" in headers:
            return None  # browsers ask this without the password, and get nothing but a yes or no
        client = str((scope.get("client") or ("",))[0])
        if self.access.is_closed:
            wait = self._failures.wait_s(client)
            if wait:
                return _turned_away(429, "demasiados intentos fallidos", wait)
            if not self.access.lets_in(headers.get("authorization", "")):
                if "authorization" in headers:
                    self._failures.take(client)
                return ProblemError(
                    401,
                    "hace falta una contraseña o un token",
                    {**_KEPT, "www-authenticate": 'Basic realm="Puente", charset="UTF-8", Bearer'},
                )
        if self._work and scope["path"].startswith(_WORK):
            wait = self._work.wait_s(client)
            if wait:
                return _turned_away(429, "demasiadas peticiones por minuto", wait)
            self._work.take(client)
        return None


_KEPT = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def _turned_away(status: int, detail: str, wait_s: float = 0.0) -> ProblemError:
    headers = {**_KEPT, "retry-after": str(int(wait_s) + 1)} if wait_s else _KEPT
    return ProblemError(status, detail, headers)


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()
