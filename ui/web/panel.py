"""A tab as a component of Gradio: an empty box that the page's script fills.

No text ever goes through a template, since Gradio's templates run what they are given as
JavaScript: the script asks the server functions for records and builds the page node by node.
"""

import functools
import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import PuenteError
from index.manifest import SkippedEntry

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["Payload", "Reply", "build_panel", "skipped_reply"]

_log = logging.getLogger(__name__)

_BROKEN = (
    "No se puede leer la base: compruébela con `puente check` y, si está dañada, reconstrúyala "
    "con `puente build`"
)

Payload = Mapping[str, Any]
Reply = dict[str, Any]


def build_panel(name: str, functions: Mapping[str, Callable[[Payload], Reply]]) -> "gr.HTML":
    """Return the component of the tab `name`; its functions are called by their keys."""
    # Imported here because it takes seconds.
    import gradio as gr

    return gr.HTML(
        html_template=f'<div class="pu-panel" data-panel="{name}"></div>',
        js_on_load=f"window.puente.attach('{name}', element, server)",
        server_functions=[_guard(key, function) for key, function in functions.items()],
        apply_default_css=False,
        elem_id=f"panel-{name}",
    )


def skipped_reply(entries: Iterable[SkippedEntry]) -> list[Reply]:
    """Return what could not be read, by its name: where it lies on the server is nobody's."""
    return [{"source": Path(entry.source).name, "reason": entry.reason} for entry in entries]


def _guard(name: str, function: Callable[[Payload], Reply]) -> Callable[[object], Reply]:
    """Turn what a user can cause into a message on the page."""

    @functools.wraps(function)
    def guarded(payload: object) -> Reply:
        try:
            return {"ok": True, **function(payload if isinstance(payload, dict) else {})}
        except PuenteError as error:
            return {"ok": False, "error": str(error)}
        except OSError as error:
            # A file of the base that is gone or broken: the base itself cannot foresee each.
            _log.error("%s failed: %s", name, error)
            return {"ok": False, "error": f"{_BROKEN} ({error})"}

    guarded.__name__ = name
    return guarded
