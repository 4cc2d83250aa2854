"""How recognised text is set: marks as Chinese has them, digits as wide as they were printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.readers.pdf_layout import is_han

# Marks that the model gives in half width; between Han characters Chinese has them in full width.
FULL = str.maketrans(",:;?!()", "，：；？！（）")
BETWEEN_HAN = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef”’》]) +(?=[\u2e80-\u9fff\uff00-\uffef“‘《])|(?<=[，：；？！（]) +"
)
HALVES = re.compile(r"[,:;?!]")
# One half of a dash is easily taken for the number one; the other half tells.
DASH = re.compile(r"(?<!—)(?:—[一\-–]|[一\-–]—)(?!—)")
DASHES = "——"
# Dashes around the number of a page are short: they are as easily taken for the numeral one, or for a hyphen.
PAGE_NUMBER = re.compile(r"[一—–\-_~]( ?)(\d{1,3})( ?)[一—–\-_~]")
# A pair of brackets with this between them, or the half of one.
PAIR = re.compile(r"[(（]([^()（）]{0,40})[)）]")
LONE = re.compile(r"[()]")
DIGITS = re.compile(r"[0-9]+")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
# Neighbouring digits so far apart (em) are set in full width; single ones where most numbers are.
PITCH = 0.87
MOST = 0.7
# Han characters are apart by an em, which is no more than so many times what they usually are.
STRETCHED = 1.5
ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text, and for each of its characters where the middle of it stands on the line."""

    text: str
    places: tuple[float, ...]


def typeset(spelled: Spelled) -> Spelled:
    """The text with marks as Chinese has them and without spaces between Han characters."""
    spelled = _stripped(spelled)
    text = PAGE_NUMBER.sub(r"—\1\2\3—", spelled.text) if is_page_number(spelled.text) else spelled.text
    text = DASH.sub(DASHES, text)
    text = HALVES.sub(lambda mark: _mark(text, mark.start()), text)
    text = PAIR.sub(_pair, text)
    text = LONE.sub(lambda mark: _mark(text, mark.start()), text)
    places = spelled.places
    for start, end in reversed([match.span() for match in BETWEEN_HAN.finditer(text)]):
        text, places = text[:start] + text[end:], (*places[:start], *places[end:])
    return Spelled(text, places)


def is_page_number(line: str) -> bool:
    """Whether a line is nothing but a number between dashes."""
    return PAGE_NUMBER.fullmatch(line) is not None


def _stripped(spelled: Spelled) -> Spelled:
    text = spelled.text
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    return Spelled(text[first:last], spelled.places[first:last]) if first < last else Spelled("", ())


def _mark(text: str, at: int) -> str:
    beside = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    return text[at].translate(FULL) if any(char and is_han(char) for char in beside) else text[at]


def _pair(match: re.Match[str]) -> str:
    """Both brackets of a pair as wide: full where one of them is, or where Han characters stand at either."""
    text, (start, end) = match.string, match.span()
    beside = text[max(0, start - 1) : start], match[1][:1], match[1][-1:], text[end : end + 1]
    # A unit belongs to the words before it: a space there is that of the bracket; in a narrow cell it stands below.
    before = text[:start].rstrip()[-1:]
    unit = not any(char.isalnum() for char in match[1]) and (match[0] == text or is_han(before or " "))
    full = match[0][0] == "（" or match[0][-1] == "）" or unit or any(char and is_han(char) for char in beside)
    return f"（{match[1]}）" if full else f"({match[1]})"


def with_wide_digits(lines: Sequence[Spelled]) -> list[Spelled]:
    """The lines of a page with digits in full width where they were printed so."""
    found = [list(_numbers(line)) for line in lines]
    told = [wide for numbers in found for _, wide in numbers if wide is not None]
    if not any(told):
        return list(lines)
    return [_widened(line, numbers, told) for line, numbers in zip(lines, found, strict=True)]


def _widened(line: Spelled, numbers: Sequence[tuple[tuple[int, int], bool | None]], page: Sequence[bool]) -> Spelled:
    """A line with its wide numbers; single digits are as most numbers of the line, or else of the page."""
    around = [wide for _, wide in numbers if wide is not None] or page
    usual = sum(around) > MOST * len(around)
    text = line.text
    for (start, end), wide in numbers:
        if wide or (wide is None and usual):
            text = text[:start] + text[start:end].translate(WIDE) + text[end:]
    return replace(line, text=text)


def _numbers(line: Spelled) -> Iterator[tuple[tuple[int, int], bool | None]]:
    """Each number, and whether its digits stand as far apart as Han characters; None where nothing tells."""
    em = _em(line)
    for match in DIGITS.finditer(line.text):
        first, last = match.start(), match.end() - 1
        pitch = (line.places[last] - line.places[first]) / max(1, last - first)
        yield match.span(), pitch > PITCH * em if last > first and em else None


def _em(line: Spelled) -> float:
    """How far apart Han characters stand; 0 where too few stand side by side."""
    pairs = zip(line.text, line.text[1:], line.places, line.places[1:], strict=False)
    steps = [end - start for last, here, start, end in pairs if is_ideograph(last) and is_ideograph(here)]
    kept = [step for step in steps if step < STRETCHED * median(steps)]
    return sum(kept) / len(kept) if len(kept) >= ENOUGH else 0.0


def is_ideograph(char: str) -> bool:
    """Whether a character is as wide as its type is high."""
    return "\u4e00" <= char <= "\u9fff"
