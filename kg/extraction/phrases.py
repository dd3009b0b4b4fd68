"""How far a phrase goes around its head, and how it reads as a topic."""

from collections.abc import Container

from spacy.tokens import Doc, Span, Token

from kg.gerunds import gerund
from kg.lexicon import load_words

SUBJECTS = ("nsubj", "nsubjpass")
OUTSIDE = ("relcl", "advcl", "appos", "parataxis", "punct", "cc", "conj", "acl")
"""What hangs on a noun but is no part of its name."""
RESTRICTING = ("prep", "acl", "ccomp", "relcl")
"""What follows a noun and tells which it is."""
COMPLEMENTS = (
    "dobj",
    "ccomp",
    "prt",
    "prep",
    "attr",
    "acomp",
    "oprd",
    "pobj",
    "dative",
    "xcomp",
    "neg",
    "advmod",
    "agent",
)
"""What follows a verb and belongs to what it says."""
CLAUSES = ("ccomp", "xcomp", "conj")
TIMES = ("DATE", "TIME")
"""What the recogniser calls times."""
MAX_WORDS = 12
"""A topic of more words than this is a sentence, not a topic."""


def phrase(head: Token) -> tuple[int, int]:
    """The smallest phrase of ``head`` as characters: no relative clause, apposition or coordination.

    A verb's phrase starts at the verb and holds its objects: "sending US troops to Ukraine". A clause that
    names its subject starts there: "the auditors to testify".
    """
    if head.pos_ in ("VERB", "AUX"):
        start, end = _verb_phrase(head)
    else:
        start, end = _noun_phrase(head)
    doc = head.doc
    while start < end - 1 and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "det"):
        start += 1
    while end - 1 > start and is_loose(doc[end - 1]):
        end -= 1
    while is_hyphened(doc, end):
        end += 2
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def is_hyphened(doc: Doc, end: int) -> bool:
    """Whether a hyphen joins the word before ``end`` to the next: "re-election"."""
    return end + 1 < len(doc) and doc[end].text == "-" and not (doc[end - 1].whitespace_ or doc[end].whitespace_)


def is_loose(last: Token) -> bool:
    """Whether a phrase does not end in this word: a mark, a possessive sign, what leads to words that were cut."""
    return last.is_punct or last.is_space or last.tag_ == "POS" or last.dep_ in ("prep", "mark")


def wording(head: Token) -> str:
    """The phrase of ``head`` as a topic's name: a finite clause as a headline puts it.

    "the plan was a mistake" is "plan a mistake", "the fees could ruin ports" is "fees ruin ports".
    """
    head = _measured(head)
    start, end = phrase(head)
    words = head.doc.char_span(start, end, alignment_mode="expand")
    if words is None:
        return head.doc.text[start:end]
    if not _is_finite(head):
        return nominal(restricted(words))
    dropped = {child.i for child in head.children if child.dep_ in ("aux", "auxpass")}
    if head.lemma_ == "be":
        dropped.add(head.i)
    return "".join(word.text_with_ws for word in words if word.i not in dropped).strip()


def nominal(words: Span, *, cue: Container[Token] = ()) -> str:
    """``words`` as a name: an infinitive at their beginning as a noun, "not sending aid" of "not to send aid".

    A negation among the words of the ``cue`` is said there: "won't compromise" refuses compromising.
    """
    words = _without_time(words)
    verb = words.root
    before = words.doc[words.start : verb.i]
    if verb.tag_ != "VB" or any(word.dep_ not in ("aux", "neg") for word in before):
        return words.text
    negations = [child.norm_ for child in verb.lefts if child.dep_ == "neg" and child not in cue]
    rest = verb.whitespace_ + words.doc[verb.i + 1 : words.end].text
    return " ".join([*negations, gerund(verb.lower_)]) + rest


def _measured(noun: Token) -> Token:
    """What a noun that only measures is said of: "taxes" of "a slew of taxes"."""
    joint = load_words("partitives").get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None
    if joint is None:
        return noun
    joints = (child for child in noun.rights if child.i == noun.i + 1 and child.lower_ == joint)
    return next((inner for child in joints for inner in child.rights if inner.dep_ == "pobj"), noun)


def _without_time(words: Span) -> Span:
    """``words`` without a phrase at their end that says when: "in January"."""
    for word in words[1:]:
        last = word.right_edge.i == words.end - 1 and word.dep_ == "prep"
        if last and any(inner.dep_ == "pobj" and inner.ent_type_ in TIMES for inner in word.rights):
            return words[: word.i - words.start]
    return words


def restricted(words: Span) -> Span:
    """``words`` that end in their noun, with what follows to tell which it is: "plan to sell the port"."""
    noun = words.root
    if noun.pos_ != "NOUN" or noun.i != words.end - 1:
        return words
    for right in noun.rights:
        if right.left_edge.i != words.end or right.dep_ not in RESTRICTING:
            break
        end = max(_edge(right), _verb_phrase(right)[1])
        while is_loose(words.doc[end - 1]):
            end -= 1
        if end - words.start <= MAX_WORDS:
            words = words.doc[words.start : end]
    return words


def _is_finite(head: Token) -> bool:
    """Whether ``head`` rules a clause with a named subject and a tense, not "X to testify"."""
    return clause_subject(head) is not None and not any(child.tag_ == "TO" for child in head.children)


def is_infinitive(token: Token) -> bool:
    """Whether ``token`` is a verb with "to"."""
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in token.children)


def clause_subject(head: Token) -> Token | None:
    """The noun that is the subject inside a clause that is an object itself."""
    if head.dep_ not in CLAUSES:
        return None
    before = (child for child in head.lefts if child.dep_ in SUBJECTS)
    return next((child for child in before if child.pos_ in ("NOUN", "PROPN")), None)


def meant(noun: Token) -> Token:
    """The name that a noun is only said of: in "Delta is a club led by Ana Duarte" she leads Delta."""
    verb = noun.head
    if noun.dep_ != "attr" or verb.lemma_ != "be":
        return noun
    return next((child for child in verb.lefts if child.dep_ == "nsubj" and child.pos_ == "PROPN"), noun)


def _noun_phrase(head: Token) -> tuple[int, int]:
    start = min((left.left_edge.i for left in head.lefts if left.dep_ not in OUTSIDE), default=head.i)
    end = head.i + 1
    for right in head.rights:
        edge = _edge(right)
        if right.dep_ not in ("prep", "compound", "nummod") or right.i != end or edge - start > MAX_WORDS:
            break
        end = edge
    return start, end


def _verb_phrase(head: Token) -> tuple[int, int]:
    subject = clause_subject(head)
    gerunds = (child.i for child in head.lefts if child.dep_ in ("aux", "auxpass") and child.tag_ == "VBG")
    start = subject.left_edge.i if subject else min(gerunds, default=head.i)
    end = head.i + 1
    for right in head.rights:
        edge = _edge(right)
        if right.dep_ not in COMPLEMENTS or edge - start > MAX_WORDS:
            break
        end = max(end, edge)
    return start, end


def _edge(token: Token) -> int:
    """One past the last token of ``token``'s phrase, without clauses that hang on it."""
    end = token.i + 1
    for right in token.rights:
        if right.dep_ in ("relcl", "advcl", "acl", "appos", "punct"):
            break
        end = _edge(right)
    return end
