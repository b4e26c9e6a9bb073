from collections.abc import Callable, Mapping

from ui.web.live import LiveBase
from ui.web.panel import Payload, Reply


def functions(live: LiveBase) -> Mapping[str, Callable[[Payload], Reply]]:
    return {}
