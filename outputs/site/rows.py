"""The list of cases: a row for each to show, columns of all by which the list is narrowed and sorted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from outputs.aside import counted
from outputs.briefs import brief
from outputs.model import CatalogueCase, DocumentRecord
from outputs.opening import opening
from outputs.record import Json
from outputs.search_facets import case_facets
from outputs.site.scripts import Named, Raw, column, packed, shards
from outputs.site.shelf import Shelf, title_of
from outputs.trends import UNNAMED
from outputs.whereabouts import unnamed

ROWS = 20
OPENING = 110  # characters
FACETS = ("theme", "problem", "level", "place", "year", "cluster")


def case_row(case: CatalogueCase, document: str) -> Json:
    """What a list shows of a case, and what leads to its page and its text."""
    told, source = case.case, case.record.source
    return {
        "id": case.id,
        "title": told.title,
        "place": told.place,
        "level": told.place_level,
        "organisation": told.organisation,
        "period": [told.period.first, told.period.last] if told.period else None,
        "start": told.start,
        "end": told.end,
        "document": document,
        "file": source.name,
        "themes": _foremost([practice.theme for practice in case.practices]),
        "problems": _foremost([problem.category for problem in case.problems]),
        "counts": [len(case.practices), len(case.problems), len(case.quantities)],
        "opening": opening(case.text, told.title, OPENING),
        "copy": case.duplicate_of is not None,
    }


def document_row(record: DocumentRecord, id_: str) -> Json:
    """What the list shows of a document without a case when a search finds it; `file` alone where it has no title."""
    found, text = record.findings, record.document.text if record.document else ""
    title = title_of(record)
    return {
        "id": id_,
        "kind": "document",
        "title": title or record.source.name,
        "start": 0,
        "end": len(text),
        "document": id_,
        "file": record.source.name,
        "themes": _foremost([practice.theme for practice in found.practices]),
        "problems": _foremost([problem.category for problem in found.problems]),
        "counts": [len(found.practices), len(found.problems), len(found.quantities)],
        "opening": opening(text, title, OPENING),
        "copy": False,
    }


def _foremost(ids: Sequence[str]) -> list[str]:
    return [id_ for id_, _ in sorted(Counter(ids).items(), key=lambda one: (-one[1], one[0]))]


def _told(case: CatalogueCase) -> list[tuple[str, str]]:
    """What a case is narrowed by; masked places are one, as in the list of values."""
    masked = case.case.place is not None and unnamed(case.case.place)
    return [(kind, UNNAMED if masked and kind == "place" else value) for kind, value in case_facets(case)]


def _facet_columns(found: Iterable[Sequence[tuple[str, str]]], values: Mapping[str, Mapping[str, int]]) -> Json:
    """Each facet as a column of the numbers of its values, a row for each of what was found."""
    columns: dict[str, list[list[int]]] = {key: [] for key in values}
    for told in found:
        for rows in columns.values():
            rows.append([])
        for kind, value in told:
            if kind in values and value in values[kind]:
                columns[kind][-1].append(values[kind][value])
    return {key: column(rows) for key, rows in columns.items()}


def _year(told: Iterable[tuple[str, str]]) -> int:
    """The last year that a case tells of, for sorting; 0 where it tells none."""
    return max((int(value) for kind, value in told if kind == "year"), default=0)


def _counts(case: CatalogueCase) -> tuple[int, int]:
    """How many practices and quantities a case has."""
    told = brief(case)
    return told.practices, told.quantities


def _counts_of_document(record: DocumentRecord) -> tuple[int, int]:
    told = counted(record)
    return told["practices"], told["quantities"]


def _rows(shelf: Shelf) -> Iterator[Raw]:
    """The rows of all cases in their order, then those of documents without one."""
    caseless = {one.source.name for one in shelf.caseless}
    for name, rows in shelf.rows.of("site"):
        yield from map(Raw, rows if name not in caseless else ())
    for name, rows in shelf.rows.of("site") if caseless else ():
        yield from map(Raw, rows if name in caseless else ())


def case_list(shelf: Shelf) -> Iterator[Named]:
    """Rows in shards, and the columns with the values that they number; documents without a case stand behind all
    cases and have no values.
    """
    yield from shards("rows", _rows(shelf), ROWS)
    listed = [one for one in shelf.facets if one.key in FACETS]
    listed.sort(key=lambda one: FACETS.index(one.key))
    none = (0,) * len(shelf.caseless)
    counts = [*map(_counts, shelf.cases), *map(_counts_of_document, shelf.caseless)]
    years: list[int] = []
    numbers = {one.key: {value.key: at for at, value in enumerate(one.values[: 1 << 16])} for one in listed}

    def narrowed() -> Iterator[Sequence[tuple[str, str]]]:
        """What each row is narrowed by, none of them held; the years of the cases are noted on the way."""
        for case in shelf.cases:
            told = _told(case)
            years.append(_year(told))
            yield told
        yield from (() for _ in shelf.caseless)

    columns = _facet_columns(narrowed(), numbers)
    yield (
        "columns",
        {
            "facets": [
                {"key": one.key, "label": one.label, "values": [[v.key, v.label] for v in one.values[: 1 << 16]]}
                for one in listed
            ],
            "of": columns,
            "copies": packed((*(case.duplicate_of is not None for case in shelf.cases), *none), "u1"),
            "years": packed((*years, *none), "u2"),
            "practices": packed((min(number, 65535) for number, _ in counts), "u2"),
            "quantities": packed((min(number, 65535) for _, number in counts), "u2"),
        },
    )
