"""Lists of contents: their lines are no content, and they name the titles of what follows."""

import re
from collections.abc import Iterator, Sequence

from corpus.lines import Line
from corpus.model import Removed

HEADING = re.compile(r"^[\s【\[]*(?:目\s{0,8}录|目\s{0,8}次|(?i:contents))[\s】\]]*$")
LEADER = re.compile(r"\s{0,4}(?:…[.…]{0,200}|[.·・‥—_-]{3,200}|\t|\s{2,200})[\s.…·]{0,40}\(?\d{1,4}\)?\s*$")
CREDIT = re.compile(r"\s{0,4}\([^()]{2,50}\)\s*$")
MASTHEAD = 60  # lines before which a list of contents begins
ENTRY = 90  # characters of an entry
FEWEST = 3
COMPARED = 6  # characters of a title that tell where it stands again
NUMBERED = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.章节部编]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.])"
)


def contents(lines: Sequence[Line]) -> Iterator[Removed]:
    """The lines of the list of contents near the beginning of a text, with its heading."""
    head = next((n for n, line in enumerate(lines[:MASTHEAD]) if HEADING.match(line.words)), None)
    first = _first_led(lines) if head is None else head + 1
    if first is None:
        return
    last = _end(lines, first)
    if last - first >= (FEWEST if head is None else FEWEST - 1):
        for line in lines[first if head is None else head : last]:
            yield Removed(line.start, line.end, "contents")


def _first_led(lines: Sequence[Line]) -> int | None:
    """The first of several lines in a row that lead to a page's number."""
    led = [bool(LEADER.search(line.words)) and len(line.words) <= ENTRY for line in lines[:MASTHEAD]]
    rows = range(len(led) - FEWEST + 1)
    return next((n for n in rows if all(led[n : n + FEWEST]) and _is_dotted(lines[n : n + FEWEST])), None)


def _is_dotted(lines: Sequence[Line]) -> bool:
    """Whether dots lead to the numbers (columns of a table have none)."""
    return all(re.search(r"[.…·・‥]{3}", line.words) for line in lines)


def _end(lines: Sequence[Line], first: int) -> int:
    """The number of the line behind the last entry: entries have a page's number, or stand in the text again."""
    keys = [_key(line.words) for line in lines[: first + 1]]
    last_at = {_key(line.words): n for n, line in enumerate(lines) if len(line.words) <= ENTRY}
    at = first
    while at < len(lines):
        words = lines[at].words
        repeated = len(key := _key(words)) >= 2 and last_at.get(key, at) > at
        if len(words) > ENTRY or not (LEADER.search(words) or repeated) or (at > first and key in keys):
            break
        keys.append(key)
        at += 1
    return at


def _key(words: str) -> str:
    return re.sub(r"\W", "", entry_title(words))[: 4 * COMPARED]


def entry_title(words: str) -> str:
    """The title that a folded entry names, without its page and who wrote it."""
    bare = LEADER.sub("", words.strip())
    return CREDIT.sub("", bare).strip()


def listed_titles(entries: Sequence[str]) -> tuple[str, ...]:
    """The titles of the folded entries of a list of contents, without their numbers."""
    titles = [NUMBERED.sub("", entry_title(entry)).strip() for entry in entries if not HEADING.match(entry)]
    return tuple(title for title in titles if len(title) >= COMPARED)


def letters(words: str) -> str:
    """What is compared of a title: its letters and digits."""
    return re.sub(r"\W", "", words)
