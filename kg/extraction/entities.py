"""Which names of an article are one entity: the full name, its parts, and what the gazetteer knows.

Whoever holds an office that the article names with its country is an entity too, named or not.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extraction.cues import load_cues
from kg.extraction.frames import load_frames
from kg.extraction.gazetteer import PERSON, governed_from, known, load_index
from kg.extraction.holders import holder_described, titled
from kg.extraction.layers import EntityLayer, MentionLayer, extend, text_of
from kg.extraction.mentions import PARTY_LETTER
from kg.lexicon import load_groups, load_words
from kg.names import abbreviates

OUTLET = "NewsOutlet"
INITIALS = 3
"""Letters of the shortest name that is taken for the initials of another."""
ACRONYM = 4
"""Letters of the longest name in capitals that is not also looked for in small ones: "TRUMP"."""
SHORT = 2
"""Outlets with no more words are named in full."""


@Language.factory("kg_entities", assigns=["doc._.kg_entities"], requires=["doc._.kg_mentions"])
def make_entities(nlp: Language, name: str) -> "Entities":
    """The step that goes after the mentions."""
    return Entities()


class Entities:
    """Doc in, the same Doc out with ``doc._.kg_entities``: a list of EntityLayer, first named first.

    Those that are only described, by their office, come last and have no mentions.
    """

    def __init__(self) -> None:
        extend("kg_entities")

    def __call__(self, doc: Doc) -> Doc:
        names = [(index, m) for index, m in enumerate(doc._.kg_mentions) if m["kind"] == "name"]
        full = _full_names(doc, names)
        groups: dict[str, list[int]] = {}
        for index, mention in names:
            groups.setdefault(_key(doc, mention, full), []).append(index)
        for name in _holders(doc):
            groups.setdefault(name, [])
        doc._.kg_entities = [_entity(doc, key, indexes) for key, indexes in groups.items()]
        return doc


def _text(doc: Doc, mention: MentionLayer) -> str:
    return " ".join(text_of(doc)[mention["start"] : mention["end"]].split())


def _holders(doc: Doc) -> Iterator[str]:
    """The names of those whose offices are described: "the president of the United States"."""
    described = (m for m in doc._.kg_mentions if m["kind"] == "nominal" and m["type"] == PERSON)
    yield from (holder.name for mention in described if (holder := holder_described(doc, mention)))


def _full_names(doc: Doc, names: list[tuple[int, MentionLayer]]) -> dict[str, str]:
    """The full name that each part of a name means in this article: the one named most.

    Of people the last name, and the full name in other words; of "The New York Times" and its like "the Times".
    """
    votes: dict[str, Counter[str]] = {}
    people: Counter[str] = Counter()
    for _, mention in names:
        text = _text(doc, mention)
        actor = known(text)
        if " " in text and (mention["type"] == PERSON or (actor and actor.type == PERSON)):
            people[actor.name if actor else text] += 1
            for part in {text.split()[-1], text, text.upper()}:
                votes.setdefault(part, Counter())[actor.name if actor else text] += 1
        if actor and actor.type == OUTLET and len(text.split()) > SHORT:
            for part in (text.split()[-1], f"The {text.split()[-1]}"):
                votes.setdefault(part, Counter())[actor.name] += 1
    same = _same_people(people)
    for name in people:
        votes.setdefault(name.split()[-1], Counter())[name] += people[name]
    means = {part: max(sorted(found), key=lambda name: found[name]) for part, found in votes.items()}
    means = dict(_initials(doc, names)) | means
    means |= {short: actor.name if (actor := known(name)) else name for short, name in _abbreviated(doc, names)}
    return {part: same.get(name, name) for part, name in means.items()}


def _abbreviated(doc: Doc, names: list[tuple[int, MentionLayer]]) -> Iterator[tuple[str, str]]:
    """Short forms with the names before them: "Harbour Workers' Union (HWU)"."""
    for (_, name), (_, short) in pairwise(names):
        if text_of(doc)[name["end"] : short["start"]].strip() == "(" and abbreviates(
            _text(doc, short), _text(doc, name)
        ):
            yield _text(doc, short), _text(doc, name)


def _initials(doc: Doc, names: list[tuple[int, MentionLayer]]) -> Iterator[tuple[str, str]]:
    """Names in capitals with the one name of the article that they may be short for: "EPA"."""
    forms = sorted({_text(doc, mention) for _, mention in names})
    for short in forms:
        if len(short) < INITIALS or not short.isupper() or known(short):
            continue
        meant = {actor.name if (actor := known(name)) else name for name in forms if abbreviates(short, name)}
        if len(meant) == 1:
            yield short, meant.pop()


def _same_people(people: Counter[str]) -> dict[str, str]:
    """For each full name the one under which its bearer is known, or named most: "Bob Brandt" is Robert Brandt."""
    found: dict[str, str] = {}
    for name in sorted(
        people, key=lambda name: (known(name) is None, len(_in_full(name.split()[0])), -people[name], name)
    ):
        found[name] = next((other for other in found.values() if _alike(name, other)), name)
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two full names may be one person's: the first in short or in full, no other name between."""
    words, others = one.split(), other.split()
    middle, other_middle = words[1:-1], others[1:-1]
    between = not middle or not other_middle or middle == other_middle
    firsts = _in_full(words[0]) & _in_full(others[0])
    return words[-1] == others[-1] and between and bool(firsts)


def _in_full(first: str) -> set[str]:
    """The first names that one stands for, in small letters."""
    return {first.lower(), *load_groups("nicknames").get(first.lower(), ())}


def _key(doc: Doc, mention: MentionLayer, full: dict[str, str]) -> str:
    """What names the entity: equal keys, one entity."""
    text = _text(doc, mention)
    if text in full:
        return full[text]
    if state := _state_of_letters(doc, mention) or _state_that_acts(doc, mention):
        return state
    forms = (text, text.title()) if text.isupper() and len(text) > ACRONYM else (text,)
    actor = next(filter(None, map(known, forms)), None) or titled(doc, mention)
    actor = actor or next(filter(None, map(load_index().of_surname, forms)), None)
    return actor.name if actor else text


def _state_of_letters(doc: Doc, mention: MentionLayer) -> str | None:
    """The American state of two letters after those of a party: "D-MI"."""
    before = text_of(doc)[max(0, mention["start"] - 2) : mention["start"]]
    party = PARTY_LETTER.match(before + "X")
    is_after = party is not None and party[1] in load_words("parties")
    return load_words("postal_states").get(_text(doc, mention)) if is_after else None


def _state_that_acts(doc: Doc, mention: MentionLayer) -> str | None:
    """The state whose seat of government stands for it, where that does what only actors do: "Paris refused"."""
    state = governed_from(_text(doc, mention))
    return state.name if state and _acts(doc[mention["head"]]) else None


def _acts(name: Token) -> bool:
    """Whether a name is the subject of a verb of the frames or of speech, or coordinated with one."""
    while name.dep_ == "conj":
        name = name.head
    verb = name.head.lemma_.lower()
    return name.dep_ == "nsubj" and (verb in load_frames() or verb in load_cues().verbs)


def _entity(doc: Doc, key: str, indexes: list[int]) -> EntityLayer:
    mentions = [doc._.kg_mentions[index] for index in indexes]
    forms = sorted({_text(doc, mention) for mention in mentions} - {key})
    actor = known(key)
    kinds = Counter(mention["type"] for mention in mentions)
    kind = actor.type if actor else min(kinds, key=lambda kind: (-kinds[kind], kind), default=PERSON)
    if not actor and " " in key and mentions and mentions[0]["type"] == PERSON:
        kind = PERSON
    gender = actor.gender if actor else _gender(doc, key, mentions) if kind == PERSON else ""
    return EntityLayer(name=key, type=kind, gender=gender, aliases=forms, mentions=indexes)


def _gender(doc: Doc, name: str, mentions: list[MentionLayer]) -> str:
    """The gender that a form of address or the first name tells, else nothing."""
    for mention in mentions:
        before = text_of(doc)[max(0, mention["start"] - 6) : mention["start"]].split()
        if before and (gender := load_words("honorifics").get(before[-1].lower())):
            return gender
    return load_words("names").get(name.split()[0], "")
