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


def case_page(case: CatalogueCase, document: str, beside: Beside) -> Json:
    """A row of the list, and more: what the article says of itself, its cluster, copies, answers, shared passages.
    `document` is the id of the case's document.
    """
    links, known = beside.links, beside.named
    kept = {key: links[key] for key in ("cluster", "own_share", "passages")}
    kept |= {"answers": [answer_view(one) for one in answers(case)], "place_code": case.case.place_code}
    others = {
        "copies": _named([case.duplicate_of] if case.duplicate_of else links["duplicates"], known),
        "differences": _differences(case),
        "similar": _named(case.similar, known),
        "parts": _named((one.id for one in case.parts), known),
        "part_of": _named(case.part_of, known),
    }
    sharing = sorted({id_ for one in case.passages for id_ in one.where})
    about = said(case.record.about_at(case.case.start))
    return case_row(case, document) | kept | others | {"about": about, "sharing": _named(sharing, known)}
