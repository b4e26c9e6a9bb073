"""Is this text Spanish?"""

import re
from functools import cache

from corpus.lexicon import load

__all__ = ["foreign_language"]

_WORD = re.compile(r"[^\W\d_]+(?:['’·][^\W\d_]+)?")
_LATIN = re.compile(r"[a-zß-ɏ]")
_SAMPLE = 10_000  # characters from the head, the middle and the end of a long text
_SURE_SHARE = 0.22  # Spanish prose has a third of such words, the nearest neighbours a tenth
_SHORT = 25  # words; below, a statistical model guesses


@cache
def _profiles() -> dict[str, frozenset[str]]:
    """Return the function words of each language."""
    return {code: frozenset(entry["words"]) for code, entry in load("languages").items()}


def foreign_language(text: str) -> str | None:
    """Return the Spanish name of the language that a text is in, None where it is Spanish.

    Counts function words; only where they do not decide is a statistical model asked.

    >>> foreign_language("El jefe dijo que no lo sabía, y que para eso están los demás.")
    >>> foreign_language("The boss said that he did not know, and that this is for the others.")
    'inglés'
    """
    places = (0, (len(text) - _SAMPLE) // 2, len(text) - _SAMPLE) if len(text) > _SAMPLE else (0,)
    sample = " ".join(text[place : place + _SAMPLE] for place in places)
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return "ninguna lengua (no hay palabras)"
    latin = sum(bool(_LATIN.match(word)) for word in words)
    if latin < 0.5 * len(words):
        return "una lengua de otro alfabeto"
    counts = {code: sum(w in listed for w in words) for code, listed in _profiles().items()}
    spanish = counts.pop("es")
    rival, best = max(counts.items(), key=lambda item: item[1])
    if spanish >= _SURE_SHARE * len(words) and spanish > 1.3 * best:
        return None
    if best >= _SURE_SHARE * len(words) and best > 1.3 * spanish:
        return str(load("languages")[rival]["name"])
    if len(words) < _SHORT:
        return None if spanish >= best else _name(rival)
    code = _guess(" ".join(words))
    return None if code == "es" else _name(code)


def _name(code: str) -> str:
    """Return a language's Spanish name, its code where we have none."""
    entry = load("languages").get(code)
    return str(entry["name"]) if entry else f"otra lengua ({code})"


def _guess(text: str) -> str:
    """Ask the statistical model."""
    # Loading its model takes most of a second, and few texts leave a doubt.
    import py3langid

    return str(py3langid.classify(text)[0])
