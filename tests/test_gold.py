"""The gold files hold together: quotes found once, references and figures sound."""

import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from tests.gold import Gold, GoldError, find_quote, load_gold, squeezed
from tests.gold.export import export_gold
from tests.gold.marks import ASKED, TAUGHT, parse_marks
from tests.gold.paraphrases import FOLDERS as PARAPHRASED
from tests.gold.paraphrases import load_paraphrases
from tests.gold.themes import THEMES, load_theme, themes

GOLD = Path(__file__).parent / "gold"
FOLDERS = {
    name: GOLD / name
    for name in ("digests", *(f"unseen/{folder.name}" for folder in (GOLD / "unseen").iterdir()))
}


@pytest.fixture(scope="module", params=FOLDERS)
def golds(request: pytest.FixtureRequest) -> list[Gold]:
    return load_gold(FOLDERS[request.param])


def test_every_quote_is_found_once(golds: list[Gold]) -> None:
    assert golds  # loading raises on a quote that is missing or repeated


def test_facts_lie_outside_boilerplate(golds: list[Gold]) -> None:
    for gold in golds:
        facts = [s.span for s in gold.statistics] + [r.span for r in gold.recommendations]
        assert not [f for f in facts for b in gold.boilerplate if f.overlaps(b)]


def test_boilerplate_runs_are_apart(golds: list[Gold]) -> None:
    for gold in golds:
        runs = sorted(gold.boilerplate)
        assert not [a for a, b in pairwise(runs) if a.overlaps(b)]


def test_a_figure_stands_in_its_sentence(golds: list[Gold]) -> None:
    for gold in golds:
        for statistic in gold.statistics:
            assert statistic.value_text in statistic.span.of(gold.text)


def test_a_statistic_names_a_study_of_its_text(golds: list[Gold]) -> None:
    for gold in golds:
        known = {study.id for study in gold.studies} | {None}
        assert {statistic.study for statistic in gold.statistics} <= known


def test_forms_and_names_occur_in_the_text(golds: list[Gold]) -> None:
    for gold in golds:
        forms = [form for role in gold.roles for form in role.forms]
        assert not [x for x in [*forms, *gold.organizations, *gold.persons] if x not in gold.text]


def test_what_an_answer_must_hold_is_written_plainly(golds: list[Gold]) -> None:
    for gold in golds:
        for question in gold.questions:
            for must in question.must:
                plain = unicodedata.normalize("NFKD", must).encode("ascii", "ignore").decode()
                assert must == plain.lower()


def test_a_quote_may_be_wrapped_otherwise() -> None:
    assert find_quote("uno dos", "cero uno\n  dos").start == 5


@pytest.mark.parametrize("text", ["nada", "uno dos, uno dos"])
def test_a_quote_missing_or_repeated_is_an_error(text: str) -> None:
    with pytest.raises(GoldError, match="must be once"):
        find_quote("uno dos", text)


def test_an_export_has_offsets_of_the_text_beside_it(tmp_path: Path) -> None:
    folder = FOLDERS["unseen/dev"]
    count = export_gold(tmp_path / "texts", tmp_path / "gold", folder)

    texts = {p.stem: p.read_text(encoding="utf-8") for p in (tmp_path / "texts").glob("*.txt")}
    assert len(texts) == count
    assert load_gold(tmp_path / "gold", texts) == load_gold(folder)


@pytest.mark.parametrize("part", PARAPHRASED)
def test_answers_to_paraphrased_questions_stand_in_their_article(part: str) -> None:
    questions = load_paraphrases(PARAPHRASED[part])  # loading raises on one that does not
    assert 0 < sum(not question.answers for question in questions) < len(questions)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (ASKED["taught"], "more"),
        (ASKED["taught"], "checked"),
        (TAUGHT, "questions"),
        (TAUGHT, "checked"),
    ],
)
def test_answers_to_questions_that_teach_stand_in_their_text(folder: Path, name: str) -> None:
    texts = {
        path.stem: squeezed(parse_marks(path.read_text(encoding="utf-8")).text)
        for path in folder.glob("*.txt")
    }
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    assert asked
    for question in asked:
        for answer in question["answers"]:
            assert squeezed(answer) in texts[question["article"]]


@pytest.mark.parametrize("part", THEMES)
def test_themes_ask_across_articles_and_for_what_none_tells(part: str) -> None:
    for folder in themes(part):
        questions = load_theme(folder)  # loading raises on a quote that does not stand there
        assert {question.scope for question in questions} == {"cross", "single", "none"}
        assert all(bool(q.evidence) == (q.scope != "none") for q in questions)
