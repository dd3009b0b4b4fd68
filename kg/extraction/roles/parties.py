"""Who belongs to which party: letters, party words before titles, and the politics of a party."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.arguments import is_passive, subject_of, with_conjuncts
from kg.extraction.gazetteer import PERSON
from kg.extraction.layers import MentionLayer, text_of
from kg.extraction.roles.bearers import Bearers, role_verbs
from kg.extraction.roles.bodies import Bodies, Body, words_for
from kg.extraction.roles.titles import Title
from kg.lexicon import load_table, load_words

LETTERS = re.compile(
    r",? *\(([A-Z])(?:[-–—]|\.?, ?)([A-Z][\w. ]*?)\.?\)|, ([A-Z])[-–—]((?:[A-Z]\.){2}|[A-Z][a-z]+\.?|[A-Z]{2}\b)"
)
"""Letters of party and place after a name: "(D-Mass.)", "(R., Ohio)", ", R-N.C."."""

ORGANIZATION = "Organization"
"""The class of bodies of which no more is known."""


class Membership(NamedTuple):
    """That the person at ``token`` belongs to ``party``; ``verb`` says so, if one does."""

    token: Token
    party: Body
    cue: tuple[int, int]
    verb: Token | None = None


@cache
def party_predicate() -> str:
    """The predicate by which titles.tsv puts a person into a party."""
    parties = set(load_words("parties").values())
    return next(predicate for _, predicate, holds in load_table("titles", 3) if holds in parties)


@cache
def seat_predicate() -> str:
    """The predicate by which titles.tsv gives a legislator a place."""
    return next(predicate for _, predicate, holds in load_table("titles", 3) if holds == "seat")


def letter_party(doc: Doc, mention: MentionLayer) -> tuple[str, tuple[int, int]] | None:
    """The party that letters after a name tell, with their characters: "(D-Mass.)"."""
    match = LETTERS.match(text_of(doc), mention["end"])
    group = 1 if match and match[1] else 3
    party = load_words("parties").get(match[group]) if match else None
    return (party, match.span(group)) if match and party else None


def letter_seat(doc: Doc, mention: MentionLayer) -> tuple[int, int] | None:
    """The characters of the place after party letters: "Mass." in "(D-Mass.)"."""
    match = LETTERS.match(text_of(doc), mention["end"])
    if match is None or (match[1] or match[3]) not in words_for("letter"):
        return None
    return match.span(2 if match[1] else 4)


def parties_of(title: Title, bodies: Bodies) -> Iterator[Body]:
    """The parties that the words around a title name: "Harbour Party mayor", "mayor for the Harbour Party"."""
    word = title.doc[title.first - 1] if title.first else None
    if word is not None and word.text in load_words("parties"):
        yield Body(load_words("parties")[word.text], "PoliticalParty", None)
    else:
        yield from (body for body in bodies.before(title) if body.is_named and _is_party(body, of=title))
    for child in _followers(title):
        leads = child.dep_ == "prep" and child.lower_ in words_for("party preposition")
        if leads or (child.dep_ in ("acl", "advcl") and child.lemma_ in role_verbs("politics")):
            yield from (body for body in _objects(child, bodies) if _is_party(body, of=title))


def _followers(title: Title) -> list[Token]:
    """What hangs on a title or its copula, and the word after it, wherever that hangs."""
    found = list(title.head.children)
    if title.head.dep_ == "attr":
        found += [child for child in title.head.head.children if child.dep_ == "prep"]
    if title.end < len(title.doc) and title.doc[title.end].head != title.head:
        found.append(title.doc[title.end])
    return found


def _is_party(body: Body, *, of: Title) -> bool:
    """Whether a body beside a title is a party: of a politician, an organization is one."""
    return body.is_party or (body.type == ORGANIZATION and any(row.holds == "party" for row in of.rows))


def _objects(ruler: Token, bodies: Bodies) -> Iterator[Body]:
    """The bodies that are the object of a preposition or verb, or of a preposition below it."""
    for child in ruler.children:
        if child.dep_ in ("pobj", "dobj"):
            yield from bodies.at(child)
        elif child.dep_ == "prep" and child.lower_ in words_for("party preposition"):
            yield from _objects(child, bodies)


def find_memberships(doc: Doc, bearers: Bearers, bodies: Bodies) -> Iterator[Membership]:
    """Memberships that no title tells: "Ana Duarte of the Harbour Party", "she sits for the Harbour Party"."""
    for mention in doc._.kg_mentions:
        if mention["kind"] == "name" and mention["type"] == PERSON:
            name = doc[mention["head"]]
            for child in name.children:
                if child.dep_ == "prep" and child.lower_ in words_for("party of"):
                    for party in filter(_named_party, _objects(child, bodies)):
                        yield Membership(name, party, (child.idx, child.idx + len(child)))
    for verb in doc:
        if verb.lemma_ in role_verbs("politics") and verb.pos_ == "VERB":
            for party in filter(_named_party, _objects(verb, bodies)):
                for person in bearers.people(_who(verb)):
                    yield Membership(person, party, (verb.idx, verb.idx + len(verb)), verb)


def _named_party(body: Body) -> bool:
    return body.is_party


def _who(verb: Token) -> list[Token]:
    if is_passive(verb):
        return with_conjuncts(next((c for c in verb.children if c.dep_ == "nsubjpass"), None))
    return with_conjuncts(subject_of(verb))
