"""The scorer against counts worked out by hand, and what it shows of the texts and of the run before."""

import json
from pathlib import Path
from typing import Any

import pytest

from outputs.record import Json
from pipeline.evaluate import evaluate_folder, evaluated, scores, tally
from pipeline.evaluate_cleaning import cleaning
from pipeline.evaluate_compare import compare
from pipeline.evaluate_findings import findings, worst
from pipeline.evaluate_gold import Gold, GoldError, read_gold
from pipeline.evaluate_groups import confusion, groups
from pipeline.evaluate_match import Judged, agree, judge, match
from pipeline.settings import Settings
from tests.pipeline.test_cli import run

TEXT = "全县共有行政村128个。一些支部联而不动。\n"


def _found(start: int, end: int, **labels: Any) -> Json:
    return {"source": [start, end], **labels}


def _gold(start: int, end: int, **labels: Any) -> Json:
    return {"start": start, "end": end, **labels}


def _judged(kind: str, gold: Json, record: Json) -> Judged:
    return judge(kind, Gold("a", Path("a.txt"), gold), record)


def test_each_mention_is_used_once_and_the_largest_overlap_wins() -> None:
    gold = [_gold(0, 4), _gold(4, 10)]
    found = [_found(3, 10), _found(0, 2)]
    assert match(gold, found) == [(gold[1], found[0]), (gold[0], found[1])]


def test_counts_and_ratios() -> None:
    gold = {"problems": [_gold(0, 3, category="E1", status="present"), _gold(5, 8, category="A1"), _gold(20, 22)]}
    record = {"problems": [_found(0, 3, category="E1", status="solved"), _found(5, 9, category="A2"), _found(30, 33)]}
    found = scores("problems", [_judged("problems", gold, record)])
    assert (found["gold"], found["found"], found["precision"], found["recall"]) == (3, 3, 2 / 3, 2 / 3)
    assert (found["exact"], found["category"], found["status"]) == (0.5, 0.5, 0.0)


def test_a_number_that_may_be_found_or_not_is_neither_right_nor_wrong() -> None:
    gold = {"quantities": [_gold(0, 3)], "ignore_quantities": [_gold(5, 8)], "dates": [_gold(10, 15)]}
    record = {"quantities": [_found(0, 3), _found(5, 8), _found(10, 12), _found(20, 22)]}
    counts = tally(_judged("quantities", gold, record))
    assert (counts["found"], counts["hit"]) == (2, 1)


def test_an_optional_counted_thing_is_not_judged() -> None:
    gold = {"quantities": [_gold(0, 3, counted="村", counted_optional=True), _gold(5, 8, counted="户")]}
    record = {"quantities": [_found(0, 3, counted=None), _found(5, 8, counted="农户")]}
    assert tally(_judged("quantities", gold, record))["counted.n"] == 1


def test_a_heading_is_found_where_it_begins_within_one_character() -> None:
    gold = {"headings_from": 5, "headings": [_gold(10, 15, level=1), _gold(20, 25, level=2), _gold(30, 35, level=3)]}
    sections = [
        _found(0, 4, level=1),
        _found(11, 40, level=1),
        _found(20, 22, level=4),
        _found(32, 35, level=3),
        {"level": 1},
    ]
    found = scores("headings", [_judged("headings", gold, {"sections": sections})])
    assert (found["gold"], found["found"], found["precision"], found["recall"]) == (3, 3, 2 / 3, 2 / 3)
    assert found["level"] == 0.5


def test_the_nearest_heading_is_taken_and_each_once() -> None:
    judged = _judged("headings", {"headings": [_gold(10, 11, level=1)]}, {"sections": [_found(9, 11), _found(10, 11)]})
    assert [found["source"] for _, found in judged.pairs] == [[10, 11]]
    assert [found["source"] for found in judged.false] == [[9, 11]]


@pytest.mark.parametrize(
    ("found", "hit"),
    [((0, 100), 1), ((0, 60), 1), ((0, 59), 0), ((20, 120), 1), ((30, 130), 0), ((0, 166), 1), ((0, 167), 0)],
)
def test_a_block_is_found_where_most_of_the_two_is_common(found: tuple[int, int], hit: int) -> None:
    counts = tally(_judged("articles", {"articles": [_gold(0, 100)]}, {"articles": [_found(*found)]}))
    assert (counts["hit"], counts["found"]) == (hit, 1)


def test_the_block_that_shares_most_is_taken_and_the_other_is_false() -> None:
    judged = _judged("articles", {"articles": [_gold(0, 100)]}, {"articles": [_found(0, 70), _found(0, 90)]})
    assert [found["source"] for _, found in judged.pairs] == [[0, 90]]
    assert [found["source"] for found in judged.false] == [[0, 70]]


def test_a_case_within_a_case_is_neither_asked_for_nor_false() -> None:
    gold = {"cases": [_gold(0, 100), _gold(10, 40, child=True), _gold(200, 300)]}
    record = {"cases": [_found(0, 100), _found(10, 40), _found(210, 230), _found(120, 190)]}
    judged = _judged("cases", gold, record)
    assert (len(judged.wanted), len(judged.found), len(judged.pairs)) == (2, 2, 1)
    assert [found["source"] for found in judged.false] == [[120, 190]]


def test_cleaning_is_measured_in_characters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("首页 甲乙。\n丙丁 戊己。\n分享到", encoding="utf-8")
    labels = {"boilerplate": [_gold(0, 2, kind="navigation"), _gold(14, 17)]}
    record = {
        "paragraphs": [_found(0, 6), _found(7, 9), {"page": 1}],
        "removed": [_found(1, 2, kind="navigation"), _found(10, 13, kind="spam"), {"kind": "spam"}],
    }
    told = cleaning([(Gold("a", tmp_path / "a.txt", labels), record)])
    figures = {name: value for name, value in told.items() if not isinstance(value, list)}
    assert figures == {"gold": 5, "kept": 1, "content": 8, "taken": 3, "leak": 1 / 5, "lost": 3 / 8}
    assert [(one["outcome"], one["start"], one["end"], one["text"]) for one in told["findings"]] == [
        ("missed", 0, 2, "首页"),
        ("false", 10, 13, "戊己。"),
        ("hit", 14, 17, "分享到"),
    ]
    assert (told["findings"][0]["gold"], told["findings"][1]["given"]) == ({"kind": "navigation"}, {"kind": "spam"})


def test_lost_content_is_told_by_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲乙 丙丁。戊己庚", encoding="utf-8")
    record = {"paragraphs": [_found(5, 7)], "removed": []}
    told = cleaning([(Gold("a", tmp_path / "a.txt", {"boilerplate": []}), record)])
    assert [(one["start"], one["end"]) for one in told["findings"]] == [(0, 5), (7, 9)]
    assert (told["leak"], told["lost"]) == (0.0, 6 / 8)
    unseen = cleaning([(Gold("a", tmp_path / "a.txt", {"boilerplate": []}, unseen=True), record)])
    assert (unseen["lost"], unseen["findings"]) == (6 / 8, [])


GROUPED = _judged(
    "problems",
    {
        "problems": [
            _gold(0, 2, category="A", status="present"),
            _gold(3, 5, category="A", status="present"),
            _gold(6, 8, category="A", status="general"),
            _gold(9, 11, category="B", status="present"),
            _gold(12, 14),
        ]
    },
    {
        "problems": [
            _found(0, 2, category="A", status="present"),
            _found(3, 5, category="B", status="solved"),
            _found(9, 11, category="B", status="present"),
            _found(12, 14, category="C", status="present"),
            _found(20, 22, category="B", status="present"),
        ]
    },
)


def test_groups_count_place_and_label() -> None:
    found = groups("category", [GROUPED])
    assert list(found) == ["A", "B"]  # what the gold leaves open counts in no group
    a, b = found["A"], found["B"]
    assert (a["gold"], a["found"], a["hit"], a["right"]) == (3, 1, 2, 1)
    assert (a["precision"], a["recall"], a["label"]) == (1.0, 1 / 3, 0.5)
    assert (b["gold"], b["found"], b["hit"], b["right"]) == (1, 3, 1, 1)
    assert b["f1"] == 0.5


def test_confusion_counts_each_pair() -> None:
    told = confusion("problems", [GROUPED])
    assert told["category"][0] == {"gold": "A", "given": "A", "times": 1}
    assert {"gold": "A", "given": "B", "times": 1} in told["category"]
    assert {"gold": "present", "given": "solved", "times": 1} in told["status"]


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


@pytest.mark.parametrize("make", ["nothing", "no_gold", "no_text", "bad_json", "list", "unseen", "unseen_name"])
def test_a_wrong_folder_is_one_line(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "gold_set"
    if make != "nothing":
        (folder / "gold").mkdir(parents=True)
        (folder / "texts").mkdir()
    if make not in {"nothing", "no_gold", "no_text"}:
        (folder / "texts/a.txt").write_text("全县12个村。", encoding="utf-8")
    if make not in {"nothing", "no_gold"}:
        (folder / "gold/a.json").write_text({"bad_json": "{", "list": "[]"}.get(make, "{}"), encoding="utf-8")
    if make.startswith("unseen"):
        (folder / "unseen.yml").write_text({"unseen": "unsehen: [a]"}.get(make, "unseen: [b]"), encoding="utf-8")
    with pytest.raises(GoldError, match="gold_set") as error:
        evaluate_folder(folder, Settings(jobs=1))
    assert "\n" not in str(error.value)


def _labelled(folder: Path, *names: str) -> Path:
    """A gold folder with the same text under several names; the number is labelled rightly, the problem wrongly."""
    (folder / "texts").mkdir(parents=True)
    (folder / "gold").mkdir()
    number, problem = TEXT.index("128个"), TEXT.index("联而不动")
    gold = {
        "quantities": [{"start": number, "end": number + 4, "value": 128, "unit": "个", "counted": "行政村"}],
        "problems": [
            {"start": problem, "end": problem + 4, "category": "Q_other", "status": "present"},
            {"start": 0, "end": 2, "category": "Q_missed", "status": "present"},
        ],
    }
    for name in names:
        (folder / f"texts/{name}.txt").write_text(TEXT, encoding="utf-8")
        (folder / f"gold/{name}.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


def test_a_folder_is_measured_from_its_files(tmp_path: Path) -> None:
    report = evaluate_folder(_labelled(tmp_path, "a"), Settings(jobs=1))
    assert list(report) == ["quantities", "problems"]
    assert report["quantities"]["f1"] == 1.0
    assert report["quantities"]["value"] == 1.0
    assert report["quantities"]["counted"] == 1.0
    missed, mistaken = report["problems"]["findings"]
    assert (missed["outcome"], missed["text"], missed["after"]) == ("missed", "全县", TEXT[2:-1])
    assert (mistaken["outcome"], mistaken["text"], mistaken["wrong"]) == ("hit", "联而不动", ["category"])


PAGE = (
    "首页>党建>经验交流\n柳河村：把议事桌搬到田头\n一、建好队伍\n柳河村党支部把党员分到六个小组，每组包一片田。\n"
    "二、办好实事\n村里修通机耕路三公里，村民不再肩挑背扛。\n"
)


def _structured(folder: Path, *names: str) -> Path:
    """A gold folder with the same page under several names; one heading and one article are labelled wrongly."""
    (folder / "texts").mkdir(parents=True)
    (folder / "gold").mkdir()
    headings = [_at(PAGE, "一、建好队伍", level=1), _at(PAGE, "二、办好实事", level=2), _at(PAGE, "村里修通", level=2)]
    gold = {"headings": headings, "articles": [_gold(0, 5)], "boilerplate": [_at(PAGE, "首页>党建>经验交流")]}
    for name in names:
        (folder / f"texts/{name}.txt").write_text(PAGE, encoding="utf-8")
        (folder / f"gold/{name}.json").write_text(json.dumps(gold), encoding="utf-8")
    (folder / "gold/plain.json").write_text("{}", encoding="utf-8")
    (folder / "texts/plain.txt").write_text(PAGE, encoding="utf-8")
    return folder


def _at(text: str, words: str, **labels: Any) -> Json:
    return _gold(text.index(words), text.index(words) + len(words), **labels)


def test_structure_is_measured_in_the_texts_that_label_it(tmp_path: Path) -> None:
    report = evaluate_folder(_structured(tmp_path, "a", "b"), Settings(jobs=1))
    assert list(report) == ["headings", "articles", "boilerplate"]
    assert [told["documents"] for told in report.values()] == [["a", "b"]] * 3
    headings, articles, boilerplate = report.values()
    assert (headings["gold"], headings["found"], headings["recall"], headings["level"]) == (6, 4, 2 / 3, 0.5)
    assert list(headings["groups"]) == ["2", "1"]
    assert headings["confusion"]["level"][0] == {"gold": "1", "given": "1", "times": 2}
    assert (articles["gold"], articles["f1"]) == (2, 0.0)
    assert (boilerplate["gold"], boilerplate["leak"], boilerplate["lost"]) == (20, 0.0, 0.0)


def test_structure_is_shown_in_its_place_and_unseen_texts_are_not(tmp_path: Path) -> None:
    _structured(tmp_path, "a", "b")
    (tmp_path / "unseen.yml").write_text("unseen: [b]", encoding="utf-8")
    shown = run("evaluate", tmp_path, "--misses", "9").stdout
    assert "【村里修通】机耕路三公里" in shown  # a heading that was missed
    assert "【二、办好实事】  2 → 1" in shown  # one at another level
    assert "【首页>党建】>经验交流" in shown  # an article that was missed
    assert "boilerplate leak" in shown
    assert "content lost" in shown
    assert "  a:" in shown
    assert "  b:" not in shown
    alone = run("evaluate", tmp_path, "--misses", "9", "--only", "b").stdout
    assert "headings" in alone
    assert "【" not in alone


def test_a_comparison_takes_structure_and_cleaning(tmp_path: Path) -> None:
    folder, earlier = _structured(tmp_path / "gold_set", "a"), tmp_path / "before.json"
    report = json.loads(run("evaluate", folder, "--json").stdout)
    report["boilerplate"]["leak"] = 0.5
    report["boilerplate"]["findings"][0]["outcome"] = "missed"
    report["headings"]["findings"] = [one | {"outcome": "missed"} for one in report["headings"]["findings"]]
    earlier.write_text(json.dumps(report), encoding="utf-8")
    told = json.loads(run("evaluate", folder, "--compare", earlier, "--json").stdout)
    assert told["boilerplate"]["compared"]["figures"] == {"leak": [0.5, 0.0]}
    assert [one["text"] for one in told["boilerplate"]["compared"]["gained"]] == ["首页>党建>经验交流"]
    assert [one["text"] for one in told["headings"]["compared"]["gained"]] == ["一、建好队伍", "二、办好实事"]
    assert "-0.500" in run("evaluate", folder, "--compare", earlier).stdout


def test_unseen_texts_count_and_are_not_shown(tmp_path: Path) -> None:
    _labelled(tmp_path, "a", "b1", "b2")
    (tmp_path / "unseen.yml").write_text("unseen: ['b*', '9*']", encoding="utf-8")
    report = evaluate_folder(tmp_path, Settings(jobs=1))
    assert report["problems"]["gold"] == 6
    assert report["problems"]["unseen"]["gold"] == 4
    assert {one["document"] for told in report.values() for one in told["findings"]} == {"a"}
    shown = run("evaluate", tmp_path, "--misses", "99").stdout
    assert "【全县】" in shown
    assert "a:0" in shown
    assert "b1:" not in shown
    assert "【" not in run("evaluate", tmp_path, "--only", "b1", "--misses", "99").stdout


def test_only_the_named_texts_are_measured(tmp_path: Path) -> None:
    _labelled(tmp_path, "a", "b1", "b2")
    assert [one.name for one in read_gold(tmp_path, ["a", "b?"])] == ["a", "b1", "b2"]
    assert [one.name for one in read_gold(tmp_path, ["b2"])] == ["b2"]
    found = run("evaluate", tmp_path, "--only", "c*")
    assert (found.returncode, "c*" in found.stderr) == (2, True)


def test_the_worst_group_comes_first_and_each_has_its_turn() -> None:
    listed = [
        {"outcome": "missed", "gold": {"category": category}, "start": at}
        for at, category in enumerate(["A", "B", "B", "B", "C", "C"])
    ]
    chosen = worst("problems", listed, "missed", 4)
    assert [one["gold"]["category"] for one in chosen] == ["B", "C", "A", "B"]
    assert worst("problems", listed, "false", 4) == []


def _run(found: list[Json], folder: Path) -> dict[str, Json]:
    """A report of one text in which the labelled problems stand at 0, 3 and 6."""
    path = folder / "a.txt"
    path.write_text("甲甲。乙乙。丙丙。丁丁。", encoding="utf-8")
    labels = {"problems": [_gold(at, at + 2, category="A") for at in (0, 3, 6)]}
    judged = [judge("problems", Gold("a", path, labels), {"problems": found})]
    told = {"groups": groups("category", judged), "documents": ["a"], "findings": findings(judged)}
    return {"problems": scores("problems", judged) | told}


def test_a_comparison_shows_figures_and_what_was_gained_and_lost(tmp_path: Path) -> None:
    before = _run([_found(0, 2, category="A"), _found(3, 5, category="A"), _found(9, 11, category="A")], tmp_path)
    now = _run([_found(0, 2, category="B"), _found(6, 8, category="A")], tmp_path)
    told = compare(before, now)["problems"]
    texts = {name: [one["text"] for one in listed] for name, listed in told.items() if isinstance(listed, list)}
    assert texts == {
        "gained": ["丙丙"],
        "lost": ["乙乙"],
        "new_false": [],
        "gone_false": ["丁丁"],
        "labels_mended": [],
        "labels_spoilt": ["甲甲"],
    }
    assert told["figures"]["precision"] == [2 / 3, 1.0]
    assert told["figures"]["groups.B.found"] == [None, 1]
    assert "gold" not in told["figures"]
    assert compare(now, now)["problems"]["figures"] == {}


def test_a_report_compares_with_one_that_held_figures_alone(tmp_path: Path) -> None:
    now = _run([_found(0, 2, category="A")], tmp_path)
    told = compare({"problems": {"f1": 0.25}}, now)["problems"]
    assert told["figures"]["f1"] == [0.25, 0.5]
    assert (told["same_documents"], told["lost"]) == (False, [])


def test_the_command_compares_with_what_it_printed(tmp_path: Path) -> None:
    folder, earlier = _labelled(tmp_path / "gold_set", "a"), tmp_path / "before.json"
    printed = run("evaluate", folder, "--json")
    earlier.write_text(printed.stdout.replace("Q_other", "E9_none").replace('"f1": 1.0', '"f1": 0.5'), encoding="utf-8")
    shown = run("evaluate", folder, "--compare", earlier)
    assert shown.returncode == 0, shown.stderr
    assert "+0.500" in shown.stdout
    assert "E9_none" in shown.stdout
    as_json = json.loads(run("evaluate", folder, "--compare", earlier, "--json").stdout)
    assert as_json["quantities"]["compared"]["figures"]["f1"] == [0.5, 1.0]


@pytest.mark.parametrize("content", [None, "{", "[]", '{"problems": 3}'])
def test_what_is_no_report_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "before.json").write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"before\.json"):
        evaluated(tmp_path, Settings(jobs=1), (), tmp_path / "before.json")
