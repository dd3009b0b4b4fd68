"""Imports point down, and rooms of one layer do not know each other."""

import ast
from pathlib import Path

from kg.ontology import load_ontology

ROOT = Path(__file__).parents[1]
LAYERS = {
    "kg.errors": 0,
    "kg.model": 0,
    "kg.printable": 0,
    "kg.record": 1,
    "kg.ontology": 1,
    "kg.lexicon": 1,
    "kg.queries": 1,
    "kg.resources": 1,
    "kg.journal": 1,
    "kg.names": 1,
    "kg.gazetteer": 2,
    "kg.reading": 2,
    "kg.topics": 2,
    "kg.extraction": 3,
    "kg.graph": 3,
    "kg.checking": 3,
    "kg.derived": 4,
    "kg.copies": 4,
    "kg.originals": 4,
    "kg.runs": 4,
    "loaders": 5,
    "kg.judging": 4,
    "kg.view": 4,
    "kg.rdf": 4,
    "kg.reference": 4,
    "kg.scoring": 4,
    "kg.phrase_score": 4,
    "kg.attributed_score": 5,
    "kg.factuality_score": 5,
    "kg.linking_score": 5,
    "kg.evaluate": 6,
    "kg.api": 6,
    "kg.cli": 7,
}
SHARED = {"kg.errors", "kg.printable", "kg.model", "kg.resources", "kg.lexicon"}


def room_of(module: str) -> str | None:
    """The room that ``module`` belongs to, None for other people's modules."""
    return next((room for room in LAYERS if module == room or module.startswith(room + ".")), None)


def imports_of(path: Path) -> list[str]:
    """Every module that the file imports, wherever in the file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def test_imports_point_down() -> None:
    wrong = []
    for path in [*ROOT.glob("kg/**/*.py"), *ROOT.glob("loaders/**/*.py")]:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        room = room_of(module)
        for target in map(room_of, imports_of(path)):
            if room and target and target != room and target not in SHARED and LAYERS[target] >= LAYERS[room]:
                wrong.append(f"{module} imports {target}")
    assert not wrong


def test_no_predicate_is_named_in_python() -> None:
    names = set(load_ontology().predicates)
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in [*ROOT.glob("kg/**/*.py"), *ROOT.glob("loaders/**/*.py")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert not found
