"""The application that hosts the page: `/`, `/health` and the page's own files, on one port.

Routes that are declared here win over the page's, which is mounted last at `/`; the SPARQL
endpoint and linked data find their place before it.
"""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from ui.download import add_download
from ui.endpoints.access import Guard
from ui.endpoints.options import ServiceOptions
from ui.text import Language, choose_language, load_texts
from ui.upload import Uploads, add_upload
from ui.web.live import LiveBase

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["create_app", "serve"]

_STATIC = Path(__file__).parent / "static"
_LIBRARIES = Path(__file__).parent / "node_modules" / "cytoscape" / "dist"

# A prefix of our own: a mount at /static would hide Gradio's files of the same address.
_OWN_PREFIX = "/recursos"

_OWN_PATHS = (
    f"{_OWN_PREFIX}/",
    "/.well-known/void",
    "/api/v1/",
    "/favicon.ico",
    "/health",
    "/id/",
    "/mcp",
    "/ns",
    "/sparql",
)

# What the page needs of Gradio; the rest (uploads, proxy, file access, API listing) stays shut.
_GRADIO_PATHS = frozenset({"/", "/config", "/theme.css", "/gradio_api/startup-events"})
_GRADIO_PREFIXES = ("/assets/", "/static/", "/gradio_api/component_server")
_GRADIO_HIDDEN = ("/static/img/",)

# 'unsafe-eval' is what Gradio's components need to run; everything else is this server alone.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}

_PLAIN = ServiceOptions()

_log = logging.getLogger(__name__)

# How soon a new generation, or the first one, is found and warmed up.
_WARM_EVERY_S = 2.0


def create_app(base_path: Path, options: ServiceOptions = _PLAIN) -> "FastAPI":
    """Return the application over the base at `base_path`, which need not exist yet.

    Nothing of the base is read here: a thread warms it up once the server runs.
    """
    # Gradio reads this when it is imported; without it, it would call home at start.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # Imported here because they take seconds, which the command line must not pay.
    import gradio as gr
    from fastapi import FastAPI

    from ui.endpoints import agents, api, linked, problem, sparql
    from ui.web.page import build_page, warming

    uploads = Uploads(base_path, options.uploads) if options.uploads else None
    live = LiveBase(base_path, uploads, options.llm)

    door = agents.AgentDoor(live, options.limits)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warm = asyncio.create_task(_keep_warm(live, warming(live)))
        async with door.open():
            yield
        warm.cancel()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    problem.install(app)
    for part in (sparql, linked):
        app.router.routes.extend(part.routes(live, options))

    app.router.routes.append(Route("/mcp", door))
    app.mount(api.PREFIX, api.create_api(live, options))

    @app.get("/health")
    def health() -> JSONResponse:
        return JSONResponse(live.state())

    @app.get("/favicon.ico")
    def favicon() -> Response:
        icon = (_STATIC / "puente.svg").read_bytes()
        return Response(icon, media_type="image/svg+xml")

    add_download(app, f"{_OWN_PREFIX}/export", live)
    if uploads is not None:
        add_upload(app, f"{_OWN_PREFIX}/upload", uploads)
    app.mount(f"{_OWN_PREFIX}/lib", StaticFiles(directory=_LIBRARIES, check_dir=False))
    app.mount(_OWN_PREFIX, StaticFiles(directory=_STATIC))
    gr.mount_gradio_app(
        app,
        build_page(live),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        theme=gr.themes.Default(
            font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
        ),
    )
    app.add_middleware(PageFrame)
    app.add_middleware(Guard, access=options.access)  # the last one comes first
    return app


async def _keep_warm(live: LiveBase, tasks: Sequence[Callable[[], object]]) -> None:
    """Warm each generation up as it comes, in a thread, for as long as the server runs."""
    while True:
        work = asyncio.to_thread(live.warm, tasks)
        (trouble,) = await asyncio.gather(work, return_exceptions=True)
        if isinstance(trouble, Exception):
            # The page still works, as far as it can; each request meets its own trouble.
            _log.error("warming up failed", exc_info=trouble)
        await asyncio.sleep(_WARM_EVERY_S)


def serve(base_path: Path, host: str, port: int, options: ServiceOptions = _PLAIN) -> None:
    """Serve the page until interrupted.

    Raises:
        OSError: if the port cannot be had.
        UploadError: if the base was not built from the folder of `uploads`.
    """
    import uvicorn

    if options.access.log:
        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
        logging.getLogger("puente.access").setLevel(logging.INFO)
    config = uvicorn.Config(
        create_app(base_path, options), host=host, port=port, log_level="warning", access_log=False
    )
    uvicorn.Server(config).run()


class PageFrame:
    """Frames what the page's server sends: shut doors, security headers, language, own files.

    The words and the style sheet are put right after `<head>`, because what Gradio is given as
    `head` arrives only after its scripts have run.
    """

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if not _is_open(path):
            await PlainTextResponse("Not found\n", 404)(scope, receive, send)
            return
        if path == "/" and scope["method"] in {"GET", "HEAD"}:
            await self._send_page(scope, receive, send)
            return

        async def send_with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if path.startswith(_OWN_PREFIX):
                    headers["cache-control"] = "no-cache"
            await send(message)

        await self.app(scope, receive, send_with_headers)

    async def _send_page(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Send the page with the words of its language in its head."""
        query = QueryParams(scope["query_string"])
        language = choose_language(query.get("lang"))
        # A body that comes compressed could not be framed.
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        start: dict[str, Any] = {}
        body = bytearray()

        async def collect(message: "Message") -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(scope, receive, collect)
        content = bytes(body)
        if "text/html" in Headers(raw=start["headers"]).get("content-type", ""):
            content = _frame(content.decode("utf-8"), language).encode("utf-8")
        response = Response(content, start["status"], _HEADERS, "text/html; charset=utf-8")
        response.headers["cache-control"] = "no-store"
        await response(scope, receive, send)


def _is_open(path: str) -> bool:
    """Say whether a path may be asked for: ours, or what the page needs of Gradio."""
    if path.startswith(_GRADIO_HIDDEN):
        return False
    own = path.startswith(_OWN_PATHS)
    return own or path in _GRADIO_PATHS or path.startswith(_GRADIO_PREFIXES)


def _frame(html: str, language: Language) -> str:
    """Put language, words, style sheet and script in the head of Gradio's page."""
    texts = load_texts(language)
    # "<" escaped, so that no word can close the script element.
    data = json.dumps({"lang": language, "texts": texts}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )
    head = (
        f"<title>{texts['page']['title']}</title>"
        # Gradio speaks the browser's language only; ours is the one in the address.
        f"<script>Object.defineProperty(navigator,'language',{{get:()=>'{language}'}});"
        f"window.puente={{queue:[],attach(...panel){{this.queue.push(panel)}},boot:{data}}};</script>"
        f'<link rel="icon" href=".{_OWN_PREFIX}/puente.svg" type="image/svg+xml">'
        f'<link rel="stylesheet" href=".{_OWN_PREFIX}/puente.css">'
        f'<script type="module" src=".{_OWN_PREFIX}/app.js"></script>'
    )
    html = _without_metadata(html).replace('lang="en"', f'lang="{language}"', 1)
    return html.replace('<base href="./" />', f'<base href="./" />{head}', 1)


def _without_metadata(html: str) -> str:
    """Drop Gradio's own cards for social networks, which name addresses outside."""
    kept = []
    for number, part in enumerate(html.split("<meta")):
        tag, closed, rest = part.partition(">")
        if number and closed and ("og:" in tag or "twitter:" in tag):
            kept.append(rest)
        else:
            kept.append(part if not number else f"<meta{part}")
    return "".join(kept)
