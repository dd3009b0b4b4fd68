"""The step that resolves mentions."""

from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import ThreadpoolController

from kg.extraction.coreference.ranker import load_ranker
from kg.extraction.coreference.resolver import Resolver
from kg.extraction.layers import extend


@Language.factory(
    "kg_coref",
    assigns=["doc._.kg_references"],
    requires=[
        "doc._.kg_mentions",
        "doc._.kg_entities",
        "doc._.kg_links",
        "doc._.kg_attributions",
        "doc._.kg_vectors",
    ],
)
def make_coref(nlp: Language, name: str) -> "Coreference":
    """The step that goes after attribution, whose sources "I" and "we" stand for."""
    return Coreference()


class Coreference:
    """Doc in, the same Doc out with ``doc._.kg_references``: for each mention an entity's index or None."""

    def __init__(self) -> None:
        extend("kg_references")
        self.threads = ThreadpoolController()

    def __call__(self, doc: Doc) -> Doc:
        with self.threads.limit(limits=1, user_api="blas"):  # threads that wait for each other over small matrices
            doc._.kg_references = Resolver(doc, load_ranker()).resolve()
        return doc
