"""The shapes of the HTTP API, as its OpenAPI document tells them; those of the command line."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from index.scope import DATE, Scope
from index.verify import Outcome

__all__ = [
    "AnswerModel",
    "ArticleModel",
    "ArticlePage",
    "AskQuery",
    "DossierQuery",
    "FactKind",
    "FactPage",
    "FactQuery",
    "HitPage",
    "NamedQueryModel",
    "Page",
    "PageQuery",
    "ProblemModel",
    "ResultModel",
    "ScopeQuery",
    "SearchQuery",
    "StatsModel",
    "StatusModel",
    "TextBody",
    "VerdictModel",
]

FactKind = Literal[
    "statistics",
    "studies",
    "recommendations",
    "samples",
    "roles",
    "populations",
    "organizations",
    "persons",
]
Item = TypeVar("Item")
_Text = Annotated[str, Field(min_length=1, max_length=2000)]


class _Query(BaseModel):
    """Parameters: those that are named and no others."""

    model_config = ConfigDict(extra="forbid")


class ScopeQuery(_Query):
    """What an answer may come from; nothing said is no limit."""

    article: list[str] = Field([], max_length=100, description="Sólo de estos artículos.")
    publisher: list[str] = Field([], max_length=100, description="Sólo de quien lo publica así.")
    since: str | None = Field(
        None,
        pattern=f"^(?:{DATE.pattern})$",
        description="Sólo desde esta fecha: 2019, 2019-06, 2019-06-30.",
    )
    role: list[str] = Field([], max_length=100, description="Sólo sobre estos roles.")

    @property
    def scope(self) -> Scope:
        """What is left."""
        return Scope(tuple(self.article), tuple(self.publisher), self.since, tuple(self.role))


class AskQuery(ScopeQuery):
    """What is asked."""

    q: _Text = Field(description="Pregunta, en español o en inglés.")
    llm: bool = Field(
        False, description="La redacta el modelo de lenguaje con que se abrió el servidor."
    )


class DossierQuery(ScopeQuery):
    """Of what a report is made."""

    q: list[_Text] = Field(
        min_length=1, max_length=50, description="Preguntas, en el orden del informe."
    )
    title: str = Field("", max_length=200, description="Título; por defecto, la primera pregunta.")
    format: Literal["docx", "md", "xlsx"] = Field("docx", description="Clase de archivo.")


class PageQuery(_Query):
    """Which part of a list."""

    limit: int = Field(20, ge=1, le=100, description="Cuántos como mucho.")
    offset: int = Field(0, ge=0, le=1_000_000, description="Cuántos se saltan.")


class SearchQuery(PageQuery, ScopeQuery):
    """What is searched for."""

    q: _Text = Field(description="Texto que se busca.")
    offset: int = Field(0, ge=0, le=400, description="Cuántos se saltan.")


class FactQuery(PageQuery, ScopeQuery):
    """Which facts."""

    kind: FactKind = Field("statistics", description="Clase de hechos.")
    contains: str | None = Field(None, description="Sólo los que tienen este texto.")


class TextBody(BaseModel):
    """A text to hold against the articles."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=200_000, description="Texto, en español.")


class Page(BaseModel, Generic[Item]):
    """A part of a list; `next` is the address of the part that follows.

    `total` is none where only as much was looked for as was asked for.
    """

    items: list[Item]
    total: int | None
    limit: int
    offset: int
    next: str | None


class FoundByWordsModel(BaseModel):
    """What words did: rank among the candidates, words of the question held, or near ones."""

    rank: int | None
    terms: list[str]
    near: list[str]
    roles: list[str]


class FoundByMeaningModel(BaseModel):
    """What meaning did: rank among the candidates."""

    rank: int | None


class StepModel(BaseModel):
    """An edge of the graph that leads to a sentence."""

    iri: str
    subject: str
    predicate: str
    object: str


class WhyModel(BaseModel):
    """What found a sentence; `confidence` tells how well it fits the question, 0 to 1."""

    lexical: FoundByWordsModel
    dense: FoundByMeaningModel
    graph: list[StepModel]
    confidence: float


class TokensModel(BaseModel):
    """What a language model read and wrote, where it tells."""

    prompt: int | None
    completion: int | None


class ProvenanceModel(BaseModel):
    """Who tells a figure and of when it is, as far as that is known.

    `second_hand` says that the article tells somebody else's study, `told_by` whose the article
    is; `year` is the study's and `told_year` the article's; `age` is the years since the first of
    them that is known.
    """

    second_hand: bool | None = None
    told_by: str | None = None
    year: int | None = None
    told_year: int | None = None
    age: int | None = None


class CitationModel(BaseModel):
    """Whole sentences of an article, word for word; `sha256` is of the article's text."""

    marker: int
    article: str
    title: str
    publisher: str | None
    published: str | None
    quote: str
    start: int
    end: int
    sha256: str
    why: WhyModel | None = None
    provenance: list[ProvenanceModel] | None = None


class AnswerFactModel(BaseModel):
    """A fact that an answer rests on; `citation` is the marker of its sentence."""

    iri: str
    type: str
    label: str
    value: float | None
    unit: str | None
    population: str | None
    study: str | None
    citation: int


class VerdictModel(BaseModel):
    """A claim of a text: whether the articles say so, say otherwise, or do not say."""

    claim: str
    start: int
    end: int
    figure: str | None
    verdict: Outcome
    reason: str
    says: list[str]
    citations: list[CitationModel]


class PassageModel(BaseModel):
    """A passage near to a question."""

    article: str
    start: int
    end: int
    text: str
    score: float


class AnswerModel(BaseModel):
    """An answer, cited; or none, with the nearest passages.

    `sparql` finds its facts; the last `weaker` lines of the answer fit far less well. `model`,
    `problem` and `tokens` are there where a language model was asked to word it: `written_by` tells
    whether its words were taken, `problem` why they were not.
    """

    question: str
    language: str
    answerable: bool
    confidence: float
    answer: str
    citations: list[CitationModel]
    facts: list[AnswerFactModel]
    passages: list[PassageModel]
    written_by: Literal["extractive", "model"]
    model: str | None = None
    problem: str | None = None
    tokens: TokensModel | None = None
    sparql: str | None
    weaker: int = 0


class PlaceModel(BaseModel):
    """Offsets in the text of an article, in characters."""

    start: int
    end: int


class HitModel(BaseModel):
    """A passage found, with its best sentence and the score of each channel."""

    article: str
    title: str
    heading: list[str]
    start: int
    end: int
    text: str
    score: float
    parts: dict[str, float]
    best: PlaceModel


class ArticleEntryModel(BaseModel):
    """An article of the base, and how much was found in it."""

    id: str
    title: str
    publisher: str | None
    published: str | None
    source: str
    sha256: str
    counts: dict[str, int]


class BlockModel(PlaceModel):
    """A block of an article."""

    kind: str


class SentenceModel(PlaceModel):
    """A sentence; `block` is the number of its block."""

    block: int


class PassagePlaceModel(PlaceModel):
    """A passage: its first and last sentence, and the headings above it."""

    first: int
    last: int
    heading: list[str]


class ArticleModel(BaseModel):
    """An article as it was read."""

    id: str
    title: str
    authors: list[str]
    publisher: str | None
    published: str | None
    language: str
    source: str
    sha256: str
    digest: bool
    text: str
    blocks: list[BlockModel]
    sentences: list[SentenceModel]
    passages: list[PassagePlaceModel]


class FactModel(BaseModel):
    """A fact: its IRI, and what its kind has, as the tables of `puente export` name it."""

    model_config = ConfigDict(extra="allow")

    iri: str
    kind: FactKind
    sha256: str | None = Field(description="Del texto del artículo en que está la frase.")


class StatusModel(BaseModel):
    """How the base is."""

    status: str
    base: Literal["loading", "ready", "absent"]
    generation: str | None = None
    totals: dict[str, int] | None = None
    message: str | None = None


class SkippedModel(BaseModel):
    """A file that was not read, and why."""

    source: str
    reason: str


class StatsModel(BaseModel):
    """What the base holds."""

    generation: str
    created: str
    totals: dict[str, int]
    skipped: list[SkippedModel]


class ParameterModel(BaseModel):
    """A parameter of a named query."""

    name: str
    type: str
    help: dict[str, str]
    default: str | None


class NamedQueryModel(BaseModel):
    """A named query; it runs at `/queries/{name}`."""

    name: str
    title: dict[str, str]
    parameters: list[ParameterModel]
    query: str


class ResultModel(BaseModel):
    """What a named query found: its columns, and rows of texts for people."""

    columns: list[str]
    rows: list[list[str | None]]


class ProblemModel(BaseModel):
    """Why there is no answer (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None


HitPage = Page[HitModel]
ArticlePage = Page[ArticleEntryModel]
FactPage = Page[FactModel]
