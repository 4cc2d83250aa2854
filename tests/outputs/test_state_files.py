"""Files of the working state: whole, and for one user alone."""

from pathlib import Path

import pytest

from outputs.state_files import write_whole


def test_a_small_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "a", "one")

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", "two")
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("a", "one")]
