"""Links by kind, on a row made up for it."""

import json
from pathlib import Path

from kg.linking_score import score_linking
from kg.model import Article, Entity, Mention, Record

TEXT = "Ana Duarte of the Harbour Party went to Norland with Ivo Brandt."


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def marked(words: str, qid: str, type: str, *, optional: bool = False) -> dict[str, object]:
    start, end = span(words)
    return {"start": start, "end": end, "qid": qid, "type": type, "optional": optional}


def linked(words: str, qid: str, type: str) -> Entity:
    start, end = span(words)
    mention = Mention(start=start, end=end, text=words, kind="name")
    return Entity(id=f"wd:{qid}", name=words, type=type, wikidata=qid, mentions=(mention,))


def test_precision_is_by_the_class_that_kg_gives_and_recall_by_the_golds(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    mentions = [
        marked("Ana Duarte", "Q1", "Q215627"),
        marked("Ivo Brandt", "Q4", "Q215627", optional=True),
        marked("Harbour Party", "Q2", "Q2424752|Q43229"),
        marked("Norland", "Q3", "Q27096213"),
    ]
    gold.write_text(json.dumps({"text": TEXT, "mentions": mentions}) + "\n", "utf-8")
    entities = (
        linked("Ana Duarte", "Q1", "Person"),
        linked("Ivo Brandt", "Q9", "Person"),
        linked("Norland", "Q2", "Country"),
    )
    record = Record(article=Article(text=TEXT), entities=entities)
    found = score_linking(gold, lambda _: [record])
    counted = {
        kind: {name: (share["right"], share["of"]) for name, share in of.items()} for kind, of in found.items()
    }
    assert counted == {
        "people": {"P": (1, 1), "R": (1, 1)},
        "organisations": {"P": (0, 0), "R": (0, 1)},
        "places": {"P": (0, 1), "R": (0, 1)},
    }
