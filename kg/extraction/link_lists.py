"""Lists of links in the middle of a sentence, which some sites leave after each name of a politician.

They read "Ana Duarte Ana Maria DuarteFerry vote delayed Five things to know MORE (D-Mich.) said".
"""

import re

LIST = re.compile(
    r"(?P<last>[A-Z][\w’'-]+)"
    r"(?P<links> (?:[A-Z(][\w.’'()-]*\s){1,5}(?P=last)(?=[^\s\w’',.;:]|[A-Z\d])[^\n]{1,900}? MORE)\b"
)
"""A name, the same in full, then headlines without a gap, and the word with which the list ends."""


def without_link_lists(text: str) -> str:
    """``text`` with spaces where lists of links stand: every other character keeps its place.

    >>> without_link_lists("Ana Duarte Ana M. DuarteFerry vote delayed MORE left.").split()
    ['Ana', 'Duarte', 'left.']
    """
    return LIST.sub(lambda found: found["last"] + " " * len(found["links"]), text)
