"""Make the transformer that ships, from weights and questions to its folder.

python -m index.training.contextual --bench ../shared/bench \
    --questions tests/gold/paraphrased/taught --out index/model/contextual
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import torch

from index.training.contextual.graph import graph_of
from index.training.contextual.lessons import read_library
from index.training.contextual.network import Network
from index.training.contextual.pieces import chosen_pieces, tokenizer_of
from index.training.contextual.source import read_source, source_path
from index.training.contextual.tuning import Reader, Schedule, tune


def main() -> None:
    """Read, prune, teach, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of pairs and questions")
    parser.add_argument("--questions", type=Path, required=True, help="folder of our articles")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--pieces", type=int, default=31_000, help="of words, that are kept")
    parser.add_argument("--rounds", type=float, default=2.5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(2)  # the order of sums, and so the last bits, depend on it
    source = read_source(source_path())
    own = [path.read_text(encoding="utf-8") for path in sorted(given.questions.glob("*.txt"))]
    kept = chosen_pieces(source.pieces, given.bench / "train", own, given.pieces)
    tokenizer = tokenizer_of([source.pieces[i] for i in kept])
    _tell(f"{len(kept)} trozos de palabra")
    library = read_library(given.bench / "squad-es.json", given.questions)
    _tell(f"{len(library.sentences)} frases, {len(library.questions)} preguntas")
    network = Network(source, kept)
    schedule = Schedule(seed=given.seed, rounds=given.rounds)
    tune(network, Reader(tokenizer), library, schedule, _tell)
    save(given.out, network, tokenizer, source.heads)
    _tell(f"modelo escrito en {given.out}")


def save(folder: Path, network: Network, tokenizer: Any, heads: int) -> None:  # noqa: ANN401
    """Write the graph and the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(graph_of(network, heads).SerializeToString())
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def _tell(message: str) -> None:
    sys.stderr.write(message + "\n")


if __name__ == "__main__":
    main()
