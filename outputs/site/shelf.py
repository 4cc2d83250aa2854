"""The catalogue as the pages of the site need it: cases in their order, each with its number, and what links them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.views import Links


@dataclass(frozen=True, slots=True)
class Shelf:
    """A catalogue with its cases as their files stand in the folder, each file's in reading order; a case's number is
    its place there. `roots` are the folders of the original files as the page reaches them, by the first part of their
    names ("" where there is one folder alone); empty where they cannot be reached.
    """

    catalogue: Catalogue
    links: Links
    cases: tuple[CatalogueCase, ...]
    numbers: Mapping[str, int]
    roots: Mapping[str, str] = field(default_factory=dict)

    def document_of(self, record: DocumentRecord) -> str | None:
        """The id of a readable document."""
        return self.links.documents.get(record.source.name)


def shelf(catalogue: Catalogue, roots: Mapping[str, str] | None = None) -> Shelf:
    """A catalogue put in order for the site."""
    cases = sorted(catalogue.cases, key=lambda case: (case.record.source.name, case.case.start, case.id))
    numbers = {case.id: number for number, case in enumerate(cases)}
    return Shelf(catalogue, Links(catalogue), tuple(cases), numbers, roots or {})
