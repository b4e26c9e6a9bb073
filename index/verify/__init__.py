"""Texts of other people held against the base: what of them the articles support."""

from index.verify.verdict import Outcome, Reason, Verdict
from index.verify.verifying import UncheckableError, verify, verify_article

__all__ = ["Outcome", "Reason", "UncheckableError", "Verdict", "verify", "verify_article"]
