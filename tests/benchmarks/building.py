"""How long a build takes, and how much memory: `python -m tests.benchmarks.building [N …]`.

Bases of 100 and 1,000 articles unless told, made by varying the articles at hand: every figure of
a copy is another, so that no copy counts as a duplicate. Each build runs in a process of its own.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

from corpus.reading import shipped_articles

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "tests/gold/unseen/dev", ROOT / "tests/gold/unseen/press")
BUILD = """
import resource, sys, time
from pathlib import Path
from index.building import build
from index.base import Base
started = time.perf_counter()
build(Path(sys.argv[2]), [Path(sys.argv[1])])
seconds = time.perf_counter() - started
read = len(Base.open(Path(sys.argv[2])).manifest.articles)
processes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
peak = max(resource.getrusage(who).ru_maxrss for who in processes)
print(f"{seconds:.1f} {peak / 1024:.0f} {read}")
"""


def varied(text: str, turn: int) -> str:
    """Return a text whose figures are those of another article: each digit moved by `turn`."""
    place = count()

    def moved(digit: re.Match[str]) -> str:
        step = turn // 8 ** (next(place) % 3)
        return str((int(digit[0]) - 1 + step) % 8 + 1)

    return re.sub(r"[1-8]", moved, text) if turn else text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1_000])
    sources = [*shipped_articles().glob("*.md"), *(p for f in FOLDERS for p in f.glob("*.txt"))]
    texts = [path.read_text(encoding="utf-8") for path in sorted(sources)]
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "articles"
            folder.mkdir()
            for number in range(size):
                text = varied(texts[number % len(texts)], number // len(texts))
                (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
            command = [sys.executable, "-c", BUILD, str(folder), str(Path(scratch) / "base")]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds, peak, read = done.stdout.split()
            print(
                f"{read:>6} articles  {seconds:>7} s  {int(read) / float(seconds):5.1f} a second"
                f"  {peak} MiB at most in a process",
                flush=True,
            )


if __name__ == "__main__":
    main()
