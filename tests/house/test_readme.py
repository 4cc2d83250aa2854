"""The commands of both READMEs do what they say, and both say the same."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"```bash\n(.*?)```", re.DOTALL)


def commands(name: str) -> list[str]:
    """The lines of the blocks marked as bash."""
    return [line for block in BLOCK.findall((ROOT / name).read_text("utf-8")) for line in block.splitlines() if line]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the checkout but whose outputs are its own."""
    home = tmp_path_factory.mktemp("readme")
    (home / "outputs").mkdir()
    for shared in ("corpus", "docs", "tests"):
        (home / shared).symlink_to(ROOT / shared)
    return home


def test_there_are_commands() -> None:
    assert any(line.startswith("jingyan build") for line in commands("README.md"))


@pytest.mark.slow
def test_commands_run_one_after_another(folder: Path) -> None:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for line in commands("README.md"):
        found = subprocess.run(
            ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, f"{line}\n{found.stderr}"
        assert found.stdout.strip(), line


def test_both_languages_give_the_same_commands_files_and_settings() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in READMES)
    assert commands(READMES[0]) == commands(READMES[1])
    first_cells = [re.findall(r"^\| (`[^`]+`)", text, re.MULTILINE) for text in (english, chinese)]
    assert first_cells[0] == first_cells[1]
    assert english.count("\n## ") == chinese.count("\n## ")


def test_every_setting_is_described_with_its_default() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `JINGYAN_{name.upper()}` \| ([^|]+) \|", text, re.MULTILINE)
        assert row, name
        if not field.default_factory and field.default:
            assert type(field.default)(row[1]) == field.default or float(row[1]) == field.default, name


def test_every_command_is_described() -> None:
    from pipeline.cli import app

    text = (ROOT / "README.md").read_text("utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"`jingyan {command.callback.__name__} " in text
