"""One build over a folder of hostile files, odd names and links: it is published, each file has its outcome."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.threats import files_pdf, files_xml, files_zip
from tests.threats.files_text import WORDS
from tests.threats.loopback import SECRET, bait

JINGYAN = Path(sys.executable).with_name("jingyan")
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "b.docx": (files_zip.one_text, "rejected:ratio"),
    "c.docx": (files_xml.laughs, "rejected:doctype"),
    "d.pdf": (files_pdf.twice_packed, "rejected:inflate"),
    "e.pdf": (files_pdf.own_form, "rejected:crashed"),
    "f.docx": (files_zip.overlapping, "rejected:overlap"),
}
# Names as the system has them, and as the catalogue shows them.
NAMES = {
    "材料.txt".encode("gbk"): r"\xb2\xc4\xc1\xcf.txt",
    b"a\nb.txt": "a\nb.txt",
    b"=1+1.txt": "=1+1.txt",
    b"<script>.txt": "<script>.txt",
    b"\\xff.txt": r"\x5cxff.txt",
    "\u202egpj.txt".encode(): "\u202egpj.txt",
}
IGNORED = {
    "~$甲.docx": "ignored:lock",
    "乙.docx.part": "ignored:temporary",
    "circle": "ignored:symlink",
    "outside.txt": "ignored:symlink",
    "nowhere.txt": "ignored:symlink",
}


def _lay_out(folder: Path, canary: Path) -> None:
    for name in ("a.txt", "z.txt"):
        (folder / name).write_text(WORDS, encoding="utf-8")
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    for raw in NAMES:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + raw)).write_text(WORDS + raw.hex(), encoding="utf-8")
    (folder / "~$甲.docx").write_bytes(b"x")
    (folder / "乙.docx.part").write_bytes(b"x")
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "outside.txt").symlink_to(canary)
    (folder / "nowhere.txt").symlink_to(folder / "none.txt")


def _documents(out: Path) -> dict[str, Any]:
    told = json.loads((out / "documents.json").read_bytes().decode("utf-8"))
    return {one["name"]: one for one in told["documents"]}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes, and a limit of memory (Linux)")
def test_a_folder_of_odd_names_and_links(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    environment = dict(os.environ) | {"JINGYAN_MEMORY_MB": "256"}
    with bait(tmp_path) as baited:
        _lay_out(folder, baited.canary)
        command = [str(JINGYAN), "build", str(folder), "--out", str(out), "--engine", "local"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    found = _documents(out)
    expected = {name: status for name, (_, status) in HOSTILE.items()} | IGNORED
    expected |= dict.fromkeys(("a.txt", "z.txt", *NAMES.values()), "ok")
    assert {name: one["status"] for name, one in found.items()} == expected
    assert all(one["reason"] for one in found.values() if one["status"] != "ok")
    _is_clean(out)


def _is_clean(out: Path) -> None:
    """Every text that is published is valid UTF-8, its JSON knows no NaN, and nothing from outside is in it."""
    for path in out.rglob("*"):
        if not path.is_file() or path.suffix in {".xlsx", ".sqlite"}:
            continue
        text = path.read_bytes().decode("utf-8")
        assert SECRET not in text
        if path.suffix == ".json":
            json.loads(text, parse_constant=_refused)


def _refused(word: str) -> None:
    pytest.fail(f"{word} is no JSON")
