"""Who holds which position and does what: ``doc._.kg_claims`` out of titles, frames and the trained reader.

Where they find the same, it is one claim, made by both; where they differ, each claim stands with the confidence
that such claims have earned.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.confidence import load_confidence
from kg.extraction.framed_claims import FRAMES, framed_claims
from kg.extraction.layers import ClaimLayer, extend, words_at
from kg.extraction.read_claims import READER, read_claims
from kg.extraction.roles import find_roles


@Language.factory(
    "kg_claims",
    assigns=["doc._.kg_claims"],
    requires=[
        "doc._.kg_found_claims",
        "doc._.kg_matches",
        "doc._.kg_mentions",
        "doc._.kg_references",
        "token.dep",
        "token.lemma",
        "token.tag",
    ],
)
def make_claims(nlp: Language, name: str) -> "Claims":
    """The step that goes last."""
    return Claims()


class Claims:
    """Doc in, the same Doc out with ``doc._.kg_claims``: a list of ClaimLayer in text order."""

    def __init__(self) -> None:
        extend("kg_claims")
        self.confidence = load_confidence()

    def __call__(self, doc: Doc) -> Doc:
        titles = _by_sentence(doc, find_roles(doc))
        frames = _by_sentence(doc, framed_claims(doc))
        read = _by_sentence(doc, read_claims(doc))
        found = [
            claim
            for sentence in sorted({*titles, *frames, *read})
            for claim in self._joined(titles[sentence], frames[sentence], read[sentence])
        ]
        doc._.kg_claims = sorted(
            found, key=lambda claim: (claim["cue"], claim["object"] or [], claim["subject"] or [])
        )
        return doc

    def _joined(
        self, titles: list[ClaimLayer], frames: list[ClaimLayer], read: list[ClaimLayer]
    ) -> Iterator[ClaimLayer]:
        """The claims of one sentence, each once, with their confidence."""
        ruled = [*titles, *(claim for claim in frames if not any(_repeats(claim, title) for title in titles))]
        for claim in ruled:
            step = claim["extractor"]
            heard = max(
                (one for one in read if _same(claim, one)), key=lambda one: one["confidence"], default=None
            )
            score = heard["confidence"] if heard else 0.0
            if heard and score >= self.confidence.keep:
                put = heard if step == FRAMES else claim
                claim = {**claim, "modality": put["modality"]}
                claim["extractor"] = f"{step}+{READER}"
            yield {**claim, "confidence": self.confidence.of(step, score)}
        for claim in read:
            score = claim["confidence"]
            told = any(_same(claim, other) for other in ruled) or any(_repeats(claim, title) for title in titles)
            if score >= self.confidence.least(claim["predicate"]) and not told:
                yield {**claim, "confidence": self.confidence.of(READER, score)}


def _by_sentence(doc: Doc, claims: Iterable[ClaimLayer]) -> defaultdict[int, list[ClaimLayer]]:
    """``claims`` by the first token of the sentence that their cue begins in."""
    found: defaultdict[int, list[ClaimLayer]] = defaultdict(list)
    for claim in claims:
        found[words_at(doc, *claim["cue"][0])[0].sent.start].append(claim)
    return found


def _repeats(claim: ClaimLayer, title: ClaimLayer) -> bool:
    """Whether a claim only says what a title says already: all know "member of"."""
    ((start, end),) = title["cue"]
    inside = [start <= word[0] and word[1] <= end for word in claim["cue"]]
    return all(inside) or (any(inside) and claim["predicate"] == title["predicate"])


def _same(claim: ClaimLayer, other: ClaimLayer) -> bool:
    """Whether two claims have the same predicate between words that overlap."""
    pairs = ((claim["subject"], other["subject"]), (claim["object"], other["object"]))
    return claim["predicate"] == other["predicate"] and all(
        one is None or two is None or (one[0] < two[1] and two[0] < one[1]) for one, two in pairs
    )
