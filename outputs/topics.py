"""What a case is about, in words: its folded text with what counts twice, and without what it is called by."""

from corpus.fold import fold
from outputs.model import CatalogueCase


def _names(case: CatalogueCase) -> list[str]:
    """Folded, the longest first."""
    names = {fold(name) for name in (case.case.place, case.case.organisation) if name}
    return sorted(names, key=lambda name: (-len(name), name))


def nameless(folded: str, case: CatalogueCase) -> str:
    """Folded words in lower case, less the names of the case's place and organisation: they would count as a topic."""
    told = folded.lower()
    for name in _names(case):
        told = told.replace(name, "")
    return told


def topic_text(case: CatalogueCase) -> str:
    """What a case is about: title and practices count twice; its place is left out."""
    return nameless(fold("\n".join((case.case.title, *(one.text for one in case.practices), case.text))), case)
