"""Which PLOVER root a claim has: that of its predicate, as its words, polarity and modality turn it.

PLOVER (Open Event Data Alliance 2018) codes cooperation yet to come as AGREE, a refusal as REJECT, and harm yet to
come as THREATEN.
"""

from functools import cache

from kg.lexicon import load_table
from kg.model import Modality
from kg.ontology import Predicate


@cache
def _turns() -> dict[tuple[str, str], str]:
    return {(of, by): root for of, by, root in load_table("plover", 3)}


def plover_root(predicate: Predicate, cue: str, *, negated: bool, modality: Modality) -> str | None:
    """The root, for a cue by its lemma; None where the predicate is no act of PLOVER's."""
    root = _turns().get((predicate.name, cue), predicate.plover)
    manner = "negated" if negated else modality
    return _turns().get((root or "", manner), root)
