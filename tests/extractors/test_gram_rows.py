"""Characters and pairs as rows of a model, those beyond the first 65,536 code points too."""

import numpy as np

from extractors.gram_rows import ABSENT, GramRows, codes_of, kept

ROWS = {"村": 0, "钱": 4, "没有": 1, "有钱": 2, "^村": 3, "<缺>": 5}


def test_each_character_and_pair_has_its_row_or_none() -> None:
    rows, codes = GramRows(ROWS), codes_of("村没有钱𠀀\ud800")
    assert rows.of_chars(codes).tolist() == [0, ABSENT, ABSENT, 4, ABSENT, ABSENT]
    assert rows.of_pairs(codes[:-1], codes[1:]).tolist() == [ABSENT, 1, 2, ABSENT, ABSENT]


def test_what_looks_like_another_character_in_sixteen_bits_is_unknown() -> None:
    far = chr(ord("村") + 0x10000)
    assert GramRows(ROWS).of_chars(codes_of(far)).tolist() == [ABSENT]


def test_a_pair_behind_all_known_ones_is_unknown() -> None:
    assert GramRows(ROWS).of_pairs(codes_of("\U0010ffff"), codes_of("\0")).tolist() == [ABSENT]


def test_ignored_characters_are_left_out() -> None:
    codes = codes_of("村、有 钱")
    assert codes[kept(codes, "、 ")].tolist() == codes_of("村有钱").tolist()
    assert np.array_equal(kept(codes_of(""), "、"), [])
