"""Relative dates (去年, 上半年, 目前, 近三年): read against the day a document is dated, or a year named before them.

今年, 去年 and 目前 are a speaker's and keep to the document's date; 当年, 次年, 上年, 年底 or 上半年 follow a year
that stands before them in their sentence.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Document, Span
from extractors.base import Date, Mention
from extractors.clauses import piece_at, sentences
from extractors.dates import extract
from extractors.numerals import han_value

YEARS = {"今": 0, "本": 0, "去": -1, "上": -1, "上一": -1, "前": -2, "大前": -3, "明": 1, "来": 1, "后": 2}
FOLLOWING = {"次年": 1, "翌年": 1, "第二年": 1, "第三年": 2, "当年": 0, "同年": 0, "该年": 0}
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "首": 1}
LEANING = ("上", "上一")  # 上年 and 上一年 lean on a year named before them
NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
HALF = r"(?P<{0}half>[上下])半年"
QUARTER = r"第?(?P<{0}quarter>[一二三四首1-4])季度?(?!节|稻|度末|一)|前(?P<{0}quarters>[一二三1-3])个?季度"
EDGE = r"(?P<{0}edge>年?[初底末]|年中)"
MONTHS = (
    rf"前(?P<first>{MONTH})个?月|(?P<from>{MONTH})月?(?:[-—–~～至到]{{1,2}})(?P<to>{MONTH})月(?:份)?"
    rf"|(?P<month>{MONTH})月(?:(?P<day>\d{{1,2}})[日号]|份|初|底|末|[上中下]旬)?"
)
SINCE = r"(?P<since>以来|至今)?"

RELATIVE = re.compile(
    # the characters that such words begin with, for speed
    r"(?=[今去大上前明后本来次翌第当同该近最过未接下年截到目迄至如眼现半首\d一二两三四五六七八九十])(?:"
    # 今年, 去年底, 今年6月, 去年以来, 上年度
    r"(?<![甚几多])(?:(?P<both>今明|去今)两年|"
    rf"(?P<year>大前|上一|[今去明]|(?<![以比而])前|后(?!年级)|(?<![近以到起])上|本|(?<![以后近年未])来)年(?!均|级|货|轮|画|纪|龄|迈|夜饭)度?"
    rf"(?:{HALF.format('')}|{QUARTER.format('')}|{EDGE.format('')}|{MONTHS}|全年)?{SINCE})"
    # 当年, 次年, 同年9月
    r"|(?<![想遥])(?P<following>次年|翌年|第[二三]年|当年|同年|该年)度?(?!级|龄|轻)"
    rf"(?:{HALF.format('f')}|{EDGE.format('f')}|(?P<fmonth>{MONTH})月(?:(?P<fday>\d{{1,2}})[日号]|份|初|底|末"
    rf"|[-—–~～至到]{{1,2}}(?P<fto>{MONTH})月份?)?)?"
    # 近三年, 最近五年, 过去五年, 三年来, 半年来, 未来两年
    rf"|(?:最近|近|过去)(?P<past>{NUMBER}|半)个?(?P<unit>年|月)(?![级期制生代]|[一二两三四五六七八九十]{{1,2}}月)来?"
    rf"|(?<![\d一二两三四五六七八九十百千〇零几多])(?P<lasting>{NUMBER}|半)年(?:多)?来(?!访|自|到|村|此|临)"
    rf"|(?:今后|未来|接下来)(?P<coming>{NUMBER})年"
    # 上半年, 一季度, 年初, 年底
    rf"|(?<![年\d])(?:{HALF.format('b')}|{QUARTER.format('b')}"
    r"|(?<![每历逐往一二两三四五六七八九十百半多几数各隔当明去今周新末本跨])(?P<bedge>年[初底末中内])(?!心))"
    # 本月, 上个月
    r"|(?P<moon>本|上个?|下个?)月(?!球|饼|嫂|亮|台)"
    # 截至目前, 目前, 至今
    r"|(?P<now>(?:截[至止]到?|到)?目前(?:为止)?|(?:截[至止]到?)?当前(?!列|任)|迄今(?:为止)?|至今(?![年日后天])"
    r"|如今|眼下"
    r"|(?<![展体表出实呈浮闪再涌发])现在(?!场)))"
)
NAMES = RELATIVE.groupindex


EDGES = {"初": 1, "中": 6, "底": 12, "末": 12}
NAMED = re.compile(r"《[^《》\n]{1,80}》|〈[^〈〉\n]{1,80}〉")
GIVEN = re.compile(r"\((?=\d{4}年?\))")


@dataclass(frozen=True, slots=True)
class RelativeDate(Mention):
    """A relative date. `value` is ISO 8601 cut to what is known, for a span of time its first year, month or day and
    `value_to` its last; None where there is nothing to read it against.
    """

    value: str | None
    value_to: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """ISO 8601, cut to what is known."""
        return _iso(self.year, self.month, self.day)


Value = tuple[str | None, str | None]
UNKNOWN: Value = (None, None)


def of_articles(document: Document, dates: Sequence[str | None]) -> tuple[RelativeDate, ...]:
    """The relative dates of each article, against its own date in `dates`; of a file without articles, the file."""
    ranges = [(article.start, article.end) for article in document.articles] or [(0, len(document.text))]
    pairs = zip(ranges, dates, strict=True)
    return tuple(found for (start, end), date in pairs for found in resolve(document, date, start, end))


def resolve(
    document: Document, about_date: str | None, start: int = 0, end: int | None = None
) -> tuple[RelativeDate, ...]:
    """The relative dates of a document, or of an article in it, in order; `about_date` is the ISO date of writing or
    issue, as far as it is known.
    """
    stop = len(document.text) if end is None else end
    return tuple(_Reader(document, _anchor(about_date), start, stop).found())


def _anchor(value: str | None) -> Anchor | None:
    if not value or not re.match(r"\d{4}", value):
        return None
    return Anchor(*map(int, value.split("-")[:3]))


# Quantities ask for them first.
@lru_cache(maxsize=4)
def matches(folded: str) -> tuple[re.Match[str], ...]:
    """The relative dates of a folded text as they are written."""
    return tuple(RELATIVE.finditer(folded))


class _Reader:
    """One range of a document, read from left to right."""

    def __init__(self, document: Document, anchor: Anchor | None, start: int, end: int) -> None:
        self._document, self._anchor, self._start, self._end = document, anchor, start, end
        self._dates = [date for date in extract(document) if date.value is None or re.match(r"\d{4}", date.value)]
        self._named = [Span(*name.span()) for name in NAMED.finditer(document.folded, start, end)]
        self._reckoned = (-1, 0)  # where a year was reckoned last (次年), and which

    def found(self) -> Iterator[RelativeDate]:
        """The relative dates, without those inside names and those that are part of a date with its year."""
        for match in matches(self._document.folded):
            inside = self._start <= match.start() and match.end() <= self._end
            if inside and not (_inside(self._named, match.start()) or self._is_explicit(match.start())):
                value, value_to = self._given(match) or self._value(match)
                words = self._document.text[match.start() : match.end()]
                yield RelativeDate(match.start(), match.end(), words, value, value_to)

    def _before(self, offset: int) -> Date | None:
        """The last date with its year that begins before a character."""
        at = bisect_left(self._dates, offset, key=lambda date: date.start) - 1
        return self._dates[at] if at >= 0 else None

    def _is_explicit(self, offset: int) -> bool:
        date = self._before(offset)
        return date is not None and date.end > offset

    def _given(self, match: re.Match[str]) -> Value | None:
        """The year in brackets behind the words: 去年(2021年)."""
        folded = self._document.folded
        is_given = match["year"] and GIVEN.match(folded, match.end())
        return (folded[match.end() + 1 : match.end() + 5], None) if is_given else None

    def _value(self, match: re.Match[str]) -> Value:
        if match["following"]:
            return self._of_following(match)
        if match["year"]:
            return self._of_year(match)
        if match["bhalf"] or match["bquarter"] or match["bquarters"] or match["bedge"]:
            year = self._leant(match.start()) or (self._anchor and self._anchor.year)
            return _part(year, match, "b") if year else UNKNOWN
        return _against(self._anchor, match) if self._anchor else UNKNOWN

    def _of_following(self, match: re.Match[str]) -> Value:
        named = self._leant(match.start())
        if named is None:
            return UNKNOWN
        year = named + FOLLOWING[match["following"]]
        self._reckoned = (match.start(), year)
        return _part(year, match, "f")

    def _of_year(self, match: re.Match[str]) -> Value:
        named = self._leant(match.start()) if match["year"] in LEANING else None
        base = named or (self._anchor and self._anchor.year)
        if not base:
            return UNKNOWN
        value, value_to = _part(base + YEARS[match["year"]], match, "")
        if match["since"]:
            return (f"{value}-01" if value and len(value) == 4 else value), self._anchor.iso if self._anchor else None
        return value, value_to

    def _leant(self, offset: int) -> int | None:
        """The year that words lean on: the last one that stands, or was reckoned, before them in their sentence."""
        sentence = piece_at(sentences(self._document), offset)
        first = max(self._start, sentence.start if sentence else offset)
        named = self._before(offset)
        at, year = self._reckoned
        if at >= first and (named is None or named.start < at):
            return year
        return int(named.value[:4]) if named and named.value and named.start >= first else None


def _inside(named: Sequence[Span], offset: int) -> bool:
    at = bisect_left(named, offset, key=lambda span: span.start) - 1
    return at >= 0 and offset < named[at].end


def _iso(year: int, month: int | None = None, day: int | None = None) -> str:
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else int(han_value(word))


def _part(year: int, match: re.Match[str], group: str) -> Value:
    """The part of a year that the words with these groups name."""
    parts = {name: match[group + name] for name in ("half", "quarter", "quarters", "edge") if group + name in NAMES}
    if parts.get("half"):
        return (_iso(year, 1), _iso(year, 6)) if parts["half"] == "上" else (_iso(year, 7), _iso(year, 12))
    if parts.get("quarter"):
        last = 3 * QUARTERS[str(parts["quarter"])]
        return _iso(year, last - 2), _iso(year, last)
    if parts.get("quarters"):
        return _iso(year, 1), _iso(year, 3 * QUARTERS[str(parts["quarters"])])
    if parts.get("edge"):
        return _iso(year, EDGES.get(str(parts["edge"])[-1])), None
    if group == "":
        return _months(year, match)
    return _iso(year, *_month_and_day(match, group)), _iso(year, _number(match["fto"])) if match["fto"] else None


def _months(year: int, match: re.Match[str]) -> Value:
    if match["first"]:
        return _iso(year, 1), _iso(year, _number(match["first"]))
    if match["from"]:
        return _iso(year, _number(match["from"])), _iso(year, _number(match["to"]))
    return _iso(year, *_month_and_day(match, "")), None


def _month_and_day(match: re.Match[str], group: str) -> tuple[int | None, int | None]:
    if group + "month" not in NAMES or not match[group + "month"]:
        return None, None
    day = _number(match[group + "day"]) if match[group + "day"] else None
    return _number(match[group + "month"]), day if day and day <= 31 else None


def _against(anchor: Anchor, match: re.Match[str]) -> Value:
    """Words that only a document's date gives a value to."""
    if match["both"]:
        first = anchor.year if match["both"] == "今明" else anchor.year - 1
        return _iso(first), _iso(first + 1)
    if match["moon"]:
        moved = _moved(anchor, {"上": -1, "下": 1}.get(match["moon"][0], 0)) if anchor.month else None
        return (moved[:7] if moved else None), None
    if match["coming"]:
        return anchor.iso, _moved(anchor, 12 * _number(match["coming"]))
    if match["past"] or match["lasting"]:
        began = _moved(anchor, -_length(match))
        return (began, anchor.iso) if began else UNKNOWN
    return anchor.iso, None


def _length(match: re.Match[str]) -> int:
    """How many months 近三年, 半年来 or 近两个月 last."""
    word = match["past"] or match["lasting"]
    unit = 1 if match["unit"] == "月" else 12
    return unit // 2 if word == "半" else unit * _number(word)


def _moved(anchor: Anchor, months: int) -> str | None:
    """The date so many months later, cut as the date is; None where its month is not known and would count."""
    if anchor.month is None:
        return None if months % 12 else _iso(anchor.year + months // 12)
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = anchor.day and min(anchor.day, monthrange(year, month + 1)[1])
    return _iso(year, month + 1, day)
