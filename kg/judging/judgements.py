"""Judgements as rows of a table: two entities, and whether they are the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from kg.errors import JudgementError
from kg.printable import quoted, shortened, to_line

Verdict = Literal["same", "different", "unsure"]
VERDICTS = cast(tuple[Verdict, ...], get_args(Verdict))
REFERENCE = re.compile(r"(wd:Q[1-9]\d{0,14}|local:[^\s@]+)(?:@([0-9a-f]{16}))?")
UNLINKED = re.compile(r"local:(Q[1-9]\d{0,14})")
"""What an entity that was linked wrongly is called once it is not; no other local id has capitals."""


class Reference(NamedTuple):
    """An entity by its id: wherever it is named, or in the one ``article`` given."""

    id: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.id}@{self.article}" if self.article else self.id

    @property
    def everywhere(self) -> "Reference":
        """The same id in all articles."""
        return Reference(self.id)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody said of two entities, and ``where`` it stands as ``file:line``."""

    left: Reference
    right: Reference
    verdict: Verdict
    note: str = ""
    where: str = ""

    def __str__(self) -> str:
        cells = (str(self.left), str(self.right), self.verdict, to_line(self.note))
        return "\t".join(cells).rstrip("\t")


def read_judgements(path: Path) -> list[Judgement]:
    """The judgements in the table ``path``: left, right, verdict and a note, apart by tabs.

    Lines that begin with ``#``, and rows whose verdict is empty, say nothing; cells after the third are notes.
    Raises JudgementError that names every line that is no judgement, and its mend.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise JudgementError(
            f"{path}: cannot be read ({error.strerror}); check the file and its permissions"
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise JudgementError(f"{path}:{line}: not UTF-8 ({error.reason}); save the file as UTF-8") from None
    problems: list[str] = []
    found = list(_parse(lines, str(path), problems))
    if problems:
        raise JudgementError("\n".join(problems))
    return found


def append_judgement(judgement: Judgement, path: Path) -> None:
    """Write ``judgement`` at the end of the table ``path``, which is made if there is none."""
    before = path.read_bytes() if path.exists() else b""
    with path.open("a", encoding="utf-8", newline="\n") as out:
        out.write("\n" if before and not before.endswith(b"\n") else "")
        out.write(f"{judgement}\n")


def to_reference(text: str) -> Reference:
    """The entity that ``text`` names. Raises ValueError if it has not the form of an id.

    >>> to_reference("local:ana-duarte@0123456789abcdef").article
    '0123456789abcdef'
    """
    match = REFERENCE.fullmatch(text)
    if match is None:
        mend = "write wd:Q76 or local:ana-duarte, with @ and an article's id for one article"
        raise ValueError(f"{quoted(text)} is no entity; {mend}")
    unlinked = UNLINKED.fullmatch(match[1]) if match[2] else None
    return Reference(f"wd:{unlinked[1]}" if unlinked else match[1], match[2] or "")


def _parse(lines: Iterable[str], name: str, problems: list[str]) -> Iterator[Judgement]:
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                judgement = _judgement(line, f"{name}:{number}")
            except ValueError as error:
                problems.append(f"{name}:{number}: {error}")
            else:
                if judgement:
                    yield judgement


def _judgement(line: str, where: str) -> Judgement | None:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 3:
        raise ValueError(f"{len(cells)} cells; a row has left, right and {_words()}, apart by tabs")
    left, right = map(to_reference, cells[:2])
    if left == right:
        raise ValueError(f"{shortened(str(left))} is compared with itself; name two entities, or take the row out")
    verdict = next((word for word in VERDICTS if word == cells[2].casefold()), None)
    if verdict is None and cells[2]:
        raise ValueError(f"{quoted(cells[2])} is no judgement; write {_words()}, or nothing yet")
    return Judgement(left, right, verdict, " ".join(cells[3:]).strip(), where) if verdict else None


def _words() -> str:
    return f"{', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}"
