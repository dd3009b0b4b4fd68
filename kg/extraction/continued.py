"""Quotations over several paragraphs: one that its paragraph leaves open goes on in the next."""

from dataclasses import replace

from kg.extraction.quotes import Quote
from kg.extraction.reports import Report


def with_continued(quotes: list[Quote], reports: list[Report]) -> list[Report]:
    """``reports``, each with the quotations that go on with one of its own and that no other report carries."""
    found = dict(enumerate(reports))
    holder = {token: index for index, report in found.items() for token in report.content}
    before: int | None = None
    for quote in quotes:
        room = range(quote.start, quote.end)
        carrier = next((holder[token] for token in room if token in holder), None)
        if carrier is None and quote.follows and before is not None:
            carrier = before
            found[carrier] = replace(found[carrier], content=found[carrier].content.union(room))
        before = carrier
    return list(found.values())
