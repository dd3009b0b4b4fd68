"""Where a text has a title: "press secretary", "President and CEO", and what titles.tsv says of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.extraction.layers import MentionLayer, words_at
from kg.lexicon import load_table, load_words

NOUNS = ("NOUN", "PROPN")
NEAR_NAMES = ("compound", "nmod", "amod", "appos")
JOINTS = frozenset({",", "and", "&", "/"})
"""What stands between two titles of one bearer: "President, CEO and Chairman"."""


class Row(NamedTuple):
    """A relation that a title states, and to what, in the words of titles.tsv."""

    predicate: str
    holds: str


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """A title as tokens ``first`` to before ``end`` with its ranks, the word that rules it, and its rows.

    ``run`` is the titles that stand with it for the same bearer, itself included, in text order.
    """

    doc: Doc
    first: int
    end: int
    head: Token
    rows: tuple[Row, ...]
    run: tuple["Title", ...] = ()

    @property
    def span(self) -> Span:
        """The words of the title."""
        return self.doc[self.first : self.end]

    @property
    def is_of_body(self) -> bool:
        """Whether it can be a title in a company, so that one person has several at once: "president and CEO"."""
        return any(row.holds in ("body", "company") for row in self.rows)


@cache
def rows_by_words() -> dict[tuple[str, ...], tuple[Row, ...]]:
    """The rows of titles.tsv by the tokens of their title."""
    found: dict[tuple[str, ...], tuple[Row, ...]] = {}
    for title, predicate, holds in load_table("titles", 3):
        words = tuple(title.replace("-", " - ").split())
        found[words] = (*found.get(words, ()), Row(predicate, holds))
    return found


@cache
def title_words() -> frozenset[str]:
    """Every word of a title, and what joins two: names made of these alone are none."""
    return frozenset({word for words in rows_by_words() for word in words} | JOINTS | load_words("ranks").keys())


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(word for word, of in load_table("title_words", 2) if of == "suffix")


def after_suffix(doc: Doc, end: int) -> int:
    """The token after a title that ends before ``end`` and its "-elect"."""
    suffix = end + (end < len(doc) and doc[end].text == "-")
    return suffix + 1 if suffix < len(doc) and doc[suffix].lower_ in _suffixes() else end


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How many words the titles that begin with a word have, the most first."""
    found: dict[str, set[int]] = {}
    for words in rows_by_words():
        found.setdefault(words[0], set()).add(len(words))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


def find_titles(doc: Doc) -> list[Title]:
    """The titles of ``doc`` in text order, none inside another, each with its run."""
    found: list[Title] = []
    named = {i for m in doc._.kg_mentions if m["kind"] == "name" for i in range(*_indexes(doc, m))}
    at = 0
    while at < len(doc):
        title = _title_at(doc, at, named)
        if title:
            found.append(title)
        at = title.end if title else at + 1
    return list(_in_runs(doc, found))


def _title_at(doc: Doc, first: int, named: set[int]) -> Title | None:
    for length in _lengths().get(doc[first].lower_, ()):
        words = doc[first : first + length]
        rows = rows_by_words().get(tuple(token.lower_ for token in words))
        if rows and _is_title(words):
            return Title(doc, _with_ranks(doc, first, named), first + length, _head(words), rows)
    return None


def _is_title(words: Span) -> bool:
    """Whether the words are a noun, not "to head" or "will chair"; the tagger takes "Gov." for anything."""
    return any(word.pos_ in NOUNS or word.text.endswith(".") or word.dep_ in NEAR_NAMES for word in words)


def _head(words: Span) -> Token:
    """The last word, or the one before a preposition: "secretary of state"."""
    inner = next((word.i for word in words if word.dep_ == "prep" or word.lower_ == "of"), words.end)
    return words.doc[max(inner - 1, words.start)]


def _with_ranks(doc: Doc, first: int, named: set[int]) -> int:
    """Where the title with its noun at ``first`` begins: "deputy", "staff" and "oil" belong to the office."""
    while first and (
        doc[first - 1].lower_ in load_words("ranks")
        or (doc[first - 1].dep_ == "compound" and first - 1 not in named and doc[first - 1].is_alpha)
    ):
        first -= 1
    return first


def _in_runs(doc: Doc, titles: list[Title]) -> Iterator[Title]:
    """``titles``, each with those that only commas and "and" part from it."""
    runs: list[list[Title]] = []
    for title in titles:
        if runs and _joined(doc, runs[-1][-1], title):
            runs[-1].append(title)
        else:
            runs.append([title])
    for run in runs:
        whole = tuple(run)
        yield from (Title(doc, t.first, t.end, t.head, t.rows, whole) for t in run)


def _joined(doc: Doc, one: Title, other: Title) -> bool:
    between = doc[one.end : other.first]
    return 0 < len(between) <= 2 and all(token.lower_ in JOINTS for token in between)


def _indexes(doc: Doc, mention: MentionLayer) -> tuple[int, int]:
    words = words_at(doc, mention["start"], mention["end"])
    return words.start, words.end
