"""Reads whose a figure is in an enumeration: "Murcia, con un 23 %", "Soldador: 22.000 euros"."""

from collections.abc import Sequence
from dataclasses import replace

from kg.facts import Population
from kg.grammar import Word, before_number
from kg.noun_phrase import terms
from kg.parse import ParsedSentence
from kg.place import is_place
from kg.population import Phrase, PopulationReader

__all__ = [
    "answer_items",
    "compared",
    "is_group",
    "item_before",
    "labelled",
    "listed_items",
    "phrase_until",
    "row_of",
]

_LABEL = 12  # words of a label at most
_REACH = 8  # words before a figure in which its item begins
_SAID = 3  # words of "por encima de"
_MANY = 2  # items that make a list
_JOINED = (",", ";", "y", "e")
_WHERE = ("en", "entre")
_DOTS = (".", "…")
_SIGNS = ("+", "-", "–", "−")
_BETWEEN = ("y", "a", *_SIGNS, "entre", "de", "desde", "hasta", "k", "€", "$")  # of a range's ends


def phrase_until(words: Sequence[Word], end: int, reader: PopulationReader) -> Phrase | None:
    """Return the longest phrase that ends right before word `end` and names somebody."""
    for start in range(max(0, end - _REACH), end):
        inside = "DNF" if words[start].tag == "N" else "DF"
        part = start > 0 and words[start - 1].low == "de" and words[start].low == "quienes"
        opens = words[start].tag in "DN" or part
        if not opens or (start and words[start - 1].tag in inside):
            continue
        if words[start].low in terms("followed"):
            continue  # "por delante de | las hortalizas"
        phrase = reader.read(words, start)
        named = phrase.populations or phrase.kind == "relative"
        if phrase.after == end and named and phrase.kind != "time":
            return phrase
    return None


def is_group(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a phrase names people, a place or a layer of society: "la sierra"."""
    inside = [w.low for w in words[phrase.first : phrase.after] if w.tag != "D"]
    place = is_place(inside) or is_place(inside[:1])  # "Lima", "el Perú rural"
    return place or phrase.kind in ("people", "relative") or phrase.head in terms("strata")


def item_before(
    words: Sequence[Word], at: int, reader: PopulationReader, *, asked: bool
) -> Phrase | None:
    """Read the item that a figure is told of with "con": "en la sierra con un 58 %".

    Args:
        words: of the sentence.
        at: index of the figure's word.
        reader: of phrases.
        asked: people were asked: an item that is a thing may be what they chose.
    """
    end = _told_with(words, at)
    colon = before_number(words, at)
    if end < 0 and colon > 0 and words[colon].low == ":":
        return _presented(words, colon, reader, asked=asked)
    if end < 0:
        return _next_place(words, at, reader)
    phrase = phrase_until(words, end, reader) if end > 0 else None
    if phrase is None or phrase.head in terms("times"):
        return None
    last = phrase.first - 1
    while last > 0 and words[last].tag == "A":
        last -= 1  # "con más casos"
    before = words[last] if last >= 0 else None
    group = is_group(words, phrase)
    if presented := _presented(words, end, reader, asked=asked):
        return presented
    if before is not None and before.lemma in terms("ranking"):
        return phrase  # "les siguen los estudios contables, con el 19 %"
    if asked and not group:
        return None
    listed = sum(_told_with(words, k) > 0 for k, w in enumerate(words) if w.tag == "F") >= _MANY
    if before is not None and before.tag == "P":
        followed = last > 0 and words[last - 1].low in terms("followed")
        return phrase if (before.low in _WHERE and (group or listed)) or followed else None
    if before is not None and before.lemma == "ser":
        return None  # "el olivo es el primer cultivo, con el 42 %"
    joined = before is not None and before.low in _JOINED
    told = any(w.tag == "F" for w in words[: phrase.first])
    return phrase if listed or (joined and told) else None


def _presented(
    words: Sequence[Word], end: int, reader: PopulationReader, *, asked: bool
) -> Phrase | None:
    """Read "En el extremo contrario se situó | Cuenca | : 4 %": a subject behind its verb."""
    phrase = phrase_until(words, end, reader)
    if phrase is None or not phrase.first or phrase.head in terms("times"):
        return None
    placed = words[phrase.first - 1].tag == "V" and words[phrase.first - 1].lemma in terms(
        "placing"
    )
    return phrase if placed and (is_group(words, phrase) or not asked) else None


def _next_place(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read "… un 78 % y en Lima un 68 %": the next place, its verb left out."""
    end = before_number(words, at, (",",)) + 1
    phrase = phrase_until(words, end, reader)
    if phrase is None or phrase.first < 3:
        return None
    first = phrase.first
    gapped = any(w.tag == "F" for w in words[first - 3 : first])
    if gapped and words[first - 1].low in ("y", "e") and words[end].tag == "D":
        return phrase  # "China compra el 19 % y | Brasil | el 12 %"
    told = any(w.tag == "F" for w in words[max(0, first - _REACH) : first])
    placed = words[first - 1].low in _WHERE and words[first - 2].low in _JOINED
    return phrase if told and placed and is_group(words, phrase) else None


def _told_with(words: Sequence[Word], at: int) -> int:
    """Return where the item ends that "…, con un 23 %" tells of; -1 where "con" is not there."""
    place = _past_change(words, before_number(words, at))
    if place < 1 or words[place].low != "con":
        return -1
    if at + 2 < len(words) and words[at + 1].low == "de" and words[at + 2].tag != "D":
        return -1  # "con un 5 % de descuento"
    return place - 1 if words[place - 1].low == "," else place


def _past_change(words: Sequence[Word], place: int) -> int:
    """Return the word before "una caída de", where that ends at `place`; itself for none."""
    change = place > 0 and words[place].low in ("de", "del")
    if not change or words[place - 1].low not in terms("changes"):
        return place
    return before_number(words, place - 1)


def compared(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read what a figure is set against: "por encima de | la media nacional | del 2,1 %"."""
    place = before_number(words, at)
    if place < 1 or words[place].low not in ("de", "del"):
        return None
    phrase = phrase_until(words[:place], place, reader)
    if phrase is None or not phrase.first or words[phrase.first - 1].tag != "P":
        return None
    before = {w.low for w in words[max(0, phrase.first - _SAID) : phrase.first]}
    return replace(phrase, kind="named") if before & terms("comparing") else None


def _colon_before(words: Sequence[Word], at: int) -> int:
    """Return the colon that stands right before a figure, or before the range that it is of.

    Dots that lead to the figure do as well: "Camareros ......... 38 %".
    """
    colon = at - 1
    while colon > 0 and (words[colon].tag in "DAF" or words[colon].low in _BETWEEN):
        colon -= 1
    dots = colon
    while dots > 0 and words[dots].low in _DOTS:
        dots -= 1
    if colon - dots > 1 or (dots < colon and words[colon].low == "…"):
        return dots + 1
    return colon if colon > 0 and words[colon].low == ":" else -1


def _label_end(sentence: ParsedSentence, at: int) -> int:
    """Return the sign between a label and its figure: "Lugo: 8 %", "1. Lugo, 8 %"; -1 for none."""
    comma = before_number(sentence.words, at)
    listed = sentence.kind == "list_item" and comma > 0 and sentence.words[comma].low == ","
    return comma if listed else _colon_before(sentence.words, at)


def _last_figure(words: Sequence[Word]) -> int:
    """Return the last figure: a label may hold one too, as "División Tres Cruces: -1,2 %"."""
    return max((k for k, w in enumerate(words) if w.tag == "F"), default=-1)


def listed_items(sentences: Sequence[ParsedSentence]) -> list[range]:
    """Return the runs of sentences that are each a label and a figure: "– Lugo: 8 %"."""
    runs: list[range] = []
    for sentence in sentences:
        at = _last_figure(sentence.words)
        behind = [w for w in sentence.words[at + 1 :] if w.tag != "S"]
        item = at > 0 and not behind and 0 < _label_end(sentence, at) <= _LABEL
        if not item:
            continue
        if runs and runs[-1].stop == sentence.index:
            runs[-1] = range(runs[-1].start, sentence.index + 1)
        else:
            runs.append(range(sentence.index, sentence.index + 1))
    return [run for run in runs if len(run) >= _MANY]


def answer_items(sentences: Sequence[ParsedSentence], run: range) -> bool:
    """Say whether the labels of a run are what people answered: "No sabe: 7 %"."""
    for sentence in sentences[run.start : run.stop]:
        at = _last_figure(sentence.words)
        label = [w for w in sentence.words[: _label_end(sentence, at)] if w.tag != "S"]
        lows = {w.low for w in label}
        acts = any(w.tag in "VI" for w in label)
        if acts or lows & terms("answers") or lows & terms("times") or "veces" in lows:
            return True
    return False


def row_of(words: Sequence[Word], at: int, reader: PopulationReader) -> Phrase | None:
    """Read the label of a table's row: "De 15 a 24 años   29,5 %   23,6 %"."""
    start = at
    while start > 0 and words[start - 1].tag in "FS":
        start -= 1
    if not 0 < start <= _LABEL:
        return None
    behind = words[start:]
    told = sum(w.tag == "F" for w in behind)
    label = words[:start]
    if told < _MANY or any(w.tag not in "FS" for w in behind):
        return None
    if any(w.tag in "VQ" for w in label) or label[0].low in terms("generic"):
        return None
    named = reader.label(words, 0, start)
    who = (Population(named),) if named else ()
    return Phrase("named", 0, start, label[0].low, who, plural=True) if who else None


def labelled(
    words: Sequence[Word], at: int, reader: PopulationReader, *, listed: bool
) -> Phrase | None:
    """Read the label of a list item: "Soldador: entre 22.000 y 28.000 euros", "– Lugo: 8 %".

    Args:
        words: of the sentence.
        at: index of the figure's word.
        reader: of phrases.
        listed: other items like it stand beside, so that any label names whose it is.
    """
    colon = _colon_before(words, at)
    if colon < 0:
        return None
    start = next((k for k in range(colon) if words[k].tag != "S"), colon)
    phrase = reader.read(words, start)
    if phrase.after == colon and phrase.populations:
        if phrase.kind == "measure":
            phrase = replace(phrase, kind="named")  # "Margen operativo: 11,8 %"
        return phrase if phrase.head not in terms("answers") else None
    label = words[start:colon]
    if not label or any(w.tag == "V" for w in label):
        return None
    if listed:  # what only points back, "La de aquellos: 2,7 %", has no label of its own
        named = reader.label(words, start, colon)
        return Phrase("named", start, colon, label[0].low, (Population(named),)) if named else None
    aged = any(w.low.endswith(("años", "empleados", "trabajadores", "habitantes")) for w in label)
    if not aged or len(label) > _REACH:
        return None
    told = reader.text[label[0].start : label[-1].end]  # "De 18 a 30 años: 81 %"
    return Phrase("people", start, colon, label[-1].low, (Population(told),), plural=True)
