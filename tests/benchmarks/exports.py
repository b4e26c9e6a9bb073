"""Exports many times in fresh processes: are the bytes the same, and what does a killed one leave?

    python -m tests.benchmarks.exports [PROCESSES]

Each process has a hash seed of its own and writes every format. As many more are killed, each at
another moment of its time, into one folder, whose files must then be whole ones or absent.
"""

import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus.reading import shipped_articles
from index.building import build
from kg.export import EXPORT_FORMATS

PUENTE = "import sys; from ui.cli import main; main(sys.argv[1:])"


def start(base: Path, out: Path, seed: int) -> "subprocess.Popen[bytes]":
    formats = [word for form in EXPORT_FORMATS for word in ("--format", form)]
    return subprocess.Popen(
        [sys.executable, "-c", PUENTE, "--base", base, "export", *formats, "--out", out],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )


def sums(folder: Path) -> dict[str, str]:
    """Return the checksum of each file that an export put there, drafts left out."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def main() -> None:
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder / "base", [shipped_articles()])
        seen = []
        begin = time.perf_counter()
        for seed in range(processes):
            out = folder / f"out-{seed}"
            assert start(folder / "base", out, seed).wait() == 0
            found = sums(out)
            if found not in seen:
                seen.append(found)
        took = (time.perf_counter() - begin) / processes
        print(
            f"{processes} exports of {len(seen[0])} files in {took:.2f} s each; "
            f"sets of bytes seen: {len(seen)}"
        )

        out = folder / "out-0"
        broken = early = 0
        for seed in range(processes):
            process = start(folder / "base", out, seed)
            try:
                process.wait(chance.uniform(0, took))
            except subprocess.TimeoutExpired:
                process.kill()
                early += 1
            process.wait()
            broken += any(seen[0].get(path) != digest for path, digest in sums(out).items())
        print(f"{early} of {processes} were killed: {broken} times a file was not a whole one")


if __name__ == "__main__":
    main()
