"""A record as judgements have it: other ids, and entities that have become one."""

from dataclasses import replace

from kg.checking import Rejection, check
from kg.judging.judgements import Reference
from kg.judging.partition import Judgements
from kg.model import Claim, Entity, Record, Statement


def judge(record: Record, judgements: Judgements) -> tuple[Record, tuple[Rejection, ...]]:
    """``record`` as ``judgements`` have it, without what the ontology only then rejects, and those rejections.

    So a claim whose two ends have become one is told and kept out; what was rejected before is left to the check.
    """
    judged = apply(record, judgements)
    rejections = check(judged)[1] if judged is not record else ()
    before = {rejection.item.id for rejection in check(record)[1]} if rejections else set()
    new = tuple(rejection for rejection in rejections if rejection.item.id not in before)
    out = {rejection.item.id for rejection in new}
    if not out:
        return judged, ()
    statements = tuple(statement for statement in judged.statements if statement.id not in out)
    claims = tuple(claim for claim in judged.claims if claim.id not in out)
    return replace(judged, statements=statements, claims=claims), new


def apply(record: Record, judgements: Judgements) -> Record:
    """``record`` with the ids that ``judgements`` give; the record itself if nothing changes.

    Entities that become one are joined where the first of them stood, under the name and type of the one whose
    id stays, else of the first. Names that give way are aliases, and so is the name itself unless it is the one
    known for the Wikidata id: articles call it differently, and the graph shows one name only. A claim whose two
    ends become one stays here; the check rejects it.
    """
    ids = {entity.id: judgements.id_of(Reference(entity.id, record.article.id)) for entity in record.entities}
    if not any(id != other or other in judgements.joined for id, other in ids.items()):
        return record
    groups: dict[str, list[Entity]] = {}
    for entity in record.entities:
        groups.setdefault(ids[entity.id], []).append(entity)
    return replace(
        record,
        entities=tuple(_joined(id, group, judgements) for id, group in groups.items()),
        statements=tuple(_statement(statement, ids) for statement in record.statements),
        claims=tuple(_claim(claim, ids) for claim in record.claims),
    )


def _joined(id: str, group: list[Entity], judgements: Judgements) -> Entity:
    """The entities of ``group`` as the one called ``id``."""
    lead = next((entity for entity in group if entity.id == id), group[0])
    if id == lead.id and id not in judgements.joined:
        return lead
    name = judgements.names.get(id) or _name(lead, id)
    shown = id in judgements.names or id not in judgements.joined
    names = {_name(entity, id) for entity in group} | {alias for entity in group for alias in entity.aliases}
    mentions = {(mention.start, mention.end): mention for entity in group for mention in entity.mentions}
    return Entity(
        id=id,
        name=name,
        type=lead.type,
        wikidata=id.removeprefix("wd:") if id.startswith("wd:") else None,
        aliases=tuple(sorted(names - {name} if shown else names)),
        mentions=tuple(mentions[span] for span in sorted(mentions)),
    )


def _name(entity: Entity, id: str) -> str:
    """What ``entity`` is called under ``id``: by its own words where it had the name of whom it was linked to."""
    if entity.wikidata is None or id.startswith("wd:"):
        return entity.name
    words = [" ".join(mention.text.split()) for mention in entity.mentions if mention.kind == "name"]
    return max(words, key=len, default=entity.name)


def _statement(statement: Statement, ids: dict[str, str]) -> Statement:
    """Nobody speaks on behalf of, to, or together with themselves."""
    speaker = _other(statement.speaker, ids)
    principal, addressee = _other(statement.on_behalf_of, ids), _other(statement.addressee, ids)
    joint = dict.fromkeys(ids.get(id, id) for id in statement.joint_speakers)
    return replace(
        statement,
        speaker=speaker,
        joint_speakers=tuple(id for id in joint if id != speaker),
        on_behalf_of=principal if principal != speaker else None,
        addressee=addressee if addressee != speaker else None,
    )


def _claim(claim: Claim, ids: dict[str, str]) -> Claim:
    return replace(
        claim, subject=ids.get(claim.subject, claim.subject), object=ids.get(claim.object, claim.object)
    )


def _other(id: str | None, ids: dict[str, str]) -> str | None:
    return ids.get(id, id) if id is not None else None
