"""A batch that is read where nothing is kept: the same records however often, and what is kept of them at home."""

from pathlib import Path

from corpus.discover import Found, discover
from extractors.overlay import NONE
from outputs.aside import laid
from pipeline.far import read_batch
from pipeline.kept import Kept
from pipeline.kept_rows import KEPT, Rows
from pipeline.settings import Settings
from pipeline.versions import versions_of
from tests.corpus.compound_files import word
from tests.corpus.office_files import stand_in
from tests.pipeline.test_cli import REPORT


def test_a_batch_read_elsewhere_is_kept_as_one_read_at_home(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for place in ("青禾县", "云台镇"):
        (folder / f"{place}.txt").write_text(REPORT.replace("青禾县", place), encoding="utf-8")
    (folder / "old.doc").write_bytes(word())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    files = discover([folder])
    settings = Settings(jobs=2, soffice=stand_in(tmp_path / "program"), office_seconds=30)
    versions = versions_of(settings)
    first, second = (read_batch(some, settings, NONE, versions) for some in (files, files[:2]))
    records, again = ([laid(far.packed.record) for far in some] for some in (first, second))
    assert records[:2] == again
    assert [record.source.name for record in records] == [found.name for found in files]
    assert {record.outcome.status for record in records} == {"ok", "rejected:damaged"}
    with Kept(Rows(tmp_path / KEPT, print), versions) as kept:
        for found, record, far in zip(files, records, first, strict=True):
            kept.keep(found, kept.told(found, record, far.times), far.packed)
        known = [kept.look(found) for found in files]
        assert [(one.how, one.record) for one in known] == [("kept", record) for record in records]
        moved = [kept.look(found) for found in _renamed(folder)]
    assert [one.record for one in moved] == [None, None]
    assert all(one.reading for one in moved), "what the reader yielded is kept too"


def _renamed(folder: Path) -> tuple[Found, ...]:
    for path in sorted(folder.glob("*.txt")):
        path.rename(path.with_name(f"new {path.name}"))
    return tuple(found for found in discover([folder]) if found.path.suffix == ".txt")
