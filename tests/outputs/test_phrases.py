"""Wordings worth adding: which are one, how they rank, what is said of them, and that added they are settled."""

import json
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from corpus.model import Outcome
from extractors.base import Certainty, Findings, Guess, Practice, Problem
from extractors.extract import extract
from extractors.overlay import using
from extractors.overlay_files import read_overlay
from outputs.catalogue import build_catalogue
from outputs.document_ids import document_ids
from outputs.endings import endings
from outputs.model import DocumentRecord, Unseen, Wordings
from outputs.phrases import FEW, MOST, NAMING, TOGETHER, naming, unseen
from outputs.phrases_view import draft, phrases_view
from outputs.publish import publish
from outputs.schemas import SchemaError, check
from tests.outputs.builders import whole_case

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "phrases.yml").read_text(encoding="utf-8")
)
GUESSED = (Guess("C4_thin_staff", 0.9), Guess("D2_facility", 0.06))


def told(
    number: int,
    problems: Sequence[str] = (),
    practices: Iterable[tuple[str, str]] = (),
    certainty: Certainty = "low",
    guesses: tuple[Guess, ...] = GUESSED,
) -> DocumentRecord:
    """A document with a sentence for each finding."""
    practices = list(practices)
    words = [*problems, *(text for text, _ in practices)]
    document = prepare_text(f"{number}号材料。" + "".join(f"说的是{one}。" for one in words), f"{number:04}.txt")
    starts, at = [], 0
    for one in words:
        starts.append(at := document.text.index(one, at))
        at += len(one)
    places = [(start, start + len(one), one) for start, one in zip(starts, words, strict=True)]
    found = [Problem(*place, guesses[0].id, "present", certainty, guesses) for place in places[: len(problems)]]
    themes = [theme for _, theme in practices]
    done = [
        Practice(*place, theme, "action", "done") for place, theme in zip(places[len(problems) :], themes, strict=True)
    ]
    findings = Findings(problems=tuple(found), practices=tuple(done))
    return DocumentRecord(document.source, Outcome("ok"), "text/plain", document, findings)


def listed(wordings: Wordings) -> list[tuple[str, int, int]]:
    return [(one.forms[0], one.count, one.documents) for one in wordings.listed]


def test_another_process_tells_the_same() -> None:
    """The endings of all cases at once: more than are asked for together."""
    words = [one for case in CASES for document in case["documents"] for one in document]
    endings = [f"{one}{word}" for word in ("力量薄弱", "设备陈旧", "的意思") for one in "甲乙丙丁戊己庚辛壬癸"]
    records, asked = [told(at, [*words, *endings]) for at in range(2)], list[int]()

    def beside(name: str, payloads: Iterable[Any]) -> Generator[list[bool], None, None]:
        assert name == NAMING
        for some in payloads:
            asked.append(len(some))
            yield naming(some)

    assert unseen(records, []) == unseen(records, [], calls=beside)
    assert asked
    assert max(asked) <= TOGETHER


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_wordings(case: dict[str, Any]) -> None:
    found = unseen([told(at, problems) for at, problems in enumerate(case["documents"])], [])
    assert [
        {"forms": list(one.forms), "count": one.count, "documents": one.documents} for one in found.problems.listed
    ] == case["listed"]
    assert found.problems.recurring == sum(one["count"] > 1 for one in case["listed"])


@pytest.mark.parametrize("form", ["", "的", "了的", "、", "问题", "还", "而且", "a", "的问题"])
def test_wordings_without_words_do_no_harm(form: str) -> None:
    assert all(key for key, _ in endings(form))


def test_what_a_set_phrase_settles_is_not_listed() -> None:
    assert unseen([told(at, ["力量薄弱"], certainty="set", guesses=GUESSED) for at in range(3)], []) == Unseen()


def test_the_guesses_of_all_occurrences_count_together() -> None:
    sure = told(0, ["力量薄弱"], guesses=(Guess("C4_thin_staff", 1.0),))
    other = told(1, ["力量薄弱"], guesses=(Guess("B2_weak_party_role", 0.8), Guess("C4_thin_staff", 0.02)))
    (alike,) = unseen([sure, told(1, ["力量薄弱"])], []).problems.listed
    assert (alike.certainty, alike.likeliest) == ("high", (Guess("C4_thin_staff", 0.95),))
    (split,) = unseen([sure, other], []).problems.listed
    assert (split.certainty, split.likeliest) == (
        "low",
        (Guess("C4_thin_staff", 0.51), Guess("B2_weak_party_role", 0.4)),
    )


def test_the_example_is_the_first_occurrence_and_stands_where_it_says() -> None:
    (found,) = unseen([told(0, ["设备陈旧", "专业力量薄弱"]), told(1, ["服务力量薄弱"])], []).problems.listed[:1]
    assert (found.record.source.name, found.example.text) == ("0000.txt", "专业力量薄弱")
    assert found.record.document is not None
    assert found.record.document.text[found.example.start : found.example.end] == "专业力量薄弱"


def test_no_more_are_listed_than_a_person_reads_and_the_whole_number_is_told() -> None:
    letters = "东南西北春夏秋冬甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    words = [f"设备{a}{b}" for a in letters for b in letters][: MOST + 7]
    found = unseen([told(0, words), told(1, words)], []).problems
    assert (len(found.listed), found.recurring) == (MOST, MOST + 7)


def test_those_that_occur_once_fill_up_a_short_list_alone() -> None:
    words = [f"设备{a}{b}" for a in "东南西北春夏秋冬" for b in "甲乙丙丁戊己庚辛壬癸"][: FEW + 20]
    once = unseen([told(0, words)], []).problems
    assert (len(once.listed), once.recurring) == (FEW, 0)
    twice = unseen([told(0, words), told(1, words[:FEW])], []).problems
    assert (len(twice.listed), twice.recurring) == (FEW, FEW)
    assert {one.count for one in twice.listed} == {2}


def test_copies_of_files_and_of_cases_count_once() -> None:
    first, second = told(0, ["说话没人听"]), told(1, ["说话没人听", "设备陈旧"])
    again = replace(second, source=replace(second.source, sha256=first.source.sha256))
    assert listed(unseen([first, again], []).problems) == [("说话没人听", 1, 1)]
    text = (
        "各村的议事办法写在墙上,村民轮流当值,每月初一在祠堂门口公布账目,由三名老人和两名年轻人一起核对。说话没人听。"
        * 3
    )
    copies = []
    for name in ("a.txt", "b.txt"):
        document = prepare_text(text if name == "a.txt" else f"{text}转载。", name)
        at = document.text.index("说话没人听")
        problem = Problem(at, at + 5, "说话没人听", "B2_weak_party_role", "present", "low", GUESSED)
        case = whole_case(document, "议事办法")
        copies.append(
            DocumentRecord(
                document.source, Outcome("ok"), "text/plain", document, Findings(problems=(problem,)), (case,)
            )
        )
    catalogue = build_catalogue(copies)
    assert sum(case.duplicate_of is not None for case in catalogue.cases) == 1
    assert listed(catalogue.unseen.problems) == [("说话没人听", 1, 1)]


def test_practices_count_where_no_cue_of_their_theme_stands_in_them() -> None:
    uncued, cued = ("认领心愿灯", "T24_service"), ("开展志愿服务", "T25_volunteer")
    found = unseen([told(at, practices=[uncued, cued]) for at in range(4)], []).practices
    assert listed(found) == [("认领心愿灯", 4, 4)]
    assert (found.listed[0].certainty, found.listed[0].likeliest) == ("high", (Guess("T24_service", 0.8),))
    mixed = unseen([told(0, practices=[uncued]), told(1, practices=[(uncued[0], "T22_custom")])], []).practices
    assert mixed.listed[0].likeliest == (Guess("T22_custom", 0.33), Guess("T24_service", 0.33))
    assert mixed.listed[0].certainty == "low"


def test_the_order_of_the_records_changes_nothing_in_a_catalogue() -> None:
    records = [told(at, words) for at, words in enumerate((["设备陈旧"], ["力量薄弱", "设备陈旧"], ["专业力量薄弱"]))]
    assert draft(build_catalogue(records).unseen) == draft(build_catalogue(records[::-1]).unseen)
    assert listed(build_catalogue(records).unseen.problems) == listed(build_catalogue(records[::-1]).unseen.problems)


REPORTS = (
    "调研报告\n当前，一些村说话没人听，村里设备陈旧。有的干部不敢拍板，两头都管不到。",
    "调研报告\n存在的问题：说话没人听；不敢拍板；各村没有专项经费，两头都管不到。",
    "工作总结\n存在的问题是：村企之间说话没人听，没有专项经费，个别干部不敢拍板。",
)


def found_in(reports: Iterable[str]) -> Unseen:
    """What extractors find in some texts, brought together."""
    documents = [prepare_text(text, f"{at}.txt") for at, text in enumerate(reports)]
    return unseen([DocumentRecord(one.source, Outcome("ok"), None, one, extract(one)) for one in documents], [])


def test_the_draft_is_an_overlay_and_settles_what_it_holds(tmp_path: Path) -> None:
    before = found_in(REPORTS)
    text = draft(before)
    (tmp_path / "words.yml").write_text(text, encoding="utf-8")
    overlay = read_overlay(tmp_path)
    sure = {form for one in before.problems.listed if one.certainty == "high" and one.count > 1 for form in one.forms}
    assert {form for forms in overlay.problems.add.values() for form in forms} == sure
    assert {"不敢拍板", "没有专项经费"} <= sure
    with using(overlay):
        after = {one.forms[0] for one in found_in(REPORTS).problems.listed}
    assert after == {one.forms[0] for one in before.problems.listed} - sure


def test_lines_that_wait_are_ready_to_be_moved(tmp_path: Path) -> None:
    before = found_in(REPORTS)
    line = next(line for line in draft(before).splitlines() if "说话没人听" in line)
    mark, _, moved = line.partition("- ")
    assert mark == "# 待定 "
    assert "3 份文件 3 处;B2_weak_party_role 党组织弱化虚化边缘化" in moved
    (tmp_path / "words.yml").write_text(
        f"problems:\n  add:\n    B2_weak_party_role:\n    - {moved}\n", encoding="utf-8"
    )
    with using(read_overlay(tmp_path)):
        assert "说话没人听" not in {one.forms[0] for one in found_in(REPORTS).problems.listed}


@pytest.mark.parametrize("words", ["上热,下冷", "重建、轻管", "null", "各干各的"])
def test_every_form_is_a_text_in_the_draft(words: str, tmp_path: Path) -> None:
    sure = (Guess("A4_cold_below", 1.0),)
    text = draft(unseen([told(at, [words], guesses=sure) for at in range(2)], []))
    (tmp_path / "words.yml").write_text(text, encoding="utf-8")
    assert read_overlay(tmp_path).problems.add == {"A4_cold_below": (words,)}


def test_a_catalogue_without_findings_has_an_empty_draft(tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text(draft(build_catalogue([]).unseen), encoding="utf-8")
    assert not read_overlay(tmp_path).digest


@pytest.mark.parametrize(
    ("documents", "guess"),
    [(1, Guess("C4_thin_staff", 1.0)), (2, Guess("Z0_unspecified", 1.0)), (2, Guess("C4_thin_staff", 0.5))],
    ids=["said once", "no category", "unsure"],
)
def test_what_is_not_sure_enough_waits(documents: int, guess: Guess, tmp_path: Path) -> None:
    text = draft(unseen([told(at, ["设备陈旧"], guesses=(guess,)) for at in range(documents)], []))
    assert "# 待定 - 设备陈旧 #" in text
    (tmp_path / "words.yml").write_text(text, encoding="utf-8")
    assert not read_overlay(tmp_path).digest


def test_a_form_stands_in_the_draft_once(tmp_path: Path) -> None:
    (one,) = unseen([told(at, ["设备陈旧"]) for at in range(2)], []).problems.listed
    other = replace(one, likeliest=(Guess("D2_facility", 0.9),))
    (tmp_path / "words.yml").write_text(draft(Unseen(Wordings((one, other), 2))), encoding="utf-8")
    assert read_overlay(tmp_path).problems.add == {"C4_thin_staff": ("设备陈旧",)}


def test_wordings_worth_adding_are_told_with_their_place(tmp_path: Path) -> None:
    publish(build_catalogue([told(at, ["力量薄弱"]) for at in range(2)]), tmp_path / "out", tmp_path / "state")
    problems = json.loads((tmp_path / "out" / "phrases.json").read_bytes())["problems"]
    (found,) = problems["phrases"]
    assert (problems["recurring"], found["phrase"], found["count"], found["documents"]) == (1, "力量薄弱", 2, 2)
    assert (found["certainty"], found["likeliest"][0]) == (
        "high",
        {"id": "C4_thin_staff", "name": "党务力量薄弱", "chance": 0.9},
    )
    document = json.loads((tmp_path / "out" / "documents" / f"{found['example']['document']}.json").read_bytes())
    assert document["text"][found["example"]["start"] : found["example"]["end"]] == "力量薄弱"
    assert document["problems"][0]["likeliest"] == [
        {"id": "C4_thin_staff", "chance": 0.9},
        {"id": "D2_facility", "chance": 0.06},
    ]
    assert "    - 力量薄弱 # 2 份文件 2 处\n" in (tmp_path / "out" / "phrases.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "value"), [("documents", 0), ("certainty", "set"), ("forms", []), ("likeliest", []), ("example", None)]
)
def test_what_does_not_keep_to_the_schema_is_refused(key: str, value: object) -> None:
    records = [told(at, ["力量薄弱"]) for at in range(2)]
    view = phrases_view(unseen(records, []), document_ids(records))
    check(view, "phrases.json")
    view["problems"]["phrases"][0][key] = value
    with pytest.raises(SchemaError):
        check(view, "phrases.json")
