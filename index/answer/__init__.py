"""Questions in, answers out: every sentence cited, every figure checked, or a plain "no"."""

from index.answer.answering import answer
from index.answer.following import completed

__all__ = ["answer", "completed"]
