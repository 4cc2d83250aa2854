"""Whatever stands in a document or in the name of its file, it stays words: no markup, script, formula, link, path or
line of a log is made of it. Real builds of folders that hypothesis fills, and all that is published or exported;
`make fuzz` tries many more.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from outputs.csv_sheets import RECKONED

NUMBER = int(os.environ.get("FUZZ", "100"))
JINGYAN = Path(sys.executable).with_name("jingyan")
ASSETS = Path(__file__).parents[2] / "outputs" / "site" / "assets"
PIECES = (
    "</script><script>alert(1)</script>", "<!--<script", "]]>", "]);alert(1);([", "<img src=x onerror=alert(1)>",
    "&lt;b&gt;&#60;", "=HYPERLINK(\"file:///etc/passwd\")", "=1+1", "+8613", "-2+3", "@SUM(1)", "＝1+1", "{=1}",
    "javascript:alert(1)", "http://127.0.0.1/a", "mailto:a@b.c", "../../../etc/passwd", "C:\\con\\nul", "a/b\\c",
    "__proto__", "constructor", "{{7*7}}", "${7*7}", "%n%s%00", "\\u003c/script>", "\"'`\\", "_x0041_", "NaN",
    "-Infinity", "1e999", "9" * 400, "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\u200b", "\x1b[31m", "\x0b",
    "\x0c", "\x85", "\r", "\t", "\x7f", "\ufffe", "\U000e0041", "𠮷", "e\u0301", "[甲](javascript:乙)",
    "'; DROP TABLE case;--", "../甲.json",
)  # fmt: skip
FRAME = (
    "{}县{}做法\n\n一、主要做法\n（一）抓{}培训\n一是开展{}培训{}12次，带动农户{}300户增收{}45.6万元。{}\n"
    "二、存在问题\n{}联而不动{}的问题仍然存在，部分{}干部责任不清。\n三、下一步打算\n针对{}问题，拟于2021年{}建立制度。\n"
)
GAPS = FRAME.count("{}")
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), min_size=1, max_size=3).map("".join) | st.just("青禾")
TEXTS = st.lists(WORDS, min_size=GAPS, max_size=GAPS).map(lambda words: FRAME.format(*words)) | st.just("")
# Whatever a file system takes: any bytes but the separator and NUL.
NAMES = st.binary(min_size=1, max_size=40).map(
    lambda raw: raw.replace(b"/", b"").replace(b"\0", b"")
) | st.sampled_from([piece.replace("/", "").encode() for piece in PIECES])
FOLDERS = st.dictionaries(NAMES.map(lambda raw: raw[:200] + b"z.txt"), TEXTS, min_size=3, max_size=6)
PUBLISHED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*")
DATA = re.compile(r"jingyanData\(\.\.\.\[[^<>&\u2028\u2029\n\r]*\]\);\n")
OWN_LINK = re.compile(r"site/index\.html(#/[!-~]*)?")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes (Linux)"),
]


def _jingyan(*given: object) -> str:
    """Run a command; what it said on the terminal and in its log, line by line."""
    done = subprocess.run([JINGYAN, *map(str, given)], capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 0, said
    assert "Traceback" not in said
    return said


def _lay_out(folder: Path, files: dict[bytes, str]) -> None:
    folder.mkdir()
    for raw, text in files.items():
        data = text.encode("utf-8", "replace").replace(b"\0", b"")
        Path(os.fsdecode(os.fsencode(folder) + b"/" + raw)).write_bytes(data)


# Builds take seconds: what fails is shown as it is, none is tried to make it shorter.
@settings(
    max_examples=max(4, NUMBER // 25),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(files=FOLDERS)
def test_words_stay_words(files: dict[bytes, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        out, log = root / "out", root / "log.jsonl"
        _lay_out(root / "in", files)
        said = _jingyan("build", root / "in", "--out", out, "--engine", "local", "--jobs", 1, "--log", log)
        assert {path.name for path in root.iterdir()} == {"in", "out", "log.jsonl", ".jingyan"}
        _is_shown_plainly(said + _jingyan("search", "培训", "--in", out) + _jingyan("quarantine", "--out", out))
        _tells_each_once(log, out, len(files))
        _names_are_ours(out)
        _json_is_strict(out)
        _scripts_hold_data_alone(out / "site")
        _workbook_reckons_nothing(out / "catalogue.xlsx")
        _sheets_reckon_nothing(out, root / "sheets")
        _reader_is_words(out, root / "reader.docx")


def _is_shown_plainly(said: str) -> None:
    """No control sequence reaches a terminal, and nothing that turns the direction of its lines."""
    assert all(char.isprintable() or char == "\n" for char in said), ascii(said)


def _tells_each_once(log: Path, out: Path, number: int) -> None:
    """Each file has an outcome, and each document a line of the log."""
    lines = log.read_text("utf-8").removesuffix("\n").split("\n")
    assert all(line.isprintable() for line in lines)
    told = [json.loads(line) for line in lines]
    documents = json.loads((out / "documents.json").read_bytes())["documents"]
    assert len(documents) == number
    read = [one for one in documents if not one["status"].startswith("ignored:")]
    assert sum(line["event"] == "document" for line in told) == len(read)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _names_are_ours(out: Path) -> None:
    assert [name for path in _files(out) if not PUBLISHED.fullmatch(name := path.relative_to(out).as_posix())] == []


def _json_is_strict(out: Path) -> None:
    for path in _files(out):
        if path.suffix in {".json", ".jsonl"}:
            json.loads(path.read_bytes().decode("utf-8"), parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def _scripts_hold_data_alone(site: Path) -> None:
    """Pages are those that we ship, and each script of data is one call with JSON, which nothing in it can end."""
    for path in _files(site):
        shipped = ASSETS / path.relative_to(site)
        if shipped.exists():
            assert path.read_bytes() == shipped.read_bytes(), path
        else:
            text = path.read_bytes().decode("utf-8")
            assert DATA.fullmatch(text), path
            json.loads(text.removeprefix("jingyanData(...").removesuffix(");\n"))


def _workbook_reckons_nothing(book: Path) -> None:
    """No formula, and no link but into the site that lies beside it."""
    with ZipFile(book) as file:
        for name in file.namelist():
            tree = etree.fromstring(file.read(name))
            assert not re.match(r"xl/worksheets/[^/]+\.xml", name) or not tree.findall(".//{*}f"), name
            outside = [one.get("Target") for one in tree.iter("{*}Relationship") if one.get("TargetMode") == "External"]
            assert [link for link in outside if not OWN_LINK.fullmatch(link or "")] == []


def _sheets_reckon_nothing(out: Path, to: Path) -> None:
    to.mkdir()
    _jingyan("export", f"{to}/", "--in", out)
    for path in to.iterdir():
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [cell for row in csv.reader(file) for cell in row if _reckoned(cell)] == []


def _reckoned(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell.startswith(RECKONED)
    return False


def _reader_is_words(out: Path, to: Path) -> None:
    """No field, no object and nothing from outside in the reader that is exported."""
    if not json.loads((out / "catalogue.json").read_bytes())["counts"]["cases"]:
        return
    _jingyan("export", to, "--in", out)
    with ZipFile(to) as file:
        for name in file.namelist():
            tree = etree.fromstring(file.read(name))
            assert [
                one.get("Target") for one in tree.iter("{*}Relationship") if one.get("TargetMode") == "External"
            ] == []
            words = " ".join(one.text or "" for one in tree.iter("{*}instrText"))
            assert not re.search(r"HYPERLINK\s+\"?(?!_)|INCLUDE|DDE", words), words
