"""Builds a base and tells each step as a line of JSON; `ui.upload` runs it as a process.

python -m ui.build_worker BASE FOLDER
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from corpus.errors import PuenteError
from index.building import build

# As often as a page asks.
_EVERY_S = 0.2


def main() -> None:
    """Build, and say how it went."""
    base, folder = Path(sys.argv[1]), Path(sys.argv[2])
    last = 0.0

    def told(stage: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY_S:
            last = time.monotonic()
            _tell({"stage": stage, "done": done, "total": total})

    try:
        report = build(base, [folder], progress=told)
    except PuenteError as error:
        _tell({"error": str(error)})
        return
    skipped = [{"source": entry.source, "reason": entry.reason} for entry in report.skipped]
    _tell({"articles": report.totals.get("articles", 0), "read": report.read, "skipped": skipped})


def _tell(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
