"""Who said what: ``doc._.kg_attributions`` by the trained reader, the page's layout and its quotations."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.continued import with_continued
from kg.extraction.cues import load_cues
from kg.extraction.layers import AttributionLayer, extend
from kg.extraction.layout import find_layout
from kg.extraction.occasions import addressee_of, occasion_of, reality_of
from kg.extraction.quotes import find_quotes
from kg.extraction.reporting import find_reports
from kg.extraction.reports import Report, to_report
from kg.model import Form

DIRECT = 0.8
"""From this share of quoted tokens on, a content is direct; with fewer, but some, it is mixed."""
NESTED = 0.45
"""The share of nested reports that are right: 30 of 67 on seven articles coded by hand."""


@Language.factory(
    "kg_attribution",
    assigns=["doc._.kg_attributions"],
    requires=[
        "doc._.kg_found",
        "doc._.kg_mentions",
        "token.dep",
        "token.head",
        "token.lemma",
        "token.pos",
        "token.tag",
    ],
)
def make_attribution(nlp: Language, name: str) -> "Attributions":
    """The step that goes after the readers."""
    return Attributions()


class Attributions:
    """Doc in, the same Doc out with ``doc._.kg_attributions``: a list of AttributionLayer in text order."""

    def __init__(self) -> None:
        extend("kg_attributions")
        self.lexicon = load_cues()

    def __call__(self, doc: Doc) -> Doc:
        quotes = find_quotes(doc)
        turns = list(find_layout(doc, self.lexicon.default["*"].act))
        found = [to_report(doc, one, self.lexicon) for one in doc._.kg_found]
        outer = with_continued(quotes, [report for report in found if report.content])
        reports = [*turns, *(report for report in outer if not _same(report, turns))]
        reports += self._nested(doc, reports)
        doc._.kg_attributions = self._layers(doc, reports, {i for q in quotes for i in range(q.start, q.end)})
        return doc

    def _nested(self, doc: Doc, outer: list[Report]) -> Iterator[Report]:
        """Reports inside the content of others, which the reader was not taught to find."""
        taken = {index for report in outer for index in report.cue}
        told = {index for report in outer for index in report.content}
        sentences = (
            sentence for sentence in doc.sents if not told.isdisjoint(range(sentence.start, sentence.end))
        )
        for report in find_reports(sentences, self.lexicon):
            if report.key in taken:
                continue
            if any(report.cue <= other.content and report.content < other.content for other in outer):
                yield replace(report, confidence=NESTED)

    def _layers(self, doc: Doc, reports: Iterable[Report], quoted: set[int]) -> list[AttributionLayer]:
        """``reports`` in text order, each with the index of the smallest one whose content holds it."""
        ordered = sorted(reports, key=lambda one: (min(one.content | one.cue), -len(one.content), one.key))
        through = _holders(ordered)
        layers = []
        for index, report in enumerate(ordered):
            negated, modality = reality_of(doc, report)
            addressee = addressee_of(doc, report, self.lexicon)
            layers.append(
                AttributionLayer(
                    source=_spans(doc, report.source),
                    cue=_spans(doc, report.cue),
                    content=_spans(doc, report.content),
                    act=report.act,
                    form=_form(report, quoted),
                    through=through.get(index),
                    negated=negated,
                    modality=modality,
                    occasion=occasion_of(doc, report),
                    addressee=list(addressee) if addressee else None,
                    confidence=report.confidence,
                    extractor=report.extractor,
                )
            )
        return layers


def _same(report: Report, turns: Iterable[Report]) -> bool:
    """Whether the reader found what the layout tells already."""
    return any(2 * len(report.content & turn.content) > len(report.content | turn.content) for turn in turns)


def _holders(reports: list[Report]) -> dict[int, int]:
    """For each report inside the content of others, the index of the one with the least content."""
    places = sorted((report.key, index) for index, report in enumerate(reports))
    holders: dict[int, int] = {}
    for outer in sorted(range(len(reports)), key=lambda index: len(reports[index].content)):
        content = reports[outer].content
        first = bisect_left(places, (min(content), 0))
        last = bisect_left(places, (max(content) + 1, 0))
        for _, index in places[first:last]:
            inner = reports[index]
            if index not in holders and inner.content < content and inner.cue <= content:
                holders[index] = outer
    return holders


def _form(report: Report, quoted: set[int]) -> Form:
    share = len(report.content & quoted) / len(report.content)
    return "direct" if report.verbatim or share >= DIRECT else "mixed" if share else "indirect"


def _spans(doc: Doc, indexes: Iterable[int]) -> list[list[int]]:
    """Runs of ``indexes`` as character spans; white space joins two runs but is at no end."""
    spans: list[list[int]] = []
    last = -2
    for index in sorted(indexes):
        token = doc[index]
        if token.is_space:
            continue
        end = token.idx + len(token)
        if spans and all(doc[between].is_space for between in range(last + 1, index)):
            spans[-1][1] = end
        else:
            spans.append([token.idx, end])
        last = index
    return spans
