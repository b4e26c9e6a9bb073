import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import StaticEncoder
from index.training.contrastive import Lesson, Schedule, batches
from index.training.cooccurrence import ppmi, woven
from index.training.text import Pair, fold, read_pairs, slips, unique_texts
from index.training.vocabulary import build_vocabulary

SPANISH = [
    "la empresa vende paraguas en abril y sombrillas en agosto",
    "el director compra licencias para su equipo de ventas",
    "los clientes valoran la colaboración entre departamentos",
    "un presupuesto común evita gastos y duplicidades",
] * 6
PAIRS = [Pair("head_par", f"s{i % 2}", text[:25], text) for i, text in enumerate(SPANISH)]


def test_translations_are_woven_by_place() -> None:
    assert woven([1, 2], [7, 8, 9, 10]) == [7, 1, 8, 9, 2, 10]


def test_words_that_meet_inform_on_each_other() -> None:
    documents = [np.array(d, dtype=np.int32) for d in ([0, 1, 2] * 9_000, [3, 4, 5] * 9_000)]
    matrix = ppmi(documents, 6, seed=1)
    assert matrix[0, 1] > 0
    assert matrix[0, 4] == 0
    assert abs(matrix - matrix.T).max() < 1.0  # contexts are smoothed, so only nearly symmetric


def test_forms_of_a_word_share_a_row_and_numbers_are_whole() -> None:
    texts = Pair("head_par", "s", "colabora colaboran", "colaborar colaboración " * 3)
    vocabulary = build_vocabulary(unique_texts([texts, *PAIRS], 1), rows=20_000)
    ids = vocabulary.tokenizer.encode("colaborar colaboración 2015 COLABORACION").ids
    rows = vocabulary.mapping[ids].tolist()
    assert len(rows) == 4
    assert rows[1] == rows[3]


def test_every_row_has_a_token_and_every_token_a_row() -> None:
    vocabulary = build_vocabulary(unique_texts(PAIRS, 1), rows=20_000)
    assert sorted(set(vocabulary.mapping.tolist())) == list(range(vocabulary.rows))
    assert len(vocabulary.mapping) == vocabulary.tokenizer.get_vocab_size()


def test_a_slip_changes_one_word_and_keeps_its_first_letter() -> None:
    made = list(slips(PAIRS, 3))
    assert made
    for pair in made:
        changed = [(a, b) for a, b in zip(pair.a.split(), pair.b.split(), strict=True) if a != b]
        assert len(changed) <= 1
        assert all(a[0] == b[0] for a, b in changed)


def test_batches_are_of_one_group_and_repeatable() -> None:
    row = np.zeros(1, dtype=np.int32)
    lessons = [Lesson(f"g{i % 3}", row, row) for i in range(60)]
    drawn = [list(batches(list(lessons), Schedule(steps=9, batch=4), seed=5)) for _ in range(2)]
    assert len(drawn[0]) == 9
    assert all(len({lesson.group for lesson in batch}) == 1 for batch in drawn[0])
    assert [b[0].group for b in drawn[0]] == [b[0].group for b in drawn[1]]


def test_folding_is_what_the_tokenizer_does() -> None:
    tokenizer = build_vocabulary(unique_texts(PAIRS, 1), rows=20_000).tokenizer
    for text in ("ÁÉÍÓÚ ü Ñandú", "El Niño ÇA"):
        assert tokenizer.normalizer.normalize_str(text) == fold(text)


def write_data(folder: Path) -> Path:
    records = [{"t": p.kind, "src": p.source, "a": p.a, "b": p.b} for p in PAIRS]
    twins = [{"t": "par", "src": "s", "es": SPANISH[i], "en": f"the company {i}"} for i in range(4)]
    for name, rows in (("pairs_es", records), ("pairs_parallel", twins)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def test_pairs_are_read_with_their_languages(tmp_path: Path) -> None:
    pairs = list(read_pairs(write_data(tmp_path)))
    assert len(pairs) == len(PAIRS) + 4
    assert pairs[0] == PAIRS[0]
    assert pairs[-1].languages == ("es", "en")


@pytest.mark.slow
def test_the_whole_training_leaves_a_model_that_can_be_loaded(tmp_path: Path) -> None:
    data = write_data(tmp_path)
    options = ["--rows", "20000", "--dimension", "16", "--steps", "5"]
    command = [sys.executable, "-m", "index.training", "--data", str(data)]
    out = tmp_path / "model"
    root = Path(__file__).parents[1]
    subprocess.run([*command, "--out", str(out), *options], cwd=root, check=True)
    encoder = StaticEncoder(out)
    assert encoder.dimension == 16
    assert np.isfinite(encoder.encode_passages(SPANISH[:4])).all()
    assert encoder.frequency is not None
    assert "{{" not in (out / "README.md").read_text(encoding="utf-8")
