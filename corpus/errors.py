"""The root of every error that a user can cause.

The whole tree; each leaf is defined beside the code that raises it:

    PuenteError
    ├── ReadError            corpus.errors   a file that cannot be read as a Spanish article
    ├── QueryError           kg.query        a SPARQL query that is refused, wrong or too slow
    ├── ExportError          kg.export       an export that cannot be written
    ├── EncoderError         index.encoder   an embedding model that cannot be loaded
    ├── ChannelError         index.fusion    a channel of search that there is not
    ├── EndpointError        index.llm       an address at which no language model can be
    ├── ScopeError           index.scope     an article, publisher, date or role that the base lacks
    ├── UncheckableError     index.verify    a text that claims nothing, or too much to check
    ├── BaseError            index.base      a base that is absent, broken or of another kind
    └── UploadError          ui.upload       a file that the page cannot take in
"""

__all__ = ["PuenteError", "ReadError"]


class PuenteError(Exception):
    """What a user can cause and can mend: the message says what, where and what to do."""


class ReadError(PuenteError):
    """A file, or an entry of a zip, that cannot be read as a Spanish article.

    Attributes:
        source: path of the file as the user named it, `archive.zip!/entry` inside a zip.
        reason: why, in Spanish, as a clause that can follow a colon.
    """

    def __init__(self, source: str, reason: str) -> None:
        """Make the message `source: reason`."""
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason
