"""From what the steps wrote on a Doc to the article's record."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extraction.coreference.ranker import GENDERS
from kg.extraction.gazetteer import PERSON, known
from kg.extraction.layers import ClaimLayer, MentionLayer, words_at
from kg.extraction.names import determiners, slug, without_leading
from kg.extraction.phrases import phrase
from kg.extraction.repeats import once
from kg.extraction.roles import speaking_predicates, voices
from kg.extraction.roles.dates import Dates, find_dates
from kg.extraction.topics import TOPIC, known_topic, topic_of
from kg.lexicon import load_words
from kg.model import (
    Article,
    Claim,
    Entity,
    Mention,
    MentionKind,
    Modality,
    Record,
    Span,
    Statement,
    TimeExpression,
)
from kg.ontology import Predicate, load_ontology

ASSERTED: Modality = "asserted"
INDEX: dict[bool | None, str] = {True: "+index", False: "-index", None: ""}
"""What an extractor's name ends in where the index of office holders bears out, or contradicts, the words."""
LONGEST_NAME = 90
"""Characters of an unnamed source's words that make its name."""


def to_record(doc: Doc, article: Article) -> Record:
    """The record of a Doc that every step has read."""
    return Assembly(doc, article).record()


@dataclass(slots=True)
class Draft:
    """An entity while its mentions are gathered."""

    id: str
    name: str
    type: str
    wikidata: str | None = None
    aliases: set[str] = field(default_factory=set)
    mentions: dict[tuple[int, int], MentionKind] = field(default_factory=dict)


class Assembly:
    """One record in the making: ids and entities for what the steps know by spans."""

    def __init__(self, doc: Doc, article: Article) -> None:
        self.doc = doc
        self.article = article
        self.drafts: dict[str, Draft] = {}
        self.principals: dict[str, str] = {}
        self.by_index = [self._actor(index) for index in range(len(doc._.kg_entities))]
        for mention, entity in zip(doc._.kg_mentions, doc._.kg_references, strict=True):
            if entity is not None:
                self.by_index[entity].mentions[mention["start"], mention["end"]] = mention["kind"]
                word = self.article.text[mention["start"] : mention["end"]].lower()
                if mention["kind"] == "pronoun" and load_words("pronouns")[word] in GENDERS:
                    self.by_index[entity].type = PERSON

    def record(self) -> Record:
        """Statements and claims with the entities that they, or the text, name."""
        self.principals = self._voices()
        statements = self._statements()
        claims = self._claims(statements)
        return Record(
            article=self.article,
            entities=tuple(self._entity(draft) for draft in self._in_order()),
            statements=statements,
            claims=claims,
            times=tuple(TimeExpression(**time) for time in self.doc._.kg_times),
        )

    def _actor(self, index: int) -> Draft:
        layer, link = self.doc._.kg_entities[index], self.doc._.kg_links[index]
        topic = known_topic(layer["name"]) if layer["type"] == TOPIC else None
        key = topic[0] if topic else f"wd:{link['qid']}" if link else f"local:{slug(layer['name'])}"
        name = topic[1] if topic else layer["name"]
        draft = self.drafts.setdefault(
            key, Draft(key, name, link["type"] if link else layer["type"], link["qid"] if link else None)
        )
        draft.aliases.update(layer["aliases"])
        return draft

    def _named(self, name: str, kind: str) -> Draft:
        """The entity called ``name`` that the text need not mention."""
        actor = known(name) if kind != "Office" else None
        if actor:
            key = f"wd:{actor.qid}"
            return self.drafts.setdefault(key, Draft(key, actor.name, actor.type, actor.qid))
        key = f"local:{slug(name)}"
        return self.drafts.setdefault(key, Draft(key, name, kind))

    def _at(self, start: int, end: int) -> Draft | None:
        """The entity whose mention rules the phrase."""
        mention, entity = self._mention_at(start, end)
        return self._of_mention(mention, entity) if mention else None

    def _mention_at(self, start: int, end: int) -> tuple[MentionLayer | None, int | None]:
        """The mention that holds the phrase's head, and the index of its entity where that is known."""
        words = words_at(self.doc, start, end)
        for mention, entity in zip(self.doc._.kg_mentions, self.doc._.kg_references, strict=True):
            if mention["start"] < words.end_char and words.start_char < mention["end"]:
                here = words_at(self.doc, mention["start"], mention["end"])
                if here.start <= words.root.i < here.end:
                    return mention, entity
        return None, None

    def _of_mention(self, mention: MentionLayer, entity: int | None) -> Draft | None:
        if entity is not None:
            return self.by_index[entity]
        if mention["kind"] == "pronoun":
            return None
        return self._local(mention["start"], mention["end"], mention["type"])

    def _local(self, start: int, end: int, kind: str) -> Draft:
        """An entity with no name but its words."""
        name = self._words(start, end)
        key = f"local:{slug(name)}"
        draft = self.drafts.setdefault(key, Draft(key, name, kind))
        draft.mentions.setdefault((start, end), "nominal")
        return draft

    def _words(self, start: int, end: int) -> str:
        return without_leading(self.article.text[start:end], determiners("article"))[:LONGEST_NAME].strip()

    def _voices(self) -> dict[str, str]:
        """For each spokesperson's id, the id of whom they speak for."""
        found = {}
        for layer in self.doc._.kg_claims:
            if layer["predicate"] in speaking_predicates() and layer["subject"]:
                voice = self._at(*layer["subject"])
                principal = self._object(layer, load_ontology().predicates[layer["predicate"]])
                if voice and principal and (layer["object_name"] or voice.id not in found):
                    found[voice.id] = principal.id
        return found

    def _statements(self) -> tuple[Statement, ...]:
        found = []
        for number, layer in enumerate(self.doc._.kg_attributions, start=1):
            speakers = self._speakers(layer["source"])
            speaker = speakers[0] if speakers else None
            content = tuple(Span(*span) for span in layer["content"])
            through = layer["through"]
            found.append(
                Statement(
                    id=f"{self.article.id}:s{number}",
                    speaker=speaker.id if speaker else None,
                    joint_speakers=tuple(draft.id for draft in speakers[1:]),
                    through=f"{self.article.id}:s{through + 1}" if through is not None else None,
                    act=layer["act"],
                    form=layer["form"],
                    source=tuple(Span(*span) for span in layer["source"]),
                    cue=tuple(Span(*span) for span in layer["cue"]),
                    content=content,
                    text=" ".join(self.article.text[start:end] for start, end in content),
                    on_behalf_of=self._principal(layer["source"], speaker),
                    said_on=self._day(layer["cue"] or layer["content"]),
                    negated=layer["negated"],
                    modality=layer["modality"],
                    addressee=self._addressee(layer["addressee"]),
                    occasion=layer["occasion"],
                    confidence=layer["confidence"],
                    extractor=layer["extractor"],
                )
            )
        return tuple(found)

    def _speakers(self, source: list[list[int]]) -> list[Draft]:
        """Who the words of a source are: several where it joins them ("Ana Duarte and Ivo Brandt")."""
        if not source:
            return []
        start, end = source[0]
        words = words_at(self.doc, start, end)
        root = words.root
        if root.tag_ == "WP" and root.head.dep_ == "relcl":
            start, end = phrase(root.head.head)
            root = root.head.head
        joined = [token for token in _coordinated(root) if token.i < words.end and self._entity_of(token)]
        if not joined:
            found = self._speaker(start, end, root)
            return [found] if found else []
        first = self._speaker(start, joined[0].left_edge.idx, root)
        drafts = [first, *map(self._entity_of, joined)]
        return list({draft.id: draft for draft in drafts if draft}.values())

    def _speaker(self, start: int, end: int, root: Token) -> Draft | None:
        mention, entity = self._mention_at(start, end)
        if mention is None or (mention["kind"] == "nominal" and entity is None):
            named = (
                self._entity_of(child) for child in root.children if child.dep_ == "appos" and child.idx < end
            )
            kind = mention["type"] if mention else "Group"
            return next(filter(None, named), None) or self._source_words(start, end, kind)
        return self._of_mention(mention, entity)

    def _entity_of(self, token: Token) -> Draft | None:
        """The entity of the mention that holds ``token``, where it is known."""
        mention, entity = self._mention_at(token.idx, token.idx + len(token))
        return self._of_mention(mention, entity) if mention and entity is not None else None

    def _source_words(self, start: int, end: int, kind: str) -> Draft | None:
        """A source without a name, by its words: "two officials familiar with the matter"."""
        if words_at(self.doc, start, end).root.pos_ == "PRON":
            return None
        return self._local(start, end, kind)

    def _principal(self, source: list[list[int]], speaker: Draft | None) -> str | None:
        """For whom the speaker speaks: by a role that the article tells, or in the source's own words."""
        if speaker is None:
            return None
        if speaker.id in self.principals:
            return self.principals[speaker.id]
        words = words_at(self.doc, *source[0])
        if words.root.lemma_.lower() not in voices():
            return None
        for mention, entity in zip(self.doc._.kg_mentions, self.doc._.kg_references, strict=True):
            inside = source[0][0] <= mention["start"] and mention["end"] <= source[0][1]
            draft = self.by_index[entity] if inside and entity is not None else speaker
            if draft is not speaker:
                return draft.id
        return None

    def _addressee(self, span: list[int] | None) -> str | None:
        """The actor that the words of an addressee name."""
        found = self._at(span[0], span[1]) if span else None
        if found is None or not load_ontology().is_a(found.type, ("Actor",)):
            return None
        return found.id

    def _day(self, spans: list[list[int]]) -> str | None:
        """The one day that the sentence of ``spans`` names outside any content."""
        sentence = self._sentence(spans[0][0])
        inside = [tuple(span) for layer in self.doc._.kg_attributions for span in layer["content"]]
        days = [
            time["value"]
            for time in self.doc._.kg_times
            if sentence[0] <= time["start"] < sentence[1]
            and time["value"]
            and len(time["value"]) == 10
            and not any(start <= time["start"] < end for start, end in inside)
        ]
        return days[0] if len(set(days)) == 1 else None

    def _sentence(self, at: int) -> tuple[int, int]:
        words = words_at(self.doc, at, at + 1)
        sentence = words[0].sent if len(words) else self.doc[:]
        return sentence.start_char, sentence.end_char

    def _claims(self, statements: tuple[Statement, ...]) -> tuple[Claim, ...]:
        predicates = load_ontology().predicates
        found: list[Claim] = []
        for layer in self.doc._.kg_claims:
            predicate = predicates[layer["predicate"]]
            statement = _innermost(statements, layer)
            subject = self._subject(layer, predicate, statement)
            target = self._object(layer, predicate)
            if subject is None or target is None or subject.id == target.id:
                continue
            spans = [span for span in (layer["subject"], *layer["cue"], layer["object"]) if span]
            dates = self._dates(layer, predicate, subject, target)
            found.append(
                Claim(
                    id="",
                    subject=subject.id,
                    predicate=predicate.name,
                    object=target.id,
                    negated=layer["negated"],
                    modality=_modality(layer["modality"], statement),
                    valid_from=dates.start,
                    valid_to=dates.end,
                    when=self._day(layer["cue"]),
                    plover=predicate.plover,
                    statement=statement.id if statement else None,
                    evidence=_joined(spans),
                    confidence=layer["confidence"] / 2 if dates.agrees is False else layer["confidence"],
                    extractor=layer["extractor"] + INDEX[dates.agrees],
                )
            )
        return once(self.article.id, found)

    def _dates(self, layer: ClaimLayer, predicate: Predicate, subject: Draft, target: Draft) -> Dates:
        """When a role holds, by its words and the index of office holders; of other claims nothing."""
        if not predicate.is_role or layer["negated"]:
            return Dates(None, None, None)
        return find_dates(
            layer["valid_from"],
            layer["valid_to"],
            layer["standing"],
            day=self.article.published,
            holder=subject.wikidata if layer["modality"] == ASSERTED else None,
            title=layer["title"] or "",
            office=target.name,
        )

    def _subject(self, layer: ClaimLayer, predicate: Predicate, statement: Statement | None) -> Draft | None:
        """The subject's entity; without words it is the speaker. "We" of a spokesperson is whom they speak for."""
        if layer["subject"] is None:
            return self.drafts[statement.speaker] if statement and statement.speaker else None
        start, end = layer["subject"]
        found = self._at(start, end) or self._proper(start, end, predicate.domain)
        if found is None and TOPIC in predicate.domain:
            return self._topic(self.article.text[start:end])
        if found and load_words("pronouns").get(self.article.text[start:end].lower()) == "speakers":
            return self.drafts[self.principals.get(found.id, found.id)]
        return found

    def _object(self, layer: ClaimLayer, predicate: Predicate) -> Draft | None:
        ontology = load_ontology()
        if layer["object_name"]:
            kind = predicate.range[0] if len(predicate.range) == 1 else "Organization"
            kind = "Organization" if kind == "Actor" else kind
            draft = self._named(layer["object_name"], kind)
        elif layer["object"] is None:
            return None
        else:
            start, end = layer["object"]
            found = self._at(start, end) or self._proper(start, end, predicate.range)
            if found and ontology.is_a(found.type, predicate.range):
                return found
            if TOPIC not in predicate.range:
                return found
            topic = self._topic(layer["wording"] or self.article.text[start:end])
            if topic is None:
                return None
            draft = topic
        if layer["object"]:
            draft.mentions.setdefault((layer["object"][0], layer["object"][1]), "nominal")
        return draft

    def _proper(self, start: int, end: int, classes: tuple[str, ...]) -> Draft | None:
        """A name that the entity recogniser passed over: of the one of ``classes`` where there is one."""
        words = words_at(self.doc, start, end)
        if not len(words) or words.root.pos_ != "PROPN":
            return None
        return self._local(start, end, PERSON if classes == (PERSON,) else "Organization")

    def _topic(self, words: str) -> Draft | None:
        topic = topic_of(words)
        return self.drafts.setdefault(topic[0], Draft(*topic, TOPIC)) if topic else None

    def _in_order(self) -> list[Draft]:
        return sorted(
            self.drafts.values(), key=lambda draft: (min(draft.mentions, default=(1 << 60, 0)), draft.id)
        )

    def _entity(self, draft: Draft) -> Entity:
        text = self.article.text
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


def _coordinated(head: Token) -> Iterator[Token]:
    """What is coordinated with ``head``; of three names the parser takes the second for an apposition."""
    for child in head.children:
        if child.dep_ == "conj" or (child.dep_ == "appos" and child.conjuncts):
            yield child
            yield from _coordinated(child)


def _innermost(statements: tuple[Statement, ...], layer: ClaimLayer) -> Statement | None:
    """The smallest statement whose content holds the claim's cue."""
    at = layer["cue"][0][0]
    around = [
        (sum(end - start for start, end in statement.content), number)
        for number, statement in enumerate(statements)
        if any(start <= at < end for start, end in statement.content)
    ]
    return statements[min(around)[1]] if around else None


def _modality(modality: Modality, statement: Statement | None) -> Modality:
    """What nobody, or perhaps nobody, said is no more than possible."""
    unsaid = statement is not None and not statement.is_said
    return "possible" if unsaid and modality == "asserted" else modality


def _joined(spans: list[list[int]]) -> tuple[Span, ...]:
    """The claim's evidence as one stretch: from its first word to its last."""
    return (Span(min(span[0] for span in spans), max(span[1] for span in spans)),)
