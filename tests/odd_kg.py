"""kg with an article that fails: its command line, and the processes that it starts."""

from unittest.mock import patch

from spacy.language import Language

from kg import cli
from kg.extraction import pipeline
from kg.model import Article, Failure, Record

ODD = "This one is odd."
_extract_article = pipeline.extract_article


def extract_article(article: Article, *, nlp: Language | None = None) -> Record | Failure:
    """What kg makes of ``article``, or a failure if it is odd."""
    odd = ODD in article.text
    return Failure(article=article, reason="odd") if odd else _extract_article(article, nlp=nlp)


with_odd = patch.object(pipeline, "extract_article", extract_article)


def main() -> None:
    """The command line."""
    with with_odd:
        cli.main()
