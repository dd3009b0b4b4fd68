"""Crawled pages come out of WARC archives, and damage to one is told by the record's number."""

import gzip
from pathlib import Path

import pytest

from kg.model import Article
from kg.reading import Problem, read

PAGE = (Path(__file__).parent / "fixtures" / "read" / "page.html").read_bytes()


def a_record(kind: str, headers: dict[str, str], block: bytes) -> bytes:
    """One WARC record."""
    lines = ["WARC/1.0", f"WARC-Type: {kind}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(block)}", "", ""]).encode() + block + b"\r\n\r\n"


def an_archive(*, packed: bool, pages: tuple[tuple[str, str, bytes], ...]) -> bytes:
    """A WARC file of responses, each with status, content type and body."""
    records = [a_record("warcinfo", {"Content-Type": "application/warc-fields"}, b"software: test\r\n")]
    for number, (status, kind, body) in enumerate(pages, start=1):
        headers = {
            "WARC-Target-URI": f"https://ledger.example/2024/03/0{number}/page",
            "Content-Type": "application/http; msgtype=response",
        }
        block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        records.append(a_record("response", headers, block))
    return b"".join(gzip.compress(record) if packed else record for record in records)


PAGES = (
    ("200 OK", "text/html; charset=utf-8", PAGE),
    ("200 OK", "image/png", b"\x89PNG"),
    ("404 Not Found", "text/html", PAGE),
    ("200 OK", "text/html; charset=utf-8", b"<html><body><nav>Home</nav></body></html>"),
    ("200 OK", "text/html; charset=windows-1252", PAGE.replace(b"utf-8", b"x").decode().encode("cp1252")),
)


@pytest.mark.parametrize(("name", "packed"), [("a.warc", False), ("a.warc.gz", True), ("crawl", True)])
def test_pages_of_an_archive_are_articles(name: str, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(an_archive(packed=packed, pages=PAGES))
    first, second, third = read(str(path))
    assert isinstance(first, Article)
    assert (first.title, first.uri) == ("Premier drops toll plan", "https://ledger.example/2024/03/01/page")
    assert isinstance(second, Problem)
    assert str(second).startswith(f"{path}:record 5: page without the text of an article (https://")
    assert isinstance(third, Article)
    assert third.text == first.text


@pytest.mark.parametrize("packed", [False, True])
def test_archive_cut_anywhere_ends_with_one_problem(packed: bool, tmp_path: Path) -> None:
    whole = an_archive(packed=packed, pages=(PAGES[0], PAGES[0]))
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    for length in range(len(whole) // 2, len(whole) - 8, 37):
        path.write_bytes(whole[:length])
        found = list(read(str(path)))
        problems = [item for item in found if isinstance(item, Problem)]
        if len([item for item in found if isinstance(item, Article)]) < 2:
            assert [problem.kind for problem in problems] == ["truncated"], length


def test_archive_packed_as_one_stream_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(an_archive(packed=False, pages=PAGES[:1])))
    assert len(list(read(str(path)))) == 1


def test_file_that_is_no_archive_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"hello\n" * 9)
    (problem,) = read(str(path))
    assert isinstance(problem, Problem)
    assert problem.kind == "malformed"
    assert str(problem).startswith(f"{path}:record 1: not a WARC record")


def test_wrong_length_in_a_header_is_told_and_the_next_record_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.warc"
    whole = an_archive(packed=False, pages=(PAGES[1], PAGES[0]))
    path.write_bytes(whole.replace(b"Content-Length: 16", b"Content-Length: 12", 1))
    problem, article = read(str(path))
    assert str(problem).startswith(f"{path}:record 1: its length is not what its header says")
    assert isinstance(article, Article)
    assert capfd.readouterr().err == ""
