"""The checks of a catalogue as rows for people, conflicts first."""

from collections import defaultdict
from collections.abc import Iterator

from outputs.checks import ORDER, record_checks
from outputs.checks_figures import Check
from outputs.model import Catalogue, CatalogueCase, DocumentRecord

RULES = {
    "sum": "合计", "part": "部分大于总数", "share": "占比", "growth": "增减", "twice": "前后两处", "unit": "差一个“万”",
    "product": "人均乘人数", "table": "表格合计",
}  # fmt: skip
VERDICTS = {"conflict": "不符", "cannot tell": "无法核对", "consistent": "相符"}
Row = tuple[CatalogueCase | None, DocumentRecord, Check]


def check_rows(catalogue: Catalogue) -> list[Row]:
    """Every check with the smallest case around it and its document."""
    homes: dict[str, list[CatalogueCase]] = defaultdict(list)
    for case in catalogue.cases:
        homes[case.record.source.name].append(case)
    found = [row for record in catalogue.records for row in _of_record(record, homes[record.source.name])]
    return sorted(found, key=lambda row: ORDER[row[2].verdict])


def _of_record(record: DocumentRecord, cases: list[CatalogueCase]) -> Iterator[Row]:
    for check in record_checks(record):
        first, last = check.spans[0].start, check.spans[-1].end
        around = [c for c in cases if c.case.start <= min(first, last) and max(first, last) <= c.case.end]
        home = min(around, key=lambda c: (c.case.end - c.case.start, c.id), default=None)
        yield home, record, check
