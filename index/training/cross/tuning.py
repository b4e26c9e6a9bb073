"""Teaching: of the sentences read with a question those that answer are to have the best odds.

Beside them stands "none of these", whose odds are even: it is what is right where a question is
not answered, and where the window that answers was left out. Source: Nogueira and Cho 2019;
Rajpurkar et al. 2018 (questions that are not answered, beside those that are).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import parametrize

from index.training.contextual.lessons import Lessons, typed
from index.training.contextual.tuning import Draw, hardest, owners, paced
from index.training.cross.network import CrossNetwork
from index.windows import Row, Tokenizer, read_pair, read_question

__all__ = ["Schedule", "tune"]

ABSENT = -1e4  # logarithm of no odds


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast.

    Attributes:
        seed: of what is drawn.
        steps: how many there are.
        batch: questions a step.
        rate: of learning, at its highest; `rate_of_head` that of the head.
        rivals: windows read beside one that answers, drawn from the `hardest`.
        hardest: how many of them are looked up, by the vectors.
        dropped: share of the answered questions that are shown without what answers them.
        business: share of the questions that are on articles, not on the bench's paragraphs.
        warm: share of the steps in which the rate rises.
        together: texts of like length that go through the network at once.
    """

    seed: int = 1
    steps: int = 1130
    batch: int = 32
    rate: float = 1e-3
    rate_of_head: float = 1e-2
    rivals: int = 9
    hardest: int = 16
    dropped: float = 0.15
    business: float = 0.8
    warm: float = 0.06
    together: int = 48


@dataclass(frozen=True, slots=True)
class _Shown:
    """Texts of a step, the question that each sentence is read with, and whether it answers."""

    rows: Sequence[Row]
    question: Sequence[int]
    answers: Sequence[bool]
    questions: int


def tune(
    network: CrossNetwork,
    tokenizer: Tokenizer,
    lessons: Lessons,
    schedule: Schedule,
    told: Callable[[str], None],
) -> None:
    """Teach the network by the questions of the lessons."""
    dice = random.Random(schedule.seed)
    torch.manual_seed(schedule.seed)
    head = [network.product, network.sentence, network.bias]
    others = [p for p in network.network.parameters() if p.requires_grad]
    groups = [
        {"params": others, "lr": schedule.rate, "weight_decay": 0.01},
        {"params": head, "lr": schedule.rate_of_head, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups)
    pace = paced(optimizer, schedule.steps, schedule.warm)
    hard = hardest(network.network, tokenizer, lessons, schedule.hardest, schedule.together)
    draw = Draw(lessons, schedule.batch, schedule.business, dice)
    lost: list[float] = []
    network.train()
    for step in range(schedule.steps):
        shown = _shown(tokenizer, lessons, draw.next(), hard, schedule, dice)
        with parametrize.cached():
            loss = _loss(network(shown.rows, schedule.together), shown)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        optimizer.step()
        pace.step()
        lost.append(loss.item())
        if (step + 1) % 10 == 0:
            told(f"paso {step + 1} de {schedule.steps}: pérdida {np.mean(lost[-10:]):.3f}")
    network.eval()


def _shown(
    tokenizer: Tokenizer,
    lessons: Lessons,
    some: Sequence[int],
    hard: Sequence[Sequence[int]],
    schedule: Schedule,
    dice: random.Random,
) -> _Shown:
    """Draw what is read with each of some questions."""
    owner = owners(lessons).tolist()
    rows: list[Row] = []
    question: list[int] = []
    answers: list[bool] = []
    for k, i in enumerate(some):
        asked = lessons.questions[i]
        row = read_question(tokenizer, typed(asked.text, dice))
        kept = asked.right and dice.random() >= schedule.dropped
        right = [owner[dice.choice(asked.right)]] if kept else []
        rivals = dice.sample(hard[i], min(schedule.rivals, len(hard[i])))
        for number in dict.fromkeys([*right, *rivals]):
            window = lessons.windows[number]
            rows.append(read_pair(row, window))
            question += [k] * len(window.spans)
            answers += [bool(kept) and n in asked.right for n in window.sentences]
    return _Shown(rows, question, answers, len(some))


def _loss(odds: Tensor, shown: _Shown) -> Tensor:
    """Return the mean of the logarithms of the chance of what is right, sentence or none."""
    place = odds.device
    of = torch.tensor(shown.question, device=place)
    answers = torch.tensor(shown.answers, device=place)
    own = of[None] == torch.arange(shown.questions, device=place)[:, None]
    every = odds.float()[None].masked_fill(~own, ABSENT)
    right = every.masked_fill(~answers[None], ABSENT)
    even = odds.new_zeros((shown.questions, 1))
    none = even.masked_fill((own & answers).any(1, keepdim=True), ABSENT)
    chance = torch.cat([right, none], 1).logsumexp(1) - torch.cat([every, even], 1).logsumexp(1)
    return -chance.mean()
