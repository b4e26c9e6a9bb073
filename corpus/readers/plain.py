"""Plain text: lines, paragraphs and whatever the words themselves give away."""

from corpus.decoding import clean, decode, is_binary
from corpus.draft import Draft, draft_of_text
from corpus.errors import ReadError

__all__ = ["read_plain", "text_of"]


def text_of(data: bytes, source: str, declared: str | None = None) -> str:
    """Return the text of a file that is text, in NFC with plain line ends.

    Raises:
        ReadError: if the bytes are not text.
    """
    if is_binary(data):
        raise ReadError(source, "es un archivo binario, no un texto")
    return clean(decode(data, declared))


def read_plain(data: bytes, source: str) -> Draft:
    """Read a text file; its text is kept whole, boilerplate included."""
    return draft_of_text(text_of(data, source))
