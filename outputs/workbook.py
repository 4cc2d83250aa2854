"""The workbook for analysts: cases, practices, figures, problems and files, each row with its quote and place, and with
columns in which to mark what is wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from outputs.book import Link, Row
from outputs.book_file import MOST_ROWS, Book, Sheet
from outputs.document_ids import document_ids
from outputs.leaves import Given, Leaves
from outputs.model import Catalogue, DocumentRecord, Wording, Wordings
from outputs.outcomes import kind_name, reason, warning
from outputs.phrases_view import Example, examples, guesses
from outputs.record import Json
from outputs.taxonomy import category_names, theme_names
from outputs.trends import trend_rows
from outputs.workbook_anchor import document_ref, written
from outputs.workbook_cases import case_link, cases
from outputs.workbook_checks import checks
from outputs.workbook_cuts import Homes, Volume
from outputs.workbook_explanation import explanation
from outputs.workbook_findings import CERTAINTY, HIDDEN, PLACE, SENTENCE, route, where_told
from outputs.workbook_marks import Marks, finding_marks
from outputs.workbook_pieces import finding_sheets, given
from outputs.workbook_review import clusters, known, missed, offered, practice_clusters, sources
from outputs.workbook_volumes import volume_list


def _route(leads: str) -> str | None:
    """The hidden cell of a row that leads to a page and cannot be marked."""
    return written({"route": leads})


UNSEEN = (
    ("原处", 8), ("种类", 8), ("词语", 30), ("其他写法", 30), ("文件数", 8), ("处数", 8), ("猜测", 24), ("编号", 18),
    ("把握", 8), ("可能的类别", 40), SENTENCE, *PLACE, HIDDEN,
)  # fmt: skip


def _unseen(catalogue: Catalogue, ids: Mapping[str, str]) -> Sheet:
    def row(kind: str, at: str, one: Wording, example: Example, names: Mapping[str, str]) -> Row:
        best, told = one.likeliest[0].id, example.told
        leads = route(ids[told["name"]], None, at, one.example)
        said = kind, one.forms[0], "、".join(one.forms[1:]) or None, one.documents, one.count
        guessed = names.get(best, best), best, CERTAINTY[one.certainty], guesses(one.likeliest, names)
        stands = told["quote"], example.section, *where_told(told), told["name"]
        return Link("查看", leads), *said, *guessed, *stands, _route(leads)

    def rows(kind: str, at: str, told: Wordings, found: Sequence[Example], names: Mapping[str, str]) -> Iterator[Row]:
        return (row(kind, at, *both, names) for both in zip(told.listed, found, strict=True))

    unseen, found = catalogue.unseen, examples(catalogue.unseen)
    problems = rows("问题", "problems", unseen.problems, found.problems, category_names())
    practices = rows("做法", "practices", unseen.practices, found.practices, theme_names())
    return Sheet("待收词语", UNSEEN, chain(problems, practices))


def _file_row(record: DocumentRecord, ids: Mapping[str, str], homes: Homes) -> Row:
    outcome, name = record.outcome, record.source.name
    known = record.aside.outline if record.aside else record.document
    warnings = "\n".join(map(warning, (*record.warnings, *(known.warnings if known else ()))))
    route = f"/document/{ids[name]}" if name in ids else None
    return (
        Link(name, route) if route else name, kind_name(outcome), outcome.status,
        reason(outcome), len(record.cases), known.pages if known else None, record.media_type,
        record.source.size, warnings, record.source.sha256, *homes.cells(name),
        written(({"route": route} if route else {}) | {"document": document_ref(record, ids)}),
    )  # fmt: skip


def _files(catalogue: Catalogue, ids: Mapping[str, str], homes: Homes) -> Sheet:
    columns = (
        ("文件", 40), ("结果", 12), ("结果代码", 20), ("原因", 50), ("案例数", 8), ("页数", 8),
        ("类型", 20), ("字节", 12), ("提示", 40), ("SHA-256", 66), *homes.columns, HIDDEN,
    )  # fmt: skip
    rows = (_file_row(record, ids, homes) for record in catalogue.records)
    return Sheet("文件", columns, rows, files=homes.files)


def _counts(catalogue: Catalogue) -> str:
    """How much there is of everything."""
    files, readable = len(catalogue.records), sum(record.outcome.readable for record in catalogue.records)
    found = f"案例 {len(catalogue.cases)} 个,类群 {len(catalogue.clusters)} 个"
    return f"文件 {files} 个,读取 {readable} 个;{found}。"


def _trends(catalogue: Catalogue) -> Sheet:
    years, rows = trend_rows(catalogue)
    columns = (("维度", 12), ("名称", 30), ("案例数", 8), *((year, 8) for year in years))
    return Sheet("趋势", columns, ((kind, name, cases, *counted) for kind, name, cases, counted in rows))


def _passages(catalogue: Catalogue) -> Sheet:
    """The words that many reports share; each with the cases that hold it, at most as many as the catalogue lists."""
    titles = {case.id: case.case.title for case in catalogue.cases}

    def rows() -> Iterator[Row]:
        for one in catalogue.set_passages:
            link = case_link(one.where[0])
            yield one.reports, one.text, link, "\n".join(titles[id_] for id_ in one.where), _route(link.route)

    return Sheet("套话", (("报告数", 8), ("原文", 80), ("案例编号", 16), ("见于", 40), HIDDEN), rows())


def _given(catalogue: Catalogue, corrections: Sequence[Json]) -> Given:
    marks = finding_marks(corrections)
    return given(replace(one, marks=marks.get(one.record.source.name, ())) for one in Leaves(catalogue))


def _sheets(
    catalogue: Catalogue, corrections: Sequence[Json], made: Given, volumes: Sequence[Volume]
) -> Iterator[Sheet]:
    # A catalogue for everybody holds no more than quotes, and says nothing of who corrected what.
    ids, marks = document_ids(catalogue.records), Marks(corrections, open_=catalogue.profile == "full")
    homes = Homes(volumes)
    if volumes:
        yield volume_list(volumes)
    yield cases(catalogue, marks, made, homes)
    if not volumes:
        yield from finding_sheets(made, marks.open)
    if marks.open:
        yield missed()
    yield clusters(catalogue, marks)
    yield practice_clusters(catalogue, marks)
    if not volumes:
        yield checks(made)
    yield _trends(catalogue)
    yield _passages(catalogue)
    yield _unseen(catalogue, ids)
    if marks.open:
        yield known(corrections)
    yield _files(catalogue, ids, homes)


def write_workbook(
    catalogue: Catalogue,
    path: Path,
    corrections: Sequence[Json] = (),
    pieces: Given | None = None,
    volumes: Sequence[Volume] = (),
    most: int = MOST_ROWS,
) -> None:
    """Write the workbook. `corrections` are all that are known, each as in a file of corrections with its id, its state
    and where it stands now; `pieces` are what `outputs.workbook_pieces` made of each readable document, where it was
    made already; `volumes` are those that hold what was found in the documents, none where it stands here; `most` is
    how many rows a sheet takes. The same catalogue gives the same bytes. Raises OSError.
    """
    book = Book(most, sources(catalogue))
    for sheet in _sheets(catalogue, corrections, pieces or _given(catalogue, corrections), volumes):
        book.add(sheet)
    book.add(explanation(_counts(catalogue), book.told, catalogue.profile, bool(volumes)))
    if catalogue.profile == "full":
        book.add(offered())
    book.write(path)
