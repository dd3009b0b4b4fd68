"""Claims that several steps made of the same words, once."""

from dataclasses import replace

from kg.model import Claim, Span


def once(article: str, claims: list[Claim]) -> tuple[Claim, ...]:
    """``claims`` with their ids; of those that say the same of the same words, the surest."""
    kept: list[Claim] = []
    places: dict[tuple[object, ...], list[int]] = {}
    for claim in claims:
        said = places.setdefault((claim.subject, claim.predicate, claim.object, claim.negated, claim.modality), [])
        same = next((place for place in said if _overlap(claim.evidence[0], kept[place].evidence[0])), None)
        if same is None:
            said.append(len(kept))
            kept.append(claim)
        elif claim.confidence > kept[same].confidence:
            kept[same] = claim
    return tuple(replace(claim, id=f"{article}:c{number}") for number, claim in enumerate(kept, start=1))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
