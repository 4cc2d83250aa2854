"""run.json: what a build took, came by and changed; and how that is said to people."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.discover import Found
from corpus.model import Outcome, Source
from corpus.system import cpu_seconds_of, peak_memory_of
from extractors.overlay import NONE
from outputs.model import DocumentRecord
from outputs.outcomes import wording
from outputs.schemas import check
from outputs.views import schema_id
from pipeline.plan import Plan
from pipeline.report import ADVICE, rejected_rows, run_sentences
from pipeline.run_report import Recorder, mark
from pipeline.seen import Figures, Seen
from pipeline.settings import Settings

NAMES = ("kept.txt", "changed.txt", "new name.txt", "new.txt")


def plan(folder: Path) -> Plan:
    found = [Found(name, folder / name) for name in NAMES]
    ignored = Found("~$x.docx", folder / "~$x.docx", Outcome("ignored:lock", "A lock."))
    return Plan((folder,), (*found, ignored), folder / "out", Settings(), NONE)


def seen(name: str, sha256: str, status: str = "ok") -> Seen:
    return Seen(DocumentRecord(Source(name, sha256, 1), Outcome(status, None if status == "ok" else "So.")))


@pytest.fixture
def report(tmp_path: Path) -> dict[str, Any]:
    """The report of a build over a catalogue that had four documents."""
    out = tmp_path / "out"
    out.mkdir()
    before = {"kept.txt": "1", "changed.txt": "2", "old name.txt": "3", "gone.txt": "4"}
    documents = [{"name": name, "sha256": hash_, "status": "ok"} for name, hash_ in before.items()]
    (out / "documents.json").write_text(json.dumps({"documents": documents}), encoding="utf-8")
    (out / "catalogue.json").write_text(json.dumps({"generator": {"version": "0.0.9"}}), encoding="utf-8")
    (out / "run.json").write_text(json.dumps({"started": "2026-01-01T00:00:00+00:00"}), encoding="utf-8")
    recorder = Recorder(plan(tmp_path), lambda: [os.getpid()])
    for name, hash_, status in zip(NAMES, "1536", ("ok", "ok", "partial", "rejected:damaged"), strict=True):
        recorder.seen(seen(name, hash_, status))
    lazy = recorder.report("local", Figures(read=2, kept=1, extracted=1))
    time.sleep(0.02)  # as writing takes
    return {**lazy}


def test_outcomes_and_changes_are_counted(report: dict[str, Any]) -> None:
    assert report["outcomes"] == {"ok": 2, "partial": 1, "rejected": 1, "ignored": 1}
    assert report["documents"] == {"read": 2, "extracted": 1, "kept": 1, "quarantined": 0}
    assert report["changed"] == {"added": 1, "updated": 1, "moved": 1, "removed": 1}
    assert report["previous"]["version"] == "0.0.9"
    assert report["previous"]["started"] == "2026-01-01T00:00:00+00:00"
    assert len(report["previous"]["sha256"]) == 64


def test_steps_follow_each_other_and_the_last_ends_when_the_report_is_written(report: dict[str, Any]) -> None:
    assert [one["step"] for one in report["steps"]] == ["read", "catalogue", "publish"]
    assert report["steps"][2]["seconds"] >= 0.02
    assert report["seconds"] == pytest.approx(sum(one["seconds"] for one in report["steps"]), abs=0.003)
    assert all(one["cpu"] >= 0 for one in report["steps"])


def test_versions_and_memory(report: dict[str, Any]) -> None:
    assert {"jingyan", "python", "lxml", "pypdfium2"} <= report["versions"].keys()
    assert set(report["extras"]) == {"ocr", "semantic", "dask", "libreoffice"}
    assert report["memory"]["main_mb"] > 1
    check({"schema": schema_id("run"), **report}, "run.json")


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell of other processes")
def test_a_process_that_runs_is_counted() -> None:
    busy = "import time\nx = bytearray(90_000_000)\nwhile time.process_time() < 0.4: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        before = mark([])
        process.stdout.readline()
        assert (cpu_seconds_of(process.pid) or 0) >= 0.3
        assert (peak_memory_of(process.pid) or 0) > 80_000_000
        assert mark([process.pid]).cpu - before.cpu >= 0.3
        process.communicate("\n")
    assert cpu_seconds_of(process.pid) is None
    assert peak_memory_of(process.pid) is None


def test_people_are_told_in_sentences(report: dict[str, Any]) -> None:
    changes = {
        "documents": {"added": ["b", ".hidden"], "fields": {}},  # those that are none are listed, too
        "cases": {"added": [], "updated": ["1", "2"], "relinked": ["3"], "fields": {"1": ["title"]}},
    }
    took, memory, read, before = run_sentences(report, changes)
    assert took.startswith("Took: ")
    assert "publish" in took
    assert "MB here" in memory
    assert read == "Documents: 2 read, 1 extracted, 1 kept."
    documents, cases = "1 added, 1 updated, 1 moved, 1 removed", "2 updated, 1 relinked"
    assert before == f"Against the catalogue before: documents: {documents}; cases: {cases}."
    corrected = {"documents": {"added": []}, "cases": {"updated": ["1"]}}
    assert run_sentences({"seconds": 3.0}, corrected) == [
        "Against the catalogue before: documents: no change; cases: 1 updated."
    ]
    assert run_sentences({"seconds": 3.0}, {}) == ["Against the catalogue before: no change."]


def test_what_to_do_is_said_of_every_kind_of_rejection() -> None:
    ignored = {"catalogue", "hidden", "lock", "marked", "page_part", "picture", "special", "symlink", "temporary"}
    assert set(wording().reasons) - ignored <= ADVICE.keys()
    records = [DocumentRecord(Source("a", "", 0), Outcome(f"rejected:{code}", "So.")) for code in ADVICE]
    rows = rejected_rows([*records, DocumentRecord(Source("b", "", 0), Outcome("partial", "Pages 1–3."))])
    assert all(row["what to do"] for row in rows)
