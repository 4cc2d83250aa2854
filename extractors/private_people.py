"""Private persons in running text: names beside a role that marks somebody in dispute or in need."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from corpus.beginnings import begun
from extractors.private_lexicon import words
from extractors.private_names import HAN, STRONG, Name, common_word, name_at, name_before
from extractors.problem_patterns import any_of

MOST_IN_A_LIST = 60
JOIN = re.compile(r" ?[、,和与及] ?")
# What may stand between a name and the role behind it: 张三(男,65岁,本村低保户), 李四是村里的建档立卡贫困户.
MODIFIER = (
    r"(?:[男女,]|\d{1,4}[岁年]|今年|年近|现年|系|是|为|属|原|曾|本|该|我|一[名位个户]|[村组社区镇乡县市里的]|有名|典型|重点|全|"
    r"建档立卡|国定|省定|[一二三四五六七八九\d]{1,2}级|重度|深度|特|汉族|\d{1,2})"
)
NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十两百]{1,4})"
COUNTED = rf"(?:共|共计)?{NUMBER}?(?:余|多)?[户名位个人]{{0,2}}"
LISTED = 24  # no more characters stand between the end of a list of names and the role of them
LIST_END = begun(rf"等|(?<=[{HAN}]){NUMBER}[户名位人]")


@cache
def roles() -> str:
    """A pattern for one of the roles."""
    return any_of([*_listed_roles(), any_of(words().needy) + any_of(words().bearers)])


def _listed_roles() -> Iterator[str]:
    yield from (variant for entry in words().roles for variant in entry.variants)


def _spaced_roles() -> str:
    """One of the roles, blanks between its characters or not: 低 保 户."""
    needy, bearers = (any_of(map(" {0,2}".join, parts)) for parts in (words().needy, words().bearers))
    return any_of([*map(" {0,2}".join, _listed_roles()), needy + " {0,2}" + bearers])


@cache
def _role_first() -> re.Pattern[str]:
    """信访人张三, 信访人:张三, 低保户“张三”, 低保户户主张三."""
    beside = "代表|户主|本人|姓名|署名|之一|家属|名单|名册|花名册"
    mark = r"(?P<mark>(?:如下)?为?:|为|有|名叫|叫|是|[ :“(]{0,2})"
    return begun(rf"{_spaced_roles()}(?:{beside})?{mark}(?=[{HAN}])")


@cache
def _listed() -> re.Pattern[str]:
    """…等3户低保户, …等建档立卡贫困户: what stands behind a list of names."""
    gap = rf"(?:(?!{any_of(words().helps)})[{HAN}]){{0,8}}?"
    return begun(rf"(?:等{COUNTED}|{NUMBER}[户名位人]){gap}{roles()}")


@cache
def _linked() -> re.Pattern[str]:
    """张三系低保户, 张三(信访人), 张三,低保户."""
    return begun(rf"(?:{any_of(words().links)}|[(,]){MODIFIER}{{0,8}}{roles()}(?=家庭|之一|[,。;、)\n]|\Z)")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"{roles()}(?=家庭|之一|[,。;、)\n]|\Z)")


@cache
def _spaced_role() -> re.Pattern[str]:
    return begun(_spaced_roles())


# Asked for by all who look for what stands beside a role: that takes long to find, and few texts hold many.
@lru_cache(maxsize=4)
def _role_starts(text: str) -> list[int]:
    starts, at = list[int](), 0
    while found := _spaced_role().search(text, at):
        starts.append(found.start())
        at = found.start() + 1  # a role may begin within another one
    return starts


def closes_with_role(text: str) -> bool:
    """Whether anything in a text closes with a role."""
    return any(_closing().match(text, start) for start in _role_starts(text))


def _role_near(text: str, at: int) -> bool:
    """Whether a role begins shortly behind a place."""
    starts = _role_starts(text)
    return bisect_left(starts, at) < bisect_left(starts, at + LISTED)


@cache
def _speaker() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words().speakers)}(?=[{HAN}])")


@cache
def _complaint() -> re.Pattern[str]:
    return re.compile(rf"[^,。;\n]{{0,12}}?{any_of(words().complaints)}|,[^。;\n]{{0,12}}?(?:反映|投诉|举报|上访)")


@cache
def _matter() -> re.Pattern[str]:
    return begun(rf"(?:等人?|同志|家庭|一家|一户)?的?{any_of(words().matters)}")


@cache
def _sexed() -> re.Pattern[str]:
    """张三,男,1965年生,低保户."""
    return re.compile(r"[,(] ?[男女] ?[,)](?=(?P<rest>[^\n]{0,120}))")


@cache
def _role() -> re.Pattern[str]:
    return begun(roles())


@cache
def _title() -> re.Pattern[str]:
    return re.compile(any_of(words().titles))


IDENTIFIED = begun(r"[,( ]{0,2}(?:[男女],)?(?:的?居民)?(?:身份证|公民身份)(?:号码|号|证号)?[ :为是)]{0,3}(?=\d)")


def and_more(text: str, first: Name) -> Iterator[Name]:
    """The names that are listed behind a name, with 、 or 和 between them."""
    at = first.end
    for _ in range(MOST_IN_A_LIST):
        join = JOIN.match(text, at)
        name = name_at(text, join.end()) if join else None
        if name is None or name.sure == 0 or common_word(text, name.start, name.end):
            return
        yield name
        at = name.end


def _accepted(text: str, name: Name | None, marked: bool) -> bool:
    """Whether what stands behind a role is a name; without a mark between them it must not be an ordinary word."""
    if name is None:
        return False
    return (marked and name.sure > 0) or (name.sure > 0 and not common_word(text, name.start, name.end))


def _roles_first(text: str) -> Iterator[re.Match[str]]:
    """The roles before what may be a name, none overlapping."""
    end = 0
    for start in _role_starts(text):
        if start >= end and (found := _role_first().match(text, start)):
            end = found.end()
            yield found


def _behind_roles(text: str) -> Iterator[Name]:
    for found in _roles_first(text):
        name = name_at(text, found.end())
        marked = bool(found["mark"]) and found["mark"][-1] in ":“"
        if name and _accepted(text, name, marked and name.sure == STRONG):
            yield name
            yield from and_more(text, name)


def backwards(text: str, end: int) -> Iterator[Name]:
    """The names of a list that ends here, the last first; what leads to the first is only guessed."""
    for _ in range(MOST_IN_A_LIST):
        name = name_before(text, end)
        if name is None or name.sure == 0 or common_word(text, name.start, name.end - 2 if name.sure < STRONG else end):
            return
        yield name
        if text[name.start - 1 : name.start] != "、":
            return
        end = name.start - 1


def _before_roles(text: str) -> Iterator[Name]:
    for found in LIST_END.finditer(text):
        if _role_near(text, found.start()) and _listed().match(text, found.start()):
            yield from backwards(text, found.start())
    for found in _linked().finditer(text) if closes_with_role(text) else ():
        name = name_before(text, found.start())
        if name and name.sure == STRONG and not common_word(text, name.start, name.end):
            yield name


def _speakers(text: str) -> Iterator[Name]:
    """村民李四反映, 业主王某: who speaks is private where a complaint follows."""
    for found in _speaker().finditer(text):
        name = name_at(text, found.end())
        if name and name.sure and _complaint().match(text, name.end) and not common_word(text, name.start, name.end):
            yield name
            yield from and_more(text, name)


def _called_by(text: str) -> Iterator[Name]:
    """张三信访案, 关于李四等人反映问题的答复."""
    for found in _matter().finditer(text):
        name = name_before(text, found.start())
        if name and name.sure and not common_word(text, name.start, name.end):
            yield name


def _described(text: str) -> Iterator[Name]:
    """张三,男,65岁,低保户; 张三,身份证号…."""
    yield from described(text, _in_role)
    for found in IDENTIFIED.finditer(text):
        yield from _strictly_before(text, found.start())


def _in_role(told: str) -> bool:
    """Whether the first sentence that is told of somebody gives a role and no title."""
    first = told[:80].partition("。")[0]
    return bool(_role().search(first)) and not _title().search(first)


def described(text: str, private: Callable[[str], bool]) -> Iterator[Name]:
    """The names before 男 or 女 where what their paragraph tells further is private."""
    for found in _sexed().finditer(text):
        if private(found["rest"]):
            yield from _strictly_before(text, found.start())


def _strictly_before(text: str, end: int) -> Iterator[Name]:
    name = name_before(text, end)
    if name and name.sure and not common_word(text, name.start, name.end):
        yield name


def people(text: str) -> list[Name]:
    """Names of private persons in a folded text, as far as a role or a complaint beside them tells; some twice."""
    return [
        *_behind_roles(text), *_before_roles(text), *_speakers(text), *_called_by(text), *_described(text),
    ]  # fmt: skip
