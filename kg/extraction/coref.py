"""Which entity a pronoun or description stands for."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.gazetteer import PERSON, load_index
from kg.extraction.layers import EntityLayer, MentionLayer, article_of, extend, text_of
from kg.extraction.names import determiners
from kg.lexicon import load_words

REACH = 5
"""How many sentences back a pronoun looks for its name."""
UNSURE = 2
"""So many sentences nearer must a person of unknown gender be than one whose gender fits."""
SUBJECTS = ("nsubj", "nsubjpass")
OBJECTS = ("dobj", "pobj", "dative")


@Language.factory(
    "kg_coref",
    assigns=["doc._.kg_references"],
    requires=["doc._.kg_mentions", "doc._.kg_entities", "doc._.kg_links", "doc._.kg_attributions"],
)
def make_coref(nlp: Language, name: str) -> "Coreference":
    """The step that goes after attribution, whose sources "I" and "we" stand for."""
    return Coreference()


class Coreference:
    """Doc in, the same Doc out with ``doc._.kg_references``: for each mention an entity's index or None."""

    def __init__(self) -> None:
        extend("kg_references")

    def __call__(self, doc: Doc) -> Doc:
        doc._.kg_references = Resolver(doc).resolve()
        return doc


class Resolver:
    """The mentions of one Doc in text order, each resolved with what was resolved before it."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.mentions: list[MentionLayer] = doc._.kg_mentions
        self.entities: list[EntityLayer] = doc._.kg_entities
        self.of: list[int | None] = [None] * len(self.mentions)
        for index, entity in enumerate(self.entities):
            for mention in entity["mentions"]:
                self.of[mention] = index
        self.quotations = [
            span
            for attribution in doc._.kg_attributions
            if attribution["form"] == "direct"
            for span in attribution["content"]
        ]
        self.sentence = [0] * len(doc)
        for number, sentence in enumerate(doc.sents):
            self.sentence[sentence.start : sentence.end] = [number] * len(sentence)

    def resolve(self) -> list[int | None]:
        """First those in the third person, left to right, then those whose entity is a speaker."""
        words = load_words("pronouns")
        later = []
        for index, mention in enumerate(self.mentions):
            if mention["kind"] == "nominal":
                self.of[index] = self._described(index)
            elif mention["kind"] == "pronoun":
                kind = words[self.doc[mention["head"]].lower_]
                if kind in ("male", "female"):
                    self.of[index] = self._nearest(index, kind)
                elif kind in ("speaker", "speakers"):
                    later.append(index)
        for index in later:
            self.of[index] = self._speaker(self.mentions[index])
        return self.of

    def _nearest(self, index: int, gender: str) -> int | None:
        """The best person of ``gender`` before the pronoun: near sentences first, in each the subject."""
        here = self.sentence[self.mentions[index]["head"]]
        apart = {*self._speakers_around(self.mentions[index]), *self._apart(index)}
        inside = self._quoted(self.mentions[index])
        best: tuple[tuple[bool, int, bool, int], int] | None = None
        for other in range(index - 1, -1, -1):
            back = here - self.sentence[self.mentions[other]["head"]]
            if back > REACH:
                break
            entity = self.of[other]
            if entity is None or entity in apart or not self._may_be(entity, gender):
                continue
            token = self.doc[self.mentions[other]["head"]]
            unsure = self.entities[entity]["gender"] != gender
            aside = self._quoted(self.mentions[other]) and not inside
            rank = (not aside, -back - UNSURE * unsure, token.dep_ in SUBJECTS, other)
            if best is None or rank > best[0]:
                best = rank, entity
        return best[1] if best else self._source_after(index, gender)

    def _apart(self, index: int) -> set[int]:
        """Who the pronoun cannot be: a subject none of those named below its verb, an object not its subject.

        Principles B and C of binding (Chomsky 1981): "He met Putin" is not about Putin meeting himself.
        """
        token = self.doc[self.mentions[index]["head"]]
        if token.dep_ in SUBJECTS:
            below = {word.i for word in token.head.subtree if word.i > token.i}
        elif token.dep_ in OBJECTS:
            verb = token.head.head if token.head.dep_ == "prep" else token.head
            below = {word.i for word in verb.children if word.dep_ in SUBJECTS}
        else:
            return set()
        named = zip(self.mentions, self.of, strict=True)
        return {entity for mention, entity in named if entity is not None and mention["head"] in below}

    def _quoted(self, mention: MentionLayer) -> bool:
        """Whether the mention stands inside quoted words."""
        return any(start <= mention["start"] < end for start, end in self.quotations)

    def _may_be(self, entity: int, gender: str) -> bool:
        found = self.entities[entity]
        return found["type"] == PERSON and found["gender"] in ("", gender)

    def _source_after(self, index: int, gender: str) -> int | None:
        """The source of a quotation that the pronoun is the source of, where nobody was named before it."""
        for other in range(index + 1, min(index + 4, len(self.mentions))):
            entity = self.of[other]
            if entity is not None and self._may_be(entity, gender):
                return entity
        return None

    def _described(self, index: int) -> int | None:
        """The person who bears the title in "the president", named before or else anywhere in the article."""
        mention = self.mentions[index]
        head = self.doc[mention["head"]]
        words = self.text[mention["start"] : mention["end"]].lower().split()
        if mention["type"] != PERSON or words[0] not in determiners("definite"):
            return None
        title = " ".join(words[1:])
        everyone = [e for e, entity in enumerate(self.entities) if entity["type"] == PERSON]
        holders = [e for e in everyone if self._holds(e, title)]
        bearers = {*holders, *(e for e in everyone if self._is_called(e, title, head.lemma_.lower()))}
        before = next((m for m in range(index - 1, -1, -1) if self.of[m] in bearers), None)
        if before is not None:
            return self.of[before]
        return holders[0] if len(holders) == 1 else None

    def _is_called(self, entity: int, title: str, head: str) -> bool:
        """Whether the person is named with the title: "the vice president" is not "the president"."""
        ranked = any(word in load_words("ranks") or word in load_words("honorifics") for word in title.split())
        titles = (title,) if ranked else (title, head)
        firsts = (self.mentions[mention]["start"] for mention in self.entities[entity]["mentions"])
        return any(self.text[max(0, at - 30) : at].lower().rstrip().endswith(titles) for at in firsts)

    def _holds(self, entity: int, title: str) -> bool:
        """Whether the person is known to hold such an office on the article's day."""
        link = self.doc._.kg_links[entity]
        day = article_of(self.doc).published
        return (
            link is not None
            and day is not None
            and any(
                held.office.lower().startswith(title) and held.covers(day)
                for held in load_index().holdings_of(link["qid"])
            )
        )

    def _speaker(self, mention: MentionLayer) -> int | None:
        """The source of the innermost quotation around the pronoun."""
        for entity in self._speakers_around(mention):
            return entity
        return None

    def _speakers_around(self, mention: MentionLayer) -> list[int]:
        around = [
            (sum(end - start for start, end in attribution["content"]), entity)
            for attribution in self.doc._.kg_attributions
            if attribution["form"] != "indirect"
            and any(start <= mention["start"] < end for start, end in attribution["content"])
            for entity in self._entities_in(attribution["source"])
        ]
        return [entity for _, entity in sorted(around)[:1]]

    def _entities_in(self, spans: list[list[int]]) -> Iterator[int]:
        """The entity of the source's own head, where it is known."""
        for start, end in spans:
            span = self.doc.char_span(start, end, alignment_mode="expand")
            root = span.root.i if span is not None else -1
            for index, mention in enumerate(self.mentions):
                entity = self.of[index]
                if mention["head"] == root and entity is not None:
                    yield entity
                    return
