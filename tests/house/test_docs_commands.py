"""Every command of README.md and of the pages in docs/ does what it says, and what they name is there."""

import re
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.house.documented import DOCS, ROOT, check_understood, checkout, commands, page, run

PAGES = ["README.md", "CONTRIBUTING.md", *sorted(str(path.relative_to(ROOT)) for path in DOCS.rglob("*.md"))]
# It asks a server that it starts: tests/contract/test_websites_page.py runs its commands.
WITH_A_SERVER = "docs/websites.md"
RUN = [name for name in PAGES if commands(page(name)) and name != WITH_A_SERVER]
SHOWN = [line for name in PAGES for line in commands(page(name), "sh")]
OURS = re.compile(r"`((?:corpus|extractors|outputs|pipeline|tests|docs|bench)/[\w./*-]*[\w*/])`")


def test_there_are_commands() -> None:
    told = {"README.md", "docs/index.md", "docs/analysts.md", "docs/operating.md", "docs/first-change.md"}
    assert told <= set(RUN)
    assert sum(len(commands(page(name))) for name in RUN) > 50


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN)
def test_commands_run_one_after_another(name: str, tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    for command in commands(page(name)):
        run(command, folder)


def test_what_is_not_run_is_at_least_understood() -> None:
    assert sum(map(check_understood, SHOWN)) > 10


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("jingyan build --no-such", "No such option"),
        ("jingyan found", "found"),
        ("ls && jingyan build --jobs x", "valid integer"),
        ("make nothing", "nothing"),
        ("python -m no_such", "no_such"),
    ],
)
def test_what_nobody_understands_is_seen(line: str, said: str) -> None:
    with pytest.raises(Exception, match=said):
        check_understood(line)


@pytest.mark.parametrize("name", PAGES)
def test_settings_of_a_page_are_settings(name: str) -> None:
    known = {f"JINGYAN_{setting.upper()}" for setting in Settings.model_fields}
    assert set(re.findall(r"JINGYAN_[A-Z_]+", page(name))) <= known


@pytest.mark.parametrize("name", PAGES)
def test_files_that_a_page_names_are_there(name: str) -> None:
    made = ("outputs/catalogue", "outputs/public")
    named = [path for path in OURS.findall(page(name)) if not path.startswith(made) and path == path.lower()]
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []


def test_every_file_of_cases_has_its_place_in_the_list() -> None:
    listed = re.findall(r"`(\w+\.yml)`", page("docs/first-change.md").partition("## Which file")[2])
    assert sorted(listed) == sorted(path.name for path in (ROOT / "tests" / "cases").glob("*.yml"))
