import json
import random
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from index.contextual import ContextualEncoder
from index.training.contextual.__main__ import save
from index.training.contextual.lessons import Lessons, typed
from index.training.contextual.network import MATRICES, NORMS, Network
from index.training.contextual.pieces import tokenizer_of
from index.training.contextual.reading import read_articles, read_bench
from index.training.contextual.source import Source, read_source
from index.training.contextual.tuning import Schedule, means_of, tune
from index.windows import read_question

WIDTH, INNER, HEADS, LAYERS = 384, 64, 4, 2
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
PIECES += [(piece, -float(len(piece))) for piece in "▁abcdefghijlmnopqrstuvyz:.?¿áéíóú"]


def tensors() -> dict[str, NDArray[np.float32]]:
    dice = np.random.default_rng(3)

    def some(*shape: int) -> NDArray[np.float32]:
        return dice.normal(0, 0.2, int(np.prod(shape))).astype(np.float32)

    made = {"emb.word": some(len(PIECES), WIDTH), "emb.pos": some(400, WIDTH)}
    made |= {"emb.type": some(2, WIDTH), "emb.ln.w": 1 + some(WIDTH), "emb.ln.b": some(WIDTH)}
    for layer in range(LAYERS):
        for name in MATRICES:
            out = INNER if name == "fi" else WIDTH
            made[f"l{layer}.{name}.w"] = some(out, INNER if name == "fo" else WIDTH)
            made[f"l{layer}.{name}.b"] = some(out)
        for name in NORMS:
            made[f"l{layer}.{name}.w"] = 1 + some(WIDTH)
            made[f"l{layer}.{name}.b"] = some(WIDTH)
    return made


@pytest.fixture
def source() -> Source:
    return Source(WIDTH, INNER, HEADS, LAYERS, 1e-12, PIECES, tensors())


def test_the_graph_gives_what_the_network_gives(source: Source, tmp_path: Path) -> None:
    network = Network(source).eval()
    tokenizer = tokenizer_of(source.pieces)
    save(tmp_path, network, tokenizer, HEADS)
    encoder = ContextualEncoder(tmp_path)
    windows = encoder.windows(["la casa", "lo dijo la jefa de ventas"], ["passage: titular"] * 2)
    with torch.inference_mode():
        means = means_of(network, [w.row for w in windows])
    expected = torch.nn.functional.normalize(means, dim=-1).numpy()
    assert (encoder.encode_windows(windows) * expected).sum(1) == pytest.approx(1, abs=0.03)


def test_what_was_learnt_is_kept_to_the_number(source: Source, tmp_path: Path) -> None:
    source.save(tmp_path / "start.npz")
    source = Source.load(tmp_path / "start.npz")  # words that have four bits, as they come
    network = Network(source).eval()
    network.learnt(source).save(tmp_path / "taught.npz")
    again = Network(Source.load(tmp_path / "taught.npz")).eval()
    row = read_question(tokenizer_of(PIECES), "hola")
    with torch.inference_mode():
        old, new = means_of(network, [row]), means_of(again, [row])
        assert new.numpy() == pytest.approx(old.numpy(), abs=0.02)


def test_the_four_bits_of_the_source_are_read(tmp_path: Path) -> None:
    scale = np.float16(0.5)
    packed = np.array([i | (15 - i) << 4 for i in range(16)], dtype=np.uint8)
    block, plain = scale.tobytes() + packed.tobytes(), np.array([1.5, -2], dtype=np.float32)
    words = ["<s>", "año"]
    blob = "".join(words).encode()
    places = np.cumsum([0, *(len(word.encode()) for word in words)]).astype(np.uint32)
    head = b"E5S1" + struct.pack("<i", 1) + struct.pack("<7i", 32, 1, 2, 64, 2, 4, 2)
    head += struct.pack("<fi", 1e-12, 0) + struct.pack("<5iQ", 2, 0, 2, 1, 3, len(blob))
    head += places.tobytes() + np.array([0.0, -3.5], dtype=np.float32).tobytes() + blob
    head += struct.pack("<iI", 0, 3) + b"abc" + struct.pack("<i", 2)
    first = len(head) + 2 * 21 + 2 * 2 + len("m") + len("bias")
    for name, kind, count, size in (("m", 2, 32, len(block)), ("bias", 0, 2, 8)):
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, count, first, size)
        first += size
    path = tmp_path / "modelo.bin"
    path.write_bytes(head + block + plain.tobytes())
    found = read_source(path)
    assert found.pieces == [("<s>", 0.0), ("año", -3.5)]
    assert (found.width, found.heads, found.layers, found.inner) == (32, 2, 1, 64)
    expected = [(i - 8) / 2 for i in range(16)] + [(7 - i) / 2 for i in range(16)]
    assert found.tensors["m"].tolist() == expected
    assert found.tensors["bias"].tolist() == [1.5, -2]


@pytest.fixture
def lessons(tmp_path: Path) -> tuple[Path, Path]:
    bench = tmp_path / "bench.json"
    asked = [{"question": f"¿Qué color tiene {i}?", "answer": "azul"} for i in range(4)]
    paragraph = "La casa es de color azul por fuera. Dentro hay tres salas. " + "No hay más. " * 12
    bench.write_text(json.dumps({"tune": [{"paragraph": paragraph, "questions": asked}]}), "utf-8")
    folder = tmp_path / "textos"
    folder.mkdir()
    (folder / "1.txt").write_text(
        "Titular de ejemplo\nLa jefa de ventas dimitió en mayo. Nadie supo la razón.\n"
        + "Los pedidos bajan. " * 12,
        "utf-8",
    )
    rows = [
        {"article": "1", "q": "quién se fue", "answers": ["La jefa de ventas dimitió en mayo."]},
        {"article": "1", "q": "quién vino", "answers": []},
    ]
    lines = [json.dumps(row) for row in rows]
    (folder / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    return bench, folder


def taught(bench: Path, folder: Path) -> Lessons:
    made, tokenizer = Lessons(), tokenizer_of(PIECES)
    read_bench(made, bench, tokenizer)
    read_articles(made, folder, tokenizer)
    return made


def test_questions_come_with_the_sentences_that_answer(lessons: tuple[Path, Path]) -> None:
    made = taught(*lessons)
    assert [(q.text, q.collection) for q in made.questions] == [
        ("¿Qué color tiene 0?", 0),
        ("¿Qué color tiene 2?", 0),
        ("quién se fue", 1),
        ("quién vino", 1),
    ]
    assert made.questions[0].right == (0,)
    assert made.questions[3].right == ()


def test_other_questions_are_asked_of_texts_without_their_marks(lessons: tuple[Path, Path]) -> None:
    made, folder = Lessons(), lessons[1]
    text = "Titular de ejemplo\n<r>Pida <f 1>77 %</f> a <p 1>los jefes</p>.</r> No ceda."
    (folder / "2.txt").write_text(text + " No hay más." * 12, "utf-8")
    row = {"article": "2", "q": "qué pedir", "answers": ["Pida 77 % a los jefes."]}
    (folder / "more.jsonl").write_text(json.dumps(row), "utf-8")
    read_articles(made, folder / "more.jsonl", tokenizer_of(PIECES))
    (question,) = made.questions
    assert question.text == "qué pedir"
    assert len(question.right) == 1


def test_lessons_are_read_again_as_they_were_written(
    lessons: tuple[Path, Path], tmp_path: Path
) -> None:
    made = taught(*lessons)
    made.save(tmp_path / "lessons.json")
    assert Lessons.load(tmp_path / "lessons.json") == made


def test_teaching_lowers_the_loss(source: Source, lessons: tuple[Path, Path]) -> None:
    network = Network(source)
    said: list[str] = []
    schedule = Schedule(rounds=40, batch=2, rate=1e-3, look=20)
    tune(network, tokenizer_of(PIECES), taught(*lessons), schedule, said.append)
    lost = [float(line.rsplit(" ", 1)[1]) for line in said]
    assert lost[-1] < lost[0]


def test_questions_are_typed_in_haste_now_and_then() -> None:
    dice = random.Random(1)
    made = {typed("¿Cuál fue la razón de la caída?", dice) for _ in range(200)}
    assert "cual fue la razon de la caida" in made
    assert "¿Cuál fue la razón de la caída?" in made
    assert len(made) > 10
