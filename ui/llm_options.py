"""The options that set up a language model; without them nothing is sent anywhere."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.llm import Endpoint

__all__ = ["LlmModelOption", "LlmOption", "LlmTimeoutOption", "endpoint_of"]

LlmOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="URL",
        help="Un modelo de lenguaje redacta la respuesta: API compatible con OpenAI, clave en "
        "PUENTE_LLM_KEY. La pregunta y las frases halladas se envían allí.",
        show_default=False,
    ),
]
LlmModelOption = Annotated[
    str | None, typer.Option("--llm-model", metavar="NOMBRE", help="Nombre de ese modelo.")
]
LlmTimeoutOption = Annotated[
    float, typer.Option("--llm-timeout", min=0.1, help="Segundos que puede tardar.")
]


def endpoint_of(url: str | None, model: str | None, timeout_s: float) -> "Endpoint | None":
    """Return the endpoint that the options set up, None where they set up none.

    Raises:
        EndpointError: if the address is no http address.
    """
    if (url is None) != (model is None):
        raise typer.BadParameter("--llm y --llm-model van juntos")
    if url is None or model is None:
        return None
    from index.llm import Endpoint

    return Endpoint(url, model, os.environ.get("PUENTE_LLM_KEY") or None, timeout_s)
