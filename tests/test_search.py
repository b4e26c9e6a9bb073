from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.article import Article, Block, Passage, Sentence
from corpus.errors import PuenteError
from corpus.segmentation import split_sentences
from index.encoder import IndexMismatchError, StaticEncoder, load_encoder
from index.search import Searcher
from tests.benchmarks.squad import article_of

TEXTS = {
    "ventas": "Las ventas de paraguas crecieron un 12 % en abril. Los comercios de Gijón pidieron "
    "más existencias. El gremio calcula que dos de cada tres clientes repiten.",
    "nube": "El 77 % de los CIO considera prioritaria la colaboración con marketing. Solo el 56 "
    "por ciento de los CMO piensa lo mismo. La consultora Albor entrevistó a 1.100 ejecutivos.",
    "obra": "La empresa reformó su sede de Bogotá en 2019. La fachada es de ladrillo. Nadie perdió "
    "su puesto durante la obra.",
    "consejo": "Conviene que los responsables de sistemas planifiquen junto a los de publicidad. "
    "Un presupuesto común evita duplicidades.",
    "vacío": "Sin nada más que decir.",
}


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    found = load_encoder()
    assert isinstance(found, StaticEncoder)
    return found


@pytest.fixture(scope="module")
def searcher(encoder: StaticEncoder) -> Searcher:
    return Searcher.build([article_of(n, t) for n, t in TEXTS.items()], encoder)


def first(searcher: Searcher, question: str) -> str:
    return searcher.search(question, top=1)[0].article


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("¿Cuánto subió la venta de paraguas?", "ventas"),
        ("prioridad de la colaboración para los CIO", "nube"),
        ("¿Qué porcentaje de directores de marketing lo piensa?", "nube"),
        ("colaboracion", "nube"),
        ("colavoracion con márketing", "nube"),
        ("¿De qué material es la fachada?", "obra"),
        ("¿Qué deberían hacer los jefes de tecnología?", "consejo"),
        ("77%", "nube"),
        ("77 por ciento", "nube"),
        ("1100 ejecutivos", "nube"),
        ("Which consultancy interviewed executives?", "nube"),
        ("umbrella sales in April", "ventas"),
    ],
)
def test_the_right_passage_comes_first(searcher: Searcher, question: str, article: str) -> None:
    assert first(searcher, question) == article


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("¿Cuántos CMO piensan lo mismo?", "Solo el 56"),
        ("¿A cuántos ejecutivos entrevistó Albor?", "La consultora Albor"),
        ("¿Cuándo se reformó la sede?", "La empresa reformó"),
        ("presupuesto común", "Un presupuesto"),
    ],
)
def test_the_right_sentence_comes_first_and_is_marked(
    searcher: Searcher, question: str, start: str
) -> None:
    sentence = searcher.sentences(question, top=3)[0]
    assert sentence.text.startswith(start)
    hit = searcher.search(question, top=1)[0]
    assert TEXTS[hit.article][slice(*hit.best)] == sentence.text


def test_every_hit_is_the_slice_that_it_claims(searcher: Searcher) -> None:
    for hit in searcher.search("empresa y marketing"):
        assert TEXTS[hit.article][hit.start : hit.end] == hit.text
    for sentence in searcher.sentences("empresa y marketing"):
        assert TEXTS[sentence.article][sentence.start : sentence.end] == sentence.text


def test_scores_fall_and_every_part_is_a_share(searcher: Searcher) -> None:
    hits = searcher.search("colaboración de los CIO con marketing")
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    for hit in hits:
        assert {"dense", "lexical", "grams", "maxsim", "coverage"} <= set(hit.parts)
        assert all(-1.001 <= part <= 1.001 for part in hit.parts.values())


def test_coverage_tells_what_is_there_from_what_is_not(searcher: Searcher) -> None:
    there = searcher.search("¿Qué porcentaje de los CIO considera prioritaria la colaboración?")[0]
    absent = searcher.search("¿Cuántos submarinos nucleares tiene Noruega?")[0]
    assert there.parts["coverage"] > 0.7
    assert absent.parts["coverage"] < 0.2
    assert there.score > absent.score


@pytest.mark.parametrize("channel", ["lexical", "grams", "dense", "maxsim", "sentence_dense"])
def test_a_channel_can_be_switched_off(searcher: Searcher, channel: str) -> None:
    question = "¿Qué piensan los CMO de la nube y la colaboración?"
    whole = {h.article: h.score for h in searcher.search(question)}
    without = {h.article: h.score for h in searcher.search(question, off={channel})}
    assert set(whole) == set(without)
    assert whole != without


@pytest.mark.parametrize("channel", ["lexical", "grams", "dense", "maxsim", "contextual", "kind"])
def test_a_channel_that_is_off_is_not_shown(searcher: Searcher, channel: str) -> None:
    question = "¿Cuántos CMO piensan en la colaboración?"
    parts = searcher.search(question, top=1, off={channel})[0].parts
    assert not {channel, f"sentence_{channel}"} & set(parts)
    assert {"coverage", "sentence_roles"} <= set(parts)
    assert channel not in searcher.sentences(question, top=1, off={channel})[0].parts


def test_a_channel_that_is_off_proposes_no_passage(searcher: Searcher) -> None:
    query = searcher._read("¿Y la fachada de los CIO?", None)
    assert query is not None
    proposing = {"lexical", "grams", "dense", "contextual"}

    def proposed(*on: str) -> set[int]:
        return set(
            searcher.channels.score_proposed(query, 1, proposing - set(on)).passages.tolist()
        )

    for channel in proposing:
        assert len(proposed(channel)) == 1
        rest = proposing - {channel}
        assert proposed(*rest) == set.union(*(proposed(other) for other in rest))


def test_where_no_channel_proposes_all_passages_are_scored(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.ALL_UP_TO", 0)
    off = {"lexical", "grams", "dense", "contextual"}
    assert searcher.search("¿Y la fachada?", off=off)[0].article == "obra"


def test_a_channel_that_there_is_not_is_named_with_those_there_are(searcher: Searcher) -> None:
    for search in (searcher.search, searcher.sentences):
        with pytest.raises(PuenteError, match=r"«bm25».*lexical.*maxsim.*ranker"):
            search("fachada", off={"bm25"})


def test_with_all_channels_off_nothing_can_be_searched(searcher: Searcher) -> None:
    every = {"lexical", "grams", "dense", "maxsim", "contextual", "kind", "roles"}
    for search in (searcher.search, searcher.sentences):
        with pytest.raises(PuenteError, match=r"todos los canales.*lexical"):
            search("fachada", off=every)


@pytest.mark.parametrize("question", ["", "   ", "¿?"])
def test_a_question_without_words_harms_nothing(searcher: Searcher, question: str) -> None:
    searcher.search(question)
    searcher.sentences(question)


def test_a_slip_that_may_stand_for_a_stop_word_harms_nothing(encoder: StaticEncoder) -> None:
    searcher = Searcher.build([article_of("x", "Lo hizo durante la obra.")], encoder)
    assert searcher.search("durnte")[0].parts["coverage"] == 0


def test_as_many_hits_as_asked_for_where_the_channels_propose_fewer(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.ALL_UP_TO", 0)
    monkeypatch.setattr("index.search.EACH", 1)
    assert len(searcher.search("colaboración de los CIO", top=5)) == 5


def test_no_more_hits_than_asked_for(searcher: Searcher) -> None:
    assert len(searcher.search("empresa", top=2)) == 2
    assert searcher.search("empresa", top=0) == []
    assert len(searcher.sentences("empresa", top=1)) == 1


def test_a_search_can_be_kept_to_some_articles(searcher: Searcher) -> None:
    hits = searcher.search("colaboración", articles={"obra", "ventas"})
    assert {hit.article for hit in hits} == {"obra", "ventas"}


class Once(list[str]):
    """A list that counts how often it is gone through."""

    gone_through = 0

    def __iter__(self) -> Iterator[str]:
        self.gone_through += 1
        return super().__iter__()


def test_the_articles_to_search_in_are_not_gone_through_for_each_article(
    searcher: Searcher,
) -> None:
    wanted = Once(["obra", "ventas"])
    searcher.search("colaboración", articles=wanted)
    assert wanted.gone_through == 1


def test_what_stands_between_quotes_comes_first(searcher: Searcher) -> None:
    assert first(searcher, 'colaboración con marketing "de ladrillo"') == "obra"


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ('colaboración de los CIO con marketing "el gremio calcula que"', "ventas"),
        ("colaboración de los CIO con marketing «DOS de cada tres»", "ventas"),
        ('colaboración de los CIO "perdio su puesto"', "obra"),
        ('ventas de paraguas "56 %"', "nube"),
        ('ventas de paraguas "los de"', "consejo"),
        ('ventas de paraguas "un presupuesto" "evita duplicidades"', "consejo"),
    ],
)
@pytest.mark.parametrize("proposed", [0, 250])
def test_a_phrase_comes_first_whatever_the_channels_propose(
    searcher: Searcher,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    article: str,
    proposed: int,
) -> None:
    monkeypatch.setattr("index.search.ALL_UP_TO", proposed)
    monkeypatch.setattr("index.search.EACH", 1)
    assert first(searcher, question) == article
    assert searcher.sentences(question, top=1)[0].article == article


@pytest.mark.parametrize(
    "phrase", ["ti", "ercio", "marketing colaboración", "clientes repiten la", "perdió sombrillas"]
)
def test_what_is_no_phrase_of_any_passage_moves_none(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, phrase: str
) -> None:
    monkeypatch.setattr("index.search.ALL_UP_TO", 0)
    query = searcher._read(f'"{phrase}"', None)
    assert query is not None
    assert not len(searcher._phrases(query).passages(9))
    sentences = np.arange(len(searcher.channels.units.sentences))
    assert not searcher._phrases(query).held(sentences, sentences + 1).any()


def test_a_passage_that_two_articles_share_is_given_once(encoder: StaticEncoder) -> None:
    twice = [article_of(n, TEXTS["nube"]) for n in ("uno", "dos")] + [
        article_of("x", TEXTS["obra"])
    ]
    searcher = Searcher.build(twice, encoder)
    assert [hit.article for hit in searcher.search("colaboración de los CIO")] == ["uno", "x"]
    assert len(searcher.search("colaboración de los CIO", fold_same=False)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("crecieron un 12 % en abril", "crecieron un 13 % en abril"),
        ("crecieron un 12 % y un 13 %", "crecieron un 13 % y un 12 %"),
        ("gustaron a la clientela de abril", "no gustaron a la clientela de abril"),
        ("se venden con seguro de lluvia", "se venden sin seguro de lluvia"),
    ],
)
def test_passages_that_differ_in_a_figure_or_a_denial_are_two(
    encoder: StaticEncoder, one: str, other: str
) -> None:
    start = "Las ventas de paraguas de los comercios de Gijón, como calcula cada año el gremio,"
    texts = {"uno": f"{start} {one}.", "otro": f"{start} {other}."}
    searcher = Searcher.build([article_of(n, t) for n, t in texts.items()], encoder)
    assert len(searcher.search("ventas de paraguas")) == 2


def test_of_passages_that_overlap_at_the_best_sentence_one_is_given(
    encoder: StaticEncoder,
) -> None:
    whole = article_of("ventas", TEXTS["ventas"])
    start, middle, end = whole.sentences
    passages = (Passage(start.start, middle.end, 0, 1), Passage(middle.start, end.end, 1, 2))
    searcher = Searcher.build([replace(whole, passages=passages)], encoder)
    asked = "¿Qué pidieron los comercios de Gijón?"
    assert len(searcher.search(asked)) == 1
    assert len(searcher.search(asked, fold_same=False)) == 2
    assert len(searcher.search("¿Cuántos clientes repiten?")) == 2


def test_what_is_saved_finds_the_same(searcher: Searcher, tmp_path: Path) -> None:
    searcher.save(tmp_path)
    loaded = Searcher.load(tmp_path)
    for question in ("colaboración de los CIO", "12 %", "obras en Bogotá"):
        assert loaded.search(question) == searcher.search(question)
        assert loaded.sentences(question) == searcher.sentences(question)


def test_an_index_of_a_version_that_cut_words_elsewhere_is_searched(
    searcher: Searcher, tmp_path: Path
) -> None:
    searcher.save(tmp_path)
    for terms in (tmp_path / "lexical").glob("stems.*/terms.txt"):
        text = terms.read_text(encoding="utf-8")
        terms.write_text(text.replace("paragu", "paraguas"))
    assert first(Searcher.load(tmp_path), "venta de paraguas en Gijón") == "ventas"


def test_two_builds_write_the_same_bytes(encoder: StaticEncoder, tmp_path: Path) -> None:
    for name in ("a", "b"):
        Searcher.build([article_of(n, t) for n, t in TEXTS.items()], encoder).save(tmp_path / name)
    files = [p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file()]
    assert files
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_articles_come_and_go_without_reading_the_others_again(
    encoder: StaticEncoder, searcher: Searcher, tmp_path: Path
) -> None:
    searcher.save(tmp_path)
    old = Searcher.load(tmp_path)
    texts = {n: t for n, t in TEXTS.items() if n != "obra"}
    texts["nuevo"] = "El teletrabajo ahorra luz."
    texts["ventas"] = "La venta de sombrillas cayó."
    articles = [article_of(n, t) for n, t in texts.items()]
    counted = Counting(encoder)
    grown = Searcher.build(articles, counted, previous=old)
    fresh = Searcher.build(articles, encoder)
    assert counted.encoded == ["El teletrabajo ahorra luz.", "La venta de sombrillas cayó."]
    for question in ("colaboración", "¿Qué ahorra el teletrabajo?", "fachada de ladrillo"):
        assert grown.search(question) == fresh.search(question)
        assert grown.sentences(question) == fresh.sentences(question)


class Counting(StaticEncoder):
    """Remembers the texts that it is asked to encode, each once."""

    def __init__(self, encoder: StaticEncoder) -> None:
        super().__init__(encoder._folder, encoder.name)
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded = sorted({*self.encoded, *texts})
        return super().encode_passages(texts)


def test_another_model_is_refused(searcher: Searcher, tmp_path: Path) -> None:
    searcher.save(tmp_path)
    with pytest.raises(IndexMismatchError, match="puente build --model letras"):
        Searcher.load(tmp_path, Plain())


class Plain:
    """An encoder that knows no words: counts letters."""

    name = "letras"
    dimension = 26
    sha256 = "0" * 64

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[t.lower().count(chr(97 + i)) for i in range(26)] for t in texts])
        rows = rows.reshape(-1, 26).astype(np.float32)
        size = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(size, 1e-9), dtype=np.float32)

    encode_queries = encode_passages


def test_an_encoder_without_words_works_too(tmp_path: Path) -> None:
    searcher = Searcher.build([article_of(n, t) for n, t in TEXTS.items()], Plain())
    assert first(searcher, "fachada de ladrillo") == "obra"
    assert "maxsim" not in searcher.search("fachada")[0].parts
    searcher.save(tmp_path)
    assert Searcher.load(tmp_path, Plain()).search("fachada") == searcher.search("fachada")


def test_no_articles_no_hits(encoder: StaticEncoder, tmp_path: Path) -> None:
    searcher = Searcher.build([], encoder)
    assert searcher.search("algo") == []
    assert searcher.sentences("algo") == []
    searcher.save(tmp_path)
    assert Searcher.load(tmp_path).search("algo") == []


def test_an_article_without_passages_is_passed_over(encoder: StaticEncoder) -> None:
    blank = replace(article_of("blanco", "Nada."), sentences=(), passages=())
    searcher = Searcher.build([blank, article_of("obra", TEXTS["obra"])], encoder)
    assert first(searcher, "fachada") == "obra"


def test_headings_come_with_the_hit_and_offsets_count_characters(encoder: StaticEncoder) -> None:
    text = "Título € 😀\n\nLa niñez importa. El ahorro también."
    one, two = split_sentences(text)[-2:]
    article = Article(
        id="t", text=text, title="Título", authors=(), publisher=None, published=None,
        language="es", source="t.txt", sha256="", blocks=(Block(0, len(text)),),
        sentences=(Sentence(one.start, one.end), Sentence(two.start, two.end)),
        passages=(Passage(one.start, two.end, 0, 1, ("Parte", "Segunda")),),
    )  # fmt: skip
    hit = Searcher.build([article], encoder).search("ahorro")[0]
    assert hit.heading == ("Parte", "Segunda")
    assert hit.text == "La niñez importa. El ahorro también."
    assert text[slice(*hit.best)] == "El ahorro también."


def test_more_channels_never_lose_what_fewer_find(
    encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.ALL_UP_TO", 0)
    monkeypatch.setattr("index.search.EACH", 2)
    searcher = Searcher.build([article_of(n, t) for n, t in TEXTS.items()], encoder)
    query = searcher._read("colaboración de los CIO", None)
    assert query is not None
    found = set(searcher.channels.score_proposed(query, 2).passages.tolist())
    assert found >= {i for i, _ in searcher.channels.passages.search(query.vector, 2)}
    assert first(searcher, "colaboración de los CIO") == "nube"


def test_what_is_nearest_may_stand_in_no_passage(
    encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.ALL_UP_TO", 0)
    article = article_of("x", "La fachada es de ladrillo. Nadie perdió su puesto durante la obra.")
    passage = replace(article.passages[0], start=article.sentences[1].start, first=1)
    searcher = Searcher.build([replace(article, passages=(passage,))], encoder)
    hits = searcher.search("¿De qué es la fachada?")
    assert [hit.text for hit in hits] == ["Nadie perdió su puesto durante la obra."]


def test_a_word_may_be_added_to_the_question(searcher: Searcher) -> None:
    plain = {h.article: h.parts["lexical"] for h in searcher.search("albañilería")}
    helped = searcher.search("albañilería", expand=lambda text: "ladrillo")
    assert {h.article: h.parts["lexical"] for h in helped}["obra"] > plain["obra"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("El dpto. de ventas", "El departamento de ventas"),
        ("provs y pymes", "proveedores y pymes"),
        ("¿Qué dicen los provs.?", "¿Qué dicen los proveedores?"),
        ("un presupuesto comun", "un presupuesto común"),
        ("Comun o no", "Común o no"),
        ("RRHH y TI", "RRHH y TI"),
        ("Nada que corregir.", "Nada que corregir."),
    ],
)
def test_a_question_is_written_out_as_it_is_meant(
    searcher: Searcher, typed: str, meant: str
) -> None:
    assert searcher.corrected(typed) == meant


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("ppto. común", "presupuesto común"),
        ("dtor. de sist", "director de sistema"),
        ("resps. de sists.", "responsables de sistemas"),
    ],
)
def test_short_forms_are_searched_as_what_they_stand_for(
    searcher: Searcher, short: str, whole: str
) -> None:
    assert searcher.search(short) == searcher.search(whole)
    assert searcher.sentences(short) == searcher.sentences(whole)


def test_a_short_form_that_an_article_writes_is_found_as_it_stands(encoder: StaticEncoder) -> None:
    texts = {"corto": "El ppto. se revisó en abril.", "largo": "El presupuesto se votó en mayo."}
    searcher = Searcher.build([article_of(n, t) for n, t in texts.items()], encoder)
    assert first(searcher, "ppto.") == "corto"
    assert first(searcher, "presupuesto") == "largo"


@pytest.mark.parametrize("form", ["RR. HH.", "RR HH", "RR.HH.", "RRHH", "rr. hh."])
@pytest.mark.parametrize("written", ["RR. HH.", "RRHH", "RR HH"])
def test_initials_are_one_word_however_they_are_written(
    encoder: StaticEncoder, form: str, written: str
) -> None:
    texts = {"rrhh": f"El área de {written} creció un tercio.", "obra": "El área de obra creció."}
    searcher = Searcher.build([article_of(n, t) for n, t in texts.items()], encoder)
    hit = searcher.search(f"área de {form}")[0]
    assert hit.article == "rrhh"
    assert hit.parts["coverage"] == pytest.approx(1)


@pytest.mark.parametrize("form", ["EE. UU.", "EE UU", "EEUU", "EE.UU."])
def test_the_united_states_are_found_by_their_initials(encoder: StaticEncoder, form: str) -> None:
    texts = {"allí": "El paro bajó en Estados Unidos.", "aquí": "El paro bajó en Asturias."}
    searcher = Searcher.build([article_of(n, t) for n, t in texts.items()], encoder)
    assert first(searcher, f"¿Cuánto bajó el paro en {form}?") == "allí"


def test_many_may_search_at_once_and_find_what_each_finds_alone(searcher: Searcher) -> None:
    questions = ["dirección general", "quién controla los datos", "el presupuesto", "los clientes"]
    alone = [searcher.sentences(question, 5) for question in questions]
    with ThreadPoolExecutor(8) as people:
        together = list(people.map(lambda q: searcher.sentences(q, 5), questions * 5))
    assert together == alone * 5
