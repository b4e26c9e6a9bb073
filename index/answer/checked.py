"""Answers to whether something is so: "¿Es verdad que el 57 % de los CIO…?"."""

from corpus.errors import PuenteError
from index.answer.cues import cues
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.answer.phrasing import capital, join, phrase

__all__ = ["draft_check"]


def draft_check(asked: Asked) -> Draft:
    """Return whether the articles say what the question supposes, with the sentence that tells.

    Empty where they say neither that nor otherwise: then what comes near it is told.
    """
    from index.verify import verify  # it is made of this package

    found = cues().checking.search(asked.question.text)
    claim = asked.question.text[found.end() if found else 0 :].strip(" ¿?¡!.")
    try:
        verdicts = verify(f"{capital(claim)}.", asked.base)
    except PuenteError:
        return Draft("check")
    told = [v for v in verdicts if v.outcome != "not_found" and v.citations]
    if not told:
        return Draft("check")
    # what is denied tells more than what is granted beside it
    verdict = min(told, key=lambda v: (v.outcome == "supported", v.figure is None))
    places = tuple(Evidence(c.article, c.start, c.end) for c in verdict.citations)
    language = asked.question.language
    parts = {"says": join(verdict.says, language), "quote": verdict.citations[0].quote}
    key = "check_yes" if verdict.outcome == "supported" else "check_no"
    key = key if parts["says"] else f"{key}_quote"
    return Draft("check", (Statement(phrase(language, key, **parts), places, (), 1.0),))
