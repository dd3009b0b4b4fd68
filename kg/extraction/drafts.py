"""The entities of a record while their mentions are gathered."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extraction.coreference.ranker import GENDERS
from kg.extraction.gazetteer import PERSON, known
from kg.extraction.layers import MentionLayer, text_of, words_at
from kg.extraction.phrases import restricted
from kg.gazetteer.model import Actor
from kg.lexicon import load_words
from kg.model import Entity, Mention, MentionKind
from kg.names import determiners, slug, without_leading, without_stops
from kg.topics import TOPIC, known_topic, topic_of

GROUP = "Group"
POSSESSIVE = ("PRP$", "WP$")
"""Tags of "his" and "whose"."""
LONGEST_NAME = 90
"""Characters of an unnamed actor's words that make its name."""


@dataclass(slots=True)
class Draft:
    """An entity while its mentions are gathered."""

    id: str
    name: str
    type: str
    wikidata: str | None = None
    aliases: set[str] = field(default_factory=set)
    mentions: dict[tuple[int, int], MentionKind] = field(default_factory=dict)


class Drafts:
    """The entities of one Doc by their ids: its actors, and what its statements and claims name beside them."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.by_id: dict[str, Draft] = {}
        self.by_index = [self._actor(index) for index in range(len(doc._.kg_entities))]
        self.held: dict[int, tuple[MentionLayer, int | None]] = {}
        for mention, entity in zip(doc._.kg_mentions, doc._.kg_references, strict=True):
            for word in words_at(doc, mention["start"], mention["end"]):
                self.held.setdefault(word.i, (mention, entity))
            if entity is not None:
                self.by_index[entity].mentions[mention["start"], mention["end"]] = mention["kind"]
                said = self.text[mention["start"] : mention["end"]].lower()
                if mention["kind"] == "pronoun" and load_words("pronouns")[said] in GENDERS:
                    self.by_index[entity].type = PERSON

    def entities(self, text: str) -> tuple[Entity, ...]:
        """All of them as a record of ``text`` has them, those mentioned first before the others."""
        ordered = sorted(
            self.by_id.values(), key=lambda draft: (min(draft.mentions, default=(1 << 60, 0)), draft.id)
        )
        return tuple(_entity(draft, text) for draft in ordered)

    def named(self, name: str, kind: str) -> Draft:
        """The entity called ``name`` that the text need not mention."""
        actor = known(name) if kind != "Office" else None
        if actor:
            return self._known(actor)
        key = f"local:{slug(name)}"
        return self.by_id.setdefault(key, Draft(key, name, kind))

    def at(self, start: int, end: int) -> Draft | None:
        """The entity whose mention rules the phrase."""
        mention, entity = self.mention_at(start, end)
        return self.of_mention(mention, entity) if mention else None

    def mention_at(self, start: int, end: int) -> tuple[MentionLayer | None, int | None]:
        """The mention that holds the phrase's head, and the index of its entity where that is known."""
        words = words_at(self.doc, start, end)
        return self.held.get(words.root.i, (None, None)) if len(words) else (None, None)

    def of_mention(self, mention: MentionLayer, entity: int | None) -> Draft | None:
        """Its entity, one of its own words where it is a description; nobody for a pronoun without one."""
        if entity is not None:
            return self.by_index[entity]
        if mention["kind"] == "pronoun":
            return None
        return self.local(mention["start"], mention["end"], mention["type"])

    def entity_of(self, token: Token) -> Draft | None:
        """The entity of the mention that holds ``token``, where it is known."""
        mention, entity = self.mention_at(token.idx, token.idx + len(token))
        return self.of_mention(mention, entity) if mention and entity is not None else None

    def local(self, start: int, end: int, kind: str) -> Draft:
        """An entity with no name but its words."""
        name = self._words(start, end)
        key = f"local:{slug(name)}"
        draft = self.by_id.setdefault(key, Draft(key, name, kind))
        draft.mentions.setdefault((start, end), "nominal")
        return draft

    def unnamed(self, start: int, end: int) -> Draft:
        """An actor that is no mention, by its words: a group, unless its noun is of those that are said to act."""
        head = words_at(self.doc, start, end).root
        return self.local(start, end, load_words("agents").get(head.lemma_.lower(), GROUP))

    def proper(self, start: int, end: int, classes: tuple[str, ...]) -> Draft | None:
        """A name that the entity recogniser passed over: of the one of ``classes`` where there is one."""
        words = words_at(self.doc, start, end)
        if not len(words) or words.root.pos_ != "PROPN":
            return None
        if actor := known(words.text):
            return self._known(actor)
        return self.local(start, end, PERSON if classes == (PERSON,) else "Organization")

    def _known(self, actor: Actor) -> Draft:
        key = f"wd:{actor.qid}"
        return self.by_id.setdefault(key, Draft(key, actor.name, actor.type, actor.qid))

    def topic(self, words: str) -> Draft | None:
        """The topic that ``words`` mean, None where they name nothing."""
        topic = topic_of(words)
        return self.by_id.setdefault(topic[0], Draft(*topic, TOPIC)) if topic else None

    def _actor(self, index: int) -> Draft:
        layer, link = self.doc._.kg_entities[index], self.doc._.kg_links[index]
        topic = known_topic(layer["name"]) if layer["type"] == TOPIC else None
        key = topic[0] if topic else f"wd:{link['qid']}" if link else f"local:{slug(layer['name'])}"
        name = topic[1] if topic else layer["name"]
        draft = self.by_id.setdefault(
            key, Draft(key, name, link["type"] if link else layer["type"], link["qid"] if link else None)
        )
        draft.aliases.update(layer["aliases"])
        return draft

    def _words(self, start: int, end: int) -> str:
        """What an entity without a name is called: its words, and whose ("Brandt's team", "UN troops")."""
        words = words_at(self.doc, start, end)
        first = words.start
        while first and self.doc[first - 1].dep_ == "compound" and first <= self.doc[first - 1].head.i < words.end:
            first -= 1
        if first > 1 and self.doc[first - 1].tag_ == "POS":
            first = self.doc[first - 1].head.left_edge.i
        if self.doc[first].tag_ in POSSESSIVE and first + 1 < words.end:
            name = self.whose(self.doc[first]) + self.text[self.doc[first + 1].idx : end]
        else:
            end = max(end, restricted(words).end_char)
            name = without_leading(self.text[min(start, self.doc[first].idx) : end], determiners("article"))
        return without_stops(name)[:LONGEST_NAME].strip()

    def whose(self, pronoun: Token) -> str:
        """The owner that a possessive pronoun means, as a name begins with it; nothing where it is not known."""
        owner = self.entity_of(pronoun) if pronoun.tag_ in POSSESSIVE else None
        return f"{owner.name}’s " if owner and owner.mentions else ""


def _entity(draft: Draft, text: str) -> Entity:
    return Entity(
        id=draft.id,
        name=draft.name,
        type=draft.type,
        wikidata=draft.wikidata,
        aliases=tuple(sorted(draft.aliases)),
        mentions=tuple(
            Mention(start=start, end=end, text=text[start:end], kind=kind)
            for (start, end), kind in sorted(draft.mentions.items())
        ),
    )
