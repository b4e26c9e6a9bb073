"""Write annotated texts in the shape that a scorer with offsets reads.

python -m tests.gold.export OUT_TEXTS OUT_GOLD FOLDER writes OUT_TEXTS/<stem>.txt and
OUT_GOLD/<stem>.json, each `{"quote": ...}` turned into `[start, end]` of that text.
"""

import json
import sys
from pathlib import Path

from tests.gold import find_quote, text_of

__all__ = ["export_gold", "with_offsets"]


def with_offsets(value: object, text: str) -> object:
    """Return a gold file's content with each quote replaced by its offsets in `text`."""
    if isinstance(value, dict):
        if set(value) == {"quote"}:
            span = find_quote(value["quote"], text)
            return [span.start, span.end]
        return {key: with_offsets(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [with_offsets(item, text) for item in value]
    return value


def export_gold(out_texts: Path, out_gold: Path, folder: Path) -> int:
    """Write every annotated text of `folder`; return how many."""
    out_texts.mkdir(parents=True, exist_ok=True)
    out_gold.mkdir(parents=True, exist_ok=True)
    paths = sorted(folder.glob("*.json"))
    for path in paths:
        text = text_of(path.stem, folder)
        raw = with_offsets(json.loads(path.read_text(encoding="utf-8")), text)
        (out_texts / f"{path.stem}.txt").write_text(text, encoding="utf-8")
        gold = json.dumps(raw, ensure_ascii=False, indent=1) + "\n"
        (out_gold / path.name).write_text(gold, encoding="utf-8")
    return len(paths)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python -m tests.gold.export OUT_TEXTS OUT_GOLD FOLDER")
    written = export_gold(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
    sys.stderr.write(f"{written} texts written\n")
