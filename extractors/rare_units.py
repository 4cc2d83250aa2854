"""Measure words that are read only where the clause shows that something is counted: 3垄红薯, 打井三眼, 建池12畦."""

import re

import rjieba

from extractors.numerals import FULL, Numeral
from extractors.tokens import tokens, word_set

REACH = 12
SMALL = 10  # numbers up to this, in characters, stand in many words and names
_CLOSED = re.compile(r"[,。;:!?、()\s“”]|\Z")
_HAN = re.compile(r"[一-龥“《]{1,8}")
_NOUN_TAGS = frozenset({"n", "nr", "ns", "nt", "nz", "ng", "j", "vn", "l", "an", "s", "quote", "title", "paren"})
_PREMODIFIERS = _NOUN_TAGS | {"b", "a", "zg", "z", "g", "v", "t"}
# What is set up, bought, grown or handed over is told with its number behind it: 新建村卫生室一所.
_GIVING = re.compile(
    r"打井|[建修购增设开挖捐赠办养种添置装聘盖引栽奖砌铺架制编录收领写投移孵酿腌藏存整印发拍晒备]|配(?![齐强优])|采摘|承包|安放|塑像|扩充"
)
# A digit and one more character at the end of a clause may also rank or name something.
_RANKING = frozenset("强路号楼室版后级届线星型类档等维端点时码寸旬月季组班频挡速座连冠年日元角分度名位区县省市镇乡村所")


def _noun_before(text: str, start: int, linked: bool) -> bool:
    """Whether a noun ends right before the number; if `linked`, it may be a word that leads from one."""
    window = max(0, start - REACH)
    found = [token for token in tokens(text, window, start) if not token.word.isspace()]
    return bool(found) and (found[-1].tag in _NOUN_TAGS or (linked and found[-1].word in word_set("reach")))


def _given(text: str, start: int) -> bool:
    """Whether a noun before the number is the object of a verb of setting up or handing over."""
    opening = max(text.rfind(mark, max(0, start - 24), start) for mark in ",。;:!?\n、") + 1
    return (
        start - opening > 2
        and bool(_GIVING.search(text, opening, start - 1))
        and _noun_before(text, start, linked=False)
    )


def _noun_behind(text: str, unit_start: int, unit_end: int) -> bool:
    """Whether the measure word is a word of its own and a noun phrase follows it."""
    ahead = _HAN.match(text, unit_end)
    found = rjieba.tag(text[unit_start:unit_end] + ahead[0]) if ahead else []
    own = len(found) > 1 and found[0][0] == text[unit_start:unit_end]
    return own and (found[1][1] in _PREMODIFIERS or text[unit_end] in "“《")


def _closes(text: str, at: int) -> bool:
    return bool(_CLOSED.match(text, at))


def _plural(numeral: Numeral) -> bool:
    return numeral.value is not None and numeral.value >= 2


_ADVERBS = re.compile(r"一[一起道块家面样体致旁路站]")  # 一一折成分值, 干部群众一起


def shows_count(text: str, numeral: Numeral, unit_start: int, unit_end: int) -> bool:
    """Whether the words around a number and a seldom measure word show that something is counted."""
    if numeral.style == "mask" or not _plural(numeral) or _ADVERBS.match(text, numeral.start):
        return False
    if _closes(text, unit_end):
        return _noun_before(text, numeral.start, linked=True)
    large = numeral.style == "arabic" or (numeral.value or 0) > SMALL
    return _noun_behind(text, unit_start, unit_end) and (large or _counted(text, numeral, unit_end))


def _counted(text: str, numeral: Numeral, unit_end: int) -> bool:
    """Whether a verb governs a small number in characters, and number and noun make no word: not 八段锦."""
    ahead = _HAN.match(text, unit_end)
    first = rjieba.cut(text[numeral.start : unit_end] + (ahead[0] if ahead else ""))[0]
    window = max(text.rfind(mark, max(0, numeral.start - REACH), numeral.start) for mark in ",。;:!?\n、") + 1
    before = rjieba.tag(text[max(window, numeral.start - REACH) : numeral.start])
    return len(first) <= unit_end - numeral.start and bool(before) and _governing(*before[-1])


def _governing(word: str, tag: str) -> bool:
    """Whether the word before a number tells of something done, and calls for nothing: 晾着, 摘下, 共, but not 用好."""
    return tag in ("ul", "uz", "ug") or word[-1] in "了着过上下出来到有" or word in word_set("reach")


def set_up(text: str, start: int, end: int) -> bool:
    """Whether number and measure word end the clause behind what was set up: 打井三眼, 新建村卫生室一所."""
    return _closes(text, end) and not _ADVERBS.match(text, start) and _given(text, start)


def stands_behind(text: str, numeral: Numeral, unit_end: int) -> bool:
    """The same for a numeral that is more than a magnitude."""
    return (
        numeral.style != "mask"
        and text[numeral.start : numeral.end] not in FULL
        and set_up(text, numeral.start, unit_end)
    )


def unknown_measure(text: str, numeral: Numeral) -> bool:
    """Whether one character behind digits can only be a measure word that no list has: 新辟菜园12畦."""
    if numeral.style != "arabic" or not _plural(numeral) or not text[numeral.end : numeral.end + 1].strip():
        return False
    char = text[numeral.end]
    han = "一" <= char <= "龥" and char not in _RANKING
    return han and _closes(text, numeral.end + 1) and _given(text, numeral.start)
