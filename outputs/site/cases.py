"""A case's page: what stands beside its text, which `text/<document>` holds."""

from collections.abc import Iterable, Iterator

from outputs.answers import answers
from outputs.model import CatalogueCase
from outputs.record import Json
from outputs.site.rows import case_row
from outputs.site.said import said
from outputs.site.scripts import Named
from outputs.site.shelf import Shelf, named
from outputs.views import answer_view


def _named(ids: Iterable[str], shelf: Shelf) -> list[Json]:
    """Other cases, as links to them are shown."""
    return [{"id": one.id, **named(one), "file": one.record.source.name} for id_ in ids if (one := shelf.case(id_))]


def _differences(case: CatalogueCase) -> list[Json]:
    """Figures that another copy of the report gives otherwise, each with its place in both."""
    return [
        {
            "at": [one.start, one.end],
            "other": one.other,
            "other_at": [one.other_start, one.other_end],
            "other_words": one.other_text,
        }
        for one in case.copy_conflicts
    ]


def case_page(case: CatalogueCase, shelf: Shelf) -> Json:
    """A row of the list, and more: what the article says of itself, its cluster, copies, answers, shared passages."""
    links = shelf.links.of(case)
    kept = {key: links[key] for key in ("cluster", "own_share", "passages")}
    kept |= {"answers": [answer_view(one) for one in answers(case)], "place_code": case.case.place_code}
    copies = [case.duplicate_of] if case.duplicate_of else links["duplicates"]
    beside = {
        "copies": _named(copies, shelf),
        "differences": _differences(case),
        "similar": _named(case.similar, shelf),
        "parts": _named((one.id for one in case.parts), shelf),
        "part_of": _named(case.part_of, shelf),
    }
    sharing = sorted({id_ for one in case.passages for id_ in one.where})
    about = said(case.record.about_at(case.case.start))
    return case_row(case, shelf) | kept | beside | {"about": about, "sharing": _named(sharing, shelf)}


def case_pages(shelf: Shelf) -> Iterator[Named]:
    """A file for each case."""
    return ((f"case/{case.id}", case_page(case, shelf)) for case in shelf.cases)
