"""What corrections tell of the extractors."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.evaluate_corrections import evaluate_corrections, wilson

AWARE, DEPEND, STUDY = "A1_awareness", "A3_dependence", "A5_shallow_study"


def _one(act: str, quote: str, said: str | None, at: int, **value: str) -> dict[str, Any]:
    told = {"category": said, "status": "present", "certainty": "set"} if said else None
    finding = {"kind": "problem", "document": {"name": "a.txt"}, "start": at, "end": at + len(quote), "quote": quote}
    entry = {"act": act, "finding": {**finding, "said": told}}
    return {**entry, "value": value} if value else entry


MARKS = [
    _one("right", "思想认识不到位", AWARE, 0),
    _one("right", "等靠要", DEPEND, 20),
    _one("wrong", "顾虑重重", AWARE, 40),
    _one("changed", "群众各唱各的调", AWARE, 60, category=STUDY),
    _one("changed", "等靠要思想", DEPEND, 80, status="solved"),
    _one("added", "村里各唱各的调", None, 100, category=STUDY),
    _one("added", "干部只会坐等上门", None, 120, category=DEPEND),
]


def _file(folder: Path, marks: list[dict[str, Any]]) -> Path:
    path = folder / "c.json"
    value = {"schema": "urn:jingyan:schema:corrections:1", "corrections": marks}
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def _report(folder: Path, marks: list[dict[str, Any]]) -> Any:
    return evaluate_corrections([_file(folder, marks)])["problem"]


def test_precision_and_recall_of_a_kind(tmp_path: Path) -> None:
    told = _report(tmp_path, MARKS)
    assert (told["judged"], told["hit"], told["false"], told["missed"]) == (5, 4, 1, 2)
    assert told["precision"] == 4 / 5
    assert told["recall"] == 4 / 6
    assert told["unchanged"] == 2 / 4
    assert told["changed"] == {"category": 1, "status": 1}


@pytest.mark.parametrize(
    ("group", "counts"), [(AWARE, (2, 1, 0)), (DEPEND, (0, 2, 1)), (STUDY, (0, 0, 2))], ids=[AWARE, DEPEND, STUDY]
)
def test_another_category_is_false_for_one_and_missed_for_the_other(
    tmp_path: Path, group: str, counts: tuple[int, int, int]
) -> None:
    told = _report(tmp_path, MARKS)["groups"][group]
    assert (told["false"], told["hit"], told["missed"]) == counts


@pytest.mark.parametrize(
    ("hits", "number", "low", "high"), [(0, 1, 0.0, 0.7935), (8, 10, 0.4902, 0.9433), (50, 100, 0.4038, 0.5962)]
)
def test_the_interval_of_wilson(hits: int, number: int, low: float, high: float) -> None:
    assert wilson(hits, number) == pytest.approx((low, high), abs=2e-4)


def test_nothing_counted_has_no_share(tmp_path: Path) -> None:
    told = _report(tmp_path, [MARKS[-1]])
    assert told["precision"] is None
    assert told["precision_95"] is None
    assert told["recall"] == 0


def test_words_worth_adding_and_dropping(tmp_path: Path) -> None:
    told = _report(tmp_path, MARKS)["lexicon"]
    assert {"id": STUDY, "phrase": "各唱各的调", "times": 2} in told["add"]
    assert told["drop"] == [{"id": AWARE, "phrase": "顾虑重重", "wrong": 1, "right": 0}]
    draft = yaml.safe_load(told["draft"])["problems"]
    assert "各唱各的调" in draft["add"][STUDY]
    assert draft["drop"] == {AWARE: ["顾虑重重"]}


def test_words_that_another_category_has_too_are_not_added(tmp_path: Path) -> None:
    other = _one("right", "部门各唱各的调", DEPEND, 200)
    assert not any("各唱各" in one["phrase"] for one in _report(tmp_path, [*MARKS, other])["lexicon"]["add"])


def test_the_last_word_counts(tmp_path: Path) -> None:
    told = _report(tmp_path, [*MARKS, _one("wrong", "等靠要", DEPEND, 20)])
    assert (told["hit"], told["false"]) == (3, 2)


def test_the_command_prints_tables_or_json(tmp_path: Path) -> None:
    path = str(_file(tmp_path, MARKS))
    shown = CliRunner().invoke(app, ["evaluate", "--corrections", path])
    assert shown.exit_code == 0
    assert "only as good as their search" in shown.output
    assert "各唱各的调" in shown.output
    told = CliRunner().invoke(app, ["evaluate", "--corrections", path, "--json"])
    assert json.loads(told.stdout)["problem"]["judged"] == 5


@pytest.mark.parametrize("given", [[], ["gold", "--corrections", "c.json"], ["--corrections", "gone.json"]])
def test_the_command_is_used_wrongly(given: list[str]) -> None:
    assert CliRunner().invoke(app, ["evaluate", *given]).exit_code == 2
