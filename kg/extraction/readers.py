"""The trained readers over a text: what attributions and claims they find, and their vectors of the mentions."""

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.frames import Match, find_matches, load_frames
from kg.extraction.hints import Parse
from kg.extraction.layers import extend, text_of
from kg.extraction.reader.claims import FoundClaim
from kg.extraction.reader.decode import Found
from kg.extraction.reader.model import WIDTH
from kg.extraction.reader.onnx import load_claim_reader, load_reader


@Language.factory(
    "kg_readers",
    assigns=["doc._.kg_found", "doc._.kg_found_claims", "doc._.kg_matches", "doc._.kg_vectors"],
    requires=["doc._.kg_mentions", "token.dep", "token.lemma", "token.pos"],
)
def make_readers(nlp: Language, name: str) -> "Readers":
    """The step that goes after the mentions."""
    return Readers()


class Readers:
    """Doc in, the same Doc out with what the readers find in it.

    ``doc._.kg_found`` is a list of Found, ``doc._.kg_found_claims`` one of FoundClaim, in text order;
    ``doc._.kg_matches`` are the frames in it. ``doc._.kg_vectors`` has a row for each mention: the vector of its
    head, zeros where the reader saw no word.
    """

    def __init__(self) -> None:
        for name in ("kg_found", "kg_found_claims", "kg_matches", "kg_vectors"):
            extend(name)
        self.claims = load_claim_reader

    def __call__(self, doc: Doc) -> Doc:
        heads = np.array([doc[mention["head"]].idx for mention in doc._.kg_mentions], dtype=np.int64)
        vectors = np.zeros((len(heads), WIDTH), dtype=np.float32)
        matches: list[Match] = list(find_matches(doc, load_frames()))
        found: list[Found] = []
        claims: list[FoundClaim] = []
        claim_reader, lexicon = self.claims()
        text = text_of(doc)
        parse = Parse(doc, matches)
        for passage in load_reader("attribution").read(text):
            found += passage.found
            hints = [lexicon.hints(parse.words(paragraph)) for paragraph in passage.paragraphs]
            claims += claim_reader.read(text, passage, hints)
            inside = np.flatnonzero((heads >= passage.starts[0]) & (heads < passage.end))
            words = np.searchsorted(passage.starts, heads[inside], side="right") - 1
            vectors[inside] = passage.vectors[words]
        doc._.kg_found, doc._.kg_found_claims = found, claims
        doc._.kg_matches, doc._.kg_vectors = matches, vectors
        return doc
