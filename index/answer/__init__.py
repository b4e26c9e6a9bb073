"""Questions in, answers out: every sentence cited, every figure checked, or a plain "no"."""

from index.answer.answering import answer

__all__ = ["answer"]
