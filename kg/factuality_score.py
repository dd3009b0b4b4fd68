"""How often claims say of an event what people say of it: whether it happened (UW, MEANTIME).

A row of the gold is a sentence: its ``tokens``, and ``events``, each the index ``i`` of its word and a ``value``
from -3 (it certainly did not happen) over 0 to 3 (it certainly did), the mean of what several people said.

Each sentence is read as an article of its own, its tokens joined by spaces. A claim covers the events whose word
its cue touches, or its evidence where a record tells no cue: what the evidence has beside the cue is who and what,
and often an event of its own. Where several claims cover an event the surest speaks, of equal ones the first.

``covered``: of all events, those that a claim covers.

``sign``: of the events that are covered and whose value is not 0, those whose sign is right: above 0 where the
claim is not negated, below 0 where it is. ``happened`` and ``did not`` are its two parts, by the sign of the gold.
Most events of news did happen, so that ``did not`` tells more than the whole.

``real``: of the events that are covered, but for those of claims that are intended, those that are rightly real or
not. Real is a value of 1 or more, and a claim that is asserted and not negated. What is announced flatly ("will
meet") is intended in kg, and almost a fact to these people: it says nothing here. ``unreal`` is the part below 1.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from kg.model import Claim, Record, Span
from kg.scoring import Extract, Share, claims_on, read_rows, records_of, to_share

REAL = 1.0
"""The least value of an event that people take for one that happened."""


class EventRow(TypedDict):
    """An event as the gold has it."""

    i: int
    value: float


class SentenceRow(TypedDict):
    """A sentence as the gold has it."""

    tokens: list[str]
    events: list[EventRow]


@dataclass(frozen=True, slots=True)
class Event:
    """A word of a text that tells an event, and how far people take it to have happened, from -3 to 3."""

    text: str
    word: Span
    value: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """An event and the claim that speaks of it."""

    event: Event
    claim: Claim

    @property
    def has_sign(self) -> bool:
        """Whether the claim is negated if, and only if, the event did not happen."""
        return self.claim.negated == (self.event.value < 0)

    @property
    def has_reality(self) -> bool:
        """Whether the claim is real if, and only if, the event is."""
        real = not self.claim.negated and self.claim.modality == "asserted"
        return real == (self.event.value >= REAL)


def score_factuality(gold: Path, extract: Extract) -> dict[str, Share]:
    """Of each measure the events, how many of them are right, and their share.

    Raises ReadError, with file and line, for a row that is none.
    """
    events = list(read_rows(gold, to_events))
    verdicts = list(find_verdicts(events, records_of((event.text for event in events), extract)))
    signed = [verdict for verdict in verdicts if verdict.event.value]
    told = [verdict for verdict in verdicts if verdict.claim.modality != "intended"]
    return {
        "covered": to_share([True] * len(verdicts) + [False] * (len(events) - len(verdicts))),
        "sign": to_share([verdict.has_sign for verdict in signed]),
        "happened": to_share([verdict.has_sign for verdict in signed if verdict.event.value > 0]),
        "did not": to_share([verdict.has_sign for verdict in signed if verdict.event.value < 0]),
        "real": to_share([verdict.has_reality for verdict in told]),
        "unreal": to_share([verdict.has_reality for verdict in told if verdict.event.value < REAL]),
    }


def to_events(row: SentenceRow) -> Iterator[Event]:
    """The events of a row, in the text that its tokens make."""
    tokens = row["tokens"]
    for event in row["events"]:
        start = sum(len(token) + 1 for token in tokens[: event["i"]])
        yield Event(" ".join(tokens), Span(start, start + len(tokens[event["i"]])), event["value"])


def find_verdicts(events: Iterable[Event], records: Mapping[str, Record]) -> Iterator[Verdict]:
    """Each event that a claim covers, with the surest claim that does; ``records`` are by their texts."""
    for event in events:
        if claims := claims_on(records[event.text], event.word):
            yield Verdict(event, max(claims, key=lambda claim: claim.confidence))
