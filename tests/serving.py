"""The real server over a base, on a port of its own, for as long as a test needs it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from ui.endpoints.options import ServiceOptions
from ui.http import create_app

__all__ = ["serving"]

PLAIN = ServiceOptions()


@contextmanager
def serving(base_path: Path, options: ServiceOptions = PLAIN) -> Iterator[str]:
    """Serve a base in a thread; yield the server's address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        config = uvicorn.Config(create_app(base_path, options), log_level="error", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        until = time.monotonic() + 60
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)
