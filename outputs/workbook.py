"""The workbook for analysts: cases, practices, figures, problems and files, each row with its quote and place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.model import Document
from extractors.base import Mention, Practice, Problem, Quantity
from outputs.answers import quote
from outputs.book import CELL, CUT, ROWS, Book, Cell, Link, Row, Sheet
from outputs.checks_rows import RULES, VERDICTS, check_rows, explained, quoted, standing
from outputs.model import Catalogue, CatalogueCase, DocumentRecord, Wording
from outputs.outcomes import kind_name, reason, warning
from outputs.phrases_view import guesses
from outputs.record import place_in_source
from outputs.taxonomy import category_names, theme_names
from outputs.trends import trend_rows

OPENING = 200

FORM = {"heading": "标题", "item": "条目", "action": "举措", "slogan": "品牌"}
PRACTICE_STATUS = {"done": "已做", "planned": "计划", "proposed": "建议"}
CERTAINTY = {"set": "词表", "high": "较大", "low": "较小"}
PROBLEM_STATUS = {"present": "存在", "solved": "已解决", "warned": "告诫", "general": "泛论"}
KIND = {"count": "数量", "percent": "百分比", "money": "金额", "measure": "度量", "duration": "时长", "ratio": "比例"}


def case_link(id_: str) -> Link:
    """The page of a case in the site."""
    return Link(id_, f"/case/{id_}")


def _where(document: Document, start: int, end: int) -> tuple[Cell, Cell, Cell]:
    """Page, paragraph, offset: of the source file where its format has them, else offsets of the text."""
    place = place_in_source(document, start, end)
    source = place.get("source", [start, end])
    return place.get("page"), place.get("paragraph"), f"{source[0]}-{source[1]}"


PLACE = (("章节", 24), ("原文", 60), ("页", 6), ("段", 6), ("位置", 14), ("文件", 30))


def _place(document: Document, mention: Mention) -> Row:
    section = document.section_at(mention.start)
    words = quote(document, mention.start, mention.end).of(document.text)
    return (
        section.title if section else None,
        words,
        *_where(document, mention.start, mention.end),
        document.source.name,
    )


class Homes:
    """Which case a finding stands in."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._of = {
            (case.record.source.name, type(one), one.start, one.end): case
            for case in catalogue.cases
            for one in (*case.practices, *case.problems, *case.quantities)
        }

    def cells(self, record: DocumentRecord, one: Mention) -> Row:
        """Id with link and title of the case, empty where the finding stands outside of all."""
        case = self._of.get((record.source.name, type(one), one.start, one.end))
        return (case_link(case.id), case.case.title) if case else (None, None)


def _found(catalogue: Catalogue, kind: str) -> Iterator[tuple[DocumentRecord, Document, Any]]:
    for record in catalogue.records:
        if record.document is not None:
            for one in getattr(record.findings, kind):
                yield record, record.document, one


HOME = (("案例编号", 16), ("案例", 30))


def _opening(text: str) -> str:
    return text if len(text) <= OPENING else f"{text[:OPENING]}…"


def _period(case: CatalogueCase) -> str | None:
    told = case.case.period
    if told is None or told.first == told.last:
        return told.first if told else None
    return f"{told.first} 至 {told.last}" if told.last else f"{told.first} 起"


def _case_row(case: CatalogueCase, labels: Mapping[str, str], titles: Mapping[str, str]) -> Row:
    document = case.record.document
    assert document is not None
    names, themes = theme_names(), sorted({practice.theme for practice in case.practices})
    return (
        case_link(case.id), case.case.title, case.case.place, case.case.place_level,
        case.case.place_code, _period(case), case.case.organisation,
        labels.get(case.cluster or ""), "、".join(names.get(theme, theme) for theme in themes),
        len(case.practices), len(case.problems), len(case.quantities),
        case_link(case.duplicate_of) if case.duplicate_of else None, f"{case.own_share:.0%}",
        "\n".join(titles[id_] for id_ in case.similar) or None, _opening(case.text),
        *_where(document, case.case.start, case.case.end), document.source.name,
    )  # fmt: skip


def _cases(catalogue: Catalogue) -> Sheet:
    labels = {one.id: one.label for one in catalogue.clusters}
    titles = {case.id: case.case.title for case in catalogue.cases}
    columns = (
        *HOME, ("地方", 16), ("层级", 8), ("区划代码", 10), ("时段", 18), ("单位", 24), ("类群", 20), ("做法主题", 40),
        ("做法数", 8), ("问题数", 8), ("数字数", 8), ("重复于", 16), ("独有", 8), ("相近案例", 40), *PLACE[1:],
    )  # fmt: skip
    return Sheet("案例", columns, (_case_row(case, labels, titles) for case in catalogue.cases))


def _particulars(document: Document, one: Practice) -> tuple[Cell, Cell, Cell]:
    """Who does it, its figures and what came of it; empty where the text does not say."""
    figures = "、".join(document.text[start:end] for start, end in one.quantities)
    actors, results = "、".join(actor.text for actor in one.actors), ";".join(said.text for said in one.results)
    return actors or None, figures or None, results or None


def _practices(catalogue: Catalogue, homes: Homes) -> Sheet:
    names = theme_names()

    def row(record: DocumentRecord, document: Document, one: Practice) -> Row:
        told = one.text, names.get(one.theme, one.theme), FORM[one.form], PRACTICE_STATUS[one.status]
        return *homes.cells(record, one), *told, *_particulars(document, one), *_place(document, one)

    columns = (
        *HOME, ("做法", 40), ("主题", 20), ("形式", 8), ("状态", 8),
        ("谁做", 24), ("所属数字", 24), ("结果", 40), *PLACE,
    )  # fmt: skip
    return Sheet("做法", columns, (row(*found) for found in _found(catalogue, "practices")))


def _quantities(catalogue: Catalogue, homes: Homes) -> Sheet:
    def row(record: DocumentRecord, document: Document, one: Quantity) -> Row:
        told = one.text, one.value, one.value_max, one.unit, one.counted, "、".join(one.qualifier), KIND[one.kind]
        base = one.base_value, one.base_unit, one.period.text if one.period else None
        owner = one.owner.text if one.owner else None
        return *homes.cells(record, one), *told, "是" if one.masked else None, *base, owner, *_place(document, one)

    columns = (
        *HOME, ("数字", 16), ("数值", 14), ("数值上限", 14), ("单位", 8), ("所计", 24),
        ("限定", 16), ("类别", 8), ("隐去", 6), ("基准值", 14), ("基准单位", 8), ("所属时间", 14), ("所属", 16), *PLACE,
    )  # fmt: skip
    return Sheet("数字", columns, (row(*found) for found in _found(catalogue, "quantities")))


def _problems(catalogue: Catalogue, homes: Homes) -> Sheet:
    names = category_names()

    def row(record: DocumentRecord, document: Document, one: Problem) -> Row:
        category = names.get(one.category, one.category), one.category, CERTAINTY[one.certainty]
        return *homes.cells(record, one), one.text, *category, PROBLEM_STATUS[one.status], *_place(document, one)

    columns = (*HOME, ("问题", 40), ("类别", 24), ("类别编号", 18), ("把握", 8), ("状态", 8), *PLACE)
    return Sheet("问题", columns, (row(*found) for found in _found(catalogue, "problems")))


def _checks(catalogue: Catalogue) -> Sheet:
    rows: list[Row] = []
    for case, record, one in check_rows(catalogue):
        assert record.document is not None
        home = (case_link(case.id), case.case.title) if case else (None, None)
        document, last = record.document, one.spans[-1]
        section, _, *where = _place(document, last)
        told = VERDICTS[one.verdict], RULES[one.rule], explained(one), "、".join(span.text for span in one.spans)
        figures = one.stated, one.expected, one.unit, standing(document, one)
        rows.append((*home, *told, *figures, section, quoted(document, one), *where))
    columns = (
        *HOME, ("结论", 10), ("核对", 14), ("说明", 50), ("数字", 30), ("文中写", 14),
        ("算得", 14), ("单位", 8), ("各在何处", 40), *PLACE,
    )  # fmt: skip
    return Sheet("数据核对", columns, rows)


def _unseen(catalogue: Catalogue) -> Sheet:
    def row(kind: str, one: Wording, names: Mapping[str, str]) -> Row:
        document, best = one.record.document, one.likeliest[0].id
        assert document is not None
        told = kind, one.forms[0], "、".join(one.forms[1:]) or None, one.documents, one.count
        guessed = names.get(best, best), best, CERTAINTY[one.certainty], guesses(one.likeliest, names)
        return *told, *guessed, *_place(document, one.example)

    columns = (
        ("种类", 8), ("词语", 30), ("其他写法", 30), ("文件数", 8), ("处数", 8), ("猜测", 24), ("编号", 18),
        ("把握", 8), ("可能的类别", 40), *PLACE,
    )  # fmt: skip
    problems = (row("问题", one, category_names()) for one in catalogue.unseen.problems.listed)
    practices = (row("做法", one, theme_names()) for one in catalogue.unseen.practices.listed)
    return Sheet("待收词语", columns, (*problems, *practices))


def _file_row(record: DocumentRecord) -> Row:
    document, outcome = record.document, record.outcome
    warnings = "\n".join(map(warning, (*record.warnings, *(document.warnings if document else ()))))
    return (
        record.source.name, kind_name(outcome), outcome.status,
        reason(outcome), len(record.cases), document.pages if document else None, record.media_type,
        record.source.size, warnings, record.source.sha256,
    )  # fmt: skip


def _files(catalogue: Catalogue) -> Sheet:
    columns = (
        ("文件", 40), ("结果", 12), ("结果代码", 20), ("原因", 50), ("案例数", 8), ("页数", 8),
        ("类型", 20), ("字节", 12), ("提示", 40), ("SHA-256", 66),
    )  # fmt: skip
    return Sheet("文件", columns, map(_file_row, catalogue.records))


NOTES = (
    ("案例", "一行一个案例:一个地方或单位的做法经验。案例编号可点击,打开 site/index.html 中的案例页。"),
    (
        "区划代码",
        "地方所在的最低一级行政区划(县级以上)的六位代码,含旧名;隐去的、重名而文中未写明省市的,不猜,留空。",
    ),
    ("时段", "案例所述做法和成效的起止年月;政策、会议、计划的年份不计;“起”指延续到写作时。"),
    (
        "做法",
        "一行一条做法;文中写明的,列出谁做、所属数字和结果。“原文”是所在的句子。不在案例中的做法也列出,案例栏为空。",
    ),
    (
        "数字",
        "一行一个数字,“数值”已折算万、亿;能换算的另列“基准值”(如亩换算为平方米);“所属”是文中写明的地方、单位或人群;隐去的数字(xxx、某)没有数值。",
    ),
    (
        "问题",
        "一行一处问题,类别按问题类别表;“把握”指类别由词表里的说法确定(词表),还是由系统猜测(较大、较小);状态分存在、已解决、告诫、泛论。",
    ),
    (
        "数据核对",
        "同一文件里的数字互相核对:合计、占比、增减、人均乘人数、前后两处、表格、所列条数、差一个“万”;不符的在前,其次无法核对(约数、取整或口径不明),相符的在后;“各在何处”写明每个数字在哪里。",
    ),
    (
        "待收词语",
        "反复出现、词表里还没有的说法,文件数多的在前,每类最多列 500 条;可从 phrases.yml 复制到自己的词表(--taxonomy)。",
    ),
    ("文件", "每个输入文件一行,未能读取的写明原因。"),
    (
        "位置",
        "“页”“段”是原文件的页码和段落;“位置”是字符位置(文本文件的在原文件中,其他的在正文中),从 0 起。",
    ),
    ("重复于", "同一案例的转载、删节或隐去名称的副本,指向最完整的一份。"),
    ("独有", "案例文字中不与其他报告逐字相同的比例;相同的话见“套话”表。"),
    (
        "趋势",
        "按主题、类别、层级、地方统计的案例数,并分年;年份取案例时段,没有的取成文日期,都没有的只计入总数。副本不计。",
    ),
    ("套话", "三份以上报告逐字相同的话(数字和隐去的名称除外),报告数多的在前。"),
)


def _explanation(catalogue: Catalogue, cut: Sequence[str]) -> Sheet:
    """The sheet that says what the others hold and what is left out of them."""
    files, readable = len(catalogue.records), sum(record.outcome.readable for record in catalogue.records)
    found = f"案例 {len(catalogue.cases)} 个,类群 {len(catalogue.clusters)} 个"
    counts = f"文件 {files} 个,读取 {readable} 个;{found}。"
    rows = [("概况", counts), *(("未列全", one) for one in cut), *NOTES]
    rows.append(("截断", f"超过 {CELL} 字的单元格截断,末尾标“{CUT}”。"))
    return Sheet("说明", (("项目", 12), ("说明", 100)), rows)


def _trends(catalogue: Catalogue) -> Sheet:
    years, rows = trend_rows(catalogue)
    columns = (("维度", 12), ("名称", 30), ("案例数", 8), *((year, 8) for year in years))
    return Sheet("趋势", columns, ((kind, name, cases, *counted) for kind, name, cases, counted in rows))


def _passages(catalogue: Catalogue) -> Sheet:
    """The words that many reports share; each with the cases that hold it, at most as many as the catalogue lists."""
    titles = {case.id: case.case.title for case in catalogue.cases}
    rows = (
        (one.reports, one.text, case_link(one.where[0]), "\n".join(titles[id_] for id_ in one.where))
        for one in catalogue.set_passages
    )
    return Sheet("套话", (("报告数", 8), ("原文", 80), ("案例编号", 16), ("见于", 40)), rows)


def write_workbook(catalogue: Catalogue, path: Path, rows: int = ROWS) -> None:
    """Write the workbook; `rows` is how many a sheet takes. The same catalogue gives the same bytes."""
    book, homes = Book(path, rows), Homes(catalogue)
    sheets: tuple[Callable[[], Sheet], ...] = (
        lambda: _cases(catalogue),
        lambda: _practices(catalogue, homes),
        lambda: _quantities(catalogue, homes),
        lambda: _problems(catalogue, homes),
        lambda: _checks(catalogue),
        lambda: _trends(catalogue),
        lambda: _passages(catalogue),
        lambda: _unseen(catalogue),
        lambda: _files(catalogue),
    )
    for sheet in sheets:
        book.add(sheet())
    book.add(_explanation(catalogue, book.cut))
    book.book.close()
