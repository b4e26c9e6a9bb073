"""Answers in the articles' own words: the sentences that fit, in reading order."""

from collections.abc import Sequence

from corpus.article import Article, Sentence
from corpus.lexicon import fold
from index.answer.draft import Draft, Evidence, Statement
from index.answer.evidence import HEADS, Asked, Scored
from index.answer.phrasing import join, phrase

__all__ = [
    "also_told",
    "completed",
    "draft_advice",
    "draft_authors",
    "draft_text",
    "quoted",
    "short_list",
]

COVER = 0.9  # sentences are told until it is this likely that the right one is among them
MOST = 5
ITEMS, ITEM = 8, 120  # items of a list that is told whole, and characters of each, at most
FAIR = 0.7  # of the best score, where the answer is likely told in several places
MOST_OF_SEVERAL, MOST_OF_ALL = 8, 10
ALSO = 0.5  # of the best score, where a sentence is told apart
MOST_TOLD = 15  # with those told apart


def draft_text(asked: Asked) -> Draft:
    """Return the sentences that answer, word for word."""
    return _verbatim(asked, asked.told, "text")


def draft_advice(asked: Asked) -> Draft:
    """Return the advice that fits, word for word; only advice where a list of it is asked for."""
    return _verbatim(asked, _advice(asked), "advice")


def _advice(asked: Asked) -> Sequence[Scored]:
    """Return what may advise; nothing of articles that do not speak of those it is asked for."""
    every = asked.question.everything
    told = [s for s in asked.told if s.recommendations or not every]
    spoken = asked.articles_of_roles
    return [s for s in told if s.article in spoken] or told


def _verbatim(asked: Asked, ranked: Sequence[Scored], kind: str) -> Draft:
    if not ranked:
        return Draft(kind)
    broad = asked.question.broad
    kept = _fair(asked, ranked) if broad else _likeliest(asked, ranked, 0.0, MOST)
    lead = kept[0]
    # the sentence that fits best is read first; the others follow in the order of reading
    rest = sorted(kept[1:], key=lambda s: (s.article != lead.article, s.article, s.start))
    return Draft(kind, _told_once([quoted(asked, s) for s in [lead, *rest]]))


def _fair(asked: Asked, ranked: Sequence[Scored]) -> list[Scored]:
    """Return what fits nearly as well as the best, where the answer is told in several places."""
    most = MOST_OF_ALL if asked.question.everything else MOST_OF_SEVERAL
    return [s for s in ranked if s.score >= FAIR * ranked[0].score][:most]


def also_told(asked: Asked, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return, where the answer is likely told in several places, what fits less well than these.

    Nothing where all that is asked for is in the graph, or what one source says.
    """
    whole = asked.question.bare or asked.lists_a_role or asked.lists_a_source or asked.entities
    if not asked.question.broad or whole or not asked.told:
        return ()
    told = {evidence for statement in statements for evidence in statement.evidence}
    ranked = _advice(asked) if asked.question.asks("recommendation") else asked.told
    least = ALSO * asked.told[0].score
    more = [s for s in ranked if s.score >= least and s.evidence not in told]
    more = more[: max(0, MOST_TOLD - len(statements))]
    return _told_once([quoted(asked, s) for s in more], leads=False)


def _told_once(statements: Sequence[Statement], *, leads: bool = True) -> tuple[Statement, ...]:
    """Leave out what another statement tells as well, and what only announces something.

    The first may announce what it likes, where it `leads` the answer.
    """
    told = [frozenset(statement.evidence) for statement in statements]
    return tuple(
        statement
        for i, statement in enumerate(statements)
        if not any(told[i] < other for other in told) and told[i] not in told[:i]
        if (leads and not i) or not statement.text.rstrip().endswith(":")
    )


def completed(asked: Asked, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Add, word for word, what may answer as well, until the right sentence is likely told."""
    told = {evidence for statement in statements for evidence in statement.evidence}
    covered = sum(asked.likelihood.get(evidence, 0.0) for evidence in told)
    if asked.question.several and not asked.question.everything:
        more = [s for s in _fair(asked, asked.told) if s.evidence not in told]
        more = more[: max(0, MOST_OF_SEVERAL - len(statements))]
    else:
        fresh = [s for s in asked.told if s.evidence not in told]
        more = _likeliest(asked, fresh, covered, MOST - len(statements))
    return (*statements, *_told_once([quoted(asked, s) for s in more], leads=False))


def _likeliest(asked: Asked, ranked: Sequence[Scored], covered: float, most: int) -> list[Scored]:
    """Return the first of `ranked` that together make it likely enough that all is told."""
    kept: list[Scored] = []
    for sentence in ranked:
        if len(kept) >= most or covered >= COVER:
            break
        kept.append(sentence)
        covered += asked.likelihood[sentence.evidence]
    return kept


def quoted(asked: Asked, sentence: Scored) -> Statement:
    """Return a sentence as a statement, with the words before that announce it or tell whose it is.

    What announces a short list comes with it, and so does an item of one where several things are
    asked for. What it rests on begins with the sentence itself, whatever is read first.
    """
    places = [sentence.evidence]
    article = asked.base.article(sentence.article)
    announces = sentence.text.rstrip().endswith(":")
    wanted = announces or (asked.question.broad and not sentence.statistics)
    if items := short_list(article, sentence.order) if wanted else ():
        places += [Evidence(article.id, one.start, one.end) for one in items]
    elif sentence.order:
        before = article.sentences[sentence.order - 1]
        heads = article.blocks[before.block].kind in HEADS
        if before.of(article.text).endswith(":") and not heads:
            places.append(Evidence(article.id, before.start, before.end))
    if named := asked.names_who(sentence):
        places.append(named)
    read = sorted(dict.fromkeys(places))
    text = " ".join(article.text[e.start : e.end] for e in read)
    return Statement(text, tuple(dict.fromkeys(places)), sentence.statistics, sentence.score)


def short_list(article: Article, at: int) -> Sequence[Sentence]:
    """Return the list of short items that sentence `at` announces or is one of, announcement first.

    Empty where it is of none: items of several sentences, or long ones, say enough alone.
    """

    def is_item(place: int) -> bool:
        return article.blocks[article.sentences[place].block].kind == "list_item"

    first = at
    while first > 0 and is_item(first):
        first -= 1
    last = first + 1
    while last < len(article.sentences) and is_item(last):
        last += 1
    head, items = article.sentences[first], article.sentences[first + 1 : last]
    blocks = {item.block for item in items}
    short = all(item.end - item.start <= ITEM for item in items)
    told = head.of(article.text).rstrip().endswith(":")
    whole = 1 < len(items) == len(blocks) and len(items) <= ITEMS and short
    return (head, *items) if told and whole else ()


def draft_authors(asked: Asked) -> Draft:
    """Return who signs the article that the question means, citing the line that says so."""
    best = None
    for article in asked.base.iter_articles():
        fit = asked.relevance.words_met(article.title)
        if best is None or fit > best[0]:
            best = (fit, article)
    if best is None or best[0] < 0.3 or not best[1].authors:
        return Draft("author")
    fit, article = best
    name = fold(article.authors[0])
    lines = [
        s
        for s in article.sentences
        if article.blocks[s.block].kind in ("byline", "title", "paragraph")
        and name in fold(s.of(article.text))
    ]
    if not lines:
        return Draft("author")
    language = asked.question.language
    text = phrase(
        language,
        "authors" if len(article.authors) == 1 else "authors_many",
        title=article.title,
        authors=join(article.authors, language),
    )
    return Draft(
        "author",
        (Statement(text, (Evidence(article.id, lines[0].start, lines[0].end),), (), fit),),
    )
