"""Mutated samples: every file has one outcome that a person understands, and every finding stands where it says.

`make fuzz` makes many more of them than are made here; FUZZ=number, FUZZ_SEED=number. What it finds goes to
tests/cases/fuzz.yml or to the tests of the part that failed.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from corpus.discover import Found
from corpus.document import prepare_text
from extractors.extract import extract
from extractors.private import private
from outputs.jsonfile import dumps
from outputs.model import Catalogue, DocumentRecord
from outputs.promise import broken
from outputs.record import record_json
from pipeline.pool import ReaderPool
from pipeline.settings import Settings
from tests.folders import SAMPLES
from tests.fuzz.mutations import mutated, reworded
from tests.processes import stays

ROOT = Path(__file__).parents[2]
KINDS = ("docx", "html", "pdf", "txt", "xlsx")
NUMBER = int(os.environ.get("FUZZ", "100"))  # files, and as many texts
SEED = int(os.environ.get("FUZZ_SEED", "1"))
FAULTS = ("rejected:internal", "rejected:crashed")  # ours, whatever the file

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    """Readers as a build has them."""
    with ReaderPool(Settings(jobs=2)) as pool:
        yield pool
        pids = [worker.pid for worker in pool.workers]
    assert not [pid for pid in pids if stays(pid)]


def _files(folder: Path) -> Iterator[tuple[int, Found]]:
    """Mutated samples, the kinds by turns, each by a chance of its own: a number gives the same file always."""
    of_kind = {kind: sorted(SAMPLES.rglob(f"*.{kind}")) for kind in KINDS}
    for number in range(NUMBER):
        chance, kind = Random(f"{SEED} {number}"), KINDS[number % len(KINDS)]
        path = folder / f"{number}.{kind}"
        path.write_bytes(mutated(chance.choice(of_kind[kind]).read_bytes(), chance))
        yield number, Found(path.name, path)


def _faults(record: DocumentRecord) -> list[str]:
    """What is wrong with the record of a mutated file, whatever the mutation."""
    outcome = record.outcome
    if outcome.status in FAULTS or (outcome.status != "ok" and not outcome.reason):
        return [f"{outcome.status}: {outcome.reason}"]
    if record.document:
        json.loads(dumps(record_json(record)).decode())
    return list(broken(Catalogue((record,), (), ())))


def test_a_mutated_file_has_one_outcome(pool: ReaderPool, tmp_path: Path) -> None:
    files = dict(_files(tmp_path))
    records = pool.submit_all(files.values())
    found = {number: _faults(told.result().record) for number, told in zip(files, records, strict=True)}
    assert {number: faults for number, faults in found.items() if faults} == {}


def _texts() -> Iterator[tuple[int, str]]:
    samples = [path.read_text("utf-8", errors="replace") for path in sorted(SAMPLES.rglob("*.txt"))]
    for number in range(NUMBER):
        chance = Random(f"text {SEED} {number}")
        yield number, reworded(chance.choice(samples), chance)


def test_what_is_found_in_a_mutated_text_stands_where_it_says() -> None:
    for number, text in _texts():
        document = prepare_text(text)
        found = extract(document)
        for one in (*found.quantities, *found.dates, *found.practices, *found.problems):
            assert document.text[one.start : one.end] == one.text, (number, one)
        assert all(0 <= one.start < one.end <= len(document.text) for one in private(document)), number
