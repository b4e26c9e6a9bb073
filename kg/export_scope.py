"""What part of a graph is exported: some articles, some classes of things, or everything."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.export_error import ExportError
from kg.store import Store
from kg.vocabulary import OA, RDF, SCHEMA, Iris

__all__ = ["CLASSES", "EVERYTHING", "Scope"]

# The tables by name, with the kind of node that stands for such a thing among the relationships.
CLASSES = {
    "articles": "article",
    "organizations": "organization",
    "passages": "",
    "persons": "person",
    "populations": "population",
    "recommendations": "recommendation",
    "roles": "role",
    "samples": "",
    "statistics": "statistic",
    "studies": "study",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Articles by id and classes by the name of their table; none of either: all of them."""

    articles: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def check(self, store: Store) -> None:
        """Find out whether the graph has such articles and classes.

        Raises:
            ExportError: naming what it has not.
        """
        for name in self.classes:
            if name not in CLASSES:
                known = ", ".join(CLASSES)
                raise ExportError(f"clase desconocida: «{name}»; las hay: {known}")
        for article in self.articles:
            if next(store.quads(store.iris.article_graph(article)), None) is None:
                raise ExportError(f"no hay ningún artículo «{article}» en el grafo")

    def store(self, store: Store) -> Store:
        """Return a store of these articles alone, with the vocabulary, to make tables of."""
        if not self.articles:
            return store
        return Store.in_memory(self._of_articles(store), iris=store.iris)

    def quads(self, store: Store) -> list[Quad]:
        """Return the quads of the named graphs that are in scope, without the vocabulary's own.

        A thing comes with the sentences that say it.
        """
        if not self.classes:
            return list(self._of_articles(store))
        wanted = {_class(name, store.iris) for name in self.classes}
        quads = list(self._of_articles(store) if self.articles else store.quads())
        kept = {
            quad.subject
            for quad in quads
            if quad.predicate == RDF["type"] and quad.object in wanted
        }
        for link in (store.iris.term("evidence"), OA["hasSelector"]):
            kept |= {q.object for q in quads if q.predicate == link and q.subject in kept}  # type: ignore[misc]  # both link to IRIs
        return [quad for quad in quads if quad.subject in kept]

    def _of_articles(self, store: Store) -> Iterator[Quad]:
        for article in self.articles:
            yield from store.quads(store.iris.article_graph(article))


EVERYTHING = Scope()


def _class(name: str, iris: Iris) -> NamedNode:
    """Return the RDF class whose things a table lists."""
    singular = {"studies": "Study"}.get(name, name.capitalize().removesuffix("s"))
    if name in ("articles", "organizations", "persons"):
        return SCHEMA[singular]
    return iris.term(singular)
