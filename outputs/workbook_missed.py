"""The sheet of what was missed: rows that analysts filled in, as corrections."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

from extractors.units import units
from outputs.record import Json
from outputs.workbook_cells import Line
from outputs.workbook_fields import FaultError, Fields, number
from outputs.workbook_rows import anchor_of, marked
from outputs.workbook_texts import Texts
from outputs.workbook_words import NOTE

SHEET = "补充"
WANTED = {"原文": "the words as they stand in the text", "种类": "做法, 问题, 数字 or 日期"}
OWN = {
    "practice": {"主题或类别", "状态", "形式"},
    "problem": {"主题或类别", "状态"},
    "quantity": {"数值", "单位", "所计"},
    "date": {"数值"},
}
"""Kind -> the columns that say something of it."""
COMMON = {"文件", "案例编号", "原文", "种类", "位置", NOTE}


def _listed(read: Iterable[Line], title: str, name: str) -> dict[str, Json]:
    """What stands in a column of a sheet -> what the row is about; rows without that are left out."""
    found = {}
    for line in read:
        with suppress(FaultError):
            found[line.text(title)] = anchor_of(line).of(name)
    return found


class Missed:
    """Reads the rows; `lines` gives those of the sheets that list files and cases, which are looked at when needed."""

    def __init__(self, lines: Callable[[str], Iterable[Line]], fields: Fields, texts: Texts) -> None:
        self._lines, self._fields, self._texts = lines, fields, texts

    @cached_property
    def _files(self) -> dict[str, Json]:
        return _listed(self._lines("文件"), "文件", "document")

    @cached_property
    def _cases(self) -> dict[str, Json]:
        found = _listed(self._lines("案例"), "案例编号", "case")
        return {id_: one["document"] for id_, one in found.items()}

    def corrections(self, line: Line) -> Iterator[Json]:
        """What a row says; nothing where it is empty. Raises FaultError."""
        cells = marked(SHEET, line)
        if not cells:
            return
        for title, told in WANTED.items():
            if title not in cells:
                raise FaultError(title, f"it is missing; wanted: {told}")
        kind = self._fields.chosen("种类", "种类", cells["种类"])
        if strange := sorted(cells.keys() - COMMON - OWN[kind]):
            raise FaultError(strange[0], f"it says nothing of a {cells['种类']}; clear the cell")
        document, case = self._document(cells)
        value = self._value(kind, cells)
        about = {"kind": kind, "document": document, **({"case": case} if case else {})}
        finding = about | self._place(document, kind, cells)
        noted = {"note": cells[NOTE]} if NOTE in cells else {}
        yield {"act": "added", "finding": finding, "value": value} | noted

    def _document(self, cells: dict[str, str]) -> tuple[Json, str | None]:
        """The file that is meant, and the case."""
        name, case = cells.get("文件"), cells.get("案例编号")
        if not name and not case:
            raise FaultError("文件", "neither file nor case is named; write one as the sheet 文件 or 案例 has it")
        if case and case not in self._cases:
            raise FaultError("案例编号", f"no case has the id “{case}”; copy it from the sheet 案例")
        document = self._files.get(name) or self._by_end(name) if name else self._cases[case or ""]
        if case and document.get("name") != self._cases[case].get("name"):
            raise FaultError("案例编号", f"the case {case} does not stand in {name}")
        return {key: document[key] for key in ("id", "name", "sha256") if document.get(key)}, case

    def _by_end(self, name: str) -> Json:
        """The only file whose path ends so."""
        found = [one for path, one in self._files.items() if one and path.endswith(f"/{name}")]
        if len(found) != 1:
            why = f"{len(found)} files are called so" if found else "no file is called so"
            raise FaultError("文件", f"“{name}”: {why}; copy its path from the sheet 文件")
        return found[0]

    def _place(self, document: Json, kind: str, cells: dict[str, str]) -> Json:
        words = cells["原文"]
        if "位置" not in cells:
            return self._texts.missed("原文", document, kind, words)
        at, _ = number("位置", cells["位置"].partition("-")[0])
        if not isinstance(at, int) or at < 0:
            raise FaultError(
                "位置", f"“{cells['位置']}” is no place; wanted: how many characters stand before the words"
            )
        return self._texts.at("位置", document, at, words)

    def _value(self, kind: str, cells: dict[str, str]) -> dict[str, Any]:
        if kind == "practice":
            return self._practice(cells)
        if kind == "problem":
            return {
                "category": self._chosen("主题或类别", "类别", cells, None),
                "status": self._chosen("状态", "问题状态", cells, "present"),
            }
        if "数值" not in cells:
            raise FaultError("数值", "it is missing; wanted: the number, or the date as 2018-09")
        return self._quantity(cells) if kind == "quantity" else {"value": cells["数值"]}

    def _practice(self, cells: dict[str, str]) -> dict[str, Any]:
        return {
            "theme": self._chosen("主题或类别", "主题", cells, None),
            "status": self._chosen("状态", "做法状态", cells, "done"),
            "form": self._chosen("形式", "形式", cells, "action"),
        }

    def _chosen(self, column: str, choices: str, cells: dict[str, str], other: str | None) -> str:
        if column not in cells and other is None:
            raise FaultError(column, f"it is missing; choose one of the {choices} on the sheet 选项")
        return self._fields.chosen(column, choices, cells[column]) if column in cells else str(other)

    @staticmethod
    def _quantity(cells: dict[str, str]) -> dict[str, Any]:
        if "单位" not in cells:
            raise FaultError("单位", "it is missing; wanted: what follows the number, as 元, 户 or %")
        low, high = number("数值", cells["数值"])
        unit = cells["单位"]
        kind = units()[unit].kind if unit in units() else "count"
        ends = {"value": low} if high is None else {"value": low, "value_max": high}
        counted = {"counted": cells["所计"]} if "所计" in cells else {}
        return {**ends, "unit": unit, "kind": kind, **counted}
