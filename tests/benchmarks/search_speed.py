"""How fast search is, and what it takes: `python -m tests.benchmarks.search_speed [SIZE …]`.

Bases of as many passages as asked for (1,000 and 10,000; 100,000 and more take minutes to build)
from the Spanish paragraphs of the bench, asked the questions of its test half. Time is told by the
wall and of the processor alone, since a busy machine tells little by the wall. It runs in the
environment that `puente` sets for itself.
"""

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.encoder import load_encoder
from index.search import Searcher
from tests.benchmarks.squad import BENCH, article_of, read_bench
from ui.cli import ENVIRONMENT

PAIRS = BENCH.parent / "train" / "pairs_es.jsonl.gz"
SHORTEST, LONGEST = 250, 900  # characters
ASKED = 80


def paragraphs() -> Iterator[str]:
    """Yield the paragraphs, each once, and after the last one again with a number of its own."""
    for turn in range(100):
        seen: set[str] = set()
        with gzip.open(PAIRS, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                text = record["b"]
                if SHORTEST < len(text) < LONGEST and text not in seen:
                    seen.add(text)
                    yield f"{text} Edición {turn}." if turn else text


READ_UP_TO = 25_000  # passages: some more, and their sentences are too many for the transformer


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return what `work` takes, by the wall and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def encoding(texts: list[str], questions: list[str]) -> None:
    encoder = load_encoder()
    print(f"load the model       {seconds(load_encoder)[0] * 1000:9.0f} ms")
    one = seconds(lambda: [encoder.encode_queries([q]) for q in questions])[0] / len(questions)
    print(f"encode a question    {one * 1000:9.2f} ms")
    rate = len(texts) / seconds(lambda: encoder.encode_passages(texts))[0]
    print(f"encode passages      {rate:9.0f} a second", flush=True)


def building(size: int, folder: Path) -> None:
    articles = (article_of(f"a{i:07}", text) for i, text in enumerate(islice(paragraphs(), size)))
    read = size <= READ_UP_TO

    def make() -> None:
        Searcher.build(articles, load_encoder(), contextual=read).save(folder)

    print(f"\n{size} passages{'' if read else ', without the transformer'}")
    print(f"  build and save     {size / seconds(make)[1]:9.0f} passages a second of the processor")
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"  on disk            {disk / 1e6:9.0f} MB")
    print(f"  memory at most     {most_memory():9.0f} MB", flush=True)


def searching(folder: Path, questions: list[str]) -> None:
    """Search a base that is built, in a process that has built none."""
    opened = seconds(lambda: Searcher.load(folder))[0]
    searcher = Searcher.load(folder)
    first = seconds(lambda: searcher.search("uno"))[0]
    print(f"  open, first search {opened * 1000:9.0f} ms, {first * 1000:.0f} ms")
    for name, search in (("passages", searcher.search), ("sentences", searcher.sentences)):
        taken = np.array([seconds(partial(search, q)) for q in questions]) * 1000
        wall, processor = np.median(taken, axis=0)
        most = np.quantile(taken[:, 0], 0.95)
        print(
            f"  search {name:<11} {wall:9.1f} ms (median), {most:.1f} ms (95 % are faster), "
            f"{processor:.1f} ms of the processor"
        )
    own = re.search(r"RssAnon:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    held = f", {int(own[1]) / 1024:.0f} MB in the end without mapped files" if own else ""
    print(f"  memory at most     {most_memory():9.0f} MB{held}", flush=True)


def most_memory() -> float:
    """Return what this process has held at once, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def as_the_product() -> None:
    """Begin again with what `puente` sets, unless it is: numpy reads it once, when it is loaded."""
    if not os.environ.keys() >= ENVIRONMENT.keys():
        command = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, command, {**ENVIRONMENT, **os.environ})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--open", type=Path, help="search a base that is built, and build none")
    arguments = parser.parse_args()
    as_the_product()
    if not PAIRS.is_file():
        sys.exit(f"{PAIRS} is not there: nothing to measure on")
    asked = read_bench("test").questions
    questions = asked[:: max(1, len(asked) // ASKED)]
    if arguments.open:
        searching(arguments.open, questions)
        return
    encoding(list(islice(paragraphs(), 4_000)), questions)
    for size in arguments.sizes:
        with TemporaryDirectory() as folder:
            building(size, Path(folder))
            alone = [sys.executable, "-m", "tests.benchmarks.search_speed", "--open", folder]
            subprocess.run(alone, check=True)


if __name__ == "__main__":
    main()
