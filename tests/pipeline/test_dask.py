"""Many machines: a scheduler and two workers read a folder, one of them dies over it, and the bytes are the same."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.pipeline.killed import Tree, tree
from tests.pipeline.machines import Cluster, cluster, readers
from tests.processes import MOST_SECONDS, stays, wait_for

pytest.importorskip("prefect_dask", reason="THE EXTRA dask IS MISSING: make test installs it")
pytestmark = pytest.mark.slow

REPORT = """{place}抓实网格治理的经验材料

一、基本情况
{place}辖{n}个村，常住人口{n}820人。过去存在责任不清、力量分散的问题。

二、主要做法
一是建立网格{n}个，选派网格员{n}6名，定期入户走访。
二是推行积分管理，累计兑换积分{n}00次，解决问题{n}4件。
"""
DOCUMENTS = 48


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many small reports, and one file that is none."""
    folder = tmp_path_factory.mktemp("shared") / "reports"
    folder.mkdir()
    for n in range(1, DOCUMENTS):
        (folder / f"{n:02}.txt").write_text(REPORT.format(place=f"第{n}镇", n=n), encoding="utf-8")
    (folder / "00.docx").write_bytes(b"PK\x03\x04 half of it")
    return folder


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "machines").mkdir()
    with cluster(tmp_path / "machines", 2) as up:
        yield up


def _built(folder: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "build", str(folder), "--out", str(out), *more]
    quick = {"JINGYAN_BATCH_SIZE": "4", "JINGYAN_SEMANTIC": "0"}
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | quick, timeout=None, check=False)


def _bytes(out: Path) -> Tree:
    """All but the way from there to the reports."""
    return {name: digest for name, digest in tree(out).items() if name != "site/data/roots.js"}


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The catalogue as one machine makes it."""
    out = tmp_path_factory.mktemp("here") / "catalogue"
    done = _built(folder, out, "--engine", "local")
    assert done.returncode == 0, done.stderr
    return _bytes(out)


def _kill_when_one_reads(workers: Sequence[subprocess.Popen[bytes]], killed: list[int]) -> None:
    """Kill the first worker that has begun a batch: it has a reader process then."""
    reading: dict[int, list[int]] = {}

    def has_begun() -> bool:
        reading.update((n, found) for n, one in enumerate(workers) if (found := readers(one.pid)))
        return bool(reading)

    wait_for(has_begun, lambda: any(one.poll() is not None for one in workers))
    number, found = next(iter(reading.items()))
    worker = workers[number]
    killed.extend([worker.pid, *found])
    worker.kill()


def test_a_machine_that_dies_changes_no_byte(folder: Path, expected: Tree, machines: Cluster, tmp_path: Path) -> None:
    killed: list[int] = []
    watching = threading.Thread(target=_kill_when_one_reads, args=(machines.workers, killed))
    watching.start()
    done = _built(folder, tmp_path / "far" / "catalogue", "--engine", "dask", "--dask-address", machines.address)
    watching.join()
    assert done.returncode == 0, done.stderr
    assert killed, "no worker was killed: the cluster read nothing"
    dead, other = sorted(machines.workers, key=lambda one: one.pid != killed[0])
    assert dead.wait(MOST_SECONDS) == -9
    assert _bytes(tmp_path / "far" / "catalogue") == expected
    other.terminate()
    other.wait(MOST_SECONDS)
    assert not any(map(stays, killed[1:])), "readers outlived the machine that started them"


def test_what_is_kept_is_not_sent(folder: Path, machines: Cluster, tmp_path: Path) -> None:
    """The second build asks the cluster for nothing, so it may be gone."""
    out = tmp_path / "far" / "catalogue"
    first = _built(folder, out, "--engine", "dask", "--dask-address", machines.address)
    before = _bytes(out)
    second = _built(folder, out, "--engine", "dask", "--dask-address", "tcp://127.0.0.1:9")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert _bytes(out) == before


def test_a_cluster_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    done = _built(folder, tmp_path / "catalogue", "--engine", "dask", "--dask-address", "tcp://127.0.0.1:9")
    assert done.returncode == 1
    assert "tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "catalogue").exists()


def test_an_address_belongs_to_the_engine(folder: Path, tmp_path: Path) -> None:
    without = _built(folder, tmp_path / "catalogue", "--engine", "dask")
    beside = _built(folder, tmp_path / "catalogue", "--engine", "local", "--dask-address", "tcp://127.0.0.1:9")
    assert (without.returncode, beside.returncode) == (2, 2)
    assert "--dask-address" in without.stderr
    assert "--engine dask" in beside.stderr
