"""What the documents show is true: each command runs, each generated page is fresh, each link leads somewhere."""

import gzip
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from kg.cli import cli
from kg.model import Article, Failure
from kg.reading import read
from kg.record import failure_to_json, write_articles

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NEO4J = "neo4j://localhost:7687"
DATA = "../shared/data"
FENCE = re.compile(r"(<!-- test-command -->\n)?```(\w+)\n(.*?)```", re.DOTALL)


def generate() -> ModuleType:
    """The script that writes pages, as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands() -> Iterator[str]:
    """Every kg command of the pages and of the commands' own help, each once."""
    for page in PAGES:
        for tested_elsewhere, language, block in FENCE.findall(page.read_text("utf-8")):
            if language == "sh" and not tested_elsewhere:
                yield from (line for line in block.splitlines() if line.startswith("kg "))
    for context in generate().find_commands(click.Context(cli, info_name="kg")):
        example = (context.command.epilog or "").replace("\b", "").replace("Example:", "")
        yield from (line.strip() for line in example.splitlines() if line.strip())


def marked(command: str) -> object:
    """``command`` as a parameter, with what it needs."""
    marks = [pytest.mark.neo4j] if NEO4J in command else [pytest.mark.data] if DATA in command else []
    return pytest.param(command, marks=marks, id=command)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that the documented commands name."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "articles").mkdir()
    shutil.copy(ROOT / "examples" / "briefing.json", folder / "articles")
    articles = [found for found in read(str(folder / "articles")) if isinstance(found, Article)]
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as out:
        write_articles(articles, out)
    (folder / "crawl.jsonl.gz").write_bytes(gzip.compress((folder / "articles.jsonl").read_bytes()))
    item = f"<item><title>Briefing</title><description>{articles[0].text}</description></item>"
    (folder / "feed.xml").write_text(f'<rss version="2.0"><channel>{item}</channel></rss>', "utf-8")
    odd = Article(text="Minister Ana Duarte ruled out new taxes.", uri="odd.txt")
    failed = failure_to_json(Failure(article=odd, reason="odd")) + "\n"
    for name in ("records.failed.jsonl", "news.records.failed.jsonl"):
        (folder / name).write_text(failed, "utf-8")
    (folder / "docs").mkdir()
    (folder / "actors.tsv").write_text("Q900001\tAna Duarte\tPerson\tAna M. Duarte\tfemale\n", "utf-8")
    (folder / "judgements.tsv").write_text("local:ana-m-duarte\tlocal:ana-duarte\tsame\n", "utf-8")
    (folder / "offices.tsv").write_text("Mayor of Norhaven\t2019-03-01\t\tQ900001\n", "utf-8")
    run("kg extract articles.jsonl --out records.jsonl && kg load records.jsonl --into news.kgl", folder)
    return folder


def run(command: str, folder: Path) -> str:
    """What ``command`` prints in ``folder``, with this environment's kg; it must succeed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-euo", "pipefail", "-c", command]
    done = subprocess.run(shell, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.docs
@pytest.mark.parametrize("command", [marked(command) for command in dict.fromkeys(commands())])
def test_documented_command_runs(
    command: str, workspace: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if NEO4J in command:
        command = command.replace(NEO4J, request.getfixturevalue("empty_neo4j"))
    if DATA in command:
        if "KG_DATA" not in os.environ:
            pytest.skip("KG_DATA names no evaluation data")
        command = command.replace(DATA, os.environ["KG_DATA"])
    folder = tmp_path / "work"
    shutil.copytree(workspace, folder, ignore=shutil.ignore_patterns("*.lock*"))
    run(command, folder)


@pytest.mark.docs
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_of_a_page_runs(page: Path, workspace: Path) -> None:
    for _, language, block in FENCE.findall(page.read_text("utf-8")):
        if language == "python":
            assert run(f"{shlex.quote(sys.executable)} -W ignore -c {shlex.quote(block)}", workspace)


def test_generated_pages_are_fresh() -> None:
    for name, page in generate().PAGES.items():
        assert (ROOT / "docs" / name).read_text("utf-8") == page(), "run python docs/generate.py"


def test_every_command_shows_an_example_that_calls_it() -> None:
    for context in generate().find_commands(click.Context(cli, info_name="kg")):
        assert context.command_path in (context.command.epilog or ""), context.command_path


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
