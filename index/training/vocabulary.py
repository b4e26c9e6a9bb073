"""The tokenizer: whole words of both languages, pieces for the rest, one table row a stem.

Forms of one word (`colabora`, `colaboración`) share a row of the table, so that what is learnt
of one is known of all: the files hold a mapping from token to row, as model2vec's do, which
sentence-transformers folds when it loads them.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import Stemmer
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.training.text import Texts, fold

__all__ = ["Vocabulary", "build_vocabulary"]

WORD = re.compile(r"[^\W\d_]+")
SPLIT = r"[\p{L}\p{M}]+|\p{N}+|[%€$£&+]"
PIECES = 6_000  # word pieces for what is no whole word
LEAST_SPANISH, LEAST_ENGLISH = 3, 6  # times a word must be seen to be a token of its own
SOURCE_CAP = 400  # a word counts at most so often from one source, lest manuals rule the list
NUMBERS = (*range(101), *range(1900, 2036))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A tokenizer and, for each of its token ids, the row of the table."""

    tokenizer: Tokenizer
    mapping: NDArray[np.int64]
    rows: int


def build_vocabulary(texts: Texts, *, rows: int) -> Vocabulary:
    """Choose the words and pieces of `texts` that fill at most `rows` rows, most frequent first."""
    spanish, accented = _count(texts.spanish)
    english, _ = _count(texts.english)
    stem_es, stem_en = Stemmer.Stemmer("spanish"), Stemmer.Stemmer("english")
    classes: Counter[str] = Counter()
    words: dict[str, str] = {}
    for word in sorted({*spanish, *english}):
        n_es, n_en = spanish[word], english[word]
        if n_es < LEAST_SPANISH and n_en < LEAST_ENGLISH:
            continue
        if 4 * n_es >= n_en:  # an English name within Spanish text stays Spanish
            words[word] = "es:" + fold(stem_es.stemWord(accented[word]))
        else:
            words[word] = "en:" + stem_en.stemWord(word)
        classes[words[word]] += n_es + n_en
    pieces = _pieces(spanish)
    singles = [*pieces, *(str(n) for n in NUMBERS), *"%€$£&+"]
    kept = {key for key, _ in classes.most_common(rows - len(singles) - 1)}
    vocabulary: dict[str, int] = {"[UNK]": 0}
    row_of: dict[str, int] = {"[UNK]": 0}
    mapping = [0]
    for word, key in sorted(words.items()):
        if key in kept and word not in vocabulary:
            vocabulary[word] = len(vocabulary)
            mapping.append(row_of.setdefault(key, len(row_of)))
    for piece in singles:
        if piece not in vocabulary:
            vocabulary[piece] = len(vocabulary)
            mapping.append(row_of.setdefault("piece:" + piece, len(row_of)))
    return Vocabulary(_tokenizer(vocabulary), np.array(mapping, dtype=np.int64), len(row_of))


def _count(texts: Iterable[tuple[str, str]]) -> tuple[Counter[str], dict[str, str]]:
    """Count folded words, capped by source; and give each its most frequent accented form."""
    by_source: dict[str, Counter[str]] = {}
    for source, text in texts:
        by_source.setdefault(source, Counter()).update(WORD.findall(text.lower()))
    forms: Counter[str] = Counter()
    for source, counts in by_source.items():
        bonus = (
            LEAST_ENGLISH if source.startswith(("omw", "roles")) else 0
        )  # a dictionary's word is a word
        for form, count in counts.items():
            if len(form) <= 24:
                forms[form] += min(count, SOURCE_CAP) + bonus
    total: Counter[str] = Counter()
    best: dict[str, str] = {}
    for form, count in sorted(forms.items()):
        word = fold(form)
        total[word] += count
        if word not in best or forms[best[word]] < count:
            best[word] = form
    return total, best


def _pieces(words: Counter[str]) -> list[str]:
    """Return the pieces that a WordPiece training on `words` finds, single letters first."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.WordPieceTrainer(vocab_size=PIECES, show_progress=False)
    tokenizer.train_from_iterator((" ".join([w] * min(n, 20)) for w, n in words.items()), trainer)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    singles = [*letters, *("##" + c for c in letters)]
    return singles + sorted(set(tokenizer.get_vocab()) - set(singles) - {"[UNK]"})


def _tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    """Return a WordPiece tokenizer that folds case and accents and keeps words, figures, signs."""
    tokenizer = Tokenizer(
        models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=48)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(SPLIT), "removed", invert=True)
    return tokenizer
