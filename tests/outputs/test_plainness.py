"""Of equally full copies the one read whole and plainly named is to lead."""

import re
from dataclasses import replace

import pytest

from corpus.model import Outcome
from extractors.lexicon import read_lexicon
from outputs.dedupe import duplicates
from outputs.plainness import MARKS, CopyMarks, plainness
from tests.outputs.builders import record

PATTERNS = read_lexicon(MARKS, CopyMarks).marks


@pytest.mark.parametrize("mark", PATTERNS, ids=lambda mark: mark.pattern)
def test_marks_fit_their_examples(mark: object) -> None:
    one = next(each for each in PATTERNS if each is mark)
    assert [name for name in one.match if not re.search(one.pattern, name)] == []
    assert [name for name in one.no_match if re.search(one.pattern, name)] == []


@pytest.mark.parametrize(
    "worse",
    [
        "材料 - 副本.docx",
        "材料(1).docx",
        "复制材料.docx",
        "备份/材料.docx",
        "材料终稿(2).docx",
        "旧/材料.docx",
        "材料乙.docx",
    ],
)
def test_the_plain_name_comes_first(worse: str) -> None:
    assert plainness(record("材料.docx", "甲")) < plainness(record(worse, "甲"))


def test_a_copy_read_whole_comes_before_one_read_in_part() -> None:
    part = replace(record("材料.docx", "甲"), outcome=Outcome("partial", "Some pages could not be read."))
    assert plainness(record("材料(1).docx", "甲")) < plainness(part)


def test_a_report_leads_its_copy_in_a_compilation() -> None:
    """There it is a little fuller, by an ordinal before its title."""
    plain = {"alone": (False, False, 0, 0, 7, "石门.docx"), "compiled": (False, True, 0, 1, 9, "汇编/汇编.docx")}
    text = "".join(
        f"石门镇第{chr(0x4E00 + 7 * n)}村把板凳搬到院坝里，一月议事{chr(0x4E00 + 11 * n)}回。" for n in range(40)
    )
    found = duplicates({"compiled": f"四、{text}", "alone": text}, plainness=plain)
    assert set(found.leads.values()) == {"alone"}
