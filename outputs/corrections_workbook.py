"""Reads what analysts marked in a workbook back, as corrections.

Only what somebody changed counts: what was marked before stands in the workbook again, and as long as it stands there
as it was, the catalogue knows it already. What was emptied is taken back.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from python_calamine import CalamineWorkbook

from outputs.corrections import AnyCorrection, Correction
from outputs.record import Json
from outputs.workbook_cells import Line, WorkbookError, formulas, opened
from outputs.workbook_fields import FaultError, Fields
from outputs.workbook_missed import SHEET as MISSED
from outputs.workbook_missed import Missed
from outputs.workbook_rows import Anchor, Groups, Marked, case_mark, finding_mark, row_corrections
from outputs.workbook_sheets import Sheets
from outputs.workbook_texts import Texts
from outputs.workbook_words import ANCHOR, CHOICES, CODE, NOTE, choices, marks_of, says, words

SHOWN = 20  # faults that are told at once
FINDINGS = ("做法", "数字", "问题")
GROUPS = ("类群", "做法类")
ONE: TypeAdapter[Correction] = TypeAdapter(AnyCorrection)
HIDDEN = {"finding", "case", "cluster", "into", "of"}
"""The fields of a correction that come from hidden cells."""


class MarkError(WorkbookError):
    """Marks that are not understood: each line names sheet, row and column, and says what may stand there."""


def _choices(sheets: Sheets) -> dict[str, dict[str, str]]:
    """The lists that the workbook itself offered: its catalogue's taxonomy may have been another."""
    found: dict[str, dict[str, str]] = {name: {} for name in choices()}
    for line in sheets.lines(CHOICES):
        for name, codes in found.items():
            if word := line.text(name):
                codes[word] = line.text(f"{name}{CODE}") or word
    return found


def _withdrawn(group: str, filled: Marked, anchor: Anchor) -> Json:
    """A correction that is taken back."""
    if not says(words().withdraw, filled["撤回"]):
        raise FaultError("撤回", f"“{filled['撤回']}” is not understood; allowed: {words().withdraw.shown}, or nothing")
    return {"act": "withdrawn", "of": str(anchor.about.get("correction"))}


def _checked(sheet: str, one: Json) -> Json:
    """A correction as a file of corrections may hold it. Raises FaultError: hidden cells may be damaged, and what is
    typed may be too long.
    """
    try:
        ONE.validate_python(one)
    except ValidationError as error:
        told = error.errors()[0]
        steps = [str(step) for step in told["loc"]]
        hidden = HIDDEN & set(steps[:2]) and sheet != MISSED
        column = ANCHOR if hidden else NOTE if "note" in steps else marks_of(sheet)[0]
        raise FaultError(column, f"{'.'.join(steps[1:])}: {told['msg'].removeprefix('Value error, ')}") from None
    return one


class _Reader:
    """One workbook; `faults` are those of its cells."""

    def __init__(self, path: Path, book: CalamineWorkbook, folder: Path) -> None:
        self.path, self.sheets = path, Sheets(book)
        self.fields, self.texts = Fields(_choices(self.sheets), choices()), Texts(folder)
        self.faults: list[str] = []

    def _makers(self) -> Iterator[tuple[str, Callable[[str, Marked, Anchor], Json]]]:
        yield "案例", partial(case_mark, self.fields, self.texts)
        for sheet in FINDINGS:
            yield sheet, partial(finding_mark, sheet, self.fields)
        for sheet in GROUPS:
            yield sheet, Groups(self.sheets.lines(sheet)).mark
        yield "更正", _withdrawn

    def _lines(self, sheet: str) -> Iterator[Line]:
        """The rows of a sheet; of a cell that reckons nobody can say what somebody meant by it."""
        reckoned = {(name, *at) for name in self.sheets.names(sheet) for at in formulas(self.path, name)}
        for line in self.sheets.lines(sheet):
            told = {
                title: "a formula stands there; write what it should say"
                for title in marks_of(sheet)
                if (line.sheet, line.number, line.columns.get(title, 0)) in reckoned
            }
            if line.merged:
                told[line.merged] = "the cell is one with those of other rows; part them and fill in each"
            for title, why in told.items():
                self._fault(line, FaultError(title, why))
            if not told:
                yield line

    def _fault(self, line: Line, fault: FaultError) -> None:
        self.faults.append(f"{self.path}: sheet {line.sheet}, row {line.number}, column {fault.column}: {fault.told}.")

    def _read(self, sheet: str, read: Callable[[Line], Iterable[Json]]) -> Iterator[Json]:
        """What the rows of a sheet say; those that are not understood become faults."""
        for line in self._lines(sheet):
            try:
                yield from [_checked(sheet, one) for one in read(line)]
            except FaultError as fault:
                self._fault(line, fault)

    def corrections(self) -> Iterator[Json]:
        """Those of all sheets in their order."""
        for sheet, make in self._makers():
            yield from self._read(sheet, partial(row_corrections, sheet, make))
        yield from self._read(MISSED, Missed(self.sheets.lines, self.fields, self.texts).corrections)

    def lacks(self) -> Iterator[str]:
        """What is not there of the workbook. Raises WorkbookError for one that is none of ours."""
        if not self.sheets.ours:
            raise WorkbookError(f"{self.path}: no workbook of a catalogue of jingyan; none of its sheets is there.")
        if self.sheets.open:
            yield from (f"{self.path}: {one}" for one in self.sheets.lacks())


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
        faults = [*reader.lacks(), *reader.faults]
    if faults:
        more = [f"… and {len(faults) - SHOWN} more."] if len(faults) > SHOWN else []
        raise MarkError("\n".join([*faults[:SHOWN], *more]))
    return found
