"""From when to when the words say that a role lasts, and whether they say that it is over."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.gazetteer import PERSON
from kg.extraction.layers import Standing, TimeLayer, text_of, words_at
from kg.extraction.roles.titles import Title, after_suffix
from kg.lexicon import load_table

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
"""A value that names a year, month or day."""
YEARS = re.compile(r"\(?((?:1[89]|20)\d\d) ?[-–—] ?((?:1[89]|20)\d\d|present)?\)?")
"""Years after a title or its body: "(2005-2014)"."""
STOPS = frozenset({",", "and", "&", "/", "(", ")", ";", '"', "“"})
"""No word before these belongs to a title."""
STANDINGS: tuple[Standing, ...] = ("over", "coming", "now")
REACH = 6
"""A time hangs on a title by no more than this many words."""


class Tenure(NamedTuple):
    """Days from and to which a role lasts, as far as words say, and how it stands."""

    start: str | None = None
    end: str | None = None
    standing: Standing = ""


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word for word, of in load_table("role_times", 2) if of == kind)


def find_tenure(title: Title, *, verb: Token | None, person: Token) -> Tenure:
    """The tenure of ``person`` in the role of ``title``, which ``verb`` tells, if one does."""
    doc, head = title.doc, title.head
    edges = [head.left_edge.i, *([person.left_edge.i] if person.i > head.i else [])]
    beside = [*doc[min(edges) : title.first + 1], *_suffix(doc, title.end)]
    verbs = [verb] if verb is not None else list(_clauses(person))
    start, end = _told(doc, {head.i, *(word.i for word in verbs)})
    first, last = _bracketed(doc, title.end)
    return Tenure(start or first, end or last, _standing(_after_stop(beside, title.first), verbs))


def verb_tenure(verb: Token) -> Tenure:
    """The tenure of a role that a verb tells by itself: "joined the Harbour Party in 1919"."""
    start, end = _told(verb.doc, {verb.i})
    return Tenure(start, end, _standing([], [verb]))


def _told(doc: Doc, anchors: set[int]) -> tuple[str | None, str | None]:
    """The days that times on one of the tokens ``anchors`` tell."""
    start = end = None
    for time in doc._.kg_times:
        led = _leader(doc, time, anchors) if DAY.fullmatch(time["value"] or "") else None
        if led is None:
            continue
        if end is None and _closes(*led, start):
            end = time["value"]
        elif start is None and _opens(*led):
            start = time["value"]
    return start, end


def _standing(beside: list[Token], verbs: list[Token]) -> Standing:
    """What words say of how a role stands: "former", "ex-", "-elect", "is currently", "resigned as"."""
    words = {word.lower_ for word in beside}
    words |= {child.lower_ for verb in verbs for child in verb.children if child.dep_ == "advmod"}
    for standing in STANDINGS:
        if not _words(standing).isdisjoint(words):
            return standing
    return "over" if any(verb.lemma_ in _words("ending") for verb in verbs) else ""


def _after_stop(words: list[Token], first: int) -> list[Token]:
    """Those of ``words`` that no comma or "and" parts from the title at ``first``."""
    stop = max((word.i for word in words if word.i < first and word.text in STOPS), default=-1)
    return [word for word in words if word.i > stop]


def _suffix(doc: Doc, end: int) -> Iterator[Token]:
    yield from doc[end : after_suffix(doc, end)]


def _bracketed(doc: Doc, end: int) -> tuple[str | None, str | None]:
    """The years in brackets soon after a title: "dean of Norland College (1986-1989)"."""
    last = next((i for i in range(end, min(end + 10, len(doc))) if doc[i].text in (",", ";", "and", "(")), None)
    if last is None or doc[last].text != "(":
        return None, None
    match = YEARS.match(text_of(doc), doc[last].idx)
    if match is None:
        return None, None
    return match[1], match[2] if match[2] and match[2].isdigit() else None


def _clauses(person: Token) -> Iterator[Token]:
    """The verbs of the relative clauses after a name: "Ana Duarte, who took office in May"."""
    for child in person.children:
        other = any(grandchild.dep_ in ("attr", "oprd") for grandchild in child.children)
        if child.dep_ == "relcl" and child.lemma_ in _words("beginning") | _words("ending") and not other:
            yield child


def _leader(doc: Doc, time: TimeLayer, anchors: set[int]) -> tuple[str, Token] | None:
    """The preposition that leads to a time from one of ``anchors``, and that word."""
    words = words_at(doc, time["start"], time["end"])
    if not len(words):
        return None
    lead, at = "", words.root
    for _ in range(REACH):
        if at.i in anchors:
            return None if _is_in_name(doc, time) else (lead, at)
        if at.dep_ == "prep" and not lead:
            lead = at.lower_
        if at.head == at or (at.pos_ in ("VERB", "AUX") and at.dep_ != "prep"):
            return None
        at = at.head
    return None


def _is_in_name(doc: Doc, time: TimeLayer) -> bool:
    """Whether what looks like a time is a person's name: "Theresa May"."""
    people = (m for m in doc._.kg_mentions if m["kind"] == "name" and m["type"] == PERSON)
    return any(mention["start"] <= time["start"] < mention["end"] for mention in people)


def _opens(lead: str, ruler: Token) -> bool:
    if lead in _words("within") or not lead:
        return ruler.lemma_ in _words("beginning")
    return lead in _words("since") or lead in _words("between")


def _closes(lead: str, ruler: Token, start: str | None) -> bool:
    if lead in _words("within") or not lead:
        return ruler.lemma_ in _words("ending")
    return lead in _words("until") or (lead in _words("between") and start is not None)
