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
from outputs import rendering_keys
from outputs.rendering_keys import ROOT, contents
from pipeline import versions
from pipeline.settings import Settings
from pipeline.versions import (
    EXTRACTING,
    EXTRACTING_LIBRARIES,
    OCR_LIBRARIES,
    READING,
    READING_LIBRARIES,
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


def _files(patterns: tuple[str, ...]) -> set[Path]:
    return {ROOT / told.rpartition(" ")[0] for told in contents(patterns)}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[Path]:
    """The modules of ours that a text goes through on its way to a record."""
    path = tmp_path_factory.mktemp("read") / "a.txt"
    path.write_text("一、主要做法\n青禾县举办培训班12期。\n", encoding="utf-8")
    told = subprocess.run([sys.executable, "-c", LOADED, path], capture_output=True, text=True, check=True)
    return {Path(name) for name in told.stdout.split()}


def test_all_of_ours_that_makes_a_record_is_in_its_version(loaded: set[Path]) -> None:
    assert len(loaded) > 100
    assert sorted(loaded - _files((*READING, *EXTRACTING)) - {ROOT / "pipeline" / PACKAGE}) == []


def _imported(paths: set[Path]) -> Iterator[str]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.suffix == ".py" else ():
            if isinstance(node, ast.Import):
                yield from (one.name.split(".")[0] for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.split(".")[0]


def test_all_libraries_that_make_a_record_are_in_its_version(loaded: set[Path]) -> None:
    of = packages_distributions()
    used = {of[name][0].lower() for name in _imported(loaded | _files(READING)) if name in of} - {"jingyan"}
    assert used <= {*READING_LIBRARIES, *EXTRACTING_LIBRARIES, *OCR_LIBRARIES}
    assert set(EXTRACTING_LIBRARIES) <= used, "what takes no part would make all anew"
    assert all("=none" not in versions._versions([name]) for name in (*READING_LIBRARIES, *EXTRACTING_LIBRARIES))


def test_no_data_is_of_another_suffix() -> None:
    folders = {path.parent for path in _files((*READING, *EXTRACTING))} - {ROOT / "pipeline"}
    files = [path for folder in folders for path in folder.iterdir() if path.is_file()]
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
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("一", encoding="utf-8")
    monkeypatch.setattr(rendering_keys, "ROOT", tmp_path)
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
