"""The catalogue as the pages of the site need it: cases in their order, each with its number, and what links them."""

from collections.abc import Mapping
from dataclasses import dataclass

from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.views import Links


@dataclass(frozen=True, slots=True)
class Shelf:
    """A catalogue with its cases as their files stand in the folder, each file's in reading order; a case's number is
    its place there. `caseless` are the readable documents that tell no case; the search numbers them behind the cases.
    """

    catalogue: Catalogue
    links: Links
    cases: tuple[CatalogueCase, ...]
    numbers: Mapping[str, int]
    caseless: tuple[DocumentRecord, ...] = ()

    def document_of(self, record: DocumentRecord) -> str | None:
        """The id of a readable document."""
        return self.links.documents.get(record.source.name)


def title_of(record: DocumentRecord) -> str | None:
    """The title that a file of one article gives itself."""
    stated = record.about_at(0).title
    return stated.value if stated and len(record.about) == 1 else None


def shelf(catalogue: Catalogue) -> Shelf:
    """A catalogue put in order for the site."""
    cases = sorted(catalogue.cases, key=lambda case: (case.record.source.name, case.case.start, case.id))
    numbers = {case.id: number for number, case in enumerate(cases)}
    telling = {case.record.source.name for case in cases}
    caseless = tuple(one for one in catalogue.records if one.document and one.source.name not in telling)
    return Shelf(catalogue, Links(catalogue), tuple(cases), numbers, caseless)
