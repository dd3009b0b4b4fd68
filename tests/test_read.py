"""Every format gives its articles, and whatever gives none is one Problem that ends nothing."""

import errno
import gzip
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import WriteError
from kg.model import Article
from kg.reading import Problem, read
from kg.reading.article import Draft
from kg.reading.source import Source

FIXTURES = Path(__file__).parent / "fixtures" / "read"
BRIDGE = "The council voted for the bridge on Monday, the mayor said."
HARBOUR = "The minister denied on Friday that the harbour would be sold."
FRENCH = "Le ministre a dit vendredi que le port ne serait pas vendu et que l'État garderait ses parts."


def read_one(path: Path | str, **options: int) -> Article:
    """The only article of ``path``."""
    (found,) = read(str(path), **options)  # type: ignore[arg-type]
    assert isinstance(found, Article), found
    return found


def fail_one(path: Path | str) -> Problem:
    """The only problem of ``path``."""
    (found,) = read(str(path))
    assert isinstance(found, Problem), found
    return found


def shape(path: Path | str) -> list[str]:
    """What ``path`` gives, each article by its title and each problem by kind and place."""
    name = str(path)
    return [
        found.title or "-" if isinstance(found, Article) else f"{found.kind}{found.where.removeprefix(name)}"
        for found in read(name)
    ]


def test_text_file_is_kept_unchanged_and_its_dateline_read() -> None:
    path = FIXTURES / "wire.txt"
    article = read_one(path)
    assert article.text == path.read_text("utf-8")
    assert article.title == "Premier drops toll plan"
    assert (article.outlet, article.published, article.dateline) == ("Nordwire", "2024-03-05", "OSLO")
    assert article.uri == str(path)


def test_line_breaks_of_a_text_file_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"A title\r\n\r\n{BRIDGE}\r\n".encode())
    article = read_one(path)
    assert article.text == f"A title\r\n\r\n{BRIDGE}\r\n"
    assert article.title == "A title"


def test_page_gives_the_article_without_what_stands_around_it() -> None:
    article = read_one(FIXTURES / "page.html")
    assert "Sport" not in article.text
    assert "Copyright" not in article.text
    assert "\n\n“We will not do it,”" in article.text
    assert (article.title, article.outlet) == ("Premier drops toll plan", "Daily Ledger")
    assert (article.published, article.dateline) == ("2024-03-05", "OSLO")
    assert article.uri == "https://ledger.example/toll"


def test_json_lines_give_an_article_or_a_problem_a_line() -> None:
    path = FIXTURES / "articles.jsonl"
    assert shape(path) == [
        "Bridge",
        "malformed:2",
        "Harbour",
        "malformed:4",
        "empty:6",
        "language:7",
        "Thanks",
    ]
    first, _, second, nameless, *_ = read(str(path))
    assert first == Article(
        text=BRIDGE,
        title="Bridge",
        published="2024-03-04",
        outlet="Harbour Post",
        uri="https://post.example/bridge",
    )
    assert isinstance(second, Article)
    assert (second.outlet, second.published, second.uri) == ("Harbour Post", "2024-03-08", f"{path}#17")
    assert "'headline'" in str(nameless)


def test_json_envelope_gives_its_articles() -> None:
    assert shape(FIXTURES / "articles.json") == ["Bridge", "Harbour"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ([{"text": BRIDGE, "title": "A"}, {"body": HARBOUR, "title": "B"}], ["A", "B"]),
        ({"text": BRIDGE, "title": "A", "items": [{"x": 1}]}, ["A"]),
        ({"article": {"text": BRIDGE, "title": "A"}, "schema": "kg.record/1"}, ["A"]),
        ({"paragraphs": [BRIDGE, HARBOUR], "Title": "A"}, ["A"]),
        ([BRIDGE], ["malformed:1"]),
        ([], ["empty:1"]),
        ({"response": {"results": [{"webTitle": "A", "bodyText": BRIDGE}]}}, ["A"]),
    ],
)
def test_json_file_of_any_shape_gives_its_articles(content: object, expected: list[str], tmp_path: Path) -> None:
    for indent in (None, 2):
        path = tmp_path / f"{indent}.json"
        path.write_text(json.dumps(content, indent=indent), "utf-8")
        assert [found.partition(":")[0] for found in shape(path)] == [
            found.partition(":")[0] for found in expected
        ]


def test_json_file_that_holds_lines_is_read_as_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"text": "' + BRIDGE + '"}\n{"text": \n{"text": "' + HARBOUR + '"}\n', "utf-8")
    assert shape(path) == ["-", "malformed:2", "-"]


def test_truncated_json_list_keeps_the_articles_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    whole = json.dumps([{"text": BRIDGE, "title": "A"}, {"text": HARBOUR, "title": "B"}], indent=1)
    path.write_text(whole[: whole.index("harbour")], "utf-8")
    assert shape(path) == ["A", "truncated:6"]


def test_broken_object_in_a_json_list_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '[\n{"text": "' + BRIDGE + '" "title": "A"},\n{"text": "' + HARBOUR + '", "title": "B"}\n]', "utf-8"
    )
    assert shape(path) == ["malformed:2", "B"]


def test_half_a_surrogate_in_json_does_not_reach_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "' + BRIDGE + r' \ud83d\ude00 \ud83d"}', "utf-8")
    assert read_one(path).text.endswith(" \U0001f600 \ufffd")


def test_what_cannot_be_written_does_not_reach_an_address(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "' + BRIDGE + r'", "url": "http://a.b/\ud83d"}', "utf-8")
    assert read_one(path).uri == "http://a.b/\ufffd"
    name = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        name.write_text(BRIDGE, "utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    assert str(read_one(name).uri).endswith("/caf\ufffd.txt")


def test_file_that_its_parser_cannot_bear_is_a_problem_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfit(source: Source, *, max_chars: int) -> Iterator[Draft]:
        yield Draft(text=BRIDGE, title="A")
        raise ValueError("odd")

    monkeypatch.setattr("kg.reading.reading.read_text", unfit)
    (tmp_path / "a.txt").write_text("text", "utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "' + HARBOUR + '", "title": "B"}', "utf-8")
    assert shape(tmp_path) == ["A", "malformed/a.txt:2", "B"]


def test_table_gives_rows_and_one_problem_for_a_broken_quote() -> None:
    path = FIXTURES / "articles.csv"
    assert shape(path) == ["Bridge", "malformed:5", "Harbour"]
    first = next(iter(read(str(path))))
    assert isinstance(first, Article)
    assert first.text == f'{BRIDGE}\n\n"We need it," she added.'
    assert (first.published, first.outlet) == ("2024-03-04", "Harbour Post")


def test_table_without_a_column_for_the_text_says_which_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name;Sum\nA;1\nB;2\n", "utf-8")
    assert "'Name', 'Sum'" in str(fail_one(path))


def test_table_with_tabs_in_utf16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"title\ttext\nA\t{BRIDGE}\n", "utf-16")
    assert read_one(path).text == BRIDGE


def test_feeds_give_the_longest_text_of_each_entry() -> None:
    first, second = read(str(FIXTURES / "rss.xml"))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text == "The council voted for the bridge on Monday.\n\n“We need it,” the mayor said."
    assert (first.title, first.outlet, first.published) == ("Bridge & road", "Harbour Post", "2024-03-04")
    assert (second.text, second.uri) == (HARBOUR, "https://post.example/harbour")
    assert read_one(FIXTURES / "atom.xml").text == BRIDGE


def test_truncated_feed_keeps_whole_entries(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    text = (FIXTURES / "rss.xml").read_text("utf-8")
    path.write_text(text[: text.index("the harbour would")], "utf-8")
    assert shape(path) == ["Bridge & road", "truncated:16"]


@pytest.mark.parametrize("damage", ["&#xD800;", "&#55296;", "&#0;", "<link></link></link>", "&nosuch;", "<b>"])
def test_damaged_feed_never_raises(damage: str, tmp_path: Path) -> None:
    text = (FIXTURES / "rss.xml").read_text("utf-8")
    for place in ("<item>", "</title>", "<channel>", "road</title>"):
        path = tmp_path / "a.xml"
        path.write_text(text.replace(place, damage + place), "utf-8")
        for found in read(str(path)):
            assert isinstance(found, Problem) or found.text.encode()


def test_deep_nesting_is_a_problem_or_read(tmp_path: Path) -> None:
    for name, content in (
        ("a.json", "[" * 100_000),
        ("a.html", "<div>" * 50_000 + BRIDGE),
        ("a.xml", "<a>" * 9_000),
    ):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        assert len(shape(path)) == 1, name


def test_xml_that_is_no_feed_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "map.xml"
    path.write_text("<urlset><url><loc>https://post.example/</loc></url></urlset>", "utf-8")
    assert fail_one(path).kind == "malformed"


def test_feed_whose_text_is_a_path_or_an_address_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(str(FIXTURES / "rss.xml"), "utf-8")
    assert fail_one(path).kind == "malformed"


def test_folder_is_read_in_order_and_unknown_files_are_named() -> None:
    folder = FIXTURES / "folder"
    found = list(read([str(folder)]))
    assert [item.text.split()[1] if isinstance(item, Article) else item.kind for item in found] == [
        "minister",
        "council",
        "format",
    ]
    assert isinstance(found[0], Article)
    assert found[0].published == "2024-03-08"
    assert str(found[2]).startswith(f"{folder / 'sheet.xyz'}:1: format not known")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((FIXTURES / "wire.txt").read_bytes(), ["Premier drops toll plan"]),
        ((FIXTURES / "page.html").read_bytes(), ["Premier drops toll plan"]),
        ((FIXTURES / "articles.json").read_bytes(), ["Bridge", "Harbour"]),
        ((FIXTURES / "rss.xml").read_bytes(), ["Bridge & road", "Harbour"]),
        (gzip.compress((FIXTURES / "rss.xml").read_bytes()), ["Bridge & road", "Harbour"]),
        (b"\n \n" + (FIXTURES / "articles.json").read_bytes(), ["Bridge", "Harbour"]),
        (f'\n{{"text": "{BRIDGE}"}}\n{{"text"\n'.encode(), ["-", "malformed:3"]),
        (b"", ["empty:1"]),
    ],
)
def test_standard_input_shows_its_format(
    content: bytes, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert shape("-") == expected


@pytest.mark.parametrize(
    ("name", "content", "kind", "line"),
    [
        ("empty.txt", b"", "empty", 1),
        ("blank.txt", b" \n\n\t", "empty", 1),
        ("empty.html", b"", "empty", 1),
        ("empty.jsonl", b"", "empty", 1),
        ("empty.csv", b"", "empty", 1),
        ("empty.xml", b"", "empty", 1),
        ("empty.warc", b"", "empty", 1),
        ("book.txt", (BRIDGE + "\n").encode() * 4_000, "huge", 1),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary", 1),
        ("program.txt", b"line\nline\n\x00\x01\x02\x03" + bytes(range(256)) * 9, "binary", 3),
        ("binary.jsonl", b"%PDF-1.7\n\xff\xfe\n" * 40, "binary", 1),
        ("binary.html", b"%PDF-1.7\n\xff\xfe\n" * 40, "binary", 1),
        ("binary.csv", b"PK\x03\x04\n\xff\xfe\n" * 40, "binary", 1),
        ("binary.xml", b"PK\x03\x04\n\xff\xfe\n" * 40, "binary", 1),
        ("cut.txt", "One line.\nIt was “good”".encode()[:-1], "truncated", 2),
        ("cut.jsonl", b'{"text": "The council vo', "truncated", 1),
        ("cut.html", b"<html><body>\n<p>The council vo", "truncated", 2),
        ("cut.txt.gz", gzip.compress(BRIDGE.encode() * 9)[:-12], "truncated", 1),
        ("french.txt", (FRENCH + "\n").encode() * 3, "language", 1),
        ("page.html", b"<html><body><nav></nav></body></html>", "empty", 1),
    ],
)
def test_input_without_an_article_is_one_problem_with_file_and_line(
    name: str, content: bytes, kind: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    problem = fail_one(path)
    assert (problem.kind, problem.line) == (kind, line)
    assert str(problem).startswith(f"{path}:")
    assert "\n" not in str(problem)


def test_missing_file_is_a_problem_and_the_next_is_read(tmp_path: Path) -> None:
    found = list(read([str(tmp_path / "no.txt"), str(FIXTURES / "wire.txt"), str(tmp_path)]))
    assert [type(item) for item in found] == [Problem, Article, Problem]
    assert str(found[0]).endswith("no such file or folder; check the path")


def test_any_language_is_let_through_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FRENCH, "utf-8")
    (article,) = read(str(path), language=None)
    assert isinstance(article, Article)
    assert article.language == "fr"


def test_articles_come_one_at_a_time(tmp_path: Path) -> None:
    paths = [str(FIXTURES / "wire.txt"), str(tmp_path / "later.txt")]
    found = read(paths)
    assert isinstance(next(found), Article)
    (tmp_path / "later.txt").write_text(BRIDGE, "utf-8")
    assert isinstance(next(found), Article)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.binary(max_size=200),
    position=st.integers(0, 2_000),
    name=st.sampled_from(["wire.txt", "page.html", "articles.json", "articles.jsonl", "articles.csv", "rss.xml"]),
)
def test_no_damage_to_a_file_ends_the_run(tmp_path: Path, noise: bytes, position: int, name: str) -> None:
    whole = (FIXTURES / name).read_bytes()
    path = tmp_path / name
    for content in (whole[:position], whole[:position] + noise + whole[position:], noise):
        path.write_bytes(content)
        assert all(str(found) for found in read([str(path)]))


def test_want_of_room_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(sample: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("py3langid.rank", full)
    (tmp_path / "a.txt").write_text(BRIDGE, "utf-8")
    with pytest.raises(WriteError, match="no temporary file can be written"):
        list(read(str(tmp_path)))
