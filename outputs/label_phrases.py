"""Phrases of a text that could name what it tells of: whole noun phrases, whole deeds (改造低产茶园), names in quotes.

Whole means that no word is left out which belongs to it: 划分全科 is none where 网格 follows.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import rjieba
import yaml

from corpus.fold import fold
from outputs.model import CatalogueCase

WORDS: Any = yaml.safe_load((Path(__file__).parent / "labels.yml").read_text(encoding="utf-8"))
GENERAL = frozenset(WORDS["general"])

PHRASE = range(4, 9)  # characters of a phrase; longer ones are sentences
MOST_WORDS = 4  # of a phrase
HAN = re.compile(r"[\u4e00-\u9fff]+")
# Parts of speech, of which there are few: no names of people, places and bodies, no function words.
opens = cache(re.compile(r"(?:n|v|an|a$|j|l|b)(?!r|s|t)").match)
closes = cache(re.compile(r"(?:n|vn|j|l)(?!r|s|t)").match)
goes_inside = cache(re.compile(r"(?:n|v|a|j|l|b|k|g)(?!r|s|t)").match)
is_verb = cache(re.compile(r"v(?!n)").match)
is_noun = cache(re.compile(r"(?:n|vn|an|j|l|b|k|g)").match)
goes_on = cache(re.compile(r"(?:n|vn|j|l|k|g|b|a$|an|ng|vg)").match)  # behind a noun it belongs to it
deed_goes_on = cache(re.compile(r"(?:n|v|j|l|k|g|b|a|u|d|f|p|z|i)").match)  # its object, or what becomes of it
NO_NUMBER = re.compile(r"[^\d一二三四五六七八九十百千万亿两几数多余近半每若]")
QUOTED = re.compile(r"(?<![由从变为是把])“([\u4e00-\u9fff]{4,8})”(?!的?(?:问题|现象|难题|怪圈|顽疾|困境|矛盾|短板))")

FEW = 1_000  # texts whose phrases are kept: a document asks twice
AT_HAND = 100_000  # phrases of which is known whether they begin with a verb
NAMING = 40  # characters of a practice that name it

Tagged = Sequence[tuple[str, str]]


class Names(NamedTuple):
    """What could name a case: names in quotes, phrases of its practices and title, and what of these its title has."""

    slogans: tuple[str, ...]
    phrases: tuple[str, ...]
    title: tuple[str, ...]


def _whole(tagged: Tagged, first: int, last: int) -> bool:
    """Whether neither the word before nor the word behind belongs to the run."""
    before = tagged[first - 1] if first else ("", "")
    next_, behind = tagged[last] if last < len(tagged) else ("", "")
    if len(next_) == 1 and HAN.match(next_) and next_ not in WORDS["behind"]:
        return False
    if next_ == "、" or (behind == "m" and NO_NUMBER.match(next_)):  # 列出资源、需求清单; 主题党日
        return False
    if is_verb(tagged[first][1]):
        return not deed_goes_on(behind)
    return not goes_on(behind) and not (is_noun(before[1]) or before[1] in {"m", "q", "d"})


def _has_shape(run: Tagged) -> bool:
    """No single character stands in between, nor does a verb, which makes a clause (村民订立公约); one word at
    least must not be of every report.
    """
    if run[-1][0][0] in "不无未":  # 调整不胜任: cut off before whom it is about
        return False
    inner = all(goes_inside(tag) and len(word) > 1 and not is_verb(tag) for word, tag in run[1:-1])
    return inner and any(word not in GENERAL and not is_verb(tag) for word, tag in run)


def _runs(tagged: Tagged) -> Iterator[str]:
    for first, (word, tag) in enumerate(tagged):
        if len(word) < 2 or not opens(tag):  # no single character leads
            continue
        phrase = ""
        for last, (further, kind) in enumerate(tagged[first : first + MOST_WORDS], first + 1):
            phrase += further
            if len(phrase) >= PHRASE.stop or not HAN.fullmatch(further):
                break
            run = tagged[first:last]
            if len(phrase) in PHRASE and closes(kind) and _has_shape(run) and _whole(tagged, first, last):
                yield phrase


@lru_cache(FEW)
def phrases(text: str) -> frozenset[str]:
    """The whole phrases of a folded text, cut inside its quotes and marks."""
    return frozenset(_runs(rjieba.tag(text)))


def slogans(text: str) -> frozenset[str]:
    """Names that a folded text puts in quotes (“四联四促”); quoted problems and states are none."""
    return frozenset(QUOTED.findall(text))


def general_words() -> list[str]:
    """Words of every report, which tell nothing apart."""
    return list(WORDS["general"])


@cache
def empty_verbs() -> frozenset[str]:
    """Verbs of every report, which jieba's table takes for nouns here and there: they say that something was done."""
    return frozenset(WORDS["empty"])


@lru_cache(AT_HAND)
def is_deed(phrase: str) -> bool:
    """Whether a phrase begins with a verb."""
    return bool(is_verb(rjieba.tag(phrase)[0][1]))


def names_in(case: CatalogueCase) -> Names:
    """What could name a case; each in the order of its characters."""
    said = [fold(one.text) for one in case.practices]
    slogan = {fold(one.text) for one in case.practices if one.form == "slogan" and len(one.text) in PHRASE}
    heading = fold(case.case.title)
    quoted = slogan | slogans("\n".join((heading, *said)))
    title = phrases(heading)
    found = title.union(*(phrases(one[:NAMING]) for one in said))
    problems = {fold(one.text) for one in case.problems}
    return Names(*(tuple(sorted(some)) for some in (quoted - problems, found, title | slogans(heading))))
