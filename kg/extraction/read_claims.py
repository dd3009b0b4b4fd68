"""The claims that the trained reader found, with their polarity and modality.

A claim without words for its subject is the speaker's own stance ("It was a bad deal"); a passive that names no
agent is nobody's, and is left out.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kg.extraction.antecedents import topic_wording
from kg.extraction.arguments import is_passive
from kg.extraction.frames import load_frames
from kg.extraction.layers import ClaimLayer, words_at
from kg.extraction.modality import polarity_and_modality
from kg.extraction.phrases import SUBJECTS, is_hyphened, is_loose, nominal, phrase, restricted
from kg.extraction.reader.claims import MODALITIES, FoundClaim
from kg.lexicon import load_words
from kg.model import Modality
from kg.names import determiners
from kg.ontology import load_ontology

READER = "reader"
AFFECTED = ("obj", "only")
"""The places of frames where a passive's subject stands."""
SURE = 0.6
"""From this probability on the reader's word counts on a claim's modality."""
ASSERTED: Modality = "asserted"
LONGEST = 16
"""Words of an object above which a topic is named by the phrase of its head alone."""
OFFICE = ("Office",)
"""The range of what titles tell better: an office by its full name."""


def read_claims(doc: Doc) -> Iterator[ClaimLayer]:
    """A claim for each that the reader found, in its order."""
    predicates = load_ontology().predicates
    for found in doc._.kg_found_claims:
        cue = words_at(doc, *found.cue).root
        nobody = is_passive(cue) and (found.subject is None or _is_affected(doc, found, cue))
        role = predicates[found.predicate]
        if role.range != OFFICE and not nobody and not (role.is_role and _is_title_alone(doc, found)):
            yield _layer(doc, found, cue)


def _is_title_alone(doc: Doc, found: FoundClaim) -> bool:
    """Whether the words of a role name no body, only the title: "spokesman"."""
    if found.object is None:
        return False
    inside = found.cue[0] <= found.object[0] and found.object[1] <= found.cue[1]
    noun = words_at(doc, *found.object).root
    return inside and noun.pos_ == "NOUN" and noun.text not in load_words("parties")


def _is_affected(doc: Doc, found: FoundClaim, cue: Token) -> bool:
    """Whether the subject of a passive is whom a frame says that it is done to: "was convicted of fraud"."""
    head = words_at(doc, *found.subject).root if found.subject else None
    takes = (frame for frame in load_frames().get(cue.lemma_.lower(), ()) if frame.predicate == found.predicate)
    below = head is not None and head.head == cue and head.dep_ == "nsubjpass"
    return below and any(slot in AFFECTED for frame in takes for slot in frame.slots)


def _layer(doc: Doc, found: FoundClaim, cue: Token) -> ClaimLayer:
    subject = _actor(_trimmed(words_at(doc, *found.subject))) if found.subject else None
    target = _trimmed(words_at(doc, *found.object)) if found.object else None
    ends = [words for words in (subject, target) if words]
    negated, modality = _manner(found, cue)
    return ClaimLayer(
        predicate=found.predicate,
        subject=[subject.start_char, subject.end_char] if subject else None,
        object=[target.start_char, target.end_char] if target else None,
        object_name=None,
        wording=_wording(target, words_at(doc, *found.cue)) if target else None,
        cue=[list(found.cue)],
        negated=negated ^ (sum(map(_is_none, ends)) % 2 == 1),
        modality=modality,
        title=None,
        valid_from=None,
        valid_to=None,
        standing="",
        confidence=found.score,
        extractor=READER,
    )


def _manner(found: FoundClaim, cue: Token) -> tuple[bool, Modality]:
    """Polarity by the words around the cue; modality too, and by what the reader hears where they tell none."""
    negated, modality = polarity_and_modality(cue, list(words_at(cue.doc, *found.cue)))
    likeliest = max(range(len(MODALITIES)), key=lambda index: found.modalities[index])
    is_role = load_ontology().predicates[found.predicate].is_role
    if modality == ASSERTED and not is_role and found.modalities[likeliest] >= SURE:
        modality = MODALITIES[likeliest]
    return negated, modality


def _trimmed(words: Span) -> Span:
    """``words`` without what only leads to others or from them at their ends, and with all of a hyphened word."""
    start, end = words.start, words.end
    while start < end - 1 and _is_before(words.doc[start]):
        start += 1
    while start < end - 1 and is_loose(words.doc[end - 1]):
        end -= 1
    while is_hyphened(words.doc, end):
        end += 2
    return words.doc[start:end]


def _is_before(first: Token) -> bool:
    """Whether a phrase goes on without this word: a mark, a possessive sign, "of"."""
    loose = first.dep_ == "prep" and first.lower_ in load_words("small_words")
    return first.is_punct or first.tag_ == "POS" or loose


def _actor(words: Span) -> Span:
    """Of words that hold a verb those that act: its subject, or the pronoun in the end ("Brandt said that he")."""
    root, last = words.root, words[-1]
    if root.pos_ not in ("VERB", "AUX"):
        return words
    if last.pos_ == "PRON":
        return words[-1:]
    subject = next((child for child in root.lefts if child.dep_ in SUBJECTS and child.i >= words.start), None)
    return words.doc[subject.left_edge.i : subject.i + 1] if subject else words


def _wording(words: Span, cue: Span) -> str:
    """How an object reads as a topic: as the phrase of its head does where it is that, or too long for a name."""
    named = words[1:] if words[0].dep_ == "det" and words[0].head == words.root else words
    whole = phrase(words.root) == (named.start_char, named.end_char)
    if whole or len(words) > LONGEST:
        return topic_wording(words.root)
    return nominal(restricted(words), cue=list(cue))


def _is_none(words: Span) -> bool:
    """Whether the words say "no troops"."""
    return len(words) > 0 and words[0].lower_ in determiners("negative")
