"""Who gives an advice, and whom it is for."""

from collections.abc import Sequence
from itertools import dropwhile

from corpus.article import Sentence, Span
from kg.advice_context import AdviceContext, saying
from kg.advice_words import QUOTES, Cue, phrase_at, phrases, words
from kg.facts import Population
from kg.grammar import Word, words_of
from kg.imperative import is_infinitive
from kg.role import find_roles
from kg.spanish import Token, fold

__all__ = ["giver", "receivers"]

_NAMED = 60  # characters of a name
_TO = ("a", "al")
_FOR = (*_TO, "para")
_AFTER_COLON = 3  # tokens at least before an infinitive that a colon announces


def giver(
    context: AdviceContext, sentence: Sentence, tokens: Sequence[Token], cue: Cue
) -> str | None:
    """Return who gives the advice of a sentence, where it is not the author of the article."""
    named = context.within(sentence.start, tokens[cue.first].start)
    answered = context.interviewee if context.is_answer(sentence.block) else None
    if answered and not (cue.kind == "verb" and named):
        return answered.name
    if cue.kind == "verb" or tokens[cue.first].form in words("judging"):
        return _subject(context, sentence, tokens, cue)
    if context.is_item(sentence.block) and (found := context.introducer(sentence.block)):
        return found.name
    if context.text[sentence.start] in QUOTES and (speaker := context.speaks_on(sentence)):
        return speaker.name
    if cue.kind == "infinitive" and cue.first > _AFTER_COLON:
        # "El instituto plantea dos medidas: bajar …"
        return named[0][1].name if named else None
    return _according_to(context, tokens, cue) or _speaker(context, sentence, tokens, cue)


def _according_to(context: AdviceContext, tokens: Sequence[Token], cue: Cue) -> str | None:
    """Read "Según Acme, …" and "Para Ana Gil, …"."""
    near = context.within(tokens[0].end, tokens[0].end + 40) if tokens[0].form == "para" else []
    if near and near[0][1].kind == "person":
        return near[0][1].name
    comma = _lead_comma(tokens, cue)
    if comma and any(t.form == "su" for t in tokens[:3]):
        speaker = context.last_speaker(tokens[0].start)  # "A su juicio, …"
        return speaker.name if speaker else None
    if comma and tokens[0].form != "para" and (near := context.within(tokens[0].end, comma.start)):
        return near[0][1].name
    for token in tokens[: cue.last]:
        if token.form == "segun" and (near := context.within(token.end, token.end + 60)):
            return near[0][1].name
    return None


def _speaker(
    context: AdviceContext, sentence: Sentence, tokens: Sequence[Token], cue: Cue
) -> str | None:
    """Return who says the sentence: "…», afirma Ana Gil"."""
    for place, token in enumerate(tokens):
        if token.raw.lower() not in saying() or cue.first <= place < cue.last:
            continue
        before = tokens[place - 1].form if place else ""
        quoted = before in {",", "”", "»", '"', "—", "–", "-"}
        if quoted or place < cue.first:
            near = context.within(token.end, min(sentence.end, token.end + 90))
            if place < cue.first or not near:
                near = context.within(sentence.start, token.start) if place < cue.first else []
                near = near[-1:]
            if near:
                return near[0][1].name
            speaker = context.speaker_before(sentence.start, "person")
            return speaker.name if speaker else None
    return None


def _subject(
    context: AdviceContext, sentence: Sentence, tokens: Sequence[Token], cue: Cue
) -> str | None:
    """Return the subject of a verb of advice: "Accenture recomienda", "La ejecutiva propone"."""
    verb = tokens[cue.first]
    if "como" in cue.rule:
        after = context.within(verb.end, verb.end + 60)
        if after:
            return after[0][1].name
    named = context.within(sentence.start, verb.start)
    if not named and tokens[0].form in _TO and tokens[cue.first - 1].form in {"le", "les"}:
        after = context.within(verb.end, verb.end + _NAMED)  # "A los bancos les recomienda Acme …"
        return after[0][1].name if after and after[0][0].start <= verb.end + 2 else None
    if not named and (house := _from_house(context, tokens, cue)):
        return house
    if named:
        who = tokens[cue.first - 1].form == "quien" or tokens[max(0, cue.first - 2)].form == "quien"
        persons = [entity for _, entity in named if entity.kind == "person"]
        return persons[-1].name if who and persons else named[-1][1].name
    forms = {token.form for token in tokens[: cue.first]}
    told = ("leading_organizations", "organizations", "collectives", "persons")
    if any(forms & words(group) for group in told):
        found = context.meant(forms, sentence.start)
    elif any(t.form == "se" for t in tokens[max(0, cue.first - 1) : cue.first]):
        return None
    else:
        found = context.speaker_before(sentence.start)
    return found.name if found else None


def _from_house(context: AdviceContext, tokens: Sequence[Token], cue: Cue) -> str | None:
    """Read "Desde la Aepd aconsejan": who speaks for a house, also one named only here."""
    if not tokens[cue.first].form.endswith("n"):
        return None
    opens = [i for i, token in enumerate(tokens[: cue.first]) if token.form == "desde"]
    at = opens[-1] + 1 if opens else cue.first
    at += at < cue.first and tokens[at].form in {"el", "la", "los", "las"}
    capital = all(t.is_word and t.raw[0].isupper() for t in tokens[at : cue.first])
    if at >= cue.first or not capital:
        return None
    return context.text[tokens[at].start : tokens[cue.first - 1].end]


def receivers(
    context: AdviceContext, clause: Sentence, tokens: Sequence[Token], cue: Cue
) -> tuple[Population, ...]:
    """Return the roles that the advice is for: the subject of the modal, or who is advised."""
    start, end = _after_giver(context, clause, tokens, cue), tokens[cue.first].start
    if cue.kind == "verb":
        start = tokens[cue.first].end
        end = next(
            (t.start for t in tokens[cue.start :] if is_infinitive(t.raw.lower())),
            min(clause.end, start + 80),
        )
        end = max(end, tokens[min(cue.start + 4, len(tokens) - 1)].end)
    elif cue.kind == "obligation":
        start = max(start, tokens[cue.start].start)  # "La directora cree que las pymes deben"
    elif cue.kind == "evaluative" and not find_roles(context.text, start, end):
        end = min(clause.end, tokens[cue.last - 1].end + 70, _said_from(tokens, cue.last))
    roles = find_roles(context.text, start, end) if end > start else []
    found = {role.role: Population(role.label, role.role) for role in roles}
    if found:
        return tuple(found.values())
    if cue.kind == "verb":
        if tokens[cue.start - 1].form == "que" and (
            subject := _subject_of(context, tokens[cue.start].start, clause.end)
        ):
            return subject  # "reclama que el Gobierno baje la tasa"
        end = tokens[cue.start].start
    elif cue.kind == "evaluative":  # "Conviene a las pymes medir …"
        if cue.last < len(tokens) and tokens[cue.last].form == "que":
            return _subject_of(context, tokens[cue.last].end, clause.end)
        inner = (t.start for t in tokens[cue.first : cue.last] if t.form in _TO)
        end = min(end, tokens[min(cue.last, len(tokens) - 1)].start)
        start = next(inner, start)
    return (
        _named_group(context, start, end, cue)
        or _told_before(context, clause, tokens, cue)
        or _introduced(context, clause)
    )


def _introduced(context: AdviceContext, clause: Sentence) -> tuple[Population, ...]:
    """Read for whom a list is: "Acme sugiere a los gerentes:", "Consejos para los gerentes"."""
    span = context.introduced(clause.block) if context.is_item(clause.block) else None
    if span is None:
        return ()
    roles = find_roles(context.text, span.start, span.end)
    if roles:
        return tuple({r.role: Population(r.label, r.role) for r in roles}.values())
    group = _words(context, span.start, span.end)
    phrase = context.groups.read(group, 1)
    own = any(word.low in {"tu", "su"} for word in group)  # "Consejos para su bolsillo"
    return phrase.populations if phrase.kind == "people" and not own else ()


def _told_before(
    context: AdviceContext, clause: Sentence, tokens: Sequence[Token], cue: Cue
) -> tuple[Population, ...]:
    """Read whom a verb of advice has before it: "A los autónomos les recomienda Acme …"."""
    told = cue.kind == "verb" and tokens[0].form in _TO
    if not told or tokens[cue.first - 1].form not in {"le", "les"}:
        return ()
    roles = find_roles(context.text, clause.start, tokens[cue.first].start)
    if roles:
        return (Population(roles[0].label, roles[0].role),)
    return _named_group(context, clause.start, tokens[cue.first].start, cue)


def _said_from(tokens: Sequence[Token], place: int) -> int:
    """Return where it is told who says it: "…», opina la economista"; else the end."""
    told = (t.start for t in tokens[place:] if t.form in QUOTES or t.raw.lower() in saying())
    return next(told, tokens[-1].end)


def _after_giver(
    context: AdviceContext, clause: Sentence, tokens: Sequence[Token], cue: Cue
) -> int:
    """Return where a clause goes on behind who gives its advice: "A juicio del abogado Ros, …"."""
    comma = _lead_comma(tokens, cue)
    if comma is None:
        return clause.start
    near = context.within(clause.start, comma.start)
    spoken = tokens[0].form != "para" or any(entity.kind == "person" for _, entity in near)
    return comma.end if spoken else clause.start


def _lead_comma(tokens: Sequence[Token], cue: Cue) -> Token | None:
    """Return the comma behind who gives it, where "según", "a juicio de" opens a sentence."""
    after = phrase_at(tokens, 0, phrases("according"))
    behind = tokens[after : cue.first] if after else ()
    return next((token for token in behind if token.form == ","), None)


def _named_group(context: AdviceContext, start: int, end: int, cue: Cue) -> tuple[Population, ...]:
    """Return who is advised, where they are no role: "insta a los gobiernos", "las pymes deben"."""
    group = _words(context, start, end)
    if cue.kind == "imperative":  # "Mi consejo para las pymes: …"
        at = next((i for i, word in enumerate(group) if word.low in _FOR), len(group))
        group = group[at:] if group[-1:] and group[-1].low == ":" else []
    told = group[:1] and group[0].low in _FOR
    if not told:
        return _subject_of(context, start, end) if cue.kind == "obligation" else ()
    phrase = context.groups.read(group, 1)
    return phrase.populations if phrase.kind in ("people", "named", "organization") else ()


def _words(context: AdviceContext, start: int, end: int) -> list[Word]:
    """Return the words of a stretch, without the signs and conjunctions that open it."""
    found = words_of(context.text, Span(start, end), ())
    return list(dropwhile(lambda word: word.tag in "SC", found))


def _subject_of(context: AdviceContext, start: int, end: int) -> tuple[Population, ...]:
    """Return who is to do it, right at `start`: "las pymes deben", "es clave que las pymes"."""
    phrase = context.groups.read(_words(context, start, end), 0)
    known = phrase.kind == "people" or fold(phrase.head) in words("addressees")
    return phrase.populations if known else ()
