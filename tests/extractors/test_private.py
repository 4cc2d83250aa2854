"""Private matter: text -> what is found and of which kind; marks; and the lexicon's own examples."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import prepare, prepare_text, text_reading
from corpus.fold import fold
from corpus.model import Block, Document, Reading, Source
from extractors.lexicon import Entry
from extractors.private import private, private_spots
from extractors.private_lexicon import words
from extractors.private_marks import marks
from extractors.private_numbers import check_digit, luhn, plausible_identity
from extractors.private_reading import look, unnamed, withheld

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "private.yml").read_text(encoding="utf-8")
)
BODY = "\n关于推进工作的报告\n" + "\n".join(f"第{n}段,各项工作取得了成效。" for n in range(30)) + "\n"


def found(text: str) -> list[list[str]]:
    return [[text[spot.start : spot.end], spot.kind] for spot in private_spots(fold(text))[0]]


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"][:20])
def test_found(case: dict[str, Any]) -> None:
    assert found(case["text"]) == case["expect"]


@pytest.mark.parametrize("text", CASES["clean"], ids=lambda text: text[:24])
def test_nothing_private(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("entry", [*words().cues, *words().roles], ids=lambda entry: entry.id)
def test_examples_of_the_lexicon(entry: Entry) -> None:
    kind = entry.id if entry in words().cues else "person"
    assert [text for text in entry.match if kind not in {one for _, one in found(text)}] == []
    assert [text for text in entry.no_match if kind in {one for _, one in found(text)}] == []


@pytest.mark.parametrize("line", CASES["marked"])
@pytest.mark.parametrize("at_the_end", [False, True])
def test_marks(line: str, at_the_end: bool) -> None:
    assert marks("a.txt", text_reading(BODY + line if at_the_end else line + BODY))


@pytest.mark.parametrize("line", CASES["unmarked"])
def test_topics_are_no_marks(line: str) -> None:
    assert marks("a.txt", text_reading(line + BODY + line)) == ()


def test_marks_in_names_of_files() -> None:
    assert [name for name in CASES["names_marked"] if not marks(name, text_reading(BODY))] == []
    assert [name for name in CASES["names_unmarked"] if marks(name, text_reading(BODY))] == []


def test_examples_of_marks() -> None:
    for entry in words().marks:
        assert [line for line in entry.match if not marks("a", text_reading(line + BODY))] == []
        assert [line for line in entry.no_match if marks("a", text_reading(line + BODY))] == []


def test_a_weak_mark_counts_at_the_edges_and_in_furniture_alone() -> None:
    inside = BODY + "内部\n" + BODY
    at = inside.index("内部")
    watermark = Block(at, at + 2, furniture="watermark")
    assert marks("a.txt", text_reading(inside)) == ()
    assert marks("a.txt", Reading(inside, (Block(0, at), watermark), "page", "application/pdf")) == ("内部",)
    assert marks("a.txt", text_reading(BODY + "秘密★10年\n" + BODY)) == ("秘密★10年",)


def test_digits_that_check() -> None:
    assert check_digit("11010519491231002") == "X"  # the example of GB 11643-1999
    assert luhn("79927398713")
    assert not luhn("79927398710")
    assert plausible_identity("11010519491231002X")
    assert not plausible_identity("11010519491331002X")


def held(text: str, name: str = "a.txt") -> tuple[Source, Reading, Document]:
    source, reading = Source(name, "0" * 64, len(text)), text_reading(text)
    return source, reading, prepare(source, reading)


SALTED = (
    "关于张三反映问题的答复\n信访人张三,电话13912345678。张三与邻居和解,投入13800000000元。\n"
    "低保户孙桂兰、周大山等2户增收3000元。村支书李明带头。\n第1页 共2页\n"
)


def test_masking_keeps_the_length_and_every_figure() -> None:
    source, reading, document = held(SALTED, "张三信访材料/答复13912345678.txt")
    masked = withheld(source, reading, document)
    assert len(masked.reading.text) == len(SALTED)
    assert masked.document.text.count("\n") == document.text.count("\n")
    assert not any(word in masked.reading.text for word in ("张三", "孙桂兰", "周大山", "13912345678"))
    assert all(word in masked.document.text for word in ("13800000000元", "2户", "3000元", "村支书李明"))
    assert masked.source.name == "**信访材料/答复***********.txt"
    assert masked.document.source == masked.source
    assert dict(masked.counts) == {"phone": 1, "person": 5}
    assert look(source, reading, document).counts == masked.counts
    assert look(masked.source, masked.reading, masked.document).counts == ()


def test_what_cleaning_takes_out_is_masked_too() -> None:
    lines = [Block(0, 11), Block(12, 30, furniture="running_head")]
    text = "开展走访十二次取得成效。"[:11] + "\n" + "举报人王大锤 13912345678"
    reading = Reading(text, (lines[0], Block(12, len(text), furniture="running_head")), "page", "application/pdf")
    source = Source("a.pdf", "0" * 64, 1)
    masked = withheld(source, reading, prepare(source, reading))
    assert [one.words for one in masked.document.removed] == ["举报人*** ***********"]


def test_titles_and_warnings_of_a_reader_are_masked() -> None:
    source, reading, document = held("信访人张三反映道路不通。")
    said = Reading(
        reading.text, reading.blocks, "offset", "text/plain", title="张三信访件", warnings=("may be wrong: “张三”.",)
    )
    masked = withheld(source, said, document).reading
    assert (masked.title, masked.warnings) == ("**信访件", ("may be wrong: “**”.",))


def test_a_document_without_anything_private_stays_as_it_is() -> None:
    source, reading, document = held("一是开展培训12次。\n村支书李明带头。")
    same = withheld(source, reading, document)
    assert (same.reading, same.document.text, same.counts) == (reading, document.text, ())


def test_a_number_that_a_page_mark_cuts_in_two_is_found() -> None:
    number = "43252219870304561"
    number += check_digit(number)
    source, reading, document = held(f"信访人某某,身份证号:{number[:9]}\n— 3 —\n{number[9:]},反映道路不通。")
    masked = withheld(source, reading, document).reading.text
    assert number[:9] not in masked
    assert number[9:] not in masked


def test_names_of_files_hide_names_that_are_known() -> None:
    assert unnamed("附件/王二小.docx", frozenset({"王二小"})) == "附件/***.docx"
    assert unnamed("附件/王二小.docx") == "附件/王二小.docx"


def test_private_stands_in_the_text() -> None:
    document = prepare_text(SALTED)
    assert all(document.text[one.start : one.end] == one.text for one in private(document))


REPEATED = ["1", "1 ", "1  ", "13912345678", "信访人", "低保户张三、", "张三、", "等3户低保户", "(男,", "a@", "a."]


MORE = [
    "赵·钱",
    "与王三土地",
    "张三与李四因",
    "多次到县",
    "上访",
    "一",
    "一三九·",
    "139.",
    "1\n",
    "低 保 ",
    "李四,男,",
    "a (at) ",
    "因病\n",
]


@pytest.mark.parametrize("part", [*REPEATED, "姓名\t身份证\n张三\t1\n", "村民张三", "张三是", "秘密★", "6222", *MORE])
def test_endless_repetition_is_read_to_its_end(part: str) -> None:
    text = part * (40_000 // len(part))
    assert all(0 <= spot.start < spot.end <= len(text) for spot in private_spots(text)[0])
    assert isinstance(marks("a", text_reading(text)), tuple)


ALPHABET = (
    "张三李四王信访人低保户等反映,、:。( )\n\t0123456789-+Xx身份证电话姓名QQa@.★秘密内部①一三九幺·/与因纠纷上访元号"
)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_spots_stand_in_the_text_in_order_and_masking_leaves_none(text: str) -> None:
    spots, _ = private_spots(fold(text))
    assert all(0 <= spot.start < spot.end <= len(text) for spot in spots)
    assert all(left.end <= right.start for left, right in pairwise(spots))
    source, reading, document = held(text)
    masked = withheld(source, reading, document)
    assert len(masked.reading.text) == len(text)
    assert look(masked.source, masked.reading, masked.document).counts == ()
