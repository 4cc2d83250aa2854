"""The whole way round: build, correct in the workbook and on the site, change a file, build twice."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page

from pipeline.build import build
from pipeline.settings import Settings
from tests.contract.closed import unnamed
from tests.folders import SAMPLES
from tests.outputs.site_pages import browser, go, opened, settled

EDITED = "集体经济/霜河县党支部领办合作社.txt"
MARKED = ("工作总结", "支部联建", "机关企业高校", "集体经济", "乡风文明", "基层治理")
PLURAL = {"practice": "practices", "problem": "problems", "quantity": "quantities"}
SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector(".source"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length), true;
  }
  return false;
}"""


@dataclass(frozen=True)
class Round:
    """What was done on the way round: the folder, the catalogues before, after and once more."""

    out: Path
    marked: list[dict[str, Any]]
    ids: list[dict[str, Any]]
    told: str


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _build(reports: Path, out: Path, corrections: tuple[Path, ...] = ()) -> None:
    build([reports], out, "local", Settings(jobs=2, corrections=corrections, semantic=False, ocr=False))


def _ids(out: Path) -> dict[str, Any]:
    """Ids of cases with their documents and beginnings, of clusters with their cases, of every finding."""
    cases = [_json(path) for path in sorted((out / "cases").glob("*.json"))]
    documents = [_json(path) for path in sorted((out / "documents").glob("*.json"))]
    findings = {
        (one["document"]["name"], kind, found["start"], found["end"], found["id"])
        for one in documents
        for kind in ("practices", "problems", "quantities")
        for found in one[kind]
    }
    clusters = {one["id"]: (one["group"], one["cases"]) for one in _json(out / "clusters.json")["clusters"]}
    return {"cases": {one["id"]: one["document"]["name"] for one in cases}, "clusters": clusters, "findings": findings}


def _rows(sheet: Worksheet, document: str) -> Iterator[dict[str, Any]]:
    """The rows of a sheet that come from a document, each column's cell by its name."""
    names = [str(cell.value) for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(names, row, strict=True))
        if str(cells["文件"].value).startswith(document):
            yield cells


def _missed(out: Path) -> str:
    """Words of the edited file that no practice covers: how its last paragraph begins."""
    texts = (_json(path) for path in sorted((out / "documents").glob("*.json")))
    document = next(one for one in texts if one["document"]["name"] == EDITED)
    words: str = document["text"][document["paragraphs"][-1]["start"] :][:12]
    return words


def _fill_in(out: Path, to: Path) -> None:
    """Ten facts, one that was missed, two clusters made one."""
    opened_book = openpyxl.load_workbook(out / "catalogue.xlsx")
    practices, problems, quantities = (opened_book[name] for name in ("做法", "问题", "数字"))
    for document in MARKED[:3]:
        next(_rows(practices, document))["核对"].value = "对"
        next(_rows(quantities, document))["核对"].value = "√"
    first = [next(_rows(problems, document)) for document in MARKED[1:4:2]]
    first[0]["核对"].value = "错"
    first[1]["核对"].value, first[1]["改为状态"].value = "改", "告诫"
    changed = list(_rows(quantities, "乡风文明"))[1]
    changed["核对"].value, changed["改为数值"].value = "改", 12345
    next(_rows(practices, EDITED))["核对"].value = "对"
    missed = dict(zip([cell.value for cell in opened_book["补充"][1]], opened_book["补充"][2], strict=True))
    missed["文件"].value, missed["原文"].value, missed["种类"].value = EDITED, _missed(out), "做法"
    missed["主题或类别"].value = opened_book["做法"].cell(2, _column(opened_book["做法"], "主题")).value
    clusters = opened_book["类群"]
    label = clusters.cell(3, _column(clusters, "类群")).value
    clusters.cell(2, _column(clusters, "并入")).value = label
    opened_book.save(to)


def _column(sheet: Worksheet, name: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == name)


def _press(page: Page, words: str, within: str) -> None:
    page.locator(within).get_by_role("button", name=words, exact=True).click()


def _mark_on_site(chromium: Path, out: Path, to: Path) -> None:
    """Five facts of documents that the workbook left alone, and one that was missed."""
    texts = [_json(path) for path in sorted((out / "documents").glob("*.json"))]
    others = [one for one in texts if one["document"]["name"].startswith(("2019年", "典型案例")) and one["practices"]]
    facts = [(one, found) for one in others for found in one["practices"][:3]][:5]
    with browser(chromium) as chrome, opened(chrome, out / "site") as page:
        page.on("dialog", lambda dialog: dialog.accept())
        for number, (document, found) in enumerate(facts):
            go(page, f"#/document/{document['id']}?at=practices-{found['start']}-{found['end']}")
            page.wait_for_selector(".judging")
            _press(page, "错" if number == 1 else "对", ".judging")
        page.wait_for_selector(".addings details")
        words = document["text"][document["paragraphs"][0]["start"] :][:6]
        assert page.evaluate(SELECT, words)
        _press(page, "做法", ".picked")
        page.select_option(".adding select[name=theme]", "T17_supervise")
        _press(page, "记下", ".adding")
        go(page, "#/review")
        settled(page)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="下载 corrections.json").click()
        waiting.value.save_as(to)


def _edit(reports: Path, fact: str) -> None:
    """Change the sentence of a fact that was marked."""
    path = reports / EDITED
    data = path.read_bytes()
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        assert fact in text
        path.write_bytes(text.replace(fact, "另行安排了别的事情").encode(encoding))
        return


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, chromium: Path) -> Round:
    home = tmp_path_factory.mktemp("round")
    reports, out, book, file = home / "reports", home / "out", home / "核对.xlsx", home / "corrections.json"
    shutil.copytree(SAMPLES, reports)
    _build(reports, out)
    ids = [_ids(out)]
    _fill_in(out, book)
    _mark_on_site(chromium, out, file)
    _build(reports, out, (book, file))
    marked = _json(out / "corrections.json")["corrections"]
    ids.append(_ids(out))
    fact = next(one["finding"]["quote"] for one in marked if _of_edited(one) and one["act"] == "right")
    _edit(reports, fact)
    for _ in range(2):
        _build(reports, out, (book, file))
        ids.append(_ids(out))
    return Round(out, marked, ids, fact)


def _of_edited(one: dict[str, Any]) -> bool:
    return bool(one.get("finding", {}).get("document", {}).get("name", "").endswith(EDITED))


def test_every_mark_is_read_and_held(whole: Round) -> None:
    acts = sorted(one["act"] for one in whole.marked)
    assert len(acts) == 10 + 5 + 2 + 1
    assert {one["state"] for one in whole.marked} == {"held"}
    assert acts.count("added") == 2
    assert acts.count("merge_clusters") == 1


def test_only_the_fact_whose_text_changed_is_lost_and_told(whole: Round) -> None:
    kept = _json(whole.out / "corrections.json")["corrections"]
    assert len(kept) == len(whole.marked)
    lost = [one for one in kept if one["state"] != "held"]
    assert [(one["state"], one["finding"]["quote"]) for one in lost] == [("text_changed", whole.told)]


def test_ids_hold_all_the_way(whole: Round) -> None:
    before, marked, edited, again = whole.ids
    assert before["cases"] == marked["cases"] == edited["cases"] == again["cases"]
    assert edited == again
    gone = before["clusters"].keys() - marked["clusters"].keys()
    assert len(gone) == 1
    assert marked["clusters"].keys() == edited["clusters"].keys() == before["clusters"].keys() - gone
    told = {one["id"]: one["superseded_by"] for one in _json(whole.out / "tombstones.json")["tombstones"]}
    assert told[gone.pop()] in marked["clusters"]
    assert _json(whole.out / "changes.json")["cases"]["updated"] == []


def test_facts_are_as_the_analysts_left_them(whole: Round) -> None:
    found = {one[:4] for one in whole.ids[1]["findings"]}
    marked = [(one["act"], one["finding"]["kind"], one["now"]) for one in whole.marked if "finding" in one]
    at = {(act, now["name"], PLURAL[kind], now["start"], now["end"]) for act, kind, now in marked}
    assert {act for act, *place in at if tuple(place) not in found} == {"wrong"}
    assert not {act for act, *place in at if tuple(place) in found} & {"wrong"}


def test_what_analysts_said_is_in_the_schemas(whole: Round) -> None:
    assert unnamed(whole.out) == {}


def test_the_workbook_still_shows_the_marks(whole: Round) -> None:
    book = openpyxl.load_workbook(whole.out / "catalogue.xlsx")
    sheets = (book[name] for name in ("做法", "问题", "数字"))
    shown = [cells["核对"].value for sheet in sheets for cells in _rows(sheet, "")]
    assert shown.count("改") == 2
    assert shown.count("对") >= 10
    states = [row[1] for row in book["更正"].iter_rows(min_row=2, values_only=True)]
    assert len(states) == len(whole.marked)
