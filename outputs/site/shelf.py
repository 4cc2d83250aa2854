"""The catalogue as the pages of the site need it: cases in their order, each with its number, and what links them."""

from collections.abc import Mapping
from dataclasses import dataclass

from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.record import Json
from outputs.rendering_rows import NO_ROWS, Rows
from outputs.trends import Facet, facets
from outputs.views import Links


@dataclass(frozen=True, slots=True)
class Shelf:
    """A catalogue with its cases as their files stand in the folder, each file's in reading order; a case's number is
    its place there. `caseless` are the readable documents that tell no case; the search numbers them behind the cases.
    """

    catalogue: Catalogue
    links: Links
    rows: Rows
    cases: tuple[CatalogueCase, ...]
    numbers: Mapping[str, int]
    caseless: tuple[DocumentRecord, ...] = ()
    facets: tuple[Facet, ...] = ()

    @property
    def profile(self) -> str:
        """What may be shown: "full", or "public" where texts are short quotes of the reports."""
        return self.catalogue.profile

    def document_of(self, record: DocumentRecord) -> str | None:
        """The id of a readable document."""
        return self.links.documents.get(record.source.name)

    def case(self, id_: str | None) -> CatalogueCase | None:
        """The case of an id; None for an id of none."""
        number = self.numbers.get(id_ or "")
        return None if number is None else self.cases[number]

    def home(self, case: CatalogueCase | None, record: DocumentRecord) -> Json:
        """Where a finding stands, as lists tell it: in a case, else in a file, which then lends its name."""
        told = named(case) if case else {"title": record.source.name, "place": None}
        return {"case": case.id if case else None, "document": self.document_of(record), **told}


def named(case: CatalogueCase) -> Json:
    """What lists call a case by."""
    return {"title": case.case.title, "place": case.case.place}


def title_of(record: DocumentRecord) -> str | None:
    """The title that a file of one article gives itself."""
    stated = record.about_at(0).title
    return stated.value if stated and len(record.about) == 1 else None


def shelf(catalogue: Catalogue, rows: Rows = NO_ROWS) -> Shelf:
    """A catalogue put in order for the site; `rows` are those of its documents."""
    cases = sorted(catalogue.cases, key=lambda case: (case.record.source.name, case.case.start, case.id))
    numbers = {case.id: number for number, case in enumerate(cases)}
    telling = {case.record.source.name for case in cases}
    caseless = tuple(one for one in catalogue.records if one.has_text and one.source.name not in telling)
    return Shelf(catalogue, Links(catalogue), rows, tuple(cases), numbers, caseless, facets(catalogue))
