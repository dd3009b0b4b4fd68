"""What a title relates its bearer to: an office, the body, a party, whom it speaks for, a seat, a client."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.extraction.gazetteer import PERSON
from kg.extraction.layers import text_of
from kg.extraction.phrases import phrase
from kg.extraction.roles.bodies import OFFICE, PLACE, Bodies, Body
from kg.extraction.roles.parties import parties_of, party_predicate
from kg.extraction.roles.principals import principal_of
from kg.extraction.roles.titles import Row, Title
from kg.lexicon import load_table, load_words

INITIALS = 4
"""Capitals up to which a word is initials ("FBI director"), not a title that shouts."""
NAMED = ("FAC", "GPE", "LOC", "NORP", "ORG")
"""What the recogniser calls names that stand in titles: "New Hampshire state representative"."""


class Relation(NamedTuple):
    """A predicate with its object: the characters that name or mean it, or a name that the text need not have.

    What is only ``beside`` a title does not share its time: a former Republican mayor may be a Republican.
    """

    predicate: str
    span: tuple[int, int] | None = None
    name: str | None = None
    beside: bool = False


def to_body(predicate: str, body: Body) -> Relation:
    """The relation to ``body``, by its mention where it has one."""
    return Relation(predicate, span=body.span) if body.span else Relation(predicate, name=body.name)


def find_relations(doc: Doc, title: Title, person: Token, bodies: Bodies) -> Iterator[Relation]:
    """The relations of ``person``, who bears ``title``, row by row; the party words beside the title last."""
    own = bodies.of(title)
    found = [relation for row in title.rows for relation in _of_row(doc, title, row, person, own, bodies)]
    yield from found
    related = {relation.span for relation in found if relation.span}
    for party in parties_of(title, bodies):
        if party.span not in related:
            yield to_body(party_predicate(), party)._replace(beside=True)


def _of_row(
    doc: Doc, title: Title, row: Row, person: Token, own: list[Body], bodies: Bodies
) -> Iterator[Relation]:
    match row.holds:
        case "office":
            yield _office(title, row, own)
        case "post":
            if not _is_company(title, own) and (own or not (bodies.is_unknown(title) or _is_bracketed(title))):
                yield _office(title, row, own)
        case "company":
            yield from (to_body(row.predicate, body) for body in own if not body.is_state)
        case "body":
            yield from (_led(title, row, body) for body in own)
        case "party":
            pass
        case "client":
            clients = (client for client in bodies.clients(title) if client.is_named)
            yield from (to_body(row.predicate, client) for client in islice(clients, 1))
        case "sought":
            if sought := _sought(title.span):
                yield Relation(row.predicate, name=sought)
        case "principal":
            yield from _voice(doc, title, row, own, bodies)
        case "seat":
            beside = (*bodies.before(title), *bodies.after(title), *bodies.of_name(person))
            yield from (to_body(row.predicate, body) for body in beside if body.type == PLACE and body.span)
        case _:
            yield Relation(row.predicate, name=row.holds)


def _office(title: Title, row: Row, own: list[Body]) -> Relation:
    words = in_full(title.span)
    return Relation(row.predicate, name=f"{own[0].name} {words}" if own else words)


def _is_company(title: Title, own: list[Body]) -> bool:
    """Whether the title belongs to a company: by its body, or by the other titles of its run."""
    if own:
        return not own[0].is_state
    return any(other.is_of_body for other in title.run if other.first != title.first)


def _is_bracketed(title: Title) -> bool:
    """Whether a title stands in brackets after a name, as in lists of a company's people."""
    return title.first > 0 and title.doc[title.first - 1].text == "("


def _led(title: Title, row: Row, body: Body) -> Relation:
    """The body, or its members of a party: a "Senate Republican leader" leads Senate Republicans."""
    before = title.doc[title.first - 1].text if title.first else ""
    if caucus := load_words("caucuses").get(before):
        return Relation(row.predicate, name=f"{body.name} {caucus}")
    return to_body(row.predicate, body)


def _voice(doc: Doc, title: Title, row: Row, own: list[Body], bodies: Bodies) -> Iterator[Relation]:
    """Whom a voice speaks for: a person; or a body, and who holds its office on the article's day."""
    clients = bodies.clients(title)
    for client in clients[:1]:
        if client.type == PERSON:
            yield to_body(row.predicate, client)
            return
    for body in own[:1] or [client for client in clients[:1] if client.type == OFFICE]:
        if body.type != OFFICE:
            yield to_body(row.predicate, body)
        if principal := principal_of(doc, body):
            yield Relation(row.predicate, name=principal.name)


def in_full(title: Span) -> str:
    """The title in small letters, but for the names in it, and without abbreviations."""
    return " ".join(load_words("abbreviations").get(token.lower_, _as_written(token)) for token in title)


def _as_written(token: Token) -> str:
    initials = token.text.isupper() and 1 < len(token) <= INITIALS
    named = token.ent_type_ in NAMED and token.lower_ not in _title_words()
    return token.text if initials or named else token.lower_


@cache
def _title_words() -> frozenset[str]:
    return frozenset(word for title, *_ in load_table("titles", 3) for word in title.split())


def _sought(title: Span) -> str | None:
    """The office that a candidate is one for: "nominee for governor"."""
    for word in title.root.children:
        if word.dep_ == "prep" and word.lower_ == "for":
            for office in word.children:
                if office.dep_ == "pobj" and office.ent_type_ != PERSON.upper():
                    start, end = phrase(office)
                    return text_of(title.doc)[start:end]
    return None
