"""The base as the page sees it: the live generation, whatever happens to it meanwhile."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from corpus.errors import PuenteError
from index.base import Base
from ui.upload import Uploads

if TYPE_CHECKING:
    from index.llm import Endpoint

__all__ = ["LiveBase"]

_log = logging.getLogger(__name__)

Made = TypeVar("Made")


class _Keep:
    """What was made for one generation; whoever asks while it is being made waits for it alone."""

    def __init__(self) -> None:
        self.made: dict[str, object] = {}
        self.locks: dict[str, threading.Lock] = defaultdict(threading.Lock)


class LiveBase:
    """The base at `path`, opened when first asked for and followed through every swap.

    A base that is absent when the server starts is found as soon as a build has made it.
    `uploads` is where visitors may add articles, `llm` the language model that may word an answer;
    None where there is none.
    """

    def __init__(
        self, path: Path, uploads: Uploads | None = None, llm: "Endpoint | None" = None
    ) -> None:
        self.path = path
        self.llm = llm
        self.uploads = uploads
        self._base: Base | None = None
        self._keep = _Keep()
        self._lock = threading.Lock()
        self._warm: str | None = None

    def current(self) -> Base:
        """Return the live generation.

        Raises:
            BaseError: if there is no base, or it cannot be read.
        """
        return self._now()[0]

    def once(self, name: str, make: Callable[[Base], Made]) -> Made:
        """Return what `make` gives for the live generation, made once for each."""
        base, keep = self._now()
        with self._lock:
            lock = keep.locks[name]
        with lock:
            if name not in keep.made:
                keep.made[name] = make(base)
            made: Made = keep.made[name]  # type: ignore[assignment]  # one maker a name
            return made

    def _now(self) -> tuple[Base, _Keep]:
        with self._lock:
            base = Base.open(self.path) if self._base is None else self._base.current()
            if base is not self._base:
                self._base, self._keep = base, _Keep()
            return base, self._keep

    def warm(self, tasks: Sequence[Callable[[], object]]) -> None:
        """Do what the first visitor of a generation would wait for; meant for a thread."""
        try:
            generation = self.current().id
        except PuenteError as error:
            # Not fatal: the page says it, and looks again at each request.
            _log.info("%s", error)
            return
        if generation == self._warm:
            return
        try:
            for task in tasks:
                task()
        finally:
            self._warm = generation

    def writer(self) -> Mapping[str, str] | None:
        """Return the model that could word an answer, and where a question would be sent."""
        return {"model": self.llm.model, "url": self.llm.url} if self.llm else None

    def state(self) -> Mapping[str, object]:
        """Say how the base is: `loading`, `ready` or `absent`, with its generation or why."""
        try:
            base = self.current()
        except PuenteError as error:
            return {"status": "ok", "base": "absent", "message": str(error)}
        ready = "ready" if self._warm is not None else "loading"
        totals = dict(base.manifest.totals)
        return {"status": "ok", "base": ready, "generation": base.id, "totals": totals}
