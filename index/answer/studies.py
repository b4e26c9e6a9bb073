"""Answers about studies: which there are, who conducted them, and who was asked."""

from bisect import bisect, insort
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from corpus.lexicon import fold
from index.answer.cues import cues, tells
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import Asked
from index.answer.passages import completed
from index.answer.phrasing import join, phrase, sample_text, study_name
from index.answer.reading import read
from index.answer.relevance import may_be_anybody, spoken_of
from index.lexical import find_words, stem_terms
from kg.numeral import find_figures
from kg.records import EntityRecord, StudyRecord
from kg.role import find_roles
from kg.thesaurus import thesaurus

__all__ = ["asks_of_others", "draft_samples", "draft_studies", "is_told_sample"]

MOST = 10
LEADING = 5  # sentences in which a sample is looked for that the graph does not know
FEW = 10  # people; nobody asks fewer: "los dos directivos"
FAIR = 0.35  # of the best study's fit, where a list is asked for


def draft_studies(asked: Asked, *, every: bool = False) -> Draft:
    """Return the studies that fit, named, each with the sentences that introduce it.

    Where a list is asked for, those of the time that the question speaks of; `every` one of them
    or the first.
    """
    several = every or asked.question.everything
    fitting = [(s, fit) for s, fit in _rank(asked) if not several or _is_of_the_time(asked, s)]
    if not fitting:
        return Draft("study")
    best = fitting[0][1]
    kept = [(s, fit) for s, fit in fitting if fit >= (FAIR if several else 0.9) * best]
    kept = kept if every else kept[: MOST if several else 2]
    samples = asked.question.asks("sample", "figure")
    statements = tuple(_statement(asked, study, fit, samples=samples) for study, fit in kept)
    return Draft("study", statements if several else completed(asked, statements))


def _is_of_the_time(asked: Asked, study: StudyRecord) -> bool:
    """Say whether a study is of the years asked for; without a year, as old as who tells."""
    tellers = (asked.knowledge.articles.get(article) for article in study.articles)
    dates = [study.published] if study.published else [t.published for t in tellers if t]
    return any(asked.question.covers(date) for date in dates) or not asked.question.years


def draft_samples(asked: Asked) -> Draft:
    """Return who was asked in the studies that fit; none of them need tell."""
    named, firms = {study.iri for study in asked.studies}, _firms_named(asked)
    fitting = [
        (study, fit)
        for study, fit in _rank(asked)
        if study.samples and _is_meant(asked, study, named, firms)
    ]
    sizes = {number.replace(".", "") for number in asked.question.numbers}
    if sizes:
        fitting = [
            (study, fit)
            for study, fit in fitting
            if sizes & {str(sample.size) for sample in study.samples}
        ]
    sure = bool(named or sizes or asked.question.everything)
    surveyed = () if fitting and sure else _surveyed(asked)
    if not fitting:
        return Draft("sample", surveyed)
    if surveyed and surveyed[0].evidence[0] == asked.ranked[0].evidence:
        # the sentence that leads tells of people asked: its study is meant, if the graph knows it
        lead = surveyed[0].evidence[0]
        fitting = [(study, fit) for study, fit in fitting if lead in _telling(study)]
        if not fitting:
            return Draft("sample", surveyed)
    kept = fitting[:MOST] if asked.question.everything or len(named) > 1 else fitting[:1]
    return Draft(
        "sample",
        tuple(_statement(asked, study, fit, samples=True) for study, fit in kept),
    )


def is_told_sample(asked: Asked, draft: Draft) -> bool:
    """Say whether a draft gives whom a study asked that the question names, and asks no more of.

    "¿Cuántas empresas participaron en el sondeo de X?" does not, "¿cuántas mujeres…?" does.
    """
    if draft.kind != "sample" or len(draft.statements) != 1 or not asked.studies:
        return False
    places = set(draft.statements[0].evidence)
    samples = [s for study in asked.studies if places & _telling(study) for s in study.samples]
    people = [sample.population for sample in samples if sample.population]
    roles = [one.role for one in people if one.role]
    told = {word for one in people for word in find_words(fold(one.label))}
    names = {word for _, words in asked.names_asked for word in words}
    left = set(asked.question.terms) - names - told - cues().anyone
    found = find_roles(asked.question.text, casefold=True)
    if not all(may_be_anybody(one.role) or spoken_of(one.role, roles) for one in found):
        return False
    left -= {w for one in found for w in find_words(fold(one.span.of(asked.question.text)))}
    return bool(samples) and not left


def asks_of_others(asked: Asked, draft: Draft) -> bool:
    """Say whether a draft of a sample tells of others than those that it is asked of."""
    if draft.kind != "sample":
        return False
    quotes = [asked.quote(evidence) for s in draft.statements for evidence in s.evidence]
    told = {role for quote in quotes for role in read(quote).roles}
    concepts = thesaurus().concepts
    # what others are called may be told in many ways: "hoteleros", "dueños de alojamientos"
    plain = [role for role in asked.question.roles if concepts[role].broader]
    head, named = asked.question.head, [role for role in plain if not may_be_anybody(role)]
    if named:
        # "¿a cuántos directores…?" is of "64 directores de recursos humanos" too
        wide = all(concepts[role].function == "general" for role in named)
        stems = stem_terms(head) if head and wide else ()
        if any(not read(quote).stems.isdisjoint(stems) for quote in quotes):
            return False
        return not any(may_be_anybody(role) or spoken_of(role, told) for role in plain)
    if head not in asked.question.terms or head not in cues().nobody:
        return False
    return not asked.relevance.word_met(head, *quotes)


def _is_meant(
    asked: Asked, study: StudyRecord, named: Collection[str], firms: Sequence[EntityRecord]
) -> bool:
    """Say whether a study is one of those named; where none is, of an article that may name it."""
    if named:
        return study.iri in named
    if firms and not _is_told_with(asked, study, firms):
        return False
    return any(_speaks_of_all(asked, article) for article in study.articles)


def _firms_named(asked: Asked) -> list[EntityRecord]:
    """Return the organisations that the question names whole, and not by their first word."""
    words = set(find_words(asked.question.folded))
    return [
        entity
        for entity in asked.entities
        if entity.kind == "organization"
        and any(words.issuperset(find_words(fold(name))) for name in entity.names)
    ]


def _is_told_with(asked: Asked, study: StudyRecord, firms: Sequence[EntityRecord]) -> bool:
    """Say whether a study is told with one of some organisations.

    That its article speaks of one elsewhere ("hace años, Acme hizo una encuesta") is not enough.
    """
    told = [one.quote for one in (*study.evidence, *(s.evidence for s in study.samples))]
    tellers = (asked.knowledge.articles.get(article) for article in study.articles)
    published = [one.publisher for one in tellers if one and one.publisher]
    held = fold(" ".join((study.name or "", *study.conducted_by, *told, *published)))
    return any(fold(name) in held for firm in firms for name in firm.names)


def _speaks_of_all(asked: Asked, name: str) -> bool:
    """Say whether an article, or who publishes it, holds every name of the question."""
    if not asked.question.names:
        return True
    article = asked.base.article(name)
    held, given = fold(f"{article.publisher or ''} {article.text}"), asked.given(name)
    return all(word in held or word in given for word in asked.question.names)


def _telling(study: StudyRecord) -> set[Evidence]:
    """Return the sentences that tell of the samples of a study."""
    found = (sample.evidence for sample in study.samples)
    return {Evidence(one.article, one.start, one.end) for one in found}


def _surveyed(asked: Asked) -> tuple[Statement, ...]:
    """Return the best sentence that tells of people asked and how many, if it is among the best.

    The very best need only name all of whose study is meant: "un trabajo de X, con 260 gerentes".
    """
    wanted = {entity.iri for entity in asked.entities}
    for place, s in enumerate(asked.ranked[:LEADING]):
        asks = tells("sample", s.text) or (not place and _names_all(asked, s.text))
        counts = any(f.kind in ("count", "number") and f.value >= FEW for f in find_figures(s.text))
        sourced = s.signs["source"] >= 1.0 if wanted else _speaks_of_all(asked, s.article)
        if counts and asks and sourced:
            return (Statement(s.text, (Evidence(s.article, s.start, s.end),), (), s.score),)
    return ()


def _names_all(asked: Asked, text: str) -> bool:
    """Say whether a sentence names every organisation and person that the question names."""
    folded = fold(text)
    each = (any(fold(name) in folded for name in one.names) for one in asked.entities)
    return bool(asked.entities) and all(each)


def _rank(asked: Asked) -> list[tuple[StudyRecord, float]]:
    named = {study.iri for study in asked.studies}
    scores = {(s.article, s.start): s.score for s in asked.ranked}
    texts = {(s.article, s.start): s.text for s in asked.ranked}
    places = _places(asked)
    ranked = []
    for study in asked.knowledge.studies:
        if not study_name(study, "es") and not study.samples:
            continue
        near = max((scores.get(place, 0.0) for place in places[study.iri]), default=0.0)
        told = [texts[place] for place in places[study.iri] if place in texts]
        titles = [asked.base.article(article).title for article in study.articles]
        words = asked.relevance.of(study_name(study, "es"), *told, *titles)
        ranked.append((study, 0.4 * near + 0.5 * words + (0.6 if study.iri in named else 0.0)))
    return sorted(ranked, key=lambda pair: -pair[1])


def _places(asked: Asked) -> Mapping[str, Collection[tuple[str, int]]]:
    """Return the sentences that speak of each study: by its name, as "el estudio", or by a figure.

    "El estudio" is the last one that was named before.
    """
    places: dict[str, set[tuple[str, int]]] = defaultdict(set)
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for study in asked.knowledge.studies:
        for evidence in study.evidence:
            places[study.iri].add((evidence.article, evidence.start))
            insort(named[evidence.article], (evidence.start, study.iri))
    for statistic in asked.knowledge.statistics:
        if statistic.study:
            places[statistic.study].add((statistic.article, statistic.start))
    for sentence in asked.told:
        before = bisect(named[sentence.article], (sentence.start, "\uffff"))
        if before and tells("study", sentence.text):
            places[named[sentence.article][before - 1][1]].add((sentence.article, sentence.start))
    return places


def _statement(asked: Asked, study: StudyRecord, fit: float, *, samples: bool = False) -> Statement:
    language = asked.question.language
    text = study_name(study, language)
    shown = [sample_text(sample, language) for sample in study.samples]
    if shown and (samples or not text):
        joined = join(shown, language)
        text = phrase(language, "study_sample", study=text, samples=joined) if text else joined
    places = [Evidence(e.article, e.start, e.end) for e in study.evidence]
    sampled = [
        Evidence(s.evidence.article, s.evidence.start, s.evidence.end) for s in study.samples
    ]
    evidence = [*sampled, *places] if samples else [*places, *sampled]
    return Statement(text, tuple(dict.fromkeys(evidence))[:3], (), fit)
