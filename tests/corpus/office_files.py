"""Programs that stand in for LibreOffice in tests, and documents that the real one writes."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.corpus.docx_files import docx, paragraph

# What the stand-in does with a document is written in the document.
STAND_IN = """#!{python}
import os, signal, subprocess, sys, time
from pathlib import Path
place = sys.argv.index("--outdir") + 1
out, documents = Path(sys.argv[place]), [Path(path) for path in sys.argv[place + 1:]]
with Path({log!r}).open("a") as log:
    log.write(" ".join(path.stem for path in documents) + "\\n")
for path in documents:
    data = path.read_bytes()
    mood = Path({log!r}).with_name("mood").read_bytes()
    if b"BROKEN" in mood:
        sys.exit(1)
    if path.stem == "probe":
        data += mood
    if b"HANG" in data:
        child = subprocess.Popen(["sleep", "3600"])
        Path({log!r}).with_name("pids").write_text(str(child.pid))
        time.sleep(3600)
    if b"CRASH" in data:
        sys.exit(81)
    once = Path({log!r}).with_name("once")
    if b"DIES" in data or b"ONCE" in data and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"LEAVES" in data:
        sys.exit(0)
    if b"BAD" not in data:
        (out / path.stem).with_suffix(".docx").write_bytes(Path({log!r}).with_name("made.docx").read_bytes())
"""


def stand_in(folder: Path, mood: str = "") -> Path:
    """A program that is called as soffice is; one in the mood `BROKEN` converts nothing, and in
    another the probe is as if that stood in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "made.docx").write_bytes(docx(paragraph("一、主要做法") + paragraph("全县举办培训班12期。")))
    (folder / "mood").write_text(mood, encoding="utf-8")
    program = folder / "soffice"
    program.write_text(STAND_IN.format(python=sys.executable, log=str(folder / "log")), encoding="utf-8")
    program.chmod(0o755)
    return program


def calls(program: Path) -> list[list[str]]:
    """The documents of each call, by their names without suffix."""
    log = program.with_name("log")
    return [line.split() for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def saved_as(soffice: Path, folder: Path, document: bytes, *suffixes: str) -> dict[str, bytes]:
    """A DOCX as LibreOffice saves it in other formats."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.docx").write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in suffixes:
        command: list[str | Path] = [soffice, profile, "--headless", "--convert-to", suffix, "--outdir", folder]
        subprocess.run([*command, folder / "a.docx"], check=True, capture_output=True, timeout=240)
    return {suffix: (folder / f"a.{suffix}").read_bytes() for suffix in suffixes}


def all_saved_as(soffice: Path, folder: Path, documents: Mapping[str, bytes], suffix: str) -> dict[str, bytes]:
    """DOCX files (name without suffix -> bytes) as LibreOffice saves them in another format, all in one call."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.docx" for name in documents]
    for path, data in zip(paths, documents.values(), strict=True):
        path.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = [soffice, profile, "--headless", "--convert-to", suffix, "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {name: (folder / f"{name}.{suffix}").read_bytes() for name in documents}
