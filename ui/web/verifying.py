"""The tab where somebody else's text is held against the articles, claim by claim."""

from collections.abc import Callable, Mapping

from index.scope import narrow
from ui.web.live import LiveBase
from ui.web.narrowing import scope_of
from ui.web.panel import Payload, Reply

__all__ = ["functions"]

# A slide or a few pages; a whole report is checked by `puente verify`.
_MOST_CHARACTERS = 30_000


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def check(payload: Payload) -> Reply:
        # Imported here because they load the search and its model.
        from index.verify import UncheckableError, verify
        from ui.verdicts import verdict_json

        text = str(payload.get("text", ""))
        if len(text) > _MOST_CHARACTERS:
            most = f"{_MOST_CHARACTERS:,}".replace(",", ".")
            raise UncheckableError(
                f"El texto pasa de {most} caracteres: compruébelo por partes, o entero en un "
                "fichero con `puente verify`"
            )
        base = narrow(live.current(), scope_of(payload.get("scope")))
        return {"verdicts": [verdict_json(verdict) for verdict in verify(text, base)]}

    return {"check": check}
