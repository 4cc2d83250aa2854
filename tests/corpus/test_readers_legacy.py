"""DOC, RTF and ODT by way of LibreOffice: what it is told, what becomes of documents that it cannot open."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Reading, RejectionError
from corpus.readers import legacy_office, read
from corpus.readers.legacy import CONVERTED, CUT_OFF
from corpus.readers.legacy_mended import CLOCK
from corpus.readers.legacy_office import MOST_HELD_UP, Office, find_office, sweep
from corpus.readers.legacy_profile import socket_of
from corpus.sniff import DOC, ODT, RTF
from tests.corpus.compound_files import word
from tests.corpus.docx_files import cell, docx, item, level, numbering, paragraph, table, zipped
from tests.corpus.office_files import calls, saved_as, stand_in
from tests.processes import stays, wait_for


def documents(folder: Path, *contents: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number}.rtf" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_text(content, encoding="utf-8")
    return paths


def codes(made: tuple[Path | RejectionError, ...]) -> list[str]:
    return [one.code if isinstance(one, RejectionError) else "ok" for one in made]


def test_without_libreoffice_the_reason_says_how_to_install_it() -> None:
    for data, kind in ((word(), "DOC"), (b"{\\rtf1 a}", "RTF")):
        with pytest.raises(RejectionError) as caught:
            read(data, "a.doc")
        assert caught.value.code == "needs_office"
        assert kind in caught.value.reason
        assert "libreoffice-writer" in caught.value.reason
        assert "JINGYAN_SOFFICE" in caught.value.reason


def test_the_reading_of_a_converted_document() -> None:
    reading = read(word(), "a.doc", docx(paragraph("甲")))
    assert (reading.text, reading.media_type, reading.warnings, reading.partial) == ("甲", DOC, (CONVERTED,), None)
    assert read(b"{\\rtf1 a}\r\n\0", "a.rtf", docx(paragraph("甲"))).partial is None
    assert read(b"{\\rtf1 a", "a.rtf", docx(paragraph("甲"))).partial == CUT_OFF
    assert read("乙".encode(), "a.txt", docx(paragraph("甲"))).text == "乙"
    with pytest.raises(RejectionError, match="damaged"):
        read(word(), "a.doc", b"PK\3\4")


def test_a_lot_is_converted_in_one_call(tmp_path: Path) -> None:
    program = stand_in(tmp_path / "程序 一")
    office = Office(program, tmp_path / "工作 一", 60)
    made = office.convert(documents(tmp_path / "in", *"abcde"), tmp_path / "out")
    assert codes(made) == ["ok"] * 5
    assert calls(program) == [["probe", "0", "1", "2", "3", "4", "end"]]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{number}.docx" for number in range(5)]


def converted_by_stand_in(
    tmp_path: Path, *contents: str, seconds: float = 60
) -> tuple[tuple[Path | RejectionError, ...], list[list[str]]]:
    """What becomes of documents, and those of each call."""
    program = stand_in(tmp_path / "program")
    office = Office(program, tmp_path / "work", seconds)
    made = office.convert(documents(tmp_path / "in", *contents), tmp_path / "out")
    assert {call[0] for call in calls(program)} == {"probe"}
    return made, [[name for name in call[1:] if name != "end"] for call in calls(program)]


def test_a_document_that_cannot_be_opened_gets_a_second_run_with_others_like_it(tmp_path: Path) -> None:
    made, runs = converted_by_stand_in(tmp_path, "a", "BAD", "b", "BAD")
    assert codes(made) == ["ok", "damaged", "ok", "damaged"]
    assert runs == [["0", "1", "2", "3"], ["1", "3"]]


def test_a_document_that_ends_libreoffice_takes_no_other_along(tmp_path: Path) -> None:
    made, runs = converted_by_stand_in(tmp_path, "a", "CRASH", "b", "BAD", "c", "d")
    assert codes(made) == ["ok", "crashed", "ok", "damaged", "ok", "ok"]
    assert "exit code 81" in str(made[1])
    assert runs == [["0", "1", "2", "3", "4", "5"], ["1"], ["2", "3", "4", "5"], ["3"]]


def test_a_document_that_a_signal_ends_libreoffice_over(tmp_path: Path) -> None:
    made, runs = converted_by_stand_in(tmp_path, "a", "DIES", "b", "DIES")
    assert codes(made) == ["ok", "crashed", "ok", "crashed"]
    assert "signal 11" in str(made[1])
    assert runs == [["0", "1", "2", "3"], ["1"], ["2", "3"], ["3"]]


def test_libreoffice_may_die_once_by_no_fault_of_the_document(tmp_path: Path) -> None:
    made, runs = converted_by_stand_in(tmp_path, "a", "ONCE", "b")
    assert codes(made) == ["ok"] * 3
    assert runs == [["0", "1", "2"], ["1"], ["2"]]


def test_an_end_without_fault_in_the_middle_of_the_list_is_none(tmp_path: Path) -> None:
    made, _ = converted_by_stand_in(tmp_path, "LEAVES", "a", "b")
    assert codes(made) == ["crashed", "ok", "ok"]


def test_a_document_that_does_not_end_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    made, runs = converted_by_stand_in(tmp_path, "a", "HANG", "b", "c", seconds=4)
    assert codes(made) == ["ok", "timeout", "ok", "ok"]
    assert "4 s" in str(made[1])
    assert runs == [["0", "1", "2", "3"], ["2", "3"]]
    assert not stays(int((tmp_path / "program" / "pids").read_text("utf-8")))


def test_documents_that_do_not_end_hold_a_batch_up_for_so_long_only(tmp_path: Path) -> None:
    made, runs = converted_by_stand_in(tmp_path, *["HANG"] * (MOST_HELD_UP + 1), "a", seconds=2)
    assert codes(made) == ["timeout"] * (MOST_HELD_UP + 2)
    assert len(runs) == MOST_HELD_UP
    assert "not tried" in str(made[-1])


def test_a_signal_at_the_start_is_forgiven_once(tmp_path: Path) -> None:
    for mood, expected in (("DIES", ["needs_office"] * 2), ("ONCE", ["ok"] * 2)):
        program = stand_in(tmp_path / mood, mood)
        office = Office(program, tmp_path / f"work {mood}", 60)
        assert codes(office.convert(documents(tmp_path / "in", "a", "b"), tmp_path / f"out {mood}")) == expected
        assert len(calls(program)) == (2 if mood == "DIES" else 3)


@pytest.mark.parametrize("most", [1, 1024])
def test_a_full_disk_is_no_fault_of_the_documents(tmp_path: Path, most: int) -> None:
    """Here a limit for the size of files (in KB) stands in for the full disk: too small for our own, or for DOCX."""
    program = stand_in(tmp_path / "program")
    paths = documents(tmp_path / "in", "BAD", "b")
    code = (
        "import resource, sys; from pathlib import Path; from corpus.readers.legacy_office import Office\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most} * 1024,) * 2)\n"
        "program, work, *paths = map(Path, sys.argv[1:])\n"
        "print(*Office(program, work, 60).convert(paths, work / 'out'), sep='\\n')"
    )
    command: list[str | Path] = [sys.executable, "-c", code, program, tmp_path / "work", *paths]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == 2
    assert "'disk'" in lines[0]
    assert ("'disk'" in lines[1]) == (most == 1)
    assert "TMPDIR" in lines[0]


def test_a_libreoffice_that_does_not_work_is_not_tried_for_each_document(tmp_path: Path) -> None:
    program = stand_in(tmp_path / "broken", "BROKEN")
    office = Office(program, tmp_path / "work", 60)
    assert codes(office.convert(documents(tmp_path / "in", "a", "b"), tmp_path / "out")) == ["needs_office"] * 2
    assert codes(office.convert(documents(tmp_path / "in", "a"), tmp_path / "more")) == ["needs_office"]
    assert len(calls(program)) == 1


def test_a_libreoffice_that_hangs(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 600 &\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    made = Office(program, tmp_path / "work", 1).convert(documents(tmp_path / "in", "a", "b"), tmp_path / "out")
    assert codes(made) == ["timeout"] * 2
    assert "1 s" in str(made[0])


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    made = Office(tmp_path / "soffice", tmp_path / "work", 60).convert(
        documents(tmp_path / "in", "a"), tmp_path / "out"
    )
    assert codes(made) == ["needs_office"]


def test_stopping_ends_the_call_in_hand(tmp_path: Path) -> None:
    program = stand_in(tmp_path / "program")
    office = Office(program, tmp_path / "work", 600)
    made: list[Any] = []
    paths = documents(tmp_path / "in", "HANG", "a")
    thread = threading.Thread(target=lambda: made.extend(codes(office.convert(paths, tmp_path / "out"))))
    thread.start()
    pids = program.with_name("pids")
    wait_for(lambda: pids.exists() and pids.read_text("utf-8") != "")
    office.stop()
    thread.join(60)
    assert made == ["interrupted"] * 2
    # Gone without a trace: in a container nobody would wait for the end of what its parent has left behind.
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids.read_text("utf-8")), 0)
    assert len(calls(program)) == 1


def test_libreoffice_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    """Killed outright, the program can clean nothing up; a LibreOffice that hangs must not stay for good."""
    program = stand_in(tmp_path / "program")
    (path,) = documents(tmp_path / "in", "HANG")
    code = (
        "import sys; from pathlib import Path; from corpus.readers.legacy_office import Office\n"
        "program, work, path = map(Path, sys.argv[1:]); Office(program, work, 600).convert([path], work / 'out')"
    )
    pids = program.with_name("pids")
    with subprocess.Popen([sys.executable, "-c", code, program, tmp_path / "work", path]) as started:
        wait_for(lambda: pids.exists() and pids.read_text("utf-8") != "")
        started.kill()
    assert not stays(int(pids.read_text("utf-8")))


def test_which_program_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_office, "COMMANDS", ("no-such-office",))
    program = stand_in(tmp_path)
    assert find_office() is None
    assert find_office(program) == program
    assert find_office(tmp_path / "nothing") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(legacy_office, "COMMANDS", ("no-such-office", "soffice"))
    assert find_office() == program


LEVELS = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircleChinese", "%4")
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
CHANGES = (
    '<w:p><w:r><w:t>全县举办培训班</w:t></w:r><w:del w:id="7" w:author="某" w:date="2020-01-01T00:00:00Z"><w:r>'
    '<w:delText>删去的话</w:delText></w:r></w:del><w:ins w:id="8" w:author="某" w:date="2020-01-01T00:00:00Z"><w:r>'
    "<w:t>12期</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起的话</w:t></w:r>"
    f"<w:r><w:t>，培训党员860人次。</w:t></w:r>{NOTE}</w:p>"
)
REPORT = docx(
    paragraph("青禾县推进支部联建的做法", '<w:jc w:val="center"/>')
    + item("主要做法")
    + item("加强教育培训", 1)
    + CHANGES
    + item("健全联席会议制度", 1)
    + item("定期议事", 2)
    + item("共同决定", 2)
    + item("联建协议", 3)
    + item("下一步打算")
    + table(cell("乡镇") + cell("协议（份）"), cell("河口镇") + cell("36"), cell("白石镇") + cell("58"))
    + paragraph("以上情况，特此报告。"),
    numbering=numbering(LEVELS),
    footnotes=(
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        f'</w:footnote><w:footnote w:id="2">{paragraph("据县委组织部统计。")}</w:footnote>'
    ),
)
# LibreOffice writes 、 and （） in numbers as ? and () into RTF; this is how Word writes them.
FORMS_OF_NUMBERS = (
    (rb"\'02\'00\'3f;", rb"\'02\'00\u12289?;"),
    (rb"\'03\'28\'01\'29;", rb"\'03\u-248?\'01\u-247?;"),
)
KINDS = {"doc": DOC, "rtf": RTF, "odt": ODT}


@pytest.fixture(scope="module")
def converted(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    """Suffix -> the report in that format, and the DOCX that LibreOffice makes of it in one call for all."""
    folder = tmp_path_factory.mktemp("office")
    files = saved_as(soffice, folder / "made", REPORT, *KINDS)
    for lost, written in FORMS_OF_NUMBERS:
        assert lost in files["rtf"]
        files["rtf"] = files["rtf"].replace(lost, written)
    paths = [folder / f"{suffix}.{suffix}" for suffix in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    made = Office(soffice, folder / "work", 240).convert(paths, folder / "out")
    assert codes(made) == ["ok"] * 3
    return {
        kind: (files[kind], path.read_bytes()) for kind, path in zip(files, made, strict=True) if isinstance(path, Path)
    }


def visible(reading: Reading) -> list[str]:
    return [reading.text[block.start : block.end] for block in reading.blocks if not block.furniture]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", KINDS)
def test_text_and_numbers_are_those_of_the_docx(suffix: str, converted: dict[str, tuple[bytes, bytes]]) -> None:
    reading = read(converted[suffix][0], f"a.{suffix}", converted[suffix][1])
    expected = read(REPORT, "a.docx")
    assert visible(reading) == visible(expected)
    assert visible(reading)[1:5] == ["一、主要做法", "（一）加强教育培训", "全县举办培训班12期", "，培训党员860人次。"]
    assert "删去的话" not in reading.text
    assert [block.kind for block in reading.blocks if block.kind in ("row", "note")] == ["row"] * 3 + ["note"]
    assert reading.media_type == KINDS[suffix]


LINKED = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'office:version="1.2"><office:body><office:text><text:section text:name="s"><text:section-source '
    'xlink:type="simple" xlink:show="embed" xlink:href="{}" text:filter-name="Text"/><text:p>原有内容</text:p>'
    "</text:section><text:p>联建</text:p></office:text></office:body></office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes as Linux has them")
def test_libreoffice_itself_leaves_nothing_when_it_is_stopped(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 " + b"many words \\par " * 3_000_000 + b"}")
    office, made = Office(soffice, tmp_path / "work", 600), list[str]()
    paths = [tmp_path / "a.rtf"]
    thread = threading.Thread(target=lambda: made.extend(codes(office.convert(paths, tmp_path / "out"))))
    thread.start()
    wait_for(lambda: (tmp_path / "out" / "probe.docx").exists())
    assert sorted(name for name in running(tmp_path) if "soffice" in name)
    assert socket_of(tmp_path / "work" / "profile").exists()
    office.stop()
    thread.join(60)
    assert made == ["interrupted"]
    assert running(tmp_path) == []
    assert not socket_of(tmp_path / "work" / "profile").exists()


def running(folder: Path) -> list[str]:
    """The commands of the processes that name a folder; ended ones that nobody has waited for have none."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    return [command for command in found if str(folder) in command]


@pytest.mark.slow
def test_no_other_file_is_let_in(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    data = zipped(
        {
            "mimetype": ODT,
            "content.xml": LINKED.format((tmp_path / "secret.txt").as_uri()),
            "META-INF/manifest.xml": MANIFEST,
        }
    )
    (tmp_path / "a.odt").write_bytes(data)
    (made,) = Office(soffice, tmp_path / "work", 240).convert([tmp_path / "a.odt"], tmp_path / "out")
    assert isinstance(made, Path)
    assert read(data, "a.odt", made.read_bytes()).text == "原有内容\n联建"


def test_what_a_killed_run_left_is_swept_with_its_socket(tmp_path: Path) -> None:
    left = socket_of(tmp_path / "work" / "profile")
    (tmp_path / "work" / "profile").mkdir(parents=True)
    left.touch()
    try:
        sweep(tmp_path / "work")
        assert (left.exists(), (tmp_path / "work").exists()) == (False, False)
    finally:
        left.unlink(missing_ok=True)


@pytest.mark.slow
def test_the_clock_is_nowhere_in_what_is_read(soffice: Path, tmp_path: Path) -> None:
    fields = rb"{\field{\*\fldinst DATE}{\fldrslt old}}{\field{\*\fldinst FILENAME \\p}{\fldrslt old}}"
    data = rb"{\rtf1\ansi\ansicpg936 A" + fields + rb"B \'d6\'d0\par}"
    (tmp_path / "a.rtf").write_bytes(data)
    (made,) = Office(soffice, tmp_path / "work", 240).convert([tmp_path / "a.rtf"], tmp_path / "out")
    assert isinstance(made, Path)
    reading = read(data, "a.rtf", made.read_bytes())
    assert reading.text == "AB 中"
    assert CLOCK in reading.warnings
