"""How often what a source said is kept as what that source said (CaRB's sentences with 'X said').

A row of the gold is a sentence, its ``text``, and the ``facts`` in it: each a relation in the sentence's words
(``rel``), its arguments (``args``), and its ``context``, the words that attribute it ("the company said"), or
none. Each text is read as an article of its own.

Counted are the facts with a context whose relation stands in the text as it is: after the first argument where it
does so there, else where it stands first. ``placed`` are those, of all with a context.

A statement tells a fact if it has a source or a speaker and its content holds the first and the last character of
the relation. It keeps the fact if half of the context's words or more, those of the statement's cue aside, stand
in its source or its speaker's name.

``told``: facts that a statement tells, of the right source or not.
``kept``: facts that a statement keeps.
``claims``: of the facts whose relation a claim's cue touches (its evidence, where a record tells no cue), those
that are kept by the statement of such a claim or by one that it was made through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from kg.model import Claim, Record, Span, Statement
from kg.scoring import Extract, Share, claims_on, read_rows, records_of, to_share, touches

_WORD = re.compile(r"\w+")


class FactRow(TypedDict):
    """A fact as the gold has it."""

    rel: str
    args: list[str]
    context: str | None


class SentenceRow(TypedDict):
    """A sentence as the gold has it."""

    text: str
    facts: list[FactRow]


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation where it stands in a text, if it does, and the words that say whose it is."""

    text: str
    relation: Span | None
    context: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact whose relation stands in the record's article."""

    relation: Span
    context: str
    record: Record

    def is_told_by(self, statement: Statement) -> bool:
        """Whether ``statement`` says the fact, and somebody is named who does."""
        first, last = (Span(at, at + 1) for at in (self.relation.start, self.relation.end - 1))
        told = touches(statement.content, first) and touches(statement.content, last)
        return told and bool(statement.source or statement.speaker)

    def is_kept_by(self, statement: Statement) -> bool:
        """Whether ``statement`` says the fact and its source is the one that the context names."""
        names = {entity.id: entity.name for entity in self.record.entities}
        wanted = _words(self.context) - self._words_at(statement.cue)
        source = self._words_at(statement.source) | _words(names.get(statement.speaker or "", ""))
        return self.is_told_by(statement) and 2 * len(wanted & source) >= len(wanted) > 0

    def claims(self) -> list[Claim]:
        """The claims on the relation."""
        return claims_on(self.record, self.relation)

    def statements_of(self, claim: Claim) -> Iterator[Statement]:
        """The claim's statement, and those that it was made through, from the inside out."""
        by_id = {statement.id: statement for statement in self.record.statements}
        at = claim.statement
        while at:
            yield by_id[at]
            at = by_id[at].through

    def _words_at(self, spans: tuple[Span, ...]) -> set[str]:
        return _words(" ".join(self.record.article.text[start:end] for start, end in spans))


def score_attributed(gold: Path, extract: Extract) -> dict[str, Share]:
    """Of each measure the facts, how many of them are right, and their share.

    Raises ReadError, with file and line, for a row that is none.
    """
    facts = list(read_rows(gold, to_facts))
    records = records_of((fact.text for fact in facts), extract)
    readings = [Reading(fact.relation, fact.context, records[fact.text]) for fact in facts if fact.relation]
    return {
        "placed": to_share([fact.relation is not None for fact in facts]),
        "told": to_share([any(map(one.is_told_by, one.record.statements)) for one in readings]),
        "kept": to_share([any(map(one.is_kept_by, one.record.statements)) for one in readings]),
        "claims": to_share([_claims_keep(one) for one in readings if one.claims()]),
    }


def to_facts(row: SentenceRow) -> Iterator[Fact]:
    """The facts of a row that have a context."""
    for fact in row["facts"]:
        if fact["context"]:
            yield Fact(row["text"], _place(row["text"], fact["rel"], fact["args"][0]), fact["context"])


def _place(text: str, relation: str, first: str) -> Span | None:
    """Where the words of a relation stand: after those of its first argument, else anywhere."""
    words = re.compile(rf"(?<!\w){re.escape(relation.strip())}(?!\w)")
    before, argument, _ = text.partition(first.strip())
    found = (argument and words.search(text, len(before + argument))) or words.search(text)
    return Span(*found.span()) if found else None


def _claims_keep(reading: Reading) -> bool:
    return any(reading.is_kept_by(one) for claim in reading.claims() for one in reading.statements_of(claim))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
