"""Make what reads a question and a passage together, beside the transformer that ships.

python -m index.training.cross prepare --bench ../shared/bench \
    --questions tests/gold/paraphrased/taught --model index/model/contextual --work /tmp/cross
python -m index.training.cross teach --work /tmp/cross
python -m index.training.cross write --work /tmp/cross --out index/model/contextual

The middle step is the long one, and needs torch and tokenizers alone; it may be done on another
machine, to which the folder of work is carried (`--device cuda --together 96`). `teach --resume
index/model/contextual` goes on from what that folder has; `--older` gives articles that were taught
before and take the place of the bench, so that they are not forgotten. `write --resume FOLDER
--share 0.5` writes what lies half-way from what that folder has to what was taught.
"""

import argparse
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from index.training.contextual.__main__ import (
    LESSONS,
    START,
    TOKENIZER,
    add_options,
    options_of,
    tell,
)
from index.training.contextual.lessons import Lessons
from index.training.contextual.source import Source
from index.training.cross.network import CrossNetwork
from index.training.cross.tuning import Schedule, tune

TAUGHT, GRAPH, CROSS = "cross.npz", "model.onnx", "cross.onnx"


def main() -> None:
    """Do one of the three steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    preparing = steps.add_parser("prepare", help="read weights, texts and questions")
    preparing.add_argument("--bench", type=Path, help="folder of pairs")
    preparing.add_argument(
        "--older", type=Path, nargs="*", default=[], help="folders (or files) taught before"
    )
    preparing.add_argument(
        "--questions",
        type=Path,
        nargs="+",
        required=True,
        help="folders of articles, or files",
    )
    preparing.add_argument("--model", type=Path, required=True, help="folder of the transformer")
    teaching = steps.add_parser("teach", help="teach the network")
    teaching.add_argument("--device", default="cpu", help="cpu or cuda")
    teaching.add_argument("--resume", type=Path, help="folder of the transformer to go on from")
    add_options(teaching, Schedule)
    writing = steps.add_parser("write", help="write it beside the transformer")
    writing.add_argument("--out", type=Path, required=True, help="folder of the transformer")
    writing.add_argument("--resume", type=Path, help="folder of what was before")
    writing.add_argument("--share", type=float, default=1.0, help="of the way from there, 0 to 1")
    for step in (preparing, teaching, writing):
        step.add_argument("--work", type=Path, required=True, help="folder for what lies between")
    given = parser.parse_args()
    {"prepare": prepare, "teach": teach, "write": write}[given.step](given)


def prepare(given: argparse.Namespace) -> None:
    """Write the weights, the tokenizer and the lessons."""
    from index.cross_encoder import LONGEST
    from index.training.contextual.graph import read_graph
    from index.training.contextual.reading import read_articles, read_bench

    given.work.mkdir(parents=True, exist_ok=True)
    read_graph(given.model / GRAPH).save(given.work / START)
    shutil.copy(given.model / TOKENIZER, given.work)
    tokenizer = Tokenizer.from_file(str(given.model / TOKENIZER))
    lessons = Lessons(LONGEST)
    if given.bench:
        read_bench(lessons, given.bench / "squad-es.json", tokenizer)
    for folder in given.older:
        read_articles(lessons, folder, tokenizer, 0)
    for folder in given.questions:
        read_articles(lessons, folder, tokenizer)
    lessons.save(given.work / LESSONS)
    tell(f"{len(lessons.windows)} ventanas, {len(lessons.questions)} preguntas")


def teach(given: argparse.Namespace) -> None:
    """Write what was learnt."""
    torch.set_num_threads(2)
    source = Source.load(given.work / START)
    network = CrossNetwork(source)
    if given.resume:
        from index.training.cross.resuming import resume

        resume(network, given.resume / CROSS, source.heads)
    network = network.to(given.device)
    tokenizer = Tokenizer.from_file(str(given.work / TOKENIZER))
    schedule = Schedule(**options_of(given, Schedule))
    tune(network, tokenizer, Lessons.load(given.work / LESSONS), schedule, tell)
    learnt: dict[str, Any] = {
        name: weight.detach().float().cpu().numpy()
        for name, weight in network.named_parameters()
        if weight.requires_grad
    }
    np.savez(given.work / TAUGHT, **learnt)


def write(given: argparse.Namespace) -> None:
    """Write the graph, which takes from the transformer's what it has in common with it."""
    from index.training.contextual.graph import (
        cross_graph_of,
        share_constants,
        shorten,
        tables_of,
    )
    from index.training.cross.narrowing import narrowed

    source = Source.load(given.work / START)
    network = CrossNetwork(source)
    with np.load(given.work / TAUGHT) as held:
        learnt = {name: torch.from_numpy(held[name]) for name in held.files}
    if given.resume:
        from index.training.cross.resuming import go_toward, resume

        resume(network, given.resume / CROSS, source.heads)
        go_toward(network, learnt, given.share)
    else:
        network.load_state_dict(learnt, strict=False)
    tables = narrowed(tables_of(network.network))
    graph = cross_graph_of(tables, source.heads, source.epsilon, network.head)
    share_constants(graph, (given.out / GRAPH).read_bytes(), GRAPH)
    shorten(graph)
    (given.out / CROSS).write_bytes(graph.SerializeToString())
    tell(f"escrito {given.out / CROSS}")


if __name__ == "__main__":
    main()
