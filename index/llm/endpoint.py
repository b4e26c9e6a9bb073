"""Any endpoint that speaks OpenAI's chat completions, streaming or not."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from corpus.errors import PuenteError

__all__ = ["Endpoint", "EndpointError", "Reply", "UnusableReplyError"]

LONGEST = 200_000  # characters of a reply: an answer is a thousandth of it
PATH = "/chat/completions"


class EndpointError(PuenteError):
    """An endpoint that cannot be: no address of the web, or no model's name."""


class UnusableReplyError(Exception):
    """A reply that did not come, or is none; the answer does without."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, and what it took in tokens, where the endpoint tells."""

    text: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a language model listens.

    Attributes:
        url: of the API (`http://127.0.0.1:8080/v1`), or of its chat completions.
        model: name that the endpoint knows it by.
        key: sent as a bearer token where there is one; never shown.
        timeout_s: seconds that a reply may take, from the request to its last word.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 30.0

    def __post_init__(self) -> None:
        """Refuse what can never work.

        Raises:
            EndpointError: if the address is no http address, or the model has no name.
        """
        try:
            address = httpx.URL(self.url)
        except httpx.InvalidURL as error:
            raise EndpointError(f"«{self.url}» no es una dirección: {error}") from error
        if address.scheme not in ("http", "https") or not address.host:
            raise EndpointError(f"«{self.url}» no es una dirección http: http://127.0.0.1:8080/v1")
        if not self.model.strip():
            raise EndpointError("falta el nombre del modelo")

    def complete(self, messages: Sequence[Mapping[str, str]]) -> Reply:
        """Send a conversation and return what the model adds.

        Raises:
            UnusableReplyError: if nothing usable comes back in time; it says why, in Spanish.
        """
        base = self.url.rstrip("/")
        body = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        deadline = time.monotonic() + self.timeout_s
        try:
            with httpx.stream(
                "POST",
                base if base.endswith(PATH) else base + PATH,
                json=body,
                headers=headers,
                timeout=self.timeout_s,
            ) as response:
                if response.status_code != httpx.codes.OK:
                    raise UnusableReplyError(f"respondió con el estado {response.status_code}")
                streamed = "text/event-stream" in response.headers.get("content-type", "")
                lines = _in_time(response.iter_lines(), deadline)
                return _of_events(lines) if streamed else _of_body("\n".join(lines))
        except httpx.TimeoutException as error:
            raise UnusableReplyError("no respondió a tiempo") from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise UnusableReplyError("no se puede hablar con él") from error
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            # an endpoint may send anything: JSON that is none, a list for an object, bytes
            raise UnusableReplyError("respondió algo que no se entiende") from error


def _in_time(lines: Iterator[str], deadline: float) -> Iterator[str]:
    """Pass lines on until the time is up: a stream may drip for ever."""
    length = 0
    for line in lines:
        length += len(line)
        if time.monotonic() > deadline:
            raise UnusableReplyError("no respondió a tiempo")
        if length > LONGEST:
            raise UnusableReplyError("respondió demasiado")
        yield line


def _of_body(body: str) -> Reply:
    loaded: dict[str, Any] = json.loads(body)
    return _reply(str(loaded["choices"][0]["message"]["content"] or ""), loaded.get("usage"))


def _of_events(lines: Iterator[str]) -> Reply:
    """Join the deltas of server-sent events; the last may tell the tokens."""
    parts: list[str] = []
    usage: Mapping[str, Any] | None = None
    for line in lines:
        if not line.startswith("data:"):
            continue
        data = line.removeprefix("data:").strip()
        if data == "[DONE]":
            return _reply("".join(parts), usage)
        event = json.loads(data)
        if "error" in event:
            raise UnusableReplyError("respondió con un error")
        usage = event.get("usage") or usage
        for choice in event.get("choices") or ():
            parts.append(choice.get("delta", {}).get("content") or "")
    raise UnusableReplyError("cortó la respuesta")


def _reply(text: str, usage: Mapping[str, Any] | None) -> Reply:
    usage = usage or {}
    return Reply(text, _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None
