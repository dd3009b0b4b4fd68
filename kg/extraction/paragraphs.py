"""Sentences end where paragraphs and datelines end, whatever the parser thinks of quotes and headlines."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extraction.layers import article_of

WRAPPED = 0.2
"""A text is hard-wrapped when more than this share of its single line breaks come before a small letter."""
DASHES = ("-", "--", "–", "—", "_", ":")
LONGEST_DATELINE = 16
"""A dateline has no more tokens: "MEXICO CITY, Aug 20 (Reuters) -", "PARIS (ANP):"."""


@Language.factory("kg_paragraphs", assigns=["token.is_sent_start"])
def make_paragraphs(nlp: Language, name: str) -> "Paragraphs":
    """The step that goes before the parser and starts a sentence after each paragraph break."""
    return Paragraphs()


class Paragraphs:
    """Doc in, the same Doc out with ``is_sent_start`` set around paragraph breaks; stateless."""

    def __call__(self, doc: Doc) -> Doc:
        starts = paragraph_starts(doc)
        for start in starts[1:]:
            doc[start].is_sent_start = True
            for gap in _white_before(doc, start):
                gap.is_sent_start = False
        for start in starts:
            if (end := _dateline_end(doc, start)) is not None:
                doc[end].is_sent_start = True
        return doc


def paragraph_starts(doc: Doc) -> list[int]:
    """The index of each paragraph's first token, in order; 0 is always the first."""
    gaps = [token for token in doc if token.is_space and "\n" in token.text and token.i + 1 < len(doc)]
    single = [gap for gap in gaps if gap.text.count("\n") == 1]
    wrapped = sum(doc[gap.i + 1].is_lower for gap in single) > WRAPPED * len(single)
    starts = (gap.i + 1 for gap in gaps if gap.text.count("\n") > 1 or not wrapped)
    return list(dict.fromkeys([0, *(start for start in starts if not doc[start].is_space)]))


def paragraphs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Each paragraph's tokens as a half-open range without the white space at its end."""
    starts = paragraph_starts(doc)
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=True):
        while end > start and doc[end - 1].is_space:
            end -= 1
        if end > start:
            yield start, end


def _dateline_end(doc: Doc, start: int) -> int | None:
    """The first token after the dateline of the paragraph at ``start``: capitals, or known as one, and a dash."""
    place = article_of(doc).dateline
    if not doc[start : start + 1].text.isupper() and not (place and doc[start:].text.startswith(place)):
        return None
    for token in doc[start + 1 : min(start + LONGEST_DATELINE, len(doc) - 1)]:
        closed = doc[token.i - 1].text.endswith(")")
        if token.text == "):" or (token.text in DASHES and (place or closed)):
            return token.i + 1
    return None


def _white_before(doc: Doc, start: int) -> Iterable[Token]:
    end = start
    while start > 1 and doc[start - 1].is_space:
        start -= 1
    return doc[start:end]
