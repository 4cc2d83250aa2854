"""Limits on what a part, a web page, a page and a picture may hold, and on memory."""

import subprocess
import sys
from functools import partial

import pytest

from corpus import limits
from corpus.model import RejectionError
from corpus.readers import read
from tests.corpus.docx_files import docx, paragraph
from tests.threats import files_pdf, files_xml


def code_of(data: bytes, name: str) -> str:
    with pytest.raises(RejectionError) as caught:
        read(data, name)
    return caught.value.code


@pytest.mark.parametrize(
    ("limit", "data", "name"),
    [
        ("MARKUP", docx(paragraph("甲") * 50), "a.docx"),
        ("PAGE_CHARACTERS", files_pdf.report(), "a.pdf"),
    ],
)
def test_beyond_a_limit_a_document_is_too_large(
    limit: str, data: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "corpus.limits.PAGE_CHARACTERS" if limit == "PAGE_CHARACTERS" else "corpus.xmlguard.MARKUP"
    read(data, name)
    monkeypatch.setattr(module, 20)
    assert code_of(data, name) == "too_large"


def test_tags_of_a_page_are_counted() -> None:
    read(files_xml.many_tags(100), "a.html")
    assert code_of(files_xml.many_tags(limits.TAGS), "a.html") == "too_large"


def test_elements_are_counted_whatever_ends_them() -> None:
    check = partial(limits.check_elements, most=5)
    check(5)
    with pytest.raises(RejectionError, match="more than 5 elements"):
        check(6)


def test_a_picture_of_a_few_pixels_says_nothing() -> None:
    numpy = pytest.importorskip("numpy")
    ocr_page = pytest.importorskip("corpus.readers.ocr_page")
    for shape in ((1, 1), (1, 900), (7, 7)):
        assert not ocr_page.in_picture(numpy.zeros(shape, numpy.uint8), 1.0).has_text


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory of a process (Linux)")
def test_more_memory_is_given_for_a_block_and_kept_for_what_it_loads() -> None:
    code = (
        "import resource; from corpus.system import allow_more_memory, more_memory\n"
        "MB = 2**20; told = lambda: resource.getrlimit(resource.RLIMIT_AS)[0] // MB\n"
        "with more_memory(MB): assert told() < 0, 'no limit stays none'\n"
        "allow_more_memory(64 * MB); first = told()\n"
        "with more_memory(256 * MB): assert told() == first + 256; held = bytearray(128 * MB)\n"
        "assert told() == first\n"
        "try: bytearray(64 * MB); raise SystemExit(3)\n"
        "except MemoryError: del held\n"
        "with more_memory(256 * MB, kept=True): kept = bytearray(128 * MB)\n"
        "assert first + 127 <= told() <= first + 130, (told(), first)\n"
        "try:\n"
        "    with more_memory(16 * MB): raise KeyError\n"
        "except KeyError: assert told() < first + 131\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
