"""Paragraphs of a PDF: which line goes on with the one before it, by indents, full lines, sizes and leading."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from corpus.readers.pdf_chars import HYPHENS
from corpus.readers.pdf_layout import HANG, HANGING, Line, is_han
from corpus.readers.pdf_notes import SMALL

# In em: how far a line may stand in and still begin at the margin; how much room a full line may leave.
INDENT = 0.9
CENTRED = 0.3
HUNG = 3.2
ROOM = 0.6
# The width of letters and digits in em, on average.
LETTER = 0.55
SIZES = 0.12
ROUGHLY = 0.35
# Times the usual distance of lines, from which on a distance parts paragraphs.
LEADING = 1.22
# A line that is no further down (em) stands beside the last one, not below it.
BESIDE = 0.7
TITLE_SIZE = 1.1
ENDS = frozenset("。！？!?；;：:”’」』…")
STOPS = frozenset("。！？!?…")
PAUSES = frozenset("，、")
# Marks that never open a line, and those that never close one: they stay with the character beside them.
CLOSING = frozenset("，。、；：！？”’）》〉」』】〕,.;:!?)]%％℃")
# What is not broken: a number or word, or one Han character, with its marks; quotes hold on both sides.
UNIT = r"[“‘（《〈「『【〔(\[]{0,3}(?:[A-Za-z0-9.,%+\-/:]{1,40}|.)[，。、；：！？）》〉」』】〕,.;:!?)\]%％℃]{0,3}"
HYPHEN = re.compile(f"[{''.join(sorted(HYPHENS))}]")
# Some programs do not break between a mark and a number either.
TOKEN = re.compile(rf"{UNIT}(?:[“”‘’\"']{{1,2}}[，。、；：]?{UNIT}){{0,2}}(?:(?<=[，。；！？])[A-Za-z0-9.]{{1,40}})?")
# The body that issues a document, in its red head.
ISSUER = re.compile(
    r"(?!.{0,30}关于)[^的，。：]{1,30}(?:委|政府|办公室|办公厅|局|厅|部|院|会|署|中心|公司|大学)(?: {0,3}文 {0,3}件)?"
)
# What begins the lines at the end of a bulletin: who made it and who gets it.
IMPRINT = re.compile(
    r"(?:主?报|主?送|抄[报送]|分?发|本期发至|(?:责任)?(?:编辑|校对)|[主总]编|编[审校印发]|审[核稿]|签发|[印主][发办]单位)"
    r"[\u3000 ]{0,4}[：:]"
)
# The end of an entry of a list of contents, and how many of its last characters tell.
ENTRY = re.compile(r"[.…·．‥・]{3}[ \u3000]{0,4}[-–—(（]?\d{1,4}[-–—)）]?$")
ROW = 14
# What begins an entry of a list, and how many characters at least a line holds that goes on.
LABEL = re.compile(r".{1,8}[：:]")
LONG = 16
# Where the margins stand among the values of a line.
LEFT = Line._fields.index("left")
OPENING = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,5}[章節节條条编篇]|[一二三四五六七八九十百]{1,4}、"
    r"|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}[.．、](?!\d)|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a kind of page begin and end."""

    left: float
    right: float


def with_margins(pages: Sequence[Sequence[Line]], heights: Sequence[float] = ()) -> list[list[Line]]:
    """The lines with the margins of the type area, which all left and all right pages of one height share; columns
    keep their own.
    """
    known = heights or [0.0] * len(pages)
    kinds = [(page[0].page % 2 if page else 0, round(height)) for page, height in zip(pages, known, strict=True)]
    alike: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for kind, page in zip(kinds, pages, strict=True):
        alike[kind] += [line for line in page if not line.column]
    areas = {kind: _area(found) for kind, found in alike.items()}
    placed = [[_placed(line, areas[kind]) for line in page] for kind, page in zip(kinds, pages, strict=True)]
    body = median(line.size for page in pages for line in page) if any(pages) else 0.0
    return [_with_boxes(page, body) for page in placed]


def _with_boxes(page: Sequence[Line], body: float) -> list[Line]:
    """The lines; those in small type that are one sentence, as in a box, have margins of their own."""
    out: list[Line] = []
    for small, group in groupby(page, lambda line: line.size < SMALL * body):
        found = [*group]
        if small and len(found) > 1 and _is_sentence(found):
            left, right = min(line.x0 for line in found), max(line.x1 for line in found)
            found = [line._replace(left=left, right=right) for line in found]
        out += found
    return out


def _is_sentence(found: Sequence[Line]) -> bool:
    """Whether lines that begin at one margin are one sentence: the last one alone ends it, and none but it is short."""
    size, widest = found[0].size, max(line.x1 for line in found)
    level = all(abs(line.x0 - found[-1].x0) < CENTRED * size for line in found[1:])
    full = all(widest - line.x1 < HANG * size and line.text[-1] not in ENDS for line in found[:-1])
    opened = any(OPENING.match(line.text) or LABEL.match(line.text) for line in found[1:])
    return level and full and not opened and found[-1].text[-1] in STOPS and len(found[0].text) > LONG


def _area(found: Sequence[Line]) -> Margins | None:
    if not found:
        return None
    size = median(line.size for line in found)
    lefts = Counter(round(line.x0) for line in found)
    rights = Counter(round(line.x1) for line in found)
    often = max(2, len(found) // 20)
    left = min((x for x in lefts if _support(lefts, x) >= often), default=min(lefts))
    right = _last(rights, often)
    inner = _last(Counter(round(line.x1) for line in found if line.text[-1] not in HANGING) or rights, often)
    right = inner if right - inner < HANG * size else right
    return Margins(left, right) if right - left > 4 * size else Margins(min(lefts), max(rights))


def _last(counts: Counter[int], often: int) -> int:
    return max((x for x in counts if _support(counts, x) >= often), default=max(counts))


def _support(counts: Counter[int], x: int) -> int:
    return sum(counts[x + step] for step in (-1, 0, 1))


def _placed(line: Line, area: Margins | None) -> Line:
    if line.column or area is None:
        return line
    return Line._make((*line[:LEFT], area.left, area.right, *line[LEFT + 2 :]))


@dataclass(frozen=True, slots=True)
class Steps:
    """The size of the body's type, and the usual distance from line to line for each size (rounded)."""

    body: float
    leading: dict[int, float]


def continued(found: Sequence[Line], steps: Steps) -> list[bool]:
    """For each line of the body, whether it goes on with the paragraph of the line before it."""
    flags = [False]
    for last, line in pairwise(found):
        flags.append(_continues(last, line, flags[-1], steps))
    return flags[: len(found)]


def steps_of(found: Sequence[Line]) -> Steps:
    """How the lines of a document are usually set."""
    distances: dict[int, list[float]] = defaultdict(list)
    for last, line in pairwise(found):
        if last.page == line.page and last.column == line.column and line.type.base > last.type.base:
            distances[round(line.size)].append(line.type.base - last.type.base)
    widths = Counter[float]()
    for line in found:
        widths[line.size] += len(line.text)
    body = max(widths, key=lambda size: (widths[size], size), default=1.0)
    return Steps(body, {size: _usual(values) for size, values in distances.items()})


def _usual(values: list[float]) -> float:
    """The lower middle: distances between paragraphs are larger, never smaller."""
    return sorted(values)[(len(values) - 1) // 3]


def _continues(last: Line, line: Line, last_continues: bool, steps: Steps) -> bool:
    if not _same_size(last, line):
        return False
    together = last.page == line.page and last.column == line.column
    step, large = line.type.base - last.type.base, line.size > TITLE_SIZE * steps.body
    usual = steps.leading.get(round(line.size), line.type.base)
    if together and (step > LEADING * usual or (large and step < BESIDE * line.size)):
        return False
    if line.text[0] in CLOSING and together:
        return True
    if is_centred(line) and (large or is_centred(last)):
        one = large and is_centred(last) and _is_one_title(last, line)
        return together and (one or (_is_full(last, line) and not OPENING.match(line.text)))
    return _is_full(last, line) and _goes_on(last, line, last_continues)


def _same_size(last: Line, line: Line) -> bool:
    allowed = SIZES if last.type.exact and line.type.exact else ROUGHLY
    return abs(last.size - line.size) <= allowed * max(last.size, line.size)


def _goes_on(last: Line, line: Line, last_continues: bool) -> bool:
    """Whether a line behind a full one goes on, by where it begins and how the full one ended."""
    stopped = last.text[-1] in ENDS
    if ENTRY.search(last.text[-ROW:]) or (IMPRINT.match(line.text) and (stopped or IMPRINT.match(last.text))):
        return False
    if not _is_in(line):
        return not (stopped and OPENING.match(line.text))
    if last.text[-1] in STOPS or OPENING.match(line.text):
        return False
    # A paragraph that stands in as a whole, two that each fill one line end in full stops; or one whose number or first
    # words hang out.
    step = (line.x0 - line.left) - (last.x0 - last.left)
    hangs = last.text[-1] in PAUSES or (OPENING.match(last.text) is not None and step < HUNG * line.size)
    return (abs(step) < 0.3 * line.size and last_continues) or (step > INDENT * line.size and hangs)


def _is_in(line: Line) -> bool:
    return line.x0 > line.left + INDENT * line.size


def _is_full(last: Line, line: Line) -> bool:
    """Whether what opens a line had no room at the end of the last one."""
    if last.right - last.x1 < CENTRED * last.size:  # no more than any word takes, and not centred
        return True
    token = TOKEN.match(line.text)
    wanted = sum(1.0 if is_han(char) else LETTER for char in (token[0] if token else line.text[0]))
    centred = is_centred(last) and is_centred(line)
    room = last.right - last.left - (last.x1 - last.x0) if centred else last.right - last.x1
    return room < (wanted + ROOM) * last.size


def is_centred(line: Line) -> bool:
    """Whether a line is set in the middle of its column."""
    before, after, size = line.x0 - line.left, line.right - line.x1, line.type.size
    return after > CENTRED * size < before and abs(before - after) < 1.2 * size


def _is_one_title(last: Line, line: Line) -> bool:
    """Centred lines of large type are one title where they are not closed by brackets or dates of their own, and are
    not bodies that issue a document together.
    """
    closed = last.text[-1] in ENDS | {"）", ")"} or line.text[0] in "（(—" or line.text[0].isdigit()
    issuers = ISSUER.fullmatch(last.text) and ISSUER.fullmatch(line.text)
    return not closed and not issuers and last.bold == line.bold


def mended(text: str, following: str | None) -> str:
    """The text of a line whose paragraph goes on with `following`: hyphens of cut words gone, words kept apart."""
    ahead = following or " "
    if text[-1] in HYPHENS:
        lower = text[-2:-1].isascii() and text[-2:-1].islower() and ahead[0].islower()
        return _inside(text[:-1] if lower else text)
    words = text[-1].isascii() and not text[-1].isspace() and ahead[0].isascii() and ahead[0].isalpha()
    return _inside(text) + " " * words


def _inside(text: str) -> str:
    # No hyphen is printable: few lines are looked through.
    return text if text.isprintable() else HYPHEN.sub(lambda match: "" if match[0] == "\u00ad" else "-", text)
