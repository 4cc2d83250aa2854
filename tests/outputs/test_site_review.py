"""Correcting on the site: what is marked is kept, downloaded as corrections, and read back."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from outputs.corrections_read import read_corrections
from tests.outputs.correcting import (
    TEXT,
    Site,
    add_patrol,
    downloaded,
    judge,
    mark_five,
    press,
    select,
    unsaved,
    visit,
    write_own,
)
from tests.outputs.site_pages import HOSTILE, go, settled


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return write_own(tmp_path_factory.mktemp("catalogue") / "site")


def test_what_is_marked_outlives_a_reload_and_is_downloaded(chrome: Browser, site: Site, tmp_path: Path) -> None:
    """Offsets are code points, behind characters of two units too; the build reads the file."""
    with visit(chrome, site, site.address) as page:
        mark_five(page, site)
        unsaved(page, 5)
        page.reload()
        settled(page)
        unsaved(page, 5)
        page.goto(f"{(site.folder / 'index.html').as_uri()}#/review")
        page.get_by_label("核对人").fill("王一")
        found = downloaded(page, tmp_path / "corrections.json")
        unsaved(page, 0)
    assert [one["act"] for one in found] == ["wrong", "right", "changed", "added", "added"]
    for one in found:
        at = one["finding"]
        assert TEXT[at["start"] : at["end"]] == at["quote"]
        assert TEXT[: at["start"]].endswith(at["before"])
        assert TEXT[at["end"] :].startswith(at["after"])
        assert len(at["before"]) == min(32, at["start"])
        assert at["case"] == site.case.id
        assert at["document"]["sha256"] == site.case.record.source.sha256
        assert one["by"] == "王一"
        assert one["at"].endswith("Z")
    assert found[2]["value"] == {"value": 74.5}
    assert found[2]["note"] == "原表如此"
    assert found[2]["finding"]["said"]["value"] == 74
    assert found[3]["value"] == {"theme": "T17_supervise", "form": "action", "status": "done"}
    assert found[4]["value"]["unit"] == "支"
    assert found[4]["value"]["value"] == 12
    assert len(read_corrections(tmp_path / "corrections.json").corrections) == 5


def test_the_same_marks_are_the_same_file(chrome: Browser, site: Site, tmp_path: Path) -> None:
    files = []
    for number, order in enumerate((("账目不清", "选聘专职会计"), ("选聘专职会计", "账目不清"))):
        kinds = {"账目不清": "problems", "选聘专职会计": "practices"}
        with visit(chrome, site, site.address) as page:
            page.clock.set_fixed_time("2024-05-06T07:08:09Z")
            for words in order:
                judge(page, site.at(kinds[words], words), "对")
            downloaded(page, tmp_path / f"{number}.json")
        files.append((tmp_path / f"{number}.json").read_bytes())
    assert files[0] == files[1]


def test_a_file_is_loaded_back_and_what_is_strange_is_told(chrome: Browser, site: Site, tmp_path: Path) -> None:
    with visit(chrome, site, site.address) as page:
        mark_five(page, site)
        written = downloaded(page, tmp_path / "a.json")
    strange: list[Any] = [{"act": "dance"}, 5, {"act": "right", "finding": {"kind": "practice"}}]
    hostile = {"act": "rename_cluster", "cluster": {"id": "k1", "label": HOSTILE, "members": []}, "label": HOSTILE}
    whole = {"schema": "urn:jingyan:schema:corrections:1", "corrections": [*written, *strange, hostile]}
    (tmp_path / "b.json").write_text(json.dumps(whole), encoding="utf-8")
    (tmp_path / "no.json").write_text("[]", encoding="utf-8")
    with visit(chrome, site, "#/review") as page:
        page.set_input_files("input[type=file]", tmp_path / "b.json")
        expect(page.locator(".reviewtools")).to_contain_text("载入 6 条")
        expect(page.locator(".reviewtools")).to_contain_text("有 3 条没有看懂")
        assert page.locator(".reviewtools li").count() == 3
        assert page.locator("main .cards > li").count() == 6
        page.set_input_files("input[type=file]", tmp_path / "no.json")
        expect(page.locator(".reviewtools")).to_contain_text("这不是核对文件")
        found = downloaded(page, tmp_path / "c.json")
        assert [one for one in found if one["act"] != "rename_cluster"] == written


def test_what_was_added_has_a_mark_of_its_own_and_goes_again(chrome: Browser, site: Site) -> None:
    with visit(chrome, site, site.address) as page:
        page.wait_for_selector(".addings details")
        add_patrol(page)
        expect(page.locator(".source mark.judged-added").first).to_be_visible()
        expect(page.locator(".panel .words")).to_have_text("建巡查队12支")
        press(page, "去掉")
        expect(page.locator(".source mark.judged-added")).to_have_count(0)
        unsaved(page, 0)


def test_a_step_is_undone(chrome: Browser, site: Site) -> None:
    with visit(chrome, site, site.at("practices", "选聘专职会计")) as page:
        press(page, "对")
        expect(page.locator(".source .judged-right").first).to_be_visible()
        press(page, "错")
        expect(page.locator(".source .judged-wrong").first).to_be_visible()
        press(page, "撤销")
        expect(page.locator(".source .judged-right").first).to_be_visible()
        press(page, "撤销")
        expect(page.locator("[class*=judged-]")).to_have_count(0)
        unsaved(page, 0)


def test_the_list_leads_to_the_place_and_takes_back(chrome: Browser, site: Site) -> None:
    with visit(chrome, site, site.address) as page:
        judge(page, site.at("problems", "账目不清"), "错")
        go(page, "#/review")
        expect(page.locator("main blockquote mark")).to_have_text("账目不清")
        page.locator("main .cards a").click()
        expect(page.locator(".panel .words")).to_have_text("账目不清")
        go(page, "#/review")
        page.get_by_role("button", name="去掉").click()
        expect(page.locator(".total")).to_have_text("0 条")


def test_a_case_is_split_and_mended(chrome: Browser, site: Site, tmp_path: Path) -> None:
    with visit(chrome, site, site.address) as page:
        page.wait_for_selector(".addings details")
        select(page, "𠀋丰村另起一案")
        press(page, "从这里拆分", ".picked")
        page.fill(".adding input[name=title]", "𠀋丰村办食堂")
        press(page, "记下", ".adding")
        press(page, "改标题、地方", ".mending")
        page.fill(".mending input[name=place]", "𠮷祥村（试点）")
        page.select_option(".mending select", "社区")
        press(page, "记下", ".mending")
        expect(page.locator(".mending li")).to_have_count(2)
        mended, split = sorted(downloaded(page, tmp_path / "c.json"), key=lambda one: str(one["act"]))
    start = TEXT.index("𠀋丰村另起一案")
    assert split["where"][0]["start"] == start
    assert split["where"][0]["quote"] == "𠀋丰村另起一案"
    assert split["where"][0]["title"] == "𠀋丰村办食堂"
    assert mended["value"] == {"place": "𠮷祥村（试点）", "place_level": "社区"}
    assert mended["case"]["quote"] == TEXT[:32]
    assert mended["case"]["end"] == len(TEXT)
    assert len(read_corrections(tmp_path / "c.json").corrections) == 2


@pytest.mark.parametrize("kind", ["clusters", "practice"])
def test_clusters_are_renamed_and_merged(chrome: Browser, site: Site, tmp_path: Path, kind: str) -> None:
    groups: Any = site.catalogue.clusters if kind == "clusters" else site.catalogue.practice_clusters
    alike = [one for one in groups if kind == "clusters" or one.theme == groups[0].theme]
    address = "#/clusters" if kind == "clusters" else f"#/practice/{alike[0].id}"
    with visit(chrome, site, address) as page:
        page.get_by_role("button", name=f"改名：{alike[0].label}").click()
        page.fill("form input[name=label]", "新名字")
        page.get_by_role("button", name="记下").click()
        expect(page.locator(".mending li")).to_contain_text("改名为“新名字”")
        if len(alike) > 1:
            page.get_by_role("button", name=f"并入…：{alike[0].label}").click()
            page.select_option("form select", alike[1].id)
            page.get_by_role("button", name="记下").click()
            expect(page.locator(".mending li")).to_have_count(2)
        found = {one["act"]: one for one in downloaded(page, tmp_path / "c.json")}
    assert found["rename_cluster"]["label"] == "新名字"
    assert found["rename_cluster"]["cluster"]["members"] == list(alike[0].members)
    assert len(alike) == 1 or found["merge_clusters"]["into"]["id"] == alike[1].id
    assert len(read_corrections(tmp_path / "c.json").corrections) == len(found)


def press_tab(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Tab")


def test_the_keyboard_alone_judges_and_adds(chrome: Browser, site: Site, tmp_path: Path) -> None:
    with visit(chrome, site, site.at("quantities", "74名")) as page:
        page.locator(".judging button", has_text="改").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.name") == "value"
        page.keyboard.press("Escape")
        expect(page.locator(".judging form")).to_have_count(0)
        page.wait_for_function("() => document.activeElement.textContent === '改'")
        page.keyboard.press("Enter")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("47")
        page.keyboard.press("Enter")
        expect(page.locator(".judging [role=status]")).to_contain_text("47")
        page.locator(".addings summary").focus()
        page.keyboard.press("Enter")
        press_tab(page, 2)
        assert page.evaluate("document.activeElement.textContent") == "问题"
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.closest('.adding')")
        page.keyboard.type("管护水渠")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        press_tab(page, 2)  # the category is chosen; over the status to the note
        page.keyboard.press("Enter")
        expect(page.locator(".panel .words")).to_have_text("管护水渠")
        assert [one["act"] for one in downloaded(page, tmp_path / "c.json")] == ["changed", "added"]
