"""What looks like an amount and counts nothing: ordinals, frames, slogans, set phrases, names in quotes."""

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from extractors.amounts import Amount
from extractors.lexicon import Strict, read_lexicon
from extractors.rare_units import set_up

_PARTS = tuple("个個项項种種条條对對篇件")
SMALL = 20  # frames and slogans announce no more parts than this
REACH = 10  # no set phrase is longer on either side of its number


class Phrases(Strict):
    """Words of one kind, with texts in which they rule a quantity out and texts in which they don't."""

    words: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Article(Strict):
    """When 一 counts: after these verbs, and not before these abstract words."""

    verbs: tuple[str, ...]
    abstract: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class NotQuantities(Strict):
    """The file `not_quantities.yml`."""

    frames: Phrases
    vague: Phrases
    slogans: Phrases
    fixed: Phrases
    article: Article


@cache
def not_quantities() -> NotQuantities:
    """The lexicon of numbers that count nothing."""
    return read_lexicon("not_quantities.yml", NotQuantities)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    lexicon = not_quantities()
    modifier = "(?:大|突出|主要|重要|基本|重点|核心|关键|具体|不同|新|小|明显|显著)?"
    return {
        "frames": lambda: re.compile(rf"的?{modifier}(?:{_any(lexicon.frames.words)})(?!{_MARKED})"),
        "vague": lambda: re.compile(rf"的?{modifier}(?:{_any(lexicon.vague.words)}|事(?![项故业务例迹]))"),
        "slogans": lambda: re.compile(rf"“?(?:{_any(lexicon.slogans.words)})"),
        "fixed": lambda: re.compile(_any(lexicon.fixed.words)),
        "verbs": lambda: re.compile(rf"(?:{_any(lexicon.article.verbs)})了?\Z|每[一-龥]{{1,4}}\Z"),
        "abstract": lambda: re.compile(rf"(?:{_any(lexicon.article.abstract)})|[一-龥]{{1,6}}?的?(?:{_HEADS})"),
    }[name]()


# 2个重点项目 are projects.
_MARKED = (
    "(?:村|项目|工程|企业|产业|乡?镇|社区|学科|实验室|园区|行业|人群|人员|对象|县|市|群体|户|岗位|部门|单位|课程|课题)"
)
_HEADS = "抓手|平台|问题|载体|机制|过程|格局|氛围"
_NAMES = re.compile(r"“[^“”\n,。;:!?]{1,16}”|《[^《》\n]{1,60}》")
_ORDINAL = re.compile(
    r"(?:第|〔|No\.|十[一二三四五六七八九]届|[农阴]历|星期|(?<!每)周|编号|电话|热线) ?(?:\d{1,3}[、—-])?\Z"
)
_LASTS = re.compile(r"(?:为期|历时|历经|满|用|不少于|不低于|至少|超过|不超过|连续|任期|期限|每|近|约|达)[了为]?\Z")
_TIMES = re.compile(r"(?:了|近|约|增长|提高|增加|扩大|多|快|高)\Z")
_SESSION = re.compile(r"(?:届[^,。;\n]{0,12}|代表大会|人大|政协|委员会)第?\Z")
# The unit of a whole column: 产值(万元), 单位:万元; what is left of a number that none can read: (120)万元, 1.2.3亿元.
_COLUMN = re.compile(r"(?:(?:\(|单位:|[一-龥]\([\d., ]{0,6}\)) ?|[\d⁰¹²³⁴-⁹])\Z")
_PERIOD = re.compile(r"(?:以内|之内|内|左右|以上|以下|以后|之后|后|期限)")
# 二八年华, 五五年终: two digits without 十 never last.
_DIGITS_OF_YEAR = re.compile(r"[〇零一二三四五六七八九]{2}年\Z")
_CLOCK = re.compile(r"\d{1,2}[时点:]\d{0,2}\Z|[上下]午\d{0,2}:?\Z")
# What these two end in: most numbers have nothing of the kind before them.
_RANKING = tuple("第〔.届历期周号话线、—- 时点:午0123456789")


def names(text: str) -> Iterator[tuple[int, int]]:
    """Short names in quotes and titles, inside which numbers are part of the name."""
    for match in _NAMES.finditer(text):
        yield match.span()


def _fixed(text: str, amount: Amount) -> bool:
    """Whether the amount stands in a set phrase."""
    begin = max(0, amount.start - REACH)
    found = _pattern("fixed").finditer(text[begin : amount.end + REACH])
    return any(begin + hit.start() < amount.stop and amount.number < begin + hit.end() for hit in found)


def _verb_follows(text: str, amount: Amount) -> bool:
    """Whether a bare verb stands where the thing should: 四个着力, 八个明确."""
    ahead = re.split(r"[^一-龥]", text[amount.end : amount.end + 8])[0]
    tags = rjieba.tag(ahead) if ahead else []
    return bool(tags) and tags[0][1] == "v" and (len(tags) == 1 or tags[1][1][0] not in "nvjbal")


def _small(amount: Amount) -> bool:
    return (
        isinstance(amount.value, int)
        and amount.value <= SMALL
        and amount.high is None
        and amount.start == amount.number
    )


def _announces(text: str, amount: Amount) -> bool:
    """三个方面, 两个问题, 四个意识: a frame or a slogan."""
    if amount.kind != "count" or not _small(amount) or amount.unit not in _PARTS:
        return False
    if _pattern("frames").match(text, amount.end):
        return True
    if amount.style != "han" and not text.startswith("100%", amount.end):
        return False
    slogan = _pattern("slogans").match(text, amount.end) or (amount.unit in "个個" and _verb_follows(text, amount))
    return bool(slogan) or bool(_pattern("vague").match(text, amount.end))


def _article(text: str, amount: Amount) -> bool:
    """Whether 一 is an article (一个重要抓手) and no count (确定一个共性项目)."""
    before = text[max(0, amount.start - 8) : amount.start]
    if amount.kind == "duration":
        return not _LASTS.search(before)
    if amount.kind == "ratio":
        return not _TIMES.search(before)
    if amount.kind in ("money", "percent", "measure"):
        return amount.kind == "measure" and not _LASTS.search(before)
    return not _pattern("verbs").search(before) or bool(_pattern("abstract").match(text, amount.end))


def counts_nothing(text: str, amount: Amount) -> bool:
    """Whether an amount of the folded text is an ordinal, a frame, a slogan, a set phrase or an article."""
    before = text[max(0, amount.number - 9) : amount.number]
    if before.endswith(_RANKING) and (_ORDINAL.search(before) or _CLOCK.search(before)):
        return True
    if text[amount.number] in "十百千万亿" and _COLUMN.search(before):
        return True
    if amount.unit == "日" and not _PERIOD.search(text, amount.stop, amount.stop + 3) and not _LASTS.search(before):
        return True  # every month on the 15th
    if amount.high is None and _DIGITS_OF_YEAR.match(text, amount.number, amount.stop):
        return True
    if amount.unit in ("名", "位") and before.endswith(("前", "列", "居", "末", "倒数", "名后")):
        return True
    if amount.unit in ("次", "届") and _SESSION.search(text[max(0, amount.number - 14) : amount.number]):
        return True
    if text[amount.number : amount.stop].startswith("一") and amount.value == 1 and _article(text, amount):
        return not (amount.kind == "count" and set_up(text, amount.start, amount.end))
    return _announces(text, amount) or _fixed(text, amount)
