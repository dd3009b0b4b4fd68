"""Makes the index of actors that ships from public tables of facts.

    python -m training.gazetteer --tables TABLES --news articles.jsonl --out models/actors/actors.sqlite

Facts are taken from the sources of ALLOWED alone, whose terms let them be passed on, and from kg's own tables,
which come first. The news serves to count in how many articles a name stands; none of it is kept.
"""

import argparse
import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.gazetteer.index import write_index
from kg.gazetteer.model import PERSON, Actor, Holding
from kg.gazetteer.tables import read_actors, read_offices
from kg.resources import resource_dir

ALLOWED = frozenset(
    {
        "eps",
        "us-leg",
        "us-leg17",
        "openstates",
        "partyfacts",
        "ror",
        "agency-registry",
        "wiki-media-cred",
        "elevant",
    }
)
"""Sources under CC0, PDDL, MIT or Apache-2.0, or extracts of Wikidata (CC0)."""
TYPES = {"GovernmentAgency": "Government", "NGO": "Organization", "USState": "Place", "MetonymPlace": "Government"}
"""Classes of the tables that the ontology has under another name."""
OUTLET = "NewsOutlet"
"""The class whose names of one word ("Journal") mean somebody else more often than not."""
LONGEST = 7
"""Words of the longest name that is looked for in news."""
COMMON = 0.2
"""A word is ordinary if articles have it in small letters at least this often for each with a capital."""
WORD = re.compile(r"[^\W_][\w'’.-]*")
ABBREVIATION = re.compile(r"[A-Z]{1,4}|[A-Z]\.|.")
"""Aliases too short to mean one actor; those that do are in kg's own table."""
GENERATION = re.compile(r",? (?:Jr|Sr|II|III|IV)\.?$")
CHAMBERS = {"senate": "senator from {}", "house": "representative from {}"}

Row = dict[str, str]


def main() -> None:
    """Read the tables, count the names in the news, and write the index."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--tables", type=Path, required=True, help="the folder of people.tsv, holders.tsv and so on"
    )
    parser.add_argument("--news", type=Path, required=True, help="articles as JSON lines with a text")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    given = parser.parse_args()
    own = {actor.qid: actor for actor in read_actors(resource_dir("ontology") / "actors.tsv")}
    owners = {form: actor.qid for actor in own.values() for form in actor.names if actor.type != PERSON}
    found = dict(own)
    for actor in [*people(given.tables), *organisations(given.tables), *countries(given.tables)]:
        known = found.get(actor.qid, actor)
        aliases = {form for form in actor.names if owners.get(form, actor.qid) == actor.qid}
        aliases = {form for form in aliases if not is_fathers(form, known.name)} - {known.name}
        aliases |= set(known.aliases)
        found[actor.qid] = replace(known, aliases=tuple(sorted(aliases)))
    counts, small = count(found.values(), given.news)
    for form in {form for actor in own.values() for form in actor.names}:
        del counts[form]
    counted = [
        actor
        if actor.qid in own
        else known_by(actor, [f for f in actor.names if is_name(f, counts, small)], counts)
        for actor in found.values()
    ]
    held = [*read_offices(resource_dir("ontology") / "offices.tsv"), *holdings(given.tables), *seats(given.tables)]
    write_index(filter(None, counted), held, given.out)


def people(tables: Path) -> Iterator[Actor]:
    """The people of people.tsv, us_congress.tsv and holders_hand.tsv who have more than one name."""
    for row in _rows(tables / "people.tsv"):
        yield from _person(row["qid"], row["name"], _aliases(row), row["gender"], row["country_qid"])
    for row in _rows(tables / "us_congress.tsv"):
        yield from _person(row["qid"], row["name"], _aliases(row), "", "Q30")
    for row in _rows(tables / "holders_hand.tsv"):
        yield from _person(row["person_qid"], row["person_name"])


def _person(
    qid: str, name: str, aliases: tuple[str, ...] = (), gender: str = "", country: str = ""
) -> Iterator[Actor]:
    """A person by names of several words, without accents too; a son is not called like his father.

    The first is one in Latin letters where there is one: that is how news in English names them.
    """
    forms = [name, *(form for form in aliases if not is_fathers(form, name))]
    forms.sort(key=lambda form: not is_latin(form))
    forms = list(dict.fromkeys(form for both in forms for form in (both, plain(both)) if " " in form))
    if forms:
        yield Actor(qid, forms[0], PERSON, tuple(forms[1:]), gender, country)


def is_fathers(form: str, name: str) -> bool:
    """Whether ``form`` is rather the name of the father of whom ``name`` is: "Jesse Jackson", of his son."""
    own, words = GENERATION.sub("", name).split(), form.split()
    alike = (words[:1], words[-1:]) == (own[:1], own[-1:])
    return alike and own != name.split() and not GENERATION.search(form)


def is_latin(name: str) -> bool:
    """Whether all letters of ``name`` are Latin ones."""
    return all("LATIN" in unicodedata.name(sign, "") for sign in name if sign.isalpha())


def plain(name: str) -> str:
    """``name`` without the accents that news leaves out: "Viktor Orban"."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))


def organisations(tables: Path) -> Iterator[Actor]:
    """The organisations of organisations.tsv, by the ontology's classes."""
    for row in _rows(tables / "organisations.tsv"):
        kind = TYPES.get(row["type"], row["type"])
        names = [
            name for name in (row["name"], *_aliases(row)) if kind != OUTLET or " " in name.removeprefix("The ")
        ]
        if names:
            yield Actor(row["qid"], names[0], kind, tuple(names[1:]), "", row["country_qid"])


def countries(tables: Path) -> Iterator[Actor]:
    """The countries and territories of countries.tsv that have an ISO code."""
    for row in _rows(tables / "countries.tsv"):
        if row["iso2"]:
            demonyms = tuple(part for part in row["demonyms"].split("|") if part)
            yield Actor(row["qid"], row["name"], "Country", _aliases(row), demonyms=demonyms)


def holdings(tables: Path) -> Iterator[Holding]:
    """The holdings of holders.tsv and holders_hand.tsv."""
    for row in [*_rows(tables / "holders.tsv"), *_rows(tables / "holders_hand.tsv")]:
        holder, seen = row["person_qid"], row.get("as_of") or ""
        yield Holding(row["office_label"], row["start"], row["end"], holder, row["office_qid"], row["of"], seen)


def seats(tables: Path) -> Iterator[Holding]:
    """The seats in the US Congress of us_congress.tsv, each with its state's name."""
    states = {alias: row for row in _rows(tables / "organisations.tsv") for alias in row["aliases"].split("|")}
    for row in _rows(tables / "us_congress.tsv"):
        if state := states.get(row["state"]):
            office = CHAMBERS[row["chamber"]].format(state["name"])
            yield Holding(office, row["start"], row["end"], row["qid"], "", state["qid"])


def is_name(form: str, counts: Counter[str], small: Counter[str]) -> bool:
    """Whether a form is no ordinary word that stands at a sentence's beginning too: "Justice", "The Day"."""
    words = form.removeprefix("The ").split()
    ordinary = len(words) == 1 and (small[words[0].lower()] > COMMON * counts[form] or form.startswith("The "))
    return len(form) > 2 and not ordinary


def known_by(actor: Actor, forms: list[str], counts: Counter[str]) -> Actor | None:
    """``actor`` with ``forms`` alone as its names, None where it has none left."""
    if not forms:
        return None
    name, *aliases = forms
    articles = max(counts[form] for form in forms)
    return replace(actor, name=name, aliases=tuple(aliases), articles=articles, sure=False)


def count(actors: Iterable[Actor], news: Path) -> tuple[Counter[str], Counter[str]]:
    """In how many of the articles each form of a name stands, and each word in small letters."""
    forms = {form for actor in actors for form in actor.names}
    counts: Counter[str] = Counter()
    small: Counter[str] = Counter()
    with news.open(encoding="utf-8") as lines:
        for line in lines:
            words = [found.group().rstrip(".'’-") for found in WORD.finditer(json.loads(line)["text"])]
            counts.update(set(longest(words, forms)))
            small.update({word for word in words if word.islower()})
    return counts, small


def longest(words: list[str], forms: Container[str]) -> Iterator[str]:
    """The ``forms`` that stand in ``words``, without those inside longer ones."""
    start = 0
    while start < len(words):
        ends = range(min(start + LONGEST, len(words)), start, -1) if words[start][:1].isupper() else ()
        end = next((end for end in ends if " ".join(words[start:end]) in forms), None)
        if end:
            yield " ".join(words[start:end])
        start = end or start + 1


def _rows(path: Path) -> Iterator[Row]:
    """The rows of a table that have an id and come from a source that may be passed on."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            sources = {source.split("/")[0] for source in (row.get("source") or "").split()}
            allowed = not sources or sources & ALLOWED or sources == {"hand"}
            if allowed and (row.get("qid") or row.get("person_qid")):
                yield row


def _aliases(row: Row) -> tuple[str, ...]:
    return tuple(part for part in row["aliases"].split("|") if not ABBREVIATION.fullmatch(part))


if __name__ == "__main__":
    main()
