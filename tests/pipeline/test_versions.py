"""What a record rests on: nothing that takes part in making one is forgotten, and nothing else makes it anew."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from corpus.sniff import DOC, DOCX, HTML, PDF, TEXT
from extractors.overlay import Overlay
from pipeline import versions
from pipeline.settings import Settings
from pipeline.versions import (
    EXTRACTING,
    EXTRACTING_LIBRARIES,
    OCR_LIBRARIES,
    OF_PIPELINE,
    READING,
    READING_LIBRARIES,
    ROOMS,
    SUFFIXES,
    beside_of,
    versions_of,
)
from tests.corpus.office_files import stand_in

LOADED = (
    "import sys, pipeline.documents as made; from pathlib import Path; from corpus.discover import Found\n"
    "made.work_on(Found('a.txt', Path(sys.argv[1])), True)\n"
    "ours = ('corpus', 'extractors', 'outputs', 'pipeline')\n"
    "found = [one for name, one in sys.modules.items() if name.split('.')[0] in ours]\n"
    "print(*(one.__file__ for one in found if one.__file__))\n"
)
# Rooms are packages, and of these nothing takes part but that they are there.
PACKAGE = "__init__.py"


def test_all_of_ours_that_makes_a_record_is_in_its_version(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、主要做法\n青禾县举办培训班12期。\n", encoding="utf-8")
    told = subprocess.run([sys.executable, "-c", LOADED, path], capture_output=True, text=True, check=True)
    known = {*versions._files((*READING, *EXTRACTING)), *(ROOMS / "pipeline" / name for name in OF_PIPELINE)}
    loaded = {Path(name) for name in told.stdout.split()}
    assert len(loaded) > 100
    assert sorted(loaded - known - {ROOMS / "pipeline" / PACKAGE}) == []


def _imported(folders: tuple[str, ...]) -> Iterator[str]:
    for path in versions._files(folders):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.suffix == ".py" else ():
            if isinstance(node, ast.Import):
                yield from (one.name.split(".")[0] for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.split(".")[0]


def test_all_libraries_that_documents_are_read_with_are_in_the_version() -> None:
    of = packages_distributions()
    used = {of[name][0].lower() for name in _imported((*READING, *EXTRACTING[:2])) if name in of}
    known = {*READING_LIBRARIES, *EXTRACTING_LIBRARIES, *OCR_LIBRARIES}
    assert used - known - {"jingyan"} <= {"scipy"}, "scipy is used where weights are trained alone"
    assert all("=none" not in versions._versions([name]) for name in known - {*OCR_LIBRARIES})


def test_no_data_is_of_another_suffix() -> None:
    files = [path for folder in (*READING, *EXTRACTING) for path in (ROOMS / folder).iterdir() if path.is_file()]
    assert {path.suffix for path in files if path.name != "py.typed"} <= {*SUFFIXES}


@pytest.mark.parametrize(
    ("name", "read", "extracted"),
    [
        ("corpus/clean.py", True, True),
        ("corpus/readers/pdf.py", True, True),
        ("corpus/forum.yml", True, True),
        ("extractors/lexicons/problems.yml", False, True),
        ("extractors/dates.py", False, True),
        ("outputs/assemble.py", False, True),
        ("corpus/samples/a.txt", False, False),
        ("outputs/site/index.py", False, False),
    ],
)
def test_contents_make_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, read: bool, extracted: bool
) -> None:
    for folder in (*READING, *EXTRACTING, "corpus/samples", "outputs/site"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    path = tmp_path / name
    path.write_text("一", encoding="utf-8")
    monkeypatch.setattr(versions, "ROOMS", tmp_path)
    before = versions_of(Settings())
    os.utime(path, (0, 0))
    assert versions_of(Settings()) == before
    path.write_text("二", encoding="utf-8")
    after = versions_of(Settings())
    assert (after.reading != before.reading, after.extraction != before.extraction) == (read, extracted)


def test_settings_change_what_they_bear_on(tmp_path: Path) -> None:
    plain = versions_of(Settings(soffice=tmp_path / "nothing"))
    office = versions_of(Settings(soffice=stand_in(tmp_path / "program")))
    other = versions_of(Settings(soffice=stand_in(tmp_path / "other")))
    assert (plain.has_office, office.has_office) == (False, True)
    assert [name for name, digest in office.beside if digest != dict(plain.beside)[name]] == ["all"]
    assert office.beside != other.beside, "another program may convert otherwise"
    assert (plain.reading, plain.extraction, plain.limits) == (office.reading, office.extraction, office.limits)
    without = versions_of(Settings(soffice=tmp_path / "nothing", ocr=False))
    assert [name for name, digest in without.beside if digest != dict(plain.beside)[name]] == ["ocr", "all"]
    for changed in (Settings(profile="public"), Settings()):
        overlay = Overlay("0f" if changed == Settings() else "")
        found = versions_of(changed, overlay)
        assert found.reading == plain.reading
        assert found.extraction != plain.extraction
    for limited in (Settings(seconds=61), Settings(memory_mb=2000), Settings(office_seconds=7)):
        found = versions_of(limited)
        assert (found.limits != plain.limits, found.extraction == plain.extraction) == (True, True)
    assert versions_of(Settings(jobs=7, batch_size=3, semantic=False)) == versions_of(Settings())


def test_what_a_document_may_need_beside_us() -> None:
    assert [beside_of(one) for one in (TEXT, HTML, PDF, DOCX, DOC, None)] == [
        "nothing",
        "nothing",
        "ocr",
        "ocr",
        "all",
        "all",
    ]
