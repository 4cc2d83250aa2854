"""Numerals in the folded text, Arabic, Chinese, mixed and masked, with their values.

A numeral ends before its unit. Approximators inside it (10多万, 三百余) belong to it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from extractors.grouped_digits import BLANK, is_clear, joined

Number = int | float
Style = Literal["arabic", "han", "mask"]

_ROWS = ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {char: value for value, chars in enumerate(_ROWS) for char in chars}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
FULL = {"十", "百", "千", *LARGE, "百万", "千万", "十万"}

# 千 and 百 open units and fractions of their own: 5千瓦, 三百分之一.
_THOUSAND = r"千(?![克米瓦伏卡焦帕])"
_MAGNITUDE = rf"(?:(?:[十百千][多余]?)?(?:万亿|万|亿)|百(?!分)|{_THOUSAND})"
# 14 623 is one number, 12 345 6789 and 010 123 are not.
_SPACED = rf"[1-9]\d{{0,2}}(?:{BLANK}\d{{3}}){{1,4}}(?!{BLANK}?\d)"
_ARABIC = rf"(?:{_SPACED}|\d{{1,3}}(?:[,，]\d{{3}}){{1,4}}(?!\d)|\d{{1,15}}(?!\d))(?:\.\d{{1,8}}(?!\d))?"
_HAN = rf"(?:[零〇一二两三四五六七八九十拾廿壹贰叁肆伍陆柒捌玖佰仟万亿]|百(?!分)|{_THOUSAND})"
_STEP = re.compile(rf"(\d{{1,4}})({_MAGNITUDE})")
# 〇.五亿, 投资三.五亿; but 三.五个村 may open with a list's number.
_DIGIT = "[零〇一二三四五六七八九]"
_POINT = rf"(?:点|(?<=[〇零])\.(?={_DIGIT})|(?<=[一-龥,][一二三四五六七八九])\.(?={_DIGIT}{{1,4}}[万亿]))"
_MASK = r"(?:[xX×*○]{1,8}(?:\.[xX×*○]{1,3})?|某(?=[十百千]?[万亿]|元|%))"

NUMERAL = re.compile(
    # the characters that numerals begin with, for speed
    r"(?=[\d零〇一二两三四五六七八九十百千拾廿壹贰叁肆伍陆柒捌玖佰仟万亿数好几xX×*○某])(?:"
    rf"(?P<arabic>(?<![\d.A-Za-z〔^])(?P<head>{_ARABIC}){BLANK}?(?:(?P<vague>[多余来几])?(?P<scale>{_MAGNITUDE}))?"
    rf"(?P<steps>(?:\d{{1,4}}{_MAGNITUDE}){{1,4}})?(?P<rest>\d{{4}}(?!\d))?)"
    rf"|(?P<han>(?:(?:(?<![人户总个次件额指函])数|好?几)(?=[十百千万亿]))?{_HAN}(?:{_HAN}|(?<=[一二三四五六七八九])○){{0,17}}"
    rf"(?:{_POINT}{_DIGIT}{{1,4}})?(?:(?<=十)几(?!乎))?(?:(?P<more>[多余来])?(?P<end>万亿|万|亿))?)"
    rf"|(?P<mask>(?<![A-Za-z\d]){_MASK}(?![A-Za-z\d])(?P<veil>[多余])?{_MAGNITUDE}?))"
)


class Numeral(NamedTuple):
    """A numeral at `start`..`end`.

    `high` is set for approximations such as 三五; `scale` is the magnitude written after the digits, `vague` holds the
    approximators inside it. A masked numeral has no value.
    """

    start: int
    end: int
    style: Style
    value: Number | None
    high: Number | None = None
    scale: int = 1
    vague: tuple[str, ...] = ()


def whole(value: Number) -> Number:
    """The value as an integer where it is one, else rounded to what a report can mean."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def magnitude(word: str | None) -> int:
    """The factor that a word such as 百万, 千余万 or 万亿 stands for; 1 for none."""
    product = 1
    for char in (word or "").replace("多", "").replace("余", ""):
        product *= SMALL.get(char) or LARGE[char]
    return product


def _unsaid(word: str, char: str, total: int) -> int:
    """How often a magnitude counts without a digit: 一百十五 is 115, but 百十 is about a hundred."""
    return int(not total or (char in "十拾" and word[0] in DIGITS))


def _below_ten_thousand(word: str) -> int:
    total, digit = 0, 0
    for char in word:
        if char in SMALL:
            total += (digit or _unsaid(word, char, total)) * SMALL[char]
            digit = 0
        elif char == "廿":
            total += 20
        else:
            digit = DIGITS[char]
    # 三万五 and 两百五 leave the magnitude out of the last digit; the caller sees only 五 or 百五.
    tail = re.search(r"([百千佰仟])[一二三四五六七八九]$", word)
    return total + digit * (SMALL[tail[1]] // 10 if tail else 1)


def han_value(word: str) -> Number:
    """The value of a Chinese numeral without approximators: 三亿零二十万 -> 300200000, 二〇二〇 -> 2020."""
    if "点" in word or "." in word:
        left, right = re.split("[点.]", word)
        digits = right.rstrip("万亿")
        decimal = float(f"{han_value(left)}.{''.join(str(DIGITS[char]) for char in digits)}")
        return whole(decimal * magnitude(right[len(digits) :]))
    if all(char in DIGITS for char in word):
        return int("".join(str(DIGITS[char]) for char in word))
    for char, factor in sorted(LARGE.items(), key=lambda item: -item[1]):
        head, found, tail = word.rpartition(char)
        if found:
            short = factor // 10 if tail in DIGITS else 1
            return (han_value(head) if head else 1) * factor + (han_value(tail) * short if tail else 0)
    return _below_ten_thousand(word)


_UNITS = "零〇一二两三四五六七八九"
_PAIR = re.compile(rf"(?<![{_UNITS}])([一二两三四五六七八九])([二三四五六七八九])(?![{_UNITS}点])")


def _alternatives(word: str) -> tuple[str, str] | None:
    """The two readings of neighbouring digits: 三五 -> 三, 五; 三四百 -> 三百, 四百; 十七八 -> 十七, 十八."""
    pair = _PAIR.search(word)
    if pair is None:
        return None
    low, high = DIGITS[pair[1]], DIGITS[pair[2]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    return word[: pair.start(2)] + word[pair.end(2) :], word[: pair.start(1)] + word[pair.end(1) :]


def _han(match: re.Match[str]) -> Numeral:
    core, vague = match["han"], []
    if match["more"]:
        vague.append(match["more"])
        core = core[: -1 - len(match["end"])] + match["end"]
    if core[0] in "数几好":
        vague.append(core[: core.index("几") + 1] if "几" in core[:2] else core[0])
        core = core.lstrip("数几好")
    if "几" in core:
        vague.append("几")
        core = core.replace("几", "")
    pair = _alternatives(core)
    value, high = (han_value(pair[0]), han_value(pair[1])) if pair else (han_value(core), None)
    return Numeral(match.start(), match.end(), "han", value, high, magnitude(match["end"]), tuple(vague))


def arabic_value(word: str) -> Number:
    """The value of digits with thousands separators and a decimal point."""
    plain = joined(word)
    return float(plain) if "." in plain else int(plain)


def _stepped(steps: Sequence[tuple[str, str]]) -> Number:
    """The value of digits with magnitudes between them: 4亿3千6百万 is 4亿 and 3千6百 times 万."""
    total: Number = 0
    below: Number = 0
    for digits, word in steps:
        small, large = word.rstrip("万亿"), word.lstrip("十百千多余")
        below += arabic_value(digits) * magnitude(small)
        if large:
            total, below = total + below * magnitude(large), 0
    return total + below


def _arabic(match: re.Match[str]) -> Numeral:
    if not match["scale"]:
        return Numeral(match.start(), match.end("head"), "arabic", whole(arabic_value(match["head"])))
    steps = _STEP.findall(match["steps"] or "")
    value = _stepped([(match["head"], match["scale"]), *steps]) + int(match["rest"] or 0)
    vague = tuple(char for char in match[0] if char in "多余来几")
    return Numeral(match.start(), match.end(), "arabic", whole(value), None, magnitude(match["scale"]), vague)


def _numeral(match: re.Match[str]) -> Numeral:
    if match["arabic"]:
        return _arabic(match)
    if match["han"]:
        return _han(match)
    return Numeral(match.start(), match.end(), "mask", None, None, 1, (match["veil"],) if match["veil"] else ())


def numerals(text: str) -> Iterator[Numeral]:
    """The numerals of a folded text in order, none overlapping, without those whose digits are unclear."""
    at = 0
    while match := NUMERAL.search(text, at):
        numeral = _numeral(match)
        if not match["arabic"] or is_clear(text, numeral.start, match["head"]):
            yield numeral
        at = numeral.end
