"""Broken and hostile inputs, each a pure function of its number, made from good ones."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

from records import briefing, record_of

from kg.model import Failure, Record, Span, TimeExpression
from kg.record import failure_to_json, to_json

ROOT = Path(__file__).parent.parent
READ = ROOT / "tests" / "fixtures" / "read"
HOSTILE = (
    "'}) DETACH DELETE n //",
    "\"}) MATCH (n) DETACH DELETE n RETURN '",
    "`) SET n:Store //",
    "$actor",
    "<script>document.title='x'</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]><item>&#0;&xxe;",
    "javascript:alert(1)",
    "file:///etc/hostname",
    "http://[::1",
    "'; DROP TABLE actor; --",
    "=HYPERLINK(1)",
    "a\x00b",
    "\x1b[2J\x07",
    "\ud83d",
    "\u202eevil\u2066\u200f",
    "\ufeff\u2028\u2029\u0085",
    "a\tb\nc\rd",
    "../../x",
    "%s %n {0} ${x} $x^$",
    "e\u0301\u0301" * 300,
    "🏴" * 50,
    "x" * 5_000,
    "ana duarte " * 2_000,
    "",
    " ",
)
WORDS = ("Store", "Claim", "Article", "SET", "Ünion", "urn:kg:s1", "wd:Q1", "local:ana-duarte", "9" * 30, "-1")
WRONG: tuple[object, ...] = (
    None, True, False, 0, -1, 1, 10**30, 0.5, 1e308, [], {}, [[]], [None], [1], [[0, 1]], {"a": []}, [{}], "x",
)  # fmt: skip
RAW = (
    "[" * 20_000 + "]" * 20_000,
    '{"a":' * 20_000 + "1" + "}" * 20_000,
    "9" * 5_000,
    "NaN",
    "-Infinity",
    '"' + "x" * 2**20 + '"',
    "[" * 5_000,
    "01",
)
"""JSON that no value of Python writes."""
BRACKETS = ("(", "[", "{", '{"a":[', "<div>", "<item>", "<!--", "“", '"', "'", "`", "|", "\t", "&", "\\")
_MARK = "@raw@"

Kind = Literal["articles", "records", "failures", "judgements", "actors", "offices", "dump", "queries"]
_TURNS: tuple[Kind, ...] = (
    "articles", "records", "articles", "records", "articles", "records", "articles", "records", "articles",
    "records", "articles", "articles", "failures", "judgements", "articles", "actors", "records", "offices",
    "dump", "queries",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """A file called ``name`` to be read as ``kind``."""

    number: int
    kind: Kind
    name: str
    data: bytes


def to_input(number: int) -> Input:
    """The mutated input ``number``, always the same."""
    random = Random(number)
    kind = _TURNS[number % len(_TURNS)]
    name, data = random.choice(_good(kind))
    for _ in range(random.choice((1, 1, 2, 4))):
        data = _mutated(name, data, random)
    return Input(number, kind, name, data)


def rich_record() -> Record:
    """A record with a value in every field."""
    base = briefing()
    first = base.statements[0]
    denied = replace(first, id="s2", through=first.id, joint_speakers=("local:ana-duarte",), on_behalf_of=None)
    role, claim = base.claims
    return replace(
        base,
        article=replace(base.article, title="Briefing", dateline="NORHAVEN"),
        entities=(replace(base.entities[0], id="wd:Q7", wikidata="Q7", aliases=("Lena",)), *base.entities),
        statements=(first, replace(denied, addressee="local:ana-duarte", occasion="briefing", negated=True)),
        claims=(replace(role, valid_from="2020", valid_to="2024-05"), replace(claim, cue=(Span(3, 9),))),
        times=(TimeExpression(start=5, end=9, value="2024-05-06", type="DATE"),),
    )


def hostile_lines() -> list[str]:
    """For each hostile text a record in which it stands wherever a text or an id may stand."""
    return [_hostile_line(text) for text in HOSTILE if _is_whole(text)]


def _hostile_line(text: str) -> str:
    row = json.loads(_without_id(to_json(rich_record())))
    places = [(inside, key) for inside, key in _places(row) if isinstance(inside[key], str)]
    ids = {inside[key] for inside, key in places if key == "id"}
    for inside, key in places:
        if inside[key] in ids:
            inside[key] = f"{inside[key]}{text}"
        elif key in _FREE or isinstance(key, int):
            inside[key] = text
        elif inside is row["article"] and key == "text":
            inside[key] += text
    return json.dumps(row)


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


_FREE = ("name", "wikidata", "title", "outlet", "uri", "dateline", "occasion", "extractor", "plover", "language")


@cache
def _good(kind: Kind) -> tuple[tuple[str, bytes], ...]:
    """Good files to be read as ``kind``."""
    match kind:
        case "articles":
            return _articles()
        case "records":
            lines = [to_json(rich_record()), "", to_json(record_of("Another minister ruled it out.", uri="b.txt"))]
            return (_lines(lines), _lines(map(_without_id, filter(None, lines))), _lines([_without_id(lines[0])]))
        case "failures":
            return (_lines([failure_to_json(Failure(article=briefing().article, reason="ValueError: x"))]),)
        case "judgements":
            return (("j.tsv", (ROOT / "tests" / "cases" / "judgements.txt").read_bytes()), ("k.tsv", _JUDGEMENTS))
        case "actors":
            return (("a.tsv", _ACTORS),)
        case "offices":
            return (("o.tsv", _OFFICES),)
        case "dump":
            return (("dump.json", (ROOT / "tests" / "fixtures" / "wikidata.json").read_bytes()),)
        case "queries":
            paths = sorted((ROOT / "queries").glob("*.cypher"))
            return tuple((path.name, path.read_bytes()) for path in paths)


_JUDGEMENTS = b"""# left\tright\tjudgement
local:ana-duarte\twd:Q7\tsame\ta note
local:lena-ortiz\tlocal:ana-duarte\tdifferent
local:lena-ortiz@0123456789abcdef\tlocal:lena-ortiz\tunsure
"""
_ACTORS = b"""# Columns: qid, name, class, aliases, gender, country, demonyms, articles.
Q900001\tAna Duarte\tPerson\tDuarte|Ana M. Duarte\tfemale\tQ900003\t\t120
Q900003\tNorland\tCountry\t\t\t\tNorlandic\t
"""
_OFFICES = b"""# Columns: office, start, end, holder, office qid, country, last seen.
Prime Minister of Norland\t2019-03-01\t2023\tQ900001\tQ900002\tQ900003\t2024
"""


def _articles() -> tuple[tuple[str, bytes], ...]:
    texts = [*sorted((ROOT / "examples" / "constructions").glob("*.txt")), READ / "wire.txt"]
    names = ("page.html", "articles.json", "articles.jsonl", "articles.csv", "rss.xml", "atom.xml")
    found = [(f"{n}.txt", path.read_bytes()) for n, path in enumerate(texts)]
    found += 3 * [(name, (READ / name).read_bytes()) for name in names]
    found.append(("briefing.json", (ROOT / "examples" / "briefing.json").read_bytes()))
    record = to_json(rich_record()).encode()
    found += [("record.jsonl", record), ("sniffed", record), ("page", (READ / "page.html").read_bytes())]
    pages = [_warc_record((READ / "page.html").read_bytes()) for _ in range(2)]
    packed = b"".join(gzip.compress(page, mtime=0) for page in pages)
    return (*found, *2 * (("a.warc", b"".join(pages)), ("b.warc.gz", packed)))


def _warc_record(page: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://ledger.example/2024/03/05/page\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _lines(lines: Any) -> tuple[str, bytes]:
    return "lines.jsonl", "".join(f"{line}\n" for line in lines).encode()


def _without_id(line: str) -> str:
    """A record whose text may be changed: an id would no longer fit it."""
    row = json.loads(line)
    del row["article"]["id"]
    return json.dumps(row)


def _mutated(name: str, data: bytes, random: Random) -> bytes:
    suffix = Path(name).suffix
    structured = {".json": _json, ".jsonl": _json_line, ".tsv": _cell, ".csv": _cell}
    if suffix in structured and random.random() < 0.75:
        return structured[suffix](data, random)
    return random.choice(_BYTES)(data, random)


def _flipped(data: bytes, random: Random) -> bytes:
    found = bytearray(data)
    for _ in range(random.choice((1, 3, 30))):
        if found:
            found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def _cut_off(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _cut_out(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.randint(0, len(data)) for _ in range(2))
    return data[:start] + data[end:]


def _doubled(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.randint(0, len(data)) for _ in range(2))
    return data[:end] + data[start:end] * random.choice((1, 1, 20)) + data[end:]


def _with_hostile(data: bytes, random: Random) -> bytes:
    return _put(data, random.choice(HOSTILE).encode("utf-8", "surrogatepass"), random)


def _with_brackets(data: bytes, random: Random) -> bytes:
    return _put(data, random.choice(BRACKETS).encode() * random.choice((1, 5, 5_000)), random)


def _with_giant(data: bytes, random: Random) -> bytes:
    size = random.choice((10_000, 150_000, 2**20))
    return _put(data, random.choice((b"x", b" ", b"\n", b"\xff", b"a-", b"9", b"Ana ")) * size, random)


def _put(data: bytes, more: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + more + data[at:]


_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flipped, _flipped, _cut_off, _cut_out, _doubled, _with_hostile, _with_hostile, _with_brackets, _with_giant,
)  # fmt: skip


def _cell(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    gap = b"\t" if b"\t" in lines[at] else b","
    cells = lines[at].split(gap)
    value = random.choice((*HOSTILE, *WORDS, "Q" + "9" * 40, "Q٣", "9" * 5_000, "²", "x" * 2**20))
    cells[random.randrange(len(cells))] = value.encode("utf-8", "surrogatepass")
    lines[at] = gap.join(cells)
    return b"\n".join(lines)


def _json_line(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    lines[at] = _json(lines[at], random)
    return b"\n".join(lines)


def _json(data: bytes, random: Random) -> bytes:
    """``data`` with another value in some places; bytes are flipped where it is no JSON any more."""
    try:
        tree = json.loads(data)
        places = list(_places(tree))
    except (ValueError, RecursionError):
        return _flipped(data, random)
    if not places:
        return random.choice(RAW).encode()
    raw = random.choice(RAW)
    for _ in range(random.choice((1, 1, 3))):
        inside, key = random.choice(places)
        if (isinstance(key, int) and key >= len(inside)) or (key not in inside and isinstance(inside, dict)):
            continue  # an earlier change took it
        if isinstance(inside[key], str) and random.random() < 0.6:
            _rename(inside[key], random.choice((*HOSTILE, *WORDS)), tree)
        else:
            _change(inside, key, tree, random)
    return json.dumps(tree).replace(json.dumps(_MARK), raw).encode()


def _rename(old: str, new: str, tree: Any) -> None:
    """Put ``new`` wherever a value of ``tree`` is ``old``, so that an id still names what it named."""
    for inside, key in _places(tree):
        if inside[key] == old:
            inside[key] = new


def _places(tree: Any) -> Any:
    """Every list and object of ``tree`` with each of its keys."""
    waiting = [tree]
    for inside in waiting:
        keys = list(inside) if isinstance(inside, dict) else range(len(inside) if isinstance(inside, list) else 0)
        for key in keys:
            yield inside, key
            waiting.append(inside[key])


def _change(inside: Any, key: Any, tree: Any, random: Random) -> None:
    other, other_key = random.choice(list(_places(tree)) or [((None,), 0)])
    values = (random.choice(HOSTILE), random.choice(HOSTILE), random.choice(WORDS), random.choice(WRONG),
              random.choice(WRONG), _MARK, json.loads(json.dumps(other[other_key])))  # fmt: skip
    match random.randrange(10):
        case 0 if isinstance(inside, dict):
            inside.pop(key, None)
        case 1 if isinstance(inside, dict):
            inside[random.choice((*HOSTILE, *WORDS))] = random.choice(values)
        case 2 if isinstance(inside, list):
            inside.append(random.choice(values))
        case _ if isinstance(inside, dict) or key < len(inside):
            inside[key] = random.choice(values)
        case _:
            pass
