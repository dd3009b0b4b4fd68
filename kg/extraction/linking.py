"""Which entities are actors that the gazetteer knows."""

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.gazetteer import known
from kg.extraction.layers import EntityLayer, LinkLayer, extend


@Language.factory("kg_linking", assigns=["doc._.kg_links"], requires=["doc._.kg_entities"])
def make_linking(nlp: Language, name: str) -> "Linking":
    """The step that goes after the entities."""
    return Linking()


class Linking:
    """Doc in, the same Doc out with ``doc._.kg_links``: for each entity a LinkLayer or None."""

    def __init__(self) -> None:
        extend("kg_links")

    def __call__(self, doc: Doc) -> Doc:
        doc._.kg_links = [_link(entity) for entity in doc._.kg_entities]
        return doc


def _link(entity: EntityLayer) -> LinkLayer | None:
    actor = known(entity["name"])
    if actor is None or actor.type != entity["type"]:
        return None
    return LinkLayer(qid=actor.qid)
