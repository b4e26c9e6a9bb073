from pathlib import Path

import numpy as np
import pytest
import torch

from index.cross_encoder import LONGEST, CrossEncoder
from index.training.contextual.__main__ import save
from index.training.contextual.graph import (
    cross_graph_of,
    read_graph,
    share_constants,
    shorten,
    tables_of,
)
from index.training.contextual.lessons import Lessons
from index.training.contextual.network import Network
from index.training.contextual.pieces import tokenizer_of
from index.training.contextual.reading import read_articles
from index.training.contextual.source import Source
from index.training.cross.narrowing import narrowed
from index.training.cross.network import CrossNetwork
from index.training.cross.resuming import go_toward, resume
from index.training.cross.tuning import Schedule, tune
from index.windows import above_of, read_pair, read_question, read_windows
from tests.phrases import article_of
from tests.test_training_contextual import HEADS, PIECES, lessons, source

__all__ = ["lessons", "source"]

ARTICLE = article_of("La casa es azul. Lo dijo la jefa de ventas.")


@pytest.fixture
def network(source: Source) -> CrossNetwork:
    made = CrossNetwork(source).eval()
    dice = torch.Generator().manual_seed(3)
    for name, weight in made.named_parameters():
        if name.endswith(".1.b"):
            weight.data = torch.randn(weight.shape, generator=dice) * 0.05
    return made


@pytest.fixture
def folder(source: Source, network: CrossNetwork, tmp_path: Path) -> Path:
    save(tmp_path, Network(source), tokenizer_of(source.pieces), HEADS)
    graph = cross_graph_of(tables_of(network.network), HEADS, source.epsilon, network.head)
    share_constants(graph, (tmp_path / "model.onnx").read_bytes(), "model.onnx")
    shorten(graph)
    (tmp_path / "cross.onnx").write_bytes(graph.SerializeToString())
    return tmp_path


def test_the_graph_gives_the_odds_of_the_network(network: CrossNetwork, folder: Path) -> None:
    numbers = range(len(ARTICLE.sentences))
    found = CrossEncoder(folder).odds("¿De qué color es?", [(ARTICLE, n) for n in numbers])
    tokenizer = tokenizer_of(PIECES)
    asked = read_question(tokenizer, "¿De qué color es?")
    texts = [sentence.of(ARTICLE.text) for sentence in ARTICLE.sentences]
    windows = read_windows(tokenizer, texts, above_of(ARTICLE), LONGEST)
    with torch.inference_mode():
        odds = network([read_pair(asked, window) for window in windows], together=8).tolist()
    assert [found[ARTICLE.id, n] for n in numbers] == pytest.approx(odds, abs=1.0)


def test_the_graph_takes_what_it_shares_from_the_file_of_the_other(folder: Path) -> None:
    whole, own = (folder / name for name in ("model.onnx", "cross.onnx"))
    assert own.stat().st_size < whole.stat().st_size
    whole.rename(folder / "elsewhere.onnx")
    with pytest.raises(Exception, match="No se puede leer el modelo"):
        CrossEncoder(folder).odds("¿Qué?", [(ARTICLE, 0)])


def test_teaching_goes_on_from_what_a_written_graph_has(
    source: Source, network: CrossNetwork, folder: Path
) -> None:
    source.save(folder / "start.npz")
    again = CrossNetwork(Source.load(folder / "start.npz")).eval()
    resume(again, folder / "cross.onnx", HEADS)

    tokenizer = tokenizer_of(PIECES)
    texts = [sentence.of(ARTICLE.text) for sentence in ARTICLE.sentences]
    rows = [
        read_pair(read_question(tokenizer, "¿De qué color es?"), window)
        for window in read_windows(tokenizer, texts, above_of(ARTICLE), LONGEST)
    ]
    with torch.inference_mode():
        odds, told = network(rows, together=8), again(rows, together=8)
    assert told.tolist() == pytest.approx(odds.tolist(), abs=0.5)


def test_half_way_lies_between_what_was_and_what_was_learnt(network: CrossNetwork) -> None:
    was = {name: weight.detach().clone() for name, weight in network.named_parameters()}
    learnt = {name: was[name] + 1.0 for name in ("bias", "product")}
    go_toward(network, learnt, 0.5)
    for name, weight in network.named_parameters():
        assert torch.allclose(weight, was[name] + 0.5 * (name in learnt))


def test_a_written_graph_is_read_again_as_it_was(source: Source, folder: Path) -> None:
    source.save(folder / "start.npz")
    rounded, again = Source.load(folder / "start.npz"), read_graph(folder / "model.onnx")
    for size in ("width", "inner", "heads", "layers"):
        assert getattr(again, size) == getattr(rounded, size)
    assert again.epsilon == pytest.approx(rounded.epsilon)
    for name in ("emb.word", "emb.ln.w", "l0.q.w", "l1.fi.w", "l1.fo.b", "l1.oln.b"):
        assert np.allclose(again.tensors[name], rounded.tensors[name], atol=1e-3)


def test_narrowing_leaves_out_what_adds_least(network: CrossNetwork) -> None:
    tables = tables_of(network.network)
    names = [name.removesuffix(".a") for name in tables if name.endswith(".1.a")]

    def added(made: dict[str, np.ndarray]) -> np.ndarray:
        return np.concatenate([(made[f"{n}.b"].T @ made[f"{n}.a"]).ravel() for n in names])

    whole, less = added(tables), added(narrowed(tables, 0.6))
    assert np.allclose(added(narrowed(tables, 1.0)), whole, atol=1e-4)
    assert 0.0 < np.square(whole - less).sum() < 0.4 * np.square(whole).sum()
    size = sum(tables[f"{n}.{part}"].size for n in names for part in "ab")
    kept = sum(narrowed(tables, 0.6)[f"{n}.{part}"].size for n in names for part in "ab")
    assert kept <= 0.6 * size


def test_teaching_tells_what_answers_from_what_does_not(
    source: Source, lessons: tuple[Path, Path]
) -> None:
    made, tokenizer = Lessons(64), tokenizer_of(PIECES)
    read_articles(made, lessons[1], tokenizer)
    network, lost = CrossNetwork(source), list[str]()
    schedule = Schedule(steps=20, batch=2, rate=3e-3, rivals=2, hardest=2, dropped=0.0)
    tune(network, tokenizer, made, schedule, lost.append)
    first, last = (float(told.rsplit(" ", 1)[-1]) for told in (lost[0], lost[-1]))
    assert last < first
