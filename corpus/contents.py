"""Lists of contents: their lines are no content, and they name the titles of what follows."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from corpus.lines import Line
from corpus.model import Removed

HEADING = re.compile(r"^[\s【\[]*(?:目\s{0,8}录|目\s{0,8}次|(?i:contents))[\s】\]]*$")
# A heading of a list that names what follows: its entries count only where they stand again below.
NAMING = re.compile(
    r"^[\s【\[《〖◆●■★☆▲=—-]{0,6}(?:(?:本\s?[期刊辑册版书]|今日|本周|本月|内容|专题|文章|篇目|案例|精彩|要闻|重点|主要)\s?"
    r"(?:要\s?目|目\s?录|导\s?读|看\s?点|内\s?容|导\s?航|提\s?要|一\s?览|推\s?荐|篇\s?目|索\s?引|目\s?次|精彩)"
    r"|要\s?目|导\s?读|篇\s?目|目\s?录|目\s?次|看\s?点)\s?(?:\([^()]{1,12}\))?[\s】\]》〗:◆●■★☆▲=—-]{0,6}$"
)
PAGE = re.compile(r"\(?\d{1,4}\)?$")
LEADING = " \t\u3000.…·・‥—_-"
LEADER = re.compile(r"…|[.·・‥—_-]{3}|\t|\s{2}")
COUNT = r"[一二三四五六七八九十\d]{1,3}"
OPENING = re.compile(
    rf"^[\W_]{{0,4}}(?:{COUNT}[.、:)\]】](?!\d)\s{{0,2}}|\d{{1,2}}\s{{1,3}}(?=[\u4e00-\u9fff“])|[①-⑳]"
    rf"|第{COUNT}[章节编篇例][\s、:.】]{{0,3}}"
    rf"|(?:典型|优秀|实践)?(?:案例|材料|经验|范例)之?{COUNT}(?:[\s、:.】\])]{{1,3}}|$))?"
)
CREDIT = re.compile(r"\s{0,4}\([^()]{2,50}\)\s*$")
MASTHEAD = 60  # lines before which a list of contents begins
ENTRY = 90  # characters of an entry
FEWEST = 3
PART = 20  # characters of a line that names a part
TELLING = 8  # characters of an entry that may stand below at the head of a longer line
MOST_COMPARED = 40
COMPARED = 6  # characters of a title that tell where it stands again
NAME, NUMBERED_NAME = 4, 2  # characters of a title that returns below, where nothing else tells that it is an entry
TEXT = 30  # characters of a line of running text
UNDER = 5  # lines in which the text under a title begins
Places = Mapping[str, Sequence[tuple[int, str]]]
NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.章节部编]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.])"
)


def contents(lines: Sequence[Line]) -> Iterator[Removed]:
    """The lines of the list of contents near the beginning of a text, with its heading."""
    head = next((n for n, line in enumerate(lines[:MASTHEAD]) if HEADING.match(line.words)), None)
    if head is None:
        head = next((n for n, line in enumerate(lines[:MASTHEAD]) if NAMING.match(line.words)), None)
    split = None if head is not None else _split_heading(lines)
    first = _first_led(lines) if head is None and split is None else (head or 0) + 1
    if split is not None:
        head, first = split, split + 2
    if first is None:
        yield from (Removed(line.start, line.end, "contents") for line in _returning(lines))
        return
    last = _end(lines, first)
    if last - first >= (FEWEST if head is None else FEWEST - 1):
        for line in lines[first if head is None else head : last]:
            yield Removed(line.start, line.end, "contents")


def _split_heading(lines: Sequence[Line]) -> int | None:
    """The first of two lines over which the heading is spread (目 / 录)."""
    pairs = enumerate(pairwise(lines[:MASTHEAD]))
    return next((n for n, (a, b) in pairs if a.words + b.words in ("目录", "目次")), None)


def _led(words: str) -> int:
    """Where the title of an entry ends before the leader to its page's number, or 0 where none leads to one."""
    bare = words.rstrip()
    page = PAGE.search(bare, max(0, len(bare) - 6))
    title = len(bare[: page.start()].rstrip(LEADING)) if page else 0
    return title if page and LEADER.search(bare, title, page.start()) else 0


def _first_led(lines: Sequence[Line]) -> int | None:
    """The first of several lines in a row that lead to a page's number."""
    led = [bool(_led(line.words)) and len(line.words) <= ENTRY for line in lines[:MASTHEAD]]
    rows = range(len(led) - FEWEST + 1)
    return next((n for n in rows if all(led[n : n + FEWEST]) and _is_dotted(lines[n : n + FEWEST])), None)


def _is_dotted(lines: Sequence[Line]) -> bool:
    """Whether dots lead to the numbers (columns of a table have none)."""
    return all(re.search(r"[.…·・‥]{3}", line.words) for line in lines)


def _returning(lines: Sequence[Line]) -> Sequence[Line]:
    """The first lines in a row near the beginning that stand below in their order, each with a text under it."""
    short = [_is_entry(line) for line in lines[:MASTHEAD]]
    rows = [n for n in range(len(short) - FEWEST + 1) if all(short[n : n + FEWEST])]
    places = _last_places(lines) if rows else {}
    found = (lines[first : _row_end(lines, first, places)] for first in rows)
    return next((row for row in found if len(row) >= FEWEST), ())


def _is_entry(line: Line) -> bool:
    """Whether a line may name what follows: short, without columns, and no sentence."""
    short = len(line.words) <= ENTRY and "\t" not in line.words and not line.stops
    return short and len(_key(line.words)) >= (NUMBERED_NAME if NUMBERED.match(line.words) else NAME)


def _row_end(lines: Sequence[Line], first: int, places: Places) -> int:
    """The number of the line behind those from the first on that return one after the other."""
    at, again = first, [first]
    while at < len(lines) and _is_entry(lines[at]) and (len(again) == 1 or at < again[1]):
        below = min(_places_below(_key(lines[at].words), max(at, again[-1]), places), default=0)
        if not below or (len(again) > 1 and not _has_text(lines[again[-1] + 1 : below])):
            break
        again.append(below)
        at += 1
    return at if len(again) > 1 and at <= again[1] and _has_text(lines[again[-1] : again[-1] + UNDER]) else first


def _has_text(lines: Sequence[Line]) -> bool:
    return any(len(line.words) >= TEXT for line in lines)


def _end(lines: Sequence[Line], first: int) -> int:
    """The number of the line behind the last entry: entries have a page's number, or stand in the text again."""
    keys = {key for line in lines[: first + 1] for key in _names(line.words)}
    last_at = _last_places(lines)
    at = first
    while at < len(lines):
        words = lines[at].words
        repeated = len(key := _key(words)) >= 2 and _stands_below(key, at, last_at)
        if len(words) > ENTRY or (at > first and key and _names(words)[-1] in keys and not _led(words)):
            break
        if not (_led(words) or repeated or _names_part(lines, at)):
            break
        keys.update(_names(words))
        at += 1
    return at


def _names(words: str) -> tuple[str, ...]:
    """What is compared of an entry to tell that the text begins: words under several numbers (小结) are no sign."""
    return (_key(words), letters(entry_title(words))) if NUMBERED.match(words) else (_key(words),)


def _last_places(lines: Sequence[Line]) -> Places:
    """By the first letters of the lines: where they stand, and what they begin with, short ones with the next line as
    well, as a title may be spread over two.
    """
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, line in enumerate(lines):
        key = _key(line.words[: ENTRY * 2])
        places[key[:COMPARED]].append((number, key))
        if COMPARED <= len(key) < 4 * COMPARED and number + 1 < len(lines):
            whole = (key + letters(lines[number + 1].words[:ENTRY]))[: 4 * COMPARED]
            places[key[:COMPARED]].append((number, whole))
    return places


def _stands_below(key: str, at: int, places: Places) -> bool:
    """Whether a later line is the entry, or begins with it where it is long enough to tell."""
    return any(True for _ in _places_below(key, at, places))


def _places_below(key: str, at: int, places: Places) -> Iterator[int]:
    """The last few later lines that are the entry, or begin with it where it is long enough to tell."""
    later = ((number, found) for number, found in reversed(places.get(key[:COMPARED], ())) if number > at)
    for number, found in islice(later, MOST_COMPARED):
        if found == key or (len(key) >= TELLING and found.startswith(key)):
            yield number


def _names_part(lines: Sequence[Line], at: int) -> bool:
    """Whether a short line stands among entries that dots lead to their pages (第一篇)."""
    near = lines[at + 1 : at + 3]
    return len(lines[at].words) <= PART and any(_led(line.words) and _is_dotted([line]) for line in near)


def _key(words: str) -> str:
    """What is compared of an entry: letters and digits of its title, without the mark or number before it."""
    return re.sub(r"\W", "", OPENING.sub("", entry_title(words)))[: 4 * COMPARED]


def entry_title(words: str) -> str:
    """The title that a folded entry names, without its page and who wrote it."""
    bare = words.strip()
    return CREDIT.sub("", bare[: _led(bare) or len(bare)]).strip()


def listed_titles(entries: Sequence[str]) -> tuple[str, ...]:
    """The titles of the folded entries of a list of contents, without their numbers."""
    titles = [_bare_title(entry) for entry in entries if not HEADING.match(entry)]
    return tuple(title for title in titles if len(title) >= COMPARED)


def _bare_title(entry: str) -> str:
    """The title of an entry without its number: 一、…, 案例一:…"""
    title = NUMBERED.sub("", entry_title(entry)).strip()
    named = OPENING.match(title)
    return title[named.end() :] if named and any(map(str.isalnum, named[0])) else title


def letters(words: str) -> str:
    """What is compared of a title: its letters and digits."""
    return re.sub(r"\W", "", words)
