"""docs/findings.md shows what the commands print on the sample corpus, to the letter."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from outputs.model import Catalogue
from outputs.publish import publish
from pipeline.cli import app
from pipeline.settings import DEFAULT_OUT
from tests.golden_files import Golden

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```console\n\$ jingyan (?P<arguments>[^\n]+)\n.*?```", re.DOTALL)


def printed(block: re.Match[str]) -> str:
    done = CliRunner().invoke(app, shlex.split(block["arguments"]))
    assert done.exit_code == 0, done.output
    return f"```console\n$ jingyan {block['arguments']}\n{done.stdout}```"


@pytest.mark.golden
def test_the_page_shows_what_is_printed(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    (tmp_path / DEFAULT_OUT).parent.mkdir(parents=True, exist_ok=True)
    publish(catalogue, tmp_path / DEFAULT_OUT, tmp_path / "state")
    monkeypatch.chdir(tmp_path)
    page = (DOCS / "findings.md").read_text(encoding="utf-8")
    assert len(BLOCK.findall(page)) == 4
    Golden(DOCS, bool(request.config.getoption("--update-golden"))).check(BLOCK.sub(printed, page), "findings.md")
