"""DOC, ODT and RTF with all that they may hold, by way of LibreOffice."""

import tracemalloc
from pathlib import Path

import pytest

from corpus.model import Reading
from corpus.readers import read
from corpus.readers.legacy_office import Office
from corpus.readers.legacy_rtf import closed, is_cut_off
from tests.corpus.legacy_features import CHAPTERED, SAVED, WRITTEN, as_rtf
from tests.corpus.office_files import all_saved_as

# LibreOffice writes what stands around numbers into RTF in a Western code page.
LOST = str.maketrans("、（）", "?()")


def lines(reading: Reading) -> tuple[str, ...]:
    """Paragraphs, rows and notes; paragraphs that go on are one."""
    found: list[str] = []
    for block in (block for block in reading.blocks if not block.furniture):
        words = reading.text[block.start : block.end].strip(" ")
        if block.continues and found:
            found[-1] += words
        else:
            found.append(words)
    return tuple(found)


def converted(soffice: Path, folder: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """The DOCX that our reader has made of files (name -> bytes), by their names."""
    place = folder / "files"
    place.mkdir()
    for name, data in files.items():
        (place / name).write_bytes(closed(data) if name.endswith(".rtf") else data)
    made = Office(soffice, folder / "work", 240).convert([place / name for name in files], folder / "out")
    return {name: path.read_bytes() for name, path in zip(files, made, strict=True) if isinstance(path, Path)}


def test_the_end_of_rtf() -> None:
    assert closed(b"{\\rtf1 a}\r\n\0") == b"{\\rtf1 a\\par\\pard\\par}"
    assert closed(b"{\\rtf1 a {\\b b") == b"{\\rtf1 a {\\b b }\\par\\pard\\par}"
    assert closed(b"{\\rtf1 \\} a\\{") == b"{\\rtf1 \\} a\\{ \\par\\pard\\par}"
    assert closed(b"{\\rtf1 a\\\\{\\\\\\{") == b"{\\rtf1 a\\\\{\\\\\\{ }\\par\\pard\\par}"
    assert is_cut_off(b"{\\rtf1 a {\\b b")
    assert not is_cut_off(b"{\\rtf1 a}\r\n\0")


def test_rtf_of_nothing_but_braces_is_left_as_it_is_and_counted_without_a_list_of_them() -> None:
    data = b"{\\rtf1 " + b"{" * 4_000_000
    tracemalloc.start()
    try:
        assert closed(data) == data
        assert tracemalloc.get_traced_memory()[1] < 3 * len(data)
    finally:
        tracemalloc.stop()
    assert closed(b"{\\rtf1 " + b"{" * 99).endswith(b" " + b"}" * 99 + b"\\par\\pard\\par}")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
def test_features_as_libreoffice_saves_them(suffix: str, soffice: Path, tmp_path: Path) -> None:
    features = SAVED if suffix == "rtf" else (*SAVED, CHAPTERED)
    files = all_saved_as(soffice, tmp_path / "saved", {feature.name: feature.data for feature in features}, suffix)
    made = converted(soffice, tmp_path, {f"{name}.{suffix}": data for name, data in files.items()})
    read_as = {name: lines(read(files[name.removesuffix(f".{suffix}")], name, data)) for name, data in made.items()}
    truth = {f"{feature.name}.{suffix}": feature.truth for feature in features}
    if suffix == "rtf":
        truth = {name: tuple(line.translate(LOST) for line in one) for name, one in truth.items()}
        read_as = {name: tuple(line.translate(LOST) for line in one) for name, one in read_as.items()}
    assert read_as == truth


@pytest.mark.slow
def test_features_of_rtf_as_word_writes_them(soffice: Path, tmp_path: Path) -> None:
    files = {f"{feature.name}.rtf": as_rtf(feature) for feature in WRITTEN}
    made = converted(soffice, tmp_path, files)
    read_as = {name: lines(read(files[name], name, data)) for name, data in made.items()}
    assert read_as == {f"{feature.name}.rtf": feature.truth for feature in WRITTEN}


@pytest.mark.slow
def test_half_an_rtf_file_is_read_as_far_as_it_goes(soffice: Path, tmp_path: Path) -> None:
    whole = as_rtf(WRITTEN[2])
    files = {f"{at}.rtf": whole[:at] for at in range(len(whole) - 90, len(whole) - 1, 20)}
    made = converted(soffice, tmp_path, files)
    assert sorted(made) == sorted(files)
    for name, data in made.items():
        reading = read(files[name], name, data)
        assert lines(reading)[:3] == WRITTEN[2].truth[:3]
        assert reading.partial
