"""Verdicts on a text made into what a person or a program reads."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from index.verify import Verdict
from ui.render import citation_json, flat, place_text, quoted
from ui.text import load_texts

__all__ = ["verdict_json", "verdicts_text"]


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as the object that `verify --json` lists."""
    return {
        "claim": verdict.claim,
        "start": verdict.start,
        "end": verdict.end,
        "figure": verdict.figure,
        "verdict": verdict.outcome,
        "reason": verdict.reason,
        "says": list(verdict.says),
        "citations": [citation_json(citation) for citation in verdict.citations],
    }


def verdicts_text(verdicts: Sequence[Verdict]) -> str:
    """Return verdicts in the order of the text, each with its quotes, and how many of each."""
    words = load_texts("es")["verify"]
    lines: list[str] = []
    for verdict in verdicts:
        figure = f" {flat(verdict.figure)} ·" if verdict.figure else ""
        lines.append(f"{words['outcomes'][verdict.outcome]} ·{figure} {flat(verdict.claim)}")
        says = "; ".join(flat(said) for said in verdict.says)
        reason = words["reasons"][verdict.reason].format(says=says)
        if verdict.outcome == "supported" and says not in reason:
            reason = f"{reason} {words['also'].format(says=says)}"
        lines.append(f"    {reason}")
        for citation in verdict.citations:
            lines.append(f"    [{citation.marker}] {quoted(citation.quote)}")
            lines.append(f"        {place_text(citation)}")
        lines.append("")
    counts = Counter(verdict.outcome for verdict in verdicts)
    return "\n".join([*lines, words["total"].format(
        n=len(verdicts), **{name: counts[name] for name in words["outcomes"]}
    )])  # fmt: skip
