"""Datelines of the agencies are found, and what only looks like one is not."""

import pytest

from kg.reading.dateline import Dateline, find_dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WASHINGTON, Aug 20 (Reuters) - The house", Dateline("WASHINGTON", None, "Reuters")),
        ("WASHINGTON (AP) — The house", Dateline("WASHINGTON", None, "AP")),
        ("CHARLOTTE, N.C. (AP) — The court", Dateline("CHARLOTTE, N.C.", None, "AP")),
        ("Oslo, Norway (CNN) -- The king", Dateline("Oslo, Norway", None, "CNN")),
        ("BEIJING, Aug. 20, 2025 (Xinhua) -- Talks", Dateline("BEIJING", "2025-08-20", "Xinhua")),
        ("New Delhi [India], August 20 (ANI): The house", Dateline("New Delhi", None, "ANI")),
        ("New Delhi, Aug 20 (PTI) The house", Dateline("New Delhi", None, "PTI")),
        ("date 2025-08-20 Oslo, August 20 (ANI): Talks", Dateline("Oslo", "2025-08-20", "ANI")),
        ("MOSCOW, August 20. /TASS/. The house", Dateline("MOSCOW", None, "TASS")),
        ("MOSCOW. Aug 20 (Interfax) - The house", Dateline("MOSCOW", None, "Interfax")),
        ("Berlin (dpa) - The house", Dateline("Berlin", None, "dpa")),
        ("PARIS, 3 June 2024 (AFP) - The house", Dateline("PARIS", "2024-06-03", "AFP")),
        ("WASHINGTON/OSLO (Reuters) - The house", Dateline("WASHINGTON/OSLO", None, "Reuters")),
        ("DES MOINES, Iowa – The race", Dateline("DES MOINES, Iowa", None, None)),
        ("(CNN) -- The house", Dateline(None, None, "CNN")),
        ("A title\n\nBy A Reporter\n\nOSLO — The king", Dateline("OSLO", None, None)),
        ("FILE - In this picture the king smiles.\n\nOSLO — The king", Dateline("OSLO", None, None)),
    ],
)
def test_dateline_is_found(text: str, expected: Dateline) -> None:
    assert find_dateline(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The king (left) - in a blue coat - smiled.",
        "FILE - The king smiles.",
        "The premier (Labour) said that the toll would go.",
        "SMITH: We will not do it.",
        "ANNA SMITH (CO-HOST): We will not do it.",
        "A king's life — and what came after",
        "US - led talks",
        "WATCH LIVE — The king speaks",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert find_dateline(text) is None
