"""What is worth asking, best first, and how it is shown: a row of a table, or a sentence for each side."""

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import chain

from kg.checking import sentence_at
from kg.judging.candidates import Candidate, find_pairs
from kg.judging.judgements import Reference
from kg.judging.partition import Judgements
from kg.judging.profiles import Profiles
from kg.judging.splits import find_splits
from kg.model import Mention, Record
from kg.printable import to_line

COLUMNS = ("left", "right", "judgement", "score", "why", "names", "types", "articles")
SHORTEST, LONGEST = 40, 300
"""Characters of a sentence that tells something, and of one that is shown whole."""


def find_questions(profiles: Profiles, judgements: Judgements, limit: int) -> list[Candidate]:
    """The ``limit`` candidates that pay most and that ``judgements`` do not answer, best first."""
    found = chain(find_pairs(profiles), find_splits(profiles))
    asked = (one for one in found if not judgements.is_judged(one.left.entity, one.right.entity))
    return nsmallest(limit, asked, key=lambda candidate: candidate.order)


def to_table(candidates: Iterable[Candidate]) -> Iterator[str]:
    """``candidates`` as the lines of a table of judgements, whose third column is empty yet."""
    yield "# " + "\t".join(COLUMNS)
    for one in candidates:
        names = f"{one.left.name} | {one.right.name}"
        types = f"{one.left.type} | {one.right.type}"
        articles = f"{one.left.articles} | {one.right.articles}"
        cells = (one.left.entity, one.right.entity, "", f"{one.score:.2f}", one.way, _cell(names), types, articles)
        yield "\t".join(map(str, cells))


def _cell(text: str) -> str:
    """``text`` on one line, and so that no spreadsheet takes it for a formula."""
    line = to_line(text)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def find_sentences(records: Iterable[Record], candidates: Iterable[Candidate]) -> dict[Reference, str]:
    """For each side of ``candidates``, by its id and the article that shows it, a sentence that names it."""
    wanted: dict[str, set[str]] = {}
    for side in (side for one in candidates for side in (one.left, one.right)):
        wanted.setdefault(side.article, set()).add(side.entity.id)
    return dict(found for record in records for found in _sentences(record, wanted.get(record.article.id, set())))


def _sentences(record: Record, ids: set[str]) -> Iterator[tuple[Reference, str]]:
    for entity in record.entities:
        if entity.id in ids:
            names = (mention for mention in entity.mentions if mention.kind == "name")
            sentences = [_sentence(record.article.text, mention) for mention in names]
            whole = (sentence for sentence in sentences if len(sentence) >= SHORTEST)
            yield Reference(entity.id, record.article.id), next(whole, "".join(sentences[:1]))


def _sentence(text: str, mention: Mention) -> str:
    """The sentence of ``mention``, or the words on either side of it in one that is too long."""
    sentence = sentence_at(text, mention.start, mention.end)
    if len(sentence) <= LONGEST:
        return sentence
    beside = LONGEST // 2
    return " ".join(text[max(0, mention.start - beside) : mention.end + beside].split())
