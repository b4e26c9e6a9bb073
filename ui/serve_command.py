"""The commands that serve the base: to people and programs over HTTP, to an agent over a pipe."""

import ipaddress
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.invocation import BaseOption, ServiceOption, base_path
from ui.llm_options import LlmModelOption, LlmOption, LlmTimeoutOption, endpoint_of

if TYPE_CHECKING:
    from ui.endpoints.access import Access

__all__ = ["mcp", "serve"]

_RATE = 600  # a minute and a client, beyond this machine


def serve(  # noqa: PLR0913  # an option each
    context: typer.Context,
    base: BaseOption = None,
    host: Annotated[str, typer.Option(help="Dirección en la que escucha.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Puerto.")] = 7860,
    allow_upload: Annotated[
        Path | None,
        typer.Option(
            metavar="CARPETA",
            help="Deja añadir artículos desde la página; van a esta carpeta, de la que se "
            "construye la base.",
        ),
    ] = None,
    origins: Annotated[
        list[str] | None,
        typer.Option(
            "--cors",
            help="Origen web cuyos programas pueden leer los datos (* es cualquiera); repetible.",
            show_default=False,
        ),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="PUENTE_TOKEN",
            help="Sólo se atiende a quien lo envía (Bearer, o como contraseña).",
            show_default=False,
        ),
    ] = None,
    user: Annotated[
        str | None, typer.Option(help="Usuario de la página, con --password-file.")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(help="Archivo con la contraseña del usuario.")
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Escucha fuera de esta máquina sin contraseña.")
    ] = False,
    rate: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Peticiones por minuto de cada cliente; 0: sin límite [fuera de esta máquina, "
            f"{_RATE}].",
            show_default=False,
        ),
    ] = None,
    deadline: Annotated[
        float, typer.Option(min=0.1, help="Segundos que puede tardar una consulta SPARQL.")
    ] = 10.0,
    llm: LlmOption = None,
    llm_model: LlmModelOption = None,
    llm_timeout: LlmTimeoutOption = 30.0,
    services: ServiceOption = None,
    log: Annotated[
        bool, typer.Option("--log", help="Anota cada petición, sin lo que se pregunta.")
    ] = False,
) -> None:
    """Sirve la página web y el punto de consulta SPARQL."""
    from ui.terminal import say

    endpoint = endpoint_of(llm, llm_model, llm_timeout)
    access = _access(host, token, user, password_file, insecure=insecure)
    _check_port(host, port)  # before the page's libraries are loaded, which takes seconds
    from dataclasses import replace

    from ui.endpoints.options import Limits, ServiceOptions
    from ui.http import serve as serve_page

    near = _is_loopback(host)
    access = replace(access, rate=rate if rate is not None else (0 if near else _RATE), log=log)
    place = f"[{host}]" if ":" in host else host
    say(f"Abriendo la página en http://{place}:{port} (Ctrl-C la cierra)")
    options = ServiceOptions(
        origins=tuple(origins or ()),
        limits=Limits(deadline_s=deadline, services=tuple(services or ())),
        uploads=allow_upload,
        access=access,
        llm=endpoint,
    )
    serve_page(base_path(context, base), host, port, options)


def mcp(context: typer.Context, base: BaseOption = None) -> None:
    """Ofrece sus herramientas a un agente (MCP) por la entrada y la salida estándar."""
    from ui.endpoints.agents import create_agent_server
    from ui.endpoints.options import Limits
    from ui.web.live import LiveBase

    live = LiveBase(base_path(context, base))
    live.current()  # an agent should not start on nothing
    create_agent_server(live, Limits()).run("stdio")


def _access(
    host: str, token: str | None, user: str | None, password_file: Path | None, *, insecure: bool
) -> "Access":
    """Return who may ask; refuse to let everybody in from beyond this machine."""
    from ui.endpoints.access import Access

    if (user is None) != (password_file is None):
        raise typer.BadParameter("--user y --password-file van juntos")
    if token is not None and not token.strip():
        raise typer.BadParameter("el token está vacío")
    password = _password(password_file) if password_file else None
    access = Access(token=token, user=user, password=password)
    near = _is_loopback(host)
    if not near and not access.is_closed and not insecure:
        raise typer.BadParameter(
            f"en {host} podría preguntar cualquiera: indique --token, o --user y --password-file, "
            "o --insecure si es lo que quiere"
        )
    names = frozenset({"localhost", "127.0.0.1", "[::1]", host.lower(), f"[{host.lower()}]"})
    return access if access.is_closed or insecure else Access(hosts=names)


def _password(path: Path) -> str:
    try:
        password = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"no se puede leer {path}: {error}") from error
    if not password:
        raise typer.BadParameter(f"{path} está vacío")
    return password


def _is_loopback(host: str) -> bool:
    """Say whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _check_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on."""
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise typer.BadParameter(f"no se puede escuchar en {host}:{port}: {reason}") from error
