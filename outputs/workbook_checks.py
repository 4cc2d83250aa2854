"""The sheet of figures that were held against each other. Its rows are made with their documents."""

from collections.abc import Iterable

from outputs.book import Link, Row
from outputs.book_file import Sheet
from outputs.checks_bound import ORDER
from outputs.checks_figures import Check
from outputs.checks_rows import RULES, VERDICTS, explained, quoted, record_rows, standing
from outputs.leaves import Given, Leaf
from outputs.model import CatalogueCase
from outputs.workbook_anchor import written
from outputs.workbook_findings import HIDDEN, HOME, PLACE, SENTENCE, place, route

PIECE, SHEET = "workbook_checks", "数据核对"
CHECK = (
    ("原处", 8), ("结论", 10), ("核对项", 14), ("说明", 50), ("数字", 30), ("文中写", 14),
    ("算得", 14), ("单位", 8), ("各在何处", 40), SENTENCE, *PLACE, *HOME, HIDDEN,
)  # fmt: skip
Told = tuple[str, Row]
"""A verdict, and its row."""


def check_piece(leaf: Leaf) -> list[Told]:
    """The rows of a document."""
    return [(check.verdict, _row(leaf, case, check)) for case, _, check in record_rows(leaf.record, leaf.cases)]


def _row(leaf: Leaf, case: CatalogueCase | None, one: Check) -> Row:
    document, last = leaf.document, one.spans[-1]
    leads = route(leaf.id, case, "quantities", last)
    told = VERDICTS[one.verdict], RULES[one.rule], explained(one), "、".join(span.text for span in one.spans)
    figures = one.stated, one.expected, one.unit, standing(document, one), quoted(document, one)
    home = (case.case.title, case.id) if case else (None, None)
    return Link("查看", leads), *told, *figures, *place(document, last), *home, written({"route": leads})


def checks(pieces: Given) -> Sheet:
    """The sheet: conflicts first."""
    told: Iterable[Told] = (one for _, piece in pieces(PIECE) for one in piece)
    return Sheet(SHEET, CHECK, (row for _, row in sorted(told, key=lambda one: ORDER[one[0]])))
