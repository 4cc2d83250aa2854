"""Noun phrases on either side of a number, from the words of its clause and their parts of speech."""

import re
from dataclasses import dataclass
from functools import cache

import rjieba

from corpus.model import Span
from extractors.lexicon import Strict, read_lexicon


class Qualifiers(Strict):
    """Words that change what a number means, by where they stand."""

    touching: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


class CountedWords(Strict):
    """The file `counted.yml`."""

    qualifiers: Qualifiers
    reach: tuple[str, ...]
    change: tuple[str, ...]
    governing: tuple[str, ...]
    breaks: tuple[str, ...]
    verbal: tuple[str, ...]
    money_heads: tuple[str, ...]
    places: tuple[str, ...]
    never: tuple[str, ...]
    proposing: tuple[str, ...]
    speech_units: tuple[str, ...]
    joined: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a clause with its part of speech; quoted words and brackets are one token each."""

    start: int
    end: int
    word: str
    tag: str


@cache
def words() -> CountedWords:
    """The lexicon of words around numbers."""
    return read_lexicon("counted.yml", CountedWords)


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of the lexicon as a set."""
    return frozenset(getattr(words(), name))


@cache
def _chunk() -> re.Pattern[str]:
    """What is one token whatever the tagger says; the name of the group is its part of speech."""
    joined = "".join(f"|(?P<{tag}>{'|'.join(map(re.escape, found))})" for tag, found in words().joined.items())
    return re.compile(
        r"(?P<quote>“[^“”\n]{1,30}”)|(?P<title>《[^《》\n]{1,60}》)|(?P<paren>\([^()\n]{1,20}\))"
        rf"|(?P<each>每[一-龥]{{1,2}}(?=\Z|近|约|超)){joined}"
    )


# The tags of jieba, and two of our own.
_NOUNS = frozenset({"n", "nr", "ns", "nt", "nz", "ng", "nrt", "nrfg", "j", "vn", "an", "s", "l", "i", "quote", "title"})
_NOMINAL = _NOUNS | {"b", "a", "z", "g", "h", "k", "q", "zg", "eng"}
_MODIFIER = frozenset({"b", "a", "z", "f", "h", "ad", "q"})
_LINKING = frozenset({"d", "p", "t", "u", "uj", "ul", "f", "each", "c", "m"})


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of a range of the folded text."""
    out: list[Token] = []
    at = start
    for chunk in (*_chunk().finditer(text, start, end), None):
        stop = chunk.start() if chunk else end
        for word, tag in rjieba.tag(text[at:stop]) if stop > at else ():
            out.append(Token(at, at + len(word), word, tag))
            at += len(word)
        if chunk:
            out.append(Token(chunk.start(), chunk.end(), chunk[0], chunk.lastgroup or "x"))
            at = chunk.end()
    return out


def _links(token: Token) -> bool:
    """Whether the token only leads to the number: verbs of reaching, adverbs, prepositions, times."""
    return token.word in word_set("reach") or token.tag in _LINKING or token.word.isspace()


def _nominal(token: Token) -> bool:
    # The tagger takes 增速 and 覆盖率 for verbs; their last characters tell that they are figures.
    return token.tag in _NOMINAL or (len(token.word) > 1 and token.tag == "v" and token.word[-1] in "率速额量数值费")


def _joins(token: Token) -> bool:
    return token.word in ("、", "和", "及", "与", "以及", "·", "/", "-")


def _stripped(found: list[Token]) -> tuple[list[Token], bool]:
    """The tokens before the words that link to the number, and whether there were any such words."""
    keep = len(found)
    while keep and _links(found[keep - 1]):
        keep -= 1
    return found[:keep], keep < len(found)


def _extends(found: list[Token], at: int) -> bool:
    """Whether the token before index `at` belongs to the phrase that begins there."""
    token, before = found[at - 1], found[at - 2] if at > 1 else None
    if _nominal(token) or token.tag == "paren":
        return True
    if at == len(found):
        return False
    if _joins(token):
        return before is not None and _nominal(before)
    if token.tag in ("v", "f"):
        return token.word in word_set("verbal") or token.word in ("以上", "以下")
    return token.tag in ("x", "m", "eng") and token.word.isascii() and bool(token.word.strip())


def _phrase_start(found: list[Token]) -> int:
    """Index of the first token of the noun phrase that ends the list; places in front of it say where, not what."""
    at = len(found)
    while at and _extends(found, at):
        if found[at - 1].word in word_set("places") and at < len(found) and (at == 1 or not _nominal(found[at - 2])):
            break
        at -= 1
    return at


def _trim(found: list[Token], at: int) -> int:
    """Leading conjunctions, marks and verbs that govern the rest are no part of a phrase."""
    if at + 1 < len(found) and found[at].word in word_set("governing"):
        return at + 1
    while at < len(found) and (_joins(found[at]) or (found[at].tag in ("x", "c") and not found[at].word.isalnum())):
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class Left:
    """The phrase before a number; whether words link it to the number, whether it is but a verb, or a place."""

    span: Span | None
    linked: bool = False
    verb: bool = False
    place: bool = False


_LEADING = re.compile(r"[、和与及或以并 ]*")
# The tagger makes words of what does not belong together: 免疫/率达.
_REACHING = re.compile(r"(?:(?:发展|壮大|扩大|扩展|拓展)(?:到|至|为|成)|达到|达|占|超过|超|至)\Z")


def _verb_phrase(found: list[Token]) -> Span:
    """The range of a verb that ends the list, with the noun in front of it: 户均增收."""
    head = found[:-1]
    at = _trim(found, _phrase_start(head) if head and _nominal(head[-1]) else len(head))
    return Span(found[at].start, found[-1].end)


def left_of(text: str, start: int, end: int) -> Left:
    """The phrase that ends before a number; the range is from the last number or the start of the clause."""
    opening = _LEADING.match(text, start, end)
    reaching = _REACHING.search(text, start, end)
    stop = reaching.start() if reaching else end
    before = tokens(text, opening.end() if opening else start, stop)
    if before and _joins(before[-1]):
        return Left(None)
    found, stripped = _stripped(before)
    linked = stripped or reaching is not None
    if not found:
        return Left(None, linked)
    last = found[-1]
    if (not _nominal(last) and last.tag[0] == "v") or (last.tag == "vn" and len(found) == 1):
        return Left(_verb_phrase(found), linked, verb=True)
    at = _trim(found, _phrase_start(found))
    if at >= len(found):
        return Left(None, linked)
    place = (at == len(found) - 1 and last.tag in ("ns", "nt", "s")) or last.word in word_set("places")
    return Left(Span(found[at].start, last.end), linked, place=place)


@dataclass(frozen=True, slots=True)
class Right:
    """The phrase behind a number.

    `fills`: it reaches the next number. `open`: its head is still to come. `genitive`: 的 stands before it.
    """

    span: Span | None
    fills: bool
    open: bool
    genitive: bool


def _breaks(token: Token, seen: bool) -> bool:
    """Whether a phrase behind a number cannot go over this token."""
    if token.word in word_set("reach") and (len(token.word) > 1 or token.tag[0] == "v"):
        return True
    return token.word in word_set("breaks") or (seen and token.tag == "i")


def _goes_on(found: list[Token], at: int, seen: bool) -> bool:
    """Whether the phrase takes in the token at `at`; `seen` tells that a noun stands before it."""
    token = found[at]
    following = found[at + 1] if at + 1 < len(found) else None
    rises = token.tag[0] == "v" and following is not None and following.word in ("到", "至", "为", "成")
    if rises or _breaks(token, seen):  # 由9家发展到31家
        return False
    if _nominal(token):
        return True
    if following is None:
        return False
    if not seen and token.tag in ("v", "vg", "d"):
        return _nominal(following) or following.tag in ("uj", "v", "paren")
    if not (_nominal(following) or following.tag == "paren"):
        return False
    if token.tag == "v":
        return token.word in word_set("verbal")
    if token.tag == "paren" or _joins(token):
        return seen
    return token.word in ("以上", "以下", "以内") or (not seen and token.tag in ("uj", "u", "m", "p", "f", "x"))


def _extent(found: list[Token]) -> tuple[int, bool]:
    """How many tokens the phrase takes that opens the list, and whether a noun is among them."""
    at, seen = 0, False
    while at < len(found) and _goes_on(found, at, seen):
        seen = seen or (_nominal(found[at]) and found[at].tag not in _MODIFIER)
        at += 1
    while at and at < len(found) and found[at].tag[0] in "vd" and found[at - 1].tag in ("a", "ad", "z", "an"):
        at -= 1  # 贫困人口稳定脱贫
    return at, seen and at > 0


def _verbal_noun(found: list[Token]) -> bool:
    """Whether a verb stands where the thing should, with nothing behind it: 上百场宣讲."""
    return found[0].word in word_set("verbal") and (len(found) == 1 or found[1].tag in ("x", "c", "uj"))


def right_of(text: str, start: int, end: int, next_start: int | None) -> Right:
    """The phrase that begins behind a number; the range ends at the clause or at the next number (`next_start`)."""
    found = [token for token in tokens(text, start, end) if not token.word.isspace()]
    genitive = bool(found) and found[0].word == "的"
    rated = bool(found) and found[0].word == "级"  # 20万吨级航道
    found = found[1:] if genitive or rated else found
    at, seen = _extent(found)
    if seen:
        return Right(Span(found[0].start, found[at - 1].end), next_start == end and at == len(found), False, genitive)
    if found and _verbal_noun(found):
        return Right(Span(found[0].start, found[0].end), False, False, genitive)
    opened = next_start == end and at > 0 and all(_joins(token) for token in found[at:])
    return Right(None, False, opened, genitive)
