"""The tests' own tools: golden files are not rewritten by accident, and no test is skipped in silence."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.golden_files import Golden

# Chosen so that this file holds the flag nowhere else.
FLAG = "--update-golden"
TEST_OF_A_TOOL = "def test_page(chromium):\n    assert chromium\n"


def make_target(root: Path, name: str) -> str:
    """Prerequisites and recipe of one target of the Makefile."""
    lines = (root / "Makefile").read_text(encoding="utf-8").split("\n\n")
    return next(block for block in lines if block.startswith(f"{name}:"))


def test_the_flag_stands_in_the_golden_target_alone(root: Path, project: dict[str, Any]) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert FLAG in make_target(root, "golden")
    assert makefile.count(FLAG) == 1
    assert "PYTEST_ADDOPTS" not in makefile
    assert FLAG not in project["tool"]["pytest"]["ini_options"]["addopts"]


@pytest.mark.parametrize("name", [".ci/run", ".pre-commit-config.yaml"])
def test_what_runs_by_itself_never_rewrites(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert [word for word in (FLAG, "golden", "PYTEST_ADDOPTS") if word in text] == []


def test_ci_runs_the_demo_and_then_the_tests(root: Path) -> None:
    script = root / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert [line for line in lines if line.startswith("make")] == ["make demo", "make test"]
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("check", ["ruff format --check", "ruff check", "mypy", "lint-imports", "pytest"])
def test_make_test_runs_every_check(root: Path, check: str) -> None:
    assert f"$(BIN)/{check}" in make_target(root, "test")


def test_a_difference_is_shown_and_nothing_is_rewritten(tmp_path: Path) -> None:
    Golden(tmp_path, update=True).check("一\n二\n", "answer.txt")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)-二\n\+三.*make golden"):
        Golden(tmp_path, update=False).check("一\n三\n", "answer.txt")
    Golden(tmp_path, update=False).check("一\n二\n", "answer.txt")


def test_what_is_not_stored_fails(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="not stored"):
        Golden(tmp_path, update=False).check(b"\x00", "answer.bin")
    assert list(tmp_path.iterdir()) == []


def test_folders_are_compared_file_by_file(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "kept.json").write_text("{}", encoding="utf-8")
    (made / "gone.bin").write_bytes(b"\xff")
    golden = tmp_path / "golden"
    Golden(golden, update=True).check(made, "catalogue")
    (made / "gone.bin").unlink()
    (made / "new.json").write_text("[]", encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match=r"missing: gone\.bin\nnot stored: new\.json"):
        Golden(golden, update=False).check(made, "catalogue")
    Golden(golden, update=True).check(made, "catalogue")
    assert sorted(path.name for path in (golden / "catalogue").iterdir()) == ["kept.json", "new.json"]


def run_without_tools(root: Path, folder: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Run one test that wants a browser where no command can be found."""
    (folder / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    (folder / "test_page.py").write_text(TEST_OF_A_TOOL, encoding="utf-8")
    environment = {"PATH": str(folder), "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", **surroundings}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_test_skipped_for_want_of_a_tool_is_named_loudly(root: Path, tmp_path: Path) -> None:
    done = run_without_tools(root, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SKIPPED FOR WANT OF A SYSTEM TOOL" in done.stdout
    assert "test_page.py::test_page: wants a system tool: chromium" in done.stdout


def test_on_ci_such_a_test_fails(root: Path, tmp_path: Path) -> None:
    done = run_without_tools(root, tmp_path, CI="true")
    assert done.returncode == 1
    assert "wants a system tool: chromium" in done.stdout
