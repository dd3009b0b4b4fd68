"""Where a text's quotations are, paragraph by paragraph."""

from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.extraction.paragraphs import paragraphs

CLOSING = {
    "“": frozenset({"”", '"'}),
    "„": frozenset({"“", "”"}),
    "«": frozenset({"»"}),
    "‘": frozenset({"’"}),
    '"': frozenset({'"', "”"}),
    "''": frozenset({"''"}),
    "`": frozenset({"''"}),
}
"""Which marks close a quotation that the key opens; the tokenizer parts the two signs of "``"."""
APOSTROPHES = frozenset({"‘", "’"})
"""A quotation in these is one only if it is closed and more than two words: the mark has other uses."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation as half-open tokens, marks included.

    ``alone``: its paragraph has nothing but quotations; ``follows``: it goes on from the one before, which
    was left open; ``asks``: it ends in a question mark.
    """

    start: int
    end: int
    paragraph: int
    alone: bool = False
    follows: bool = False
    asks: bool = False


def find_quotes(doc: Doc) -> list[Quote]:
    """The outermost quotations of ``doc`` in text order.

    A quotation that its paragraph leaves open ends there; if the next paragraph opens with a mark, the
    quotation there follows it.
    """
    quotes: list[Quote] = []
    left_open = False
    for number, (first, end) in enumerate(paragraphs(doc)):
        found, still_open = _in_paragraph(doc, first, end, number)
        if left_open and found and found[0].start == first:
            found[0] = replace(found[0], follows=True)
        if found and _is_covered(doc, first, end, found):
            found = [replace(quote, alone=True) for quote in found]
        quotes += found
        left_open = still_open
    return quotes


def _in_paragraph(doc: Doc, first: int, end: int, number: int) -> tuple[list[Quote], bool]:
    quotes = []
    start = first
    while start < end:
        if not (closing := CLOSING.get(doc[start].text)):
            start += 1
            continue
        stop = next((i for i in range(start + 1, end) if _closes(doc, i, closing)), None)
        if doc[start].text in APOSTROPHES and (stop is None or stop - start < 4):
            start += 1
            continue
        last = end if stop is None else stop + 1
        if last - start > (1 if stop is None else 2):
            asks = any(token.text == "?" for token in doc[last - 2 : last])
            quotes.append(Quote(start, last, number, asks=asks))
        if stop is None:
            return quotes, True
        start = last
    return quotes, False


def _is_covered(doc: Doc, first: int, end: int, quotes: list[Quote]) -> bool:
    """Whether a paragraph has no word outside ``quotes``."""
    inside = {index for quote in quotes for index in range(quote.start, quote.end)}
    return all(index in inside or doc[index].is_space or doc[index].is_punct for index in range(first, end))


def _closes(doc: Doc, index: int, closing: frozenset[str]) -> bool:
    token = doc[index]
    return token.text in closing and not (token.text in APOSTROPHES and token.tag_ == "POS")
