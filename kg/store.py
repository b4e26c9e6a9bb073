"""The graph on disk: one N-Quads file an article, and an Oxigraph store made from them.

    graph/articles/<id>.nq    the truth: the named graph of one article, sorted
    graph/vocabulary.nq       our terms and the thesaurus
    graph/builds.nq           the record of the build
    graph/corrections.nq      people's corrections, where there are any
    graph/store/              the engine's own files, made from the above, never changed

The engine's default graph holds the merge of all named graphs. (A union taken at query time
repeats a triple that two articles state, so that counts come out wrong, and it is slower.)
"""

import io
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from kg.vocabulary import DEFAULT, Iris, vocabulary_graph

if TYPE_CHECKING:
    import rdflib

__all__ = ["GraphFiles", "Store", "Term"]

Term = NamedNode | BlankNode | Literal | Triple


class GraphFiles:
    """The files of a graph that is being built, in a folder of its own.

    `write` each article's quads, or `carry` its file over from an older graph, then `finish`.
    """

    def __init__(self, folder: Path, *, iris: Iris = DEFAULT) -> None:
        """Make the folder, or go on with one that was begun."""
        self.folder = folder
        self.iris = iris
        (folder / "articles").mkdir(parents=True, exist_ok=True)

    def path(self, article: str) -> Path:
        """Return where the quads of this article lie."""
        return self.folder / "articles" / f"{quote(article, safe=' ')}.nq"

    def write(self, article: str, quads: Iterable[Quad]) -> None:
        """Write the quads of an article's named graph."""
        _write(self.path(article), quads)

    def carry(self, article: str, older: Path) -> bool:
        """Take an article's file over from the graph in folder `older`; say whether it was there.

        The file is linked where the disk allows it, else copied: files here are never changed.
        """
        source = older / "articles" / self.path(article).name
        target = self.path(article)
        if not source.is_file():
            return False
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
        return True

    def finish(self, builds: Iterable[Quad] = (), corrections: Iterable[Quad] = ()) -> "Store":
        """Write the graphs that are no article's and load everything into a new engine store.

        Args:
            builds: the record of the build, see `kg.graph.build_graph`.
            corrections: people's corrections.

        Returns:
            The store, open for reading.
        """
        _write(self.folder / "vocabulary.nq", vocabulary_graph(self.iris))
        _write(self.folder / "builds.nq", builds)
        _write(self.folder / "corrections.nq", corrections)
        target = self.folder / "store"
        shutil.rmtree(target, ignore_errors=True)
        engine = pyoxigraph.Store(str(target))
        files = [
            *sorted((self.folder / "articles").glob("*.nq")),
            *sorted(self.folder.glob("*.nq")),
        ]
        for first in range(0, len(files), _AT_ONCE):
            merge = _Merge(files[first : first + _AT_ONCE])
            engine.bulk_load(merge, RdfFormat.N_QUADS)  # type: ignore[arg-type]  # it reads
        if len(files) > _AT_ONCE:
            engine.optimize()
        engine.flush()
        del engine  # closes its files: a reader opens them only when nobody writes
        return Store(self.folder, iris=self.iris)


_AT_ONCE = 100  # files that are loaded in one go: the engine sorts their quads in memory


class Store:
    """A graph on disk, or in memory, opened for reading.

    Its default graph is the merge of its named graphs.
    """

    def __init__(
        self, folder: Path, *, iris: Iris = DEFAULT, engine: pyoxigraph.Store | None = None
    ) -> None:
        """Open the graph in `folder`, as `GraphFiles.finish` left it.

        Raises:
            OSError: if there is none, or it cannot be read.
        """
        self.folder = folder
        self.iris = iris
        if engine is None and not (self.path / "CURRENT").is_file():  # the engine would make one
            raise FileNotFoundError(f"no hay ningún grafo en {folder}")
        self.engine = engine or pyoxigraph.Store.read_only(str(self.path))

    @classmethod
    def in_memory(cls, quads: Iterable[Quad], *, iris: Iris = DEFAULT) -> "Store":
        """Return a store of these quads and the vocabulary, for tests and notebooks."""
        engine = pyoxigraph.Store()
        for quad in (*quads, *vocabulary_graph(iris)):
            engine.add(quad)
            engine.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
        return cls(Path(), iris=iris, engine=engine)

    @property
    def path(self) -> Path:
        """Return the folder of the engine's own files, which query workers open."""
        return self.folder / "store"

    def select(self, query: str, values: Mapping[str, Term] | None = None) -> list[dict[str, Term]]:
        """Run one of our own SELECT queries here and now, with no limit of time.

        Args:
            query: SPARQL; the prefixes of `Iris.prefixes` need no declaration.
            values: what variables are to be, by name without question mark; in the outermost
                group of the query, which a variable need not leave.

        Returns:
            A dict a row, of the variables that are bound.
        """
        if values:
            variables = " ".join(f"?{name}" for name in values)
            terms = " ".join(map(str, values.values()))
            query = query.replace("{", f"{{ VALUES ({variables}) {{ ({terms}) }}", 1)
        solutions = self.engine.query(query, prefixes=self.iris.prefixes())
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            raise ValueError(f"not a SELECT query: {query!r}")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name in names if (term := row[name]) is not None} for row in solutions
        ]

    def triples(self) -> Iterator[Triple]:
        """Yield the merged graph, in no order."""
        for quad in self.engine.quads_for_pattern(None, None, None, DefaultGraph()):
            yield quad.triple

    def size(self) -> int:
        """Return how many triples the merged graph has."""
        found = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return int(str(getattr(found[0]["n"], "value", 0)))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the quads of the named graphs, or of one of them, in no order."""
        for quad in self.engine.quads_for_pattern(None, None, None, graph):
            if not isinstance(quad.graph_name, DefaultGraph):
                yield quad

    def rdflib(self) -> "rdflib.Dataset":
        """Return rdflib's view of this store; its default graph is the merge of the others.

        One named graph is `dataset.get_context(iri)`: `dataset.graph` would make it anew.
        """
        # rdflib takes 0.3 s to import, which only those who ask for it should wait
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.engine))
        for prefix, iri in self.iris.prefixes().items():
            dataset.bind(prefix, iri, replace=True)
        return dataset


def _write(path: Path, quads: Iterable[Quad]) -> None:
    """Write sorted quads as canonical N-Quads."""
    # a file that was linked from an older graph is replaced, not written through
    path.unlink(missing_ok=True)
    pyoxigraph.serialize(sorted(quads, key=str), str(path), RdfFormat.N_QUADS)


class _Merge(io.RawIOBase):
    """Reads every quad of a graph's files twice: in its named graph and in the default graph."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._chunks = self._both(files)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, none at the end."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = memoryview(chunk)
        size = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)

    @staticmethod
    def _both(files: Iterable[Path]) -> Iterator[bytes]:
        for file in files:
            data = file.read_bytes()
            yield data
            # one graph a file, its name last on each line, and no raw line end within a literal
            graph = data[data.rfind(b" <", 0, -1) : -1] if data else b""
            yield data.replace(graph + b"\n", b" .\n")
