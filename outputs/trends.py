"""`facets.json`: by what cases can be told apart and how many have each value; and how often each year, in tables.

Copies of a case count with the fullest one, once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.about import kind_name
from extractors.gazetteer import divisions
from outputs.model import Catalogue, CatalogueCase
from outputs.recent import recent
from outputs.record import Json
from outputs.search_facets import STATUS, case_facets
from outputs.search_text import searchable
from outputs.taxonomy import category_names, theme_names
from outputs.whereabouts import unnamed

LABELS = {
    "place": "地方",
    "province": "省份",
    "level": "层级",
    "year": "年份",
    "kind": "文种",
    "theme": "做法主题",
    "problem": "问题类别",
    "status": "状态",
    "group": "类群大类",
    "cluster": "类群",
}
BY_YEAR = ("theme", "problem", "level", "place")
UNNAMED = "未具名"  # places that are masked or left out, in one
LAST = frozenset({("place", UNNAMED), ("level", "不明"), ("problem", "Z0_unspecified")})  # whatever their number


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a facet: its key and label, the cases that have it, and how many of them in each year; `code` is the
    administrative code of a place of which all cases have the same.
    """

    key: str
    label: str
    cases: int
    years: tuple[tuple[str, int], ...]
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, those of most cases first."""

    key: str
    label: str
    values: tuple[Counted, ...]


def _place(case: CatalogueCase) -> list[str]:
    if not case.case.place:
        return []
    return [UNNAMED] if unnamed(case.case.place) else [searchable(case.case.place)]


def _kind(case: CatalogueCase) -> list[str]:
    kind = case.record.about_at(case.case.start).kind
    return [kind.value] if kind else []


def case_values(case: CatalogueCase, groups: Mapping[str, str]) -> dict[str, list[str]]:
    """Facet -> the values that a case has; a theme with its status (A1/done) is no value of its own. `groups` are those
    of the clusters, by id.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for kind, value in case_facets(case):
        if kind in LABELS and "/" not in value:
            found[kind].append(value)
    code, group = case.case.place_code, groups.get(case.cluster or "")
    province = [code[:2]] if code else []
    return {
        **found,
        "place": _place(case),
        "kind": _kind(case),
        "province": province,
        "group": [group] if group else [],
    }


def cluster_groups(catalogue: Catalogue) -> dict[str, str]:
    """Id of each cluster -> the name of its group."""
    return {one.id: one.group for one in catalogue.clusters}


@cache
def _provinces() -> dict[str, str]:
    """The first two digits of the codes in a province -> its name."""
    return {one.code[:2]: one.name for one in divisions() if one.code.endswith("0000")}


def _codes(cases: Iterable[CatalogueCase]) -> dict[str, str]:
    """Place -> its code, where all cases that name it so are of one place."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for case in cases:
        for value in _place(case):
            found[value].add(case.case.place_code if value != UNNAMED else None)
    return {value: code for value, codes in found.items() if len(codes) == 1 and (code := next(iter(codes)))}


def _names(catalogue: Catalogue, cases: Iterable[CatalogueCase]) -> Mapping[str, Mapping[str, str]]:
    """Facet -> value -> what it is called; a place is called as it is written most often."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        for value in _place(case):
            written[value][case.case.place or value] += 1
    return {
        "province": _provinces(),
        "kind": {value: kind_name(value) for case in cases for value in _kind(case)},
        "theme": theme_names(),
        "problem": category_names(),
        "status": STATUS,
        "cluster": {one.id: one.label for one in catalogue.clusters},
        "place": {
            value: UNNAMED if value == UNNAMED else min(names, key=lambda name: (-names[name], name))
            for value, names in written.items()
        },
    }


@recent(1)  # facets.json, the sheet of trends and the site ask for them
def facets(catalogue: Catalogue) -> tuple[Facet, ...]:
    """The facets of a catalogue, each value with its number of cases and their years."""
    cases = [case for case in catalogue.cases if case.duplicate_of is None]
    groups = cluster_groups(catalogue)
    names, total, years = _names(catalogue, cases), Counter[tuple[str, str]](), Counter[tuple[str, str, str]]()
    for case in cases:
        found = case_values(case, groups)
        pairs = [(kind, value) for kind in LABELS for value in found.get(kind, ())]
        total.update(pairs)
        years.update((*pair, year) for pair in pairs for year in found.get("year", ()))
    by_value: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for (kind, value, year), number in sorted(years.items()):
        by_value[kind, value].append((year, number))
    listed, codes = defaultdict[str, list[Counted]](list), _codes(cases)
    for (kind, value), number in sorted(total.items()):
        label = names.get(kind, {}).get(value, value)
        code = codes.get(value) if kind == "place" else None
        listed[kind].append(Counted(value, label, number, tuple(by_value[kind, value]), code))
    return tuple(Facet(kind, label, tuple(_ranked(kind, listed[kind]))) for kind, label in LABELS.items())


def _ranked(kind: str, values: Sequence[Counted]) -> list[Counted]:
    """Years in their order, all else by number of cases; what could not be told comes last."""
    return sorted(values, key=lambda one: ((kind, one.key) in LAST, 0 if kind == "year" else -one.cases, one.key))


def _value(one: Counted, dated: bool) -> Json:
    found: Json = {"key": one.key, "label": one.label, "count": one.cases}
    found |= {"code": one.code} if one.code else {}
    return found | {"years": dict(one.years)} if dated else found


def facets_body(catalogue: Catalogue) -> Json:
    """The facets as JSON; those of BY_YEAR say the number of cases in each year."""
    found = facets(catalogue)
    listed = [
        {"key": one.key, "label": one.label, "values": [_value(value, one.key in BY_YEAR) for value in one.values]}
        for one in found
    ]
    return {"facets": listed, "cases": sum(case.duplicate_of is None for case in catalogue.cases)}


def trend_rows(catalogue: Catalogue) -> tuple[tuple[str, ...], Iterator[tuple[str, str, int, tuple[int, ...]]]]:
    """The years of the catalogue, and for each value of each facet its cases in all and in each of those years."""
    found = {one.key: one for one in facets(catalogue)}
    years = tuple(one.key for one in found["year"].values)
    rows = (
        (found[kind].label, one.label, one.cases, tuple(dict(one.years).get(year, 0) for year in years))
        for kind in BY_YEAR
        for one in found[kind].values
    )
    return years, rows
