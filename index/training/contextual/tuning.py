"""Teaching: the sentence that answers is to be nearer to the question than the others.

Source: Henderson et al. 2017 (others of the batch as rivals); Karpukhin et al. 2020 (hard ones,
here windows of the nearest wrong sentences, looked up anew from time to time).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import parametrize

from index.training.contextual.lessons import Lessons, Question, typed
from index.training.contextual.network import Network, padded
from index.windows import Row, Tokenizer, read_question

__all__ = ["Draw", "Schedule", "hardest", "means_of", "owners", "paced", "places", "tune"]

TOGETHER = 48  # texts of like length that go through the network at once, without a GPU
ABSENT = -1e4  # logarithm of no chance


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast.

    Attributes:
        seed: of what is drawn.
        rounds: over the questions.
        batch: questions a step.
        rate: of learning, at its highest.
        temperature: by which cosines are divided.
        rivals: hard windows a question, drawn from the `hardest`.
        hardest: how many of them are looked up.
        business: share of the questions that are on articles, not on the bench's paragraphs.
        warm: share of the steps in which the rate rises.
        look: steps after which hard windows are looked up again.
        together: texts of like length that go through the network at once; more on a GPU.
    """

    seed: int = 1
    rounds: float = 8.75
    batch: int = 64
    rate: float = 2.5e-4
    temperature: float = 0.02
    rivals: int = 2
    hardest: int = 12
    business: float = 0.8
    warm: float = 0.08
    look: int = 250
    together: int = TOGETHER


def means_of(network: Network, rows: Sequence[Row], together: int = TOGETHER) -> Tensor:
    """Return the means of the parts of all rows, in order, (parts, width)."""
    device = network.place.device.type
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    parts, numbers = [], []
    first = np.cumsum([0, *(len(spans) for _, spans in rows)])
    for start in range(0, len(order), together):
        some = order[start : start + together]
        with torch.autocast(device, torch.bfloat16):
            parts.append(network(padded([rows[i] for i in some], device)))
        numbers += [n for i in some for n in range(first[i], first[i + 1])]
    back = torch.empty(len(numbers), dtype=torch.long)
    back[torch.tensor(numbers)] = torch.arange(len(numbers))
    return torch.cat(parts)[back.to(device)]


@torch.inference_mode()
def places(
    network: Network, tokenizer: Tokenizer, lessons: Lessons, together: int = TOGETHER
) -> Tensor:
    """Return the cosine of each question with each sentence, (questions, sentences).

    Sentences of another collection have -2.
    """
    was = network.training
    network.eval()
    with parametrize.cached():
        held = means_of(network, [w.row for w in lessons.windows], together)
        asked = means_of(
            network, [read_question(tokenizer, q.text) for q in lessons.questions], together
        )
    network.train(was)
    cosine = functional.normalize(asked, dim=-1) @ functional.normalize(held, dim=-1).T
    of = torch.tensor(lessons.collection)[owners(lessons)]
    mine = torch.tensor([q.collection for q in lessons.questions])
    return cosine.masked_fill((mine[:, None] != of[None]).to(cosine.device), -2)


def owners(lessons: Lessons) -> Tensor:
    """Return the number of the window of each sentence."""
    sizes = torch.tensor([len(w.spans) for w in lessons.windows])
    return torch.arange(len(sizes)).repeat_interleave(sizes)


@torch.inference_mode()
def hardest(
    network: Network, tokenizer: Tokenizer, lessons: Lessons, most: int, together: int
) -> list[list[int]]:
    """Return the nearest windows that do not answer each question, of its own collection."""
    cosine = places(network, tokenizer, lessons, together)
    owner = owners(lessons)
    for i, question in enumerate(lessons.questions):
        for window in {int(owner[n]) for n in question.right}:
            cosine[i, lessons.windows[window].sentences] = -2
    best = torch.full((len(cosine), len(lessons.windows)), -2.0, device=cosine.device)
    best.scatter_reduce_(1, owner.to(cosine.device).expand(len(cosine), -1), cosine, "amax")
    found: list[list[int]] = best.topk(min(most, best.shape[1])).indices.tolist()
    return found


def tune(
    network: Network,
    tokenizer: Tokenizer,
    lessons: Lessons,
    schedule: Schedule,
    told: Callable[[str], None],
    look: Callable[[int], None] | None = None,
) -> None:
    """Teach the network by the questions of the lessons; `look` is called as rivals are found."""
    dice = random.Random(schedule.seed)
    torch.manual_seed(schedule.seed)
    weights = [p for p in network.parameters() if p.requires_grad]
    steps = int(len(lessons.questions) * schedule.rounds / schedule.batch)
    optimizer = torch.optim.AdamW(weights, lr=schedule.rate, weight_decay=0.01)
    pace = paced(optimizer, steps, schedule.warm)
    owner = owners(lessons)
    draw = Draw(lessons, schedule.batch, schedule.business, dice)
    hard: list[list[int]] = []
    lost: list[float] = []
    network.train()
    for step in range(steps):
        if step % schedule.look == 0:
            hard = hardest(network, tokenizer, lessons, schedule.hardest, schedule.together)
            if look:
                look(step)
        some = draw.next()
        questions = [lessons.questions[i] for i in some]
        asked = [read_question(tokenizer, typed(question.text, dice)) for question in questions]
        shown = [
            [
                *([int(owner[dice.choice(question.right)])] if question.right else []),
                *dice.sample(hard[i], min(schedule.rivals, len(hard[i]))),
            ]
            for i, question in zip(some, questions, strict=True)
        ]
        with parametrize.cached():
            loss = _loss(network, lessons, questions, asked, shown, schedule)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        pace.step()
        lost.append(loss.item())
        if (step + 1) % 20 == 0:
            told(f"paso {step + 1} de {steps}: pérdida {np.mean(lost[-20:]):.3f}")
    network.eval()


def paced(
    optimizer: torch.optim.Optimizer, steps: int, warm: float
) -> torch.optim.lr_scheduler.LRScheduler:
    """Let the rate rise in a share of the steps, and fall from there to a fiftieth."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (warm * steps)) * max(0.02, 1 - s / steps)
    )


class Draw:
    """Draws the questions of a step, each of a kind once before any twice."""

    def __init__(self, lessons: Lessons, batch: int, business: float, dice: random.Random) -> None:
        """Draw from `dice`, so many a step, such a share of them on articles."""
        self._of = {
            business: [i for i, q in enumerate(lessons.questions) if (q.collection > 0) == business]
            for business in (True, False)
        }
        self._left: dict[bool, list[int]] = {True: [], False: []}
        self._batch, self._dice = batch, dice
        self._share = (business if self._of[False] else 1.0) if self._of[True] else 0.0

    def next(self) -> list[int]:
        """Return the numbers of the questions of the next step."""
        return [self._one(self._dice.random() < self._share) for _ in range(self._batch)]

    def _one(self, business: bool) -> int:
        if not self._left[business]:
            self._left[business] = list(self._of[business])
            self._dice.shuffle(self._left[business])
        return self._left[business].pop()


def _loss(
    network: Network,
    lessons: Lessons,
    questions: Sequence[Question],
    asked: Sequence[Row],
    shown: Sequence[Sequence[int]],
    schedule: Schedule,
) -> Tensor:
    """Return the loss of the answered questions; sentences of the windows shown are the rivals."""
    kept = [i for i, question in enumerate(questions) if question.right]
    if not kept:
        return torch.zeros((), device=network.place.device, requires_grad=True)
    numbers = list(dict.fromkeys(w for i in kept for w in shown[i]))
    windows = [lessons.windows[w] for w in numbers]
    sentences = [n for w in windows for n in w.sentences]
    row = {number: i for i, number in enumerate(sentences)}
    held = means_of(network, [w.row for w in windows], schedule.together)
    near = means_of(network, [asked[i] for i in kept], schedule.together)
    target = torch.zeros((len(kept), len(row)), dtype=torch.bool)
    other = torch.zeros_like(target)
    of = torch.tensor(
        [lessons.collection[w] for w in numbers for _ in lessons.windows[w].sentences]
    )
    for k, i in enumerate(kept):
        target[k, [row[n] for n in questions[i].right if n in row]] = True
        other[k] = of != questions[i].collection
    cosine = functional.normalize(near, dim=-1) @ functional.normalize(held, dim=-1).T
    cosine = cosine.masked_fill(other.to(cosine.device), -1)
    chance = functional.log_softmax(cosine / schedule.temperature, 1)
    return -chance.masked_fill(~target.to(chance.device), ABSENT).logsumexp(1).mean()
