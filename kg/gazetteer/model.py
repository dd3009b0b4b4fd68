"""What a gazetteer knows: actors, and offices that they held."""

from dataclasses import dataclass

PERSON = "Person"
"""The class of people; surnames and offices are theirs alone."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something with a Wikidata id.

    ``type`` is a class of the ontology, ``country`` a Wikidata id. ``articles`` is how many articles of a sample
    of news name the actor: which of several bearers of a name is meant where nothing else tells. The names of one
    that is ``sure`` mean it wherever they stand; others only where the text shows a name of such a class.
    """

    qid: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    gender: str = ""
    country: str = ""
    demonyms: tuple[str, ...] = ()
    articles: int = 0
    sure: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Every form of the name, the main one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Holding:
    """That ``holder`` was in ``office`` from ``start`` until before ``end``, days or less precise ISO dates.

    ``end`` is empty where the office was still held when last seen, on ``seen``. ``country`` is whose office it
    is.
    """

    office: str
    start: str
    end: str
    holder: str
    office_qid: str = ""
    country: str = ""
    seen: str = ""

    def covers(self, day: str) -> bool:
        """Whether the office was held on ``day``; a year or month as an end is over when it is over."""
        return self.start <= day and (not self.end or day < self.end or day.startswith(self.end))
