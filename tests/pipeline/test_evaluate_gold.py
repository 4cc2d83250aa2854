"""Label files that are not what they should be are told in one line, and nothing is measured by them."""

from pathlib import Path

import pytest

from pipeline.evaluate_gold import GoldError, read_gold


@pytest.mark.parametrize(
    "labels",
    [
        "1",
        "null",
        "[1]",
        "[{}]",
        '[{"start": "0", "end": 2}]',
        '[{"start": -1, "end": 2}]',
        '[{"start": 0, "end": 99}]',
    ],
)
def test_labels_without_a_place_are_told(tmp_path: Path, labels: str) -> None:
    for name, file, words in (("texts", "a.txt", "全县12个村。"), ("gold", "a.json", f'{{"quantities": {labels}}}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text(words, encoding="utf-8")
    with pytest.raises(GoldError, match="quantities should be a list"):
        read_gold(tmp_path)
