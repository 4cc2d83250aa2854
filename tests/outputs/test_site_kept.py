"""What a browser keeps of an analyst: whatever a file, a spoilt storage or another window brings, nothing is lost."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from outputs.corrections_read import read_corrections
from tests.outputs.correcting import TEXT, Site, downloaded, judge, press, unsaved, visit, write_own
from tests.outputs.site_pages import go, keep, settled

Entry = dict[str, Any]
SPITEFUL: Entry = {"toString": 1}  # what cannot be made words of
ODD: tuple[Any, ...] = (None, True, 5, -1, 1e99, "", "toString", "\ud800", [], [SPITEFUL], {}, SPITEFUL)
LOADED = ".reviewtools [role=status]"
STALE = """stale => {
  const own = Storage.prototype.getItem;
  Storage.prototype.getItem = function (name) { return name === KEPT_AS ? stale : own.call(this, name); };
  window.fresh = () => { Storage.prototype.getItem = own; };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return write_own(tmp_path_factory.mktemp("catalogue") / "site")


def _place(site: Site, words: str) -> Entry:
    start = TEXT.index(words)
    source = {"id": None, "name": "村/做法.txt", "sha256": site.case.record.source.sha256}
    around = {"before": TEXT[max(0, start - 32) : start], "after": TEXT[start + len(words) :][:32]}
    return {"document": source, "start": start, "end": start + len(words), "quote": words, **around}


def _finding(site: Site, kind: str, words: str) -> Entry:
    return {"kind": kind, "case": site.case.id, **_place(site, words)}


def _mend(site: Site, by: str, **value: str) -> Entry:
    case = {"id": site.case.id, "title": "甲", **_place(site, TEXT[:32])}
    return {"act": "mend_case", "case": case, "value": value, "by": by, "at": "2024-05-06T07:08:09Z"}


def _entries(site: Site) -> list[Entry]:
    """A sound correction of every act."""
    place = {name: part for name, part in _place(site, "𠀋丰村另起一案").items() if name not in ("document", "end")}
    said = {"category": "B6_opaque", "status": "present"}
    wrong = {"act": "wrong", "finding": {**_finding(site, "problem", "账目不清"), "said": said}, "note": "不是"}
    figure = {"act": "changed", "finding": _finding(site, "quantity", "74名"), "value": {"value": 75}}
    practice = {"theme": "T17_supervise", "form": "action", "status": "done"}
    group = {"id": "k1", "label": "甲", "members": ["c1"]}
    return [
        wrong,
        figure,
        {"act": "added", "finding": _finding(site, "practice", "建巡查队"), "value": practice},
        {"act": "added", "finding": _finding(site, "quantity", "12支"), "value": {"value": 12, "unit": "支"}},
        {"act": "rename_cluster", "cluster": group, "label": "乙"},
        {"act": "merge_clusters", "cluster": group, "into": {"id": "k2"}},
        {"act": "split_case", "case": _mend(site, "")["case"], "where": [{**place, "title": "乙"}]},
        _mend(site, "王一", place="𠮷祥村"),
        {"act": "withdrawn", "of": "x0123456789ab"},
    ]


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield (*path, name)
        yield from _paths(part, (*path, name))


def _with(entry: Entry, path: tuple[Any, ...], value: Any) -> Entry:
    told: Any = deepcopy(entry)
    at = told
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return dict(told)


def _load(page: Page, to: Path, corrections: list[Any]) -> str:
    """Load a file on the page 核对; what is said of it."""
    to.write_text(json.dumps({"schema": "urn:jingyan:schema:corrections:1", "corrections": corrections}), "utf-8")
    page.set_input_files("input[type=file]", to)
    expect(page.locator(LOADED)).to_contain_text(f"{to.name}：")
    return page.locator(LOADED).inner_text()


def test_all_that_is_taken_from_a_file_is_shown_and_read_by_the_build(
    chrome: Browser, site: Site, tmp_path: Path
) -> None:
    """Each field of each act with each odd value, and strange fields."""
    odd = [_with(one, path, value) for one in _entries(site) for path in _paths(one) for value in ODD]
    odd += [_with(one, (*path[:-1], "strange"), 1) for one in _entries(site) for path in _paths(one) if path[-1] != 0]
    with visit(chrome, site, "#/review") as page:
        faults = page.evaluate("async all => { await reviewScripts(); return all.map(fault); }", odd)
        taken = [one for one, why in zip(odd, faults, strict=True) if not why]
        assert 100 < len(taken) < len(odd) / 3
        for number, one in enumerate(taken):  # each by itself, of which the build refuses whole files
            (tmp_path / "one.json").write_text(
                json.dumps({"schema": "urn:jingyan:schema:corrections:1", "corrections": [one]}), "utf-8"
            )
            assert read_corrections(tmp_path / "one.json").corrections, number
        said = _load(page, tmp_path / "odd.json", odd)
        assert "没有看懂" in said
        expect(page.locator("main .cards > li").first).to_be_visible()
        page.reload()
        settled(page)
        while page.get_by_role("button", name="再看更正").count():
            page.get_by_role("button", name="再看更正").first.click()
        assert page.locator("h1").inner_text() == "核对"
        assert page.get_by_text("没能显示").count() == 0
        for address in (site.address, "#/clusters", "#/practices"):
            go(page, address)
            assert page.get_by_text("没能显示").count() == 0
        downloaded(page, tmp_path / "all.json")
    assert read_corrections(tmp_path / "all.json").corrections


def test_a_hostile_file_is_told_and_left_out(chrome: Browser, site: Site, tmp_path: Path) -> None:
    sound = _entries(site)
    hostile = [
        _with(sound[0], ("finding", "before"), 5),
        _with(sound[0], ("finding", "after"), {}),
        _with(sound[0], ("finding", "case"), SPITEFUL),
        _with(sound[6], ("where", 0, "title"), SPITEFUL),
        _with(sound[0], ("act",), SPITEFUL),
        {**sound[0], "act": "changed", "value": {"category": SPITEFUL}},
        {**sound[4], "label": "长" * 201},
        {**sound[0], "note": "长" * 5001},
        _mend(site, "王一", title="长" * 201),
    ]
    with visit(chrome, site) as page:
        judge(page, site.at("practices", "选聘专职会计"), "对")
        go(page, "#/review")
        said = _load(page, tmp_path / "hostile.json", [*hostile, {**sound[4], "label": "长" * 200}])
        assert "载入 1 条" in said
        assert f"有 {len(hostile)} 条没有看懂" in said
        assert "第 4 条：where[0].title 不是文字" in said
        assert "第 7 条：label 超过 200 字" in said
        assert "第 8 条：note 超过 5000 字" in said
        keep(page, "review-hostile")
        page.reload()
        settled(page)
        expect(page.locator("main .cards > li")).to_have_count(2)
        assert [one["act"] for one in downloaded(page, tmp_path / "c.json")] == ["right", "rename_cluster"]


def test_one_that_cannot_be_shown_is_taken_away(chrome: Browser, site: Site) -> None:
    with visit(chrome, site, expected=("Cannot", "convert")) as page:
        judge(page, site.at("problems", "账目不清"), "错")
        bad = {"act": "rename_cluster", "cluster": {"id": SPITEFUL}, "label": "x"}
        page.evaluate("one => keep({ ...held, entries: { ...held.entries, bad: { rev: 9, step: 9, one } } })", bad)
        page.evaluate("location.hash = '#/review'")
        expect(page.locator("main .cards > li")).to_have_count(2)
        expect(page.locator("main .cards")).to_contain_text("这一条没能显示")
        page.locator("main .cards > li", has_text="没能显示").get_by_role("button", name="去掉").click()
        expect(page.locator("main .cards > li")).to_have_count(1)
        expect(page.locator("main blockquote mark")).to_have_text("账目不清")


@pytest.mark.parametrize("spoilt", ['{"entries":null}', "null", "[]", "5", '{"entries":[],"rev":"x"}'])
def test_a_spoilt_storage_breaks_no_page(chrome: Browser, site: Site, spoilt: str) -> None:
    with visit(chrome, site) as page:
        page.evaluate("raw => localStorage.setItem(KEPT_AS, raw)", spoilt)
        page.reload()
        settled(page)
        expect(page.locator(".kept")).to_contain_text("读不出来")
        assert page.evaluate("localStorage.getItem(`${KEPT_AS}.damaged`)") == spoilt
        judge(page, site.at("problems", "账目不清"), "错")
        unsaved(page, 1)


def test_of_a_storage_spoilt_in_part_the_rest_is_kept(chrome: Browser, site: Site) -> None:
    with visit(chrome, site) as page:
        judge(page, site.at("problems", "账目不清"), "错")
        for rev, quote in enumerate((5, SPITEFUL), 7):
            bad = {"rev": rev, "one": _with(_entries(site)[0], ("finding", "quote"), quote)}
            page.evaluate(
                "bad => localStorage.setItem(KEPT_AS, JSON.stringify({ ...held, entries: { ...held.entries, bad } }))",
                bad,
            )
            page.reload()
            settled(page)
            expect(page.locator(".kept")).to_contain_text("其余照旧")
            unsaved(page, 1)
            aside = page.evaluate("n => localStorage.getItem(`${KEPT_AS}.damaged${n}`)", "" if rev == 7 else ".2")
            assert json.loads(aside) == {"bad": bad}
        page.reload()
        settled(page)
        unsaved(page, 1)
        expect(page.locator(".kept")).to_have_count(0)


def test_two_people_mend_one_case(chrome: Browser, site: Site, tmp_path: Path) -> None:
    first, second = _mend(site, "王一", place="𠮷祥村", title="甲"), _mend(site, "李二", place_level="社区")
    with visit(chrome, site, "#/review") as page:
        assert "载入 1 条" in _load(page, tmp_path / "1.json", [first])
        assert "1 条与原来记的合在一起" in _load(page, tmp_path / "2.json", [second])
        assert "1 条原来就有" in _load(page, tmp_path / "3.json", [second])
        assert "以载入的为准" in _load(page, tmp_path / "4.json", [_mend(site, "李二", title="乙")])
        (found,) = downloaded(page, tmp_path / "c.json")
    assert found["value"] == {"place": "𠮷祥村", "title": "乙", "place_level": "社区"}
    assert found["by"] == "王一、李二"


def test_two_windows_lose_nothing_of_each_other(chrome: Browser, site: Site, tmp_path: Path) -> None:
    """The other window writes what it read before this one wrote."""
    with visit(chrome, site) as page:
        judge(page, site.at("practices", "选聘专职会计"), "对")
        with page.expect_popup() as opening:
            page.evaluate("open(location.href)")
        other = opening.value
        settled(other)
        unsaved(other, 1)
        other.evaluate(STALE, page.evaluate("localStorage.getItem(KEPT_AS)"))
        judge(page, site.at("problems", "账目不清"), "错")
        page.evaluate("takeBack(Object.keys(held.entries).find((key) => key.includes('practice')))")
        other.evaluate("held = readKept()")
        judge(other, site.at("quantities", "74名"), "对")
        other.evaluate("fresh()")
        unsaved(page, 2)
        judge(other, site.at("quantities", "74名"), "错")
        unsaved(other, 2)
        page.wait_for_function("() => localStorage.getItem(KEPT_AS) === JSON.stringify(held)")
        found = downloaded(page, tmp_path / "c.json")
        unsaved(other, 0)
        other.close()
    assert [(one["act"], one["finding"]["quote"]) for one in found] == [("wrong", "账目不清"), ("wrong", "74名")]


def test_keys_judge_while_a_panel_is_open(chrome: Browser, site: Site) -> None:
    with visit(chrome, site, site.at("practices", "选聘专职会计")) as page:
        page.wait_for_selector(".judging")
        assert page.get_by_role("button", name="对", exact=True).get_attribute("title") == "按 d 键"
        page.locator(".source").focus()
        page.keyboard.press("d")
        expect(page.locator(".source .judged-right").first).to_be_visible()
        page.keyboard.press("c")
        expect(page.locator(".source .judged-wrong").first).to_be_visible()
        page.keyboard.press("j")
        expect(page.locator(".panel .words")).to_have_text("74名")
        page.keyboard.press("d")
        unsaved(page, 2)
        press(page, "批注")
        page.locator(".judging form button").first.focus()
        page.keyboard.press("c")
        unsaved(page, 2)
        expect(page.locator(".judging form")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator(".source").focus()
        page.keyboard.press("Escape")
        expect(page.locator(".judging")).to_have_count(0)
        page.locator(".source").focus()
        page.keyboard.press("c")
        unsaved(page, 2)


def test_no_more_is_typed_than_the_build_takes(chrome: Browser, site: Site) -> None:
    with visit(chrome, site, site.address) as page:
        press(page, "改标题、地方", ".mending")
        most = {
            name: page.locator(f".mending input[name={name}]").get_attribute("maxlength") for name in ("title", "note")
        }
        assert most == {"title": "200", "note": "5000"}
