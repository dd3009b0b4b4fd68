"""A report of what somebody said, thought or wanted, as the steps of attribution hand it on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extraction.cues import Cue, Lexicon
from kg.extraction.layers import words_at
from kg.extraction.reader.decode import Found

NAMING = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM")
"""Parts of speech that can stand for somebody: "the" alone is no source."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as token indexes of its Doc; ``source`` may be empty, ``content`` and ``cue`` are not.

    ``key`` is the cue's own token. ``verbatim``: the content is the speaker's own words, with or without marks.
    ``extractor`` says what found it.
    """

    key: int
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    act: str
    verbatim: bool = False
    confidence: float = 1.0
    extractor: str = "rules"


def to_report(doc: Doc, found: Found, lexicon: Lexicon) -> Report:
    """What the reader found, on the tokens of ``doc``."""
    cue = tokens_of(doc, found.cue)
    content = tokens_of(doc, found.roles["content"]) - cue
    source = _without_dateline(doc, tokens_of(doc, found.roles["source"]) - cue)
    key, word = _cue_word(doc, cue, lexicon)
    return Report(
        key=key,
        source=source if any(doc[index].pos_ in NAMING for index in source) else frozenset(),
        cue=cue,
        content=content,
        act=word.act if word else lexicon.default["*"].act,
        confidence=round(found.confidence, 4),
        extractor="reader",
    )


def _without_dateline(doc: Doc, source: frozenset[int]) -> frozenset[int]:
    """``source`` from the start of its last word's sentence, as a dateline is a sentence of its own."""
    start = doc[max(source)].sent.start if source else 0
    return frozenset(index for index in source if index >= start)


def tokens_of(doc: Doc, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The tokens that ``spans``, in characters, touch, but for white space."""
    return frozenset(token.i for span in spans for token in words_at(doc, *span) if not token.is_space)


def _cue_word(doc: Doc, cue: Iterable[int], lexicon: Lexicon) -> tuple[int, Cue | None]:
    """The token of ``cue`` that says what is done, and its row in the lexicon if it has one."""
    indexes = sorted(cue)
    for table, parts in ((lexicon.verbs, ("VERB",)), (lexicon.nouns, ("NOUN",)), (lexicon.adjectives, ("ADJ",))):
        for index in indexes:
            token = doc[index]
            particle = next((child.lower_ for child in token.children if child.dep_ == "prt"), "")
            for lemma in (f"{token.lemma_.lower()} {particle}", token.lemma_.lower()):
                if token.pos_ in parts and (word := table.get(lemma)):
                    return index, word
    for index in indexes:
        for words, phrase in lexicon.phrases.get(doc[index].lower_, ()):
            if _stands(doc, index, words):
                return index, phrase
    verbs = [index for index in indexes if doc[index].pos_ == "VERB"]
    return (verbs or indexes)[0], None


def _stands(doc: Doc, at: int, words: Sequence[str]) -> bool:
    return tuple(token.lower_ for token in doc[at : at + len(words)]) == tuple(words)
