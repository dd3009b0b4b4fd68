"""Who held an office on the article's day: "the president of France", "Sen. Brandt"."""

from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.gazetteer import known, load_index
from kg.extraction.layers import MentionLayer, article_of, text_of, words_at
from kg.extraction.offices import holder_of
from kg.gazetteer.model import Actor
from kg.lexicon import load_table, load_words

COUNTRY = "Country"
LONGEST_TITLE = 3
"""Words of a title before a surname."""


def holder_described(doc: Doc, mention: MentionLayer) -> Actor | None:
    """The holder of the office of a country that a description names; None if it names no such office.

    "the president of the United States", "the French president", "Mexico's president". What the index does not
    know of the day stays unknown.
    """
    head = doc[mention["head"]]
    country, day = _country(head), article_of(doc).published
    if country is None or day is None:
        return None
    before = [left.lower_ for left in head.lefts if left.dep_ == "compound" and left.is_lower]
    return holder_of(" ".join([*before, head.lower_]), country, day)


def titled(doc: Doc, mention: MentionLayer) -> Actor | None:
    """The one person of a surname who held the office whose title stands before it: "President Bush" in 2007."""
    day = article_of(doc).published
    title = _title_before(doc, mention["start"])
    if day is None or title is None:
        return None
    surname = text_of(doc)[mention["start"] : mention["end"]]
    bearers = [actor for actor in load_index().family(surname) if _held(actor, title, day)]
    return bearers[0] if len(bearers) == 1 else None


def _title_before(doc: Doc, start: int) -> str | None:
    """The title that ends where a name starts, the longest that is one."""
    end = words_at(doc, start, start + 1).start
    for length in range(min(LONGEST_TITLE, end), 0, -1):
        words = [token.lower_ for token in doc[end - length : end]]
        title = " ".join(load_words("abbreviations").get(word, word) for word in words)
        if " ".join(words) in _titles():
            return title
    return None


@cache
def _titles() -> frozenset[str]:
    return frozenset(title for title, *_ in load_table("titles", 3))


def _held(actor: Actor, title: str, day: str) -> bool:
    """Whether an actor held an office of that title: "United States senator", "President of Mexico"."""
    offices = (held.office.lower() for held in load_index().holdings_of(actor.qid) if held.covers(day))
    return any(office.startswith(f"{title} of ") or office.endswith(f" {title}") for office in offices)


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
