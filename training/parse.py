"""A text through the steps of kg before one of them."""

from typing import Any

from spacy.tokens import Doc

from kg.extraction.layers import set_article
from kg.extraction.pipeline import make_pipeline
from kg.model import Article


def read_before(step: str, row: dict[str, Any]) -> Doc:
    """The ``text`` of a row, with its day, as the step called ``step`` gets it."""
    nlp = make_pipeline()
    article = Article(text=row["text"], published=row.get("published") or row.get("date"))
    doc = nlp.make_doc(article.text)
    set_article(doc, article)
    for name, pipe in nlp.pipeline:
        if name == step:
            break
        doc = pipe(doc)
    return doc
