"""News into a graph of political statements.

The few functions that a notebook needs; each is loaded when it is first used, so ``import kg`` is quick::

    import kg

    articles = [found for found in kg.read(["briefing.json"]) if isinstance(found, kg.Article)]
    records = [kg.check(found)[0] for found in kg.extract(articles) if isinstance(found, kg.Record)]
    store = kg.open_store("news.kgl", writable=True)
    kg.load(records, store)
    kg.query("positions", store, actor="Trump")
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import load, open_store, query
    from kg.checking import Rejection, check
    from kg.extraction.pipeline import extract
    from kg.model import Article, Claim, Entity, Failure, Record, Statement
    from kg.reading import Problem, read
    from kg.runs import Run

__version__ = "0.1.0"

_HOMES = {
    "Article": "kg.model",
    "Claim": "kg.model",
    "Entity": "kg.model",
    "Failure": "kg.model",
    "Problem": "kg.reading",
    "Record": "kg.model",
    "Rejection": "kg.checking",
    "Run": "kg.runs",
    "Statement": "kg.model",
    "check": "kg.checking",
    "extract": "kg.extraction.pipeline",
    "load": "kg.api",
    "open_store": "kg.api",
    "query": "kg.api",
    "read": "kg.reading",
}

__all__ = [
    "Article",
    "Claim",
    "Entity",
    "Failure",
    "Problem",
    "Record",
    "Rejection",
    "Run",
    "Statement",
    "check",
    "extract",
    "load",
    "open_store",
    "query",
    "read",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
