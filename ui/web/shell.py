"""The frame of the page: how the base is, asked now and then while the page is open."""

from collections.abc import Callable, Mapping

from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""
    return {"state": lambda _: dict(live.state())}
