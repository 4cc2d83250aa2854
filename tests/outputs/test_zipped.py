"""Zip files of pieces that were deflated apart are as good as any."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs import zipped
from outputs.zipped import TooLargeError, Zipped, deflated, write_zipped

PIECES = st.lists(st.one_of(st.binary(max_size=300), st.integers(0, 100_000).map(bytes)), max_size=6)


@given(st.lists(PIECES, max_size=4))
def test_what_was_written_is_read(entries: list[list[bytes]]) -> None:
    made = BytesIO()
    written = Zipped(made)
    for at, pieces in enumerate(entries):
        written.add(f"表/{at}.xml", map(deflated, pieces))
    written.close()
    with ZipFile(made) as package:
        assert package.testzip() is None  # checksums of wholes, which were made of those of pieces
        assert [package.read(name) for name in package.namelist()] == [b"".join(pieces) for pieces in entries]
        assert {one.date_time for one in package.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


def test_a_piece_is_the_same_wherever_it_stands() -> None:
    assert deflated("做法".encode() * 900) == deflated("做法".encode() * 900)
    assert len(deflated("做法".encode() * 900).data) < 60


def test_what_a_zip_file_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MOST", 1_000)
    write_zipped(BytesIO(), [("a", [deflated(bytes(1_000))])])
    with pytest.raises(TooLargeError, match="b would have more than 4 GB"):
        write_zipped(BytesIO(), [("a", []), ("b", [deflated(bytes(600)), deflated(bytes(401))])])
