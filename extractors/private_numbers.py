"""Numbers that belong to a person: identity, telephone, bank card, addresses and accounts of the net."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from corpus.beginnings import begun
from extractors.private_context import (
    PrivateKind,
    Spot,
    bare,
    code,
    counts,
    led_by,
    ordinary,
    real_day,
    settled,
)  # fmt: skip
from extractors.private_digits import BREAK, GAP, MARK, WITHIN
from extractors.private_lexicon import words
from extractors.private_phones import beside_phones, phones
from extractors.problem_patterns import any_of

# No number of a person or of a card is shorter; hardly a text holds anything as long.
LONG = re.compile(rf"[1-9][{WITHIN}]{{14}}")
# 18 digits or 15, the last of the former may be X; a line may end inside.
IDENTITY = begun(rf"(?<![\dA-Za-z.])[1-9](?:{BREAK}\d){{16}}{BREAK}[\dXx](?![\dA-Za-z])")
# The same in groups, however these are kept apart.
GROUPED_IDENTITY = begun(rf"(?<![\dA-Za-z.])[1-9](?:(?:{MARK})?\d){{16}}(?:{MARK})?[\dXx](?![\dA-Za-z])")
OLD_IDENTITY = begun(r"(?<![\dA-Za-z.])[1-8]\d{14}(?![\dA-Za-z.])")
CARD = begun(rf"(?<![\dA-Za-z.])[3-6]\d{{3}}(?:{BREAK}\d){{12,15}}(?![\dA-Za-z]|\.\d)")
GROUPED_CARD = begun(rf"(?<![\dA-Za-z.])[3-6]\d{{3}}(?:{MARK}\d{{4}}){{3}}(?:(?:{MARK})?\d{{1,3}})?(?![\dA-Za-z]|\.\d)")
EMAIL = begun(
    r"(?<![A-Za-z0-9_.%+-])[A-Za-z0-9][A-Za-z0-9_.%+-]{0,63} {0,2}(?:@|[(\[] ?(?:at|@) ?[)\]]) {0,2}[A-Za-z0-9-]{1,63}"
    r"(?: ?(?:\.|[(\[] ?dot ?[)\]]) ?[A-Za-z0-9-]{1,63}){1,4}",
    re.IGNORECASE,
)
PLATE = begun(
    r"(?<![A-Za-z])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• -]?"
    r"(?=[A-Z\d]{0,5}\d{2})(?:[A-HJ-NP-Z\d]{5,6}|[A-HJ-NP-Z\d]{4}[挂学警港澳])(?![A-Za-z\d号])"
)
DIGITS = begun(rf"(?<![\dA-Za-z.])(?:[A-Z]{{1,2}}(?=\d{{7}}))?\d(?:{GAP}[\dXx]){{4,24}}(?![\dA-Za-z%]|\.\d)")
NAMED_ACCOUNT = begun(r"[ \"“”:是为()号]{0,6}([A-Za-z][\w-]{5,19}|[1-9]\d{4,11})(?![\w%])")
REGIONS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(code) for first, last in REGIONS for code in range(first, last + 1))
GROUPS = ([6, 8, 4], [6, 8, 3], [6, 4, 4, 4], [6, 4, 4, 3])  # the last may be X
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plausible_identity(digits: str) -> bool:
    """Whether 15 or 18 digits begin with a province and hold a day of birth."""
    if digits[:2] not in PROVINCES or digits[2:6] == "0000":
        return False
    if len(digits) == 15:
        return digits.isdecimal() and real_day(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    return real_day(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))


def check_digit(digits: str) -> str:
    """The 18th digit of an identity number (GB 11643): ISO 7064, MOD 11-2, over the first 17."""
    return "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, WEIGHTS, strict=False)) % 11]


def luhn(digits: str) -> bool:
    """Whether the last digit of a card's number fits the others (ISO/IEC 7812)."""
    doubled = (int(one) * 2 if at % 2 else int(one) for at, one in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def _grouped_as_such(number: str) -> bool:
    """Whether a number stands without gaps, or in groups that identity numbers are written in."""
    return [len(one) for one in re.split(r"\D+", number.rstrip("Xx"))] in GROUPS or number[:-1].isdigit()


def _identity(text: str, found: re.Match[str]) -> bool:
    """Whether 18 digits are an identity number: by their last one, a cue before them, or as a whole."""
    digits = bare(found[0])
    if not plausible_identity(digits) or code(text, found.start()):
        return False
    if check_digit(digits) == digits[17] or led_by("identity", text, found.start()):
        return True
    return _grouped_as_such(found[0]) and not ordinary(text, *found.span())


def _identities(text: str) -> Iterator[Spot]:
    for found in chain(IDENTITY.finditer(text), GROUPED_IDENTITY.finditer(text)):
        if _identity(text, found):
            yield Spot(found.start(), found.end(), "identity")
    for found in OLD_IDENTITY.finditer(text):
        if plausible_identity(found[0]) and not ordinary(text, *found.span()):
            yield Spot(found.start(), found.end(), "identity")


def _cards(text: str) -> Iterator[Spot]:
    for found in chain(CARD.finditer(text), GROUPED_CARD.finditer(text)):
        digits = bare(found[0])
        if 16 <= len(digits) <= 19 and digits.isdecimal() and luhn(digits) and not ordinary(text, *found.span()):
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


@cache
def _account_cue() -> re.Pattern[str]:
    return re.compile(any_of(words().cue("account")))


def _accounts(text: str) -> Iterator[Spot]:
    yield from (Spot(found.start(), found.end(), "email") for found in EMAIL.finditer(text))
    yield from (
        Spot(found.start(), found.end(), "account") for found in PLATE.finditer(text) if not counts(text, found.end())
    )
    for cue in _account_cue().finditer(text):
        found = NAMED_ACCOUNT.match(text, cue.end())
        if found and not counts(text, found.end()):
            yield Spot(found.start(1), found.end(1), "account")


def numbers(text: str) -> list[Spot]:
    """The private numbers of a folded text, in its order."""
    told = phones(text)
    identities, cards = (_identities(text), _cards(text)) if LONG.search(text) else ((), ())
    sure = [*identities, *_accounts(text), *told, *cards]
    return settled([*sure, *_behind_cues(text), *beside_phones(text, told)])
