"""What `import kg` offers of the stores."""

from kg.queries import bind, find_query
from loaders import Row, Store, open_store
from loaders.load import load

__all__ = ["load", "open_store", "query"]


def query(name: str, store: Store, **parameters: object) -> list[Row]:
    """The rows that the named query ``name`` gives on ``store``, as dictionaries by column.

    Raises QueryError if there is no such query, or a parameter is unknown, missing or of another type.
    """
    found = find_query(name)
    return store.read(found.cypher, bind(found, {key: str(value) for key, value in parameters.items()}))
