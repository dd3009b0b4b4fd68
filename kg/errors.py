"""What can go wrong, as one small tree.

::

    KGError                   any expected failure; its message says what, where and the mend
    ├── ReadError             an input that cannot be read as an article (names file and line)
    ├── RecordError           a line that is no record of this version (names file and line)
    ├── OntologyError         an ontology, frame or query file that is not well formed (names file and line)
    ├── JudgementError        judgements that are malformed or contradict each other (names file and line)
    ├── QueryError            a query that does not exist, has wrong parameters or is refused
    ├── ClusterError          a cluster that cannot be reached, or cannot do the work
    ├── StoreError            a store that cannot be reached, opened or written
    └── WriteError            a file that cannot be written (names it)
"""


class KGError(Exception):
    """An expected failure: the message is for the user and needs no traceback."""


class ReadError(KGError):
    """An input that cannot be read as an article."""


class RecordError(KGError):
    """A line that is not a record of this version."""


class OntologyError(KGError):
    """An ontology or lexicon file that is not well formed."""


class JudgementError(KGError):
    """Judgements that are malformed, or contradict each other."""


class QueryError(KGError):
    """A query that does not exist, has wrong parameters, or is refused."""


class ClusterError(KGError):
    """A cluster that cannot be reached, or cannot do the work."""


class StoreError(KGError):
    """A store that cannot be reached, opened or written."""


class WriteError(KGError):
    """A file that cannot be written."""
