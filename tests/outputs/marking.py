"""Writes marks into a workbook as an analyst would."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from outputs.catalogue import build_catalogue
from outputs.model import Catalogue
from outputs.record import Json
from outputs.workbook import write_workbook
from tests.outputs.builders import Told, record

TEXT = """青禾县的做法
针对党建业务两张皮，县委建立双向述职制度，支部建到网格。
过去签了协议就放在抽屉里，联而不动。村里建立积分超市，全年立项36个，结成对子52对。
云澜乡的做法
云澜乡推行说事制度，调解纠纷120件，又建立积分超市。"""
TOLD = Told(
    practices=[("建立双向述职制度", "T16_assess"), ("推行说事制度", "T14_mediation")],
    problems=[("两张皮", "E1_two_skins"), ("联而不动", "E2_linked_not_moving")],
    quantities=[("36个", 36, "个"), ("52对", 52, "对"), ("120件", 120, "件")],
)
NAME = "县里/青禾.txt"
WORDS = "村里建立积分超市"
MORE = (
    ("乡里/石桥.txt", "石桥乡\n石桥乡的积分超市很热闹。"),
    ("乡里/临溪.txt", "临溪乡\n临溪乡办夜校，夜校办在晒场。"),
)


def small() -> Catalogue:
    """Three files, a case each."""
    return build_catalogue([record(NAME, TEXT, TOLD), *(record(*one) for one in MORE)])


def cells(sheet: Worksheet, title: str) -> list[object]:
    """What stands in a column below its title."""
    return [row[0].value for row in sheet.iter_rows(min_row=2, min_col=at(sheet, title), max_col=at(sheet, title))]


def at(sheet: Worksheet, title: str) -> int:
    """The number of a column."""
    return [cell.value for cell in sheet[1]].index(title) + 1


def row_of(sheet: Worksheet, title: str, text: object) -> int:
    """The number of the first row with a cell."""
    return cells(sheet, title).index(text) + 2


class Filled:
    """A workbook that somebody fills in."""

    def __init__(self, path: Path, catalogue: Catalogue | None = None, corrections: list[Json] | None = None) -> None:
        self.path = path
        if catalogue is not None:
            write_workbook(catalogue, path, corrections=corrections or ())
        self.book: Workbook = load_workbook(path)

    def mark(self, sheet: str, known: tuple[str, object] | int, marks: Mapping[str, object]) -> "Filled":
        """Fill in the row with a cell, or the row of a number."""
        page = self.book[sheet]
        row = known if isinstance(known, int) else row_of(page, *known)
        for title, value in marks.items():
            page.cell(row, at(page, title)).value = value  # type: ignore[assignment]
        return self

    def saved(self) -> Path:
        """The file."""
        self.book.save(self.path)
        return self.path


def marked(filled: Filled) -> Filled:
    """A few marks on every sheet."""
    filled.mark("做法", ("做法", "推行说事制度"), {"核对": "√", "批注": "看过了"})
    filled.mark("做法", ("做法", "建立双向述职制度"), {"改为主题": "产业带动"})
    filled.mark("数字", ("数字", "36个"), {"改为数值": 38, "改为所计": "无"})
    filled.mark("问题", ("问题", "两张皮"), {"核对": "x"})
    filled.mark(
        "案例", ("案例", "青禾县的做法"), {"改层级": "市", "拆分处": "云澜乡推行说事制度\n过去签了协议就放在抽屉里"}
    )
    return filled.mark("补充", 2, {"文件": NAME, "原文": WORDS, "种类": "日期", "数值": "2018-09"})


def acts(found: list[Json]) -> Iterator[tuple[str, str]]:
    """Act and words of some corrections."""
    for one in found:
        about = one.get("finding") or one.get("case") or one.get("cluster") or {"quote": one.get("of")}
        yield one["act"], str(about.get("quote") or about.get("label"))
