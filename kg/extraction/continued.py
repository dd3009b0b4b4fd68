"""Quotations over several paragraphs, and those that go on without a word of who speaks."""

from dataclasses import replace

from kg.extraction.quotes import Quote
from kg.extraction.reports import Report


def with_continued(quotes: list[Quote], reports: list[Report]) -> list[Report]:
    """``reports``, each with the quotations that go on with its own and that no other report carries.

    A quotation goes on with the one before if that was left open, or if it fills the next paragraph alone and is
    no answer.
    """
    found = dict(enumerate(reports))
    holders: dict[int, list[int]] = {}
    for index, report in found.items():
        for token in report.content:
            holders.setdefault(token, []).append(index)
    before: Quote | None = None
    speaker: int | None = None
    for quote in quotes:
        room = range(quote.start, quote.end)
        carriers = (index for token in room for index in holders.get(token, ()))
        carrier = next((index for index in carriers if found[index].cue.isdisjoint(room)), None)
        if carrier is None and before and speaker is not None:
            goes_on = quote.alone and quote.paragraph <= before.paragraph + 1 and not before.asks
            if quote.follows or goes_on:
                carrier = speaker
                found[carrier] = replace(found[carrier], content=found[carrier].content.union(room))
        before, speaker = quote, carrier
    return list(found.values())
