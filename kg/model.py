"""The values that travel between the rooms: article, entity, statement, claim, record, failure.

All offsets are 0-based, end-exclusive code points of ``Article.text``.
"""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kg.printable import to_line

MentionKind = Literal["name", "nominal", "pronoun"]
Form = Literal["direct", "indirect", "mixed"]
Modality = Literal["asserted", "possible", "intended", "conditional", "questioned"]
LIKELY = 0.6
"""The confidence from which on claims enter a graph: of coded ones, four in five are right."""
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]


class Span(NamedTuple):
    """A stretch of an article's text."""

    start: int
    end: int


def content_id(*parts: str | None) -> str:
    """The first 16 hex digits of the SHA-256 of ``parts``: equal content, equal id."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def normalised(text: str) -> str:
    """``text`` in NFC with runs of white space as one space: what counts as the same words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news text exactly as it is analysed, and what is known of where it came from."""

    text: str
    uri: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    dateline: str | None = None
    language: str = "en"
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", content_id(normalised(self.text)))

    @property
    def key(self) -> str:
        """What tells it from every other article, also from one of the same text: equal articles, equal keys."""
        known = (self.uri, self.title, self.outlet, self.published, self.dateline, self.language)
        return content_id(self.text, *known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in the text that stands for an entity."""

    start: int
    end: int
    text: str
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An actor, office, place, topic or event of one article. ``type`` is a class of the ontology."""

    id: str
    name: str
    type: str
    wikidata: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An attribution: somebody said, thought, wanted or promised ``content``.

    ``joint_speakers`` said it with the speaker ("Ana Duarte and Ivo Brandt accused him"). What is negated ("did
    not say") or not asserted ("might say") was not, or perhaps not, said.
    """

    id: str
    speaker: str | None
    act: str
    form: Form
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    text: str
    negated: bool = False
    modality: Modality = "asserted"
    joint_speakers: tuple[str, ...] = ()
    through: str | None = None
    on_behalf_of: str | None = None
    addressee: str | None = None
    said_on: str | None = None
    occasion: str | None = None
    confidence: float = 1.0
    extractor: str = "rules"

    @property
    def is_said(self) -> bool:
        """Whether it was said at all."""
        return not self.negated and self.modality == "asserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A relation between two entities, and how the text puts it.

    ``statement`` is the innermost statement that carries the claim, or None where the article asserts it. ``cue``
    are the words of the predicate, within the evidence; empty where a record does not tell them.
    """

    id: str
    subject: str
    predicate: str
    object: str
    evidence: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    negated: bool = False
    modality: Modality = "asserted"
    valid_from: str | None = None
    valid_to: str | None = None
    when: str | None = None
    plover: str | None = None
    statement: str | None = None
    confidence: float = 1.0
    extractor: str = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time expression with its TIMEX3 value (ISO 8601), None where it cannot be resolved."""

    start: int
    end: int
    value: str | None
    type: TimeType


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What the ``statement`` of a copy tells, in the words and with the day that it was first told with."""

    statement: str
    text: str
    said_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The article that a record's article is a copy of: its id and day, and what the copy puts otherwise.

    The id is the article's own where the same text was published before.
    """

    article: str
    published: str | None = None
    utterances: tuple[Utterance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything extraction found in one article; ``original`` is what the search for copies adds."""

    article: Article
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    original: Original | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An article that no record could be made of, and why; the article is kept so that it can be tried again."""

    article: Article
    reason: str

    def __str__(self) -> str:
        where = self.article.uri or self.article.id
        return to_line(f"{where}: {self.reason}; the article is kept and can be tried again")
