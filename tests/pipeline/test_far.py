"""A batch that is read where nothing is kept: the same records however often, and what is kept of them at home."""

from pathlib import Path

from corpus.discover import Found, discover
from extractors.overlay import NONE
from outputs.aside import laid
from pipeline.far import read_batch
from pipeline.kept import Kept
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
    assert [far.seen.record for far in first[:2]] == [far.seen.record for far in second]
    assert [far.seen.record.source.name for far in first] == [found.name for found in files]
    assert {far.seen.record.outcome.status for far in first} == {"ok", "rejected:damaged"}
    assert all(far.packed and laid(far.packed.record) == far.seen.record for far in first)
    with Kept(tmp_path / "kept.sqlite", versions, print) as kept:
        for found, far in zip(files, first, strict=True):
            kept.keep(found, kept.told(found, far.seen.record, far.times), far.packed)
        known = [kept.look(found) for found in files]
        assert [(one.how, one.record) for one in known] == [("kept", far.seen.record) for far in first]
        moved = [kept.look(found) for found in _renamed(folder)]
    assert [one.record for one in moved] == [None, None]
    assert all(one.reading for one in moved), "what the reader yielded is kept too"


def _renamed(folder: Path) -> tuple[Found, ...]:
    for path in sorted(folder.glob("*.txt")):
        path.rename(path.with_name(f"new {path.name}"))
    return tuple(found for found in discover([folder]) if found.path.suffix == ".txt")
