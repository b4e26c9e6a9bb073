"""Teaching the table which texts belong together.

Multiple negatives ranking over batches of one source each (so that the others of a batch are
hard to tell apart), at several cuts of the vector (Matryoshka). Sources: Henderson et al. 2017
for in-batch negatives; Kusupati et al. 2022 for the cuts.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

__all__ = ["Lesson", "Schedule", "batches", "train"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Two texts that belong together, as table rows; `group` is the source, with the kind."""

    group: str
    left: NDArray[np.int32]
    right: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: the settings of `train`."""

    steps: int = 1000
    batch: int = 1024
    rate: float = 0.01
    scale: float = 20.0
    cuts: tuple[int, ...] = (256, 128)
    longest: int = 128  # words of a text that are read


def batches(lessons: Sequence[Lesson], schedule: Schedule, seed: int) -> Iterator[list[Lesson]]:
    """Yield `steps` batches, each of one group, groups drawn by the square root of their size."""
    groups: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        groups.setdefault(lesson.group, []).append(lesson)
    dice = random.Random(seed)
    names = sorted(groups)
    weights = [len(groups[name]) ** 0.5 for name in names]
    for name in names:
        dice.shuffle(groups[name])
    place = dict.fromkeys(names, 0)
    for _ in range(schedule.steps):
        name = dice.choices(names, weights)[0]
        group, first = groups[name], place[name]
        place[name] = first + schedule.batch if first + schedule.batch < len(group) else 0
        yield group[first : first + schedule.batch]


def train(
    start: NDArray[np.float32],
    lessons: Sequence[Lesson],
    schedule: Schedule,
    seed: int,
    progress: Callable[[str], None],
) -> NDArray[np.float32]:
    """Return the taught table, of the shape of `start`."""
    torch.manual_seed(seed)
    weight = torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimizer = torch.optim.SparseAdam([weight], lr=schedule.rate)
    shown = 0.0
    for step, batch in enumerate(batches(lessons, schedule, seed)):
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate * _pace(step / schedule.steps)
        left = _bag(weight, [lesson.left for lesson in batch], schedule.longest)
        right = _bag(weight, [lesson.right for lesson in batch], schedule.longest)
        parts = [_ranking(left[:, :c], right[:, :c], schedule.scale) for c in schedule.cuts]
        loss = torch.stack(parts).sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        shown += loss.item() / len(schedule.cuts)
        if step % 50 == 49:
            progress(f"paso {step + 1} de {schedule.steps}: pérdida {shown / 50:.3f}")
            shown = 0.0
    return weight.detach().numpy()


def _pace(done: float) -> float:
    """Warm up over the first tenth, then go down in a line."""
    return done / 0.1 if done < 0.1 else (1 - done) / 0.9


def _bag(weight: torch.Tensor, texts: Sequence[NDArray[np.int32]], longest: int) -> torch.Tensor:
    """Return the mean row of each text, gradients sparse."""
    cut = [text[:longest] for text in texts]
    offsets = np.cumsum([0, *(len(text) for text in cut[:-1])])
    return torch.nn.functional.embedding_bag(
        torch.from_numpy(np.concatenate(cut).astype(np.int64)),
        weight,
        torch.from_numpy(offsets.astype(np.int64)),
        mode="mean",
        sparse=True,
    )


def _ranking(left: torch.Tensor, right: torch.Tensor, scale: float) -> torch.Tensor:
    """Return the cross entropy of telling each text's partner among the batch, both ways."""
    left = torch.nn.functional.normalize(left)
    right = torch.nn.functional.normalize(right)
    scores = scale * left @ right.T
    target = torch.arange(len(left))
    ways = torch.nn.functional.cross_entropy
    return (ways(scores, target) + ways(scores.T, target)) / 2
