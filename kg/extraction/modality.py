"""How a cue is put: negated or not, and as fact, possibility, intention, condition or question."""

from collections.abc import Container
from functools import cache

from spacy.tokens import Token

from kg.extraction.phrases import SUBJECTS, is_infinitive
from kg.lexicon import load_table
from kg.model import Modality

NEGATED = "negated"
VERB_LIKE = ("xcomp", "ccomp", "pcomp", "acl", "advcl", "dobj", "pobj", "prep")


@cache
def _words(kind: str) -> dict[str, str]:
    return {word: effect for word, row_kind, effect in load_table("modality", 3) if row_kind == kind}


def polarity_and_modality(token: Token, cue: Container[Token] = ()) -> tuple[bool, Modality]:
    """Whether the cue ruled by ``token`` is negated, and its modality.

    Negations among the words of the ``cue`` are part of what it says: "no knowledge of".
    """
    verb = _verb(token)
    negated = sum(_negators(word, cue) for word in {token, verb})
    effect = _auxiliary(verb)
    if verb is not token:
        effect, negated = _bent(verb, effect, negated)
    ruler = _first_coordinated(verb)
    governed = False
    while ruler.dep_ in VERB_LIKE and ruler.head != ruler and not _subject_between(ruler):
        if ruler.dep_ == "xcomp":
            negated += _negators(ruler.head, cue)
        beside = ruler.dep_ == "advcl" and not is_infinitive(ruler)
        ruler = ruler.head
        if not beside:  # "ordered the closure, saying ...": the order does not govern the saying
            governed = governed or ruler.lemma_.lower() in _words("governor")
            effect, negated = _bent(ruler, effect, negated)
    if ruler.dep_ == "ccomp":
        effect, negated = _bent(ruler.head, effect, negated, kind="clause")
    if marked := _marked(verb):
        effect = marked
    elif effect == "asserted" and _asked(verb):
        effect = "questioned"
    elif effect == "asserted" and not governed and _is_purpose(verb):
        effect = "intended"
    return negated % 2 == 1, _closed(effect)


def _first_coordinated(verb: Token) -> Token:
    """The verb whose rulers ``verb`` shares: "pledged to scrap the levy and veto the bill"."""
    while verb.dep_ == "conj" and not any(child.dep_.startswith("nsubj") for child in verb.children):
        verb = verb.head
    return verb


def _bent(ruler: Token, effect: str, negated: int, kind: str = "governor") -> tuple[str, int]:
    """What becomes of an effect and a count of negations under ``ruler``, a verb or noun over the cue."""
    lemma = ruler.lemma_.lower()
    phrasal = (_words(kind).get(f"{lemma} {child.lower_}") for child in ruler.children if child.dep_ == "prt")
    governed = next(filter(None, phrasal), _words(kind).get(lemma))
    if governed == NEGATED:
        return effect, negated + 1
    return (governed if governed and effect == "asserted" else effect), negated


def _closed(effect: str) -> Modality:
    match effect:
        case "possible" | "intended" | "conditional" | "questioned":
            return effect
        case _:
            return "asserted"


def _verb(token: Token) -> Token:
    """The verb that carries a noun or adjective cue: "made a promise", "is open to"."""
    if token.pos_ in ("VERB", "AUX"):
        return token
    if token.dep_ in ("dobj", "attr", "acomp", "nsubj", "nsubjpass") and token.head.pos_ in ("VERB", "AUX"):
        return token.head
    return token


def _negators(token: Token, cue: Container[Token]) -> int:
    negators = (child for child in token.children if child.dep_ in ("neg", "det", "advmod", "preconj"))
    return sum(child.lower_ in _words("negator") and child not in cue for child in negators)


def _auxiliary(verb: Token) -> str:
    words = _words("auxiliary")
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in words:
            return words[child.lower_]
    if verb.dep_ == "conj" and not any(child.dep_.startswith("nsubj") for child in verb.children):
        return _auxiliary(verb.head)
    return "asserted"


def _subject_between(token: Token) -> bool:
    """A finite clause with a subject of its own is not bent by what lies over it, unless it reports a wish."""
    finite = token.dep_ == "ccomp" and any(c.dep_ in SUBJECTS for c in token.children)
    return finite and token.tag_ not in ("VB", "VBG")


def _marked(verb: Token) -> str | None:
    words = _words("marker")
    for node in (verb, verb.head if verb.dep_ in ("xcomp", "conj") else verb):
        for child in node.children:
            if child.dep_ == "mark" and child.lower_ in words:
                return words[child.lower_]
    return None


def _is_purpose(verb: Token) -> bool:
    """Whether an infinitive stands by itself: "to stop the strike", and in headlines "Duarte to resign"."""
    return is_infinitive(verb) and verb.dep_ in ("advcl", "ROOT")


def _asked(verb: Token) -> bool:
    return verb.sent[-1].text == "?" or (len(verb.sent) > 1 and verb.sent[-2].text == "?")
