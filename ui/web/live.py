"""The base as the page sees it: the live generation, whatever happens to it meanwhile."""

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from corpus.errors import PuenteError
from index.base import Base

__all__ = ["LiveBase"]

_log = logging.getLogger(__name__)

Made = TypeVar("Made")


class LiveBase:
    """The base at `path`, opened when first asked for and followed through every swap.

    A base that is absent when the server starts is found as soon as a build has made it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._base: Base | None = None
        self._made: dict[str, object] = {}
        self._lock = threading.RLock()
        self._warm = threading.Event()

    def current(self) -> Base:
        """Return the live generation.

        Raises:
            BaseError: if there is no base, or it cannot be read.
        """
        with self._lock:
            base = Base.open(self.path) if self._base is None else self._base.current()
            if base is not self._base:
                self._base, self._made = base, {}
            return base

    def once(self, name: str, make: Callable[[Base], Made]) -> Made:
        """Return what `make` gives for the live generation, made once for each."""
        with self._lock:
            base = self.current()
            if name not in self._made:
                self._made[name] = make(base)
            made: Made = self._made[name]  # type: ignore[assignment]  # one maker a name
            return made

    def warm(self) -> None:
        """Load all that the first question would wait for; meant for a thread of its own."""
        try:
            base = self.current()
            # One real question: it loads the articles, the facts, the vectors and the model.
            from index.answer import answer

            answer("¿Qué dicen los artículos?", base)
        except PuenteError as error:
            # Not fatal: the page says it, and looks again at each request.
            _log.warning("%s", error)
        finally:
            self._warm.set()

    def state(self) -> Mapping[str, object]:
        """Say how the base is: `loading`, `ready` or `absent`, with its generation or why."""
        try:
            base = self.current()
        except PuenteError as error:
            return {"status": "ok", "base": "absent", "message": str(error)}
        ready = "ready" if self._warm.is_set() else "loading"
        totals = dict(base.manifest.totals)
        return {"status": "ok", "base": ready, "generation": base.id, "totals": totals}
