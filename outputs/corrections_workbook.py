"""Reads what analysts marked in a workbook back, as corrections.

Only what somebody changed counts: what was marked before stands in the workbook again, and as long as it stands there
as it was, the catalogue knows it already. What was emptied is taken back.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from outputs.record import Json
from outputs.workbook_cells import Line, WorkbookError, formulas, lines, opened
from outputs.workbook_fields import FaultError, Fields
from outputs.workbook_missed import SHEET as MISSED
from outputs.workbook_missed import Missed
from outputs.workbook_rows import Anchor, Groups, Marked, case_mark, finding_mark, row_corrections
from outputs.workbook_texts import Texts
from outputs.workbook_words import ANCHOR, CHOICES, CODE, choices, marks_of, says, words

SHOWN = 20  # faults that are told at once
FINDINGS = ("做法", "数字", "问题")
GROUPS = ("类群", "做法类")
TITLE = {MISSED: "原文"}
"""Sheet -> the column by which its row of titles is known, where it is not the hidden one."""


class MarkError(WorkbookError):
    """Marks that are not understood: each line names sheet, row and column, and says what may stand there."""


def _choices(book: CalamineWorkbook) -> dict[str, dict[str, str]]:
    """The lists that the workbook itself offered: its catalogue's taxonomy may have been another."""
    found: dict[str, dict[str, str]] = {name: {} for name in choices()}
    for line in lines(book, CHOICES, "核对"):
        for name, codes in found.items():
            if word := line.text(name):
                codes[word] = line.text(f"{name}{CODE}") or word
    return found


def _withdrawn(group: str, filled: Marked, anchor: Anchor) -> Json:
    """A correction that is taken back."""
    if not says(words().withdraw, filled["撤回"]):
        raise FaultError("撤回", f"“{filled['撤回']}” is not understood; allowed: {words().withdraw.shown}, or nothing")
    return {"act": "withdrawn", "of": str(anchor.about.get("correction"))}


class _Reader:
    """One workbook; `faults` are those of its cells."""

    def __init__(self, path: Path, book: CalamineWorkbook, folder: Path) -> None:
        self.path, self.book = path, book
        self.fields, self.texts = Fields(_choices(book), choices()), Texts(folder)
        self.faults: list[str] = []

    def _makers(self) -> Iterator[tuple[str, Callable[[str, Marked, Anchor], Json]]]:
        yield "案例", partial(case_mark, self.fields, self.texts)
        for sheet in FINDINGS:
            yield sheet, partial(finding_mark, sheet, self.fields)
        for sheet in GROUPS:
            yield sheet, Groups(lines(self.book, sheet, ANCHOR)).mark
        yield "更正", _withdrawn

    def _lines(self, sheet: str) -> Iterator[Line]:
        """The rows of a sheet; of a cell that reckons nobody can say what somebody meant by it."""
        reckoned = set(formulas(self.path, sheet))
        for line in lines(self.book, sheet, TITLE.get(sheet, ANCHOR)):
            bad = [t for t in marks_of(sheet) if (line.number, line.columns.get(t, 0)) in reckoned]
            for title in bad:
                self._fault(sheet, line, FaultError(title, "a formula stands there; write what it should say"))
            if not bad:
                yield line

    def _fault(self, sheet: str, line: Line, fault: FaultError) -> None:
        self.faults.append(f"{self.path}: sheet {sheet}, row {line.number}, column {fault.column}: {fault.told}.")

    def _read(self, sheet: str, read: Callable[[Line], Iterable[Json]]) -> Iterator[Json]:
        """What the rows of a sheet say; those that are not understood become faults."""
        for line in self._lines(sheet):
            try:
                yield from list(read(line))
            except FaultError as fault:
                self._fault(sheet, line, fault)

    def corrections(self) -> Iterator[Json]:
        """Those of all sheets in their order."""
        for sheet, make in self._makers():
            yield from self._read(sheet, partial(row_corrections, sheet, make))
        listed = partial(lines, self.book)
        yield from self._read(MISSED, Missed(listed, self.fields, self.texts).corrections)


def _once(found: Iterable[Json]) -> Iterator[Json]:
    """Each once: rows may have been copied."""
    seen = set()
    for one in found:
        if (key := json.dumps(one, sort_keys=True)) not in seen:
            seen.add(key)
            yield one


def read_marks(path: Path, catalogue: Path | None = None) -> list[Json]:
    """What was marked in a workbook, as the corrections of a file of corrections: each once, in the order of the
    sheets. `catalogue`: the folder of the catalogue that it belongs to, where it does not lie there itself. Raises
    MarkError for what is not understood, WorkbookError for what is no workbook.
    """
    with opened(path) as book:
        reader = _Reader(path, book, catalogue or path.parent)
        found = list(_once(reader.corrections()))
    if reader.faults:
        more = [f"… and {len(reader.faults) - SHOWN} more."] if len(reader.faults) > SHOWN else []
        raise MarkError("\n".join([*reader.faults[:SHOWN], *more]))
    return found
