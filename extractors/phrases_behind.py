"""The noun phrase behind a number, and where it ends: before what is said of it."""

import re
from typing import NamedTuple

from corpus.model import Span
from extractors.phrases import MODIFIER, governed, joins, nominal
from extractors.tokens import Token, is_body, is_figure, is_person, tokens, word_set

RELATIVE = 9  # no relative clause before a head has more words


class Right(NamedTuple):
    """The phrase behind a number.

    `fills`: it reaches the next number. `open`: its head is still to come. `genitive`: 的 stands before it.
    `verb`: it opens with a verb that can govern the rest (7个|设立老年食堂); `governs`: it does (3500亩|发展特色种植).
    """

    span: Span | None
    fills: bool
    open: bool
    genitive: bool
    verb: bool = False
    governs: bool = False


def _breaks(token: Token, seen: bool) -> bool:
    """Whether a phrase behind a number cannot go over this token."""
    if token.word in word_set("reach") and (len(token.word) > 1 or token.tag[0] == "v"):
        return True
    return token.word in word_set("breaks") or (seen and (token.tag == "i" or _denies(token)))


def _verbish(token: Token) -> bool:
    return token.tag[0] == "v" or token.word in word_set("verbal")


def _denies(token: Token) -> bool:
    """Whether the word says what a thing is not: 自然寨|不通|硬化路."""
    return len(token.word) > 1 and token.word[0] in "不未无没" and token.tag[0] in "vad"


def _names_facility(verb: Token, head: Token) -> bool:
    """Whether the two make the name of a place to do something in: 远程|诊断|中心, but not 村|建成|中心."""
    return head.word in word_set("facilities") and verb.word not in word_set("transitive")


def _goes_on(found: list[Token], at: int, seen: bool) -> bool:
    """Whether the phrase takes in the token at `at`; `seen` tells that a noun stands before it."""
    token = found[at]
    following = found[at + 1] if at + 1 < len(found) else None
    moves = token.tag[0] == "v" or token.word in word_set("moving")
    rises = moves and following is not None and following.word in ("到", "至", "为", "成")
    if rises or _breaks(token, seen):  # 由9家发展到31家
        return False
    if seen and following is not None and following.tag in ("quote", "title") and _verbish(token):
        return False  # 4个村|试点“云上板凳会”
    if nominal(token):
        return True
    if following is None:
        return False
    if not seen and token.tag in ("v", "vg", "d"):
        return nominal(following) or following.tag in ("uj", "v", "paren")
    if not (nominal(following) or following.tag == "paren"):
        return False
    if token.tag == "v":
        return token.word in word_set("verbal") or _names_facility(token, following)
    if token.tag == "paren" or joins(token):
        return seen
    return token.word in ("以上", "以下", "以内") or (not seen and token.tag in ("uj", "u", "m", "p", "f", "x"))


def _extent(found: list[Token]) -> tuple[int, bool]:
    """How many tokens the phrase takes that opens the list, and whether a noun is among them."""
    at, seen = 0, False
    while at < len(found) and _goes_on(found, at, seen):
        seen = seen or (nominal(found[at]) and found[at].tag not in MODIFIER)
        at += 1
    while at and at < len(found) and found[at].tag[0] in "vd" and found[at - 1].tag in ("a", "ad", "z", "an"):
        at -= 1  # 贫困人口稳定脱贫
    return at, seen and at > 0


def _predicated(found: list[Token], at: int) -> int:
    """The extent without last words that say something of the thing: 巡诊车|轮流进村."""
    while at > 1 and found[at - 1].word in word_set("predicates"):
        at -= 1
    return at


def _person_extent(found: list[Token], at: int) -> int:
    """The extent up to the last word for people: 党员 of 党员建档; the whole where there is none."""
    return next((i for i in range(at, 0, -1) if is_person(found[i - 1].word)), at)


def _body_extent(found: list[Token], at: int) -> int:
    """The extent up to the village or organisation that has the figure at its end: 合作社 of 合作社年产值."""
    if at < 2 or not is_figure(found[at - 1].word):
        return at
    return next((i for i in range(1, at) if is_body(found[i - 1].word) or is_person(found[i - 1].word)), at)


def _headed(found: list[Token], at: int, unit: str | None) -> int:
    """The extent cut behind the head that the measure word asks for; shares and sums are of anything."""
    if unit is None:
        return at
    cut = _person_extent(found, at) if unit in word_set("personal") else at
    return _body_extent(found, _predicated(found, cut))


def _related(found: list[Token], unit: str | None) -> Span | None:
    """The head behind a relative clause: 老人 of 瘫痪在床的老人, 教师 of 副高以上职称的教师."""
    at = next((i for i, token in enumerate(found[:RELATIVE]) if token.word == "的"), 0)
    rest = found[at + 1 :]
    if not at or not rest or not (_clausal(found[:at], unit) or _of_people(found[:at], rest[0], unit)):
        return None
    extent, seen = _extent(rest)
    return Span(rest[0].start, rest[_headed(rest, extent, unit) - 1].end) if seen else None


def _of_people(before: list[Token], behind: Token, unit: str | None) -> bool:
    """Whether people stand only behind 的: 12名行动不便的老人."""
    return (
        unit in word_set("personal") and is_person(behind.word) and not any(is_person(token.word) for token in before)
    )


def _clausal(found: list[Token], unit: str | None) -> bool:
    """Whether the words before 的 say what the thing does or is: they begin with a verb, deny, place or rank it."""
    opens = found[0].tag in ("v", "vi") and found[0].word not in word_set("verbal")
    if opens or found[0].word[0] in "无没未不懂会有处":
        return True
    ranks = unit in word_set("personal") and any(token.word in ("以上", "以下", "以内") for token in found)
    return ranks or any(token.word in ("在", "不便", "不") or _denies(token) for token in found)


def _verbal_noun(found: list[Token]) -> bool:
    """Whether a verb stands where the thing should, with nothing behind it: 上百场宣讲."""
    return found[0].word in word_set("verbal") and (len(found) == 1 or found[1].tag in ("x", "c", "uj"))


_LOCATED = re.compile(r"(?<![集其高初年月日期])(?:当中|中|里)(?=能|有|仅|只|尚|还|已|占|未|聘|通|建|,|、|\Z)")


def _governs(found: list[Token], at: int) -> bool:
    """Whether the extent ends in 、 and a verb that governs the next number: 乡镇、联系两个村."""
    return at > 1 and joins(found[at - 2]) and found[at - 1].word in word_set("governing")


def _located(text: str, start: int, end: int) -> int:
    """Where the range ends if it says in what others are counted: 17个村中|有15个."""
    found = _LOCATED.search(text, start + 1, min(end, start + 16))
    return found.start() if found else end


def right_of(text: str, start: int, end: int, next_start: int | None, unit: str | None) -> Right:
    """The phrase that begins behind a number; the range ends at the clause or at the next number (`next_start`).

    `unit` is None where the number measures and counts nothing one by one.
    """
    end = _located(text, start, end if next_start is None else next_start)
    found = [token for token in tokens(text, start, end) if not token.word.isspace()]
    genitive = bool(found) and found[0].word == "的"
    rated = bool(found) and found[0].word == "级"  # 20万吨级航道
    found = found[1:] if genitive or rated else found
    if not genitive and (related := _related(found, unit)):
        return Right(related, False, False, genitive)
    at, seen = _extent(found)
    if seen:
        return _filled(text, found, at, next_start == end, genitive, unit)
    if found and _verbal_noun(found):
        return Right(Span(found[0].start, found[0].end), False, False, genitive)
    opened = next_start == end and at > 0 and all(joins(token) for token in found[at:])
    return Right(None, False, opened, genitive)


def _filled(text: str, found: list[Token], at: int, reaches: bool, genitive: bool, unit: str | None) -> Right:
    """The phrase of the first `at` words; `reaches`: the next number stands behind the last word of the list."""
    fills = reaches and at == len(found)
    if fills and _governs(found, at):
        at, fills = at - 2, False
    cut = _headed(found, at, unit)
    start, end = found[0].start, found[cut - 1].end
    verb = found[0].tag[0] == "v" and found[0].word not in word_set("verbal")
    return Right(Span(start, end), fills and cut == at, False, genitive, verb, start < governed(text, start, end))
