"""The model card: what the model is, what it learnt from, under which licences, how good it is."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["write_card"]

TEMPLATE = Path(__file__).parent / "card.md"
LIBRARIES = ("sentence-transformers", "tokenizers", "torch", "numpy", "scipy", "scikit-learn")


def write_card(folder: Path, settings: Mapping[str, Any]) -> None:
    """Write README.md into `folder`: the template with settings, versions and sizes filled in."""
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.suffix != ".md")
    text = TEMPLATE.read_text(encoding="utf-8")
    for mark, value in {
        "SETTINGS": json.dumps(dict(settings)),
        "VERSIONS": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "SIZE": f"{size / 1e6:.1f} MB",
        "DIMENSION": str(min(settings["cuts"][0], settings["kept"])),
        "ROWS": str(settings["rows"]),
    }.items():
        text = text.replace(f"{{{{{mark}}}}}", value)
    (folder / "README.md").write_text(text, encoding="utf-8")
