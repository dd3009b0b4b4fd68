"""Reports that the layout of a page makes, without any word of saying: transcripts and quoted tweets."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extraction.paragraphs import paragraphs
from kg.extraction.reports import Report, tokens_of

TURN = re.compile(r"(?P<name>(?:[A-Z][A-Z.’'-]*(?: |(?=:))){1,5})(?:,[^:\n]{1,40}|\([^)\n]{1,40}\))?: ?")
QUESTION = re.compile(r"(?P<name>[QA])(?::|\.) ")
SIGNATURE = re.compile(
    r"(?:—|–|--?) ?(?P<name>[^(\n—–]{2,50}) (?P<handle>\(@\w{1,20}\))(?: \w{3,9} \d{1,2}, \d{4})?$"
)
TURNS = 3
"""A text with fewer turns is no transcript."""


def find_layout(doc: Doc, act: str) -> Iterator[Report]:
    """The turns of a transcript, and the tweets that are signed with a handle; all are reports of ``act``."""
    parts = [(start, end, doc[start:end].text) for start, end in paragraphs(doc)]
    yield from _turns(doc, parts, act)
    for number, (start, _, text) in enumerate(parts):
        if not (signed := SIGNATURE.search(text)):
            continue
        content = _between(doc, start, 0, signed.start())
        if not content and number:
            above, last, _ = parts[number - 1]
            content = frozenset(index for index in range(above, last) if not doc[index].is_space)
        cue = _between(doc, start, *signed.span("handle"))
        if content and content.isdisjoint(cue):
            source = _between(doc, start, *signed.span("name")) - cue
            yield Report(key=min(cue), source=source, cue=cue, content=content, act=act, verbatim=True)


def _turns(doc: Doc, parts: list[tuple[int, int, str]], act: str) -> Iterator[Report]:
    turns = [(number, found) for number, part in enumerate(parts) if (found := _turn(part[2]))]
    if len(turns) < TURNS:
        return
    ends = [number for number, _ in turns[1:]] + [turns[-1][0] + 1]
    for (number, found), next_turn in zip(turns, ends, strict=True):
        start = parts[number][0]
        label = _between(doc, start, 0, found.end())
        colon = max(label)
        rest = range(colon + 1, parts[next_turn - 1][1])
        content = frozenset(index for index in rest if not doc[index].is_space)
        if content:
            named = len(found["name"]) > 1
            source = _between(doc, start, *found.span("name")) if named else frozenset()
            yield Report(
                key=colon, source=source - {colon}, cue=frozenset({colon}), content=content, act=act, verbatim=True
            )


def _turn(text: str) -> re.Match[str] | None:
    return QUESTION.match(text) or TURN.match(text)


def _between(doc: Doc, first: int, start: int, end: int) -> frozenset[int]:
    """The tokens at characters ``start`` to ``end`` of the paragraph whose first token is ``first``."""
    at = doc[first].idx
    return tokens_of(doc, [(at + start, at + end)])
