"""How recognised text is set, which needs no model: marks, dashes, brackets and wide digits."""

import pytest

from corpus.readers.ocr_marks import Spelled, typeset, with_wide_digits


def spelled(text: str, wide: bool = False) -> Spelled:
    """A text on a line of 30 pixels an em; digits take half of it unless they are wide."""
    at, places = 0.0, list[float]()
    for char in text:
        step = 15.0 if char.isdigit() and not wide else 30.0
        places.append(at + step / 2)
        at += step
    return Spelled(text, tuple(places))


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("一是 抓党建,促发展:成效明显", "一是抓党建，促发展：成效明显"),
        ("(2024年1月）", "（2024年1月）"),
        ("(一)完善机制", "（一）完善机制"),
        ("增长(3.5)", "增长（3.5）"),
        ("GDP (2020) 9.5", "GDP (2020) 9.5"),
        ("党建工作—一以会代训", "党建工作——以会代训"),
        ("产业兴旺——一是", "产业兴旺——一是"),
        ("逐村一一走访", "逐村一一走访"),
        ("10:30开会, 12:00结束", "10:30开会，12:00结束"),
        ("比例为 3:2", "比例为 3:2"),
        ("一2一", "—2—"),
        ("- 12 -", "— 12 —"),
        ("一2一般", "一2一般"),
        ("(%)", "（%）"),
        ("同比增长 (%)", "同比增长（%）"),
        ("GDP (%)", "GDP (%)"),
        ("(GDP)", "(GDP)"),
    ],
)
def test_marks_are_those_of_chinese(read: str, wanted: str) -> None:
    found = typeset(spelled(read))
    assert found.text == wanted
    assert len(found.places) == len(found.text)
    assert list(found.places) == sorted(found.places)


def test_digits_are_as_wide_as_they_were_printed() -> None:
    lines = [
        spelled("支部现有党员37名，覆盖科室5个", wide=True),
        spelled("共有床位210张，党员积极分子多"),
        spelled("下设党小组的4个"),
    ]
    assert [line.text for line in with_wide_digits(lines)] == [
        "支部现有党员３７名，覆盖科室５个",
        "共有床位210张，党员积极分子多",
        "下设党小组的4个",
    ]


def test_pages_of_narrow_digits_stay_as_they_are() -> None:
    lines = [spelled("共有床位210张，党员积极分子多5人")]
    assert with_wide_digits(lines) == lines
