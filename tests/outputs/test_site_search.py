"""The search of the site in a real browser, from file://: it must find what a plain scan of the texts finds."""

import base64
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from playwright.sync_api import Browser, Page

from outputs.catalogue import build_catalogue
from outputs.search_text import QUESTION_WORDS, searchable, terms, wanted
from outputs.site import postings, shards
from outputs.site.search import folding, search_index, searched
from outputs.site.shelf import shelf
from outputs.site.varints import encoded
from outputs.taxonomy import categories
from tests.outputs.builders import record
from tests.outputs.search_page import holders, launched, opened, searched_texts, write_page

HOSTILE = '</script><img src=x onerror="window.ran=1">'
WORDS = "党建 聯動 联动 支部 乡村 振興 工作 的 ＡＢＣ abc 36份 １２％ 𠮷祥 “两张皮” 「品牌」 é ﬁ İ ß"
MARKS = "— ， 。 、 < > & \\ ' \" ` ${x}"
ENDS = ("\n", "\r\n", "\t", "\u2028", "\x85", "\u3000", " ", "\0", "\ufeff", "\ud800", "\U0010fffd")
QUERIES = 300


def _text(draw: random.Random, number: int) -> str:
    return "".join(draw.choice(f"{WORDS} {MARKS}".split() if draw.random() < 0.9 else ENDS) for _ in range(number))


def _cases() -> list[tuple[str, ...]]:
    """Odd texts, among them empty ones and some that are longer than a block."""
    draw = random.Random(3)
    made = [tuple(_text(draw, draw.randint(0, most)) for most in (6, 2, 2, 90)) for _ in range(240)]
    odd = [("",), ("", "", ""), (HOSTILE, HOSTILE), ("哈" * 900,), ("一", "\n\n"), ("标题", "哈" * 7 + "\n" + "哈" * 5)]
    return made + odd


def _queries(cases: Sequence[Sequence[str]]) -> list[str]:
    """Pieces of the texts, 1 to 12 characters, alone, in twos, changed in one character, and turned round."""
    draw = random.Random(4)
    texts = [field for case in cases for field in case if field]

    def piece() -> str:
        text = draw.choice(texts)
        at = draw.randrange(len(text))
        return text[at : at + draw.randint(1, 12)]

    change = (lambda one: one, lambda one: f"{one} {piece()}", lambda one: one[::-1], lambda one: one[:-1] + "量")
    found = (draw.choices(change, [6, 2, 1, 1])[0](piece()) for _ in iter(int, 1))
    return [query for query, _ in zip((one for one in found if terms(one)), range(QUERIES), strict=False)]


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with launched(chromium) as found:
        yield found


@dataclass(frozen=True)
class Opened:
    """A page with the search over some cases."""

    page: Page
    texts: list[str]

    def find(self, query: str) -> dict[str, Any]:
        return self.find_each([query])[0]

    def find_each(self, queries: Sequence[str]) -> list[dict[str, Any]]:
        told = "async queries => { const all = []; for (const one of queries) all.push(await found(one)); return all; }"
        return list(self.page.evaluate(told, list(queries)))


SMALL = {(postings, "BLOCK"): 64, (postings, "GROUP"): 300, (postings, "FREQUENT"): 40, (shards, "SHARD"): 90}


@pytest.fixture(scope="module", params=[{}, SMALL], ids=["whole", "cut small"])
def opened_page(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """Odd cases, once as they are and once with everything cut so small that all seams are in them."""
    folder = tmp_path_factory.mktemp("search") / "site"
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in request.param.items():
            patch.setattr(module, name, value)
        write_page(_cases(), folder)
    with opened(browser, folder) as page:
        yield Opened(page, searched_texts(_cases()))


@pytest.mark.slow
def test_every_search_equals_a_plain_scan(opened_page: Opened) -> None:
    queries = _queries(_cases())
    truth = {query: holders(opened_page.texts, query) for query in queries}
    assert sum(map(bool, truth.values())) > QUERIES / 2 > sum(not found for found in truth.values()) > 10
    for (query, wanted_cases), found in zip(truth.items(), opened_page.find_each(list(truth)), strict=True):
        assert ([] if found["near"] else sorted(found["positions"])) == wanted_cases, query
        assert len(set(found["positions"])) == len(found["positions"])


@pytest.mark.slow
def test_single_characters_are_found_at_the_end_of_a_line_too(opened_page: Opened) -> None:
    chars = sorted(set("".join(opened_page.texts)) - {"\n"})
    for char, found in zip(chars, opened_page.find_each(chars), strict=True):
        assert sorted(found["positions"]) == holders(opened_page.texts, char), repr(char)


@pytest.mark.slow
def test_characters_fold_in_the_browser_as_they_do_here(opened_page: Opened) -> None:
    folded = opened_page.page.evaluate(
        "() => Array.from({ length: 0x110000 }, (_, code) => [code, folded(String.fromCodePoint(code)).codePointAt(0)])"
        ".filter(([code, one]) => code !== one)"
    )
    assert dict(folded) == {
        code: ord(searchable(chr(code))) for code in range(0x110000) if searchable(chr(code)) != chr(code)
    }


def test_the_table_of_folding_has_every_character_that_changes() -> None:
    codes = (code for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert folding() == {code: ord(searchable(chr(code))) for code in codes if searchable(chr(code)) != chr(code)}


@pytest.mark.slow
def test_questions_are_cut_in_the_browser_as_they_are_here(opened_page: Opened) -> None:
    examples = yaml.safe_load(QUESTION_WORDS.read_text(encoding="utf-8"))["examples"]
    asked = [one["query"] for one in examples] + _queries(_cases())
    told = opened_page.page.evaluate("queries => queries.map((query) => engine.wanted(query))", asked)
    assert dict(zip(asked, told, strict=True)) == {query: wanted(query) for query in asked}


CASES = [
    ("全县集体经济壮大", "青禾县", "支部领办合作社，集体收入翻番。联而不动的问题仍在。"),
    ("支部联建", "天台县", "签订协议36份。"),
    ("合作社", "", "支部领办合作社。" + "此外的话。" * 40),
    ("山上的路", "", "支部领办，合作社，支部领办合作社；支部领办合作社。"),
    (HOSTILE, "", f"正文 {HOSTILE}"),
]


@pytest.fixture(scope="module")
def small(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("search") / "site"
    write_page(CASES, folder)
    with opened(browser, folder) as page:
        yield Opened(page, searched_texts(CASES))


@pytest.mark.slow
def test_titles_come_first_then_what_says_it_more_often(small: Opened) -> None:
    assert small.find("合作社")["positions"] == [2, 3, 0]
    assert small.find("支部領辦")["positions"] == [3, 0, 2]


@pytest.mark.slow
def test_a_question_finds_what_is_near_and_says_so(small: Opened) -> None:
    found = small.find("集体经济怎么做大壮大？")
    assert found["near"]
    assert found["positions"] == [0]
    assert "集体" in found["terms"]
    assert small.find("支部书记不换怎么办")["positions"] == [1, 3, 0, 2]  # 支部 alone, in a title first
    assert small.find("量子纠缠") == {"positions": [], "near": True, "terms": ["量子", "子纠", "纠缠"], "category": []}
    assert small.find(" 　\n") == {"positions": [], "near": False, "terms": [], "category": []}


@pytest.mark.slow
def test_a_query_names_problem_categories(small: Opened) -> None:
    one = categories()[0]
    for asked in (one.name, one.id, one.id.lower(), one.variants[0], f"如何解决{one.name}"):
        assert one.id in small.find(asked)["category"], asked
    assert small.find("三月")["category"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "asked", "spots"),
    [
        ("𠮷祥村抓聯動，联动好。", "联动", [[4, 6], [7, 9]]),
        ("联 动　起来", "联动", [[0, 3]]),
        ("联\n动", "联动", []),
        ("ＡＢab", "ab", [[0, 4]]),
        ("哈哈哈", "哈哈", [[0, 3]]),
        ("先甲后乙", "甲 乙", [[1, 2], [3, 4]]),
        (HOSTILE, "SCRIPT", [[2, 8]]),
        ("没有", "", []),
    ],
)
def test_spots_stand_in_the_characters_of_the_text(
    small: Opened, text: str, asked: str, spots: list[list[int]]
) -> None:
    assert small.page.evaluate("([text, asked]) => spotsIn(text, termsOf(asked))", [text, asked]) == spots


@pytest.mark.slow
def test_a_file_that_is_missing_is_told_and_asked_for_again(browser: Browser, tmp_path: Path) -> None:
    write_page(CASES, tmp_path / "site")
    shelf = tmp_path / "site" / "data" / "search"
    shelf.rename(shelf.with_name("away"))
    told = "query => found(query).then(one => one.positions, error => error.message)"
    with opened(browser, tmp_path / "site", ("ERR_FILE_NOT_FOUND",)) as page:
        assert page.evaluate(told, "签订").startswith("search/")
        shelf.with_name("away").rename(shelf)
        assert page.evaluate(told, "签订") == [1]


@pytest.mark.slow
def test_nothing_is_found_in_an_empty_catalogue(browser: Browser, tmp_path: Path) -> None:
    write_page([], tmp_path / "site")
    with opened(browser, tmp_path / "site") as page:
        for query in ("一", "联动", "支部联建"):
            assert page.evaluate("query => found(query)", query)["positions"] == []


def test_a_case_is_searched_by_title_place_and_text() -> None:
    text = "青禾县抓实支部联建\n签订联建协议36份。过去联而不动。"
    (case,) = shelf(build_catalogue([record("甲.txt", text, None, place="青禾县")])).cases
    assert searched(case) == (case.case.title, "青禾县", "", case.text)


def test_nothing_of_a_text_is_readable_in_the_files() -> None:
    for name, value in search_index(CASES):
        told = [value] if isinstance(value, str) else [one for one in value.values() if isinstance(one, str)]  # type: ignore[attr-defined]
        assert all(re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", one) for one in told), name


def test_same_cases_same_files_whatever_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    once = list(search_index(_cases()))
    monkeypatch.setattr(postings, "BLOCK", 1000)
    assert list(search_index(iter(_cases()))) == once


def test_too_long_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "PLACE_BITS", 8)
    with pytest.raises(ValueError, match="more than 256 characters"):
        list(search_index([("标题", "文" * 256)]))


def test_numbers_take_the_bytes_that_they_need() -> None:
    numbers = [0, 1, 127, 128, 16_383, 16_384, 2**31, 2**42 + 5]
    told = encoded(np.array(numbers, np.uint64)).tolist()
    read, value, shift = [], 0, 0
    for byte in told:
        value |= (byte & 127) << shift
        shift = shift + 7 if byte > 127 else 0
        if not shift:
            read.append(value)
            value = 0
    assert read == numbers
    assert len(told) == 1 + 1 + 1 + 2 + 2 + 3 + 5 + 7
    assert base64.b64encode(encoded(np.array([300], np.uint64)).tobytes()) == b"rAI="
