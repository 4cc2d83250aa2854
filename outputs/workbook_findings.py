"""The sheets of findings: practices, figures and problems, each with its sentence, its place and columns for marks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.model import Document
from extractors.base import Mention, Practice, Problem, Quantity
from outputs.answers import quote
from outputs.book import Cell, Column, Columns, Link, Row, Sheet
from outputs.document_ids import document_ids
from outputs.finding_ids import KINDS
from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.placing import placing
from outputs.record import place_in_source
from outputs.taxonomy import category_names, theme_names
from outputs.workbook_anchor import document_ref, finding_ref
from outputs.workbook_marks import Marks, finding_key
from outputs.workbook_words import ANCHOR, words

KIND = {"count": "数量", "percent": "百分比", "money": "金额", "measure": "度量", "duration": "时长", "ratio": "比例"}
CERTAINTY = {"set": "词表", "high": "较大", "low": "较小"}
PLACE = (("章节", 24), ("页", 6), ("段", 6), ("位置", 14), ("文件", 30))
HOME = (("案例", 30), ("案例编号", 16))
SENTENCE = ("原文", 60)
HIDDEN = Column(ANCHOR, 8, "hidden")


def where(document: Document, start: int, end: int) -> tuple[Cell, Cell, Cell]:
    """Page, paragraph, offset: of the source file where its format has them, else offsets of the text."""
    place = place_in_source(document, start, end)
    source = place.get("source", [start, end])
    return place.get("page"), place.get("paragraph"), f"{source[0]}-{source[1]}"


def place(document: Document, one: Mention) -> Row:
    """Section, place and file of a finding, as PLACE has them."""
    section = document.section_at(one.start)
    return section.title if section else None, *where(document, one.start, one.end), document.source.name


def sentence(document: Document, one: Mention) -> str:
    """The sentence around a finding."""
    return quote(document, one.start, one.end).of(document.text)


class Homes:
    """Which case a finding stands in, the smallest of several, and its page on the site."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.ids = document_ids(catalogue.records)
        found = sorted(catalogue.cases, key=lambda case: (case.case.start - case.case.end, case.id))
        self._of = {
            (case.record.source.name, type(one), one.start, one.end): case
            for case in found
            for one in (*case.practices, *case.problems, *case.quantities)
        }

    def case(self, record: DocumentRecord, one: Mention) -> CatalogueCase | None:
        """The case around a finding."""
        return self._of.get((record.source.name, type(one), one.start, one.end))

    def route(self, record: DocumentRecord, case: CatalogueCase | None, at: str, one: Mention) -> str:
        """The page of a case, or of the whole document, at a place; `at`: what stands there, as addresses call it."""
        page = f"/case/{case.id}" if case else f"/document/{self.ids[record.source.name]}"
        return f"{page}?at={at}-{one.start}-{one.end}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sheet of findings: its name, what `Findings` calls them, and the columns before and behind those of marks."""

    sheet: str
    field: str
    told: tuple[tuple[str, int], ...]
    more: tuple[tuple[str, int], ...] = ()


def _rows(
    catalogue: Catalogue,
    kind: Kind,
    homes: Homes,
    marks: Marks,
    cells: Callable[[Document, Mention], tuple[Row, Row]],
) -> Iterator[Row]:
    for record in catalogue.records:
        document = record.document
        if document is None:
            continue
        for one in getattr(record.findings, kind.field):
            case = homes.case(record, one)
            route = homes.route(record, case, kind.field, one)
            told, more = cells(document, one)
            key = finding_key(KINDS[kind.field], record.source.name, one.start, one.end)
            id_ = placing(record).id(one)
            about = finding_ref(document, one, KINDS[kind.field])
            about |= {"id": id_, "case": case.id if case else None, "document": document_ref(record, homes.ids)}
            marked, anchor = marks.row(kind.sheet, key, route, {"finding": about})
            home = (case.case.title, case.id) if case else (None, None)
            stands = sentence(document, one), *more, *place(document, one)
            yield Link(str(id_), route), *told, *marked, *stands, *home, anchor


def _sheet(kind: Kind, marks: Marks, rows: Iterator[Row]) -> Sheet:
    columns: Columns = (
        ("编号", 16),
        *kind.told,
        *marks.columns(kind.sheet),
        SENTENCE,
        *kind.more,
        *PLACE,
        *HOME,
        HIDDEN,
    )
    return Sheet(kind.sheet, columns, rows)


PRACTICES = Kind(
    "做法",
    "practices",
    (("做法", 40), ("主题", 20), ("形式", 8), ("状态", 8)),
    (("谁做", 24), ("所属数字", 24), ("结果", 40)),
)
QUANTITIES = Kind(
    "数字",
    "quantities",
    (("数字", 16), ("数值", 14), ("数值上限", 14), ("单位", 8), ("所计", 24)),
    (
        ("限定", 16), ("类别", 8), ("隐去", 6), ("基准值", 14), ("基准单位", 8), ("所属时间", 14), ("所属", 16),
    ),
)  # fmt: skip
PROBLEMS = Kind("问题", "problems", (("问题", 40), ("类别", 24), ("类别编号", 18), ("把握", 8), ("状态", 8)))


def _particulars(document: Document, one: Practice) -> tuple[Cell, Cell, Cell]:
    """Who does it, its figures and what came of it; empty where the text does not say."""
    figures = "、".join(document.text[start:end] for start, end in one.quantities)
    actors, results = "、".join(actor.text for actor in one.actors), ";".join(said.text for said in one.results)
    return actors or None, figures or None, results or None


def _practice(document: Document, one: Mention) -> tuple[Row, Row]:
    assert isinstance(one, Practice)
    theme, told = theme_names().get(one.theme, one.theme), words()
    return (one.text, theme, told.forms[one.form], told.practice_status[one.status]), _particulars(document, one)


def _quantity(document: Document, one: Mention) -> tuple[Row, Row]:
    assert isinstance(one, Quantity)
    period, owner = one.period.text if one.period else None, one.owner.text if one.owner else None
    more = "、".join(one.qualifier), KIND[one.kind], "是" if one.masked else None, one.base_value, one.base_unit
    return (one.text, one.value, one.value_max, one.unit, one.counted), (*more, period, owner)


def _problem(document: Document, one: Mention) -> tuple[Row, Row]:
    assert isinstance(one, Problem)
    name, status = category_names().get(one.category, one.category), words().problem_status[one.status]
    return (one.text, name, one.category, CERTAINTY[one.certainty], status), ()


def finding_sheets(catalogue: Catalogue, homes: Homes, marks: Marks) -> Iterator[Sheet]:
    """The sheets of practices, figures and problems."""
    for kind, cells in ((PRACTICES, _practice), (QUANTITIES, _quantity), (PROBLEMS, _problem)):
        yield _sheet(kind, marks, _rows(catalogue, kind, homes, marks, cells))
