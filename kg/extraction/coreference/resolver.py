"""The mentions of one Doc in text order, each resolved with what was resolved before it."""

from spacy.tokens import Doc

from kg.extraction.coreference.described import described
from kg.extraction.coreference.discourse import Discourse
from kg.extraction.coreference.ranker import Ranker
from kg.lexicon import load_words

SPEAKERS = ("speaker", "speakers")


class Resolver:
    """One Doc's mentions and what they stand for."""

    def __init__(self, doc: Doc, ranker: Ranker) -> None:
        self.discourse = Discourse(doc)
        self.ranker = ranker

    def resolve(self) -> list[int | None]:
        """Those in the third person, left to right, then those whose entity is a speaker."""
        later = []
        for index, mention in enumerate(self.discourse.mentions):
            kind = self.kind_of(index)
            if self.discourse.of[index] is not None or mention["kind"] == "name":
                continue
            if kind in SPEAKERS:
                later.append(index)
            else:
                found = self.choose(index, kind) if kind else described(self.discourse, index)
                if found is not None:
                    self.discourse.resolve(index, found)
                    self.discourse.called[found].add(kind)
        for index in later:
            speaker = self.discourse.speaker(index)
            if speaker is not None:
                self.discourse.resolve(index, speaker)
        return self.discourse.of

    def choose(self, index: int, kind: str) -> int | None:
        """The entity that a pronoun of the third person stands for."""
        return self.ranker.best(self.discourse, index, kind)

    def kind_of(self, index: int) -> str:
        """What sort of pronoun a mention is, by pronouns.tsv; nothing for names and descriptions."""
        mention = self.discourse.mentions[index]
        return load_words("pronouns")[self.discourse.head(index).lower_] if mention["kind"] == "pronoun" else ""
