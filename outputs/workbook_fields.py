"""What analysts write into single cells of the columns of marks, understood or refused."""

import re
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches

from corpus.fold import fold
from outputs.workbook_words import Choices, Verdict, column_of, plain, says, verdict_of, words

FEW = 12  # words that a message lists
NUMBER = r"([-+]?\d{1,15}(?:\.\d{1,9})?)(万亿|万|亿)?[%‰]?"
NUMBERS = re.compile(rf"{NUMBER}(?:[-~—–至到]{{1,2}}{NUMBER})?")
TIMES = {None: 1, "": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}


class FaultError(ValueError):
    """A cell that is not understood: the title of its column, and what is wrong with it."""

    def __init__(self, column: str, told: str) -> None:
        super().__init__(column, told)
        self.column = column
        self.told = told


def verdict(column: str, text: str) -> Verdict:
    """What a cell under 核对 says. Raises FaultError."""
    if found := verdict_of().get(plain(text)):
        return found
    offered = ", ".join(word.shown for name, word in words().verdicts.items() if name != "added")
    raise FaultError(column, f"“{text}” is not understood; allowed: {offered}, or nothing")


def _whole(digits: str, scale: str | None) -> int | float:
    value = Decimal(digits) * TIMES[scale]
    return int(value) if value == value.to_integral_value() else float(value)


def number(column: str, text: str) -> tuple[int | float, int | float | None]:
    """A number, and its upper end where it is a range (3-5万). Raises FaultError."""
    found = NUMBERS.fullmatch("".join(fold(text).split()).replace(",", ""))
    if not found:
        raise FaultError(column, f"“{text}” is no number; allowed: 1200, 1.2万, 3-5")
    low, low_scale, high, high_scale = found.groups()
    if not high:
        return _whole(low, low_scale), None
    return _whole(low, low_scale or high_scale), _whole(high, high_scale)


class Fields:
    """What may be chosen, in the words of the workbook that came back and in those of today."""

    def __init__(self, own: Choices, today: Choices) -> None:
        both = {name: {**codes, **own.get(name, {})} for name, codes in today.items()}
        self._words = {name: list(codes) for name, codes in both.items()}
        self._codes = {name: self._lookup(codes) for name, codes in both.items()}

    @staticmethod
    def _lookup(codes: Mapping[str, str]) -> dict[str, str]:
        by_code = {plain(code): code for code in codes.values()}
        return by_code | {plain(word): code for word, code in codes.items()}

    def chosen(self, column: str, choices: str, text: str) -> str:
        """The id or code of a word of a list. Raises FaultError."""
        codes = self._codes[choices]
        if code := codes.get(plain(text)):
            return code
        near = get_close_matches(text, self._words[choices], n=3, cutoff=0.4) or self._words[choices][:FEW]
        more = " … (all of them: sheet 选项)" if len(near) < len(self._words[choices]) else ""
        raise FaultError(column, f"“{text}” is not in the list; allowed: {', '.join(near)}{more}")

    def value(self, sheet: str, title: str, text: str) -> dict[str, str | int | float | None]:
        """The fields that a cell gives. Raises FaultError."""
        column = column_of(sheet, title)
        if column.choices in self._codes:
            return {column.field: self.chosen(title, column.choices, text)}
        if column.number:
            low, high = number(title, text)
            return {"value": low} if high is None else {"value": low, "value_max": high}
        if says(words().none, text):
            if not column.empties:
                raise FaultError(
                    title, f"“{text}”: it cannot be without one; write what it is, or leave the cell empty"
                )
            return {column.field: None}
        return {column.field: text}
