"""What stands in the place of characters, in short texts and in long ones."""

import pytest

from corpus.characters import GONE, LONG, Characters, same

CODES = same()
CODES[[ord("著"), ord("，"), ord("🙂")]] = [ord("着"), ord(","), GONE]
CODES[ord("x")] = GONE


@pytest.mark.parametrize("times", [1, LONG])
@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("著x，", "着,"), ("a\n\0b", "a\n\0b"), ("🙂𫇭著", "𫇭着"), ("\ud800x\udc00", "\ud800\udc00")],
)
def test_each_character_has_another_or_none(text: str, expected: str, times: int) -> None:
    assert Characters(CODES).of(text * times) == expected * times
