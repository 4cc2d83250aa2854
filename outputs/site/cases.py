"""A case's page: what stands beside its text, which `text/<document>` holds."""

from collections.abc import Iterable, Mapping

from outputs.answers import answers
from outputs.leaves import Beside
from outputs.model import CatalogueCase
from outputs.record import Json
from outputs.site.rows import case_row
from outputs.site.said import said
from outputs.views import answer_view


def _named(ids: Iterable[str], known: Mapping[str, Json]) -> list[Json]:
    """Other cases, as links to them are shown."""
    return [known[id_] for id_ in ids if id_ in known]


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


def linked_page(case: CatalogueCase, beside: Beside) -> Json:
    """What the page tells of all that stands beside a case: its cluster, copies, passages that others share."""
    links, known = beside.links, beside.named
    kept = {key: links[key] for key in ("cluster", "own_share", "passages")}
    others = {
        "copies": _named([case.duplicate_of] if case.duplicate_of else links["duplicates"], known),
        "differences": _differences(case),
        "similar": _named(case.similar, known),
        "parts": _named((one.id for one in case.parts), known),
        "part_of": _named(case.part_of, known),
    }
    sharing = sorted({id_ for one in case.passages for id_ in one.where})
    return kept | others | {"sharing": _named(sharing, known)}


def case_page(case: CatalogueCase, document: str, beside: Beside) -> Json:
    """A row of the list, and more: what the article says of itself, answers, and what stands beside the case.
    `document` is the id of the case's document.
    """
    told = {"answers": [answer_view(one) for one in answers(case)], "place_code": case.case.place_code}
    about = said(case.record.about_at(case.case.start))
    return case_row(case, document) | told | {"about": about} | linked_page(case, beside)
