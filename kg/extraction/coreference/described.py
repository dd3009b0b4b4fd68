"""Whom a description means: "the president", "the department", "a judge" who is named two sentences later."""

from kg.extraction.coreference.discourse import Discourse
from kg.extraction.gazetteer import PERSON, load_index
from kg.extraction.holders import holder_described
from kg.extraction.layers import article_of
from kg.lexicon import load_groups, load_words
from kg.names import determiners, unnamed_words, without_leading

LEAD = 2
"""How many paragraphs open an article: news names late whom they describe."""
DELAY = 4
"""... and how many paragraphs later at most."""
APART = 30
"""Characters before a name in which its title stands."""


def described(discourse: Discourse, index: int) -> int | None:
    """The entity that a description means.

    A definite one means somebody named before, or else anywhere in the article; an indefinite one that opens the
    article means who is first named, with the same noun, in the paragraphs that follow.
    """
    mention = discourse.mentions[index]
    kinds = {word for left in discourse.head(index).lefts if (word := left.lower_)}
    title = without_leading(discourse.text[mention["start"] : mention["end"]].lower(), unnamed_words())
    if kinds & determiners("definite"):
        if mention["type"] != PERSON:
            return _named_so(discourse, index, mention["type"], title)
        holder = holder_described(discourse.doc, mention)
        found = _linked(discourse, holder.qid) if holder else None
        return _bearer(discourse, index, title) if found is None else found
    if mention["type"] == PERSON and kinds & determiners("article"):
        return _named_later(discourse, index)
    return None


def _linked(discourse: Discourse, qid: str) -> int | None:
    links = discourse.doc._.kg_links
    return next((entity for entity, link in enumerate(links) if link and link["qid"] == qid), None)


def _bearer(discourse: Discourse, index: int, title: str) -> int | None:
    """The person who bears the title: named with it, or known to hold such an office on the article's day."""
    head = discourse.head(index).lemma_.lower()
    everyone = [e for e, entity in enumerate(discourse.entities) if entity["type"] == PERSON]
    holders = [e for e in everyone if _holds(discourse, e, title)]
    bearers = {*holders, *(e for e in everyone if _is_called(discourse, e, title, head))}
    before = next((m for m in range(index - 1, -1, -1) if discourse.of[m] in bearers), None)
    if before is not None:
        return discourse.of[before]
    return holders[0] if len(holders) == 1 else None


def _named_later(discourse: Discourse, index: int) -> int | None:
    """Of those first named after the description, near enough, and with its noun, the first."""
    paragraph = discourse.paragraph(index)
    if paragraph > LEAD:
        return None
    head = discourse.head(index).lemma_.lower()
    for mention in range(index + 1, len(discourse.mentions)):
        entity = discourse.of[mention]
        if discourse.paragraph(mention) > paragraph + DELAY:
            return None
        if entity is None or discourse.entities[entity]["type"] != PERSON or discourse.before(entity, index):
            continue
        if _is_called(discourse, entity, head, head):
            return entity
    return None


def _is_called(discourse: Discourse, entity: int, title: str, head: str) -> bool:
    """Whether the person is named with the title: "the vice president" is not "the president"."""
    ranked = any(word in load_words("ranks") or word in load_words("honorifics") for word in title.split())
    titles = (title,) if ranked else (title, head, *load_groups("synonyms").get(head, ()))
    layer = discourse.entities[entity]
    if any(name.lower().startswith(titles) for name in (layer["name"], *layer["aliases"])):
        return True
    firsts = (discourse.mentions[mention]["start"] for mention in layer["mentions"])
    if any(_ends_in(discourse.text[max(0, at - APART) : at].lower().rstrip(), titles) for at in firsts):
        return True
    return head in {noun for mention in layer["mentions"] for noun in _apposed(discourse, mention)}


def _ends_in(before: str, titles: tuple[str, ...]) -> bool:
    """Whether one of ``titles`` ends the text, and no rank stands before it that makes it another."""
    rests = (before.removesuffix(title).split() for title in titles if before.endswith(title))
    return any(not rest or rest[-1] not in load_words("ranks") for rest in rests)


def _apposed(discourse: Discourse, mention: int) -> list[str]:
    """The nouns beside a name: "Ana Duarte, a Harbour Party lawmaker"."""
    return [child.lemma_.lower() for child in discourse.head(mention).children if child.dep_ == "appos"]


def _holds(discourse: Discourse, entity: int, title: str) -> bool:
    """Whether the person is known to hold such an office on the article's day."""
    link = discourse.doc._.kg_links[entity]
    day = article_of(discourse.doc).published
    return (
        link is not None
        and day is not None
        and any(
            held.office.lower().startswith(title) and held.covers(day)
            for held in load_index().holdings_of(link["qid"])
        )
    )


def _named_so(discourse: Discourse, index: int, kind: str, noun: str) -> int | None:
    """The latest body whose name holds the noun ("the committee"), or whose class the noun tells alone."""
    alone = all(right.dep_ == "case" for right in discourse.head(index).rights)
    told = load_words("telling").get(noun) if alone else None
    nouns = [set(noun.split()), *({other} for other in load_groups("synonyms").get(noun, ()))]
    best: tuple[bool, int, int] | None = None
    for entity, layer in enumerate(discourse.entities):
        places = discourse.before(entity, index)
        if not places or layer["type"] == PERSON:
            continue
        words = {word.lower() for name in (layer["name"], *layer["aliases"]) for word in name.split()}
        named = any(other <= words for other in nouns)
        if named or (layer["type"] == kind and told == kind):
            rank = (named, places[-1], entity)
            best = max(best, rank) if best else rank
    return best[2] if best else None
