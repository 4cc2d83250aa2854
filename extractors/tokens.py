"""The words of a clause with their parts of speech, and the lexicon of words around numbers."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import rjieba

from corpus.beginnings import begun
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
    transitive: tuple[str, ...]
    served: tuple[str, ...]
    governed_heads: tuple[str, ...]
    facilities: tuple[str, ...]
    breaks: tuple[str, ...]
    verbal: tuple[str, ...]
    money_heads: tuple[str, ...]
    places: tuple[str, ...]
    never: tuple[str, ...]
    proposing: tuple[str, ...]
    speech_units: tuple[str, ...]
    steady: tuple[str, ...]
    moving: tuple[str, ...]
    predicates: tuple[str, ...]
    persons: tuple[str, ...]
    not_persons: tuple[str, ...]
    bodies: tuple[str, ...]
    figures: tuple[str, ...]
    personal: tuple[str, ...]
    turns: tuple[str, ...]
    tails: tuple[str, ...]
    joined: dict[str, tuple[str, ...]]


class Token(NamedTuple):
    """A word of a clause with its part of speech; quoted words and brackets are one token each.

    A plain tuple: there are as many as words beside numbers, and they are made three times as fast.
    """

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
    return begun(
        r"(?P<quote>“[^“”\n]{1,30}”)|(?P<title>《[^《》\n]{1,60}》)|(?P<paren>\([^()\n]{1,20}\))"
        rf"|(?P<each>每[一-龥]{{1,2}}(?=\Z|近|约|超)){joined}"
    )


@cache
def _chunk_opening() -> re.Pattern[str]:
    """A character that every chunk opens with; few ranges hold one."""
    joined = {word[0] for found in words().joined.values() for word in found}
    return re.compile(f"[{''.join(map(re.escape, sorted(joined | set('“《(每'))))}]")


def _chunks(text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    opening = _chunk_opening().search(text, start, end)
    return _chunk().finditer(text, opening.start(), end) if opening else ()


def tagged(text: str, start: int, end: int) -> list[Token]:
    """The words of a range of the folded text, as the tagger has them."""
    out: list[Token] = []
    at = start
    for chunk in (*_chunks(text, start, end), None):
        stop = chunk.start() if chunk else end
        for word, tag in rjieba.tag(text[at:stop]) if stop > at else ():
            out.append(Token(at, at + len(word), word, tag))
            at += len(word)
        if chunk:
            out.append(Token(chunk.start(), chunk.end(), chunk[0], chunk.lastgroup or "x"))
            at = chunk.end()
    return out


_COMPOUNDING = frozenset({"n", "v", "vn", "a", "d", "b", "j", "nz", "s", "nr", "ns", "an", "t", "nt", "l"})
_TAILED = frozenset({"m", "q", "v", "n", "zg", "ng", "k", "vg", "g", "nr", "a"})


def _tail(left: Token, token: Token) -> bool:
    """Whether the token is the last character of a compound that the tagger cut: 会诊|点, 种植|户."""
    if token.word not in word_set("tails"):
        return False
    long = len(left.word) > 1 and left.tag in _COMPOUNDING and left.end == token.start
    led = token.word == "带" and is_person(left.word)  # 交警|带两名家长
    return long and not led and token.tag in _TAILED


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of a range of the folded text, with compounds whole."""
    out: list[Token] = []
    for token in tagged(text, start, end):
        if out and _tail(out[-1], token):
            out[-1] = Token(out[-1].start, token.end, out[-1].word + token.word, "n")
        else:
            out.append(token)
    return out


@cache
def _ending(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, getattr(words(), name)))})\\Z")


def is_person(word: str) -> bool:
    """Whether the word names people or households: 种植户, 支部书记."""
    word = word.strip("“”")
    return bool(_ending("persons").search(word)) and word not in word_set("not_persons")


def is_body(word: str) -> bool:
    """Whether the word names a village or an organisation."""
    return bool(_ending("bodies").search(word))


def is_figure(word: str) -> bool:
    """Whether the word names a figure of something: 负债总额, 平均年龄."""
    return bool(_ending("figures").search(word))
