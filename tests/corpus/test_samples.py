"""The sample documents are what their sources make them, and the truth that is told of them stands in them."""

import html
import re
import zipfile
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from corpus.sample_sources import generate, markup
from tests.folders import SAMPLES

ROOT = Path(generate.HERE).parent
QUOTES = ("places", "headings", "not_quantities", "practices", "contains", "once")
MENTIONS = ("quantities", "dates", "problems")
KEYS = {
    *("path", "make", "frozen", "trait", "status", "theme", "cases", "case_list", "tables", "articles"),
    *("absent", "duplicate_of", "not_duplicate_of", *QUOTES, *MENTIONS),
}
STATUS = re.compile(r"ok|partial|rejected:(encrypted|damaged|empty|unsupported|needs_ocr)|ignored:lock")
PAGE_MARK = re.compile(r"\n\d{1,2}、")
TAG = re.compile(r"<[^<>]{1,300}>")


@cache
def _truth() -> dict[str, dict[str, Any]]:
    entries = yaml.safe_load((generate.HERE / "samples.yml").read_text(encoding="utf-8"))["samples"]
    return {entry["path"]: entry for entry in entries}


SAMPLE_LIST = generate.load()
EXACT = [sample for sample in SAMPLE_LIST if not sample.frozen]
READABLE = [sample for sample in SAMPLE_LIST if _truth()[sample.path]["status"] == "ok"]


def _id(sample: generate.Sample) -> str:
    return Path(sample.path).name


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _raw(sample: generate.Sample) -> str:
    marks = "".join(f"— {page} —" for page in range(1, 4))
    return sample.source + str(sample.options.get("head", "")) + marks


def _seen(sample: generate.Sample) -> str:
    if sample.maker != "text":
        return _squeeze(markup.shown(sample.source))
    return _squeeze(html.unescape(TAG.sub("", PAGE_MARK.sub("", sample.source))))


def _quotes(truth: dict[str, Any]) -> list[str]:
    """Everything that the truth of one sample says to stand in it."""
    plain = chain.from_iterable(truth.get(key, ()) for key in QUOTES)
    mentions = (mention["text"] for key in MENTIONS for mention in truth.get(key, ()))
    cells = chain.from_iterable(table["columns"] for table in truth.get("tables", ()))
    cases = chain.from_iterable((case["place"], case["holds"]) for case in truth.get("case_list", ()))
    return [*plain, *mentions, *cells, *cases]


@pytest.mark.parametrize("sample", EXACT, ids=_id)
def test_committed_file_is_what_its_source_makes(sample: generate.Sample) -> None:
    assert (SAMPLES / sample.path).read_bytes() == generate.make(sample)


def test_every_file_is_listed_and_every_listed_file_is_there() -> None:
    files = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()}
    assert files == set(_truth())


def test_every_source_is_used() -> None:
    used = {entry["make"]["from"] for entry in _truth().values() if "from" in entry["make"]}
    assert used == {path.name for path in (generate.HERE / "texts").iterdir()}


def test_corpus_is_small_but_has_enough_documents() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*")) < 3_000_000
    assert len(READABLE) >= 24


@pytest.mark.parametrize("path", _truth())
def test_truth_uses_known_keys_and_outcomes(path: str) -> None:
    truth = _truth()[path]
    assert set(truth) <= KEYS
    assert STATUS.fullmatch(truth["status"])
    assert truth["status"] == "ok" or not _quotes(truth)


@pytest.mark.parametrize("sample", READABLE, ids=_id)
def test_everything_quoted_stands_in_the_sample(sample: generate.Sample) -> None:
    seen = _seen(sample)
    assert [quote for quote in _quotes(_truth()[sample.path]) if _squeeze(quote) not in seen] == []


@pytest.mark.parametrize("sample", READABLE, ids=_id)
def test_what_must_go_is_there_to_begin_with(sample: generate.Sample) -> None:
    assert [words for words in _truth()[sample.path].get("absent", ()) if words not in _raw(sample)] == []


@pytest.mark.parametrize("sample", [s for s in READABLE if "case_list" in _truth()[s.path]], ids=_id)
def test_listed_cases_are_counted_and_told_apart_by_their_words(sample: generate.Sample) -> None:
    truth = _truth()[sample.path]
    places = [_seen(sample).index(case["holds"]) for case in truth["case_list"]]
    assert len(places) == truth["cases"]
    assert places == sorted(places)
    assert all(_seen(sample).count(case["holds"]) == 1 for case in truth["case_list"])


@pytest.mark.parametrize("key", ["duplicate_of", "not_duplicate_of"])
def test_pairs_name_each_other(key: str) -> None:
    pairs = {(path, entry[key]) for path, entry in _truth().items() if key in entry}
    assert pairs
    assert pairs == {(other, path) for path, other in pairs}


def test_automatic_numbers_stand_nowhere_in_the_document() -> None:
    with zipfile.ZipFile(SAMPLES / "支部联建/云溪县“四联四促”经验材料.docx") as archive:
        document = archive.read("word/document.xml").decode("utf-8")
    assert "主要做法" in document
    assert "一、" not in document
    assert "（一）" not in document


@pytest.mark.parametrize("sample", [s for s in READABLE if s.maker.endswith("pdf")], ids=_id)
def test_pdf_samples_have_a_text_layer(sample: generate.Sample) -> None:
    seen = _squeeze(_pdf_text(SAMPLES / sample.path))
    assert [block.text for block in markup.blocks(sample.source)[:2] if _squeeze(block.text) not in seen] == []


def test_scanned_pdf_has_none() -> None:
    assert _pdf_text(SAMPLES / "2019年/党校培训情况报告（扫描件）.pdf").strip() == ""


def test_encrypted_pdf_opens_with_its_password_alone() -> None:
    path = SAMPLES / "岭北县基层党建情况（内部）.pdf"
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(path)
    pypdfium2.PdfDocument(path, password=_truth()[path.name]["make"]["with"]["password"]).close()


def test_truncated_docx_is_no_zip_any_more() -> None:
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(SAMPLES / "支部联建/桐浦县联盟章程（下载中断）.docx")


def _pdf_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)
