"""Telephone numbers in a folded text."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from corpus.beginnings import begun
from extractors.private_context import (
    Spot,
    bare,
    counts,
    counts_much,
    led_by,
    ordinary,
    public_number,
    real_day,
    settled,
)  # fmt: skip
from extractors.private_digits import BREAK, GAP, MARK, WITHIN

# A mobile number holds such a stretch, any number of a telephone with its area one like the second.
LONG_MOBILE = re.compile(rf"1[{WITHIN}),、]{{10}}")
LONG = re.compile(rf"\d[{WITHIN}),、转]{{8}}")
BEHIND = r"(?![\dA-Za-z]|\.\d)"
ABROAD = rf"(?:(?:\+|00)86{GAP}|\(\+?86\){GAP}|86{GAP}(?=1))?"
MOBILE = begun(
    rf"(?<![\d.]){ABROAD}"
    rf"(?:1[3-9]\d{GAP}\d{{4}}{GAP}\d{{4}}|1[3-9]\d{GAP}\d{{3}}{GAP}\d{{5}}|1[3-9]{GAP}\d{{3}}{GAP}\d{{3}}{GAP}\d{{3}}"
    rf"|1[3-9]\d{{3}}{GAP}\d{{6}}){BEHIND}"
)
# Kept apart by other marks, the area in brackets, every digit by itself.
ODD_MOBILE = begun(
    rf"(?<![\d.]){ABROAD}(?:1[3-9]\d{MARK}\d{{4}}{MARK}\d{{4}}|\(1[3-9]\d\){GAP}\d{{4}}{GAP}\d{{4}}|1[3-9]\d{{3}}{MARK}\d{{6}}"
    rf"|(?<!\d )1(?P<gap>[ \u2000-\u200b\u2010-\u2015.·-])[3-9](?:(?P=gap)\d){{9}}(?! \d)){BEHIND}"
)
DOTTED = begun(rf"(?<![\d.])1[3-9]\d(?:{MARK}\d{{8}}|[、,] ?\d{{4}}[、,] ?\d{{4}}){BEHIND}")  # such but behind a cue
BROKEN = begun(rf"(?<![\d.])1(?:{BREAK}[3-9])(?:{BREAK}\d){{9}}{BEHIND}")
AREA = r"(?:10|2\d|[3-9]\d\d)"
LANDLINE = begun(
    rf"(?<![\dA-Za-z.])(?:\+?86{GAP}{AREA}|\(0{AREA}\)|0{AREA})"
    rf"{GAP}[2-8]\d{{2,3}}{GAP}\d{{4}}(?:{GAP}(?:-|转){GAP}\d{{1,5}})?{BEHIND}"
)
BROKEN_LANDLINE = begun(rf"(?<![\dA-Za-z.])0{AREA}{BREAK}[2-8](?:{BREAK}\d){{6,7}}{BEHIND}")
LETTERS = begun(r"(?<![A-Za-z\d.])[A-Za-z]{1,12}\Z")
WRAPPED = 8  # characters before a number whose line may be broken within it
LOCAL = begun(r"(?<![\dA-Za-z.-])\d{3,4}[ -]?\d{4}(?:-\d{1,5})?(?![\dA-Za-z%]|\.\d)")
SHORT = begun(r"(?<!\d)\d{3,6}(?!\d)")
SEPARATORS = re.compile(r"[、,;/ 或和及]{1,3}\Z")


def _own(text: str, start: int) -> bool:
    """Whether a number begins here and no code of letters and digits: a13912345678, not 3fa13912345678."""
    if not (text[start - 1 : start].isascii() and text[start - 1 : start].isalpha()):
        return True
    return bool(LETTERS.search(text[max(0, start - 14) : start]))


def _told(text: str, start: int, end: int) -> bool:
    """Whether what stands around a number of the right form does not say that it is another one."""
    if counts_much(text, end) or not _own(text, start):
        return False
    return led_by("phone", text, start) or not public_number(text, start)


def _mobiles(text: str) -> Iterator[Spot]:
    for found in chain(MOBILE.finditer(text), ODD_MOBILE.finditer(text)):
        if _told(text, *found.span()):
            yield Spot(found.start(), found.end(), "phone")
    for found in DOTTED.finditer(text):
        if led_by("phone", text, found.start()) and not counts_much(text, found.end()):
            yield Spot(found.start(), found.end(), "phone")


def _wrapped(text: str, start: int, end: int) -> bool:
    """Whether words stand before and behind a number that a line ends in, so that it is no column of figures."""
    led = text[max(0, start - WRAPPED) : start]
    return "\n" not in led and len(led) == WRAPPED and text[end : end + 1] not in ("", "\n", "\t", " ")


def _broken(text: str) -> Iterator[Spot]:
    for pattern in (BROKEN, BROKEN_LANDLINE):
        for found in pattern.finditer(text):
            start, end = found.span()
            whole = found[0].count("\n") == 1 and not counts_much(text, end)
            wrapped = pattern is BROKEN and _wrapped(text, start, end) and not ordinary(text, start, end)
            if whole and (led_by("phone", text, start) or wrapped):
                yield Spot(start, end, "phone")


def _landlines(text: str) -> Iterator[Spot]:
    for found in LANDLINE.finditer(text):
        led = led_by("phone", text, found.start())
        if led or not (ordinary(text, *found.span()) or _looks_like_date(bare(found[0])[-8:])):
            yield Spot(found.start(), found.end(), "phone")


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
    return len(digits) == 8 and real_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]) or 1)


def _short_numbers(text: str) -> Iterator[Spot]:
    for cue in re.finditer(r"(?:短号|虚拟网)[ :号是为码]{0,4}", text):
        if found := SHORT.match(text, cue.end()):
            yield Spot(found.start(), found.end(), "phone")


def phones(text: str) -> list[Spot]:
    """The telephone numbers that are such by their form, in the order of the text."""
    if not LONG.search(text):
        return []
    return settled([*(_mobiles(text) if LONG_MOBILE.search(text) else ()), *_landlines(text), *_broken(text)])


def beside_phones(text: str, told: Iterable[Spot]) -> Iterator[Spot]:
    """Numbers of a few digits that a cue, or one of the telephone numbers beside them, tells to be such, too."""
    yield from _local_numbers(text, told)
    yield from _short_numbers(text)
