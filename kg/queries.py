"""Named queries: a Cypher file each, whose comment head says what it answers and what it takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from kg.errors import OntologyError, QueryError
from kg.lexicon import read_lines
from kg.printable import quoted, shortened
from kg.resources import resource_dir

ParameterType = Literal["string", "integer", "number", "date", "boolean"]
TYPES: tuple[ParameterType, ...] = ("string", "integer", "number", "date", "boolean")
HEAD = re.compile(r"// (question|note|param|example): (.*)")
PARAM = re.compile(r"(\w+) (\w+)(?: = (.*?))?(?: -- (.*))?$")
USED = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query takes; without a ``default`` it must be given."""

    name: str
    type: ParameterType
    default: str | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Query:
    """A named query; ``note`` says how it treats negated and unreal claims."""

    name: str
    question: str
    note: str
    example: str
    parameters: tuple[Parameter, ...]
    cypher: str


@cache
def load_queries(directory: Path | None = None) -> dict[str, Query]:
    """The queries of ``directory``, by default those that ship, by name. Raises OntologyError naming the file."""
    paths = sorted((directory or resource_dir("queries")).glob("*.cypher"))
    return {path.stem: _read(path) for path in paths}


def find_query(name: str) -> Query:
    """The query called ``name``. Raises QueryError, with the names there are, if there is none."""
    queries = load_queries()
    if name not in queries:
        raise QueryError(f"no query {name!r}; `kg query --list` shows them: {', '.join(queries)}")
    return queries[name]


def bind(query: Query, given: Mapping[str, str]) -> dict[str, object]:
    """The parameters of ``query`` from text. Raises QueryError for a missing, unknown or malformed one."""
    known = {parameter.name for parameter in query.parameters}
    unknown = sorted(set(given) - known)
    if unknown:
        raise QueryError(
            f"{query.name} takes no {', '.join(unknown)}; it takes {', '.join(sorted(known)) or 'nothing'}"
        )
    return {parameter.name: _bound(query, parameter, given) for parameter in query.parameters}


def _bound(query: Query, parameter: Parameter, given: Mapping[str, str]) -> object:
    text = given.get(parameter.name, parameter.default)
    if text is None:
        raise QueryError(f"{query.name} needs --param {parameter.name}=...; for example: {query.example}")
    match parameter.type:
        case "integer" if re.fullmatch(r"-?\d{1,18}", text):
            return int(text)
        case "number" if re.fullmatch(r"-?\d+(\.\d+)?", text):
            return float(text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case "date" if text == "" or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
            return text
        case "string":
            return text
        case _:
            raise QueryError(f"{query.name}: {parameter.name}={quoted(text)} is not of type {parameter.type}")


def _read(path: Path) -> Query:
    head: dict[str, list[str]] = {"question": [], "note": [], "example": []}
    parameters, body = [], []
    for number, line in enumerate(read_lines(path), start=1):
        match = HEAD.fullmatch(line)
        if match and match[1] == "param":
            parameters.append(_parameter(match[2], f"{path}:{number}"))
        elif match:
            head[match[1]].append(match[2])
        else:
            body.append(line)
    if any(len(lines) != 1 for lines in head.values()):
        raise OntologyError(f"{path}:1: the head needs one question, one note and one example")
    cypher = "\n".join(body).strip()
    used, declared = set(USED.findall(cypher)), {parameter.name for parameter in parameters}
    if used != declared:
        raise OntologyError(
            f"{path}: declared and used parameters differ in {shortened(', '.join(sorted(used ^ declared)))}"
        )
    return Query(path.stem, head["question"][0], head["note"][0], head["example"][0], tuple(parameters), cypher)


def _parameter(text: str, where: str) -> Parameter:
    match = PARAM.fullmatch(text)
    kind = next((known for known in TYPES if match and match[2] == known), None)
    if match is None or kind is None:
        raise OntologyError(f"{where}: a parameter is `name type = default -- meaning`, not {quoted(text)}")
    return Parameter(match[1], kind, match[3], match[4] or "")
