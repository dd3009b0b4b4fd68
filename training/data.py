"""Annotated texts as paragraphs of words with tags, cues and roles."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from kg.extraction.reader.windows import Ints
from kg.extraction.reader.words import Paragraph, read_paragraphs

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Task:
    """What is learnt, by the names that the data gives them: the cue's key, and the roles in their order."""

    cue: str
    roles: tuple[str, ...]

    @property
    def tags(self) -> int:
        """Outside, and a beginning and an inside for the cue and each role."""
        return 1 + 2 * (1 + len(self.roles))


ATTRIBUTION = Task("cue", ("source", "content"))


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph with a tag for each word, and its cues: first word, last word, a role for each word."""

    paragraph: Paragraph
    tags: Ints
    cues: tuple[tuple[int, int, Ints], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text as each annotator marked it: one list of examples an annotator, paragraph by paragraph."""

    id: str
    text: str
    versions: tuple[tuple[Example, ...], ...]


def read_documents(path: Path, task: Task, tokenizer: Tokenizer) -> list[Document]:
    """The documents of JSON lines with ``doc``, ``text`` and ``attributions``, in the order of the file."""
    rows: dict[str, list[dict[str, Any]]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.setdefault(row["doc"], []).append(row)
    return [
        Document(id, found[0]["text"], tuple(tuple(_examples(row, task, tokenizer)) for row in found))
        for id, found in rows.items()
    ]


def _examples(row: dict[str, Any], task: Task, tokenizer: Tokenizer) -> Iterator[Example]:
    for paragraph in read_paragraphs(row["text"], tokenizer):
        tags = np.zeros(len(paragraph.spans), dtype=np.int64)
        cues = []
        for marked in row["attributions"]:
            if not _touched(paragraph, marked, task):
                continue
            cue = _words(paragraph, marked[task.cue])
            roles = np.zeros(len(paragraph.spans), dtype=np.int64)
            for number, name in enumerate((task.cue, *task.roles)):
                words = _words(paragraph, marked[name])
                if number:
                    roles[words] = number
                _tag(tags, words, 1 + 2 * number)
            if cue:
                cues.append((cue[0], cue[-1], roles))
        yield Example(paragraph, tags, tuple(cues))


def _touched(paragraph: Paragraph, marked: dict[str, Spans], task: Task) -> bool:
    spans = [span for name in (task.cue, *task.roles) for span in marked[name]]
    first, last = paragraph.spans[0][0], paragraph.spans[-1][1]
    return any(start < last and first < end for start, end in spans)


def _words(paragraph: Paragraph, spans: Spans) -> list[int]:
    """The indexes of the words that ``spans`` touch."""
    return [
        index
        for index, (start, end) in enumerate(paragraph.spans)
        if any(start < last and first < end for first, last in spans)
    ]


def _tag(tags: Ints, words: Sequence[int], begin: int) -> None:
    """Write a beginning and insides where no cue stands: cues are written over what holds them."""
    for place, word in enumerate(words):
        if begin == 1 or tags[word] not in (1, 2):
            tags[word] = begin if place == 0 or words[place - 1] != word - 1 else begin + 1
