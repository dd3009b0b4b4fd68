"""From what the steps wrote on a Doc to the article's record."""

from collections.abc import Mapping

from spacy.tokens import Doc

from kg.extraction.days import day_of
from kg.extraction.drafts import Draft, Drafts
from kg.extraction.ends import object_of, subject_of
from kg.extraction.layers import ClaimLayer, words_at
from kg.extraction.plover import plover_root
from kg.extraction.repeats import once
from kg.extraction.roles import speaking_predicates
from kg.extraction.roles.dates import Dates, find_dates
from kg.extraction.statements import find_statements
from kg.model import Article, Claim, Modality, Record, Span, Statement, TimeExpression
from kg.ontology import Predicate, load_ontology

ASSERTED: Modality = "asserted"
TITLES = "roles"
"""How the name of an extractor begins that reads titles."""
INDEX: dict[bool | None, str] = {True: "+index", False: "-index", None: ""}
"""What an extractor's name ends in where the index of office holders bears out, or contradicts, the words."""


def to_record(doc: Doc, article: Article) -> Record:
    """The record of a Doc that every step has read."""
    drafts = Drafts(doc)
    principals = _principals(drafts)
    statements = find_statements(drafts, article.id, principals)
    claims = _claims(drafts, article, statements, principals)
    return Record(
        article=article,
        entities=drafts.entities(article.text),
        statements=statements,
        claims=claims,
        times=tuple(TimeExpression(**time) for time in doc._.kg_times),
    )


def _principals(drafts: Drafts) -> dict[str, str]:
    """For each spokesperson's id, the id of whom they speak for."""
    found: dict[str, str] = {}
    for layer in drafts.doc._.kg_claims:
        if layer["predicate"] in speaking_predicates() and layer["subject"]:
            voice = drafts.at(*layer["subject"])
            principal = object_of(drafts, layer, load_ontology().predicates[layer["predicate"]])
            if voice and principal and (layer["object_name"] or voice.id not in found):
                found[voice.id] = principal.id
    return found


def _claims(
    drafts: Drafts, article: Article, statements: tuple[Statement, ...], principals: Mapping[str, str]
) -> tuple[Claim, ...]:
    found: list[Claim] = []
    for layer in drafts.doc._.kg_claims:
        predicate = load_ontology().predicates[layer["predicate"]]
        statement = _innermost(statements, layer)
        if _is_background(drafts.doc, layer, predicate, statement):
            statement = None
        subject = subject_of(drafts, layer, predicate, statement, principals)
        target = object_of(drafts, layer, predicate)
        if subject is None or target is None or subject.id == target.id:
            continue
        spans = [span for span in (layer["subject"], *layer["cue"], layer["object"]) if span]
        dates = _dates(article, layer, predicate, subject, target)
        found.append(
            Claim(
                id="",
                subject=subject.id,
                predicate=predicate.name,
                object=target.id,
                negated=layer["negated"],
                modality=_modality(layer["modality"], statement),
                valid_from=dates.start,
                valid_to=dates.end,
                when=day_of(drafts.doc, layer["cue"]),
                plover=plover_root(
                    predicate, _lemma(drafts.doc, layer), negated=layer["negated"], modality=layer["modality"]
                ),
                statement=statement.id if statement else None,
                evidence=_joined(spans),
                cue=tuple(Span(*span) for span in layer["cue"]),
                confidence=layer["confidence"] / 2 if dates.agrees is False else layer["confidence"],
                extractor=layer["extractor"] + INDEX[dates.agrees],
            )
        )
    return once(article.id, found)


def _lemma(doc: Doc, layer: ClaimLayer) -> str:
    return words_at(doc, *layer["cue"][0]).root.lemma_.lower()


def _dates(article: Article, layer: ClaimLayer, predicate: Predicate, subject: Draft, target: Draft) -> Dates:
    """When a role holds, by its words and the index of office holders; of other claims nothing."""
    if not predicate.is_role or layer["negated"]:
        return Dates(None, None, None)
    return find_dates(
        layer["valid_from"],
        layer["valid_to"],
        layer["standing"],
        day=article.published,
        holder=subject.wikidata if layer["modality"] == ASSERTED else None,
        title=layer["title"] or "",
        office=target.name,
    )


def _innermost(statements: tuple[Statement, ...], layer: ClaimLayer) -> Statement | None:
    """The smallest statement whose content holds the claim's cue."""
    at = layer["cue"][0][0]
    around = [
        (sum(end - start for start, end in statement.content), number)
        for number, statement in enumerate(statements)
        if any(start <= at < end for start, end in statement.content)
    ]
    return statements[min(around)[1]] if around else None


def _is_background(doc: Doc, layer: ClaimLayer, predicate: Predicate, statement: Statement | None) -> bool:
    """Whether a title stands in words that are not the speaker's own: "he said that Mayor Ana Duarte left"."""
    title = layer["extractor"].startswith(TITLES)
    role = predicate.is_role and words_at(doc, *layer["cue"][0]).root.pos_ in ("NOUN", "PROPN", "ADJ")
    return statement is not None and (title or role) and statement.form != "direct"


def _modality(modality: Modality, statement: Statement | None) -> Modality:
    """What nobody, or perhaps nobody, said is no more than possible."""
    unsaid = statement is not None and not statement.is_said
    return "possible" if unsaid and modality == ASSERTED else modality


def _joined(spans: list[list[int]]) -> tuple[Span, ...]:
    """The claim's evidence as one stretch: from its first word to its last."""
    return (Span(min(span[0] for span in spans), max(span[1] for span in spans)),)
