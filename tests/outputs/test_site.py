"""The list of cases: search as one types, narrowing, sorting, turning pages, all of it in the address."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from extractors.base import Problem
from outputs.catalogue import build_catalogue
from outputs.model import Catalogue, CatalogueCase, DocumentRecord
from outputs.site.scripts import script
from outputs.site.search import searched, searched_document
from outputs.site.shelf import shelf, title_of
from outputs.site.write import write_site
from tests.outputs.builders import Told, record
from tests.outputs.search_page import holders, searched_texts
from tests.outputs.site_pages import HOSTILE, data, keep, opened, settled, whole_catalogue

MANY = 24  # reports more than the sample has, so that there are two pages


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    more = [_village(number) for number in range(MANY)]
    return build_catalogue([*whole_catalogue().records, *more])


NAMES = "松柏梅兰竹桂枫槐榆桐柳杉杏桃李梨枣栗橘柚茶麻桑葛"
DEEDS = "修渠引水铺路搭桥植树护林办学送医养蜂种茶晒盐采药纺线织布酿酒制陶刻石造船烧炭打铁编筐磨面养鱼放鸭"


def _village(number: int) -> DocumentRecord:
    name, deed = NAMES[number], DEEDS[2 * number : 2 * number + 2]
    body = f"{name}庄村的{deed}一年忙到头，{deed[0]}得好不好由村民评，{deed[1]}得多不多看账本。记账{number + 1}册。"
    told = Told(
        quantities=[(f"{number + 1}册", number + 1, "册")], problems=[("账本", "C1_ageing")] if number % 2 else []
    )
    return record(f"村/{number:02}.txt", f"{name}庄村{deed}记\n{body}", told, place=f"{name}庄村")


@pytest.fixture(scope="module")
def site(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue") / "site"
    write_site(catalogue, folder)
    return folder


@pytest.fixture
def page(chrome: Browser, site: Path) -> Iterator[Page]:
    """The list of cases, just opened."""
    with opened(chrome, site, "#/cases") as found:
        found.wait_for_selector("ol.cases li")
        yield found


def _listed(catalogue: Catalogue) -> list[CatalogueCase]:
    """The cases in the order of the site."""
    return sorted(catalogue.cases, key=lambda one: (one.record.source.name, one.case.start, one.id))


def _counted(page: Page, number: int) -> None:
    expect(page.locator(".total")).to_have_text(f"共 {number} 个案例" if number else "没有找到案例")


def _titles(page: Page) -> list[str]:
    return page.locator("ol.cases h2 a").all_text_contents()


def _leading(catalogue: Catalogue) -> list[CatalogueCase]:
    return [one for one in _listed(catalogue) if one.duplicate_of is None]


def test_lists_all_cases_but_copies(page: Page, catalogue: Catalogue) -> None:
    leading = _leading(catalogue)
    _counted(page, len(leading))
    assert _titles(page) == [one.case.title for one in leading[:20]]
    assert page.locator(".total").get_attribute("role") == "status"
    page.get_by_label("含重复件").check()
    _counted(page, len(catalogue.cases))
    assert "copies=1" in page.url
    keep(page, "cases")


QUERIES = (
    "联而不动",
    "聯而不動",
    "鹿亭村",
    "議事規矩",
    "青栗县 干部",
    "３６个",
    "100%",
    "onerror",
    "javascript:",
    "a-1",
    "离乡不离党",  # in a document without a case
)


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_what_holds_the_words(page: Page, catalogue: Catalogue, query: str) -> None:
    """As a plain scan of all texts does, those of documents without a case too; cases that have the problem which a
    query names come behind.
    """
    known = shelf(catalogue)
    fields = [*map(searched, known.cases), *map(searched_document, known.caseless)]
    titles = [*(one.case.title for one in known.cases), *(title_of(r) or r.source.name for r in known.caseless)]
    held = holders(searched_texts(fields), query)
    page.get_by_label("含重复件").check()
    page.fill(".typebox", query)
    page.wait_for_function("words => location.hash.includes(encodeURIComponent(words[0]))", arg=query.strip())
    found = page.evaluate(
        "async q => { const one = await (await searchEngine()).find(q); return [one.near, [...one.positions]]; }", query
    )
    assert ([] if found[0] else sorted(found[1])) == held
    if held and not found[0]:
        page.wait_for_function(
            "n => document.querySelectorAll('ol.cases > li').length >= Math.min(n, 20)", arg=len(held)
        )
        page.wait_for_function(
            "title => document.querySelector('ol.cases h2 a').textContent === title", arg=titles[found[1][0]]
        )
        assert set(_titles(page)[: len(held)]) == {titles[at] for at in held[:20]}


def test_what_was_found_is_marked_in_its_words(page: Page) -> None:
    page.fill(".typebox", "聯而不動")
    expect(page.locator(".snippet mark").first).to_have_text("联而不动")


def test_a_question_finds_what_is_near(page: Page) -> None:
    page.fill(".typebox", "港务公司的融合怎么做")
    page.wait_for_selector("text=以下是相近的")
    page.wait_for_selector("ol.cases h2 a")
    assert "港务公司党建与业务融合的做法" in _titles(page)


def test_nothing_found_is_said_and_leads_back(page: Page, catalogue: Catalogue) -> None:
    page.fill(".typebox", "量子纠缠")
    _counted(page, 0)
    keep(page, "cases-none")
    page.get_by_role("button", name="清空检索").click()
    _counted(page, len(_leading(catalogue)))
    assert page.input_value(".typebox") == ""


def test_input_methods_are_waited_for(page: Page, catalogue: Catalogue) -> None:
    """While pinyin is typed nothing is searched; what was chosen is."""
    session = page.context.new_cdp_session(page)
    page.focus(".typebox")
    session.send("Input.imeSetComposition", {"text": "lu ting", "selectionStart": 7, "selectionEnd": 7})
    assert page.input_value(".typebox") == "lu ting"
    assert "q=" not in page.url
    _counted(page, len(_leading(catalogue)))
    session.send("Input.insertText", {"text": "鹿亭村"})
    _counted(page, 1)
    assert "q=" in page.url


def test_facets_narrow_count_and_stand_in_the_address(page: Page, catalogue: Catalogue) -> None:
    having = [one for one in _leading(catalogue) if any(p.category == "E1_two_skins" for p in one.problems)]
    box = page.locator("fieldset", has_text="问题类别").locator("li", has_text="两张皮")
    assert box.locator(".count").inner_text() == str(len(having))
    box.locator("input").check()
    _counted(page, len(having))
    assert "problem=E1_two_skins" in page.url
    assert set(_titles(page)) == {one.case.title for one in having}
    page.get_by_role("list", name="已选条件").get_by_role("button").first.click()
    _counted(page, len(_leading(catalogue)))
    assert "problem=" not in page.url


def test_two_facets_narrow_further_and_go_together(page: Page, catalogue: Catalogue) -> None:
    page.goto(page.url.split("#")[0] + "#/cases?problem=E1_two_skins&level=县")
    both = [
        one for one in _leading(catalogue)
        if any(p.category == "E1_two_skins" for p in one.problems) and one.case.place_level == "县"
    ]  # fmt: skip
    _counted(page, len(both))
    page.get_by_role("button", name="全部去掉").click()
    _counted(page, len(_leading(catalogue)))


def test_places_that_are_no_names_are_one(page: Page, catalogue: Catalogue) -> None:
    page.goto(page.url.split("#")[0] + "#/cases?place=未具名")
    _counted(page, sum(one.case.place == HOSTILE for one in _leading(catalogue)))
    assert HOSTILE in _titles(page)


def test_one_value_among_many_is_found(page: Page) -> None:
    places = page.locator("fieldset", has_text="地方")
    places.get_by_role("button", name="更多").click()
    places.get_by_label("在地方里找").fill("枣庄")
    expect(places.locator("li")).to_have_count(1)
    places.locator("input[type=checkbox]").check()
    _counted(page, 1)


def test_sorted_by_figures(page: Page, catalogue: Catalogue) -> None:
    page.get_by_label("排序").select_option("quantities")
    page.wait_for_function("() => location.hash.includes('sort=quantities')")
    leading = sorted(_leading(catalogue), key=lambda one: -len(one.quantities))
    expect(page.locator("ol.cases h2 a").first).to_have_text(leading[0].case.title)
    page.get_by_label("排序").select_option("new")
    expect(page.locator("ol.cases h2 a").first).to_have_text("鹿亭村的議事規矩")


def test_pages_are_turned_and_gone_back_to(page: Page, catalogue: Catalogue) -> None:
    leading = [one.case.title for one in _leading(catalogue)]
    page.get_by_role("button", name="下一页").click()
    expect(page.locator("ol.cases h2 a").first).to_have_text(leading[20])
    assert "p=2" in page.url
    page.locator("ol.cases h2 a").first.click()
    page.wait_for_selector(".source")
    page.go_back()
    expect(page.locator("ol.cases h2 a").first).to_have_text(leading[20])
    page.go_back()
    expect(page.locator("ol.cases h2 a").first).to_have_text(leading[0])
    page.go_forward()
    expect(page.locator("ol.cases h2 a").first).to_have_text(leading[20])


def test_an_address_says_all_that_is_shown(chrome: Browser, site: Path, catalogue: Catalogue) -> None:
    """Opened anew, an address shows the same; what it says wrongly is let be."""
    with opened(chrome, site, "#/cases?q=账本&sort=quantities&problem=C1_ageing") as page:
        titles = [one for one in _leading(catalogue) if any(p.category == "C1_ageing" for p in one.problems)]
        _counted(page, len(titles))
        assert page.input_value(".typebox") == "账本"
        assert page.locator("fieldset input:checked").count() == 1
        expect(page.locator("ol.cases h2 a").first).to_have_text(
            max(titles, key=lambda one: len(one.quantities)).case.title
        )
    with opened(chrome, site, "#/cases?p=-3&sort=nothing&problem=nothing,%E0%A4%A&copies=x") as page:
        _counted(page, 0)


def test_the_first_page_searches_too(chrome: Browser, site: Path) -> None:
    with opened(chrome, site) as page:
        settled(page)
        page.fill("main .typebox", "鹿亭村")
        page.keyboard.press("Enter")
        _counted(page, 1)
        assert page.input_value(".typebox") == "鹿亭村"


def test_a_script_cannot_be_ended_by_its_words() -> None:
    value = {"text": f"{HOSTILE}\u2028\u2029&amp;"}
    written = script("x", value).decode()
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written.removeprefix("jingyanData(...").removesuffix(");\n")) == ["x", value]


def test_same_catalogue_same_bytes(catalogue: Catalogue, site: Path, tmp_path: Path) -> None:
    write_site(replace(catalogue), tmp_path / "site")
    again = {p.relative_to(tmp_path / "site"): p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}
    assert again == {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_a_kind_of_practice_has_its_file_by_its_id(catalogue: Catalogue, site: Path) -> None:
    """Others that come or go leave it as it was."""
    listed = data(site, "practices")["clusters"]
    assert {one["id"]: one["file"] for one in listed} == {
        one.id: f"practice/{one.id}" for one in catalogue.practice_clusters
    }
    for one in listed:
        assert data(site, one["file"])["in_all"] == one["practices"]


def test_every_problem_that_is_counted_is_somewhere(catalogue: Catalogue) -> None:
    """The sample tells what the pages are tried with: copies, problems, and cases with and without a place."""
    assert any(one.duplicate_of for one in catalogue.cases)
    assert {type(p) for one in catalogue.cases for p in one.problems} == {Problem}
    assert {bool(one.case.place) for one in catalogue.cases} == {True, False}
