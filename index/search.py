"""Search: a question in, the nearest passages or sentences out, with what each channel said."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.article import Article
from corpus.lexicon import fold
from index.channels import NOTHING, Channels, Features, Scored, Vectors, spread
from index.encoder import (
    Encoder,
    IndexMismatchError,
    StaticEncoder,
    contextual_of,
    load_remembered,
)
from index.fusion import RANKER, ChannelError, best, fuse, switched_off, weights
from index.phrase import Phrases
from index.query import Query, read_query
from index.ranker import FOREMOST, load_ranker, reorder
from index.records import Hit, SentenceHit
from index.signs import kind_of, read_signs
from index.spelling import Speller, distance
from index.units import ARTICLE, END, FIRST, LAST, START, UnitsJoiner, read_units, stamp

__all__ = ["Searcher"]

NEGATIONS = Path(__file__).parent / "data" / "negations.yaml"
EACH = 40  # passages that each channel may propose, more where more are asked for
EACH_STATIC = 60  # … where the transformer, which proposes the best, has not read
ALL_UP_TO = 250  # passages: below, every one of them is a candidate
UNRANKED = np.float32(-1e6)  # below whatever the ranker gives
MISTYPED = 5  # letters: in shorter words a slip makes another word
SAME = 0.8  # share of words in common above which two passages of different articles are one


@dataclass(frozen=True)
class Searcher:
    """Passages and sentences of many articles, searched by words and by meaning.

    Made by `build`, kept by `save` and `load`; safe to be used by several threads.
    """

    channels: Channels

    @classmethod
    def build(
        cls,
        articles: Iterable[Article],
        encoder: Encoder,
        *,
        previous: "Searcher | None" = None,
        contextual: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> "Searcher":
        """Index `articles`.

        Args:
            articles: what to search, in the order in which equals are given.
            encoder: makes the vectors; searching needs the same.
            previous: an index of which the articles that have not changed (see `stamp`) are taken
                over without being read or encoded again; one of another model is ignored.
            contextual: let the transformer that ships with our model read every sentence; where
                it does not, sentences that say the same in other words are found less often.
            progress: told how many articles are done.
        """
        same = previous is not None and previous._model == _model(encoder)
        known = previous.channels if previous is not None and same else None
        if known and contextual and known.contextual is None and contextual_of(encoder):
            known = None  # made without the transformer, which is wanted now
        numbers = {r["stamp"]: i for i, r in enumerate(known.units.articles)} if known else {}
        joiner, made = UnitsJoiner(), list[Vectors]()
        for done, article in enumerate(articles, start=1):
            number = numbers.get(stamp(article))
            if known is not None and number is not None:
                part = known.part(number)
            else:
                part = read_units(article, encoder, contextual=contextual)
            joiner.add(part)
            made.append(Vectors(part.vectors, part.passage_vectors, part.contextual))
            if progress:
                progress(done)
        vectors = _joined(made, encoder.dimension)
        return cls(Channels.build(joiner.joined(), vectors, encoder))

    @property
    def encoder(self) -> Encoder:
        """The one that made the vectors."""
        return self.channels.encoder

    def telling(self, stem: str) -> float:
        """Return the idf of a stem among the sentences; one never met tells most."""
        return self.channels.lexical["stems.sentence"].telling(stem)

    def articles_with(self, stems: Collection[str]) -> frozenset[str]:
        """Return the ids of the articles whose sentences hold each of some stems."""
        units, index = self.channels.units, self.channels.lexical["stems.sentence"]
        holding = [set(units.sentences[index.holders([stem]), ARTICLE].tolist()) for stem in stems]
        held = set.intersection(*holding) if holding else range(len(units.articles))
        return frozenset(units.articles[number]["id"] for number in held)

    def sentences_with(self, stems: Collection[str]) -> Iterator[tuple[str, int, int, str]]:
        """Yield article, start, end and text of the sentences that hold each of some stems."""
        if not stems:
            return
        units, index = self.channels.units, self.channels.lexical["stems.sentence"]
        for number in reduce(np.intersect1d, (index.holders([stem]) for stem in stems)):
            row = units.sentences[number]
            article = units.articles[row[ARTICLE]]["id"]
            yield article, int(row[START]), int(row[END]), units.text_of(row)

    def corrected(self, text: str) -> str:
        """Return `text` as it is meant: short forms written out, accents added, slips put right.

        Accents are those of the base; slips, of one letter a word in words that begin alike, are
        only put right where neither the base nor the model knows the word.
        """

        def right(found: re.Match[str]) -> str:
            word = found[0]
            forms = self._speller.forms(word.lower())
            (form, weight), small = forms[0], word.lower()
            same = weight == 1 and len(forms) == 1 and small == fold(small) and not word.isupper()
            slip = weight < 1 and len(word) >= MISTYPED and fold(form[0]) == fold(small[0])
            if form == small or not (same or (slip and distance(fold(word), fold(form), 1) == 1)):
                return word
            return form.capitalize() if same and word[0].isupper() else form

        return re.sub(r"[^\W\d_]{2,}", right, self._speller.written_out(text))

    @property
    def _model(self) -> dict[str, str]:
        return _model(self.encoder)

    def save(self, folder: Path) -> None:
        """Write `lexical/`, `vectors/` and the model's name and hash into `folder`."""
        self.channels.save(folder)
        model = json.dumps(self._model, ensure_ascii=False)
        (folder / "vectors" / "model.json").write_text(model, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, encoder: Encoder | None = None) -> "Searcher":
        """Open what `save` wrote, with the model that made it, or `encoder` if it is the same.

        Raises:
            EncoderError: if that model is not to be had.
            IndexMismatchError: if `encoder`, or what now has the model's name, is another model.
        """
        model = json.loads((folder / "vectors" / "model.json").read_text(encoding="utf-8"))
        encoder = encoder or load_remembered(model["name"])
        if encoder.sha256 != model["sha256"]:
            raise IndexMismatchError(
                f"El índice de {folder} se hizo con el modelo «{model['name']}» "
                f"({model['sha256'][:12]}) y ahora se busca con «{encoder.name}» "
                f"({encoder.sha256[:12]}): rehaga la base con `puente build --model "
                f"{encoder.name}` y los artículos."
            )
        return cls(Channels.load(folder, encoder))

    def search(
        self,
        query: str,
        top: int = 10,
        *,
        off: Collection[str] = (),
        articles: Collection[str] | None = None,
        fold_same: bool = True,
        expand: Callable[[str], str] | None = None,
    ) -> list[Hit]:
        """Return the `top` passages nearest to `query`, nearest first.

        Args:
            query: a question or a few words, Spanish or English; what holds every phrase that
                stands between quotes, word for word, comes first.
            top: how many at most.
            off: channels to leave out, by the names in `parts`, as if there were none: they
                propose nothing and are not in `parts`. That of a whole takes its `sentence_` along.
            articles: ids to search in; all of them by default.
            fold_same: give a passage once that another article repeats, with the same figures
                and nothing denied, and of passages that overlap at their best sentence the first.
            expand: gives further words for a question, instead of the thesaurus.

        Raises:
            ChannelError: if `off` names what is no channel, or leaves none.
        """
        off = switched_off(off)
        asked = self._read(query, expand, off)
        scored = self._scored(asked, articles, top, off)
        if asked is None or scored is None:
            return []
        ids = scored.passages
        scores, near = self._fuse(scored, off)
        features = _without(scored.features, off)
        features["coverage"] = self.channels.coverage(asked, ids, "passage")
        if self._ranks(scored, off):
            foremost, ranked, near = self._rank(asked, scored, scores, near)
            scores, features[RANKER] = reorder(scores, foremost, ranked)
        rows = self.channels.units.passages[ids]
        order = self._quoted(asked, (rows[:, FIRST], rows[:, LAST] + 1), best(scores, len(ids)))
        nearest = _nearest(scored, near)
        chosen = self._distinct(ids, order, nearest, top) if fold_same else order[:top].tolist()
        return [
            self._hit(int(ids[i]), int(nearest[i]), float(scores[i]), _parts(features, i))
            for i in chosen
        ]

    def sentences(
        self,
        query: str,
        top: int = 10,
        *,
        off: Collection[str] = (),
        articles: Collection[str] | None = None,
        expand: Callable[[str], str] | None = None,
    ) -> list[SentenceHit]:
        """Return the `top` sentences nearest to `query`; arguments as those of `search`."""
        off = switched_off(off)
        asked = self._read(query, expand, off)
        scored = self._scored(asked, articles, top, off)
        if asked is None or scored is None:
            return []
        whole, near = self._fuse(scored, off)
        ids, places = _best_places(scored.sentences, near)
        scores = near[places]
        shown = _without(scored.sentence_features, off)
        features = {name: found[places] for name, found in shown.items()}
        features["coverage"] = self.channels.coverage(asked, ids, "sentence")
        if self._ranks(scored, off):
            ranked = self._rank(asked, scored, whole, near)[2][places]
            foremost = best(np.where(ranked > UNRANKED, scores, -1), FOREMOST)
            foremost = foremost[ranked[foremost] > UNRANKED]
            scores, features[RANKER] = reorder(scores, foremost, ranked[foremost])
        order = self._quoted(asked, (ids, ids + 1), best(scores, len(ids)))[:top]
        units, hits = self.channels.units, []
        for i in order:
            row = units.sentences[ids[i]]
            hits.append(
                SentenceHit(
                    article=units.articles[row[ARTICLE]]["id"],
                    start=int(row[START]),
                    end=int(row[END]),
                    text=units.text_of(row),
                    score=float(scores[i]),
                    parts=_parts(features, int(i)),
                )
            )
        return hits

    @cached_property
    def _speller(self) -> Speller:
        knows = self.encoder.knows if isinstance(self.encoder, StaticEncoder) else None
        return Speller(self.channels.units.vocabulary, knows or (lambda word: False))

    def _read(
        self, query: str, expand: Callable[[str], str] | None, off: Collection[str] = ()
    ) -> Query | None:
        if not query.strip():
            return None
        read = self.channels.contextual is not None and "contextual" not in off
        query = self._speller.written_out(query)
        return read_query(query, self.encoder, self._speller, expand, contextual=read)

    def _scored(
        self,
        query: Query | None,
        articles: Collection[str] | None,
        top: int,
        off: Collection[str],
    ) -> Scored | None:
        """Score all of a small base, else the passages that the channels propose; None of none."""
        passages = self.channels.units.passages
        if query is None or top < 1 or not len(passages):
            return None
        if articles is not None:
            ids, records = frozenset(articles), self.channels.units.articles
            wanted = [i for i, record in enumerate(records) if record["id"] in ids]
            chosen = np.flatnonzero(np.isin(passages[:, ARTICLE], wanted)).astype(np.int64)
            return self.channels.score(query, chosen) if len(chosen) else None
        if len(passages) <= ALL_UP_TO:
            return self.channels.score(query, np.arange(len(passages), dtype=np.int64))
        each = max(EACH_STATIC if query.reading is None else EACH, top)
        quoting = self._phrases(query).passages(each) if query.phrases else NOTHING
        scored = self.channels.score_proposed(query, each, off, quoting)
        return scored if len(scored.passages) else None

    def _fuse(
        self, scored: Scored, off: Collection[str]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return one score a passage, and one a sentence.

        The channel `context` of a sentence is the score of the passage that holds it.
        """
        kind = kind_of(scored)
        table = weights("passage" + kind, off)
        if table.keys().isdisjoint(scored.features):
            raise ChannelError("Con todos los canales apagados no se puede buscar")
        passages = fuse(scored.features, table)
        context = np.repeat(passages, np.diff(scored.first))
        features = {**scored.sentence_features, "context": context}
        return passages, fuse(features, weights("sentence" + kind, off))

    @staticmethod
    def _ranks(scored: Scored, off: Collection[str]) -> bool:
        """Say whether the ranker, learnt with every channel of our model, has all of them."""
        return not off and kind_of(scored) != "_any"

    def _rank(
        self,
        query: Query,
        scored: Scored,
        passages: NDArray[np.float32],
        sentences: NDArray[np.float32],
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
        """Return the foremost passages, what the ranker gives them, and what it gives sentences.

        Of passages further back, `UNRANKED` plus the fused score stands for the sentences.
        """
        foremost = best(passages, FOREMOST)
        part = scored.part(foremost)
        kept = spread(scored.first[foremost], scored.first[foremost + 1])
        signs = read_signs(self.channels, query, part, passages[foremost], sentences[kept])
        ranked = UNRANKED + sentences
        kind = kind_of(scored)
        ranked[kept] = load_ranker("sentence" + kind).scores(signs[1])
        return foremost, load_ranker("passage" + kind).scores(signs[0]), ranked

    def _hit(self, passage: int, nearest: int, score: float, parts: dict[str, float]) -> Hit:
        units = self.channels.units
        row, sentence = units.passages[passage], units.sentences[nearest]
        record = units.articles[row[ARTICLE]]
        return Hit(
            article=record["id"],
            title=record["title"],
            heading=units.heading_of(row),
            start=int(row[START]),
            end=int(row[END]),
            text=units.text_of(row),
            score=score,
            parts=parts,
            best=(int(sentence[START]), int(sentence[END])),
        )

    def _quoted(
        self,
        query: Query,
        runs: tuple[NDArray[np.int64], NDArray[np.int64]],
        order: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Put those that hold every phrase in quotes first; where none does, leave the order.

        Args:
            query: what is asked.
            runs: the first sentence of each, and the one behind its last.
            order: their places, the best first.
        """
        if not query.phrases:
            return order
        held = self._phrases(query).held(*runs)[order]
        return np.concatenate([order[held], order[~held]])

    def _phrases(self, query: Query) -> Phrases:
        return Phrases(query.phrases, self.channels, self._speller)

    @cached_property
    def _differing(self) -> NDArray[np.bool_]:
        """Whether each word of the base is a figure or denies: two texts apart there are two."""
        denying = negations()
        denies = [word in denying for word in self.channels.units.vocabulary]
        return np.asarray(self.channels.figures | np.array(denies, dtype=bool))

    def _distinct(
        self,
        ids: NDArray[np.int64],
        order: NDArray[np.int64],
        nearest: NDArray[np.int64],
        top: int,
    ) -> list[int]:
        """Return the first `top` of `order`, without those that repeat an earlier one.

        It repeats it where another article has nearly its words, with the same figures and
        negations in their order, or where both are read for one and the same sentence.
        """
        units = self.channels.units
        kept: list[int] = []
        seen: list[tuple[int, frozenset[int], tuple[int, ...]]] = []
        for i in order:
            row = units.passages[ids[i]]
            span = slice(units.words.first[row[FIRST]], units.words.first[row[LAST] + 1])
            words = units.words.flat[span]
            article, held = int(row[ARTICLE]), frozenset(words.tolist())
            telling = tuple(words[self._differing[words]].tolist())
            if any(int(nearest[i]) == int(nearest[j]) for j in kept) or any(
                article != other and telling == those and _alike(held, others)
                for other, others, those in seen
            ):
                continue
            seen.append((article, held, telling))
            kept.append(int(i))
            if len(kept) == top:
                break
        return kept


def _joined(parts: Sequence[Vectors], dimension: int) -> Vectors:
    """Put vectors one after another; what the transformer read, only where it read all."""
    read = [part.contextual for part in parts if len(part.contextual)]
    width = min((part.shape[1] for part in read), default=0)
    none = np.zeros((0, dimension), dtype=np.float32)
    return Vectors(
        np.concatenate([none, *(part.sentences for part in parts)]),
        np.concatenate([none, *(part.passages for part in parts)]),
        np.concatenate(
            [np.zeros((0, width), dtype=np.float32), *(part[:, :width] for part in read)]
        ),
    )


@cache
def negations() -> frozenset[str]:
    """Return the words that deny, of `data/negations.yaml`."""
    return frozenset(yaml.safe_load(NEGATIONS.read_text(encoding="utf-8")))


def _nearest(scored: Scored, near: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the sentence of each passage that scores best, the first of equals, (p,)."""
    owner = np.repeat(np.arange(len(scored.passages)), np.diff(scored.first))
    order = np.lexsort((-near, owner))
    return np.asarray(scored.sentences[order[scored.first[:-1]]], dtype=np.int64)


def _alike(a: frozenset[int], b: frozenset[int]) -> bool:
    """Say whether two sets of words are nearly one (Jaccard)."""
    return len(a & b) >= SAME * max(len(a | b), 1)


def _without(features: Features, off: Collection[str]) -> dict[str, NDArray[np.float32]]:
    return {channel: scores for channel, scores in features.items() if channel not in off}


def _parts(features: Features, place: int) -> dict[str, float]:
    return {channel: float(scores[place]) for channel, scores in features.items()}


def _best_places(
    sentences: NDArray[np.int64], scores: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each sentence once, in order, and the place where it scored best."""
    order = np.lexsort((-scores, sentences))
    ids, first = np.unique(sentences[order], return_index=True)
    return ids, order[first]


def _model(encoder: Encoder) -> dict[str, str]:
    return {"name": encoder.name, "sha256": encoder.sha256}
