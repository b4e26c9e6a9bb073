"""Articles that the page's visitors add: files into a folder, and a build of it beside the server.

The build runs in a process of its own, so that whoever asks meanwhile waits for nothing; the page
follows the swap of generations as it follows any other build.
"""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from corpus.errors import PuenteError
from corpus.sources import FORMATS, iter_sources
from index.base import Base, BaseError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

__all__ = ["UploadError", "Uploads", "add_upload"]

# More than any article; a zip of a thousand of them is brought by `puente build`.
_MOST_BYTES = 25 * 1024 * 1024
_LONGEST_NAME = 120

# Only a script of the page itself can set it: other sites are refused by the browser.
_HEADER, _MARK = "x-puente", "upload"


class UploadError(PuenteError):
    """A file that cannot be taken in, or a folder that a base was not built from."""


class Uploads:
    """The folder that uploads go to, and the build that follows them.

    Attributes:
        base: folder of the base.
        folder: what the base is built from.
    """

    def __init__(self, base: Path, folder: Path) -> None:
        """Open the folder, made where there is none.

        Raises:
            UploadError: if the base holds articles that the folder lacks: a build would drop them.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UploadError(f"No se puede escribir en {folder}: {error.strerror}") from error
        self.base = base
        self.folder = folder
        self._lock = threading.Lock()
        self._state: dict[str, Any] = {"running": False}
        self._again = False
        self._brought: set[Path] = set()  # since the server runs
        self._check()

    def _check(self) -> None:
        try:
            entries = Base.open(self.base).manifest.articles
        except BaseError:
            return
        names = {source.name for source in iter_sources([self.folder])}
        lost = [entry.source for entry in entries if entry.source not in names]
        if lost:
            raise UploadError(
                f"La base {self.base} tiene {len(lost)} artículos que no están en {self.folder} "
                f"(«{lost[0]}»…), y añadir otros los retiraría: indique la carpeta de la que se "
                f"construyó, o constrúyala con `puente build {self.folder}`"
            )

    def save(self, name: str, data: bytes) -> str:
        """Keep a file under its own name, or one beside it where that is another file's.

        Raises:
            UploadError: if no article could be read from a file of that name or size; who calls
                names the file.
        """
        plain = _plain_name(name)
        if Path(plain).suffix.lower() not in {*FORMATS, ".zip"}:
            known = ", ".join(sorted(suffix.lstrip(".") for suffix in FORMATS))
            raise UploadError(f"no se sabe leer; se leen {known} y zip")
        if not data:
            raise UploadError("está vacío")
        with self._lock:
            place = self.folder / plain
            turn = 1
            while place.exists() and place.read_bytes() != data:
                turn += 1
                place = self.folder / f"{Path(plain).stem} ({turn}){Path(plain).suffix}"
            try:
                # Hidden until it is whole: a build passes hidden files over.
                part = self.folder / f".{place.name}.part"
                part.write_bytes(data)
                part.replace(place)
                self._brought.add(place)
            except OSError as error:
                raise UploadError(f"no se puede guardar: {error.strerror}") from error
        return place.name

    def build(self) -> None:
        """Begin a build, or another one after the one that runs."""
        with self._lock:
            if self._state["running"]:
                self._again = True
                return
            self._state = {"running": True, "stage": "read", "done": 0, "total": 0}
        threading.Thread(target=self._build, daemon=True).start()

    def state(self) -> Mapping[str, Any]:
        """Say how far the build is, or how the last one ended."""
        with self._lock:
            return dict(self._state)

    def _build(self) -> None:
        """Run builds in processes of their own until nothing more was brought."""
        while True:
            command = [sys.executable, "-m", "ui.build_worker", str(self.base), str(self.folder)]
            told: dict[str, Any] = {"error": "La construcción se interrumpió."}
            with subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            ) as process:
                for line in process.stdout or ():
                    told = json.loads(line)
                    with self._lock:
                        self._state = {"running": True, **told}
            with self._lock:
                self._withdraw(told.get("skipped", ()))
                if not self._again:
                    self._state = {"running": False, **told}
                    return
                self._again = False

    def _withdraw(self, skipped: Sequence[dict[str, str]]) -> None:
        """Take away what visitors brought and nobody could read; name the rest without folders."""
        for entry in skipped:
            place = Path(entry["source"])
            if place in self._brought:
                place.unlink(missing_ok=True)
            entry["source"] = place.name


def _plain_name(name: str) -> str:
    """Return a file name without folders, controls, or what some disk refuses.

    >>> _plain_name("../../etc/.informe: 2024.md")
    'informe- 2024.md'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("-" if c in '<>:"|?*' else c for c in last if c.isprintable())
    path = Path(kept.strip(" ."))
    return f"{path.stem[:_LONGEST_NAME]}{path.suffix}"


def add_upload(app: "FastAPI", address: str, uploads: Uploads) -> None:
    """Let the page bring files to `address`, one a request, the bytes as they are."""

    async def receive(request: "Request") -> Response:
        if request.headers.get(_HEADER) != _MARK:
            return JSONResponse({"ok": False, "error": "Solo desde la página."}, 403)
        data = bytearray()
        async for chunk in request.stream():
            data += chunk
            if len(data) > _MOST_BYTES:
                most = _MOST_BYTES // 1024 // 1024
                return JSONResponse({"ok": False, "error": f"Pasa de {most} MB"}, 413)
        try:
            name = request.query_params.get("name", "")
            saved = await asyncio.to_thread(uploads.save, name, bytes(data))
        except UploadError as error:
            # A message for the page, like that of any other call: not a fault of the request.
            return JSONResponse({"ok": False, "error": str(error)})
        return JSONResponse({"ok": True, "name": saved})

    app.add_route(address, receive, methods=["POST"])
