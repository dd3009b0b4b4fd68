"""Whom a noun says something of: a small rule for each construction, tried in order."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.arguments import is_passive, subject_of, with_conjuncts
from kg.extraction.gazetteer import PERSON, load_index
from kg.extraction.layers import MentionLayer, text_of, words_at
from kg.extraction.roles.titles import after_suffix, title_words
from kg.lexicon import load_table, load_words

VERBS = ("VERB", "AUX")
CLIMBS = 4
"""A bearer is no further off than this many nouns that say something of one another."""
LONGEST_NAME = 3
"""No person's name has more words, as far as the recogniser took it for another name."""
OPENERS = frozenset({",", "(", "-", "–", "—"})
"""What parts a name from the title after it."""
GENDERED = frozenset({"male", "female", "speaker"})
"""The kinds of pronouns that stand for one person."""


class Bearing(NamedTuple):
    """The words for who bears a title, and the verb that says so, if one does."""

    people: list[Token]
    verb: Token | None = None


@cache
def role_verbs(kind: str) -> frozenset[str]:
    """The lemmas of role_verbs.tsv of one kind."""
    return frozenset(word for word, of in load_table("role_verbs", 2) if of == kind)


class Mentions:
    """The mentions of a Doc by token."""

    def __init__(self, doc: Doc) -> None:
        self.by_token: dict[int, tuple[int, MentionLayer]] = {}
        for number, mention in enumerate(doc._.kg_mentions):
            for token in words_at(doc, mention["start"], mention["end"]):
                self.by_token.setdefault(token.i, (number, mention))
        self.references: list[int | None] = doc._.kg_references

    def at(self, token: Token) -> MentionLayer | None:
        """The mention that ``token`` is part of."""
        found = self.by_token.get(token.i)
        return found[1] if found else None

    def reference(self, token: Token) -> int | None:
        """The entity of the mention that ``token`` is part of."""
        found = self.by_token.get(token.i)
        return self.references[found[0]] if found else None

    def is_named(self, token: Token, *, person: bool) -> bool:
        """Whether ``token`` is part of a person's name, or of another name."""
        mention = self.at(token)
        return bool(mention and mention["kind"] == "name" and (mention["type"] == PERSON) == person)


class Bearers:
    """Who bears the titles of a Doc."""

    def __init__(self, doc: Doc, mentions: Mentions) -> None:
        self.doc = doc
        self.mentions = mentions

    def of(self, noun: Token, *, end: int | None = None, climbs: int = CLIMBS) -> Bearing | None:
        """Who ``noun``, whose phrase ends before the token ``end``, is said of; None if nobody named."""
        for construction in self._constructions():
            bearing = construction(noun, noun.i + 1 if end is None else end)
            if bearing is None:
                continue
            told = bearing.verb is not None
            if people := [person for token in bearing.people for person in self._people(token, climbs, told)]:
                return Bearing(people, bearing.verb)
        if noun.dep_ == "conj" and climbs and noun.head.pos_ not in VERBS:
            return self._within(noun.head, climbs)
        return None

    def people(self, tokens: list[Token]) -> list[Token]:
        """Those that ``tokens`` name, or are said of."""
        return [person for token in tokens for person in self._people(token, CLIMBS, told=False)]

    def _within(self, noun: Token, climbs: int) -> Bearing | None:
        return None if self.mentions.is_named(noun, person=True) else self.of(noun, climbs=climbs - 1)

    def _constructions(self) -> Iterator[Callable[[Token, int], Bearing | None]]:
        yield self._before_name
        yield self._after_name
        yield self._with_its_name
        yield self._predicate
        yield self._object_predicate
        yield self._as
        yield self._held
        yield self._opening

    def _people(self, token: Token, climbs: int, told: bool) -> Iterator[Token]:
        """``token`` if it names a person, else whom it is said of: "an engineer who is the mayor".

        Where a verb has ``told`` that it is the mayor, a name that only looks like a body's is a person's.
        """
        mention = self.mentions.at(token)
        if mention is None:
            if token.pos_ == "PROPN" and token.lower_ not in title_words():
                yield token
                return
        elif mention["kind"] == "pronoun":
            if load_words("pronouns")[token.lower_] in GENDERED and not self._means_acronym(token):
                yield token
            return
        elif mention["kind"] == "name":
            if self._is_person(token, mention) or (told and self._is_guess(mention)):
                yield token
            return
        if token.pos_ in ("NOUN", "PROPN") and climbs:
            bearing = self.of(token, climbs=climbs - 1)
            yield from bearing.people if bearing else ()

    def _is_person(self, token: Token, mention: MentionLayer) -> bool:
        """Whether a name is a person's, and not a day or abbreviation that the recogniser takes for one."""
        words = text_of(self.doc)[mention["start"] : mention["end"]]
        days = any(letter.isdigit() for letter in words)
        return mention["type"] == PERSON and not days and not self._is_acronym(token)

    def _means_acronym(self, pronoun: Token) -> bool:
        entity = self.mentions.reference(pronoun)
        named = self.doc._.kg_entities[entity]["mentions"] if entity is not None else []
        return any(self._is_acronym(self.doc[self.doc._.kg_mentions[number]["head"]]) for number in named)

    def _is_guess(self, mention: MentionLayer) -> bool:
        """Whether a name is nobody's that is known, and has no word that only bodies have."""
        words = text_of(self.doc)[mention["start"] : mention["end"]]
        parts = words.split()
        looks = (
            words.istitle()
            and "," not in words
            and len(parts) <= LONGEST_NAME
            and all(part[0].isalpha() for part in parts)
        )
        return looks and not load_index().named(words)

    def _is_acronym(self, token: Token) -> bool:
        """Whether a name is capitals in brackets after the name that they are short for."""
        return token.is_upper and token.i > 0 and self.doc[token.i - 1].text == "("

    def _before_name(self, noun: Token, end: int) -> Bearing | None:
        """ "Interior Minister Ana Duarte", "Mayor-elect Ana Duarte"."""
        end = after_suffix(self.doc, end)
        if end < len(self.doc) and self.mentions.is_named(self.doc[end], person=True):
            mention = self.mentions.at(self.doc[end])
            if mention and mention["start"] == self.doc[end].idx:
                return Bearing([self.doc[mention["head"]]])
        return None

    def _after_name(self, noun: Token, end: int) -> Bearing | None:
        """ "Ana Duarte, the interior minister", "Ana Duarte (interior minister)"."""
        if noun.dep_ == "appos" and noun.head.i < noun.i:
            return Bearing([noun.head])
        before = noun.left_edge.i - 1
        if before > 0 and self.doc[before].text in OPENERS:
            name = self.doc[before - 1]
            if self.mentions.is_named(name, person=True) and noun.dep_ in ("conj", "dep", "npadvmod", "appos"):
                return Bearing([name])
        return None

    def _with_its_name(self, noun: Token, end: int) -> Bearing | None:
        """ "The panel's chairman, Ana Duarte"."""
        named = [child for child in noun.children if child.dep_ == "appos" and child.i > noun.i]
        named = [child for child in named if self.mentions.is_named(child, person=True)]
        return Bearing(named[:1]) if named and noun.tag_ not in ("NNS", "NNPS") else None

    def _predicate(self, noun: Token, end: int) -> Bearing | None:
        """ "Ana Duarte is the interior minister"."""
        if noun.dep_ in ("attr", "conj") and noun.head.lemma_ in role_verbs("copula"):
            return Bearing(_subjects(noun.head), noun.head)
        return None

    def _object_predicate(self, noun: Token, end: int) -> Bearing | None:
        """ "was elected president", "named Ana Duarte president"."""
        verb = noun.head
        if noun.dep_ in ("oprd", "attr", "dobj") and verb.lemma_ in role_verbs("appointing"):
            if noun.dep_ == "dobj" and not is_passive(verb):
                return None
            return Bearing(_affected(verb), verb)
        return None

    def _as(self, noun: Token, end: int) -> Bearing | None:
        """ "served as president", "was hired as president", "with Ana Duarte as president"."""
        preposition = noun.head
        if noun.dep_ != "pobj" or preposition.lower_ != "as":
            return None
        ruler = preposition.head
        while not _is_clause(ruler) and ruler.head != ruler and not self.mentions.at(ruler):
            ruler = ruler.head
        if self.mentions.is_named(ruler, person=True):
            return Bearing([ruler])
        if ruler.lemma_ in role_verbs("appointing"):
            return Bearing(_affected(ruler), ruler)
        subjects = _subjects(ruler) if ruler.pos_ in VERBS else []
        opens = preposition.i == noun.sent.start and subjects and subjects[0].i > noun.i
        return Bearing(subjects, ruler) if opens or ruler.lemma_ in role_verbs("serving") else None

    def _held(self, noun: Token, end: int) -> Bearing | None:
        """ "stepped down from her post as president", "the role of president"."""
        preposition = noun.head
        if noun.dep_ != "pobj" or preposition.lower_ not in ("as", "of"):
            return None
        post = preposition.head
        if post.lemma_.lower() not in role_verbs("post"):
            return None
        holder = next((child for child in post.children if child.dep_ == "poss"), None)
        verb = next((word for word in post.ancestors if word.pos_ in VERBS), None)
        if verb is None:
            return Bearing([holder]) if holder else None
        return Bearing([*([holder] if holder else []), *_subjects(verb)][:1], verb)

    def _opening(self, noun: Token, end: int) -> Bearing | None:
        """ "A member of the Harbour Party, she ran for mayor"."""
        if noun.left_edge.i != noun.sent.start or noun.dep_ in ("nsubj", "nsubjpass", "ROOT"):
            return None
        verb = noun.head
        subjects = _subjects(verb) if verb.pos_ in VERBS else []
        return Bearing(subjects, None) if subjects and subjects[0].i > noun.i else None


def _is_clause(word: Token) -> bool:
    """Whether a word rules a clause: "including" before "as" is none."""
    return word.pos_ in VERBS and word.dep_ != "prep"


def _subjects(verb: Token) -> list[Token]:
    if is_passive(verb):
        return with_conjuncts(next((c for c in verb.children if c.dep_ == "nsubjpass"), None))
    return with_conjuncts(subject_of(verb))


def _affected(verb: Token) -> list[Token]:
    """Whom an appointing verb appoints."""
    if is_passive(verb):
        own = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if own is None and verb.dep_ in ("acl", "relcl"):
            own = verb.head
        if own is not None and own.tag_ in ("WP", "WDT"):
            own = verb.head
        return with_conjuncts(own)
    found = next((c for c in verb.children if c.dep_ in ("dobj", "nsubj") and c.i > verb.i), None)
    return with_conjuncts(found)
