"""The sheet of cases. What a row takes of its document's text is made with the document, and kept with it; what stands
beside a case (its cluster, its copies, those like it) is put in where the sheet is made.
"""

from collections.abc import Iterator, Mapping

from outputs.book import Columns, Link, Row
from outputs.book_file import Sheet
from outputs.briefs import brief
from outputs.leaves import Given, Leaf
from outputs.model import Catalogue, CatalogueCase
from outputs.packed import pack, unpack
from outputs.record import Json
from outputs.spool import Spool
from outputs.taxonomy import theme_names
from outputs.workbook_anchor import case_ref, document_ref
from outputs.workbook_cuts import Homes
from outputs.workbook_findings import HIDDEN, PLACE, SENTENCE, where
from outputs.workbook_marks import Marks

PIECE = "workbook_cases"
OPENING = 200
CASE = (("案例编号", 16), ("案例", 30), ("地方", 16), ("层级", 8), ("单位", 24))
OF_CASE = (
    ("区划代码", 10), ("时段", 18), ("类群", 20), ("做法主题", 40), ("做法数", 8), ("问题数", 8), ("数字数", 8),
    ("重复于", 16), ("独有", 8), ("相近案例", 40), SENTENCE, *PLACE[1:],
)  # fmt: skip


def case_link(id_: str) -> Link:
    """The page of a case in the site."""
    return Link(id_, f"/case/{id_}")


def case_piece(leaf: Leaf) -> list[tuple[str, bytes]]:
    """What the sheet takes of a document: the id of each case, and what its row is about with the cells that the text
    gives, the opening and where it stands, packed: they are laid aside as they are.
    """
    home = document_ref(leaf.record, {leaf.record.source.name: leaf.id})
    return [(case.id, pack(_told(case, leaf, home))) for case in leaf.cases]


def _told(case: CatalogueCase, leaf: Leaf, home: Json) -> tuple[Json, Row]:
    document, told = leaf.document, case.case
    place = *where(document, told.start, told.end), document.source.name
    return case_ref(case, document) | {"document": home}, (_opening(case.text), *place)


def _opening(text: str) -> str:
    return text if len(text) <= OPENING else f"{text[:OPENING]}…"


def _period(case: CatalogueCase) -> str | None:
    told = case.case.period
    if told is None or told.first == told.last:
        return told.first if told else None
    return f"{told.first} 至 {told.last}" if told.last else f"{told.first} 起"


def _of_case(case: CatalogueCase, labels: Mapping[str, str], titles: Mapping[str, str]) -> Row:
    names, told = theme_names(), brief(case)
    themes = sorted(told.themes())
    return (
        case.case.place_code, _period(case), labels.get(case.cluster or ""),
        "、".join(names.get(theme, theme) for theme in themes),
        told.practices, told.problems, told.quantities,
        case_link(case.duplicate_of) if case.duplicate_of else None, f"{case.own_share:.0%}",
        "\n".join(titles[id_] for id_ in case.similar) or None,
    )  # fmt: skip


def _each(catalogue: Catalogue, pieces: Given) -> Iterator[tuple[CatalogueCase, Json, Row]]:
    """The cases in their order, each with what its document gave, which lies in a temporary file till then."""
    with Spool() as spool:
        places = {id_: spool.add(told) for _, piece in pieces(PIECE) for id_, told in piece}
        for case in catalogue.cases:
            yield case, *unpack(spool.get(places[case.id]))


def cases(catalogue: Catalogue, marks: Marks, pieces: Given, homes: Homes) -> Sheet:
    """The sheet; `homes` say in which volume of the workbook more stands."""
    labels = {one.id: one.label for one in catalogue.clusters}
    titles = {case.id: case.case.title for case in catalogue.cases}

    def row(case: CatalogueCase, about: Json, stands: Row) -> Row:
        told, link = case.case, case_link(case.id)
        marked, anchor = marks.row("案例", (case.id,), link.route, {"case": about})
        first = link, told.title, told.place, told.place_level, told.organisation
        home = homes.cells(case.record.source.name)
        return *first, *marked, *_of_case(case, labels, titles), *stands, *home, anchor

    columns: Columns = (*CASE, *marks.columns("案例"), *OF_CASE, *homes.columns, HIDDEN)
    return Sheet("案例", columns, (row(*one) for one in _each(catalogue, pieces)), files=homes.files)
