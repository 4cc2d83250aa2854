"""The sheets of findings: practices, figures and problems, each with its sentence, its place and columns for marks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Document
from extractors.base import Mention, Practice, Problem, Quantity
from outputs.answers import quote
from outputs.book import Cell, Column, Columns, Link, Row
from outputs.finding_ids import KINDS
from outputs.leaves import Leaf
from outputs.model import CatalogueCase
from outputs.placing import placing
from outputs.recent import recent
from outputs.record import Json, mentions_json, place_in_source
from outputs.taxonomy import category_names, theme_names
from outputs.workbook_anchor import document_ref, finding_ref
from outputs.workbook_marks import Marks, finding_key, mark_columns
from outputs.workbook_words import ANCHOR, words

KIND = {"count": "数量", "percent": "百分比", "money": "金额", "measure": "度量", "duration": "时长", "ratio": "比例"}
CERTAINTY = {"set": "词表", "high": "较大", "low": "较小"}
PLACE = (("章节", 24), ("页", 6), ("段", 6), ("位置", 14), ("文件", 30))
HOME = (("案例", 30), ("案例编号", 16))
SENTENCE = ("原文", 60)
HIDDEN = Column(ANCHOR, 8, "hidden")


def where(document: Document, start: int, end: int) -> tuple[Cell, Cell, Cell]:
    """Page, paragraph, offset: of the source file where its format has them, else offsets of the text."""
    return where_told({"start": start, "end": end, **place_in_source(document, start, end)})


def where_told(told: Json) -> tuple[Cell, Cell, Cell]:
    """The same of a finding as JSON."""
    first, last = told.get("source") or (told["start"], told["end"])
    return told.get("page"), told.get("paragraph"), f"{first}-{last}"


def place(document: Document, one: Mention) -> Row:
    """Section, place and file of a finding, as PLACE has them."""
    section = document.section_at(one.start)
    return section.title if section else None, *where(document, one.start, one.end), document.source.name


def sentence(document: Document, one: Mention) -> str:
    """The sentence around a finding."""
    return quote(document, one.start, one.end).of(document.text)


def route(document: str, case: CatalogueCase | None, at: str, one: Mention) -> str:
    """The page of a case, or of the whole document of an id, at a place; `at`: what stands there, as addresses call
    it.
    """
    page = f"/case/{case.id}" if case else f"/document/{document}"
    return f"{page}?at={at}-{one.start}-{one.end}"


@recent(1)  # each sheet asks for them
def _homes(cases: Iterable[CatalogueCase]) -> Mapping[tuple[type[Mention], int, int], CatalogueCase]:
    """Kind and range of a finding -> the case in which it stands, the smallest of several."""
    return {
        (type(one), one.start, one.end): case
        for case in sorted(cases, key=lambda case: (case.case.start - case.case.end, case.id))
        for one in (*case.practices, *case.problems, *case.quantities)
    }


@dataclass(frozen=True, slots=True)
class Kind:
    """A sheet of findings: its name, what `Findings` calls them, and the columns before and behind those of marks."""

    sheet: str
    field: str
    told: tuple[tuple[str, int], ...]
    more: tuple[tuple[str, int], ...] = ()


def finding_columns(kind: Kind, open_: bool) -> Columns:
    """The columns of a sheet of findings; `open`: whether analysts write in it."""
    marks = mark_columns(kind.sheet) if open_ else ()
    return ("编号", 16), *kind.told, *marks, SENTENCE, *kind.more, *PLACE, *HOME, HIDDEN


def finding_cells(kind: Kind, leaf: Leaf) -> list[Sequence[Cell]]:
    """The cells of a document's findings of one kind, column by column; no columns where there are none."""
    found, document, known = getattr(leaf.record.findings, kind.field), leaf.document, placing(leaf.record)
    if not found:
        return []
    homes, many, name = _homes(leaf.cases), len(found), leaf.record.source.name
    cases = [homes.get((type(one), one.start, one.end)) for one in found]
    told = mentions_json(leaf.record, found)
    routes = [route(leaf.id, case, kind.field, one) for one, case in zip(found, cases, strict=True)]
    before, more = zip(*(CELLS[kind.field](document, one) for one in found), strict=True)
    marked, anchors = zip(*_marked(kind, leaf, zip(found, told, cases, routes, strict=True)), strict=True)
    return [
        [Link(str(one["id"]), leads) for one, leads in zip(told, routes, strict=True)],
        *zip(*before, strict=True),
        *zip(*marked, strict=True),
        [sentence(document, one) for one in found],
        *zip(*more, strict=True),
        [known.section(one.start) for one in found],
        *zip(*map(where_told, told), strict=True),
        [name] * many,
        [case and case.case.title for case in cases],
        [case and case.id for case in cases],
        anchors,
    ]


def _marked(
    kind: Kind, leaf: Leaf, told: Iterable[tuple[Mention, Json, CatalogueCase | None, str]]
) -> Iterator[tuple[Row, str | None]]:
    """The cells of the columns of marks of each finding, and its hidden cell; `told`: each as JSON, its case, its
    route.
    """
    document, called, name = leaf.document, KINDS[kind.field], leaf.record.source.name
    marks, home = Marks(leaf.marks, open_=leaf.profile == "full"), document_ref(leaf.record, {name: leaf.id})
    for one, known, case, leads in told:
        about = finding_ref(document, one, called)
        about |= {"id": known["id"], "case": case.id if case else None, "document": home}
        yield marks.row(kind.sheet, finding_key(called, name, one.start, one.end), leads, {"finding": about})


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


CELLS: Mapping[str, Callable[[Document, Mention], tuple[Row, Row]]] = {
    "practices": _practice, "quantities": _quantity, "problems": _problem,
}  # fmt: skip
SHEETS = (PRACTICES, QUANTITIES, PROBLEMS)
