"""docs/operating.md is true: its unit is one, and the messages that it explains are still said."""

import ast
import configparser
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.house.conftest import ROOMS
from tests.house.documented import ROOT, check_understood, page

PAGE = page("docs/operating.md")
UNIT = ROOT / "docs" / "jingyan.service"


def _started() -> str:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text("utf-8"))
    return unit["Service"]["ExecStart"]


def test_what_the_unit_starts_is_understood() -> None:
    assert check_understood(_started().partition("/bin/")[2]) == 1


def test_the_unit_is_one(tmp_path: Path) -> None:
    if not (verify := shutil.which("systemd-analyze")):
        pytest.skip("no systemd here")
    unit = tmp_path / UNIT.name
    program = str(Path(sys.executable).with_name("jingyan"))
    unit.write_text(UNIT.read_text("utf-8").replace(_started().split()[0], program), encoding="utf-8")
    done = subprocess.run([verify, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert UNIT.name not in done.stderr, done.stderr


@cache
def said() -> str:
    """All words that the program may say, one string behind the other."""
    texts: list[str] = []
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        texts += map(_words, ast.walk(ast.parse(path.read_text("utf-8"))))
    return "\n".join(texts)


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def messages() -> list[str]:
    """The first cells of the table that explains messages."""
    return re.findall(r"^\| `([^`]+)` \|", PAGE.partition("## What a message means")[2], re.MULTILINE)


def test_there_are_messages() -> None:
    assert len(messages()) > 12


@pytest.mark.parametrize("message", messages())
def test_a_message_that_is_explained_is_one_that_is_said(message: str) -> None:
    assert message in said()


def test_settings_of_the_unit_are_settings() -> None:
    known = {f"JINGYAN_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"JINGYAN_[A-Z_]+", UNIT.read_text("utf-8"))) <= known
