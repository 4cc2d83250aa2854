"""Archives on the whole way: each member ends in its own record, the same report beside its archive is a duplicate."""

import json
import zipfile
from pathlib import Path

import pytest

from corpus.discover import discover
from corpus.model import RejectionError
from pipeline.extract import records_of
from pipeline.identify import identify, unread
from pipeline.load import load
from pipeline.settings import Settings
from tests.corpus.docx_files import zipped
from tests.folders import SAMPLES
from tests.pipeline.test_cli import REPORT as SHORT
from tests.pipeline.test_cli import run

REPORT = (SAMPLES / "基层治理/板凳调解队（2014年1月）.txt").read_bytes()
MEMBERS: dict[str, str | bytes] = {
    "乡镇/经验.txt": REPORT,
    "b.txt": SHORT,
    "~$b.docx": "x",
    "坏.docx": "PK\3\4",
    "内.zip": zipped({"a.txt": SHORT}),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive, a report that is in it too, and an archive that cannot be opened."""
    sources = tmp_path / "报告"
    sources.mkdir()
    (sources / "资料.zip").write_bytes(zipped(MEMBERS))
    (sources / "经验.txt").write_bytes(REPORT)
    (sources / "半份.zip").write_bytes(zipped(MEMBERS)[:-40])
    return sources


STATUSES = {
    "~$b.docx": "ignored:lock",
    "b.txt": "ok",
    "乡镇/经验.txt": "ok",
    "内.zip": "rejected:unsupported",
    "坏.docx": "rejected:damaged",
}


def test_extract_prints_a_record_a_member(folder: Path) -> None:
    archive = folder / "资料.zip"
    records = [record["document"] for record in records_of([archive, folder / "半份.zip"], Settings(jobs=1))]
    found = {record["name"]: record["status"] for record in records}
    assert found == {f"{archive}/{name}": status for name, status in STATUSES.items()} | {
        str(folder / "半份.zip"): "rejected:damaged"
    }
    assert all(record["reason"] for record in records if record["status"] != "ok")


def test_a_report_in_an_archive_is_a_duplicate_of_the_one_beside_it(folder: Path, tmp_path: Path) -> None:
    built = run("build", folder, "--out", tmp_path / "out", "--engine", "local")
    assert built.returncode == 0, built.stderr
    documents = json.loads((tmp_path / "out/documents.json").read_text("utf-8"))["documents"]
    by_name = {document["name"]: document for document in documents}
    assert {name: document["status"] for name, document in by_name.items()} == {
        f"资料.zip/{name}": status for name, status in STATUSES.items()
    } | {"半份.zip": "rejected:damaged", "经验.txt": "ok"}
    inside, beside = by_name["资料.zip/乡镇/经验.txt"], by_name["经验.txt"]
    assert inside["sha256"] == beside["sha256"]
    assert inside["id"].startswith(beside["id"]) or beside["id"].startswith(inside["id"])
    cases = [json.loads(path.read_text("utf-8")) for path in sorted((tmp_path / "out/cases").glob("*.json"))]
    copies = [case for case in cases if case["duplicate_of"]]
    assert len(cases) == 2
    assert [case["duplicate_of"] in {other["id"] for other in cases} for case in copies] == [True]


def test_members_are_identified_by_their_own_bytes(folder: Path) -> None:
    found = {one.name: one for one in discover([folder])}
    inside, beside = found["资料.zip/乡镇/经验.txt"], found["经验.txt"]
    assert load(inside.path, inside.member) == load(beside.path)
    assert identify(inside).sha256 == identify(beside).sha256
    assert identify(inside).size == unread(inside).size == len(REPORT)


def test_an_archive_that_is_gone_when_its_members_are_read(folder: Path) -> None:
    found = {one.name: one for one in discover([folder])}["资料.zip/b.txt"]
    found.path.unlink()
    with pytest.raises(RejectionError, match="unreadable"):
        load(found.path, found.member)
    assert identify(found).sha256 == ""
    with zipfile.ZipFile(found.path, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(RejectionError, match="unreadable"):
        load(found.path, found.member)
