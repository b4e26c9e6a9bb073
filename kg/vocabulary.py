"""Every IRI of the graph, once: our terms, the standard ones, and the names of things.

A thing's IRI is made from its content by a pure function, so that two builds of the same articles
name everything alike, and there is no blank node. What is read at one place of one article is
named after that place; what several articles can speak of is named after its label:

- evidence, passages, statistics, recommendations, samples: article and place;
- roles: their id in the thesaurus;
- organisations and populations: their name, whatever its capitals and accents;
- persons: name and organisation where the organisation is known, else name and article, so that
  namesakes in two articles stay apart;
- studies: name and conductors where there is a name, else article and place.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from corpus.article import Span

__all__ = [
    "DCTERMS",
    "DEFAULT",
    "OA",
    "OWL",
    "PROV",
    "PU_TERMS",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SHACL",
    "SKOS",
    "XSD",
    "Iris",
    "Namespace",
    "moved",
    "role_labels",
    "slug",
    "vocabulary_graph",
]

_CLASSES = """Comparator Fact Passage Population Recommendation Role RoleKind RoleLevel Sample
    Statistic Study Unit"""
_PROPERTIES = """addressedTo adjective claim comparator conductedBy confidence contrastsWith
    evidence function heading inArticle mentions population recommendedBy roleKind roleLevel rule
    sample search size sourceFile study teamName unit value valueText"""
_INDIVIDUALS = """percent points count multiple currency rank duration exactly moreThan lessThan
    atLeast atMost about person team head profession department"""
PU_TERMS = frozenset(f"{_CLASSES} {_PROPERTIES} {_INDIVIDUALS}".split())

_Term = TypeVar("_Term", NamedNode, NamedNode | Literal)
_FOLDER = Path(__file__).parent / "vocabulary"


class Namespace(str):
    """An IRI that others begin with: `SKOS["prefLabel"]` is a term of it."""

    __slots__ = ()

    def __getitem__(self, name: object) -> NamedNode:  # type: ignore[override]  # never a slice
        """Return the term `name` of this namespace."""
        return NamedNode(f"{self}{name}")


RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SCHEMA = Namespace("https://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SHACL = Namespace("http://www.w3.org/ns/shacl#")
OA = Namespace("http://www.w3.org/ns/oa#")
DCTERMS = Namespace("http://purl.org/dc/terms/")

_STANDARD_PREFIXES = {
    "schema": SCHEMA,
    "skos": SKOS,
    "prov": PROV,
    "oa": OA,
    "dcterms": DCTERMS,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
}


def slug(name: str) -> str:
    """Return `name` as the last part of an IRI: ASCII lower case, digits and hyphens.

    Capitals, accents and spacing do not tell names apart; other signs do, and so does ñ: such a
    name ends in a hash of it.

    >>> slug("Telefónica"), slug("TELEFONICA")
    ('telefonica', 'telefonica')
    >>> slug("C&A") == slug("C-A")
    False
    """
    plain = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    folded = unicodedata.normalize("NFKD", plain)
    parts = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    short = "-".join(parts)[:60].rstrip("-")
    if parts and len(short) == len("-".join(parts)) and not re.search(r"[^\w\s.,'’-]|ñ", plain):
        return short
    return "-".join(part for part in (short, _digest(plain)) if part)


def _digest(*parts: str) -> str:
    """Return 8 hexadecimal digits that stand for `parts`."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Iris:
    """The names of our terms, under `ns`, and of things, under `base`.

    >>> Iris().evidence("a1", Span(120, 348)).value
    'https://w3id.org/puente/id/article/a1#char=120,348'
    """

    ns: str = "https://w3id.org/puente/ns#"
    base: str = "https://w3id.org/puente/id/"

    def term(self, name: str) -> NamedNode:
        """Return the term `pu:name`.

        Raises:
            ValueError: if the vocabulary has no such term.
        """
        if name not in PU_TERMS:
            raise ValueError(f"the vocabulary has no term {name!r}")
        return NamedNode(self.ns + name)

    def prefixes(self) -> dict[str, str]:
        """Return every prefix that queries may use undeclared, with its IRI."""
        return {"pu": self.ns, **{name: str(iri) for name, iri in _STANDARD_PREFIXES.items()}}

    # --- an article and what stands at one place of it

    def article(self, article: str) -> NamedNode:
        """Return the IRI of the article with this id."""
        return NamedNode(f"{self.base}article/{quote(article, safe='')}")

    def article_id(self, iri: str) -> str:
        """Return the id of the article that `iri`, its own or of a place in it, names."""
        rest = iri.removeprefix(f"{self.base}article/")
        return unquote(re.split(r"[/#]", rest, maxsplit=1)[0])

    def evidence(self, article: str, span: Span) -> NamedNode:
        """Return the IRI of a place in an article, with a fragment as RFC 5147 defines it."""
        return NamedNode(f"{self.article(article).value}#char={span.start},{span.end}")

    def at(self, article: str, kind: str, span: Span, turn: int = 1) -> NamedNode:
        """Return the IRI of a `kind` of thing at a place; `turn` tells several at one apart."""
        tail = f"-{turn}" if turn > 1 else ""
        return NamedNode(f"{self.article(article).value}/{kind}/{span.start}-{span.end}{tail}")

    # --- what several articles can speak of

    def role(self, role: str) -> NamedNode:
        """Return the IRI of the role with this id in the thesaurus."""
        return NamedNode(f"{self.base}role/{quote(role, safe='')}")

    def role_id(self, iri: str) -> str:
        """Return the id of the role that `iri` names."""
        return unquote(iri.removeprefix(f"{self.base}role/"))

    def population(self, label: str) -> NamedNode:
        """Return the IRI of a population that is no role."""
        return NamedNode(f"{self.base}population/{slug(label)}")

    def organization(self, name: str) -> NamedNode:
        """Return the IRI of the organisation of this name."""
        return NamedNode(f"{self.base}organization/{slug(name)}")

    def person(self, name: str, organization: str | None, article: str) -> NamedNode:
        """Return the IRI of a person, the article's own where no organisation is known."""
        if organization:
            return NamedNode(f"{self.base}person/{slug(name)}/{slug(organization)}")
        return NamedNode(f"{self.article(article).value}/person/{slug(name)}")

    def study(self, name: str, conducted_by: Iterable[str]) -> NamedNode:
        """Return the IRI of a study that has a name."""
        conductors = sorted({slug(conductor) for conductor in conducted_by})
        return NamedNode(f"{self.base}study/{slug(name)}-{_digest(slug(name), *conductors)}")

    # --- builds and named graphs

    def extraction(self, name: str, version: str) -> NamedNode:
        """Return the IRI of the work of one version of an extractor."""
        return NamedNode(f"{self.base}extraction/{slug(name)}-{_digest(name, version)}")

    def extractor(self, name: str, version: str) -> NamedNode:
        """Return the IRI of one version of an extractor."""
        return NamedNode(f"{self.base}extractor/{slug(name)}-{_digest(name, version)}")

    def build(self, parts: Iterable[str]) -> NamedNode:
        """Return the IRI of the build of articles with these hashes."""
        return NamedNode(f"{self.base}build/{_digest(*parts)}")

    def article_graph(self, article: str) -> NamedNode:
        """Return the name of the graph that holds the facts of an article."""
        return NamedNode(f"{self.base}graph/article/{quote(article, safe='')}")

    def graph(self, name: str) -> NamedNode:
        """Return the name of a graph of its own: `vocabulary`, `builds` or `corrections`."""
        return NamedNode(f"{self.base}graph/{name}")


DEFAULT = Iris()


def vocabulary_graph(iris: Iris = DEFAULT) -> list[Quad]:
    """Return our terms and the thesaurus of roles as the sorted quads of their named graph.

    A concept keeps one preferred label, the Spanish one, as an answer has to choose one; the
    English one becomes an alternative. How the words of a role are formed stays in the file.
    """
    graph = iris.graph("vocabulary")
    quads = {
        Quad(moved(s, iris), moved(p, iris), moved(o, iris), graph)
        for s, p, o in _terms_and_roles()
    }
    return sorted(quads, key=str)


@cache
def _terms_and_roles() -> tuple[tuple[NamedNode, NamedNode, NamedNode | Literal], ...]:
    """Read `puente.ttl` and `roles.ttl`."""
    triples = []
    left_out = {DEFAULT.term(name) for name in ("adjective", "teamName", "roleLevel")}
    for name in ("puente.ttl", "roles.ttl"):
        for s, p, o, _ in parse(path=str(_FOLDER / name), format=RdfFormat.TURTLE):
            if p in left_out:
                continue
            if p == SKOS["prefLabel"] and isinstance(o, Literal) and o.language != "es":
                p = SKOS["altLabel"]
            if p == SKOS["narrower"]:  # the inverse of skos:broader says the same
                s, p, o = o, SKOS["broader"], s
            triples.append((s, p, o))
    return tuple(triples)


@cache
def role_labels() -> dict[str, str]:
    """Return the preferred label of each role of the thesaurus, by its id."""
    return {
        DEFAULT.role_id(s.value): o.value
        for s, p, o in _terms_and_roles()
        if p == SKOS["prefLabel"] and s.value.startswith(f"{DEFAULT.base}role/")
    }


def moved(term: _Term, iris: Iris) -> _Term:
    """Return a term of the files in `kg/vocabulary` under the namespaces of `iris`."""
    if iris == DEFAULT or not isinstance(term, NamedNode):
        return term
    for old, new in ((DEFAULT.ns, iris.ns), (DEFAULT.base, iris.base)):
        if term.value.startswith(old):
            return NamedNode(new + term.value.removeprefix(old))
    return term
