"""The day that a sentence tells for what is said or claimed in it."""

from spacy.tokens import Doc

from kg.extraction.layers import words_at

DAY = 10
"""Characters of an ISO day, "2026-11-29"; other values are longer or shorter spans of time."""


def day_of(doc: Doc, spans: list[list[int]]) -> str | None:
    """The one day that the sentence of the first of ``spans`` names outside any content, as ISO; else None."""
    start, end = _sentence(doc, spans[0][0])
    inside = [span for layer in doc._.kg_attributions for span in layer["content"]]
    days = {
        time["value"]
        for time in doc._.kg_times
        if start <= time["start"] < end
        and time["value"]
        and len(time["value"]) == DAY
        and not any(low <= time["start"] < high for low, high in inside)
    }
    return days.pop() if len(days) == 1 else None


def _sentence(doc: Doc, at: int) -> tuple[int, int]:
    words = words_at(doc, at, at + 1)
    sentence = words[0].sent if len(words) else doc[:]
    return sentence.start_char, sentence.end_char
