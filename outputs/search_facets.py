"""By what an entry of the search can be filtered: place, level, year, theme, problem, status and cluster."""

from collections.abc import Sequence

from extractors.base import Practice, Problem
from outputs.briefs import brief, found_facets
from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.search_text import searchable
from outputs.taxonomy import category_names, theme_names

Facets = tuple[tuple[str, str], ...]

STATUS = {
    "present": "存在",
    "solved": "已解决",
    "warned": "告诫",
    "general": "泛论",
    "done": "已做",
    "planned": "计划",
    "proposed": "建议",
}
YEARS = 80  # of one case that are listed


def _dated(record: DocumentRecord, start: int) -> list[str]:
    said = record.about_at(start).date
    return [said.value[:4]] if said and said.value[:4].isdigit() else []


def _years(case: CatalogueCase) -> list[str]:
    """The years of its period; without one the year of writing. A period that goes on ends with the year of writing."""
    period, written = case.case.period, _dated(case.record, case.case.start)
    if period is None:
        return written
    first, last = int(period.first[:4]), int((period.last or max([*written, period.first]))[:4])
    return [str(year) for year in range(first, min(last, first + YEARS) + 1)]


def case_facets(case: CatalogueCase) -> Facets:
    """What a case is filtered by, each as kind and value, in order."""
    told = case.case
    found = {("level", told.place_level), *(("year", year) for year in _years(case))}
    found |= set(brief(case).facets())
    found |= {("code", told.place_code)} if told.place_code else set()
    found |= {("place", searchable(told.place))} if told.place else set()
    found |= {("cluster", case.cluster)} if case.cluster else set()
    return tuple(sorted(found))


def passage_facets(
    record: DocumentRecord, start: int, practices: Sequence[Practice], problems: Sequence[Problem]
) -> Facets:
    """What a passage is filtered by; it has no place and no cluster, and the year of its article's writing."""
    return tuple(sorted({*found_facets(practices, problems), *(("year", year) for year in _dated(record, start))}))


def facet_names(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """Kind, value and Chinese name of all themes, categories, statuses and clusters."""
    named = {"theme": theme_names(), "problem": category_names(), "status": STATUS}
    named["cluster"] = {cluster.id: cluster.label for cluster in catalogue.clusters}
    return [(kind, value, name) for kind, names in sorted(named.items()) for value, name in sorted(names.items())]
