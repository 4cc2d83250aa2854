"""What is kept from build to build: what did not change costs nothing, and nothing is ever taken for what it is not."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from corpus.discover import Found
from corpus.readers.legacy import CONVERTED
from outputs.model import DocumentRecord
from outputs.packed import compressed, pack, unpack
from pipeline import kept_rows, versions
from pipeline.kept import LEFT_ALONE, Kept
from pipeline.kept_rows import BUILDS, Rows
from pipeline.plan import plan
from pipeline.process import Job, Worker
from pipeline.seen import Seen
from pipeline.session import open_session
from pipeline.settings import Settings, state_folder
from pipeline.versions import versions_of
from tests.corpus.compound_files import word
from tests.corpus.docx_files import zipped
from tests.corpus.office_files import calls, stand_in
from tests.pipeline.test_cli import REPORT
from tests.processes import wait_for

PLACES = ("青禾县", "云台镇", "白沙村")
OWN = "problems:\n  new: [{id: L1_own, name: 责任不清, group: C, variants: [责任不清]}]\n"
Look = Callable[..., dict[str, Seen]]


@pytest.fixture(autouse=True, scope="module")
def _one_version() -> Iterator[None]:
    """Our own files may change while tests run; that this tells one version from another has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("reading_version", "extraction_version"):
            patch.setattr(versions, name, lambda name=name: name)
        yield


def look(folder: Path, again: bool = False, **settings: Any) -> dict[str, Seen]:
    """Read the reports in a folder as a build does; what is seen by name."""
    found: dict[str, Seen] = {}
    todo = plan([folder / "reports"], folder / "out", Settings(**{"jobs": 1, "semantic": False} | settings))

    def see(one: Seen) -> None:
        """Once the session is over, nothing lies aside any more."""
        found[one.record.source.name] = replace(one, record=replace(one.record))

    with open_session(todo, see, again=again) as session:
        for future in chain.from_iterable(session.readings):
            future.result()
    told = session.figures()  # whoever waits for a document may know of it before those who are told of each
    assert sum((told.read, told.extracted, told.kept, told.quarantined)) == len(found)
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Seen]]:
    """Reports that were read once, with what was kept of them."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "reports").mkdir()
    for place in PLACES:
        (folder / "reports" / f"{place}.txt").write_text(REPORT.replace("青禾县", place), encoding="utf-8")
    (folder / "reports" / "坏的.pdf").write_bytes(b"%PDF-1.7 broken")
    return folder, look(folder)


@pytest.fixture
def reports(built: tuple[Path, dict[str, Seen]], tmp_path: Path) -> Path:
    """A folder of these for one test, with what was kept."""
    shutil.copytree(built[0], tmp_path, dirs_exist_ok=True)
    return tmp_path / "reports"


@pytest.fixture
def first(built: tuple[Path, dict[str, Seen]]) -> dict[str, Seen]:
    """What was seen when they were read."""
    return built[1]


@pytest.fixture
def seen(reports: Path, tmp_path: Path) -> Look:
    """Read these reports once more, as often as wanted."""
    return partial(look, tmp_path)


def hows(found: Mapping[str, Seen]) -> dict[str, str]:
    return {name.partition(".")[0]: one.how for name, one in sorted(found.items())}


def records(found: Mapping[str, Seen]) -> dict[str, DocumentRecord]:
    return {name: one.record for name, one in sorted(found.items())}


ALL = ("云台镇", "坏的", "白沙村", "青禾县")


def test_what_did_not_change_is_not_read_again(seen: Look, first: dict[str, Seen]) -> None:
    assert hows(first) == dict.fromkeys(ALL, "read")
    second = seen()
    assert hows(second) == dict.fromkeys(ALL, "kept")
    assert records(second) == records(first)


def test_only_what_changed_is_read_whatever_the_clock_says(seen: Look, reports: Path) -> None:
    changed, renamed, touched = (reports / f"{place}.txt" for place in PLACES)
    told = changed.stat()
    changed.write_text(changed.read_text("utf-8").replace("12期", "13期"), encoding="utf-8")
    os.utime(changed, ns=(told.st_atime_ns, told.st_mtime_ns))  # as a copy that keeps times would have it
    renamed.rename(reports / "renamed.txt")
    os.utime(touched, (0, 0))
    found = seen()
    assert hows(found) == {"坏的": "kept", "青禾县": "read", "renamed": "extracted", "白沙村": "kept"}
    assert found["renamed.txt"].record.source.name == "renamed.txt"
    assert found["renamed.txt"].record.document is not None
    assert found["renamed.txt"].record.document.source.name == "renamed.txt"
    assert "13期" in str(found["青禾县.txt"].record.document)


def test_other_words_are_looked_for_in_what_was_read_before(seen: Look, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "own.yml").write_text(OWN, encoding="utf-8")
    found = seen(taxonomy=tmp_path / "words")
    assert hows(found) == dict.fromkeys(ALL, "extracted") | {"坏的": "read"}
    assert "L1_own" in {one.category for one in found["青禾县.txt"].record.findings.problems}
    assert hows(seen(taxonomy=tmp_path / "words")) == dict.fromkeys(ALL, "kept")
    assert hows(seen()) == dict.fromkeys(ALL, "kept"), "what was found without these words is still there"


def test_another_reader_reads_all_anew(seen: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "reading_version", lambda: "another")
    assert hows(seen()) == dict.fromkeys(ALL, "read")


def test_another_profile_is_another_record_of_the_same_reading(seen: Look) -> None:
    public = seen(profile="public")
    assert hows(public) == dict.fromkeys(ALL, "extracted") | {"坏的": "read"}
    assert hows(seen(profile="public")) == dict.fromkeys(ALL, "kept")


def test_members_of_archives_are_kept_each(seen: Look, reports: Path) -> None:
    members = {f"{place}.txt": REPORT.replace("青禾县", f"{place}二") for place in PLACES}
    (reports / "all.zip").write_bytes(zipped(members))
    seen()
    (reports / "all.zip").write_bytes(zipped(members | {"青禾县.txt": REPORT + "补充材料。"}))
    found = {name: one.how for name, one in seen().items() if name.startswith("all.zip")}
    assert found == {"all.zip/云台镇.txt": "kept", "all.zip/白沙村.txt": "kept", "all.zip/青禾县.txt": "read"}


def test_what_waits_for_libreoffice_is_read_once_that_is_there(seen: Look, reports: Path, tmp_path: Path) -> None:
    (reports / "old.doc").write_bytes(word())
    without = {"soffice": tmp_path / "nothing"}
    assert seen(**without)["old.doc"].record.outcome.status == "rejected:needs_office"
    assert seen(**without)["old.doc"].how == "kept"
    program = stand_in(tmp_path / "program")
    found = seen(soffice=program)
    assert (found["old.doc"].how, found["old.doc"].record.outcome.status) == ("read", "ok")
    assert hows(found)["青禾县"] == "kept", "others do not need it"
    again = seen(soffice=program)
    assert (again["old.doc"].how, again["old.doc"].record) == ("kept", found["old.doc"].record)
    assert CONVERTED in again["old.doc"].record.warnings or "converted" in str(again["old.doc"].record)
    assert len(calls(program)) == 1


def test_a_document_that_takes_too_long_twice_is_left_alone(seen: Look, reports: Path) -> None:
    (reports / "long.txt").write_text(REPORT * 60_000, encoding="utf-8")
    short = {"seconds": 0.05}
    found = [seen(**short)["long.txt"] for _ in range(3)]
    assert [one.how for one in found] == ["read", "read", "quarantined"]
    assert {one.record.outcome.status for one in found} == {"rejected:timeout"}
    assert len({one.record.outcome.reason for one in found}) == 1, "a catalogue does not tell how often it was built"
    assert (found[0].record.outcome.reason or "").endswith(LEFT_ALONE)
    assert seen(again=True, **short)["long.txt"].how == "read", "somebody asked"
    assert seen(**short)["long.txt"].how == "read", "and that counts anew"
    assert seen(**short)["long.txt"].how == "quarantined"
    assert seen(seconds=0.06)["long.txt"].how == "read", "with another limit it is worth a try"


def test_a_document_that_kills_its_reader_is_tried_twice_in_all(
    seen: Look, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (reports / "deadly.txt").write_text(REPORT + "致命。", encoding="utf-8")
    run, tries = Worker.run, list[str]()

    def deadly(self: Worker, job: Job) -> Any:
        if isinstance(job[1][0], Found) and job[1][0].name == "deadly.txt":
            tries.append(job[0])
            os.kill(self.pid, signal.SIGKILL)
        return run(self, job)

    monkeypatch.setattr(Worker, "run", deadly)
    first, second = seen(), seen()
    assert tries == ["read", "read"]
    assert (first["deadly.txt"].how, second["deadly.txt"].how) == ("read", "quarantined")
    assert first["deadly.txt"].record == second["deadly.txt"].record
    assert second["deadly.txt"].record.outcome.status == "rejected:crashed"
    assert {one.how for name, one in second.items() if name != "deadly.txt"} == {"kept"}


def test_what_is_the_fault_of_the_moment_is_not_kept(seen: Look, reports: Path) -> None:
    locked = reports / "白沙村.txt"
    text = locked.read_bytes()
    locked.unlink()
    locked.symlink_to(reports / "云台镇.txt")
    assert seen()["白沙村.txt"].how == "extracted", "a link is what it leads to"
    locked.unlink()
    locked.write_bytes(text)
    assert seen()["白沙村.txt"].how == "kept"


def _state(tmp_path: Path) -> Path:
    return state_folder(tmp_path / "out") / "kept.sqlite"


def test_a_store_that_is_no_store_is_thrown_away_with_a_line(
    seen: Look, first: dict[str, Seen], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _state(tmp_path).write_bytes(b"no database " * 1000)
    capsys.readouterr()
    assert hows(seen()) == dict.fromkeys(ALL, "read")
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    again = seen()
    assert hows(again) == dict.fromkeys(ALL, "kept")
    assert records(again) == records(first)


def test_a_store_of_another_layout_is_thrown_away(
    seen: Look, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kept_rows, "LAYOUT", 99)
    assert hows(seen()) == dict.fromkeys(ALL, "read")
    assert "another version" in capsys.readouterr().err


def test_where_nothing_can_be_kept_documents_are_read(
    seen: Look, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _state(tmp_path).unlink()
    _state(tmp_path).mkdir()
    for _ in range(2):
        assert hows(seen()) == dict.fromkeys(ALL, "read")
        assert "every document is read anew" in capsys.readouterr().err


def test_the_store_is_for_us_alone(reports: Path, tmp_path: Path) -> None:
    assert _state(tmp_path).stat().st_mode & 0o077 == 0


def _kept(path: Path, said: list[str]) -> Kept:
    return Kept(Rows(path, said.append), versions_of(Settings()))


def test_damage_anywhere_makes_no_wrong_record(first: dict[str, Seen], reports: Path, tmp_path: Path) -> None:
    """Bytes of the store are overwritten in many places: what comes out of it is what went in, or nothing."""
    chance = random.Random(9)
    whole = _state(tmp_path).read_bytes()
    nothing = 0
    for number in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 400))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(damaged)
        with _kept(path, []) as store:
            for name, record in records(first).items():
                known = store.look(Found(name, reports / name))
                nothing += known.record is None
                assert known.record in (None, record)
        path.unlink(missing_ok=True)
    assert 0 < nothing < 150 * len(first)


def test_a_build_that_is_killed_keeps_what_it_had_written(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    code = (
        "import sys, itertools; from pathlib import Path; from pipeline.kept_rows import Rows\n"
        "rows = Rows(Path(sys.argv[1]), print)\n"
        "for number in itertools.count(): rows.put(b'%d' % number, b'x' * 5000)\n"
    )
    wal = path.with_name("kept.sqlite-wal")
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", code, str(path)]) as program:
            wait_for(lambda: path.exists() and path.stat().st_size > 0)
            wait_for(lambda: wal.exists() and wal.stat().st_size > 100_000)
            program.kill()
        said: list[str] = []
        rows = Rows(path, said.append)
        assert rows.body([b"0"]) == (b"0", b"x" * 5000)
        rows.close()
        assert said == []


def test_what_no_build_used_for_a_while_goes_and_the_file_shrinks(tmp_path: Path) -> None:
    def build(*keys: bytes) -> Rows:
        rows = Rows(tmp_path / "kept.sqlite", print)
        for key in keys:
            if rows.body([key]):
                rows.touch(key)
            else:
                rows.put(key, os.urandom(400_000))
        return rows

    def done(rows: Rows) -> None:
        rows.finish()
        rows.close()

    done(build(b"a", b"b"))
    size = (tmp_path / "kept.sqlite").stat().st_size
    for _ in range(BUILDS - 1):
        done(build(b"a"))
    build(b"a").close()  # one that failed counts for none
    rows = build()
    assert rows.body([b"b"]) is not None
    rows.close()
    done(build(b"a"))
    rows = build()
    assert rows.body([b"b"]) is None
    assert rows.body([b"a"]) is not None
    rows.close()
    assert (tmp_path / "kept.sqlite").stat().st_size < 0.7 * size


def test_a_record_is_packed_whole(first: dict[str, Seen]) -> None:
    for record in records(first).values():
        assert unpack(pack(record)) == record
        if record.document:
            opened = unpack(pack(record)).document
            assert [opened.section_at(at) for at in range(0, len(opened.text), 7)] == [
                record.document.section_at(at) for at in range(0, len(opened.text), 7)
            ]


def test_a_reading_that_is_damaged_is_read_anew(seen: Look, first: dict[str, Seen], tmp_path: Path) -> None:
    with sqlite3.connect(_state(tmp_path)) as database:
        database.execute("UPDATE body SET body = ?", (compressed(("somebody else", None)),))
    database.close()
    found = seen()
    assert hows(found) == dict.fromkeys(ALL, "read")
    assert records(found) == records(first)
