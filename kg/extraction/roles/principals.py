"""For whom the voice of a body speaks on the article's day."""

from spacy.tokens import Doc

from kg.extraction.gazetteer import known, load_index
from kg.extraction.layers import article_of, text_of
from kg.extraction.offices import holder_of
from kg.extraction.roles.bodies import Body
from kg.gazetteer.model import Actor
from kg.lexicon import load_words


def principal_of(doc: Doc, body: Body) -> Actor | None:
    """The holder of the office that a body's voice speaks for on the article's day, if the index knows one."""
    day = article_of(doc).published
    if day is None:
        return None
    actor = known(body.name)
    office = load_words("bodies").get(actor.qid) if actor else None
    if office:
        held = load_index().holdings(office, day)
        return load_index().actor(held[0].holder) if held else None
    country = _country(doc, body, actor)
    return holder_of(body.name, country, day) if country else None


def _country(doc: Doc, body: Body, actor: Actor | None) -> Actor | None:
    """Whose body it is: as is known, or by its first word or the one before it."""
    if actor:
        return load_index().actor(actor.country) if actor.country else None
    before = text_of(doc)[: body.span[0]].split()[-1:] if body.span else []
    for word in (body.name.split()[0], *before):
        if country := load_index().of_demonym(word) or _named_country(word.removesuffix("'s").removesuffix("’s")):
            return country
    return None


def _named_country(word: str) -> Actor | None:
    actor = known(word)
    return actor if actor and load_index().of_demonym(word) is None and actor.type == "Country" else None
