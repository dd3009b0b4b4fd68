"""What the steps write on a Doc: JSON-shaped values, each with one writer; spans in characters."""

from typing import Literal, NamedTuple, TypedDict

from spacy.tokens import Doc, Span

from kg.model import Article, Form, MentionKind, Modality, TimeType

Standing = Literal["", "over", "now", "coming"]
"""How a role stands on the article's day, where its words say so: "former", "acting", "-elect"."""


class ArticleLayer(NamedTuple):
    """What is known of the article before its text is read."""

    text: str
    published: str | None
    dateline: str | None


class MentionLayer(TypedDict):
    """A place that stands for an entity; ``head`` is a token's index."""

    start: int
    end: int
    head: int
    kind: MentionKind
    type: str


class EntityLayer(TypedDict):
    """One entity by its names; ``mentions`` are indexes of name mentions."""

    name: str
    type: str
    gender: str
    aliases: list[str]
    mentions: list[int]


class LinkLayer(TypedDict):
    """The known actor that an entity is, and its class."""

    qid: str
    type: str


class TimeLayer(TypedDict):
    """A time expression and its value."""

    start: int
    end: int
    value: str | None
    type: TimeType


class AttributionLayer(TypedDict):
    """One attribution; ``through`` is the index of the outer one, ``addressee`` the words of who was told."""

    source: list[list[int]]
    cue: list[list[int]]
    content: list[list[int]]
    act: str
    form: Form
    through: int | None
    negated: bool
    modality: Modality
    occasion: str | None
    addressee: list[int] | None
    confidence: float
    extractor: str


UNMEASURED = 0.5
"""The confidence of a claim by rule, until what found it is joined with what the reader found."""


class ClaimLayer(TypedDict):
    """A claim by its words; the object is a span, and a name where the words only stand for it.

    ``wording`` is how the object reads if it turns out to be a topic. Of a role, ``title`` is its title in full,
    and ``valid_from``, ``valid_to`` and ``standing`` are what the words say of its time.
    """

    predicate: str
    subject: list[int] | None
    object: list[int] | None
    object_name: str | None
    wording: str | None
    cue: list[list[int]]
    negated: bool
    modality: Modality
    title: str | None
    valid_from: str | None
    valid_to: str | None
    standing: Standing
    confidence: float
    extractor: str


def extend(name: str) -> None:
    """Give every Doc the attribute ``name`` with an empty list, once."""
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=[])


def set_article(doc: Doc, article: Article) -> None:
    """Give ``doc`` what is known of its article; the steps read it."""
    _set(doc, ArticleLayer(doc.text, article.published, article.dateline))


def article_of(doc: Doc) -> ArticleLayer:
    """What is known of the article; of a Doc without one, its text."""
    if not doc.has_extension("kg_article") or doc._.kg_article is None:
        _set(doc, ArticleLayer(doc.text, None, None))
    layer: ArticleLayer = doc._.kg_article
    return layer


def text_of(doc: Doc) -> str:
    """The article's text, kept: ``Doc.text`` joins every token anew each time that it is asked for."""
    return article_of(doc).text


def _set(doc: Doc, layer: ArticleLayer) -> None:
    if not Doc.has_extension("kg_article"):
        Doc.set_extension("kg_article", default=None)
    doc._.kg_article = layer


def words_at(doc: Doc, start: int, end: int) -> Span:
    """The tokens that the characters from ``start`` to ``end`` touch; empty where there are none."""
    return doc.char_span(start, end, alignment_mode="expand") or doc[0:0]
