"""Where a person's name begins and ends: told by surnames and by what may stand around a name."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import rjieba

from extractors.private_lexicon import words
from extractors.problem_patterns import any_of

HAN = "\u4e00-\u9fff"
MINORITY = re.compile(rf"[{HAN}]{{1,6}}(?:[·•・][{HAN}]{{1,6}}){{1,3}}")
EDGE = re.compile(r"[\n\t ,.。;:、()《》<>“”!?/|·_\-—\[\]【】…~]|\Z")
STRONG, WORD, LETTER = 3, 2, 1
AHEAD = 6
NAMELIKE = ("nr", "m")
FUNCTION = frozenset("pdcu")  # parts of speech of words of one character that lead to others
PLACE_ENDS = frozenset("海江山林平州")
SPACED = re.compile(rf"[{HAN}] {{1,2}}[{HAN}](?![{HAN}])")


class Name(NamedTuple):
    """A name in a folded text; `sure` tells by how much its end (or beginning) is known, 0 where it is a guess."""

    start: int
    end: int
    sure: int


@cache
def _singles() -> frozenset[str]:
    return frozenset("".join(words().surnames.split()))


@cache
def _compounds() -> frozenset[str]:
    return frozenset(words().compound_surnames)


@cache
def _barred() -> frozenset[str]:
    return frozenset(words().not_in_names)


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(words().not_names)


@cache
def _follower() -> re.Pattern[str]:
    return re.compile(any_of((*words().followers, *words().complaints)))


@cache
def _leader() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words().leaders)}\Z")


@cache
def _refused() -> re.Pattern[str]:
    """What makes a would-be name none: the title or the form of address behind it."""
    return re.compile(rf"{any_of((*words().titles, *words().forms_of_address))}")


def surname_length(text: str, at: int) -> int:
    """How many characters the surname has that begins here, 0 where there is none."""
    if text[at : at + 2] in _compounds():
        return 2
    return int(text[at : at + 1] in _singles())


def _given(words_: str) -> bool:
    """Whether these one or two characters may be a given name."""
    if words_ in words().speakers:  # 了解群众, 方村民
        return False
    return 1 <= len(words_) <= 2 and all("\u4e00" <= one <= "\u9fff" and one not in _barred() for one in words_)


def is_name(whole: str) -> bool:
    """Whether these words, all of them, may be a name; blanks inside (张 三) do not matter."""
    name = whole.replace(" ", "")
    if MINORITY.fullmatch(name):
        return True
    surname = surname_length(name, 0)
    return bool(surname) and _given(name[surname:]) and not _refused().search(name[surname:])


def _ends(text: str, at: int) -> Iterator[int]:
    """Where a name that begins here may end, the longest first."""
    surname = surname_length(text, at)
    if surname:
        yield from (at + surname + n for n in (2, 1) if _given(text[at + surname : at + surname + n].ljust(n, "的")))


def _follows(text: str, end: int) -> int:
    if EDGE.match(text, end) or text[end : end + 1].isdigit():
        return STRONG
    found = _follower().match(text, end)
    return min(WORD, len(found[0])) if found else 0


def common_word(text: str, at: int, end: int) -> bool:
    """Whether ordinary words begin here and no name: 康复, 文化, 于是, 经核实."""
    if text[at : at + 2] in _ordinary() or text[at : at + 3] in _ordinary():
        return True
    if text[at : at + 2] in _compounds() or MINORITY.match(text, at):
        return False
    cut = [*rjieba.tag(text[at : end + 3]), ("", "")]
    (first, tag), (second, next_tag) = cut[:2]
    if len(first) == 1:
        leads = tag in FUNCTION or (tag == "a" and next_tag.startswith("v"))
        return leads and len(second) >= 2 and not _namelike(second, next_tag)
    if tag.startswith(NAMELIKE):
        return False
    if end - at == 3:  # cut within a name (常有|福), or a name taken for a place
        return text[end - 1] not in words().given_ends or (tag == "ns" and text[end - 1] in PLACE_ENDS)
    return True


def _namelike(word: str, tag: str) -> bool:
    """Whether a tagged word may be a given name."""
    if tag.startswith("ns"):
        return word[-1] in words().given_ends and word[-1] not in PLACE_ENDS
    return tag.startswith(NAMELIKE) or (word[-1] in words().given_ends and not tag.startswith("v"))


def _tagged(text: str, at: int, end: int) -> int:
    """Whether a tagger, too, sees a word end where a name would, and none of doing in it; where nothing else tells."""
    if end - at == 2 and text[at] not in words().common_surnames:
        return 0
    stop, tags = at, list[str]()
    for word, tag in rjieba.tag(text[at : at + AHEAD]):
        stop, tags = stop + len(word), [*tags, tag]
        if stop >= end:
            break
    named = any(tag.startswith("nr") for tag in tags) or (len(tags) == 2 and not tags[1].startswith(("v", "d")))
    return LETTER if stop == end and named else 0


def name_at(text: str, at: int) -> Name | None:
    """The name that begins at a character; of two ends that are as likely the further one."""
    if (found := SPACED.match(text, at)) and is_name(found[0]):
        return Name(at, found.end(), STRONG)
    if found := MINORITY.match(text, at):
        return Name(at, _minority_end(text, found), STRONG)
    ends = list(_ends(text, at))
    best = max(((_follows(text, end), end) for end in ends), default=None)
    if best and best[0] == 0:
        best = max((_tagged(text, at, end), end) for end in ends)
    if best is None or _titled(text, at, best[1]):
        return None
    return Name(at, best[1], best[0])


def _minority_end(text: str, found: re.Match[str]) -> int:
    """The last part of a name of several parts ends before what may follow a name."""
    last = max(found[0].rfind(mark) for mark in "·•・") + found.start() + 1
    ends = [end for end in range(last + 2, found.end() + 1) if _follows(text, end)]
    return ends[0] if ends else min(found.end(), last + 4)


def _titled(text: str, at: int, end: int) -> bool:
    """Whether a title or form of address stands in the name or right behind it: 王书记, 李大爷, 张建国书记."""
    inside = text[at + 1 : end + 2]
    return bool(_refused().search(inside)) or bool(_refused().match(text, end))


def name_before(text: str, end: int) -> Name | None:
    """The name that ends at a character; of two beginnings that are as likely the further one."""
    if end and (found := _minority_before(text, end)):
        return Name(found, end, STRONG)
    starts = [s for s in range(max(0, end - 4), end - 1) if _fits(text, s, end)]
    best = max(((_leads(text, start), -start) for start in starts), default=None)
    return Name(-best[1], end, best[0]) if best else None


def _minority_before(text: str, end: int) -> int | None:
    reach = text[max(0, end - 20) : end]
    found = re.search(rf"[{HAN}]{{1,6}}(?:[·•・][{HAN}]{{1,6}}){{1,3}}\Z", reach)
    return end - len(found[0]) if found else None


def _fits(text: str, start: int, end: int) -> bool:
    surname = surname_length(text, start)
    return bool(surname) and _given(text[start + surname : end]) and not _refused().search(text[start:end])


def _leads(text: str, start: int) -> int:
    if start == 0 or EDGE.match(text, start - 1):
        return STRONG
    found = _leader().search(text, max(0, start - AHEAD), start)
    return min(WORD, len(found[0])) if found else 0


def variants(text: str, name: Name) -> Iterator[str]:
    """The words to look for elsewhere: the name, and without its last character where that may belong to what
    follows.
    """
    whole = text[name.start : name.end]
    yield whole
    if len(whole) == 3 and name.sure < STRONG and surname_length(whole, 0) == 1 and _follows(text, name.end - 1):
        yield whole[:2]


def known(name: str) -> bool:
    """Whether this is a person of history, or an example."""
    return name in words().public_persons


def mentions(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where these names stand in a text, longer ones first; in time that grows with the text alone."""
    if not names:
        return
    heads = frozenset(name[:2] for name in names)
    lengths = sorted({len(name) for name in names}, reverse=True)
    begins = re.compile("|".join(map(re.escape, sorted({name[:1] for name in names}))))
    end = 0
    for found in begins.finditer(text):
        at = found.start()
        if at < end or text[at : at + 2] not in heads:
            continue
        if length := next((n for n in lengths if text[at : at + n] in names), 0):
            end = at + length
            yield at, end


def distinct(name: str) -> bool:
    """Whether a name stands for its bearer wherever it is written: a word of two characters (安全, 高兴) does not."""
    if known(name):
        return False
    return (len(name) > 2 and not _dictionary(name)) or not _dictionary(name)


@cache
def _dictionary(name: str) -> bool:
    cut = rjieba.tag(name)
    return len(cut) == 1 and not cut[0][1].startswith(NAMELIKE)
