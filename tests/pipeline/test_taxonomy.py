"""An overlay in real runs: in worker processes, in each engine, in all that is published, and what a fault does."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from extractors.overlay import OverlayError
from extractors.overlay_files import read_overlay
from pipeline import local
from pipeline.flows import build_catalogue
from pipeline.plan import UsageError, plan
from pipeline.schedule import Schedule
from pipeline.session import open_session
from pipeline.settings import Settings
from tests.folders import OF_A_BUILD, contents
from tests.pipeline.test_cli import JINGYAN, run

ROOT = Path(__file__).parents[2]
WORDS = """problems:
  drop: {A1_awareness: [顾虑重重]}
  new: [{id: L1_heirs, name: 传承断档, group: C, variants: [后继乏人]}]
practices:
  new: [{id: T40_trees, name: 古树保护, phrases: [古树挂牌]}]
units: [{unit: 畦, kind: count}]
"""
REPORT = """青禾县推进古树保护的做法
一、主要做法
一是推进古树挂牌工作。青禾县登记古树120棵，新栽茶苗36畦。
二是健全联席会议制度。青禾县签订联建协议36份。
二、存在的问题
一些老手艺后继乏人，责任不清。
"""


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return _words_in(tmp_path)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return _report_in(tmp_path)


def _words_in(folder: Path) -> Path:
    folder /= "我的词表"
    folder.mkdir()
    (folder / "一.yml").write_text(WORDS, encoding="utf-8")
    return folder


def _report_in(folder: Path) -> Path:
    path = folder / "古树.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the local engine publishes of that report with those words."""
    folder = tmp_path_factory.mktemp("published")
    return _built([_report_in(folder)], folder / "out", _words_in(folder))


def labels(printed: str) -> dict[str, set[str]]:
    record: dict[str, Any] = json.loads(printed)
    keys = {"problems": "category", "practices": "theme", "quantities": "unit"}
    return {kind: {mention[key] for mention in record[kind]} for kind, key in keys.items()}


def test_extract_uses_the_words_in_its_workers(words: Path, report: Path) -> None:
    plain, told = labels(run("extract", report).stdout), labels(run("extract", report, "--taxonomy", words).stdout)
    assert "畦" in told["quantities"]
    for kind, own in (("problems", "L1_heirs"), ("practices", "T40_trees")):
        assert own in told[kind]
        assert own not in plain[kind]


def test_the_environment_names_the_folder_too(words: Path, report: Path) -> None:
    command = [str(JINGYAN), "extract", str(report)]
    for folder, found in ((str(words), True), ("", False)):
        surroundings = os.environ | {"JINGYAN_TAXONOMY": folder}
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
        assert ("L1_heirs" in labels(done.stdout)["problems"]) is found


def test_a_build_shows_the_words_by_their_names(words: Path, report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("build", report, "--out", out, "--engine", "local", "--taxonomy", words)
    assert done.returncode == 0, done.stderr
    problems = json.loads((out / "problems.json").read_text("utf-8"))["problems"]
    assert problems["L1_heirs"]["name"] == "传承断档"
    index = (out / "site/data/index.js").read_text("utf-8")
    assert "传承断档" in index
    assert "古树保护" in index
    sheets = load_workbook(out / "catalogue.xlsx", read_only=True)
    cells = {str(cell) for name in ("做法", "问题") for row in sheets[name].values for cell in row}
    assert any("传承断档" in cell for cell in cells)
    assert any("古树保护" in cell for cell in cells)
    found = json.loads(run("search", "传承断档", "--in", out, "--json").stdout)
    assert found["total"] == 1
    digest = read_overlay(words).digest
    assert json.loads((out / "run.json").read_text("utf-8"))["taxonomy"] == digest
    assert json.loads((out / "catalogue.json").read_text("utf-8"))["generator"]["taxonomy"] == digest


def _built(sources: list[Path], out: Path, words: Path | None, jobs: int = 1) -> dict[str, bytes]:
    with open_session(plan(sources, out, Settings(jobs=jobs, taxonomy=words)), lambda _: None) as session:
        local.run(session)
    return contents(out, OF_A_BUILD)


def test_the_same_words_give_the_same_bytes(
    words: Path, report: Path, tmp_path: Path, published: dict[str, bytes]
) -> None:
    plain = _built([report], tmp_path / "b" / "out", None)
    moved = words.rename(tmp_path / "elsewhere")
    (moved / "一.yml").write_text("# 说明\n" + WORDS, encoding="utf-8")
    assert _built([report], tmp_path / "c" / "out", moved, jobs=2) == published
    assert plain != published
    assert not any(b"L1_heirs" in data for data in plain.values())


@pytest.mark.slow
def test_a_scheduled_run_uses_the_words(
    server: None, words: Path, report: Path, tmp_path: Path, published: dict[str, bytes]
) -> None:
    """The flow gets what a deployment would give it, and makes the bytes that the local engine makes."""
    out = tmp_path / "b" / "out"
    parameters = Schedule("nightly", (report,), out, 1, "0 2 * * *", "Asia/Shanghai", words).parameters
    build_catalogue(**parameters)
    assert contents(out, OF_A_BUILD) == published


def test_a_fault_is_told_and_touches_nothing(words: Path, report: Path, tmp_path: Path) -> None:
    (words / "二.yml").write_text("problems:\n  add:\n    E1_two_skin: [各念各的经]\n", encoding="utf-8")
    gold = ROOT / "tests/gold"
    for command in (
        ("build", report, "--out", tmp_path / "out"),
        ("extract", report),
        ("evaluate", gold),
        ("serve", report, "--out", tmp_path / "out"),
    ):
        done = run(*command, "--taxonomy", words)
        assert done.returncode == 2, (command, done.stderr)
        assert "二.yml:3: no such category of problems: E1_two_skin; did you mean E1_two_skins?" in done.stderr
        assert not done.stdout
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / ".jingyan").exists()
    with pytest.raises(UsageError, match=r"二\.yml:3"):
        plan([report], tmp_path / "out", Settings(jobs=1, taxonomy=words))


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_template_of_the_readme_is_sound(name: str, tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    (tmp_path / "words.yml").write_text(block, encoding="utf-8")
    overlay = read_overlay(tmp_path)
    assert [own.id for own in overlay.problems.new] == ["L1_heirs"]
    assert overlay.problems.drop
    assert overlay.practices.add
    assert overlay.units
    (tmp_path / "words.yml").write_text(block.replace("C\n", "Q\n"), encoding="utf-8")
    with pytest.raises(OverlayError, match="no such group: Q"):
        read_overlay(tmp_path)


def test_a_build_after_a_change_of_the_words_reads_everything_anew(words: Path, report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = _built([report], out, words)
    (words / "一.yml").write_text(WORDS.replace("后继乏人", "责任不清"), encoding="utf-8")
    assert _built([report], out, words) != before
    changed = json.loads((out / "problems.json").read_text("utf-8"))["problems"]["L1_heirs"]
    assert [mention["text"] for mention in changed["mentions"]] == ["责任不清"]
