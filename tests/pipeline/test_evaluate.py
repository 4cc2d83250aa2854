"""The scorer against counts worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate import GoldError, agree, evaluate_folder, match, scores, tally
from pipeline.settings import Settings


def _found(start: int, end: int, **labels: Any) -> dict[str, Any]:
    return {"source": [start, end], **labels}


def _gold(start: int, end: int, **labels: Any) -> dict[str, Any]:
    return {"start": start, "end": end, **labels}


def test_each_mention_is_used_once_and_the_largest_overlap_wins() -> None:
    gold = [_gold(0, 4), _gold(4, 10)]
    found = [_found(3, 10), _found(0, 2)]
    assert match(gold, found) == [(gold[1], found[0]), (gold[0], found[1])]


def test_counts_and_ratios() -> None:
    gold = {"problems": [_gold(0, 3, category="E1", status="present"), _gold(5, 8, category="A1"), _gold(20, 22)]}
    record = {"problems": [_found(0, 3, category="E1", status="solved"), _found(5, 9, category="A2"), _found(30, 33)]}
    found = scores("problems", tally("problems", gold, record))
    assert (found["gold"], found["found"], found["precision"], found["recall"]) == (3, 3, 2 / 3, 2 / 3)
    assert (found["exact"], found["category"], found["status"]) == (0.5, 0.5, 0.0)


def test_a_number_that_may_be_found_or_not_is_neither_right_nor_wrong() -> None:
    gold = {"quantities": [_gold(0, 3)], "ignore_quantities": [_gold(5, 8)], "dates": [_gold(10, 15)]}
    record = {"quantities": [_found(0, 3), _found(5, 8), _found(10, 12), _found(20, 22)]}
    counts = tally("quantities", gold, record)
    assert (counts["found"], counts["hit"]) == (2, 1)


def test_an_optional_counted_thing_is_not_judged() -> None:
    gold = {"quantities": [_gold(0, 3, counted="村", counted_optional=True), _gold(5, 8, counted="户")]}
    record = {"quantities": [_found(0, 3, counted=None), _found(5, 8, counted="农户")]}
    assert tally("quantities", gold, record)["counted.n"] == 1


@pytest.mark.parametrize(
    ("label", "gold", "found", "right"),
    [
        ("value", 500_000_000, 500_000_000.0, True),
        ("value", 5, 50, False),
        ("counted", "联建村“兼职书记”", "兼职书记", True),
        ("counted", "年产值", "项目", False),
        ("unit", "元", "元", True),
        ("unit", "", None, True),
    ],
)
def test_labels_agree(label: str, gold: object, found: object, right: bool) -> None:
    assert agree(label, {label: gold}, {label: found}) is right


@pytest.mark.parametrize("make", ["nothing", "no_gold", "no_text", "bad_json", "list"])
def test_a_wrong_folder_is_one_line(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "gold_set"
    if make != "nothing":
        (folder / "gold").mkdir(parents=True)
        (folder / "texts").mkdir()
    if make in {"bad_json", "list"}:
        (folder / "texts/a.txt").write_text("全县12个村。", encoding="utf-8")
    if make in {"no_text", "bad_json", "list"}:
        (folder / "gold/a.json").write_text({"bad_json": "{", "list": "[]"}.get(make, "{}"), encoding="utf-8")
    with pytest.raises(GoldError, match="gold_set") as error:
        evaluate_folder(folder, Settings(jobs=1))
    assert "\n" not in str(error.value)


def test_a_folder_is_measured_from_its_files(tmp_path: Path) -> None:
    text = "全县共有行政村128个。\n"
    (tmp_path / "texts").mkdir()
    (tmp_path / "gold").mkdir()
    (tmp_path / "texts/a.txt").write_text(text, encoding="utf-8")
    start = text.index("128个")
    gold = {"quantities": [{"start": start, "end": start + 4, "value": 128, "unit": "个", "counted": "行政村"}]}
    (tmp_path / "gold/a.json").write_text(json.dumps(gold), encoding="utf-8")
    report = evaluate_folder(tmp_path, Settings(jobs=1))
    assert list(report) == ["quantities"]
    assert report["quantities"]["f1"] == 1.0
    assert report["quantities"]["value"] == 1.0
    assert report["quantities"]["counted"] == 1.0
