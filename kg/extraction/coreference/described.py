"""Whom a description means: "the president", "the department", "the newspaper"."""

from kg.extraction.coreference.discourse import Discourse
from kg.extraction.gazetteer import PERSON, load_index
from kg.extraction.layers import article_of
from kg.extraction.names import determiners
from kg.lexicon import load_words


def described(discourse: Discourse, index: int) -> int | None:
    """The entity that a definite description means, of those named before or else anywhere in the article."""
    mention = discourse.mentions[index]
    words = discourse.text[mention["start"] : mention["end"]].lower().split()
    if words[0] not in determiners("definite"):
        return None
    title = " ".join(words[1:])
    if mention["type"] == PERSON:
        return _bearer(discourse, index, title)
    return _named_so(discourse, index, mention["type"], title)


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


def _is_called(discourse: Discourse, entity: int, title: str, head: str) -> bool:
    """Whether the person is named with the title: "the vice president" is not "the president"."""
    ranked = any(word in load_words("ranks") or word in load_words("honorifics") for word in title.split())
    same = load_words("synonyms").get(head, head)
    titles = (title,) if ranked else (title, head, same)
    layer = discourse.entities[entity]
    firsts = (discourse.mentions[mention]["start"] for mention in layer["mentions"])
    if any(name.lower().startswith(titles) for name in (layer["name"], *layer["aliases"])):
        return True
    return any(discourse.text[max(0, at - 30) : at].lower().rstrip().endswith(titles) for at in firsts)


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
    """The latest body whose name holds the noun ("the committee"), or whose class the noun alone tells."""
    last = noun.split()[-1]
    best: tuple[bool, int, int] | None = None
    for entity, layer in enumerate(discourse.entities):
        places = discourse.before(entity, index)
        if not places or layer["type"] == PERSON:
            continue
        words = {word.lower() for name in (layer["name"], *layer["aliases"]) for word in name.split()}
        named = set(noun.split()) <= words
        if named or (layer["type"] == kind and load_words("telling").get(last) == kind):
            rank = (named, places[-1], entity)
            best = max(best, rank) if best else rank
    return best[2] if best else None
