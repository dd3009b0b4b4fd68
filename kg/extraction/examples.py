"""Whether the words of the ontology express it: every predicate has cues, and its example is extracted."""

from collections.abc import Iterator

from kg.extraction.frames import load_frames
from kg.extraction.pipeline import extract_article
from kg.lexicon import load_table
from kg.model import Article, Failure
from kg.ontology import Ontology


def find_faults(ontology: Ontology) -> Iterator[str]:
    """A line for each predicate without words, word of an unknown predicate, and example that is not read."""
    worded = {frame.predicate for frames in load_frames().values() for frame in frames}
    worded |= {predicate for _, predicate, _ in load_table("titles", 3)}
    for name in sorted(worded - set(ontology.predicates)):
        yield f"{name}: has words in frames.tsv or titles.tsv but is no predicate of predicates.ttl"
    for predicate in ontology.predicates.values():
        if predicate.name not in worded:
            yield f"{predicate.name}: no word expresses it; add a row to frames.tsv or titles.tsv"
        found = extract_article(Article(text=predicate.example))
        if isinstance(found, Failure):
            yield f"{predicate.name}: its example fails: {found}"
        elif predicate.name not in {claim.predicate for claim in found.claims}:
            read = sorted({claim.predicate for claim in found.claims})
            yield f"{predicate.name}: not read from its example {predicate.example!r}, which gives {read}"
