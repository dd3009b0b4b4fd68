"""The cue lexicon: which words report speech or thought, which act they are, and what they take."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.errors import OntologyError
from kg.lexicon import read_rows
from kg.resources import resource_dir

KINDS = ("verb", "noun", "adjective", "phrase", "light", "default")
SLOTS = frozenset({"clause", "infinitive", "object", "predicate", "addressee", "raising", "quote"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting word or phrase; ``slots`` and ``prepositions`` say where its content stands."""

    words: str
    act: str
    slots: frozenset[str]
    prepositions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues of each kind by lemma, and phrases by their first word."""

    verbs: dict[str, Cue] = field(default_factory=dict)
    nouns: dict[str, Cue] = field(default_factory=dict)
    adjectives: dict[str, Cue] = field(default_factory=dict)
    light: dict[str, Cue] = field(default_factory=dict)
    default: dict[str, Cue] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Cue]]] = field(default_factory=dict)


@cache
def load_cues(path: Path | None = None) -> Lexicon:
    """The lexicon in ``path``, by default the one that ships. Raises OntologyError naming file and line."""
    path = path or resource_dir("ontology") / "cues.tsv"
    lexicon = Lexicon()
    for cells, where in read_rows(path, 4):
        _add(lexicon, cells, where)
    return lexicon


def _add(lexicon: Lexicon, cells: tuple[str, ...], where: str) -> None:
    if cells[1] not in KINDS or not all(cells):
        raise OntologyError(f"{where}: a cue needs four cells (cue, one of {', '.join(KINDS)}, act, takes)")
    words, kind, act, takes = cells
    slots = frozenset(takes.split())
    cue = Cue(words, act, slots & SLOTS, slots - SLOTS)
    if kind == "phrase":
        parts = tuple(words.split())
        lexicon.phrases.setdefault(parts[0], []).append((parts, cue))
        return
    tables = {"verb": lexicon.verbs, "noun": lexicon.nouns, "adjective": lexicon.adjectives}
    table = {**tables, "light": lexicon.light, "default": lexicon.default}[kind]
    if words in table:
        raise OntologyError(f"{where}: {kind} {words!r} is there twice; keep one row")
    table[words] = cue
