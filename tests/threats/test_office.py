"""What LibreOffice opens for us asks for nothing else: files that lead elsewhere, by the conversion of a build."""

from pathlib import Path

import pytest

from corpus.discover import discover
from corpus.model import Outcome
from corpus.readers.legacy_rtf import closed
from pipeline.batches import finish_batch
from pipeline.plan import plan
from pipeline.session import open_session
from pipeline.settings import Settings
from tests.threats import files_office
from tests.threats.loopback import SECRET, bait


def _read(folder: Path, out: Path) -> dict[str, tuple[str, Outcome]]:
    """Text and outcome of each file."""
    with open_session(plan([folder], out, Settings(jobs=1)), lambda _: None) as session:
        records = [record for reading in session.readings for record in finish_batch(reading)]
        return {r.source.name: (r.document.text if r.document else "", r.outcome) for r in records}


@pytest.mark.slow
@pytest.mark.usefixtures("soffice")
def test_nothing_is_fetched_by_libreoffice(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with bait(tmp_path) as baited:
        for name, address in (("web", baited.web), ("file", baited.canary.as_uri())):
            (folder / f"{name}.odt").write_bytes(files_office.odt(address))
            (folder / f"{name}_entity.odt").write_bytes(files_office.odt_with_entity(address))
            (folder / f"{name}.rtf").write_bytes(files_office.rtf(address))
            (folder / f"{name}_picture.rtf").write_bytes(files_office.rtf_with_picture(address))
        records = _read(folder, tmp_path / "out")
        assert baited.asked == []
    assert set(records) == {found.name for found in discover([folder])}
    for name, (said, outcome) in records.items():
        assert SECRET not in said
        assert "_entity" in name or files_office.WORDS in said, (name, outcome)
        assert outcome.status in {"ok", "partial", "rejected:damaged"}, (name, outcome)


@pytest.mark.parametrize(
    ("instruction", "kept"),
    [
        (r'INCLUDEPICTURE "C:\\a.png"', False),
        (r"INC{\b LUDE}\'50ICTURE a.png", False),
        (r"{\*\x PAGE}{\rtlch includetext a.doc}", False),
        (r"\u73?NCLUDE a", False),
        (r"DDEAUTO Excel a b", False),
        (r" LINK Word.Document.8 a", False),
        (r'HYPERLINK "http://a.cn/"', True),
        (r"PAGE \\* MERGEFORMAT", True),
        (r"TOC \\o", True),
    ],
)
def test_fields_that_take_other_files_in_are_passed_over(instruction: str, kept: bool) -> None:
    field = rf"{{\field{{\*\fldinst {{{instruction}}}}}{{\fldrslt 1}}}}LINK INCLUDE"
    given = closed(rf"{{\rtf1 {field}}}".encode())
    assert (rb"\fldinst" in given) is kept
    assert (rb"\jynone" in given) is not kept
    assert given.count(b"{") == given.count(b"}")


def test_instructions_without_an_end_are_looked_at_once() -> None:
    given = closed(b"{\\rtf1 " + b"{\\*\\fldinst {" * 400 + b"PAGE")
    assert given.count(b"\\fldinst") == 400
