"""Who and what of a word in a parse: understood subjects, and objects in their places."""

from spacy.tokens import Token

from kg.extraction.frames import Match
from kg.extraction.phrases import SUBJECTS
from kg.lexicon import load_words


def find_subjects(match: Match) -> list[Token]:
    """The heads of the subject, its coordinated ones included; empty if nobody is named."""
    token = match.token
    if match.frame.part_of_speech == "noun":
        return with_conjuncts(_noun_subject(token))
    if match.frame.part_of_speech == "adjective":
        return with_conjuncts(_own_subject(token) or subject_of(token))
    return with_conjuncts(subject_of(token))


def find_objects(match: Match) -> list[Token]:
    """The heads of the object in the first of the frame's places that is filled."""
    for slot in match.frame.slots:
        found = _slot(match, slot)
        if found is not None:
            return with_conjuncts(found)
    return []


def subject_of(verb: Token) -> Token | None:
    """The active subject of ``verb``: its own, its agent, or the one that it shares or is controlled by."""
    if is_passive(verb):
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    return _own_subject(verb) or _shared_subject(verb)


def is_passive(verb: Token) -> bool:
    """Whether the object of the verb stands as its subject."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return not _contracted_perfect(verb)
    return _described(verb) is not None and verb.tag_ == "VBN"


def _described(verb: Token) -> Token | None:
    """The noun that a participle describes, by itself or joined to another: "a club founded and led by her"."""
    if verb.dep_ == "conj" and verb.head.dep_ == "acl" and not any(c.dep_ in SUBJECTS for c in verb.children):
        return verb.head.head if verb.head.tag_ == verb.tag_ else None
    return verb.head if verb.dep_ == "acl" else None


def _contracted_perfect(verb: Token) -> bool:
    """Whether "'s" is "has", not "is": "he's ruled out boots on the ground" has an object after the verb."""
    contracted = any(child.dep_ == "auxpass" and child.lower_ in ("'s", "’s") for child in verb.children)
    after = [child for child in verb.rights if child.dep_ in ("dobj", "prt", "prep")]
    return contracted and any(c.dep_ == "dobj" or any(g.dep_ == "pobj" for g in c.children) for c in after)


def with_conjuncts(head: Token | None) -> list[Token]:
    """``head`` and what is coordinated with it."""
    if head is None:
        return []
    return [head] if head.dep_ == "conj" else [head, *head.conjuncts]


def _own_subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
                return verb.head
            return child
    return None


def _shared_subject(verb: Token) -> Token | None:
    """The subject that a verb without one of its own takes from the word that it hangs on."""
    head = verb.head
    if verb.dep_ == "conj":
        return subject_of(head) if head.pos_ in ("VERB", "AUX") else None
    if verb.dep_ in ("xcomp", "ccomp"):
        return _affected(head, before=verb) or subject_of(head)
    if verb.dep_ in ("relcl", "acl"):
        return head if verb.tag_ == "VBG" or verb.dep_ == "relcl" else None
    if verb.dep_ in ("advcl", "pcomp"):
        ruler = head.head if verb.dep_ == "pcomp" else head
        if verb.dep_ == "pcomp" and ruler.pos_ == "ADV":  # "prior to joining"
            ruler = ruler.head
        if ruler.pos_ not in ("VERB", "AUX"):
            return None
        affected = _affected(ruler, before=verb) if head.lower_ in load_words("control") else None
        return affected or subject_of(ruler)
    if verb.dep_ == "acomp":
        return subject_of(head)
    return None


def _affected(ruler: Token, *, before: Token) -> Token | None:
    """Whom a verb is about, and who so does what stands below it: "urged him to go", "was barred from going"."""
    wanted = ("nsubjpass",) if is_passive(ruler) else ("dobj",)
    return next((c for c in ruler.children if c.dep_ in wanted and c.i < before.i), None)


def _noun_subject(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ == "by":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        return subject_of(noun.head)
    if noun.dep_ == "appos":
        return noun.head
    if noun.dep_ == "pobj" and noun.head.head.pos_ == "VERB" and noun.i > noun.head.head.i:
        return subject_of(noun.head.head)
    return None


def _slot(match: Match, slot: str) -> Token | None:
    token = match.token
    match slot:
        case "obj":
            return _object(token)
        case "only":
            more = any(child.dep_ in ("oprd", "ccomp", "xcomp") for child in token.children)
            return None if more else _object(token)
        case "active":
            return None if is_passive(token) else _object(token)
        case "xcomp" | "acl":
            return _infinitive(token, slot)
        case "ccomp" | "mandative":
            clause = next((c for c in token.children if c.dep_ == "ccomp" and c.i > token.i), None)
            return clause if clause is None or slot == "ccomp" or _is_mandative(clause) else None
        case "pcomp" | "pobj":
            return next((c for word in match.companions for c in word.children if c.dep_ in (slot, "pcomp")), None)
        case _:
            return _prepositional(match, slot)


def _object(verb: Token) -> Token | None:
    """What an active verb does something to; a passive one's subject."""
    if is_passive(verb):
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), _described(verb))
    return next((c for c in verb.children if c.dep_ in ("dobj", "dative") and c.tag_ != "PRP$"), None)


def _infinitive(token: Token, slot: str) -> Token | None:
    kinds = ("xcomp",) if slot == "xcomp" else ("acl", "relcl")
    for child in token.children:
        if child.dep_ in kinds and any(word.tag_ in ("VB", "VBG") for word in (child, *child.lefts)):
            return child
    return None


def _is_mandative(clause: Token) -> bool:
    """Whether a clause says what shall be: "that he resign", "that he should resign"."""
    return clause.tag_ == "VB" and not any(
        child.tag_ == "MD" and child.lower_ != "should" for child in clause.lefts
    )


def _prepositional(match: Match, preposition: str) -> Token | None:
    for ruler in (match.token, *match.companions):
        for child in ruler.children:
            if child.dep_ in ("prep", "dative", "agent") and child.lower_ == preposition:
                for inner in child.children:
                    if inner.dep_ in ("pobj", "pcomp"):
                        return inner
    return None
