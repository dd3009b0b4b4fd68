"""Text comes out of the encodings that archives hold, and bytes that are no text say so."""

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reading.encoding import Undecodable, decode, line_at, read_lines

NEWS = "“We won’t,” the minister’s aide said — at a café near the coast… It costs €5m or £4m.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("times", [1, 40])
def test_news_text_comes_out_of_every_encoding(encoding: str, times: int) -> None:
    assert decode((NEWS * times).encode(encoding)) == NEWS * times


def test_old_mac_text_is_told_from_windows() -> None:
    text = NEWS.replace("€", "$")
    assert decode((text * 20).encode("mac_roman")) == text * 20


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "The señor and the café, he said.\n"),
        ("shift_jis", "大臣は火曜日に税金が上がると述べた。\n" * 5),
        ("gb18030", "部长星期二说税收将上升，预算很大。\n" * 5),
    ],
)
def test_other_encodings_are_detected(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_declared_encoding_is_believed() -> None:
    text = "Министр сказал, что налоги вырастут."
    assert decode(text.encode("koi8-r"), declared="koi8-r") == text
    assert isinstance(decode(text.encode("koi8-r"), declared="no-such-encoding"), str)


def test_windows_bytes_pasted_into_utf8_do_not_spoil_the_rest() -> None:
    data = NEWS.encode() * 3 + b"the \x93city\x94 of caf\xe9s\n" + NEWS.encode()
    assert decode(data) == NEWS * 3 + "the “city” of cafés\n" + NEWS


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 text", "binary"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"text\x00with a zero", "binary"),
        (NEWS.encode()[:2], "truncated"),
        (NEWS.encode("utf-16")[:-1], "truncated"),
        (codecs.BOM_UTF16_LE + b"\x00\xdc\x00\xdca\x00", "encoding"),
    ],
)
def test_bytes_that_are_no_text_say_why(data: bytes, kind: str) -> None:
    found = decode(data)
    assert isinstance(found, Undecodable)
    assert found.kind == kind


def test_letter_at_the_end_of_plain_text_is_no_cut() -> None:
    assert decode("They met in a café".encode("cp1252")) == "They met in a café"


def test_lines_of_a_file_share_their_encoding() -> None:
    text = NEWS * 3 + "—\n" + "‘\n" + NEWS
    assert "".join(str(line) for line in read_lines(io.BytesIO(text.encode("cp1252")))) == text
    assert "".join(str(line) for line in read_lines(io.BytesIO(text.encode()))) == text
    assert list(read_lines(io.BytesIO(text.encode("utf-16")))) == text.splitlines(keepends=True)


def test_line_of_an_offset_counts_from_one() -> None:
    assert [line_at(b"a\nb\n", offset) for offset in (0, 1, 2, 4)] == [1, 1, 2, 3]


@given(st.binary())
def test_any_bytes_are_text_or_a_reason(data: bytes) -> None:
    assert isinstance(decode(data), str | Undecodable)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe")))
def test_utf8_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode()) == text
