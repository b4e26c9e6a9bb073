"""Questions on the digests, typed as people type them, each with what may be expected of an answer.

They lie in `questions/`, one part to tune on and one that is kept aside (see README.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from tests.gold import ARTICLES, HERE, GoldError, find_quote, squeezed, text_of

__all__ = ["PARTS", "TypedQuestion", "load_questions", "place_of"]

PARTS = ("typed", "aside")


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question.

    Attributes:
        text: as typed.
        type: what it asks for.
        expect: how much of it the digests answer.
        language: `es` or `en`.
        values: figures that a right answer shows.
        must: what a right answer contains, in lower case without accents.
        lacks: words for what a half-answered question also wants and the digests do not say; an
            answer should tell that it is missing, with one of them.
        evidence: the sentences that answer, each with the digest where it stands.
    """

    text: str
    type: str
    expect: Literal["answerable", "half", "unanswerable"]
    language: str
    values: tuple[float, ...]
    must: tuple[str, ...]
    lacks: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]


def place_of(quote: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """Return the only digest of `texts` (stem -> text) where `quote` stands, and the quote.

    Raises:
        GoldError: if it stands in none, in several, or more than once.
    """
    found = [stem for stem, text in texts.items() if squeezed(quote) in text]
    if len(found) != 1:
        raise GoldError(f"found in {len(found)} digests, must be in one: {quote!r}")
    find_quote(quote, texts[found[0]])
    return found[0], quote


def _question(raw: Mapping[str, Any], texts: Mapping[str, str]) -> TypedQuestion:
    return TypedQuestion(
        text=raw["q"],
        type=raw["type"],
        expect=raw["expect"],
        language=raw.get("lang", "es"),
        values=tuple(float(v) for v in raw.get("values", ())),
        must=tuple(raw.get("must", ())),
        lacks=tuple(raw.get("lacks", ())),
        evidence=tuple(place_of(quote, texts) for quote in raw.get("evidence", ())),
    )


def load_questions(part: str) -> list[TypedQuestion]:
    """Load `questions/<part>.yaml`.

    Raises:
        GoldError: if a sentence of its evidence is not in the digests exactly once.
    """
    stems = sorted(path.stem for path in ARTICLES.glob("*.md"))
    texts = {stem: squeezed(text_of(stem, HERE / "digests")) for stem in stems}
    raw = yaml.safe_load((HERE / "questions" / f"{part}.yaml").read_text(encoding="utf-8"))
    return [_question(entry, texts) for entry in raw]
