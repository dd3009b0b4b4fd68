"""The vocabulary for a reader: each predicate with the words that express it, and the page of all of them."""

from collections.abc import Iterator
from itertools import groupby

from kg.lexicon import load_table
from kg.ontology import Ontology, Predicate, Topic

_HEAD = """\
# The vocabulary

Written by `kg ontology page` from the files in `ontology/`; a test compares the two. Predicates go from a subject
(domain) to an object (range). PLOVER is the root of a political act in the
[PLOVER scheme](https://github.com/openeventdata/PLOVER); terms after "as" are close to it in
[Wikidata](https://www.wikidata.org/) (wdt), [schema.org](https://schema.org/), [W3C ORG](https://www.w3.org/TR/vocab-org/),
[Popolo](https://www.popoloproject.com/), [PROV-O](https://www.w3.org/TR/prov-o/) and
[SEM](https://semanticweb.cs.vu.nl/2009/11/sem/). Words stand with the place of the object behind an arrow.
"""


def find_cues(predicate: str) -> Iterator[str]:
    """What expresses ``predicate``: ``verb: rule out → obj`` for a frame, ``title: president`` for a title."""
    for name, part_of_speech, words, slots in load_table("frames", 4):
        if name == predicate:
            yield f"{part_of_speech}: {words} → {slots}"
    for title, name, _ in load_table("titles", 3):
        if name == predicate:
            yield f"title: {title}"


def to_entry(predicate: Predicate) -> str:
    """``predicate`` as a paragraph of lines, its words among them."""
    facts = [
        f"{predicate.name}: {predicate.definition}",
        f"  subject   {' or '.join(predicate.domain)}",
        f"  object    {' or '.join(predicate.range)}",
        f"  inverse   {predicate.inverse or 'the same: symmetric'}",
        f"  in Neo4j  {predicate.relationship_type}",
        f"  PLOVER    {predicate.plover}" if predicate.plover else "",
        f"  as        {', '.join(predicate.alignments)}" if predicate.alignments else "",
        f"  example   {predicate.example}",
        *(f"  {cue}" for cue in find_cues(predicate.name)),
    ]
    return "\n".join(fact for fact in facts if fact)


def to_page(ontology: Ontology) -> str:
    """The reference page in Markdown: classes, predicates by group, speech acts, topics as a tree."""
    lines = [_HEAD, "## Classes", "", "| class | below | definition |", "|---|---|---|"]
    for kind in ontology.classes.values():
        above = ", ".join(sorted(kind.ancestors - {kind.name}))
        lines.append(f"| `{kind.name}` | {above} | {kind.definition} |")
    for group in sorted({predicate.group for predicate in ontology.predicates.values()}):
        lines += ["", f"## Predicates: {group}", ""]
        for predicate in ontology.predicates.values():
            if predicate.group == group:
                lines += [*_entry(predicate), ""]
    lines += ["## Speech acts", "", "| act | definition |", "|---|---|"]
    lines += [f"| `{act}` | {definition} |" for act, definition in ontology.acts.items()]
    lines += ["", "## Topics", ""]
    lines += _tree(ontology, [topic for topic in ontology.topics.values() if not topic.broader], "")
    return "\n".join(lines) + "\n"


def _entry(predicate: Predicate) -> Iterator[str]:
    yield f"### {predicate.name}"
    yield ""
    yield f"{predicate.definition}. *{predicate.example}*"
    yield ""
    ends = f"{' or '.join(predicate.domain)} → {' or '.join(predicate.range)}"
    facts = [ends, f"inverse: {predicate.inverse}" if predicate.inverse else "symmetric"]
    facts += [f"PLOVER {predicate.plover}"] if predicate.plover else []
    facts += [f"as {', '.join(f'`{term}`' for term in predicate.alignments)}"] if predicate.alignments else []
    yield f"- {'; '.join(facts)}"
    cues = [cue.split(": ", 1) for cue in find_cues(predicate.name)]
    for kind, words in groupby(cues, key=lambda cue: cue[0]):
        yield f"- {kind}: {', '.join(word for _, word in words)}"


def _tree(ontology: Ontology, topics: list[Topic], indent: str) -> Iterator[str]:
    for topic in topics:
        others = f" ({', '.join(topic.alt_labels)})" if topic.alt_labels else ""
        yield f"{indent}- **{topic.label}**{others}"
        below = [other for other in ontology.topics.values() if topic.id in other.broader]
        yield from _tree(ontology, below, indent + "  ")
