"""The statements of an article: who said what, to whom, for whom, and when."""

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from kg.extraction.days import day_of
from kg.extraction.drafts import Draft, Drafts
from kg.extraction.layers import AttributionLayer, MentionLayer, words_at
from kg.extraction.phrases import phrase
from kg.extraction.roles import voices
from kg.model import Span, Statement
from kg.ontology import load_ontology


def find_statements(drafts: Drafts, article: str, principals: Mapping[str, str]) -> tuple[Statement, ...]:
    """A statement for each attribution of the Doc of ``drafts``, in their order.

    ``article`` is the article's id; ``principals`` has for a spokesperson's id the id of whom they speak for.
    """
    layers = drafts.doc._.kg_attributions
    return tuple(
        _statement(drafts, article, principals, number, one) for number, one in enumerate(layers, start=1)
    )


def _statement(
    drafts: Drafts, article: str, principals: Mapping[str, str], number: int, layer: AttributionLayer
) -> Statement:
    speakers = _speakers(drafts, layer["source"])
    speaker = speakers[0] if speakers else None
    content = tuple(Span(*span) for span in layer["content"])
    through = layer["through"]
    return Statement(
        id=f"{article}:s{number}",
        speaker=speaker.id if speaker else None,
        joint_speakers=tuple(draft.id for draft in speakers[1:]),
        through=f"{article}:s{through + 1}" if through is not None else None,
        act=layer["act"],
        form=layer["form"],
        source=tuple(Span(*span) for span in layer["source"]),
        cue=tuple(Span(*span) for span in layer["cue"]),
        content=content,
        text=" ".join(drafts.text[start:end] for start, end in content),
        on_behalf_of=_principal(drafts, principals, layer["source"], speaker) if speaker else None,
        said_on=day_of(drafts.doc, layer["cue"] or layer["content"]),
        negated=layer["negated"],
        modality=layer["modality"],
        addressee=_addressee(drafts, layer["addressee"]),
        occasion=layer["occasion"],
        confidence=layer["confidence"],
        extractor=layer["extractor"],
    )


def _speakers(drafts: Drafts, source: list[list[int]]) -> list[Draft]:
    """Who the words of a source are: several where it joins them ("Ana Duarte and Ivo Brandt")."""
    if not source:
        return []
    start, end = source[0]
    words = words_at(drafts.doc, start, end)
    root = words.root
    if root.tag_ == "WP" and root.head.dep_ == "relcl":
        start, end = phrase(root.head.head)
        root = root.head.head
    joined = [token for token in _coordinated(root) if token.i < words.end and drafts.entity_of(token)]
    if not joined:
        found = _speaker(drafts, start, end, root)
        return [found] if found else []
    first = _speaker(drafts, start, joined[0].left_edge.idx, root)
    several = [first, *map(drafts.entity_of, joined)]
    return list({draft.id: draft for draft in several if draft}.values())


def _speaker(drafts: Drafts, start: int, end: int, root: Token) -> Draft | None:
    mention, entity = drafts.mention_at(start, end)
    if mention is None or (mention["kind"] == "nominal" and entity is None):
        beside = (child for child in root.children if child.dep_ == "appos" and child.idx < end)
        named = next(filter(None, map(drafts.entity_of, beside)), None)
        return named or _source_words(drafts, start, end, mention)
    return drafts.of_mention(mention, entity)


def _source_words(drafts: Drafts, start: int, end: int, mention: MentionLayer | None) -> Draft | None:
    """A source without a name, by its words: "two officials familiar with the matter"."""
    if words_at(drafts.doc, start, end).root.pos_ == "PRON":
        return None
    return drafts.local(start, end, mention["type"]) if mention else drafts.unnamed(start, end)


def _principal(
    drafts: Drafts, principals: Mapping[str, str], source: list[list[int]], speaker: Draft
) -> str | None:
    """For whom the speaker speaks: by a role that the article tells, or in the source's own words."""
    if speaker.id in principals:
        return principals[speaker.id]
    doc = drafts.doc
    if words_at(doc, *source[0]).root.lemma_.lower() not in voices():
        return None
    for mention, entity in zip(doc._.kg_mentions, doc._.kg_references, strict=True):
        inside = source[0][0] <= mention["start"] and mention["end"] <= source[0][1]
        draft = drafts.by_index[entity] if inside and entity is not None else speaker
        if draft is not speaker:
            return draft.id
    return None


def _addressee(drafts: Drafts, span: list[int] | None) -> str | None:
    """The actor that the words of an addressee name."""
    found = drafts.at(span[0], span[1]) if span else None
    if found is None or not load_ontology().is_a(found.type, ("Actor",)):
        return None
    return found.id


def _coordinated(head: Token) -> Iterator[Token]:
    """What is coordinated with ``head``; of three names the parser takes the second for an apposition."""
    for child in head.children:
        if child.dep_ == "conj" or (child.dep_ == "appos" and child.conjuncts):
            yield child
            yield from _coordinated(child)
