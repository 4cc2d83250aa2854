"""The numerals of automatic numbering: a count becomes 一, ii or ⑳ as the list says (ECMA-376, 17.18.59)."""

from collections.abc import Callable
from functools import lru_cache, partial

PLAIN = "零一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
UNITS = ("", "十", "百", "千")
LEGAL_UNITS = ("", "拾", "佰", "仟")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
# ① to ⑳, ㉑ to ㉟, ㊱ to ㊿
CIRCLES = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
PARENTHESES = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
FULL_STOPS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
HAN_CIRCLES = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
HAN_PARENTHESES = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# No list is longer; a forged start value must not make a text of its own.
LARGEST = 9_999


@lru_cache(maxsize=1024)
def numeral(count: int, form: str) -> str:
    """The count in the given format; in Arabic numerals where the format is not known or does not reach so far."""
    if not 0 <= count <= LARGEST:
        return str(count)
    return FORMATS.get(form, str)(count)


def _counting(count: int, digits: str, units: tuple[str, ...], bare_ten: bool) -> str:
    """Numbers as they are spoken: 十一, 二十, 一百零一."""
    if count == 0:
        return digits[0]
    text = ""
    for place in (3, 2, 1, 0):
        digit = count // 10**place % 10
        if digit:
            text += digits[digit] + units[place]
        elif text and count % 10**place and not text.endswith(digits[0]):
            text += digits[0]
    return text[1:] if bare_ten and 10 <= count < 20 else text


def _digital(count: int, zero: str) -> str:
    return "".join(zero if digit == "0" else PLAIN[int(digit)] for digit in str(count))


def _series(count: int, marks: str) -> str:
    return marks[count - 1] if 1 <= count <= len(marks) else str(count)


def _cycle(count: int) -> str:
    """The cycle of sixty: 甲子, 乙丑, …"""
    return STEMS[(count - 1) % 10] + BRANCHES[(count - 1) % 12] if 1 <= count <= 60 else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in ROMAN:
        times, count = divmod(count, value)
        text += letters * times
    return text


def _letter(count: int, first: str) -> str:
    """A, B, … Z, AA, BB, …: the letter is repeated, as Word does."""
    if count < 1:
        return str(count)
    return chr(ord(first) + (count - 1) % 26) * min((count - 1) // 26 + 1, 10)


def _wide(count: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))


def _ordinal(count: int) -> str:
    ending = "th" if count // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


_chinese = partial(_counting, digits=PLAIN, units=UNITS, bare_ten=True)
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    # Forms that Word has no name for are spelt out.
    "001, 002, 003, ...": lambda count: f"{count:03}",
    "0001, 0002, 0003, ...": lambda count: f"{count:04}",
    "00001, 00002, 00003, ...": lambda count: f"{count:05}",
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "numberInDash": lambda count: f"- {count} -",
    "ordinal": _ordinal,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": partial(_counting, digits=LEGAL, units=LEGAL_UNITS, bare_ten=False),
    "ideographLegalTraditional": partial(_counting, digits=LEGAL_TRADITIONAL, units=LEGAL_UNITS, bare_ten=False),
    "ideographDigital": partial(_digital, zero="〇"),
    "japaneseDigitalTenThousand": partial(_digital, zero="〇"),
    "taiwaneseDigital": partial(_digital, zero="○"),
    "ideographTraditional": partial(_series, marks=STEMS),
    "ideographZodiac": partial(_series, marks=BRANCHES),
    "ideographZodiacTraditional": _cycle,
    "ideographEnclosedCircle": partial(_series, marks=HAN_CIRCLES),
    "ideographParenthesis": partial(_series, marks=HAN_PARENTHESES),
    "decimalEnclosedCircle": partial(_series, marks=CIRCLES),
    "decimalEnclosedCircleChinese": partial(_series, marks=CIRCLES),
    "decimalEnclosedParen": partial(_series, marks=PARENTHESES),
    "decimalEnclosedFullstop": partial(_series, marks=FULL_STOPS),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": partial(_letter, first="A"),
    "lowerLetter": partial(_letter, first="a"),
    "bullet": lambda count: "",
    "none": lambda count: "",
}
