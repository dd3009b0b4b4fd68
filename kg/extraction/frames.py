"""The frames: which words express which predicate, and where they stand in a parse."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token

from kg.errors import OntologyError
from kg.extraction.phrases import TIMES
from kg.lexicon import read_rows
from kg.resources import resource_dir

PARTS_OF_SPEECH = {"verb": ("VERB", "AUX"), "noun": ("NOUN", "PROPN"), "adjective": ("ADJ", "VERB")}


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of frames.tsv: the ruling lemma, the lemmas that hang on it, and the object's places in order."""

    predicate: str
    part_of_speech: str
    lemma: str
    companions: tuple[str, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A frame in a sentence: the ruling token and the tokens of its companions."""

    frame: Frame
    token: Token
    companions: tuple[Token, ...]


@cache
def load_frames(path: Path | None = None) -> dict[str, tuple[Frame, ...]]:
    """The frames by ruling lemma, those of more words first. Raises OntologyError naming the line."""
    frames: dict[str, list[Frame]] = {}
    for (predicate, pos, words, slots), where in read_rows(path or resource_dir("ontology") / "frames.tsv", 4):
        if pos not in PARTS_OF_SPEECH or not words or not slots:
            raise OntologyError(f"{where}: a frame needs a predicate, verb, noun or adjective, words and slots")
        lemma, *companions = words.split()
        frames.setdefault(lemma, []).append(Frame(predicate, pos, lemma, tuple(companions), tuple(slots.split())))
    return {lemma: tuple(sorted(found, key=lambda f: -len(f.companions))) for lemma, found in frames.items()}


def find_matches(doc: Doc, frames: dict[str, tuple[Frame, ...]]) -> Iterator[Match]:
    """Every frame whose words stand in ``doc``. Frames of more words hide shorter ones on the same token."""
    for token in doc:
        longest = 0
        for frame in frames.get(token.lemma_.lower(), ()):
            if token.pos_ not in PARTS_OF_SPEECH[frame.part_of_speech] or len(frame.companions) < longest:
                continue
            companions = _companions(token, frame.companions)
            if companions is not None:
                longest = len(frame.companions)
                yield Match(frame, token, companions)


def _companions(token: Token, lemmas: tuple[str, ...]) -> tuple[Token, ...] | None:
    """The tokens with ``lemmas`` that hang on ``token``, or on one that does; None if one is missing.

    A particle makes another word of a verb: to carry out is not to carry.
    """
    if any(child.dep_ == "prt" and child.lower_ not in lemmas for child in token.children):
        return None
    near = [child for child in token.children if not _is_when(child)]
    near += [
        grandchild
        for child in near
        if child.dep_ in ("prep", "prt", "pobj", "advmod")
        for grandchild in child.children
    ]
    found = []
    for lemma in lemmas:
        hit = next((word for word in near if word.lemma_.lower() == lemma), None)
        if hit is None:
            return None
        found.append(hit)
    return tuple(found)


def _is_when(preposition: Token) -> bool:
    """Whether "on" is only for a day: to call somebody on Monday is not to call on somebody."""
    return any(child.dep_ == "pobj" and child.ent_type_ in TIMES for child in preposition.children)
