"""The entities that a claim joins: who its subject and its object are."""

from collections.abc import Mapping

from kg.extraction.drafts import Draft, Drafts
from kg.extraction.gazetteer import governed_from, load_index
from kg.extraction.layers import ClaimLayer, words_at
from kg.extraction.read_claims import READER
from kg.lexicon import load_words
from kg.model import Statement
from kg.ontology import Predicate, load_ontology
from kg.topics import TOPIC

ACTOR = "Actor"
FIRST = ("speaker", "speakers")
"""What pronouns of the first person stand for."""


def subject_of(
    drafts: Drafts,
    layer: ClaimLayer,
    predicate: Predicate,
    statement: Statement | None,
    principals: Mapping[str, str],
) -> Draft | None:
    """The subject's entity; without words it is the speaker. "We" of a spokesperson is whom they speak for."""
    if layer["subject"] is None:
        return drafts.by_id[statement.speaker] if statement and statement.speaker else None
    start, end = layer["subject"]
    found = _acting(drafts, drafts.at(start, end), predicate.domain) or drafts.proper(start, end, predicate.domain)
    if found is None and TOPIC in predicate.domain:
        return drafts.topic(drafts.text[start:end])
    person = load_words("pronouns").get(drafts.text[start:end].lower())
    if found is None and person in FIRST and statement and statement.speaker:
        found = drafts.by_id[statement.speaker]
        found.mentions.setdefault((start, end), "pronoun")
    if found and person == "speakers":
        return drafts.by_id[principals.get(found.id, found.id)]
    return found or _unnamed(drafts, layer, start, end)


def object_of(drafts: Drafts, layer: ClaimLayer, predicate: Predicate) -> Draft | None:
    """The object's entity: an actor, place or office where the predicate takes one, else a topic."""
    if layer["object_name"]:
        kind = predicate.range[0] if len(predicate.range) == 1 else "Organization"
        draft = drafts.named(layer["object_name"], "Organization" if kind == ACTOR else kind)
    elif layer["object"] is None:
        return None
    else:
        start, end = layer["object"]
        found = _acting(drafts, drafts.at(start, end), predicate.range)
        found = found or drafts.proper(start, end, predicate.range)
        if found and load_ontology().is_a(found.type, predicate.range):
            return found
        if TOPIC not in predicate.range:
            return found or _unnamed(drafts, layer, start, end)
        topic = drafts.topic(_with_owner(drafts, start, layer["wording"] or drafts.text[start:end]))
        if topic is None:
            return None
        draft = topic
    if layer["object"]:
        draft.mentions.setdefault((layer["object"][0], layer["object"][1]), "nominal")
    return draft


def _acting(drafts: Drafts, found: Draft | None, classes: tuple[str, ...]) -> Draft | None:
    """``found``, but the state where it is a seat of government among what no place can be: "talks with Paris"."""
    if found is None or load_ontology().is_a(found.type, classes):
        return found
    state = governed_from(found.name)
    return drafts.named(state.name, state.type) if state else found


def _with_owner(drafts: Drafts, start: int, name: str) -> str:
    """``name`` with whom its possessive pronoun means: "his resignation" is "Ana Duarte’s resignation"."""
    first = words_at(drafts.doc, start, start + 1)[0]
    whose = drafts.whose(first) if name.startswith(f"{first.text} ") else ""
    return whose + name.removeprefix(f"{first.text} ") if whose else name


def _unnamed(drafts: Drafts, layer: ClaimLayer, start: int, end: int) -> Draft | None:
    """An actor by the words that no list of actors has, where the trained reader heard one: "LGBTQ advocates".

    Of an adjective it is the country ("Russian interference").
    """
    if READER not in layer["extractor"]:
        return None
    head = words_at(drafts.doc, start, end).root
    if head.pos_ == "NOUN":
        return drafts.unnamed(start, end)
    country = load_index().of_demonym(head.text) if head.pos_ == "ADJ" else None
    if country is None:
        return None
    draft = drafts.named(country.name, country.type)
    draft.mentions.setdefault((start, end), "nominal")
    return draft
