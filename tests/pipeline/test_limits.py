"""What one document may have are settings: each refuses what is over it, is named then, and lets it in when raised."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from corpus.discover import Found
from corpus.limits import DEFAULT, Limits, in_force
from corpus.model import Outcome
from corpus.readers import ocr
from pipeline.dry_run import dry_run
from pipeline.extract import read_files
from pipeline.plan import plan
from pipeline.pool import ReaderPool
from pipeline.seen import Seen
from pipeline.session import open_session
from pipeline.settings import Settings
from pipeline.versions import versions_of
from tests.corpus.docx_files import docx, entries, paragraph, part, zipped
from tests.corpus.pdf_files import pdf, put
from tests.corpus.picture_files import png
from tests.pipeline.test_cli import REPORT

MB = 2**20
# A value beneath the default or at it, one above that, and what both let differ of `Limits`.
LOW: dict[str, Any] = {
    "file_mb": 1,
    "pages": 2,
    "characters": 1_000,
    "unpacked_mb": 8,
    "part_mb": 1,
    "entries": 100,
    "ratio": 50,
    "pixels_mp": 4,
    "ocr_pages": 1,
}
HIGH: dict[str, Any] = {
    "file_mb": 65,
    "pages": 2_001,
    "characters": 5_000_001,
    "unpacked_mb": 257,
    "part_mb": 65,
    "entries": 5_001,
    "ratio": 1_100,
    "pixels_mp": 51,
    "ocr_pages": 501,
}
NAMED = {"unpacked_mb": "unpacked_bytes", "part_mb": "part_bytes", "file_mb": "file_bytes", "pixels_mp": "page_pixels"}


def noise(count: int) -> bytes:
    """Bytes that do not get smaller when they are packed."""
    return random.Random(7).randbytes(count)


def holding(**more: str | bytes) -> bytes:
    """A small DOCX with other parts beside its own."""
    return zipped(entries(paragraph("甲")) | {f"customXml/{name}.bin": data for name, data in more.items()})


def many(page_count: int) -> bytes:
    return pdf(*[lambda page: put(page, 90, 90, "全县举办培训班12期。")] * page_count)


def commented(count: int) -> bytes:
    body = f"<w:body><!--{noise(count // 2).hex()}-->{paragraph('甲')}</w:body>"
    return zipped(entries("") | {"word/document.xml": part("document", body)})


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "file_mb": ("a.docx", lambda: holding(a=noise(MB + 1)), "too_large"),
    "pages": ("a.pdf", lambda: many(3), "too_large"),
    "characters": ("a.txt", lambda: ("全县举办培训班12期。\n" * 100).encode(), "too_large"),
    "unpacked_mb": ("b.docx", lambda: holding(**{f"a{one}": b"\0" * 1_000_000 for one in range(9)}), "too_large"),
    "part_mb": ("c.docx", lambda: commented(MB + 100), "too_large"),
    "entries": ("d.docx", lambda: holding(**{f"a{one}": "" for one in range(100)}), "entries"),
    "ratio": ("e.docx", lambda: docx(paragraph("甲") + paragraph("") * 60_000), "ratio"),
}


@pytest.fixture(scope="module")
def low() -> Iterator[ReaderPool]:
    with ReaderPool(Settings(jobs=1, **LOW)) as pool:
        yield pool


@pytest.fixture(scope="module")
def high() -> Iterator[ReaderPool]:
    with ReaderPool(Settings(jobs=1, **HIGH)) as pool:
        yield pool


def outcome(pool: ReaderPool, path: Path) -> Outcome:
    """What a build makes of a file."""
    return pool.submit(Found(path.name, path)).result().record.outcome


@pytest.mark.parametrize("setting", FILES)
def test_over_a_limit_a_document_is_refused_and_read_when_that_is_raised(
    setting: str, low: ReaderPool, high: ReaderPool, tmp_path: Path
) -> None:
    name, made, code = FILES[setting]
    (tmp_path / name).write_bytes(made())
    refused = outcome(low, tmp_path / name)
    assert refused.status == f"rejected:{code}"
    assert f"JINGYAN_{setting.upper()}" in (refused.reason or "")
    assert outcome(high, tmp_path / name).status == "ok"


def test_pixels_and_recognised_pages(low: ReaderPool, high: ReaderPool, tmp_path: Path) -> None:
    """Blank pictures: where they are looked at, nothing stands in them."""
    if ocr.lacking():
        pytest.skip(f"needs the extra ocr ({ocr.INSTALL})")
    image = pytest.importorskip("PIL.Image")
    (tmp_path / "a.png").write_bytes(png(2_400, 1_700))
    sheets = [image.new("L", (300, 300), 255) for _ in range(2)]
    sheets[0].save(tmp_path / "b.tiff", save_all=True, append_images=sheets[1:])
    for name, setting in (("a.png", "JINGYAN_PIXELS_MP"), ("b.tiff", "JINGYAN_OCR_PAGES")):
        refused = outcome(low, tmp_path / name)
        assert (refused.status, setting in (refused.reason or "")) == ("rejected:needs_ocr", True)
        assert outcome(high, tmp_path / name).status == "rejected:empty"


@pytest.mark.parametrize("setting", LOW)
def test_each_setting_is_one_limit_and_part_of_what_a_reading_rests_on(setting: str) -> None:
    plain = versions_of(Settings())
    for values in (LOW, HIGH):
        changed = Settings(**{setting: values[setting]})
        one, other = changed.limits(), Settings().limits()
        differ = [field.name for field in fields(Limits) if getattr(one, field.name) != getattr(other, field.name)]
        assert differ == [NAMED.get(setting, setting)]
        assert versions_of(changed).reading != plain.reading
        assert versions_of(changed).extraction != plain.extraction


def test_the_defaults_are_those_of_the_readers() -> None:
    assert Settings().limits() == Limits() == DEFAULT == in_force()
    assert len(LOW) == len(HIGH) == len(fields(Limits))


@pytest.mark.parametrize("setting", LOW)
def test_a_limit_has_bounds(setting: str) -> None:
    for value in (0, 10**12):
        values: dict[str, Any] = {setting: value}
        with pytest.raises(ValidationError):
            Settings(**values)


def test_archives_are_opened_within_the_limits_of_the_settings(tmp_path: Path) -> None:
    """They are looked into by the process that builds, which reads nothing else."""
    large: dict[str, str | bytes] = {"large.txt": noise(MB + 1), "a.txt": REPORT}
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "many.zip").write_bytes(zipped({f"{one}.txt": "" for one in range(101)}))
    (tmp_path / "in" / "large.zip").write_bytes(zipped(large))

    def told(settings: Settings) -> dict[str, str | None]:
        found = plan([tmp_path / "in"], tmp_path / "out", settings).found
        return {one.name: one.ignored.status if one.ignored else None for one in found}

    raised, held = told(Settings()), told(Settings(entries=100, file_mb=1))
    assert (len(raised), len(held)) == (103, 3)
    assert set(raised.values()) == {None}
    assert held == {"many.zip": None, "large.zip/a.txt": None, "large.zip/large.txt": "rejected:too_large"}
    assert in_force() == DEFAULT


def test_files_are_extracted_without_a_build_within_them_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({f"{one}.txt": "" for one in range(101)}))
    (refused,) = read_files([tmp_path / "a.zip"], Settings(jobs=1, entries=100))
    assert refused.outcome.status == "rejected:entries"
    raised = read_files([tmp_path / "a.zip"], Settings(jobs=1, entries=101))
    assert [record.outcome.status for record in raised] == ["rejected:empty"] * 101
    assert in_force() == DEFAULT


def test_a_build_that_follows_reads_what_a_raised_limit_lets_in_and_refuses_what_a_lower_one_does_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "large.txt").write_text(REPORT * 30, encoding="utf-8")
    (tmp_path / "in" / "small.txt").write_text(REPORT, encoding="utf-8")

    def seen(**limits: Any) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        todo = plan([tmp_path / "in"], tmp_path / "out", Settings(jobs=1, semantic=False, **limits))
        told = dry_run(todo)

        def note(one: Seen) -> None:
            found[one.record.source.name] = one.record.outcome.status, one.how

        with open_session(todo, note) as session:
            for reading in session.readings:
                wait(reading)
        assert {one.name: one.how for one in told.documents} == {name: how for name, (_, how) in found.items()}
        return found

    refused, read = ("rejected:too_large", "read"), ("ok", "read")
    assert seen(characters=1_000) == {"large.txt": refused, "small.txt": read}
    assert seen() == {"large.txt": read, "small.txt": read}
    assert seen() == {"large.txt": ("ok", "kept"), "small.txt": ("ok", "kept")}
    assert seen(characters=1_000) == {"large.txt": ("rejected:too_large", "kept"), "small.txt": ("ok", "kept")}
    assert seen(file_mb=1, characters=1_001) == {"large.txt": refused, "small.txt": read}
