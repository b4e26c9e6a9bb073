"""Two small articles and what is to be read from them, by hand, for the tests of the graph."""

import hashlib
from decimal import Decimal
from pathlib import Path

from corpus.article import Article, Block, Passage, Sentence, Span
from kg.facts import (
    ArticleFacts,
    Entity,
    Population,
    Recommendation,
    RoleMention,
    Sample,
    Statistic,
    Study,
)
from kg.graph import article_graph, build_graph
from kg.store import GraphFiles, Store

FIRST = """Las agendas no cuadran
El Barómetro Faro, que Lumen Consultores hizo entre más de 300 CIO y CMO, deja dudas.
El 77 % de los CIO cree que comparte objetivos con su par. El 57 % de los CMO lo cree.
Lumen gastó 1,5 millones de euros en <b>campo</b> & "viajes".
Según Ana Peña, CMO de Lumen, los CIO deberían escuchar antes de decidir."""

SECOND = """Otra vuelta al barómetro
El Barómetro Faro de Lumen Consultores mide la confianza.
Ana Peña firma otra columna."""


def place(text: str, words: str, start: int = 0) -> Span:
    """Return where `words` stand in `text`."""
    at = text.index(words, start)
    return Span(at, at + len(words))


def article(name: str, text: str, **metadata: object) -> Article:
    """Return an article of one sentence a line, or two where a stop lies within the line."""
    blocks, sentences = [], []
    start = 0
    for number, line in enumerate(text.split("\n")):
        kind = "title" if number == 0 else "paragraph"
        blocks.append(Block(start, start + len(line), kind))  # type: ignore[arg-type]
        middle = line.find(". El ")
        if middle > 0:
            sentences.append(Sentence(start, start + middle + 1, number))
            sentences.append(Sentence(start + middle + 2, start + len(line), number))
        else:
            sentences.append(Sentence(start, start + len(line), number))
        start += len(line) + 1
    last = len(sentences) - 1
    passages = [
        Passage(sentences[1].start, sentences[-2].end, 1, last - 1, ("Parte I", "Acuerdos")),
        Passage(sentences[-2].start, sentences[-1].end, last - 1, last, ()),
    ]
    return Article(
        id=name,
        text=text,
        title=text.split("\n")[0],
        language="es",
        source=f"{name}.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        passages=tuple(passages),
        **{"authors": (), "publisher": None, "published": None, **metadata},  # type: ignore[arg-type]
    )


def first() -> tuple[Article, ArticleFacts]:
    """Return an article with a fact of every kind."""
    made = article(
        "primero",
        FIRST,
        authors=("Eva Sol", "Redacción"),
        publisher="El Diario",
        published="2015-12-17",
    )
    sentences = made.sentences
    cio, cmo = Population("CIO", "cio"), Population("CMO", "cmo")
    both = [
        Statistic(
            Decimal(value),
            "percent",
            "exactly",
            f"{value} %",
            place(FIRST, f"{value} %"),
            Span(sentences[n].start, sentences[n].end),
            (who,),
            "cree que comparte objetivos con su par",
            "s1",
            "share-of",
            0.9,
        )
        for n, value, who in ((2, "77", cio), (3, "57", cmo))
    ]
    money = Statistic(
        Decimal("1500000.0"),
        "currency",
        "exactly",
        "1,5 millones de euros",
        place(FIRST, "1,5 millones de euros"),
        Span(sentences[4].start, sentences[4].end),
        (Population("Clientes de <Lumen>"),),
        "gastó en campo",
        None,
        "money",
        0.5,
        "EUR",
    )
    study = Study(
        "s1",
        "Barómetro Faro",
        ("Lumen Consultores",),
        "2015",
        (Sample(300, "moreThan", cio, place(FIRST, "más de 300 CIO y CMO")),),
        (Span(sentences[1].start, sentences[1].end),),
        "named",
        0.8,
    )
    advice = Recommendation(
        "los CIO deberían escuchar antes de decidir",
        Span(sentences[5].start, sentences[5].end),
        "Ana Peña",
        (cio,),
        "deber",
        0.7,
    )
    facts = ArticleFacts(
        "primero",
        (
            RoleMention("cio", "CIO", "person", place(FIRST, "CIO")),
            RoleMention("cmo", "CMO", "person", place(FIRST, "CMO")),
            RoleMention("cio", "CIO", "person", place(FIRST, "CIO", FIRST.index("Peña"))),
        ),
        (
            Entity(
                "person",
                "Ana Peña",
                (place(FIRST, "Ana Peña"),),
                role="CMO",
                organization="Lumen",
            ),
            Entity(
                "organization",
                "Lumen Consultores",
                (
                    place(FIRST, "Lumen Consultores"),
                    place(FIRST, "Lumen", FIRST.index("gastó") - 7),
                ),
                aliases=("Lumen",),
            ),
        ),
        (study,),
        (*both, money),
        (advice,),
    )
    return made, facts


def second() -> tuple[Article, ArticleFacts]:
    """Return an article that shares a study with the first, and a person's name."""
    made = article("segundo año", SECOND, published="2016-01")
    study = Study(
        "s1",
        "BARÓMETRO FARO",
        ("Lumen Consultores",),
        None,
        (),
        (Span(made.sentences[1].start, made.sentences[1].end),),
        "named",
        0.6,
    )
    unnamed = Study(
        "s2",
        None,
        ("Ana Peña",),
        None,
        (),
        (Span(made.sentences[2].start, made.sentences[2].end),),
        "column",
        0.4,
    )
    facts = ArticleFacts(
        "segundo año",
        (),
        (
            Entity("person", "Ana Peña", (place(SECOND, "Ana Peña"),)),
            Entity("organization", "Lumen Consultores", (place(SECOND, "Lumen Consultores"),)),
        ),
        (study, unnamed),
        (),
        (),
    )
    return made, facts


def build(folder: Path) -> Store:
    """Return a store of both articles, on disk."""
    files = GraphFiles(folder)
    hashes = {}
    for made, facts in (first(), second()):
        files.write(made.id, article_graph(made, facts))
        hashes[made.id] = made.sha256
    return files.finish(build_graph(hashes))
