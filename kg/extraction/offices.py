"""Who held the office that a description names: "the president of France", on the article's day."""

from spacy.tokens import Doc, Token

from kg.extraction.gazetteer import known, load_index
from kg.extraction.layers import MentionLayer, article_of
from kg.gazetteer.model import Actor

COUNTRY = "Country"


def holder_described(doc: Doc, mention: MentionLayer) -> Actor | None:
    """The holder of the office of a country that a description names; None if it names no such office.

    "the president of the United States", "the French president", "Mexico's president". What the index does not
    know of the day stays unknown.
    """
    head = doc[mention["head"]]
    country, day = _country(head), article_of(doc).published
    if country is None or day is None:
        return None
    title = " ".join(
        [*(left.lower_ for left in head.lefts if left.dep_ == "compound" and left.is_lower), head.lower_]
    )
    held = [one for one in load_index().holdings_in(country.qid, day) if _is_of(one.office, title, country)]
    holders = {one.holder for one in held}
    return load_index().actor(holders.pop()) if len(holders) == 1 else None


def _is_of(office: str, title: str, country: Actor) -> bool:
    """Whether an office is the title with the country: "President of the French Republic"."""
    named, _, of = office.partition(" of ")
    return named.lower() == title and of.removeprefix("the ") in country.names


def _country(head: Token) -> Actor | None:
    """The country whose title ``head`` is: after "of", or as adjective, name or possessor before it."""
    after = [noun for prep in head.rights if prep.lower_ == "of" for noun in prep.children if noun.dep_ == "pobj"]
    before = [left for left in head.lefts if left.dep_ in ("amod", "compound", "nmod", "poss")]
    for noun in (*after, *before):
        name = noun.doc[noun.left_edge.i : noun.i + 1]
        words = [word.text for word in name if word.dep_ != "det"]
        found = load_index().of_demonym(noun.text) or known(" ".join(words))
        if found and found.type == COUNTRY:
            return found
    return None
