"""Numbers that belong to a person: identity, telephone, bank card, addresses and accounts of the net."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from extractors.private_lexicon import words
from extractors.problem_patterns import any_of

PrivateKind = Literal["identity", "phone", "bank", "email", "account", "person"]
KINDS: tuple[PrivateKind, ...] = ("identity", "phone", "bank", "email", "account", "person")


class Spot(NamedTuple):
    """A range of a folded text that holds something private."""

    start: int
    end: int
    kind: PrivateKind


# What people and converters put between the digits of a number.
GAP = "[ \u2000-\u200b\u2010-\u2015-]{0,2}"
BREAK = f"{GAP}(?:\n{GAP})?"
# 18 digits or 15, the last of the former may be X; a line may end inside.
IDENTITY = re.compile(rf"(?<![\dA-Za-z.])[1-9](?:{BREAK}\d){{16}}{BREAK}[\dXx](?![\dA-Za-z])")
OLD_IDENTITY = re.compile(r"(?<![\dA-Za-z.])[1-8]\d{14}(?![\dA-Za-z.])")
MOBILE = re.compile(
    rf"(?<![\dA-Za-z.])(?:(?:\+|00)86{GAP}|\(\+?86\){GAP}|86{GAP}(?=1))?"
    rf"(?:1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}|1[3-9]\d{GAP}\d{{3}}{GAP}\d{{5}}|1[3-9]{GAP}\d{{3}}{GAP}\d{{3}}{GAP}\d{{3}})"
    r"(?![\dA-Za-z]|\.\d)"
)
LANDLINE = re.compile(
    rf"(?<![\dA-Za-z.])(?:\+?86{GAP}(?:10|2\d|[3-9]\d\d)|\(0(?:10|2\d|[3-9]\d\d)\)|0(?:10|2\d|[3-9]\d\d))"
    rf"{GAP}[2-8]\d{{2,3}}{GAP}\d{{4}}(?:{GAP}(?:-|转){GAP}\d{{1,5}})?(?![\dA-Za-z]|\.\d)"
)
CARD = re.compile(rf"(?<![\dA-Za-z.])[3-6]\d{{3}}(?:{BREAK}\d){{12,15}}(?![\dA-Za-z]|\.\d)")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.%+-])[A-Za-z0-9][A-Za-z0-9_.%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
PLATE = re.compile(
    r"(?<![A-Za-z])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• -]?"
    r"(?=[A-Z\d]{0,5}\d{2})[A-HJ-NP-Z\d]{4,6}[挂学警港澳]?(?![A-Za-z\d号])"
)
DIGITS = re.compile(rf"(?<![\dA-Za-z.])(?:[A-Z]{{1,2}}(?=\d{{7}}))?\d(?:{GAP}[\dXx]){{4,24}}(?![\dA-Za-z%]|\.\d)")
LOCAL = re.compile(r"(?<![\dA-Za-z.-])\d{3,4}[ -]?\d{4}(?:-\d{1,5})?(?![\dA-Za-z%]|\.\d)")
SHORT = re.compile(r"(?<!\d)\d{3,6}(?!\d)")
NAMED_ACCOUNT = re.compile(r"[ \"“”:是为()号]{0,6}([A-Za-z][\w-]{5,19}|[1-9]\d{4,11})(?![\w%])")
GAPS = re.compile("[^0-9Xx]")
SEPARATORS = re.compile(r"[、,;/ 或和及]{1,3}\Z")
CUE = 14  # characters between a cue and its number
OLDEST = 1900
NEWEST = 2035
REGIONS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(code) for first, last in REGIONS for code in range(first, last + 1))
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def bare(words: str) -> str:
    """The digits of a number."""
    return GAPS.sub("", words).upper()


def _real_day(year: int, month: int, day: int) -> bool:
    return OLDEST <= year <= NEWEST and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def plausible_identity(digits: str) -> bool:
    """Whether 15 or 18 digits begin with a province and hold a day of birth."""
    if digits[:2] not in PROVINCES or digits[2:6] == "0000":
        return False
    if len(digits) == 15:
        return digits.isdecimal() and _real_day(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    return _real_day(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))


def check_digit(digits: str) -> str:
    """The 18th digit of an identity number (GB 11643): ISO 7064, MOD 11-2, over the first 17."""
    return "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, WEIGHTS, strict=False)) % 11]


def luhn(digits: str) -> bool:
    """Whether the last digit of a card's number fits the others (ISO/IEC 7812)."""
    doubled = (int(one) * 2 if at % 2 else int(one) for at, one in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


@cache
def _cue(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words().cue(kind))})[^。;\n]{{0,{CUE}}}\Z", re.IGNORECASE)


@cache
def _public() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words().public_cues)})[^,。;\n\d]{{0,6}}(?:\d{{4}}[)\]〕])?\Z")


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words().figure_columns)}|GDP)[达到为约至共计超近过是: ]{{0,4}}\Z")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{any_of(words().units)})|/(?=[^\d\n])", re.IGNORECASE)


def before(text: str, start: int) -> str:
    """What leads to a number on its line, as far as a cue may stand."""
    return text[max(0, start - CUE - 10) : start].rpartition("\n")[2]


def counts(text: str, end: int) -> bool:
    """Whether a unit follows: then the number is a figure."""
    return bool(_unit().match(text, end))


def _ordinary(text: str, start: int, end: int) -> bool:
    """Whether a number is a figure or a public number by what stands around it."""
    led = before(text, start)
    return counts(text, end) or bool(_public().search(led)) or bool(_figure().search(led))


def led_by(kind: PrivateKind, text: str, start: int) -> bool:
    """Whether a cue of the kind stands before a number."""
    return bool(_cue(kind).search(before(text, start)))


def _identities(text: str) -> Iterator[Spot]:
    for found in IDENTITY.finditer(text):
        digits = bare(found[0])
        if plausible_identity(digits) and check_digit(digits) == digits[17] and not _credit_code(text, found.start()):
            yield Spot(found.start(), found.end(), "identity")
    for found in OLD_IDENTITY.finditer(text):
        if plausible_identity(found[0]) and not _ordinary(text, *found.span()):
            yield Spot(found.start(), found.end(), "identity")


def _credit_code(text: str, start: int) -> bool:
    """Whether the number is that of a company, which is public."""
    return "信用代码" in before(text, start)


def _mobiles(text: str) -> Iterator[Spot]:
    for found in MOBILE.finditer(text):
        if led_by("phone", text, found.start()) or not _ordinary(text, *found.span()):
            yield Spot(found.start(), found.end(), "phone")


def _landlines(text: str) -> Iterator[Spot]:
    for found in LANDLINE.finditer(text):
        if led_by("phone", text, found.start()) or not _ordinary(text, *found.span()):
            yield Spot(found.start(), found.end(), "phone")


def _cards(text: str) -> Iterator[Spot]:
    for found in CARD.finditer(text):
        digits = bare(found[0])
        if 16 <= len(digits) <= 19 and digits.isdecimal() and luhn(digits) and not _ordinary(text, *found.span()):
            yield Spot(found.start(), found.end(), "bank")


LENGTHS: dict[PrivateKind, tuple[int, int]] = {"identity": (7, 20), "bank": (8, 25)}


def _behind_cues(text: str) -> Iterator[Spot]:
    """What a cue alone makes an identity number or an account, whatever its digits."""
    for found in DIGITS.finditer(text):
        many = sum(map(str.isdigit, found[0]))
        for kind, (least, most) in LENGTHS.items():
            if least <= many <= most and led_by(kind, text, found.start()) and not counts(text, found.end()):
                yield Spot(found.start(), found.end(), kind)
                break


def _local_numbers(text: str, phones: Iterable[Spot]) -> Iterator[Spot]:
    """Numbers without an area code behind a cue, or in a row with such as have one."""
    ends = {spot.end for spot in phones}
    for found in LOCAL.finditer(text):
        start, end = found.span()
        row = SEPARATORS.search(text, max(0, start - 3), start)
        told = led_by("phone", text, start) or (row is not None and row.start() in ends)
        if told and not counts(text, end) and not _toll_free(text, start, end) and not _looks_like_date(found[0]):
            ends.add(end)
            yield Spot(start, end, "phone")


def _toll_free(text: str, start: int, end: int) -> bool:
    """Whether the number, or what it is the end of, is one of the 400 and 800 numbers, which belong to nobody."""
    return bool(re.match(r"[48]00", text[start:end])) or bool(
        re.search(r"[48]00[ -]\d{0,4}[ -]?\Z", text[max(0, start - 9) : start])
    )


def _looks_like_date(words: str) -> bool:
    digits = bare(words)
    return len(digits) == 8 and _real_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]) or 1)


def _short_numbers(text: str) -> Iterator[Spot]:
    for cue in re.finditer(r"(?:短号|虚拟网)[ :号是为码]{0,4}", text):
        if found := SHORT.match(text, cue.end()):
            yield Spot(found.start(), found.end(), "phone")


@cache
def _account_cue() -> re.Pattern[str]:
    return re.compile(any_of(words().cue("account")))


def _accounts(text: str) -> Iterator[Spot]:
    yield from (Spot(found.start(), found.end(), "email") for found in EMAIL.finditer(text))
    yield from (Spot(found.start(), found.end(), "account") for found in PLATE.finditer(text))
    for cue in _account_cue().finditer(text):
        found = NAMED_ACCOUNT.match(text, cue.end())
        if found and not counts(text, found.end()):
            yield Spot(found.start(1), found.end(1), "account")


def settled(spots: Iterable[Spot]) -> list[Spot]:
    """Spots in the order of the text without overlaps: what was found first (the surest) stands."""
    taken: set[int] = set()
    kept = []
    for spot in spots:
        if taken.isdisjoint(range(spot.start, spot.end)):
            taken.update(range(spot.start, spot.end))
            kept.append(spot)
    return sorted(kept)


def numbers(text: str) -> list[Spot]:
    """The private numbers of a folded text, in its order."""
    phones = settled([*_mobiles(text), *_landlines(text)])
    sure = [*_identities(text), *_accounts(text), *phones, *_cards(text)]
    return settled([*sure, *_behind_cues(text), *_local_numbers(text, phones), *_short_numbers(text)])
