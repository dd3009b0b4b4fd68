"""Which topic a noun alone means: "the deal" after "the Iran nuclear deal"."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.phrases import wording
from kg.names import determiners

TELLING = ("compound", "nmod", "poss")
"""What before a noun tells which one is meant."""


def topic_wording(head: Token) -> str:
    """The phrase of ``head`` as a topic's name; of a definite noun alone, that of the same noun told before it."""
    if not _is_bare(head):
        return wording(head)
    return next(map(wording, _told_before(head)), wording(head))


def _is_bare(head: Token) -> bool:
    """Whether nothing tells which one a definite noun means."""
    definite = any(left.dep_ == "det" and left.lower_ in determiners("definite") for left in head.lefts)
    return head.pos_ == "NOUN" and definite and head.n_lefts == 1 and head.n_rights == 0


def _told_before(head: Token) -> Iterator[Token]:
    """The same noun with words that tell which, the nearest first."""
    before = head.doc[: head.i]
    for token in reversed(before):
        if (
            token.lemma_ == head.lemma_
            and token.tag_ == head.tag_
            and any(left.dep_ in TELLING for left in token.lefts)
        ):
            yield token
