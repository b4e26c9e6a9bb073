"""A few query workers for many askers: one runaway query neither stops nor delays the others."""

import threading
import time
from pathlib import Path
from weakref import finalize

from kg.query import QueryFormat, QueryOptions, QueryResult, QueryWorker
from kg.query_error import QueryError

__all__ = ["QueryPool"]

_DEFAULTS = QueryOptions()

# A query that runs for longer is no longer counted on to be over soon.
_SLOW_S = 0.1


class QueryPool:
    """Workers on one store, for any number of threads.

    Some stand ready. When queries run for long, more are started, up to a limit; beyond it the
    query that has run for longest gives way as soon as somebody waits and it had its fair time.
    """

    def __init__(
        self,
        store_path: Path,
        *,
        ready: int = 2,
        most: int = 6,
        memory: int = 1 << 30,
        fair_s: float = 1.0,
        services: tuple[str, ...] = (),
    ) -> None:
        """Start the workers that stand ready.

        Args:
            store_path: see `kg.query.run_query`.
            ready: how many workers are kept free of long queries.
            most: how many there may be.
            memory: of each, in bytes.
            fair_s: seconds that a query may run while others wait for a worker.
            services: hosts that SERVICE may ask.

        Raises:
            QueryError: if there is no graph in `store_path`.
        """
        self._path, self._memory = store_path, memory
        self._services = services
        self._ready, self._most, self._fair_s = ready, most, fair_s
        self._changed = threading.Condition()
        self._idle = [self._new() for _ in range(ready)]
        self._running: dict[QueryWorker, float] = {}
        self._reviving = 0
        # a generation that is left behind takes its workers along
        finalize(self, _close_all, self._idle, self._running)

    def _new(self) -> QueryWorker:
        return QueryWorker(self._path, memory=self._memory, services=self._services)

    def close(self) -> None:
        """End every worker, in the middle of a query too."""
        _close_all(self._idle, self._running)

    def run(
        self,
        text: str,
        *,
        format: QueryFormat = "json",
        deadline_s: float = 10.0,
        options: QueryOptions = _DEFAULTS,
    ) -> QueryResult:
        """Run a query, see `kg.query.run_query`; memory and network are the pool's own.

        Raises:
            QueryError: also with the reason `busy`, where no worker was to be had in time.
        """
        worker = self._take(deadline_s)
        try:
            return worker.run(text, format=format, deadline_s=deadline_s, options=options)
        finally:
            self._give(worker)

    def _take(self, patience_s: float) -> QueryWorker:
        """Wait for a worker, and make others give way where that is fair."""
        until = time.monotonic() + patience_s
        with self._changed:
            while not self._idle:
                now = time.monotonic()
                slow = [since for since in self._running.values() if now - since > _SLOW_S]
                soon = len(self._running) - len(slow) + self._reviving
                if soon < self._ready and len(self._running) + self._reviving < self._most:
                    self._idle.append(self._new())
                    break
                if now > until:
                    raise QueryError(
                        "hay demasiadas consultas a la vez: repite la tuya más tarde", "busy"
                    )
                if len(slow) >= self._most:
                    oldest = min(self._running, key=self._running.__getitem__)
                    if now - self._running[oldest] > self._fair_s:
                        oldest.stop("busy")
                self._changed.wait(_SLOW_S)
            worker = self._idle.pop()
            self._running[worker] = time.monotonic()
            return worker

    def _give(self, worker: QueryWorker) -> None:
        """Take a worker back, or end it where enough stand ready."""
        with self._changed:
            del self._running[worker]
            keep = len(self._idle) + self._reviving < self._ready
            self._reviving += keep
        if not keep:
            worker.close()
            return
        try:
            worker.revive()  # now, and not when the next query waits for it
        finally:
            with self._changed:
                self._reviving -= 1
                self._idle.append(worker)
                self._changed.notify()


def _close_all(idle: list[QueryWorker], running: dict[QueryWorker, float]) -> None:
    for worker in [*idle, *running]:
        worker.close()
