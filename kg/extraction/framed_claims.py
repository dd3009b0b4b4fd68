"""The claims of the frames in a text: between the phrases that stand in their places."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extraction.antecedents import topic_wording
from kg.extraction.arguments import find_objects, find_subjects
from kg.extraction.frames import Match
from kg.extraction.layers import UNMEASURED, ClaimLayer
from kg.extraction.modality import polarity_and_modality
from kg.extraction.phrases import TIMES, meant, phrase
from kg.extraction.roles.tenure import Tenure, verb_tenure
from kg.names import determiners
from kg.ontology import load_ontology

FRAMES = "frames"
EMPTY = ("WP", "WDT", "EX", "DT", "WRB")
"""Tags of words that name nobody and nothing."""


def framed_claims(doc: Doc) -> Iterator[ClaimLayer]:
    """The claims of each frame that was found, in its order."""
    for match in doc._.kg_matches:
        yield from _claims(match)


def _claims(match: Match) -> Iterator[ClaimLayer]:
    """A claim for each subject and object of the frame."""
    subjects = [token for token in find_subjects(match) if token.tag_ not in EMPTY]
    objects = [meant(token) for token in find_objects(match) if not _is_empty(token)]
    negated, modality = polarity_and_modality(match.token)
    cue = [[word.idx, word.idx + len(word)] for word in _in_order(match)]
    is_role = load_ontology().predicates[match.frame.predicate].is_role
    tenure = verb_tenure(match.token) if is_role else Tenure()
    for subject in subjects:
        for target in objects:
            if subject.i == target.i:
                continue
            yield ClaimLayer(
                predicate=match.frame.predicate,
                subject=list(phrase(subject)),
                object=list(phrase(target)),
                object_name=None,
                wording=topic_wording(target),
                cue=cue,
                negated=negated ^ _none(subject) ^ _none(target),
                modality=modality,
                title=None,
                valid_from=tenure.start,
                valid_to=tenure.end,
                standing=tenure.standing,
                confidence=UNMEASURED,
                extractor=FRAMES,
            )


def _is_empty(token: Token) -> bool:
    """Whether an object names nothing of its own: "which", "two", "himself", "on Monday"."""
    reflexive = "Reflex=Yes" in str(token.morph)
    return token.tag_ in EMPTY or token.pos_ == "NUM" or token.ent_type_ in TIMES or reflexive


def _in_order(match: Match) -> list[Token]:
    return sorted((match.token, *match.companions), key=lambda token: token.i)


def _none(head: Token) -> bool:
    """Whether the phrase says "no troops", "nobody"."""
    return any(child.dep_ == "det" and child.lower_ in determiners("negative") for child in head.children)
