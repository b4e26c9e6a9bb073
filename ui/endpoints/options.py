"""What who starts the server may choose about it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from ui.endpoints.access import Access

if TYPE_CHECKING:
    from index.llm import Endpoint

__all__ = ["Limits", "ServiceOptions"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What queries over HTTP may use.

    Attributes:
        deadline_s: seconds that a query may run, and wait for its turn.
        body: bytes of a request.
        result: bytes of an answer.
        waiting: queries at once, running or not; more are turned away.
        services: hosts that SERVICE may ask.
    """

    deadline_s: float = 10.0
    body: int = 1 << 20
    result: int = 32 << 20
    waiting: int = 256
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """The choices of `puente serve`.

    Attributes:
        origins: web origins whose scripts may read the endpoints (CORS); `*` is all of them.
        limits: of queries.
        access: who may ask.
        uploads: folder that the page's visitors may add articles to; nobody may where it is None.
        llm: language model that may word an answer, where whoever asks wants it.
    """

    origins: tuple[str, ...] = ()
    limits: Limits = Limits()
    uploads: Path | None = None
    llm: "Endpoint | None" = None
    access: Access = field(default_factory=Access)

    def cross_origin(self) -> list[Middleware]:
        """Return what lets scripts of those origins read an endpoint, without their cookies."""
        if not self.origins:
            return []
        return [
            Middleware(
                CORSMiddleware,
                allow_origins=self.origins,
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["accept", "authorization", "content-type"],
                expose_headers=["etag", "link"],
            )
        ]
