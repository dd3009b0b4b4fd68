"""The file that a run adds to: whole lines, whatever cut it off, and nobody else's file touched."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import RecordError, WriteError
from kg.journal import Journal, replace_lines

LINES = ('{"key":"a","text":"é"}', '{"key":"b","text":"{}"}', '{"key":"c","text":""}')


def key_of(line: str, where: str) -> str:
    try:
        return str(json.loads(line)["key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RecordError(f"{where}: no line of ours") from None


def write(path: Path) -> bytes:
    with Journal(path, key_of) as journal:
        for line in LINES:
            journal.add(key_of(line, ""), line)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lines.jsonl"


def test_what_was_added_is_there_again(path: Path) -> None:
    whole = write(path)
    with Journal(path, key_of) as journal:
        assert list(journal) == ["a", "b", "c"]
        assert [journal.line(key).rstrip("\n") for key in journal] == list(LINES)
        assert "d" not in journal
        assert journal.cut == 0
        journal.add("d", '{"key":"d"}')
        assert journal.line("d") == '{"key":"d"}\n'
        assert journal.line("a") == f"{LINES[0]}\n"
    assert path.read_bytes() == whole + b'{"key":"d"}\n'


def test_a_file_cut_off_at_any_byte_ends_up_whole(path: Path) -> None:
    whole = write(path)
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with Journal(path, key_of) as journal:
            lines = whole[:end].count(b"\n")
            kept = lines + (end + 1 in {len(part) for part in parts(whole)})  # only the line break is missing
            assert len(journal) == kept, end
            assert journal.cut == (0 if kept > lines else end - whole[:end].rfind(b"\n") - 1)
            for line in LINES[len(journal) :]:
                journal.add(key_of(line, ""), line)
        assert path.read_bytes() == whole, end


def parts(whole: bytes) -> Iterator[bytes]:
    """``whole`` up to the end of each line."""
    for end, sign in enumerate(whole, start=1):
        if sign == ord("\n"):
            yield whole[:end]


def test_blocks_that_were_never_written_are_cut_off(path: Path) -> None:
    whole = write(path)
    path.write_bytes(whole + b"\0" * 100)
    with Journal(path, key_of) as journal:
        assert (len(journal), journal.cut) == (3, 100)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "content",
    [
        b"A text of mine",
        b"A text of mine\n",
        b'{"text": "an article"}\n',
        b'{"text": "an article"}',
        b'[\n{"key": "a"}\n]\n',
        b'{"key": "a"}\nnot this\n{"key": "b"}\n',
        b'{"key": "a"}\n\xff\n',
        b"\x1f\x8b\x08",
        b'{"a":' * 9_999 + b"1" + b"}" * 9_999,
        b'{"a":' + b"9" * 9_999 + b"}",
    ],
)
def test_a_file_of_something_else_is_refused_and_stays(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(RecordError, match=r"lines\.jsonl:\d+: "):
        Journal(path, key_of)
    assert path.read_bytes() == content


def test_two_runs_do_not_write_to_one_file(path: Path) -> None:
    with Journal(path, key_of), pytest.raises(WriteError, match="another run"):
        Journal(path, key_of)
    Journal(path, key_of).close()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"none/lines\.jsonl: cannot be written \(No such file"):
        Journal(tmp_path / "none" / "lines.jsonl", key_of)


@contextmanager
def small_files() -> Iterator[None]:
    """No file may grow beyond 40 bytes, as on a full disk. Not longer than needed: output may go to a file too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_line_that_does_not_fit_leaves_the_file_as_it_was(path: Path) -> None:
    with small_files(), Journal(path, key_of) as journal:
        journal.add("a", LINES[0])
        with pytest.raises(WriteError, match="cannot be written"):
            journal.add("b", LINES[1])
        assert path.read_text("utf-8") == f"{LINES[0]}\n"
        assert "b" not in journal
        journal.add("d", '{"key":"d"}')
    with Journal(path, key_of) as journal:
        assert list(journal) == ["a", "d"]


def test_lines_are_replaced_all_or_none(path: Path) -> None:
    path.write_text("old\n", "utf-8")
    with small_files(), pytest.raises(WriteError, match="cannot be written"):
        replace_lines(path, ["new" * 100])
    assert path.read_text("utf-8") == "old\n"
    replace_lines(path, ["new", "newer"])
    assert path.read_text("utf-8") == "new\nnewer\n"
    assert [found.name for found in path.parent.iterdir()] == [path.name]
