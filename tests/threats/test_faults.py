"""Every hostile file of the table is read by a worker of the pool, as a build does, between two sound documents."""

import ast
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.discover import Found
from outputs.model import DocumentRecord
from pipeline.pool import ReaderPool
from tests.threats.faults import MOST_MB, MOST_SECONDS, Fault, File, faults, files
from tests.threats.files_text import WORDS
from tests.threats.loopback import SECRET, Bait, bait
from tests.threats.reading import Outcome, read_watched, settings

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells what a process takes (Linux)")


@pytest.fixture(scope="module")
def baited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bait]:
    with bait(tmp_path_factory.mktemp("bait")) as found:
        yield found


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(settings()) as found:
        yield found


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Found:
    path = tmp_path_factory.mktemp("good") / "good.txt"
    path.write_text(WORDS, encoding="utf-8")
    return Found(path.name, path)


@pytest.fixture(scope="module")
def usual(pool: ReaderPool, good: Found) -> DocumentRecord:
    """What a sound document gives before anything bad was read."""
    record = pool.submit(good).result().record
    assert record.outcome.status == "ok"
    return record


def _checked(outcome: Outcome, fault: Fault, file: File) -> None:
    assert file.expects(outcome.statuses), [record.outcome for record in outcome.records]
    for record in outcome.records:
        text, said = (
            (record.document.text, record.document.warnings)
            if record.document
            else ("", (record.outcome.reason or "",))
        )
        assert SECRET not in text
        assert record.outcome.status in {"ok", "partial"} or record.outcome.reason
        assert file.text in text or record.outcome.status not in {"ok", "partial"}
        assert file.warning in " ".join(said)
    assert outcome.cost.peak_mb <= MOST_MB
    assert outcome.cost.more_mb <= fault.mb
    assert outcome.cost.seconds <= min(fault.seconds, MOST_SECONDS)


@pytest.mark.parametrize(
    ("fault", "file"),
    [
        pytest.param(fault, file, id=name, marks=[pytest.mark.slow] if file.slow else [])
        for name, fault, file in files()
    ],
)
def test_a_hostile_file(
    fault: Fault,
    file: File,
    pool: ReaderPool,
    usual: DocumentRecord,
    good: Found,
    baited: Bait,
    tmp_path: Path,
) -> None:
    path = tmp_path / file.name
    path.write_bytes(file.made(baited.places))
    outcome = read_watched(pool, path)
    _checked(outcome, fault, file)
    assert baited.asked == []
    assert pool.submit(good).result().record == usual


def test_the_bait_would_tell(baited: Bait) -> None:
    with urllib.request.urlopen(baited.web) as answer:
        assert answer.read().decode() == SECRET
    assert baited.asked == ["/bait"]
    baited.asked.clear()


def test_every_fault_is_tried() -> None:
    rows = faults()
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.files or row.tests for row in rows)


@pytest.mark.parametrize("name", sorted({name for fault in faults() for name in fault.tests}))
def test_the_tests_that_the_table_names_are_there(name: str) -> None:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    tests = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
    assert function in tests if function else tests
