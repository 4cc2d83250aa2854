"""Prefect's surroundings: its database, the server of our own, and the one that is there already."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import engine
from pipeline.prefect_database import LAYOUT, NAME, laid_out_by_prefect, lay_out
from tests.processes import MOST_SECONDS, stays

HOLD = """
import sys, time
from pathlib import Path
from pipeline import engine
engine.prepare(Path(sys.argv[1]))
with engine.server(services=False) as api:
    api.wait()
    print(api.own.pid, flush=True)
    time.sleep(3600)
"""


@pytest.fixture(autouse=True)
def _no_prefect_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)


def version(home: Path) -> str:
    with closing(sqlite3.connect(home / NAME)) as connection:
        (row,) = connection.execute("SELECT version_num FROM alembic_version")
        return str(row[0])


@pytest.mark.slow
def test_the_layout_is_what_prefect_makes(tmp_path: Path) -> None:
    """Prefect orders indexes, and the constraints of a table, differently from run to run."""
    made, ours = (_words(told) for told in (laid_out_by_prefect(tmp_path), LAYOUT.read_text(encoding="utf-8")))
    assert made == ours, "python -m pipeline.prefect_database"


def _words(layout: str) -> list[list[str]]:
    """The words of each statement, all in whatever order."""
    return sorted(sorted(re.split(r"[\s,()]+", statement)) for statement in layout.split(";"))


def test_a_new_home_gets_a_database_and_one_that_is_there_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lay_out(home)
    assert version(home) in LAYOUT.read_text(encoding="utf-8")
    assert [path.name for path in home.iterdir()] == [NAME]
    (home / NAME).write_bytes(b"somebody's")
    lay_out(home)
    assert (home / NAME).read_bytes() == b"somebody's"


def test_a_server_that_is_set_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    with engine.server() as api:
        api.wait()
        assert api.own is None
    assert os.environ["PREFECT_API_URL"] == "http://127.0.0.1:1/api"


def test_what_the_user_has_set_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    engine.prepare(tmp_path / "ours")
    assert (os.environ["PREFECT_HOME"], os.environ["PREFECT_LOGGING_LEVEL"]) == (str(tmp_path / "mine"), "DEBUG")
    for name in engine.QUIET:
        monkeypatch.delenv(name)


def test_a_server_that_does_not_start_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false" if os.name == "posix" else "where")
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "600")
    with pytest.raises(engine.EngineError, match="--engine local"), engine.server():
        pytest.fail("it has no address")
    assert "PREFECT_API_URL" not in os.environ


@pytest.mark.slow
def test_a_server_of_our_own_ends_with_a_build_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        server = int(holder.stdout.readline())
        holder.send_signal(signal.SIGKILL)
        holder.wait(MOST_SECONDS)
    assert not stays(server)
