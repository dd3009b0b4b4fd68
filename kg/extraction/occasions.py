"""On what occasion, to whom, and whether at all something was said."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.cues import Lexicon
from kg.extraction.modality import polarity_and_modality
from kg.extraction.reports import Report
from kg.lexicon import load_table
from kg.model import Modality

FACT: tuple[bool, Modality] = (False, "asserted")


@cache
def _occasions() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The rows by their first word, those of more words first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, occasion in load_table("occasions", 2):
        first, *rest = words.split()
        found.setdefault(first, []).append(((first, *rest), occasion))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in found.items()}


def occasion_of(doc: Doc, report: Report) -> str | None:
    """The occasion whose words stand nearest to the cue in its sentence, outside what was said."""
    sentence = doc[report.key].sent
    found = [
        (abs(index - report.key), index, occasion)
        for index in range(sentence.start, sentence.end)
        if index not in report.content
        for words, occasion in _occasions().get(doc[index].lemma_.lower(), [])
        if tuple(token.lemma_.lower() for token in doc[index : index + len(words)]) == words
    ]
    return min(found)[2] if found else None


def addressee_of(doc: Doc, report: Report, lexicon: Lexicon) -> tuple[int, int] | None:
    """The characters of whom the cue's verb tells, asks or speaks to, outside what was said."""
    for head in _addressees(doc[report.key], lexicon):
        words = [token for token in head.subtree if token.i not in report.content]
        if words and head.i not in report.content | report.source:
            return words[0].idx, words[-1].idx + len(words[-1])
    return None


def _addressees(verb: Token, lexicon: Lexicon) -> Iterator[Token]:
    cue = lexicon.verbs.get(verb.lemma_.lower())
    takes_one = cue is not None and "addressee" in cue.slots
    for child in verb.children:
        if takes_one and child.dep_ in ("dative", "dobj", "nsubjpass") and child.pos_ != "ADP":
            yield child
        elif child.dep_ in ("prep", "dative") and child.lower_ == "to":
            yield from (inner for inner in child.children if inner.dep_ == "pobj")


def reality_of(doc: Doc, report: Report) -> tuple[bool, Modality]:
    """Whether it was said at all: "did not say" is negated, "might say" possible.

    A question mark that belongs to what was said questions nothing.
    """
    token = doc[report.key]
    if token.pos_ not in ("VERB", "AUX", "NOUN"):
        return FACT
    negated, modality = polarity_and_modality(token)
    asked = any(mark.text == "?" and mark.i in report.content for mark in token.sent)
    return negated, "asserted" if modality == "questioned" and asked else modality
