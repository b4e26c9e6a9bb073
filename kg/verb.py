"""Knows the finite verbs of business Spanish: a list conjugated by rule, and telling endings."""

from functools import cache, lru_cache

from kg.lexicon import load

__all__ = ["VerbForm", "verb_form"]

VerbForm = tuple[str, str]  # lemma ("" where unknown), and finite, infinitive, gerund, participle

_ENDINGS = {
    "ar": "a an aba aban ó aron ará arán aría arían e en ara aran ase asen amos ábamos",
    "er": "e en ía ían ió ieron erá erán ería erían a an iera ieran iese iesen emos íamos",
    "ir": "e en ía ían ió ieron irá irán iría irían a an iera ieran iese iesen imos íamos",
}
# Endings that only finite verbs have, apart from the words of `not_verbs`
_TELLING = (
    "aron",
    "ieron",
    "jeron",
    "yeron",
    "aban",
    "arán",
    "erán",
    "irán",
    "arían",
    "erían",
    "irían",
    "ían",
    "asen",
    "iesen",
    "ieran",
)
_TELLING_WE = (
    "pusimos",
    "quisimos",
    "hicimos",
    "dijimos",
    "fuimos",
    "ábamos",
    "íamos",
    "aremos",
    "eremos",
    "iremos",
    "vimos",
    "dimos",
    "ecimos",
    "nacimos",
    "ocimos",
    "tamos",
    "namos",
    "zamos",
    "jamos",
)
_TELLING_SINGULAR = ("ará", "irá", "aría", "ería", "iría")
_DIPHTHONGS = {
    "ie": ("e", "ie"),
    "ue": ("o", "ue"),
    "i": ("e", "i"),
    "ú": ("u", "ú"),
    "í": ("i", "í"),
}


def _respell(stem: str, ending: str, group: str) -> str:
    """Join stem and ending so that it sounds the same: busc+e is busque."""
    front = ending[:1] in "eéií"
    if group == "ar" and front:
        for old, new in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if stem.endswith(old):
                return stem[: -len(old)] + new + ending
    if group != "ar" and not front and stem.endswith("g"):
        return stem[:-1] + "j" + ending
    return stem + ending


def _stressed(stem: str, change: str) -> str:
    """Change the stem as its stressed syllable does: pens is piens."""
    if change not in _DIPHTHONGS:
        return stem
    old, new = _DIPHTHONGS[change]
    if change == "ue" and old not in stem:
        old = "u"  # jugar
    head, found, tail = stem.rpartition(old)
    return head + new + tail if found else stem


def _conjugate(verb: str, change: str) -> list[str]:
    """Return the third persons and the first person plural of every tense in use."""
    group = verb[-2:] if verb[-2:] in _ENDINGS else "ir"
    stem = verb[:-2]
    forms = []
    for ending in _ENDINGS[group].split():
        if ending in ("a", "an", "e", "en"):
            base = _stressed(stem, change)
            subjunctive = (ending[0] == "a") != (group == "ar")
            if change == "zc" and subjunctive:
                base = stem[:-1] + "zc"
            forms.append(_respell(base + ("y" if change == "y" else ""), ending, group))
        elif (
            change == "y"
            and ending.startswith("i")
            and ending != "ían"
            and not ending.startswith("ir")
        ):
            forms.append(stem + "y" + ending[1:])
        elif group == "ir" and change in ("ie", "i") and ending.startswith(("ió", "ier", "ies")):
            forms.append(_stressed(stem, "i") + ending)
        else:
            forms.append(_respell(stem, ending, group))
    return forms


@cache
def _forms() -> dict[str, VerbForm]:
    """Return every known form: conjugated ones, infinitives, gerunds and participles."""
    lexicon = load("verbs")
    found: dict[str, VerbForm] = {}
    for entry in lexicon["regular"].split():
        verb, _, change = entry.partition(":")
        for form in _conjugate(verb, change):
            found.setdefault(form, (verb, "finite"))
        stem = verb[:-2]
        found.setdefault(verb, (verb, "infinitive"))
        found.setdefault(stem + ("ando" if verb.endswith("ar") else "iendo"), (verb, "gerund"))
        for end in ("o", "a", "os", "as"):
            found.setdefault(
                stem + ("ad" if verb.endswith("ar") else "id") + end, (verb, "participle")
            )
    for verb, forms in lexicon["forms"].items():
        found[verb] = (verb, "infinitive")
        for form in forms:
            found[form] = (verb, "finite")
    for form, verb in lexicon["participles"].items():
        for end in ("o", "a", "os", "as"):
            found[form[:-1] + end] = (verb, "participle")
    return found


@cache
def _not_verbs() -> frozenset[str]:
    return frozenset(load("verbs")["not_verbs"])


@cache
def often_nouns() -> frozenset[str]:
    """Return the verb forms that are nouns or other words more often than not."""
    return frozenset(load("verbs")["often_nouns"].split())


@lru_cache(maxsize=65536)
def verb_form(word: str) -> VerbForm | None:
    """Return lemma and form of a lower-case word that is, or may be, a verb.

    >>> verb_form("piensan"), verb_form("reorganizarán"), verb_form("empresa")
    (('pensar', 'finite'), ('', 'finite'), None)
    """
    known = _forms().get(word)
    if known:
        return known
    if len(word) < 4 or word in _not_verbs():
        return None
    if word.endswith(_TELLING) and len(word) > 5:
        return "", "finite"
    if (
        word.endswith(_TELLING_SINGULAR)
        and len(word) > 6
        and not word.endswith(("ería", "aría", "uría"))
    ):
        return "", "finite"
    if word.endswith(_TELLING_WE) and len(word) > 6:
        return "", "finite"
    if word.endswith("ó") and len(word) > 3:
        return "", "finite"
    if word.endswith("é") and len(word) > 4 and not word.endswith(("ité", "afé")):
        return "", "finite"  # "enseñé"
    if word.endswith(("rse", "rlo", "rla", "rlos", "rlas", "rle", "rles")) and len(word) > 5:
        lemma, mood = _forms().get(word[: word.rindex("r") + 1], ("", ""))
        return lemma if mood == "infinitive" else "", "infinitive"
    if word.endswith(("ándose", "iéndose", "ándolo", "iendo", "ando")) and len(word) > 5:
        return "", "gerund"
    if (
        word.endswith(("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"))
        and len(word) > 5
    ):
        return "", "participle"
    if word.endswith(("an", "en")):
        return "", "finite"
    return None
