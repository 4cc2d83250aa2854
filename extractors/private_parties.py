"""Private persons that no role marks: parties of a dispute, petitioners, whom a number or a distress is told of."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from corpus.beginnings import begun
from extractors.private_context import Spot
from extractors.private_lexicon import words
from extractors.private_names import HAN, LETTER, STRONG, Name, common_word, is_name, name_at, name_before
from extractors.private_people import backwards, closes_with_role, described, roles
from extractors.problem_patterns import any_of

LONGEST = 4  # characters of a name of one part
BETWEEN = 4  # characters between a name and the number of its bearer
MASKED_NAME = re.compile(r"某{1,3} ?\(")
WRAPPED = r"\n *(?=[\u4e00-\u9fff])"
AT_HOME = re.compile("家|一家|户|老人|夫妇|两口|因[病残学灾缺]|致贫|患|丧失|身患")
LED = re.compile(r"[,(: _-]{0,3}\Z")
BEHIND = re.compile(r"[,): _-]{0,3}")
PERSONAL = frozenset({"identity", "bank"})
TIMES = r"\d{1,4}(?:余|多)?[次年月日]|[一二三四五六七八九十两几数]{1,3}次"


def _at_odds() -> str:
    """A dispute within a few words, not one that somebody settles: 成立矛盾纠纷调解队."""
    between = any_of((*words().settling, *words().settled))
    return rf"(?:(?!{between})[^,。;\n]){{0,14}}?{any_of(words().disputes)}(?!{any_of(words().settling)})"


@cache
def _with() -> re.Pattern[str]:
    """与, 同邻居: what stands before the second party."""
    return begun(rf"家?[与和跟同诉](?:(?:同村|本村|邻村)?{any_of((*words().kin, *words().speakers))})?(?=[{HAN}]{{2}})")


@cache
def _together() -> re.Pattern[str]:
    """李国强、周建军|两家因…发生纠纷; 李国强|与妻子离婚."""
    both = r"(?:两家|两户|两人|二人|双方|等\d{0,3}[户家人])"
    return begun(rf"(?:{both}|家?[与和跟同]{any_of(words().kin)}){_at_odds()}")


@cache
def _quarrel() -> re.Pattern[str]:
    """What stands behind the second party: (两家)土地纠纷, 因赡养老人发生争执."""
    party = "(?:两家|两户|两人|二人|双方|之间|夫妇|一家|家|等\\d{0,3}[人户家]?)?"
    about = rf"(?:{any_of(words().quarrels)}|因|为|就|发生|产生|存在|在|的)"
    return begun(rf"{party}(?:{about}{_at_odds()}|{any_of(words().disputes)})")


def _second(text: str, at: int) -> Name | None:
    """The name of the second party of a dispute, where one begins here."""
    for end in range(at + LONGEST, at + 1, -1):
        if is_name(text[at:end]) and "\n" not in text[at:end] and _quarrel().match(text, end):
            return None if common_word(text, at, end) else Name(at, end, STRONG)
    name = name_at(text, at)
    return name if name and name.sure == STRONG and _quarrel().match(text, name.end) else None


def _disputing(text: str) -> Iterator[Name]:
    """朱建国与秦桂兰邻里纠纷."""
    for found in _with().finditer(text):
        if other := _second(text, found.end()):
            yield other
            yield from backwards(text, found.start())
    for found in _together().finditer(text):
        yield from backwards(text, found.start())


@cache
def _petition() -> re.Pattern[str]:
    """李国强|多次到县信访局上访; not who goes there to receive others."""
    way = rf"(?:到|赴|去|进|来|前往)(?:(?!{any_of(words().receptions)})[{HAN}]){{0,10}}?"
    who = "(?:夫妇|夫妻|同志|一家人?|父子|母女|等\\d{0,3}人?)?(?:(?:因为?|为了?|就|对)[^,。;\\n]{1,14}?)?"
    return begun(
        rf"{who}(?:{any_of(words().again)}|{TIMES}){{0,4}}(?:{way})?{any_of(words().petitions)}(?!{any_of(words().of_petitions)})"
    )


def _petitioning(text: str) -> Iterator[Name]:
    if not any(word in text for word in words().petitions):  # the pattern takes a long time to see that
        return
    for found in _petition().finditer(text):
        name = name_before(text, found.start())
        if name and name.sure == STRONG and not common_word(text, name.start, name.end):
            yield name


@cache
def _real_name() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words().real_names)}[:为是叫系]{{0,2}}(?=[{HAN}])")


@cache
def _role_above() -> re.Pattern[str]:
    return begun(roles() + WRAPPED)


def _behind(text: str) -> Iterator[Name]:
    """(实名杨国庆); a role at the end of a line with the name of who has it in the next: 贫困户⏎李国强家."""
    for found in _real_name().finditer(text):
        name = name_at(text, found.end())
        if name and name.sure == STRONG and not common_word(text, name.start, name.end):
            yield name
    for found in MASKED_NAME.finditer(text):
        name = name_at(text, found.end())
        if name and text[name.end : name.end + 1] == ")" and text[name.start] == text[found.start() - 1]:
            yield name
    for found in _role_above().finditer(text) if closes_with_role(text) else ():
        name = name_at(text, found.end())
        if name and name.sure and AT_HOME.match(text, name.end) and not common_word(text, name.start, name.end):
            yield name


@cache
def _need() -> re.Pattern[str]:
    return re.compile(any_of(words().needs))


@cache
def _honoured() -> re.Pattern[str]:
    """What is told of officials, models and those who help."""
    return re.compile(any_of((*words().titles, *words().public_heads, *words().helps_others)))


def _in_need(told: str) -> bool:
    return bool(_need().search(told)) and not _honoured().search(told)


def parties(text: str) -> list[Name]:
    """Names of private persons in a folded text that a dispute, a petition or a distress beside them tells."""
    needy = (one for one in described(text, _in_need))
    return [*_disputing(text), *_petitioning(text), *_behind(text), *needy]


def bearers(text: str, numbers: Iterable[Spot]) -> Iterator[Name]:
    """The names right beside identity numbers and accounts: 李国强(432522…), 432522… 李国强."""
    for spot in numbers:
        if spot.kind not in PERSONAL:
            continue
        led = LED.search(text, max(0, spot.start - BETWEEN), spot.start)
        found = BEHIND.match(text, spot.end)
        names = [name_before(text, led.start()) if led else None, name_at(text, found.end()) if found else None]
        yield from (one for one in names if one and one.sure > LETTER and not common_word(text, one.start, one.end))
