"""Amounts: numerals with their units, approximators and ranges, before it is known what they count."""

import re
from typing import NamedTuple

from extractors.base import QuantityKind
from extractors.numerals import DIGITS, FULL, Number, Numeral, Style, han_value, whole
from extractors.rare_units import shows_count, stands_behind, unknown_measure
from extractors.units import SYMBOLS, UNKNOWN, Unit, unit_at

LIMIT = 10**18  # no report counts further; whatever is longer is a number of an account or a joke

_BEFORE = re.compile(
    r"(?:(?:(?<![附最临靠接邻亲远新相将])近|将近|大约|(?<![赶反突])超|逾"
    r"|(?<![节条合契集预签公履违爽隐简制大守])(?<!规民)约) ?)?\Z"
)
_SIGN = re.compile(r"(?:(?<![\dA-Za-z%)℃度])[-−]|(?P<both>零下)) ?\Z")
_SYMBOL = re.compile(r"[¥$€] ?\Z")
# What those that stand before a numeral end in: most have nothing of the kind there, and need no search.
_SYMBOL_ENDS = ("¥", "$", "€", " ")
_BEFORE_ENDS = ("近", "约", "超", "逾", " ")
_OVER = re.compile(r"(?:(?P<base>百|千|万)|(?P<part>[二三四五六七八九十]{1,3}|\d{1,4}))分之\Z")
_MORE = re.compile(r"(?:余|[多来](?=[^自说看到源样]|\Z)(?!种(?:经营|形式|方式|渠道))|把(?=[块个年人斤亩]))? ?")
_AFTER = re.compile(
    r"[多余]?(?:期(?=以|内|的|\Z))?(?:\(含\)|\(?含\)?)?"
    r"(?:(?:及|或)?(?:以上|以下|以内|之内|以外)|左右|上下|之多)?"
)
# 三成二 is 32 %; 三成五个村 and 七成一般 are not 35 and 71.
_PART = r"半|[二三四五六七八九](?![十百千万亿几是级类等])|一(?=[^一-龥]|\Z|左右|以上|的)"
_TENTH = re.compile(rf"成(?P<part>{_PART})?(?![立为员果效功本型熟年长份都语就绩品套因交分人千百天份])")
# 十年九旱, 十年磨一剑: numbers that answer each other are proverbs.
_PROVERB = re.compile(r"[一-龥]?[一二三四五六七八九不](?![一-龥]{0,1}[个名户人])")
# 十户联保, 十条禁令, 十家岭: with these 十 makes names.
_TEN_OF_NAMES = frozenset("户家人项条件种字里")
_ANSWERED = re.compile(r"[一二三四五六七八九](?:[一-龥](?![一-龥])|[扶带抓管办]|[一-龥]?[制法])")  # 三支一扶
# 三百块 is money where no thing follows that comes in lumps.
_COIN = re.compile(r"钱|[^一-龥]|\Z|左右|以上")


class Amount(NamedTuple):
    """A number with its unit (as written).

    `start`..`end` includes approximators, `number`..`stop` is numeral and unit alone.
    """

    start: int
    end: int
    number: int
    stop: int
    style: Style
    value: Number | None
    high: Number | None
    unit: str
    kind: QuantityKind
    scale: int = 1
    vague: tuple[str, ...] = ()
    words: str = ""


def _plain(start: int, end: int, numeral: Numeral, stop: int, unit: str, kind: QuantityKind) -> Amount:
    """The amount of a numeral as it stands."""
    style, scale, vague = numeral.style, numeral.scale, numeral.vague
    return Amount(start, end, numeral.start, stop, style, numeral.value, numeral.high, unit, kind, scale, vague)


# 二亩五分, 三元五角, 两斤三两: the second unit is a tenth of the first.
_MINOR = {"亩": "分", "元": "角", "斤": "两", "丈": "尺"}
_TENTHS = re.compile(r"[一二两三四五六七八九]|[1-9](?!\d)")


def _minor(text: str, unit: Unit) -> Number:
    """How many tenths of the unit a second unit behind it adds (0 for none)."""
    minor, digit = _MINOR.get(unit.word), _TENTHS.match(text, unit.end)
    if minor is None or digit is None or not text.startswith(minor, digit.end()):
        return 0
    return han_value(digit[0]) if digit[0] in DIGITS else int(digit[0])


def _half(text: str, at: int, unit: Unit) -> bool:
    """Whether the amount ends in a half: 一年半, 一倍半."""
    halved = unit.entry.kind in ("duration", "ratio") and text.startswith("半", at)
    return halved and not text.startswith(("半年", "半月", "半天"), at)


# 建成万亩茶园: 成 belongs to the verb, not to the numeral as in 成千上万.
_OF_VERB = re.compile(r"[建形完落育达合做连种变聚集打制养结长改造练展织修]成\Z")


def start_of(text: str, numeral: Numeral) -> int:
    """Where the span begins: with the approximator that touches the numeral."""
    if text[numeral.start] in "百千万亿" and text[numeral.start - 1 : numeral.start] in ("上", "成"):
        return numeral.start - (not _OF_VERB.search(text, max(0, numeral.start - 2), numeral.start))
    if not text.endswith(_BEFORE_ENDS, 0, numeral.start):
        return numeral.start
    window = max(0, numeral.start - 4)
    return window + _BEFORE.search(text[window : numeral.start]).start()  # type: ignore[union-attr]  # matches the empty string too


def end_of(text: str, at: int) -> int:
    return _AFTER.match(text, at).end()  # type: ignore[union-attr]  # matches the empty string too


def _written(words: str, folded: str) -> str:
    """The unit as written, in the script of the source; symbols at half width."""
    return words if any("一" <= char <= "鿿" for char in folded) else folded


def _bare(text: str, numeral: Numeral, start: int) -> bool:
    """Whether the numeral is a magnitude alone (万亩), without anything that says how many; 十 is a number too."""
    return text[numeral.start : numeral.end] in FULL - {"十"} and start == numeral.start


def _admits(text: str, numeral: Numeral, unit: Unit, start: int, more: bool) -> bool:
    """Whether a measure word may follow this numeral."""
    entry, words = unit.entry, text[numeral.start : numeral.end]
    if entry.shown:
        return shows_count(text, numeral, unit.start, unit.end) or stands_behind(text, numeral, unit.end)
    if numeral.style == "mask":
        if text[numeral.end : unit.start].isspace() or (unit.word == "个" and text.startswith("人", unit.end)):
            return False  # a star that opens a list, **个人** in bold
        return entry.mask == "any" or (entry.mask == "small" and not any(char in "XO○某" for char in words))
    if numeral.style == "arabic":
        return True
    if words in ("零", "〇") or (words == "二" and entry.kind not in ("money", "measure")):
        return False  # 二次创业, but 二亩五分
    if not entry.han:
        return entry.kind == "count" and stands_behind(text, numeral, unit.end)  # 打井三眼
    if words == "十" and (unit.word in _TEN_OF_NAMES or _PROVERB.match(text, unit.end)):
        return more or stands_behind(text, numeral, unit.end)
    if len(words) == 1 and entry.kind == "count" and _ANSWERED.match(text, unit.end):
        return False
    return entry.bare or more or not _bare(text, numeral, start)


def _unknown(text: str, numeral: Numeral) -> Unit | None:
    """The measure word of one character that no list has, where it can be nothing else."""
    if not unknown_measure(text, numeral):
        return None
    return Unit(numeral.end, numeral.end + 1, text[numeral.end], UNKNOWN)


_SPREAD = re.compile("([个個])[多半]")


def _measured(text: str, original: str, numeral: Numeral) -> Amount | None:
    """An amount with a measure word behind the numeral."""
    more = _MORE.match(text, numeral.end)
    at = more.end() if more else numeral.end
    unit = unit_at(text, at) or unit_at(text, at := numeral.end) or _unknown(text, numeral)
    start = start_of(text, numeral)
    if unit is None or not _admits(text, numeral, unit, start, at > numeral.end and text[numeral.end] != " "):
        return None
    trailing = _half(text, unit.end, unit)
    half = 0.5 if trailing or text.startswith("个半", unit.start) else 0
    tenths = _minor(text, unit)
    stop = unit.end + trailing + (2 if tenths else 0)
    end = end_of(text, stop)
    value = numeral.value
    if value is not None and (half or tenths):
        value = whole(value + half + tenths / 10)
    kind = "money" if unit.word == "块" and _COIN.match(text, unit.end) else unit.entry.kind
    found = _plain(start, end, numeral, stop, _unit_word(text, original, unit), kind)
    return found if value is numeral.value else found._replace(value=value)


def _unit_word(text: str, original: str, unit: Unit) -> str:
    """The measure word as written, without approximators (个多月 -> 个月)."""
    words = original[unit.start : unit.end]
    plain = _SPREAD.sub(r"\1", words) if len(words) > 1 else words
    return _written(plain, unit.word)


def signed(text: str, numeral: Numeral, amount: Amount) -> Amount:
    """Minus before a share or a temperature: -3.5%, 零下5℃; both ends of 零下3至5℃ are below."""
    if amount.unit not in ("%", "℃", "个百分点", "摄氏度", "度") or amount.value is None:
        return amount
    window = max(0, numeral.start - 3)
    sign = _SIGN.search(text[window : numeral.start])
    if not sign:
        return amount
    begun = amount._replace(start=window + sign.start())
    if sign["both"] and amount.high is not None:
        return begun._replace(value=-max(amount.value, amount.high), high=-min(amount.value, amount.high))
    return begun._replace(value=-amount.value)


def _priced(text: str, original: str, numeral: Numeral) -> Amount | None:
    """¥6,200: the sign before the numeral is the unit; 元 behind it may repeat it."""
    window = max(0, numeral.start - 3)
    symbol = _SYMBOL.search(text[window : numeral.start]) if text.endswith(_SYMBOL_ENDS, 0, numeral.start) else None
    if symbol is None:
        return None
    again = _measured(text, original, numeral)
    if again and again.kind == "money":
        return again._replace(start=window + symbol.start())
    end = end_of(text, numeral.end)
    unit = SYMBOLS[symbol[0][0]]
    return _plain(window + symbol.start(), end, numeral, numeral.end, unit, "money")


def _fraction(text: str, numeral: Numeral) -> Amount | None:
    """百分之八点三, 三分之二."""
    if not text.endswith("分之", 0, numeral.start):
        return None
    window = max(0, numeral.start - 7)
    over = _OVER.search(text[window : numeral.start])
    if over is None:
        return None
    bottom = over["base"] or over["part"]
    begin = window + over.start()
    start, end = start_of(text, numeral._replace(start=begin)), end_of(text, numeral.end)
    if over["base"]:
        unit = {"百": "%", "千": "‰", "万": "‱"}[bottom]
        return _plain(start, end, numeral, numeral.end, unit, "percent")._replace(number=begin)
    parts = int(bottom) if bottom.isdecimal() else han_value(bottom)
    if not parts:
        return None
    share = 1 / parts
    value = None if numeral.value is None else whole(numeral.value * share)
    return _plain(start, end, numeral, numeral.end, "", "ratio")._replace(number=begin, value=value, high=None)


def _tenths(text: str, numeral: Numeral) -> Amount | None:
    """七成, 八九成, 6成."""
    found = _TENTH.match(text, numeral.end)
    if not found or numeral.value is None or not 1 <= numeral.value <= 10:
        return None
    part, stop = found["part"], found.end()
    if part and part != "半" and unit_at(text, stop):
        part, stop = None, found.start("part")
    add = 5 if part == "半" else DIGITS[part] if part else 0
    value, high = whole(numeral.value * 10 + add), None if numeral.high is None else whole(numeral.high * 10)
    share = _plain(start_of(text, numeral), end_of(text, stop), numeral, stop, "%", "percent")
    return share._replace(value=value, high=high, scale=10)


def _doubled(text: str, numeral: Numeral) -> Amount | None:
    """翻一番 is twice, 翻两番 four times."""
    if not text.startswith("番", numeral.end) or "翻" not in text[max(0, numeral.start - 2) : numeral.start]:
        return None
    start = text.rindex("翻", 0, numeral.start)
    if not isinstance(numeral.value, int) or numeral.value > 60:
        return None
    return Amount(start, numeral.end + 1, start, numeral.end + 1, numeral.style, 2**numeral.value, None, "倍", "ratio")


_SPENT = re.compile(r"(?:投资|投入|资金|贷款|产值|收入|利润|经费|补贴|金额|出资)(?:达到?|约|近|了|超过?)?\Z")
_NOUN_AHEAD = re.compile(
    r"(?:[多余])?(?=[一-龥](?<![元年月日号时点分至到股伏起里千百般一二不别幸能])|\Z|[,。;、!?)\n])"
)


def _bare_count(text: str, numeral: Numeral) -> Amount | None:
    """60万贫困群众: a magnitude makes up for the measure word."""
    words = text[numeral.start : numeral.end]
    if words[-1] not in "万亿" or words in FULL or (numeral.style == "han" and words[0] in "百千万亿"):
        return None
    ahead = _NOUN_AHEAD.match(text, numeral.end)
    if ahead is None:
        return None
    end = end_of(text, ahead.end())
    kind: QuantityKind = "money" if _SPENT.search(text, max(0, numeral.start - 6), numeral.start) else "count"
    return _plain(start_of(text, numeral), end, numeral, ahead.end(), "", kind)


def amount_of(text: str, original: str, numeral: Numeral) -> Amount | None:
    """The amount that a numeral stands for, or None where it has no unit."""
    if numeral.value is not None and numeral.value > LIMIT:
        return None
    special = _fraction(text, numeral) or _doubled(text, numeral) or _tenths(text, numeral)
    if special or (special := _priced(text, original, numeral)):
        return special
    measured = _measured(text, original, numeral)
    return signed(text, numeral, measured) if measured else _bare_count(text, numeral)
