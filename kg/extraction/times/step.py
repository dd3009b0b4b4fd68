"""The step that finds time expressions."""

import re
from collections.abc import Iterator
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.layers import TimeLayer, article_of, extend, text_of, words_at
from kg.extraction.times.grammar import pattern, words
from kg.extraction.times.values import Direction, resolve, to_day

PAST = "VBD"
LONGEST_WORD = 20
"""No word that goes before a year has more characters."""
FEW = 5
"""A text that tells the years of fewer days and months is no history."""
YEARS = frozenset({"year", "year_third", "season_year", "season_alone_year", "whole_year"})
"""The groups of the pattern that hold a year: without a day, months are of the year told last."""


@Language.factory("kg_times", assigns=["doc._.kg_times"], requires=["token.dep", "token.tag"])
def make_times(nlp: Language, name: str) -> "Times":
    """The step that goes after the parser, which tells what was from what will be."""
    return Times()


class Times:
    """Doc in, the same Doc out with ``doc._.kg_times``: a list of TimeLayer in text order."""

    def __init__(self) -> None:
        extend("kg_times")

    def __call__(self, doc: Doc) -> Doc:
        doc._.kg_times = list(find_times(doc))
        return doc


def find_times(doc: Doc) -> Iterator[TimeLayer]:
    """The time expressions of ``doc``, resolved against the day of its article.

    In a history, and without a day, a month without a year is of the year told last.
    """
    text = text_of(doc)
    day = to_day(article_of(doc).published)
    matches = list(pattern().finditer(text))
    undated = day is None or _is_history(matches, day)
    told = ""
    for match in matches:
        groups = {key: value for key, value in match.groupdict().items() if value is not None}
        if "whole_year" in groups and not _is_year(doc, *match.span("whole_year")):
            continue
        if "count_unit" in groups and _word_before(text, match.start()) in words("ages"):
            continue
        if undated and told and not YEARS & groups.keys():
            groups["year"] = told
        told = next((groups[key] for key in sorted(YEARS & groups.keys())), told)
        found = resolve(groups, day, _direction(doc, match.start(), match.end()))
        if found:
            yield TimeLayer(start=match.start(), end=match.end(), value=found[1], type=found[0])


def _is_year(doc: Doc, start: int, end: int) -> bool:
    """Whether four digits are a year: after a word that goes before one, in brackets, or in a range of years."""
    text = text_of(doc)
    before = text[max(start - LONGEST_WORD, 0) : start].rstrip()
    word = _word_before(text, start)
    in_range = start > 0 and text[start - 1] in "-–" and text[max(start - 5, 0) : start - 1].isdigit()
    if word not in words("before") and not before.endswith(("(", ",")) and not in_range:
        return False
    following = words_at(doc, end, end + 2)
    return not any(token.tag_ == "NNS" for token in following)  # "in 2010 cases" counts them


def _word_before(text: str, start: int) -> str:
    before = text[max(start - LONGEST_WORD, 0) : start].split()
    return before[-1].lower().strip("(,") if before else ""


def _is_history(matches: list[re.Match[str]], day: date) -> bool:
    """Whether a text tells of other years: of the days and months with a year, not few, most lie well before."""
    years = [int(year) for found in matches if (year := found["year"] or found["year_third"])]
    long_ago = sum(year < day.year - 1 for year in years)
    return len(years) >= FEW and 2 * long_ago > len(years)


def _direction(doc: Doc, start: int, end: int) -> Direction:
    """Whether the verb that governs a span tells of what was or of what will be."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return "unknown"
    for verb in (span.root, *span.root.ancestors):
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
        if any(helper.lower_ in words("future") for helper in helpers):
            return "future"
        if PAST in (verb.tag_, *(helper.tag_ for helper in helpers)):
            return "past"
        if any(helper.tag_ in ("VBZ", "VBP") for helper in helpers) or verb.tag_ in ("VBZ", "VBP"):
            return "unknown"
    return "unknown"
