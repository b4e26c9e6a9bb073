"""What a reader must be told beside figures: whose are missing, and which studies disagree."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.lexicon import fold
from index.answer.beside import countries_asked
from index.answer.cues import cues
from index.answer.draft import Evidence, Statement
from index.answer.evidence import Asked
from index.answer.gaps import gap_notes, is_about, pairs_told, role_meant
from index.answer.phrasing import join, phrase
from index.answer.question import understand
from index.answer.reading import read
from index.answer.relevance import may_be_anybody, role_credit, spoken_of
from index.answer.signs import figure_kinds
from index.lexical import find_words, stem_terms
from kg.country import country_label, country_words, main_country
from kg.thesaurus import thesaurus

__all__ = ["countries_nowhere", "notes"]


def notes(
    asked: Asked, statements: Sequence[Statement], *, first_only: bool = False
) -> list[Statement]:
    """Return the remarks that `statements` call for, each citing what it is about.

    Args:
        asked: the whole question.
        statements: the answer.
        first_only: whether they answer only the first of the questions that it is made of.
    """
    found = (
        _half(asked, statements),
        _silent(asked, statements),
        _absent(asked, statements),
        _nowhere(asked, statements),
        _untold(asked, statements, first_only=first_only),
        _disagreement(asked, statements),
    )
    return [*gap_notes(asked, statements), *(note for note in found if note)]


def _half(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say of which roles of the question no figure and no cited sentence speaks."""
    told = [s for s in statements if s.statistics]
    quotes = _quotes(asked, statements)
    held = [p.role for s in told for f in s.statistics for p in f.populations if p.role]
    held += [role for quote in quotes for role in read(quote).roles]
    roles = asked.question.roles
    have = [role for role in roles if role_credit([role], held) == 1.0]
    want = [
        role
        for role in roles
        if not may_be_anybody(role)
        and not spoken_of(role, held)
        and not asked.relevance.names_function(role, *quotes)
    ]
    parts = {"have": _labels(asked, have), "want": _labels(asked, want)}
    return _part_only(asked, told or statements, parts, "half" if told else "half_told")


def _silent(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say of which of several organisations or persons of the question nothing is told."""
    told = fold(" ".join([*(s.text for s in statements), *_quotes(asked, statements)]))
    have: list[str] = []
    want: list[str] = []
    typed = f" {asked.question.folded} "
    for entity in asked.entities:
        if not any(f" {fold(name)} " in typed for name in entity.names):
            continue  # meant by a part of its name, which may be somebody else's
        named = any(fold(name) in told for name in entity.names)
        (have if named else want).append(entity.name)
    language = asked.question.language
    parts = {"have": join(have, language), "want": join(want, language)}
    return _part_only(asked, statements, parts, "half_told")


def _part_only(
    asked: Asked, statements: Sequence[Statement], parts: Mapping[str, str], key: str
) -> Statement | None:
    if not statements or not all(parts.values()):
        return None
    text = phrase(asked.question.language, key, **parts)
    return Statement(text, statements[0].evidence[:1], (), statements[0].relevance)


def _quotes(asked: Asked, statements: Sequence[Statement]) -> list[str]:
    return [asked.quote(e) for s in statements for e in s.evidence]


def _absent(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say of which of several things asked for side by side no article speaks."""
    question, words = asked.question, asked.relevance
    quotes = _quotes(asked, statements)
    nouns = {*words.absent, *cues().after_preposition.findall(question.folded)}
    beside = nouns & set(cues().beside.findall(question.folded))
    absent = [w for w in words.unheard if w in beside and not words.word_met(w, *quotes)]
    if not absent:
        return None
    what = join([f"«{word}»" for word in absent], question.language)
    text = phrase(question.language, "absent", what=what)
    return Statement(text, statements[0].evidence[:1], (), statements[0].relevance)


def _nowhere(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say which country of the question no article names; what they tell may be of another."""
    countries = countries_nowhere(asked, statements)
    if not countries or not statements:
        return None
    text = phrase(asked.question.language, "absent", what=join(countries, asked.question.language))
    return Statement(text, statements[0].evidence[:1], (), statements[0].relevance)


def countries_nowhere(asked: Asked, statements: Sequence[Statement]) -> list[str]:
    """Return the countries of a question that no article names and no statement's is about."""
    told = {e.article for statement in statements for e in statement.evidence}
    homes = {main_country(asked.base.article(article).text) for article in told}
    return [
        country_label(country, asked.question.language)
        for country in countries_asked(asked)
        if country not in homes
        and not any(_is_told(asked, name) for name in country_words(country))
    ]


def _is_told(asked: Asked, name: str) -> bool:
    """Say whether the articles hold every word of a name."""
    stems = [stem for word in find_words(name) for stem in stem_terms(word)]
    unmet = asked.base.searcher.telling("")
    return bool(stems) and all(asked.base.searcher.telling(stem) < unmet for stem in stems)


def _untold(asked: Asked, statements: Sequence[Statement], *, first_only: bool) -> Statement | None:
    """Say which further question has no answer.

    It asks for a figure of a kind that is not told, or the articles know none of its words.
    """
    kinds = {kind for quote in _quotes(asked, statements) for kind in figure_kinds(quote)}
    unheard = set(asked.relevance.unheard)
    untold = []
    for clause in asked.question.clauses[1:]:
        part = understand(clause)
        counts = part.asks("figure") or part.units
        strange = len(part.terms) > 1 and unheard.issuperset(part.terms)
        if first_only or strange or (counts and not kinds & set(part.units or kinds)):
            untold.append(f"«{clause}»")
    if not untold or not statements:
        return None
    text = phrase(asked.question.language, "untold", what=join(untold, asked.question.language))
    return Statement(text, statements[0].evidence[:1], (), statements[0].relevance)


def _disagreement(asked: Asked, statements: Sequence[Statement]) -> Statement | None:
    """Say where one study gives the higher share to one role and another study to another."""
    if not asked.question.asks("comparison") or len(asked.question.roles) < 2:
        return None
    leaders: dict[str, Evidence] = {}
    studies: dict[str, set[str | None]] = {}
    for role, evidence, study in _leaders(asked, statements):
        leaders.setdefault(role, evidence)
        studies.setdefault(role, set()).add(study)
    if len(leaders) < 2 or len(set.union(*studies.values())) < 2:
        return None
    one, other = list(leaders)[:2]
    parts = {"one": _labels(asked, [one]), "other": _labels(asked, [other])}
    text = phrase(asked.question.language, "disagree", **parts)
    return Statement(text, (leaders[one], leaders[other]), (), statements[0].relevance)


def _leaders(
    asked: Asked, statements: Sequence[Statement]
) -> Iterator[tuple[str, Evidence, str | None]]:
    """Yield the role that has the higher of two shares, where that is told, and by which study."""
    for statement in statements:
        if leader := _leader(asked, statement):
            yield leader, statement.evidence[0], statement.statistics[0].study
    for high, _ in pairs_told(asked, statements):
        if leader := role_meant(asked, high):
            yield leader, Evidence(high.article, high.start, high.end), high.study


def _leader(asked: Asked, statement: Statement) -> str | None:
    """Return the role of the question to which a sentence gives the higher of two shares."""
    if not is_about(asked, statement.text):
        return None
    shares: dict[str, float] = {}
    for figure in statement.statistics:
        held = [p.role for p in figure.populations if p.role]
        for role in asked.question.roles:
            if figure.unit == "percent" and held and role_credit([role], held) > 0:
                shares[role] = max(shares.get(role, 0.0), float(figure.value))
    best = max(shares, key=lambda role: shares[role], default=None)
    return best if len(set(shares.values())) > 1 else None


def _labels(asked: Asked, roles: Sequence[str]) -> str:
    concepts = thesaurus().concepts
    return join([concepts[role].label for role in roles], asked.question.language)
