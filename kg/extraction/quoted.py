"""Quotations and the reports that carry them."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.extraction.cues import Cue, Lexicon
from kg.extraction.quotes import Quote
from kg.extraction.reporting import Report, cue_words, is_passive, source_of, verb_cue

NAMING = frozenset({"PROPN", "PRON", "NOUN", "DET", "ADJ", "NUM"})
FARTHEST = 80
"""How many tokens from a quotation its cue is looked for."""
SHORTEST = 4
"""Quotations of fewer tokens, marks included, are left alone where no report touches them: scare quotes."""


def with_quotes(doc: Doc, quotes: list[Quote], reports: list[Report], lexicon: Lexicon) -> list[Report]:
    """``reports``, whole quotations as their contents, and reports for the quotations that had none."""
    inside = {index: number for number, quote in enumerate(quotes) for index in range(quote.start, quote.end)}
    found: dict[int, Report] = {}
    outside = (report.key for report in reports if report.key not in inside)
    rivals = {index for index in outside if (cue := verb_cue(doc[index], lexicon)) and "quote" in cue.slots}
    for report in reports:
        fitted = _fitted(report, quotes, inside, rivals)
        if fitted:
            found[report.key] = fitted
    carrier: dict[int, int] = {}
    for key in sorted(set(found) - set(inside)):
        carrier.update({inside[i]: key for i in found[key].content if i in inside})
    for number, quote in enumerate(quotes):
        if number in carrier or quote.end - quote.start < SHORTEST:
            continue
        near = _beside(doc, quote, inside, lexicon, found) or _before(number, quotes, carrier, found)
        if near:
            content = near.content.union(range(quote.start, quote.end))
            found[near.key] = replace(near, content=content)
            carrier[number] = near.key
    once = {(report.act, report.content): report for report in reversed(found.values())}
    return sorted(once.values(), key=lambda report: report.key)


def _fitted(report: Report, quotes: list[Quote], inside: dict[int, int], rivals: set[int]) -> Report | None:
    """``report`` with each quotation that its content touches from outside whole, None if nothing is left.

    Where the content holds a rival, another cue that takes quotations, only what is quoted is kept. A report
    inside a quotation stays in it, and goes if its source is outside.
    """
    if (home := inside.get(report.key)) is not None:
        room = set(range(quotes[home].start, quotes[home].end))
        kept = report.content & room
        return replace(report, content=kept) if kept and report.source <= room else None
    content = set(report.content)
    for number in {inside[index] for index in report.content if index in inside}:
        content.update(range(quotes[number].start, quotes[number].end))
    last = max(inside.keys() & content, default=0)
    if last and max(content) < report.key and not rivals.isdisjoint(content):
        content &= inside.keys()
    elif last and any(index > last for index in rivals & content):
        content = {index for index in content if index <= last}
    return replace(report, content=frozenset(content - report.source - report.cue))


def _beside(
    doc: Doc, quote: Quote, inside: dict[int, int], lexicon: Lexicon, found: dict[int, Report]
) -> Report | None:
    """The report of a cue outside quotations in the sentence that ends or begins the quotation.

    A verb that is no cue counts where it stands next to the quotation, but for its subject and a comma.
    """
    other: Report | None = None
    for index in _around(doc, quote):
        token = doc[index]
        if index in inside or token.pos_ != "VERB":
            continue
        cue = verb_cue(token, lexicon)
        if cue and "quote" in cue.slots:
            report = found.get(index) or _bare(token, cue, inside)
            if report.source or index in found:
                return report
        if not other and not cue and (default := lexicon.default.get("*")):
            report = _bare(token, default, inside)
            near = {quote.start - 1, quote.start - 2, quote.end, quote.end + 1} & (report.source | report.cue)
            announces = token.dep_ == "ROOT" and index < _colon(doc, quote)
            other = report if report.source and (near or announces) else None
    return other


def _bare(token: Token, cue: Cue, inside: dict[int, int]) -> Report:
    """A report without content yet: its source is outside quotations, beside the verb if need be."""
    source = source_of(token)
    if not source or not inside.keys().isdisjoint(source):
        source = _words_beside(token, -1, inside) or _words_beside(token, 1, inside)
    if is_passive(token):
        source = frozenset()
    return Report(token.i, source, cue_words(token), frozenset(), cue.act)


def _words_beside(token: Token, step: int, inside: dict[int, int]) -> frozenset[int]:
    """The words of a name next to a verb, up to a mark, another verb or a quotation."""
    doc, found, index = token.doc, set[int](), token.i + step
    while 0 <= index < len(doc) and index not in inside and doc[index].pos_ in NAMING:
        found.add(index)
        index += step
    return frozenset(found) if any(doc[i].pos_ in {"PROPN", "PRON", "NOUN"} for i in found) else frozenset()


def _around(doc: Doc, quote: Quote) -> Iterator[int]:
    after = doc[min(quote.end, len(doc) - 1)].sent.end
    before = doc[quote.start].sent.start
    yield from range(quote.end, min(after, quote.end + FARTHEST))
    yield from range(quote.start - 1, max(before, quote.start - FARTHEST) - 1, -1)
    if colon := _colon(doc, quote):
        yield from range(colon, max(doc[colon].sent.start, colon - FARTHEST) - 1, -1)


def _colon(doc: Doc, quote: Quote) -> int:
    """The colon before the quotation, over a paragraph break if need be; 0 if there is none."""
    index = quote.start - 1
    while index > 0 and doc[index].is_space:
        index -= 1
    return index if index > 0 and doc[index].text == ":" else 0


def _before(number: int, quotes: list[Quote], carrier: dict[int, int], found: dict[int, Report]) -> Report | None:
    """The report that carries the quotation before, if this one goes on with it."""
    if not number or number - 1 not in carrier:
        return None
    quote, before = quotes[number], quotes[number - 1]
    gap = quote.paragraph - before.paragraph
    goes_on = gap == 0 or (gap == 1 and quote.leads) or quote.follows
    return found[carrier[number - 1]] if goes_on else None
