"""How well kg does on the public suites: each one's gold, its scorer, and the figures as a table."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.attributed_score import score_attributed
from kg.errors import ReadError
from kg.factuality_score import score_factuality
from kg.linking_score import score_linking
from kg.model import Article
from kg.phrase_score import score_phrases
from kg.record import write_records
from kg.scoring import Extract


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite: where its gold lies under the data folder, and the scorer with its leading arguments.

    Where kg has the scorer itself, ``score`` gives the figures of the gold, and there is no ``scorer``.
    """

    name: str
    gold: str
    scorer: str = ""
    arguments: tuple[str, ...] = ()
    score: Callable[[Path, Extract], object] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a scorer gave for a suite; ``measure`` is its path in the scorer's answer."""

    suite: str
    measure: str
    value: float


SUITES = (
    Suite("attribution", "polnear/dev.jsonl", "attribution_score.py"),
    Suite("claims", "claims/windows.jsonl", "claims_score.py"),
    Suite("articles", "claims/articles", "gold_score.py"),
    Suite("pronouns", "gum/news_interview_speech.jsonl", "score.py", ("pronouns",)),
    Suite("gap", "gap/development.jsonl", "score.py", ("gap",)),
    Suite("linking-msnbc", "linking/msnbc_updated.jsonl", "score.py", ("linking",)),
    Suite("linking-reuters", "linking/reuters_128.jsonl", "score.py", ("linking",)),
    Suite("linking-kore50", "linking/kore50.jsonl", "score.py", ("linking",)),
    Suite("linking-msnbc-kinds", "linking/msnbc_updated.jsonl", score=score_linking),
    Suite("linking-reuters-kinds", "linking/reuters_128.jsonl", score=score_linking),
    Suite("acts", "acts/plv_train.jsonl", "score.py", ("acts",)),
    Suite("roles", "roles/knowledgenet_political.jsonl", "score.py", ("roles",)),
    Suite("actor-phrases", "roles/actor_phrases.jsonl", score=lambda gold, _: score_phrases(gold)),
    Suite("dates", "dates/te3.jsonl", "score.py", ("dates",)),
    Suite("dates-wikiwars", "dates/wikiwars.jsonl", "score.py", ("dates",)),
    Suite("factuality-uw", "factuality/uw_dev.jsonl", score=score_factuality),
    Suite("factuality-meantime", "factuality/meantime_dev.jsonl", score=score_factuality),
    Suite("attributed-facts", "attributed_facts/carb_said.jsonl", score=score_attributed),
)


def read_gold_articles(gold: Path) -> Iterator[Article]:
    """The articles of a suite's gold, each text once: of a JSON-lines file, or of a folder of JSON files.

    Raises ReadError if the gold is not there.
    """
    _require(gold)
    seen = set()
    for line in _lines(gold):
        row = json.loads(line)
        if row["text"] not in seen:
            seen.add(row["text"])
            yield Article(
                text=row["text"],
                uri=str(row.get("article") or row.get("id") or row.get("doc")),
                title=row.get("title"),
                outlet=row.get("outlet") or row.get("publisher"),
                published=row.get("dct") or row.get("published") or row.get("date"),
            )


def evaluate(suite: Suite, *, data: Path, scorers: Path, extract: Extract) -> tuple[Figure, ...]:
    """Extract the suite's articles, run its scorer on the records, and return every figure that it gives.

    Raises ReadError if the gold or the scorer is not there, or the scorer fails.
    """
    gold = data / suite.gold
    if suite.score:
        _require(gold)
        return tuple(_figures(suite.name, "", suite.score(gold, extract)))
    scorer = scorers / suite.scorer
    if not scorer.is_file():
        raise ReadError(f"{scorer}: no such scorer; point --scorers at the folder that holds it")
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.jsonl"
        with records.open("w", encoding="utf-8", newline="\n") as out:
            write_records(extract(read_gold_articles(gold)), out)
        command = [sys.executable, str(scorer), *suite.arguments, str(gold), str(records), "--json"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise ReadError(f"{scorer}: failed on suite {suite.name}: {answer.stderr.strip()[-500:]}")
    return tuple(_figures(suite.name, "", json.loads(answer.stdout)))


def to_table(figures: Iterable[Figure]) -> str:
    """``figures`` as lines of suite, measure and value in columns."""
    rows = [(figure.suite, figure.measure, f"{figure.value:g}") for figure in figures]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "\n".join(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}" for a, b, c in rows)


def _require(gold: Path) -> None:
    if not gold.exists():
        raise ReadError(f"{gold}: no such gold data; point --data at the folder that holds the suites")


def _lines(gold: Path) -> Iterator[str]:
    if gold.is_dir():
        yield from (path.read_text("utf-8") for path in sorted(gold.glob("*.json")))
        return
    with gold.open(encoding="utf-8", newline="\n") as lines:
        yield from (line for line in lines if line.strip())


def _figures(suite: str, path: str, value: object) -> Iterator[Figure]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _figures(suite, f"{path}.{key}" if path else key, inner)
    elif isinstance(value, int | float):
        yield Figure(suite, path, value)
