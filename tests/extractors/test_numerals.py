"""Numerals: their grammar and values."""

import pytest

from extractors.numerals import Number, arabic_value, han_value, magnitude, numerals, whole

VALUES: list[tuple[str, Number]] = [
    ("三亿零二十万", 300_200_000),
    ("四亿零四百七十五万", 404_750_000),
    ("一千零一", 1001),
    ("十", 10),
    ("廿", 20),
    ("廿三", 23),
    ("一百廿三", 123),
    ("百十", 100),
    ("一百十", 110),
    ("一百十五", 115),
    ("三万一百十", 30_110),
    ("一百零十五", 115),
    ("二〇二〇", 2020),
    ("两百五", 250),
    ("三万五", 35_000),
    ("八点三", 8.3),
    ("三点一四", 3.14),
    ("三千五百二十一点六万", 35_216_000),
    ("壹佰贰拾", 120),
    ("一万亿", 10**12),
    ("三万万", 300_000_000),
    ("万", 10_000),
]


@pytest.mark.parametrize(("word", "value"), VALUES)
def test_chinese_numerals(word: str, value: Number) -> None:
    assert (han_value(word), type(han_value(word))) == (value, type(value))


READINGS: list[tuple[str, str, Number | None, Number | None]] = [
    ("共12.4 万户", "12.4 万", 124_000, None),
    ("共8,600户", "8,600", 8600, None),
    ("共1万2000元", "1万2000", 12_000, None),
    ("共3万5千元", "3万5千", 35_000, None),
    ("共12亿3000万元", "12亿3000万", 1_230_000_000, None),
    ("共4亿3千6百5十万元", "4亿3千6百5十万", 436_500_000, None),
    ("共3百2十万元", "3百2十万", 3_200_000, None),
    ("共1千余万元", "1千余万", 10_000_000, None),
    ("共2.5万千瓦", "2.5万", 25_000, None),
    ("共5千瓦", "5", 5, None),
    ("共三五个", "三五", 3, 5),
    ("共三四百人", "三四百", 300, 400),
    ("共十七八岁", "十七八", 17, 18),
    ("共两三万亩", "两三万", 20_000, 30_000),
    ("共十几年", "十几", 10, None),
    ("共数千人", "数千", 1000, None),
    ("共二十多万户", "二十多万", 200_000, None),
    ("共××万元", "××万", None, None),
    ("共x.x%", "x.x", None, None),
]


@pytest.mark.parametrize(("text", "words", "value", "high"), READINGS)
def test_numerals_in_text(text: str, words: str, value: Number | None, high: Number | None) -> None:
    (found,) = numerals(text)
    assert (text[found.start : found.end], found.value, found.high) == (words, value, high)


@pytest.mark.parametrize(
    ("text", "style", "scale"),
    [
        ("共12户", "arabic", 1),
        ("共1.5万户", "arabic", 10_000),
        ("共三万户", "han", 1),
        ("共三百多万户", "han", 10_000),
        ("共××万户", "mask", 1),
    ],
)
def test_how_it_is_written(text: str, style: str, scale: int) -> None:
    (found,) = numerals(text)
    assert (found.style, found.scale) == (style, scale)


def test_approximators_inside_are_kept() -> None:
    kept = [
        found.vague
        for found in numerals(
            "10多万元、三百余户、好几百条、十几年、二十多万户、数千人、几十几个、数十几次、××多万元、××户"
        )
    ]
    assert kept == [("多",), (), ("好几",), ("几",), ("多",), ("数",), ("几", "几"), ("数", "几"), ("多",), ()]


def test_a_rest_counts_with_its_own_magnitude_or_four_digits() -> None:
    assert [(found.value, found.end) for found in numerals("3万50名")] == [(30_000, 2), (50, 4)]


def test_digits_without_end_are_no_numeral() -> None:
    assert list(numerals("1" * 40_000)) == []
    assert max(len(str(found.value)) for found in numerals("亿" * 4000)) <= 200


def test_letters_before_digits_make_a_name() -> None:
    assert list(numerals("G60高速、A4纸")) == []


@pytest.mark.parametrize(
    ("word", "factor"),
    [(None, 1), ("万", 10_000), ("百万", 10**6), ("千余万", 10**7), ("千多万", 10**7), ("万亿", 10**12)],
)
def test_magnitudes(word: str | None, factor: int) -> None:
    assert magnitude(word) == factor


def test_whole_numbers_are_integers() -> None:
    assert isinstance(whole(62_900.00000001), int)
    assert isinstance(arabic_value("8,600"), int)
    assert whole(2 / 3) == 0.666667
