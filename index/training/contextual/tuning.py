"""Teaching: the sentence that answers is to be nearer to the question than the others.

Source: Henderson et al. 2017 (others of the batch as rivals); Karpukhin et al. 2020 (hard ones,
here the nearest wrong sentences by the model that is started from).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from index.contextual import BEGIN, END, PASSAGE, QUERY
from index.training.contextual.lessons import Library, Question, typed
from index.training.contextual.network import Network, padded

__all__ = ["Reader", "Schedule", "encoded", "tune"]

LONGEST = 110  # tokens of a text that are read while teaching
TOGETHER = 48  # texts of like length that go through the network at once
HARDEST = 12  # nearest wrong sentences that rivals are drawn from


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: rounds over the questions, questions a step, and so on."""

    seed: int = 1

    rounds: float = 2.0
    batch: int = 16
    rate: float = 2e-5
    temperature: float = 0.02
    rivals: int = 3
    neighbours: int = 2
    warm: float = 0.08


class Reader:
    """The tokenizer, with what it has cut."""

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401  (tokenizers carries no types)
        self._tokenizer = tokenizer
        self._cut: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text with its prompt."""
        if text not in self._cut:
            found = self._tokenizer.encode(text, add_special_tokens=False)
            self._cut[text] = [BEGIN, *found.ids[:LONGEST], END]
        return self._cut[text]


def encoded(network: Network, reader: Reader, texts: Sequence[str]) -> Tensor:
    """Return the vectors of texts with their prompts, (n, width)."""
    rows = [reader.ids(text) for text in texts]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    parts = []
    for first in range(0, len(order), TOGETHER):
        block = padded([rows[i] for i in order[first : first + TOGETHER]])
        with torch.autocast("cpu", torch.bfloat16):
            parts.append(network(block))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]


def hardest(network: Network, reader: Reader, library: Library) -> list[list[int]]:
    """Return the nearest wrong sentences of each question, of its own collection."""
    with torch.inference_mode():
        held = encoded(network, reader, [PASSAGE + s for s in library.sentences]).numpy()
        asked = sorted({q.text for q in library.questions})
        near = encoded(network, reader, [QUERY + text for text in asked]).numpy()
    place = {text: i for i, text in enumerate(asked)}
    of = np.array(library.collection)
    found = []
    for question in library.questions:
        scores = held @ near[place[question.text]]
        scores[of != of[question.right[0]]] = -2
        scores[list(question.right)] = -2
        top = np.argpartition(-scores, HARDEST)[:HARDEST]
        found.append(sorted(top.tolist(), key=lambda i: -scores[i]))
    return found


def tune(
    network: Network,
    reader: Reader,
    library: Library,
    schedule: Schedule,
    told: Callable[[str], None],
) -> None:
    """Teach the network by the questions of the library."""
    hard = hardest(network, reader, library)
    dice = random.Random(schedule.seed)
    weights = [p for p in network.parameters() if p.requires_grad]
    steps = int(len(library.questions) * schedule.rounds / schedule.batch)
    optimizer = torch.optim.AdamW(weights, lr=schedule.rate, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda s: min(1.0, (s + 1) / (schedule.warm * steps)) * max(0.02, 1 - s / steps),
    )
    order: list[int] = []
    lost: list[float] = []
    for step in range(steps):
        if len(order) < schedule.batch:
            order = list(range(len(library.questions)))
            dice.shuffle(order)
        some = [order.pop() for _ in range(schedule.batch)]
        questions = [library.questions[i] for i in some]
        rows = _rows(questions, [hard[i] for i in some], schedule, dice)
        right = torch.zeros((len(some), len(rows)), dtype=torch.bool)
        for i, question in enumerate(questions):
            for number in question.right:
                if number in rows:
                    right[i, rows[number]] = True
        held = encoded(network, reader, [PASSAGE + library.sentences[n] for n in rows])
        asked = encoded(network, reader, [QUERY + typed(q.text, dice) for q in questions])
        chance = functional.log_softmax(asked @ held.T / schedule.temperature, 1)
        loss = -chance.masked_fill(~right, -1e4).logsumexp(1).mean()
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        pace.step()
        lost.append(loss.item())
        if (step + 1) % 20 == 0:
            told(f"paso {step + 1} de {steps}: pérdida {np.mean(lost[-20:]):.3f}")


def _rows(
    questions: Sequence[Question],
    hard: Sequence[Sequence[int]],
    schedule: Schedule,
    dice: random.Random,
) -> dict[int, int]:
    """Return the sentences that a step looks at, with the row of each."""
    rows: dict[int, int] = {}
    for question, near in zip(questions, hard, strict=True):
        around = [i for i in question.around if i not in question.right]
        some = [
            *question.right[:2],
            *dice.sample(around, min(schedule.neighbours, len(around))),
            *dice.sample(near, schedule.rivals),
        ]
        for number in some:
            rows.setdefault(number, len(rows))
    return rows
