"""To which body a title belongs: "of Norland", "the Harbour Party's", "White House", "joined Delta as"."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.arguments import subject_of
from kg.extraction.gazetteer import PERSON, known, load_index
from kg.extraction.layers import MentionLayer, text_of
from kg.extraction.phrases import TIMES, phrase
from kg.extraction.roles.bearers import Mentions, role_verbs
from kg.extraction.roles.titles import Title, title_words
from kg.gazetteer.model import Actor
from kg.lexicon import load_table, load_words

COMPANIES = ("Organization", "NewsOutlet", "PoliticalParty")
PARTY = "PoliticalParty"
OFFICE = "Office"
PLACE = "Place"
NEAR = 12
"""A name that starts within so many characters of a title's preposition is its object, whatever the parse."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its name and, where the text names or means it, the characters of the mention."""

    name: str
    type: str
    span: tuple[int, int] | None = None
    is_named: bool = True

    @property
    def is_state(self) -> bool:
        """Whether its head holds an office of state: no company, club or party."""
        return self.type not in COMPANIES

    @property
    def is_party(self) -> bool:
        """Whether it is a political party, by its class or a word of its name."""
        words = self.name.split()
        return self.type == PARTY or words[-1] in words_for("parties") or not words_for("party").isdisjoint(words)


@cache
def words_for(kind: str) -> frozenset[str]:
    """The words of title_words.tsv of one kind."""
    return frozenset(word for word, of in load_table("title_words", 2) if of == kind)


def _leads_to(preposition: Token, bodies: list[Body]) -> list[Body]:
    return [body for body in bodies if body.type != PLACE or preposition.lower_ in words_for("of place")]


class Bodies:
    """The bodies that titles of a Doc belong to."""

    def __init__(self, doc: Doc, mentions: Mentions) -> None:
        self.doc = doc
        self.mentions = mentions

    def of(self, title: Title) -> list[Body]:
        """The bodies beside ``title``, else those beside the titles that share its bearer."""
        if own := self.after(title) or self.before(title):
            return own
        for other in title.run[::-1]:
            if found := self.after(other):
                return found
        return self.before(title.run[0]) or self._of_verb(title)

    def after(self, title: Title) -> list[Body]:
        """The bodies in a prepositional phrase after a title: "of Norland", "at the Port Institute"."""
        leads = (child for child in title.head.children if child.dep_ == "prep" and child.i >= title.end)
        for child in leads:
            if child.lower_ in words_for("preposition") and (found := self._led_to(child)):
                return found
        if title.end < len(self.doc) and self.doc[title.end].dep_ == "prep":
            near = self._led_to(self.doc[title.end])
            return near or _leads_to(self.doc[title.end], self._close(title.end))
        return []

    def _led_to(self, preposition: Token) -> list[Body]:
        """The bodies of a phrase after a title; "in Ohio" only says where."""
        return _leads_to(preposition, self._in_phrase(preposition))

    def is_unknown(self, title: Title) -> bool:
        """Whether words beside ``title`` mean a body, even if nothing names it: "president of the firm"."""
        after = title.run[-1].end
        of = after < len(self.doc) and self.doc[after].dep_ == "prep" and self.doc[after].lower_ == "of"
        return of or any(child.dep_ == "poss" for child in title.run[0].head.children)

    def clients(self, title: Title) -> list[Body]:
        """Whom a title's bearer serves, people too: "for Ana Duarte", "Ana Duarte's"."""
        found = []
        for child in title.head.children:
            if child.dep_ == "poss":
                found.append(child)
            elif child.dep_ == "prep" and child.lower_ in words_for("client preposition"):
                found += [inner for inner in child.children if inner.dep_ == "pobj"]
        return [body for token in found for body in self._client(token)]

    def _client(self, token: Token) -> Iterator[Body]:
        mention = self.mentions.at(token)
        if mention and mention["kind"] == "name":
            yield self._named(mention)
        elif mention and mention["kind"] == "nominal" and token.lower_ in title_words():
            start, end = phrase(token)
            yield Body(text_of(self.doc)[start:end], OFFICE, is_named=False)

    def of_name(self, name: Token) -> list[Body]:
        """The bodies and places after a name: "Ana Duarte of Ohio"."""
        leads = (child for child in name.children if child.dep_ == "prep")
        return [b for child in leads if child.lower_ in words_for("party of") for b in self._in_phrase(child)]

    def before(self, title: Title) -> list[Body]:
        """The body whose name ends where a title begins, or that possesses it: "White House", "Russian", "its"."""
        last = title.first - 1
        while last >= 0 and (self.doc[last].tag_ == "POS" or self.doc[last].text in load_words("parties")):
            last -= 1
        if last >= 0:
            mention = self.mentions.at(self.doc[last])
            end = self.doc[last].idx + len(self.doc[last])
            if mention and mention["end"] == end and self._is_body(mention):
                return [self._named(mention)]
            if country := self._country_before(last + 1):
                return [Body(country.name, country.type)]
            if self.doc[last].is_title and (mention := self._elsewhere(self.doc[last])):
                return [self._named(mention)]
        return [body for child in title.head.children if child.dep_ == "poss" for body in self.at(child)]

    def _country_before(self, end: int) -> Actor | None:
        """What the words that end there mean: "Norland's", "Norlandic", "North Korean"."""
        forms = (self.doc[max(end - length, 0) : end].text for length in (2, 1))
        found = (known(words) or load_index().of_demonym(words) for words in forms)
        return next((actor for actor in found if actor and actor.type != PERSON), None)

    def at(self, token: Token) -> list[Body]:
        """The bodies that ``token`` and what is coordinated with it name or, by an earlier name, mean."""
        found = list(self._at(token))
        if found and token.dep_ != "conj":
            for other in token.conjuncts:
                if self.mentions.is_named(other, person=False):
                    found += self._at(other)
        return found

    def _at(self, token: Token) -> Iterator[Body]:
        mention = self.mentions.at(token)
        alone = mention is None or mention["start"] == token.idx
        if alone and token.lower_ in words_for("field"):  # "vice president of sales"
            return
        if mention and mention["kind"] == "name":
            if self._is_part(mention):
                yield from self._whole(token)
            elif parties := self._of_section(token):
                yield from parties
            elif self._is_body(mention):
                yield self._named(mention)
        elif mention and self._means_body(token):
            yield self._meant(token, mention)
        elif token.lemma_.lower() in words_for("part"):
            yield from self._whole(token)
        elif mention is None and self._is_name(token):
            start, end = phrase(token)
            yield Body(text_of(self.doc)[start:end], "Organization", (start, end))

    def _whole(self, part: Token) -> Iterator[Body]:
        """Of which body something is a part: "the board of Delta", "the party's Ohio chapter"."""
        for child in part.children:
            if child.dep_ in ("poss", "compound", "nmod"):
                yield from self._at(child) if self.mentions.at(child) else ()
            elif child.dep_ == "prep" and child.lower_ in words_for("preposition"):
                yield from self._in_phrase(child)

    def _of_section(self, token: Token) -> list[Body]:
        """The party that a named section belongs to: "the Northern Division of the Harbour Party"."""
        is_section = token.lower_ in words_for("part")
        return [body for body in self._whole(token) if body.is_party] if is_section else []

    def _in_phrase(self, preposition: Token) -> list[Body]:
        for child in preposition.children:
            if child.dep_ == "pobj":
                return self.at(child)
            if child.dep_ == "prep":
                return self._in_phrase(child)
        return []

    def _close(self, preposition: int) -> list[Body]:
        start = self.doc[preposition].idx
        for mention in self.doc._.kg_mentions:
            if mention["kind"] == "name" and start < mention["start"] <= start + NEAR:
                return [] if mention["type"] == PERSON else [self._named(mention)]
        return []

    def _of_verb(self, title: Title) -> list[Body]:
        """The body that a verb names: "joined Delta as president", "Delta named Ana Duarte president"."""
        noun = title.run[0].head
        ruler = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else noun.head
        if ruler.dep_ == "relcl" and any(child.lower_ == "where" for child in ruler.children):
            return self.at(ruler.head)
        if ruler.lemma_ in role_verbs("joining"):
            return [body for child in ruler.children if child.dep_ == "dobj" for body in self.at(child)]
        if ruler.lemma_ in role_verbs("appointing") and noun.dep_ in ("oprd", "pobj"):
            subject = subject_of(ruler)
            return self.at(subject) if subject is not None else []
        return []

    def _named(self, mention: MentionLayer) -> Body:
        words = text_of(self.doc)[mention["start"] : mention["end"]]
        actor = known(words) or load_index().of_demonym(words)
        kind = actor.type if actor else mention["type"]
        return Body(actor.name if actor else words, kind, (mention["start"], mention["end"]))

    def _elsewhere(self, token: Token) -> MentionLayer | None:
        """The body that the text names by the same word in another place."""
        end = token.idx + len(token)
        same = (
            mention
            for mention in self.doc._.kg_mentions
            if mention["kind"] == "name"
            and mention["type"] not in (PERSON, "Place")
            and text_of(self.doc)[mention["start"] : mention["end"]] == text_of(self.doc)[token.idx : end]
        )
        return next(same, None)

    def _meant(self, token: Token, mention: MentionLayer) -> Body:
        entity = self.doc._.kg_entities[self.mentions.reference(token)]
        return Body(entity["name"], entity["type"], (mention["start"], mention["end"]), is_named=False)

    def _means_body(self, token: Token) -> bool:
        """Whether a pronoun or nominal means a body that is named elsewhere."""
        entity = self.mentions.reference(token)
        if entity is None:
            return False
        found = self.doc._.kg_entities[entity]
        return found["type"] != PERSON and not any(letter.isdigit() for letter in found["name"])

    def _is_part(self, mention: MentionLayer) -> bool:
        """Whether a name is only "the Board of Directors"."""
        return text_of(self.doc)[mention["start"] : mention["end"]].lower() in words_for("part")

    def _is_name(self, token: Token) -> bool:
        """Whether a word is a name that the recogniser passed over, and no title or day."""
        return token.pos_ == "PROPN" and token.ent_type_ not in TIMES and token.lower_ not in title_words()

    def _is_body(self, mention: MentionLayer) -> bool:
        """Whether a mention is the name of a body or place."""
        return mention["kind"] == "name" and mention["type"] != PERSON and not self._is_title(mention)

    def _is_title(self, mention: MentionLayer) -> bool:
        """Whether the recogniser took a title for a name: "Founder", "President & CEO"."""
        words = text_of(self.doc)[mention["start"] : mention["end"]].lower().split()
        return all(word in title_words() for word in words)
