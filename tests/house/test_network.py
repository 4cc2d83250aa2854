"""No command of ours asks for anything beyond this machine: not the readers, not Prefect, not a library of either."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

WITNESS = Path(__file__).parent / "witness"
LOOPBACK = ("127.", "::1", "localhost", "/", "\0", "\\x00")
REPORT = "云台镇基层治理经验材料\n一、主要做法\n一是开展培训12次。存在责任不清、联而不动的问题。\n"
PAGE = (
    "<html><head><link rel='stylesheet' href='http://192.0.2.1/a.css'></head><body><h1>云台镇经验材料</h1>"
    "<img src='http://192.0.2.1/b.png'><iframe src='http://192.0.2.1/'></iframe><p>一是开展培训12次。</p></body></html>"
)
COMMANDS = (
    "build reports --out local --engine local",
    "build reports --out prefect --engine prefect",
    "search 联而不动 --in local",
    "extract reports/report.txt",
    "retry --out local",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of reports, one of which names an address that answers nobody."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "reports" / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def watched(command: list[str], folder: Path, **more: str) -> tuple["subprocess.CompletedProcess[str]", list[str]]:
    """What became of a command, and the addresses that it and all its processes asked for."""
    told = folder / "asked.txt"
    told.unlink(missing_ok=True)
    paths = os.pathsep.join(filter(None, [str(WITNESS), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": paths, "WITNESS": str(told), "PREFECT_HOME": str(folder / "home")} | more
    environment.pop("PREFECT_API_URL", None)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done, told.read_text("utf-8").splitlines() if told.exists() else []


def test_what_asks_is_seen_and_refused(folder: Path) -> None:
    code = "import urllib.request as r; r.urlopen('http://192.0.2.1/')"
    done, asked = watched([sys.executable, "-c", code], folder)
    assert done.returncode != 0
    assert "nothing beyond this machine" in done.stderr
    assert asked == ["socket.getaddrinfo 192.0.2.1"]


@pytest.mark.slow
def test_no_command_asks_for_anything_beyond_this_machine(folder: Path) -> None:
    all_asked = []
    for command in COMMANDS:
        done, asked = watched([sys.executable, "-m", "pipeline.cli", *shlex.split(command)], folder)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        all_asked += asked
    assert [one for one in all_asked if not one.partition(" ")[2].startswith(LOOPBACK)] == []
    assert (folder / "prefect" / "catalogue.json").exists()
