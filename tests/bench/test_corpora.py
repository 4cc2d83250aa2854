"""The made corpora: the same bytes each time, read whole by every reader, as dense as real reports."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.corpora import KINDS, MARK, corpus, file
from bench.corpora_reports import COPIES, report
from corpus.discover import Found
from corpus.document import prepare
from corpus.model import Document, Source
from corpus.readers import read
from pipeline.documents import work_on

SOME = range(40, 40 + len(KINDS))  # one of each kind at least, tables and near copies possible
DIGEST = """
import hashlib
from bench.corpora import file
print(hashlib.sha256(b"".join(file(number)[1] for number in range(40, 46))).hexdigest())
"""


def bare(text: str) -> str:
    return "".join(text.split())


def filled(row: Sequence[str]) -> tuple[str, ...]:
    """The cells up to the last one that holds anything."""
    cells = list(map(bare, row))
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def document(number: int) -> Document:
    name, data = file(number)
    return prepare(Source(name, "", len(data)), read(data, name))


def test_the_same_bytes_in_every_process() -> None:
    seeded = (os.environ | {"PYTHONHASHSEED": seed} for seed in ("1", "2"))
    said = [subprocess.check_output([sys.executable, "-c", DIGEST], env=env, text=True).strip() for env in seeded]
    here = hashlib.sha256(b"".join(file(number)[1] for number in range(40, 46))).hexdigest()
    assert said == [here, here]


@pytest.mark.parametrize("number", SOME)
def test_every_kind_is_read_whole(number: int) -> None:
    found, made = document(number), report(number)
    assert found.partial is None
    text = bare(found.text)
    assert [line.text for line in made.lines[1:] if line.kind == "text" and bare(line.text) not in text] == []
    assert made.lines[0].text in found.text or bare(made.lines[0].text) in text
    cells = {bare(cell) for line in made.lines for row in line.rows for cell in row}
    assert [cell for cell in cells if cell not in text] == []


@pytest.mark.parametrize("number", [number for number in SOME if KINDS[number % len(KINDS)] in ("docx", "pdf", "html")])
def test_tables_are_read_as_tables(number: int) -> None:
    rows = [filled(row) for line in report(number).lines for row in line.rows]
    assert [filled(row) for table in document(number).tables for row in table.rows] == rows


def test_running_heads_and_page_numbers_are_no_text() -> None:
    made, found = report(41), document(41)
    assert KINDS[41 % len(KINDS)] == "pdf"
    kinds = [removed.kind for removed in found.removed]
    assert kinds.count("page_number") == kinds.count("running_head") > 1
    assert all(made.head != line for line in found.text.splitlines())


def test_reports_are_as_dense_as_real_ones(tmp_path: Path) -> None:
    letters, practices, problems, quantities = 0, 0, 0, 0
    for number in (40, 41, 44):
        name, data = file(number)
        path = tmp_path / name.rpartition("/")[2]
        path.write_bytes(data)
        record = work_on(Found(name, path)).record
        assert record.outcome.status == "ok"
        assert record.document is not None
        letters += len(record.document.text)
        practices += len(record.findings.practices)
        problems += len(record.findings.problems)
        quantities += len(record.findings.quantities)
    # The samples: 19, 19 and 32 in 1,000 characters.
    assert 12 < practices / letters * 1000 < 24
    assert 12 < problems / letters * 1000 < 24
    assert 22 < quantities / letters * 1000 < 42


def test_a_few_are_near_copies_and_no_two_share_a_name() -> None:
    made = [report(number) for number in range(600)]
    assert len({f"{one.folder}/{one.name}" for one in made}) == len(made)
    copies = [one for one in made if "（转发）" in one.name]
    assert COPIES / 3 < len(copies) / len(made) < COPIES * 3


def test_a_folder_that_stands_is_used_again(tmp_path: Path) -> None:
    whole = corpus(tmp_path, 10, 2)
    before = {path: path.stat().st_ino for path in whole.rglob("*") if path.is_file()}
    assert sorted(path.suffix[1:] for path in before) == sorted(KINDS)
    assert {path: path.stat().st_ino for path in corpus(tmp_path, 10, 2).rglob("*") if path.is_file()} == before
    (tmp_path / f"10{MARK}").write_text("made by others")
    next(iter(before)).write_bytes(b"")
    again = corpus(tmp_path, 10, 2)
    assert {path.relative_to(again).as_posix(): path.read_bytes() for path in before} == dict(map(file, range(10)))
