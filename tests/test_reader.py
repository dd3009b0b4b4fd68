"""The reader's parts on values made by hand, and the whole of it on texts: same result however it is fed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.reader.decode import Cue, Found, Settings, choose, find_cues
from kg.extraction.reader.model import distances_from
from kg.extraction.reader.onnx import load_reader
from kg.extraction.reader.windows import CLS, PIECES, SEP, pack, to_batch
from kg.extraction.reader.words import LONGEST, SHAPES, STATES, Paragraph, read_paragraphs, shape_of, states_of

SETTINGS = Settings(roles=("source", "content"), content="content")
TOKENIZER = load_reader("attribution").tokenizer


def paragraph(words: str) -> Paragraph:
    """``words`` with one piece each."""
    (found,) = read_paragraphs(words, TOKENIZER)
    return found


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("levy", "small"),
        ("Ana", "capital"),
        ("A", "capital"),
        ("USA", "capitals"),
        ("McKay", "mixed"),
        ("12th", "number"),
        ("”", "mark"),
        ("مرحبا", "other"),
    ],
)
def test_shape_tells_case_and_the_blank_before(word: str, shape: str) -> None:
    assert shape_of(word, 0, len(word)) == 2 + 2 * SHAPES.index(shape)
    assert shape_of(f"({word}", 1, 1 + len(word)) == 1 + 2 * SHAPES.index(shape)


def test_states_follow_the_quotation_marks() -> None:
    states = [STATES[state] for state in states_of(["He", '"', "won", '"', "“", "and", "”", "left"])]
    assert states == ["outside", "opening", "inside", "closing", "opening", "inside", "closing", "outside"]


@given(st.text())
@settings(max_examples=200)
def test_words_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for part in read_paragraphs(text, TOKENIZER):
        assert part.length <= max(LONGEST, max(map(len, part.pieces)))
        for start, end in part.spans:
            assert last <= start < end <= len(text)
            assert "\n" not in text[start:end]
            last = end


def test_long_paragraph_is_cut_after_a_sentence() -> None:
    text = ("The levy ends . " * 100).strip()
    parts = list(read_paragraphs(text, TOKENIZER))
    assert len(parts) == 2
    assert text[slice(*parts[0].spans[-1])] == "."
    assert [span for part in parts for span in part.spans] == [
        span for part in read_paragraphs(text.replace(" . ", " .\n"), TOKENIZER) for span in part.spans
    ]


def test_windows_hold_whole_neighbours_and_say_where_each_word_is() -> None:
    parts = [paragraph("The levy ends .")] * 60
    windows = list(pack(parts))
    assert [part for window in windows for part in window] == parts
    batch = to_batch(windows)
    assert batch.ids.shape[1] <= PIECES
    assert set(batch.ids[:, 0]) == {CLS}
    for row, firsts in batch.firsts:
        assert [batch.ids[row, at] for at in firsts] == [pieces[0] for pieces in parts[0].pieces]
        assert batch.ids[row, firsts[-1] + 1] == SEP


def test_cues_begin_where_a_beginning_is_likelier() -> None:
    tags = np.array([[0.9, 0.1, 0], [0.1, 0.9, 0], [0.1, 0.2, 0.7], [0.2, 0.8, 0], [1, 0, 0]], dtype=np.float32)
    assert [(cue.first, cue.last) for cue in find_cues(tags, start=SETTINGS.start, extend=SETTINGS.extend)] == [
        (1, 2),
        (3, 3),
    ]


def test_distances_are_nothing_inside_the_cue() -> None:
    assert distances_from(2, 3, 6).tolist() == [-2, -1, 0, 0, 1, 2]


def test_better_of_two_cues_keeps_the_content_and_short_gaps_are_closed() -> None:
    part = paragraph("Ana said the levy ends soon now")
    roles = np.zeros((7, 3), dtype=np.float32)
    roles[0, 1] = 0.9
    roles[[2, 3, 5, 6], 2] = 0.9
    found = choose(part, [(Cue(1, 1, 0.9), roles), (Cue(4, 4, 0.7), roles)], SETTINGS)
    assert [(one.cue, one.roles) for one in found] == [
        (((4, 8),), {"source": ((0, 3),), "content": ((9, 31),)}),
    ]
    assert found[0].confidence == pytest.approx(0.81)
    assert choose(part, [(Cue(1, 1, 0.4), roles)], SETTINGS) == []


TEXT = "Minister Ana Duarte said that the levy ends. “We won,” Ivo Brandt added.\n\nThe ships left."


def found_in(text: str) -> list[Found]:
    return [one for passage in load_reader("attribution").read(text) for one in passage.found]


def test_reader_finds_who_said_what() -> None:
    spans = [
        [TEXT[start:end] for name in ("source", "content") for start, end in one.roles[name]]
        for one in found_in(TEXT)
    ]
    assert ["Minister Ana Duarte", "that the levy ends"] in spans
    assert ["Ivo Brandt", "“We won,”"] in spans


def test_company_changes_nothing() -> None:
    long = "\n\n".join([TEXT, *["The ships left the harbour at noon, and nobody saw them go."] * 200, TEXT])
    alone, among = found_in(TEXT), found_in(long)
    offset = len(long) - len(TEXT)
    for shift, some in ((0, among[: len(alone)]), (offset, among[-len(alone) :])):
        moved = [tuple((start - shift, end - shift) for start, end in one.cue) for one in some]
        assert moved == [one.cue for one in alone]
    assert found_in(long) == among


def test_nothing_is_found_in_nothing() -> None:
    for text in ("", "\n\n", "\u200f", "\x00"):
        assert found_in(text) == []
