"""How often the codes of actors' phrases agree with the test assertions of another coder (NGEC).

A row of the gold is one call of NGEC's tests, as its source text, with what it asserts of the answer.

Counted are the calls that code a phrase, ``search_nat``, ``short_text_to_agent`` and ``agent_to_code``, each
assertion on its own: ``cc`` and ``code['country']`` as country, ``code['code_1']`` as role, whether they say that
it is or that it is not so. The second argument, where one stands, is the words around the phrase and tells the
country where the phrase does not; the third or ``query_date`` is the day.

Not counted are ``query_wiki``, ``code['wiki']`` and ``actor_wiki_job`` (which Wikipedia article is meant),
``code['pattern']`` and ``text`` (which of NGEC's own patterns matched and how it rewrote the rest), ``code_2`` (kg
gives one role), ``code is None`` (kg says UNK), ``trf_agent_match`` (a part of NGEC), and calls whose arguments
are variables of a test, whose values the gold does not have.

``described`` is the part whose tests expect no article: most of it is described in words, not named.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ReadError
from kg.extraction.gazetteer import load_index
from kg.gazetteer.phrases import ActorCode, code_actor
from kg.reading.dates import to_iso_day

CALLS = ("search_nat", "short_text_to_agent", "agent_to_code")
_ASSERTION = re.compile(r"(cc|code\['country'\]|code\['code_1'\]) (==|!=) (['\"])(\w*)\3")
_ARTICLE = re.compile(r"code\['wiki'\] == (['\"])(?!\1)")


@dataclass(frozen=True, slots=True)
class Question:
    """A phrase to code, with the words around it, its day, and whether its test asks for an article too."""

    phrase: str
    context: str
    day: str
    article: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one assertion on "country" or "role" holds of the code that kg gives."""

    question: Question
    asked: str
    right: bool


def score_phrases(gold: Path) -> dict[str, dict[str, float]]:
    """Assertions asked and right, and their ratio, of each part of the gold.

    Raises ReadError, with file and line, for a row that is none.
    """
    verdicts = list(find_verdicts(gold))
    parts = {asked: [v for v in verdicts if v.asked == asked] for asked in ("country", "role")}
    parts |= {f"described {asked}": [v for v in of if not v.question.article] for asked, of in parts.items()}
    return {name: _ratio([verdict.right for verdict in of]) for name, of in parts.items()}


def find_verdicts(gold: Path) -> Iterator[Verdict]:
    """Every assertion that is counted, held against the code of its phrase."""
    with gold.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                question = _question(row["call"], row["args"], row["asserts"])
                asserted = [found for found in map(_ASSERTION.match, row["asserts"]) if found]
            except (ValueError, KeyError, TypeError, SyntaxError) as error:
                raise ReadError(f"{gold}:{number}: no test of a phrase: {error!r}") from error
            if question and asserted:
                code = _code(question)
                yield from (_verdict(question, found, code) for found in asserted)


def _question(call: str, arguments: str, asserts: list[str]) -> Question | None:
    """What a row asks; None where it is not counted."""
    given = ast.parse(f"f({arguments})", mode="eval").body
    if call not in CALLS or not isinstance(given, ast.Call):
        return None
    words = [*given.args, *(keyword.value for keyword in given.keywords)]
    if not all(isinstance(word, ast.Constant) and isinstance(word.value, str) for word in words):
        return None
    phrase, context, day, *_ = [*(ast.literal_eval(word) for word in given.args), "", ""]
    day = next((ast.literal_eval(k.value) for k in given.keywords if k.arg == "query_date"), day)
    article = any(map(_ARTICLE.match, asserts))
    return Question(phrase, context, to_iso_day(day) or "", article)


def _code(question: Question) -> ActorCode:
    index = load_index()
    context = code_actor(question.context, index).country
    return code_actor(question.phrase, index, on=question.day, country=context)


def _verdict(question: Question, asserted: re.Match[str], code: ActorCode) -> Verdict:
    asked = "role" if "code_1" in asserted[1] else "country"
    same = asserted[4] == (code.role if asked == "role" else code.country)
    return Verdict(question, asked, same == (asserted[2] == "=="))


def _ratio(right: list[bool]) -> dict[str, float]:
    return {"asked": len(right), "right": sum(right), "accuracy": round(sum(right) / (len(right) or 1), 4)}
