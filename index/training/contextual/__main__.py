"""Make the transformer that ships, from weights and questions to its folder.

python -m index.training.contextual prepare --bench ../shared/bench \
    --questions tests/gold/paraphrased/taught --work /tmp/lessons
python -m index.training.contextual teach --work /tmp/lessons --name slow --rate 1e-4 --rounds 5.27
python -m index.training.contextual teach --work /tmp/lessons --name fast --rate 2.5e-4
python -m index.training.contextual write --work /tmp/lessons --out index/model/contextual

What is written is the mean of what was taught (Wortsman et al. 2022, "Model soups"). `teach` takes
`--device cuda --together 128` where there is a GPU; `prepare --check FOLDER` has it measured on
other questions on the way.

The middle step is the long one, and needs torch and tokenizers alone: it may be done on another
machine, to which the folder of work is carried.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.contextual.checking import measured
from index.training.contextual.lessons import Lessons
from index.training.contextual.network import Network
from index.training.contextual.source import Source, read_source, source_path
from index.training.contextual.tuning import Schedule, tune

START, TOKENIZER, LESSONS = "start.npz", "tokenizer.json", "lessons.json"
TAUGHT, CHECK = "taught_{}.npz", "check.json"


def main() -> None:
    """Do one of the three steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    preparing = steps.add_parser("prepare", help="cut weights, texts and questions")
    preparing.add_argument("--bench", type=Path, required=True, help="folder of pairs")
    preparing.add_argument("--questions", type=Path, required=True, help="folder of our articles")
    preparing.add_argument("--check", type=Path, help="folder of articles to measure on")
    preparing.add_argument("--pieces", type=int, default=31_000, help="of words, that are kept")
    teaching = steps.add_parser("teach", help="teach the network")
    teaching.add_argument("--name", default="", help="of what is taught")
    teaching.add_argument("--device", default="cpu", help="cpu or cuda")
    add_options(teaching, Schedule)
    writing = steps.add_parser("write", help="write the folder of the model")
    writing.add_argument("--out", type=Path, required=True, help="folder of the model")
    for step in (preparing, teaching, writing):
        step.add_argument("--work", type=Path, required=True, help="folder for what lies between")
    given = parser.parse_args()
    {"prepare": prepare, "teach": teach, "write": write}[given.step](given)


def prepare(given: argparse.Namespace) -> None:
    """Write the cut weights, the tokenizer and the lessons."""
    from index.training.contextual.pieces import chosen_pieces, tokenizer_of
    from index.training.contextual.reading import read_articles, read_bench

    source = read_source(source_path())
    own = [path.read_text(encoding="utf-8") for path in sorted(given.questions.glob("*.txt"))]
    source = source.cut(chosen_pieces(source.pieces, given.bench / "train", own, given.pieces))
    tokenizer = tokenizer_of(source.pieces)
    lessons = Lessons()
    read_bench(lessons, given.bench / "squad-es.json", tokenizer)
    read_articles(lessons, given.questions, tokenizer)
    given.work.mkdir(parents=True, exist_ok=True)
    source.save(given.work / START)
    tokenizer.save(str(given.work / TOKENIZER), pretty=False)
    lessons.save(given.work / LESSONS)
    if given.check:
        other = Lessons()
        read_articles(other, given.check, tokenizer)
        other.save(given.work / CHECK)
    counted = (len(source.pieces), len(lessons.windows), len(lessons.questions))
    tell("{} trozos de palabra, {} ventanas, {} preguntas".format(*counted))


def teach(given: argparse.Namespace) -> None:
    """Write what was learnt."""
    # without a GPU the order of sums, and so the last bits, depend on it
    torch.set_num_threads(2)
    source = Source.load(given.work / START)
    network = Network(source).to(given.device)
    tokenizer = Tokenizer.from_file(str(given.work / TOKENIZER))
    schedule = Schedule(**options_of(given, Schedule))
    check = given.work / CHECK
    other = Lessons.load(check) if check.is_file() else None

    def look(step: int) -> None:
        if other:
            tell(f"paso {step}: {measured(network, tokenizer, other, schedule.together)}")

    tune(network, tokenizer, Lessons.load(given.work / LESSONS), schedule, tell, look)
    look(-1)
    network.learnt(source).save(given.work / TAUGHT.format(given.name))


def write(given: argparse.Namespace) -> None:
    """Write the graph and the tokenizer."""
    found = [Source.load(path) for path in sorted(given.work.glob(TAUGHT.format("*")))]
    taught = replace(found[0], tensors=mean_of([one.tensors for one in found]))
    save(given.out, Network(taught), Tokenizer.from_file(str(given.work / TOKENIZER)), taught.heads)
    tell(f"modelo escrito en {given.out}")


def mean_of(
    tables: Sequence[Mapping[str, NDArray[np.float32]]],
) -> dict[str, NDArray[np.float32]]:
    """Return the means of tensors of the same names."""
    return {name: np.mean([table[name] for table in tables], axis=0) for name in tables[0]}


def save(folder: Path, network: Network, tokenizer: Any, heads: int) -> None:  # noqa: ANN401
    """Write the graph and the tokenizer."""
    from index.training.contextual.graph import graph_of

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(graph_of(network, heads).SerializeToString())
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def add_options(parser: argparse.ArgumentParser, schedule: type[Any]) -> None:
    """Add an option for each field of a schedule, with its default."""
    for field in fields(schedule):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)


def options_of(given: argparse.Namespace, schedule: type[Any]) -> Mapping[str, Any]:
    """Return the fields of a schedule, as the options of `add_options` give them."""
    return {field.name: getattr(given, field.name) for field in fields(schedule)}


def tell(message: str) -> None:
    """Tell how far a step is."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
