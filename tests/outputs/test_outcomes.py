"""Every outcome, warning and reason that the code gives can be told to an analyst in Chinese."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from openpyxl import load_workbook

from corpus import sniff
from corpus.clean import clean
from corpus.document import text_reading
from corpus.model import Outcome
from corpus.readers import docx_chunks, docx_pictures, ocr, pdf, read
from corpus.readers.legacy_mended import NOWHERE
from corpus.readers.legacy_office import needs_office
from corpus.readers.ocr import Recognised
from corpus.rules import read_rules
from outputs.catalogue import build_catalogue
from outputs.leaves import Leaves
from outputs.outcomes import Told, kind_name, reason, warning, wording
from outputs.record import record_json
from outputs.site.documents import document_text
from outputs.workbook import write_workbook
from tests.corpus.docx_files import entries, p, run, zipped
from tests.outputs.builders import record

ROOT = Path(__file__).parents[2]
CODES = re.compile(r'(?:"(?:rejected|ignored):|RejectionError\(\s*")([a-z_]+)"')
TEXTS = [path.read_text("utf-8") for room in ("corpus", "pipeline") for path in (ROOT / room).rglob("*.py")]
GIVEN = sorted({code for text in TEXTS for code in CODES.findall(text)})
KOREAN = ("경험 자료를 정리하였습니다. " * 9).encode("euc-kr")

# Modules whose sentences are outcomes of whole files, told by their codes, or none for analysts.
NO_READERS = ("archives", "discover", "pictures", "legacy_office", "sample_sources", "system")
# What programs tell each other.
INTERNAL = ("The text of the page cannot be loaded.", NOWHERE)
ENGLISH = re.compile(r"[a-z]{2,20} [a-z]{1,20} [a-z]{2,20}")
# What stands for a value in a sentence; "3" where nothing is said.
VALUES: dict[str, tuple[str, ...]] = {
    "{}": ("1, 3–5",),
    "about": (pdf.ABOUT_GARBLED, pdf.ABOUT_IMAGES),
    "max(told, default='')": (pdf.ABOUT_GARBLED, pdf.ABOUT_IMAGES),
    "where": ("", "on page 3 ", "on pages 1, 3–5 "),
    "TAIL": (pdf.TAIL,),
    "UNPACK": (sniff.UNPACK,),
    "remedy": (sniff.SAVE_AS, sniff.REMOVE),
    "This is kind": ("an archive (RAR)", "no text and of no known kind"),
    "KINDS[media_type]": ("an RTF file", "a Word 97–2003 or WPS document (DOC)"),
    "needs_office()": (needs_office(),),
    "_short(name)": ("a.bin",),
    "encoding": ("utf-8", "UTF-8, GB18030 or UTF-16"),
    "type(error).__name__": ("KeyError",),
    "reading.partial": ("2 pictures were not read, and may hold text.",),
    "error.reason": ("The picture is damaged. Copy it again, or save it anew.",),
    "found.reason": (
        "it has more than 50,000,000 pixels; JINGYAN_PIXELS_MP raises that",
        "The picture is damaged. Copy it again, or save it anew.",
    ),
    "told": ("was not read: The picture is damaged. Copy it again, or save it anew.",),
    "The document embeds number": ("1 object", "2 objects"),
    "listed": ("1, 3–5",),
    "INSTALL": (ocr.INSTALL,),
    "Install the extra that recognises text in images (OCR)told": ("", " (it is there and fails: libGL.so.1 (none))"),
    "_lines(found.unread)": ("1 line", "7 lines"),
    "_lines(len(found.doubtful))": ("1 line", "7 lines"),
    "quoted": ("“一是”", "“一是”, “二是”, “三是”"),
    "more": ("", ", …"),
    "rule.kind": ("editor_credit",),
    "shown": ("来源:某某日报", "作者. 来源"),
    "NEEDS_OCR": ("The pages are images, outlines or coded characters without a text layer, as a scanner makes them.",),
}
LISTED = ("listed(numbers)", "listed(closed)", "listed(lost)", "listed(missing)", "listed(cut)")
# Templates for `str.format`, and what it is given.
FORMATS = {
    docx_pictures.TOLD: ("2 pictures",),
    docx_pictures.LEFT: ("1 picture", "was", ""),
    docx_chunks.UNREAD: ("There is no text in the file.",),
}


def _values(node: ast.FormattedValue, before: str) -> tuple[str, ...]:
    words = ast.unparse(node.value)
    if words.endswith("advice()"):
        return (ocr.advice(),)
    return ("1, 3–5",) if words in LISTED else VALUES.get(f"{before}{words}", VALUES.get(words, ("3",)))


def _filled(node: ast.expr) -> Iterator[str]:
    """What a constant or an f-string may say."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value.format(*FORMATS.get(node.value, ())) if node.value in FORMATS else node.value
    if isinstance(node, ast.JoinedStr):
        parts: list[tuple[str, ...]] = []
        for value in node.values:
            before = parts[-1][0] if parts else ""
            parts.append(_values(value, before) if isinstance(value, ast.FormattedValue) else tuple(_filled(value)))
        yield from ("".join(chosen) for chosen in product(*parts))


def _strings(tree: ast.AST) -> Iterator[ast.expr]:
    """The strings of a module that are no docstrings, f-strings whole; what a picture's `reason` says as a sentence."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant):
            yield node
        elif (
            isinstance(node, ast.keyword)
            and node.arg == "reason"
            and isinstance(node.value, ast.JoinedStr | ast.Constant)
        ):
            inside = node.value.values if isinstance(node.value, ast.JoinedStr) else [node.value]
            yield ast.JoinedStr([ast.Constant("Page 3 is an image and was not read: "), *inside, ast.Constant(".")])
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield from _strings(node)


def said_in(source: str) -> list[str]:
    """The English sentences that a module of readers may say."""
    texts = (text.replace("{}", "1, 3–5") for node in _strings(ast.parse(source)) for text in _filled(node))
    begun = [text for text in dict.fromkeys(texts) if text[:1].isupper() or text[:1].isdecimal()]
    return [text for text in begun if ENGLISH.search(text) and text not in INTERNAL]


def _modules() -> Iterator[Path]:
    for path in sorted((ROOT / "corpus").rglob("*.py")):
        if not any(name in NO_READERS for name in (path.stem, path.parent.name)):
            yield path


SAID = sorted({text for path in _modules() for text in said_in(path.read_text("utf-8"))})


def in_chinese(words: str) -> bool:
    told = warning(words)
    return re.search("[一-鿿]", told) is not None and not ENGLISH.search(told)


def test_codes_are_found() -> None:
    assert {"damaged", "lock", "timeout"} <= set(GIVEN)


@pytest.mark.parametrize("code", GIVEN)
def test_every_code_has_a_sentence(code: str) -> None:
    assert code in wording().reasons
    assert reason(Outcome(f"rejected:{code}", "an English reason")) == wording().reasons[code]


def test_kinds_have_names() -> None:
    statuses = ("ok", "partial", "rejected:empty", "ignored:lock")
    assert [kind_name(Outcome(status)) for status in statuses] == ["完整读取", "部分读取", "未能读取", "略过"]


def test_sentences_of_all_readers_are_found() -> None:
    wanted = (
        "RTF file ends",
        "fills it anew",
        "only 3 pages",
        "index of the PDF",
        "Kept",
        "□",
        "own could not be read",
    )
    assert [part for part in wanted if not any(part in text for text in SAID)] == []
    assert len(SAID) > 80


@pytest.mark.parametrize("words", SAID)
def test_every_sentence_of_a_reader_is_told_in_chinese(words: str) -> None:
    assert in_chinese(words), warning(words)


def test_a_new_sentence_would_be_found_and_left_in_english() -> None:
    source = (
        'def f(count: int) -> str:\n    """It is said."""\n    return f"The file has {count} holes in its pages."\n'
    )
    assert said_in(source) == ["The file has 3 holes in its pages."]
    assert not in_chinese(said_in(source)[0])
    assert warning(said_in(source)[0]) == "The file has 3 holes in its pages."


def test_no_other_room_warns_of_documents() -> None:
    given = re.compile(r"\bwarnings=")
    paths = (path for room in ("extractors", "outputs", "pipeline") for path in (ROOT / room).rglob("*.py"))
    # One masks what readers say, one repeats it; what the others say has tests of its own, test_withhold.py and
    # test_no_case.py.
    known = {"private_reading.py", "aside.py", "withhold.py", "documents.py"}
    assert [path.name for path in paths if given.search(path.read_text("utf-8")) and path.name not in known] == []


@pytest.mark.parametrize("one", wording().warnings, ids=lambda one: one.match[0][:40])
def test_examples_are_told_by_their_entry_alone(one: Told) -> None:
    assert all(one.pattern.match(words) for words in one.match)
    assert not any(one.pattern.match(words) for words in one.no_match)
    for other in wording().warnings:
        wrong = [words for words in one.match if other is not one and other.pattern.fullmatch(words.removesuffix("."))]
        assert wrong == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "Page 2: 5 lines may be recognised wrongly: “一是”, “二是”, “三是”, ….",
            "第2页有5行可能识别有误：“一是”、“二是”、“三是”等",
        ),
        (
            "Kept, though it may be no content (time_stamp): 2023-5-6. 来源",
            "可能不是正文（时间、点击数），仍保留：2023-5-6. 来源",
        ),
        (
            (
                "A drawing was not read: There is no text in the file. "
                "Picture 3 was not read: it has more than 9 pixels; JINGYAN_PIXELS_MP raises that."
            ),
            "一处图形没有读取：里面没有文字；第3幅图片没有读取：图片过大，像素超过9（可用 JINGYAN_PIXELS_MP 调高）",
        ),
        (
            "Picture 3 was not read: The picture is damaged. Copy it again, or save it anew..",
            "第3幅图片没有读取：已损坏或没有复制完整；请重新复制，或用原来的软件打开后另存",
        ),
        (
            "Something new happened. Page 4 cannot be opened and was not read. Copy or export the PDF again.",
            "Something new happened.；第4页打不开，没有读取；请重新复制或导出 PDF",
        ),
        ("", ""),
    ],
)
def test_sentences_in_a_row(english: str, chinese: str) -> None:
    assert warning(english) == chinese


def test_reasons_of_documents_read_in_part_end_in_a_full_stop() -> None:
    assert reason(Outcome("partial", "1 picture was not read, and may hold text.")).endswith("可能有文字。")
    assert reason(Outcome("partial", "Something new.")) == "Something new."
    assert reason(Outcome("ok")) == ""


def test_lines_that_are_kept_have_kinds_with_names() -> None:
    assert {rule.kind for rule in read_rules("clean_rules.yml")} <= set(wording().kept)


def test_recognised_pages() -> None:
    pages = {
        1: Recognised(((),), doubtful=("一、主要做法和成效情况如下", "二是", "三是", "四是")),
        2: Recognised(unread=3),
        3: ocr.beyond(500),
    }
    said = [*ocr.warnings("1", pages), *ocr.parts_missing(pages.items()), " ".join(ocr.parts_missing(pages.items()))]
    assert len(said) == 5
    assert all(map(in_chinese, said))


@pytest.mark.parametrize("lacks", [None, "No module named 'cv2'", "libGL.so.1: cannot open it (no such file)"])
def test_advice_on_recognition(lacks: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "lacking", lambda: lacks)
    with ocr.recognising(False, lambda: None):
        assert in_chinese(ocr.advice())
    told = warning(ocr.advice())
    assert "pip install 'jingyan[ocr]'" in told
    assert "Install" not in told


def test_warnings_of_real_readings() -> None:
    found = entries(p(run("甲")))
    links = str(found["word/_rels/document.xml.rels"])
    template = (
        '<Relationship Id="x" Type="http://x/attachedTemplate" Target="http://localhost/a" TargetMode="External"/>'
    )
    found["word/_rels/document.xml.rels"] = links.replace("</Relationships>", f"{template}</Relationships>")
    body = "一、主要做法\n我镇组织党员干部开展走访活动，听取群众意见，解决了一批急难愁盼问题。\n"
    warnings = (
        read(KOREAN, "a.txt").warnings,
        read(zipped(found), "a.docx").warnings,
        clean(text_reading(f"{body * 3}来源：某某日报\n{body * 3}")).warnings,
    )
    assert [len(said) for said in warnings] == [1, 1, 1]
    assert all(in_chinese(said[0]) for said in warnings)


def test_analysts_see_them_in_chinese(tmp_path: Path) -> None:
    english = "The index of the PDF was broken and was made anew from what is there; something may be missing."
    one = record("报告.pdf", "一、主要做法\n开展走访活动。")
    assert one.document
    document = replace(one.document, warnings=(english,))
    catalogue = build_catalogue(
        [replace(one, document=document, outcome=Outcome("partial", "1 picture was not read, and may hold text."))]
    )
    (leaf,) = Leaves(catalogue)
    row = document_text(leaf, record_json(leaf.record))
    assert (row["warnings"], row["why"]) == ([warning(english)], "有1幅图片没有读取，其中可能有文字。")
    assert record_json(catalogue.records[0])["document"]["warnings"] == [english]
    write_workbook(catalogue, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["文件"]
    assert warning(english) in [cell.value for cell in sheet[2]]
    assert in_chinese(english)
