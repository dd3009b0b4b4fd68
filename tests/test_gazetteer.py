"""The index of actors: what goes in comes out, names mean who they should, bad rows are told with their line."""

import bz2
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import cli
from kg.errors import OntologyError
from kg.extraction.gazetteer import known, load_index
from kg.gazetteer.dump import read_dump
from kg.gazetteer.index import Index, write_index
from kg.gazetteer.model import Actor, Holding
from kg.gazetteer.tables import read_actors, read_offices, write_actors, write_offices

DUMP = Path(__file__).parent / "fixtures" / "wikidata.json"
MINISTER = Actor("Q11", "Ana Duarte", "Person", ("Ana M. Duarte",), "female", "Q13", (), 40)
NAMESAKE = Actor("Q12", "Ana Duarte", "Person", (), "female", "", (), 2, sure=False)
NORLAND = Actor("Q13", "Norland", "Country", (), "", "", ("Norlandic",), 30)
HELD = Holding("Prime Minister of Norland", "2019-03-01", "2023", "Q11", "Q14", "Q13")

CELLS = st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=5)
ACTORS = st.builds(
    Actor,
    qid=st.integers(1, 10**9).map("Q{}".format),
    name=CELLS,
    type=CELLS,
    aliases=st.lists(CELLS, max_size=3).map(tuple),
    gender=st.sampled_from(["", "male", "female"]),
    country=st.just(""),
    demonyms=st.lists(CELLS, max_size=2).map(tuple),
    articles=st.integers(0, 9999),
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    write_index([NAMESAKE, MINISTER, NORLAND], [HELD], tmp_path / "a.sqlite")
    return Index(tmp_path / "a.sqlite")


def test_index_gives_back_what_it_was_built_from(index: Index) -> None:
    assert list(index.actors()) == [MINISTER, NAMESAKE, NORLAND]
    assert list(index.all_holdings()) == [HELD]
    assert index.named("Ana Duarte") == (MINISTER, NAMESAKE)
    assert index.named("Ana M. Duarte") == (MINISTER,)
    assert index.named("Duarte") == ()
    assert index.of_surname("Duarte") == MINISTER
    assert index.of_demonym("Norlandic") == NORLAND
    assert index.search("duarte") == [MINISTER, NAMESAKE]
    assert index.search("%") == []
    assert index.size == 3


def test_holdings_are_found_by_holder_office_and_country_on_a_day(index: Index) -> None:
    assert index.holdings_of("Q11") == (HELD,)
    assert index.holdings_of("Q12") == ()
    assert index.holdings("Prime Minister of Norland", "2019-03-01") == (HELD,)
    assert index.holdings("Prime Minister of Norland", "2019-02-28") == ()
    assert index.holdings_in("Q13", "2023-06-01") == (HELD,), "a year as an end lasts until it is over"
    assert index.holdings_in("Q13", "2024-01-01") == ()


@given(st.lists(ACTORS, max_size=5, unique_by=lambda actor: actor.qid))
def test_tables_come_back_equal(tmp_path_factory: pytest.TempPathFactory, actors: list[Actor]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    write_actors(actors, folder / "actors.tsv")
    write_offices([HELD], folder / "offices.tsv")
    assert list(read_actors(folder / "actors.tsv")) == actors
    assert list(read_offices(folder / "offices.tsv")) == [HELD]


def test_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_index([MINISTER, NORLAND], [HELD], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("row", "reader", "told"),
    [
        ("X1\tAna Duarte\tPerson", read_actors, "'X1'"),
        ("Q1\tAna\u2028Duarte\tPerson\tAna | |\t\tX", read_actors, "'X'"),
        ("Q1\t\tPerson", read_actors, "''"),
        ("Q1\tAna Duarte\tPerson\t\t\t\t\tmany", read_actors, "'many' is no number"),
        (f"Q1\t\t{'x' * 9999}", read_actors, "'x{200}…'; give"),
        ("Q1\tAna Duarte\tPerson\t\t\tNorland", read_actors, "'Norland' is no country"),
        (f"Q{'9' * 30}\tAna Duarte\tPerson", read_actors, "'Q9{30}'"),
        (f"Q1\tAna Duarte\tPerson\t\t\t\t\t{'9' * 5_000}", read_actors, "is no number"),
        ("Mayor\t2019\t31 May\tQ1", read_offices, "'31 May' is no date"),
        ("Mayor\t2019\t\tAna", read_offices, "'Ana' is no Wikidata id"),
    ],
)
def test_bad_row_names_file_and_line(
    tmp_path: Path, row: str, reader: Callable[[Path], object], told: str
) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(f"# a comment\n{row}\n", "utf-8")
    with pytest.raises(OntologyError, match=rf"rows.tsv:2: .*{told}"):
        list(reader(path))  # type: ignore[call-overload]


def test_failed_build_leaves_the_former_index(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("Q1\tAna Duarte\tPerson\nQ2\n", "utf-8")
    write_index([NORLAND], [], tmp_path / "a.sqlite")
    before = (tmp_path / "a.sqlite").read_bytes()
    found = CliRunner().invoke(
        cli, ["actors", "build", "--alone", "--actors", f"{tmp_path}/bad.tsv", "--out", f"{tmp_path}/a.sqlite"]
    )
    assert isinstance(found.exception, OntologyError)
    assert (tmp_path / "a.sqlite").read_bytes() == before


def test_dump_gives_actors_and_offices_and_counts_broken_lines() -> None:
    found = read_dump(DUMP)
    assert found.broken == 2
    assert [(actor.qid, actor.name, actor.type) for actor in found.actors] == [
        ("Q900001", "Ana Duarte", "Person"),
        ("Q900003", "Norland", "Country"),
        ("Q900005", "Grey Party", "PoliticalParty"),
    ]
    assert (found.actors[0].gender, found.actors[0].country) == ("female", "Q900003")
    assert found.actors[1].demonyms == ("Norlandic",)
    assert found.holdings == [
        Holding("Prime Minister of Norland", "2019-03-01", "2023", "Q900001", "Q900002", "Q900003")
    ]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_dump_may_be_packed(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"dump.json{suffix}"
    path.write_bytes(pack(DUMP.read_bytes()))
    assert read_dump(path) == read_dump(DUMP)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"labels": ["Ana"]}, 1),
        ({"labels": {"en": {"value": " \x1f\ud83d "}}}, 0),
        ({"aliases": {"en": [{"language": "en"}]}}, 1),
        ({"aliases": {"en": [{"value": "  "}, {"value": 7}, {"value": "\ud83d"}]}}, 0),
        ({"claims": {"P31": 5}}, 1),
        ({"claims": {"P31": [{"mainsnak": []}]}}, 1),
        ({"id": "Q1; DROP TABLE actor"}, 0),
        ({"id": "Q" + "9" * 40}, 0),
    ],
)
def test_entity_of_another_shape_is_counted_or_left_out(
    change: dict[str, object], broken: int, tmp_path: Path
) -> None:
    lines = DUMP.read_text("utf-8").splitlines()
    entity = {**json.loads(lines[1].rstrip(",")), **change}
    path = tmp_path / "dump.json"
    path.write_text("\n".join([*lines[2:], json.dumps(entity)]), "utf-8")
    found = read_dump(path)
    assert found.broken == 2 + broken
    write_index(found.actors, found.holdings, tmp_path / "a.sqlite")
    assert Index(tmp_path / "a.sqlite").size == len(found.actors) >= 2


def test_what_is_no_dump_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("nothing\n", "utf-8")
    (tmp_path / "b.json.gz").write_text("nothing\n", "utf-8")
    with pytest.raises(OntologyError, match="no entity of Wikidata in 1 lines"):
        read_dump(tmp_path / "a.json")
    with pytest.raises(OntologyError, match="cannot be read"):
        read_dump(tmp_path / "b.json.gz")


def test_index_built_from_a_dump_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.sqlite"
    built = CliRunner().invoke(cli, ["actors", "build", "--alone", "--dump", str(DUMP), "--out", str(out)])
    assert "3 actors; 2 broken lines" in built.stderr
    monkeypatch.setenv("KG_ACTORS", str(out))
    load_index.cache_clear()
    try:
        found = CliRunner().invoke(cli, ["actors", "find", "duarte", "--on", "2020-01-01"])
    finally:
        monkeypatch.undo()
        load_index.cache_clear()
    assert found.stdout == (
        "Q900001\tAna Duarte\tPerson\tNorland\tAna M. Duarte\n\tPrime Minister of Norland\t2019-03-01 to 2023\n"
    )


def test_file_that_is_no_index_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_text("nothing" * 1000, "utf-8")
    with pytest.raises(OntologyError, match="no index of actors"):
        Index(path)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["find", "duarte", "--on", "tomorrow"], "'tomorrow' does not match the format"),
        (["build", "--alone", "--out", "a.sqlite"], "--alone leaves nothing to build from"),
    ],
)
def test_bad_option_is_told(arguments: list[str], told: str) -> None:
    found = CliRunner().invoke(cli, ["actors", *arguments])
    assert found.exit_code == 2
    assert told in found.stderr


def test_index_where_no_folder_is_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be written"):
        write_index([NORLAND], [], tmp_path / "nowhere" / "a.sqlite")


def test_name_means_its_best_known_bearer() -> None:
    assert known("Barack Obama") == load_index().actor("Q76")
    assert known("Nobody At All") is None


def test_index_that_ships_is_small() -> None:
    path = Path(__file__).parents[1] / "models" / "actors" / "actors.sqlite"
    assert path.stat().st_size < 60 * 2**20
