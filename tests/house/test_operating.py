"""docs/operating.md is true: its commands run, its unit is one, and the messages that it explains are still said."""

import ast
import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app
from pipeline.settings import Settings
from tests.house.test_readme import BLOCK, ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
UNIT = ROOT / "docs" / "jingyan.service"
ROOMS = ("corpus", "extractors", "outputs", "pipeline")


@pytest.mark.slow
def test_commands_run_one_after_another(tmp_path: Path) -> None:
    """As those of the README, but here a command may have nothing to print."""
    (tmp_path / "outputs").mkdir()
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = [line for block in BLOCK.findall(PAGE) for line in block.splitlines() if line]
    assert len(ran) > 8
    for line in ran:
        environment = os.environ | {"PATH": path}
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


def shell_commands() -> list[str]:
    """What the page shows of jingyan in blocks that are not run, and what the unit starts."""
    shown = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    return [line for line in shown if line.startswith("jingyan ")] + [_started().partition("/bin/")[2]]


def _started() -> str:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text("utf-8"))
    return unit["Service"]["ExecStart"]


def test_what_is_not_run_is_at_least_understood() -> None:
    known = get_command(app)
    told = shell_commands()
    assert len(told) >= 2
    for line in told:
        _, name, *words = shlex.split(line)
        command = known.commands[name]  # type: ignore[attr-defined]
        command.make_context(name, words)


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


def test_settings_of_the_page_are_settings() -> None:
    known = {f"JINGYAN_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"JINGYAN_[A-Z_]+", PAGE + UNIT.read_text("utf-8"))) <= known
