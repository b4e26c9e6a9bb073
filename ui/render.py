"""Records made into what a person or a program reads: JSON objects, and text for a terminal.

Pure functions. The JSON shapes are the contract of the command line and of the HTTP endpoints.
Text never trusts the articles: control and direction characters that could rewrite a terminal
are shown as a plain mark.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from corpus.article import Article
from index.building import BuildReport
from index.manifest import Manifest
from index.records import Answer, AnswerFact, Citation, Hit, Provenance, Why, Writing
from ui.text import Language, choose_language, load_texts

if TYPE_CHECKING:
    from kg.named_query import NamedQuery
    from kg.query import QueryResult

__all__ = [
    "answer_json",
    "answer_text",
    "article_text",
    "citation_json",
    "fact_text",
    "flat",
    "hit_json",
    "hits_text",
    "language_of",
    "manifest_json",
    "named_query_json",
    "nearest_title",
    "place_text",
    "provenance_lines",
    "quoted",
    "readable",
    "reference",
    "report_text",
    "result_is_empty",
    "status_table",
    "status_text",
    "table_text",
    "writing_text",
]

# C0 and C1 controls but tab and line end, and the direction marks that reorder what is shown.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def readable(text: str) -> str:
    r"""Return `text` safe to write on a terminal.

    >>> readable("a\x1b[31mb")
    'a·[31mb'
    """
    return _UNSAFE.sub("·", text)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return a hit as the object that `search --json` lists."""
    return {
        "article": hit.article,
        "title": hit.title,
        "heading": list(hit.heading),
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": round(float(hit.score), 6),
        "parts": {name: round(float(score), 6) for name, score in hit.parts.items()},
        "best": {"start": hit.best[0], "end": hit.best[1]},
    }


def named_query_json(query: "NamedQuery") -> dict[str, Any]:
    """Return a named query as the object that `sparql --list --format json` lists."""
    return {
        "name": query.name,
        "title": dict(query.titles),
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.kind,
                "help": dict(parameter.help),
                "default": parameter.default,
            }
            for parameter in query.parameters
        ],
        "query": query.text,
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return a citation as the object that `ask --json` and `verify --json` list."""
    provenance = list(filter(None, map(_provenance_json, citation.provenance)))
    return {
        "marker": citation.marker,
        "article": citation.article,
        "title": citation.title,
        "publisher": citation.publisher,
        "published": citation.published,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        **({"why": _why_json(citation.why)} if citation.why else {}),
        **({"provenance": provenance} if provenance else {}),
    }


def _provenance_json(known: Provenance) -> dict[str, Any]:
    """Return who tells a figure and of when it is, as far as that is known."""
    told = {
        "second_hand": known.second_hand,
        "told_by": known.told_by,
        "year": known.year,
        "told_year": known.told_year,
        "age": known.age(date.today()),
    }
    return {name: value for name, value in told.items() if value is not None}


def _why_json(why: Why) -> dict[str, Any]:
    """Return what found a sentence."""
    return {
        "lexical": {
            "rank": why.lexical_rank,
            "terms": list(why.terms),
            "near": list(why.near),
            "roles": list(why.roles),
        },
        "dense": {"rank": why.dense_rank},
        "graph": [
            {
                "iri": step.iri,
                "subject": step.subject,
                "predicate": step.predicate,
                "object": step.object,
            }
            for step in why.graph
        ],
        "confidence": why.confidence,
    }


def _fact_json(fact: AnswerFact) -> dict[str, Any]:
    return {
        "iri": fact.iri,
        "type": fact.type,
        "label": fact.label,
        "value": _number(fact.value),
        "unit": fact.unit,
        "population": fact.population,
        "study": fact.study,
        "citation": fact.citation,
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the object that `ask --json` writes."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answerable": answer.answerable,
        "confidence": round(float(answer.confidence), 4),
        "answer": answer.answer,
        "citations": [citation_json(citation) for citation in answer.citations],
        "facts": [_fact_json(fact) for fact in answer.facts],
        "passages": [
            {
                "article": hit.article,
                "start": hit.start,
                "end": hit.end,
                "text": hit.text,
                "score": round(float(hit.score), 6),
            }
            for hit in answer.passages
        ],
        **_writing_json(answer.writing),
        "sparql": answer.sparql,
        **({"weaker": answer.weaker} if answer.weaker else {}),
    }


def _writing_json(writing: Writing | None) -> dict[str, Any]:
    """Return who worded an answer; without a language model, the answer is extractive."""
    if writing is None:
        return {"written_by": "extractive"}
    return {
        "written_by": writing.by,
        "model": writing.model,
        "problem": writing.problem,
        "tokens": {"prompt": writing.prompt_tokens, "completion": writing.completion_tokens},
    }


def writing_text(writing: Writing, language: Language = "es") -> str:
    """Return in one line who worded an answer, and what it took."""
    words = load_texts(language)["writing"]
    model = flat(writing.model)
    if writing.by == "extractive":
        key = "fallback" if writing.problem else "not_asked"
        return str(words[key].format(model=model, problem=flat(writing.problem or "")))
    told = writing.prompt_tokens is not None and writing.completion_tokens is not None
    tokens = words["tokens"].format(
        prompt=writing.prompt_tokens, completion=writing.completion_tokens
    )
    return str(words["model"].format(model=model)) + (f" ({tokens})" if told else "")


def reference(*parts: str | None) -> str:
    """Join what is known of where a text comes from."""
    return ", ".join(part for part in parts if part)


def flat(text: str) -> str:
    """Return `text` on one line, safe to write on a terminal."""
    return " ".join(readable(text).split())


def told_apart(answer: Answer) -> tuple[list[str], list[str]]:
    """Return the lines of an answer, readable: those that likely answer, and those that may too."""
    strong, weak = answer.told_apart
    return list(map(readable, strong)), list(map(readable, weak))


def weaker_title(answer: Answer) -> str:
    """Return what stands above the lines that may answer too."""
    return str(load_texts(language_of(answer))["ask"]["weaker"])


def nearest_title(answer: Answer) -> str:
    """Return what stands above the nearest passages, where there is no answer."""
    return str(load_texts(language_of(answer))["around"]["nearest"])


def language_of(answer: Answer) -> Language:
    """Return the language in which an answer is told, and so what stands around it."""
    return choose_language(answer.language)


def answer_text(answer: Answer, *, shown: int = 3) -> str:
    """Return an answer as text: the answer, its quotes, or the nearest passages where none.

    What stands around it is in its language.

    Args:
        answer: what was answered.
        shown: how many of the nearest passages are shown where there is no answer.
    """
    language = language_of(answer)
    strong, weak = told_apart(answer)
    lines = [*strong, ""]
    if weak:
        lines += [f"{weaker_title(answer)}:", *weak, ""]
    for citation in answer.citations:
        lines.append(f"[{citation.marker}] {quoted(citation.quote)}")
        lines.append(f"    {place_text(citation)}")
    lines += [f"    {line}" for line in provenance_lines(answer.citations, language)]
    if facts := answer.foremost_facts:
        lines += ["", f"{load_texts(language)['around']['figures']}:"]
        lines += [f"  · {fact_text(fact, language)} [{fact.citation}]" for fact in facts]
    if answer.writing:
        lines += ["", writing_text(answer.writing, language)]
    if not answer.answerable and answer.passages:
        lines.append(f"{nearest_title(answer)}:")
        lines += [hits_text(answer.passages[:shown])]
    return "\n".join(lines).strip("\n")


def place_text(citation: Citation) -> str:
    """Return where a quote stands, on one line: its article and its offsets there."""
    where = reference(citation.title, citation.publisher, citation.published)
    return flat(f"{where} ({citation.article}, {citation.start}-{citation.end})")


def provenance_lines(citations: Sequence[Citation], language: Language = "es") -> list[str]:
    """Return a line for each source of the figures cited: whose it is, how old, and where.

    A source of several citations is told once, with all their markers.
    """
    told: dict[str, list[int]] = {}
    for citation in citations:
        for line in filter(None, (_provenance_text(one, language) for one in citation.provenance)):
            told.setdefault(line, []).append(citation.marker)
    return [
        "".join(f"[{marker}]" for marker in dict.fromkeys(markers)) + f" {line}"
        for line, markers in told.items()
    ]


def _provenance_text(known: Provenance, language: Language) -> str:
    """Return whose a figure is, where the article tells it of others, and of when it is."""
    words = load_texts(language)["provenance"]
    year, age = known.year or known.told_year, known.age(date.today()) or 0
    dated = words["year" if known.year else "told_year"].format(year=year) if year else ""
    ago = words["ago_one" if age == 1 else "ago"].format(n=age) if age > 0 else ""
    whose = _second_hand_text(known, language) if known.second_hand else ""
    return flat("; ".join(filter(None, [whose, reference(dated, ago)])))


def _second_hand_text(known: Provenance, language: Language) -> str:
    words = load_texts(language)["provenance"]
    key = "second_hand" if known.told_by else "second_hand_untold"
    return str(words[key].format(by=", ".join(known.conducted_by), teller=known.told_by))


def quoted(quote: str) -> str:
    """Return `quote` on one line between marks that do not clash with those in it.

    >>> quoted("la cola"), quoted("dijo «no»")
    ('«la cola»', '“dijo «no»”')
    """
    return f"“{flat(quote)}”" if "«" in quote else f"«{flat(quote)}»"


def fact_text(fact: AnswerFact, language: Language = "es") -> str:
    """Return a fact on one line: figure, what it is about, study."""
    words, value = load_texts(language)["around"], ""
    if fact.value is not None:
        number = f"{fact.value:f}".replace(".", words["decimal_mark"])
        value = f"{number} {words['units'].get(fact.unit, fact.unit or '')}".strip() + ": "
    source = f" ({fact.study})" if fact.study else ""
    return value + flat(fact.label + source)


def hits_text(hits: Sequence[Hit]) -> str:
    """Return hits as a numbered list, each with its article, heading, place and text."""
    lines: list[str] = []
    for place, hit in enumerate(hits, start=1):
        path = " › ".join([hit.title, *hit.heading])
        lines.append(f"{place}. {flat(path)} ({hit.article}, {hit.start}-{hit.end})")
        lines.append(f"   {flat(hit.text)}")
    return "\n".join(lines)


def article_text(article: Article) -> str:
    """Return an article for reading: its particulars, then its body without boilerplate."""
    head = [
        readable(article.title),
        flat(reference(*article.authors, article.publisher, article.published)),
        f"{article.id} · {readable(article.source)} · sha256 {article.sha256}",
    ]
    body = [
        readable(block.of(article.text))
        for block in article.blocks
        if block.kind not in ("boilerplate", "title", "byline")
    ]
    return "\n".join(line for line in head if line) + "\n\n" + "\n\n".join(body)


def manifest_json(manifest: Manifest, *, path: str) -> dict[str, Any]:
    """Return what `status --json` writes: what the base at `path` holds."""
    return {
        "base": path,
        "generation": manifest.id,
        "created": manifest.created,
        "puente": manifest.puente,
        "extractor": manifest.extractor,
        "model": {"name": manifest.model.name, "dimension": manifest.model.dimension},
        "totals": dict(manifest.totals),
        "articles": [
            {"id": entry.id, "title": entry.title, "source": entry.source, **entry.counts}
            for entry in manifest.articles
        ],
        "skipped": [{"source": entry.source, "reason": entry.reason} for entry in manifest.skipped],
    }


_NAMES = {
    "articles": "artículos",
    "sentences": "frases",
    "passages": "pasajes",
    "statistics": "cifras",
    "studies": "estudios",
    "recommendations": "recomendaciones",
    "roles": "menciones de roles",
    "organizations": "organizaciones",
    "persons": "personas",
    "triples": "tripletas",
}


def report_text(report: BuildReport) -> str:
    """Return in one line what a build did, and in another what the base goes without."""
    counts = [
        f"{report.totals.get('articles', 0)} artículos",
        f"{report.read} leídos" if report.carried else "",
        f"{report.carried} conservados" if report.carried else "",
        f"{report.removed} retirados" if report.removed else "",
        f"{len(report.skipped)} sin leer" if report.skipped else "",
    ]
    what = "construida" if report.changed else "al día"
    done = (
        f"Base {report.base} {what}: {', '.join(count for count in counts if count)}; "
        f"{report.totals.get('statistics', 0)} cifras, {report.totals.get('studies', 0)} estudios, "
        f"{report.totals.get('recommendations', 0)} recomendaciones "
        f"({report.seconds:.1f} s, generación {report.generation})"
    )
    return "\n".join([done, *_unread(report.totals)])


def _unread(totals: Mapping[str, int]) -> list[str]:
    """Return the line that says that the transformer did not read the base, if it did not."""
    if not totals.get("unread"):
        return []
    return [
        f"Son demasiadas frases ({totals['unread']}) para que las lea el transformador: lo que "
        "dice lo mismo con otras palabras se encuentra menos veces que en varias bases más pequeñas"
    ]


def result_is_empty(result: "QueryResult") -> bool:
    """Say whether a query found nothing; ASK always finds its answer."""
    if result.kind == "ask":
        return False
    if result.columns:
        return not result.rows
    data = result.data.strip()
    match result.format:
        case "json":
            return not json.loads(data)["results"]["bindings"]
        case "jsonld":
            return data in (b"[]", b"{}")
        case "xml":
            return b"<result>" not in data
        case "rdfxml":
            return b"<rdf:Description" not in data
        case "csv" | "tsv":
            return result.data.count(b"\n") <= 1  # the names of the columns
        case _:
            lines = data.splitlines()
            return all(line.startswith((b"@prefix", b"PREFIX")) for line in lines if line)


def status_text(manifest: Manifest, *, path: str) -> str:
    """Return what the base at `path` holds in a few lines, what was skipped among them."""
    totals = (
        f"{count} {_NAMES.get(name, name)}"
        for name, count in manifest.totals.items()
        if name != "unread"
    )
    skipped = (f"Sin leer: {entry.source}: {entry.reason}" for entry in manifest.skipped)
    lines = [
        f"Base {path}, generación {manifest.id} ({manifest.created})",
        f"Modelo {manifest.model.name} de {manifest.model.dimension} dimensiones",
        ", ".join(totals),
        *_unread(manifest.totals),
        *skipped,
    ]
    return "\n".join(flat(line) for line in lines)


def status_table(manifest: Manifest) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns and the rows of a table of the articles."""
    counted = ("passages", "statistics", "studies", "recommendations")
    return ["id", "pasajes", "cifras", "estudios", "consejos", "título"], [
        [entry.id, *(str(entry.counts.get(name, 0)) for name in counted), entry.title]
        for entry in manifest.articles
    ]


def table_text(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a plain table: columns as wide as their widest cell, two spaces between.

    >>> print(table_text(["rol", "n"], [["CMO", "12"], ["CIO", "9"]]))
    rol  n
    ---  --
    CMO  12
    CIO  9
    """
    cells = [[flat(cell) for cell in row] for row in rows]
    widths = [
        max([len(name), *(len(row[column]) for row in cells)]) for column, name in enumerate(names)
    ]
    lines = [list(names), ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
