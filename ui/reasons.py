"""Why an answer, as text for a terminal."""

from index.records import Answer
from ui.render import flat, language_of, readable
from ui.text import load_texts

__all__ = ["why_text"]


def why_text(answer: Answer) -> str:
    """Return what found each sentence of an answer, and the query that finds its facts.

    It is told in the language of the answer.
    """
    texts = load_texts(language_of(answer))
    words, mark = texts["why"], texts["around"]["decimal_mark"]
    lines = [words["answer"].format(confidence=f"{answer.confidence:.2f}".replace(".", mark))]
    for citation in answer.citations:
        why = citation.why
        if why is None:
            continue
        confidence = f"{why.confidence:.2f}".replace(".", mark)
        lines.append(f"[{citation.marker}] {words['confidence'].format(confidence=confidence)}")
        for name, found in (("terms", why.terms), ("near", why.near), ("roles", why.roles)):
            if found:
                lines.append(f"    {words[name]}: {flat(', '.join(found))}")
        ranks = (("lexical_rank", why.lexical_rank), ("dense_rank", why.dense_rank))
        lines += [f"    {words[name].format(rank=rank)}" for name, rank in ranks if rank]
        lines += [
            f"    {words['graph']}: {flat(f'{s.subject} — {s.predicate} → {s.object}')}"
            for s in why.graph
        ]
    if answer.sparql:
        lines += ["", words["sparql"], readable(answer.sparql)]
    return "\n".join(lines)
