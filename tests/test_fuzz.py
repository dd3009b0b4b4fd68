"""Whatever a file holds, it gives values or a named problem, and nothing in it is executed."""

import io
import json
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from mutations import Input, Kind, hostile_lines, to_input
from records import briefing, record_of

from kg.cli import cli
from kg.errors import KGError
from kg.gazetteer.dump import read_dump
from kg.gazetteer.index import Index, write_index
from kg.gazetteer.tables import read_actors, read_offices
from kg.graph import BASE_LABELS, to_graph
from kg.judging.apply import judge
from kg.judging.judgements import read_judgements
from kg.judging.partition import Judgements, resolve
from kg.judging.profiles import to_profiles
from kg.judging.questions import COLUMNS, find_questions, to_table
from kg.model import Record
from kg.ontology import load_ontology
from kg.queries import bind, load_queries
from kg.rdf import write_rdf
from kg.reading import Problem, read
from kg.record import read_records, write_articles
from kg.runs import Run
from kg.view.explorer import to_html
from kg.view.network import Network, read_network
from kg.view.write import write_view
from loaders import open_store
from loaders.load import load

PART = 100
FEW, MANY = 500, 10_000
LONGEST = 20.0
"""Seconds that one input may take."""
RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def parts(count: int) -> list[range]:
    return [range(start, start + PART) for start in range(0, count, PART)]


@pytest.mark.parametrize("numbers", parts(FEW), ids=str)
def test_mutated_inputs_give_values_or_named_problems(numbers: range, tmp_path: Path) -> None:
    outcomes = Target(tmp_path).outcomes(numbers)
    assert sum(outcomes.values()) == len(numbers)


def test_hostile_text_in_every_field_stays_text(tmp_path: Path) -> None:
    target = Target(tmp_path)
    target.take("".join(f"{line}\n" for line in hostile_lines()))
    assert len(target.records) == len(hostile_lines())
    assert all(record.claims and record.statements for record in target.records)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
def test_many_mutated_inputs_give_values_or_named_problems(tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    for numbers in parts(MANY):
        folder = tmp_path / str(numbers.start)
        folder.mkdir()
        outcomes += Target(folder).outcomes(numbers)
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:>6}  {outcome}")
    assert sum(outcomes.values()) == MANY


class Target:
    """Everything that reads a file, and a store with one article that must outlive all inputs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: list[Record] = []
        self.crashes: list[str] = []
        self.readers: dict[Kind, Callable[[Path], str]] = {
            "articles": read_articles,
            "records": self.load_records,
            "failures": read_failures,
            "judgements": apply_judgements,
            "actors": build_actors,
            "offices": build_offices,
            "dump": build_dump,
            "queries": self.ask_queries,
        }

    def outcomes(self, numbers: Iterable[int]) -> Counter[str]:
        """How often each outcome came; fails with every crash, if there is any."""
        with self.opened():
            return Counter(self.outcome(to_input(number)) for number in numbers)

    def take(self, lines: str) -> None:
        """Load records as the lines of one file; fails with every crash, if there is any."""
        path = self.folder / "lines.jsonl"
        path.write_text(lines, "utf-8")
        with self.opened():
            self.guard("lines", lambda: self.load_records(path))

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The store with the sentinel, and afterwards everything that is made of it."""
        self.store = open_store(str(self.folder / "x.kgl"), writable=True)
        load([sentinel()], self.store)
        yield
        self.guard("graph", self.check_store)
        self.guard("views", self.check_views)
        self.guard("RDF", self.check_rdf)
        self.guard("questions", self.check_questions)
        self.store.close()
        assert not self.crashes, "\n\n".join(self.crashes)

    def outcome(self, given: Input) -> str:
        """What comes of one input."""
        folder = self.folder / str(given.number)
        folder.mkdir()
        path = folder / given.name
        path.write_bytes(given.data)
        start = time.perf_counter()
        found = self.guard(
            f"input {given.number} ({given.name})", lambda: self.readers[given.kind](path), f"{path}:"
        )
        seconds = time.perf_counter() - start
        if seconds > LONGEST:
            self.crashes.append(f"input {given.number} ({given.kind}) took {seconds:.0f} s")
        return f"{given.kind}: {found}"

    def guard(self, what: str, action: Callable[[], str | None], *told: str) -> str:
        """What ``action`` gives, or the KGError it ends with, which must hold one of the words of ``told``."""
        try:
            return action() or ""
        except KGError as error:
            lines = str(error).split("\n")
            where = any(words in line for words in told for line in lines[:2])
            if not where or not all(line.isprintable() and len(line) < 1_000 for line in lines):
                self.crashes.append(f"{what}: {type(error).__name__} not told well: {str(error)[:500]!r}")
            return type(error).__name__
        except Exception as error:
            trace = "".join(traceback.format_exception(error)[-4:])
            self.crashes.append(f"{what}: {trace[-1500:]}")
            return "crash"

    def load_records(self, path: Path) -> str:
        """Check a file of records by the command, load what it accepts, and export what it holds unchecked."""
        (kept := path.with_suffix(".kept")).write_bytes(path.read_bytes())
        self.guard(f"going on from {path}", lambda: go_on_from(kept), f"{kept}:")
        accepted = run("check", str(path), "--rejected", str(path.with_suffix(".rejected")))
        records = list(read_records(accepted.split("\n"), name="accepted"))
        for record in records:
            before = self.count()
            load([record], self.store)
            assert self.count() >= before
            self.records.append(record)
        unchecked = path.with_suffix(".nq")
        export = ("export", str(path), "--format", "nquads", "--out", str(unchecked))
        self.guard(f"exporting {path}", lambda: run(*export), f"{path}:", "let `kg check` keep it out")
        return "record" if records else "no line"

    def ask_queries(self, path: Path) -> str:
        """Bind and ask what a query file holds; nothing may be written."""
        before = self.count()
        for query in load_queries(path.parent).values():
            values = {p.name: p.default if p.default is not None else "'}) DELETE n //" for p in query.parameters}
            try:
                self.store.read(query.cypher, bind(query, values))
            except KGError as error:
                return f"{type(error).__name__} when asked"
            finally:
                assert self.count() == before
        return "query"

    def count(self) -> int:
        return int(str(self.store.read("MATCH (n) RETURN count(n) AS n", {})[0]["n"]))

    def check_store(self) -> None:
        """The sentinel is as it was, and every label and type is one of the ontology's."""
        (row,) = self.store.read("MATCH (a:Article {uri: 'sentinel'}) RETURN a.outlet AS outlet", {})
        assert row == {"outlet": "Harbour News"}
        (mark,) = self.store.read("MATCH (s:Store) RETURN s.id AS id", {})
        assert mark == {"id": "kg"}
        labels = {label for row in self.store.read("MATCH (n) RETURN labels(n) AS l", {}) for label in row["l"]}
        assert labels <= {*BASE_LABELS, "Store", *load_ontology().classes}

    def check_views(self) -> None:
        network = read_network(self.store.read)
        assert network.nodes
        page, benign = Markup(to_html(network)), Markup(to_html(Network((), ())))
        assert page.tags - benign.tags == Counter({"i": page.tags["i"] - benign.tags["i"]}) + Counter(
            {"span": page.tags["span"] - benign.tags["span"]}
        )
        assert page.attributes - benign.attributes <= {"data-kind"}
        names = {node["name"] for node in json.loads(page.data)["nodes"]}
        assert names == {node.name for node in network.nodes}
        for ending, reader in ((".gexf", nx.read_gexf), (".graphml", nx.read_graphml)):
            path = self.folder / f"view{ending}"
            write_view(network, path)
            assert len(reader(path)) == len(network.nodes)

    def check_rdf(self) -> None:
        graphs = [to_graph([record]) for record in self.records]
        for name, form in RDF.items():
            out = io.BytesIO()
            write_rdf(graphs, out, name)
            assert sum(1 for _ in ox.parse(out.getvalue(), format=form)) > 0 or not graphs

    def check_questions(self) -> None:
        for line in to_table(find_questions(to_profiles(self.records), Judgements(), 200)):
            assert len(line.split("\t")) == len(COLUMNS)
            assert line.isprintable() or line.replace("\t", "").isprintable()


def sentinel() -> Record:
    """A record whose article no other has."""
    return record_of("The sentinel stands on the quay and watches.", uri="sentinel")


def run(*arguments: str) -> str:
    """What a command writes. Raises what it ends with, unless that is told in its exit status."""
    found = CliRunner().invoke(cli, arguments)
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found.stdout


def read_articles(path: Path) -> str:
    outcomes = []
    for found in read(str(path)):
        if isinstance(found, Problem):
            assert str(path) in str(found)
            assert str(found).isprintable()
            outcomes.append(found.kind)
        else:
            out = io.StringIO()
            write_articles([found], out)
            out.getvalue().encode()
            assert found.text.strip()
            outcomes.append("article")
    return "article" if "article" in outcomes else outcomes[0]


def go_on_from(path: Path) -> None:
    """Begin a run that has the records of ``path``, and do nothing."""
    with Run(path):
        pass


def read_failures(path: Path) -> str:
    with Run(path.with_suffix(".made"), failed=path) as started:
        return "failure" if len(started.failures) else "nothing"


def apply_judgements(path: Path) -> str:
    judgements = resolve(read_judgements(path))
    judge(briefing(), judgements)
    return "judgements" if judgements.digest else "nothing"


def build_actors(path: Path) -> str:
    out = path.with_suffix(".sqlite")
    write_index(read_actors(path), [], out)
    for actor in (index := Index(out)).actors():
        assert index.named(actor.name)
        index.search(actor.name)
        index.actor(actor.country or actor.qid)
    return "actors" if index.size else "nothing"


def build_offices(path: Path) -> str:
    out = path.with_suffix(".sqlite")
    held = list(read_offices(path))
    write_index([], held, out)
    return "offices" if held else "nothing"


def build_dump(path: Path) -> str:
    out = path.with_suffix(".sqlite")
    found = read_dump(path)
    write_index(found.actors, found.holdings, out)
    return "actors" if found.actors else "nothing"


class Markup(HTMLParser):
    """The tags and attributes of a page, and what the element ``#data`` holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.inside = False
        self.data = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.inside = ("id", "data") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        self.data += data if self.inside else ""
