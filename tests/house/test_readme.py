"""Both READMEs say the same, and all that there is; their commands are run by test_docs_commands.py."""

import re

from pipeline.settings import Settings
from tests.house.documented import commands, page

READMES = ("README.md", "README.zh-CN.md")


def test_both_languages_give_the_same_commands_files_and_settings() -> None:
    english, chinese = map(page, READMES)
    assert commands(english) == commands(chinese)
    first_cells = [re.findall(r"^\| (`[^`]+`)", text, re.MULTILINE) for text in (english, chinese)]
    assert first_cells[0] == first_cells[1]
    assert english.count("\n## ") == chinese.count("\n## ")


def test_every_setting_is_described_with_its_default() -> None:
    text = page("README.md")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `JINGYAN_{name.upper()}` \| ([^|]+) \|", text, re.MULTILINE)
        assert row, name
        if not field.default_factory and field.default:
            assert type(field.default)(row[1]) == field.default or float(row[1]) == field.default, name


def test_every_command_is_described() -> None:
    from pipeline.cli import app

    text = page("README.md")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"`jingyan {command.callback.__name__} " in text
