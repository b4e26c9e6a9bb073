"""What can go wrong with an export."""

from corpus.errors import PuenteError

__all__ = ["ExportError"]


class ExportError(PuenteError):
    """An export that cannot be written: to an unknown format, or to where it was told to."""
