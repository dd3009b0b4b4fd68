"""Who holds which position and does what: ``doc._.kg_claims`` out of frames and titles."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extraction.arguments import find_objects, find_subjects
from kg.extraction.frames import Match, find_matches, load_frames
from kg.extraction.layers import ClaimLayer, extend
from kg.extraction.modality import polarity_and_modality
from kg.extraction.names import determiners
from kg.extraction.phrases import meant, phrase, wording
from kg.extraction.roles import find_roles
from kg.extraction.roles.tenure import Tenure, verb_tenure
from kg.ontology import load_ontology

ROLES = "roles"
"""The group of the predicates that are true over an interval."""
EMPTY = ("WP", "WDT", "EX", "DT", "WRB")
"""Tags of words that name nobody and nothing."""


@Language.factory(
    "kg_claims",
    assigns=["doc._.kg_claims"],
    requires=["doc._.kg_mentions", "doc._.kg_references", "token.dep", "token.lemma", "token.tag"],
)
def make_claims(nlp: Language, name: str) -> "Claims":
    """The step that goes last."""
    return Claims()


class Claims:
    """Doc in, the same Doc out with ``doc._.kg_claims``: a list of ClaimLayer in text order."""

    def __init__(self) -> None:
        extend("kg_claims")
        self.frames = load_frames()

    def __call__(self, doc: Doc) -> Doc:
        roles = list(find_roles(doc))
        acts = [claim for match in find_matches(doc, self.frames) for claim in _claims(match)]
        found = [*roles, *(claim for claim in acts if not any(_repeats(claim, role) for role in roles))]
        doc._.kg_claims = sorted(
            found, key=lambda claim: (claim["cue"], claim["object"] or [], claim["subject"] or [])
        )
        return doc


def _claims(match: Match) -> Iterator[ClaimLayer]:
    """A claim for each subject and object of the frame."""
    subjects = [token for token in find_subjects(match) if token.tag_ not in EMPTY]
    objects = [meant(token) for token in find_objects(match) if not _is_empty(token)]
    negated, modality = polarity_and_modality(match.token)
    cue = [[word.idx, word.idx + len(word)] for word in _in_order(match)]
    is_role = load_ontology().predicates[match.frame.predicate].group == ROLES
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
                wording=wording(target),
                cue=cue,
                negated=negated ^ _none(subject) ^ _none(target),
                modality=modality,
                title=None,
                valid_from=tenure.start,
                valid_to=tenure.end,
                standing=tenure.standing,
            )


def _repeats(claim: ClaimLayer, role: ClaimLayer) -> bool:
    """Whether a frame only says what a title says already: both know "member of"."""
    ((start, end),) = role["cue"]
    inside = [start <= word[0] and word[1] <= end for word in claim["cue"]]
    return all(inside) or (any(inside) and claim["predicate"] == role["predicate"])


def _is_empty(token: Token) -> bool:
    """Whether an object names nothing of its own: "which", "two", "himself", "on Monday"."""
    reflexive = "Reflex=Yes" in str(token.morph)
    return token.tag_ in EMPTY or token.pos_ == "NUM" or token.ent_type_ in ("DATE", "TIME") or reflexive


def _in_order(match: Match) -> list[Token]:
    return sorted((match.token, *match.companions), key=lambda token: token.i)


def _none(head: Token) -> bool:
    """Whether the phrase says "no troops", "nobody"."""
    return any(child.dep_ == "det" and child.lower_ in determiners("negative") for child in head.children)
