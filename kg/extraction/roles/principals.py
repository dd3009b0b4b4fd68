"""For whom the voice of a body speaks on the article's day."""

from spacy.tokens import Doc

from kg.extraction.gazetteer import known, load_index
from kg.extraction.layers import article_of
from kg.lexicon import load_words


def principal_of(doc: Doc, body: str) -> str:
    """The holder of the office that a body's voice speaks for on the article's day, else the body itself."""
    actor = known(body)
    office = load_words("bodies").get(actor.qid) if actor else None
    day = article_of(doc).published
    if office and day:
        held = load_index().holdings(office, day)
        holder = load_index().actor(held[0].holder) if held else None
        return holder.name if holder else body
    return body
