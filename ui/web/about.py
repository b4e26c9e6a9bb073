"""The tab that says what the base holds and how it was made."""

from collections.abc import Callable, Mapping
from dataclasses import asdict

from kg.vocabulary import DEFAULT
from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply, skipped_reply

__all__ = ["functions"]


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    """Return what the browser may call."""

    def manifest(_: Payload) -> Reply:
        found = live.current().manifest
        return {
            "writer": live.writer(),
            "manifest": {
                "id": found.id,
                "created": found.created,
                "puente": found.puente,
                "extractor": found.extractor,
                "model": asdict(found.model),
                "totals": {"articles": len(found.articles), **found.totals},
                "vocabulary": DEFAULT.ns,
                "names": DEFAULT.base,
                "checksums": sorted(found.checksums.items()),
                "skipped": skipped_reply(found.skipped),
            },
        }

    return {"manifest": manifest}
