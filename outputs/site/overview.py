"""The first page: how much there is, and what stands out."""

from collections.abc import Iterator

from outputs.aside import found_in
from outputs.record import Json
from outputs.site.scripts import Named
from outputs.site.shelf import Shelf
from outputs.trends import Facet

FOREMOST = 15


def _values(facet: Facet, most: int | None = None) -> list[Json]:
    return [{"key": one.key, "label": one.label, "cases": one.cases} for one in facet.values[:most]]


def _found(shelf: Shelf) -> Json:
    """How many findings there are in all documents, those outside of cases too."""
    found = found_in(shelf.catalogue.records)
    return {kind: found[kind] for kind in ("practices", "problems", "quantities")}


def overview(shelf: Shelf) -> Iterator[Named]:
    """Counts, years, and the values that most cases have."""
    listed = {one.key: one for one in shelf.facets}
    records = shelf.catalogue.records
    yield (
        "overview",
        {
            "found": _found(shelf),
            "copies": sum(case.duplicate_of is not None for case in shelf.cases),
            "unread": sum(record.outcome.status.startswith("rejected") for record in records),
            "partial": sum(record.outcome.status == "partial" for record in records),
            "years": _values(listed["year"]),
            "places": _values(listed["place"], FOREMOST),
            "levels": _values(listed["level"]),
            "themes": _values(listed["theme"], FOREMOST),
        },
    )
