"""Practices that answer problems: said outright, apart from those that merely stand near, and ranked."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from extractors.base import Mention, Practice, PracticeStatus
from outputs.answers import FEW, answered, answers, outright
from outputs.answers_said import sign, signs
from outputs.catalogue import build_catalogue
from outputs.folder import Folder
from outputs.model import DocumentRecord
from outputs.problem_pieces import BESIDE
from outputs.problems_view import write_problems
from outputs.render import render
from outputs.rows_file import RowsFile
from tests.outputs.builders import Told, passages, record

CASES: Any = yaml.safe_load((Path(__file__).parents[1] / "cases" / "answers.yml").read_text(encoding="utf-8"))
MANY = [f"{verb}{noun}" for verb in ("建立", "开展") for noun in ("夜校", "合作社", "议事会", "诊所", "球队")]


def told(entry: Any) -> Told:
    return Told([(words, "T01_x") for words in entry["practices"]], [(words, "D1_x") for words in entry["problems"]])


def view(*records: DocumentRecord) -> Any:
    catalogue = build_catalogue(records)
    with TemporaryDirectory() as place:
        folder = Folder(Path(place) / "catalogue")
        with RowsFile(Path(place) / "rows") as file:
            write_problems(render(catalogue, folder, file), folder, lambda _: None)
        return json.loads((folder.path / "problems.json").read_bytes())


@pytest.mark.parametrize("entry", CASES, ids=lambda entry: entry["text"][:20])
def test_what_is_said_outright(entry: Any) -> None:
    one = record("a.txt", entry["text"], told(entry))
    assert one.document is not None
    status: PracticeStatus = "planned" if entry.get("planned") else "done"
    practices = [replace(practice, status=status) for practice in one.findings.practices]
    found = outright(one.document, one.findings.problems, practices)
    said = [[answer.problem.text, answer.practice.text, answer.evidence] for answer in found]
    assert sorted(said) == sorted(entry["expect"])


def test_a_result_that_names_a_solved_problem_answers_it() -> None:
    text = "村里开办夜校。一年下来,学用脱节的人少了。"
    one = record("a.txt", text, Told([("开办夜校", "T03_training")], [("学用脱节", "A5_shallow_study")]))
    assert one.document is not None
    at = text.index("学用")
    practice = replace(one.findings.practices[0], results=(Mention(at, at + 7, text[at : at + 7]),))
    solved = [replace(problem, status="solved") for problem in one.findings.problems]
    assert [answer.evidence for answer in outright(one.document, solved, [practice])] == ["result"]
    assert outright(one.document, one.findings.problems, [practice]) == []


def test_a_case_that_only_holds_both_gives_a_few_and_tells_how_many_more() -> None:
    text = "某村的做法\n村里经费不足。\n" + "。\n".join(MANY) + "。"
    one = record("a.txt", text, Told([(words, "T06_industry") for words in MANY], [("经费不足", "D1_funds")]))
    case = build_catalogue([one]).cases[0]
    found = answered(case)
    assert [answer.link for answer in found.kept] == ["case"] * FEW
    assert {answer.evidence for answer in found.kept} == {None}
    assert found.left == {"D1_funds": len(MANY) - FEW}
    entry = view(one)["problems"]["D1_funds"]
    assert entry["answer_totals"] == {"outright": 0, "sentence": 0, "section": 0, "case": len(MANY)}
    assert [answer["link"] for answer in entry["answers"]] == ["case"] * BESIDE


def test_what_only_stands_in_a_case_is_not_listed_beside_an_answer_of_it() -> None:
    text = "某村的做法\n针对经费不足,建立基金。\n村里缺少资金。\n" + "。\n".join(MANY) + "。"
    practices = [(words, "T06_industry") for words in ("建立基金", *MANY)]
    one = record("a.txt", text, Told(practices, [("经费不足", "D1_funds"), ("缺少资金", "D1_funds")]))
    assert "case" in {answer.link for answer in answers(build_catalogue([one]).cases[0])}
    entry = view(one)["problems"]["D1_funds"]
    assert [(answer["text"], answer["evidence"]) for answer in entry["answers"]] == [("建立基金", "targeted")]
    assert entry["answer_totals"] == {"outright": 1, "sentence": 0, "section": 0, "case": len(MANY)}


def test_a_problem_that_is_only_warned_of_gets_nothing_of_the_case() -> None:
    one = record("a.txt", "某村的做法\n谨防两张皮。\n建立夜校。", Told([("建立夜校", "T03_x")], [("两张皮", "E1_x")]))
    warned = replace(
        one.findings, problems=tuple(replace(problem, status="warned") for problem in one.findings.problems)
    )
    assert answers(build_catalogue([replace(one, findings=warned)]).cases[0]) == ()


def test_outright_comes_first_then_done_then_with_results() -> None:
    text = "某村的做法\n针对经费不足,建立基金,设立账户,开办工厂。\n村里经费不足,开展募捐。"
    practices = [(words, f"T0{at}_x") for at, words in enumerate(("建立基金", "设立账户", "开办工厂", "开展募捐"))]
    one = record("a.txt", text, Told(practices, [("经费不足", "D1_funds")]))
    changed = [_particular(practice) for practice in one.findings.practices]
    made = replace(one, findings=replace(one.findings, practices=tuple(changed)))
    listed = view(made)["problems"]["D1_funds"]["answers"]
    assert [answer["text"] for answer in listed][:3] == ["开办工厂", "设立账户", "建立基金"]
    assert all(answer["evidence"] == "targeted" for answer in listed[:3])
    assert all(text[slice(*answer["sentence"])] == answer["quote"] for answer in listed)


def _particular(practice: Practice) -> Practice:
    if practice.text == "建立基金":
        return replace(practice, status="planned")
    return replace(practice, quantities=((0, 1),)) if practice.text == "开办工厂" else practice


def test_a_report_without_a_case_answers_too() -> None:
    research = next(entry for entry in CASES if "对策建议" in entry["text"])
    entry = view(passages("研究.txt", research["text"], told(research)))["problems"]["D1_x"]
    assert {(answer["case"], answer["link"], answer["evidence"]) for answer in entry["answers"]} == {
        (None, "document", "numbered")
    }


def test_themes_name_the_problems_that_they_answer() -> None:
    text = "某村的做法\n针对经费不足,建立基金。\n针对人手不够,建立队伍。"
    one = record(
        "a.txt",
        text,
        Told([("建立基金", "T06_x"), ("建立队伍", "T06_x")], [("经费不足", "D1_x"), ("人手不够", "C4_x")]),
    )
    found = view(one)["themes"]["T06_x"]["problems"]
    assert [(entry["category"], entry["outright"], len(entry["cases"])) for entry in found] == [
        ("C4_x", 1, 1),
        ("D1_x", 1, 1),
    ]


@pytest.mark.parametrize("entry", signs(), ids=lambda entry: entry.id)
def test_patterns_match_their_examples_and_no_others(entry: Any) -> None:
    pattern = sign(entry.id)
    assert [text for text in entry.match if not pattern.search(text)] == []
    assert [text for text in entry.no_match if pattern.search(text)] == []
