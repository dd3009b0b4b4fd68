"""What is known of a text's mentions while they are resolved in its order."""

from bisect import bisect_left, bisect_right

from spacy.tokens import Doc, Token

from kg.extraction.layers import AttributionLayer, EntityLayer, MentionLayer, text_of
from kg.extraction.paragraphs import paragraph_starts
from kg.extraction.quotes import find_quotes
from kg.extraction.reader.decode import Floats

OBJECTS = ("dobj", "pobj", "dative")
LAST = 4
"""How many mentions before another one are laid beside it."""


class Discourse:
    """The mentions of one Doc, and for those resolved so far their entities."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.mentions: list[MentionLayer] = doc._.kg_mentions
        self.entities: list[EntityLayer] = doc._.kg_entities
        self.attributions: list[AttributionLayer] = doc._.kg_attributions
        self.vectors: Floats = doc._.kg_vectors
        self.of: list[int | None] = [None] * len(self.mentions)
        self.called: list[set[str]] = [set() for _ in self.entities]
        self.by_head = {mention["head"]: index for index, mention in enumerate(self.mentions)}
        self.history: list[list[int]] = [[] for _ in self.entities]
        for entity, layer in enumerate(self.entities):
            for mention in layer["mentions"]:
                self.resolve(mention, entity)
        self.sources = {
            index
            for attribution in self.attributions
            for start, end in attribution["source"]
            if (index := self._mention_of(start, end)) is not None
        }
        self.around = self._around()
        self.quotes = [doc[quote.start : quote.end] for quote in find_quotes(doc)]
        self.starts = paragraph_starts(doc)
        self.sentence = [0] * len(doc)
        for number, sentence in enumerate(doc.sents):
            self.sentence[sentence.start : sentence.end] = [number] * len(sentence)

    def resolve(self, mention: int, entity: int) -> None:
        """Note that a mention stands for an entity."""
        self.of[mention] = entity
        places = self.history[entity]
        places.insert(bisect_right(places, mention), mention)

    def before(self, entity: int, mention: int) -> list[int]:
        """The mentions of an entity that stand before another mention, in text order."""
        places = self.history[entity]
        return places[: bisect_right(places, mention - 1)]

    def antecedents(self, entity: int, mention: int) -> list[int]:
        """The mentions of an entity beside which another mention is laid: the last before it, and the next."""
        places = self.history[entity]
        at = bisect_left(places, mention)
        return [*places[max(at - LAST, 0) : at], *[other for other in places[at:] if other != mention][:1]]

    def head(self, mention: int) -> Token:
        """The token that heads a mention."""
        return self.doc[self.mentions[mention]["head"]]

    def paragraph(self, mention: int) -> int:
        """The number of the paragraph that a mention stands in."""
        return bisect_right(self.starts, self.mentions[mention]["head"])

    def _around(self) -> list[list[AttributionLayer]]:
        """For each mention the attributions around it, those with the least content first."""
        found: list[list[AttributionLayer]] = [[] for _ in self.mentions]
        starts = [mention["start"] for mention in self.mentions]
        by_size = sorted(self.attributions, key=lambda one: sum(end - start for start, end in one["content"]))
        for attribution in by_size:
            for start, end in attribution["content"]:
                for mention in range(bisect_left(starts, start), bisect_left(starts, end)):
                    found[mention].append(attribution)
        return found

    def quotation(self, mention: int) -> int | None:
        """Where the quotation begins that a mention stands in."""
        found = next((one for one in self.around[mention] if one["form"] == "direct"), None)
        return found["content"][0][0] if found else None

    def speaker(self, mention: int) -> int | None:
        """Who speaks the very words that a mention stands in: the outermost known one, as reports nest."""
        at = self.mentions[mention]["start"]
        quoted = any(quote.start_char <= at < quote.end_char for quote in self.quotes)
        quoting = [
            one for one in self.around[mention] if (quoted and self._has_marks(one)) or self._is_verbatim(one)
        ]
        known = (speaker for one in reversed(quoting) if (speaker := self.source(one)) is not None)
        return next(known, None)

    def _is_verbatim(self, attribution: AttributionLayer) -> bool:
        """Whether a content is direct speech without marks: a turn of a transcript, a tweet."""
        return attribution["form"] == "direct" and not self._has_marks(attribution)

    def _has_marks(self, attribution: AttributionLayer) -> bool:
        content = attribution["content"]
        return any(
            quote.start_char < end and start < quote.end_char for quote in self.quotes for start, end in content
        )

    def source(self, attribution: AttributionLayer) -> int | None:
        """The entity of an attribution's source, where it is known."""
        for start, end in attribution["source"]:
            mention = self._mention_of(start, end)
            if mention is not None:
                return self.of[mention]
        return None

    def _mention_of(self, start: int, end: int) -> int | None:
        span = self.doc.char_span(start, end, alignment_mode="expand")
        return self.by_head.get(span.root.i) if span is not None else None
