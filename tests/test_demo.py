"""The README's first command: the example through the whole way."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli

pytestmark = pytest.mark.model


def test_the_demo_shows_statements_claims_answers_and_writes_a_picture(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["demo", "--out", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0
    for expected in (
        "Karoline Leavitt · say · indirect, on behalf of Donald Trump\n      White House press secretary",
        "Karoline Leavitt -speaksFor-> Donald Trump\n      press secretary Karoline Leavitt",
        "Donald Trump -rulesOut-> ground troops\n",
        "Karoline Leavitt -refuses-> ruling out other military options\n",
        "(kg query spokespersons)",
        f"kg query positions --param actor=Trump --from {tmp_path}",
    ):
        assert expected in result.stdout
    assert (tmp_path / "network.png").read_bytes().startswith(b"\x89PNG")
    assert "ground troops" in (tmp_path / "network.html").read_text("utf-8")


def test_a_second_demo_prints_the_same(tmp_path: Path) -> None:
    first, second = (CliRunner().invoke(cli, ["demo", "--out", str(tmp_path)]).stdout for _ in range(2))
    assert first == second
