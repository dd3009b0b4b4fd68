"""Constructions that report speech or thought: one generator each, over a parse and the cue lexicon."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from kg.extraction.cues import Cue, Lexicon
from kg.extraction.phrases import is_infinitive
from kg.extraction.reports import Report

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
CLIMBING = frozenset({"conj", "xcomp", "advcl", "acl", "ccomp", "pcomp", "dep"})
CLAUSES = frozenset({"ccomp", "xcomp", "oprd"})
PASSIVE = frozenset({"auxpass", "agent", "nsubjpass"})
CUE_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})
LONGEST_SENTENCE = 400
"""A longer "sentence", in tokens, is a list or a parse gone wrong, and is passed over."""
LONGEST_NAME = 4
"""How many words the name before a colon has at most."""
FURTHEST = 5
"""How many verbs up a verb's subject is looked for."""


def find_reports(sentences: Iterable[Span], lexicon: Lexicon) -> Iterator[Report]:
    """Every report that a construction finds in ``sentences``; contents are never empty."""
    default = lexicon.default.get("*")
    for sentence in sentences:
        if len(sentence) > LONGEST_SENTENCE:
            continue
        for token in sentence:
            yield from (report for report in _at(token, lexicon) if report.content)
        if default:
            yield from (report for report in colon(sentence, default) if report.content)


def _at(token: Token, lexicon: Lexicon) -> Iterator[Report]:
    lemma, pos = token.lemma_.lower(), token.pos_
    if token.lower_ in lexicon.phrases:
        yield from phrase(token, lexicon)
    if pos == "VERB" and (cue := verb_cue(token, lexicon)):
        yield from passive(token, cue) if is_passive(token) else active(token, cue)
    elif pos == "NOUN" and (cue := lexicon.nouns.get(lemma)):
        yield from noun(token, cue, lexicon)
    elif pos == "ADJ" and (cue := lexicon.adjectives.get(lemma)):
        yield from adjective(token, cue)


def verb_cue(token: Token, lexicon: Lexicon) -> Cue | None:
    """The cue that a verb is, with its particle if it has one: to rule out is not to rule."""
    lemma = token.lemma_.lower()
    particle = next((child.lower_ for child in token.children if child.dep_ == "prt"), None)
    return lexicon.verbs.get(f"{lemma} {particle}" if particle else lemma)


def active(token: Token, cue: Cue) -> Iterator[Report]:
    """``She said that taxes will fall``, ``Taxes will fall, she said``, ``a plan to cut taxes``."""
    words = cue_words(token)
    subject = subject_of(token)
    if "raising" in cue.slots:
        if subject and (rest := [child for child in token.children if child.dep_ in {"xcomp", "oprd", "acomp"}]):
            content = subtree(subject).union(*map(subtree, rest))
            yield Report(token.i, frozenset(), words, frozenset(content), cue.act)
        return
    if not (source := source_of(token)):
        return
    content = {i for child in token.children if takes(child, cue) for i in part(child, cue)}
    before = min(source | words)
    if content and max(content) < before and token.dep_ == "ROOT":
        content = set(range(token.sent.start, before))
    yield Report(token.i, source, words, trimmed(token.doc, content - source - words), cue.act)


def passive(token: Token, cue: Cue) -> Iterator[Report]:
    """``The plan was criticized by the unions``, ``prices are expected to fall``, ``it is said that ...``."""
    words, below = cue_words(token), _below(token)
    agents = [grand for child in token.children if child.dep_ == "agent" for grand in child.children]
    source = {i for agent in agents if agent.dep_ == "pobj" for i in subtree(agent)}
    content: set[int] = set()
    for child in token.children:
        is_patient = child.dep_ in PASSIVE_SUBJECTS and not (child.pos_ == "PRON" and "ccomp" in below)
        if (is_patient and "addressee" not in cue.slots) or takes(child, cue):
            content.update(subtree(child))
    if token.dep_ == "acl" and source and "object" in cue.slots:
        content |= {word.i for word in token.head.subtree} - {word.i for word in token.subtree}
    content -= source | words
    if source or CLAUSES & below:
        yield Report(token.i, frozenset(source), words, trimmed(token.doc, content), cue.act)


def noun(token: Token, cue: Cue, lexicon: Lexicon) -> Iterator[Report]:
    """``Her promise to cut taxes``, ``the union made the claim that prices rose``."""
    content = {i for child in token.children if takes(child, cue) for i in part(child, cue)}
    words = {token.i}
    source: set[int] = set()
    if holder := next((child for child in token.children if child.dep_ == "poss"), None):
        source = {i for i in subtree(holder) if token.doc[i].tag_ != "POS"}
    elif token.dep_ == "dobj" and token.head.lemma_ in lexicon.light:
        source = set(source_of(token.head))
        words = set(range(token.head.i, token.i + 1))
    if source:
        content -= source | words
        yield Report(token.i, frozenset(source), frozenset(words), trimmed(token.doc, content), cue.act)


def adjective(token: Token, cue: Cue) -> Iterator[Report]:
    """``She is confident that ...``, ``critical of the plan``."""
    if token.dep_ != "acomp":
        return
    content = {i for child in token.children if takes(child, cue) for i in part(child, cue)}
    words = cue_words(token.head) | set(range(token.head.i, token.i + 1))
    if source := source_of(token.head):
        yield Report(token.i, source, words - source, trimmed(token.doc, content - source - words), cue.act)


def phrase(token: Token, lexicon: Lexicon) -> Iterator[Report]:
    """``Taxes will fall, according to the minister``: the rest of the clause is the content."""
    doc = token.doc
    for words, cue in lexicon.phrases[token.lower_]:
        end = token.i + len(words)
        if tuple(word.lower_ for word in doc[token.i : end]) != words or end >= len(doc):
            continue
        objects = [child for child in doc[end - 1].children if child.dep_ in {"pobj", "pcomp"}]
        source = {i for child in objects for i in subtree(child)}
        whole = {word.i for word in token.head.subtree} - source - set(range(token.i, end))
        cue_tokens = frozenset(range(token.i, end))
        yield Report(token.i, frozenset(source), cue_tokens, trimmed(doc, whole), cue.act)


def colon(sentence: Span, cue: Cue) -> Iterator[Report]:
    """``Ode: Taxes Will Fall``: a name and a colon before a clause."""
    doc, start, end = sentence.doc, sentence.start, sentence.end
    at = next((token.i for token in sentence[: LONGEST_NAME + 1] if token.text == ":"), start)
    if at > start and all(doc[index].pos_ == "PROPN" for index in range(start, at)):
        content = trimmed(doc, set(range(at + 1, end)))
        if any(doc[index].pos_ in {"VERB", "AUX"} for index in content):
            yield Report(at, frozenset(range(start, at)), frozenset({at}), content, cue.act)


def takes(child: Token, cue: Cue) -> bool:
    """Whether ``cue`` takes what ``child``, its dependant, stands for."""
    slots, dep = cue.slots, child.dep_
    if dep == "xcomp" and child.tag_ == "VBG" and "object" in slots:
        return True
    if dep in {"ccomp", "acl", "xcomp"}:
        return ("infinitive" if is_infinitive(child) else "clause") in slots or (
            dep != "acl" and not slots.isdisjoint({"clause", "infinitive"})
        )
    return (
        (dep in {"oprd", "xcomp"} and "predicate" in slots)
        or (dep == "dobj" and "object" in slots and "addressee" not in slots)
        or (dep == "prep" and child.lower_ in cue.prepositions and not _is_when(child))
    )


def _is_when(preposition: Token) -> bool:
    return any(child.ent_type_ in {"DATE", "TIME"} for child in preposition.children)


def part(child: Token, cue: Cue) -> set[int]:
    """What of ``child`` is content: all of it, but for who is spoken to, or a leading preposition."""
    found = subtree(child)
    if "addressee" in cue.slots and child.dep_ == "ccomp" and is_infinitive(child):
        for grand in child.children:
            if grand.dep_ in SUBJECTS and grand.i < child.i:
                found -= subtree(grand)
    if child.dep_ == "prep" and not any(other.dep_ == "dobj" for other in child.head.children):
        found.discard(child.i)
    return found


def is_passive(token: Token) -> bool:
    """Whether ``token`` is a verb in the passive: "he was asked", but not "he's ruled out talks"."""
    if token.tag_ != "VBN" or _is_short_perfect(token):
        return False
    below = _below(token)
    return bool(PASSIVE & below) or (token.dep_ in {"acl", "advcl"} and "aux" not in below)


def _is_short_perfect(token: Token) -> bool:
    """Whether a short "has" with an object stands before ``token``: the parser takes it for "is"."""
    short = any(child.dep_ == "auxpass" and child.tag_ == "VBZ" and len(child) == 2 for child in token.children)
    return short and "dobj" in _below(token)


def _below(token: Token) -> set[str]:
    return {child.dep_ for child in token.children}


def cue_words(token: Token) -> frozenset[int]:
    """``token`` with the auxiliaries, the negation and the particle beside it."""
    near = (child.i for child in token.children if child.dep_ in CUE_PARTS and abs(child.i - token.i) <= 3)
    return frozenset({token.i, *near})


def subject_of(token: Token) -> Token | None:
    """Who does what ``token`` says: its subject, the noun it describes, or the subject of the verb above."""
    for _ in range(FURTHEST):
        if subject := next((child for child in token.children if child.dep_ in SUBJECTS), None):
            return subject
        if token.dep_ == "acl" and token.tag_ == "VBG":
            return token.head
        if passive := next((child for child in token.children if child.dep_ in PASSIVE_SUBJECTS), None):
            return passive if _is_short_perfect(token) else None
        if token.dep_ not in CLIMBING:
            return None
        token = token.head.head if token.dep_ == "pcomp" else token.head
    return None


def source_of(token: Token) -> frozenset[int]:
    """The words of ``subject_of``, without the clause that ``token`` is in."""
    if not (subject := subject_of(token)):
        return frozenset()
    words = subtree(subject)
    if subject in token.ancestors:
        branch = next(child for child in subject.children if child == token or child.is_ancestor(token))
        words -= {word.i for word in branch.subtree}
    return trimmed(token.doc, words)


def subtree(token: Token) -> set[int]:
    """The tokens under ``token``, without commas and blanks at the ends."""
    return set(trimmed(token.doc, {word.i for word in token.subtree}))


def trimmed(doc: Doc, indexes: set[int]) -> frozenset[int]:
    """``indexes`` without punctuation (but for quotation marks and brackets) at both ends."""
    out = sorted(indexes)
    while out and _loose(doc[out[-1]]):
        out.pop()
    while out and _loose(doc[out[0]]):
        out.pop(0)
    return frozenset(out)


def _loose(token: Token) -> bool:
    return token.is_space or (token.is_punct and not token.is_quote and not token.is_bracket)
