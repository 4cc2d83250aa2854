"""Offsets in UTF-16 units lead a program that counts so to the same words, whatever characters stand before them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outputs.catalogue import build_catalogue
from outputs.model import Case, DocumentRecord
from outputs.publish import publish
from outputs.record import record_json
from outputs.utf16 import Units, wide
from tests.outputs.builders import Told, record

WIDE = """𬭭溪镇𠮷祥村的做法👍🏽
针对党建业务两张皮，𠮷祥村😀推行双向述职，全年立项36个。
后来🏠又办起食堂，老人吃饭不愁，花了约48万元。"""
TOLD = Told(
    practices=[("推行双向述职", "T16_assess"), ("办起食堂", "T20_project")],
    problems=[("两张皮", "E1_two_skins")],
    quantities=[("36个", 36, "个"), ("约48万元", 480000, "元")],
)


def cut(text: str, start: int, end: int) -> str:
    """What JavaScript's text.slice(start, end) gives."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@pytest.mark.parametrize("text", ["", "abc", "经验", "𬭭", "一𬭭二😀三", "👍🏽"])
def test_every_range_is_the_same_words(text: str) -> None:
    units = Units(wide(text))
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            assert cut(text, *units.range(start, end)) == text[start:end]


def told() -> DocumentRecord:
    before = "第一篇𬭭\n不相干的话。\n"
    case = Case("𠮷祥村", "𠮷祥村", "村", None, len(before), len(before) + len(WIDE))
    return record("宽.txt", before + WIDE, Told(TOLD.practices, TOLD.problems, TOLD.quantities, [case]))


def ranges(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that has a range of the text."""
    if isinstance(value, dict):
        if "start" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from ranges(one)


def test_whatever_has_a_range_in_a_record_has_it_in_both_units() -> None:
    whole = json.loads(json.dumps(record_json(told())))
    text, found = whole["text"], list(ranges(whole))
    assert len(found) > 10
    for one in found:
        assert cut(text, *one["utf16"]) == text[one["start"] : one["end"]]
    assert any(one["utf16"][0] > one["start"] + 3 for one in found)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    plain = "云岭县的食堂\n云岭县针对党建业务两张皮办起食堂，全年立项52个。"
    other = record("平.txt", plain, Told(practices=[("办起食堂", "T20_project")]), "云岭县的食堂", "云岭县")
    publish(build_catalogue([told(), other]), tmp_path / "out", tmp_path / "state")
    return tmp_path / "out"


def test_a_case_can_be_cut_by_itself(out: Path) -> None:
    for path in (out / "cases").iterdir():
        case = json.loads(path.read_bytes())
        first, found = case["utf16"][0], [one for one in ranges(case) if one is not case]
        for one in found:
            words = cut(case["text"], one["utf16"][0] - first, one["utf16"][1] - first)
            assert words == case["text"][one["start"] - case["start"] : one["end"] - case["start"]]
            assert one.get("text", words) == words
        assert found


def test_answers_name_both_findings_and_both_ranges(out: Path) -> None:
    (case,) = (one for path in (out / "cases").iterdir() if (one := json.loads(path.read_bytes()))["answers"])
    found = {one["id"]: one for one in (*case["problems"], *case["practices"])}
    for answer in case["answers"]:
        for kind in ("problem", "practice"):
            assert found[answer[f"{kind}_id"]]["utf16"] == answer[f"{kind}_utf16"]
            assert [found[answer[f"{kind}_id"]][key] for key in ("start", "end")] == answer[kind]


def test_the_sentences_of_problems_can_be_cut(out: Path) -> None:
    texts = {}
    for path in (out / "documents").iterdir():
        document = json.loads(path.read_bytes())
        texts[document["id"]] = document["text"]
    overview = list(json.loads((out / "problems.json").read_bytes())["problems"].values())
    parts = [json.loads(path.read_bytes()) for path in out.glob("problems/*/*")]
    assert len(parts) == len(overview)
    for told_of in (*overview, *parts):
        for one in (*told_of["mentions"], *told_of["answers"]):
            text = texts[one["document"]]
            assert cut(text, *one["utf16"]) == one["text"]
            assert cut(text, *one["sentence_utf16"]) == text[slice(*one["sentence"])] == one["quote"]
        for one in told_of["answers"]:
            assert cut(texts[one["document"]], *one["problem_utf16"]) == one["problem_text"]
