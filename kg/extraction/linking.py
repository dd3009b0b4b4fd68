"""Which entities are actors that the gazetteer knows."""

from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.gazetteer import PERSON, known, load_index
from kg.extraction.layers import EntityLayer, LinkLayer, article_of, extend, text_of
from kg.gazetteer.model import Actor

PARTY, COUNTRY, GROUP = "PoliticalParty", "Country", "Group"


@Language.factory("kg_linking", assigns=["doc._.kg_links"], requires=["doc._.kg_entities"])
def make_linking(nlp: Language, name: str) -> "Linking":
    """The step that goes after the entities."""
    return Linking()


class Linking:
    """Doc in, the same Doc out with ``doc._.kg_links``: for each entity a LinkLayer or None.

    A name that by itself means one actor is that actor. Of several bearers it is the one whose country most of the
    article's other actors are of, and of these the one in office; where that tells nothing, it is nobody. A party
    that is never named in full is no party of a country that nobody else in the article is of: "Conservatives".
    """

    def __init__(self) -> None:
        extend("kg_links")

    def __call__(self, doc: Doc) -> Doc:
        entities: list[EntityLayer] = doc._.kg_entities
        found = [_by_itself(entity) for entity in entities]
        for index, actor in enumerate(found):
            company = [other for other in found[:index] + found[index + 1 :] if other]
            if actor and actor.name not in _forms(doc, entities[index]) and _is_foreign(actor, company):
                found[index] = None
                entities[index] = _as_said(doc, entities[index])
        named = [actor or _party_of(entity) for entity, actor in zip(entities, found, strict=True)]
        homes = Counter(actor.country or actor.qid for actor in named if actor)
        day = article_of(doc).published or ""
        found = [actor or _by_company(entity, homes, day) for entity, actor in zip(entities, found, strict=True)]
        doc._.kg_links = [LinkLayer(qid=actor.qid, type=actor.type) if actor else None for actor in found]
        return doc


def _by_itself(entity: EntityLayer) -> Actor | None:
    actor = known(entity["name"])
    return actor if actor and actor.type == entity["type"] else None


def _party_of(entity: EntityLayer) -> Actor | None:
    """The party whose members a group is: "Senate Democrats"."""
    words = entity["name"].split() if entity["type"] == GROUP else []
    parties = (actor for word in words if len(words) > 1 and (actor := known(word)) and actor.type == PARTY)
    return next(parties, None)


def _is_foreign(party: Actor, company: list[Actor]) -> bool:
    """Whether a party is of another country than all other actors whose country is known."""
    countries = {_country(actor) for actor in company} - {""}
    return party.type == PARTY and bool(countries) and party.country not in countries


def _country(actor: Actor) -> str:
    return actor.qid if actor.type == COUNTRY else actor.country


def _as_said(doc: Doc, entity: EntityLayer) -> EntityLayer:
    """A group by the form that the text names most, instead of an actor."""
    forms = Counter(_forms(doc, entity))
    name = max(sorted(forms), key=lambda form: forms[form])
    return {**entity, "name": name, "type": GROUP, "aliases": sorted(forms.keys() - {name})}


def _forms(doc: Doc, entity: EntityLayer) -> list[str]:
    mentions = (doc._.kg_mentions[index] for index in entity["mentions"])
    return [text_of(doc)[mention["start"] : mention["end"]] for mention in mentions]


def _by_company(entity: EntityLayer, homes: Counter[str], day: str) -> Actor | None:
    """The one bearer of a name that fits best with the countries of an article's actors, and its day."""
    name = entity["name"]
    if entity["type"] == PERSON and " " not in name:
        return None
    bearers = [actor for actor in load_index().named(name) if (actor.type == PERSON) == (entity["type"] == PERSON)]
    ranks = [(homes[actor.country or actor.qid], _in_office(actor, day)) for actor in bearers]
    best = max(ranks, default=(0, False))
    return bearers[ranks.index(best)] if best[0] and ranks.count(best) == 1 else None


def _in_office(actor: Actor, day: str) -> bool:
    return any(held.covers(day) for held in load_index().holdings_of(actor.qid))
