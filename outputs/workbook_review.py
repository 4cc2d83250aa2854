"""The sheets that are there to be written in: groups to rename or merge, what was missed, what was corrected so far."""

from collections.abc import Iterable, Iterator, Sequence

from outputs.book import Cell, Columns, Link, Row
from outputs.book_file import Sheet
from outputs.book_frame import letter
from outputs.model import Catalogue, Cluster, PracticeCluster
from outputs.outcomes import warning
from outputs.record import Json
from outputs.taxonomy import category_names, theme_names
from outputs.workbook_anchor import cluster_ref, written
from outputs.workbook_findings import HIDDEN, KIND
from outputs.workbook_marks import Marks, choice_rows, mark_columns
from outputs.workbook_words import CHOICES, choices, words

SPARE = 200  # rows to fill in at once
NAMES = {"value": "数值", "value_max": "数值上限", "unit": "单位", "counted": "所计", "title": "标题", "place": "地方",
         "place_level": "层级", "place_code": "区划代码", "organisation": "单位", "quote": "原文"}  # fmt: skip


def _group_row(sheet: str, page: str, one: Cluster | PracticeCluster, marks: Marks, told: Sequence[Cell]) -> Row:
    route = f"/{page}/{one.id}"
    marked, anchor = marks.row(sheet, (one.id,), route, {"cluster": cluster_ref(one)})
    return Link(one.id, route), one.label, *marked, *told, anchor


def clusters(catalogue: Catalogue, marks: Marks) -> Sheet:
    """The groups of cases; they may be renamed and merged."""
    titles = {case.id: case.case.title for case in catalogue.cases}
    shown = {one.id: "\n".join(titles[id_] for id_ in one.representatives) for one in catalogue.clusters}
    rows = (
        _group_row("类群", "cluster", one, marks, (one.group or None, len(one.cases), shown[one.id]))
        for one in catalogue.clusters
    )
    columns: Columns = (
        ("编号", 16),
        ("类群", 24),
        *marks.columns("类群"),
        ("组", 20),
        ("案例数", 8),
        ("代表案例", 50),
        HIDDEN,
    )
    return Sheet("类群", columns, rows)


def practice_clusters(catalogue: Catalogue, marks: Marks) -> Sheet:
    """The kinds of practices; they may be renamed and merged."""

    def told(one: PracticeCluster) -> Row:
        said = {practice.id: practice.text for practice in one.practices}
        cases = frozenset(one.practices.where.values)
        examples = "\n".join(said[id_] for id_ in one.representatives)
        return theme_names().get(one.theme, one.theme), len(one.practices), len(cases), examples

    rows = (_group_row("做法类", "practice", one, marks, told(one)) for one in catalogue.practice_clusters)
    told_columns = ("主题", 20), ("做法数", 8), ("案例数", 8), ("代表做法", 50)
    columns: Columns = (("编号", 16), ("做法类", 24), *marks.columns("做法类"), *told_columns, HIDDEN)
    return Sheet("做法类", columns, rows)


def missed() -> Sheet:
    """Empty rows for what was missed."""
    return Sheet("补充", mark_columns("补充"), (), spare=SPARE)


def _names() -> dict[str, str]:
    told = words()
    return {**theme_names(), **category_names(), **KIND, **told.forms, **told.practice_status, **told.problem_status}


def _said(one: Json, names: dict[str, str]) -> str | None:
    """What a correction says, in words."""
    if "where" in one:
        return "\n".join(cut["quote"] for cut in one["where"])
    if "into" in one:
        return str(one["into"].get("label") or one["into"]["id"])
    if "label" in one:
        return str(one["label"])
    value = {name: said for name, said in (one.get("value") or {}).items() if name not in ("start", "end")}
    told = (
        f"{NAMES[name]}：{said}" if name in NAMES else names.get(str(said), str(said)) for name, said in value.items()
    )
    return "；".join(told) or one.get("of")


def _about(one: Json) -> tuple[Cell, Cell, Cell, Cell]:
    """What a correction is about: its kind, its words, its file, its case."""
    if found := one.get("finding"):
        kind = words().kinds.get(found["kind"], found["kind"])
        return kind, found["quote"], found["document"]["name"], found.get("case")
    if case := one.get("case"):
        return "案例", case.get("title") or case["quote"], case["document"]["name"], case.get("id")
    cluster = one.get("cluster") or {}
    return ("类群", cluster.get("label") or cluster["id"], None, None) if cluster else ("更正", None, None, None)


def known(corrections: Iterable[Json]) -> Sheet:
    """Every correction with what became of it; each may be taken back."""
    acts, states, names = words().acts, words().states, _names()

    def rows() -> Iterator[Row]:
        for one in corrections:
            state, (kind, quote, file, case) = one.get("state", "held"), _about(one)
            told = acts.get(one["act"], one["act"]), kind, quote, _said(one, names), states.get(state, state)
            more = warning(one.get("reason") or ""), file, case, one.get("by"), one.get("at"), one.get("note")
            yield one["id"], *told, None, None, *more, written({"correction": one["id"]})

    columns: Columns = (
        ("编号", 16), ("更正", 12), ("对象", 8), ("原文", 40), ("改为", 30), ("状态", 18), *mark_columns("更正"),
        ("缘由", 40), ("文件", 30), ("案例编号", 16), ("核对人", 12), ("时间", 20), ("附言", 30), HIDDEN,
    )  # fmt: skip
    return Sheet("更正", columns, rows())


def offered() -> Sheet:
    """The lists of what may be chosen in the columns of marks."""
    columns, rows = choice_rows()
    return Sheet(CHOICES, columns, rows, hidden=True)


def lists_offered() -> dict[str, str]:
    """Name of a list of the sheet of choices -> the cells that hold it."""
    lists = ((name, letter(2 * at), len(one)) for at, (name, one) in enumerate(choices().items()))
    return {name: f"='{CHOICES}'!${at}$2:${at}${1 + rows}" for name, at, rows in lists}


def sources(catalogue: Catalogue) -> dict[str, str]:
    """Name of a list -> the cells that hold it: lists stand on the sheet of choices, labels and files on their own."""
    own = {
        "类群": ("B", len(catalogue.clusters)),
        "做法类": ("B", len(catalogue.practice_clusters)),
        "文件": ("A", len(catalogue.records)),
    }
    return lists_offered() | {name: f"='{name}'!${at}$2:${at}${1 + rows}" for name, (at, rows) in own.items() if rows}
