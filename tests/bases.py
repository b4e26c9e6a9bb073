"""Small bases of a few sentences, made for one test."""

from pathlib import Path

from index.base import Base
from index.building import build

__all__ = ["base_of"]


def base_of(folder: Path, *, suffix: str = ".txt", **texts: str) -> Base:
    """Build a base of articles in `folder`, each named as its text is passed."""
    for name, text in texts.items():
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")
    build(folder / "base", sorted(folder.glob(f"*{suffix}")))
    return Base.open(folder / "base")
