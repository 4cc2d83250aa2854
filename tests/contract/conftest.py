"""What the tests of the contract read: the catalogue of the samples, built once and shared by all processes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from outputs.schemas import schemas
from tests.conftest import SYSTEM_TOOL, on_ci
from tests.contract.closed import Family
from tests.contract.release import json_files
from tests.contract.typescript import tool

ROOT = Path(__file__).parents[2]
# Cases, passages, and what was meant where nothing is found; the last with every filter.
SEARCHES = {
    "党建联盟 联而不动": (),
    "述职评议考核": (),
    "党建联萌": ("--level", "县"),
    "村民议事": (
        *("--place", "不存在县", "--year", "2019-2021", "--theme", "T01_joint_org", "--problem", "E1_two_skins"),
        *("--status", "present", "--cluster", "组织联建"),
    ),
}
JINGYAN = Path(sys.executable).with_name("jingyan")


def run(*command: str | Path) -> str:
    """Output of a command that must succeed."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(out: Path, *more: str | Path) -> None:
    """Build the catalogue of the samples."""
    run(JINGYAN, "build", "corpus/samples", "--out", out, "--engine", "local", *more)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the catalogue of the samples."""
    base = tmp_path_factory.getbasetemp()
    out = (base if worker_id == "master" else base.parent) / "contract" / "catalogue"
    out.parent.mkdir(exist_ok=True)
    with FileLock(out.parent / "lock"):
        if not out.is_dir():
            build(out)
    return out


@pytest.fixture(scope="session")
def values(built: Path) -> dict[str, Any]:
    """Every file of the catalogue by its name, and what a search prints."""
    found = {query: run(JINGYAN, "search", query, "--in", built, "--json", *more) for query, more in SEARCHES.items()}
    return dict(json_files(built)) | {f"search {query}": json.loads(said) for query, said in found.items()}


@pytest.fixture(scope="session")
def family() -> Family:
    """The schemas as they are published now."""
    return Family(schemas())


def want_typescript() -> None:
    """Skip the test where what makes and compiles types is missing; on CI fail it."""
    try:
        commands = [tool("json2ts"), tool("tsc")]
    except FileNotFoundError as error:
        reason = f"{SYSTEM_TOOL}{error} (tests/system_tools.sh installs it where it may)"
        if on_ci():
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    assert all(commands)


@pytest.fixture(scope="session")
def typescript() -> None:
    """What makes and compiles types."""
    want_typescript()
