"""The noun phrase with which words of a clause open, where it names a place, a body or a group of people."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import rjieba

from corpus.beginnings import begun
from extractors.lexicon import read_lexicon
from extractors.places import lexicon as places_lexicon
from extractors.practice_words import Patterns, _one_of, measure
from extractors.tokens import Token
from extractors.word_cuts import cuts

HolderKind = Literal["place", "body", "people", "title"]

FARTHEST = 30
"""Characters of a clause that are read for its subject."""
_FIRST_WORDS = 8
_WORDS = 9
_LONGEST_CHUNK = 24
_PAIRS = {"“": "”", "(": ")"}
_NOMINAL = frozenset(
    (
        "n",
        "nr",
        "ns",
        "nt",
        "nz",
        "ng",
        "nrt",
        "nrfg",
        "j",
        "b",
        "a",
        "an",
        "vn",
        "s",
        "l",
        "i",
        "g",
        "k",
        "zg",
        "eng",
        "quote",
    )
)
# The tagger joins the end of a name with what is said of it: 石桥|村有, 槐安|社区居民.
_CUT = re.compile(r"[省市县区州旗盟镇乡村](?=[有辖共设现属是在]\Z)|社区(?=居民|干部)")
_LEVELS = frozenset("县区市州旗")
_MEANWHILE = re.compile("[下中后时]")
_SKIPPED = frozenset(["t", "c", "d", "x", "e", "y"])
_JOINING = ("、", "和", "及", "以及")
_NUMBER_TIMES = ("年", "月", "日", "季度", "号", "个月")


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {group.id: frozenset(group.variants) for group in read_lexicon("quantity_owners.yml", Patterns).groups}


@cache
def words(name: str) -> frozenset[str]:
    """A group of the lexicon."""
    return _groups()[name]


def any_word(*names: str) -> str:
    """A pattern of all words of the groups, longer ones first."""
    return _one_of(word for name in names for word in words(name))


@cache
def _endings() -> dict[str, HolderKind]:
    kinds: tuple[tuple[str, HolderKind], ...] = (
        ("people", "people"), ("places", "place"), ("bodies", "body"), ("titles", "title"),
    )  # fmt: skip
    return {word: kind for name, kind in kinds for word in words(name)}


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(word[-1] for word in _endings())


@cache
def _holding() -> re.Pattern[str]:
    """Any ending: a clause that opens without one has no owner, which is most quickly told so."""
    pointed = f"[{''.join(sorted(word for word in words('determiners') if len(word) == 1))}]"
    return begun(f"{any_word('places', 'bodies', 'people', 'titles')}|{pointed}[{''.join(sorted(words('short')))}]")


@lru_cache(maxsize=4096)
def kind_of(word: str) -> HolderKind | None:
    """What the word ends in the name of, or None."""
    endings = _endings()
    if word[-1:] not in _last_characters():
        return None
    for length in (5, 4, 3, 2, 1):
        if found := endings.get(word[-length:]):
            return found
    return None


def _short(word: str) -> bool:
    """Whether the word points at a body by the last character of what it is: 该校, 我院."""
    return len(word) == 2 and word[0] in words("determiners") and word[1] in words("short")


class Holder(NamedTuple):
    """Whose a figure may be. `one`: a place or body by its own name or pointed at; else a kind of them."""

    start: int
    end: int
    kind: HolderKind
    one: bool


class Opening(NamedTuple):
    """What a clause opens with: holders, the shortest first, and the parts of a list of them (青山镇、花桥镇).

    `foreign`: the subject is somebody whose figures are nobody else's; `within`: it only says where (在青山镇);
    `part`: it is one of those told of before (其中青山镇).
    """

    holders: tuple[Holder, ...] = ()
    members: tuple[Holder, ...] = ()
    foreign: bool = False
    within: bool = False
    part: bool = False


NOTHING = Opening()
FOREIGN = Opening(foreign=True)


def _is_time(found: Sequence[Token], at: int) -> bool:
    """Whether a number tells a time: 2021年, 9月."""
    after = found[at + 1].word if at + 1 < len(found) else ""
    return found[at].word.endswith(_NUMBER_TIMES) or after.startswith(_NUMBER_TIMES)


def _skips(found: Sequence[Token], at: int) -> bool:
    """Whether a token may stand before the subject of its clause."""
    token = found[at]
    if token.tag == "m":
        after = found[at + 1].word if at + 1 < len(found) else ""
        if kind_of(after) == "body" or token.word[0] == "第":
            return False
        return _is_time(found, at) or (at + 1 < len(found) and found[at + 1].word == "是")
    return token.word in words("openers") or (token.tag in _SKIPPED and kind_of(token.word) is None)


@cache
def _openings_of_kinds() -> tuple[str, ...]:
    return tuple(sorted(words("generic")))


@cache
def _kinds_of_places() -> tuple[str, ...]:
    return tuple(sorted(word for word in places_lexicon().not_names if len(word) > 1))


@cache
def _kinds_of_villages() -> tuple[str, ...]:
    return tuple(f"{word}村" for word in _kinds_of_places())


@cache
def _no_endings() -> tuple[str, ...]:
    return tuple(sorted(words("no_endings")))


def _named(text: str, start: int, end: int) -> bool:
    """Whether the phrase is a name or points at one, and is no kind of places or bodies (示范村, 基层党组织)."""
    phrase = text[start:end]
    if phrase.startswith(_openings_of_kinds()):
        return False
    if len(phrase) == 2 and _short(phrase):
        return True
    head = next((phrase[:-n] for n in (4, 3, 2, 1) if phrase[-n:] in _endings()), "")
    return bool(head) and (head in words("determiners") or not head.endswith(_kinds_of_places()))


def _name_as_verb(found: Sequence[Token], at: int) -> bool:
    """Whether the tagger takes a place's name for a verb: 槐安|社区, and before what it does 博望|区|采取."""
    (word, tag), behind = found[at][-2:], found[at + 1 : at + 3]
    if tag != "v" or not behind:
        return False
    if word[-1] in _LEVELS and len(word) > 2:
        return True
    if behind[0].word in ("社区", "街道", "镇"):
        return not measure().match(word)
    acts = behind[-1].tag == "v" and behind[0].word in _LEVELS
    return acts and len(word) > 1 and word not in places_lexicon().not_names


def _continues(found: Sequence[Token], begin: int, at: int) -> bool:
    """Whether a token goes on with a phrase: a noun, or a verb inside of a name (乡村振兴局)."""
    word, tag = found[at].word, found[at].tag
    if word in words("predicates"):
        return False
    if word in words("name_verbs"):
        return (begin < at and tag in ("n", "vn")) or (at + 1 < len(found) and kind_of(found[at + 1].word) == "body")
    if tag in _NOMINAL or word in words("determiners"):
        return True
    after = found[at + 1].word if at + 1 < len(found) else ""
    if at == begin and _name_as_verb(found, at):
        return True
    if (word[0] == "第" and begin < at) or (tag == "v" and after in ("局", "厅", "委")):
        return True
    return (tag in ("r", "m", "d") and kind_of(word) is not None) or _short(word)


def _holder(text: str, found: Sequence[Token], begin: int, at: int) -> Holder | None:
    """The phrase that ends with a token, where it can be an owner."""
    token, first = found[at], found[begin]
    start = first.start + (first.word[0] == "由" and len(first.word) > 1)  # the tagger joins 由县
    kind: HolderKind | None = "body" if _short(token.word) else kind_of(token.word.strip("“”"))
    if kind is None or (at == begin and token.word in words("not_owners")):
        return None
    if token.word.endswith(_no_endings()) or (token.word == "集体" and token.start - start != 1):
        return None  # 村集体, but 该村|集体收入
    return Holder(start, token.end, kind, _named(text, start, token.end))


def _bracketed(found: Sequence[Token], at: int) -> bool:
    """Whether brackets hold another word for what stands before them: 各村(社区)."""
    return found[at].tag == "paren" and kind_of(found[at].word[1:-1]) is not None


def _phrase(text: str, found: Sequence[Token], at: int) -> tuple[list[Holder], int]:
    """The holders that begin at a token, the shortest first, and where the phrase ends."""
    begin, holders = at, list[Holder]()
    while at < len(found):
        if _bracketed(found, at) and holders and holders[-1].end == found[at].start:
            last = holders[-1]
            holders.append(Holder(last.start, found[at].end, last.kind, last.one))
        elif at > begin and (cut := _CUT.match(found[at].word)):
            end = found[at].start + cut.end()
            return [*holders, Holder(found[begin].start, end, "place", _named(text, found[begin].start, end))], at
        elif not _continues(found, begin, at):
            break
        elif holder := _holder(text, found, begin, at):
            holders.append(holder)
        elif found[at].word.endswith(_no_endings()):
            holders = [one for one in holders if one.kind != "people"]  # 党员|责任区
        at += 1
    return holders, at


def _listed(text: str, found: Sequence[Token], at: int) -> tuple[list[Holder], tuple[Holder, ...], int]:
    """The same with phrases joined by 、 as one; the second are its parts."""
    holders, at = _phrase(text, found, at)
    if not holders:
        return holders, (), at
    members = [holders[-1]]
    while at < len(found) and found[at].word in _JOINING and members[-1].end == found[at].start:
        more, end = _phrase(text, found, at + 1)
        if not more:
            break
        members.append(more[-1])
        at = end
    if len(members) > 1:
        holders = [Holder(members[0].start, members[-1].end, members[-1].kind, all(one.one for one in members))]
    return holders, tuple(members), at


def _someone(found: Sequence[Token], holders: Sequence[Holder], stop: int) -> bool:
    """Whether the phrase is about one person: a title (镇党委书记), or a name behind people (党员李明)."""
    last, end = holders[-1], found[stop - 1]
    named = end.tag == "nr" and end.start >= last.end and len(end.word) in (2, 3) and end.word[0] in words("surnames")
    return last.kind == "title" or named


def _is_kind(text: str, holder: Holder) -> bool:
    """Whether a phrase is a kind of villages (空壳村): no figure is theirs, nor that of who was told of before."""
    return holder.kind == "place" and not holder.one and text.endswith(_kinds_of_villages(), holder.start, holder.end)


def subjectless(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins with what its subject does, so that the subject is that of the sentence before."""
    found = _tokens(text, start, min(end, start + _FIRST_WORDS))
    at = next((i for i in range(len(found)) if not _skips(found, i)), None)
    if at is None or found[at].word in words("name_verbs"):
        return False
    verb = found[at].tag[0] in "vp" and not _name_as_verb(found, at)
    return verb or found[at].word in words("predicates")


@lru_cache(maxsize=4096)
def _tag(word: str) -> str:
    """The part of speech that the dictionary gives a word."""
    return str(rjieba.tag(word)[0][1])


def _chunk_end(text: str, at: int, end: int) -> int:
    """Where the quote or the bracket that opens at a place closes, or the next place."""
    close = text.find(_PAIRS[text[at]], at, min(end, at + _LONGEST_CHUNK))
    return close + 1 if close > 0 else at + 1


def _tokens(text: str, start: int, end: int) -> list[Token]:
    """The first words of a range; a quote and what stands in brackets are one each."""
    starts, cut = cuts(text)
    first = bisect_left(starts, start)
    out, at = list[Token](), start
    for begin, word in zip(starts[first : first + _WORDS], cut[first : first + _WORDS], strict=True):
        if begin >= end:
            break
        if begin < at:
            continue
        if word in _PAIRS:
            at = _chunk_end(text, begin, end)
            out.append(Token(begin, at, text[begin:at], "quote" if word == "“" else "paren"))
        else:
            at = begin + len(word)
            out.append(Token(begin, at, word, _tag(word)))
    return out


def opening(text: str, start: int, end: int) -> Opening:
    """What the range of the folded text opens with; the range ends with its clause or before its first number."""
    last = min(end, start + FARTHEST)
    if _holding().search(text, start, last) is None:
        return NOTHING
    found = _tokens(text, start, last)
    at, within, part = 0, False, False
    while at < len(found) and _skips(found, at):
        part = part or found[at].word == "其中"
        at += 1
    if at < len(found) and (found[at].word in words("agents") or found[at].word in words("causing")):
        within, at = found[at].word == "在", at + 1
    if at >= len(found):
        return NOTHING
    holders, members, stop = _listed(text, found, at)
    if not holders or text[holders[0].start] in "每为" or text.startswith("均", holders[-1].end):
        return NOTHING
    if holders[-1].kind == "title" and holders[-1].end == end:
        return NOTHING
    if _someone(found, holders, stop) or _is_kind(text, holders[-1]):
        return FOREIGN
    if within and _MEANWHILE.search(text, holders[-1].end, last):
        return NOTHING
    kept = tuple(one for one in holders if one.kind != "title" and one.end - one.start > 1)
    return Opening(kept, members, False, within, part)
