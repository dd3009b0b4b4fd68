"""Where the text stands for somebody: names, nominals, pronouns."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from kg.extraction.gazetteer import PERSON, known, load_index
from kg.extraction.layers import MentionLayer, extend, words_at
from kg.extraction.phrases import SUBJECTS, is_hyphened
from kg.lexicon import load_table, load_words
from kg.model import MentionKind
from kg.names import abbreviates, determiners, unnamed_words, without_leading
from kg.topics import TOPIC, known_topic

PARTY_LETTER = re.compile(r"([A-Z])[-–—](?=[A-Z])")
"""What stands before a legislator's state: "D-Del."."""
GROUP, PARTY, CHAMBER = "Group", "PoliticalParty", "Legislature"
ENT_TYPES = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "NORP": GROUP,
    "LOC": "Place",
    "FAC": "Place",
    "EVENT": "Event",
    "LAW": "Topic",
}
PREPOSITION = "preposition"
UNSURE = ("", "PRODUCT", "WORK_OF_ART")
"""What the recogniser calls the last names that it passes over."""


@Language.factory(
    "kg_mentions",
    assigns=["doc._.kg_mentions"],
    requires=["doc.ents", "token.pos", "token.dep", "token.lemma", "token.tag"],
)
def make_mentions(nlp: Language, name: str) -> "Mentions":
    """The step that goes after the entity recogniser."""
    return Mentions(nlp)


class Mentions:
    """Doc in, the same Doc out with ``doc._.kg_mentions``: a list of MentionLayer in text order."""

    def __init__(self, nlp: Language) -> None:
        extend("kg_mentions")
        self.matcher = PhraseMatcher(nlp.vocab)
        self.matcher.add("actor", [nlp.make_doc(name) for name in load_index().sure_names()])

    def __call__(self, doc: Doc) -> Doc:
        taken = bytearray(len(doc))
        names = list(_names(doc, self.matcher, taken))
        names += _named_again(doc, names, taken)
        names += _short_forms(doc, names, taken)
        found = [*names, *_nominals(doc, taken), *_pronouns(doc, taken)]
        doc._.kg_mentions = sorted(found, key=lambda mention: (mention["start"], mention["end"]))
        return doc


def _names(doc: Doc, matcher: PhraseMatcher, taken: bytearray) -> Iterator[MentionLayer]:
    matched = [
        (span, ENT_TYPES.get(span.root.ent_type_, "Organization"))
        for span in matcher(doc, as_spans=True)
        if not _modifier(span)
    ]
    whole = [span for span, _ in matched if len(span) > 1]
    found = [
        (_trimmed(ent), _class_of(ent))
        for ent in doc.ents
        if ent.label_ in ENT_TYPES and not (ent.label_ == "PERSON" and any(_ends(ent, name) for name in whole))
    ]
    bodies = [body for span, kind in (*matched, *found) if (body := _persons_body(span, kind))]
    wings = [(wing, GROUP) for span, _ in matched if (wing := _wing(span))]
    spans = [
        (span, kind)
        for span, kind in (*bodies, *wings, *matched, *found)
        if len(span) and not _adjective(span) and not _partisan(span) and not _is_legal_form(span)
    ]
    spans.sort(key=lambda pair: (-len(pair[0]), pair[0].start, pair[1]))
    for span, kind in spans:
        if any(taken[span.start : span.end]):
            continue
        taken[span.start : span.end] = b"\1" * len(span)
        yield _mention(span, "name", _known_type(span.text) or kind)


def _class_of(ent: Span) -> str:
    """The class of what the recogniser found; it takes "the Clinton campaign" for a person."""
    named = ent.label_ == "PERSON" and len(ent) > 1
    return (load_words("person_bodies").get(ent[-1].text) if named else None) or ENT_TYPES[ent.label_]


def _persons_body(span: Span, kind: str) -> tuple[Span, str] | None:
    """The body that bears the name of the person named by ``span``: "Trump administration"."""
    after = span.doc[span.end : span.end + 1]
    if not len(after) or (_known_type(span.text) or kind) != PERSON:
        return None
    body = load_words("person_bodies").get(after.text)
    return (span.doc[span.start : span.end + 1], body) if body else None


def _wing(span: Span) -> Span | None:
    """Members of a party that more than its name tells: "Senate Democrats", "Republicans in Congress"."""
    doc, root = span.doc, span.root
    if root.tag_ not in ("NNS", "NNPS") or _known_type(span.text) != PARTY:
        return None
    start, end = span.start, span.end
    while start and doc[start - 1].dep_ in ("compound", "amod", "nmod") and doc[start - 1].head == root:
        if doc[start - 1].lower_ in unnamed_words():
            break
        start -= 1
    while start > 1 and is_hyphened(doc, start - 1):
        start -= 2
    chambers = (
        child
        for child in root.rights
        if child.i == end and load_words("small_words").get(child.lower_) == PREPOSITION
    )
    for chamber in chambers:
        edge = chamber.right_edge.i + 1
        if _known_type(without_leading(doc[end + 1 : edge].text, determiners("article"))) == CHAMBER:
            end = edge
    return doc[start:end] if end - start > len(span) else None


def _partisan(span: Span) -> bool:
    """Whether a party's name means one of its people: "a top Democrat", "the Republican said"."""
    root = span.root
    one = root.tag_ in ("NN", "NNP") and root.dep_ not in ("compound", "amod", "nmod", "poss")
    named = root.text in load_words("parties") and any(left.tag_ == "DT" for left in root.lefts)
    return len(span) == 1 and one and named


def _is_legal_form(span: Span) -> bool:
    """Whether the words only say what a company is by law: the "LLC" of a name that was cut."""
    return all(token.lower_.rstrip(".") in _legal_forms() for token in span)


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(word for word, kind, _ in load_table("name_words", 3) if kind == "legal")


def _known_type(name: str) -> str:
    """The class of the actor or topic that a name means, or of all that bear it; else nothing."""
    if actor := known(name):
        return actor.type
    if known_topic(name):
        return TOPIC
    bearers = {actor.type for actor in load_index().named(name)}
    return bearers.pop() if len(bearers) == 1 else ""


def _named_again(doc: Doc, names: list[MentionLayer], taken: bytearray) -> list[MentionLayer]:
    """The places that the recogniser passed over where a person is named by one word.

    That is a part of the name of somebody named in full, or a first name: "Ana" with no other name beside it. A
    subject or an owner may also be a last name of the index, or a word that the model never saw as a common one.
    """
    people = [words_at(doc, m["start"], m["end"]) for m in names if m["type"] == PERSON]
    full = {token.text for name in people if len(name) > 1 for token in name if token.is_title} - {
        word.capitalize() for word in _title_words()
    }
    again = [
        token
        for token in doc
        if not taken[token.i]
        and token.pos_ == "PROPN"
        and not _beside_a_name(token)
        and (token.text in full or token.text in load_words("names") or _may_be_surname(token))
    ]
    for token in again:
        taken[token.i] = 1
    return [_mention(doc[token.i : token.i + 1], "name", PERSON) for token in again]


def _short_forms(doc: Doc, names: list[MentionLayer], taken: bytearray) -> list[MentionLayer]:
    """The places of short forms that stand in brackets after a name: "Harbour Workers' Union (HWU)"."""
    forms = {}
    for name in names:
        words = words_at(doc, name["start"], name["end"])
        after = doc[words.end : words.end + 3]
        bracketed = len(after) == 3 and (after[0].text, after[2].text) == ("(", ")")
        if bracketed and abbreviates(after[1].text, words.text):
            forms[after[1].text] = name["type"]
    again = [token for token in doc if token.text in forms and not taken[token.i]]
    for token in again:
        taken[token.i] = 1
    return [_mention(doc[token.i : token.i + 1], "name", forms[token.text]) for token in again]


def _may_be_surname(token: Token) -> bool:
    """Whether an unlabelled subject or owner is a last name of somebody, or at least no word of the language."""
    acts = token.dep_ in (*SUBJECTS, "poss") and token.ent_type_ in UNSURE and token.tag_ == "NNP"
    alone = (
        token.is_alpha and token.is_title and not any(child.dep_ in ("det", "prep") for child in token.children)
    )
    if not (acts and alone) or token.lower_ in _title_words():
        return False
    return bool(load_index().family(token.text)) or not token.vocab.has_vector(token.lower_)


def _beside_a_name(token: Token) -> bool:
    around = token.doc[max(token.i - 1, 0) : token.i + 2]
    return token.dep_ == "compound" or any(other.pos_ == "PROPN" for other in around if other.i != token.i)


def _modifier(span: Span) -> bool:
    """Whether the words are part of a longer name: the Senate in "Senate Republicans" still counts."""
    return span.end < len(span.doc) and span.doc[span.end].ent_iob_ == "I" and len(span) == 1


def _ends(ent: Span, name: Span) -> bool:
    """Whether the recogniser's person is a known name with other words before it: "Meet Barack Obama"."""
    return ent.start < name.start and name.end == ent.end


def _adjective(span: Span) -> bool:
    """Whether a name only describes: "the Russian offer", "U.S. exports"; not the one of "Trump officials"."""
    root = span.root
    describes = root.dep_ in ("compound", "amod", "nmod") and root.head.i >= span.end
    if describes and root.head.pos_ == "NOUN" and root.ent_type_ in ("GPE", "LOC"):
        return True
    if span.doc[span.end - 1 : span.end + 1].text.endswith("-") and not span.doc[span.end - 1].whitespace_:
        return True
    of_people = root.ent_type_ == "NORP" and root.dep_ in ("amod", "compound", "nmod")
    if of_people and load_index().of_demonym(span.text):
        return True
    return len(span) == 1 and (root.pos_ == "ADJ" or (root.ent_type_ == "NORP" and root.dep_ == "amod"))


def _trimmed(span: Span) -> Span:
    """``span`` without articles, titles and the possessive sign around the name."""
    start, end = span.start, span.end
    doc = span.doc
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_space or doc[end - 1].is_punct):
        if doc[end - 1].text.endswith("."):
            break
        end -= 1
    while start < end - 1 and (doc[start].tag_ == "DT" or doc[start].is_space or doc[start].is_punct):
        start += 1
    if span.label_ == "PERSON":
        while start < end - 1 and doc[start].lower_ in _title_words():
            start += 1
    return doc[start:end]


@cache
def _title_words() -> frozenset[str]:
    words = {word for title, *_ in load_table("titles", 3) for word in title.split()}
    return frozenset(words | set(load_words("honorifics")))


def _nominals(doc: Doc, taken: bytearray) -> Iterator[MentionLayer]:
    for token in doc:
        if not taken[token.i] and _is_common(token):
            kind = _nominal_type(token)
            if kind and token.dep_ not in ("compound", "amod", "nmod"):
                start = _phrase_start(token)
                named = taken.rfind(1, start, token.i)
                start = named + 1 if named >= 0 else start
                start += doc[start].tag_ == "POS"
                plural = token.tag_ == "NNS" and kind == PERSON
                yield _mention(doc[start : token.i + 1], "nominal", GROUP if plural else kind)


def _nominal_type(token: Token) -> str | None:
    lemma = token.lemma_.lower()
    is_person = lemma in _title_heads() or _partisan(token.doc[token.i : token.i + 1])
    return load_words("nominals").get(lemma) or (PERSON if is_person else None)


def _is_common(token: Token) -> bool:
    """Whether the token is a noun and no name: the tagger takes "the president" for a proper noun."""
    return token.pos_ == "NOUN" or (token.pos_ == "PROPN" and any(left.dep_ == "det" for left in token.lefts))


@cache
def _title_heads() -> frozenset[str]:
    return frozenset(
        title.split()[0] if " of " in title else title.split()[-1] for title, *_ in load_table("titles", 3)
    )


def _phrase_start(head: Token) -> int:
    """The first token of the noun phrase that ends in ``head``: its determiner, adjectives and compounds."""
    start = head.i
    for left in head.lefts:
        if left.dep_ in ("det", "amod", "compound", "nummod", "poss", "nmod") and left.left_edge.i < start:
            start = left.left_edge.i
    return start


def _pronouns(doc: Doc, taken: bytearray) -> Iterator[MentionLayer]:
    pronouns = load_words("pronouns")
    for token in doc:
        if token.pos_ in ("PRON", "DET") and not taken[token.i] and token.lower_ in pronouns:
            yield _mention(doc[token.i : token.i + 1], "pronoun", "Person")


def _mention(span: Span, kind: MentionKind, type_: str) -> MentionLayer:
    start = span.start_char
    letter = PARTY_LETTER.match(span.text)
    if kind == "name" and letter and letter[1] in load_words("parties"):
        start += letter.end()
        type_ = _known_type(span.text[letter.end() :]) or "Place"
    return MentionLayer(start=start, end=span.end_char, head=span.root.i, kind=kind, type=type_)
