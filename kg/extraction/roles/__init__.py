"""What a person is: offices, parties and employers out of titles, appositions and verbs of having a role."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.gazetteer import PERSON
from kg.extraction.layers import UNMEASURED, ClaimLayer, words_at
from kg.extraction.modality import polarity_and_modality
from kg.extraction.phrases import phrase
from kg.extraction.roles.bearers import Bearers, Bearing, Mentions
from kg.extraction.roles.bodies import Bodies
from kg.extraction.roles.parties import (
    find_memberships,
    letter_party,
    letter_seat,
    party_predicate,
    seat_predicate,
)
from kg.extraction.roles.relations import Relation, find_relations, in_full, to_body
from kg.extraction.roles.tenure import Tenure, find_tenure, verb_tenure
from kg.extraction.roles.titles import Title, find_titles
from kg.lexicon import load_table


@cache
def speaking_predicates() -> frozenset[str]:
    """The predicates by which a title makes its bearer the voice of somebody."""
    return frozenset(predicate for _, predicate, holds in load_table("titles", 3) if holds == "principal")


@cache
def voices() -> frozenset[str]:
    """The nouns of the titles by which somebody is the voice of another: "spokesman"."""
    return frozenset(title.split()[-1] for title, _, holds in load_table("titles", 3) if holds == "principal")


def find_roles(doc: Doc) -> Iterator[ClaimLayer]:
    """The roles that the text tells of persons, each once an article."""
    roles = _Roles(doc)
    seen = set()
    for role in roles.find():
        key = roles.key(role)
        if key not in seen:
            seen.add(key)
            yield roles.claim(role)


class _Role(NamedTuple):
    """A relation of ``person`` as the characters of ``cue`` tell it; ``verb`` says so, if one does.

    ``title`` is the title in full where one tells it, ``tenure`` what the words say of its time.
    """

    person: Token
    relation: Relation
    cue: tuple[int, int]
    verb: Token | None = None
    title: str | None = None
    tenure: Tenure = Tenure()


class _Roles:
    """The roles of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions = Mentions(doc)
        self.bearers = Bearers(doc, self.mentions)
        self.bodies = Bodies(doc, self.mentions)

    def find(self) -> Iterator[_Role]:
        """Every role, as often as it is told."""
        for title in find_titles(self.doc):
            bearing = self._bearing(title)
            if bearing is None:
                continue
            cue, verb = (title.span.start_char, title.span.end_char), bearing.verb
            for person in bearing.people:
                tenure = find_tenure(title, verb=verb, person=person)
                for relation in find_relations(self.doc, title, person, self.bodies):
                    lasts = Tenure() if relation.beside else tenure
                    yield _Role(person, relation, cue, verb, in_full(title.span), lasts)
        yield from self._letters()
        for token, party, cue, verb in find_memberships(self.doc, self.bearers, self.bodies):
            tenure = verb_tenure(verb) if verb is not None else Tenure()
            yield _Role(token, to_body(party_predicate(), party), cue, verb, tenure=tenure)

    def _letters(self) -> Iterator[_Role]:
        """What party letters after a name tell: "(D-Mass.)"."""
        for mention in self.doc._.kg_mentions:
            if mention["kind"] == "name" and mention["type"] == PERSON:
                name = self.doc[mention["head"]]
                if letter := letter_party(self.doc, mention):
                    yield _Role(name, Relation(party_predicate(), name=letter[0]), letter[1])
                if seat := letter_seat(self.doc, mention):
                    yield _Role(name, Relation(seat_predicate(), span=seat), seat)

    def _bearing(self, title: Title) -> Bearing | None:
        """Who bears a title, or the titles of its run."""
        own = self.bearers.of(title.head, end=title.end)
        if own or title.head.tag_ in ("NNS", "NNPS") or not all(other.is_of_body for other in title.run):
            return own
        found = (self.bearers.of(other.head, end=other.end) for other in (title.run[-1], title.run[0]))
        return next(filter(None, found), None)

    def key(self, role: _Role) -> tuple[str, str, str]:
        """What makes two tellings of a role one: who, what, and to whom."""
        who = self.mentions.reference(role.person)
        return (
            str(self._words(role.person) if who is None else who),
            role.relation.predicate,
            str(role.relation.name or self._at(role.relation.span)),
        )

    def _at(self, span: tuple[int, int] | None) -> object:
        """The entity at ``span``, else the span itself."""
        found = self.mentions.reference(words_at(self.doc, *span).root) if span else None
        return span if found is None else found

    def claim(self, role: _Role) -> ClaimLayer:
        """The role as a claim."""
        negated, modality = polarity_and_modality(role.verb) if role.verb is not None else (False, "asserted")
        standing = role.tenure.standing
        if standing == "over" and (negated or modality != "asserted"):  # who will resign, or did not, is in office
            negated, modality, standing = False, "asserted", "now"
        return ClaimLayer(
            predicate=role.relation.predicate,
            subject=self._words(role.person),
            object=list(role.relation.span or role.cue),
            object_name=role.relation.name,
            wording=None,
            cue=[list(role.cue)],
            negated=negated,
            modality="intended" if standing == "coming" and modality == "asserted" else modality,
            title=role.title,
            valid_from=role.tenure.start,
            valid_to=role.tenure.end,
            standing=standing,
            confidence=UNMEASURED,
            extractor="roles",
        )

    def _words(self, person: Token) -> list[int]:
        mention = self.mentions.at(person)
        return [mention["start"], mention["end"]] if mention else list(phrase(person))
