"""The tab of files to take away: every format of the graph."""

from collections.abc import Callable, Mapping

from kg.export import EXPORT_FORMATS
from ui.download import file_name
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply

__all__ = ["functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def formats(_: Payload) -> Reply:
        known = [{"format": form, "file": file_name(form)} for form in EXPORT_FORMATS]
        return {"formats": known, "generation": live.current().id}

    return {"formats": formats}
