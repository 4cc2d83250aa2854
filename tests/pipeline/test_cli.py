"""The command line as scripts use it: what it prints, its exit codes, and that a mistake touches nothing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.settings import state_folder
from tests.folders import contents

JINGYAN = Path(sys.executable).with_name("jingyan")
REPORT = """青禾县推进支部联建的做法
一、主要做法
一是加强教育培训。全县举办培训班12期，培训党员860人次。
二是健全联席会议制度。青禾县签订联建协议36份。
二、存在的问题
一些支部联而不动，责任不清。
"""


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([JINGYAN, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with one report and one broken file."""
    return _reports_in(tmp_path)


def _reports_in(folder: Path) -> Path:
    folder /= "报告 一"
    folder.mkdir()
    (folder / "经验材料.txt").write_text(REPORT, encoding="utf-8")
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 not a document")
    return folder


@dataclass(frozen=True, slots=True)
class Built:
    """A build of those two, for all tests that leave the catalogue as it is."""

    reports: Path
    out: Path
    told: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    reports, out = _reports_in(folder), folder / "out"
    return Built(reports, out, run("build", reports, "--out", out, "--engine", "local"))


def _tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_build_publishes_and_says_where_to_look(built: Built) -> None:
    assert built.told.returncode == 0, built.told.stderr
    assert "site/index.html" in built.told.stdout
    assert "坏的.docx" in built.told.stderr
    statuses = {
        d["name"]: d["status"] for d in json.loads((built.out / "documents.json").read_text("utf-8"))["documents"]
    }
    assert statuses == {"坏的.docx": "rejected:damaged", "经验材料.txt": "ok"}


def test_strict_makes_rejected_files_a_failure(reports: Path, tmp_path: Path) -> None:
    found = run("build", reports, "--out", tmp_path / "out", "--engine", "local", "--strict")
    assert found.returncode == 1
    assert (tmp_path / "out/catalogue.json").exists()


def test_search_finds_what_was_built(built: Built) -> None:
    plain = run("search", "联而不动", "--in", built.out)
    assert plain.returncode == 0
    assert "青禾县推进支部联建的做法" in plain.stdout
    as_json = json.loads(run("search", "聯而不動", "--in", built.out, "--json").stdout)
    assert as_json["total"] >= 1
    assert as_json["hits"][0]["document"] == "经验材料.txt"


def test_extract_prints_a_record_a_line_and_writes_nothing(reports: Path) -> None:
    before = _tree(reports)
    found = run("extract", *sorted(reports.iterdir()), cwd=reports)
    records = [json.loads(line) for line in found.stdout.splitlines()]
    assert found.returncode == 0
    assert [record["document"]["status"] for record in records] == ["rejected:damaged", "ok"]
    assert records[0]["quantities"] == []
    for kind in ("quantities", "problems", "practices"):
        assert records[1][kind], kind
        assert all(records[1]["text"][m["start"] : m["end"]] == m["text"] for m in records[1][kind])
        assert all(REPORT[slice(*m["source"])] == m["text"] for m in records[1][kind])
    assert _tree(reports) == before


def _mistakes(folder: Path) -> list[tuple[Sequence[str | Path], str]]:
    (folder / "empty").mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "other").mkdir()
    (folder / "other/mine.txt").write_text("keep me", encoding="utf-8")
    return [
        (["build", folder / "nowhere", "--out", folder / "out"], "nowhere"),
        (["build", folder / "empty", "--out", folder / "out"], "empty"),
        (["build", folder / "a.txt", "--out", folder / "a.txt"], "a.txt"),
        (["build", folder / "a.txt", "--out", folder / "a.txt" / "out"], "a.txt"),
        (["build", folder / "a.txt", "--out", folder / "other"], "other"),
        (["build", folder / "a.txt", "--out", folder / "out", "--jobs", "0"], "--jobs"),
        (["build", folder / "a.txt", "--out", folder / "out", "--engine", "steam"], "steam"),
        (["search", "经验", "--in", folder / "nowhere"], "nowhere"),
        (["search", "经验", "--in", folder / "a.txt"], "a.txt"),
        (["search", "", "--in", folder / "empty"], ""),
        (["evaluate", folder / "nowhere"], "nowhere"),
        (["evaluate", folder / "a.txt"], "a.txt"),
        (["extract"], "FILE"),
        (["extract", folder / "nowhere.txt"], "nowhere.txt"),
        (["extract", folder / "empty"], "empty"),
        (["build", folder / "a.txt", "--out", "/"], "/"),
        (["serve", folder, "--cron", "every night"], "--cron"),
        (["brew"], "brew"),
    ]


def test_a_mistake_is_one_clear_line_exit_2_and_touches_nothing(tmp_path: Path) -> None:
    mistakes = _mistakes(tmp_path)
    before = _tree(tmp_path)
    for arguments, named in mistakes:
        found = run(*arguments)
        assert found.returncode == 2, (arguments, found.stdout, found.stderr)
        assert named in found.stderr, (arguments, found.stderr)
        assert "Traceback" not in found.stderr
        assert _tree(tmp_path) == before, arguments


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/usr/bin/setpriv").exists(), reason="root may write anywhere")
def test_no_permission_is_said_before_anything_is_touched(reports: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    # root ignores permissions unless it gives the power to do so away
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []
    command = [*drop, JINGYAN, "build", reports, "--out", closed / "out", "--engine", "local"]
    found = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert found.returncode == 2, found.stderr
    assert "permission" in found.stderr.lower()
    assert not any(closed.iterdir())


def test_help_reads_well() -> None:
    found = run("--help")
    assert found.returncode == 0
    for command in ("build", "extract", "search", "evaluate", "deploy", "serve"):
        assert command in found.stdout
        assert run(command, "--help").returncode == 0


def test_extract_never_imports_prefect(reports: Path) -> None:
    code = (
        "import sys; sys.argv = ['jingyan', 'extract', sys.argv[1]]\n"
        "from pipeline.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'prefect']"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, reports / "经验材料.txt"], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr


def test_names_cannot_steer_the_terminal(reports: Path, tmp_path: Path) -> None:
    (reports / "a\x1b[31m\x1b[2J\u202e\nforged line.docx").write_bytes(b"PK broken")
    found = run("build", reports, "--out", tmp_path / "out", "--engine", "local")
    assert found.returncode == 0
    assert "\x1b" not in found.stderr
    assert "\u202e" not in found.stderr
    assert not any(line.startswith("forged line") for line in found.stderr.splitlines())


def test_an_output_inside_a_catalogue_is_refused(built: Built) -> None:
    before = _tree(built.out)
    found = run("build", built.reports, "--out", built.out / "inner", "--engine", "local")
    assert found.returncode == 2
    assert "inside the catalogue" in found.stderr
    assert _tree(built.out) == before


def test_a_catalogue_among_the_sources_is_no_report(built: Built, reports: Path, tmp_path: Path) -> None:
    shutil.copytree(built.out, reports / "旧目录")
    assert run("build", reports, "--out", tmp_path / "out", "--engine", "local").returncode == 0
    listed = json.loads((tmp_path / "out/documents.json").read_text("utf-8"))["documents"]
    assert {document["name"] for document in listed if not document["status"].startswith("ignored")} == {
        "坏的.docx",
        "经验材料.txt",
    }


def test_an_output_inside_the_source_is_no_source(reports: Path) -> None:
    for _ in range(2):
        assert run("build", reports, "--out", reports / "目录", "--engine", "local").returncode == 0
    listed = json.loads((reports / "目录/documents.json").read_text("utf-8"))["documents"]
    assert {document["name"] for document in listed} == {"坏的.docx", "经验材料.txt"}


def test_extract_explains_for_people(reports: Path) -> None:
    found = run("extract", "--explain", reports / "经验材料.txt")
    assert found.returncode == 0
    assert "存在的问题" in found.stdout
    assert "problem" in found.stdout
    assert not found.stdout.startswith("{")


@pytest.mark.parametrize("kilobytes", [4, 24, 40, 64])
def test_a_full_disk_is_said_and_the_old_catalogue_stands(built: Built, tmp_path: Path, kilobytes: int) -> None:
    """A limit on the size of a file stands for the disk: it stops what is laid aside of records, JSON, SQLite or the
    site, whichever comes first. Of reports that did not change nothing would be written, so one is new.
    """
    out, reports = built.out, Path(shutil.copytree(built.reports, tmp_path / "reports"))
    (reports / "新增.txt").write_text(REPORT.replace("青禾县", "白沙村"), encoding="utf-8")
    before = contents(out)
    limited = f'ulimit -f {kilobytes}; exec "$0" "$@"'
    command = ["bash", "-c", limited, JINGYAN, "build", reports, "--out", out, "--engine", "local"]
    found = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert found.returncode == 1, found.stderr
    assert "Traceback" not in found.stderr
    assert "what was there is unchanged" in found.stderr or "the old catalogue stands" in found.stderr
    assert contents(out) == before
    assert not (state_folder(out) / "publish").exists()


def test_version_and_wrong_settings() -> None:
    assert run("--version").stdout.startswith("jingyan ")
    environment = os.environ | {"JINGYAN_JOBS": "many"}
    command = [str(JINGYAN), "build", "x"]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "JINGYAN_JOBS" in found.stderr


def test_a_damaged_catalogue_is_said_and_a_failure(built: Built, tmp_path: Path) -> None:
    out = shutil.copytree(built.out, tmp_path / "out")
    assert run("show", "conflicts", "--in", out).returncode == 0
    document = next((out / "documents").glob("*.json"))
    document.write_text("{}", "utf-8")
    found = run("show", "conflicts", "--in", out)
    assert found.returncode == 1
    assert f"damaged: documents/{document.name}" in found.stderr
    assert "Traceback" not in found.stderr


def test_json_of_a_query_that_is_no_text_is_utf_8(built: Built) -> None:
    command = [os.fsencode(JINGYAN), b"search", b"\xe6\x9d", b"--json", b"--in", os.fsencode(built.out)]
    found = subprocess.run(command, capture_output=True, check=False)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout.decode("utf-8"))["query"] == "\ufffd\ufffd"
