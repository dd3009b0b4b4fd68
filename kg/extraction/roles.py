"""What a person is: offices, parties and employers out of titles, appositions and party letters."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Span

from kg.extraction.gazetteer import PERSON, known, load_index
from kg.extraction.layers import ClaimLayer, MentionLayer, article_of, text_of, words_at
from kg.extraction.phrases import phrase
from kg.lexicon import load_table, load_words

PARTY_LETTERS = re.compile(r",? ?\(([A-Z])[-–—]([A-Z][\w. ]*?)\.?\)|, ([A-Z])-([A-Z][a-z]+\.?|[A-Z]{2})\b")
LONGEST = 5
"""No title of titles.tsv has more words."""


@cache
def _titles() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    found: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    for title, predicate, holds in load_table("titles", 3):
        words = tuple(title.split())
        found[words] = (*found.get(words, ()), (predicate, holds))
    return found


@cache
def speaking_predicates() -> frozenset[str]:
    """The predicates by which a title makes its bearer the voice of somebody."""
    return frozenset(predicate for _, predicate, holds in load_table("titles", 3) if holds == "principal")


@cache
def voices() -> frozenset[str]:
    """The nouns of the titles by which somebody is the voice of another: "spokesman"."""
    return frozenset(title.split()[-1] for title, _, holds in load_table("titles", 3) if holds == "principal")


def find_roles(doc: Doc) -> Iterator[ClaimLayer]:
    """The roles that stand beside persons' names, each once an article."""
    seen = set()
    for index, mention in enumerate(doc._.kg_mentions):
        if mention["kind"] != "name" or mention["type"] != PERSON:
            continue
        for claim in (*_before(doc, mention), *_after(doc, mention), *_letters(doc, mention)):
            key = (doc._.kg_references[index], claim["predicate"], claim["object_name"])
            if key not in seen:
                seen.add(key)
                yield claim


def _before(doc: Doc, mention: MentionLayer) -> Iterator[ClaimLayer]:
    """Titles before the name: "White House press secretary Ana Duarte"."""
    start = words_at(doc, mention["start"], mention["end"]).start
    for length in range(min(LONGEST, start), 0, -1):
        first = start - length
        rows = _titles().get(tuple(token.lower_ for token in doc[first:start]))
        if rows:
            first = _whole_title(doc, first)
            yield from _claims(doc, mention, (first, start), _body_before(doc, first), rows)
            return


def _after(doc: Doc, mention: MentionLayer) -> Iterator[ClaimLayer]:
    """Titles in an apposition or after "is": "Ana Duarte, the interior minister of Norland"."""
    name = doc[mention["head"]]
    nouns = [child for child in name.children if child.dep_ == "appos"]
    if name.dep_ == "nsubj":
        nouns += [child for child in name.head.children if child.dep_ == "attr" and name.head.lemma_ == "be"]
    for noun in nouns:
        if (title := _title_around(doc, noun.i)) is None:
            continue
        first, end = title
        rows = _titles()[tuple(token.lower_ for token in doc[first:end])]
        first = _whole_title(doc, first)
        body = _body_after(doc, end - 1) or _body_before(doc, first)
        yield from _claims(doc, mention, (first, end), body, rows)


def _title_around(doc: Doc, noun: int) -> tuple[int, int] | None:
    """The longest title, as half-open tokens, that holds the token ``noun``; the leftmost of equals."""
    for length in range(LONGEST, 0, -1):
        for first in range(max(noun - length + 1, 0), noun + 1):
            if tuple(token.lower_ for token in doc[first : first + length]) in _titles():
                return first, first + length
    return None


def _whole_title(doc: Doc, first: int) -> int:
    """Where the title that has its noun at ``first`` begins: "deputy", "staff" and "oil" belong to the office."""
    named = {i for m in doc._.kg_mentions if m["kind"] == "name" for i in _indexes(doc, m)}
    while first and (
        doc[first - 1].lower_ in load_words("ranks")
        or (doc[first - 1].dep_ == "compound" and first - 1 not in named and doc[first - 1].is_alpha)
    ):
        first -= 1
    return first


def _indexes(doc: Doc, mention: MentionLayer) -> range:
    words = words_at(doc, mention["start"], mention["end"])
    return range(words.start, words.end)


def _letters(doc: Doc, mention: MentionLayer) -> Iterator[ClaimLayer]:
    """Party letters after the name: "(D-Mass.)"."""
    match = PARTY_LETTERS.match(text_of(doc), mention["end"])
    parties = load_words("parties")
    if match and (match[1] or match[3]) in parties:
        group = 1 if match[1] else 3
        row = _party_row()
        yield _claim(mention, row, [match.start(group), match.end(group)], parties[match[group]])


def _party_row() -> str:
    """The predicate by which titles.tsv puts a person into a party."""
    parties = set(load_words("parties").values())
    return next(predicate for _, predicate, holds in load_table("titles", 3) if holds in parties)


def _claims(
    doc: Doc, mention: MentionLayer, title: tuple[int, int], body: str | None, rows: tuple[tuple[str, str], ...]
) -> Iterator[ClaimLayer]:
    span = doc[title[0] : title[1]]
    cue = [span.start_char, span.end_char]
    before = doc[title[0] - 1].text if title[0] else ""
    if party := load_words("parties").get(before):
        yield _claim(mention, _party_row(), [doc[title[0] - 1].idx, cue[0] - 1], party)
    for predicate, holds in rows:
        match holds:
            case "office":
                title_words = _in_full(span)
                yield _claim(mention, predicate, cue, f"{body} {title_words}" if body else title_words)
            case "client":
                if client := _body_after(doc, title[1] - 1):
                    yield _claim(mention, predicate, cue, client)
            case "sought":
                if sought := _sought(span):
                    yield _claim(mention, predicate, cue, sought)
            case "body":
                if body:
                    caucus = load_words("caucuses").get(before)
                    yield _claim(mention, predicate, cue, f"{body} {caucus}" if caucus else body)
            case "principal":
                if principal := _principal(doc, body):
                    yield _claim(mention, predicate, cue, principal)
            case _:
                yield _claim(mention, predicate, cue, holds)


def _in_full(title: Span) -> str:
    """The title in small letters and without abbreviations."""
    return " ".join(load_words("abbreviations").get(token.lower_, token.lower_) for token in title)


def _sought(title: Span) -> str | None:
    """The office that a candidate is one for: "nominee for governor"."""
    for word in title.root.children:
        if word.dep_ == "prep" and word.lower_ == "for":
            for office in word.children:
                if office.dep_ == "pobj" and office.ent_type_ != "PERSON":
                    start, end = phrase(office)
                    return text_of(title.doc)[start:end]
    return None


def _principal(doc: Doc, body: str | None) -> str | None:
    """For whom the voice of ``body`` speaks on the article's day, else the body itself."""
    actor = known(body or "")
    office = load_words("bodies").get(actor.qid) if actor else None
    day = article_of(doc).published
    if office and day:
        held = load_index().holdings(office, day)
        holder = load_index().actor(held[0].holder) if held else None
        return holder.name if holder else body
    return body


def _claim(mention: MentionLayer, predicate: str, cue: list[int], name: str) -> ClaimLayer:
    return ClaimLayer(
        predicate=predicate,
        subject=[mention["start"], mention["end"]],
        object=cue,
        object_name=name,
        wording=None,
        cue=[cue],
        negated=False,
        modality="asserted",
    )


def _body_before(doc: Doc, first: int) -> str | None:
    """The body whose name ends where the title begins: "White House", "US", "Russian", "Pentagon's"."""
    last = first - 1
    while last >= 0 and (doc[last].tag_ == "POS" or doc[last].text in load_words("parties")):
        last -= 1
    if last < 0:
        return None
    end = doc[last].idx + len(doc[last])
    for mention in doc._.kg_mentions:
        if mention["kind"] == "name" and mention["end"] == end and mention["type"] != PERSON:
            return _canonical(text_of(doc)[mention["start"] : mention["end"]])
    country = known(doc[last].text) or load_index().of_demonym(doc[last].text)
    return country.name if country else None


def _body_after(doc: Doc, last: int) -> str | None:
    """The body in a prepositional phrase after the title: "of Norland", "for the Pentagon"."""
    if last + 1 >= len(doc) or doc[last + 1].dep_ != "prep":
        return None
    heads = {child.i for child in doc[last + 1].children if child.dep_ == "pobj"}
    for mention in doc._.kg_mentions:
        if mention["kind"] == "name" and mention["head"] in heads:
            return _canonical(text_of(doc)[mention["start"] : mention["end"]])
    for mention in doc._.kg_mentions:
        if mention["kind"] == "name" and doc[last + 1].idx < mention["start"] <= doc[last + 1].idx + 12:
            return _canonical(text_of(doc)[mention["start"] : mention["end"]])
    return None


def _canonical(name: str) -> str:
    actor = known(name)
    return actor.name if actor else name
