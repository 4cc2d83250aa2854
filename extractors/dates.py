"""Dates (日期): days, months, years and spans of years, with ISO values cut to what is known."""

import re
from calendar import monthrange
from collections.abc import Iterable
from functools import lru_cache

from corpus.model import Document
from extractors.base import Date
from extractors.numerals import DIGITS, han_value

_DIGIT = "[〇○零一二三四五六七八九]"
_YEAR = rf"(?:(?<!\d)(?:1[5-9]|20)\d\d|[12一二]{_DIGIT}{{3}}|(?<![\dA-Za-z])(?:(?:19|20)[xX×*]{{2}}|20\d[xX×*]))"
# 八八年, 〇三年: two digits without 十 are a year; 五六年 may last five or six years unless a part of the year follows.
_BRIEF = (
    r"(?<![〇○零一二三四五六七八九十百千万亿点第])[〇零一二三四五六七八九][〇零一二三四五六七八九]"
    r"(?:(?<!一二|二三|三四|四五|五六|六七|七八|八九|三五)(?=年)|(?=年(?:[初底末春夏秋冬]|[一二三四五六七八九十\d]{1,2}月)))"
    r"(?!年[华会货画假审检终])"
)
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?)"
_MASK = r"(?:[xX×*○]{1,2})"
_MONTH_PART = r"(?:份|上旬|中旬|下旬|月?初|月?底|月?末)?"
_YEAR_PART = r"(?:度|上半年|下半年|第?[一二三四1-4]季度|前[一二三]季度|年初|年底|年末|年中|初|底|末|中期)?"
_JOIN = r"[-—–~～至到]{1,2}"

_DAY = rf"(?: ?{{}} ?[日号](?!线)|{_MONTH_PART})"
_TILL = rf"{_JOIN}(?:{_SMALL}月)?(?:{_SMALL}[日号]|(?<=月))"
_KNOWN = rf"(?:{_SMALL}|{_MASK})"
# 月 opens words of its own (月亮), 一月一评 says how often, and 2018.9万元 is no month.
_NO_MONTH = r"(?!天|亮|饼|球|季|薪|子|嫂|供|租|票|度|一(?![日号〇一二三四五六七八九十]))"
_NO_NUMBER = r"(?![\d.%]|[ ]?[万亿元个人户吨亩倍])"

DATE = re.compile(
    # all that a date can begin with: saves three of four searches
    r"(?=[\d一二三四五六七八九十〇○零廿元正xX×*某上本])(?:"
    # 2016—2020年, 2016年至2020年, 2025—2029
    rf"(?P<span>{_YEAR}年?{_JOIN}{_YEAR}(?!\d)(?:年(?!\d{{1,2}}月))?(?![万亿元个人户%.]))"
    # 2018年9月12日, 2018年度, 二〇二〇年三月, 2018年9月至12月
    rf"|(?P<year>{_YEAR}|{_BRIEF}) ?年(?!级|代)(?: ?(?P<month>{_KNOWN})(?P<through>{_JOIN}{_SMALL})? ?月"
    rf"{_DAY.format(f'(?P<day>{_KNOWN})')}|{_YEAR_PART})(?P<till>{_TILL})?"
    rf"|(?P<school>(?<![\d.])20\d\d)度(?!假|电)"
    # 2018-09-12, 2018.9.12, 2018/9/12, 2018.9
    rf"|(?<![\d.A-Za-z])(?P<y>(?:19|20)\d\d)(?P<mark>[-./])(?P<m>0?[1-9]|1[0-2])"
    rf"(?:(?P=mark)(?P<d>0?[1-9]|[12]\d|3[01]))?{_NO_NUMBER}"
    # 9月5日, 9月5日至12日, 9月份, 十二月底
    rf"|(?<![\d年.])(?<!月[-—–~～至到])(?P<m2>{_SMALL})(?P<through2>{_JOIN}{_SMALL})? ?月{_NO_MONTH}"
    rf"{_DAY.format(f'(?P<d2>{_SMALL})')}(?P<till2>{_TILL})?"
    # 20世纪90年代, 50年代
    r"|(?P<decade>(?:(?:上个?世纪|本世纪|二十世纪|20世纪|19世纪|十九世纪)初?)?(?:(?:1[89]|20)?\d0|[二三四五六七八九]十)年代(?:初期|中期|末期|后期|初|中|末)?)"
    # 90年以前: the century is left to the reader
    r"|(?P<short>(?<![\d.])[4-9]\d)年(?=以前|之前|以后|之后|初|底|末)"
    # X年X月X日, 20XX年
    rf"|(?P<masked>(?<![A-Za-z])(?:20)?{_MASK}年{_KNOWN}月(?:{_KNOWN}日)?|(?<![A-Za-z\d]){_MASK}月{_MASK}日|(?<![A-Za-z\d近约满时])(?:20)?[xX×*○]{{2}}年(?:度|底|末|初)?(?![A-Za-z来多以内]))"
    # a year alone in parentheses: (1994)
    r"|(?<=\()(?P<alone>(?:19|20)\d\d)(?=\)(?!\d))"
    # 5日 alone, of news
    r"|(?<![\d月近约多余\-—~至到])(?P<alone_day>\d{1,2})日(?=在|上午|下午|晚|凌晨|清晨|电|讯|起|召开|举行|发布|,|、|和)"
    r")"
)

SPANS = ("span", "through", "till", "through2", "till2", "decade", "short", "masked")


def _number(word: str | None) -> int | None:
    """The value of a day, month or year in either script; None where it is missing or masked."""
    if not word or not all(char.isdecimal() or char in DIGITS or char in "十廿" for char in word):
        return None
    if word.isdecimal():
        return int(word)
    # 2〇二三: the scripts are mixed, digit by digit.
    if any(char.isdecimal() for char in word):
        return int("".join(str(DIGITS.get(char, char)) for char in word))
    return int(han_value(word))


def _full(year: int | None) -> int | None:
    """A year with its century: 88 is 1988, 3 is 2003; None between, where it may be either."""
    if year is None or year >= 100:
        return year
    return 2000 + year if year < 10 else 1900 + year if year >= 40 else None


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    """ISO 8601 cut to what is known and possible (2023-02 for 30 February 2023); None where nothing is.

    Months and days are those that `_real` lets pass.
    """
    y, m, d = _full(_number(year)), _number(month), _number(day)
    # 2000 was a leap year: without a year, 29 February is possible.
    if m is not None and d is not None and d > monthrange(y or 2000, m)[1]:
        d = None
    if y is None:
        return None if m is None else f"--{m:02d}" + (f"-{d:02d}" if d else "")
    return f"{y:04d}" + (f"-{m:02d}" + (f"-{d:02d}" if d else "") if m else "")


def _value(match: re.Match[str]) -> str | None:
    """The value of a match; None for spans of time, decades and masks."""
    if any(match[group] for group in SPANS):
        return None
    if match["alone_day"]:
        return f"---{int(match['alone_day']):02d}"
    if match["m2"]:
        return _iso(None, match["m2"], match["d2"])
    if match["year"]:
        return _iso(match["year"], match["month"], match["day"])
    return _iso(match["y"] or match["school"] or match["alone"], match["m"], match["d"])


def _real(match: re.Match[str]) -> bool:
    """Whether months and days are possible ones: 2018年13月 is none, and 三月 in 三五月 neither."""
    month, day = (
        _number(match["month"] or match["m2"] or match["m"]),
        _number(match["day"] or match["d2"] or match["d"] or match["alone_day"]),
    )
    return (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= 31)


# Quantities ask for the dates of the same document again.
@lru_cache(maxsize=4)
def _found(folded: str) -> tuple[tuple[int, int, str | None], ...]:
    return tuple((match.start(), match.end(), _value(match)) for match in DATE.finditer(folded) if _real(match))


def date_spans(folded: str) -> tuple[tuple[int, int], ...]:
    """The ranges of all dates in a folded text, in order."""
    return tuple((start, end) for start, end, _ in _found(folded))


def extract(document: Document) -> Iterable[Date]:
    """The dates of a document in the order of the text."""
    return (Date(start, end, document.text[start:end], value) for start, end, value in _found(document.folded))
