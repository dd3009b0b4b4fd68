"""What speaks for and against an entity as what a pronoun stands for.

A log-linear ranker over hand-made features (Denis and Baldridge 2008) with the constraints of binding theory
(Chomsky 1981) as exclusions; its weights are learnt, see models/coreference.
"""

import math
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.extraction.coreference.discourse import OBJECTS, Discourse
from kg.extraction.gazetteer import PERSON
from kg.extraction.phrases import SUBJECTS

FAR = 5
"""From so many sentences on, all distances are one."""
POSSESSIVE = "poss"


def role_of(token: Token) -> str:
    """The grammatical role of a mention's head."""
    if token.dep_ in SUBJECTS:
        return "subject"
    return "object" if token.dep_ in OBJECTS else POSSESSIVE if token.dep_ == POSSESSIVE else "other"


def features(
    discourse: Discourse, pronoun: int, entity: int, nearer: int, kind: str
) -> Iterator[tuple[str, float]]:
    """The features of ``entity`` for ``pronoun``, which is of ``kind`` (pronouns.tsv).

    ``nearer`` is how many other candidates were named since.
    """
    places = discourse.before(entity, pronoun)
    token = discourse.head(pronoun)
    yield f"nearer {min(nearer, 4)}", 1.0
    yield f"gender {'known' if discourse.entities[entity]['gender'] == kind else 'unknown'}", 1.0
    if called := discourse.called[entity]:
        yield "called so before" if kind in called else "called otherwise before", 1.0
    if _follows(discourse, token, entity):
        yield f"{role_of(token)} before its subject", 1.0
    if discourse.entities[entity]["type"] != PERSON:
        yield "is no person by its names", 1.0
    if not places:
        yield "only after", 1.0
        return
    last = discourse.head(places[-1])
    back = discourse.sentence[token.i] - discourse.sentence[last.i]
    yield f"back {min(back, FAR)}", 1.0
    yield "named before", math.log(len(places))
    yield "words between", math.log(max(token.i - last.i, 1))
    yield f"{role_of(token)} for {role_of(last)}", 1.0
    yield f"last was {discourse.mentions[places[-1]]['kind']}", 1.0
    if entity == next((of for of in discourse.of if of is not None), None):
        yield "first of all", 1.0
    if discourse.paragraph(places[-1]) == discourse.paragraph(pronoun):
        yield "same paragraph", 1.0
    if back == 0 and last.dep_ in SUBJECTS and last.head in token.ancestors:
        yield f"{role_of(token)} below", 1.0
    if last.dep_ in SUBJECTS and last.head.dep_ == "ROOT":
        yield f"subject of the sentence {min(back, 2)} before", 1.0
    if len(places) > 1 and back == discourse.sentence[token.i] - discourse.sentence[discourse.head(places[-2]).i]:
        yield "twice in that sentence", 1.0
    if pronoun in discourse.sources and places[-1] in discourse.sources:
        yield "source after source", 1.0
    yield from _quotation(discourse, pronoun, entity, places[-1])


def _follows(discourse: Discourse, token: Token, entity: int) -> bool:
    """Whether the entity is the subject, after the pronoun, of what the pronoun introduces: "In his speech"."""
    after = (discourse.head(mention) for mention in discourse.history[entity])
    return any(head.i > token.i and head.dep_ in SUBJECTS and head.head in token.ancestors for head in after)


def _quotation(discourse: Discourse, pronoun: int, entity: int, last: int) -> Iterator[tuple[str, float]]:
    here, there = discourse.quotation(pronoun), discourse.quotation(last)
    if here != there:
        yield "other quotation" if here and there else "into a quotation" if here else "out of a quotation", 1.0
    elif here is not None:
        yield "same quotation", 1.0
    around = discourse.around[pronoun]
    if around and discourse.source(around[0]) == entity:
        yield f"source of {around[0]['form']}", 1.0


def excluded(discourse: Discourse, pronoun: int) -> set[int]:
    """Who the pronoun cannot be: a subject none of those named below its verb, an object not its subject.

    Principles B and C of binding: "He met Putin" is not about Putin meeting himself. A clause joined by "and" is
    not below the verb: "She left after the vote, and Duarte never came back". Nor does anybody call themselves
    "she" in their own words.
    """
    token = discourse.head(pronoun)
    below: Iterable[int] = ()
    if token.dep_ in SUBJECTS:
        joined = {word.i for child in token.head.children if child.dep_ == "conj" for word in child.subtree}
        below = {word.i for word in token.head.subtree if word.i > token.i} - joined
    elif token.dep_ in OBJECTS:
        verb = token.head.head if token.head.dep_ == "prep" else token.head
        below = {word.i for word in verb.children if word.dep_ in SUBJECTS}
    apart = {discourse.of[mention] for head in below if (mention := discourse.by_head.get(head)) is not None}
    return {entity for entity in (*apart, discourse.speaker(pronoun)) if entity is not None}
