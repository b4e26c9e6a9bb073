"""The graph as files for whoever has only a browser: each format written once a generation."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, PlainTextResponse, Response

from corpus.errors import PuenteError
from index.base import Base
from ui.web.live import LiveBase

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

__all__ = ["add_download", "file_name"]


def file_name(form: str) -> str:
    """Return the name of an export: tables come as a zip of one file a class.

    >>> file_name("turtle"), file_name("csv")
    ('puente.ttl', 'puente-csv.zip')
    """
    from kg.export import SUFFIXES

    suffix = SUFFIXES[form]
    return f"puente{suffix}" if suffix else f"puente-{form}.zip"


def add_download(app: "FastAPI", address: str, live: LiveBase) -> None:
    """Serve every export at `address/FORMAT`."""

    async def send(request: "Request") -> Response:
        from kg.export import EXPORT_FORMATS

        form = request.path_params["form"]
        if form not in EXPORT_FORMATS:
            return PlainTextResponse("Not found\n", 404)
        try:
            folder = await asyncio.to_thread(live.once, f"export-{form}", _writer(form))
        except PuenteError as error:
            return PlainTextResponse(f"{error}\n", 503)
        name = file_name(form)
        return FileResponse(Path(folder.name) / name, filename=name)

    app.add_route(f"{address}/{{form}}", send, methods=["GET"])


def _writer(form: str) -> Callable[[Base], "TemporaryDirectory[str]"]:
    """Return what writes one format into a folder that goes when its generation does."""

    def write(base: Base) -> "TemporaryDirectory[str]":
        from kg.export import export

        folder = TemporaryDirectory(prefix="puente-")
        export(base.store, form, Path(folder.name) / file_name(form))
        return folder

    return write
