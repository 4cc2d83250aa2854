"""What only some systems can do: what it does here, and that nothing breaks where it cannot be done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import corpus.system
from corpus.system import OWN_GROUP, end_group, exchange, peak_memory, runs, sync, sync_disk
from tests.processes import stays, wait_for


def test_the_exchange_is_one_step_where_the_system_has_it(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if exchange(tmp_path / "one", tmp_path / "other"):
        assert (tmp_path / "one/other").exists()
        assert (tmp_path / "other/one").exists()
    else:
        assert (tmp_path / "one/one").exists()
    with pytest.raises(OSError, match="No such file"):
        exchange(tmp_path / "one", tmp_path / "none")


def test_where_there_is_no_exchange_nothing_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus.system, "_of_c", lambda _: None)
    (tmp_path / "one").mkdir()
    assert not exchange(tmp_path / "one", tmp_path / "other")
    assert not sync_disk(tmp_path)
    assert (tmp_path / "one").is_dir()


def test_a_group_ends_with_all_that_it_started(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time; print(subprocess.Popen(['sleep', '3600']).pid, flush=True); time.sleep(3600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, **OWN_GROUP) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        end_group(parent.pid)
    assert not stays(child)


def test_a_process_ends_with_its_parent(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    child = (
        "import os, pathlib, sys, time; from corpus.system import end_with_parent; end_with_parent();"
        f"pathlib.Path({str(told)!r}).write_text(str(os.getpid())); time.sleep(3600)"
    )
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(3600)"
    with subprocess.Popen([sys.executable, "-c", parent]) as process:
        wait_for(lambda: told.exists() and told.read_text() != "", lambda: process.poll() is not None)
        process.kill()
    assert not stays(int(told.read_text()))


def test_whether_a_process_runs() -> None:
    assert runs(os.getpid())
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert runs(process.pid) is False


def test_files_and_folders_are_brought_to_disk(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    sync(tmp_path / "a")
    sync(tmp_path)
    sync_disk(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "b")


def test_memory_is_counted_in_bytes() -> None:
    most = peak_memory()
    assert most is not None
    assert 2**22 < most < 2**40
